"""Who answers a conversation: bot → queue → staff → bot. Every change is one transaction on the locked conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from service.bot.port import HandOver
from service.conversations import rows
from service.face import (
    AlreadyTaken,
    Author,
    Conversation,
    NotFound,
    NotOwner,
    Owner,
    Refused,
    StaffMember,
    StoredMessage,
)
from service.store import Store, Transaction
from service.store.tables import conversations, messages

REPLY_LIMIT = 2000
REASON_LIMIT = 64


def queue(tx: Transaction, row: Any, hand_over: HandOver, now: datetime) -> None:
    """Puts a locked conversation in the queue, where it keeps its place and may become urgent."""
    stays = hand_over.keep_bot and row.owner == Owner.BOT.value
    values = {
        "owner": Owner.BOT.value if stays else Owner.QUEUE.value,
        "urgent": row.urgent or hand_over.urgent,
        "queued_at": row.queued_at or now,
        "reason": (row.reason or hand_over.reason)[:REASON_LIMIT],
        "packet": hand_over.packet,
    }
    tx.execute(conversations.update().where(conversations.c.id == row.id).values(**values))
    tx.ring(row.id, "owner")


class StaffDesk:
    """Implements `face.Desk`."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def queue(self) -> list[Conversation]:
        """Waiting conversations, also those alerted while the bot still asks: urgent first, then the longest waiting."""
        query = (
            rows.conversation_query()
            .where(conversations.c.owner != Owner.STAFF.value, conversations.c.queued_at.is_not(None))
            .order_by(conversations.c.urgent.desc(), conversations.c.queued_at)
        )
        return await self._list(query)

    async def held_by(self, staff: StaffMember) -> list[Conversation]:
        """Conversations this member holds, the most recently active first."""
        query = (
            rows.conversation_query()
            .where(conversations.c.owner == Owner.STAFF.value, conversations.c.staff == staff.id)
            .order_by(conversations.c.last_at.desc())
        )
        return await self._list(query)

    async def get(self, conversation: str) -> Conversation:
        """One conversation; NotFound when there is none."""
        return await self._store.read(lambda tx: _get(tx, conversation))

    async def take_over(self, conversation: str, staff: StaffMember) -> Conversation:
        """Makes the member the owner; AlreadyTaken when a colleague was first. Again by the same member: no change."""

        def work(tx: Transaction) -> Conversation:
            row = _locked(tx, conversation)
            if row.owner == Owner.STAFF.value:
                if row.staff != staff.id:
                    raise AlreadyTaken(_get(tx, conversation).staff_name or "同事")
                return _get(tx, conversation)
            now = self._clock()
            _own(tx, conversation, Owner.STAFF, staff=staff.id, queued_at=None)
            rows.say(
                tx, row, now, Author.SYSTEM, f"工作人员{staff.name}已接入，正在为您服务。", staff=staff.id
            )
            return _get(tx, conversation)

        return await self._store.write(work)

    async def reply(self, conversation: str, staff: StaffMember, text: str, client_id: str) -> StoredMessage:
        """Sends a staff message; the same `client_id` again returns the first. NotOwner, Refused (empty, too long)."""
        text = text.strip()
        if not text:
            raise Refused("回复内容是空的")
        if len(text) > REPLY_LIMIT:
            raise Refused(f"回复最多 {REPLY_LIMIT} 字，现在是 {len(text)} 字")

        def work(tx: Transaction) -> StoredMessage:
            row = _locked(tx, conversation)
            key = f"{conversation}:staff:{client_id}"
            # A repeat is recognised even after the member gave the conversation back.
            stored = tx.execute(
                sa.select(messages.c.id).where(
                    messages.c.channel == row.channel,
                    messages.c.platform_id == key,
                    messages.c.staff == staff.id,
                )
            ).scalar_one_or_none()
            if stored is None:
                _check_held(row, staff)
                stored = rows.say(tx, row, self._clock(), Author.STAFF, text, staff=staff.id, platform_id=key)
            return rows.to_message(tx.execute(rows.message_query().where(messages.c.id == stored)).one())

        return await self._store.write(work)

    async def typing(self, conversation: str, staff: StaffMember) -> None:
        """The customer sees that the member writes. NotOwner."""

        def work(tx: Transaction) -> None:
            _check_held(_locked(tx, conversation), staff)
            tx.ring(conversation, "typing")

        await self._store.write(work)

    async def release(self, conversation: str, staff: StaffMember) -> Conversation:
        """Gives the conversation back to the bot, its dialogue state intact. NotOwner."""
        return await self._give_back(
            conversation, staff, "人工服务先到这里，机器人“来电”继续为您服务，需要时随时说“转人工”。", 0
        )

    async def close(self, conversation: str, staff: StaffMember) -> Conversation:
        """Ends the session; the bot begins afresh with the next message. NotOwner."""
        goodbye = "本次会话已结束。还需要帮忙，直接发消息就行。"
        return await self._give_back(conversation, staff, goodbye, rows.AFRESH)

    async def _give_back(
        self, conversation: str, staff: StaffMember, goodbye: str, sessions: int
    ) -> Conversation:
        def work(tx: Transaction) -> Conversation:
            row = _locked(tx, conversation)
            _check_held(row, staff)
            rows.say(tx, row, self._clock(), Author.SYSTEM, goodbye, staff=staff.id)
            _own(
                tx,
                conversation,
                Owner.BOT,
                staff=None,
                queued_at=None,
                reason=None,
                urgent=False,
                packet={},
                session=row.session + sessions,
            )
            return _get(tx, conversation)

        return await self._store.write(work)

    async def _list(self, query: Any) -> list[Conversation]:
        found = await self._store.read(lambda tx: tx.execute(query).all())
        return [rows.to_conversation(row) for row in found]


def _own(tx: Transaction, conversation: str, owner: Owner, **values: Any) -> None:
    tx.execute(
        conversations.update().where(conversations.c.id == conversation).values(owner=owner.value, **values)
    )
    tx.ring(conversation, "owner")


def _locked(tx: Transaction, conversation: str) -> Any:
    row = rows.lock(tx, conversation)
    if row is None:
        raise NotFound(conversation)
    return row


def _check_held(row: Any, staff: StaffMember) -> None:
    if row.owner != Owner.STAFF.value or row.staff != staff.id:
        raise NotOwner(row.id)


def _get(tx: Transaction, conversation: str) -> Conversation:
    row = tx.execute(rows.conversation_query().where(conversations.c.id == conversation)).one_or_none()
    if row is None:
        raise NotFound(conversation)
    return rows.to_conversation(row)
