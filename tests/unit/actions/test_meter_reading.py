"""A doubted reading: compared only for those who may see the bill, never judged, registered on wish."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.meter_reading import (
    AskMeterReadingConfirm,
    MeterReadingDone,
    MeterReadingForm,
    compare,
    is_crossed,
    whole,
)
from tests.unit.actions.service_fake import FakeService, Talk

ACCOUNT = "3200001888001"
PHONE = "13812341234"
READINGS = st.integers(min_value=0, max_value=999_999)


def talk() -> Talk:
    return Talk(MeterReadingForm(), MeterReadingDone(), AskMeterReadingConfirm())


def may_see(service: FakeService) -> None:
    service.add_account(ACCOUNT, "青口镇金榆小区3号楼2单元502室")
    service.bills[ACCOUNT] = [{"end": {"total": 5102, "read_at": "2026-11-01T00:00:00+08:00"}}]


@given(READINGS, READINGS)
def test_the_comparison_names_both_numbers_and_their_difference(value: int, billed: int) -> None:
    said = compare(value, billed, date(2026, 11, 1))
    assert str(value) in said or value == billed
    assert str(billed) in said and "11月1日" in said
    assert (f"{abs(value - billed)}度" in said) == (value != billed)
    assert ("需要核实" in said) == (value < billed)


@given(READINGS, st.integers(min_value=0, max_value=99))
def test_places_after_the_point_are_dropped(value: int, places: int) -> None:
    assert whole(f"{value}.{places:02d}") == value


@pytest.mark.parametrize(("said", "value"), [("五千三百二十一", 5321), ("两千七", 2700), ("12345678", None)])
def test_readings_are_read_as_said(said: str, value: int | None) -> None:
    assert whole(said) == value


@pytest.mark.asyncio
async def test_a_verified_account_hears_the_comparison_and_may_leave_it(service: FakeService) -> None:
    may_see(service)
    customer = talk()
    await customer.say("账单跟表不一样", "meter_reading_wrong")
    assert customer.asked == "meter_reading_value"
    said = await customer.say("5321.45")
    assert "5102" in said and "219度" in said
    assert customer.asked == "meter_reading_apply"
    await customer.say("明白了，不用")
    assert service.made == []


@pytest.mark.asyncio
async def test_a_reading_below_the_bill_is_registered_with_both_numbers(service: FakeService) -> None:
    may_see(service)
    customer = talk()
    said = await customer.say("抄错了吧，我刚下楼看的是4408，账单写5102", "meter_reading_wrong")
    assert "需要核实" in said
    await customer.tap("登记核实")
    await customer.say(PHONE, phone=PHONE)
    card = await customer.say("不是4408，是4418", "correct_slot")
    assert "4418" in card
    await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "meter_data" and made["account_no"] == ACCOUNT
    assert made["details"]["客户读数"] == "4418" and made["details"]["上期账单止数"] == "5102"


@pytest.mark.asyncio
async def test_a_stranger_learns_nothing_of_the_account_he_names(service: FakeService) -> None:
    may_see(service)
    service.accounts.clear()
    customer = talk()
    await customer.say("抄错了", "meter_reading_wrong")
    await customer.say(f"户号{ACCOUNT}", account_no=ACCOUNT)
    said = await customer.say("五千三百二十一")
    assert "5102" not in said and "止数" not in said
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记")
    assert service.made[0]["details"]["客户读数"] == "5321"
    assert "上期账单止数" not in service.made[0]["details"]


@pytest.mark.asyncio
async def test_without_number_and_reading_the_place_is_enough(service: FakeService) -> None:
    customer = talk()
    await customer.say("这个月没人抄表", "meter_reading_wrong")
    await customer.say("不知道")
    await customer.say("表箱锁着看不了")
    assert customer.asked == "meter_reading_address"
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    await customer.say("不留")
    await customer.tap("对，登记")
    assert service.made[0]["address"] == "海头镇海前村3组"
    assert service.made[0]["account_no"] is None


@pytest.mark.asyncio
@pytest.mark.parametrize("vague", ["三千多吧", "大概五千", "不到一万"])
async def test_a_vague_number_is_never_made_exact(service: FakeService, vague: str) -> None:
    may_see(service)
    customer = talk()
    await customer.say("账单跟表不一样", "meter_reading_wrong")
    await customer.say(vague)
    assert customer.slots["meter_reading_value"] is None


@pytest.mark.asyncio
async def test_bills_out_of_reach_do_not_stop_the_registration(service: FakeService) -> None:
    service.down = True
    customer = talk()
    await customer.say("抄错了", "meter_reading_wrong")
    await customer.say(f"户号{ACCOUNT}", account_no=ACCOUNT)
    await customer.say("5321")
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记")
    assert service.made[0]["account_no"] == ACCOUNT


@pytest.mark.asyncio
async def test_an_account_proved_inside_the_form_is_compared(service: FakeService) -> None:
    """The digits came back as half a phone, and nothing was looked up."""
    may_see(service)
    service.hidden.append(service.accounts.pop())
    service.phones[ACCOUNT] = "1001"
    customer = talk()
    await customer.say("表上才5321度 单子上5600", "meter_reading_wrong")
    await customer.say(ACCOUNT, account_no=ACCOUNT)
    assert customer.asked == "meter_reading_phone"
    said = await customer.say("1001", last4="1001")
    assert "核对好了" in said and "219度" in said
    assert "198度" in await customer.say("表上读数 5300.5")
    assert customer.slots["account_last4"] is None


@pytest.mark.asyncio
async def test_the_card_masks_the_door_that_only_the_file_tells(service: FakeService) -> None:
    """Who knows number and digits need not be the holder; what he wrote himself he sees as he wrote it."""
    may_see(service)
    customer = talk()
    await customer.say("账单跟表不一样", "meter_reading_wrong")
    await customer.say("5000")
    await customer.say("要登记")
    card = await customer.say(PHONE, phone=PHONE)
    assert "金榆小区" in card and "502" not in card
    assert customer.slots["meter_reading_address"].endswith("502室")


@pytest.mark.parametrize("words", ["9月那个", "10月15号看的", "是9月份的"])
async def test_a_month_is_no_reading(words: str, service: FakeService) -> None:
    customer = talk()
    await customer.say("表上的数和账单对不上", "meter_reading_wrong")
    await customer.say("不知道", "inform")
    await customer.say(words, "inform")
    assert customer.slots["meter_reading_value"] is None


@pytest.mark.parametrize(
    ("said", "crossed"),
    [
        ("我和对门电表装反了 交了两年", True),
        ("表接串了 我家关了闸邻居家停电", True),
        ("我家的表和隔壁的表搞混了", True),
        ("串户了", True),
        ("我交的一直是邻居家的电费", True),
        ("邻居的度数算我头上", True),
        ("我家表跟302的装反了", True),
        ("峰谷写反了", False),
        ("电表接反了", False),
        ("邻居家都正常就我的不对", False),
        ("换表的底数不对", False),
    ],
)
def test_meters_of_two_houses_are_told_from_a_reading(said: str, crossed: bool) -> None:
    assert is_crossed({"meter_reading_words": said}) is crossed


async def test_crossed_meters_are_looked_at_on_the_spot(service: FakeService) -> None:
    """The account was asked for until he gave up, and its bill was told."""
    may_see(service)
    service.accounts.clear()
    customer = talk()
    said = await customer.say("我和对门电表装反了 交了两年", "meter_reading_wrong")
    assert "现场" in said and customer.asked == "meter_reading_address"
    await customer.say("望海名都3号楼2单元502室", address="望海名都3号楼2单元502室")
    said = await customer.say("那多交的钱能退不", "pay_problem")
    assert "核对" in said and customer.asked == "meter_reading_phone"
    card = await customer.say(PHONE, phone=PHONE)
    assert "两家电表" in card
    await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "meter_data" and "两家电表接串" in made["summary"]
    assert made["address"] == "望海名都3号楼2单元502室"
    assert "交了两年" in made["details"]["客户原话"] and "能退不" in made["details"]["客户原话"]


@pytest.mark.parametrize("words", ["日均一样吗", "你们不退我去12315", "不行我打95598"])
async def test_questions_and_hotlines_show_no_reading(service: FakeService, words: str) -> None:
    may_see(service)
    customer = talk()
    await customer.say("抄表多抄了", "meter_reading_wrong")
    await customer.say(words)
    assert customer.slots["meter_reading_value"] is None
