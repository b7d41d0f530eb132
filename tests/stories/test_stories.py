"""Plays the end-to-end stories of this folder against the whole installation: the real service, Rasa, actions and demo utility.

`rasa test core` never runs custom actions, and here they carry the dialogues. So a story is a talk with a running bot, written in
the shape of Rasa Pro's end-to-end tests:

    test_cases:
      - test_case: one dark house becomes a work order
        channel: web                   # or wechat; web when left out
        steps:
          - user: 家里没电了             # what the customer types
            bot: 哪里                   # regular expression(s) that must be found in what is said in answer
            not: 户号                   # … that must not be found
            buttons: [没跳]             # titles that must be offered
          - tap: 没跳                   # a button that was offered, by its title
            owner: bot                 # who has the conversation afterwards: bot, queue, staff
            ticket: {topic: danger}    # the columns of the customer's latest work order
            tickets: 1                 # how many he has
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
import yaml

from channels.web.session import customer_of
from tests.journeys.stack import Stack

FOLDER = Path(__file__).parent
_STEP_KEYS = {"user", "tap", "bot", "not", "buttons", "owner", "ticket", "tickets"}
# All answers to a message are stored in one transaction; nothing follows later.
QUIET = 0.1  # seconds


def stories() -> list[Any]:
    """Every story of every file, named `<topic>-<story>`."""
    found = []
    for file in sorted(FOLDER.glob("test_*.yml")):
        for story in yaml.safe_load(file.read_text(encoding="utf-8"))["test_cases"]:
            name = f"{file.stem.removeprefix('test_')}-{story['test_case']}"
            found.append(pytest.param(story, id=name))
    return found


@pytest.mark.parametrize("story", stories())
async def test_story(story: dict[str, Any], stack: Stack) -> None:
    """Plays one story with a customer of its own."""
    on_web = story.get("channel", "web") == "web"
    async with stack.web() if on_web else stack.wechat(f"oStory{uuid.uuid4().hex[:22]}") as talk:
        customer = customer_of(talk.token) if on_web else talk.openid
        for step in story["steps"]:
            assert step.keys() <= _STEP_KEYS, f"a step knows {sorted(_STEP_KEYS)}"
            act = talk.tap(step["tap"], quiet=QUIET) if "tap" in step else talk.ask(step["user"], quiet=QUIET)
            heading = f"after {step.get('tap') or step['user']!r} the bot said:\n"
            said = await act
            _check_words(step, said, heading)
            if "buttons" in step:
                offered = [button["title"] for message in talk.seen for button in message.get("buttons", [])]
                assert set(_listed(step["buttons"])) <= set(offered), f"{heading}{said}\noffering {offered}"
            _check_rows(step, stack, customer, heading + said)


def _check_words(step: dict[str, Any], said: str, heading: str) -> None:
    for pattern in _listed(step.get("bot")):
        assert re.search(pattern, said), f"{heading}{said}\nwithout {pattern!r}"
    for pattern in _listed(step.get("not")):
        assert not re.search(pattern, said), f"{heading}{said}\nwith {pattern!r}"


def _check_rows(step: dict[str, Any], stack: Stack, customer: str | None, heading: str) -> None:
    if not step.keys() & {"owner", "ticket", "tickets"}:
        return
    [conversation] = stack.rows(
        "SELECT id, owner FROM conversations WHERE customer = :customer", customer=customer
    )
    if "owner" in step:
        assert conversation.owner == step["owner"], heading
    tickets = stack.rows("SELECT * FROM tickets WHERE conversation = :id ORDER BY number", id=conversation.id)
    if "tickets" in step:
        assert len(tickets) == step["tickets"], f"{heading}\n{tickets}"
    if "ticket" in step:
        assert tickets, f"{heading}\nno work order"
        found = {name: tickets[-1]._mapping[name] for name in step["ticket"]}
        assert found == step["ticket"], heading


def _listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)
