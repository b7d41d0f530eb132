/** What the desk shows and does. The server's answers are the truth: after every change they are read again. */
import { ElMessage } from 'element-plus';
import { computed, reactive } from 'vue';
import { chime, showWaiting } from './alert';
import { api, Failure } from './api';
import { type Change, listen } from './live';
import { now, setServerTime } from './time';
import type { Conversation, Member, Order, Talk, Ticket } from './types';

const MESSAGES = 200;
const MORE_MESSAGES = 2000;
const OVERVIEW_PAUSE = 400;
const DELIVERY_PAUSE = 1000;
const DELIVERY_WAIT = 60_000;

/** A reply being written. The id stays with the text until it is sent: a retry is the same reply, not a second one. */
interface Draft {
  text: string;
  sent: string;
  clientId: string;
  sending: boolean;
  problem: string;
}

export const desk = reactive({
  member: null as Member | null,
  begun: false,
  online: false,
  queue: [] as Conversation[],
  mine: [] as Conversation[],
  alarms: [] as Conversation[],
  openId: null as string | null,
  talk: null as Talk | null,
  talkProblem: '',
  allTickets: null as Ticket[] | null,
  taking: '',
  drafts: {} as Record<string, Draft>,
  seen: {} as Record<string, string>,
});

let hangUp: (() => void) | undefined;
let limit = MESSAGES;
let known: Set<string> | null = null;
/** Talks that were mine at the last look: another one was passed on by a colleague. */
let heldBefore = new Set<string>();

export const waitingUrgent = computed(() => desk.queue.some((each) => each.urgent) || desk.alarms.length > 0);

/** Finds out whether somebody is logged in already. */
export async function begin(): Promise<void> {
  try {
    enter((await api.me()).member);
  } catch (error) {
    if ((error as Failure).status !== 401) {
      setTimeout(begin, 3000);
      return;
    }
  }
  desk.begun = true;
}

/** Logs in; a Failure carries the words to show. */
export async function logIn(username: string, password: string): Promise<void> {
  enter((await api.logIn(username, password)).member);
}

/** `chats` says where the talks go that are still held. */
export async function logOut(chats: 'queue' | 'bot' | ''): Promise<void> {
  try {
    await api.logOut(chats);
  } catch (error) {
    if ((error as Failure).status !== 401) return fail(error);
  }
  leave();
}

function enter(member: Member): void {
  desk.member = member;
  hangUp = listen({
    ready: () => {
      desk.online = true;
      readAll();
    },
    changed: onChanges,
    tick: readAll,
    lost: (loggedOut) => {
      desk.online = false;
      if (loggedOut) leave();
      else void readOverview(); // tells apart a broken line from an ended session
    },
  });
}

function leave(): void {
  hangUp?.();
  known = null;
  showWaiting(0, false);
  Object.assign(desk, {
    member: null, online: false, queue: [], mine: [], alarms: [], openId: null, talk: null, allTickets: null, drafts: {}, seen: {},
  });
}

export function fail(error: unknown): void {
  const failure = error as Failure;
  if (failure.status === 401 && desk.member) {
    leave();
    ElMessage.warning('登录已失效，请重新登录');
  } else {
    ElMessage.error({ message: failure.message, grouping: true });
  }
}

function onChanges(changes: Change[]): void {
  if (changes.some(([id, what]) => what === 'owner' || isListed(id))) readOverviewSoon();
  if (changes.some(([id]) => id === desk.openId)) void readTalk();
}

function isListed(id: string): boolean {
  return [desk.queue, desk.mine, desk.alarms].some((list) => list.some((each) => each.id === id));
}

function readAll(): void {
  void readOverview();
  void readTalk();
  if (desk.allTickets) void readTickets();
}

/** Runs `read` now; calls during a run lead to one more run after it, so the last answer is never stale. */
function oneAtATime(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  return () => {
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        await read();
      }
      running = null;
    })();
    return running;
  };
}

let soon: number | undefined;

function readOverviewSoon(): void {
  soon ??= setTimeout(() => {
    soon = undefined;
    void readOverview();
  }, OVERVIEW_PAUSE);
}

export const readOverview = oneAtATime(async () => {
  if (!desk.member) return;
  try {
    const { now: serverTime, queue, mine, alarms } = await api.overview();
    if (!desk.member) return;
    setServerTime(serverTime);
    desk.queue = queue;
    desk.mine = mine;
    desk.alarms = alarms;
    announce(queue, [...alarms, ...mine]);
    for (const each of mine) {
      if (!(each.id in desk.seen) || each.id === desk.openId) desk.seen[each.id] = latest(each);
    }
  } catch (error) {
    if ((error as Failure).status !== 0) fail(error);
  }
});

/** Sounds for those who were not waiting before; those found at login are shown, not sounded. */
function announce(queue: Conversation[], held: Conversation[]): void {
  const calling = [...queue, ...held.filter((each) => each.alarmed_at)];
  const fresh = known ? calling.filter((each) => !known!.has(key(each))) : [];
  const passedOn = held.filter((each) => each.mine && !heldBefore.has(each.id) && ![desk.taking, desk.openId].includes(each.id));
  const isFirst = !known;
  known = new Set(calling.map(key));
  heldBefore = new Set(held.filter((each) => each.mine).map((each) => each.id));
  if (fresh.length) chime(fresh.some((each) => each.urgent));
  else if (passedOn.length && !isFirst) chime(false);
  showWaiting(queue.length, queue.some((each) => each.urgent));
}

/** One that waits again, or becomes urgent while waiting, is new. */
function key(each: Conversation): string {
  return `${each.id} ${each.queued_at} ${each.urgent} ${each.alarmed_at}`;
}

export function hasUnread(each: Conversation): boolean {
  return each.mine && each.id !== desk.openId && desk.seen[each.id] !== latest(each);
}

/** Times have whole seconds: the words tell two messages of one second apart. */
function latest(each: Conversation): string {
  return `${each.last_at} ${each.last_text}`;
}

export const readTalk = oneAtATime(async () => {
  const id = desk.openId;
  if (!id || !desk.member) return;
  try {
    const talk = await api.talk(id, limit);
    if (desk.openId !== id) return;
    desk.talk = talk;
    desk.talkProblem = '';
    desk.seen[id] = latest(talk.conversation);
    followDelivery(talk);
  } catch (error) {
    if (desk.openId !== id) return;
    const failure = error as Failure;
    if (failure.status === 401) fail(error);
    else desk.talkProblem = failure.message;
  }
});

let delivery: number | undefined;

/** A message that goes out well rings no bell: it is looked up again while it is fresh. */
function followDelivery({ messages }: Talk): void {
  clearTimeout(delivery);
  const fresh = now.value - DELIVERY_WAIT;
  if (messages.some((each) => ['pending', 'sending'].includes(each.state) && Date.parse(each.at) > fresh)) {
    delivery = setTimeout(readTalk, DELIVERY_PAUSE);
  }
}

export const readTickets = oneAtATime(async () => {
  try {
    desk.allTickets = (await api.openTickets()).tickets;
  } catch (error) {
    if ((error as Failure).status !== 0) fail(error);
  }
});

/** Shows a conversation; reading it changes nothing for the customer. */
export function open(id: string): void {
  if (desk.openId === id) return;
  desk.openId = id;
  desk.talk = null;
  desk.talkProblem = '';
  limit = MESSAGES;
  void readTalk();
}

/** Back to the list; the conversation stays whose it is. */
export function backToList(): void {
  desk.openId = null;
  desk.talk = null;
}

export function showOlder(): void {
  limit = MORE_MESSAGES;
  void readTalk();
}

/** Takes a conversation over and shows it; says who was first when a colleague was. */
export async function take(id: string, fromColleague = false): Promise<void> {
  if (desk.taking) return;
  desk.taking = id;
  try {
    await api.take(id, fromColleague);
    open(id);
  } catch (error) {
    fail(error);
  } finally {
    desk.taking = '';
  }
  await Promise.all([readOverview(), readTalk()]);
}

export async function giveBack(id: string, how: 'release' | 'close' | 'requeue'): Promise<boolean> {
  return part(id, () => api[how](id));
}

/** Gives the talk to a colleague; true when he has it. */
export async function passOn(id: string, to: string, note: string): Promise<boolean> {
  return part(id, () => api.transfer(id, to, note));
}

async function part(id: string, act: () => Promise<unknown>): Promise<boolean> {
  let done = true;
  try {
    await act();
    delete desk.seen[id];
  } catch (error) {
    done = false;
    fail(error);
  }
  await Promise.all([readOverview(), readTalk()]);
  return done;
}

/** Makes a work order from a talk; the same `clientId` makes no second one. True when it is there. */
export async function makeOrder(id: string, order: Order, clientId: string): Promise<boolean> {
  let made = true;
  try {
    const { number } = await api.makeOrder(id, order, clientId);
    ElMessage.success(`已登记工单 ${number}，客户已收到单号`);
  } catch (error) {
    made = false;
    fail(error);
  }
  await readTalk();
  return made;
}

export function draftOf(id: string): Draft {
  if (!desk.drafts[id]) desk.drafts[id] = { text: '', sent: '', clientId: '', sending: false, problem: '' };
  return desk.drafts[id];
}

/** Sends the draft of a conversation. The same text again is the same reply, whatever became of the first try. */
export async function send(id: string): Promise<void> {
  const draft = draftOf(id);
  const text = draft.text.trim();
  if (!text || draft.sending) return;
  if (draft.sent !== text || !draft.clientId) {
    draft.sent = text;
    draft.clientId = newId();
  }
  draft.sending = true;
  draft.problem = '';
  try {
    await api.reply(id, text, draft.clientId);
    if (draft.text.trim() === text) draft.text = '';
    draft.clientId = '';
  } catch (error) {
    const failure = error as Failure;
    if (failure.status === 401) fail(error);
    draft.problem = failure.status === 0 ? '没收到服务的回音。请再点“发送”，同一条不会发两遍。' : failure.message;
  } finally {
    draft.sending = false;
  }
  await Promise.all([readTalk(), readOverview()]);
}

/** `crypto.randomUUID` exists on HTTPS and localhost only; a desk inside the house may be plain HTTP. */
export function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Makes a move of a ticket; true when it was made. */
export async function moveTicket(number: string, action: string, note: string): Promise<boolean> {
  let moved = true;
  try {
    await api.move(number, action, note);
    ElMessage.success(`${number} 已${action}`);
  } catch (error) {
    moved = false;
    fail(error);
  }
  await Promise.all([readTalk(), desk.allTickets ? readTickets() : undefined]);
  return moved;
}
