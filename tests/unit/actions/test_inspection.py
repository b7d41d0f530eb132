"""A booked inspection: moved to another day with its reminder, and told of from the work order."""

from __future__ import annotations

import pytest

from actions.inspection import INSPECTION, VISIT
from actions.key_customer import AskKeyConfirm, KeyCustomer, KeyDone, KeyForm
from actions.ticket import status_line
from actions.ticket_detail import Inform
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_ticket import NOW, ticket
from tests.unit.actions.test_ticket_after import after, told

pytestmark = pytest.mark.asyncio
VISITED = {
    "topic": "business",
    "biz_type": "服务申请",
    "status": "受理",
    "customer_status": "已受理",
    "details": {"事项": INSPECTION, VISIT: "后天上午（11月26日）"},
}


@pytest.mark.parametrize(
    ("words", "intent", "day"),
    [
        ("改成下周四", "nlu_fallback", "2026-12-03"),
        ("改到下周五下午", "correct_slot", "2026-12-04"),
        ("改成12月8号", "correct_slot", "2026-12-08"),
        ("能推迟到12月10号吗", "ask_planned_outage", "2026-12-10"),
    ],
)
async def test_another_day_is_the_booking_s_and_the_reminder_s(
    service: FakeService, words: str, intent: str, day: str
) -> None:
    customer = await after(service, "action_key_done", **VISITED)
    said = await told(customer, words, intent, 0.7, **({"address": "8号"} if "8号" in words else {}))
    assert "改好了" in said and "提醒" in said and "地址" not in said
    assert [booked["day"] for booked in service.inspections] == [day]
    assert service.notes[-1]["text"] == words


async def test_a_day_changed_long_after_the_booking_is_moved_too(service: FakeService) -> None:
    service.tickets = [ticket(**VISITED)]
    said = await Talk.single(Inform(), "改到12月3号下午", "correct_slot")
    assert "改好了" in said and service.inspections[0]["day"] == "2026-12-03"


async def test_a_week_without_a_day_is_asked_for_the_day(service: FakeService) -> None:
    customer = await after(service, "action_key_done", **VISITED)
    said = await told(customer, "推迟到下周", "inform")
    assert "下周几" in said and not service.inspections
    customer._events.append({"event": "bot", "text": said})
    assert "改好了" in await told(customer, "周三上午吧", "inform")
    assert service.inspections[0]["day"] == "2026-12-02"


async def test_an_inspection_is_called_off(service: FakeService) -> None:
    customer = await after(service, "action_key_done", **VISITED)
    await told(customer, "不用检查了", "key_customer")
    assert service.moved


async def test_a_moved_phone_is_no_moved_day(service: FakeService) -> None:
    customer = await after(service, "action_key_done", **VISITED)
    await told(customer, "电话改成13812345678", "correct_slot", phone="13812345678")
    assert not service.inspections


async def test_whether_a_reminder_comes_is_known(service: FakeService) -> None:
    customer = await after(service, "action_key_done", **VISITED)
    assert "11月26日" in await told(customer, "那天你们提醒我吗", "ask_planned_outage", 0.82)
    assert not service.notes


async def test_the_status_tells_the_day(service: FakeService) -> None:
    line = status_line(ticket(**VISITED, customer_times={"答复": "2026-12-01T23:59:59+08:00"}), NOW)
    assert "11月26日" in line and "12月1日" not in line


async def test_a_booked_day_stands_alone_and_a_routine_visit_is_not_urgent(service: FakeService) -> None:
    customer = Talk(KeyForm(), KeyDone(), AskKeyConfirm(), first=KeyCustomer())
    await customer.say("我是加油站的 约个巡检 3200001888009", "key_customer", account_no="3200001888009")
    await customer.say("后天上午", "inform")
    await customer.say("联系人李主任 13805121009", "inform", phone="13805121009", person="李主任")
    said = await customer.say("对", "affirm")
    assert "某时" not in said and service.inspections[0]["day"] == "2026-11-26"
    assert service.made[0]["sensitive"] == [] and service.made[0]["contact_name"] == "李主任"
