"""Who answers a conversation: bot → queue → staff → bot. Every change is one transaction on the locked conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from service.bot.port import HandOver
from service.conversations import rows, unheard, waiting
from service.conversations.past import PAGE, contact_in, search
from service.face import (
    AlreadyTaken,
    Author,
    ChatContact,
    Conversation,
    NotFound,
    NotOwner,
    Owner,
    Past,
    Refused,
    StaffMember,
    StoredMessage,
)
from service.staff import is_there
from service.store import Store, Transaction
from service.store.tables import conversations, messages
from service.store.tables import staff as staff_table

ADMIN = "admin"
REPLY_LIMIT = 2000
PASSED_ON = "转接留言"
GOODBYE = "人工服务先到这里，机器人“来电”继续为您服务，需要时随时说“转人工”。"
CLOSED = "本次会话已结束。还需要帮忙，直接发消息就行。"
BACK_IN_QUEUE = "刚才接待您的同事离开了，已经请其他同事来接。前面说的都留着，不用重说。"
LEFT_ALONE = f"刚才接待您的同事离开了，现在没有工作人员在线。{waiting.MEANWHILE}"
REASON_LIMIT = 64


def queue(tx: Transaction, row: Any, hand_over: HandOver, now: datetime) -> None:
    """Puts a locked conversation in the queue, where it keeps its place and may become urgent."""
    stays = hand_over.keep_bot and row.owner == Owner.BOT.value
    values = {
        "owner": Owner.BOT.value if stays else Owner.QUEUE.value,
        "urgent": row.urgent or hand_over.urgent,
        "queued_at": row.queued_at or now,
        "reason": _reason(row, hand_over),
        "packet": _with_note(hand_over.packet, row.packet),
    }
    tx.execute(conversations.update().where(conversations.c.id == row.id).values(**values))
    tx.ring(row.id, "owner")


def _reason(row: Any, hand_over: HandOver) -> str:
    """The first one stays; but lives first: who waited for something else before stands with the dangers now."""
    is_danger = hand_over.reason == waiting.DANGER
    return hand_over.reason if is_danger else str(row.reason or hand_over.reason)[:REASON_LIMIT]


def _with_note(packet: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """A new packet, with what colleagues wrote on the one before."""
    note = ((before or {}).get("facts") or {}).get(PASSED_ON)
    return {**packet, "facts": {**(packet.get("facts") or {}), PASSED_ON: note}} if note else packet


def take_back(tx: Transaction, row: Any) -> None:
    """The bot has a waiting conversation (locked) again; staff who were alarmed keep it in sight."""
    if row.owner == Owner.QUEUE.value and not row.urgent:
        _to_bot(tx, row, session=row.session)


class StaffDesk:
    """Implements `face.Desk`."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def queue(self) -> list[Conversation]:
        """Waiting conversations, also those alerted while the bot still asks: danger, what else is urgent, the longest waiting."""
        query = (
            rows.conversation_query()
            .where(conversations.c.owner != Owner.STAFF.value, conversations.c.queued_at.is_not(None))
            .order_by(*waiting.ORDER)
        )
        return await self._list(query)

    async def alarms(self) -> list[Conversation]:
        """Held conversations in which danger was said that the holder has not answered yet, the newest first."""
        query = (
            rows.conversation_query()
            .where(conversations.c.owner == Owner.STAFF.value, conversations.c.alarmed_at.is_not(None))
            .order_by(conversations.c.alarmed_at.desc())
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

    async def take_over(
        self, conversation: str, staff: StaffMember, from_colleague: bool = False
    ) -> Conversation:
        """Makes the member the owner; AlreadyTaken when a colleague was first. Again by the same member: no change.

        Args:
            from_colleague: also when a colleague holds it who has no desk open; an admin, whoever holds it.
        """

        def work(tx: Transaction) -> Conversation:
            row, now = _locked(tx, conversation), self._clock()
            if row.owner == Owner.STAFF.value:
                if row.staff == staff.id:
                    return _get(tx, conversation)
                is_away = not tx.execute(sa.select(is_there(now, row.staff))).scalar_one()
                if not (from_colleague and (is_away or staff.role == ADMIN)):
                    raise AlreadyTaken(_get(tx, conversation).staff_name or "同事")
            _own(tx, conversation, Owner.STAFF, staff=staff.id, queued_at=None, taken_at=now)
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
                if row.alarmed_at:
                    _own(tx, conversation, Owner.STAFF, alarmed_at=None)
            return rows.to_message(tx.execute(rows.message_query().where(messages.c.id == stored)).one())

        return await self._store.write(work)

    async def typing(self, conversation: str, staff: StaffMember) -> None:
        """The customer sees that the member writes. NotOwner."""

        def work(tx: Transaction) -> None:
            _check_held(_locked(tx, conversation), staff)
            tx.ring(conversation, "typing")

        await self._store.write(work)

    async def transfer(
        self, conversation: str, staff: StaffMember, colleague: str, note: str
    ) -> Conversation:
        """Gives the conversation to a colleague who has the desk open, with a note for him. NotOwner, Refused."""

        def work(tx: Transaction) -> Conversation:
            row, now = _locked(tx, conversation), self._clock()
            _check_held(row, staff)
            is_present = (staff_table.c.id == colleague) & is_there(now, staff_table.c.id)
            to = tx.execute(sa.select(staff_table).where(is_present)).one_or_none()
            if to is None or to.id == staff.id:
                raise Refused("这位同事现在不在线，请另选一位，或者放回队列")
            packet = dict(row.packet or {})
            facts = dict(packet.get("facts") or {})
            earlier = [facts[PASSED_ON]] if facts.get(PASSED_ON) else []
            facts[PASSED_ON] = "；".join([*earlier, f"{staff.name}：{note.strip() or '没有留言'}"])
            values = {"packet": {**packet, "facts": facts}, "taken_at": row.taken_at or now}
            _own(tx, conversation, Owner.STAFF, staff=to.id, **values)
            said = f"已为您转给同事{to.name}，前面说的{to.name}都能看到，不用重说。"
            rows.say(tx, row, now, Author.SYSTEM, said, staff=staff.id)
            return _get(tx, conversation)

        return await self._store.write(work)

    async def release(self, conversation: str, staff: StaffMember) -> Conversation:
        """Gives the conversation back to the bot, its dialogue state intact, and what is unanswered with it. NotOwner."""
        return await self._change_held(conversation, staff, _release)

    async def close(self, conversation: str, staff: StaffMember) -> Conversation:
        """Ends the session; the bot begins afresh with the next message. NotOwner."""
        return await self._change_held(conversation, staff, _close)

    async def requeue(self, conversation: str, staff: StaffMember) -> Conversation:
        """Puts the conversation back in the queue, before those who came after it was taken. NotOwner."""
        return await self._change_held(conversation, staff, back_to_queue)

    async def contact(self, conversation: str, staff: StaffMember) -> ChatContact:
        """The numbers of the conversation in full. NotOwner."""

        def look(tx: Transaction) -> ChatContact:
            row = _locked(tx, conversation)
            _check_held(row, staff)
            return contact_in(tx, row)

        return await self._store.write(look)

    async def past(self, wanted: Past, page: int = 0) -> tuple[list[Conversation], bool]:
        """A page of conversations found again, and whether there are more. Refused."""
        found = await self._list(search(wanted, page))
        return found[:PAGE], len(found) > PAGE

    async def leave(self, staff: StaffMember, to_bot: bool) -> int:
        """The member goes: all that he holds goes back to the queue, or to the bot.

        Returns:
            How many conversations.
        """
        held = await self.held_by(staff)
        for each in held:
            try:
                await (self.release if to_bot else self.requeue)(each.id, staff)
            except NotOwner:
                continue  # a colleague took it meanwhile
        return len(held)

    async def _change_held(
        self, conversation: str, staff: StaffMember, change: Callable[[Transaction, Any, datetime], None]
    ) -> Conversation:
        def work(tx: Transaction) -> Conversation:
            row = _locked(tx, conversation)
            _check_held(row, staff)
            change(tx, row, self._clock())
            return _get(tx, conversation)

        return await self._store.write(work)

    async def _list(self, query: Any) -> list[Conversation]:
        found = await self._store.read(lambda tx: tx.execute(query).all())
        return [rows.to_conversation(row) for row in found]


def back_to_queue(tx: Transaction, row: Any, now: datetime) -> None:
    """A locked conversation whose holder is gone waits again; while nobody is there the bot serves it."""
    others = sa.exists().where(staff_table.c.id != row.staff, is_there(now, staff_table.c.id))
    is_staffed = tx.execute(sa.select(others)).scalar_one()
    rows.say(tx, row, now, Author.SYSTEM, BACK_IN_QUEUE if is_staffed else LEFT_ALONE, staff=row.staff)
    _own(tx, row.id, Owner.QUEUE, staff=None, queued_at=row.taken_at or now, taken_at=None)
    unheard.give(tx, row)


def _release(tx: Transaction, row: Any, now: datetime) -> None:
    rows.say(tx, row, now, Author.SYSTEM, GOODBYE, staff=row.staff)
    _to_bot(tx, row, session=row.session)
    if not unheard.give(tx, row):
        unheard.ask_again(tx, row, now)


def _close(tx: Transaction, row: Any, now: datetime) -> None:
    rows.say(tx, row, now, Author.SYSTEM, CLOSED, staff=row.staff)
    _to_bot(tx, row, session=row.session + rows.AFRESH)


def _to_bot(tx: Transaction, row: Any, session: int) -> None:
    _own(
        tx,
        row.id,
        Owner.BOT,
        staff=None,
        queued_at=None,
        taken_at=None,
        alarmed_at=None,
        reason=None,
        urgent=False,
        # What was found out holds as long as the talk goes on.
        packet=row.packet if session == row.session else {},
        session=session,
    )


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
