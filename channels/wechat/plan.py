"""Pending messages → as few platform calls as possible (protocol 6: five an answer). Pure; service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from channels.wechat.texts import TEXT_BYTES, byte_length, clean, numbered, split
from service.face import Author, Button, Envelope, Kind, StoredMessage

MENU_ITEMS = 10
# However long a menu's items are, its question stays readable.
SMALLEST_HEAD_BYTES = 512
STAFF_PREFIX = "【人工】"
MENU_HEAD = "请选择："
MENU_HINT = "（回复数字也可以）"
CUT_NOTE = "（微信限制了条数，后面的没能发出，请把想知道的再问我一次）"


@dataclass
class _Texts:
    """Texts that go out together; with a menu at their end when there are buttons."""

    parts: list[tuple[int, str]]
    last_author: Author
    buttons: tuple[Button, ...] = ()
    note: str = ""

    def takes(self, message: StoredMessage) -> bool:
        """Whether the message may follow in the same call; a bot's line below one of staff would pass for it."""
        from_staff = self.last_author is Author.STAFF
        return not self.buttons and (message.author is Author.STAFF or not from_staff)


@dataclass(frozen=True)
class _Picture:
    message: int
    media: str


def plan(messages: Sequence[StoredMessage], remaining: int | None) -> list[Envelope]:
    """Platform calls for the messages, in order.

    When they need more calls than remain, the urgent ones go first, then the one with the buttons, then the others
    in order, as many as fit; a last line says so. What is left out has no envelope.

    Args:
        messages: oldest first.
        remaining: calls that the platform still allows; None for no limit.
    """
    menu = _menu_of(messages)
    whole = _compose(messages, menu)
    if remaining is None or len(whole) <= remaining:
        return whole
    if remaining <= 0:
        return []
    ranked = sorted(messages, key=lambda m: (not m.urgent, m.id != menu, m.seq))
    chosen: list[StoredMessage] = []
    for message in ranked:
        attempt = sorted([*chosen, message], key=lambda m: (not m.urgent, m.seq))
        if len(_compose(attempt, menu, CUT_NOTE)) <= remaining:
            chosen = attempt
    if not chosen:
        chosen = [_shortened(ranked[0], remaining, ranked[0].id == menu)]
    return _compose(chosen, menu, CUT_NOTE)[:remaining]


def _compose(messages: Sequence[StoredMessage], menu: int | None, note: str = "") -> list[Envelope]:
    blocks = _blocks(messages, menu)
    texts = [block for block in blocks if isinstance(block, _Texts)]
    if texts:
        texts[-1].note = note
    return [envelope for block in blocks for envelope in _envelopes(block)]


def _blocks(messages: Sequence[StoredMessage], menu: int | None) -> list[_Texts | _Picture]:
    blocks: list[_Texts | _Picture] = []
    for message in messages:
        if message.kind is Kind.IMAGE and message.media:
            blocks.append(_Picture(message.id, message.media))
        text = clean(message.text)
        buttons = message.buttons if message.id == menu else ()
        if not text and not buttons:
            continue
        last = blocks[-1] if blocks else None
        if not isinstance(last, _Texts) or not last.takes(message):
            last = _Texts([], Author.SYSTEM)
            blocks.append(last)
        if message.author is Author.STAFF and last.last_author is not Author.STAFF:
            text = STAFF_PREFIX + text
        last.parts.append((message.id, text))
        last.last_author = message.author
        last.buttons = buttons
    return blocks


def _menu_of(messages: Sequence[StoredMessage]) -> int | None:
    """The message whose buttons are shown: the last with any, since only its numbers may be typed."""
    return next((message.id for message in reversed(messages) if message.buttons), None)


def _envelopes(block: _Texts | _Picture) -> Iterator[Envelope]:
    if isinstance(block, _Picture):
        yield Envelope((block.message,), {"msgtype": "image", "image": {"media": block.media}})
        return
    lines = [*block.parts]
    if block.note and not block.buttons:
        lines.append((block.parts[-1][0], block.note))
    text = "\n".join(line for _, line in lines)
    spans = list(split(text))
    if block.buttons:
        spans = _leave_room(text, spans, _menu_bytes(block.buttons, block.note))
    for index, (start, end) in enumerate(spans):
        piece = text[start:end].strip()
        if block.buttons and index == len(spans) - 1:
            yield Envelope(_within(lines, start, end), _menu(piece, block.buttons, block.note))
        else:
            yield Envelope(_within(lines, start, end), {"msgtype": "text", "text": {"content": piece}})


def _leave_room(text: str, spans: list[tuple[int, int]], menu_bytes: int) -> list[tuple[int, int]]:
    """Cuts the last piece again so that the menu fits below it; a text without words still needs one piece."""
    if not spans:
        return [(0, 0)]
    start, end = spans[-1]
    room = max(TEXT_BYTES - menu_bytes, SMALLEST_HEAD_BYTES)
    last = [(start + a, start + b) for a, b in split(text[start:end], room)]
    return [*spans[:-1], *last]


def _within(lines: Sequence[tuple[int, str]], start: int, end: int) -> tuple[int, ...]:
    """Ids of the messages of which something lies between two positions of the joined lines."""
    found: dict[int, None] = {}
    at = 0
    for message, line in lines:
        if (at < end and start < at + len(line)) or not line:
            found[message] = None
        at += len(line) + 1
    return tuple(found)


def _menu(head: str, buttons: Sequence[Button], note: str) -> dict[str, Any]:
    items = [{"id": b.id, "content": numbered(n, b.title)} for n, b in enumerate(buttons[:MENU_ITEMS], 1)]
    menu = {"head_content": head or MENU_HEAD, "list": items, "tail_content": _tail(buttons, note)}
    return {"msgtype": "msgmenu", "msgmenu": menu}


def _tail(buttons: Sequence[Button], note: str) -> str:
    """What stands below the items; buttons beyond the platform's ten can still be typed."""
    more = [numbered(n, button.title) for n, button in enumerate(buttons, 1) if n > MENU_ITEMS]
    return "\n".join(filter(None, [*more, MENU_HINT, note]))


def _menu_bytes(buttons: Sequence[Button], note: str) -> int:
    items = sum(byte_length(numbered(n, b.title)) + 1 for n, b in enumerate(buttons[:MENU_ITEMS], 1))
    return items + byte_length(_tail(buttons, note))


def _shortened(message: StoredMessage, remaining: int, has_menu: bool) -> StoredMessage:
    """A message that alone needs more calls than remain, cut to what fits with the note."""
    below = _menu_bytes(message.buttons, CUT_NOTE) if has_menu else byte_length(f"\n{CUT_NOTE}")
    room = max(TEXT_BYTES - below, SMALLEST_HEAD_BYTES) - byte_length(STAFF_PREFIX)
    text = clean(message.text)
    pictures = 1 if message.kind is Kind.IMAGE and message.media else 0
    pieces = list(split(text, room))[: remaining - pictures]
    return replace(message, text=text[: pieces[-1][1]] if pieces else "")
