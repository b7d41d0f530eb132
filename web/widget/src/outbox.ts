/** What the customer wrote and the server has not yet stored, oldest first. Survives a reload, but for pictures. */

import type { Cells } from './storage';

export type Draft = { kind: 'say'; text: string } | { kind: 'choose'; text: string; choice: string } | { kind: 'picture'; text: ''; file: File };

/** `id` stays the same through every try, so that the server stores it once. */
export interface Pending {
  readonly id: string;
  readonly draft: Draft;
  readonly at: string;
  state: 'queued' | 'sending' | 'failed';
  reason: string;
  again: boolean;
}

export class Outbox {
  items: Pending[] = [];

  constructor(private readonly cell: Cells['outbox']) {
    try {
      const kept = JSON.parse(cell.get() ?? '[]') as Pending[];
      this.items = kept.map((item) => ({ ...item, state: item.state === 'failed' ? 'failed' : 'queued' }));
    } catch {
      cell.set(null);
    }
  }

  add(draft: Draft): Pending {
    const item: Pending = { id: newId(), draft, at: new Date().toISOString(), state: 'queued', reason: '', again: true };
    this.items = [...this.items, item];
    this.save();
    return item;
  }

  find(id: string): Pending | undefined {
    return this.items.find((item) => item.id === id);
  }

  /** The next to send; undefined while one is on its way, so that order holds. */
  next(): Pending | undefined {
    if (this.items.some((item) => item.state === 'sending')) return undefined;
    return this.items.find((item) => item.state === 'queued');
  }

  mark(item: Pending, state: Pending['state'], reason = '', again = true): void {
    Object.assign(item, { state, reason, again });
    this.save();
  }

  remove(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
    this.save();
  }

  /** After a lost connection: what was on its way is sent again. */
  requeue(): void {
    for (const item of this.items) if (item.state === 'sending') item.state = 'queued';
    this.save();
  }

  private save(): void {
    const kept = this.items.filter((item) => item.draft.kind !== 'picture');
    this.cell.set(kept.length ? JSON.stringify(kept) : null);
  }
}

// crypto.randomUUID is missing on plain-http pages.
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
