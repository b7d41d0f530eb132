/** One visitor's conversation with the server: session, socket, resume, outbox. Knows nothing of the page. */

import { Outbox, type Draft, type Pending } from './outbox';
import type { ClientFrame, Message, Owner, ServerFrame } from './protocol';
import type { Cells } from './storage';

const PING_EVERY = 25_000;
const SILENCE_LIMIT = 10_000; // after a ping
const ACK_LIMIT = 15_000;
const TYPING_SHOWN = 8_000;
const BACKOFF = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
const CLOSE_BAD_TOKEN = 4401;

/** An answer that no second try will change; the text is for the customer. */
class Turned extends Error {
  constructor(
    text: string,
    readonly again: boolean,
  ) {
    super(text);
  }
}

export class ChatClient {
  messages: Message[] = [];
  readonly outbox: Outbox;
  online = false;
  /** True once history has been seen, so that an empty log means a new visitor. */
  loaded = false;
  owner: Owner = 'bot';
  staff: string | null = null;
  typing = false;
  company = '';

  private socket: WebSocket | null = null;
  private started = false;
  private tries = 0;
  private shown = 0; // last seq that came from the log; an ack may run ahead of it
  private readonly handles = new Map<string, string>();
  private readonly timers: Record<'retry' | 'ping' | 'silence' | 'ack' | 'typing', number> = {
    retry: 0,
    ping: 0,
    silence: 0,
    ack: 0,
    typing: 0,
  };

  constructor(
    private readonly server: string,
    private readonly cells: Cells,
    private readonly onChange: () => void,
  ) {
    this.outbox = new Outbox(cells.outbox);
  }

  get knownVisitor(): boolean {
    return this.cells.token.get() !== null;
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    window.addEventListener('online', this.hurry);
    window.addEventListener('offline', this.lose);
    document.addEventListener('visibilitychange', this.hurry);
    void this.connect();
  }

  stop(): void {
    this.started = false;
    window.removeEventListener('online', this.hurry);
    window.removeEventListener('offline', this.lose);
    document.removeEventListener('visibilitychange', this.hurry);
    this.drop();
    clearTimeout(this.timers.retry);
  }

  send(draft: Draft): void {
    this.outbox.add(draft);
    this.flush();
    this.onChange();
  }

  retry(item: Pending): void {
    this.outbox.mark(item, 'queued');
    this.flush();
    this.onChange();
  }

  discard(item: Pending): void {
    this.outbox.remove(item.id);
    this.onChange();
  }

  /** The bytes of a picture of this conversation. */
  async picture(media: string): Promise<Blob> {
    const answer = await fetch(`${this.server}/chat/api/pictures/${encodeURIComponent(media)}`, {
      headers: { Authorization: `Bearer ${this.cells.token.get()}` },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.blob();
  }

  private readonly hurry = (): void => {
    if (document.visibilityState === 'hidden') return;
    if (this.online) this.ping(); // a page that slept may hold a dead socket
    if (this.socket) return;
    clearTimeout(this.timers.retry);
    this.tries = 0;
    void this.connect();
  };

  private readonly lose = (): void => this.reconnectLater();

  private async connect(): Promise<void> {
    try {
      await this.openSession();
    } catch {
      this.reconnectLater();
      return;
    }
    if (!this.started || this.socket) return;
    const socket = new WebSocket(`${this.server.replace(/^http/, 'ws')}/chat/api/socket`);
    this.socket = socket;
    socket.onopen = () => this.transmit({ type: 'hello', token: this.cells.token.get() ?? '', since: this.shown });
    socket.onmessage = (event) => this.take(JSON.parse(event.data as string) as ServerFrame);
    socket.onclose = (event) => {
      if (event.code === CLOSE_BAD_TOKEN) this.cells.token.set(null);
      this.reconnectLater();
    };
    this.timers.silence = window.setTimeout(this.lose, SILENCE_LIMIT);
  }

  private async openSession(): Promise<void> {
    if (this.company && this.knownVisitor) return;
    const answer = await fetch(`${this.server}/chat/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: this.cells.token.get() }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const session = (await answer.json()) as { token: string; company: string };
    this.cells.token.set(session.token);
    this.company = session.company;
    this.onChange();
  }

  private reconnectLater(): void {
    this.drop();
    if (!this.started) return;
    const wait = BACKOFF[Math.min(this.tries++, BACKOFF.length - 1)];
    clearTimeout(this.timers.retry);
    // Spread out, so that a restarted server does not meet everybody in the same instant.
    this.timers.retry = window.setTimeout(() => void this.connect(), wait * (0.7 + Math.random() * 0.6));
    this.onChange();
  }

  /** Lets go of the socket at once; a dead network would report the close minutes later. */
  private drop(): void {
    for (const timer of ['ping', 'silence', 'ack'] as const) clearTimeout(this.timers[timer]);
    if (this.socket) {
      this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
      this.socket.close();
      this.socket = null;
    }
    this.online = false;
    this.typing = false;
    this.outbox.requeue();
  }

  private take(frame: ServerFrame): void {
    clearTimeout(this.timers.silence);
    clearTimeout(this.timers.ping);
    this.timers.ping = window.setTimeout(this.ping, PING_EVERY);
    switch (frame.type) {
      case 'history':
        this.online = true;
        this.loaded = true;
        this.tries = 0;
        frame.messages.forEach((message) => this.show(message));
        this.setOwner(frame.owner, frame.staff);
        this.flush();
        break;
      case 'message':
        this.show(frame);
        break;
      case 'owner':
        this.setOwner(frame.owner, frame.staff);
        break;
      case 'typing':
        this.typing = true;
        clearTimeout(this.timers.typing);
        this.timers.typing = window.setTimeout(() => this.stopTyping(), TYPING_SHOWN);
        break;
      case 'ack':
        this.acknowledge(frame.id, frame.seq);
        break;
      case 'refused': {
        const item = this.outbox.find(frame.id);
        if (item) this.fail(item, frame.text, frame.again);
        break;
      }
    }
    this.onChange();
  }

  private setOwner(owner: Owner, staff: string | null): void {
    this.owner = owner;
    this.staff = staff;
  }

  private show(message: Message): void {
    this.shown = Math.max(this.shown, message.seq);
    if (message.from !== 'customer') this.stopTyping();
    if (message.id && this.outbox.find(message.id)) this.settle(message.id);
    this.insert(message);
  }

  /** By seq, once: a resumed socket may repeat what an ack has already put here. */
  private insert(message: Message): void {
    const others = this.messages.filter((known) => known.seq !== message.seq);
    const at = others.findIndex((known) => known.seq > message.seq);
    this.messages = at < 0 ? [...others, message] : [...others.slice(0, at), message, ...others.slice(at)];
  }

  private acknowledge(id: string, seq: number): void {
    const item = this.outbox.find(id);
    if (!item) return;
    const { kind, text } = item.draft;
    this.insert({ seq, id, from: 'customer', kind: kind === 'picture' ? 'image' : 'text', text, at: item.at });
    this.settle(id);
  }

  private settle(id: string): void {
    const wasSending = this.outbox.find(id)?.state === 'sending';
    this.outbox.remove(id);
    this.handles.delete(id);
    if (wasSending) clearTimeout(this.timers.ack);
    this.flush();
  }

  private fail(item: Pending, reason: string, again: boolean): void {
    clearTimeout(this.timers.ack);
    this.handles.delete(item.id);
    this.outbox.mark(item, 'failed', reason, again);
    this.flush();
  }

  private flush(): void {
    const item = this.online ? this.outbox.next() : undefined;
    if (!item) return;
    this.outbox.mark(item, 'sending');
    void this.dispatch(item);
  }

  private async dispatch(item: Pending): Promise<void> {
    const { id, draft } = item;
    if (draft.kind === 'say') this.transmit({ type: 'say', id, text: draft.text });
    else if (draft.kind === 'choose') this.transmit({ type: 'choose', id, choice: draft.choice });
    else {
      const socket = this.socket;
      try {
        const media = this.handles.get(id) ?? (await this.upload(draft.file));
        this.handles.set(id, media);
        if (this.socket !== socket || item.state !== 'sending') return; // the next connection sends it
        this.transmit({ type: 'picture', id, media });
      } catch (error) {
        if (error instanceof Turned) this.fail(item, error.message, error.again);
        else if (this.socket === socket) this.fail(item, '网络不稳，图片没有发出去', true);
        this.onChange();
        return;
      }
    }
    clearTimeout(this.timers.ack);
    this.timers.ack = window.setTimeout(this.lose, ACK_LIMIT);
  }

  private async upload(file: File): Promise<string> {
    const answer = await fetch(`${this.server}/chat/api/pictures`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.cells.token.get()}`, 'Content-Type': file.type },
      body: file,
    });
    const body = (await answer.json()) as { media?: string; error?: string };
    if (!answer.ok || !body.media) {
      throw new Turned(body.error ?? '图片没有发出去', answer.status === 429 || answer.status >= 500);
    }
    return body.media;
  }

  private readonly ping = (): void => {
    this.transmit({ type: 'ping' });
    clearTimeout(this.timers.silence);
    this.timers.silence = window.setTimeout(this.lose, SILENCE_LIMIT);
  };

  private stopTyping(): void {
    clearTimeout(this.timers.typing);
    this.typing = false;
    this.onChange();
  }

  private transmit(frame: ClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }
}
