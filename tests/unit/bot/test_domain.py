"""The domain's files fit each other and Rasa's templates."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

FILES = sorted((Path(__file__).parents[3] / "bot" / "domain").glob("*.yml"))
PAYLOAD = re.compile(r"/(?P<intent>\w+)(?:\{(?P<entities>\{.*\})\})?")


def merged() -> dict[str, Any]:
    """All files as one; lists are joined."""
    whole: dict[str, Any] = {
        "intents": [],
        "entities": [],
        "actions": [],
        "slots": {},
        "forms": {},
        "responses": {},
    }
    for file in FILES:
        part = yaml.safe_load(file.read_text(encoding="utf-8"))
        for key, value in whole.items():
            if isinstance(value, list):
                value += [next(iter(item)) if isinstance(item, dict) else item for item in part.get(key, [])]
            else:
                value.update(part.get(key, {}))
    return whole


DOMAIN = merged()
BUTTONS = [
    (name, button)
    for name, variants in DOMAIN["responses"].items()
    for variant in variants
    for button in variant.get("buttons", [])
]


@pytest.mark.parametrize(("name", "button"), BUTTONS, ids=[f"{n}-{b['title']}" for n, b in BUTTONS])
def test_a_button_names_an_intent_and_entities_of_the_domain(name: str, button: dict[str, str]) -> None:
    # Braces are doubled: Rasa takes single ones for a slot's name and logs an error at every use.
    match = PAYLOAD.fullmatch(button["payload"])
    assert match, button["payload"]
    assert match["intent"] in DOMAIN["intents"]
    for entity in json.loads(match["entities"] or "{}"):
        assert entity in DOMAIN["entities"], entity


def test_every_question_of_a_form_can_be_asked() -> None:
    for form, body in DOMAIN["forms"].items():
        assert f"validate_{form}" in DOMAIN["actions"], form
        for slot in body["required_slots"]:
            asked = (f"utter_ask_{slot}" in DOMAIN["responses"], f"action_ask_{slot}" in DOMAIN["actions"])
            assert any(asked), f"{form} cannot ask for {slot}"


def test_responses_are_short_enough_for_one_message() -> None:
    for name, variants in DOMAIN["responses"].items():
        for variant in variants:
            assert len(variant["text"].encode()) <= 2048, name
