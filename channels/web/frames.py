"""The frames of the chat socket: reading the client's, writing ours. Pure; runs in the service process.

The protocol stands in `docs/channels/web.md`; `web/widget/src/protocol.ts` is the other half.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from channels.web.limits import FRAME_LIMIT, TEXT_LIMIT
from service.face import Conversation, Owner, StoredMessage

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class BadFrame(Exception):
    """Not a frame of the protocol; the text (Chinese) goes back to the client."""


class Unfit(Exception):
    """A well-formed message that we turn down; the text (Chinese) is shown under the message."""


@dataclass(frozen=True)
class Hello:
    """Opens a socket; `since` is the last seq the page has shown."""

    token: object
    since: int


@dataclass(frozen=True)
class Ping:
    """The page asks whether we are still there."""


@dataclass(frozen=True)
class Say:
    """A typed message."""

    id: str
    text: str


@dataclass(frozen=True)
class Choose:
    """A tap on a quick reply."""

    id: str
    choice: str


@dataclass(frozen=True)
class Picture:
    """An uploaded picture, by the handle of the upload."""

    id: str
    handle: str


Frame = Hello | Ping | Say | Choose | Picture


def read_frame(raw: str | bytes) -> Frame:
    """One frame of the client.

    Raises:
        BadFrame: not JSON, too large, an unknown type, or a field missing or of the wrong kind.
    """
    if not isinstance(raw, str):
        raise BadFrame("只能接收文字帧")
    if len(raw) > FRAME_LIMIT:
        raise BadFrame("消息过大，无法接收")
    try:
        frame = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadFrame("消息格式有误，无法识别") from None
    if not isinstance(frame, dict):
        raise BadFrame("消息格式有误，无法识别")
    kind = frame.get("type")
    if kind == "hello":
        since = frame.get("since", 0)
        # A bool is an int in Python; the upper bound is that of a signed 64-bit column.
        if type(since) is not int or not 0 <= since < 2**63:
            raise BadFrame("since 应为不小于 0 的整数")
        return Hello(frame.get("token"), since)
    if kind == "ping":
        return Ping()
    if kind not in ("say", "choose", "picture"):
        raise BadFrame("未知的消息类型")
    client_id = frame.get("id")
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise BadFrame("消息编号有误")
    if kind == "say":
        return Say(client_id, _string(frame, "text"))
    if kind == "choose":
        return Choose(client_id, _string(frame, "choice"))
    return Picture(client_id, _string(frame, "media"))


def clean_text(text: str) -> str:
    """The text as it is stored: line ends unified, control characters and lone surrogates dropped, ends trimmed.

    Raises:
        Unfit: nothing is left, or more than `TEXT_LIMIT` characters are.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # NUL cannot be stored by PostgreSQL, a lone surrogate by nobody.
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
    if not text:
        raise Unfit("消息是空的，请输入文字后再发送")
    if len(text) > TEXT_LIMIT:
        raise Unfit(f"一条消息最多 {TEXT_LIMIT} 字，请分成几条发送")
    return text


def message_body(message: StoredMessage, customer: str) -> dict[str, Any]:
    """What the customer may see of a message; state, reasons and ids of the core stay inside."""
    body: dict[str, Any] = {
        "seq": message.seq,
        "from": message.author.value,
        "kind": message.kind.value,
        "text": message.text,
        "at": message.at.isoformat(),
    }
    if message.buttons:
        body["buttons"] = [{"id": button.id, "title": button.title} for button in message.buttons]
    if message.media:
        body["media"] = message.media
    if message.place:
        body["place"] = message.place.label
    if message.staff_name:
        body["staff"] = message.staff_name
    if message.platform_id and message.platform_id.startswith(f"{customer}:"):
        body["id"] = message.platform_id.removeprefix(f"{customer}:")
    return body


def owner_body(conversation: Conversation) -> dict[str, Any]:
    """Who answers now; the name only while a member of staff does."""
    staff = conversation.staff_name if conversation.owner is Owner.STAFF else None
    return {"owner": conversation.owner.value, "staff": staff}


def _string(frame: dict[str, Any], name: str) -> str:
    value = frame.get(name)
    if not isinstance(value, str):
        raise BadFrame(f"缺少字段 {name}")
    return value
