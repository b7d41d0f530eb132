"""A few words after an answer carry it on; the same words out of nowhere do not."""

from __future__ import annotations

import pytest

from actions.fallback import Fallback, OutOfScope
from actions.tariff import AskLargeHousehold
from actions.ticket_detail import Inform
from actions.topic import TopicAction
from tests.unit.actions.demo_accounts import PARENTS, TIERED, known, talk
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio


async def after_a_bill(service: FakeService) -> Talk:
    await known(service, TIERED)
    customer = talk()
    await customer.say("这月电费", "query_bill")
    return customer


@pytest.mark.parametrize(
    ("action", "words", "wish"),
    [
        (Inform(), "近半年", "query_bill"),
        (Inform(), "8月呢", "query_bill"),
        (Fallback(), "这礼拜每天的呢", "query_bill"),
        (OutOfScope(), "画张图给我", "bill_months"),
    ],
)
async def test_another_month_is_told_without_a_new_wish(
    service: FakeService, action: TopicAction, words: str, wish: str
) -> None:
    customer = await after_a_bill(service)
    said = await customer.hear(action, words, "inform")
    assert said == "" and customer.followed == "account_form"
    assert customer.slots["account_wish"] == {"name": wish, "text": words}


async def test_a_house_that_is_not_known_is_asked_for_and_not_taken_for_the_one_shown(
    service: FakeService,
) -> None:
    customer = await after_a_bill(service)
    await customer.hear(Inform(), "老家那个呢", "inform")
    assert customer.slots["account_no"] == "other"
    assert "发户号" in await customer.say("老家那个呢")


async def test_a_house_that_is_known_by_its_name_is_shown(service: FakeService) -> None:
    customer = await after_a_bill(service)
    await known(service, PARENTS)
    service.accounts[-1]["label"] = "老家"
    await customer.hear(Inform(), "老家那个呢", "inform")
    assert "宋庄镇" in await customer.say("老家那个呢")


@pytest.mark.parametrize("words", ["近半年", "老家那个呢"])
async def test_out_of_nowhere_the_wish_is_asked_for(service: FakeService, words: str) -> None:
    await known(service, TIERED)
    customer = Talk.before(Inform())
    assert "查电费" in await customer.answer(words, "inform")
    assert customer.followed is None


async def test_four_messages_later_it_is_no_follow_up(service: FakeService) -> None:
    customer = await after_a_bill(service)
    for _ in range(4):
        await customer.hear(Inform(), "那行", "inform")
    await customer.hear(Inform(), "近半年", "inform")
    assert customer.followed is None


async def test_the_papers_of_what_was_just_spoken_of(service: FakeService) -> None:
    customer = Talk.before(Fallback())
    await customer.hear(AskLargeHousehold(), "六口人有优惠没", "ask_large_household")
    said = await customer.answer("要带啥", "nlu_fallback")
    assert "户口" in said
