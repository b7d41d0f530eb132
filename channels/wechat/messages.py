"""XML of a push → `InboundMessage` (protocol 4). Pure; service process."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from channels.wechat.errors import Unreadable
from channels.wechat.texts import unnumbered
from common.settings import ZONE
from service.face import InboundMessage, Kind, Place, Window

CHANNEL = "wechat"
MESSAGE_WINDOW = Window(messages=5, seconds=48 * 3600)
# Clicks, scans, follows; and taps on a msgmenu: the platform's pages count them as clicks (protocol 6, unclear).
CLICK_WINDOW = Window(messages=3, seconds=60)
# What the platform sends as a text in place of a sticker or another kind that it does not pass on.
NOT_PASSED_ON = "【收到不支持的消息类型，暂无法显示】"
KEY_LENGTH = 128
_QR_PREFIX = "qrscene_"
# What XML 1.0 forbids and keyboards and clipboards still bring into a text; none of these bytes is part of another UTF-8 character.
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")

Fields = Mapping[str, str]


def parse(xml: bytes) -> dict[str, str]:
    """The elements directly below the root and their texts; of repeated ones the first.

    Characters that XML forbids are dropped: for one of them the customer's whole message would be lost.

    Raises:
        Unreadable: broken XML, or XML with a document type (entities are refused before they are expanded).
    """
    try:
        root = fromstring(_FORBIDDEN.sub(b"", xml), forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise Unreadable(f"no readable XML ({type(error).__name__})") from error
    fields: dict[str, str] = {}
    for element in root:
        fields.setdefault(element.tag, element.text or "")
    return fields


def to_inbound(fields: Fields) -> InboundMessage | None:
    """One verified push as a message; None for what only needs to be acknowledged.

    Raises:
        Unreadable: a field that every push has is missing or has the wrong form.
    """
    sent_at = _time(_required(fields, "CreateTime"))
    openid = _required(fields, "FromUserName")
    kind = _required(fields, "MsgType").lower()
    if kind == "event":
        return _event(fields, openid, sent_at)
    identity = f"{openid}:{_required(fields, 'MsgId')}"
    return _KINDS.get(kind, _unknown)(fields, _Base(openid, identity, sent_at))


class _Base:
    """What all messages share; called with what one kind adds."""

    def __init__(self, openid: str, identity: str, sent_at: datetime) -> None:
        self._openid = openid
        self._identity = identity
        self._sent_at = sent_at

    def __call__(
        self,
        kind: Kind,
        text: str = "",
        choice: str | None = None,
        event: str | None = None,
        place: Place | None = None,
        media_ref: str | None = None,
        window: Window | None = MESSAGE_WINDOW,
    ) -> InboundMessage:
        return InboundMessage(
            channel=CHANNEL,
            customer=self._openid,
            platform_id=self._identity,
            kind=kind,
            sent_at=self._sent_at,
            text=text,
            choice=choice,
            event=event,
            place=place,
            media_ref=media_ref or None,
            window=window,
        )


def _text(fields: Fields, base: _Base) -> InboundMessage:
    content = fields.get("Content", "")
    item = fields.get("bizmsgmenuid")
    if item:
        return base(Kind.CHOICE, unnumbered(content), choice=item, window=CLICK_WINDOW)
    if content.strip() in ("", NOT_PASSED_ON):
        return base(Kind.UNKNOWN)
    return base(Kind.TEXT, content)


def _image(fields: Fields, base: _Base) -> InboundMessage:
    # By media id only: a URL out of a push would let its sender point us anywhere.
    return base(Kind.IMAGE, media_ref=_required(fields, "MediaId"))


def _voice(fields: Fields, base: _Base) -> InboundMessage:
    # The platform is retiring Recognition: missing and empty are both usual.
    recording = fields.get("MediaId16K") or fields.get("MediaId")
    return base(Kind.VOICE, fields.get("Recognition", "").strip(), media_ref=recording)


def _video(fields: Fields, base: _Base) -> InboundMessage:
    return base(Kind.UNKNOWN, media_ref=fields.get("MediaId"))


def _location(fields: Fields, base: _Base) -> InboundMessage:
    label = fields.get("Label", "").strip()
    try:
        latitude, longitude = float(fields.get("Location_X", "")), float(fields.get("Location_Y", ""))
    except ValueError as error:
        raise Unreadable("a location without coordinates") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Unreadable("a location that is not on Earth")
    return base(Kind.LOCATION, label, place=Place(latitude, longitude, label))


def _link(fields: Fields, base: _Base) -> InboundMessage:
    return base(Kind.UNKNOWN, " ".join(filter(None, (fields.get("Title", ""), fields.get("Url", "")))))


def _unknown(fields: Fields, base: _Base) -> InboundMessage:
    return base(Kind.UNKNOWN)


_KINDS: Mapping[str, Callable[[Fields, _Base], InboundMessage]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
}


def _event(fields: Fields, openid: str, sent_at: datetime) -> InboundMessage | None:
    name = _required(fields, "Event").lower()
    key = fields.get("EventKey", "")[:KEY_LENGTH]
    if name in ("subscribe", "unsubscribe"):
        event = name
    elif name == "scan":
        event = f"scan:{key.removeprefix(_QR_PREFIX)}"
    elif name in ("click", "scancode_waitmsg"):  # after `waitmsg` the customer's screen waits for our answer
        event = f"menu:{key}"
    else:
        return None
    # Events have no MsgId; an automatic one may share its second with a real one (protocol 3).
    base = _Base(openid, f"{openid}:{fields['CreateTime']}:{name}:{key}", sent_at)
    return base(Kind.EVENT, event=event, window=None if name == "unsubscribe" else CLICK_WINDOW)


def _required(fields: Fields, name: str) -> str:
    value = fields.get(name, "").strip()
    if not value:
        raise Unreadable(f"{name} is missing")
    return value


def _time(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), ZONE)
    except (ValueError, OverflowError, OSError) as error:
        raise Unreadable("CreateTime is no time") from error
