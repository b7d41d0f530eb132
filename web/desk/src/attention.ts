/**
 * What the clerk has not seen yet: unread lines of his own customers, and emergencies that ring until somebody looks.
 *
 * The server keeps no mark of what staff have read. It is kept in this browser, for each member, so that a reload or a new login
 * does not make everything read.
 */
import { reactive } from 'vue';
import { chime, notify } from './alert';
import type { Conversation } from './types';

const RING_SECONDS = 8;

export const attention = reactive({
  /** Conversation → `last_seq` that was read here. */
  seen: {} as Record<string, number>,
  /** Emergencies that nobody at this desk has looked at, the newest last. */
  ringing: [] as string[],
});

let store = '';
/** What the last look found; null before the first: what is there at the login is shown, not sounded. */
let before: { waiting: Map<string, string>; heard: Map<string, number>; urgent: Map<string, string> } | null = null;
let bell: number | undefined;
let openFromNotice: (id: string) => void = () => undefined;

export function isUnread(each: Conversation): boolean {
  return each.mine && each.last_seq > (attention.seen[each.id] ?? 0);
}

/** Begins for a member; `open` shows a conversation when its notice is clicked. */
export function beginWatching(member: string, open: (id: string) => void): void {
  store = `laidian-desk-seen-${member}`;
  openFromNotice = open;
  before = null;
  load();
  addEventListener('storage', onStorage);
}

export function stopWatching(): void {
  removeEventListener('storage', onStorage);
  before = null;
  silence();
  attention.seen = {};
}

/** Another tab of the same member has read something. */
function onStorage(event: StorageEvent): void {
  if (event.key === store) load();
}

function load(): void {
  try {
    attention.seen = JSON.parse(localStorage.getItem(store) ?? '{}');
  } catch {
    attention.seen = {};
  }
}

/** Marks what stands in an open talk as read. */
export function markRead(id: string, seq: number): void {
  hush(id);
  if ((attention.seen[id] ?? 0) >= seq) return;
  attention.seen[id] = seq;
  localStorage.setItem(store, JSON.stringify(attention.seen));
}

/** Compares the lists with what was there before: sounds and notices; none for the talks before the clerk's eyes. */
export function compare(
  queue: Conversation[], mine: Conversation[], ofColleagues: Conversation[], looking: (string | null)[],
): void {
  const urgent = [...queue.filter((each) => each.urgent), ...[...mine, ...ofColleagues].filter((each) => each.alarmed_at)];
  const now = {
    waiting: new Map(queue.map((each) => [each.id, String(each.queued_at)])),
    heard: new Map(mine.map((each) => [each.id, each.last_seq])),
    // One that waits again, becomes urgent while waiting, or is said in a talk that is held is a new emergency.
    urgent: new Map(urgent.map((each) => [each.id, `${each.queued_at} ${each.alarmed_at}`])),
  };
  const then = before;
  before = now;
  forget(mine);
  attention.ringing = attention.ringing.filter((id) => now.urgent.has(id));
  if (!then) return;
  const came = queue.filter((each) => then.waiting.get(each.id) !== now.waiting.get(each.id));
  const struck = urgent.filter((each) => then.urgent.get(each.id) !== now.urgent.get(each.id));
  const alarms = struck.filter((each) => !looking.includes(each.id));
  const lines = mine.filter(
    (each) => !looking.includes(each.id) && isUnread(each) && each.last_seq > (then.heard.get(each.id) ?? 0),
  );
  for (const each of lines) tell(each, `${each.place || each.label} 有新消息`, each.last_text);
  for (const each of alarms) tell(each, `紧急：${each.reason || '危险'}`, each.place || each.last_text);
  if (alarms.length) ring(alarms.map((each) => each.id));
  else if (struck.length) chime('urgent');
  else if (lines.length) chime('message');
  else if (came.length) chime('waiting');
}

function tell(each: Conversation, title: string, text: string): void {
  notify(each.id, title, text, () => openFromNotice(each.id));
}

/** Rings now and again until each of them was looked at, is no emergency any more, or the clerk wants silence. */
function ring(ids: string[]): void {
  attention.ringing = [...attention.ringing.filter((id) => !ids.includes(id)), ...ids];
  chime('urgent');
  clearInterval(bell);
  bell = setInterval(() => (attention.ringing.length ? chime('urgent') : clearInterval(bell)), RING_SECONDS * 1000);
}

/** Somebody looks at this one. */
function hush(id: string): void {
  attention.ringing = attention.ringing.filter((each) => each !== id);
}

/** Enough of those that ring now; the next one rings again. */
export function silence(): void {
  attention.ringing = [];
  clearInterval(bell);
}

/** Marks of talks that were given away are not kept. */
function forget(mine: Conversation[]): void {
  const held = new Set(mine.map((each) => each.id));
  const gone = Object.keys(attention.seen).filter((id) => !held.has(id));
  if (!gone.length) return;
  for (const id of gone) delete attention.seen[id];
  localStorage.setItem(store, JSON.stringify(attention.seen));
}
