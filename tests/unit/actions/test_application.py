"""A whole application in one message is one, whatever it is taken for."""

from __future__ import annotations

import pytest

from actions.business import Business, BusinessDone, BusinessForm
from actions.business_view import AskBusinessConfirm, AskBusinessNext
from actions.outage import OutageForm
from actions.ticket_detail import Inform
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13688880001"
PLACE = "青口镇新港路88号"


def talk() -> Talk:
    asks = (AskBusinessNext(), AskBusinessConfirm())
    return Talk(BusinessForm(), BusinessDone(), *asks)


@pytest.mark.parametrize(
    ("wish", "title"),
    [
        ("销户登记", "销户"),
        ("报停登记", "暂停、报停、恢复用电"),
        ("装充电桩登记", "家用充电桩"),
        ("申请光伏并网", "屋顶光伏并网"),
        ("移表登记", "移表、迁址"),
        ("过户", "过户（换户主）"),
        ("帮我登记办峰谷", "居民峰谷电价的办理"),
    ],
)
async def test_a_whole_application_needs_a_yes_only(service: FakeService, wish: str, title: str) -> None:
    customer = talk()
    text = f"{wish} {PLACE} 电话{PHONE} 马腾飞"
    await customer.hear(Inform(), text, "inform", address=PLACE, phone=PHONE, person="马腾飞")
    assert customer.followed == "action_business"
    await customer.run(Business())
    said = await customer.carry_on()
    assert f"要办的事：{title}" in said and PLACE in said and "称呼：马腾飞" in said
    await customer.say("对", "affirm")
    made = service.made[0]
    assert made["topic"] == "business" and made["details"]["要办的事"] == title
    assert made["phone"] == PHONE and wish in made["details"]["客户原话"]


async def test_it_is_no_report_from_the_place(service: FakeService) -> None:
    customer = Talk(OutageForm(), BusinessDone())
    text = f"我想登记过户 地址{PLACE} 电话{PHONE}"
    await customer.say(text, "report_outage_home", sure=0.64, address=PLACE, phone=PHONE)
    assert customer.followed == "action_business" and customer.slots["outage_address"] is None
    again = Talk(OutageForm(), BusinessDone())
    await again.say(f"家里停电 {text}", "report_outage_home", sure=0.64, address=PLACE, phone=PHONE)
    assert again.is_open and again.followed is None


@pytest.mark.parametrize(
    "text",
    [
        f"我申请过充电桩 {PLACE} {PHONE}",
        f"过户要登记吗 {PLACE}",
        f"光伏 钱没到 {PLACE} {PHONE}",
        f"不登记过户了 {PHONE}",
    ],
)
async def test_what_only_speaks_of_one_is_none(service: FakeService, text: str) -> None:
    customer = Talk.before(Inform())
    told = {"address": PLACE, "phone": PHONE}
    await customer.answer(text, "inform", **{name: value for name, value in told.items() if value in text})
    assert customer.followed != "action_business"
