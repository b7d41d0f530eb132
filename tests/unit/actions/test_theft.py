"""Reports on others: anonymous if wished, the place, what is seen; nothing promised."""

from __future__ import annotations

import pytest

from actions.theft import AskTheftConfirm, TheftDone, TheftForm, topic_of
from tests.unit.actions.service_fake import FakeService, Talk

PHONE = "13812341234"
PLACE = "青口镇黄海路12号"


def talk() -> Talk:
    return Talk(TheftForm(), TheftDone(), AskTheftConfirm())


@pytest.mark.asyncio
async def test_an_anonymous_report_carries_nobody(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇金榆小区3号楼2单元502室")
    service.tickets = [{"number": "GD1", "phone": PHONE}]
    customer = talk()
    said = await customer.say("隔壁饭店从路灯杆上偷接电", "report_theft")
    assert "不会给被举报的一方看" in said and customer.asked == "theft_place"
    await customer.say(PLACE, address=PLACE)
    await customer.say("匿名")
    await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "theft" and made["address"] == PLACE
    assert made["phone"] is None and made["account_no"] is None
    assert made["details"]["保密要求"] == "匿名"


@pytest.mark.asyncio
async def test_a_phone_can_be_left_and_kept_secret(service: FakeService) -> None:
    customer = talk()
    await customer.say("举报", "report_theft")
    assert customer.asked == "theft_words"
    await customer.say("房东收我们一块五一度")
    await customer.say(PLACE, address=PLACE)
    await customer.tap("留电话但保密")
    await customer.say(PHONE, phone=PHONE)
    said = await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "breach" and made["phone"] == PHONE
    assert made["details"]["保密要求"] == "留电话但保密"
    assert "不能预先说" in said


@pytest.mark.asyncio
async def test_no_reward_is_promised(service: FakeService) -> None:
    said = await talk().say("举报偷电有奖吗", "report_theft")
    assert "没有准信" in said


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("邻居接我家线用电", "theft"),
        ("有人割电缆", "sabotage"),
        ("大棚盖在高压线底下", "sabotage"),
        ("转供电加价", "breach"),
        ("抄表电工跟我要钱", "conduct"),
    ],
)
def test_the_kind_follows_the_words(text: str, topic: str) -> None:
    assert topic_of(text) == topic


@pytest.mark.asyncio
async def test_a_landmark_behind_the_town_is_kept(service: FakeService) -> None:
    customer = talk()
    await customer.say("青口镇望海名都后面有人偷接电", "report_theft", address="青口镇")
    assert customer.slots["theft_place"] == "青口镇望海名都后面"


@pytest.mark.asyncio
async def test_the_place_keeps_its_words_when_it_was_asked_for(service: FakeService) -> None:
    customer = talk()
    await customer.say("隔壁饭店从路灯杆上偷接电", "report_theft")
    await customer.say("青口镇望海名都后面的工地", address="青口镇")
    assert customer.slots["theft_place"] == "青口镇望海名都后面的工地"


@pytest.mark.asyncio
async def test_a_place_with_its_landmark_is_no_account_of_the_matter(service: FakeService) -> None:
    customer = talk()
    await customer.say("举报", "report_theft")
    await customer.say("青口镇望海名都后面的工地", address="青口镇望海名都")
    assert customer.asked == "theft_words"
    assert customer.slots["theft_place"].endswith("望海名都后面的工地")
