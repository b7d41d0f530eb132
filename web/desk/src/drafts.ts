/** Replies being written. They live as long as the tab, a reload included. */
import { reactive, watch } from 'vue';

/** The id stays with the text until it is sent: a retry is the same reply, not a second one. */
export interface Draft {
  text: string;
  sent: string;
  clientId: string;
  sending: boolean;
  problem: string;
}

const drafts = reactive({} as Record<string, Draft>);
let store = '';

/** Brings back what this member was writing in this tab. */
export function beginDrafts(member: string): void {
  store = `laidian-desk-drafts-${member}`;
  try {
    const kept = JSON.parse(sessionStorage.getItem(store) ?? '{}') as Record<string, Draft>;
    for (const [id, draft] of Object.entries(kept)) drafts[id] = { ...empty(), ...draft, sending: false };
  } catch {
    sessionStorage.removeItem(store);
  }
}

/** Out of sight; `forGood` also out of the tab's memory, so that the next person at this computer finds nothing. */
export function endDrafts(forGood: boolean): void {
  if (forGood) sessionStorage.removeItem(store);
  store = '';
  for (const id of Object.keys(drafts)) delete drafts[id];
}

export function draftOf(id: string): Draft {
  return (drafts[id] ??= empty());
}

export function hasDraft(id: string): boolean {
  return !!drafts[id]?.text.trim();
}

function empty(): Draft {
  return { text: '', sent: '', clientId: '', sending: false, problem: '' };
}

watch(
  drafts,
  () => {
    if (!store) return;
    const written = Object.entries(drafts).filter(([, draft]) => draft.text);
    sessionStorage.setItem(store, JSON.stringify(Object.fromEntries(written)));
  },
  { deep: true, flush: 'sync' },
);
