/** `<laidian-picture>`: a picture of the conversation, fetched with the visitor's token. */

import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChatClient } from './client';

const SHOWABLE = /^image\/(?:jpeg|png|gif|webp)$/;

@customElement('laidian-picture')
export class LaidianPicture extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    img {
      display: block;
      max-width: 100%;
      max-height: 220px;
      border-radius: 10px;
      background: #e8efed;
    }
    .wait {
      display: grid;
      place-items: center;
      width: 150px;
      height: 100px;
      border-radius: 10px;
      background: #e8efed;
      color: #465856;
      font-size: 13px;
    }
    button {
      margin-left: 4px;
      border: 0;
      background: none;
      color: #00665e;
      font: inherit;
      text-decoration: underline;
      cursor: pointer;
    }
    a:focus-visible,
    button:focus-visible {
      outline: 2px solid #00736a;
      outline-offset: 2px;
    }
  `;

  @property({ attribute: false }) client!: ChatClient;
  @property({ attribute: false }) media?: string;
  @property({ attribute: false }) file?: File;
  @state() private address = '';
  @state() private failed = false;
  private source: unknown;

  override willUpdate(): void {
    const source = this.file ?? this.media;
    // The customer's own preview stays when the stored message takes the place of the unsent one.
    if (source !== this.source && !(this.address && this.media)) {
      this.source = source;
      void this.load();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    URL.revokeObjectURL(this.address);
    this.address = '';
    this.source = undefined;
  }

  override render() {
    if (this.address) {
      return html`<a href=${this.address} target="_blank" rel="noopener" aria-label="查看大图"
        ><img src=${this.address} alt="图片" /></a
      >`;
    }
    if (this.failed) return html`<div class="wait"><span>图片打不开<button @click=${this.load}>再试</button></span></div>`;
    return html`<div class="wait">${this.media || this.file ? '图片加载中…' : nothing}</div>`;
  }

  private async load(): Promise<void> {
    this.failed = false;
    try {
      const blob = this.file ?? (this.media ? await this.client.picture(this.media) : null);
      if (!blob || !this.isConnected) return;
      if (!SHOWABLE.test(blob.type)) throw new Error(blob.type);
      this.address = URL.createObjectURL(blob);
    } catch {
      this.failed = true;
    }
  }
}
