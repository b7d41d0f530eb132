/** A soft sound and a number in the tab's title, so that nobody waits unseen behind another window. */
import { ref, watch } from 'vue';

const MUTED = 'laidian-desk-muted';
const TITLE = '来电值班台';

export const muted = ref(localStorage.getItem(MUTED) === '1');
watch(muted, (value) => localStorage.setItem(MUTED, value ? '1' : '0'));

let audio: AudioContext | undefined;

/** Two soft notes; three rising ones for an urgent conversation. Silent until the page was clicked once (browser rule). */
export function chime(urgent: boolean): void {
  if (muted.value) return;
  audio ??= new AudioContext();
  void audio.resume();
  const notes = urgent ? [587, 740, 880] : [587, 494];
  notes.forEach((frequency, index) => tone(audio!, frequency, audio!.currentTime + index * 0.18));
}

function tone(context: AudioContext, frequency: number, start: number): void {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.32);
}

/** `(2) 来电值班台`; urgent ones are named. */
export function showWaiting(waiting: number, urgent: boolean): void {
  document.title = waiting ? `(${waiting}${urgent ? '!' : ''}) ${TITLE}` : TITLE;
}
