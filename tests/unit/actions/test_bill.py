"""Bills told exactly as the utility computed them; estimates called so; reasons only from the account's own data."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from actions.bill import rows
from actions.bill_chart import draw
from actions.bill_view import Bill, Line, a_year_before, month_before, plain, tier_position, yuan
from actions.bill_why import reasons
from common.settings import ZONE
from service.utility.prices import residential_prices
from service.utility.tariff import Cuts, tiered_bill
from tests.unit.actions.demo_accounts import (
    AHEAD,
    CUT,
    FLAT,
    LARGE,
    NOW,
    OVERDUE,
    PEAK_VALLEY,
    STATION,
    TIERED,
    hide,
    known,
    talk,
)
from tests.unit.actions.service_fake import FakeService

PRICES = residential_prices(date(2026, 11, 24))
CUTS = Cuts(2760, 4800)


async def ask(service: FakeService, number: str, words: str, intent: str = "query_bill") -> str:
    if not service.accounts:
        await known(service, number)
    return await talk().say(words, intent)


def a_bill(cumulative: int, kwh: int, period: str = "2026-10", days: int = 31, **changes: object) -> Bill:
    """A bill of the real tariff, paid in time."""
    made = tiered_bill(PRICES, CUTS, cumulative, kwh)
    bill = Bill(
        period=period,
        days=days,
        end=cumulative + kwh,
        estimated=False,
        kwh=kwh,
        peak_kwh=None,
        valley_kwh=None,
        lines=tuple(Line(row.label, row.kwh, row.price, row.amount) for row in made.lines),
        adders=made.adders,
        tier=made.tier,
        left_in_tier=made.left_in_tier,
        cumulative=made.cumulative,
        amount=made.rounded,
        due=date(2026, 11, 25),
        paid_at=datetime(2026, 11, 8, 9, tzinfo=ZONE),
        late_fee=Decimal("0.00"),
    )
    return replace(bill, **changes)  # type: ignore[arg-type]


async def test_the_latest_bill_says_month_of_use_due_date_and_position(service: FakeService) -> None:
    said = await ask(service, CUT, "查电费")
    bill = service.bills[CUT][0]
    assert f"10月用电：{bill['kwh']}度，电费{bill['amount']}元" in said
    assert "请在11月25日前交" in said
    assert f"还差{bill['breakdown']['left_in_tier']}度到第二档" in said
    assert f"还没交的电费共{service.balances[CUT]['amount'].removeprefix('-')}元" in said
    assert "×" not in said


@pytest.mark.parametrize("number", [TIERED, PEAK_VALLEY, LARGE, FLAT, STATION, AHEAD, OVERDUE])
async def test_the_rows_are_told_on_request_and_end_in_the_bill(service: FakeService, number: str) -> None:
    await known(service, number)
    customer = talk()
    assert "×" not in await customer.say("十月电费多少", "query_bill")
    said = await customer.tap("怎么算的")
    assert "×" in said and f"合计{service.bills[number][0]['amount']}元" in said
    assert said == await customer.say("十月的电费是怎么算的", "query_bill")


@given(st.integers(0, 6000), st.integers(1, 3000))
def test_rows_have_two_decimals_and_the_sum_is_the_bills(cumulative: int, kwh: int) -> None:
    bill = a_bill(cumulative, kwh)
    told = re.findall(r"=([0-9.]+)元", rows(bill))
    assert all(re.fullmatch(r"[0-9]+\.[0-9]{2}", amount) for amount in told)
    assert abs(sum(map(Decimal, told), Decimal(0)) - bill.amount) <= Decimal("0.02")
    assert f"合计{yuan(bill.amount)}" in rows(bill)


@given(st.integers(0, 5999), st.integers(1, 600))
def test_the_position_names_the_kwh_that_are_left(cumulative: int, kwh: int) -> None:
    words, end = tier_position(a_bill(cumulative, kwh)), cumulative + kwh
    left = 2760 - end if end < 2760 else 4800 - end
    assert (f"还差{left}度" in words) == (left > 0)
    assert f"累计{end}度" in words


async def test_a_named_month_is_that_month_of_use(service: FakeService) -> None:
    said = await ask(service, TIERED, "去年八月电费多少")
    assert f"2025年8月用电：{service.bills[TIERED][14]['kwh']}度" in said
    assert service.bills[TIERED][14]["period"] == "2025-08"


async def test_this_month_early_in_a_month_is_the_one_just_ended(service: FakeService) -> None:
    customer = talk()
    await known(service, TIERED)
    early = await customer.at("2026-11-04T10:00:00+08:00").say("这个月多少钱", "query_bill")
    assert "10月用电：" in early and "估算" not in early


async def test_this_month_later_on_is_an_estimate_beside_the_last_bill(service: FakeService) -> None:
    said = await ask(service, TIERED, "这个月多少钱")
    assert "11月还没过完" in said
    assert "估算，按2012年7月1日起执行的电价，以供电公司公布的电价为准" in said
    assert f"{service.estimates[TIERED]['amount']}元" in said
    assert "10月用电：" in said


async def test_a_month_too_far_back_is_not_made_up(service: FakeService) -> None:
    await known(service, TIERED)
    service.bills[TIERED] = service.bills[TIERED][:3]
    said = await ask(service, TIERED, "三月份电费多少")
    assert "3月用电的账单我这里查不到" in said and "元" not in said


async def test_a_prepaid_balance_is_called_an_estimate(service: FakeService) -> None:
    said = await ask(service, AHEAD, "余额还有多少")
    assert f"余额约{service.balances[AHEAD]['amount']}元" in said and "估算" in said
    assert "大约还够" in said


async def test_todays_use_is_never_told(service: FakeService) -> None:
    said = await ask(service, TIERED, "今天用了多少电")
    assert said.startswith("今天的用电要明天才看得到")
    assert f"11月23日用电{plain(Decimal(service.usage[TIERED][-1]['kwh']))}度" in said
    assert "11月24日" not in said


async def test_several_months_are_listed_and_summed(service: FakeService) -> None:
    said = await ask(service, TIERED, "最近三个月电费")
    shown = service.bills[TIERED][:3]
    assert all(f"{bill['kwh']}度 {bill['amount']}元" in said for bill in shown)
    assert yuan(sum((Decimal(bill["amount"]) for bill in shown), Decimal(0))) in said


async def test_other_peoples_bills_are_refused_in_words(service: FakeService) -> None:
    said = await ask(service, TIERED, "查别人家的电费行吗")
    assert "别人查不到您家的" in said and "元" not in said


async def test_a_whole_year_is_that_year(service: FakeService) -> None:
    said = await ask(service, TIERED, "去年全年电费")
    assert "2025年（已出账12个月）" in said


async def test_why_it_is_high_compares_with_last_year_and_last_month(service: FakeService) -> None:
    said = await ask(service, TIERED, "八月怎么这么贵", "bill_high")
    bills = {bill["period"]: bill for bill in service.bills[TIERED]}
    assert f"去年同月的{bills['2025-08']['kwh']}度" in said
    assert f"上个月的{bills['2026-07']['kwh']}度" in said
    assert "您的权利" in said


async def test_the_months_are_drawn_beside_the_words(service: FakeService) -> None:
    await ask(service, TIERED, "怎么这么贵", "bill_high")
    await ask(service, TIERED, "最近半年电费")
    for png in service.pictures:
        with Image.open(io.BytesIO(png)) as picture:
            assert (picture.format, picture.size) == ("PNG", (720, 360))
    assert len(service.pictures) == 2


def test_a_bar_is_as_high_as_its_month() -> None:
    with Image.open(
        io.BytesIO(draw([("2025-12", 100), ("2026-01", 200), ("2026-02", 0)], "2026-01"))
    ) as picture:
        dark = [
            y for y in range(picture.height) if picture.getpixel((picture.width // 2, y)) == (0, 121, 107)
        ]
        light = [y for y in range(picture.height) if picture.getpixel((140, y)) == (169, 213, 203)]
        assert len(dark) == 2 * len(light) > 200
        assert not any(
            picture.getpixel((580, y)) in {(0, 121, 107), (169, 213, 203)} for y in range(picture.height)
        )


async def test_a_tier_adder_is_never_denied(service: FakeService) -> None:
    said = await ask(service, TIERED, "怎么这么贵", "bill_high")
    assert "第三档" in said and "没有加价" not in said


async def test_a_disputed_bill_becomes_one_ticket_and_no_promise(service: FakeService) -> None:
    await known(service, TIERED)
    customer = talk()
    await customer.say("怎么这么贵", "bill_high")
    said = await customer.tap("登记核查账单")
    made = service.made[0]
    assert (made["topic"], made["account_no"], made["join"]) == ("bill_dispute", TIERED, True)
    assert made["details"]["账单月份"] == "2026-10"
    assert "GD202611240001" in said and "退" not in said


def test_reasons_come_in_the_order_of_the_facts() -> None:
    high = a_bill(2700, 400, days=61, late_fee=Decimal("2.00"))
    before = a_bill(2400, 300, period="2026-09")
    found = reasons(high, [high, before], NOW)
    kinds = [next(word for word in ("61天", "第二档", "违约金") if word in reason) for reason in found]
    assert kinds == ["61天", "第二档", "违约金"]
    assert "只剩60度" in found[1] and yuan(high.adders) in found[1]


def test_an_estimated_reading_is_named() -> None:
    bill = a_bill(1000, 300, estimated=True)
    assert "估的" in reasons(bill, [bill], NOW)[0]


def test_the_same_as_last_year_is_the_season() -> None:
    bills = [a_bill(0, 400), a_bill(0, 200, "2026-09"), a_bill(0, 410, "2025-10")]
    assert "季节" in reasons(bills[0], bills, NOW)[0]


def test_little_valley_use_is_named_only_below_the_break_even() -> None:
    bill = a_bill(0, 200, peak_kwh=180, valley_kwh=20)
    assert any("10%" in reason for reason in reasons(bill, [bill], NOW, Decimal("0.15")))
    enough = replace(bill, peak_kwh=170, valley_kwh=30)
    assert reasons(enough, [enough], NOW, Decimal("0.15")) == []
    assert reasons(bill, [bill], NOW, None) == []


def test_months_before_cross_the_new_year() -> None:
    assert month_before("2026-01") == "2025-12"
    assert a_year_before("2026-01") == "2025-01"


async def test_a_dispute_can_be_typed(service: FakeService) -> None:
    said = await ask(service, TIERED, "我对账单有异议，帮我登记核查", "bill_high")
    assert "已经登记核查" in said and service.made[0]["topic"] == "bill_dispute"


@pytest.mark.parametrize(
    ("intent", "words", "topic"),
    [("query_bill", "查电费", "consult"), ("bill_high", "电费怎么这么贵", "bill_dispute")],
)
async def test_while_the_utility_is_down_the_wish_is_recorded(
    service: FakeService, intent: str, words: str, topic: str
) -> None:
    service.down = True
    customer = talk()
    said = await customer.say(words, intent)
    assert "已经记录" in said and "恢复后马上处理" in said and customer.asked is None
    assert service.made[0]["topic"] == topic and service.made[0]["details"]["客户原话"] == words
    assert service.made[0]["join"] and customer.slots["ticket_no"] in said


async def test_a_second_wish_while_the_utility_is_down_is_added_to_the_first(service: FakeService) -> None:
    service.down, service.joins = True, True
    await talk().say("余额还有多少", "query_bill")
    assert service.made[0]["join"] and service.made[0]["details"]["客户原话"] == "余额还有多少"


async def test_the_utility_failing_after_the_proof_is_recorded_too(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill")
    await customer.say(TIERED, account_no=TIERED)
    service.down = True
    said = await customer.say("1001", last4="1001")
    assert "已经记录" in said and service.made[0]["account_no"] == TIERED


async def test_money_is_never_taken_in_the_talk(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("你们银行账号多少，我把电费打给你", "query_bill")
    assert "官方渠道" in said and customer.asked is None


async def test_a_season_is_three_months(service: FakeService) -> None:
    said = await ask(service, TIERED, "去年夏天用了多少")
    assert "2025年夏天" in said and "8月" in said and "9月" not in said


async def test_how_long_the_money_lasts_is_the_balance(service: FakeService) -> None:
    assert "余额约" in await ask(service, AHEAD, "那还能撑几天")


async def test_a_former_husbands_use_is_not_told(service: FakeService) -> None:
    said = await ask(service, TIERED, "我前夫家用了多少电")
    assert "别人查不到" in said


async def test_how_it_is_computed_is_not_why_it_is_high(service: FakeService) -> None:
    assert "×" in await ask(service, TIERED, "电费怎么算的", "bill_high")
    assert "去年同月" in await ask(service, TIERED, "怎么算的这么多", "bill_high")


async def test_the_same_month_last_year_is_one_month(service: FakeService) -> None:
    said = await ask(service, TIERED, "去年同期多少")
    assert "2025年10月用电" in said and "合计" not in said


@pytest.mark.parametrize("words", ["今年比去年多交多少", "今年跟去年全年比", "去年和今年比哪个多"])
async def test_a_year_is_set_beside_the_same_months_of_the_last(words: str, service: FakeService) -> None:
    said = await ask(service, TIERED, words)
    assert "1月到10月比去年同期" in said


async def test_the_list_just_told_is_set_beside_the_year_before(service: FakeService) -> None:
    await known(service, TIERED)
    customer = talk()
    await customer.say("今年每个月用了多少", "query_bill")
    assert "比去年同期" in await customer.say("跟去年比", "query_bill")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("上周用了多少", "7天：\n11月16日"),
        ("上周一用了多少", "11月16日用电"),
        ("周末用了多少", "2天：\n11月21日"),
        ("这周用了多少电", "11月23日用电"),
    ],
)
async def test_weeks_and_their_days_are_told(words: str, part: str, service: FakeService) -> None:
    """On a Tuesday; the latest bill came instead."""
    assert part in await ask(service, TIERED, words)


async def test_a_day_in_money_is_an_estimate(service: FakeService) -> None:
    assert "估算约" in await ask(service, TIERED, "昨天几块钱")


async def test_up_to_today_is_the_running_month(service: FakeService) -> None:
    said = await ask(service, TIERED, "到今天花多少了")
    assert "这个月到昨天" in said and "估算" in said
