"""Rows of work orders ↔ the public types, and the statements that every change of an order needs. Service process.

Whoever changes an order holds its conversation first and the order second (`lock`): in another order two of them would wait
for each other on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.settings import ZONE
from service.conversations import rows
from service.face import NotFound, Ticket, TicketEvent
from service.store import Transaction
from service.store.tables import ticket_counters, ticket_events, tickets
from service.tickets.kinds import Topic, Urgency
from service.tickets.lifecycle import Action, Status, customer_status, legal_moves
from service.tickets.promise import customer_times
from service.tickets.workdays import shipped_workdays

CUSTOMER = "客户"
BOT = "机器人"
MAIN = "并入工单"
"""Label of a detail: number of the main order that this one was merged into."""
NAME_LIMIT = 64
"""Characters of a contact's name."""


def by(tx: Transaction, condition: Any) -> Any:
    """The one order that meets the condition, or None."""
    return tx.execute(sa.select(tickets).where(condition)).one_or_none()


def get(tx: Transaction, number: str) -> Ticket:
    """One order with its history; NotFound."""
    row = by(tx, tickets.c.number == number)
    if row is None:
        raise NotFound(number)
    return to_ticket(tx, row)


def lock(tx: Transaction, number: str, conversation: str | None = None) -> Any:
    """The order's row, held with its conversation against other writers until the commit.

    Args:
        conversation: whose order it has to be; None: anybody's.

    Raises:
        NotFound: no such order, or somebody else's.
    """
    this = tickets.c.number == number
    owner = tx.execute(sa.select(tickets.c.conversation).where(this)).scalar_one_or_none()
    if owner is None or conversation not in (None, owner):
        raise NotFound(number)
    rows.lock(tx, owner)
    return tx.execute(sa.select(tickets).where(this).with_for_update()).one()


def is_noted(tx: Transaction, key: str) -> bool:
    """Whether something was recorded with this idempotency key already."""
    return tx.execute(sa.select(ticket_events.c.id).where(ticket_events.c.key == key)).first() is not None


def record(
    tx: Transaction, number: str, now: datetime, action: str, status: Status, actor: str, **values: Any
) -> None:
    """Adds a line to the history."""
    tx.execute(
        ticket_events.insert().values(
            ticket=number, at=now, action=action, status=status.value, actor=actor, **values
        )
    )


def change(tx: Transaction, number: str, **values: Any) -> None:
    """Sets columns of a locked order."""
    tx.execute(tickets.update().where(tickets.c.number == number).values(**values))


def make_urgent(tx: Transaction, row: Any, now: datetime) -> None:
    """The customer's later words tell that the matter is worse than the first said; an urgent order stays as it is."""
    if row.urgency != Urgency.URGENT.value:
        change(tx, row.number, urgency=Urgency.URGENT.value)
        record(tx, row.number, now, "转为紧急", Status(row.status), BOT)


def next_number(tx: Transaction, now: datetime) -> str:
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
            return next_number(tx, now)
    last = tx.execute(sa.select(ticket_counters.c.last).where(ticket_counters.c.day == day)).scalar_one()
    return f"GD{day}{last:04d}"


def begun_at(tx: Transaction, row: Any) -> datetime:
    """Since when the promises of an order run: since it was made, or taken up again."""
    return _begun(row, _events(tx, [row.number]))


def to_ticket(tx: Transaction, row: Any) -> Ticket:
    """One row with its history."""
    return to_tickets(tx, [row])[0]


def to_tickets(tx: Transaction, found: Sequence[Any]) -> list[Ticket]:
    """Rows with their histories, in two statements however many there are."""
    histories: dict[str, list[Any]] = {row.number: [] for row in found}
    for event in _events(tx, list(histories)):
        histories[event.ticket].append(event)
    return [_with_history(row, histories[row.number]) for row in found]


def _events(tx: Transaction, numbers: Sequence[str]) -> list[Any]:
    query = sa.select(ticket_events).where(ticket_events.c.ticket.in_(numbers)).order_by(ticket_events.c.id)
    return list(tx.execute(query))


def _begun(row: Any, events: Sequence[Any]) -> datetime:
    again = [event.at for event in events if event.action == Action.REOPEN.value]
    return again[-1] if again else row.created_at  # type: ignore[no-any-return]


def _with_history(row: Any, events: Sequence[Any]) -> Ticket:
    clocks = {name: datetime.fromisoformat(due) for name, due in (row.clocks or {}).items()}
    details = row.details or {}
    status, begun = Status(row.status), _begun(row, events)
    # Offered where it is promised.
    calls = any(Action.CONTACT.value in name for name in clocks)
    return Ticket(
        number=row.number,
        topic=row.topic,
        biz_type=row.biz_type,
        category=row.category,
        urgency=row.urgency,
        status=row.status,
        customer_status=customer_status(status, main_number=details.get(MAIN)),
        summary=row.summary,
        address=row.address,
        created_at=row.created_at,
        conversation=row.conversation,
        account_no=row.account_no,
        contact_name=row.contact_name,
        phone=row.phone,
        details=details,
        clocks=clocks,
        customer_times=customer_times(Topic(row.topic), begun, clocks, shipped_workdays()),
        urges=row.urges,
        moves=tuple(move.value for move in legal_moves(status) if move is not Action.CONTACT or calls),
        history=tuple(
            TicketEvent(event.at, event.action, event.status, event.actor, event.note, event.media)
            for event in events
        ),
    )
