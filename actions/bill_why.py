"""Why a bill is higher, from the account's own bills, in the order of facts 3.9; then what the customer can do about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from rasa_sdk.events import SlotSet

from actions import bill_chart
from actions.account_known import Account, named
from actions.bill import asks_only_how, how_computed
from actions.bill_pick import chosen
from actions.bill_talk import keep, shown
from actions.bill_view import (
    MONTHS_KEPT,
    TIERS,
    Bill,
    a_year_before,
    bills_of,
    change,
    daily,
    month_before,
    month_name,
    of_month,
    percent,
    yuan,
)
from actions.client import Service, residential_prices
from actions.flow import Events
from actions.tariff_view import Prices
from actions.turn import Say, Turn, payload

_LONG_PERIOD_DAYS = 35
# Less than this is no difference worth an explanation.
_SAME = Decimal("0.1")
_REASONS_SHOWN = 2
_UP = re.compile(r"涨|翻|多了|高了|升|比.{1,8}[高多贵]|突然|又[高多贵]")
_DOWN = re.compile(r"少了|降|低了|比.{1,8}[少低]|[这那]么[少低]")
_YEAR_BESIDE = re.compile(r"去年|同比|同期|前年")
_BESIDE = re.compile(r"[比跟和].{1,8}?(?=[多少高低贵涨降]|$)")
_DISPUTE = re.compile(r"登记|核查|复核|申诉|异议|查清|重新算|给个说法")


def comparison(bill: Bill, bills: Sequence[Bill], now: datetime) -> str:
    """First sentence: this bill beside the same month last year and the month before."""
    beside = [
        f"比{name}的{other.kwh}度{change(bill.kwh, other.kwh)}"
        for name, month in (("去年同月", a_year_before(bill.period)), ("上个月", month_before(bill.period)))
        if (other := of_month(bills, month))
    ]
    return "，".join([f"{month_name(bill.period, now)}用电{bill.kwh}度、{yuan(bill.amount)}", *beside]) + "。"


def rise(bill: Bill, bills: Sequence[Bill], text: str, now: datetime) -> str:
    """What is said first to “咋涨了” or “咋少了” when the figures say the opposite; else empty."""
    before = of_month(bills, month_before(bill.period))
    if before is None or not before.kwh or _YEAR_BESIDE.search(text) or "电价" in text:
        return ""
    says_up, says_down = _UP.search(text), _DOWN.search(text)
    other = month_name(before.period, now)
    if says_up and not says_down and bill.kwh <= before.kwh and bill.amount <= before.amount:
        return f"没涨，比{other}{change(bill.kwh, before.kwh)}，电费少{yuan(before.amount - bill.amount)}。\n"
    if says_up and not says_down and bill.kwh <= before.kwh:
        return f"用电没涨，比{other}{change(bill.kwh, before.kwh)}；电费涨了{yuan(bill.amount - before.amount)}。\n"
    if says_down and not says_up and bill.kwh > before.kwh:
        return f"没有少，比{other}{change(bill.kwh, before.kwh)}。\n"
    return ""


def reasons(
    bill: Bill, bills: Sequence[Bill], now: datetime, valley_pays_from: Decimal | None = None
) -> list[str]:
    """What the data show, the weightiest kind first (facts 3.9); empty when they show nothing.

    Args:
        valley_pays_from: share of valley use above which peak/valley is cheaper; None while no price table is in force.
    """
    before, last_year = (
        of_month(bills, month_before(bill.period)),
        of_month(bills, a_year_before(bill.period)),
    )
    found = []
    if bill.days > _LONG_PERIOD_DAYS:
        found.append(f"这期抄表算了{bill.days}天，比平常的一个月长")
    if bill.estimated:
        found.append("这期有读数是估的，不是实抄的，可以登记核实")
    if (
        before
        and bill.kwh > before.kwh * (1 + _SAME)
        and last_year
        and abs(bill.kwh - last_year.kwh) <= last_year.kwh * _SAME
    ):
        found.append("和去年同月差不多，看着是季节用电")
    if bill.adders > 0 and bill.tier:
        crossed = before and before.period[:4] == bill.period[:4] and (before.tier or bill.tier) < bill.tier
        start = f"，月初离高一档只剩{before.left_in_tier}度" if before and crossed else ""
        found.append(
            f"今年累计{bill.cumulative}度，用到{TIERS[bill.tier]}{start}，高档的加价占{yuan(bill.adders)}"
        )
    share = bill.valley_share
    if share is not None and valley_pays_from is not None and share < valley_pays_from:
        found.append(f"谷时只用了{percent(share)}，不到{percent(valley_pays_from)}，峰谷电价反而多花钱")
    if before and bill.kwh > before.kwh * (1 + _SAME) and not (bill.days > _LONG_PERIOD_DAYS):
        found.append(f"平均每天{daily(bill)}度，上个月每天{daily(before)}度，多出来的主要是用电量")
    if bill.late_fee > 0:
        found.append(f"另有违约金{yuan(bill.late_fee)}")
    older = [other for other in bills if other.paid_at is None and other.period < bill.period]
    if older:
        owed = sum((other.amount + other.late_fee for other in older), Decimal(0))
        months = "、".join(month_name(other.period, now) for other in reversed(older))
        found.append(f"另外{months}的{yuan(owed)}还没交，一起付会显得更多")
    return found


async def answer(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils `bill_high`: two sentences and a chart from the account's data, then the three ways on."""
    if asks_only_how(text):
        return await how_computed(turn, say, account, text)
    if _DISPUTE.search(text):
        return await dispute(turn, say, account, text)
    service = Service(turn.conversation)
    bills = await bills_of(service, account, MONTHS_KEPT)
    if not bills:
        say.text(f"{named(account)}还没有出过账单，我没有数可以比。")
        return []
    bill = meant(turn, account, bills, text)
    if isinstance(bill, str):
        say.text(bill)
        return []
    talk, number = shown(turn), account["account_no"]
    remembered = keep(turn, number, [bill.period], talk.year, explained=bill.period)
    if talk.account == number and talk.explained == bill.period:
        again = _once_more(bill, bills, turn.at)
        if again in turn.told(2):
            say.utter("utter_bill_what_next", buttons=what_next(account, bill))
            return [remembered]
        say.text(again, [(b["title"], b["payload"]) for b in what_next(account, bill)])
        return [remembered]
    prices = await Prices.now(residential_prices)
    found = reasons(bill, bills, turn.at, prices.valley_pays_from if prices else None)
    if found:
        why = "；".join(found[:_REASONS_SHOWN]) + "。"
    else:
        why = "账单里没有加价、违约金或补算，只是按用电量和电价算出来的。"
    first = rise(bill, bills, text, turn.at)
    say.text(f"{first}{named(account)}{comparison(bill, bills, turn.at)}\n{why}")
    await bill_chart.show(service, say, bills, bill.period)
    say.utter("utter_bill_what_next", buttons=what_next(account, bill))
    return [remembered]


def meant(turn: Turn, account: Account, bills: Sequence[Bill], text: str) -> Bill | str:
    """The bill whose sum is wondered at: the one named or told just before, else the latest."""
    # “比上个月” names what it is set beside, not the month in question.
    return chosen(turn, account, bills, _BESIDE.sub("", text), follows=True)


def _once_more(bill: Bill, bills: Sequence[Bill], now: datetime) -> str:
    """To doubts about a bill whose reasons were told: a figure that can be checked, and the ways on."""
    before = of_month(bills, month_before(bill.period))
    a_day = f"{month_name(bill.period, now)}平均每天{daily(bill)}度"
    beside = f"，{month_name(before.period, now)}每天{daily(before)}度" if before else ""
    return f"{a_day}{beside}。账单里能看到的原因就是刚才说的；电用在哪儿，要在家里查。不放心的话："


def what_next(account: Account, bill: Bill) -> list[dict[str, str]]:
    """Self-check, meter check as a right, and a person who looks into the bill."""
    number = account["account_no"]
    return [
        {
            "title": "怎么自己查",
            "payload": payload("meter_too_fast", meter_check_try="看", account_no=number),
        },
        {"title": "申请校表", "payload": payload("request_meter_check", account_no=number)},
        {
            "title": "登记核查账单",
            "payload": payload(
                "bill_high", account_wish="bill_dispute", account_no=number, bill_period=bill.period
            ),
        },
    ]


async def dispute(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils “登记核查账单”: a ticket with the bill's figures; nothing is promised of its result (facts 4.4)."""
    service = Service(turn.conversation)
    bills = await bills_of(service, account, MONTHS_KEPT)
    if not bills:
        say.text(f"{named(account)}还没有出过账单。")
        return []
    bill = meant(turn, account, bills, text)
    if isinstance(bill, str):
        say.text(bill)
        return []
    made = await service.post(
        "/tickets",
        topic="bill_dispute",
        key=turn.key("dispute"),
        summary=f"客户对{bill.period}电费有疑问：{bill.kwh}度、{yuan(bill.amount)}",
        address=account["full_address"],
        account_no=account["account_no"],
        join=True,
        details={"账单月份": bill.period, "账单比较": comparison(bill, bills, turn.at), "客户原话": text},
    )
    if made["joined"]:
        say.text(f"这件事已经在核查了，工单号{made['ticket']['number']}，不用重复登记。")
    else:
        say.text(
            f"已经登记核查，工单号{made['ticket']['number']}。{made['promise']}核查期间请先照常交费，免得产生违约金。"
        )
    return [SlotSet("ticket_no", made["ticket"]["number"])]
