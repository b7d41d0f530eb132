"""Who is spoken of in a talk about an account: on whose behalf it is looked up, what nobody is told of the holder."""

from __future__ import annotations

import pytest

from actions.fallback import Fallback
from actions.handoff import HandOver
from actions.theft import AskTheftPlace, TheftDone, TheftForm
from actions.ticket import TicketStatus
from actions.ticket_detail import Inform
from actions.topic import TopicAction
from tests.unit.actions.demo_accounts import OVERDUE, TIERED, known, talk
from tests.unit.actions.service_fake import FakeService, Talk


async def told(service: FakeService) -> Talk:
    """A customer who has just been told a bill."""
    await known(service, OVERDUE)
    customer = talk()
    await customer.say("查电费", "query_bill")
    return customer


async def answer(customer: Talk, action: TopicAction, words: str, intent: str, sure: float = 0.9) -> str:
    """What an action says, or leaves to the fallback."""
    customer.unsure([{"name": intent, "confidence": sure}])
    said = await customer.hear(action, words, intent)
    return said + (await customer.run(Fallback()) if customer.followed == "action_fallback" else "")


@pytest.mark.parametrize(
    ("action", "words", "intent", "sure"),
    [
        (HandOver(), "他是我同事 他让我帮忙看的", "ask_human", 0.53),
        (HandOver(), "行 我跟她说一声", "ask_human", 0.4),
        (TicketStatus(), "我是替我婶子查的", "query_ticket", 0.41),
    ],
)
async def test_on_whose_behalf_is_no_wish_of_its_own(
    service: FakeService, action: TopicAction, words: str, intent: str, sure: float
) -> None:
    """Each of these began a form or called a person."""
    customer = await told(service)
    said = await answer(customer, action, words, intent, sure)
    assert "还要查什么" in said and customer.handed == []


async def test_a_report_that_names_nothing_does_not_begin(service: FakeService) -> None:
    customer = await told(service)
    report = customer.over_to(TheftForm(), TheftDone(), AskTheftPlace())
    report.unsure([{"name": "report_theft", "confidence": 0.51}])
    said = await report.say("我是他邻居 他托我查的")
    assert "匿名" not in said and report.slots["requested_slot"] is None


@pytest.mark.parametrize(
    ("action", "words", "intent"),
    [
        (HandOver(), "找个人跟我说", "ask_human"),
        (HandOver(), "他弄不明白 转人工", "ask_human"),
    ],
)
async def test_a_wish_that_names_itself_goes_its_way(
    service: FakeService, action: TopicAction, words: str, intent: str
) -> None:
    customer = await told(service)
    await answer(customer, action, words, intent, 0.5)
    assert customer.followed != "action_fallback"


@pytest.mark.parametrize(
    "words", ["我是她侄女", "我不是户主 我是租客", "这是我舅妈家的 她让我查的", "我是替我婶子查的"]
)
async def test_who_he_is_asks_for_no_other_account(service: FakeService, words: str) -> None:
    customer = await told(service)
    assert "还要查什么" in await answer(customer, Inform(), words, "inform")


@pytest.mark.parametrize(
    "words", ["那他家地址是哪个组的", "户主叫什么全名", "租客叫什么", "电话全号是多少 我给他打一个"]
)
async def test_nobody_is_told_of_the_holder(service: FakeService, words: str) -> None:
    customer = await told(service)
    assert "我不能说" in await answer(customer, Inform(), words, "inform")


async def test_who_wants_to_know_whether_somebody_is_home_gets_no_days(service: FakeService) -> None:
    await known(service, TIERED)
    customer = talk()
    customer.heard("我前女友家的电费是我交的 我想看看她最近在不在家", "query_bill")
    said = await customer.say("她昨天用电多少", "query_bill")
    assert "不能给" in said and "度" not in said
    assert "不能给" in await customer.say("前天呢", "query_bill")
    assert "元" in await customer.say("上个月电费多少", "query_bill")


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("欠这么多啊 我手头没钱", "bill_high"),
        ("能分三个月交不", "pay_problem"),
        ("哪拿得出这么多 拿不出来", "bill_high"),
    ],
)
async def test_who_cannot_pay_hears_no_figures(words: str, intent: str, service: FakeService) -> None:
    customer = await told(service)
    assert "转人工" in await answer(customer, Inform(), words, intent, 0.7)
