"""The day of a booked inspection: kept for the reminder, moved later, and told (facts 2.5, 8)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from actions.client import Service
from actions.turn import Say, Turn
from common.chinese_time import find_times

INSPECTION = "用电检查"
VISIT = "方便的时间"
"""Label on the work order for when the customer wants the visit."""
DAY_WORDS = r"[天日号]|周|星期|礼拜"
_DAY = re.compile(DAY_WORDS)
_MOVES = re.compile(r"(?:改|推|提前|延|挪|换)(?:迟|期|后|个时间)*(?:到|成|至|为)(?P<when>.+)")
_WEEK = re.compile(r"下个?(?:周|星期|礼拜)")
_ASKS_DAY, _ASKS_WEEKDAY = "是哪月哪日？", "是下周几？"
_TAIL = re.compile(r"(?:[吧呗啊哈了]|[可以行能]+[吗不么]|行不行|来){0,4}[\s,，。.!！?？]*$")


def day_in(text: str, now: datetime) -> date | None:
    """The one day to come that a text names; None for none, several or a doubtful one."""
    days = {
        found.point.start.date()
        for found in find_times(text, now, "future")
        if _DAY.search(text[found.start : found.end]) and not found.point.ambiguous
    }
    day = days.pop() if len(days) == 1 else None
    return day if day and day >= now.date() else None


def dated(said: str, now: datetime) -> str:
    """A wish for a time with the date it means: “明天” is no longer true tomorrow."""
    day = day_in(said, now)
    return f"{said}（{_written(day)}）" if day else said


def moves_to(turn: Turn) -> str | None:
    """When a visit is to be instead: “改到下周五下午” → “下周五下午”, or the day that was asked for; None when none is named."""
    match = _MOVES.search(turn.text)
    asked = "".join(turn.told(1))
    is_asked = _ASKS_DAY in asked or _ASKS_WEEKDAY in asked
    when = _TAIL.sub("", match["when"] if match else turn.text if is_asked else "").strip()
    if _ASKS_WEEKDAY in asked and when.startswith(("周", "星期", "礼拜")):
        when = f"下{when}"
    return when if _DAY.search(when) and not turn.is_payload else None


def booked_day(ticket: dict[str, Any], now: datetime) -> date | None:
    """The day that an inspection on a work order is booked for; None when it is another matter or names none."""
    details = ticket.get("details") or {}
    return _day_of(str(details.get(VISIT) or ""), now) if details.get("事项") == INSPECTION else None


async def book(turn: Turn, say: Say, number: str, wish: str) -> bool:
    """Keeps the day of an inspection and says whether the customer is reminded; False when the wish names no day."""
    day = _day_of(wish, turn.at)
    if day is None:
        return False
    booked = await Service(turn.conversation).post(
        "/inspections", ticket=number, day=day.isoformat(), wish=wish
    )
    if booked["reminds"]:
        say.utter("utter_key_reminded", day=_written(day))
    return True


async def move(turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
    """Another day for a booked inspection: on the work order, for the reminder, and as a word to the manager."""
    number, wish = ticket["number"], dated(moves_to(turn) or "", turn.at)
    await Service(turn.conversation).post(f"/tickets/{number}/notes", text=turn.said, key=turn.key("move"))
    if day_in(wish, turn.at) is None:
        asked = _ASKS_WEEKDAY if _WEEK.search(wish) else _ASKS_DAY
        say.text(f"已经补到工单{number}。{asked}说个准日子，我把提醒也改过来。")
        return
    say.text(f"改好了，工单{number}现在约的是{wish}，具体几点由客户经理打电话跟您定。")
    await book(turn, say, number, wish)


def tell_reminder(turn: Turn, say: Say, ticket: dict[str, Any]) -> bool:
    """Answers whether there will be a reminder; False when that is not asked or there is none."""
    day = booked_day(ticket, turn.at)
    if "提醒" not in turn.text or day is None or day - turn.at.date() <= timedelta(days=1):
        return False
    say.utter("utter_key_reminded", day=_written(day))
    return True


def _day_of(wish: str, now: datetime) -> date | None:
    """The date in brackets where the customer's words were dated (`dated`), else the day that they name."""
    return day_in(wish.rpartition("（")[2] if "（" in wish else wish, now)


def _written(day: date) -> str:
    return f"{day.month}月{day.day}日"
