"""Installations: what, dangerous or not, where."""

from __future__ import annotations

import pytest

from actions.facility import AskFacilityConfirm, FacilityDone, FacilityForm, topic_of
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"
PLACE = "海头镇海前村"


def talk() -> Talk:
    return Talk(FacilityForm(), FacilityDone(), AskFacilityConfirm())


async def test_a_dark_street_lamp_is_passed_on_without_a_danger_check(service: FakeService) -> None:
    customer = talk()
    await customer.say("海头镇海前村路灯不亮", "report_facility", address=PLACE)
    assert customer.asked == "facility_phone"
    await customer.say("不留")
    said = await customer.tap("对，登记")
    assert service.made[0]["topic"] == "street_light"
    assert "当地政府" in said


async def test_a_danger_gets_advice_at_once_and_an_urgent_ticket_without_more_questions(
    service: FakeService,
) -> None:
    customer = talk()
    await customer.say("变压器围栏破了个洞", "report_facility")
    assert customer.asked == "facility_danger"
    said = await customer.say("孩子够得着")
    assert said.index("马上离远") < said.index("具体在哪里")
    said = await customer.say(PLACE, address=PLACE)
    assert service.made[0]["topic"] == "danger" and service.made[0]["danger"]
    assert customer.handed[0]["urgent"] and not customer.handed[0]["keep_bot"]
    assert "一直当它有电" in said


async def test_without_danger_it_is_an_ordinary_ticket(service: FakeService) -> None:
    customer = talk()
    await customer.say("施工的坑没填，路不好走", "report_facility")
    await customer.say("没有")
    await customer.say(PLACE, address=PLACE)
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记")
    assert service.made[0]["topic"] == "facility" and service.made[0]["address"] == PLACE
    assert customer.handed == []


async def test_a_damaged_meter_box_is_a_fault() -> None:
    assert topic_of("表箱门坏了") == "meter_fault"


async def test_what_was_said_with_the_wish_is_not_asked_again(service: FakeService) -> None:
    customer = talk()
    await customer.say("路灯不亮了", "report_facility")
    assert customer.asked == "facility_place"
    await customer.say(f"在{PLACE}小学后面的路口", address=PLACE)
    assert customer.slots["facility_place"] == f"{PLACE}小学后面的路口"


async def test_an_address_is_no_description(service: FakeService) -> None:
    customer = talk()
    await customer.say("报修", "report_facility")
    assert customer.asked == "facility_words"
    said = await customer.say(f"我家在{PLACE}", address=PLACE)
    assert customer.asked == "facility_words" and customer.slots["facility_place"].endswith(PLACE)
    assert "记下了" in said


@pytest.mark.parametrize(
    "words",
    ["大概响了半年了", "是噪音 不是停电", "桩是你们国家电网的吧", "我已经叫他们走了", "嗯", "13812341234"],
)
async def test_the_danger_is_asked_about_once(words: str, service: FakeService) -> None:
    customer = talk()
    await customer.say("变压器嗡嗡响", "report_facility")
    assert customer.asked == "facility_danger"
    said = await customer.say(words, "inform", **({"phone": words} if words.isdigit() else {}))
    assert customer.asked == "facility_place" and "马上离远" not in said


@pytest.mark.parametrize("words", ["没有线断", "都没掉下来 没断", "线没露出来"])
async def test_a_danger_denied_is_none(words: str, service: FakeService) -> None:
    customer = talk()
    await customer.say("通信线缠着 能不能来理一下", "report_facility")
    await customer.say(words, "inform")
    assert customer.slots["facility_danger"] == "没有"


@pytest.mark.parametrize(
    "words", ["电线杆想挪一下 盖房子挡着了", "拉线移一下", "杆子挡我家车库门了", "电线能不能给抬高点"]
)
async def test_what_stands_in_the_way_is_moved_on_application(words: str, service: FakeService) -> None:
    customer = talk()
    await customer.say(words, "report_facility")
    assert customer.asked == "facility_place"
    await customer.say(PLACE, address=PLACE)
    await customer.say(PHONE, phone=PHONE)
    said = await customer.tap("对，登记")
    assert service.made[0]["topic"] == "business" and "现场看过" in said


@pytest.mark.parametrize("words", ["电线杆被车撞得移位了", "杆子要倒了 能不能挪走", "箱子歪了挡着路"])
async def test_what_is_hurt_is_a_fault(words: str) -> None:
    assert topic_of(words) == "facility"


@pytest.mark.parametrize("words", ["没危险吧？", "会不会有危险"])
async def test_asking_whether_it_is_safe_does_not_say_that_it_is(words: str, service: FakeService) -> None:
    customer = talk()
    await customer.say("变压器嗡嗡响", "report_facility")
    said = await customer.say(words)
    assert "判断不了" in said and customer.slots["facility_danger"] == "unknown"
    assert customer.slots["facility_words"] == "变压器嗡嗡响"


async def test_whose_a_lamp_is_can_be_told(service: FakeService) -> None:
    customer = talk()
    await customer.say("路灯不亮", "report_facility")
    assert "路灯单位" in await customer.say("归谁管啊", "nlu_fallback", sure=0.4)
    assert customer.asked == "facility_place"


@pytest.mark.parametrize("words", ["有", "是的", "嗯 有一根", "对 快倒了", "真有"])
async def test_a_yes_is_a_danger(words: str, service: FakeService) -> None:
    customer = talk()
    await customer.say("变压器嗡嗡响", "report_facility")
    assert "马上离远" in await customer.say(words)


async def test_a_danger_is_taken_back_before_the_place_is_told(service: FakeService) -> None:
    customer = talk()
    await customer.say("充电桩半夜嗡嗡响", "report_facility")
    await customer.say("有")
    await customer.say("没有危险 就是吵")
    await customer.say(PLACE, address=PLACE)
    assert customer.asked == "facility_phone" and not service.made


async def test_a_danger_is_taken_back_after_the_order_is_made(service: FakeService) -> None:
    customer = talk()
    await customer.say("充电桩半夜嗡嗡响", "report_facility")
    await customer.say("有")
    await customer.say(PLACE, address=PLACE)
    checks = customer.over_to(FacilityForm(), FacilityDone())
    await checks.say("没有危险 就是吵", "report_facility")
    assert checks.followed == "action_danger_over"
    assert checks.slots["danger_ticket"] == "GD202611240001"
