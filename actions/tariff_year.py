"""What a year of kWh that the customer names would cost: an estimate with the price table's date (facts 3.7)."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.bill_view import yuan
from actions.client import UtilityDown, residential_prices, residential_year
from actions.tariff_talk import asks_sum, restated
from actions.tariff_view import Prices
from actions.turn import Turn
from common.chinese_numbers import NUMBER, parse_number

_YEARLY = re.compile(r"一年|全年|整年|年用|收多少|多少钱|要交|得交")
_MONTHLY = re.compile(r"(?:一个|每个?|1个)月(?!.*(?:一年|全年))")
_KWH = re.compile(rf"(?P<kwh>{NUMBER})度")
# Kilowatt-hours beyond a tier are no year's use.
_PART = re.compile(r"[二三]档|超|多出|多(?:用|了)?[0-9]+度")
_HOUSEHOLD_YEAR = 60_000


async def year_words(turn: Turn) -> str:
    """One sentence, or nothing when no year's use is named (“一度多少钱” is none) or no price table is in force."""
    again = restated(turn)
    text = again or turn.text
    said = _KWH.search(text) if again or asks_sum(turn) else None
    named = turn.entity("energy") or (parse_number(said["kwh"]) if said else None)
    is_plain = _YEARLY.search(text) and not _PART.search(text)
    kwh = int(Decimal(str(named))) if named and is_plain else 0
    is_monthly = bool(_MONTHLY.search(text))
    kwh *= 12 if is_monthly else 1
    if not 1 < kwh <= _HOUSEHOLD_YEAR:
        return ""
    prices = await Prices.now(residential_prices)
    if prices is None:
        return ""
    try:
        year = await residential_year(kwh)
    except UtilityDown:
        return ""
    if is_monthly:
        month = yuan(Decimal(year["rounded"]) / 12)
        return f"每月都用{kwh // 12}度的话，居民平均每月（不开峰谷）约{month}，这是估算{prices.source}。"
    return f"居民一年用{kwh}度（不开峰谷）约{yuan(Decimal(year['rounded']))}，这是估算{prices.source}。"
