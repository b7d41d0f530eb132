"""How long a sum of money lasts at the present pace: an estimate from this month's days, never more (facts 3.7, 3.8)."""

from __future__ import annotations

import re
from decimal import Decimal

from actions import bill
from actions.account_known import Account, named
from actions.bill_view import yuan
from actions.client import Service
from actions.topic import Events
from actions.turn import Say, Turn
from common.chinese_numbers import NUMBER, parse_number

_LASTS = re.compile(
    rf"(?P<sum>{NUMBER})(?:块钱?|元钱?)?的?(?:电费?)?(?:大概|大约|一般|差不多)?(?:能|够|可以)*[用撑顶]"
    r"[^,，。]{0,2}(?:多久|多长|几天|几个?月|多少天|几个?礼拜)"
)


def sum_asked(text: str) -> Decimal | None:
    """The yuan of “充100能用多久”; None when the words do not ask that."""
    match = _LASTS.search(text)
    return parse_number(match["sum"]) if match else None


async def answer(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils `query_bill`: how long a sum lasts when the words ask for that, else what the account used and owes."""
    amount = sum_asked(text)
    if amount is None:
        return await bill.answer(turn, say, account, text)
    a_day = await bill.cost_of_a_day(Service(turn.conversation), account)
    if a_day is None:
        say.text("这个月的用电还太少，按现在的数估不准，过几天再问我。")
        return []
    say.text(
        f"{named(account)}这个月平均每天约{yuan(a_day)}，{yuan(amount)}大约能用{int(amount / a_day)}天。"
        "这是估算，天冷天热用得多就会快些。"
    )
    return []
