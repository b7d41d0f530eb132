"""What this month's bill would be at the present pace: an estimate (估算), never a bill. Pure; runs in the service process.

Facts 3.7: an estimate is shown only with the price table's date and only from fetched readings; 3.8: today's use is not known.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from service.utility.port import Account, Bill, DailyUsage, TariffKind
from service.utility.prices import PriceTable
from service.utility.tariff import Breakdown, Cuts, flat_bill, peak_valley_bill, tiered_bill, yearly_cuts

# Fewer days say nothing about a month.
_DAYS_NEEDED = 3


@dataclass(frozen=True)
class Estimate:
    """A month extrapolated from its first days.

    Attributes:
        period: the running month, 'YYYY-MM'.
        days: days counted, up to yesterday.
        used: kWh of these days.
        kwh: whole kWh of the month at that pace.
        tier: tier at the end of the month; None for a flat price.
        price_from: since when the prices used are in force.
    """

    period: str
    days: int
    used: Decimal
    kwh: int
    amount: Decimal
    tier: int | None
    price_from: date
    needs_confirmation: bool


def month_estimate(
    account: Account, bills: Sequence[Bill], usage: Sequence[DailyUsage], today: date, table: PriceTable
) -> Estimate | None:
    """This month at the pace of its days so far; None when too little is known or the prices are not ours to know.

    Args:
        bills: newest first.
    """
    days = [day for day in usage if (day.day.year, day.day.month) == (today.year, today.month)]
    last_month = f"{today.year - (today.month == 1)}-{today.month - 1 or 12:02d}"
    if len(days) < _DAYS_NEEDED or not bills or bills[0].period != last_month:
        return None
    used = sum((day.kwh for day in days), Decimal(0))
    whole = used * monthrange(today.year, today.month)[1] / len(days)
    kwh = int(whole.to_integral_value(ROUND_HALF_UP))
    breakdown = _breakdown(account.tariff, bills[0], kwh, today, table)
    if breakdown is None:
        return None
    return Estimate(
        period=f"{today.year}-{today.month:02d}",
        days=len(days),
        used=used,
        kwh=kwh,
        amount=breakdown.rounded,
        tier=breakdown.tier,
        price_from=table.effective_from,
        needs_confirmation=table.needs_confirmation,
    )


def _breakdown(tariff: TariffKind, last: Bill, kwh: int, today: date, table: PriceTable) -> Breakdown | None:
    if tariff is TariffKind.BUSINESS:
        return None
    if tariff is TariffKind.FLAT:
        return flat_bill(table.flat, kwh, table.version)
    cuts, cumulative = _position(last, today, table)
    if tariff is TariffKind.TIERED:
        return tiered_bill(table, cuts, cumulative, kwh)
    if not last.valley_kwh or not last.kwh:
        return None
    share = Decimal(kwh) * last.valley_kwh / last.kwh
    valley = int(share.to_integral_value(ROUND_HALF_UP))
    return peak_valley_bill(table, cuts, cumulative, kwh - valley, valley)


def _position(last: Bill, today: date, table: PriceTable) -> tuple[Cuts, int]:
    """The account's cuts as its last bill shows them, and kWh billed this year; January starts again (facts 3.3).

    The bill tells only where the present tier ends. Where tier 3 begins is then taken for a full year, which matters only to a
    month that runs through the whole of tier 2.
    """
    full = yearly_cuts(table)
    cumulative = last.breakdown.cumulative
    if last.period[:4] != str(today.year) or cumulative is None:
        return full, 0
    end = cumulative + (last.breakdown.left_in_tier or 0)
    if last.breakdown.tier == 1:
        return Cuts(end, end + full.second - full.first), cumulative
    return Cuts(cumulative, end), cumulative
