"""Work orders that staff make from a talk that they hold, by the rules of the bot's own (service process)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.danger import detect
from service.conversations import rows
from service.face import Author, NotFound, NotOwner, Owner, Refused, StaffMember, StaffOrder, Ticket
from service.store import Transaction
from service.store.tables import conversations, messages
from service.tickets.book import Made, NewTicket, TicketBook
from service.tickets.kinds import KINDS, BizType, Topic

SUMMARY_LIMIT = 300
PLACE_LIMIT = 120
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")


class StaffTickets(TicketBook):
    """Implements `face.Tickets`."""

    async def make_order(self, conversation: str, staff: StaffMember, order: StaffOrder) -> Ticket:
        """Makes the order and tells the customer; the same `client_id` again gives the first one.

        Raises:
            NotFound, NotOwner: no such conversation, or not this member's.
            Refused: a field that is missing or unfit.
        """
        new = _checked(conversation, staff, order)
        await self._store.read(lambda tx: _check_held(tx, conversation, staff))
        made = await self.create(new)
        await self._store.write(lambda tx: _tell(tx, conversation, staff, made, self._clock()))
        return made.ticket


def _checked(conversation: str, staff: StaffMember, order: StaffOrder) -> NewTicket:
    try:
        topic = Topic(order.topic)
    except ValueError:
        raise Refused("请选择工单类型") from None
    summary, address = order.summary.strip(), order.address.strip()
    phone = re.sub(r"[\s-]", "", order.phone)
    if not 0 < len(summary) <= SUMMARY_LIMIT:
        raise Refused(f"情况要写，最多 {SUMMARY_LIMIT} 字")
    if len(address) > PLACE_LIMIT:
        raise Refused(f"地址最多 {PLACE_LIMIT} 字")
    # A crew that is sent needs to know where.
    if KINDS[topic].biz_type is BizType.FAULT and not address:
        raise Refused("报修要写地址，师傅才找得到")
    if phone and not _PHONE.fullmatch(phone):
        raise Refused("电话请写11位手机号，或者带区号的座机；没有就空着")
    danger = detect(summary)
    return NewTicket(
        conversation,
        topic.value,
        f"staff:{conversation[:8]}:{order.client_id}"[:80],
        summary,
        address=address,
        phone=phone or None,
        # Without a place nothing tells whether two complaints are one matter.
        join=bool(address),
        danger=[danger.kind] if danger else [],
        by=staff.name,
    )


def _check_held(tx: Transaction, conversation: str, staff: StaffMember) -> None:
    query = sa.select(conversations).where(conversations.c.id == conversation)
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFound(conversation)
    if row.owner != Owner.STAFF.value or row.staff != staff.id:
        raise NotOwner(conversation)


def _tell(tx: Transaction, conversation: str, staff: StaffMember, made: Made, now: datetime) -> None:
    """The customer gets the number and the promise, once."""
    row: Any = rows.lock(tx, conversation)
    key = f"{conversation}:order:{made.ticket.number}"
    told = sa.select(messages.c.id).where(messages.c.channel == row.channel, messages.c.platform_id == key)
    if tx.execute(told).first():
        return
    number, kind = made.ticket.number, made.ticket.biz_type
    text = (
        f"您说的事已经在工单{number}上了，我们按这张单子办。"
        if made.joined
        else f"已为您登记{kind}工单{number}。{made.promise}"
    )
    rows.say(tx, row, now, Author.SYSTEM, text, staff=staff.id, platform_id=key)
