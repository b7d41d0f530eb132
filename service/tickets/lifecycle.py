"""The life of a work order (facts 1.6): which moves are legal, and what the customer is told. Pure; service process."""

from __future__ import annotations

from enum import Enum

from service.face import IllegalMove
from service.tickets.kinds import BizType


class Status(str, Enum):
    """Where a work order stands; values are the terms staff use."""

    ACCEPTED = "受理"
    DISPATCHED = "派单"
    RETURNED = "退单"
    TAKEN = "接单"
    ARRIVED = "到达现场"
    WORKING = "处理"
    DONE = "办结"
    CALLED_BACK = "回访"
    ARCHIVED = "归档"
    CANCELLED = "撤销"
    MERGED = "合并"


class Action(str, Enum):
    """What moves a work order."""

    DISPATCH = "派单"
    RETURN = "退单"
    TAKE = "接单"
    CONTACT = "联系客户"
    ARRIVE = "到达现场"
    WORK = "处理"
    FINISH = "办结"
    CALL_BACK = "回访"
    ARCHIVE = "归档"
    CANCEL = "撤销"
    MERGE = "合并"
    SPLIT = "拆分"
    REOPEN = "重办"


_LEADS_TO = {
    Action.DISPATCH: Status.DISPATCHED,
    Action.RETURN: Status.RETURNED,
    Action.TAKE: Status.TAKEN,
    Action.ARRIVE: Status.ARRIVED,
    Action.WORK: Status.WORKING,
    Action.FINISH: Status.DONE,
    Action.CALL_BACK: Status.CALLED_BACK,
    Action.ARCHIVE: Status.ARCHIVED,
    Action.CANCEL: Status.CANCELLED,
    Action.MERGE: Status.MERGED,
    Action.SPLIT: Status.DISPATCHED,
    Action.REOPEN: Status.DISPATCHED,
}

_LEGAL: dict[Status, tuple[Action, ...]] = {
    # Finished at once: explained without sending anybody (a known outage, an arrears cut; facts 1.2).
    Status.ACCEPTED: (Action.DISPATCH, Action.CONTACT, Action.FINISH, Action.CANCEL, Action.MERGE),
    Status.DISPATCHED: (Action.TAKE, Action.CONTACT, Action.RETURN, Action.CANCEL, Action.MERGE),
    Status.RETURNED: (Action.DISPATCH, Action.FINISH, Action.CANCEL, Action.MERGE),
    # Work without a visit goes straight on, as with a wrong payment.
    Status.TAKEN: (Action.ARRIVE, Action.WORK, Action.CONTACT, Action.RETURN, Action.CANCEL, Action.MERGE),
    Status.ARRIVED: (Action.WORK, Action.CONTACT, Action.MERGE),
    Status.WORKING: (Action.FINISH, Action.CONTACT, Action.MERGE),
    # Archived without a callback: declined, anonymous, no contact, praise (facts 7.1).
    Status.DONE: (Action.CALL_BACK, Action.ARCHIVE, Action.REOPEN),
    Status.CALLED_BACK: (Action.ARCHIVE, Action.REOPEN),
    Status.ARCHIVED: (),
    Status.CANCELLED: (),
    # The side order (副单) ends with its main order and is called back as well (facts 1.1); merged by mistake it goes on alone.
    Status.MERGED: (Action.FINISH, Action.SPLIT),
}

_TOLD = {
    Status.ACCEPTED: "已受理",
    Status.DISPATCHED: "已派单",
    Status.RETURNED: "已派单",  # a return is not shown
    Status.TAKEN: "已接单",
    Status.ARRIVED: "已到达现场",
    Status.WORKING: "处理中",
    Status.DONE: "已处理，待回访",
    Status.CALLED_BACK: "待评价",
    Status.ARCHIVED: "已办结",
    Status.CANCELLED: "已撤销",
    Status.MERGED: "已合并",
}


def legal_moves(status: Status) -> tuple[Action, ...]:
    """What can be done with an order in this status; nothing once it is archived or withdrawn."""
    return _LEGAL[status]


def move(status: Status, action: Action) -> Status:
    """The status after an action.

    Raises:
        IllegalMove: not from this status.
    """
    if action not in _LEGAL[status]:
        raise IllegalMove(f"{status.value} → {action.value}")
    # Having called the customer leaves an order where it is.
    return _LEADS_TO.get(action, status)


def is_open(status: Status) -> bool:
    """Whether somebody still has to do something about it."""
    return bool(_LEGAL[status])


OPEN = tuple(status.value for status in Status if is_open(status))
"""Statuses of orders that are not closed."""
RUNNING = tuple(told for told in OPEN if told not in (Status.DONE.value, Status.CALLED_BACK.value))
"""Statuses of orders whose work is not done yet."""


def check_merge(main: BizType, side: BizType) -> None:
    """Refuses to merge anything but faults; whether they have one fault point staff decide (facts 1.1).

    Raises:
        IllegalMove: these two must stay apart.
    """
    if main is not BizType.FAULT or side is not BizType.FAULT:
        raise IllegalMove("only faults are merged")


def customer_status(status: Status, main_number: str | None = None) -> str:
    """The status in the customer's words (facts 1.6).

    Args:
        main_number: number of the main order when this one was merged.
    """
    merged_into = status is Status.MERGED and main_number
    return f"{_TOLD[status]}到工单{main_number}" if merged_into else _TOLD[status]
