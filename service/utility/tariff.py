"""Electricity bills in exact decimals: yearly tiers, peak/valley, flat price, late fee. Pure; runs in the service process.

Rules and worked examples: facts 3.3–3.7, late fee 2.2. Amounts stay exact until `round_money` at the very end, which is
why one bill split in two adds up to the same exact sum. Anything computed here for a customer is an estimate (估算).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from service.utility.prices import PriceTable

_CENT = Decimal("0.01")
_TIER_NAMES = ("第一档", "第二档", "第三档")


@dataclass(frozen=True)
class Cuts:
    """kWh billed in the year up to which tier 1 and tier 2 reach (inclusive)."""

    first: int
    second: int


@dataclass(frozen=True)
class Line:
    """One row of a bill: `amount` is `kwh` × `price`, exact."""

    label: str
    kwh: int
    price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Breakdown:
    """How an amount came about.

    Attributes:
        tiers: kWh that fell in tiers 1, 2, 3; None for a flat price.
        lines: rows that add up to `exact`. Without peak/valley one row a tier at its full price; with peak/valley the peak
            row, the valley row, and one row a higher tier at its adder. Rows of 0 kWh are left out.
        adders: what tiers 2 and 3 added to the bill, together.
        exact: ¥, not rounded.
        rounded: ¥, two decimals, half up: what the bill says.
        cumulative: kWh billed this year including this bill; None for a flat price.
        tier: the tier the next kWh falls in (1, 2 or 3); None for a flat price.
        left_in_tier: kWh until the next tier begins; None in tier 3 and for a flat price.
        price_version: the price table used, to be named beside any amount.
    """

    kwh: int
    tiers: tuple[int, int, int] | None
    lines: tuple[Line, ...]
    adders: Decimal
    exact: Decimal
    rounded: Decimal
    cumulative: int | None
    tier: int | None
    left_in_tier: int | None
    price_version: str


@dataclass(frozen=True)
class LateFee:
    """违约金 in ¥ with the days counted; `capped` when the ceiling cut it (facts 10, item 5: don't tell customers the cap)."""

    days: int
    exact: Decimal
    rounded: Decimal
    capped: bool


# Contract terms, not prices: facts 2.2 (1 ‰ residents; others 2 ‰, 3 ‰ once carried into a later year; cap 30 %).
_LATE_RESIDENT = Decimal("0.001")
_LATE_OTHER = Decimal("0.002")
_LATE_OTHER_CARRIED = Decimal("0.003")
_LATE_CAP = Decimal("0.30")


def round_money(amount: Decimal) -> Decimal:
    """¥ with two decimals, half up (facts 3.7)."""
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def yearly_cuts(table: PriceTable, months: int = 12, large_household_months: int = 0) -> Cuts:
    """The year's tier cuts (facts 3.4, 3.6).

    Args:
        months: months of this year that count (`months_counted`).
        large_household_months: of these, months from the approval as a large household on.

    Raises:
        ValueError: months outside 1–12, or more large-household months than months.
    """
    if not 1 <= months <= 12 or not 0 <= large_household_months <= months:
        raise ValueError(f"months {months}, large household {large_household_months}")
    extra = table.large_household_monthly * large_household_months
    low, high = table.monthly_cuts
    return Cuts(low * months + extra, high * months + extra)


def months_counted(year: int, connected: date | None = None, closed: date | None = None) -> int:
    """Months of `year` that count for the cuts, the first and the last one whole (facts 3.6): 5 and 25 March both give 10.

    Raises:
        ValueError: not supplied at all in that year.
    """
    first = connected.month if connected and connected.year == year else 1
    last = closed.month if closed and closed.year == year else 12
    outside = (connected and connected.year > year) or (closed and closed.year < year)
    if outside or last < first:
        raise ValueError(f"no supply in {year}")
    return last - first + 1


def billed_before(history: Iterable[tuple[str, int]], period: str) -> int:
    """kWh already billed in the calendar year of `period` ('YYYY-MM'), which restarts at zero in January (facts 3.3).

    Args:
        history: (period, kWh) of any bills, in any order.
    """
    return sum(kwh for past, kwh in history if past[:4] == period[:4] and past < period)


def split_tiers(cumulative: int, kwh: int, cuts: Cuts) -> tuple[int, int, int]:
    """How many of the next `kwh` fall in each tier after `cumulative` kWh this year.

    Raises:
        ValueError: a negative number.
    """
    if cumulative < 0 or kwh < 0:
        raise ValueError(f"cumulative {cumulative}, kwh {kwh}")
    end = cumulative + kwh
    first = max(min(end, cuts.first) - cumulative, 0)
    third = max(end - max(cuts.second, cumulative), 0)
    return first, kwh - first - third, third


def tiered_bill(table: PriceTable, cuts: Cuts, cumulative: int, kwh: int) -> Breakdown:
    """A household bill without peak/valley: the higher price applies only to the part above a cut (facts 3.3)."""
    tiers = split_tiers(cumulative, kwh, cuts)
    prices = (table.base, table.base + table.adders[0], table.base + table.adders[1])
    lines = [_line(*row) for row in zip(_TIER_NAMES, tiers, prices, strict=True)]
    return _tier_breakdown(table, cuts, cumulative + kwh, tiers, lines)


def peak_valley_bill(table: PriceTable, cuts: Cuts, cumulative: int, peak: int, valley: int) -> Breakdown:
    """A household bill with peak/valley: peak and valley first, then the tier adders on all kWh (facts 3.5).

    Raises:
        ValueError: a negative number.
    """
    if peak < 0 or valley < 0:
        raise ValueError(f"peak {peak}, valley {valley}")
    tiers = split_tiers(cumulative, peak + valley, cuts)
    lines = [
        _line("峰时", peak, table.base + table.peak_adder),
        _line("谷时", valley, table.base + table.valley_adder),
        _line("第二档加价", tiers[1], table.adders[0]),
        _line("第三档加价", tiers[2], table.adders[1]),
    ]
    return _tier_breakdown(table, cuts, cumulative + peak + valley, tiers, lines)


def flat_bill(price: Decimal, kwh: int, price_version: str) -> Breakdown:
    """A bill at one price: a shared meter (合表) at `PriceTable.flat`, or a utility's own single price.

    Raises:
        ValueError: a negative number.
    """
    if kwh < 0:
        raise ValueError(f"kwh {kwh}")
    line = _line("电度电费", kwh, price)
    return Breakdown(
        kwh=kwh,
        tiers=None,
        lines=(line,) if kwh else (),
        adders=Decimal(0),
        exact=line.amount,
        rounded=round_money(line.amount),
        cumulative=None,
        tier=None,
        left_in_tier=None,
        price_version=price_version,
    )


def is_peak(table: PriceTable, moment: time) -> bool:
    """Whether a local time is peak: 08:00:00 is, 20:59:59 is, 07:59:59 and 21:00:00 are valley; every day (facts 3.5)."""
    start, end = table.peak_hours
    return start <= moment.hour < end


def late_fee(principal: Decimal, due: date, paid: date, *, resident: bool) -> LateFee:
    """违约金 from the day after `due` to the day of payment (facts 2.2, oracles T26–T29).

    A resident pays one rate; others pay more for days in a later year than the due date's.
    """
    days = max((paid - due).days, 0)
    new_year = date(due.year + 1, 1, 1)
    carried = 0 if resident else min(max((paid - new_year + timedelta(days=1)).days, 0), days)
    rate = _LATE_RESIDENT if resident else _LATE_OTHER
    uncapped = principal * (rate * (days - carried) + _LATE_OTHER_CARRIED * carried)
    cap = principal * _LATE_CAP
    exact = min(uncapped, cap)
    return LateFee(days, exact, round_money(exact), uncapped > cap)


def _line(label: str, kwh: int, price: Decimal) -> Line:
    return Line(label, kwh, price, kwh * price)


def _tier_breakdown(
    table: PriceTable, cuts: Cuts, end: int, tiers: tuple[int, int, int], lines: list[Line]
) -> Breakdown:
    exact = sum((line.amount for line in lines), Decimal(0))
    tier = 1 if end < cuts.first else 2 if end < cuts.second else 3
    return Breakdown(
        kwh=sum(tiers),
        tiers=tiers,
        lines=tuple(line for line in lines if line.kwh),
        adders=tiers[1] * table.adders[0] + tiers[2] * table.adders[1],
        exact=exact,
        rounded=round_money(exact),
        cumulative=end,
        tier=tier,
        left_in_tier={1: cuts.first - end, 2: cuts.second - end}.get(tier),
        price_version=table.version,
    )
