"""Numbers as Chinese customers say them (facts 6.4): quantities, money, energy, digits read aloud. Pure functions.

Used by the bot (rasa process) and the actions. Approximate words (一百多, 两百来, 百把) are never turned into a figure:
nobody may answer a customer with digits that the customer did not say.
"""

import re
from decimal import Decimal

_ONES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SPOKEN = {**{c: str(v) for c, v in _ONES.items()}, "幺": "1", "洞": "0", "拐": "7", "勾": "9", "腰": "1"}

CHINESE = "零〇一二两三四五六七八九十百千万亿"
NUMBER = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?[万千百]?|[{CHINESE}]+(?:点[零〇一二三四五六七八九]+)?|半)"
"""Pattern text of one number, digits or characters."""

_ARABIC = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)([十百千万亿]?)")
_REPEAT = re.compile(r"([两二三四五六七八2-8])个([0-9零〇一二两三四五六七八九幺洞拐勾])")
# In “1块钱一度”, “一块五一度” the last figure is no coin.
_NOT_A_KWH = "(?![一1](?:度|千瓦时))"
_MONEY = re.compile(
    rf"(?P<yuan>{NUMBER})(?:块钱?(?!电?表|地|电池)|元钱?|圆|rmb|¥)(?:{_NOT_A_KWH}(?P<jiao>[0-9{CHINESE}半])[毛角]?(?P<fen>(?:{_NOT_A_KWH}[0-9{CHINESE}])?)分?)?"
    rf"|(?P<mao>[0-9{CHINESE}])[毛角](?P<rest>[0-9零〇一二两三四五六七八九]*?)(?:分|(?![0-9零〇一二两三四五六七八九])|(?=[一每1]度))"
    rf"|¥(?P<sign>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)


def parse_number(text: str) -> Decimal | None:
    """Exact value of a number that fills `text`: 一百二 → 120, 两千零七十六 → 2076, 1.2万 → 12000, 半 → 0.5; else None."""
    text = text.strip()
    if text == "半":
        return Decimal("0.5")
    arabic = _ARABIC.fullmatch(text)
    if arabic:
        scale = {"": 1, "万": 10_000, "亿": 100_000_000, **_UNITS}[arabic.group(2)]
        return Decimal(arabic.group(1).replace(",", "")) * scale
    whole, _, fraction = text.partition("点")
    if "点" in text and not (fraction and all(c in _ONES for c in fraction)):
        return None
    value = _parse_whole(whole)
    if value is None or not fraction:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}.{''.join(str(_ONES[c]) for c in fraction)}")


def _parse_whole(text: str) -> int | None:
    """Whole number in characters. A digit after a unit counts in the next lower unit: 两千七 2700, 一万二 12000."""
    if not text or any(c not in _ONES and c not in _UNITS and c not in "万亿" for c in text):
        return None
    if all(c in _ONES for c in text):
        return int("".join(str(_ONES[c]) for c in text))
    total = section = digit = 0
    last_unit, zero = 1, False
    for char in text:
        if char in _ONES:
            digit, zero = _ONES[char], zero or _ONES[char] == 0
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit, last_unit, zero = 0, _UNITS[char], False
        else:
            scale = 10_000 if char == "万" else 100_000_000
            total = (total + section + digit) * scale
            section, digit, last_unit, zero = 0, 0, scale, False
    implied = digit * (last_unit // 10) if last_unit > 10 and not zero else digit
    return total + section + implied


def spoken_digits(text: str) -> str:
    """Digits of a number read aloud: 三二零 零八八 → 320088, 三个零 → 000, 幺拐 → 17; everything else is dropped."""
    expanded = _REPEAT.sub(lambda m: m.group(2) * int(_SPOKEN.get(m.group(1), m.group(1))), text)
    return "".join(_SPOKEN.get(c, c) for c in expanded if c in _SPOKEN or c in "0123456789")


def find_money(text: str) -> list[tuple[int, int, Decimal]]:
    """Sums of money in normalised `text` as (start, end, yuan): 一百八十六块四 → 186.40, 五毛二八三 → 0.5283.

    Approximate sums (三百多块) are left out, so are numbers without a unit.
    """
    found = []
    for match in _MONEY.finditer(text):
        value = _money_value(match)
        if value is not None:
            found.append((match.start(), match.end(), value))
    return found


def _money_value(match: re.Match[str]) -> Decimal | None:
    if match["sign"]:
        return _cents(Decimal(match["sign"]))
    if match["mao"]:
        tenth = parse_number(match["mao"])
        return (
            None
            if tenth is None or tenth > 9
            else _cents(Decimal(f"0.{tenth}{spoken_digits(match['rest'])}"))
        )
    yuan = parse_number(match["yuan"])
    if yuan is None or match.group() == "一块":  # 一块 alone is "together" (好几个村一块停)
        return None
    tail = "5" if match["jiao"] == "半" else spoken_digits((match["jiao"] or "") + (match["fen"] or ""))
    return _cents(yuan + Decimal(f"0.{tail}")) if tail else _cents(yuan)


def _cents(value: Decimal) -> Decimal:
    """At least two decimals, more only when they were said (prices)."""
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent < -2 else value.quantize(Decimal("0.01"))
