"""The running month at its pace: an estimate that agrees with the tariff and stays silent when it knows too little."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.settings import ZONE
from service.utility.demo import DemoUtility
from service.utility.estimate import month_estimate
from service.utility.port import DailyUsage
from service.utility.prices import residential_prices
from service.utility.tariff import tiered_bill, yearly_cuts

NOW = datetime(2026, 11, 24, 10, tzinfo=ZONE)
TABLE = residential_prices(NOW.date())
TIERED, PEAK_VALLEY, FLAT, BUSINESS = "3200001888001", "3200001888002", "3200001888005", "3200001888009"
UTILITY = DemoUtility(lambda: NOW)


def used(day: date, kwh: str, days: int = 30) -> list[DailyUsage]:
    return [DailyUsage(day - timedelta(days=back), Decimal(kwh)) for back in range(days, 0, -1)]


@pytest.mark.parametrize("month", range(2, 13))
async def test_a_steady_month_costs_what_its_bill_would(month: int) -> None:
    """In every tier: the position is read off the last bill alone."""
    today = date(2026, month, 24)
    utility = DemoUtility(lambda: datetime(2026, month, 24, 10, tzinfo=ZONE))
    account, bills = await utility.find_account(TIERED), await utility.bills(TIERED, 12)
    found = month_estimate(account, bills, used(today, "10.00"), today, TABLE)
    assert found
    billed = bills[0].breakdown.cumulative
    assert billed is not None
    assert found.amount == tiered_bill(TABLE, yearly_cuts(TABLE), billed, found.kwh).rounded
    assert found.days == 23


async def test_january_starts_again() -> None:
    today = date(2026, 1, 20)
    utility = DemoUtility(lambda: datetime(2026, 1, 20, 10, tzinfo=ZONE))
    account, bills = await utility.find_account(TIERED), await utility.bills(TIERED, 1)
    assert bills[0].breakdown.tier == 3
    found = month_estimate(account, bills, used(today, "10.00"), today, TABLE)
    assert found and found.tier == 1
    assert found.amount == tiered_bill(TABLE, yearly_cuts(TABLE), 0, 310).rounded


@given(st.decimals("0.5", "40", places=2))
async def test_the_pace_is_the_mean_of_the_days_so_far(kwh: Decimal) -> None:
    account, bills = await UTILITY.find_account(TIERED), await UTILITY.bills(TIERED, 1)
    found = month_estimate(account, bills, used(NOW.date(), str(kwh)), NOW.date(), TABLE)
    assert found
    assert abs(found.kwh - kwh * 30) <= Decimal("0.5")
    assert found.used == kwh * 23


async def test_peak_and_valley_keep_the_last_bills_shares_and_flat_is_flat() -> None:
    amounts = []
    for number in (PEAK_VALLEY, FLAT):
        account, bills = await UTILITY.find_account(number), await UTILITY.bills(number, 1)
        found = month_estimate(account, bills, used(NOW.date(), "10.00"), NOW.date(), TABLE)
        assert found
        amounts.append(found.amount)
    assert amounts[1] == Decimal("164.49")
    assert amounts[0] < amounts[1]


@pytest.mark.parametrize("day", [2, 3])
async def test_too_few_days_say_nothing(day: int) -> None:
    today = NOW.date().replace(day=day)
    account, bills = await UTILITY.find_account(TIERED), await UTILITY.bills(TIERED, 1)
    assert month_estimate(account, bills, used(today, "10.00"), today, TABLE) is None


async def test_without_last_months_bill_or_with_prices_of_others_nothing_is_said() -> None:
    account, bills = await UTILITY.find_account(TIERED), await UTILITY.bills(TIERED, 2)
    days = used(NOW.date(), "10.00")
    assert month_estimate(account, bills[1:], days, NOW.date(), TABLE) is None
    assert month_estimate(account, (), days, NOW.date(), TABLE) is None
    business = await UTILITY.find_account(BUSINESS)
    assert month_estimate(business, await UTILITY.bills(BUSINESS, 1), days, NOW.date(), TABLE) is None
