"""Fakes of the service's ports for the tests of the WeChat channel."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from common.settings import ZONE
from service.face import (
    Author,
    Button,
    Change,
    Conversation,
    InboundMessage,
    Kind,
    NotFound,
    Receipt,
    State,
    StoredMessage,
)
from tests.wechat_simulator import Pusher, SimulatedCustomer

OPENID = "oLaidian0000000000000000001x"


class FakeClock:
    """The present time, moved by hand."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), ZONE)

    def seconds(self) -> float:
        return time.time() + self.ahead


class FakeConversations:
    """An in-memory log that can be slow, and can fail.

    Attributes:
        stored: what is durable, in order.
        calls: how often `receive` was called.
        failures: how many of the next calls raise.
        delay: seconds that each call takes; `delays` (by text) go first.
    """

    def __init__(self) -> None:
        self.stored: list[InboundMessage] = []
        self.calls = 0
        self.failures = 0
        self.delay = 0.0
        self.delays: dict[str, float] = {}

    async def receive(self, message: InboundMessage) -> Receipt:
        self.calls += 1
        await asyncio.sleep(self.delays.pop(message.text, self.delay))
        if self.failures:
            self.failures -= 1
            raise OSError("the database is away")
        known = [old.platform_id for old in self.stored]
        if message.platform_id in known:
            seq = known.index(message.platform_id)
            return Receipt("c", seq, seq, repeated=True)
        self.stored.append(message)
        return Receipt("c", len(known), len(known), repeated=False)

    async def find(self, channel: str, customer: str) -> Conversation | None:
        raise NotImplementedError

    async def open(self, channel: str, customer: str) -> Conversation:
        raise NotImplementedError

    async def history(self, conversation: str, since: int = 0, limit: int = 200) -> list[StoredMessage]:
        raise NotImplementedError

    def watch(self, conversation: str | None) -> AbstractAsyncContextManager[AsyncIterator[Change]]:
        raise NotImplementedError


class FakeMedia:
    """Pictures by id."""

    def __init__(self, **pictures: bytes) -> None:
        self.pictures = pictures

    async def save(self, content: bytes, media_type: str) -> str:
        raise NotImplementedError

    async def load(self, media: str) -> tuple[bytes, str]:
        if media not in self.pictures:
            raise NotFound(media)
        return self.pictures[media], "image/png"


@dataclass
class Callback:
    """A running callback with everything around it."""

    pusher: Pusher
    conversations: FakeConversations
    clock: FakeClock
    url: str

    @property
    def customer(self) -> SimulatedCustomer:
        return SimulatedCustomer(self.pusher, OPENID)


def line(
    number: int, text: str = "", author: Author = Author.BOT, *titles: str, **values: object
) -> StoredMessage:
    """An outbound message number `number`, with buttons of these titles."""
    fields: dict[str, object] = {
        "id": number,
        "conversation": "c",
        "seq": number,
        "author": author,
        "kind": Kind.TEXT,
        "text": text,
        "at": datetime(2026, 1, 1, tzinfo=ZONE),
        "state": State.PENDING,
        "buttons": tuple(Button(f"{number}-{i}", title) for i, title in enumerate(titles)),
        **values,
    }
    return StoredMessage(**fields)  # type: ignore[arg-type]
