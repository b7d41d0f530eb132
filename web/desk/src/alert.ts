/** Sounds, the tab's title and the browser's notices, so that nobody waits unseen behind another window. */
import { ref, watch } from 'vue';

const MUTED = 'laidian-desk-muted';
const NOTICES = 'laidian-desk-notices';
const TITLE = '来电值班台';

export const muted = ref(localStorage.getItem(MUTED) === '1');
watch(muted, (value) => localStorage.setItem(MUTED, value ? '1' : '0'));

/** Browsers give notices to HTTPS and localhost only. */
export const canNotify = 'Notification' in window && isSecureContext;
export const notices = ref(canNotify && Notification.permission === 'granted' && localStorage.getItem(NOTICES) === '1');
watch(notices, (value) => localStorage.setItem(NOTICES, value ? '1' : '0'));

/** Who waits: two soft notes. A line in one's own talk: one short high one. An emergency: three rising ones, loud. */
const SOUNDS = {
  waiting: { notes: [587, 494], step: 0.18, length: 0.3, volume: 0.12 },
  message: { notes: [1175], step: 0, length: 0.14, volume: 0.12 },
  urgent: { notes: [587, 740, 880, 587, 740, 880], step: 0.18, length: 0.3, volume: 0.25 },
};

let audio: AudioContext | undefined;

/** Silent until the page was clicked once (browser rule). */
export function chime(sound: keyof typeof SOUNDS): void {
  if (muted.value) return;
  audio ??= new AudioContext();
  void audio.resume();
  const { notes, step, length, volume } = SOUNDS[sound];
  notes.forEach((frequency, index) => tone(audio!, frequency, audio!.currentTime + index * step, length, volume));
}

function tone(context: AudioContext, frequency: number, start: number, length: number, loudness: number): void {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start + length);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + length + 0.02);
}

/** `[新消息1] (2!) 来电值班台`: talks with unread lines, then who waits; an emergency is marked. */
export function showTitle(waiting: number, urgent: boolean, unread: number): void {
  document.title = [
    unread ? `[新消息${unread}]` : '',
    waiting || urgent ? `(${waiting}${urgent ? '!' : ''})` : '',
    TITLE,
  ].filter(Boolean).join(' ');
}

/** Asks the browser when it has to; false when the person or the browser does not want it. */
export async function allowNotices(): Promise<boolean> {
  notices.value = (await Notification.requestPermission()) === 'granted';
  return notices.value;
}

/** A notice beside the clock of the computer, only when the desk is not what the clerk looks at. One for each conversation. */
export function notify(id: string, title: string, text: string, onClick: () => void): void {
  if (!notices.value || document.hasFocus()) return;
  const notice = new Notification(title, { body: text, tag: id, icon: '/desk/assets/icon.svg' });
  notice.onclick = () => {
    window.focus();
    notice.close();
    onClick();
  };
}
