"""At the edges of talk: nothing said, English, what belongs to others."""

from __future__ import annotations

import pytest

from actions.fallback import Fallback, OutOfScope
from actions.smalltalk import Deny
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio


async def heard(words: str, intent: str = "out_of_scope") -> tuple[str, Talk]:
    """What is said in the end: the action of the intent, and the one that it leads to."""
    customer = Talk.before(OutOfScope() if intent == "out_of_scope" else Deny())
    said = await customer.answer(words, intent)
    if customer.followed == "action_fallback":
        said += await customer.run(Fallback())
    return said, customer


@pytest.mark.parametrize("words", ["测试一下", "我就测试一下", "试试", "123", "9", "asdf", "😂"])
async def test_what_tells_nothing_is_not_understood_and_no_matter_of_others(
    words: str, service: FakeService
) -> None:
    said, customer = await heard(words)
    assert "没听明白" in said and "不归供电" not in said
    assert [button["title"] for button in customer.buttons] == ["停电报修", "查电费", "转人工"]


async def test_stickers_never_lead_to_a_choice_of_wishes_or_to_a_person(service: FakeService) -> None:
    customer = Talk.before(Fallback())
    for _ in range(4):
        assert "没听明白" in await customer.answer("/nlu_fallback", "nlu_fallback")
    assert not customer.handed


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("report a power cut", "out_of_scope"),
        ("no light", "deny"),
        ("how to pay?", "out_of_scope"),
        ("can you check my bill?", "out_of_scope"),
        ("我想 report a power cut", "out_of_scope"),
        ("there is nothing at my house", "out_of_scope"),
    ],
)
async def test_english_is_answered_in_both_languages(words: str, intent: str, service: FakeService) -> None:
    said, customer = await heard(words, intent)
    assert "tap a button" in said and "请点下面的按钮" in said and "120 / 119" in said
    assert [button["payload"] for button in customer.buttons][:2] == ["/report_outage_home", "/query_bill"]


async def test_who_asks_for_a_person_in_english_gets_one(service: FakeService) -> None:
    _, customer = await heard("can i talk to a human")
    assert customer.followed == "action_hand_over"


@pytest.mark.parametrize(
    "words", ["fire! the wire is on fire", "my husband got an electric shock", "a power line fell down"]
)
async def test_danger_in_english_alerts_staff_at_once(words: str, service: FakeService) -> None:
    said, customer = await heard(words)
    assert "Keep away" in said and "离远" in said
    assert customer.handed[0]["reason"] == "danger" and customer.handed[0]["urgent"]


async def test_english_said_to_the_person_waited_for_is_kept_for_him(service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    customer.waits = True
    await customer.answer("near the station in the town", "out_of_scope")
    assert await customer.run(Fallback()) == ""
    assert customer.followed == "action_leave_word"


async def test_a_brand_is_no_english(service: FakeService) -> None:
    said, _ = await heard("TCL空调不制冷了")
    assert "tap a button" not in said and "不归供电" in said


async def test_it_is_said_whose_matter_it_is_and_the_second_time_only_that(service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    assert "自来水公司" in (first := await customer.answer("家里停水了", "out_of_scope"))
    assert "电费" in first
    assert "燃气公司" in (second := await customer.answer("燃气打不着火", "out_of_scope"))
    assert "电费" not in second
    assert "通信公司" in await customer.answer("我手机没信号", "out_of_scope")
