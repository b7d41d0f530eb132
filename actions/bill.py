"""What an account used and owes: a month's bill, the balance, several months, single days, the present pace (facts 3.2, 3.8)."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions import bill_answers, bill_chart
from actions.account_known import Account, named
from actions.bill_days import asks_of_week, days, estimate
from actions.bill_people import watches
from actions.bill_period import period
from actions.bill_pick import chosen, reach
from actions.bill_talk import (
    BALANCE,
    DAYS,
    HOW,
    LASTING,
    LATE_FEE,
    MONTHS,
    PACE,
    SEVERAL_DAYS,
    WHICH_DAY,
    YEAR,
    asked_of,
    goes_on_late_fee,
    keep,
    shown,
)
from actions.bill_view import (
    MONTHS_KEPT,
    Bill,
    bills_of,
    month_name,
    paid_words,
    plain,
    tier_position,
    yuan,
)
from actions.client import Service
from actions.flow import Events
from actions.tariff_year import year_words
from actions.turn import Say, Turn, payload
from common.chinese_numbers import parse_number

_PAYS = re.compile(r"[交缴付]")
_UP_TO_NOW = re.compile(
    r"(?:到|截[止至])(?:今[天日儿]|现在|目前|这会儿?)(?:为止)?(?:了|一?共|总共)*[^,，。交缴]{0,3}(?:多少|几)"
)
_OTHERS = re.compile(
    r"(?:别人|邻居|隔壁|人家|对门|楼[上下]|前[妻夫任]|前[男女]友)家?的?[0-9]{0,13}(?:用了多少|用多少|电费|用电|账单|户号|余额)"
)
_PAY_YOU = re.compile(r"收款码|卡号|银行账号|[打转汇]给你")
_A_YEAR_OF = re.compile(r"(?:一年|每年|全年|整年)用?[^,，]{0,4}度.{0,6}(?:多少|要交|几块|贵)")
_YEAR_END = re.compile(r"年底|年末|到?(?:12|十二)月底")
_MONTHS_SHOWN = 12
_PART_OF_YEAR = re.compile(r"[春夏秋冬]天|[上下]半年")
_JUST_ENDED_DAYS = 10


async def early(turn: Turn, say: Say) -> bool:
    """Other people's bills, money sent to us in the talk, what a year of so many kWh would cost: none needs an account."""
    if is_of_others(turn.text):
        say.utter("utter_privacy_others")
        return True
    if _PAY_YOU.search(turn.text):
        say.utter("utter_pay_safely")
        return True
    year = await year_words(turn) if _A_YEAR_OF.search(turn.text) else ""
    if year:
        say.text(year)
    return bool(year)


def is_of_others(text: str) -> bool:
    """Whether the words want a neighbour's or a former husband's bill."""
    return bool(_OTHERS.search(text))


def asks_only_how(text: str) -> bool:
    """Whether the words want the computation and do not wonder at the sum."""
    return bool(HOW.search(text)) and not re.search(r"[高贵多涨]", text)


async def answer(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils `query_bill`: what the words ask for, else the latest bill with its date and balance."""
    service = Service(turn.conversation)
    of_late_fee = LATE_FEE.search(text) or goes_on_late_fee(turn, text)
    if HOW.search(text) and not of_late_fee:
        return await how_computed(turn, say, account, text)
    bills = await bills_of(service, account, MONTHS_KEPT)
    found = asked_of(turn, account["account_no"], text)
    is_month = bool(found.months) or found.is_same_month
    is_running = _UP_TO_NOW.search(text) and not (is_month or found.year)
    if is_running and (pace := await _pace(service, account, turn.at)):
        say.text(f"{named(account)}这个月{pace}")
        return _still_of(turn, account, bills)
    if _asks_days(text, is_month):
        if watches(turn):
            say.text(
                "您说过想看别人在不在家，每天的用电我就不能给了，这是为了住户的安全。账单和交费照样能查。"
            )
        else:
            say.text(await days(service, account, text, turn.at.date()))
        return _still_of(turn, account, bills)
    if bills and (answered := await bill_answers.answer(turn, say, account, bills, text)) is not None:
        return answered
    if len(found.months) > 1 or (found.year and not is_month) or (not is_month and asks_several(text)):
        return await _several(turn, say, account, bills, text)
    if lasting := await _lasting(service, account, text):
        say.text(lasting)
    elif PACE.search(text) and _YEAR_END.search(text):
        say.text(_so_far(account, bills, turn.at) + await _pace(service, account, turn.at))
    elif PACE.search(text):
        say.text(
            await _pace(service, account, turn.at) or "这个月的用电还太少，按现在的数估不准，过几天再问我。"
        )
    elif BALANCE.search(text) and not is_month:
        say.text(f"{named(account)}：{await balance_words(service, account, turn.at, with_days=True)}")
    else:
        return await _month(turn, say, account, bills, text)
    return _still_of(turn, account, bills)


def _asks_days(text: str, is_month: bool) -> bool:
    """Whether single days are meant; what is paid today is no use of today."""
    of_a_day = (DAYS.search(text) or asks_of_week(text)) and not is_month and not _PAYS.search(text)
    return bool(SEVERAL_DAYS.search(text) or of_a_day or (WHICH_DAY.search(text) and not _PAYS.search(text)))


def _still_of(turn: Turn, account: Account, bills: list[Bill]) -> Events:
    """The talk stays with this account after an answer that told no bill, so that “前天呢”, “那9月呢” go on."""
    number = account["account_no"]
    months = shown(turn).months(number)[-1:] or [bill.period for bill in bills[:1]]
    return [keep(turn, number, months, shown(turn).year)]


async def balance_words(service: Service, account: Account, now: datetime, with_days: bool = False) -> str:
    """What the account has or owes; an estimate is called one (facts 3.8)."""
    balance = await balance_of(service, account)
    amount = Decimal(balance["amount"])
    if balance["estimated"]:
        words = f"余额约{yuan(amount)}，是按天估算到昨天的数，每月结算一次"
        a_day = await _day_cost(service, account) if with_days and amount > 0 else None
        if a_day:
            words += f"。照最近的用法估算，大约还够{int(amount / a_day)}天"
        return words + "。"
    if amount < 0:
        months = "、".join(month_name(period, now) for period in balance["unpaid"])
        return f"还没交的电费共{yuan(-amount)}（{months}，逾期的含违约金）。"
    return f"没有欠费，账上余额{yuan(amount)}。" if amount else "没有欠费。"


async def _day_cost(service: Service, account: Account) -> Decimal | None:
    """¥ a day at this month's pace; None while there is none."""
    running = await estimate(service, account)
    if not running or not running["kwh"] or not Decimal(running["used"]):
        return None
    # Money to energy as in the service's estimate: no prices are kept here.
    return Decimal(running["amount"]) * Decimal(running["used"]) / running["kwh"] / running["days"]


async def _lasting(service: Service, account: Account, text: str) -> str:
    """“充100能用多久”; empty for other words."""
    asked_for = LASTING.search(text)
    if not asked_for:
        return ""
    a_day = await _day_cost(service, account)
    if not a_day:
        return "这个月的用电还太少，估不准能用几天，过几天再问我。"
    money = parse_number(asked_for["sum"]) or Decimal(0)
    return f"照最近的用法估算，{plain(money)}元大约够用{int(money / a_day)}天。"


async def balance_of(service: Service, account: Account) -> dict[str, Any]:
    """`amount` below zero is owed; UtilityDown."""
    return dict(await service.get(f"/accounts/{account['account_no']}/balance"))


async def _month(turn: Turn, say: Say, account: Account, bills: list[Bill], text: str) -> Events:
    """One bill. “这个月” early in a month is the month just ended; later its bill is still to come (facts 6.7)."""
    if not bills:
        say.text(f"{named(account)}还没有出过账单，一般用满一个月才有。")
        return []
    bill = chosen(turn, account, bills, text)
    if isinstance(bill, str):
        say.text(bill)
        return []
    lead = ""
    if turn.at.strftime("%Y-%m") in asked_of(turn, account["account_no"], text).months:
        service = Service(turn.conversation)
        pace = await _pace(service, account, turn.at) if turn.at.day > _JUST_ENDED_DAYS else ""
        lead = f"{turn.at.month}月还没过完，{pace}\n已出的最新一期：" if pace else ""
    when = month_name(bill.period, turn.at)
    lines = [
        f"{lead}{named(account)}{when}用电：{bill.kwh}度，电费{yuan(bill.amount)}，{paid_words(bill, account, turn.at.date())}"
    ]
    if bill is bills[0]:
        position = "" if lead else tier_position(bill)
        lines.append(f"{position}（算到{when}）。" if position else "")
        lines.append(await _beside(Service(turn.conversation), account, bills, turn.at))
    number, period = account["account_no"], bill.period
    buttons = [
        ("怎么算的", payload("query_bill", account_wish="bill_rows", account_no=number, bill_period=period)),
        ("为什么这么多", payload("bill_high", account_no=number, bill_period=period)),
        ("最近半年", payload("query_bill", account_wish="bill_months", account_no=number)),
    ]
    say.text("\n".join(line for line in lines if line), buttons)
    year = asked_of(turn, number, text).year
    return [keep(turn, number, [bill.period], year or shown(turn).year)]


async def _beside(service: Service, account: Account, bills: list[Bill], now: datetime) -> str:
    """The balance, unless the latest bill has told all there is to it."""
    only_latest_unpaid = bills[0].paid_at is None and all(bill.paid_at for bill in bills[1:])
    balance = await balance_of(service, account)
    is_told = only_latest_unpaid or not (Decimal(balance["amount"]) or balance["estimated"])
    return "" if is_told else await balance_words(service, account, now)


async def how_computed(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils “怎么算的”: the rows of the month that was shown or is named."""
    bills = await bills_of(Service(turn.conversation), account, MONTHS_KEPT)
    if not bills:
        say.text(f"{named(account)}还没有出过账单，一般用满一个月才有。")
        return []
    bill = chosen(turn, account, bills, text, follows=True)
    if isinstance(bill, str):
        say.text(bill)
        return []
    say.text(f"{month_name(bill.period, turn.at)}电费：{rows(bill)}")
    return [keep(turn, account["account_no"], [bill.period], shown(turn).year)]


def rows(bill: Bill) -> str:
    """The rows of the utility's computation, rounded one by one; the sum is the bill's, not the rounded rows'."""
    parts = [f"{row.label}{row.kwh}度×{plain(row.price)}={yuan(row.amount)}" for row in bill.lines]
    total = f"合计{yuan(bill.amount)}" + ("（各行四舍五入）" if len(parts) > 1 else "")
    return "，".join([*parts, total]) + "。"


async def several_months(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils the button “最近半年”."""
    bills = await bills_of(Service(turn.conversation), account, MONTHS_KEPT)
    return await _several(turn, say, account, bills, "半年")


def asks_several(text: str) -> bool:
    """Whether the words want more than one month, or a year."""
    return bool(MONTHS.search(text) or YEAR.search(text))


async def _several(turn: Turn, say: Say, account: Account, bills: list[Bill], text: str) -> Events:
    """The months of a year, a season, a span, or the latest; which of them cannot be told is said."""
    now = turn.at
    found = asked_of(turn, account["account_no"], text)
    year = found.year or (now.year if YEAR.search(text) else None)
    wanted = found.months or (tuple(period(year, number) for number in range(1, 13)) if year else ())
    chosen_bills = [bill for bill in bills if bill.period in wanted] if wanted else bills[: _months_in(text)]
    if not bills:
        say.text(f"{named(account)}还没有出过账单，一般用满一个月才有。")
        return []
    newer = [month_name(month, now) for month in found.months if month > bills[0].period]
    if not chosen_bills:
        latest = f"还没出来。最近一期是{month_name(bills[0].period, now)}"
        say.text(f"这段时间的账单{latest if newer else f'我这里查不到，{reach(bills, now)}'}。")
        return []
    if not wanted:
        what = f"最近{len(chosen_bills)}个月"
    elif not found.months:
        what = f"{year}年（已出账{len(chosen_bills)}个月）"
    elif part := _PART_OF_YEAR.search(text.replace("季", "天")):
        what = f"{wanted[0][:4]}年{part[0]}"
    else:
        what = f"这{len(chosen_bills)}个月"
    listed = [
        f"{month_name(bill.period, now)} {bill.kwh}度 {yuan(bill.amount)}"
        for bill in chosen_bills[:_MONTHS_SHOWN]
    ]
    cost = sum((bill.amount for bill in chosen_bills), Decimal(0))
    most = max(chosen_bills, key=lambda bill: bill.amount)
    total = f"合计{sum(bill.kwh for bill in chosen_bills)}度、{yuan(cost)}"
    lines = [f"{named(account)}{what}{total}：", *listed]
    if len(chosen_bills) > 1:
        lines.append(f"平均每月{yuan(cost / len(chosen_bills))}，最多的是{month_name(most.period, now)}。")
    if wanted and min(wanted) < bills[-1].period:
        lines.append(f"更早的查不到，{reach(bills, now)}。")
    if newer:
        lines.append(f"{newer[0]}{'起' if len(newer) > 1 else ''}的账单还没出来。")
    say.text("\n".join(lines))
    await bill_chart.show(Service(turn.conversation), say, chosen_bills, most.period)
    told = [bill.period for bill in chosen_bills]
    return [keep(turn, account["account_no"], told[:1], found.year, listed=told)]


def _months_in(text: str) -> int:
    match = MONTHS.search(text)
    number = parse_number(match["n"]) if match and match["n"] else None
    return max(1, min(int(number), _MONTHS_SHOWN)) if number else 6


def _so_far(account: Account, bills: list[Bill], now: datetime) -> str:
    """This year's bills, before the estimate of the running month: further ahead nothing is estimated."""
    this_year = [bill for bill in bills if bill.period[:4] == str(now.year)]
    cost = sum((bill.amount for bill in this_year), Decimal(0))
    told = (
        f"今年已出账{len(this_year)}个月，共{sum(bill.kwh for bill in this_year)}度、{yuan(cost)}"
        if bills
        else "今年还没有出过账单"
    )
    return f"{named(account)}{told}。年底一共多少我估不准，只能估到这个月底。\n"


async def _pace(service: Service, account: Account, now: datetime) -> str:
    """This month so far and at its end, only as an estimate with the price table's date (facts 3.7)."""
    running = await estimate(service, account)
    if not running:
        return ""
    since = date.fromisoformat(running["price_from"])
    confirm = "，以供电公司公布的电价为准" if running["needs_confirmation"] else ""
    return (
        f"到昨天{running['days']}天用了{plain(Decimal(running['used']))}度；照这样到月底约{running['kwh']}度、"
        f"{yuan(Decimal(running['amount']))}（估算，按{since.year}年{since.month}月{since.day}日起执行的电价{confirm}）。"
    )
