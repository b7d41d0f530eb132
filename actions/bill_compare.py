"""One month, or several, beside another: the first sentence says how much more or less (facts 3.9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from actions.account_known import Account
from actions.bill_period import asked, moved
from actions.bill_pick import missing, why_button
from actions.bill_talk import asks_difference, keep, shown
from actions.bill_view import Bill, a_year_before, change, month_before, month_name, of_month, yuan
from actions.flow import Events
from actions.turn import Say, Turn

_SIDES = re.compile(r"(?P<base>.*?)(?:比|跟|和|与)(?P<other>.*)")
_THIS_YEAR = re.compile(r"今年|本年")
_OF_YEARS = re.compile(
    r"(?:今年|本年)[^,，。月]{0,8}[比跟和与]|[比跟和与](?:今年|本年)|全年|整年|一整?年|总共|一共"
)
_YEAR_BESIDE = re.compile(r"同比|同期|去年|上一?年|前年|头年")


def compare(turn: Turn, say: Say, account: Account, bills: Sequence[Bill], text: str) -> Events:
    """The month of the talk, or the one named first, beside another: last year's, the one before, or one that is named."""
    number, now = account["account_no"], turn.at
    told, running = shown(turn).months(number), turn.at.strftime("%Y-%m")
    if months := _of_years(turn, account, bills, text):
        return _compare_spans(turn, say, account, bills, months)
    sides = _SIDES.search(text)
    is_more = not sides and "更" in text  # “8月是不是更高”: beside the one just told
    left, right = (sides["base"], sides["other"]) if sides else (text, "") if is_more else ("", text)
    bases = asked(left, now, told).months
    if len(bases) > 1:
        return _compare_spans(turn, say, account, bills, bases)
    base = bases[0] if bases else told[-1] if told else bills[0].period
    lead = ""
    if base == running and bills[0].period < running:
        base, lead = bills[0].period, f"{now.month}月还没出账，先比已出的：" if now.day > 1 else ""
    found = asked(right, now, [moved(running, -1), base])
    talk = shown(turn)
    if not sides and not found.months and not found.year and talk.beside and asks_difference(text):
        other = talk.beside
    elif is_more and told and told[-1] != base:
        other = told[-1]
    elif found.months:
        other = found.months[0]
    elif found.year or _YEAR_BESIDE.search(text):
        other = f"{found.year or int(base[:4]) - 1}{base[4:]}"
    else:
        other = month_before(base)
    if other == running and not of_month(bills, other) and told and told[-1] != base:
        other = told[-1]  # “上月的跟这月比” after a bill: this month is the one just told
    elif other == base or (other == running and not of_month(bills, other)):
        other = a_year_before(base) if found.year else month_before(base)
    pair = [of_month(bills, month) for month in (base, other)]
    bill, beside = pair
    if bill is None or beside is None:
        say.text(missing(base if bill is None else other, bills, now))
        return []
    say.text(
        f"{lead}{versus(bill, beside, now)}", [why_button(number, bill)] if bill.kwh > beside.kwh else []
    )
    return [keep(turn, number, [bill.period], talk.year, beside=beside.period)]


def _of_years(turn: Turn, account: Account, bills: Sequence[Bill], text: str) -> list[str]:
    """The months of this year, or of the list just told, that are set beside those of the year before; none for single months."""
    talk, number = shown(turn), account["account_no"]
    if asked(text, turn.at).months or not _YEAR_BESIDE.search(text):
        return []
    listed = sorted(talk.listed) if talk.account == number else []
    if _OF_YEARS.search(text):
        year = talk.year if talk.year and listed and not _THIS_YEAR.search(text) else turn.at.year
        return sorted(bill.period for bill in bills if bill.period[:4] == str(year))
    return listed if len(listed) > 1 and len({month[:4] for month in listed}) == 1 else []


def _compare_spans(
    turn: Turn, say: Say, account: Account, bills: Sequence[Bill], months: Sequence[str]
) -> Events:
    """Several months beside the same ones of the year before; only when all of them are there."""
    now, number = turn.at, account["account_no"]
    pairs = [(of_month(bills, month), of_month(bills, a_year_before(month))) for month in months]
    rows = [(one, other) for one, other in pairs if one and other]
    if len(rows) < len(pairs):
        lacking = next(
            month if one is None else a_year_before(month)
            for month, (one, other) in zip(months, pairs, strict=True)
            if one is None or other is None
        )
        say.text(missing(lacking, bills, now))
        return []
    kwh, before = (sum(pair[side].kwh for pair in rows) for side in (0, 1))
    cost, cost_before = (sum((pair[side].amount for pair in rows), Decimal(0)) for side in (0, 1))
    last = "去年" if months[0][:4] == str(now.year) else f"{int(months[0][:4]) - 1}年"
    span = f"{month_name(months[0], now)}到{month_name(months[-1], now)}"
    say.text(
        f"{span}比{last}同期{change(kwh, before)}，电费{_more(cost - cost_before)}。\n"
        f"这{len(rows)}个月{kwh}度、{yuan(cost)}；{last}同期{before}度、{yuan(cost_before)}。"
    )
    return [keep(turn, number, [months[-1]], shown(turn).year, listed=months)]


def versus(bill: Bill, beside: Bill, now: datetime) -> str:
    """“10月比9月少145度（25%），电费少87.12元”, and both figures."""
    name, other = month_name(bill.period, now), month_name(beside.period, now)
    cost = _more(bill.amount - beside.amount)
    return (
        f"{name}比{other}{change(bill.kwh, beside.kwh)}，电费{cost}。\n"
        f"{name}{bill.kwh}度、{yuan(bill.amount)}；{other}{beside.kwh}度、{yuan(beside.amount)}。"
    )


def _more(money: Decimal) -> str:
    return f"多{yuan(money)}" if money > 0 else f"少{yuan(-money)}" if money else "一样"
