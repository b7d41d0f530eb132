"""Another report told in the middle of one waits for its turn; what only sounds like another wish stays in the report."""

from __future__ import annotations

import pytest

from actions.facility import AskFacilityConfirm, FacilityDone, FacilityForm
from actions.meter import AskMeterConfirm, MeterDone, MeterForm
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress
from actions.praise_form import PraiseDone, PraiseForm
from actions.theft import AskTheftConfirm, AskTheftPlace, TheftDone, TheftForm
from actions.turn import OWN_WISH
from actions.voltage import AskVoltageConfirm, VoltageDone, VoltageForm
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PLACE = "青口镇新港路12号"


def outage() -> Talk:
    return Talk(OutageForm(), OutageDone(), AskOutageAddress())


async def test_another_report_waits_and_answers_nothing(service: FakeService) -> None:
    customer = outage()
    await customer.say(f"家里没电 {PLACE}", "report_outage_home", address=PLACE)
    asked = customer.asked
    said = await customer.say("还有我家门口路灯也不亮 一起报", "report_outage_home")
    assert "接着报" in said and customer.asked == asked
    assert customer.slots[OWN_WISH]["text"] == "我家门口路灯也不亮"


@pytest.mark.parametrize("words", ["电工不在", "你们能帮找电工吗"])
async def test_a_doubtful_end_ends_no_report(service: FakeService, words: str) -> None:
    customer = outage()
    await customer.say(f"冷库没电了 {PLACE}", "report_outage_home", address=PLACE)
    await customer.say(words, "cancel", sure=0.43)
    assert not customer.rejected and customer.is_open


async def test_a_doubtful_end_in_plain_words_is_one(service: FakeService) -> None:
    customer = outage()
    await customer.say("家里没电", "report_outage_home")
    await customer.say("算了吧", "cancel", sure=0.43)
    assert customer.rejected


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("那以前欠的电费咋算", "arrears_reconnect"),
        ("换表要钱不", "request_meter_check"),
        ("多少钱", "query_bill"),
    ],
)
async def test_what_is_asked_of_a_broken_meter_stays_with_it(
    service: FakeService, words: str, intent: str
) -> None:
    customer = Talk(MeterForm(), MeterDone(), AskMeterConfirm())
    await customer.say("电表不走字了", "report_meter_fault")
    await customer.say(PLACE, address=PLACE)
    await customer.say(words, intent, sure=0.95)
    assert not customer.rejected and f"问：{words}" in customer.slots["meter_words"]


async def test_whether_a_pole_can_be_moved_is_asked_of_the_report(service: FakeService) -> None:
    customer = Talk(FacilityForm(), FacilityDone(), AskFacilityConfirm())
    await customer.say("电线杆挡着我家大门 想移一下", "report_facility")
    await customer.say(PLACE, address=PLACE)
    await customer.say("能不能移", "new_or_capacity", sure=0.8)
    assert not customer.rejected and "问：能不能移" in customer.slots["facility_words"]


async def test_what_names_no_time_is_no_beginning(service: FakeService) -> None:
    customer = Talk(VoltageForm(), VoltageDone(), AskVoltageConfirm())
    await customer.say("灯忽明忽暗", "report_voltage")
    await customer.say(PLACE, address=PLACE)
    await customer.say("没糊味")
    assert customer.asked == "voltage_when" and "没糊味" in customer.slots["voltage_words"]
    await customer.say("从昨天下雨开始")
    assert customer.slots["voltage_when"] == "从昨天下雨开始"


async def test_who_is_tapped_only_wants_it_looked_into(service: FakeService) -> None:
    customer = Talk(TheftForm(), TheftDone(), AskTheftConfirm(), AskTheftPlace())
    await customer.say("有人偷我家电吧", "report_theft")
    await customer.say("不是举报 就想查查我家线", "report_theft")
    assert customer.is_open and customer.asked == "theft_place"


@pytest.mark.parametrize("words", ["租客电费每个月1块2我收 合法吗", "房东按1.2收 违法吗"])
async def test_a_price_that_is_asked_about_is_no_report(service: FakeService, words: str) -> None:
    customer = Talk(TheftForm(), TheftDone(), AskTheftConfirm(), AskTheftPlace())
    said = await customer.say(words, "report_theft", sure=0.95)
    assert "不好下结论" in said and not customer.is_open


@pytest.mark.parametrize("words", ["加个微信呗", "能预约不", "一个人在家没意思"])
async def test_what_praises_nobody_makes_no_order(service: FakeService, words: str) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    await customer.say(words, "praise_suggest", sure=0.7)
    assert service.made == []
