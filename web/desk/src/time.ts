/** Times for people: the server's clock, in China's zone, ticking once a second. */
import { computed, ref } from 'vue';

const FORMATS = {
  clock: new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  date: new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' }),
};

const local = ref(Date.now());
const ahead = ref(0);
setInterval(() => (local.value = Date.now()), 1000);

/** The server's present time in milliseconds. */
export const now = computed(() => local.value + ahead.value);

/** The same, changing every five seconds only: for long lists. */
export const slowNow = computed(() => Math.floor(now.value / 5000) * 5000);

/** Learns how far the server's clock is ahead of this computer's. */
export function setServerTime(iso: string): void {
  ahead.value = Date.parse(iso) - Date.now();
}

/** `14:05` today, `11月24日 14:05` on another day. */
export function when(iso: string): string {
  const at = new Date(iso);
  const day = FORMATS.date.format(at);
  const clock = FORMATS.clock.format(at);
  return day === FORMATS.date.format(now.value) ? clock : `${day} ${clock}`;
}

/** How long since: `0:42`, `12:05`, `1:02:33`. */
export function elapsed(iso: string): string {
  const seconds = Math.max(0, Math.floor((now.value - Date.parse(iso)) / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** How a time limit stands: `还有 3分钟`, `刚到时限` for its first minute, `逾期 2小时10分`. */
export function standing(due: string, at: number): string {
  const left = Date.parse(due) - at;
  const words = Math.abs(left) < 60_000 ? '' : span(left);
  return left < 0 ? (words ? `逾期 ${words}` : '刚到时限') : `还有 ${words || '不到1分钟'}`;
}

/** A span in words: `3分钟`, `2小时10分`, `4天`. */
function span(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  if (minutes < 60) return `${minutes}分钟`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)}小时${minutes % 60 ? `${minutes % 60}分` : ''}`;
  return `${Math.floor(minutes / (24 * 60))}天`;
}
