/** Quick replies (快捷回复): texts of the house, which the clerk changes before sending. They come from `content/replies.md`. */
import { reactive } from 'vue';
import { api } from './api';
import type { QuickReply } from './types';

export const replies = reactive({ all: [] as QuickReply[] });

/** Reads them; without an answer the last ones stay. */
export async function readReplies(): Promise<void> {
  try {
    replies.all = (await api.quickReplies()).replies;
  } catch {
    // The box works without them, and a lost line shows itself elsewhere.
  }
}

/** What the clerk asks for after a slash at the beginning; Chinese keyboards write it in three ways. Undefined: no slash. */
export function wanted(text: string): string | undefined {
  return /^[/／、]([^\s，。！？]{0,12})$/.exec(text)?.[1];
}

/** Those that fit: the shortcut first, then title, group and text. */
export function matching(words: string): QuickReply[] {
  const sought = words.toLowerCase();
  const byCode = replies.all.filter((each) => each.code.startsWith(sought));
  const byText = replies.all.filter((each) => `${each.group}${each.title}${each.text}`.includes(sought));
  return [...new Set([...byCode, ...byText])];
}
