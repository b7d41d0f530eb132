"""Stretches of time longer than a day, as customers name them: years, quarters, months, weeks. Pure functions.

What `common.chinese_time` resolves to a moment is not looked for here. A stretch is told by its first moment; feasts of the lunar
calendar and farm seasons move every year and are not resolved.
"""

import re
from datetime import datetime, timedelta

from common.chinese_numbers import parse_number
from common.chinese_time import Precision, TimePoint

_YEARS = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "后年": 2,
}
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_QUARTERS = {"一": 1, "二": 4, "三": 7, "四": 10}
_PARTS_OF_MONTH = {"初": 1, "中": 11, "底": 21, "末": 21}
_SHIFTS = {"上上": -2, "下下": 2, "上": -1, "下": 1, "这": 0, "本": 0, "当": 0}
_SHIFT = "|".join(_SHIFTS)

_YEAR = re.compile(
    rf"(?P<year>{'|'.join(_YEARS)}|(?<!\d)20\d\d年)"
    rf"(?:全年|一年|一整年|年?(?P<end>[初底末])|(?P<half>[上下])半年|(?P<season>[春夏秋冬])[天季]?|第?(?P<quarter>[一二三四1-4])季度)?"
)
_HALF = re.compile(r"(?P<half>[上下])半年")
_QUARTER = re.compile(rf"(?P<shift>{_SHIFT})个?季度|第?(?P<quarter>[一二三四1-4])季度")
_MONTH = re.compile(
    rf"(?:(?P<shift>{_SHIFT})个?|(?P<named>1?\d|[一二三四五六七八九十]{{1,2}}))月份?(?P<part>[初中底末])?"
)
_PART_OF_MONTH = re.compile(r"(?<![\d一二三四五六七八九十])月(?P<part>[初中底末])")
_WEEK = re.compile(rf"(?P<shift>{_SHIFT})一?个?(?:周|星期|礼拜)(?![一二三四五六日天末几])")
_END_OF_YEAR = re.compile(r"年(?P<end>[初底末])")
_ANY_UNIT = re.compile("[年月周]|季度|星期|礼拜")


def resolve_period(text: str, now: datetime) -> TimePoint | None:
    """The first moment of the stretch that `text`, an expression and nothing else, names; None when it names none.

    Args:
        text: normalised.
        now: zoned.
    """
    for pattern, start_of in _READERS:
        match = pattern.fullmatch(text)
        if match:
            return start_of(match, now)
    return None


def find_periods(text: str) -> list[tuple[int, int]]:
    """Where normalised `text` names a stretch that can mean nothing else: 去年, 上半年, 下周, 月底."""
    spans: list[tuple[int, int]] = []
    if not _ANY_UNIT.search(text):
        return spans
    for pattern, _ in _READERS:
        for match in pattern.finditer(text):
            named = match.groupdict().get("named")
            if not named and not any(match.start() < end and start < match.end() for start, end in spans):
                spans.append(match.span())
    return sorted(spans)


def _of_year(match: re.Match[str], now: datetime) -> TimePoint:
    said = match["year"]
    year = now.year + _YEARS[said] if said in _YEARS else int(said[:4])
    if match["half"]:
        return _point(now, year, 1 if match["half"] == "上" else 7, "month")
    if match["season"]:
        return _point(now, year, _SEASONS[match["season"]], "month")
    if match["quarter"]:
        return _point(now, year, _quarter(match["quarter"]), "month")
    if match["end"]:
        return _point(now, year, 1 if match["end"] == "初" else 12, "month")
    return _point(now, year, 1, "year")


def _of_half(match: re.Match[str], now: datetime) -> TimePoint:
    return _point(now, now.year, 1 if match["half"] == "上" else 7, "month")


def _of_quarter(match: re.Match[str], now: datetime) -> TimePoint:
    if match["quarter"]:
        return _point(now, now.year, _quarter(match["quarter"]), "month")
    first = (now.month - 1) // 3 * 3 + 1
    return _shifted(now, first, 3 * _SHIFTS[match["shift"]], 1)


def _of_month(match: re.Match[str], now: datetime) -> TimePoint | None:
    day = _PARTS_OF_MONTH.get(match["part"] or "", 1)
    if match["shift"]:
        return _shifted(now, now.month, _SHIFTS[match["shift"]], day)
    month = parse_number(match["named"])
    if not match["part"] or month is None or not 1 <= month <= 12:
        return None  # a month without more belongs to `chinese_time.find_month`
    return _shifted(now, int(month), 0, day)


def _of_part(match: re.Match[str], now: datetime) -> TimePoint:
    return _shifted(now, now.month, 0, _PARTS_OF_MONTH[match["part"]])


def _of_week(match: re.Match[str], now: datetime) -> TimePoint:
    monday = _midnight(now) - timedelta(days=now.weekday())
    return TimePoint(monday + timedelta(weeks=_SHIFTS[match["shift"]]), "week")


def _of_end(match: re.Match[str], now: datetime) -> TimePoint:
    return _point(now, now.year, 1 if match["end"] == "初" else 12, "month")


_READERS = (
    (_YEAR, _of_year),
    (_HALF, _of_half),
    (_QUARTER, _of_quarter),
    (_MONTH, _of_month),
    (_WEEK, _of_week),
    (_PART_OF_MONTH, _of_part),
    (_END_OF_YEAR, _of_end),
)


def _quarter(said: str) -> int:
    return _QUARTERS.get(said) or 3 * int(said) - 2


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _shifted(now: datetime, month: int, months: int, day: int) -> TimePoint:
    index = now.year * 12 + month - 1 + months
    precision: Precision = "month" if day == 1 else "week"
    return TimePoint(_midnight(now).replace(year=index // 12, month=index % 12 + 1, day=day), precision)


def _point(now: datetime, year: int, month: int, precision: Precision) -> TimePoint:
    return TimePoint(_midnight(now).replace(year=year, month=month, day=1), precision)
