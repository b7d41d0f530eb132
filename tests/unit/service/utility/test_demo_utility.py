"""The demo utility: the same everywhere, true to itself as time goes on, and as docs/demo.md describes it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from common.settings import ZONE
from service.utility.demo import DemoUtility
from service.utility.demo.__main__ import handbook
from service.utility.demo.billing import bills
from service.utility.demo.customer import Customer, Pays
from service.utility.demo.outages import FAULTS, WORKS
from service.utility.demo.places import AREAS, resolve
from service.utility.demo.population import customers
from service.utility.demo.showcase import SHOWCASE
from service.utility.port import AccountStatus, AreaClass, OutageKind, Payment, TariffKind

EVERYBODY = customers()
PAID_AHEAD = next(customer for customer in EVERYBODY if customer.payment is Payment.AHEAD)
NOW = datetime(2026, 8, 12, 10, 20, tzinfo=ZONE)
ROOT = Path(__file__).parents[4]


def test_the_page_is_up_to_date() -> None:
    assert (ROOT / "docs/demo.md").read_text(encoding="utf-8") == handbook()


def test_everybody_is_the_same_on_every_machine() -> None:
    listed = "\n".join(repr(customer) for customer in EVERYBODY)
    assert hashlib.sha256(listed.encode()).hexdigest()[:16] == "1afe54532eb95c14"


def test_a_bill_is_the_same_on_every_machine() -> None:
    bill = bills(SHOWCASE[0], NOW)[0]
    assert (bill.period, bill.kwh, bill.amount) == ("2026-07", 778, Decimal("449.92"))


def test_the_demo_has_what_it_promises() -> None:
    assert 280 <= len(EVERYBODY) <= 320
    assert {customer.address.town for customer in EVERYBODY} == {area.town for area in AREAS.values()}
    assert len({area.town for area in AREAS.values()}) == 15
    tariffs = Counter(customer.tariff for customer in EVERYBODY)
    assert min(tariffs[kind] for kind in TariffKind) >= 3
    assert {customer.pays for customer in EVERYBODY} == set(Pays)
    assert sum(customer.large_household_since is not None for customer in EVERYBODY) >= 5


def test_numbers_are_unique_and_well_formed() -> None:
    assert len({customer.account_no for customer in EVERYBODY}) == len(EVERYBODY)
    assert len({customer.meter_no for customer in EVERYBODY}) == len(EVERYBODY)
    for customer in EVERYBODY:
        assert re.fullmatch(r"320\d{10}", customer.account_no)
        assert re.fullmatch(r"1540\d{7}", customer.phone)


def test_an_account_stands_in_the_area_of_its_address() -> None:
    for customer in EVERYBODY:
        area = AREAS[customer.area_code]
        address = customer.address
        assert (address.town, address.estate or address.village or address.road) == (area.town, area.place)
        assert resolve(address.text) == area


def test_every_area_is_found_by_its_name() -> None:
    for area in AREAS.values():
        assert resolve(area.name) == area
        assert resolve(f"江苏省连云港市赣榆区 {area.name}") == area


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("县城海韵那边", "青口镇海韵花园"),
        ("清口 金榆小区１２号楼", "青口镇金榆小区"),
        ("青口榆中路滨河家园3-2-501", "青口镇滨河家园"),
        ("海头海前头村", "海头镇海前头村"),
        ("海头海前", "海头镇海前花园"),
        ("金山前进村三组", "金山镇前进村"),
        ("塔山那边的东河", "塔山镇东河村"),
        ("敦上河疃", "墩尚镇河疃村"),
        ("李庄樱红小区", "厉庄镇樱红小区"),
        ("沙河镇和安小区", "沙河镇"),
        ("柘汪镇临港产业区", "柘汪镇"),
        ("青口镇金榆路12号", "青口镇"),
        ("柘汪临港那边", "柘汪镇临港佳苑"),
        ("塔山", "塔山镇"),
    ],
)
def test_addresses_are_understood_as_people_say_them(said: str, name: str) -> None:
    area = resolve(said)
    assert area is not None and area.name == name


@pytest.mark.parametrize(
    "said", ["前进村三组", "东河村", "海韵花园和滨河家园", "青口还是石桥", "赣榆", "12345", ""]
)
def test_an_unclear_address_is_not_guessed(said: str) -> None:
    assert resolve(said) is None


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for(text: str) -> None:
    area = resolve(text)
    assert area is None or area == AREAS[area.code]


def test_only_some_towns_are_city_or_remote() -> None:
    classes = Counter(area.area_class for area in AREAS.values() if not area.place)
    assert set(classes) == set(AreaClass) and classes[AreaClass.RURAL] > 10


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(EVERYBODY),
    st.datetimes(datetime(2022, 6, 1), datetime(2028, 12, 31)),
)
@example(PAID_AHEAD, datetime(2026, 11, 3))
def test_bills_do_not_change_as_time_goes_on(customer: Customer, moment: datetime) -> None:
    now = moment.replace(tzinfo=ZONE)
    today = {bill.period: bill for bill in bills(customer, now)}
    later = {bill.period: bill for bill in bills(customer, now + timedelta(days=45))}
    assert len(today) == 24 or now.date() < date(
        customer.connected.year + 2, customer.connected.month, 28
    ) + timedelta(40)
    for period in today.keys() & later.keys():
        assert (today[period].amount, today[period].end) == (later[period].amount, later[period].end)
        if today[period].paid_at is not None:
            assert today[period].paid_at == later[period].paid_at <= now
    periods = sorted(today)
    for earlier, following in pairwise(periods):
        assert today[earlier].end.total == today[following].start.total


def test_use_is_higher_in_summer_than_in_spring() -> None:
    by_period = {bill.period: bill.kwh for bill in bills(SHOWCASE[0], NOW)}
    assert by_period["2026-07"] > by_period["2026-04"] * 1.5


def test_the_showcase_does_what_its_story_says() -> None:
    tiers = {bill.breakdown.tier for bill in bills(SHOWCASE[0], datetime(2026, 12, 20, tzinfo=ZONE))}
    assert tiers == {1, 2, 3}
    large = next(customer for customer in SHOWCASE if customer.large_household_since)
    plain = bills(large, datetime(2026, 12, 20, tzinfo=ZONE))[0].breakdown
    assert plain.cumulative is not None and 2760 < plain.cumulative < 3960 + 2040


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 1, 1, 0, 0, tzinfo=ZONE),
        datetime(2026, 3, 1, 7, 0, tzinfo=ZONE),
        datetime(2026, 3, 3, 23, 59, tzinfo=ZONE),
        datetime(2028, 2, 29, 12, 0, tzinfo=ZONE),
        datetime(2027, 12, 31, 23, 59, tzinfo=ZONE),
    ],
)
async def test_the_showcase_holds_on_any_day(now: datetime) -> None:
    demo = DemoUtility(lambda: now)
    cut = await demo.find_account("3200001888006")
    assert cut.status is AccountStatus.ARREARS_CUT and cut.balance < -100
    (outage,) = await demo.known_outages(cut.account_no, now)
    assert outage.kind is OutageKind.ARREARS and outage.start < now
    assert any(bill.late_fee > 0 for bill in await demo.bills("3200012888007") if bill.paid_at is None)
    assert Decimal(0) < (await demo.find_account("3200015888008")).balance < 40
    everybody = [await demo.balance(customer.account_no) for customer in EVERYBODY]
    assert all(balance.amount > 0 for balance in everybody if balance.estimated)
    town = [area for area in AREAS.values() if not area.place]
    out = {
        outage.id for area in town for outage in await demo.known_outages(area, now) if not outage.ended_at
    }
    assert {fault.id for fault in FAULTS if fault.ended is None} <= out
    planned = {
        outage.id for area in town for outage in await demo.planned_outages(area, now + timedelta(days=7))
    }
    assert {work.id for work in WORKS if work.day > 0} <= planned


@pytest.mark.asyncio
async def test_what_is_said_of_an_outage_stays_the_same_within_the_hour() -> None:
    moments = iter([NOW, NOW + timedelta(minutes=39)])
    demo = DemoUtility(lambda: next(moments))
    assert await demo.known_outages("海韵花园", NOW) == await demo.known_outages("海韵花园", NOW)


@pytest.mark.asyncio
async def test_a_clock_in_another_zone_changes_nothing() -> None:
    here, utc = DemoUtility(lambda: NOW), DemoUtility(lambda: NOW.astimezone(timezone.utc))
    assert await here.find_account("3200015888008") == await utc.find_account("3200015888008")
    assert await here.known_outages("海韵花园", NOW) == await utc.known_outages("海韵花园", NOW)
