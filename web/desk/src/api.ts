/** Calls to the desk's API. Every failure becomes a `Failure` whose text may be shown. */
import type {
  ChatContact, Contact, Conversation, Member, Message, Order, Overview, Past, QuickReply, Talk, Ticket, TicketLine,
} from './types';

const BASE = '/desk/api/';
const SECONDS = 15;

/** `status` is 0 when no answer came: then it is not known whether the request was done. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text);
  }
}

async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  let response: Response;
  let answer: { error?: string };
  try {
    response = await fetch(BASE + path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: method === 'POST' ? { 'Content-Type': 'application/json', 'X-Laidian-Desk': '1' } : {},
      body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
    answer = await response.json();
  } catch {
    throw new Failure(0, '连不上服务，请检查网络后重试');
  }
  if (!response.ok) throw new Failure(response.status, answer.error ?? `请求失败（${response.status}）`);
  return answer as T;
}

const talk = (id: string) => `conversations/${encodeURIComponent(id)}`;
const ticket = (number: string) => `tickets/${encodeURIComponent(number)}`;

export const api = {
  logIn: (username: string, password: string) => call<{ member: Member }>('POST', 'login', { username, password }),
  logOut: (chats: 'queue' | 'bot' | '') => call<object>('POST', 'logout', { chats }),
  me: () => call<{ member: Member }>('GET', 'me'),
  overview: () => call<Overview>('GET', 'overview'),
  talk: (id: string, limit: number) => call<Talk>('GET', `${talk(id)}?limit=${limit}`),
  take: (id: string, fromColleague: boolean) =>
    call<{ conversation: Conversation }>('POST', `${talk(id)}/take`, { from_colleague: fromColleague }),
  requeue: (id: string) => call<{ conversation: Conversation }>('POST', `${talk(id)}/requeue`),
  colleagues: () => call<{ colleagues: Member[] }>('GET', 'colleagues'),
  transfer: (id: string, to: string, note: string) =>
    call<{ conversation: Conversation }>('POST', `${talk(id)}/transfer`, { to, note }),
  chatContact: (id: string) => call<ChatContact>('POST', `${talk(id)}/contact`),
  topics: () => call<{ topics: [string, string][] }>('GET', 'topics'),
  makeOrder: (id: string, order: Order, clientId: string) =>
    call<{ number: string }>('POST', `${talk(id)}/tickets`, { ...order, client_id: clientId }),
  past: (wanted: Past, page: number) =>
    call<{ conversations: Conversation[]; more: boolean }>('GET', `past?${new URLSearchParams({ ...wanted, page: `${page}` })}`),
  release: (id: string) => call<{ conversation: Conversation }>('POST', `${talk(id)}/release`),
  close: (id: string) => call<{ conversation: Conversation }>('POST', `${talk(id)}/close`),
  reply: (id: string, text: string, clientId: string) =>
    call<{ message: Message }>('POST', `${talk(id)}/replies`, { text, client_id: clientId }),
  typing: (id: string) => call<object>('POST', `${talk(id)}/typing`),
  tickets: (words = '') =>
    call<{ tickets: TicketLine[]; more: boolean }>('GET', words ? `tickets?words=${encodeURIComponent(words)}` : 'tickets'),
  ticket: (number: string) => call<{ ticket: Ticket }>('GET', ticket(number)),
  move: (number: string, action: string, note: string) =>
    call<{ ticket: Ticket }>('POST', `${ticket(number)}/moves`, { action, note }),
  contact: (number: string) => call<Contact>('POST', `${ticket(number)}/contact`),
  quickReplies: () => call<{ replies: QuickReply[] }>('GET', 'replies'),
  pictureUrl: (id: string) => `${BASE}pictures/${encodeURIComponent(id)}`,
};
