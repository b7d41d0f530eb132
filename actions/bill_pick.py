"""Which bill a question means, and what is said when it cannot be told; another month never stands in for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from actions.account_known import Account
from actions.bill_talk import asked_of, shown
from actions.bill_view import Bill, month_name, of_month
from actions.turn import Turn, payload

_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def chosen(
    turn: Turn, account: Account, bills: Sequence[Bill], text: str, follows: bool = False
) -> Bill | str:
    """The one bill that is meant, or words why it cannot be told.

    The month of a button or of the words; without one the latest. “这个月” has no bill yet, so the latest stands for it, under
    its own name.

    Args:
        bills: newest first, at least one.
        follows: words without a month ask on about the one told just before.
    """
    number = account["account_no"]
    found = asked_of(turn, number, text)
    told = shown(turn).months(number)
    before = told[-1] if told else None
    month = turn.entity("bill_period") or (found.months[0] if found.months else None)
    if found.is_same_month:
        month = f"{found.year}{(before or bills[0].period)[4:]}"
    elif month is None and follows:
        # “怎么可能用427度” names its bill by the figure.
        figures = set(_FIGURE.findall(text))
        named_by = [b.period for b in bills if b.period in told and figures & {str(b.kwh), str(b.amount)}]
        month = named_by[0] if named_by else before
    if month is None or month == turn.at.strftime("%Y-%m"):
        return bills[0]
    return of_month(bills, month) or missing(month, bills, turn.at)


def missing(month: str, bills: Sequence[Bill], now: datetime) -> str:
    """That a month cannot be told, and which can."""
    if month > bills[0].period:
        latest = month_name(bills[0].period, now)
        return f"{month_name(month, now)}用电的账单还没出来。最近一期是{latest}。"
    return f"{month_name(month, now)}用电的账单我这里查不到，{reach(bills, now)}。"


def reach(bills: Sequence[Bill], now: datetime) -> str:
    """How far back the bills go."""
    return f"最早能查到{month_name(bills[-1].period, now)}"


def why_button(number: str, bill: Bill) -> tuple[str, str]:
    """Leads to the reasons of that month."""
    return "为什么这么多", payload("bill_high", account_no=number, bill_period=bill.period)
