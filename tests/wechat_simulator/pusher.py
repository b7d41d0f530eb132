"""Pushes what customers do to the callback, signed, encrypted and repeated as the platform does (protocol 1 to 4)."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from dataclasses import dataclass

import aiohttp

from tests.wechat_simulator.account import Account, encrypt, sha1_of, to_xml
from tests.wechat_simulator.platform import CLICK_QUOTA, MESSAGE_QUOTA, Platform

PATIENCE_SECONDS = 5.0
TRIES = 3
ACKNOWLEDGED = ("success", "")


@dataclass(frozen=True)
class Reply:
    """How the callback answered; status 0: not within the platform's patience, or not at all."""

    status: int
    body: str = ""
    content_type: str = ""

    @property
    def accepted(self) -> bool:
        """True when the platform is content and the customer sees no notice."""
        return self.status == 200 and self.body in ACKNOWLEDGED


class Pusher:
    """The platform's calls of one callback address.

    Args:
        mode: `plain`, `compatible` or `safe`, as in the console.
        patience: seconds until the platform hangs up.
    """

    def __init__(
        self,
        platform: Platform,
        session: aiohttp.ClientSession,
        url: str,
        mode: str = "safe",
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self.platform = platform
        self.account: Account = platform.account
        self.mode = mode
        self.patience = patience
        self._session = session
        self._url = url
        self._ids = itertools.count(time.time_ns() // 1000)

    async def verify(self, echostr: str = "4375120948345356249") -> Reply:
        """What the console does when the address is saved."""
        return await self.call("GET", {**self._signed(), "echostr": echostr})

    async def push(self, fields: dict[str, str]) -> Reply:
        """One push."""
        return await self.push_xml(to_xml(fields))

    async def push_xml(self, xml: str) -> Reply:
        """One push of any text."""
        query, body = self.sealed(xml)
        return await self.call("POST", query, body)

    async def deliver(self, fields: dict[str, str]) -> list[Reply]:
        """Pushes until it is accepted, at most three times, with the same MsgId."""
        replies: list[Reply] = []
        while len(replies) < TRIES and not (replies and replies[-1].accepted):
            replies.append(await self.push(fields))
        return replies

    async def call(self, method: str, query: dict[str, str], body: str | bytes | None = None) -> Reply:
        """One HTTP request of any form."""
        data = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": "text/xml"} if data is not None else {}
        request = self._session.request(method, self._url, params=query, data=data, headers=headers)
        try:
            return await asyncio.wait_for(_read(request), self.patience)
        except (asyncio.TimeoutError, aiohttp.ClientError):
            return Reply(0)

    def sealed(
        self, xml: str, timestamp: int | None = None, account: Account | None = None
    ) -> tuple[dict[str, str], str]:
        """Query and body of a push in the console's mode."""
        account = account or self.account
        query = self._signed(timestamp)
        if self.mode == "plain":
            return query, xml
        encrypted = encrypt(account, xml)
        query["encrypt_type"] = "aes"
        query["msg_signature"] = sha1_of(account.token, query["timestamp"], query["nonce"], encrypted)
        sealed = f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        if self.mode == "compatible":
            return query, xml.removesuffix("</xml>") + sealed
        return query, f"<xml><ToUserName><![CDATA[{account.original_id}]]></ToUserName>{sealed}"

    def message(self, openid: str, kind: str, **content: str) -> dict[str, str]:
        """The fields of a message, with a MsgId of its own."""
        return {**self._head(openid, kind), **content, "MsgId": str(next(self._ids))}

    def event(self, openid: str, name: str, **content: str) -> dict[str, str]:
        """The fields of an event."""
        return {**self._head(openid, "event"), "Event": name, **content}

    def _head(self, openid: str, kind: str) -> dict[str, str]:
        now = str(int(self.platform.clock()))
        return {
            "ToUserName": self.account.original_id,
            "FromUserName": openid,
            "CreateTime": now,
            "MsgType": kind,
        }

    def _signed(self, timestamp: int | None = None) -> dict[str, str]:
        stamp = str(int(self.platform.clock()) if timestamp is None else timestamp)
        nonce = str(secrets.randbelow(10**10))
        return {"signature": sha1_of(self.account.token, stamp, nonce), "timestamp": stamp, "nonce": nonce}


class SimulatedCustomer:
    """Somebody with the account open on a phone."""

    def __init__(self, pusher: Pusher, openid: str) -> None:
        self.openid = openid
        self._pusher = pusher
        self._platform = pusher.platform

    async def say(self, text: str) -> list[Reply]:
        """Types a text."""
        return await self._message("text", Content=text)

    async def tap(self, item: str, content: str) -> list[Reply]:
        """Taps an item of a msgmenu; the platform's pages count it as a click."""
        self._platform.act(self.openid, CLICK_QUOTA)
        fields = self._pusher.message(self.openid, "text", Content=content, bizmsgmenuid=item)
        return await self._pusher.deliver(fields)

    async def send_picture(self, content: bytes, media_type: str = "image/jpeg") -> list[Reply]:
        """Sends a picture."""
        media_id = f"in-{len(self._platform.media)}"
        self._platform.media[media_id] = (content, media_type)
        return await self._message("image", PicUrl="http://mmbiz.qpic.cn/x/0", MediaId=media_id)

    async def speak(self, recognition: str = "") -> list[Reply]:
        """Sends a voice message; the platform mostly recognises nothing today."""
        fields = {
            "MediaId": "voice-8k",
            "MediaId16K": "voice-16k",
            "Format": "amr",
            "Recognition": recognition,
        }
        return await self._message("voice", **fields)

    async def share_place(self, latitude: float, longitude: float, label: str) -> list[Reply]:
        """Shares a place on the map."""
        place = {"Location_X": str(latitude), "Location_Y": str(longitude), "Scale": "15", "Label": label}
        return await self._message("location", **place)

    async def follow(self, scene: str = "") -> list[Reply]:
        """Follows the account, by a QR code when there is a scene."""
        self._platform.act(self.openid, CLICK_QUOTA)
        self._platform.followers[self.openid].follows = True
        ticket = {"EventKey": f"qrscene_{scene}", "Ticket": "gQH47j"} if scene else {"EventKey": ""}
        return await self._pusher.deliver(self._pusher.event(self.openid, "subscribe", **ticket))

    async def unfollow(self) -> list[Reply]:
        """Leaves the account."""
        self._platform.act(self.openid, (0, 0.0))
        self._platform.followers[self.openid].follows = False
        return await self._pusher.deliver(self._pusher.event(self.openid, "unsubscribe", EventKey=""))

    async def scan(self, scene: str) -> list[Reply]:
        """Scans the account's QR code as a follower."""
        return await self._click("SCAN", scene)

    async def click_menu(self, key: str) -> list[Reply]:
        """Taps a `click` button of the account's menu."""
        return await self._click("CLICK", key)

    async def _message(self, kind: str, **content: str) -> list[Reply]:
        self._platform.act(self.openid, MESSAGE_QUOTA)
        return await self._pusher.deliver(self._pusher.message(self.openid, kind, **content))

    async def _click(self, event: str, key: str) -> list[Reply]:
        self._platform.act(self.openid, CLICK_QUOTA)
        return await self._pusher.deliver(self._pusher.event(self.openid, event, EventKey=key))


async def _read(request: aiohttp.client._RequestContextManager) -> Reply:
    async with request as response:
        return Reply(response.status, await response.text(), response.headers.get("Content-Type", ""))
