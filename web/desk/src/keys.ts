/** The desk's shortcuts, all with Alt. */
import { onMounted, onUnmounted } from 'vue';
import { desk, newestEmergency, showPage, showTalk, take } from './desk';

export function useKeys(): void {
  onMounted(() => addEventListener('keydown', onKey));
  onUnmounted(() => removeEventListener('keydown', onKey));
}

function onKey(event: KeyboardEvent): void {
  if (!desk.member || !event.altKey || event.ctrlKey || event.metaKey || isAsked()) return;
  const wish = wishOf(event);
  if (!wish) return;
  event.preventDefault();
  wish();
}

/** A dialog waits for its answer first. */
function isAsked(): boolean {
  return [...document.querySelectorAll('.el-overlay')].some((each) => each.getClientRects().length);
}

function wishOf({ code }: KeyboardEvent): (() => void) | undefined {
  const first = desk.queue[0];
  const urgent = newestEmergency();
  const open = desk.talk?.conversation;
  if (code === 'KeyN' && first) return () => takeFirst(first.id);
  if (code === 'KeyU' && urgent) return () => showTalk(urgent);
  if (code === 'KeyB') return () => showPage(desk.page === 'board' ? 'talks' : 'board');
  if (code === 'Enter' && desk.page === 'talks' && open && open.owner !== 'staff') return () => void take(open.id);
  if ((code === 'ArrowUp' || code === 'ArrowDown') && desk.mine.length) return () => step(code === 'ArrowDown' ? 1 : -1);
  return undefined;
}

function takeFirst(id: string): void {
  showPage('talks');
  void take(id);
}

function step(by: number): void {
  const at = desk.mine.findIndex((each) => each.id === desk.openId);
  const next = at < 0 ? 0 : (at + by + desk.mine.length) % desk.mine.length;
  showTalk(desk.mine[next]!.id);
}
