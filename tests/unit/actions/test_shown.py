"""Stickers, lost photos and points on the map, shown in the middle of a report, before one and after one."""

from __future__ import annotations

import pytest

from actions.complaint import AskComplainConfirm, ComplainDone, ComplainForm
from actions.meter import AskMeterConfirm, MeterDone, MeterForm
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_info import AreaForm, AskOutageInfo
from actions.outage_questions import AskOutageAddress, AskOutageAgain, AskOutageConfirm
from actions.report import point_of
from actions.ticket_detail import Inform
from actions.turn import Turn
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
HOME = "望海名都3号楼2单元502室"
PHONE = "13811110003"
ELSEWHERE = "江苏省连云港市赣榆区沙河镇站前路30号"
POINT = "纬度34.84，经度119.12"


def talk() -> Talk:
    return Talk(OutageForm(), OutageDone(), AskOutageAddress(), AskOutageAgain(), AskOutageConfirm())


async def begin(**entities: str) -> Talk:
    customer = talk()
    await customer.say(f"{entities.get('address', '')}没电 就我家", "report_outage_home", **entities)
    return customer


async def finish(customer: Talk) -> str:
    await customer.say("没跳")
    card = await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    return card


async def test_stickers_are_neither_missed_nor_written_down(service: FakeService) -> None:
    customer = await begin(address=HOME)
    for _ in range(3):
        said = await customer.say("/nlu_fallback", "nlu_fallback", sure=1.0)
        assert customer.asked == "outage_breaker" and "没对上" not in said and "转人工" not in said
    assert "补充" not in await finish(customer) and "客户补充" not in service.made[0]["details"]


@pytest.mark.parametrize("form", ["outage", "complaint"])
async def test_a_photo_that_was_lost_is_asked_for_again(form: str, service: FakeService) -> None:
    customer = await begin(address=HOME)
    if form == "complaint":
        customer = Talk(ComplainForm(), ComplainDone(), AskComplainConfirm())
        await customer.say("你们师傅骂人", "complain")
    asked = customer.asked
    said = await customer.say("/send_picture", "send_picture", sure=1.0)
    assert "照片没收到" in said and "没对上" not in said and customer.asked == asked


async def test_a_point_without_a_name_goes_on_the_order_and_the_name_is_asked_for(
    service: FakeService,
) -> None:
    customer = await begin()
    said = await customer.share()
    assert "会附到工单上" in said and "没带地名" in said and customer.asked == "outage_address"
    await customer.say(HOME, address=HOME)
    assert "定位：会附上" in await finish(customer)
    assert (service.made[0]["address"], service.made[0]["details"]["定位"]) == (HOME, POINT)


@pytest.mark.parametrize("words", ["不知道叫什么", "就在这里", "看定位"])
async def test_who_cannot_name_the_place_of_his_point_is_found_by_it(
    words: str, service: FakeService
) -> None:
    customer = await begin()
    await customer.share()
    await customer.say(words)
    assert customer.asked == "outage_breaker"
    await finish(customer)
    assert service.made[0]["address"] == "发来的定位处" and service.made[0]["details"]["定位"] == POINT


async def test_a_point_shared_before_the_report_belongs_to_it(service: FakeService) -> None:
    customer = talk()
    said = await customer.share(action=Inform())
    assert "停电了，还是别的事" in said and customer.buttons
    said = await customer.say("我这里没电 就我家", "report_outage_home")
    assert "定位会附到工单上" in said and customer.asked == "outage_address"
    await customer.say(HOME, address=HOME)
    await finish(customer)
    assert service.made[0]["details"]["定位"] == POINT


async def test_where_a_teller_was_before_is_not_written_on_his_report_on_others(service: FakeService) -> None:
    customer = Talk(ComplainForm(), ComplainDone(), AskComplainConfirm())
    await customer.share(action=Inform())
    await customer.say("你们师傅骂人", "complain")
    assert point_of(Turn(customer.tracker()), "complain") == {}
    await customer.share()
    assert point_of(Turn(customer.tracker()), "complain") == {"定位": POINT}


async def test_a_point_at_the_same_place_keeps_the_door(service: FakeService) -> None:
    customer = await begin(address=HOME)
    said = await customer.share("江苏省连云港市赣榆区青口镇望海名都小区")
    assert "没对上" not in said and customer.asked == "outage_breaker"
    card = await finish(customer)
    assert f"地址：青口镇{HOME}" in card and service.made[0]["address"] == f"青口镇{HOME}"
    assert service.made[0]["topic"] == "outage_home"


async def test_a_school_in_the_name_of_a_point_is_no_special_case(service: FakeService) -> None:
    customer = await begin(address="黑林镇大树底村2组5号")
    await customer.share("江苏省连云港市赣榆区黑林镇大树底村卫生室")
    await finish(customer)
    assert service.made[0]["address"] == "黑林镇大树底村2组5号" and service.made[0]["sensitive"] == []


async def test_a_point_elsewhere_is_asked_about_and_nothing_else(service: FakeService) -> None:
    customer = await begin(address=HOME)
    said = await customer.share(ELSEWHERE)
    assert "沙河镇站前路30号" in said and "以哪个为准" in said and "开关" not in said
    await customer.tap("按定位的地方")
    assert customer.slots["outage_address"] == "沙河镇站前路30号" and customer.asked == "outage_breaker"
    await finish(customer)
    assert service.made[0]["details"]["定位"].endswith(POINT)


async def test_a_point_that_was_meant_for_nothing_is_not_written_down(service: FakeService) -> None:
    customer = await begin(address=HOME)
    await customer.share(ELSEWHERE)
    assert "没对上" not in await customer.tap("还按前面说的") and customer.asked == "outage_breaker"
    assert "定位" not in await finish(customer)
    assert service.made[0]["address"] == HOME and "定位" not in service.made[0]["details"]


async def test_every_report_takes_a_point(service: FakeService) -> None:
    customer = Talk(MeterForm(), MeterDone(), AskMeterConfirm())
    await customer.say("电表黑屏了", "report_meter_fault")
    assert "会附到工单上" in await customer.share() and customer.asked == "meter_address"


async def test_a_look_up_cannot_use_a_point_without_a_name(service: FakeService) -> None:
    customer = Talk(AreaForm(), AskOutageInfo())
    await customer.say("我们那停电吗", "ask_outage_info")
    said = await customer.share()
    assert "打字说一下" in said and "工单" not in said and customer.asked == "outage_area"


async def test_a_point_after_the_order_goes_on_it_unless_it_lies_elsewhere(service: FakeService) -> None:
    service.tickets = [
        {
            "number": "GD1",
            "topic": "outage_home",
            "status": "派单",
            "customer_status": "已派单",
            "address": HOME,
        }
    ]
    customer = talk()
    assert "定位已写到工单GD1" in await customer.share(action=Inform())
    assert service.notes[0]["text"] == f"客户发来定位：{POINT}"
    assert "补充的吗" in await customer.share(ELSEWHERE, action=Inform()) and len(service.notes) == 1
