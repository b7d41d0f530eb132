"""The durable message log: stores what customers send, once, in order, before it is acknowledged (design 4.2)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from service.bell import Bell
from service.conversations import rows
from service.conversations.choices import parse_button_id, typed_choice
from service.face import (
    Author,
    Change,
    Conversation,
    InboundMessage,
    Kind,
    Owner,
    Receipt,
    State,
    StoredMessage,
    Window,
)
from service.store import Store, Transaction
from service.store.tables import OPEN, bindings, conversations, messages

# Longer texts are cut here, not refused: the platform has accepted them already. WeChat's own limit is below this.
TEXT_LIMIT = 4000


class MessageLog:
    """Implements `face.Conversations`.

    Args:
        idle: silence after which the next message begins a new session, with fresh dialogue state.
        clock: the present time with its zone.
    """

    def __init__(self, store: Store, bell: Bell, idle: timedelta, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._bell = bell
        self._idle = idle
        self._clock = clock

    async def receive(self, message: InboundMessage) -> Receipt:
        """Stores a message durably; a repeat of the same platform id is found and not stored again."""
        now = self._clock()
        return await self._store.write(lambda tx: self._receive(tx, message, now))

    async def find(self, channel: str, customer: str) -> Conversation | None:
        """The conversation of a customer, or None before his first message."""
        return await self._store.read(lambda tx: _find(tx, channel, customer))

    async def open(self, channel: str, customer: str) -> Conversation:
        """As `find`, made when missing."""
        found = await self.find(channel, customer)
        if found:
            return found
        now = self._clock()
        await self._store.write(lambda tx: rows.lock_or_make(tx, channel, customer, now))
        made = await self.find(channel, customer)
        assert made
        return made

    async def history(self, conversation: str, since: int = 0, limit: int = 200) -> list[StoredMessage]:
        """The newest `limit` messages with `seq > since`, oldest first; platform events are not shown."""
        query = (
            rows.message_query()
            .where(
                messages.c.conversation == conversation,
                messages.c.seq > since,
                messages.c.kind != Kind.EVENT.value,
            )
            .order_by(messages.c.seq.desc())
            .limit(limit)
        )
        found = await self._store.read(lambda tx: tx.execute(query).all())
        return [rows.to_message(row) for row in reversed(found)]

    def watch(self, conversation: str | None) -> AbstractAsyncContextManager[AsyncIterator[Change]]:
        """Changes from now on, of one conversation or (None) of all."""
        return self._bell.watch(conversation)

    def _receive(self, tx: Transaction, message: InboundMessage, now: datetime) -> Receipt:
        row = rows.lock_or_make(tx, message.channel, message.customer, now)
        known = tx.execute(
            sa.select(messages.c.id, messages.c.seq).where(
                messages.c.channel == message.channel, messages.c.platform_id == message.platform_id
            )
        ).one_or_none()
        if known:
            return Receipt(row.id, known.id, known.seq, repeated=True)
        row = self._begin_session(tx, row, now)
        text, payload = _resolve(tx, row, message)
        stored, seq = rows.append(
            tx,
            row,
            now,
            author=Author.CUSTOMER.value,
            kind=message.kind.value,
            text=_storable(text)[:TEXT_LIMIT],
            payload=payload,
            event=message.event,
            place=rows.place_json(message.place),
            media=message.media,
            media_ref=message.media_ref,
            platform_id=message.platform_id,
            # Nobody is there any more to be answered.
            state=(State.PROCESSED if message.event == "unsubscribe" else State.NEW).value,
        )
        tx.execute(conversations.update().where(conversations.c.id == row.id).values(asked_at=None))
        if message.window and _is_better(message.window, row, now):
            tx.execute(
                conversations.update()
                .where(conversations.c.id == row.id)
                .values(
                    window_opened_at=now,
                    window_messages=message.window.messages,
                    window_seconds=message.window.seconds,
                    window_used=0,
                )
            )
        if message.event == "unsubscribe":
            _forget(tx, row, now)
        return Receipt(row.id, stored, seq, repeated=False)

    def _begin_session(self, tx: Transaction, row: Any, now: datetime) -> Any:
        if (
            row.owner != Owner.BOT.value
            or row.queued_at
            or row.last_at is None
            or now - row.last_at < self._idle
            or _is_unanswered(tx, row)
        ):
            return row
        values = {"session": row.session + 1, "packet": {}}
        tx.execute(conversations.update().where(conversations.c.id == row.id).values(values))
        return rows.lock(tx, row.id)


def _find(tx: Transaction, channel: str, customer: str) -> Conversation | None:
    query = rows.conversation_query().where(
        conversations.c.channel == channel, conversations.c.customer == customer
    )
    row = tx.execute(query).one_or_none()
    return rows.to_conversation(row) if row else None


def _is_unanswered(tx: Transaction, row: Any) -> bool:
    """Whether the bot, away for long, still owes an answer: it belongs to the session in which the question was put."""
    new = sa.select(messages.c.id).where(
        OPEN, messages.c.conversation == row.id, messages.c.state == State.NEW.value
    )
    return tx.execute(new).first() is not None


def _storable(text: str) -> str:
    """PostgreSQL stores no NUL, and nobody a lone surrogate; a platform may send either."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _resolve(tx: Transaction, row: Any, message: InboundMessage) -> tuple[str, str | None]:
    """Text to show and payload to act on; the payload is always one that we issued in this session."""
    if message.kind is Kind.CHOICE and message.choice:
        named = parse_button_id(message.choice)
        if named:
            asked = tx.execute(
                sa.select(messages.c.buttons).where(
                    messages.c.id == named[0],
                    messages.c.conversation == row.id,
                    messages.c.session == row.session,
                )
            ).scalar_one_or_none()
            if asked and named[1] < len(asked):
                return asked[named[1]]["title"], asked[named[1]]["payload"]
        return message.text, None
    if message.kind in (Kind.TEXT, Kind.VOICE) and len(message.text) <= 30:
        buttons = _latest_buttons(tx, row)
        index = typed_choice(message.text, buttons) if buttons else None
        if index is not None:
            return message.text, buttons[index]["payload"]
    return message.text, None


def _latest_buttons(tx: Transaction, row: Any) -> list[dict[str, str]]:
    """Buttons of the answer that the customer is looking at: nothing he said lies after them."""
    last = tx.execute(
        sa.select(messages.c.author, messages.c.buttons)
        .where(messages.c.conversation == row.id, messages.c.session == row.session)
        .order_by(messages.c.seq.desc())
        .limit(6)
    ).all()
    for line in last:
        if line.author == Author.CUSTOMER.value:
            return []
        if line.buttons:
            return list(line.buttons)
    return []


def _is_better(window: Window, row: Any, now: datetime) -> bool:
    """A tap's minute does not end an open window of hours that still has messages left (protocol 6)."""
    if row.window_messages is None or row.window_used >= row.window_messages:
        return True
    ends: datetime = row.window_opened_at + timedelta(seconds=row.window_seconds)
    return now + timedelta(seconds=window.seconds) >= ends


def _forget(tx: Transaction, row: Any, now: datetime) -> None:
    """The customer unfollowed: nothing can be sent, bindings go, the next message begins afresh (protocol 4)."""
    tx.execute(bindings.delete().where(bindings.c.conversation == row.id))
    tx.execute(
        messages.update()
        .where(messages.c.conversation == row.id, messages.c.state == State.PENDING.value)
        .values(state=State.FAILED.value, reason="客户已取消关注", done_at=now)
    )
    tx.execute(
        conversations.update()
        .where(conversations.c.id == row.id)
        .values(
            session=row.session + rows.AFRESH,
            owner=Owner.BOT.value,
            staff=None,
            queued_at=None,
            taken_at=None,
            alarmed_at=None,
            asked_at=None,
            reason=None,
            packet={},
            urgent=False,
        )
    )
    tx.ring(row.id, "owner")
