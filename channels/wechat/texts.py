"""Cutting and numbering of texts for WeChat (protocol 6). Pure; service process."""

from __future__ import annotations

from collections.abc import Iterator

import regex

# Above 2048 bytes the platform answers 45002.
TEXT_BYTES = 2048

_CHARACTER = regex.compile(r"\X")  # what a reader sees as one: 👨‍👩‍👧, 👍🏽, 🇨🇳, é
_NUMBER = regex.compile(r"^\d{1,2}\. ")
_SENTENCE_ENDS = "。！？；!?;"


def byte_length(text: str) -> int:
    """Length in UTF-8, which is what the platform counts."""
    return len(text.encode())


def clean(text: str) -> str:
    """The text without half characters (lone surrogates), which UTF-8 cannot carry, and without blank edges."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def split(text: str, limit: int = TEXT_BYTES) -> Iterator[tuple[int, int]]:
    """Cuts a text in pieces of at most `limit` bytes, at a line's or sentence's end where the second half has one.

    Yields:
        Start and end of each piece; together they cover the text.
    """
    start = 0
    while start < len(text):
        end = _cut(text, start, limit)
        yield start, end
        start = end


def numbered(number: int, title: str) -> str:
    """A menu item, so that its number may be typed instead."""
    return f"{number}. {title}"


def unnumbered(content: str) -> str:
    """The title of a menu item as `numbered` made it; a tap sends the item's text back."""
    return str(_NUMBER.sub("", content))


def _cut(text: str, start: int, limit: int) -> int:
    size, hard, line, sentence = 0, start, start, start
    for match in _CHARACTER.finditer(text, start):
        size += byte_length(match[0])
        # One "character" of more than a whole piece is no character of any language; it is cut like a text.
        if size > limit:
            break
        hard = match.end()
        if size > limit // 2:
            if match[0][-1] == "\n":
                line = hard
            elif match[0] in _SENTENCE_ENDS:
                sentence = hard
    else:
        return hard
    if hard == start:
        return start + len(text[start : start + limit].encode()[:limit].decode(errors="ignore"))
    return line if line > start else sentence if sentence > start else hard
