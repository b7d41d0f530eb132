"""What a customer hears of his work order without asking: moves, and after the work the callback (facts 1.6, 7.1). Service process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from common.settings import ZONE
from service.conversations import rows
from service.face import Author
from service.notices.quiet import is_quiet
from service.store import Transaction
from service.tickets import ticket_rows
from service.tickets.kinds import BizType, Topic
from service.tickets.lifecycle import Action, Status
from service.tickets.ticket_rows import BOT, MAIN

ASKED = "回访询问"
"""Event: the customer was asked whether the matter is settled."""
_NOON = range(12, 14)
_FAULT = {
    Action.MERGE: "您的工单{number}和工单{main}是同一处故障，并在一起处理，处理完会告诉您。",
    Action.TAKE: "您的工单{number}已接单，抢修人员会先和您联系。",
    Action.ARRIVE: "工单{number}：抢修人员已到达现场。",
}
_OTHER = {Action.TAKE: "您的工单{number}已有人接手办理。"}
_ALL = {
    Action.FINISH: "工单{number}已处理完。还有问题随时告诉我。",
    Action.CANCEL: "工单{number}已撤销：{why}。还需要办的话，直接告诉我。",
}
_NAMELESS = {"匿名": "是", "保密要求": "匿名"}


def tell(tx: Transaction, row: Any, action: Action, now: datetime, why: str = "") -> None:
    """Tells of a move, where the customer wants to hear of it at once; the others show when he asks.

    Args:
        why: reason of a cancellation.
    """
    if action is Action.FINISH and is_called_back(row) and is_callback_hour(now):
        ask(tx, row, now)
        return
    own = _FAULT if row.biz_type == BizType.FAULT.value else _OTHER
    text = {**own, **_ALL}.get(action)
    if text:
        owner = rows.lock(tx, row.conversation)
        words = text.format(number=row.number, main=row.details.get(MAIN), why=why.strip("。.！! "))
        rows.say(tx, owner, now, Author.SYSTEM, words)


def ask(tx: Transaction, row: Any, now: datetime) -> None:
    """Asked, not told: a crew's report and the customer's house may differ (facts 7.1)."""
    buttons = [
        {"title": "解决了", "payload": f'/ticket_solved{{"ticket_no":"{row.number}"}}'},
        {"title": "还没有", "payload": f'/reopen_ticket{{"ticket_no":"{row.number}"}}'},
    ]
    text = f"工单{row.number}已处理完。问题解决了吗？"
    rows.say(tx, rows.lock(tx, row.conversation), now, Author.SYSTEM, text, buttons=buttons)
    ticket_rows.record(tx, row.number, now, ASKED, Status(row.status), BOT)


def is_callback_hour(now: datetime) -> bool:
    """Not between 12:00 and 14:00, nor between 21:00 and 08:00."""
    return not is_quiet(now) and now.astimezone(ZONE).hour not in _NOON


def is_called_back(row: Any) -> bool:
    """Praise and nameless reports are not called back."""
    return row.topic != Topic.PRAISE.value and not is_nameless(row)


def is_nameless(row: Any) -> bool:
    """Whether the customer wants to be named nowhere on it."""
    details: Mapping[str, Any] = row.details or {}
    return any(details.get(label) == value for label, value in _NAMELESS.items())


def without_secrecy(row: Any) -> dict[str, Any]:
    """The details of a nameless order whose customer leaves a phone after all; nobody else is to see it."""
    details = {label: value for label, value in (row.details or {}).items() if label not in _NAMELESS}
    return {**details, "保密要求": "留电话但保密"}
