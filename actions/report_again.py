"""“不行，还是得报”: the report that was dropped a moment ago is begun again; its place and phone are still known (place_before.py)."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction

from actions.flow import CREW_FORMS, Events
from actions.turn import Turn

# So many messages back a report that was called off is still the one that is meant.
_LATELY = 4


def report(turn: Turn) -> Events:
    """Leads to the report that a bare wish to report means: the one just dropped, else that of an outage."""
    return [FollowupAction(_dropped(turn) or "outage_form")]


def _dropped(turn: Turn) -> str | None:
    form, dropped, messages = None, None, 0
    said = sum(event["event"] == "user" for event in turn.tracker.events)
    for event in turn.tracker.events:
        messages += event["event"] == "user"
        if event["event"] == "active_loop" and event.get("name") in CREW_FORMS:
            form = event["name"]
        elif (
            event["event"] == "action" and event.get("name") == "action_cancel" and said - messages <= _LATELY
        ):
            dropped = form
    return dropped
