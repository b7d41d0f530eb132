"""Points in time as customers say them, resolved against a clock that is passed in (facts 6.7). Pure functions.

Used by the bot (rasa process) and the actions. Input is normalised text (`common.normalise`). A word that leaves a choice
(八点 without part of day, 昨天半夜) is resolved to the likelier moment and marked `ambiguous`: ask before you rely on it.
Lunar feasts, farm seasons and 三伏/数九 are not resolved: they are no moments at which a supply fails.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from common.chinese_numbers import CHINESE, parse_number

Precision = Literal["minute", "hour", "part", "day", "week", "month", "year"]
Prefer = Literal["past", "future"]


@dataclass(frozen=True)
class TimePoint:
    """A resolved moment: `start` is zoned like the clock; `precision` says how much of it was really said."""

    start: datetime
    precision: Precision
    ambiguous: bool = False


@dataclass(frozen=True)
class FoundTime:
    """A time expression at `text[start:end]`; `vague` when it is only a part of day (晚上) or 刚才, which often mean no moment."""

    start: int
    end: int
    point: TimePoint
    vague: bool = False


# hour at which a part of day begins, and whether clock hours 1-11 in it mean the second half of the day
_PARTS = {
    "下半夜": (0, False), "后半夜": (0, False), "凌晨": (0, False), "半夜": (0, False), "深夜": (23, True),
    "大清早": (6, False), "清早": (6, False), "清晨": (6, False), "一大早": (6, False), "一早": (6, False),
    "早上": (6, False), "早晨": (6, False), "今早": (6, False), "早": (6, False), "上午": (8, False), "头晌": (8, False),
    "中午": (12, True), "晌午": (12, True), "午后": (13, True), "下午": (13, True), "后晌": (13, True),
    "傍晚": (17, True), "傍黑": (17, True), "天黑": (18, True), "晚上": (19, True), "夜里": (22, True), "夜间": (22, True),
    "晚": (19, True), "夜": (22, True),
}  # fmt: skip
_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "夜来": -1, "昨": -1,
    "今天": 0, "今日": 0, "今儿": 0, "今": 0, "明天": 1, "明日": 1, "明儿": 1, "明": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "国庆节": (10, 1), "国庆": (10, 1), "十一假期": (10, 1)}
_NUM = rf"(?:\d{{1,4}}|[{CHINESE}]{{1,5}})"


def _any(words: dict[str, object]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_DAY = (
    rf"(?P<day>{_any(dict(_DAYS))})(?:个|儿)?"
    rf"|(?P<week>上上|上|这|本|下)?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])(?!个)"
    rf"|(?:(?P<whichmonth>上个?|这个?|本|下个?|(?P<month>{_NUM}))月)(?:份)?(?P<mday>{_NUM})[号日]"
    rf"|(?<![\d{CHINESE}几第])(?P<only>{_NUM})[号日](?![楼栋幢线杆院店码门桥路库井机表池房车变闸炉塘棚泊]|电池)"
    rf"|(?P<feast>{_any(dict(_FEASTS))})"
)
_CLOCK = (
    rf"(?P<hour>{_NUM})(?::(?P<colon>\d{{2}})"
    rf"|点钟?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?:零|过)?(?P<minute>{_NUM})(?:分|(?<=[\d{CHINESE}]{{2}}))(?![个块度毛元]))?)"
)
# Every part of the expression may be missing; most characters of a message begin none, which one look tells.
_FIRST = {word[0] for words in (_DAYS, _PARTS, _FEASTS) for word in words} | set(
    "上这本下个周星礼半几刚方将才的"
)
_EXPRESSION = re.compile(
    rf"(?=[\d{CHINESE}{''.join(sorted(_FIRST))}])(?:(?P<ago>(?P<n>{_NUM}|半|几)个?(?P<plushalf>半)?(?P<unit>小时|钟头|分钟|刻钟|天|星期|周|礼拜|月)(?:之前|以前|前(?![天日晚])))"
    rf"|(?P<just>刚才|刚刚|方才|将才|才刚)"
    rf"|(?:(?:{_DAY})的?)?(?:(?P<part>{_any(dict(_PARTS))})(?!(?<=[早晚])[会饭餐]|(?<=早)[好就已]))?的?(?:{_CLOCK})?)"
)
_CLOCK_RANGE = range(25)
_VAGUE = re.compile(rf"(?:{_any(dict(_PARTS))}|刚才|刚刚|方才|将才|才刚)")


def find_times(text: str, now: datetime, prefer: Prefer = "past") -> list[FoundTime]:
    """All time expressions in normalised `text`, left to right, resolved against the zoned `now`.

    `prefer` settles what the words leave open: "past" for faults that happened, "future" for planned outages.
    """
    if now.tzinfo is None:
        raise ValueError("now must carry a time zone")
    found = []
    for match in _EXPRESSION.finditer(text):
        point = _resolve(match, now, prefer) if match.group() and not _is_word_piece(text, match) else None
        if point is not None:
            # The 的 before or behind belongs to the sentence.
            said = match.group().strip("的")
            start = match.start() + len(match.group()) - len(match.group().lstrip("的"))
            vague = not match["hour"] and not match["ago"] and _VAGUE.fullmatch(said) is not None
            found.append(FoundTime(start, start + len(said), point, vague))
    return found


def resolve(text: str, now: datetime, prefer: Prefer = "past") -> TimePoint | None:
    """The first moment named in normalised `text`, or None."""
    found = find_times(text, now, prefer)
    return found[0].point if found else None


def find_month(text: str, now: datetime) -> str | None:
    """The calendar month (YYYY-MM) a bill question names: 上个月, 十月份, 去年八月; None when no month is named."""
    if re.search("上上个?月", text):
        return _shift_month(now, -2)
    if re.search("上个?月|上月", text):
        return _shift_month(now, -1)
    if re.search("这个?月|本月|当月", text):
        return _shift_month(now, 0)
    named = re.search(rf"(?<![\d{CHINESE}个])(?P<m>{_NUM})月(?:份)?", text)
    number = parse_number(named["m"]) if named else None
    if number is None or not 1 <= number <= 12:
        return None
    month = int(number)
    return f"{_year_of(month, text, now):04d}-{month:02d}"


def _year_of(month: int, text: str, now: datetime) -> int:
    """The year said with a month, else the year in which it was last."""
    said = re.search(r"(?<!\d)(?:20)?(\d\d)年", text)
    if said:
        return 2000 + int(said[1])
    for words, back in (("前年", 2), ("去年|上一?年", 1), ("今年", 0)):
        if re.search(words, text):
            return now.year - back
    return now.year - (month > now.month)


def _shift_month(now: datetime, months: int) -> str:
    index = now.year * 12 + now.month - 1 + months
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _is_word_piece(text: str, match: re.Match[str]) -> bool:
    """Whether the expression is only a piece of another word: 说明, 证明, 早就, 半夜 is none, 晚点, 一点 (a little)."""
    word = match.group()
    before, after = text[: match.start()], text[match.end() :]
    if match["hour"] and word.endswith("点") and re.match(rf"[\d{CHINESE}几]", after):
        return True  # a decimal: 零点五
    if match["feast"] and before.endswith(("块", "毛", "元")):
        return True  # a price: 一块五一度
    if match["part"] in ("早", "晚") and match["hour"] == "一" and not match["day"]:
        return True  # a little earlier: 早一点
    if word in ("今", "昨", "明", "早", "晚", "夜", "今个", "明个"):
        return True
    if match["day"] == "明" and (before.endswith(("说", "证", "声", "文", "照", "透")) or not match["part"]):
        return True
    if match["hour"] and not match["colon"] and not match["part"] and not match.group("day"):
        small = match["hour"] in ("一", "两", "几") and not (
            match["half"] or match["quarter"] or match["minute"]
        )
        return (small and not after.startswith(("钟", "多", "左右", "停", "就", "到"))) or before.endswith(
            ("有", "快", "差", "早", "晚", "第", "好", "大", "高", "低")
        )
    return word.endswith("的") and not match["day"]


def _resolve(match: re.Match[str], now: datetime, prefer: Prefer) -> TimePoint | None:
    if match["just"]:
        return TimePoint(_minutes_before(now, 15), "part")
    if match["ago"]:
        return _ago(match, now)
    day, day_said = _day(match, now, prefer)
    if day is None:
        return None
    if match["hour"]:
        return _clock(match, day, day_said, now, prefer)
    if match["part"]:
        return _part(match["part"], day, day_said, now, prefer)
    return TimePoint(day, "day") if day_said else None


def _minutes_before(now: datetime, minutes: float) -> datetime:
    return (now - timedelta(minutes=minutes)).replace(second=0, microsecond=0)


def _ago(match: re.Match[str], now: datetime) -> TimePoint | None:
    """半小时前, 两个半小时前, 三天前; 几天前 stays open."""
    count = parse_number(match["n"])
    if count is None:
        return None
    amount = float(count) + (0.5 if match["plushalf"] else 0)
    minutes = {"小时": 60, "钟头": 60, "分钟": 1, "刻钟": 15}.get(match["unit"])
    if minutes:
        return TimePoint(_minutes_before(now, amount * minutes), "minute" if minutes < 60 else "hour")
    days = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}[match["unit"]]
    return TimePoint(_midnight(now) - timedelta(days=round(amount * days)), "day")


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _day(match: re.Match[str], now: datetime, prefer: Prefer) -> tuple[datetime | None, bool]:
    """Midnight of the day that was said (None when there is no such day), and whether a day was said at all."""
    today = _midnight(now)
    if match["day"]:
        return today + timedelta(days=_DAYS[match["day"]]), True
    if match["weekday"]:
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=_WEEKDAYS[match["weekday"]])
        weeks = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1}.get(match["week"])
        if weeks is None:
            weeks = -1 if prefer == "past" and day > today else 1 if prefer == "future" and day < today else 0
        return day + timedelta(weeks=weeks), True
    if match["mday"] or match["only"]:
        return _calendar_day(match, today, prefer), True
    if match["feast"]:
        month, day_of_month = _FEASTS[match["feast"]]
        return _date(today, today.year, month, day_of_month, prefer, year_open=True), True
    return today, False


def _calendar_day(match: re.Match[str], today: datetime, prefer: Prefer) -> datetime | None:
    day_of_month = parse_number(match["mday"] or match["only"])
    if day_of_month is None or not 1 <= day_of_month <= 31:
        return None
    if match["month"]:
        month = parse_number(match["month"])
        if month is None or not 1 <= month <= 12:
            return None
        return _date(today, today.year, int(month), int(day_of_month), prefer, year_open=True)
    shift = {"上": -1, "下": 1}.get((match["whichmonth"] or "")[:1])
    if shift is None and match["only"]:
        shift = -1 if prefer == "past" and day_of_month > today.day else 0
        shift = 1 if prefer == "future" and day_of_month < today.day else shift
    index = today.year * 12 + today.month - 1 + (shift or 0)
    return _date(today, index // 12, index % 12 + 1, int(day_of_month), prefer, year_open=False)


def _date(
    today: datetime, year: int, month: int, day: int, prefer: Prefer, *, year_open: bool
) -> datetime | None:
    """That date, moved by a year when the year was left open and half a year or more speaks for it."""
    try:
        date = today.replace(year=year, month=month, day=day)
        if year_open and prefer == "past" and date - today > timedelta(days=60):
            return date.replace(year=year - 1)
        if year_open and prefer == "future" and date < today:
            return date.replace(year=year + 1)
    except ValueError:
        return None
    return date


def _clock(
    match: re.Match[str], day: datetime, day_said: bool, now: datetime, prefer: Prefer
) -> TimePoint | None:
    hour = parse_number(match["hour"])
    if hour is None or hour not in _CLOCK_RANGE:
        return None
    minute = _minute(match)
    if minute is None:
        return None
    precision: Precision = "minute" if minute or match["colon"] else "hour"
    base = day + timedelta(hours=int(hour), minutes=minute)
    if match["part"]:
        return _clock_in_part(match["part"], int(hour), base, day_said, precision, now, prefer)
    if hour > 12 or hour == 0 or (match["colon"] and len(match["hour"]) == 2):
        return TimePoint(_nearest([base], now, prefer, open_day=not day_said), precision)
    choices = [base, base + timedelta(hours=12)]
    start = _nearest(choices, now, prefer, open_day=not day_said)
    certain = day_said and day == _midnight(now) and choices[1] > now and prefer == "past"
    return TimePoint(start, precision, ambiguous=not certain)


def _minute(match: re.Match[str]) -> int | None:
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15 if match["quarter"] == "一" else 45
    said = match["colon"] or match["minute"]
    number = parse_number(said) if said else None
    if said is None:
        return 0
    return int(number) if number is not None and number < 60 else None


def _clock_in_part(
    part: str, hour: int, base: datetime, day_said: bool, precision: Precision, now: datetime, prefer: Prefer
) -> TimePoint:
    """昨晚八点 20:00; 昨晚十二点 and 昨晚两点 fall on the coming date; 昨天半夜两点 may be either night."""
    _, second_half = _PARTS[part]
    night = part in ("晚上", "晚", "夜里", "夜", "深夜", "夜间")
    shift = 0
    if hour == 12:
        shift = 12 if night or part == "半夜" else 0 if second_half else -12
    elif night and hour <= 4:
        shift = 24
    elif part == "半夜" and hour >= 9:
        shift = 12 if hour < 12 else 0
    elif second_half and hour < 12 and not (part in ("中午", "晌午") and hour >= 10):
        shift = 12
    moment = base + timedelta(hours=shift)
    open_night = part in ("半夜", "下半夜", "后半夜") and day_said and moment.date() != now.date()
    return TimePoint(_nearest([moment], now, prefer, open_day=not day_said), precision, ambiguous=open_night)


def _part(part: str, day: datetime, day_said: bool, now: datetime, prefer: Prefer) -> TimePoint:
    hour, _ = _PARTS[part]
    open_night = part in ("半夜", "下半夜", "后半夜") and day_said and day.date() != now.date()
    moment = day + timedelta(hours=hour, days=1 if open_night and day < _midnight(now) else 0)
    return TimePoint(_nearest([moment], now, prefer, open_day=not day_said), "part", ambiguous=open_night)


def _nearest(choices: list[datetime], now: datetime, prefer: Prefer, *, open_day: bool) -> datetime:
    """The choice nearest to `now` on the preferred side; an open day may move by one."""
    days = (-1, 0, 1) if open_day else (0,)
    moments = sorted(choice + timedelta(days=d) for choice in choices for d in days)
    past = [m for m in moments if m <= now]
    future = [m for m in moments if m > now]
    if prefer == "past":
        return past[-1] if past else future[0]
    return future[0] if future else past[-1]
