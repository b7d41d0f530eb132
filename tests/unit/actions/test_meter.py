"""A broken meter reported: few questions, no 户号, photos kept, no promise beyond the goal."""

from __future__ import annotations

import pytest

from actions.meter import AskMeterAddress, AskMeterConfirm, MeterDone, MeterForm, error_code
from actions.meter_check import MeterCheckForm
from actions.meter_reading import MeterReadingForm
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio


def talk() -> Talk:
    return Talk(MeterForm(), MeterDone(), AskMeterConfirm())


async def test_a_stopped_meter_needs_place_phone_and_a_yes(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("我家电表不走字了", "report_meter_fault")
    assert "电表在哪里" in said
    assert customer.asked == "meter_address"
    await customer.say("青口镇金榆小区3号楼2单元501", address="青口镇金榆小区3号楼2单元501室")
    card = await customer.say("13812341234", phone="13812341234")
    assert "不走字" in card
    assert "138****1234" in card
    assert "13812341234" not in card
    said = await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "meter_fault"
    assert made["phone"] == "13812341234"
    assert made["join"]
    assert made["address"] == "青口镇金榆小区3号楼2单元501室"
    assert made["details"]["客户原话"] == "我家电表不走字了"
    assert "GD202611240001" in said
    assert "一般当天" in said
    assert customer.asked is None


async def test_a_black_meter_asks_whether_there_is_power(service: FakeService) -> None:
    customer = talk()
    await customer.say("青口镇金榆小区3号楼电表黑屏", "report_meter_fault", address="青口镇金榆小区3号楼")
    assert customer.asked == "meter_power"
    await customer.say("没有")
    await customer.say("不方便留")
    await customer.say("对", "affirm")
    assert service.made[0]["details"]["家里是否有电"] == "没电"
    assert service.made[0]["phone"] is None


async def test_burnt_meter_hears_how_to_stay_safe_before_the_question(service: FakeService) -> None:
    said = await talk().say("电表烧了", "report_meter_fault")
    assert said.index("先别碰") < said.index("电表在哪里")


@pytest.mark.parametrize(
    ("text", "code"),
    [("表上出个Err-04", "Err-04"), ("显示ERR 8", "Err-08"), ("Er12", "Err-12"), ("黑屏", None)],
)
async def test_codes_are_kept_as_shown(text: str, code: str | None) -> None:
    assert error_code(text) == code


async def test_a_code_is_written_down_and_not_interpreted(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("表上出个Err-04什么意思", "report_meter_fault")
    assert "Err-04" in said
    assert "电池" not in said
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    await customer.say("13812341234", phone="13812341234")
    await customer.tap("对，登记")
    assert service.made[0]["details"]["错误代码"] == "Err-04"


async def test_an_account_number_is_taken_instead_of_an_address_but_not_asked_for(
    service: FakeService,
) -> None:
    customer = talk()
    await customer.say("电表一直报警", "report_meter_fault")
    await customer.say("户号3200001888001", account_no="3200001888001")
    assert customer.asked == "meter_phone"
    card = await customer.say("13812341234", phone="13812341234")
    assert "320*******001" in card
    await customer.tap("对，登记")
    assert service.made[0]["account_no"] == "3200001888001"
    assert service.made[0]["address"] == ""


async def test_a_bound_account_and_an_earlier_phone_are_used_and_can_be_corrected(
    service: FakeService,
) -> None:
    service.add_account("3200001888001", "青口镇金榆小区3号楼2单元502室")
    service.tickets = [{"number": "GD1", "phone": "13900001111"}]
    customer = talk()
    said = await customer.say("电表不走字", "report_meter_fault")
    assert customer.asked == "meter_confirm"
    assert "139****1111" in said
    card = await customer.say("不是3号楼，是5号楼", "correct_slot", address="5号楼")
    assert "5号楼" in card
    assert "户号" not in card
    await customer.tap("对，登记")
    assert service.made[0]["address"].startswith("青口镇金榆小区5号楼")
    assert service.made[0]["account_no"] is None


async def test_photos_of_any_moment_go_with_the_ticket(service: FakeService) -> None:
    customer = talk()
    customer.slots["pictures"] = ["before.jpg"]
    await customer.say("电表外壳裂了", "report_meter_fault")
    said = await customer.say("", "send_picture", media="in_form.jpg")
    assert "电表在哪里" in said
    assert not customer.rejected
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    card = await customer.say("13812341234", phone="13812341234")
    assert "2张" in card
    await customer.tap("对，登记")
    assert service.made[0]["media"] == ["before.jpg", "in_form.jpg"]
    assert customer.slots["pictures"] is None


async def test_a_second_report_of_the_same_meter_adds_to_the_first(service: FakeService) -> None:
    service.joins = True
    customer = talk()
    await customer.say("海头镇海前村三组电表不走字了", "report_meter_fault", address="海头镇海前村3组")
    await customer.say("13812341234", phone="13812341234")
    await customer.say("", "send_picture", media="a.jpg")
    said = await customer.tap("对，登记")
    assert "已经报过" in said
    assert "一般当天" not in said
    assert service.made[-1]["media"] == ["a.jpg"]


async def test_the_utility_being_down_stops_no_fault_report(service: FakeService) -> None:
    service.down = True
    customer = talk()
    await customer.say("电表不走字", "report_meter_fault")
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    await customer.say("不留")
    await customer.tap("对，登记")
    assert len(service.made) == 1


async def test_words_added_at_the_card_are_kept(service: FakeService) -> None:
    customer = talk()
    await customer.say("海头镇海前村三组电表不走字了", "report_meter_fault", address="海头镇海前村3组")
    await customer.say("13812341234", phone="13812341234")
    await customer.say("门口有狗，来之前打电话", "nlu_fallback", sure=0.3)
    await customer.tap("对，登记")
    assert "门口有狗" in service.made[0]["details"]["客户原话"]


async def test_an_unrelated_wish_is_left_to_the_rules(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表不走字", "report_meter_fault")
    await customer.say("这个月电费多少", "query_bill")
    assert customer.rejected


async def test_who_has_two_accounts_picks_one_by_its_masked_number(service: FakeService) -> None:
    service.add_account("3200001888002", "青口镇金榆小区12号楼1单元301室")
    service.add_account("3200013888003", "宋庄镇小兴庄村2组18号")
    customer = Talk(MeterForm(), MeterDone(), AskMeterAddress(), AskMeterConfirm())
    await customer.say("电表不走字", "report_meter_fault")
    titles = [button["title"] for button in customer.buttons]
    assert customer.asked == "meter_address" and titles[1].startswith("320*******003")
    await customer.tap(titles[1])
    assert customer.asked == "meter_phone"
    assert customer.slots["meter_address"] == "宋庄镇小兴庄村2组18号"


@pytest.mark.parametrize("words", ["电表红灯一直闪", "表上的灯一闪一闪", "红灯一秒闪一下 是不是坏了"])
async def test_a_blinking_lamp_is_normal_and_begins_no_report(words: str, service: FakeService) -> None:
    customer = talk()
    said = await customer.say(words, "report_meter_fault")
    assert "正常" in said and not customer.is_open and service.made == []


async def test_a_lamp_told_of_later_is_normal_too(service: FakeService) -> None:
    customer = talk()
    await customer.say("俺家电表亮红灯是咋回事", "report_meter_fault")
    assert customer.asked == "meter_seen"
    assert "正常" in await customer.say("一闪一闪的")
    assert not customer.is_open


@pytest.mark.parametrize(
    "words", ["红灯常亮，这是坏了吧", "电表灯不闪了 字也不动", "红灯一闪一闪 还写着Err-04"]
)
async def test_other_lamps_are_reported(words: str, service: FakeService) -> None:
    customer = talk()
    assert "正常" not in await customer.say(words, "report_meter_fault")


async def test_who_pays_for_a_broken_meter_is_a_question_about_it(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表玻璃碎了", "report_meter_fault")
    said = await customer.say("要我赔钱吗", "appliance_damage")
    assert "谁出钱" in said and customer.asked == "meter_address" and not customer.rejected
    assert "要我赔钱吗" in customer.slots["meter_words"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("我家表到期了要换表 是真的吗", "工作证"),
        ("换表收费吗", "工作证"),
        ("旧表的度数怎么办", "读数"),
        ("换新的会不会跑得快", "检定"),
        ("换表钱谁出", "工作证"),
    ],
)
async def test_a_notice_that_meters_are_changed_is_explained(
    words: str, part: str, service: FakeService
) -> None:
    for form in (MeterForm(), MeterCheckForm(), MeterReadingForm()):
        customer = Talk(form, MeterDone())
        said = await customer.say(words, next(iter(form.triggers)))
        assert part in said and customer.followed == "action_listen" and not customer.is_open
