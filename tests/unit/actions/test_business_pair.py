"""Two applications for two houses in one message: each order gets its own house, and neither is lost."""

from __future__ import annotations

import json

import pytest

from actions.business import Business, BusinessDone, BusinessForm
from actions.business_view import AskBusinessConfirm, AskBusinessNext, AskBusinessSubject
from actions.turn import OWN_WISH
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"
OLD, NEW = "小兴庄村2组18号", "小兴庄村5组"


def talk() -> Talk:
    asks = (AskBusinessSubject(), AskBusinessNext(), AskBusinessConfirm())
    return Talk(BusinessForm(), BusinessDone(), *asks, first=Business())


async def take_up(customer: Talk) -> str:
    """The second wish has its turn, as the channel lets it in (bot/second_wishes.py)."""
    text = customer.slots[OWN_WISH]["text"]
    intent, _, told = text[1:].partition("{")
    return await customer.say(text, intent, **json.loads("{" + told))


async def test_each_house_goes_with_its_own_business_and_the_phone_is_asked_for_once(
    service: FakeService,
) -> None:
    customer = talk()
    said = await customer.say("旧宅拆表销户 新宅申请装电 两个一起办", "new_or_capacity")
    assert said.startswith("销户：") and "接着就办“新宅申请装电”" in said
    await customer.say("登记", "affirm")
    await customer.say(f"旧宅是{OLD}", address=OLD)
    await customer.say(f"新宅是{NEW}", address=NEW)
    said = await customer.say(PHONE, phone=PHONE)
    assert f"地址：{OLD}" in said
    await customer.say("对", "affirm")
    said = await take_up(customer)
    assert "居民新装" in said and f"地址：{NEW}" in said
    await customer.say("对", "affirm")
    first, second = service.made
    assert OLD in first["summary"] and NEW not in first["summary"] and "销户" in first["summary"]
    assert NEW in second["summary"] and "居民新装" in second["summary"] and second["phone"] == PHONE


async def test_a_house_that_is_named_for_an_application_is_not_dark(service: FakeService) -> None:
    """“新房子在榆城新村9号楼101” is understood as an outage there, and opened a report."""
    customer = talk()
    await customer.say("旧宅拆表销户 新宅申请装电 两个一起办", "new_or_capacity")
    await customer.say(f"旧宅是{OLD}", address=OLD)
    await customer.say(f"新宅在{NEW}", "report_outage_home", sure=0.71, address=NEW)
    assert not customer.rejected and NEW in customer.slots[OWN_WISH]["text"]
    await customer.say("新宅没电了", "report_outage_home", sure=0.71)
    assert customer.rejected


async def test_both_houses_in_one_message_are_told_apart(service: FakeService) -> None:
    customer = talk()
    await customer.say("我娘家的表要销户 婆家要新装电", "new_or_capacity")
    await customer.say("登记", "affirm")
    await customer.say_all(
        "娘家宋庄镇小兴庄村2组8号 婆家小兴庄村2组20号", "inform", ["宋庄镇小兴庄村2组8号", "小兴庄村2组20号"]
    )
    assert customer.slots["business_address"] == "宋庄镇小兴庄村2组8号"
    assert "小兴庄村2组20号" in customer.slots[OWN_WISH]["text"]


@pytest.mark.parametrize(
    ("wish", "title", "waits"),
    [
        ("老房子要销户 新房子要装表 先给我装新房子", "居民新装", "老房子要销户"),
        ("停掉老家的表 再在城里店里装三相", "暂停、报停", "在城里店里装三相"),
        ("老房子要销户新房子要装表", "销户", "新房子要装表"),
    ],
)
async def test_the_one_that_is_named_first_or_put_first_is_first(
    service: FakeService, wish: str, title: str, waits: str
) -> None:
    customer = talk()
    said = await customer.say(wish, "new_or_capacity")
    assert said.startswith(title) and waits in customer.slots[OWN_WISH]["text"]


async def test_the_other_may_be_put_first(service: FakeService) -> None:
    customer = talk()
    await customer.say("我要报停老房子 新房子要装表", "new_or_capacity")
    said = await customer.say("新房子先")
    assert "居民新装" in said and "我要报停老房子" in customer.slots[OWN_WISH]["text"]
    before = dict(customer.slots)
    await customer.say("新房子先办")
    assert customer.slots == before


async def test_the_one_in_hand_that_is_asked_for_is_in_hand(service: FakeService) -> None:
    customer = talk()
    await customer.say("老房子要销户 新房子要装表", "new_or_capacity")
    await customer.say("不用了", "deny")
    await take_up(customer)
    await customer.say("登记", "affirm")
    said = await customer.say("那新房子呢", "query_bill")
    assert not customer.rejected and said.startswith("是哪一户要办")


@pytest.mark.parametrize(
    "wish", ["二手房过户 顺便装个充电桩", "老房子要销户", "老房子拆了 新房子怎么装表", "新盖的房子要装表"]
)
async def test_one_house_or_a_question_is_no_pair(service: FakeService, wish: str) -> None:
    customer = talk()
    await customer.say(wish, "new_or_capacity")
    assert customer.slots[OWN_WISH] is None
