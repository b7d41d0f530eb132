"""A person in one turn; insults met calmly; misses lead to buttons, then to a person."""

from __future__ import annotations

import pytest

from actions.complaint import ComplainDone, ComplainForm
from actions.fallback import Fallback, OutOfScope
from actions.handoff import Abuse, HandOver
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio


async def test_the_first_insult_gets_a_calm_word_the_second_a_person(service: FakeService) -> None:
    customer = Talk.before(Abuse())
    said = await customer.answer("傻逼机器人", "abuse")
    assert "机器人" in said and customer.handed == []
    assert "转人工" in [button["title"] for button in customer.buttons]
    await customer.answer("废物", "abuse")
    assert customer.handed[0]["reason"] == "ask_human"


async def test_an_insult_is_no_answer(service: FakeService) -> None:
    customer = Talk(ComplainForm(), ComplainDone())
    await customer.say("我要投诉", "complain")
    await customer.say("傻逼机器人", "abuse")
    assert customer.rejected and customer.slots["complain_words"] is None


async def test_who_asks_gets_a_person_with_what_was_said(service: FakeService) -> None:
    customer = Talk.before(HandOver())
    await customer.answer("换个活人", "ask_human")
    assert customer.handed[0]["packet"]["summary"] == "换个活人" and not customer.handed[0]["keep_bot"]


async def test_misses_lead_to_other_words_then_buttons_then_a_person(service: FakeService) -> None:
    customer = Talk.before(Fallback())
    assert "没听明白" in await customer.answer("呱唧呱唧", "nlu_fallback")
    await customer.answer("咕噜咕噜", "nlu_fallback")
    assert [button["title"] for button in customer.buttons][-1] == "都不是，转人工"
    await customer.answer("哇啦哇啦", "nlu_fallback")
    assert customer.handed[0]["reason"] == "misunderstood"


async def test_a_detail_that_sounds_foreign_is_kept_with_the_work_order(service: FakeService) -> None:
    said = await Talk.single(OutOfScope(), "补充一下，楼道门禁密码是8821", "out_of_scope")
    assert "帮不上" in said
    service.tickets = [{"number": "GD1", "status": "派单"}]
    await Talk.single(OutOfScope(), "补充一下，楼道门禁密码是8821", "out_of_scope")
    assert service.notes[0]["text"] == "补充一下，楼道门禁密码是8821"
