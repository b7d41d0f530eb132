"""Work orders in the database: made once for each wish, found again, moved legally. `face.Tickets` is this and by_staff.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.masking import mask_proofs
from service.conversations import rows
from service.face import IllegalMove, NotFound, StaffMember, Ticket
from service.metrics import TICKETS
from service.store import Store, Transaction
from service.store.tables import ticket_events, tickets
from service.tickets import ticket_rows
from service.tickets.customer_moves import CustomerMoves, amend
from service.tickets.kinds import KINDS, BizType, Sensitive, Topic, Urgency, needs_crew, urgency_of
from service.tickets.lifecycle import OPEN, RUNNING, Action, Status
from service.tickets.moving import make_move
from service.tickets.on_file import ALARM_SECONDS, SECONDS, look_up
from service.tickets.promise import Clock, customer_wording, deadlines
from service.tickets.ticket_rows import BOT, CUSTOMER
from service.tickets.workdays import shipped_workdays
from service.utility.port import Utility

UNCHECKED = "停电核对"
"""Label of a detail: the utility did not answer when the fault was reported (service/notices/late_checks.py)."""


@dataclass(frozen=True)
class NewTicket:
    """What a ticket is made from.

    Attributes:
        topic: a value of `kinds.Topic`.
        key: idempotency key; a second ticket with the same key is the first one.
        join: a ticket of this conversation on the same topic at the same place whose work is not done is used instead of a
            second one; what is told now goes on it.
        crew: False when nobody is to be sent (facts 1.2).
        danger: kinds of `common.danger`; sensitive: names of `kinds.Sensitive`, as in `life_support`.
        details: further answers, Chinese label → text, shown to staff as they are.
        by: who makes it, as the history names him.
    """

    conversation: str
    topic: str
    key: str
    summary: str
    address: str = ""
    account_no: str | None = None
    contact_name: str | None = None
    phone: str | None = None
    join: bool = False
    crew: bool = True
    danger: list[str] = field(default_factory=list)
    sensitive: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)
    by: str = BOT


@dataclass(frozen=True)
class Made:
    """A ticket as the dialogue gets it.

    Attributes:
        joined: it existed before, of another wish.
        promise: a sentence for the customer.
        is_new: False also for the repeat of the turn that made it.
    """

    ticket: Ticket
    joined: bool
    promise: str
    is_new: bool = False


class TicketBook(CustomerMoves):
    """Makes, finds and moves tickets."""

    def __init__(self, store: Store, utility: Utility, clock: Callable[[], datetime]) -> None:
        super().__init__(store, clock)
        self._utility = utility
        self._workdays = shipped_workdays()

    async def create(self, new: NewTicket) -> Made:
        """Makes a ticket, or gives back the one with this key, or (join) the open one it belongs to.

        Raises:
            ValueError: an unknown topic or special case.
            NotFound: no such conversation.
        """
        topic = Topic(new.topic)
        sensitive = [Sensitive[name.upper()] for name in new.sensitive]
        seconds = ALARM_SECONDS if topic is Topic.DANGER else SECONDS
        file = await look_up(self._utility, new.address, new.account_no, seconds)
        is_fault = KINDS[topic].biz_type is BizType.FAULT
        preferred = file.preferred if is_fault else None
        urgency = Urgency.URGENT if preferred else urgency_of(topic, new.danger, sensitive)
        now = self._clock()
        crew = new.crew and needs_crew(new.danger)
        clocks = deadlines(topic, now, file.area_class, self._workdays, crew=crew, priority=bool(preferred))
        # Nobody can be called who left no number.
        told = [clock for clock in clocks if new.phone or clock.clock is not Clock.CONTACT]
        promise = "".join(customer_wording(clock, now) for clock in told)

        def work(tx: Transaction) -> Made:
            if rows.lock(tx, new.conversation) is None:
                raise NotFound(new.conversation)
            known = ticket_rows.by(tx, tickets.c.key == new.key)
            if known is not None:
                return Made(ticket_rows.to_ticket(tx, known), joined=False, promise=promise)
            if (noted := _noted_on(tx, new)) is not None:
                return Made(ticket_rows.to_ticket(tx, noted), joined=True, promise="")
            if new.join and (same := _same(tx, new)) is not None:
                _tell_again(tx, ticket_rows.lock(tx, same), new, urgency, now)
                return Made(ticket_rows.get(tx, same), joined=True, promise="")
            number = ticket_rows.next_number(tx, now)
            kind = KINDS[topic]
            further = {
                "特殊情况": "、".join(s.value for s in sensitive),
                "客户级别": preferred.value if preferred else "",
                "户号登记地址": file.account_place if is_fault else "",
                UNCHECKED: "" if file.answered or not is_fault else "系统没连上，待核对",
                # Whether it is one fault point, and so one main order, staff decide (facts 1.1).
                "附近同类报修": "、".join(_nearby(tx, new, file.place)),
            }
            tx.execute(
                tickets.insert().values(
                    number=number,
                    conversation=new.conversation,
                    topic=topic.value,
                    biz_type=kind.biz_type.value,
                    category=kind.category,
                    urgency=urgency.value,
                    status=Status.ACCEPTED.value,
                    summary=mask_proofs(new.summary),
                    address=new.address,
                    area=file.area,
                    account_no=new.account_no,
                    contact_name=new.contact_name and new.contact_name[: ticket_rows.NAME_LIMIT],
                    phone=new.phone,
                    details={
                        **{label: _kept(told) for label, told in new.details.items()},
                        **{label: text for label, text in further.items() if text},
                    },
                    clocks={clock.clock.value: clock.alarm_by.isoformat() for clock in clocks},
                    key=new.key,
                    created_at=now,
                )
            )
            ticket_rows.record(tx, number, now, "受理", Status.ACCEPTED, new.by)
            _attach(tx, number, new, Status.ACCEPTED, now)
            tx.ring(new.conversation, "ticket")
            return Made(ticket_rows.get(tx, number), joined=False, promise=promise, is_new=True)

        made = await self._store.write(work)
        if made.is_new:
            TICKETS.labels(topic.value, urgency.value).inc()
        return made

    async def of_conversation(self, conversation: str) -> list[Ticket]:
        """Newest first."""
        query = sa.select(tickets).where(tickets.c.conversation == conversation)
        return await self._list(query.order_by(tickets.c.created_at.desc(), tickets.c.number.desc()))

    async def open_tickets(self, limit: int = 100) -> list[Ticket]:
        """Not yet archived or withdrawn: those whose work is not done first, of them the urgent, then the oldest."""
        query = (
            sa.select(tickets)
            .where(tickets.c.status.in_(OPEN))
            .order_by(
                tickets.c.status.notin_(RUNNING),
                tickets.c.urgency != Urgency.URGENT.value,
                tickets.c.created_at,
            )
            .limit(limit)
        )
        return await self._list(query)

    async def search(self, words: str, limit: int = 100) -> list[Ticket]:
        """Open and closed ones that hold every word; newest first."""
        query = (
            sa.select(tickets)
            .where(*map(_holds, words.split()))
            .order_by(tickets.c.created_at.desc(), tickets.c.number.desc())
            .limit(limit)
        )
        return await self._list(query) if words.split() else []

    async def get(self, number: str) -> Ticket:
        """One ticket with its history; NotFound."""
        return await self._store.read(lambda tx: ticket_rows.get(tx, number))

    async def of_customer(self, conversation: str, number: str, phone_last4: str | None) -> Ticket:
        """A ticket of this conversation, or one made with a phone that ends so (facts 5.1 L1).

        Raises:
            NotFound: also for a ticket of somebody else; the answer does not tell them apart.
        """
        ticket = await self.get(number)
        of_phone = bool(phone_last4 and len(phone_last4) == 4 and (ticket.phone or "").endswith(phone_last4))
        if ticket.conversation != conversation and not of_phone:
            raise NotFound(number)
        return ticket

    async def move(self, number: str, action: str, staff: StaffMember, note: str = "") -> Ticket:
        """Makes a legal move and tells the customer where facts 1.6 says so.

        Raises:
            NotFound: no such order.
            IllegalMove: not from its status.
            Refused: a merge whose note names no order that it could go with, a cancellation without a reason.
        """
        try:
            wanted = Action(action)
        except ValueError:
            raise IllegalMove(action) from None
        now = self._clock()

        def work(tx: Transaction) -> Ticket:
            make_move(tx, ticket_rows.lock(tx, number), wanted, staff.name, now, note)
            return ticket_rows.get(tx, number)

        return await self._store.write(work)

    async def _list(self, query: Any) -> list[Ticket]:
        return await self._store.read(lambda tx: ticket_rows.to_tickets(tx, tx.execute(query).all()))


def _holds(word: str) -> Any:
    """Whether a ticket is meant by one word of a search; numbers of persons count by their end, which is what staff see."""
    within = (tickets.c.address, tickets.c.summary, tickets.c.biz_type, tickets.c.category, tickets.c.status)
    return sa.or_(
        tickets.c.number.contains(word.upper(), autoescape=True),
        *(column.contains(word, autoescape=True) for column in within),
        *(column.endswith(word, autoescape=True) for column in (tickets.c.phone, tickets.c.account_no)),
    )


def _same(tx: Transaction, new: NewTicket) -> str | None:
    """Number of the customer's order on the same matter; a second report of it is one matter, not two."""
    query = (
        sa.select(tickets.c.number)
        .where(
            tickets.c.conversation == new.conversation,
            tickets.c.topic == new.topic,
            tickets.c.address == new.address,
            tickets.c.status.in_(RUNNING),
        )
        .order_by(tickets.c.created_at.desc())
        .limit(1)
    )
    return tx.execute(query).scalar_one_or_none()  # type: ignore[no-any-return]


def _tell_again(tx: Transaction, row: Any, new: NewTicket, urgency: Urgency, now: datetime) -> None:
    """Writes a second report on the order of the first: nothing that is told only now is lost."""
    told = [new.summary, *(f"{label}：{_words(detail)}" for label, detail in new.details.items())]
    before = {row.summary, *(f"{label}：{_words(detail)}" for label, detail in (row.details or {}).items())}
    fresh = [part for part in dict.fromkeys(told) if part not in before]
    amend(
        tx,
        row,
        now,
        "；".join(["又报了一次", *fresh]),
        new.key,
        phone=new.phone,
        nameless=new.details.get("匿名") == "是",
        sensitive=new.sensitive,
        by=new.by,
    )
    if new.account_no and not row.account_no:
        ticket_rows.change(tx, row.number, account_no=new.account_no)
    if urgency is Urgency.URGENT:
        ticket_rows.make_urgent(tx, ticket_rows.by(tx, tickets.c.number == row.number), now)
    _attach(tx, row.number, new, Status(row.status), now)
    tx.ring(row.conversation, "ticket")


def _attach(tx: Transaction, number: str, new: NewTicket, status: Status, now: datetime) -> None:
    for media in new.media:
        ticket_rows.record(tx, number, now, "照片", status, CUSTOMER, media=media)


def _noted_on(tx: Transaction, new: NewTicket) -> Any:
    """The ticket on which this very message was written down already, while staff had the talk (service/tickets/danger.py)."""
    number = sa.select(ticket_events.c.ticket).where(ticket_events.c.key == new.key).scalar_subquery()
    return ticket_rows.by(tx, (tickets.c.number == number) & (tickets.c.conversation == new.conversation))


def _kept(told: Any) -> Any:
    """A detail as it is kept: a person's words without what proves who he is (facts 5.3)."""
    return mask_proofs(told) if isinstance(told, str) else told


def _words(told: Any) -> str:
    """A detail in words."""
    if isinstance(told, bool):
        return "是" if told else "否"
    return "、".join(map(_words, told)) if isinstance(told, (list, tuple)) else str(told)


def _nearby(tx: Transaction, new: NewTicket, place: str | None) -> list[str]:
    """Open work orders of others about an outage of the same estate, village or road, oldest first."""
    if place is None or new.topic != Topic.OUTAGE_AREA.value:
        return []
    query = (
        sa.select(tickets.c.number)
        .where(
            tickets.c.topic == new.topic,
            tickets.c.area == place,
            tickets.c.status.in_(RUNNING),
            tickets.c.conversation != new.conversation,
        )
        .order_by(tickets.c.number)
        .limit(5)
    )
    return list(tx.execute(query).scalars())
