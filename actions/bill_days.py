"""Single days and weeks of an account, up to yesterday; what they cost is only an estimate (facts 3.7, 3.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from actions.account_known import Account, named
from actions.bill_talk import SEVERAL_DAYS, WHICH_DAY
from actions.bill_view import day_name, plain, yuan
from actions.client import Service

# Hours of a day are not among the utility's figures.
_HOURS = re.compile(
    r"夜里|夜间|半夜|凌晨|早上|早晨|上午|中午|下午|晚上|白天|昨晚|[0-9一二三四五六七八九十]点"
)
_TODAY = re.compile(r"今[天日儿]")
_MONEY = re.compile(r"钱|[几多]少?块|元|花了?多少")
_WEEKDAYS = "一二三四五六日"
WEEK = re.compile(
    r"(?P<which>上上|上|这|本)?个?(?:周|星期|礼拜)(?:(?P<weekend>末)|(?P<day>[一二三四五六日天])(?!年|百))?"
)
_OF_A_WEEK = re.compile(
    r"[上这本]个?(?:周|星期|礼拜)|(?:周|星期|礼拜)[一二三四五六日天末]|一(?:周|星期|礼拜)"
)
_DAYS_SHOWN = 7


def asks_of_week(text: str) -> bool:
    """Whether a week, a weekend or a day of the week is named."""
    return bool(_OF_A_WEEK.search(text))


async def days(service: Service, account: Account, text: str, now: date) -> str:
    """The days that the words mean; today's use is never known live."""
    usage = await service.get(f"/accounts/{account['account_no']}/usage")
    if not usage:
        return f"{named(account)}还没有每天的用电记录。"
    lead = "今天的用电要明天才看得到。" if _TODAY.search(text) else ""
    lead += "一天里哪个时段用了多少我看不到，只有整天的数。" if _HOURS.search(text) else ""
    lead += named(account)
    if WHICH_DAY.search(text):
        pick = min if re.search(r"最[少低省小]", text) else max
        best = pick(usage, key=_kwh)
        word = "最少" if pick is min else "最多"
        when = day_name(date.fromisoformat(best["day"]), now)
        return f"{lead}能查到的{len(usage)}天里，用电{word}的是{when}，{plain(_kwh(best))}度。"
    if asks_of_week(text):
        since, until = _span(text, now)
        within = [day for day in usage if since <= date.fromisoformat(day["day"]) <= until]
        if not within:
            return f"{lead}那几天的用电还看不到，能查到的是{day_name(date.fromisoformat(usage[0]['day']), now)}到昨天。"
        return f"{lead}{_listed(within, now)}{await _cost(service, account, within, text)}"
    if SEVERAL_DAYS.search(text):
        shown = usage[-_DAYS_SHOWN:]
        return f"{lead}最近{_listed(shown, now)}{await _cost(service, account, shown, text)}"
    back = 2 if "前天" in text and len(usage) > 1 else 1
    day = [usage[-back]]
    return f"{lead}{_listed(day, now)}{await _cost(service, account, day, text)}"


def _span(text: str, now: date) -> tuple[date, date]:
    """First and last day of the week, the weekend or the day that is named, never after yesterday."""
    yesterday = now - timedelta(days=1)
    monday = now - timedelta(days=now.weekday())
    match = next((m for m in WEEK.finditer(text) if m["which"] or m["weekend"] or m["day"]), None)
    if match is None:
        return now - timedelta(days=7), yesterday
    back = {"上上": 2, "上": 1}.get(match["which"] or "", 0)
    monday -= timedelta(weeks=back)
    if match["weekend"] or match["day"]:
        first = 5 if match["weekend"] else _WEEKDAYS.index(match["day"].replace("天", "日"))
        start = monday + timedelta(days=first)
        if start >= now and not match["which"]:
            start -= timedelta(weeks=1)  # “周末” said on a Friday is the last one
        return start, min(start + timedelta(days=1 if match["weekend"] else 0), yesterday)
    return monday, min(monday + timedelta(days=6), yesterday)


def _listed(within: Sequence[dict[str, Any]], now: date) -> str:
    """Each day, and all together where there are several."""
    named_days = [(day_name(date.fromisoformat(day["day"]), now), plain(_kwh(day))) for day in within]
    if len(named_days) == 1:
        return "{}用电{}度。".format(*named_days[0])
    total = plain(sum(map(_kwh, within), Decimal(0)))
    return "\n".join(
        [f"{len(within)}天：", *(f"{day} {kwh}度" for day, kwh in named_days), f"合计{total}度。"]
    )


async def _cost(service: Service, account: Account, within: Sequence[dict[str, Any]], text: str) -> str:
    """What these days cost at this month's price, where money is asked for."""
    running = await estimate(service, account) if _MONEY.search(text) else None
    if not running or not running["kwh"]:
        return ""
    cost = Decimal(running["amount"]) / running["kwh"] * sum(map(_kwh, within), Decimal(0))
    return f"按这个月的均价估算约{yuan(cost)}，准数看账单。"


async def estimate(service: Service, account: Account) -> dict[str, Any] | None:
    """The running month so far and at its end; None while there is nothing to go by."""
    found = await service.get(f"/accounts/{account['account_no']}/estimate")
    return dict(found) if found else None


def _kwh(day: dict[str, Any]) -> Decimal:
    return Decimal(day["kwh"])
