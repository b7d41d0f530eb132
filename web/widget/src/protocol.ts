/** The frames of the chat socket; the server's half is channels/web/frames.py. */

export type Author = 'customer' | 'bot' | 'staff' | 'system';
export type Owner = 'bot' | 'queue' | 'staff';

export interface Button {
  id: string;
  title: string;
}

/** A message of the durable log, as the customer may see it. `id` is the client id of the customer's own. */
export interface Message {
  seq: number;
  from: Author;
  kind: string;
  text: string;
  at: string;
  id?: string;
  buttons?: Button[];
  media?: string;
  place?: string;
  staff?: string;
}

export type ServerFrame =
  | { type: 'history'; messages: Message[]; owner: Owner; staff: string | null }
  | ({ type: 'message' } & Message)
  | { type: 'owner'; owner: Owner; staff: string | null }
  | { type: 'typing' }
  | { type: 'ack'; id: string; seq: number }
  | { type: 'refused'; id: string; text: string; again: boolean }
  | { type: 'error'; text: string }
  | { type: 'pong' };

export type ClientFrame =
  | { type: 'hello'; token: string; since: number }
  | { type: 'say'; id: string; text: string }
  | { type: 'choose'; id: string; choice: string }
  | { type: 'picture'; id: string; media: string }
  | { type: 'ping' };

/** Limits of channels/web/limits.py, told to the customer before the server has to. */
export const TEXT_LIMIT = 2000;
export const PICTURE_LIMIT = 10 * 1024 * 1024;
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
