"""Who cannot hear, speak or see is served all the same: how he can be reached stands on his order."""

from __future__ import annotations

import pytest

from actions.damage import AskDamageConfirm, DamageDone, DamageForm
from actions.handoff import HandOver
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageConfirm
from actions.outage_special import sensitive_in
from actions.reach import tells_reach
from actions.ticket import TicketForm, TicketStatus
from actions.ticket_after import AfterTicket
from actions.ticket_detail import Inform
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_outage import AREA
from tests.unit.actions.test_ticket import ticket

PLACE, PHONE = "海头镇海前村2组", "13913600072"


@pytest.mark.parametrize(
    "words",
    ["我是聋人", "不能接电话 只能发短信", f"{PHONE} 只发短信", "别打电话 发短信", "我双目失明 看不了开关", "师傅发短信给我可以吗"],
)  # fmt: skip
def test_how_somebody_can_be_reached_is_heard(words: str) -> None:
    assert tells_reach(words)


@pytest.mark.parametrize(
    "words",
    ["停电短信我没收到", "你们发短信说要停电", "只收到一条短信", "别给我打电话催费了", "师傅打电话了没接到", "转人工 别发信息"],
)  # fmt: skip
def test_calls_and_messages_of_others_tell_nothing_of_it(words: str) -> None:
    assert not tells_reach(words)


@pytest.mark.parametrize("words", ["我是聋哑人", "我耳朵聋", "我是盲人", "我双目失明"])
def test_who_cannot_hear_or_see_is_a_special_case(words: str) -> None:
    assert sensitive_in(words) == ["disabled"]


@pytest.mark.asyncio
@pytest.mark.parametrize("words", [f"{PHONE} 只发短信", f"我耳朵聋 别打电话 发短信 {PHONE}"])
async def test_it_goes_on_the_outage_beside_the_phone(service: FakeService, words: str) -> None:
    service.area = AREA
    customer = Talk(OutageForm(), OutageDone(), AskOutageConfirm())
    await customer.say(f"家里没电 {PLACE} 邻居有 没跳", "report_outage_home", address=PLACE)
    card = await customer.say(words, phone=PHONE)
    assert "发短信" in card
    await customer.tap("对，登记报修")
    assert "发短信" in str(service.made[0]) and service.made[0]["phone"] == PHONE


@pytest.mark.asyncio
async def test_what_was_told_before_the_report_goes_on_it(service: FakeService) -> None:
    service.area = AREA
    customer = Talk(OutageForm(), OutageDone(), AskOutageConfirm())
    customer.heard("我是聋哑人 不能接电话 只能发短信", "ask_human")
    await customer.say("家里停电了", "report_outage_home", address=PLACE)
    card = await customer.say(PHONE, phone=PHONE)
    assert "只能发短信" in card and "特殊情况" in card
    await customer.tap("对，登记报修")
    assert service.made[0]["sensitive"] == ["disabled"]


@pytest.mark.asyncio
async def test_it_calls_no_person_inside_a_report(service: FakeService) -> None:
    customer = Talk(DamageForm(), DamageDone(), AskDamageConfirm())
    await customer.say("昨天电视烧了", "appliance_damage", appliance="电视", address=PLACE)
    await customer.say("我听不见 不能接电话 只能发短信", "ask_human")
    assert not customer.rejected and customer.asked == "damage_phone"
    assert "只能发短信" in customer.slots["damage_words"]


@pytest.mark.asyncio
async def test_outside_of_any_report_it_calls_no_person_and_is_kept(service: FakeService) -> None:
    customer = Talk.before(HandOver())
    await customer.answer("我是聋哑人 不能接电话 只能发短信", "ask_human")
    assert customer.followed == "action_inform" and not customer.handed
    assert "打字" in await customer.run(Inform())


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["师傅发短信给我可以吗", "来的师傅能先打电话再敲门吗"])
async def test_a_wish_to_the_crew_is_added_and_asks_for_no_status(service: FakeService, words: str) -> None:
    service.tickets = [ticket()]
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("查下工单", "query_ticket")
    await customer.say(words, "query_ticket")
    assert customer.followed == "action_after_ticket"
    assert "已经补到" in await customer.run(AfterTicket()) and service.notes[-1]["text"] == words
