"""“不行，还是得报”: the report that was dropped a moment ago is begun again with what it had been told (facts 1.6)."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.flow import CREW_FORMS, Events
from actions.turn import Turn

# So many messages back a report that was called off is still the one that is meant.
_LATELY = 4


def report(turn: Turn) -> Events:
    """Leads to the report that a bare wish to report means: the one just dropped, else that of an outage."""
    form, answers = _dropped(turn)
    return [*(SlotSet(slot, value) for slot, value in answers.items()), FollowupAction(form or "outage_form")]


def dropped_answers(turn: Turn, form: str) -> dict[str, Any]:
    """What this report had been told when it was dropped a moment ago; empty when none or another one was."""
    dropped, answers = _dropped(turn)
    return answers if dropped == form else {}


def _dropped(turn: Turn) -> tuple[str | None, dict[str, Any]]:
    """The report that was called off lately, and its answers as they were when the customer called it off."""
    form, dropped, messages = None, None, 0
    slots: dict[str, Any] = {}
    before: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    said = sum(event["event"] == "user" for event in turn.tracker.events)
    for event in turn.tracker.events:
        if event["event"] == "user":
            messages += 1
            before = dict(slots)
        elif event["event"] == "slot":
            slots[event["name"]] = event["value"]
        elif event["event"] == "active_loop" and event.get("name") in CREW_FORMS:
            form = event["name"]
        elif form and _calls_off(event) and said - messages <= _LATELY:
            dropped, answers = form, _answers(form, before)
    return dropped, answers


def _calls_off(event: dict[str, Any]) -> bool:
    return event["event"] == "action" and event.get("name") == "action_cancel"


def _answers(form: str, slots: dict[str, Any]) -> dict[str, Any]:
    prefix, confirmed = form.removesuffix("form"), f"{form.removesuffix('form')}confirm"
    return {
        slot: value
        for slot, value in slots.items()
        if slot.startswith(prefix) and slot != confirmed and value is not None
    }
