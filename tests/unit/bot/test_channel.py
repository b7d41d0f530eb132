"""The answer to a message is what the bot said to it, behind a warning where it may speak of danger."""

from __future__ import annotations

from rasa.shared.core.events import ActiveLoop, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import KEEP_SECRET, answer_to, known_or_greeting
from common.danger_advice import CAUTION


def said(number: int, doubtful: bool = True) -> list[Event]:
    """A message and its answer."""
    marks = [{"entity": "caution", "value": True}] if doubtful else []
    heard = UserUttered("羊死在拉线旁边", {"name": "inform"}, marks, metadata={"message": number})
    return [heard, BotUttered(f"answer {number}")]


def told(events: list[Event], number: int) -> list[str]:
    tracker = DialogueStateTracker.from_events("c1", events)
    return [message["text"] for message in answer_to(tracker, number)]


def test_a_warning_stands_before_the_answer() -> None:
    assert told(said(1), 1) == [CAUTION, "answer 1"]
    assert told(said(1, doubtful=False), 1) == ["answer 1"]


def test_the_same_warning_is_given_again_only_ten_messages_later() -> None:
    talk = [event for number in range(1, 12) for event in said(number)]
    assert [number for number in range(1, 12) if CAUTION in told(talk, number)] == [1, 11]
    assert told(talk, 1) == [CAUTION, "answer 1"]


def test_who_tells_of_a_danger_is_not_warned_of_it() -> None:
    assert told([ActiveLoop("danger_form"), *said(1)], 1) == ["answer 1"]
    alarm = UserUttered("电线断了", {"name": "report_danger"}, metadata={"message": 1})
    assert told([alarm, *said(2)], 2) == ["answer 2"]
    assert told([ActiveLoop("danger_form"), ActiveLoop(None), *said(1)], 1) == [CAUTION, "answer 1"]


def test_only_words_are_quoted_when_a_wish_has_its_turn() -> None:
    def later(text: str) -> list[Event]:
        return [UserUttered(text, {}, metadata={"message": 1, "part": 1}), BotUttered("answer")]

    assert told(later("查下电费"), 1) == ["再说您问的“查下电费”：", "answer"]
    assert told(later("/query_bill"), 1) == ["answer"]


def test_a_menu_key_that_names_nothing_known_greets() -> None:
    intents = ["greet", "query_bill"]
    assert known_or_greeting("/query_bill", intents) == "/query_bill"
    assert known_or_greeting('/query_bill{"bill_month": "8"}', intents).startswith("/query_bill{")
    assert known_or_greeting("/report", intents) == known_or_greeting("/foo_bar", intents) == "/greet"
    assert known_or_greeting("report", intents) == "report"


def test_who_sends_a_card_or_an_id_number_is_told_not_to() -> None:
    def sends(text: str) -> list[Event]:
        return [UserUttered(text, {"name": "inform"}, metadata={"message": 1}), BotUttered("answer")]

    for text in ("卡号发你 6228480391234567890", "身份证320721198805051234", "银行卡6222 0212 3456 7890"):
        assert told(sends(text), 1) == [KEEP_SECRET, "answer"]
    for text in ("户号3200001888001 13800001001", "表上16位1234567890123456"):
        assert told(sends(text), 1) == ["answer"]
