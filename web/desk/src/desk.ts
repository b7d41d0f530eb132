/** What the desk shows and does. The server's answers are the truth: after every change they are read again. */
import { ElMessage } from 'element-plus';
import { computed, reactive, watchEffect } from 'vue';
import { showTitle } from './alert';
import { api, Failure } from './api';
import { attention, beginWatching, compare, isUnread, markRead, stopWatching } from './attention';
import { choose, clearBoard, readBoard } from './board';
import { beginDrafts, draftOf, endDrafts } from './drafts';
import { type Change, listen } from './live';
import { readReplies } from './replies';
import { now, setServerTime } from './time';
import type { Conversation, Member, Order, Talk } from './types';

const MESSAGES = 200;
const MORE_MESSAGES = 2000;
const OVERVIEW_PAUSE = 400;
const TICKETS_PAUSE = 2000;
/** The customer's page shows the sign for eight seconds. */
const TYPING_PAUSE = 5000;
const DELIVERY_PAUSE = 1000;
const DELIVERY_WAIT = 60_000;
const OPEN_TALK = 'laidian-desk-open';

export const desk = reactive({
  member: null as Member | null,
  begun: false,
  online: false,
  queue: [] as Conversation[],
  mine: [] as Conversation[],
  /** Talks of colleagues in which somebody is in danger. */
  alarms: [] as Conversation[],
  /** The talks, or the board of work orders in their place. */
  page: 'talks' as 'talks' | 'board',
  openId: null as string | null,
  talk: null as Talk | null,
  talkProblem: '',
  /** On a telephone: the facts stand in the talk's place. */
  facts: false,
  taking: '',
});

let hangUp: (() => void) | undefined;
let limit = MESSAGES;

export const waitingUrgent = computed(() => desk.queue.some((each) => each.urgent) || desk.alarms.length > 0);
export const unreadCount = computed(() => desk.mine.filter(isUnread).length);
watchEffect(() => showTitle(desk.queue.length, waitingUrgent.value || attention.ringing.length > 0, unreadCount.value));

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
  sessionStorage.removeItem(OPEN_TALK);
  endDrafts(true);
  leave();
}

function enter(member: Member): void {
  desk.member = member;
  beginWatching(member.id, showTalk);
  beginDrafts(member.id);
  const kept = sessionStorage.getItem(OPEN_TALK);
  if (kept) open(kept);
  void readReplies();
  addEventListener('focus', markLooked);
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
  removeEventListener('focus', markLooked);
  stopWatching();
  endDrafts(false);
  clearBoard();
  Object.assign(desk, {
    member: null, online: false, queue: [], mine: [], alarms: [], page: 'talks', openId: null, talk: null, facts: false,
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

function onChanges(all: Change[]): void {
  const changes = all.filter(([, what]) => what !== 'typing');
  if (changes.some(([id, what]) => what === 'owner' || isListed(id))) readOverviewSoon();
  if (changes.some(([id]) => id === desk.openId)) void readTalk();
  if (changes.some(([, what]) => what === 'ticket')) readTicketsSoon();
}

function isListed(id: string): boolean {
  return [desk.queue, desk.mine, desk.alarms].some((list) => list.some((each) => each.id === id));
}

function readAll(): void {
  void readOverview();
  void readTalk();
  void readTickets();
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

/** Runs `read` after a pause, once for all calls in it. */
function afterPause(read: () => Promise<void>, pause: number): () => void {
  let waiting: number | undefined;
  return () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      void read();
    }, pause);
  };
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
    compare(queue, mine, alarms, [lookedAt(), desk.taking]);
  } catch (error) {
    if ((error as Failure).status !== 0) fail(error);
  }
});

const readOverviewSoon = afterPause(readOverview, OVERVIEW_PAUSE);

/** The talk that the clerk has before his eyes; none while he works in another window. */
function lookedAt(): string | null {
  return desk.page === 'talks' && document.hasFocus() ? desk.openId : null;
}

function markLooked(): void {
  const id = lookedAt();
  if (id && desk.talk?.conversation.id === id) markRead(id, desk.talk.conversation.last_seq);
}

export const readTalk = oneAtATime(async () => {
  const id = desk.openId;
  if (!id || !desk.member) return;
  try {
    const talk = await api.talk(id, limit);
    if (desk.openId !== id) return;
    desk.talk = talk;
    desk.talkProblem = '';
    markLooked();
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
  if (!desk.member) return;
  try {
    await readBoard();
  } catch (error) {
    if ((error as Failure).status !== 0) fail(error);
  }
});

const readTicketsSoon = afterPause(readTickets, TICKETS_PAUSE);

export function showPage(page: 'talks' | 'board'): void {
  desk.page = page;
  if (page === 'board') void readTickets();
  else markLooked();
}

/** Shows a conversation, wherever the clerk is. */
export function showTalk(id: string): void {
  showPage('talks');
  open(id);
}

/** Shows a work order on the board. */
export function showTicket(number: string): void {
  choose(number);
  showPage('board');
}

/** The emergency that came last: of those that ring, else of all that wait. */
export function newestEmergency(): string | undefined {
  const waiting = desk.queue.filter((each) => each.urgent);
  const newest = [...waiting].sort((one, other) => Date.parse(other.queued_at!) - Date.parse(one.queued_at!))[0];
  return attention.ringing.at(-1) ?? newest?.id;
}

/** Shows a conversation; reading it changes nothing for the customer. */
export function open(id: string): void {
  if (desk.openId === id) return;
  desk.openId = id;
  desk.talk = null;
  desk.talkProblem = '';
  desk.facts = false;
  sessionStorage.setItem(OPEN_TALK, id);
  limit = MESSAGES;
  void readTalk();
}

/** Back to the list; the conversation stays whose it is. */
export function backToList(): void {
  desk.openId = null;
  desk.talk = null;
  desk.facts = false;
  sessionStorage.removeItem(OPEN_TALK);
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
  return part(() => api[how](id));
}

/** Gives the talk to a colleague; true when he has it. */
export async function passOn(id: string, to: string, note: string): Promise<boolean> {
  return part(() => api.transfer(id, to, note));
}

async function part(act: () => Promise<unknown>): Promise<boolean> {
  let done = true;
  try {
    await act();
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

let toldAt = 0;

/** The customer sees that an answer is being written; told now and again while it is. Nothing hangs on it. */
export function tellTyping(id: string): void {
  if (Date.now() - toldAt < TYPING_PAUSE) return;
  toldAt = Date.now();
  api.typing(id).catch(() => undefined);
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
  await Promise.all([readTalk(), readTickets()]);
  return moved;
}
