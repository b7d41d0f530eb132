"""What so many kWh cost at the flat price or at peak/valley, and what is cheaper for a large family: estimates (facts 3.3–3.5, 3.7). Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.bill_view import yuan
from actions.tariff_view import Prices
from common.chinese_numbers import NUMBER, parse_number

_KWH = re.compile(rf"(?P<kwh>{NUMBER})度")
_PEOPLE = re.compile(rf"(?P<people>{NUMBER})(?:口|个人)")
_WHICH = re.compile(r"哪[一个种样]*[更最]?(?:合算|划算|便宜|省|好)|(?:合算|划算|便宜)还是|选哪|怎么选|咋选")
_MONTHLY = re.compile(r"(?:一个|每个?|1个)月")
_PEAK_VALLEY = re.compile(
    rf"峰[电时]?(?:用|的)?(?P<peak>{NUMBER})度?[^0-9峰]{{0,4}}谷[电时]?(?:用|的)?(?P<valley>{NUMBER})度?"
)
_HALVES = re.compile(r"一半|对半|各半|平分")
_LARGE_FROM, _FLAT_FROM = 5, 7  # people


def people_in(text: str) -> int:
    """How many live there, as the words say; 0 when they do not."""
    return max((int(parse_number(n) or 0) for n in _PEOPLE.findall(text)), default=0)


def sum_words(prices: Prices, text: str, people: int = 0) -> str:
    """The sum; empty for the ordinary tiers, which have their own answer (actions/tariff_year.py).

    Args:
        people: how many live there, when it was said before.
    """
    named = [int(n) for each in _KWH.findall(text) if (n := parse_number(each)) and n > 1]
    kwh = max(named, default=0)
    people = people_in(text) or people
    if kwh and people >= _LARGE_FROM and _WHICH.search(text):
        return _for_a_family(prices, kwh * (12 if _MONTHLY.search(text) else 1), people)
    if kwh and "合表" in text:
        return f"合表不分档，{kwh}度约{yuan(prices.flat * kwh)}{prices.source}。"
    split = _PEAK_VALLEY.search(text)
    if split:
        return _peak_valley(prices, *(int(parse_number(split[part]) or 0) for part in ("peak", "valley")))
    if kwh and _HALVES.search(text) and re.search(r"[峰谷]|分时", text):
        return _peak_valley(prices, kwh - kwh // 2, kwh // 2)
    return ""


def _peak_valley(prices: Prices, peak: int, valley: int) -> str:
    cost = (prices.base + prices.peak_adder) * peak + (prices.base + prices.valley_adder) * valley
    plain = prices.base * (peak + valley)
    return f"峰{peak}度、谷{valley}度约{yuan(cost)}，不开峰谷是{yuan(plain)}，都按第一档算，是估算{prices.source}。"


def _for_a_family(prices: Prices, kwh: int, people: int) -> str:
    """A year: wider tiers beside the ordinary ones, from seven people on beside the flat price."""
    wide = _tiers(prices, kwh, prices.large_household_monthly)
    words = f"一年{kwh}度：不办约{yuan(_tiers(prices, kwh, 0))}，办了一户多人口约{yuan(wide)}"
    if people < _FLAT_FROM:
        return f"{words}，这是估算{prices.source}。"
    flat = prices.flat * kwh
    cheaper = "一户多人口" if wide <= flat else "合表"
    return f"{words}，选合表约{yuan(flat)}，这样用{cheaper}省；这是估算{prices.source}。"


def _tiers(prices: Prices, kwh: int, more: int) -> Decimal:
    first, second = (cut + 12 * more for cut in prices.yearly_cuts)
    low, high = prices.adders
    return prices.base * kwh + low * max(0, min(kwh, second) - first) + high * max(0, kwh - second)
