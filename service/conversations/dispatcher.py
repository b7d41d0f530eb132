"""Takes conversations with unprocessed messages, one worker a conversation, and asks the bot (design 4.3–4.5).

A worker holds a lease in the database, so the rule holds across processes; a lease that its process no longer renews falls
free. The bot's replies and the mark "processed" go into one transaction: a crash before it repeats the turn, which the bot
recognises by the message's id; a crash after it has nothing left to do.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.danger import Danger, detect
from common.danger_advice import advice
from service.bell import Bell
from service.bot.port import Answer, Bot
from service.conversations import ownership, rows, unheard, waiting
from service.conversations.asking import FAILURES, Asking, to_person
from service.conversations.pace import PACE, Pace
from service.conversations.workers import Workers
from service.face import Adapter, Author, Kind, Owner, State
from service.media import MediaStore
from service.metrics import ANSWER_SECONDS, MESSAGES
from service.store import Store, Transaction, is_away
from service.store.tables import OPEN, conversations, messages
from service.tickets.book import TicketBook
from service.tickets.danger import write_down

logger = logging.getLogger(__name__)


class Dispatcher:
    """Runs until cancelled; see the module for its promises.

    Args:
        hours: when staff are at the desk, as customers are told; empty: not told.
        tickets: take down a danger that the bot does not hear.
    """

    def __init__(
        self,
        store: Store,
        bell: Bell,
        bot: Bot,
        adapters: Mapping[str, Adapter],
        media: MediaStore,
        clock: Callable[[], datetime],
        pace: Pace = PACE,
        hours: str = "",
        *,
        tickets: TicketBook,
    ) -> None:
        self._store = store
        self._bell = bell
        self._hours = hours
        self._tickets = tickets
        self._adapters = adapters
        self._media = media
        self._clock = clock
        self._pace = pace
        self._asking = Asking(store, bot, adapters, clock, pace)
        self._faults: Counter[int] = Counter()
        is_new = messages.c.state == State.NEW.value
        self._workers = Workers(
            store, bell, clock, "dispatch", is_new, self._work, lease=pace.dispatch_lease, poll=pace.poll
        )

    async def run(self) -> None:
        """Dispatches what is there, then what comes."""
        await self._workers.run()

    async def stop(self) -> None:
        """Cancels the workers; their turns are repeated by whoever comes next."""
        await self._workers.stop(cancel=True)

    async def _work(self, conversation: str) -> None:
        try:
            message = await self._store.write(lambda tx: self._claim(tx, conversation))
            while message is not None:
                message = await self._handle(message)
        except BaseException:
            await asyncio.shield(self._store.write(lambda tx: self._workers.release(tx, conversation)))
            raise

    def _claim(self, tx: Transaction, conversation: str) -> Any:
        if _next(tx, conversation) is None:
            return None
        if not self._workers.claim(tx, conversation):
            return None
        return self._go_on(tx, conversation)

    def _go_on(self, tx: Transaction, conversation: str) -> Any:
        """The next message; when there is none, the lease goes back."""
        following = _next(tx, conversation)
        if following is None:
            self._workers.release(tx, conversation)
        return following

    async def _handle(self, message: Any) -> Any:
        """Brings one message to its end.

        Returns:
            The next message of the conversation, or None.
        """
        started = self._clock()
        try:
            message = await self._fetch_media(message)
            answer = await self._asking.answer(message) if _is_for_bot(message) else None
            if answer is None:
                await self._watch_for_danger(message)
            following = await self._store.write(lambda tx: self._complete(tx, message, answer))
        except Exception as error:
            if is_away(error):
                raise  # no fault of the message
            # Neither silence for this customer nor a message that holds up all after it.
            self._faults[message.id] += 1
            if self._faults[message.id] < FAILURES:
                raise
            logger.exception("message %s cannot be handled and goes to a person", message.id)
            answer = to_person("bot_failed")
            following = await self._store.write(lambda tx: self._complete(tx, message, answer))
        self._faults.pop(message.id, None)
        MESSAGES.labels(message.channel, "inbound").inc()
        if answer:
            ANSWER_SECONDS.observe((self._clock() - started).total_seconds())
        return following

    async def _fetch_media(self, message: Any) -> Any:
        """Brings a picture home before its platform forgets it (WeChat: three days); without it the talk goes on."""
        if not message.media_ref or message.media or message.kind != Kind.IMAGE.value:
            return message
        try:
            content, media_type = await self._adapters[message.channel].fetch(message.media_ref)
            media = await self._media.save(content, media_type)
        except Exception as error:
            if is_away(error):
                raise
            logger.warning("a picture could not be fetched: %r", error)
            return message
        update = messages.update().where(messages.c.id == message.id).values(media=media)
        return await self._store.write(lambda tx: (tx.execute(update), _one(tx, message.id))[1])

    def _complete(self, tx: Transaction, message: Any, answer: Answer | None) -> Any:
        now = self._clock()
        row = rows.lock(tx, message.conversation)
        if answer is None and row.owner == Owner.BOT.value:
            # A colleague gave the conversation back meanwhile: the bot has yet to answer this.
            return self._go_on(tx, message.conversation)
        marked = tx.execute(
            messages.update()
            .where(messages.c.id == message.id, messages.c.state == State.NEW.value)
            .values(state=State.PROCESSED.value, done_at=now)
        )
        # No mark: another worker finished it after our lease fell free; its replies stand, ours are dropped.
        if marked.rowcount and (answer is None or row.owner == Owner.STAFF.value):
            tx.execute(messages.update().where(messages.c.id == message.id).values(unheard=True))
            if danger := _danger(message):  # the talk was taken over while the bot thought
                _alarm(tx, message, danger, now)
            if row.owner == Owner.QUEUE.value and waiting.asks_for_person(message):
                waiting.tell_standing(tx, row, message, now, self._hours)
        elif marked.rowcount and answer and row.session == message.conversation_session:
            self._say_answer(tx, row, message, answer, now)
        return self._go_on(tx, message.conversation)

    def _say_answer(self, tx: Transaction, row: Any, message: Any, answer: Answer, now: datetime) -> None:
        _say_answer(tx, row, message, answer, now)
        if answer.hand_over and not answer.hand_over.keep_bot:
            waiting.tell_standing(tx, rows.lock(tx, row.id), message, now, self._hours)

    async def _watch_for_danger(self, message: Any) -> None:
        """Danger goes first even while a person has the talk: advice at once, the alarm at every desk, then the ticket."""
        danger = _danger(message)
        if danger is None or not await self._store.write(
            lambda tx: _alarm(tx, message, danger, self._clock())
        ):
            return
        words = message.text
        try:
            written = await write_down(
                self._store, self._tickets, message.conversation, message.id, words, danger.kind
            )
        except Exception as error:
            if is_away(error):
                raise
            # People at the desk are alarmed; they can make the ticket themselves.
            logger.exception("no emergency ticket could be made for message %s", message.id)
            return
        await self._store.write(lambda tx: _name_danger(tx, message, *written, self._clock()))


def _is_for_bot(message: Any) -> bool:
    """The bot has the talk; or it waits for staff, and its words are no question for them (service/conversations/waiting.py)."""
    is_waiting = message.owner == Owner.QUEUE.value
    return message.owner == Owner.BOT.value or (is_waiting and not waiting.asks_for_person(message))


def _say_answer(tx: Transaction, row: Any, message: Any, answer: Answer, now: datetime) -> None:
    is_waiting = row.owner == Owner.QUEUE.value  # what is said to the person need not all be answered
    if not (answer.replies or answer.hand_over or is_waiting) and message.kind != Kind.EVENT.value:
        answer = to_person("bot_silent")
    question = None
    told = _told_already(tx, message) if any(reply.urgent for reply in answer.replies) else set()
    for reply in answer.replies:
        if reply.urgent and reply.text in told:
            continue
        said = rows.say(
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
        question = said if unheard.is_question(reply.text, reply.buttons) else question
    asked: dict[str, Any] = {"asked_at": now if answer.asks else None, "asked_form": answer.asks}
    if not answer.asks:
        asked["question"] = None
    elif question and not (answer.hand_over and not answer.hand_over.keep_bot):
        asked["question"] = question
    tx.execute(conversations.update().where(conversations.c.id == row.id).values(asked))
    if answer.hand_over:
        ownership.queue(tx, row, answer.hand_over, now)
    elif answer.take_back:
        ownership.take_back(tx, row)


def _told_already(tx: Transaction, message: Any) -> set[str]:
    """What was answered to a message before the bot got it: the advice, while staff had the talk."""
    query = sa.select(messages.c.text).where(
        messages.c.conversation == message.conversation, messages.c.in_reply_to == message.id
    )
    return set(tx.execute(query).scalars())


def _danger(message: Any) -> Danger | None:
    return detect(message.text) if message.kind != Kind.EVENT.value else None


def _alarm(tx: Transaction, message: Any, danger: Danger, now: datetime) -> bool:
    """Advice to the customer, once for a message; the talk becomes urgent. False when the bot has the talk meanwhile."""
    row = rows.lock(tx, message.conversation)
    if row.owner == Owner.BOT.value:
        return False
    advised = sa.select(messages.c.id).where(
        messages.c.conversation == row.id, messages.c.in_reply_to == message.id, messages.c.urgent
    )
    if tx.execute(advised).first() is None:
        rows.say(tx, row, now, Author.BOT, advice(danger.kind), urgent=True, in_reply_to=message.id)
        alarm = {"urgent": True, "reason": "danger", "alarmed_at": now}
        tx.execute(conversations.update().where(conversations.c.id == row.id).values(alarm))
        tx.ring(row.id, "owner")
    return True


def _name_danger(tx: Transaction, message: Any, number: str, place: str, now: datetime) -> None:
    """The danger and its ticket on the sheet that staff see; the customer hears which place it was reported at.

    Args:
        place: what the order got of what was known; empty: nothing new.
    """
    row = rows.lock(tx, message.conversation)
    if row.owner == Owner.BOT.value:
        return
    packet = dict(row.packet or {})
    facts = {**dict(packet.get("facts") or {}), "刚才说的危险": message.text[:200]}
    if place:
        said = f"已经加急上报，地点按您前面说的：{place}。不在这里的话马上告诉我。"
        rows.say(tx, row, now, Author.BOT, said, in_reply_to=message.id)
    numbers = [number, *(each for each in packet.get("tickets") or () if each != number)]
    values = {"packet": {**packet, "facts": facts, "tickets": numbers}}
    tx.execute(conversations.update().where(conversations.c.id == row.id).values(values))
    tx.ring(row.id, "owner")


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
        .where(OPEN, messages.c.conversation == conversation, messages.c.state == State.NEW.value)
        .order_by(messages.c.seq)
        .limit(1)
    ).one_or_none()


def _one(tx: Transaction, message: int) -> Any:
    return tx.execute(_message_query().where(messages.c.id == message)).one()
