"""The name of who speaks is his own; of whom the meter shall be, and of how many live there, none is taken."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker

from actions.names import own_name
from actions.turn import Turn


def named(text: str, person: str | None) -> str | None:
    span = {"start": text.find(person), "end": text.find(person) + len(person)} if person else {}
    entities = [{"entity": "person", "value": person, **span}] if person else []
    message = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": entities}
    return own_name(Turn(Tracker("c1.1", {}, message, [], False, None, {}, None)), True)


@pytest.mark.parametrize(
    ("text", "person"),
    [("新户主是李秀英", "李秀英"), ("新的叫刘芳", "刘芳"), ("六口人", None), ("过户给我儿子李明", "李明")],
)
def test_another_persons_name_is_not_the_customers(text: str, person: str | None) -> None:
    assert named(text, person) is None


@pytest.mark.parametrize(
    ("text", "person", "name"),
    [
        ("我叫李明 新户主是我爸", None, "李明"),
        ("李秀英", "李秀英", "李秀英"),
        ("改成李鸣", "李鸣", "李鸣"),
    ],
)
def test_his_own_name_is_taken(text: str, person: str | None, name: str) -> None:
    assert named(text, person) == name
