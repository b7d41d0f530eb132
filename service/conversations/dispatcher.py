"""Takes conversations with unprocessed messages, one worker a conversation, and asks the bot (design 4.3–4.5).

A worker holds a lease in the database, so the rule holds across processes; a lease that its process no longer renews falls
free. The bot's replies and the mark "processed" go into one transaction: a crash before it repeats the turn, which the bot
recognises by the message's id; a crash after it has nothing left to do.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.danger import detect
from common.danger_advice import advice
from service.bell import Bell
from service.bot.port import Answer, Bot, BotFailed, BotUnavailable, HandOver, Reply, Turn
from service.conversations import ownership, rows
from service.face import Adapter, Author, Kind, Owner, Place, ServiceError, State
from service.media import MediaStore
from service.metrics import ANSWER_SECONDS, MESSAGES
from service.store import Store, Transaction
from service.store.tables import conversations, messages

logger = logging.getLogger(__name__)

WORKERS = 32
LEASE_SECONDS = 15.0
POLL_SECONDS = 1.0
# A customer should not wonder longer than this whether anybody read him.
PATIENCE_SECONDS = 6.0
TYPING_AFTER_SECONDS = 1.0
# An answer that fails this often inside the bot needs a person.
FAILURES = 4

SORRY_LATER = "系统这会儿有点慢，您的话我已经记下了，恢复后马上回复，不用重发。如果有触电、着火、断线，请先远离，并拨打95598或119。"
SORRY_PERSON = "这个问题我没处理好，已经为您转给工作人员，请稍等。"


class Dispatcher:
    """Runs until cancelled; see the module for its promises."""

    def __init__(
        self,
        store: Store,
        bell: Bell,
        bot: Bot,
        adapters: Mapping[str, Adapter],
        media: MediaStore,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._bell = bell
        self._bot = bot
        self._adapters = adapters
        self._media = media
        self._clock = clock
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._room = asyncio.Semaphore(WORKERS)

    async def run(self) -> None:
        """Dispatches what is there, then what comes; polls too, for what another process left behind."""
        await asyncio.gather(self._listen(), self._poll(), self._renew())

    async def stop(self) -> None:
        """Cancels the workers; their turns are repeated by whoever comes next."""
        for worker in list(self._workers.values()):
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)

    async def _listen(self) -> None:
        async with self._bell.watch(None) as changes:
            async for change in changes:
                if change.what == "message":
                    self._start(change.conversation)

    async def _poll(self) -> None:
        query = sa.select(messages.c.conversation).where(messages.c.state == State.NEW.value).distinct()
        while True:
            for (conversation,) in await self._store.read(lambda tx: tx.execute(query).all()):
                self._start(conversation)
            await asyncio.sleep(POLL_SECONDS)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            await self._store.write(
                lambda tx: rows.renew(tx, "dispatch", self._store.process, self._clock(), LEASE_SECONDS)
            )

    def _start(self, conversation: str) -> None:
        if conversation in self._workers:
            self._again.add(
                conversation
            )  # the worker may have looked for its next message just before this one came
            return
        worker = asyncio.create_task(self._work(conversation))
        self._workers[conversation] = worker
        worker.add_done_callback(lambda task: self._ended(conversation, task))

    def _ended(self, conversation: str, worker: asyncio.Task[None]) -> None:
        del self._workers[conversation]
        if not worker.cancelled() and worker.exception():
            logger.error("a worker broke, its message is tried again", exc_info=worker.exception())
        elif not worker.cancelled() and conversation in self._again:
            self._again.discard(conversation)
            self._start(conversation)

    async def _work(self, conversation: str) -> None:
        async with self._room:
            process = self._store.process
            message = await self._store.write(lambda tx: self._claim(tx, conversation))
            try:
                while message is not None:
                    message = await self._handle(message)
            finally:
                await asyncio.shield(
                    self._store.write(lambda tx: rows.release(tx, conversation, "dispatch", process))
                )

    def _claim(self, tx: Transaction, conversation: str) -> Any:
        if _next(tx, conversation) is None:
            return None
        if not rows.claim(tx, conversation, "dispatch", self._store.process, self._clock(), LEASE_SECONDS):
            return None
        return _next(tx, conversation)

    async def _handle(self, message: Any) -> Any:
        """Brings one message to its end.

        Returns:
            The next message of the conversation, or None.
        """
        started = self._clock()
        message = await self._fetch_media(message)
        answer = await self._answer(message) if message.owner == Owner.BOT.value else None
        following = await self._store.write(lambda tx: self._complete(tx, message, answer))
        MESSAGES.labels(message.channel, "inbound").inc()
        ANSWER_SECONDS.observe((self._clock() - started).total_seconds())
        return following

    async def _fetch_media(self, message: Any) -> Any:
        """Brings a picture home before its platform forgets it (WeChat: three days); without it the talk goes on."""
        if not message.media_ref or message.media or message.kind != Kind.IMAGE.value:
            return message
        try:
            content, media_type = await self._adapters[message.channel].fetch(message.media_ref)
            media = await self._media.save(content, media_type)
        except ServiceError as error:
            logger.warning("a picture could not be fetched: %s", error)
            return message
        update = messages.update().where(messages.c.id == message.id).values(media=media)
        return await self._store.write(lambda tx: (tx.execute(update), _one(tx, message.id))[1])

    async def _answer(self, message: Any) -> Answer | None:
        turn = Turn(
            conversation=message.conversation,
            session=message.conversation_session,
            message=message.id,
            channel=message.channel,
            kind=Kind(message.kind),
            text=message.text,
            at=message.at,
            payload=message.payload,
            event=message.event,
            place=Place(**message.place) if message.place else None,
            media=message.media,
        )
        typing = asyncio.create_task(self._show_typing(message))
        comfort = asyncio.create_task(self._comfort(message))
        failures, pause = 0, 0.2
        try:
            while True:
                try:
                    return await self._bot.answer(turn)
                except BotFailed as error:
                    failures += 1
                    logger.error(
                        "the bot failed on message %s (%s of %s): %s", message.id, failures, FAILURES, error
                    )
                    if failures == FAILURES:
                        return Answer((Reply(SORRY_PERSON),), HandOver("bot_failed"))
                except BotUnavailable as error:
                    logger.warning("the bot is not available for message %s: %s", message.id, error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 3.0)
                if await self._store.read(lambda tx: _owner(tx, message.conversation)) != Owner.BOT.value:
                    return None  # a colleague has taken over meanwhile
        finally:
            typing.cancel()
            comfort.cancel()

    async def _show_typing(self, message: Any) -> None:
        await asyncio.sleep(TYPING_AFTER_SECONDS)
        await self._adapters[message.channel].typing(message.customer)

    async def _comfort(self, message: Any) -> None:
        """While the bot is away: danger advice at once, otherwise one word that nothing is lost."""
        danger = detect(message.text) if message.kind == Kind.TEXT.value else None
        if not danger:
            await asyncio.sleep(PATIENCE_SECONDS)
        else:
            await asyncio.sleep(1.0)  # the bot's own, better answer normally comes well before
        text = advice(danger.kind) if danger else SORRY_LATER
        await asyncio.shield(
            self._store.write(lambda tx: _comfort(tx, message, text, bool(danger), self._clock()))
        )

    def _complete(self, tx: Transaction, message: Any, answer: Answer | None) -> Any:
        now = self._clock()
        row = rows.lock(tx, message.conversation)
        marked = tx.execute(
            messages.update()
            .where(messages.c.id == message.id, messages.c.state == State.NEW.value)
            .values(state=State.PROCESSED.value, done_at=now)
        )
        # No mark: another worker finished it after our lease fell free; its replies stand, ours are dropped.
        if marked.rowcount and message.kind != Kind.EVENT.value and row.owner != Owner.BOT.value:
            self._watch_for_danger(tx, row, message, now)
        elif (
            marked.rowcount
            and answer
            and row.owner == Owner.BOT.value
            and row.session == message.conversation_session
        ):
            if not answer.replies and not answer.hand_over and message.kind != Kind.EVENT.value:
                answer = Answer((Reply(SORRY_PERSON),), HandOver("bot_silent"))
            for reply in answer.replies:
                rows.say(
                    tx,
                    row,
                    now,
                    Author.BOT,
                    reply.text,
                    kind=Kind.IMAGE if reply.media else Kind.TEXT,
                    buttons=list(reply.buttons),
                    media=reply.media,
                    urgent=reply.urgent,
                    in_reply_to=message.id,
                )
            asked = now if answer.asks else None
            tx.execute(conversations.update().where(conversations.c.id == row.id).values(asked_at=asked))
            if answer.hand_over:
                ownership.queue(tx, row, answer.hand_over, now)
        return _next(tx, message.conversation)

    def _watch_for_danger(self, tx: Transaction, row: Any, message: Any, now: datetime) -> None:
        """Danger goes first even while a person has the talk: advice at once, and the talk becomes urgent."""
        danger = detect(message.text)
        if danger:
            rows.say(tx, row, now, Author.BOT, advice(danger.kind), urgent=True, in_reply_to=message.id)
            tx.execute(conversations.update().where(conversations.c.id == row.id).values(urgent=True))
            tx.ring(row.id, "owner")


def _comfort(tx: Transaction, message: Any, text: str, urgent: bool, now: datetime) -> None:
    row = rows.lock(tx, message.conversation)
    waiting = tx.execute(
        sa.select(messages.c.id).where(messages.c.id == message.id, messages.c.state == State.NEW.value)
    ).one_or_none()
    said = tx.execute(sa.select(messages.c.id).where(messages.c.in_reply_to == message.id)).first()
    if waiting and not said:
        rows.say(tx, row, now, Author.SYSTEM, text, urgent=urgent, in_reply_to=message.id)


def _message_query() -> Any:
    return sa.select(
        messages,
        conversations.c.owner,
        conversations.c.customer,
        conversations.c.session.label("conversation_session"),
    ).join_from(messages, conversations)


def _next(tx: Transaction, conversation: str) -> Any:
    return tx.execute(
        _message_query()
        .where(messages.c.conversation == conversation, messages.c.state == State.NEW.value)
        .order_by(messages.c.seq)
        .limit(1)
    ).one_or_none()


def _one(tx: Transaction, message: int) -> Any:
    return tx.execute(_message_query().where(messages.c.id == message)).one()


def _owner(tx: Transaction, conversation: str) -> str:
    return str(
        tx.execute(sa.select(conversations.c.owner).where(conversations.c.id == conversation)).scalar_one()
    )
