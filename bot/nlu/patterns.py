"""Entities with a fixed shape: numbers of accounts, phones, tickets and meters, money, energy, duration, floor. Pure.

Runs in the rasa process. Input is normalised text; values are canonical strings (duration and floor: whole numbers as strings).
One stretch of text gets one meaning: the order of the rules decides (a ticket number is no account number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from common.chinese_numbers import CHINESE, NUMBER, find_money, parse_number, spoken_digits
from common.chinese_time import find_month

_SPOKEN = "0-9零〇一二两三四五六七八九幺洞拐勾腰"
_GAP = r"[ \-.·]*"
_DIGITS = re.compile(
    rf"(?<![0-9a-zA-Z])(?:[{_SPOKEN}]|[两二三四五六七八2-8]个[{_SPOKEN}])(?:{_GAP}(?:[两二三四五六七八2-8]个[{_SPOKEN}]|[{_SPOKEN}])){{3,}}(?![a-zA-Z%])"
)
_TICKET = re.compile(rf"[gG][ \-]?[dD](?P<digits>(?:{_GAP}[{_SPOKEN}]){{12}})(?![0-9])")
_METER_CUE = re.compile(
    r"(?:表号|资产号|资产编号|电表号|表编号|出厂编号|条形码|条码|表上写的?|表上的?号)[^0-9]{0,6}$"
)
_ACCOUNT_CUE = re.compile(
    r"(?:户号|客户编号|用户编号|用户号|编号|缴费号|总户号|互号|护号|胡号|号码)[^0-9]{0,6}$"
)
_LAST4_CUE = re.compile(r"(?:尾号|末尾|最后四位|后四位|后4位|末四位|尾数|最后4位)[^0-9]{0,6}$")
_ENERGY = re.compile(
    rf"(?P<n>{NUMBER})(?P<about>多|来|几|把)?(?:个字|度电?|千瓦时|kwh)(?P<half>半)?(?![假角数量])",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(
    r"(?:高温|气温|温度|体温|水温|室温|零下|零上|摄氏|烧到|发烧|天气|热|冷)[^,。!?]{0,6}$"
)
_TEMPERATURE_AFTER = re.compile(r"(?:的?(?:高温|天|热|太阳|气温|低温)|以上的?高温|左右的?高温)")
_DURATION = re.compile(
    rf"(?P<n>{NUMBER})(?P<about>多|来|几)?个?(?P<half>半)?(?P<unit>小时|钟头|分钟|天|晚上|宿|星期|礼拜|周(?!年|岁)|刻钟)(?P<tail>半)?"
    rf"(?!之?前|以前|后)"
)
_MINUTES = {
    "小时": 60,
    "钟头": 60,
    "分钟": 1,
    "刻钟": 15,
    "天": 1440,
    "晚上": 1440,
    "宿": 1440,
    "星期": 10080,
    "礼拜": 10080,
    "周": 10080,
}
_FLOOR = re.compile(rf"(?<![{CHINESE}\d号])(?P<n>{NUMBER})(?:楼|层)(?!\d|[{CHINESE}])")
_MONTH = re.compile(
    rf"(?:[去今前]年|上一?年|(?<!\d)(?:20)?\d\d年)?(?:上上个?月|上个?月|这个?月|本月|当月|(?<![\d{CHINESE}个])(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?)(?![\d{CHINESE}]*[号日])"
)

_PHONE_LENGTH = 11
_ACCOUNT_LENGTHS = (10, 13)
_METER_LENGTHS = range(20, 25)
_AREA_CODE = "0518"


@dataclass(frozen=True)
class Found:
    """An entity `kind` with its canonical `value` at `text[start:end]`."""

    kind: str
    value: str
    start: int
    end: int


def find_patterns(text: str, now: datetime) -> list[Found]:
    """All entities with a fixed shape in normalised `text`, left to right, none overlapping another."""
    taken: list[Found] = []
    for found in (
        *_tickets(text),
        *_numbers(text),
        *_sums(text),
        *_energies(text),
        *_durations(text),
        *_months(text, now),
        *_floors(text),
    ):
        if not any(found.start < other.end and other.start < found.end for other in taken):
            taken.append(found)
    return sorted(taken, key=_position)


def _position(found: Found) -> int:
    return found.start


def _tickets(text: str) -> Iterator[Found]:
    for match in _TICKET.finditer(text):
        yield Found("ticket_no", "GD" + spoken_digits(match["digits"]), match.start(), match.end())


def _numbers(text: str) -> Iterator[Found]:
    for match in _DIGITS.finditer(text):
        if re.search("[gG][ -]?[dD] ?$", text[: match.start()]):
            continue
        if pieces := _side_by_side(match):
            yield from pieces
            continue
        digits = spoken_digits(match.group())
        kind = _number_kind(digits, text, match)
        if kind == "phone" and len(digits) > _PHONE_LENGTH:
            digits = f"{_AREA_CODE}-{digits[4:]}"
        if kind:
            yield Found(kind, digits, match.start(), match.end())


def _side_by_side(match: re.Match[str]) -> list[Found]:
    """Whole accounts and phones with nothing but a space between them, or before a word or a figure: “3200001888002 10月的 116.27”.

    Empty when the digits are one number, read in groups.
    """
    pieces = list(re.finditer(r"[0-9]+", match.group()))
    kinds = {10: "account_no", 11: "phone", 13: "account_no"}
    words = re.sub(rf"[0-9]+|{_GAP}", "", match.group())
    whole = [piece for piece in pieces if len(piece[0]) in kinds]
    total = sum(len(piece[0]) for piece in pieces)
    # Four digits beside an account are its proof, whatever length both have together.
    has_figure = total not in (*kinds, *_METER_LENGTHS) and all(
        len(p[0]) < 4 for p in pieces if p not in whole
    )
    if len(pieces) + len(words) < 2 or len(words) > 1 or not (len(whole) == len(pieces) or has_figure):
        return []
    at = match.start()
    return [Found(kinds[len(p[0])], p[0], at + p.start(), at + p.end()) for p in whole]


def _number_kind(digits: str, text: str, match: re.Match[str]) -> str | None:
    """What a run of digits is; None for house numbers, years, identity cards and anything else."""
    before, after = text[: match.start()], text[match.end() :]
    if (_METER_CUE.search(before) and len(digits) >= 6) or len(digits) in _METER_LENGTHS:
        return "meter_no"
    if (len(digits) == _PHONE_LENGTH and digits[0] == "1") or _is_land_line(digits):
        return "phone"
    if len(digits) in _ACCOUNT_LENGTHS:
        return "account_no"
    if len(digits) == 4 and (
        _LAST4_CUE.search(before) or (not before.strip(" 是:,") and not after.strip(" 。,.!啊呢吧的哦"))
    ):
        return "last4"
    return None


def _is_land_line(digits: str) -> bool:
    return digits.startswith(_AREA_CODE) and len(digits) in (11, 12)


def _energies(text: str) -> Iterator[Found]:
    for match in _ENERGY.finditer(text):
        value = parse_number(match["n"])
        tail = text[match.end() :]
        if value is None or match["about"] or re.match("多", tail):
            continue
        if _TEMPERATURE.search(text[: match.start()]) or _TEMPERATURE_AFTER.match(tail):
            continue
        if match["half"]:
            value += parse_number("半") or 0
        if not text[match.start() :].startswith(("一度电多少", "一度多少", "一度电几", "一度几")):
            yield Found("energy", _plain(value), match.start(), match.end())


def _plain(value: object) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _sums(text: str) -> Iterator[Found]:
    for start, end, value in find_money(text):
        yield Found("amount", str(value), start, end)


def _durations(text: str) -> Iterator[Found]:
    for match in _DURATION.finditer(text):
        value = parse_number(match["n"])
        if (
            value is None
            or match["about"]
            or (match["unit"] == "天" and re.match("[上下]", text[match.end() :]))
        ):
            continue
        count = float(value) + (0.5 if match["half"] or match["tail"] else 0)
        yield Found("duration", str(round(count * _MINUTES[match["unit"]])), match.start(), match.end())


def _months(text: str, now: datetime) -> Iterator[Found]:
    for match in _MONTH.finditer(text):
        month = find_month(match.group(), now)
        if month:
            yield Found("bill_month", month, match.start(), match.end())


def _floors(text: str) -> Iterator[Found]:
    for match in _FLOOR.finditer(text):
        value = parse_number(match["n"])
        if value is not None and value == int(value) and value > 0:
            yield Found("count_floor", str(int(value)), match.start(), match.end())
