"""What a year of kWh that the customer names would cost: an estimate with the price table's date (facts 3.7)."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.bill_view import yuan
from actions.client import UtilityDown, residential_prices, residential_year
from actions.tariff_view import Prices
from actions.turn import Turn

_YEARLY = re.compile(r"一年|全年|整年|年用|收多少|多少钱|要交|得交")
_HOUSEHOLD_YEAR = 60_000


async def year_words(turn: Turn) -> str:
    """One sentence, or nothing when no year's use is named (“一度多少钱” is none) or no price table is in force."""
    named = turn.entity("energy")
    kwh = int(Decimal(str(named))) if named and _YEARLY.search(turn.text) else 0
    if not 1 < kwh <= _HOUSEHOLD_YEAR:
        return ""
    prices = await Prices.now(residential_prices)
    if prices is None:
        return ""
    try:
        year = await residential_year(kwh)
    except UtilityDown:
        return ""
    return f"居民一年用{kwh}度（不开峰谷）约{yuan(Decimal(year['rounded']))}，这是估算{prices.source}。"
