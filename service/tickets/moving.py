"""Moves of a work order, with what follows from them: promises begin again, side orders go with their main order. Service process."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from service.face import NotFound, Refused
from service.store import Transaction
from service.store.tables import tickets
from service.tickets import ticket_rows
from service.tickets.kinds import BizType, Topic
from service.tickets.lifecycle import RUNNING, Action, Status, check_merge, move
from service.tickets.promise import renewed
from service.tickets.ticket_rows import BOT, CUSTOMER, MAIN
from service.tickets.told import tell
from service.tickets.workdays import shipped_workdays

_NUMBER = re.compile(r"GD\d{12,}", re.I)
# What side orders do when their main order does this; one that loses its main order is worked on by itself again.
_FOLLOWS = {Action.FINISH: Action.FINISH, Action.CANCEL: Action.SPLIT}


def make_move(
    tx: Transaction,
    row: Any,
    action: Action,
    actor: str,
    now: datetime,
    note: str = "",
    key: str | None = None,
) -> None:
    """Moves a locked order, and those that were merged into it; tells their customers where facts 1.6 says so.

    Args:
        note: for `Action.MERGE` it names the main order; for `Action.CANCEL` by staff the customer reads it.

    Raises:
        IllegalMove: not from its status, or not with that order.
        Refused: the main order, or the reason of a cancellation, is missing.
    """
    status = move(Status(row.status), action)
    values: dict[str, Any] = {"status": status.value}
    details = {label: told for label, told in (row.details or {}).items() if label != MAIN}
    if action is Action.MERGE:
        details[MAIN] = _main_order(tx, row, note)
    elif action is Action.REOPEN:
        values["clocks"] = _begun_again(tx, row, now)
    elif action is Action.CANCEL and actor != CUSTOMER and not note.strip("。.！! "):
        raise Refused("请写一句为什么撤销，客户会看到")
    ticket_rows.change(tx, row.number, details=details, **values)
    ticket_rows.record(tx, row.number, now, action.value, status, actor, note=note, key=key)
    if actor != CUSTOMER:
        tell(tx, ticket_rows.by(tx, tickets.c.number == row.number), action, now, note)
    tx.ring(row.conversation, "ticket")
    if action in _FOLLOWS:
        for number in _side_orders(tx, row.number):
            side = ticket_rows.lock(tx, number)
            make_move(tx, side, _FOLLOWS[action], BOT, now, f"随主单{row.number}")


def _main_order(tx: Transaction, side: Any, note: str) -> str:
    """Number of the order that the note names, if the side order may go with it.

    Raises:
        IllegalMove: these two must stay apart.
        Refused: no number, or none of an order that is worked on.
    """
    named = _NUMBER.search(note)
    if named is None:
        raise Refused("请写并入哪张工单的单号")
    number = named.group().upper()
    try:
        main = ticket_rows.lock(tx, number)
    except NotFound:
        raise Refused(f"没有工单{number}") from None
    if number == side.number or main.status not in RUNNING or main.status == Status.MERGED.value:
        raise Refused(f"不能并入工单{number}：要并入另一张还在办的工单")
    check_merge(BizType(main.biz_type), BizType(side.biz_type))
    return number


def _side_orders(tx: Transaction, main: str) -> list[str]:
    query = sa.select(tickets.c.number, tickets.c.details).where(tickets.c.status == Status.MERGED.value)
    return [
        row.number for row in tx.execute(query.order_by(tickets.c.number)) if row.details.get(MAIN) == main
    ]


def _begun_again(tx: Transaction, row: Any, now: datetime) -> dict[str, str]:
    """The clocks of an order that is taken up again, as they are kept."""
    before = {name: datetime.fromisoformat(due) for name, due in (row.clocks or {}).items()}
    begun = ticket_rows.begun_at(tx, row)
    clocks = renewed(Topic(row.topic), begun, before, now, shipped_workdays())
    return {clock.clock.value: clock.alarm_by.isoformat() for clock in clocks}
