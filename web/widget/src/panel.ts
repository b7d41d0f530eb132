/** `<laidian-panel>`: head, robot notice, message log and composer. */

import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatClient } from './client';
import { close, down, mark, picture } from './icons';
import { lineTemplate, linesOf, timeLabel, type Line, type LineActions } from './message';
import type { Pending } from './outbox';
import { PICTURE_LIMIT, PICTURE_TYPES, TEXT_LIMIT, type Button, type Owner } from './protocol';
import { panelStyles } from './styles';

const SUGGESTIONS = ['我家停电了', '查询电费', '报修进度', '转人工'];
const NOTICES: Record<Owner, string> = {
  bot: '我是智能客服“来电”（机器人），可随时说“转人工”',
  queue: '正在等工作人员，可以先把情况写下来',
  staff: '现在是工作人员在为您服务',
};
const NEAR_BOTTOM = 80; // pixels
const TIME_GAP = 5 * 60_000;
const COUNT_FROM = TEXT_LIMIT - 200;

@customElement('laidian-panel')
export class LaidianPanel extends LitElement {
  static override styles = panelStyles;

  @property({ attribute: false }) client!: ChatClient;
  /** Grows with every change of the client, which is not observable itself. */
  @property({ attribute: false }) version = 0;
  @property({ type: Boolean }) closable = false;
  @state() private text = '';
  @state() private hint = '';
  @state() private unseen = false;
  @query('textarea') private box!: HTMLTextAreaElement;
  @query('.log') private log!: HTMLElement;
  @query('input[type=file]') private chooser!: HTMLInputElement;
  private pinned = true;
  private lastKey = '';
  private lastTop = 0;

  private readonly actions: Omit<LineActions, 'client'> = {
    choose: (button: Button) => this.deliver({ kind: 'choose', text: button.title, choice: button.id }),
    retry: (item: Pending) => this.client.retry(item),
    discard: (item: Pending) => this.client.discard(item),
    edit: (item: Pending) => {
      this.client.discard(item);
      this.prefill(item.draft.text);
    },
  };

  /** Moves the focus to the text box. */
  focusBox(): void {
    this.box?.focus({ preventScroll: true });
  }

  /** Puts a text into the box for the customer to send or change. */
  prefill(text: string): void {
    this.text = text;
    void this.updateComplete.then(() => this.focusBox());
  }

  override firstUpdated(): void {
    // Pictures and the phone's keyboard change heights after the text is there.
    const observer = new ResizeObserver(() => this.follow());
    observer.observe(this.log);
    observer.observe(this.log.firstElementChild as Element);
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('text')) this.fitBox();
    const lines = linesOf(this.client);
    const last = lines[lines.length - 1] as Line | undefined;
    if (last && last.key !== this.lastKey) {
      this.lastKey = last.key;
      if (last.pending) this.pinned = true;
      else if (!this.pinned && last.from !== 'customer') this.unseen = true;
    }
    this.follow();
  }

  override render(): TemplateResult {
    return html`
      <header>
        <span class="mark" aria-hidden="true">${mark(28)}</span>
        <div class="title">
          <strong>在线客服</strong>
          <span class="company">${this.client.company}</span>
        </div>
        <span class="owner" data-owner=${this.client.owner} role="status">${this.ownerLabel()}</span>
        ${this.closable
          ? html`<button class="icon" aria-label="收起对话" title="收起" @click=${this.askClose}>${close()}</button>`
          : nothing}
      </header>
      <p class="notice">${NOTICES[this.client.owner]}</p>
      <div class="offline" role="status" ?hidden=${this.client.online}>${this.connectionText()}</div>
      ${this.renderLog()}
      ${this.unseen ? html`<button class="jump" @click=${this.jump}>有新消息 ${down()}</button>` : nothing}
      ${this.renderComposer()}
    `;
  }

  private renderLog(): TemplateResult {
    const lines = linesOf(this.client);
    const lastOwn = lines.map((line) => line.from).lastIndexOf('customer');
    const actions = { ...this.actions, client: this.client };
    return html`<div class="log" role="log" aria-label="对话" tabindex="0" @scroll=${this.onScroll}>
      <div class="lines">
        ${this.client.loaded && !lines.length ? this.renderWelcome() : nothing}
        ${repeat(
          lines,
          (line) => line.key,
          (line, index) => html`<div class="entry">
            ${startsTime(lines, index) ? html`<div class="time">${timeLabel(line.at)}</div>` : nothing}
            ${lineTemplate(line, actions, index > lastOwn)}
          </div>`,
        )}
        ${this.client.typing
          ? html`<div class="typing" data-typing><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>正在输入…</div>`
          : nothing}
      </div>
    </div>`;
  }

  private renderWelcome(): TemplateResult {
    return html`<section class="welcome">
      <span class="mark" aria-hidden="true">${mark(34)}</span>
      <h2>您好，需要什么帮助？</h2>
      <p>停电、电费、报修、办电，<br />直接说给我听就行。</p>
      <div class="suggestions">
        ${SUGGESTIONS.map((text) => html`<button class="reply" @click=${() => this.deliver({ kind: 'say', text })}>${text}</button>`)}
      </div>
      <p class="danger">看到断线、冒烟、有人触电，请先远离，并马上拨打 <a href="tel:95598">95598</a>；有人受伤请拨打 <a href="tel:120">120</a>。</p>
    </section>`;
  }

  private renderComposer(): TemplateResult {
    const length = [...this.text].length;
    const tooLong = length > TEXT_LIMIT;
    return html`<footer>
      <div class="hint" role="status" ?hidden=${!this.hint && length < COUNT_FROM} data-bad=${tooLong || Boolean(this.hint)}>
        ${this.hint || `${length} / ${TEXT_LIMIT} 字${tooLong ? '，请分成几条发送' : ''}`}
      </div>
      <div class="row">
        <button class="icon" aria-label="添加图片" title="添加图片" @click=${() => this.chooser.click()}>${picture()}</button>
        <input type="file" accept=${PICTURE_TYPES.join(',')} hidden @change=${this.onChosen} />
        <textarea
          rows="1"
          aria-label="输入消息"
          placeholder="请输入您的问题"
          enterkeyhint="send"
          .value=${this.text}
          @input=${this.onInput}
          @keydown=${this.onKey}
          @paste=${this.onPaste}
        ></textarea>
        <button class="send" ?disabled=${!this.text.trim() || tooLong} @click=${this.submit}>发送</button>
      </div>
    </footer>`;
  }

  private ownerLabel(): string {
    if (this.client.owner === 'queue') return '人工排队中';
    if (this.client.owner === 'bot') return '机器人';
    return this.client.staff ? `人工 · ${this.client.staff}` : '人工';
  }

  private connectionText(): string {
    if (!this.client.loaded && navigator.onLine) return '正在连接…';
    return '网络已断开，正在重连；您发的消息会在恢复后送出';
  }

  private deliver(draft: Parameters<ChatClient['send']>[0]): void {
    this.pinned = true;
    this.client.send(draft);
  }

  private submit(): void {
    const text = this.text.trim();
    if (!text || [...text].length > TEXT_LIMIT) return;
    this.text = '';
    this.hint = '';
    this.deliver({ kind: 'say', text });
    this.focusBox();
  }

  private onInput(event: InputEvent): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.hint = '';
  }

  private onKey(event: KeyboardEvent): void {
    // While a Chinese word is being composed, Enter chooses it; Safari ends composition first and only keeps code 229.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  private onPaste(event: ClipboardEvent): void {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    this.sendPicture(file);
  }

  private onChosen(): void {
    const file = this.chooser.files?.[0];
    this.chooser.value = '';
    if (file) this.sendPicture(file);
  }

  private sendPicture(file: File): void {
    if (!PICTURE_TYPES.includes(file.type)) this.hint = '只能发送 JPG、PNG、GIF、WebP 图片';
    else if (file.size > PICTURE_LIMIT) this.hint = '图片超过 10 MB，请压缩后再发';
    else {
      this.hint = '';
      this.deliver({ kind: 'picture', text: '', file });
    }
  }

  private fitBox(): void {
    this.box.style.height = 'auto';
    this.box.style.height = `${this.box.scrollHeight}px`;
  }

  private onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    // Only the reader's own way up lets go of the end; a picture that grows under it does not.
    if (scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM) this.pinned = true;
    else if (scrollTop < this.lastTop) this.pinned = false;
    this.lastTop = scrollTop;
    if (this.pinned) this.unseen = false;
  }

  private follow(): void {
    if (this.pinned) this.log.scrollTop = this.log.scrollHeight;
  }

  private jump(): void {
    this.pinned = true;
    this.unseen = false;
    this.follow();
    this.focusBox();
  }

  private askClose(): void {
    this.dispatchEvent(new CustomEvent('laidian-close', { bubbles: true, composed: true }));
  }
}

function startsTime(lines: Line[], index: number): boolean {
  if (index === 0) return true;
  return Date.parse(lines[index].at) - Date.parse(lines[index - 1].at) > TIME_GAP;
}
