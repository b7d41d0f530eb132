/** Templates of one message: the customer's, the bot's, a person's, the system's. */

import { html, nothing, type TemplateResult } from 'lit';
import { mark, person, pin, warning } from './icons';
import { partsOf } from './links';
import type { Pending } from './outbox';
import type { Author, Button, Message } from './protocol';
import type { ChatClient } from './client';
import './picture';

/** A line of the log as it is shown: stored, or still in the outbox. */
export interface Line {
  key: string;
  from: Author;
  kind: string;
  text: string;
  at: string;
  message?: Message;
  pending?: Pending;
}

export interface LineActions {
  client: ChatClient;
  choose(button: Button): void;
  retry(item: Pending): void;
  edit(item: Pending): void;
  discard(item: Pending): void;
}

/** Stored messages, then the outbox; a message keeps its key when it is stored, so its element stays. */
export function linesOf(client: ChatClient): Line[] {
  const stored = client.messages.map((message): Line => ({
    key: message.id ?? String(message.seq),
    from: message.from,
    kind: message.kind,
    text: message.text,
    at: message.at,
    message,
  }));
  const waiting = client.outbox.items.map((pending): Line => ({
    key: pending.id,
    from: 'customer',
    kind: pending.draft.kind === 'picture' ? 'image' : 'text',
    text: pending.draft.text,
    at: pending.at,
    pending,
  }));
  return [...stored, ...waiting];
}

export function lineTemplate(line: Line, actions: LineActions, withButtons: boolean): TemplateResult {
  if (line.from === 'system') {
    return html`<div class="line" data-from="system" role="group" aria-label="系统消息">
      <div class="body">${richText(line.text)}</div>
      ${withButtons ? quickReplies(line, actions) : nothing}
    </div>`;
  }
  const staffName = line.message?.staff;
  return html`<div class="line" data-from=${line.from} data-state=${line.pending?.state ?? 'stored'} role="group" aria-label=${speaker(line)}>
    ${line.from === 'customer' ? nothing : html`<span class="face" aria-hidden="true">${line.from === 'bot' ? mark(22) : person()}</span>`}
    <div class="stack">
      ${line.from === 'staff' ? html`<div class="name">人工客服${staffName ? ` · ${staffName}` : ''}</div>` : nothing}
      <div class="body">${content(line, actions.client)}</div>
      ${line.pending ? sendState(line.pending, actions) : nothing}
      ${withButtons ? quickReplies(line, actions) : nothing}
    </div>
  </div>`;
}

function speaker(line: Line): string {
  if (line.from === 'customer') return '我';
  if (line.from === 'bot') return '机器人';
  return line.message?.staff ? `人工客服${line.message.staff}` : '人工客服';
}

function content(line: Line, client: ChatClient): TemplateResult {
  const draft = line.pending?.draft;
  const file = draft?.kind === 'picture' ? draft.file : undefined;
  if (line.kind === 'image') {
    return html`<laidian-picture .client=${client} .media=${line.message?.media} .file=${file}></laidian-picture>
      ${line.text ? richText(line.text) : nothing}`;
  }
  if (line.message?.place) return html`<span class="place">${pin()} ${line.message.place}</span>`;
  return richText(line.text);
}

function richText(text: string): TemplateResult {
  const parts = partsOf(text).map((part) => {
    if (typeof part === 'string') return part;
    return part.href.startsWith('tel:')
      ? html`<a href=${part.href}>${part.text}</a>`
      : html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow">${part.text}</a>`;
  });
  return html`<span class="text">${parts}</span>`;
}

function sendState(item: Pending, actions: LineActions): TemplateResult {
  if (item.state === 'sending') return html`<div class="state">发送中…</div>`;
  if (item.state === 'queued') return html`<div class="state">等待发送</div>`;
  const mend = item.again
    ? html`<button class="mend" @click=${() => actions.retry(item)}>重试</button>`
    : item.draft.kind === 'say'
      ? html`<button class="mend" @click=${() => actions.edit(item)}>修改</button>`
      : nothing;
  return html`<div class="state failed">
    <span>${warning()} 未发送${item.reason ? `：${item.reason}` : ''}</span>
    ${mend}<button class="mend" @click=${() => actions.discard(item)}>删除</button>
  </div>`;
}

function quickReplies(line: Line, actions: LineActions): TemplateResult | typeof nothing {
  const buttons = line.message?.buttons;
  if (!buttons?.length) return nothing;
  return html`<div class="replies">
    ${buttons.map((button) => html`<button class="reply" @click=${() => actions.choose(button)}>${button.title}</button>`)}
  </div>`;
}

const DAY = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric' });
const CLOCK = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false });

/** `今天 10:32`, `昨天 10:32` or `3月4日 10:32`. */
export function timeLabel(at: string): string {
  const moment = new Date(at);
  const day = DAY.format(moment);
  const now = Date.now();
  const name = day === DAY.format(now) ? '今天' : day === DAY.format(now - 86_400_000) ? '昨天' : day;
  return `${name} ${CLOCK.format(moment)}`;
}
