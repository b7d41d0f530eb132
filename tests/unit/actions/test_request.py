"""What nobody can do in the chat is written down in the customer's words, after a card."""

from __future__ import annotations

import pytest

from actions.account import AccountDone, AccountForm, AskAccountNo
from actions.request import AskRequestConfirm, MakeRequest, RequestDone, RequestForm
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"


def talk() -> Talk:
    return Talk(RequestForm(), RequestDone(), AskRequestConfirm(), first=MakeRequest())


async def begun(kind: str = "plan") -> Talk:
    customer = talk()
    customer._hear("能不能改天停，家里办喜事", "ask_planned_outage", None, 0.9, {})
    await customer.say("/make_request", "make_request", request_kind=kind)
    return customer


async def test_a_phone_and_a_yes_make_it_a_ticket(service: FakeService) -> None:
    customer = await begun()
    assert customer.asked == "request_phone"
    card = await customer.say(PHONE, phone=PHONE)
    assert "能不能改天停，家里办喜事" in card and "138****1234" in card and service.made == []
    assert "登记好了" in await customer.say("对", "affirm")
    assert service.made[0]["topic"] == "opinion" and service.made[0]["phone"] == PHONE


async def test_words_stand_once_on_the_card_and_no_number_in_full(service: FakeService) -> None:
    customer = await begun("progress")
    card = await customer.say(f"师傅来过了没修好 电话{PHONE}", phone=PHONE)
    assert card.count("您说的") == 1 == card.count("师傅来过了没修好") and PHONE not in card
    await customer.say("对", "affirm")
    made = service.made[0]
    assert PHONE not in made["summary"] and PHONE in made["details"]["客户原话"] and made["phone"] == PHONE


async def test_a_place_and_more_words_go_with_it(service: FakeService) -> None:
    customer = await begun("progress")
    await customer.say("青口镇望海名都", address="青口镇望海名都")
    await customer.say("那你帮我催一下", "urge")
    await customer.say(PHONE, phone=PHONE)
    await customer.say("那给我登记反映一下", "urge", sure=0.5)
    assert service.made[0]["topic"] == "consult" and service.made[0]["address"] == "青口镇望海名都"
    assert "帮我催一下" in service.made[0]["details"]["客户原话"]


async def test_to_be_called_is_what_it_is_about(service: FakeService) -> None:
    customer = await begun()
    await customer.say("让他给我打电话", "ask_human")
    assert not customer.rejected and customer.is_open


async def test_another_question_does_not_end_it_and_what_settles_it_does(service: FakeService) -> None:
    customer = await begun()
    await customer.say("电费怎么交", "pay_how")
    assert customer.rejected and customer.is_open
    await customer.say("算了 来电了", "report_power_back")
    assert customer.rejected and not customer.is_open and customer.slots["request_words"] is None


async def test_no_phone_is_no_bar(service: FakeService) -> None:
    customer = await begun()
    await customer.say("不留")
    await customer.say("对", "affirm")
    assert service.made[0]["phone"] is None


async def test_a_name_beside_the_number_is_kept(service: FakeService) -> None:
    customer = await begun()
    card = await customer.say("海鲜冷冻厂 刘 13812341234", phone=PHONE)
    assert "海鲜冷冻厂 刘" in card and "138****1234" in card


async def test_a_question_declines_no_phone(service: FakeService) -> None:
    customer = await begun()
    await customer.say("找谁说", "deny")
    assert customer.asked == "request_phone" and customer.slots["request_phone"] is None


async def test_the_account_whose_place_is_used_goes_with_it(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇望海名都3号楼")
    customer = await begun()
    await customer.say(PHONE, phone=PHONE)
    await customer.say("对", "affirm")
    assert service.made[0]["account_no"] == "3200001888001"


@pytest.mark.parametrize("intent", ["cancel", "report_outage_home"])
async def test_an_outage_told_meanwhile_is_reported_and_asked_after_nowhere(
    intent: str, service: FakeService
) -> None:
    customer = await begun("progress")
    await customer.say(PHONE, phone=PHONE)
    place = "城西镇梨园头村4组7号"
    await customer.say(f"算了我重新报 {place}没电", intent, address=place)
    assert customer.followed == "outage_form" and not customer.is_open
    assert customer.slots["request_address"] is None


async def test_a_generator_is_answered_and_noted(service: FakeService) -> None:
    customer = await begun()
    said = await customer.say("有没有发电车", "key_customer", sure=0.95)
    assert not customer.rejected and "发电车" in said and "会员" not in said


async def test_who_finds_no_account_number_is_called(service: FakeService) -> None:
    """An elder was asked for it five times, and nobody offered to take it down."""
    looks_up = Talk(AccountForm(), AccountDone(), AskAccountNo())
    await looks_up.say("俺家电费这月二百多 以前一百", "bill_high")
    await looks_up.say("家在城西镇梨园头村4组7号 姓孙", sure=0.3)
    said = await looks_up.say(f"电话{PHONE}", phone=PHONE)
    assert "回“登记”" in said
    assert "给您打电话" in await looks_up.say("登记", "affirm")
    assert looks_up.followed == "request_form" and not looks_up.is_open
    message, customer = looks_up._message, looks_up.over_to(RequestForm(), RequestDone(), AskRequestConfirm())
    customer._message = message
    card = await customer.carry_on()
    assert "俺家电费这月二百多" in card and "梨园头村" in card and card.count("您说的") == 1
    await customer.say("对", "affirm")
    assert service.made[0]["topic"] == "consult" and service.made[0]["phone"] == PHONE


@pytest.mark.parametrize("words", ["剩下两个报修", "其他几户也都报修吧", "另外两家报修"])
async def test_the_rest_is_reported_and_no_words_of_the_request(words: str, service: FakeService) -> None:
    customer = await begun("progress")
    await customer.say(words, "inform")
    assert customer.followed == "outage_form" and not customer.is_open
