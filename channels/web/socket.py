"""One chat socket from hello to close. Runs in the service process.

The page tells the last seq it has shown; the socket watches first and reads the log second, so that nothing falls between
the two, and pushes only what is newer than what it pushed before, so that nothing comes twice.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sanic.exceptions import WebsocketClosed
from sanic.server.websockets.impl import WebsocketImplProtocol
from websockets.exceptions import ConnectionClosed

from channels.web.adapter import CHANNEL, WebAdapter
from channels.web.frames import (
    BadFrame,
    Choose,
    Hello,
    Picture,
    Ping,
    Say,
    Unfit,
    clean_text,
    message_body,
    owner_body,
    read_frame,
)
from channels.web.limits import RateLimit
from channels.web.session import PictureHandles, customer_of
from service.face import Change, Conversation, Conversations, InboundMessage, Kind, Refused

log = logging.getLogger(__name__)

HELLO_SECONDS = 10.0
# Sanic's recv leaves a waiting task behind when a connection breaks; the time-out lets it end instead of being destroyed.
READ_SECONDS = 60.0
HISTORY_FIRST = 200  # messages shown to a page that has none
HISTORY_RESUME = 2000  # messages a page may have missed; far more than one conversation brings

CLOSE_FAULT = 1011
CLOSE_RESTART = 1012
CLOSE_BAD_HELLO = 4400
CLOSE_BAD_TOKEN = 4401
CLOSE_NO_HELLO = 4408

T = TypeVar("T")
_unfinished: set[asyncio.Future[Any]] = set()


async def finish(work: Coroutine[Any, Any, T]) -> T:
    """Awaits `work`, and lets it end even when Sanic cancels the handler because the visitor went away."""
    task = asyncio.ensure_future(work)
    _unfinished.add(task)
    task.add_done_callback(_unfinished.discard)
    return await asyncio.shield(task)


@dataclass(frozen=True)
class SocketPorts:
    """What every socket shares."""

    conversations: Conversations
    adapter: WebAdapter
    pictures: PictureHandles
    limit: RateLimit
    clock: Callable[[], datetime]


class ChatSocket:
    """One open page of one visitor."""

    def __init__(self, ws: WebsocketImplProtocol, ports: SocketPorts) -> None:
        self._ws = ws
        self._ports = ports
        self._customer = ""
        self._pushed = 0
        self._typing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Serves the socket until either side closes it."""
        try:
            hello = await self._hello()
            if hello is not None:
                await self._chat(hello)
        except (ConnectionClosed, WebsocketClosed):
            pass
        except Exception:
            log.exception("a chat socket failed")
            await self._ws.close(CLOSE_FAULT)

    async def _hello(self) -> Hello | None:
        raw = await self._ws.recv(timeout=HELLO_SECONDS)
        if raw is None:
            await self._ws.close(CLOSE_NO_HELLO)
            return None
        try:
            frame = read_frame(raw)
        except BadFrame as error:
            await self._reject(CLOSE_BAD_HELLO, str(error))
            return None
        if not isinstance(frame, Hello):
            await self._reject(CLOSE_BAD_HELLO, "请先发送 hello")
            return None
        customer = customer_of(frame.token)
        if customer is None:
            await self._reject(CLOSE_BAD_TOKEN, "会话已失效，请刷新页面")
            return None
        self._customer = customer
        return frame

    async def _chat(self, hello: Hello) -> None:
        conversation = await finish(self._ports.conversations.open(CHANNEL, self._customer))
        async with self._ports.conversations.watch(conversation.id) as changes:
            await self._greet(conversation, hello.since)
            with self._ports.adapter.listening(self._customer, self._on_typing):
                pump = asyncio.create_task(self._pump(conversation.id, changes))
                try:
                    await self._read(conversation.id)
                finally:
                    pump.cancel()
                    await asyncio.gather(pump, return_exceptions=True)

    async def _greet(self, conversation: Conversation, since: int) -> None:
        limit = HISTORY_RESUME if since else HISTORY_FIRST
        messages = await self._ports.conversations.history(conversation.id, since, limit)
        current = await self._ports.conversations.find(CHANNEL, self._customer) or conversation
        self._pushed = messages[-1].seq if messages else since
        shown = [message_body(message, self._customer) for message in messages]
        await self._send({"type": "history", "messages": shown, **owner_body(current)})

    async def _pump(self, conversation: str, changes: AsyncIterator[Change]) -> None:
        """Pushes what happens; a fault closes the socket, and the page comes back with `since`."""
        try:
            async for change in changes:
                if change.what == "message":
                    await self._push_messages(conversation)
                elif change.what == "owner":
                    current = await self._ports.conversations.find(CHANNEL, self._customer)
                    if current is not None:
                        await self._send({"type": "owner", **owner_body(current)})
                elif change.what == "typing":
                    await self._send({"type": "typing"})
            await self._ws.close(
                CLOSE_RESTART
            )  # the service stops; a socket that hears nothing must not stay open
        except (ConnectionClosed, WebsocketClosed):
            pass
        except Exception:
            log.exception("pushing to a chat socket failed")
            await self._ws.close(CLOSE_FAULT)

    async def _push_messages(self, conversation: str) -> None:
        messages = await self._ports.conversations.history(conversation, self._pushed, HISTORY_RESUME)
        for message in messages:
            self._pushed = message.seq
            await self._send({"type": "message", **message_body(message, self._customer)})

    async def _read(self, conversation: str) -> None:
        while True:
            raw = await self._ws.recv(timeout=READ_SECONDS)
            if raw is None:
                continue
            try:
                frame = read_frame(raw)
            except BadFrame as error:
                await self._send({"type": "error", "text": str(error)})
                continue
            if isinstance(frame, Ping):
                await self._send({"type": "pong"})
            elif isinstance(frame, Hello):
                await self._send({"type": "error", "text": "会话已经建立"})
            else:
                await self._receive(conversation, frame)

    async def _receive(self, conversation: str, frame: Say | Choose | Picture) -> None:
        if not self._ports.limit.admit(self._customer):
            await self._refuse(frame.id, "您发得有点快，请过一分钟再试", again=True)
            return
        try:
            message = await self._inbound(conversation, frame)
            receipt = await finish(self._ports.conversations.receive(message))
        except (Unfit, Refused) as error:
            await self._refuse(frame.id, str(error), again=False)
        except Exception:
            log.exception("a web message could not be stored")
            await self._refuse(frame.id, "系统繁忙，请稍后重试", again=True)
        else:
            await self._send({"type": "ack", "id": frame.id, "seq": receipt.seq})

    async def _inbound(self, conversation: str, frame: Say | Choose | Picture) -> InboundMessage:
        kind, text, choice, media = Kind.TEXT, "", None, None
        if isinstance(frame, Say):
            text = clean_text(frame.text)
        elif isinstance(frame, Choose):
            kind, choice = Kind.CHOICE, frame.choice
            text = await self._title(conversation, frame.choice)
        else:
            kind = Kind.IMAGE
            media = self._ports.pictures.take(self._customer, frame.handle)
            if media is None:
                raise Unfit("图片已失效，请重新选择")
        return InboundMessage(
            channel=CHANNEL,
            customer=self._customer,
            platform_id=f"{self._customer}:{frame.id}",
            kind=kind,
            sent_at=self._ports.clock(),
            text=text,
            choice=choice,
            media=media,
        )

    async def _title(self, conversation: str, choice: str) -> str:
        """The title of a button that we gave to this visitor; a choice we never gave is turned down."""
        for message in reversed(await self._ports.conversations.history(conversation, 0, HISTORY_FIRST)):
            for button in message.buttons:
                if button.id == choice:
                    return button.title
        raise Unfit("这个选项已失效，请直接输入您的问题")

    def _on_typing(self) -> None:
        # The core must not wait for a slow page; one sign under way is enough.
        if self._typing is None or self._typing.done():
            self._typing = asyncio.create_task(self._send_typing())

    async def _send_typing(self) -> None:
        try:
            await self._send({"type": "typing"})
        except (ConnectionClosed, WebsocketClosed):
            pass

    async def _refuse(self, client_id: str, text: str, again: bool) -> None:
        await self._send({"type": "refused", "id": client_id, "text": text, "again": again})

    async def _reject(self, code: int, text: str) -> None:
        await self._send({"type": "error", "text": text})
        await self._ws.close(code)

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._ws.send(json.dumps(frame, ensure_ascii=False))
