/** Finds what may be clicked in plain text. The rest stays text; nothing is ever parsed as HTML. */

export interface Link {
  href: string;
  text: string;
}

// Addresses end at white space, quotes, brackets or Chinese punctuation.
const CLICKABLE = /https?:\/\/[^\s<>"'（）()【】《》「」“”‘’，。；：！？、]+|95598|12398|12345|110|119|120/g;
const TRAILING = /[.,;:!?]+$/;
// A service number stands alone: not inside a longer number, an amount or a quantity (“120元”, “110千伏”).
const NUMBER_BEFORE = /[\dA-Za-z.\-¥￥:：]$/;
const NUMBER_AFTER = /^(?:[\d.\-:：]*\d|\s*[元块度%％个户天日号月年岁米分秒小次台斤千万kKvVwWaA伏瓦安])/;

/** The text in order, as strings and links. */
export function partsOf(text: string): (string | Link)[] {
  const parts: (string | Link)[] = [];
  let last = 0;
  for (const match of text.matchAll(CLICKABLE)) {
    const found = match[0].replace(TRAILING, '');
    const href = found.startsWith('http') ? addressOf(found) : numberOf(text, match.index, found);
    if (href === null) continue;
    if (match.index > last) parts.push(text.slice(last, match.index));
    parts.push({ href, text: found });
    last = match.index + found.length;
  }
  if (last < text.length) parts.push(text.slice(last));
  return parts;
}

function addressOf(found: string): string | null {
  try {
    return new URL(found).href;
  } catch {
    return null;
  }
}

// No look-behind in the expression: iPhones before 16.4 would not even load the script.
function numberOf(text: string, at: number, found: string): string | null {
  const before = text.slice(0, at);
  const afterColon = /(?:电话|热线|拨打|致电|号码)[:：]$/.test(before);
  if (NUMBER_BEFORE.test(before) && !afterColon) return null;
  return NUMBER_AFTER.test(text.slice(at + found.length)) ? null : `tel:${found}`;
}
