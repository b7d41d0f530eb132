"""How outages are spoken of: one published outage, a time, a report's answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

SHOWN = 3
"""So many outages, or places, are told at once."""
SCOPES = {"home": "没电", "partial": "部分没电", "area": "这一片没电"}


def clock_time(iso: str, now: datetime) -> str:
    """`14:30`, with the day when it is not today."""
    at = datetime.fromisoformat(iso).astimezone(now.tzinfo)
    day = "" if at.date() == now.date() else day_name(at.date(), now)
    return f"{day}{at:%H:%M}"


def day_name(day: date, now: datetime) -> str:
    """`今天`, `明天`, or its date."""
    days = (day - now.date()).days
    return {0: "今天", 1: "明天", 2: "后天", -1: "昨天"}.get(days, f"{day.month}月{day.day}日")


def describe(outage: Mapping[str, Any], now: datetime) -> str:
    """One outage in a customer's words. A time only as 预计, with source and stamp; an unknown cause is not named (facts 0.3)."""
    where = "、".join(outage["places"])
    cause = f"（{outage['cause']}）" if outage["cause"] else ""
    start = clock_time(outage["start"], now)
    if outage["ended_at"]:
        return f"{where}{outage['kind']}{cause}，线路已在{clock_time(outage['ended_at'], now)}恢复送电。"
    end = "恢复时间暂无"
    if outage["expected_end"]:
        expected = clock_time(outage["expected_end"], now)
        is_over = datetime.fromisoformat(outage["expected_end"]) <= now
        # A time that has passed is no estimate any more.
        end = (
            f"原来预计{expected}恢复，已经过了，新的时间暂无"
            if is_over
            else f"预计{expected}恢复，以现场为准"
        )
    stamp = f"（{outage['source']}，{clock_time(outage['updated_at'], now)}更新）"
    return f"{where}{outage['kind']}{cause}，{start}开始，{end}{stamp}。"


def is_place(area: Mapping[str, Any]) -> bool:
    """Whether an area is an estate, village or road, not a whole town."""
    return bool(area["estate"] or area["village"] or area["road"])


def situation(slots: Mapping[str, Any]) -> str:
    """The answers of a report in words."""
    scope = slots["outage_scope"] or "home"
    parts = [] if scope == "home" and slots["outage_breaker"] == "tripped" else [SCOPES[scope]]
    parts += {"lit": ["邻居有电"], "dark": ["邻居也没电"]}.get(slots["outage_neighbours"], [])
    parts += {"tripped": ["家里开关跳了"], "fine": ["开关没跳"]}.get(slots["outage_breaker"], [])
    return "，".join(parts)
