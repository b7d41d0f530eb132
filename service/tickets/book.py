"""Work orders in the database: made once for each wish, moved legally, urged without doubles. `face.Tickets` is this and by_staff.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from common.masking import mask_proofs, numbers_in
from common.settings import ZONE
from service.conversations import rows
from service.face import IllegalMove, NotFound, Refused, StaffMember, Ticket, TicketEvent
from service.metrics import TICKETS
from service.store import Store, Transaction
from service.store.tables import ticket_counters, ticket_events, tickets
from service.tickets.kinds import KINDS, BizType, Sensitive, Topic, Urgency, urgency_of
from service.tickets.lifecycle import Action, Status, customer_status, is_open, legal_moves, move
from service.tickets.on_file import ALARM_SECONDS, SECONDS, look_up
from service.tickets.promise import Clock, customer_times, customer_wording, deadlines
from service.tickets.told import is_nameless, tell, without_secrecy
from service.tickets.workdays import shipped_workdays
from service.utility.port import Utility

NAME_LIMIT = 64
URGE_PAUSE = timedelta(minutes=5)
OTHER_URGES = 2
CUSTOMER = "客户"
BOT = "机器人"
_FINISHED = [Status.DONE.value, Status.CALLED_BACK.value, Status.ARCHIVED.value]
UNCHECKED = "停电核对"
"""Label of a detail: the utility did not answer when the fault was reported (service/notices/late_checks.py)."""
_OPEN = [status.value for status in Status if is_open(status)]


@dataclass(frozen=True)
class NewTicket:
    """What a ticket is made from.

    Attributes:
        topic: a value of `kinds.Topic`.
        key: idempotency key; a second ticket with the same key is the first one.
        join: an open ticket of this conversation on the same topic at the same place is used instead of a second one.
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
    """A ticket as the dialogue gets it: `joined` when it existed before; `promise` is a sentence for the customer."""

    ticket: Ticket
    joined: bool
    promise: str


class TicketBook:
    """Makes, finds and moves tickets."""

    def __init__(self, store: Store, utility: Utility, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._utility = utility
        self._clock = clock
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
        clocks = deadlines(
            topic, now, file.area_class, self._workdays, crew=new.crew, priority=bool(preferred)
        )
        # Nobody can be called who left no number.
        told = [clock for clock in clocks if new.phone or clock.clock is not Clock.CONTACT]
        promise = "".join(customer_wording(clock, now) for clock in told)
        made_here: list[str] = []

        def work(tx: Transaction) -> Made:
            if rows.lock(tx, new.conversation) is None:
                raise NotFound(new.conversation)
            known = _by(tx, tickets.c.key == new.key)
            if known is not None:
                return Made(_ticket(tx, known), joined=False, promise=promise)
            if (noted := _noted_on(tx, new)) is not None:
                return Made(_ticket(tx, noted), joined=True, promise="")
            if new.join and (open_one := _same(tx, new)) is not None:
                if urgency is Urgency.URGENT and open_one.urgency != urgency.value:
                    _make_urgent(tx, open_one, now)
                return Made(_get(tx, open_one.number), joined=True, promise="")
            number = _next_number(tx, now)
            made_here.append(number)
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
                    contact_name=new.contact_name and new.contact_name[:NAME_LIMIT],
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
            _record(tx, number, now, "受理", Status.ACCEPTED, new.by)
            for media in new.media:
                _record(tx, number, now, "照片", Status.ACCEPTED, CUSTOMER, media=media)
            tx.ring(new.conversation, "ticket")
            row = _by(tx, tickets.c.number == number)
            return Made(_ticket(tx, row), joined=False, promise=promise)

        made = await self._store.write(work)
        if made_here:
            TICKETS.labels(topic.value, urgency.value).inc()
        return made

    async def of_conversation(self, conversation: str) -> list[Ticket]:
        """Newest first."""
        query = sa.select(tickets).where(tickets.c.conversation == conversation)
        return await self._list(query.order_by(tickets.c.created_at.desc(), tickets.c.number.desc()))

    async def open_tickets(self, limit: int = 100) -> list[Ticket]:
        """Not yet archived or withdrawn; urgent first, then oldest."""
        query = (
            sa.select(tickets)
            .where(tickets.c.status.in_(_OPEN))
            .order_by(tickets.c.urgency != Urgency.URGENT.value, tickets.c.created_at)
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
        return await self._store.read(lambda tx: _get(tx, number))

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

    async def urge(self, conversation: str, number: str, key: str) -> Ticket:
        """Counts an urge of the customer's own open ticket.

        Raises:
            NotFound: not his.
            IllegalMove: it is closed.
            Refused: less than five minutes after the last one, or the third of what is no fault (facts 1.6).
        """
        now = self._clock()

        def work(tx: Transaction) -> Ticket:
            row = _own(tx, conversation, number)
            if _known(tx, key):
                return _ticket(tx, row)
            if not is_open(Status(row.status)):
                raise IllegalMove(row.status)
            if row.urged_at and now - row.urged_at < URGE_PAUSE:
                raise Refused("刚刚已经催过了")
            if row.biz_type != BizType.FAULT.value and row.urges >= OTHER_URGES:
                raise Refused("已经催过两次")
            tx.execute(
                tickets.update()
                .where(tickets.c.number == number)
                .values(urges=tickets.c.urges + 1, urged_at=now)
            )
            _record(tx, number, now, "催办", Status(row.status), CUSTOMER, key=key)
            tx.ring(conversation, "ticket")
            return _get(tx, number)

        return await self._store.write(work)

    async def add_note(
        self,
        conversation: str,
        number: str,
        text: str,
        key: str,
        media: str | None = None,
        address: str | None = None,
        phone: str | None = None,
        contact_name: str | None = None,
        nameless: bool = False,
        sensitive: Sequence[str] = (),
    ) -> Ticket:
        """Adds the customer's words or a photo. NotFound.

        An address, a phone or a name given later takes the place of the first; a phone among the words is the contact of an order that has none.
        Of who wants to be nameless now, name and phone go; on a nameless order no phone is put for standing among the words.
        A special case told later (names of `kinds.Sensitive`) makes the order urgent.
        """
        now = self._clock()

        def work(tx: Transaction) -> Ticket:
            row = _own(tx, conversation, number)
            if not _known(tx, key):
                _record(
                    tx,
                    number,
                    now,
                    "补充",
                    Status(row.status),
                    CUSTOMER,
                    note=mask_proofs(text),
                    media=media,
                    key=key,
                )
                hides = nameless or is_nameless(row)
                said = None if row.phone or hides else next(iter(numbers_in(text).phones), None)
                name = None if hides else contact_name and contact_name[:NAME_LIMIT]
                told = {"address": address, "phone": phone or said, "contact_name": name}
                given: dict[str, Any] = {column: value for column, value in told.items() if value}
                details = without_secrecy(row) if phone and is_nameless(row) else dict(row.details or {})
                if nameless:
                    details["匿名"] = "是"
                    given |= {"phone": None, "contact_name": None}
                if address and row.address:
                    given["summary"] = row.summary.replace(row.address, address)
                if sensitive:
                    cases = (Sensitive[name.upper()].value for name in sensitive)
                    details["特殊情况"] = "、".join(filter(None, (details.get("特殊情况"), *cases)))
                    if row.urgency != Urgency.URGENT.value:
                        _make_urgent(tx, row, now)
                if details != (row.details or {}):
                    given["details"] = details
                if given:
                    tx.execute(tickets.update().where(tickets.c.number == number).values(**given))
                tx.ring(conversation, "ticket")
            return _get(tx, number)

        return await self._store.write(work)

    async def cancel(self, conversation: str, number: str, key: str) -> Ticket:
        """Withdraws the customer's own ticket. NotFound, IllegalMove (a crew is there already)."""
        return await self._move(number, Action.CANCEL, CUSTOMER, "", key=key, conversation=conversation)

    async def reopen(self, conversation: str, number: str, key: str) -> Ticket:
        """The matter is not settled after all. NotFound, IllegalMove (archived, or still open)."""
        return await self._move(number, Action.REOPEN, CUSTOMER, "", key=key, conversation=conversation)

    async def rate(
        self,
        conversation: str,
        number: str,
        score: int,
        key: str,
        reason: str = "",
        manner: int | None = None,
    ) -> Ticket:
        """Keeps the customer's scores, 1 to 5, of result and manner (facts 7.2), and his reason; the last ones count.

        Raises:
            NotFound: not his.
            IllegalMove: it is not finished yet.
            ValueError: no such score.
        """
        if not all(1 <= given <= 5 for given in (score, manner or score)):
            raise ValueError(f"scores {score}, {manner}")
        now = self._clock()

        def work(tx: Transaction) -> Ticket:
            row = _own(tx, conversation, number)
            if row.status not in _FINISHED:
                raise IllegalMove(row.status)
            if not _known(tx, key):
                note = (
                    f"{score}分" + (f"，态度{manner}分" if manner else "") + (f"：{reason}" if reason else "")
                )
                _record(tx, number, now, "评价", Status(row.status), CUSTOMER, note=note, key=key)
                tx.execute(tickets.update().where(tickets.c.number == number).values(score=score))
                tx.ring(conversation, "ticket")
            return _get(tx, number)

        return await self._store.write(work)

    async def move(self, number: str, action: str, staff: StaffMember, note: str = "") -> Ticket:
        """Makes a legal move and tells the customer where facts 1.6 says so. NotFound, IllegalMove."""
        try:
            wanted = Action(action)
        except ValueError:
            raise IllegalMove(action) from None
        return await self._move(number, wanted, staff.name, note)

    async def _move(
        self,
        number: str,
        action: Action,
        actor: str,
        note: str,
        key: str | None = None,
        conversation: str = "",
    ) -> Ticket:
        now = self._clock()

        def work(tx: Transaction) -> Ticket:
            row = (
                _own(tx, conversation, number)
                if conversation
                else _by(tx, tickets.c.number == number, lock=True)
            )
            if row is None:
                raise NotFound(number)
            if key and _known(tx, key):
                return _ticket(tx, row)
            status = move(Status(row.status), action)
            tx.execute(tickets.update().where(tickets.c.number == number).values(status=status.value))
            _record(tx, number, now, action.value, status, actor, note=note, key=key)
            if actor != CUSTOMER:
                tell(tx, _by(tx, tickets.c.number == number), action, now)
            tx.ring(row.conversation, "ticket")
            return _get(tx, number)

        return await self._store.write(work)

    async def _list(self, query: Any) -> list[Ticket]:
        return await self._store.read(lambda tx: _tickets(tx, tx.execute(query).all()))


def _holds(word: str) -> Any:
    """Whether a ticket is meant by one word of a search; numbers of persons count by their end, which is what staff see."""
    within = (tickets.c.address, tickets.c.summary, tickets.c.biz_type, tickets.c.category, tickets.c.status)
    return sa.or_(
        tickets.c.number.contains(word.upper(), autoescape=True),
        *(column.contains(word, autoescape=True) for column in within),
        *(column.endswith(word, autoescape=True) for column in (tickets.c.phone, tickets.c.account_no)),
    )


def _by(tx: Transaction, condition: Any, lock: bool = False) -> Any:
    query = sa.select(tickets).where(condition)
    return tx.execute(query.with_for_update() if lock else query).one_or_none()


def _get(tx: Transaction, number: str) -> Ticket:
    row = _by(tx, tickets.c.number == number)
    if row is None:
        raise NotFound(number)
    return _ticket(tx, row)


def _own(tx: Transaction, conversation: str, number: str) -> Any:
    row = _by(tx, tickets.c.number == number, lock=True)
    if row is None or row.conversation != conversation:
        raise NotFound(number)
    return row


def _known(tx: Transaction, key: str) -> bool:
    return tx.execute(sa.select(ticket_events.c.id).where(ticket_events.c.key == key)).first() is not None


def _same(tx: Transaction, new: NewTicket) -> Any:
    """The customer's open ticket on the same matter; a second report of it is one matter, not two."""
    return tx.execute(
        sa.select(tickets)
        .where(
            tickets.c.conversation == new.conversation,
            tickets.c.topic == new.topic,
            tickets.c.address == new.address,
            tickets.c.status.in_(_OPEN),
            tickets.c.status.notin_([Status.DONE.value, Status.CALLED_BACK.value]),
        )
        .order_by(tickets.c.created_at.desc())
        .limit(1)
    ).one_or_none()


def _noted_on(tx: Transaction, new: NewTicket) -> Any:
    """The ticket on which this very message was written down already, while staff had the talk (service/tickets/danger.py)."""
    number = sa.select(ticket_events.c.ticket).where(ticket_events.c.key == new.key).scalar_subquery()
    return _by(tx, (tickets.c.number == number) & (tickets.c.conversation == new.conversation))


def _kept(told: Any) -> Any:
    """A detail as it is kept: a person's words without what proves who he is (facts 5.3)."""
    return mask_proofs(told) if isinstance(told, str) else told


def _nearby(tx: Transaction, new: NewTicket, place: str | None) -> list[str]:
    """Open work orders of others about an outage of the same estate, village or road, oldest first."""
    if place is None or new.topic != Topic.OUTAGE_AREA.value:
        return []
    query = (
        sa.select(tickets.c.number)
        .where(
            tickets.c.topic == new.topic,
            tickets.c.area == place,
            tickets.c.status.in_(_OPEN),
            tickets.c.status.notin_(_FINISHED),
            tickets.c.conversation != new.conversation,
        )
        .order_by(tickets.c.number)
        .limit(5)
    )
    return list(tx.execute(query).scalars())


def _next_number(tx: Transaction, now: datetime) -> str:
    """`GD202611240007`: the day and a count, nothing personal (facts 1.5)."""
    day = now.astimezone(ZONE).strftime("%Y%m%d")
    counted = tx.execute(
        ticket_counters.update().where(ticket_counters.c.day == day).values(last=ticket_counters.c.last + 1)
    )
    if not counted.rowcount:
        try:
            with tx.connection.begin_nested():
                tx.execute(ticket_counters.insert().values(day=day, last=1))
        except sa.exc.IntegrityError:  # another process began the day between our two statements
            return _next_number(tx, now)
    last = tx.execute(sa.select(ticket_counters.c.last).where(ticket_counters.c.day == day)).scalar_one()
    return f"GD{day}{last:04d}"


def _record(
    tx: Transaction, number: str, now: datetime, action: str, status: Status, actor: str, **values: Any
) -> None:
    tx.execute(
        ticket_events.insert().values(
            ticket=number, at=now, action=action, status=status.value, actor=actor, **values
        )
    )


def _make_urgent(tx: Transaction, row: Any, now: datetime) -> None:
    """The customer's second report of a matter tells that it is worse than the first said."""
    tx.execute(tickets.update().where(tickets.c.number == row.number).values(urgency=Urgency.URGENT.value))
    _record(tx, row.number, now, "转为紧急", Status(row.status), BOT)
    tx.ring(row.conversation, "ticket")


def _ticket(tx: Transaction, row: Any) -> Ticket:
    return _tickets(tx, [row])[0]


def _tickets(tx: Transaction, found: Sequence[Any]) -> list[Ticket]:
    """Rows with their histories, in two statements however many there are."""
    of_these = ticket_events.c.ticket.in_([row.number for row in found])
    histories: dict[str, list[Any]] = {row.number: [] for row in found}
    for event in tx.execute(sa.select(ticket_events).where(of_these).order_by(ticket_events.c.id)):
        histories[event.ticket].append(event)
    return [_with_history(row, histories[row.number]) for row in found]


def _with_history(row: Any, events: Sequence[Any]) -> Ticket:
    clocks = {name: datetime.fromisoformat(by) for name, by in (row.clocks or {}).items()}
    return Ticket(
        number=row.number,
        topic=row.topic,
        biz_type=row.biz_type,
        category=row.category,
        urgency=row.urgency,
        status=row.status,
        customer_status=customer_status(Status(row.status)),
        summary=row.summary,
        address=row.address,
        created_at=row.created_at,
        conversation=row.conversation,
        account_no=row.account_no,
        contact_name=row.contact_name,
        phone=row.phone,
        details=row.details or {},
        clocks=clocks,
        customer_times=customer_times(Topic(row.topic), row.created_at, clocks, shipped_workdays()),
        urges=row.urges,
        moves=tuple(action.value for action in legal_moves(Status(row.status))),
        history=tuple(
            TicketEvent(event.at, event.action, event.status, event.actor, event.note) for event in events
        ),
    )
