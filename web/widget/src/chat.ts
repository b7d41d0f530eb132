/** `<laidian-chat>`: the bubble with its dialog, or (mode="page") the chat as a whole page. */

import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ChatClient } from './client';
import { mark } from './icons';
import type { LaidianPanel } from './panel';
import type { Message } from './protocol';
import { server } from './server';
import { cellsOf } from './storage';
import { chatStyles } from './styles';
import './panel';

@customElement('laidian-chat')
export class LaidianChat extends LitElement {
  static override styles = chatStyles;

  /** `bubble` or `page`. */
  @property({ reflect: true }) mode = 'bubble';
  @state() private open = false;
  @state() private version = 0;
  @query('laidian-panel') private panel?: LaidianPanel;
  @query('.bubble') private bubble?: HTMLButtonElement;
  private readonly cells = cellsOf(server);
  private readonly client = new ChatClient(server, this.cells, () => this.version++);

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('click', this.onPageClick);
    document.addEventListener('visibilitychange', this.markRead);
    window.visualViewport?.addEventListener('resize', this.fitViewport);
    this.fitViewport();
    // A visitor who has been here may be waiting for an answer; a new one costs the server nothing until he opens the chat.
    if (this.mode === 'page' || this.client.knownVisitor) this.client.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('click', this.onPageClick);
    document.removeEventListener('visibilitychange', this.markRead);
    window.visualViewport?.removeEventListener('resize', this.fitViewport);
    this.client.stop();
  }

  override updated(): void {
    this.markRead();
  }

  override render(): TemplateResult {
    const panel = (closable: boolean) =>
      html`<laidian-panel .client=${this.client} .version=${this.version} ?closable=${closable}></laidian-panel>`;
    if (this.mode === 'page') return html`<main class="page" aria-label="在线客服">${panel(false)}</main>`;
    if (this.open) {
      return html`<div class="dialog" role="dialog" aria-label="在线客服对话" tabindex="-1" @keydown=${this.onKey} @laidian-close=${this.hide}>
        ${panel(true)}
      </div>`;
    }
    const unread = this.unread();
    return html`<button class="bubble" aria-label="在线客服" aria-haspopup="dialog" aria-describedby="unread" @click=${() => this.show()}>
        ${mark(28)}<span class="label" aria-hidden="true">在线客服</span>
        ${unread ? html`<span class="badge" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>` : nothing}
      </button>
      <span id="unread" class="hidden" role="status">${unread ? `${unread} 条未读消息` : ''}</span>`;
  }

  /** Opens the dialog; `text` is put into the box for the customer to send. */
  async show(text = ''): Promise<void> {
    this.client.start();
    this.open = true;
    await this.updateComplete;
    await this.panel?.updateComplete;
    if (text) this.panel?.prefill(text);
    // On a touch screen the keyboard would cover the conversation before it has been read.
    else if (window.matchMedia('(pointer: coarse)').matches) this.renderRoot.querySelector<HTMLElement>('.dialog')?.focus();
    else this.panel?.focusBox();
  }

  private async hide(): Promise<void> {
    this.open = false;
    await this.updateComplete;
    this.bubble?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.isComposing && event.keyCode !== 229) void this.hide();
  }

  /** Any element of the page with `data-laidian-open="…"` opens the chat, with that text in the box. */
  private readonly onPageClick = (event: MouseEvent): void => {
    const opener = (event.target as Element | null)?.closest?.('[data-laidian-open]');
    if (!opener || this.mode === 'page') return;
    event.preventDefault();
    void this.show(opener.getAttribute('data-laidian-open') ?? '');
  };

  private unread(): number {
    const read = Number(this.cells.read.get() ?? 0);
    return this.client.messages.filter((message) => message.from !== 'customer' && message.seq > read).length;
  }

  private readonly markRead = (): void => {
    const { messages } = this.client;
    const last = messages[messages.length - 1] as Message | undefined;
    if (!last || document.visibilityState === 'hidden' || !(this.open || this.mode === 'page')) return;
    if (last.seq > Number(this.cells.read.get() ?? 0)) this.cells.read.set(String(last.seq));
  };

  // The phone's keyboard shrinks what is visible, not the layout.
  private readonly fitViewport = (): void => {
    const height = window.visualViewport?.height;
    if (height) this.style.setProperty('--laidian-height', `${height}px`);
  };
}
