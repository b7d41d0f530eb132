"""What every connector to a utility promises: the same tests for the demo in process and over HTTP."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer

from common.settings import ZONE
from service.utility.demo import DemoUtility
from service.utility.http import HttpUtility
from service.utility.port import (
    AccountNotFound,
    AccountStatus,
    AreaClass,
    Category,
    ImportantClass,
    OutageCause,
    OutageKind,
    Payment,
    ServiceLevel,
    TariffKind,
    Utility,
)
from tests.unit.service.utility.utility_server import TOKEN, build

NOW = datetime(2026, 8, 12, 10, 20, tzinfo=ZONE)
UNKNOWN = "3209999999999"
TIERED, PEAK_VALLEY, PARENTS = "3200001888001", "3200001888002", "3200013888003"
CUT, OVERDUE, AHEAD, STATION, HOSPITAL = (
    "3200001888006",
    "3200012888007",
    "3200015888008",
    "3200001888009",
    "3200001888011",
)

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture(params=["demo", "http"])
async def utility(request: pytest.FixtureRequest) -> AsyncIterator[Utility]:
    demo = DemoUtility(lambda: NOW)
    if request.param == "demo":
        yield demo
        return
    async with TestServer(build(demo)) as server:
        connector = HttpUtility(str(server.make_url("/")), TOKEN, 5.0)
        yield connector
        await connector.close()


async def test_an_account_is_found_by_13_and_by_10_digits(utility: Utility) -> None:
    account = await utility.find_account(HOSPITAL)
    assert account == await utility.find_account(HOSPITAL[3:])
    assert account.account_no == HOSPITAL
    assert (account.service_level, account.important_class) == (ServiceLevel.IMPORTANT, ImportantClass.SECOND)
    assert account.category is Category.PUBLIC
    assert account.manager is not None and account.manager.title
    assert (account.address.town, account.address.road, account.area_class) == (
        "青口镇",
        "文化西路",
        AreaClass.CITY,
    )


@pytest.mark.parametrize(
    "account_no", [UNKNOWN, UNKNOWN[3:], "12", "", "../balance", "３２００００１８８８００１"]
)
async def test_an_unknown_account_says_so_everywhere(utility: Utility, account_no: str) -> None:
    for ask in (utility.find_account, utility.bills, utility.balance, utility.daily_usage):
        with pytest.raises(AccountNotFound):
            await ask(account_no)


async def test_outages_of_an_unknown_account_say_so(utility: Utility) -> None:
    with pytest.raises(AccountNotFound):
        await utility.known_outages(UNKNOWN, NOW)
    with pytest.raises(AccountNotFound):
        await utility.planned_outages(UNKNOWN, NOW)


async def test_the_phone_check_tells_nothing_about_an_unknown_account(utility: Utility) -> None:
    assert await utility.check_phone(TIERED, "1001")
    assert await utility.check_phone(TIERED[3:], "1001")
    for account_no, last4 in (
        (TIERED, "1002"),
        (TIERED, ""),
        (TIERED, "001"),
        (TIERED, "一〇〇一"),
        (UNKNOWN, "1001"),
    ):
        assert await utility.check_phone(account_no, last4) is False
    for last4 in ("0000", "none", ""):
        assert await utility.check_phone(UNKNOWN, last4) is False
    assert await utility.check_phone("not a number", "1001") is False


async def test_a_short_message_reaches_the_phone_on_file_and_its_number_stays_hidden(
    utility: Utility, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await utility.text_phone(TIERED[3:], "验证码135790")
    assert "验证码135790" in caplog.text
    assert (await utility.find_account(TIERED)).phone not in caplog.text
    with pytest.raises(AccountNotFound):
        await utility.text_phone(UNKNOWN, "验证码135790")


async def test_bills_come_newest_first_and_only_when_sent(utility: Utility) -> None:
    bills = await utility.bills(TIERED, 24)
    assert [bills[0].period, bills[1].period, bills[-1].period] == ["2026-07", "2026-06", "2024-08"]
    assert len(bills) == 24
    assert await utility.bills(TIERED, 3) == bills[:3]
    assert len(await utility.bills(TIERED)) == 12


async def test_a_bill_agrees_with_itself(utility: Utility) -> None:
    for account_no in (TIERED, PEAK_VALLEY, OVERDUE, STATION):
        for bill in await utility.bills(account_no, 24):
            assert bill.kwh == bill.end.total - bill.start.total == bill.breakdown.kwh
            assert bill.amount == bill.breakdown.rounded
            assert bill.breakdown.exact == sum((line.amount for line in bill.breakdown.lines), Decimal(0))
            if bill.peak_kwh is not None and bill.valley_kwh is not None:
                assert bill.kwh == bill.peak_kwh + bill.valley_kwh
                assert bill.end.peak is not None and bill.start.peak is not None
                assert bill.peak_kwh == bill.end.peak - bill.start.peak


async def test_peak_and_valley_are_told_for_such_accounts_only(utility: Utility) -> None:
    assert (await utility.find_account(PEAK_VALLEY)).tariff is TariffKind.TIERED_PEAK_VALLEY
    assert all(bill.peak_kwh for bill in await utility.bills(PEAK_VALLEY, 24))
    assert all(bill.peak_kwh is None for bill in await utility.bills(TIERED, 24))


async def test_arrears_are_told_with_months_and_late_fee(utility: Utility) -> None:
    account, balance = await utility.find_account(OVERDUE), await utility.balance(OVERDUE)
    unpaid = [bill for bill in await utility.bills(OVERDUE, 24) if bill.paid_at is None]
    assert account.status is AccountStatus.NORMAL
    assert balance.amount == account.balance == -sum(bill.amount + bill.late_fee for bill in unpaid) < 0
    assert balance.unpaid == tuple(sorted(bill.period for bill in unpaid))
    assert {bill.late_fee > 0 for bill in unpaid if bill.due < NOW.date()} == {True}
    assert not balance.estimated


async def test_a_cut_account_is_dark_by_day_and_by_outage(utility: Utility) -> None:
    assert (await utility.find_account(CUT)).status is AccountStatus.ARREARS_CUT
    assert (await utility.daily_usage(CUT))[-1].kwh == 0
    kinds = [outage.kind for outage in await utility.known_outages(CUT, NOW)]
    assert kinds == [OutageKind.ARREARS]


async def test_nobody_learns_of_an_arrears_cut_from_an_address(utility: Utility) -> None:
    area = await utility.resolve_area("青口镇青河雅苑")
    assert area is not None
    assert await utility.known_outages(area, NOW) == ()
    assert await utility.known_outages("青河雅苑8号楼", NOW) == ()


async def test_a_balance_paid_ahead_is_an_estimate_until_last_midnight(utility: Utility) -> None:
    account, balance = await utility.find_account(AHEAD), await utility.balance(AHEAD)
    assert account.payment is Payment.AHEAD
    assert balance.estimated
    assert balance.amount > 0
    assert balance.as_of == datetime(2026, 8, 12, tzinfo=ZONE)


async def test_daily_usage_ends_yesterday_and_agrees_with_the_bill(utility: Utility) -> None:
    days = await utility.daily_usage(TIERED)
    assert [days[0].day, days[-1].day, len(days)] == [date(2026, 7, 13), date(2026, 8, 11), 30]
    july = [day.kwh for day in days if day.day.month == 7]
    assert Decimal(0) < sum(july) < (await utility.bills(TIERED))[0].kwh


async def test_an_address_becomes_the_most_exact_area(utility: Utility) -> None:
    area = await utility.resolve_area("县城海韵花园6号楼")
    assert area is not None
    assert (area.name, area.estate, area.area_class) == ("青口镇海韵花园", "海韵花园", AreaClass.CITY)
    assert await utility.resolve_area("火星基地") is None


async def test_an_outage_is_told_with_source_and_expected_end(utility: Utility) -> None:
    (outage,) = await utility.known_outages("青口镇海韵花园6号楼", NOW)
    assert (outage.kind, outage.cause) == (OutageKind.FAULT, OutageCause.EQUIPMENT)
    assert outage.start < NOW < (outage.expected_end or NOW)
    assert outage.source and outage.updated_at <= NOW and outage.ended_at is None
    assert "青口镇海韵花园" in outage.places


async def test_an_unknown_end_and_cause_stay_unknown(utility: Utility) -> None:
    (outage,) = await utility.known_outages("3200005888014", NOW)
    assert (outage.expected_end, outage.cause, outage.ended_at) == (None, None, None)


async def test_an_outage_that_just_ended_is_still_known_for_two_hours(utility: Utility) -> None:
    area = await utility.resolve_area("墩尚花园")
    assert area is not None
    (outage,) = await utility.known_outages(area, NOW)
    assert outage.ended_at is not None and outage.ended_at < NOW
    assert await utility.known_outages(area, outage.ended_at + timedelta(hours=2)) == (outage,)
    assert await utility.known_outages(area, outage.ended_at + timedelta(hours=2, seconds=1)) == ()
    assert await utility.known_outages(area, outage.start - timedelta(seconds=1)) == ()


async def test_a_town_gives_every_outage_in_it(utility: Utility) -> None:
    town = await utility.resolve_area("海头镇")
    assert town is not None and not town.place
    assert [outage.id for outage in await utility.known_outages(town, NOW)] == ["DEMO-F3"]


async def test_planned_outages_are_those_that_begin_before_the_day_asked_for(utility: Utility) -> None:
    (outage,) = await utility.planned_outages(PARENTS, NOW + timedelta(days=7))
    assert outage.kind is OutageKind.PLANNED
    assert (outage.start, outage.expected_end) == (
        datetime(2026, 8, 13, 8, tzinfo=ZONE),
        datetime(2026, 8, 13, 16, tzinfo=ZONE),
    )
    assert await utility.planned_outages(PARENTS, outage.start - timedelta(seconds=1)) == ()
    assert await utility.planned_outages(TIERED, NOW + timedelta(days=7)) == ()
    assert await utility.planned_outages("小兴庄2组", NOW + timedelta(days=7)) == (outage,)


async def test_planned_work_that_has_begun_is_a_known_outage(utility: Utility) -> None:
    (outage,) = await utility.known_outages("塔山镇塔前村", NOW)
    assert outage.kind is OutageKind.PLANNED
    assert await utility.planned_outages("塔山镇塔前村", NOW + timedelta(days=7)) == ()


async def test_an_address_that_fits_no_place_gives_no_outage(utility: Utility) -> None:
    assert await utility.known_outages("火星基地", NOW) == ()
    assert await utility.planned_outages("火星基地", NOW + timedelta(days=7)) == ()
