"""Second wishes wait for their turn, or are asked for before it; an answer that dealt with them as well takes them away."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import Event, SlotSet, UserUttered

from bot.second_wishes import OWN_WISH, SETTLED, SecondWish, asks_for, waiting_wish

TEXT = "我充了50还是没电，另外要过户"


def said() -> list[Event]:
    wishes = [("pay_problem", 0, 4), ("report_outage_home", 4, 9), ("transfer_rename", 10, 15)]
    entities = [{"entity": "wish", "value": name, "start": a, "end": b} for name, a, b in wishes]
    return [
        UserUttered(TEXT, {"name": "pay_problem", "confidence": 1.0}, entities, metadata={"message": "m1"})
    ]


def test_the_second_wish_waits_and_the_third_after_it() -> None:
    wish = waiting_wish(said())
    assert wish and (wish.intent, wish.text, wish.part) == ("report_outage_home", TEXT[4:9], 1)


def test_a_wish_that_was_answered_with_another_is_not_brought_up_again() -> None:
    wish = waiting_wish([*said(), SlotSet(SETTLED, {"wishes": ["report_outage_home"], "at": "m1"})])
    assert wish and wish.intent == "transfer_rename" and wish.part == 2


def test_what_was_settled_before_says_nothing_of_a_later_message() -> None:
    wish = waiting_wish([SlotSet(SETTLED, {"wishes": ["report_outage_home"], "at": "m0"}), *said()])
    assert wish and wish.intent == "report_outage_home"


def test_a_wish_that_an_action_left_waits_too_and_has_one_turn() -> None:
    """“没人触电，就是欠费停电” takes an alarm back, and goes on with the bill."""
    wishes = [
        {"entity": "wish", "value": name, "start": 0, "end": 4} for name in ("deny", "arrears_reconnect")
    ]
    alarm = UserUttered("没人触电，就是欠费停电", {"name": "deny"}, wishes, metadata={"message": "m2"})
    left = SlotSet(OWN_WISH, {"intent": "", "text": "就是欠费停电", "message": "m2", "part": 99})
    wish = waiting_wish([alarm, left])
    assert wish and (wish.text, wish.part) == ("就是欠费停电", 99)
    had = UserUttered("就是欠费停电", {}, metadata={"message": "m2", "part": 99, "of": "m2"})
    assert waiting_wish([alarm, left, had]) is None


WISH = SecondWish("query_bill", "问下这个月电费多少", 7, 1)


@pytest.mark.parametrize("words", ["电费呢", "那电费呢？", "还有电费没说呢", "刚才问的电费", "第二个呢"])
def test_it_is_asked_for(words: str) -> None:
    assert asks_for(WISH, words)


@pytest.mark.parametrize(
    "words", ["隔壁有电", "短信呢", "没有", "3200001888001", "你们这个月到底什么时候来修电费太贵了呢"]
)
def test_other_words_do_not_ask_for_it(words: str) -> None:
    assert not asks_for(WISH, words)
