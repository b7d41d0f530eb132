"""What an account used and owes: a month's bill, the balance, several months, single days, the present pace (facts 3.2, 3.8)."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions import bill_chart
from actions.account_known import Account, named
from actions.bill_view import Bill, bills_of, day_name, month_name, plain, tier_position, yuan
from actions.client import Service
from actions.tariff_year import year_words
from actions.topic import Events, TopicAction
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
_BALANCE = re.compile(r"余额|剩|欠|够不够|能用几天|账上|卡里还|用完")
_PACE = re.compile(r"估[算计]|预[计估]|照这[样个]|月底|大概(?:要|得|多少)|这样下去|按现在")
_OTHERS = re.compile(r"(?:别人|邻居|隔壁|人家|对门|楼[上下])家?的?(?:电费|用电|账单|户号|余额)")
_A_YEAR_OF = re.compile(r"(?:一年|每年|全年|整年)用?[^,，]{0,4}度.{0,6}(?:多少|要交|几块|贵)")
_MONTHS_SHOWN = 12
_DAYS_SHOWN = 7
_JUST_ENDED_DAYS = 10


async def early(turn: Turn, say: Say) -> bool:
    """Other people's bills, and what a year of so many kWh would cost: neither needs an account."""
    if _OTHERS.search(turn.text):
        say.utter("utter_privacy_others")
        return True
    year = await year_words(turn) if _A_YEAR_OF.search(turn.text) else ""
    if year:
        say.text(year)
    return bool(year)


async def answer(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils `query_bill`: what the words ask for, else the latest bill with its rows, date and balance."""
    service = Service(turn.conversation)
    month = find_month(text, turn.at)
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
        estimate = await _estimate(service, account) if with_days and amount > 0 else None
        if estimate and estimate["kwh"] and Decimal(estimate["used"]):
            # Money to energy as in the service's estimate: no prices are kept here.
            a_day = (
                Decimal(estimate["amount"]) * Decimal(estimate["used"]) / estimate["kwh"] / estimate["days"]
            )
            words += f"。照最近的用法估算，大约还够{int(amount / a_day)}天"
        return words + "。"
    if amount < 0:
        months = "、".join(month_name(period, now) for period in balance["unpaid"])
        return f"还没交的电费共{yuan(-amount)}（{months}，逾期的含违约金）。"
    return f"没有欠费，账上余额{yuan(amount)}。" if amount else "没有欠费。"


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
        lead = f"{turn.at.month}月还没过完，账单要等下个月出。{pace}\n已出的最新一期：" if pace else ""
        month = None
    bill = next((bill for bill in bills if bill.period == (month or bills[0].period)), None)
    if bill is None:
        assert month is not None
        newer = month > bills[0].period
        why = "的账单还没出来" if newer else "的账单我这里查不到，能查最近两年的"
        say.text(f"{month_name(month, turn.at)}用电{why}。最近一期是{month_name(bills[0].period, turn.at)}。")
        return
    lines = [
        f"{lead}{named(account)}{month_name(bill.period, turn.at)}用电：{bill.kwh}度，电费{yuan(bill.amount)}。"
    ]
    lines.append(rows(bill))
    lines.append(paid_words(bill, account, turn.at.date()))
    if bill is bills[0]:
        position = tier_position(bill)
        lines.append(f"{position}（算到{month_name(bill.period, turn.at)}）。" if position else "")
        balance = await balance_words(service, account, turn.at)
        lines.append("" if bill.paid_at is None and bills[1:] and bills[1].paid_at else balance)
    buttons = [
        ("为什么这么多", payload("bill_high", account_no=account["account_no"])),
        ("最近半年", payload("query_bill", account_wish="bill_months", account_no=account["account_no"])),
    ]
    say.text("\n".join(line for line in lines if line), buttons)


def rows(bill: Bill) -> str:
    """The rows as the utility computed them; they add up exactly."""
    parts = [f"{row.label}{row.kwh}度×{plain(row.price)}={plain(row.amount)}元" for row in bill.lines]
    return "，".join(parts) + "。" if parts else ""


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
        chosen = [bill for bill in bills if bill.period[:4] == str(year)]
        what = f"{year}年（已出账{len(chosen)}个月）"
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


class InvoiceBill(TopicAction):
    """Invoices, bill prints, proofs of payment: where to get them; what needs a person becomes a ticket."""

    def name(self) -> str:
        """For `invoice_bill`."""
        return "action_invoice_bill"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """By the words; a button records what went wrong with an invoice."""
        if turn.entity("bill_invoice") == "record":
            made = await Service(turn.conversation).post(
                "/tickets",
                topic="consult",
                key=turn.key("invoice"),
                summary="发票或账单问题，请联系客户",
                details={"客户原话": _said_before(turn)},
            )
            say.text(f"已经登记，工单号{made['ticket']['number']}。{made['promise']}")
            return []
        response = next(
            (name for name, words in _INVOICE.items() if re.search(words, turn.text)), "utter_invoice"
        )
        say.utter(response)
        return []


_INVOICE = {
    "utter_invoice_trouble": "处理中|打不开|没收到|空白|过期|不一样|错|作废|重开|红冲|退回|认证不了|少了|闪退|丢了|登录",
    "utter_invoice_title": "抬头|专票|专用发票|税号|识别号|户名|改名|公司|单位|租客|房东",
    "utter_invoice_details": "明细|清单|打印|证明|盖章|凭证|对账|纸质|收据|账单",
}


def _said_before(turn: Turn) -> str:
    """What the customer wrote before he tapped the button."""
    said = [
        e["text"]
        for e in turn.tracker.events
        if e["event"] == "user" and not (e.get("text") or "/").startswith("/")
    ]
    return "；".join(said[-2:])[:500]
