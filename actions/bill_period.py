"""Which months a question about bills means, exactly as it was asked (facts 6.7). Pure.

A month that was said is never replaced by another: whoever cannot show it says so (`bill_pick`). What is said relatively
(“上个月”, “前一个月”, a bare “9月”) is read against the clock and against the months that were told just before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from common.chinese_numbers import parse_number

_CHINESE = "一二三四五六七八九十"
_MONTH = rf"(?:1[0-2]|0?[1-9](?![0-9])|十[一二]?|[一二三四五六七八九](?![{_CHINESE}]))"
_NOT_INSIDE = rf"(?<![0-9{_CHINESE}个第.])"
_YEAR = re.compile(
    r"(?<![0-9])(?P<full>20[0-9]{2})(?:年|(?=[-./](?:0?[1-9]|1[0-2])(?![0-9]))|(?=(?:0[1-9]|1[0-2])(?![0-9]))|(?=[全整的]))"
    rf"|{_NOT_INSIDE}(?<![了过满])(?P<short>2[0-9]|二[一二三四五六七八九])年(?![前后内以之来多])"
    r"|(?P<word>大前年|前年|去年|上一?年|头年|今年|本年|当年|明年)"
)
_YEARS_BACK = {"大前年": 3, "前年": 2, "今年": 0, "本年": 0, "当年": 0, "明年": -1}
# In a name, “10至12月” is three months and “9、10月” two.
_NAMED = re.compile(
    rf"{_NOT_INSIDE}(?P<first>{_MONTH})(?:月份?)?(?:(?P<to>到|至|-|~)|[、,和跟与及])(?P<last>{_MONTH})月(?![{_CHINESE}0-9])"
    rf"|{_NOT_INSIDE}(?P<one>{_MONTH})月"
    r"|(?<=20[0-9]{2}[-./])(?P<dated>1[0-2]|0?[1-9])(?![0-9])|(?<=20[0-9]{2})(?P<compact>0[1-9]|1[0-2])(?![0-9])"
)
# “一月用127度” tells what a month takes, and names no January.
_A_MONTH = re.compile(
    r"(?<![0-9十])一月(?=(?:才|就|只|也|都|得|要|大概|差不多|最多|顶多)*(?:能|用|交|花)*(?:不到|不过)?(?:[0-9]|[一二两三四五六七八九几][百千十]))"
)
_SEASONS = {"春": (3, 4, 5), "夏": (6, 7, 8), "秋": (9, 10, 11), "冬": (12, 13, 14)}
_SEASON = re.compile(r"(?P<season>[春夏秋冬])[天季]")
_HALF = re.compile(r"(?P<half>[上下])半年")
_QUARTER = re.compile(r"(?:第?(?P<quarter>[1-4一二三四])季度?)")
_FIRST_MONTHS = re.compile(rf"前(?P<count>[2-9]|1[0-1]|[{_CHINESE}两])个月")
_TWO_BACK = re.compile(r"上上个?月|大上个?月|前个月")
_ONE_BACK = re.compile(r"上一?个?月|上月")
# A whole question names the calendar's month; half a sentence goes on from the month told.
_WHOLE = re.compile(r"[我俺]|电费|账单|查|用[电了]|欠")
_THIS = re.compile(r"这个?月|本月|当月")
_STEP_BACK = re.compile(
    r"(?:再|更|往)+(?:上|早|前)一?个?月|(?:往|再)前推一个月|(?<!上)前一个?月|前一期|上一期|再往前(?!推)(?![几两三0-9])"
)
_STEP_ON = re.compile(r"(?:后|下)一个?月(?!就)|再往后|后一期")
_TILL_NOW = re.compile(r"[到至](?:现在|今天?|目前|这个?月|如今)|至今|以来")
# “不是问的去年 前年” asks for the year before last.
_DENIED = re.compile(
    r"(?:不是|没|别|不要)(?:[问说查看要]的?|的){0,3}(?:大?前年|去年|上一?年|今年|这个?月|上上?个?月|[0-9一二三四五六七八九十]{1,2}月份?)[的，,。 ]*(?=.)"
)
_SAME_MONTH = re.compile(r"同期|同月|同比|这个?月份?|这个?时候|这会儿?|那个?时候")


@dataclass(frozen=True)
class Asked:
    """What was named: a year, months (`2026-10`, in the order said), or both; `is_same_month` means “去年同期”."""

    year: int | None = None
    months: tuple[str, ...] = ()
    is_same_month: bool = False


def asked(text: str, now: datetime, told: Sequence[str] = (), year_told: int | None = None) -> Asked:
    """Reads normalised `text`.

    Args:
        told: months of one account that were told just before, the latest last.
        year_told: the year that the customer named for them; a bare month stays in it.
    """
    text = _A_MONTH.sub("", _DENIED.sub("", text))
    year = _year(text, now)
    if year is not None and _SAME_MONTH.search(text):
        return Asked(year, is_same_month=True)
    if several := _several(text, now, year):
        return Asked(year, several)
    months = [*_relative(text, now, told), *_named(text, now, year or year_told)]
    if months and _TILL_NOW.search(text):
        months = _span(min(months), now.strftime("%Y-%m"))
    return Asked(year, tuple(dict.fromkeys(months)))


def period(year: int, month: int) -> str:
    """`2026-10`; months below 1 and above 12 run over into the years beside."""
    index = year * 12 + month - 1
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def moved(of: str, months: int) -> str:
    """The month so many months later; negative: before."""
    return period(int(of[:4]), int(of[5:]) + months)


def _span(first: str, last: str) -> list[str]:
    months = [first]
    while months[-1] < last:
        months.append(moved(months[-1], 1))
    return months


def _year(text: str, now: datetime) -> int | None:
    match = _YEAR.search(text)
    if match is None:
        return None
    if match["word"]:
        return now.year - _YEARS_BACK.get(match["word"], 1)
    if match["full"]:
        return int(match["full"])
    short = parse_number(match["short"])
    return None if short is None else now.year // 100 * 100 + int(short)


def _several(text: str, now: datetime, year: int | None) -> tuple[str, ...]:
    """A season, half a year, a quarter, the first months of a named year."""
    if season := _SEASON.search(text):
        numbers: Sequence[int] = _SEASONS[season["season"]]
    elif half := _HALF.search(text):
        numbers = range(1, 7) if half["half"] == "上" else range(7, 13)
    elif quarter := _QUARTER.search(text):
        first = 3 * (int(parse_number(quarter["quarter"]) or 1) - 1)
        numbers = range(first + 1, first + 4)
    elif year is not None and (count := _FIRST_MONTHS.search(text)):
        numbers = range(1, int(parse_number(count["count"]) or 1) + 1)
    else:
        return ()
    if year is None:  # the latest that has begun
        year = now.year if period(now.year, numbers[0]) <= now.strftime("%Y-%m") else now.year - 1
    return tuple(period(year, number) for number in numbers)


def _relative(text: str, now: datetime, told: Sequence[str]) -> Iterator[str]:
    """“那上个月呢” once that month was told means the one before the last told: nobody asks again for what he has just read."""
    running = now.strftime("%Y-%m")
    if _THIS.search(text):
        yield running
    if _STEP_BACK.search(text):
        yield moved(told[-1] if told else running, -1)
    elif _STEP_ON.search(text):
        yield moved(told[-1], 1) if told else moved(running, 1)
    elif _TWO_BACK.search(text) or _ONE_BACK.search(text):
        month = moved(running, -2 if _TWO_BACK.search(text) else -1)
        yield moved(told[-1], -1) if month in told and not _WHOLE.search(text) else month


def _named(text: str, now: datetime, year: int | None) -> Iterator[str]:
    """A month without a year is its latest one, the present month included."""
    for match in _NAMED.finditer(text):
        ends = (
            [match["first"], match["last"]]
            if match["first"]
            else [match["one"] or match["dated"] or match["compact"]]
        )
        numbers = [int(parse_number(said) or 0) for said in ends]
        if match["to"] and numbers[0] < numbers[-1]:
            numbers = list(range(numbers[0], numbers[-1] + 1))
        for number in numbers:
            if 1 <= number <= 12:
                yield period(year if year is not None else now.year - (number > now.month), number)
