"""Whoever comes back to a half-filled form is asked before anything counts as an answer."""

from __future__ import annotations

import pytest

from actions.draft import AskDraft
from actions.facility import FacilityForm
from actions.flow import DRAFT
from tests.unit.actions.service_fake import FakeService, Talk

MORNING, SOON, LATER = (f"2026-11-24T{time}:00+08:00" for time in ("10:00", "10:39", "10:41"))


async def left_alone(until: str) -> Talk:
    """A customer who reported a leaning pole, was asked where, and writes again at that time."""
    customer = Talk(FacilityForm(), AskDraft(), AskDraft())
    await customer.at(MORNING).say("有根电线杆歪得厉害", "report_facility")
    return customer.at(until)


async def test_a_bare_word_is_no_answer_after_so_long(service: FakeService) -> None:
    customer = await left_alone(LATER)
    question = customer.asked
    said = await customer.say("好的", "affirm")
    assert "上次的设施报修还没填完" in said and customer.asked == DRAFT
    assert [button["title"] for button in customer.buttons] == ["接着填", "不用了"]
    await customer.tap("接着填")
    assert customer.asked == question and customer.slots[DRAFT] is None


async def test_within_the_time_the_question_is_still_open(service: FakeService) -> None:
    customer = await left_alone(SOON)
    await customer.say("青口镇黄海路1号旁边", address="青口镇黄海路1号")
    assert customer.slots["facility_place"] and customer.asked != DRAFT


async def test_what_is_said_with_the_return_is_kept(service: FakeService) -> None:
    customer = await left_alone(LATER)
    await customer.say("青口镇黄海路1号旁边", address="青口镇黄海路1号")
    assert customer.asked == DRAFT and customer.slots["facility_place"]
    await customer.say("接着填吧", "nlu_fallback")
    assert customer.asked not in (DRAFT, "facility_place")


@pytest.mark.parametrize("words", ["不用了", "算了吧", "不填了", "重新报"])
async def test_no_drops_it(service: FakeService, words: str) -> None:
    customer = await left_alone(LATER)
    await customer.say("在吗", "nlu_fallback")
    await customer.say(words, "deny")
    assert customer.rejected and customer.followed == "action_cancel"


@pytest.mark.parametrize("intent", ["report_danger", "ask_human"])
async def test_danger_and_a_person_come_first(service: FakeService, intent: str) -> None:
    customer = await left_alone(LATER)
    said = await customer.say("电线掉下来了", intent)
    assert customer.rejected and "接着填" not in said
