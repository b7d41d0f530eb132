"""Fakes of the service's ports for the web channel: a conversation log and a picture store in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from common.settings import ZONE
from service.face import (
    Author,
    Button,
    Change,
    Conversation,
    InboundMessage,
    Kind,
    NotFound,
    Owner,
    Receipt,
    Refused,
    State,
    StoredMessage,
)


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 10, 0, tzinfo=ZONE)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeConversations:
    """Implements `face.Conversations`; `say` and `hand_to` are what the core would do."""

    clock: FakeClock
    log: dict[str, list[StoredMessage]] = field(default_factory=dict)
    made: dict[str, Conversation] = field(default_factory=dict)
    watchers: list[tuple[str | None, asyncio.Queue[Change]]] = field(default_factory=list)
    received: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event | None = None  # when set, `receive` waits for it before it stores
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    fault: Exception | None = None

    async def receive(self, message: InboundMessage) -> Receipt:
        self.entered.set()
        if self.gate:
            await self.gate.wait()
        if self.fault:
            raise self.fault
        conversation = await self.open(message.channel, message.customer)
        lines = self.log[conversation.id]
        for known in lines:
            if known.platform_id == message.platform_id:
                return Receipt(conversation.id, known.id, known.seq, repeated=True)
        stored = self._append(
            conversation.id,
            author=Author.CUSTOMER,
            kind=message.kind,
            text=message.text,
            media=message.media,
            platform_id=message.platform_id,
        )
        self.received.set()
        return Receipt(conversation.id, stored.id, stored.seq, repeated=False)

    async def find(self, channel: str, customer: str) -> Conversation | None:
        return self.made.get(customer)

    async def open(self, channel: str, customer: str) -> Conversation:
        if customer not in self.made:
            name = f"c{len(self.made) + 1}"
            self.made[customer] = Conversation(name, channel, customer, "网页访客", Owner.BOT, 1)
            self.log[name] = []
        return self.made[customer]

    async def history(self, conversation: str, since: int = 0, limit: int = 200) -> list[StoredMessage]:
        return [message for message in self.log[conversation] if message.seq > since][-limit:]

    @asynccontextmanager
    async def watch(self, conversation: str | None) -> AsyncIterator[AsyncIterator[Change]]:
        entry = (conversation, asyncio.Queue[Change]())
        self.watchers.append(entry)

        async def changes() -> AsyncIterator[Change]:
            while True:
                yield await entry[1].get()

        try:
            yield changes()
        finally:
            self.watchers.remove(entry)

    def say(
        self,
        conversation: str,
        text: str,
        author: Author = Author.BOT,
        buttons: tuple[Button, ...] = (),
        staff: str | None = None,
    ) -> StoredMessage:
        """The core stores a reply."""
        return self._append(conversation, author=author, text=text, buttons=buttons, staff_name=staff)

    def hand_to(self, customer: str, owner: Owner, staff_name: str | None = None) -> None:
        """The conversation changes hands."""
        self.made[customer] = replace(self.made[customer], owner=owner, staff_name=staff_name)
        self.ring(self.made[customer].id, "owner")

    def ring(self, conversation: str, what: str) -> None:
        """Tells the watchers."""
        for watched, queue in self.watchers:
            if watched in (None, conversation):
                queue.put_nowait(Change(conversation, what))

    def _append(self, conversation: str, **fields: object) -> StoredMessage:
        lines = self.log[conversation]
        seq = len(lines) + 1
        values: dict[str, object] = {
            "id": sum(map(len, self.log.values())) + 1,
            "conversation": conversation,
            "seq": seq,
            "kind": Kind.TEXT,
            "text": "",
            "at": self.clock(),
            "state": State.SENT,
            **fields,
        }
        message = StoredMessage(**values)  # type: ignore[arg-type]
        lines.append(message)
        self.ring(conversation, "message")
        return message


@dataclass
class FakeMedia:
    """Implements `face.Media`: a dictionary."""

    kept: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    async def save(self, content: bytes, media_type: str) -> str:
        if not media_type.startswith("image/"):
            raise Refused("只能接收图片")
        name = f"m{len(self.kept) + 1}"
        self.kept[name] = (content, media_type)
        return name

    async def load(self, media: str) -> tuple[bytes, str]:
        if media not in self.kept:
            raise NotFound(media)
        return self.kept[media]
