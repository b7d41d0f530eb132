"""A half-filled form is found again in the next session; look-ups, finished and old ones are not, nor any after a gap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.kept_drafts import bring_draft
from bot.tracker_store import TurnTrackerStore
from common.drafts import DRAFT_ENDS

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
slots:
  outage_address: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  account_no: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms:
  outage_form: {required_slots: [outage_address]}
  account_form: {required_slots: [account_no]}
"""
)


async def next_session(
    home: Path, form: str | None, *more: Event, age: timedelta = timedelta()
) -> DialogueStateTracker | None:
    """The tracker of session 2 after a session 1 in which this form was left open."""
    store = TurnTrackerStore(DOMAIN, db=f"sqlite:///{home / 'tracker.db'}")
    events: Sequence[Event] = [
        UserUttered("没电了"),
        ActionExecuted(str(form)),
        ActiveLoop(form),
        SlotSet("outage_address", "青口镇"),
        SlotSet("account_no", "3200001888001"),
        SlotSet("requested_slot", "outage_phone"),
        BotUttered("电话是多少？"),
        *more,
    ]
    for event in events:
        event.timestamp = (event.timestamp or 0) - age.total_seconds()
    await store.save(DialogueStateTracker.from_events("c.1", list(events), DOMAIN.slots))
    await bring_draft(store, "c.2")
    return await store.retrieve("c.2")


async def test_the_form_its_answers_and_its_question_are_there(tmp_path: Path) -> None:
    tracker = await next_session(tmp_path, "outage_form")
    assert tracker is not None and tracker.active_loop_name == "outage_form"
    assert tracker.get_slot("outage_address") == "青口镇"
    assert tracker.get_slot("requested_slot") == "outage_phone"
    assert tracker.get_slot("account_no") is None, "who he is has to be proved anew"
    assert tracker.latest_action_name == "action_listen"


async def test_a_lookup_is_not_brought_along(tmp_path: Path) -> None:
    assert await next_session(tmp_path, "account_form") is None


async def test_a_finished_form_is_not_brought_along(tmp_path: Path) -> None:
    assert await next_session(tmp_path, "outage_form", ActiveLoop(None)) is None


async def test_an_old_draft_is_forgotten(tmp_path: Path) -> None:
    assert await next_session(tmp_path, "outage_form", age=DRAFT_ENDS) is None


@pytest.mark.parametrize("sender", ["c.1", "c", "c.x", "c.3"])
async def test_without_a_session_before_there_is_nothing_to_bring(tmp_path: Path, sender: str) -> None:
    store = TurnTrackerStore(DOMAIN, db=f"sqlite:///{tmp_path / 'tracker.db'}")
    await bring_draft(store, sender)
    assert await store.retrieve(sender) is None
