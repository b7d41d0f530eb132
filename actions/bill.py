"""What an account used and owes: a month's bill, the balance, several months, single days, the present pace (facts 3.2, 3.8)."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions import bill_chart
from actions.account_known import Account, named
from actions.bill_view import Bill, a_year_before, bills_of, day_name, month_name, plain, tier_position, yuan
from actions.client import Service
from actions.tariff_year import year_words
from actions.topic import Events
from actions.turn import Say, Turn, payload
from common.chinese_numbers import parse_number
from common.chinese_time import find_month

AHEAD = "智能交费"
_TODAY = re.compile(r"今[天日儿]")
_DAYS = re.compile(r"昨[天日儿晚]|前天|今[天日儿]|每[一]?天|天天|这[几两]天|最近几天|每日|日用|逐日")
_SEVERAL_DAYS = re.compile(r"每[一]?天|天天|这[几两]天|最近几天|每日|日用|逐日")
_YEAR = re.compile(r"今年|去年|前年|全年|整年|一年|年度|年总")
_MONTHS = re.compile(
    r"(?P<n>[0-9一二两三四五六七八九十]{1,3})个月|半年|每个?月|各个?月|前几个月|近几个?月|最[贵多高]的?是?哪"
)
_SAME_MONTH = re.compile(r"同期|同月|去年这(?:个月|时候)")
_BALANCE = re.compile(r"余额|剩|欠|够不够|[够能]?[用撑]几天|账上|卡里还|用完")
_PACE = re.compile(r"估[算计]|预[计估]|照这[样个]|月底|大概(?:要|得|多少)|这样下去|按现在")
_OTHERS = re.compile(
    r"(?:别人|邻居|隔壁|人家|对门|楼[上下]|前[妻夫任]|前[男女]友)家?的?[0-9]{0,13}(?:用了多少|用多少|电费|用电|账单|户号|余额)"
)
_PAY_YOU = re.compile(r"收款码|卡号|银行账号|[打转汇]给你")
_A_YEAR_OF = re.compile(r"(?:一年|每年|全年|整年)用?[^,，]{0,4}度.{0,6}(?:多少|要交|几块|贵)")
_HOW = re.compile(r"怎么[计]?算|咋算|明细|每[一]?[档项笔]|算法|单价|怎么来的")
_MONTHS_SHOWN = 12
_SEASONS = {"春": (3, 4, 5), "夏": (6, 7, 8), "秋": (9, 10, 11)}
_DAYS_SHOWN = 7
_JUST_ENDED_DAYS = 10


async def early(turn: Turn, say: Say) -> bool:
    """Other people's bills, money sent to us in the talk, what a year of so many kWh would cost: none needs an account."""
    if _OTHERS.search(turn.text):
        say.utter("utter_privacy_others")
        return True
    if _PAY_YOU.search(turn.text):
        say.utter("utter_pay_safely")
        return True
    year = await year_words(turn) if _A_YEAR_OF.search(turn.text) else ""
    if year:
        say.text(year)
    return bool(year)


def asks_only_how(text: str) -> bool:
    """Whether the words want the computation and do not wonder at the sum."""
    return bool(_HOW.search(text)) and not re.search(r"[高贵多涨]", text)


def asks_about(text: str, now: datetime) -> bool:
    """Whether the words name what `answer` tells: a month, several, days, the balance, the rows."""
    patterns = (_MONTHS, _YEAR, _DAYS, _BALANCE, _PACE, _HOW)
    return bool(find_month(text, now) or any(pattern.search(text) for pattern in patterns))


async def answer(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils `query_bill`: what the words ask for, else the latest bill with its date and balance."""
    service = Service(turn.conversation)
    month = find_month(text, turn.at)
    if not month and _SAME_MONTH.search(text):
        latest = await bills_of(service, account, 1)
        month = a_year_before(latest[0].period) if latest else None
    if _HOW.search(text):
        return await how_computed(turn, say, account, text)
    if _SEVERAL_DAYS.search(text) or (_DAYS.search(text) and not month):
        say.text(await _days(service, account, text))
    elif not month and (_MONTHS.search(text) or _YEAR.search(text)):
        await _several(service, say, account, text, turn.at)
    elif _PACE.search(text):
        say.text(
            await _pace(service, account, turn.at) or "这个月的用电还太少，按现在的数估不准，过几天再问我。"
        )
    elif _BALANCE.search(text) and not month:
        say.text(f"{named(account)}：{await balance_words(service, account, turn.at, with_days=True)}")
    else:
        await _month(turn, say, service, account, month)
    return []


async def balance_words(service: Service, account: Account, now: datetime, with_days: bool = False) -> str:
    """What the account has or owes; an estimate is called one (facts 3.8)."""
    balance = await balance_of(service, account)
    amount = Decimal(balance["amount"])
    if balance["estimated"]:
        words = f"余额约{yuan(amount)}，是按天估算到昨天的数，每月结算一次"
        a_day = await cost_of_a_day(service, account) if with_days and amount > 0 else None
        if a_day:
            words += f"。照最近的用法估算，大约还够{int(amount / a_day)}天"
        return words + "。"
    if amount < 0:
        months = "、".join(month_name(period, now) for period in balance["unpaid"])
        return f"还没交的电费共{yuan(-amount)}（{months}，逾期的含违约金）。"
    return f"没有欠费，账上余额{yuan(amount)}。" if amount else "没有欠费。"


async def cost_of_a_day(service: Service, account: Account) -> Decimal | None:
    """Yuan a day at this month's pace, an estimate; None when too little is known."""
    estimate = await _estimate(service, account)
    if not estimate or not estimate["kwh"] or not Decimal(estimate["used"]):
        return None
    # Money to energy as in the service's estimate: no prices are kept here.
    return Decimal(estimate["amount"]) * Decimal(estimate["used"]) / estimate["kwh"] / estimate["days"]


async def balance_of(service: Service, account: Account) -> dict[str, Any]:
    """`amount` below zero is owed; UtilityDown."""
    return dict(await service.get(f"/accounts/{account['account_no']}/balance"))


async def _month(turn: Turn, say: Say, service: Service, account: Account, month: str | None) -> None:
    """One bill. “这个月” early in a month is the month just ended; later its bill is still to come (facts 6.7)."""
    bills = await bills_of(service, account, 24)
    if not bills:
        say.text(f"{named(account)}还没有出过账单，一般用满一个月才有。")
        return
    running = turn.at.strftime("%Y-%m")
    lead = ""
    if month == running:
        pace = await _pace(service, account, turn.at) if turn.at.day > _JUST_ENDED_DAYS else ""
        lead = f"{turn.at.month}月还没过完，{pace}\n已出的最新一期：" if pace else ""
        month = None
    bill = next((bill for bill in bills if bill.period == (month or bills[0].period)), None)
    if bill is None:
        assert month is not None
        newer = month > bills[0].period
        why = "的账单还没出来" if newer else "的账单我这里查不到，能查最近两年的"
        say.text(f"{month_name(month, turn.at)}用电{why}。最近一期是{month_name(bills[0].period, turn.at)}。")
        return
    when = month_name(bill.period, turn.at)
    lines = [
        f"{lead}{named(account)}{when}用电：{bill.kwh}度，电费{yuan(bill.amount)}，{paid_words(bill, account, turn.at.date())}"
    ]
    if bill is bills[0]:
        position = "" if lead else tier_position(bill)
        lines.append(f"{position}（算到{when}）。" if position else "")
        lines.append(await _beside(service, account, bills, turn.at))
    number = account["account_no"]
    buttons = [
        (
            "怎么算的",
            payload("query_bill", account_wish="bill_rows", account_no=number, bill_period=bill.period),
        ),
        ("为什么这么多", payload("bill_high", account_no=number)),
        ("最近半年", payload("query_bill", account_wish="bill_months", account_no=number)),
    ]
    say.text("\n".join(line for line in lines if line), buttons)


async def _beside(service: Service, account: Account, bills: list[Bill], now: datetime) -> str:
    """The balance, unless the latest bill has told all there is to it."""
    only_latest_unpaid = bills[0].paid_at is None and all(bill.paid_at for bill in bills[1:])
    balance = await balance_of(service, account)
    is_told = only_latest_unpaid or not (Decimal(balance["amount"]) or balance["estimated"])
    return "" if is_told else await balance_words(service, account, now)


async def how_computed(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils “怎么算的”: the rows of the month that was shown or is named."""
    bills = await bills_of(Service(turn.conversation), account, 24)
    period = turn.entity("bill_period") or find_month(text, turn.at)
    bill = next((bill for bill in bills if bill.period == period), bills[0] if bills else None)
    if bill is None:
        say.text(f"{named(account)}还没有出过账单，一般用满一个月才有。")
        return []
    say.text(f"{month_name(bill.period, turn.at)}电费：{rows(bill)}")
    return []


def rows(bill: Bill) -> str:
    """The rows of the utility's computation, rounded one by one; the sum is the bill's, not the rounded rows'."""
    parts = [f"{row.label}{row.kwh}度×{plain(row.price)}={yuan(row.amount)}" for row in bill.lines]
    total = f"合计{yuan(bill.amount)}" + ("（各行四舍五入）" if len(parts) > 1 else "")
    return "，".join([*parts, total]) + "。"


def paid_words(bill: Bill, account: Account, today: date) -> str:
    """Paid, still to pay, or late."""
    if bill.paid_at and account["payment"] == AHEAD:
        return "已从预存的余额里结清。"
    if bill.paid_at:
        late = f"（含违约金{yuan(bill.late_fee)}）" if bill.late_fee else ""
        return f"已在{day_name(bill.paid_at.date())}交清{late}。"
    if today <= bill.due:
        return f"还没交，请在{day_name(bill.due)}前交。"
    fee = f"，到今天的违约金{yuan(bill.late_fee)}" if bill.late_fee else ""
    return f"还没交，已过交费日{day_name(bill.due)}{fee}。"


async def several_months(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils the button “最近半年”."""
    await _several(Service(turn.conversation), say, account, "半年", turn.at)
    return []


async def _several(service: Service, say: Say, account: Account, text: str, now: datetime) -> None:
    bills = await bills_of(service, account, 24)
    year = _year_of(text, now) if _YEAR.search(text) else None
    if year:
        season = next((name for name in _SEASONS if f"{name}天" in text or f"{name}季" in text), "")
        wanted = [f"{year}-{number:02}" for number in _SEASONS.get(season, range(1, 13))]
        chosen = [bill for bill in bills if bill.period in wanted]
        what = f"{year}年{season and season + '天'}（已出账{len(chosen)}个月）"
    else:
        chosen = bills[: _months_in(text)]
        what = f"最近{len(chosen)}个月"
    if not chosen:
        say.text("这段时间的账单我这里查不到，能查最近两年的。")
        return
    listed = [
        f"{month_name(bill.period, now)} {bill.kwh}度 {yuan(bill.amount)}" for bill in chosen[:_MONTHS_SHOWN]
    ]
    cost = sum((bill.amount for bill in chosen), Decimal(0))
    most = max(chosen, key=lambda bill: bill.amount)
    total = f"合计{sum(bill.kwh for bill in chosen)}度、{yuan(cost)}，平均每月{yuan(cost / len(chosen))}"
    say.text(
        "\n".join(
            [f"{named(account)}{what}：", *listed, f"{total}，最多的是{month_name(most.period, now)}。"]
        )
    )
    await bill_chart.show(service, say, chosen, most.period)


def _year_of(text: str, now: datetime) -> int:
    return now.year - (1 if "去年" in text else 2 if "前年" in text else 0)


def _months_in(text: str) -> int:
    match = _MONTHS.search(text)
    number = parse_number(match["n"]) if match and match["n"] else None
    return max(1, min(int(number), _MONTHS_SHOWN)) if number else 6


async def _days(service: Service, account: Account, text: str) -> str:
    """Single days up to yesterday; today's use is never known live (facts 3.8)."""
    usage = await service.get(f"/accounts/{account['account_no']}/usage")
    if not usage:
        return f"{named(account)}还没有每天的用电记录。"
    lead = "今天的用电要明天才看得到。" if _TODAY.search(text) else ""
    if _SEVERAL_DAYS.search(text):
        shown = usage[-_DAYS_SHOWN:]
        total = sum((Decimal(day["kwh"]) for day in shown), Decimal(0))
        listed = [
            f"{day_name(date.fromisoformat(day['day']))} {plain(Decimal(day['kwh']))}度" for day in shown
        ]
        return "\n".join([f"{lead}{named(account)}最近{len(shown)}天：", *listed, f"合计{plain(total)}度。"])
    back = 2 if "前天" in text and len(usage) > 1 else 1
    day = usage[-back]
    return f"{lead}{named(account)}{day_name(date.fromisoformat(day['day']))}用电{plain(Decimal(day['kwh']))}度。"


async def _estimate(service: Service, account: Account) -> dict[str, Any] | None:
    found = await service.get(f"/accounts/{account['account_no']}/estimate")
    return dict(found) if found else None


async def _pace(service: Service, account: Account, now: datetime) -> str:
    """This month so far and at its end, only as an estimate with the price table's date (facts 3.7)."""
    estimate = await _estimate(service, account)
    if not estimate:
        return ""
    since = date.fromisoformat(estimate["price_from"])
    confirm = "，以供电公司公布的电价为准" if estimate["needs_confirmation"] else ""
    return (
        f"到昨天{estimate['days']}天用了{plain(Decimal(estimate['used']))}度；照这样到月底约{estimate['kwh']}度、"
        f"{yuan(Decimal(estimate['amount']))}（估算，按{since.year}年{since.month}月{since.day}日起执行的电价{confirm}）。"
    )
