"""A service core with fakes around it: a bot and platforms that do what a test says, and a clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa

from common.settings import ZONE
from service.bell import Bell
from service.bot.port import Answer, Reply, Turn
from service.conversations.delivery import Delivery
from service.conversations.dispatcher import Dispatcher
from service.conversations.log import MessageLog
from service.conversations.ownership import StaffDesk
from service.conversations.pace import Pace
from service.face import (
    Envelope,
    InboundMessage,
    Kind,
    Outcome,
    Receipt,
    Sent,
    ServiceError,
    StaffMember,
    StoredMessage,
    Window,
)
from service.media import MediaStore
from service.store import Store, Transaction
from service.store.tables import conversations, messages, staff, staff_sessions
from service.tickets.by_staff import StaffTickets
from service.utility.demo import DemoUtility

Result_ = TypeVar("Result_")

IDLE = timedelta(hours=24)
ALICE = StaffMember("a" * 32, "alice", "小爱", "staff")
BOB = StaffMember("b" * 32, "bob", "小博", "staff")
# Much faster than in earnest; leases count by the test's clock, which stands still unless it is moved. Patience does not end:
# where it would end in earnest's proportion, a busy machine makes the bot look late.
QUICK = Pace(
    dispatch_lease=0.3,
    deliver_lease=0.3,
    poll=0.02,
    typing=0.01,
    danger=60.0,
    patience=60.0,
    first_pause=0.01,
    longest_pause=0.02,
    back_off=0.01,
)
# For a bot that does not answer at all.
IMPATIENT = replace(QUICK, danger=0.05, patience=0.1)


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **parts: float) -> None:
        """Forward by `timedelta(**parts)`."""
        self.now += timedelta(**parts)


class FakeBot:
    """Implements `port.Bot`. Echoes; a test sets `answers` (used up first) or closes `gate`."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.answers: list[Answer | Exception] = []
        self.always: Answer | Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def answer(self, turn: Turn) -> Answer:
        self.turns.append(turn)
        await self.gate.wait()
        answer = self.answers.pop(0) if self.answers else self.always
        if isinstance(answer, Exception):
            raise answer
        return answer or Answer((Reply(f"听到：{turn.payload or turn.text}"),))

    async def is_ready(self) -> bool:
        return not isinstance(self.always, Exception)


class FakeAdapter:
    """Implements `face.Adapter`. A call carries one message, or a piece of `piece` characters of it."""

    def __init__(self, name: str, repeatable: bool) -> None:
        self.name = name
        self.repeatable = repeatable
        self.piece = 1000
        self.calls: list[str] = []
        self.outcomes: list[Sent | Exception] = []
        self.always: Sent | Exception = Sent(Outcome.SENT)
        self.gate = asyncio.Event()
        self.gate.set()
        self.typed = 0
        self.files: dict[str, bytes] = {}
        self.unplannable = ""

    def plan(self, pending: Sequence[StoredMessage], remaining: int | None) -> list[Envelope]:
        if self.unplannable and any(self.unplannable in message.text for message in pending):
            raise RuntimeError("cannot be planned")
        return [
            Envelope((message.id,), message.text[start : start + self.piece])
            for message in pending
            for start in range(0, max(len(message.text), 1), self.piece)
        ]

    async def send(self, customer: str, envelope: Envelope) -> Sent:
        self.calls.append(envelope.body)
        await self.gate.wait()
        outcome = self.outcomes.pop(0) if self.outcomes else self.always
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def typing(self, customer: str) -> None:
        self.typed += 1

    async def fetch(self, media_ref: str) -> tuple[bytes, str]:
        if media_ref not in self.files:
            raise ServiceError("gone")
        return self.files[media_ref], "image/png"


class BreakableStore(Store):
    """A store whose next commits fail, as when the process or the database dies at that moment."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.breaks_on: Callable[[Transaction], bool] | None = None

    def write_now(self, work: Callable[[Transaction], Result_]) -> Result_:
        def breaking(tx: Transaction) -> Result_:
            result = work(tx)
            if self.breaks_on and self.breaks_on(tx):
                self.breaks_on = None
                raise sa.exc.OperationalError("COMMIT", {}, Exception("the connection is gone"))
            return result

        return super().write_now(breaking)


class Process:
    """One service process on a database; several on one database are several processes."""

    def __init__(
        self, url: str, clock: Clock, bot: FakeBot, web: FakeAdapter, wechat: FakeAdapter, pace: Pace
    ) -> None:
        self.store = BreakableStore(url)
        self.bell = Bell(self.store)
        adapters = {"web": web, "wechat": wechat}
        media = MediaStore(self.store, clock)
        self.log = MessageLog(self.store, self.bell, IDLE, clock)
        self.desk = StaffDesk(self.store, clock)
        self.tickets = StaffTickets(self.store, DemoUtility(clock), clock)
        self.dispatcher = Dispatcher(
            self.store, self.bell, bot, adapters, media, clock, pace, tickets=self.tickets
        )
        self.delivery = Delivery(self.store, self.bell, adapters, clock, pace)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, *parts: Dispatcher | Delivery) -> None:
        """Runs the given parts; both when none is named."""
        for part in parts or (self.dispatcher, self.delivery):
            self._tasks.append(asyncio.create_task(part.run()))

    async def freeze(self) -> None:
        """No longer listens, polls or renews leases, as a process that hangs; its workers stay where they are."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._tasks = []

    async def stop(self) -> None:
        """An orderly end."""
        await self.freeze()
        await self.dispatcher.stop()
        await self.delivery.stop()
        self.store.close()


class World:
    """Fakes, a clock, and the processes of one database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clock = Clock()
        self.bot = FakeBot()
        self.web = FakeAdapter("web", repeatable=True)
        self.wechat = FakeAdapter("wechat", repeatable=False)
        self.processes: list[Process] = []
        self._ids = count(1)
        self.process = self.another_process()
        self.store, self.log, self.desk = self.process.store, self.process.log, self.process.desk
        self.tickets = self.process.tickets

    def another_process(self, pace: Pace = QUICK) -> Process:
        process = Process(self.url, self.clock, self.bot, self.web, self.wechat, pace)
        self.processes.append(process)
        return process

    async def add_staff(self) -> None:
        values = [
            {"id": s.id, "username": s.username, "name": s.name, "role": s.role, "password_hash": "-"}
            for s in (ALICE, BOB)
        ]
        await self.store.write(lambda tx: tx.execute(staff.insert(), values))
        await self.open_desk()

    async def open_desk(self, member: StaffMember = ALICE) -> None:
        """Alice, or a colleague, has the desk open for the rest of the test."""
        later = self.clock() + timedelta(hours=12)
        session = {"token_hash": member.id, "staff": member.id, "expires_at": later, "seen_at": later}
        await self.store.write(lambda tx: tx.execute(staff_sessions.insert().values(**session)))

    async def close_desk(self) -> None:
        """Nobody is there."""
        await self.store.write(lambda tx: tx.execute(staff_sessions.delete()))

    def inbound(
        self, text: str = "你好", customer: str = "c1", channel: str = "web", **values: Any
    ) -> InboundMessage:
        """A message with a platform id of its own."""
        values = {"platform_id": f"p{next(self._ids)}", "kind": Kind.TEXT, "sent_at": self.clock(), **values}
        return InboundMessage(channel=channel, customer=customer, text=text, **values)

    async def hear(
        self, text: str = "你好", customer: str = "c1", channel: str = "web", **values: Any
    ) -> Receipt:
        """A customer says something."""
        return await self.log.receive(self.inbound(text, customer, channel, **values))

    async def hear_on_wechat(self, text: str = "你好", **values: Any) -> Receipt:
        """As `hear`, with the platform's window."""
        return await self.hear(text, channel="wechat", **{"window": Window(5, 48 * 3600), **values})

    async def said(self, conversation: str) -> list[str]:
        """Texts of the log, in order."""
        return [message.text for message in await self.log.history(conversation)]

    async def messages(self, conversation: str) -> list[StoredMessage]:
        return await self.log.history(conversation)

    async def change(self, conversation: str, **values: Any) -> None:
        """Sets columns of the conversation."""
        update = conversations.update().where(conversations.c.id == conversation).values(**values)
        await self.store.write(lambda tx: tx.execute(update))

    async def row(self, conversation: str) -> Any:
        """The conversation's row."""
        query = sa.select(conversations).where(conversations.c.id == conversation)
        return await self.store.read(lambda tx: tx.execute(query).one())

    async def open_messages(self) -> list[str]:
        """States that are not final."""
        query = sa.select(messages.c.state).where(messages.c.state.in_(["new", "pending", "sending"]))
        return list(await self.store.read(lambda tx: tx.execute(query).scalars().all()))

    async def waits_for_try(self, tries: int) -> None:
        """Waits until so many failed tries of an answer are noted with the time of the next, as the clock tells it."""
        query = sa.select(messages.c.id).where(
            messages.c.state == "pending", messages.c.tries == tries, messages.c.next_try_at > self.clock()
        )

        async def noted() -> bool:
            return bool(await self.store.read(lambda tx: tx.execute(query).all()))

        await until(noted)

    async def settled(self) -> None:
        """Waits until every message has come to its end."""

        async def nothing_open() -> bool:
            return not await self.open_messages()

        await until(nothing_open)

    async def close(self) -> None:
        self.bot.gate.set()
        self.web.gate.set()
        self.wechat.gate.set()
        for process in self.processes:
            await process.stop()


async def until(holds: Callable[[], Awaitable[Any]] | Callable[[], Any], seconds: float = 30.0) -> None:
    """Waits until something holds; fails when it does not in time."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while True:
        result = holds()
        if asyncio.iscoroutine(result):
            result = await result
        if result:
            return
        assert loop.time() < end, f"never came true: {holds}"
        await asyncio.sleep(0.01)
