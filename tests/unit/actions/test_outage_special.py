"""Whoever depends on a machine is heard in the middle of anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.outage_info import AreaForm, AskOutageInfo
from tests.unit.actions.demo_accounts import TIERED, hide, talk
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_payment import trouble

FEAR = "家里有个吸氧的老人 别停"


def planned() -> Talk:
    return Talk(AreaForm(), AskOutageInfo())


@pytest.mark.parametrize(
    ("customer", "words", "intent"),
    [
        (planned, "明天停不停电", "ask_planned_outage"),
        (talk, "怎么这么贵", "bill_high"),
        (trouble, "我交错户号了", "pay_problem"),
    ],
)
async def test_a_breathing_machine_is_no_missed_answer(
    service: FakeService, customer: Callable[[], Talk], words: str, intent: str
) -> None:
    await hide(service, TIERED)
    chat = customer()
    await chat.say(words, intent)
    asked = chat.asked
    said = await chat.say(FEAR, "inform")
    assert asked and chat.asked == asked
    assert "120" in said and "没对上" not in said
    assert chat.handed[0]["reason"] == "sensitive" and chat.handed[0]["urgent"]
