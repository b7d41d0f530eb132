"""Asks the bot until it answers, and looks after the customer meanwhile (design 4.4). Service process.

The bot may be away or fail. Nobody waits in silence for it: a sign that an answer is being written, then one word that nothing
is lost; in danger the advice, and staff are called.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.danger import Danger, detect
from common.danger_advice import advice
from service.bot.port import Answer, Bot, BotFailed, BotUnavailable, HandOver, Reply, Turn
from service.conversations import ownership, rows
from service.conversations.pace import Pace
from service.face import Adapter, Author, Kind, Owner, Place, State
from service.store import Store, Transaction
from service.store.tables import conversations, messages

logger = logging.getLogger(__name__)

# Turns that are with the bot at once. Waiting for a bot that is away takes no room.
TURNS = 32
# An answer that fails this often inside the bot needs a person.
FAILURES = 4

SORRY_LATER = "系统这会儿有点慢，您的话我已经记下了，恢复后马上回复，不用重发。如果有触电、着火、断线，请先远离，并拨打95598或119。"
SORRY_PERSON = "这个问题我没处理好，已经为您转给工作人员，请稍等。"


class Asking:
    """Gets answers from the bot."""

    def __init__(
        self,
        store: Store,
        bot: Bot,
        adapters: Mapping[str, Adapter],
        clock: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        self._store = store
        self._bot = bot
        self._adapters = adapters
        self._clock = clock
        self._pace = pace
        self._room = asyncio.Semaphore(TURNS)

    async def answer(self, message: Any) -> Answer | None:
        """The bot's answer to a message (a row of the dispatcher); None when a person has the conversation meanwhile."""
        typing = asyncio.create_task(self._show_typing(message))
        comfort = asyncio.create_task(self._comfort(message))
        try:
            return await self._ask(message)
        finally:
            typing.cancel()
            comfort.cancel()

    async def _ask(self, message: Any) -> Answer | None:
        turn = _turn(message)
        failures, pause = 0, self._pace.first_pause
        while True:
            try:
                async with self._room:
                    return await self._bot.answer(turn)
            except BotFailed as error:
                failures += 1
                logger.error(
                    "the bot failed on message %s (%s of %s): %s", turn.message, failures, FAILURES, error
                )
                if failures == FAILURES:
                    return to_person("bot_failed")
            except BotUnavailable as error:
                logger.warning("the bot is not available for message %s: %s", turn.message, error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._pace.longest_pause)
            if await self._store.read(lambda tx: _owner(tx, turn.conversation)) == Owner.STAFF.value:
                return None

    async def _show_typing(self, message: Any) -> None:
        await asyncio.sleep(self._pace.typing)
        adapter = self._adapters.get(message.channel)
        if adapter is not None:
            await adapter.typing(message.customer)

    async def _comfort(self, message: Any) -> None:
        if message.kind == Kind.EVENT.value:
            return  # the customer has said nothing that he wants an answer to
        danger = detect(message.text)
        await asyncio.sleep(self._pace.danger if danger else self._pace.patience)
        await asyncio.shield(self._store.write(lambda tx: _comfort(tx, message, danger, self._clock())))


def to_person(reason: str) -> Answer:
    """What the customer gets when the bot has no answer: a word, and a person."""
    return Answer((Reply(SORRY_PERSON),), HandOver(reason))


def _turn(message: Any) -> Turn:
    return Turn(
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
        waits=message.owner == Owner.QUEUE.value,
    )


def _comfort(tx: Transaction, message: Any, danger: Danger | None, now: datetime) -> None:
    row = rows.lock(tx, message.conversation)
    state = tx.execute(sa.select(messages.c.state).where(messages.c.id == message.id)).scalar_one()
    said = tx.execute(
        sa.select(messages.c.id).where(
            messages.c.conversation == message.conversation,
            messages.c.seq > message.seq,
            messages.c.in_reply_to == message.id,
        )
    ).first()
    if state != State.NEW.value or said or row.owner == Owner.STAFF.value:
        return
    text = advice(danger.kind) if danger else SORRY_LATER
    rows.say(tx, row, now, Author.SYSTEM, text, urgent=bool(danger), in_reply_to=message.id)
    if danger:
        packet = {**(row.packet or {}), "summary": f"危险（机器人暂时没有应答）：{message.text[:200]}"}
        ownership.queue(tx, row, HandOver("danger", urgent=True, keep_bot=True, packet=packet), now)


def _owner(tx: Transaction, conversation: str) -> str:
    return str(
        tx.execute(sa.select(conversations.c.owner).where(conversations.c.id == conversation)).scalar_one()
    )
