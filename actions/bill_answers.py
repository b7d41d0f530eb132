"""Answers to short questions about bills: the first sentence says just what was asked, in figures of the bills (facts 3.2).

A month that the utility does not give is said to be missing; another month is never told in its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from actions.account_known import Account, find, known_accounts, named
from actions.bill_compare import compare
from actions.bill_period import period
from actions.bill_pick import chosen, reach, why_button
from actions.bill_talk import (
    HOW,
    LATE_FEE,
    YEAR,
    asked_of,
    asks_amount,
    asks_average,
    asks_difference,
    asks_most,
    asks_paid,
    asks_sum,
    asks_unpaid,
    asks_which_account,
    compares,
    goes_on_late_fee,
    keep,
    shown,
)
from actions.bill_view import (
    MONTHS_KEPT,
    Bill,
    bills_of,
    day_name,
    month_name,
    of_month,
    paid_words,
    yuan,
)
from actions.client import Service
from actions.flow import Events
from actions.turn import Say, Turn, payload
from common.chinese_numbers import parse_number
from common.masking import mask_account

_SCOPE = 12
_BOTH = re.compile(r"[两俩二]个?(?:户|家|处|边|个)?号?(?:加|一共|总共|合计|合起|一起|总)")
_COUNT = re.compile(r"半年|(?P<n>[2-9二两三四五六七八九十]|1[0-2]|十[一二])个月")
_BY_USE = re.compile(r"用|度|电量")
_SAYS_PAID = re.compile(r"不是|明明|已经|都.{0,2}[交缴付]|[了过]吧|说没交")
_WHEN = re.compile(r"时候|何时|哪[一]?天|几号|几月")


async def answer(turn: Turn, say: Say, account: Account, bills: Sequence[Bill], text: str) -> Events | None:
    """Answers one of these questions; None when the words are none of them.

    Args:
        bills: of the account, newest first, at least one.
    """
    talk, number = shown(turn), account["account_no"]
    told = talk.months(number)
    found = asked_of(turn, number, text)
    is_month = bool(found.months)
    if goes_on_late_fee(turn, text):
        say.utter("utter_late_fee")  # what this account owes was just told
        return [keep(turn, number, told[-1:] or [bills[0].period], talk.year)]
    if LATE_FEE.search(text):
        _late_fees(turn, say, account, bills)
        if HOW.search(text):
            say.utter("utter_late_fee")
        return [keep(turn, number, told[-1:] or [bills[0].period], talk.year)]
    if asks_paid(text):
        return _paid(turn, say, account, bills, text)
    if asks_unpaid(text):
        _unpaid(turn, say, account, bills)
    elif compares(text) or (talk.beside and asks_difference(text)):
        return compare(turn, say, account, bills, text)
    elif kind := asks_most(text):
        return _most(turn, say, account, bills, text, kind)
    elif asks_average(text) and len(found.months) != 1:
        return _average(turn, say, account, bills, text)
    elif len(talk.latest()) > 1 and (asks_which_account(text) or (asks_sum(text) and not is_month)):
        await _together(turn, say, text)
    elif told and len(talk.latest()) == 1 and _BOTH.search(text) and not is_month and len(told) == 1:
        say.text(f"我这里只核对了{named(account)}这一个。另一个的户号发给我，核对好了我一起算。")
    elif (
        len(told) > 1 and asks_sum(text) and not (is_month or found.year or talk.listed or YEAR.search(text))
    ):
        parts = [bill for month in told if (bill := of_month(bills, month))]
        _sum(say, [(month_name(bill.period, turn.at), bill) for bill in parts])
    elif told and (unit := asks_amount(text)) and (bill := _told_already(turn, account, bills, text)):
        figures = f"用了{bill.kwh}度" if unit == "度" else f"电费{yuan(bill.amount)}"
        say.text(f"{month_name(bill.period, turn.at)}{figures}，{paid_words(bill, account, turn.at.date())}")
        return [keep(turn, number, [bill.period], talk.year)]
    else:
        return None
    return []


def _told_already(turn: Turn, account: Account, bills: Sequence[Bill], text: str) -> Bill | None:
    """The bill meant, if its card is still to be seen."""
    talk = shown(turn)
    bill = chosen(turn, account, bills, text, follows=True)
    is_told = not isinstance(bill, str) and bill.period in talk.months(account["account_no"])
    return bill if is_told and not talk.listed and not isinstance(bill, str) else None


def _late_fees(turn: Turn, say: Say, account: Account, bills: Sequence[Bill]) -> None:
    late = [bill for bill in bills if bill.late_fee > 0]
    unpaid = [bill for bill in reversed(late) if bill.paid_at is None]
    today = turn.at.date()
    if unpaid:
        parts = [
            f"{month_name(bill.period, turn.at)}的{yuan(bill.amount)}应在{day_name(bill.due, today)}前交，到今天的违约金{yuan(bill.late_fee)}"
            for bill in unpaid
        ]
        say.text(f"{named(account)}有电费过了交费日还没交：{'；'.join(parts)}。交清就不再增加。")
    elif late:
        bill = late[0]
        paid = f"，{day_name(bill.paid_at.date(), today)}才交" if bill.paid_at else ""
        say.text(
            f"{named(account)}{month_name(bill.period, turn.at)}的电费应在{day_name(bill.due, today)}前交{paid}，收了违约金{yuan(bill.late_fee)}。"
        )
    else:
        say.text(f"{named(account)}最近{len(bills)}期账单里没有违约金。")


def _paid(turn: Turn, say: Say, account: Account, bills: Sequence[Bill], text: str) -> Events:
    """Whether and when; a month that the customer has paid and we do not see as paid becomes a matter of the payment."""
    number = account["account_no"]
    told = shown(turn).months(number)
    is_named = bool(turn.entity("bill_period") or asked_of(turn, number, text).months)
    unpaid = [bill for bill in bills if bill.paid_at is None]
    bill = chosen(turn, account, bills, text, follows=True)
    if isinstance(bill, str):
        say.text(bill)
        return []
    if not is_named and not told and unpaid:
        bill = unpaid[-1]
    name = month_name(bill.period, turn.at)
    words = f"{name}的电费{yuan(bill.amount)}{paid_words(bill, account, turn.at.date())}"
    if bill.paid_at:
        lead = "" if _WHEN.search(text) else "交了，"
        others = [other for other in unpaid if other is not bill]
        months = "、".join(month_name(other.period, turn.at) for other in reversed(others))
        say.text(f"{lead}{words}" + (f"没交的还有{months}。" if others else ""))
    else:
        buttons = [
            ("怎么交", payload("pay_how")),
            ("我已经交了", payload("pay_problem", payment_kind="missing")),
        ]
        says_paid = _SAYS_PAID.search(text)
        say.text(
            f"系统里看，{words}" + ("要是您已经付过钱，我登记让人查。" if says_paid else ""),
            buttons if says_paid else buttons[:1],
        )
    return [keep(turn, number, [bill.period], shown(turn).year)]


def _unpaid(turn: Turn, say: Say, account: Account, bills: Sequence[Bill]) -> None:
    """The months that are not paid, the oldest first."""
    unpaid = [bill for bill in reversed(bills) if bill.paid_at is None]
    if not unpaid:
        say.text(f"{named(account)}最近{len(bills)}期电费都交清了。")
        return
    parts = [f"{month_name(bill.period, turn.at)}{yuan(bill.amount + bill.late_fee)}" for bill in unpaid]
    late = "（含违约金）" if any(bill.late_fee for bill in unpaid) else ""
    say.text(f"{named(account)}没交的是{'、'.join(parts)}{late}。", [("怎么交", payload("pay_how"))])


def _average(turn: Turn, say: Say, account: Account, bills: Sequence[Bill], text: str) -> Events:
    """A month on average: of those named, of the list just told, of a year, else of the last twelve."""
    found, talk, number = asked_of(turn, account["account_no"], text), shown(turn), account["account_no"]
    year = found.year or (turn.at.year if YEAR.search(text) else None)
    listed = talk.listed if talk.account == number else ()
    of_year = tuple(period(year, month) for month in range(1, 13)) if year else ()
    count = _COUNT.search(text)
    latest = bills[: int(parse_number(count["n"] or "六") or _SCOPE) if count else _SCOPE]
    listed = () if count else listed
    wanted = found.months or of_year or listed or tuple(bill.period for bill in latest)
    within = [bill for bill in bills if bill.period in wanted]
    if not within:
        say.text(f"这段时间的账单我这里查不到，{reach(bills, turn.at)}。")
        return []
    cost = sum((bill.amount for bill in within), Decimal(0)) / len(within)
    kwh = round(sum(bill.kwh for bill in within) / len(within))
    scope = f"{year}年（已出账{len(within)}个月）" if of_year and not found.months else f"{len(within)}个月"
    span = f"{month_name(within[-1].period, turn.at)}到{month_name(within[0].period, turn.at)}，"
    say.text(f"{named(account)}{'' if of_year else span}{scope}平均每月{kwh}度、{yuan(cost)}。")
    return [keep(turn, number, [within[0].period], found.year or talk.year, listed=wanted)]


def _most(turn: Turn, say: Say, account: Account, bills: Sequence[Bill], text: str, kind: str) -> Events:
    """The highest or lowest month of those named, of a year, or of the last twelve."""
    found, talk = asked_of(turn, account["account_no"], text), shown(turn)
    told = talk.listed if talk.account == account["account_no"] else ()
    if len(found.months) > 1 or (told and not found.year):
        wanted = found.months or told
        scope = f"这{len(wanted)}个月里"
    elif found.year:
        wanted, scope = tuple(period(found.year, number) for number in range(1, 13)), f"{found.year}年"
    else:
        wanted, scope = tuple(bill.period for bill in bills[:_SCOPE]), f"最近{len(bills[:_SCOPE])}个月"
    within = [bill for bill in bills if bill.period in wanted]
    if not within:
        say.text(f"{scope}的账单我这里查不到，{reach(bills, turn.at)}。")
        return []
    pick = max if kind == "most" else min
    by_cost = pick(within, key=lambda bill: bill.amount)
    by_use = pick(within, key=lambda bill: bill.kwh)
    bill, beside = (by_use, by_cost) if _BY_USE.search(text) else (by_cost, by_use)
    cost_word, use_word = ("电费最高", "用电最多") if kind == "most" else ("电费最低", "用电最少")
    words = [f"{cost_word if bill is by_cost else use_word}的是{_figures(bill, turn.at)}"]
    if beside is not bill:
        words.append(f"{use_word if beside is by_use else cost_word}的是{_figures(beside, turn.at)}")
    part = "能查到的月份里，" if min(wanted) < bills[-1].period else ""
    say.text(
        f"{part}{scope}{'；'.join(words)}。",
        [why_button(account["account_no"], bill)] if kind == "most" else [],
    )
    return [keep(turn, account["account_no"], [bill.period], found.year or talk.year, listed=told)]


def _figures(bill: Bill, now: datetime) -> str:
    return f"{month_name(bill.period, now)}，{bill.kwh}度、{yuan(bill.amount)}"


async def _together(turn: Turn, say: Say, text: str) -> None:
    """The accounts told just before: summed up, or which of them uses more."""
    service = Service(turn.conversation)
    accounts = await known_accounts(service)
    rows: list[tuple[str, Bill]] = []
    for number, month in shown(turn).latest().items():
        account = find(accounts, number)
        bill = of_month(await bills_of(service, account, MONTHS_KEPT), month) if account else None
        if bill:
            rows.append((f"户号{mask_account(number)}（{month_name(month, turn.at)}）", bill))
    if asks_sum(text):
        _sum(say, rows)
    else:
        name, bill = max(rows, key=lambda row: row[1].kwh)
        beside = "；".join(f"{n}{b.kwh}度、{yuan(b.amount)}" for n, b in rows if b is not bill)
        say.text(f"{name}用得多，{bill.kwh}度、{yuan(bill.amount)}；{beside}。")


def _sum(say: Say, rows: Sequence[tuple[str, Bill]]) -> None:
    total = sum((bill.amount for _, bill in rows), Decimal(0))
    parts = "；".join(f"{name}{bill.kwh}度、{yuan(bill.amount)}" for name, bill in rows)
    say.text(f"加起来{yuan(total)}、{sum(bill.kwh for _, bill in rows)}度。\n{parts}。")
