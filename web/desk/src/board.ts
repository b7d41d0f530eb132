/** The board of work orders: what is open, what a search finds, and which of it is shown. */
import { computed, reactive, watch } from 'vue';
import { api, Failure } from './api';
import { slowNow } from './time';
import type { Clock, Ticket, TicketLine } from './types';

const SEARCH_PAUSE = 250;
const FINISHED = ['办结', '回访', '归档', '撤销', '合并'];

const NO_FILTERS = { status: '', kind: '', late: false, urgent: false };

export const SORTS = {
  urgent: '紧急的在前',
  due: '时限最近的在前',
  newest: '最新受理在前',
  oldest: '最早受理在前',
};

export const board = reactive({
  open: [] as TicketLine[],
  more: false,
  read: false,
  words: '',
  found: null as { tickets: TicketLine[]; more: boolean } | null,
  ...NO_FILTERS,
  sort: 'urgent' as keyof typeof SORTS,
  chosen: null as string | null,
  ticket: null as Ticket | null,
  problem: '',
});

/** The clock of a promise that runs out first and is not kept; none once the order is closed. */
export function nextClock(ticket: TicketLine): Clock | undefined {
  return ticket.moves.length ? ticket.clocks.find((clock) => !clock.met_at) : undefined;
}

/** A promise that runs, and is over. The clocks come by time, so that the first tells for all. */
export function isLate(ticket: TicketLine): boolean {
  const clock = nextClock(ticket);
  return !!clock && Date.parse(clock.due) < slowNow.value;
}

export const lateCount = computed(() => board.open.filter(isLate).length);
export const openCount = computed(() => `${board.open.length}${board.more ? '+' : ''}`);
export const isSearching = computed(() => !!board.words.trim());

/** What the filters choose from. */
const candidates = computed(() => (isSearching.value ? (board.found?.tickets ?? []) : board.open));
export const isCut = computed(() => (isSearching.value ? board.found?.more : board.more));
export const isReading = computed(() => (isSearching.value ? !board.found : !board.read));

export const shown = computed(() => candidates.value.filter((each) => fits(each, board)).sort(ORDERS[board.sort]));

/** The states that are there, in the order of a work order's life, each with its number under the other filters. */
export const statuses = computed(() => {
  const left = candidates.value.filter((each) => fits(each, { ...board, status: '' }));
  const named = ['受理', '派单', '退单', '接单', '到达现场', '处理', ...FINISHED];
  const counts = named.map((name) => ({ name, count: left.filter((each) => each.status === name).length }));
  return [{ name: '', count: left.length }, ...counts.filter(({ name, count }) => count || name === board.status)];
});

export const kinds = computed(() => [...new Set(candidates.value.map((each) => each.kind))].sort());
export const lateShown = computed(() => candidates.value.filter((each) => fits(each, { ...board, late: false }) && isLate(each)).length);

function fits(ticket: TicketLine, filters: typeof NO_FILTERS): boolean {
  return (
    (!filters.status || ticket.status === filters.status) &&
    (!filters.kind || ticket.kind === filters.kind) &&
    (!filters.urgent || ticket.urgency === '紧急') &&
    (!filters.late || isLate(ticket))
  );
}

type Order = (one: TicketLine, other: TicketLine) => number;
const made: Order = (one, other) => Date.parse(one.created_at) - Date.parse(other.created_at);
const due = (ticket: TicketLine) => Date.parse(nextClock(ticket)?.due ?? '9999-12-31T00:00:00Z');
const rank = (ticket: TicketLine) => (FINISHED.includes(ticket.status) ? 2 : ticket.urgency === '紧急' ? 0 : 1);
const ORDERS: Record<keyof typeof SORTS, Order> = {
  urgent: (one, other) => rank(one) - rank(other) || made(one, other),
  due: (one, other) => due(one) - due(other) || made(one, other),
  newest: (one, other) => made(other, one),
  oldest: made,
};

export const isFiltered = computed(() => Object.keys(NO_FILTERS).some((name) => !!board[name as keyof typeof NO_FILTERS]));

export function clearFilters(): void {
  Object.assign(board, NO_FILTERS, { words: '' });
}

export function clearBoard(): void {
  clearFilters();
  Object.assign(board, { open: [], more: false, read: false, chosen: null, ticket: null, problem: '' });
}

/** Reads what is open, what is searched for and the chosen order. Throws a Failure. */
export async function readBoard(): Promise<void> {
  const [{ tickets, more }] = await Promise.all([api.tickets(), search(), readChosen()]);
  Object.assign(board, { open: tickets, more, read: true });
}

let pause: number | undefined;

watch(
  () => board.words.trim(),
  (words) => {
    clearTimeout(pause);
    board.found = null;
    board.problem = '';
    if (words) pause = setTimeout(search, SEARCH_PAUSE);
  },
);

async function search(): Promise<void> {
  const words = board.words.trim();
  if (!words) return;
  try {
    const found = await api.tickets(words);
    if (board.words.trim() === words) board.found = found;
  } catch (error) {
    if (board.words.trim() === words) board.problem = (error as Failure).message;
  }
}

/** Shows one work order beside the list. */
export function choose(number: string | null): void {
  board.chosen = number;
  board.ticket = null;
  void readChosen();
}

async function readChosen(): Promise<void> {
  const number = board.chosen;
  if (!number) return;
  try {
    const { ticket } = await api.ticket(number);
    if (board.chosen === number) Object.assign(board, { ticket, problem: '' });
  } catch (error) {
    if (board.chosen === number) board.problem = (error as Failure).message;
  }
}
