/** The socket that tells what changed. It comes back by itself, ever more slowly, and says `ready` each time. */

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
/** The server speaks at least every 15 s; silence for longer means that the line is dead though it looks open. */
const SILENCE = 40_000;
const LOGGED_OUT = 4401;

export type Change = [conversation: string, what: string];

export interface Listener {
  /** Watching has begun: everything read from now on is followed by its changes. */
  ready(): void;
  changed(changes: Change[]): void;
  /** Nothing happened for a while. */
  tick(): void;
  /** The line is gone; `ready` follows when it is back. */
  lost(loggedOut: boolean): void;
}

/** Opens the line; the returned function closes it for good. */
export function listen(listener: Listener): () => void {
  let socket: WebSocket;
  let pause = FIRST_PAUSE;
  let retry: number | undefined;
  let silence: number | undefined;
  let closed = false;

  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(() => socket.close(), SILENCE);
  };

  const open = () => {
    socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/desk/api/live`);
    hear();
    socket.onmessage = (event: MessageEvent<string>) => {
      hear();
      const frame = JSON.parse(event.data) as { type: string; changes?: Change[] };
      if (frame.type === 'ready') {
        pause = FIRST_PAUSE;
        listener.ready();
      } else if (frame.type === 'changed') {
        listener.changed(frame.changes ?? []);
      } else {
        listener.tick();
      }
    };
    socket.onclose = (event) => {
      clearTimeout(silence);
      if (closed) return;
      listener.lost(event.code === LOGGED_OUT);
      if (closed) return;
      retry = setTimeout(open, pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    };
  };

  open();
  return () => {
    closed = true;
    clearTimeout(retry);
    clearTimeout(silence);
    socket.close();
  };
}
