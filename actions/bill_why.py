"""Why a bill is higher, from the account's own bills, in the order of facts 3.9; then what the customer can do about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from actions import bill_chart
from actions.account_known import Account, named
from actions.bill import asks_only_how, how_computed
from actions.bill_view import (
    TIERS,
    Bill,
    a_year_before,
    bills_of,
    daily,
    month_before,
    month_name,
    percent,
    yuan,
)
from actions.client import Service, residential_prices
from actions.tariff_view import Prices
from actions.topic import Events
from actions.turn import Say, Turn, payload
from common.chinese_time import find_month

_LONG_PERIOD_DAYS = 35
# Less than this is no difference worth an explanation.
_SAME = Decimal("0.1")
_REASONS_SHOWN = 2
_DISPUTE = re.compile(r"登记|核查|复核|申诉|异议|查清|重新算|给个说法")


def comparison(bill: Bill, bills: Sequence[Bill], now: datetime) -> str:
    """First sentence: this bill beside the same month last year and the month before."""
    parts = []
    for name, other in (
        ("去年同月", _of(bills, a_year_before(bill.period))),
        ("上个月", _of(bills, month_before(bill.period))),
    ):
        if other is None:
            continue
        more = bill.kwh - other.kwh
        change = f"多{more}度" if more > 0 else f"少{-more}度" if more else "一样多"
        is_notable = other.kwh and abs(more) * 100 >= other.kwh
        share = f"（{percent(abs(Decimal(more)) / other.kwh)}）" if is_notable else ""
        parts.append(f"比{name}的{other.kwh}度{change}{share}")
    beside = "，".join(parts)
    return f"{month_name(bill.period, now)}用电{bill.kwh}度、{yuan(bill.amount)}" + (
        f"，{beside}。" if beside else "。"
    )


def reasons(
    bill: Bill, bills: Sequence[Bill], now: datetime, valley_pays_from: Decimal | None = None
) -> list[str]:
    """What the data show, the weightiest kind first (facts 3.9); empty when they show nothing.

    Args:
        valley_pays_from: share of valley use above which peak/valley is cheaper; None while no price table is in force.
    """
    before, last_year = _of(bills, month_before(bill.period)), _of(bills, a_year_before(bill.period))
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
    bills = await bills_of(service, account, 24)
    month = find_month(text, turn.at)
    bill = _of(bills, month) if month else None
    bill = bill or (bills[0] if bills else None)
    if bill is None:
        say.text(f"{named(account)}还没有出过账单，我没有数可以比。")
        return []
    prices = await Prices.now(residential_prices)
    found = reasons(bill, bills, turn.at, prices.valley_pays_from if prices else None)
    if found:
        why = "；".join(found[:_REASONS_SHOWN]) + "。"
    else:
        why = "账单里没有加价、违约金或补算，只是按用电量和电价算出来的。"
    say.text(f"{named(account)}{comparison(bill, bills, turn.at)}\n{why}")
    await bill_chart.show(service, say, bills, bill.period)
    say.utter("utter_bill_what_next", buttons=what_next(account, bill))
    return []


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
    bills = await bills_of(service, account, 24)
    bill = _of(bills, turn.entity("bill_period") or find_month(text, turn.at) or "")
    bill = bill or (bills[0] if bills else None)
    if bill is None:
        say.text(f"{named(account)}还没有出过账单。")
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
    return []


def _of(bills: Sequence[Bill], period: str) -> Bill | None:
    return next((bill for bill in bills if bill.period == period), None)
