"""A unit without supply gets its report at once; a generator wished for meanwhile goes to those on duty."""

from __future__ import annotations

import pytest

from actions.business_reading import is_out
from actions.key_customer import AskKeyConfirm, KeyCustomer, KeyDone, KeyForm
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio


def talk() -> Talk:
    return Talk(KeyForm(), KeyDone(), AskKeyConfirm(), first=KeyCustomer())


@pytest.mark.parametrize(
    "words",
    [
        "我是医院后勤的 手术室一路电没了 发电机顶着",
        "我是医院的 手术室没电了",
        "县医院后勤的 一路电源没电了",
        "我们学校停电了",
        "厂里突然断电了 生产线全停着",
        "孵化场没电",
    ],
)
async def test_a_unit_without_supply_is_reported_and_sees_no_menu(words: str, service: FakeService) -> None:
    customer = Talk.before(KeyCustomer())
    assert await customer.answer(words, "key_customer") == ""
    assert customer.followed == "outage_form"
    assert customer.slots["outage_words"] == words


@pytest.mark.parametrize(
    "words",
    [
        "冷库怕停电,能重点保障吗",
        "停电计划要提前单独通知我们",
        "上次停电靠借的发电机撑过来的,想约个检查",
        "我们没电工,代维服务你们做不做",
        "不是现在停电，想申请双回路",
    ],
)
async def test_who_fears_an_outage_has_none(words: str) -> None:
    assert not is_out(words)


async def test_a_report_in_the_middle_of_the_menu_is_no_wish_for_a_visit(service: FakeService) -> None:
    customer = talk()
    await customer.say("重点客户有什么服务", "key_customer")
    await customer.say("没电 报修", "report_outage_home")
    assert customer.rejected


async def test_the_menu_is_put_twice_and_then_the_words_count(service: FakeService) -> None:
    customer = talk()
    await customer.say("重点客户有什么服务", "key_customer")
    await customer.say("变电所值班的事", "nlu_fallback", sure=0.4)
    assert customer.asked == "key_need"
    await customer.say("就是变电所值班的事", "nlu_fallback", sure=0.4)
    assert customer.asked == "key_address" and customer.slots["key_need"] == "就是变电所值班的事"


async def test_help_with_an_outage_for_maintenance_is_a_wish_of_its_own(service: FakeService) -> None:
    customer = talk()
    await customer.say("要做电源检修，需要你们配合停一路电源", "key_customer")
    assert customer.asked == "key_address" and customer.slots["key_need"] == "配合停电检修"


async def test_help_with_maintenance_is_no_question_about_planned_outages(service: FakeService) -> None:
    customer = talk()
    await customer.say("我们经理是谁 电话给我", "key_customer")
    await customer.say("青口镇新港路66号", address="青口镇新港路66号")
    await customer.say("下个月想停两天检修变压器 你们配合下", "ask_planned_outage")
    assert not customer.rejected and customer.asked == "key_time"
    assert customer.slots["key_need"] == "联系客户经理、配合停电检修"
    assert "停两天" in customer.slots["key_words"]


@pytest.mark.parametrize("words", ["能不能派发电车", "发电机能借一台不", "发电机能租吗"])
async def test_a_generator_wished_for_in_a_report_is_written_on_it(words: str, service: FakeService) -> None:
    customer = Talk(OutageForm(), OutageDone(), AskOutageAddress())
    await customer.say("养鸡场没电", "report_outage_home")
    said = await customer.say(words, "key_customer")
    assert "值班的" in said and "没电的地方" in said
    assert words in str(customer.slots) and customer.is_open


async def test_a_generator_wished_for_after_the_report_is_added_to_it(service: FakeService) -> None:
    service.tickets = [{"number": "GD202611240009", "topic": "outage_area", "status": "派单"}]
    said = await Talk.single(KeyCustomer(), "能不能派发电车", "key_customer")
    assert "值班的" in said and service.notes[0]["text"] == "能不能派发电车"


async def test_two_things_wished_for_are_both_noted(service: FakeService) -> None:
    customer = talk()
    await customer.say("我们酒店要办宴会 想借个发电车", "key_customer")
    assert customer.slots["key_need"] == "保电、发电车" and customer.asked == "key_address"
