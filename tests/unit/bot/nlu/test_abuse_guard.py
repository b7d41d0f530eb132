"""An insult overrules what the classifier took it for; everything else stays."""

from __future__ import annotations

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.abuse_guard import AbuseGuard


def understood(text: str) -> str:
    message = Message({TEXT: text, INTENT: {"name": "ask_human", "confidence": 0.9}})
    return str(AbuseGuard().process([message])[0].get(INTENT)["name"])


def test_an_insult_is_no_wish_for_a_person() -> None:
    assert understood("傻逼机器人") == "abuse"


def test_a_rude_wish_for_a_person_stays_one() -> None:
    assert understood("废物，转人工") == "ask_human"
