"""A half-filled form outlives its session: the first message of the next one finds it as a draft (rasa process).

The service names sessions `<conversation>.<number>` and begins the next number after a day of silence. When staff close a talk, or
the customer unfollows, it leaves a number out (`rows.AFRESH`): then there is nothing to go back to.
"""

from __future__ import annotations

from datetime import datetime, timezone

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_SESSION_START_NAME,
    REQUESTED_SLOT,
)
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from common.drafts import DRAFT_ENDS, DRAFTS

PICTURES = "pictures"


async def bring_draft(store: TrackerStore, sender: str) -> None:
    """Begins a session with the draft of the one before, if it has one."""
    conversation, _, session = sender.rpartition(".")
    if not conversation or not session.isdigit():
        return
    before = await store.retrieve(f"{conversation}.{int(session) - 1}")
    if before is None or not _is_draft(before):
        return
    tracker = DialogueStateTracker.from_events(sender, _carried(before), store.domain.slots)
    await store.save(tracker)


def _is_draft(tracker: DialogueStateTracker) -> bool:
    form = tracker.active_loop_name
    if form not in DRAFTS or not tracker.events:
        return False
    age = datetime.now(timezone.utc).timestamp() - tracker.events[-1].timestamp
    return age < DRAFT_ENDS.total_seconds()


def _carried(tracker: DialogueStateTracker) -> list[Event]:
    form = str(tracker.active_loop_name)
    prefix = form.removesuffix("form")
    slots = [
        SlotSet(name, slot.value)
        for name, slot in tracker.slots.items()
        if slot.value is not None and (name.startswith(prefix) or name == PICTURES)
    ]
    opened = [ActiveLoop(form), *slots, SlotSet(REQUESTED_SLOT, tracker.get_slot(REQUESTED_SLOT))]
    start = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    return [*start, ActionExecuted(form), *opened, ActionExecuted(ACTION_LISTEN_NAME)]
