"""The worked examples of facts 3.7 and the laws that every bill obeys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.utility.prices import NoPriceTable, load_tables, table_on
from service.utility.tariff import (
    Cuts,
    billed_before,
    flat_bill,
    is_peak,
    late_fee,
    months_counted,
    peak_valley_bill,
    split_tiers,
    tiered_bill,
    yearly_cuts,
)

TABLE = load_tables()[0]
YEAR = yearly_cuts(TABLE)
FIVE = yearly_cuts(TABLE, large_household_months=12)
FIVE_FROM_JULY = yearly_cuts(TABLE, large_household_months=6)
FROM_JUNE = yearly_cuts(TABLE, months_counted(2025, connected=date(2025, 6, 12)))
UNTIL_MARCH = yearly_cuts(TABLE, months_counted(2025, closed=date(2025, 3, 5)))


@pytest.mark.parametrize(
    ("name", "cuts", "cumulative", "kwh", "tiers", "exact", "rounded"),
    [
        ("T01", YEAR, 1000, 260, (260, 0, 0), "137.358", "137.36"),
        ("T02", YEAR, 2600, 320, (160, 160, 0), "177.056", "177.06"),
        ("T03", YEAR, 4700, 380, (0, 100, 280), "289.754", "289.75"),
        ("T04", YEAR, 2700, 2300, (60, 2040, 200), "1377.09", "1377.09"),
        ("T05", YEAR, 2560, 200, (200, 0, 0), "105.66", "105.66"),
        ("T06", YEAR, 2560, 201, (200, 1, 0), "106.2383", "106.24"),
        ("T07", YEAR, 4700, 100, (0, 100, 0), "57.83", "57.83"),
        ("T08", YEAR, 4700, 101, (0, 100, 1), "58.6583", "58.66"),
        ("T10", YEAR, 0, 5000, (2760, 2040, 200), "2803.5", "2803.50"),
        ("T11", YEAR, 0, 150, (150, 0, 0), "79.245", "79.25"),
        ("T11b", YEAR, 0, 550, (550, 0, 0), "290.565", "290.57"),
        ("T12", YEAR, 1000, 0, (0, 0, 0), "0", "0.00"),
        ("T14", YEAR, 2500, 400, (260, 140, 0), "218.32", "218.32"),
        ("T18", YEAR, 0, 200, (200, 0, 0), "105.66", "105.66"),
        ("T19", FIVE, 3900, 300, (60, 240, 0), "170.49", "170.49"),
        ("T20", YEAR, 3900, 300, (0, 300, 0), "173.49", "173.49"),
        ("T22", FIVE_FROM_JULY, 3300, 300, (60, 240, 0), "170.49", "170.49"),
        ("T23", FROM_JUNE, 1500, 300, (110, 190, 0), "167.99", "167.99"),
        ("T24", UNTIL_MARCH, 0, 900, (690, 210, 0), "485.97", "485.97"),
    ],
)
def test_tier_examples(
    name: str, cuts: Cuts, cumulative: int, kwh: int, tiers: tuple[int, int, int], exact: str, rounded: str
) -> None:
    bill = tiered_bill(TABLE, cuts, cumulative, kwh)
    assert (bill.tiers, bill.exact, str(bill.rounded)) == (tiers, Decimal(exact), rounded), name


@pytest.mark.parametrize(
    ("name", "cuts", "cumulative", "peak", "valley", "tiers", "exact", "rounded"),
    [
        ("T13", YEAR, 2500, 210, 190, (260, 140, 0), "192.32", "192.32"),
        ("T15", YEAR, 5000, 180, 220, (0, 0, 400), "299.32", "299.32"),
        ("T16", YEAR, 0, 3000, 2000, (2760, 2040, 200), "2553.5", "2553.50"),
        ("T17", YEAR, 0, 170, 30, (200, 0, 0), "105.66", "105.66"),
        ("T21", FIVE, 5900, 300, 150, (0, 100, 350), "331.235", "331.24"),
    ],
)
def test_peak_valley_examples(
    name: str,
    cuts: Cuts,
    cumulative: int,
    peak: int,
    valley: int,
    tiers: tuple[int, int, int],
    exact: str,
    rounded: str,
) -> None:
    bill = peak_valley_bill(TABLE, cuts, cumulative, peak, valley)
    assert (bill.tiers, bill.exact, str(bill.rounded)) == (tiers, Decimal(exact), rounded), name


def test_t09_the_year_restarts_in_january() -> None:
    history = [("2024-11", 3000), ("2024-12", 2600), ("2025-02", 90)]
    assert billed_before(history, "2025-01") == 0
    assert billed_before(history, "2025-03") == 90
    bill = tiered_bill(TABLE, YEAR, billed_before(history, "2025-01"), 260)
    assert (bill.tiers, bill.rounded) == ((260, 0, 0), Decimal("137.36"))


def test_t25_a_shared_meter_has_no_tiers() -> None:
    bill = flat_bill(TABLE.flat, 420, TABLE.version)
    assert (bill.exact, bill.rounded, bill.tiers, bill.left_in_tier) == (
        Decimal("230.286"),
        Decimal("230.29"),
        None,
        None,
    )


@pytest.mark.parametrize(
    ("name", "principal", "due", "paid", "resident", "exact", "rounded"),
    [
        ("T26", "186.40", date(2025, 5, 20), date(2025, 6, 1), True, "2.2368", "2.24"),
        ("T27", "45.00", date(2025, 5, 20), date(2025, 5, 23), True, "0.135", "0.14"),
        ("T28", "100.00", date(2024, 1, 20), date(2025, 2, 23), True, "30", "30.00"),
        ("T29 first debt", "2000", date(2024, 12, 15), date(2025, 1, 18), False, "172", "172.00"),
        ("T29 second debt", "3000", date(2025, 1, 15), date(2025, 1, 18), False, "18", "18.00"),
        ("paid on the due date", "100", date(2025, 5, 20), date(2025, 5, 20), True, "0", "0.00"),
        ("paid early", "100", date(2025, 5, 20), date(2025, 5, 2), False, "0", "0.00"),
    ],
)
def test_late_fee_examples(
    name: str, principal: str, due: date, paid: date, resident: bool, exact: str, rounded: str
) -> None:
    fee = late_fee(Decimal(principal), due, paid, resident=resident)
    assert (fee.exact, str(fee.rounded)) == (Decimal(exact), rounded), name


def test_late_fee_says_when_it_was_capped() -> None:
    assert late_fee(Decimal(100), date(2024, 1, 20), date(2025, 2, 23), resident=True).capped
    assert not late_fee(Decimal(100), date(2024, 1, 20), date(2024, 2, 23), resident=True).capped


def test_rows_tell_a_customer_how_the_amount_came_about() -> None:
    bill = tiered_bill(TABLE, YEAR, 2600, 320)
    rows = [(line.label, line.kwh, str(line.price)) for line in bill.lines]
    assert rows == [("第一档", 160, "0.5283"), ("第二档", 160, "0.5783")]
    assert (bill.tier, bill.left_in_tier, bill.cumulative, bill.adders) == (2, 1880, 2920, Decimal("8.00"))


def test_next_kwh_after_a_full_tier_is_in_the_next_one() -> None:
    assert tiered_bill(TABLE, YEAR, 2559, 200).left_in_tier == 1
    full = tiered_bill(TABLE, YEAR, 2560, 200)
    assert (full.tier, full.left_in_tier) == (2, 2040)
    assert tiered_bill(TABLE, YEAR, 4700, 100).left_in_tier is None


@pytest.mark.parametrize(
    ("moment", "peak"),
    [
        (time(7, 59, 59), False),
        (time(8), True),
        (time(20, 59, 59), True),
        (time(21), False),
        (time(0), False),
    ],
)
def test_period_ends(moment: time, peak: bool) -> None:
    assert is_peak(TABLE, moment) is peak


def test_part_years_count_whole_months() -> None:
    assert months_counted(2025) == 12
    assert {months_counted(2025, connected=date(2025, 3, day)) for day in (5, 25)} == {10}
    assert months_counted(2025, date(2025, 3, 9), date(2025, 5, 1)) == 3
    assert months_counted(2025, connected=date(2019, 3, 9)) == 12
    with pytest.raises(ValueError, match="2024"):
        months_counted(2024, connected=date(2025, 3, 9))


def test_an_expired_price_table_is_not_quoted() -> None:
    old = replace(TABLE, effective_to=date(2025, 6, 30))
    assert table_on([old], date(2025, 6, 30)) is old
    with pytest.raises(NoPriceTable):
        table_on([old], date(2025, 7, 1))
    with pytest.raises(NoPriceTable):
        table_on([old], date(2012, 6, 30))
    new = replace(TABLE, version="new", effective_from=date(2025, 6, 1))
    assert table_on([new, old], date(2025, 6, 15)) is new


KWH = st.integers(min_value=0, max_value=9000)
CUTS = st.builds(
    lambda months, share: yearly_cuts(TABLE, months, months * share // 12),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=0, max_value=12),
)


@given(CUTS, KWH, KWH, KWH)
def test_one_bill_split_in_two_costs_the_same(cuts: Cuts, cumulative: int, first: int, second: int) -> None:
    together = tiered_bill(TABLE, cuts, cumulative, first + second)
    apart = tiered_bill(TABLE, cuts, cumulative, first), tiered_bill(TABLE, cuts, cumulative + first, second)
    assert together.exact == apart[0].exact + apart[1].exact
    assert together.left_in_tier == apart[1].left_in_tier


@given(CUTS, KWH, KWH, KWH, KWH, KWH)
def test_one_peak_valley_bill_split_in_two_costs_the_same(
    cuts: Cuts, cumulative: int, peak: int, valley: int, peak2: int, valley2: int
) -> None:
    together = peak_valley_bill(TABLE, cuts, cumulative, peak + peak2, valley + valley2)
    first = peak_valley_bill(TABLE, cuts, cumulative, peak, valley)
    second = peak_valley_bill(TABLE, cuts, cumulative + peak + valley, peak2, valley2)
    assert together.exact == first.exact + second.exact


@given(CUTS, st.lists(st.tuples(KWH, KWH), min_size=12, max_size=12))
def test_twelve_bills_cost_what_one_bill_of_the_year_costs(cuts: Cuts, months: list[tuple[int, int]]) -> None:
    cumulative, plain, tou = 0, Decimal(0), Decimal(0)
    for peak, valley in months:
        plain += tiered_bill(TABLE, cuts, cumulative, peak + valley).exact
        tou += peak_valley_bill(TABLE, cuts, cumulative, peak, valley).exact
        cumulative += peak + valley
    peaks, valleys = sum(peak for peak, _ in months), sum(valley for _, valley in months)
    assert plain == tiered_bill(TABLE, cuts, 0, cumulative).exact
    assert tou == peak_valley_bill(TABLE, cuts, 0, peaks, valleys).exact


@given(CUTS, KWH, KWH, KWH)
def test_tier_adders_fall_on_all_kwh_whenever_they_were_used(
    cuts: Cuts, cumulative: int, peak: int, valley: int
) -> None:
    tou = peak_valley_bill(TABLE, cuts, cumulative, peak, valley)
    plain = tiered_bill(TABLE, cuts, cumulative, peak + valley)
    assert (tou.tiers, tou.adders) == (plain.tiers, plain.adders)
    assert tou.exact - plain.exact == TABLE.peak_adder * peak + TABLE.valley_adder * valley


@given(CUTS, KWH, KWH, st.integers(min_value=1, max_value=500))
def test_more_energy_never_costs_less(cuts: Cuts, cumulative: int, kwh: int, more: int) -> None:
    assert (
        tiered_bill(TABLE, cuts, cumulative, kwh + more).exact
        > tiered_bill(TABLE, cuts, cumulative, kwh).exact
    )
    assert (
        tiered_bill(TABLE, cuts, cumulative + more, kwh).exact
        >= tiered_bill(TABLE, cuts, cumulative, kwh).exact
    )


@given(CUTS, KWH, KWH)
def test_tier_parts_and_rows_add_up(cuts: Cuts, cumulative: int, kwh: int) -> None:
    assert sum(split_tiers(cumulative, kwh, cuts)) == kwh
    for bill in (
        tiered_bill(TABLE, cuts, cumulative, kwh),
        peak_valley_bill(TABLE, cuts, cumulative, kwh - kwh // 3, kwh // 3),
    ):
        assert bill.tiers is not None and min(bill.tiers) >= 0 and sum(bill.tiers) == kwh
        assert sum((line.amount for line in bill.lines), Decimal(0)) == bill.exact
        assert abs(bill.exact - bill.rounded) <= Decimal("0.005")


@given(CUTS, KWH, KWH)
def test_left_in_tier_is_where_the_price_changes(cuts: Cuts, cumulative: int, kwh: int) -> None:
    bill = tiered_bill(TABLE, cuts, cumulative, kwh)
    if bill.left_in_tier is not None:
        assert bill.left_in_tier > 0
        inside = tiered_bill(TABLE, cuts, cumulative + kwh, bill.left_in_tier)
        assert inside.tiers is not None and [part > 0 for part in inside.tiers].count(True) == 1
        beyond = tiered_bill(TABLE, cuts, cumulative + kwh, bill.left_in_tier + 1)
        assert beyond.tiers is not None and [part > 0 for part in beyond.tiers].count(True) == 2


@given(KWH, KWH, KWH)
def test_peak_valley_pays_off_above_15_percent_valley(cumulative: int, peak: int, valley: int) -> None:
    tou = peak_valley_bill(TABLE, YEAR, cumulative, peak, valley).exact
    plain = tiered_bill(TABLE, YEAR, cumulative, peak + valley).exact
    assert (tou < plain) is (valley * 100 > (peak + valley) * 15)


@given(
    st.decimals(min_value=0, max_value=10000, places=2),
    st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    st.integers(min_value=0, max_value=900),
    st.booleans(),
)
def test_late_fee_grows_with_days_up_to_the_cap(
    principal: Decimal, due: date, days: int, resident: bool
) -> None:
    fee = late_fee(principal, due, date.fromordinal(due.toordinal() + days), resident=resident)
    later = late_fee(principal, due, date.fromordinal(due.toordinal() + days + 1), resident=resident)
    assert Decimal(0) <= fee.exact <= later.exact <= principal * Decimal("0.30")
