"""A form that only looks something up: nothing of it is worth keeping, so whoever turns to something else is done with it."""

from __future__ import annotations

from abc import ABC
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.danger_reading import ANSWER, after_alarm
from actions.flow import MISSES, REQUESTED, Events
from actions.form import TopicForm
from actions.turn import Turn, open_form

# Said of the look-up itself: its question again, or its end (which `action_cancel` brings about).
_OF_IT = frozenset(("repeat", "cancel"))


class LookUpForm(TopicForm, ABC):
    """Ends as soon as a message is left to the rules; the question is not put again after their answer."""

    def is_left(self, turn: Turn) -> bool:
        """Whether a message that answers nothing here ends the form."""
        return True

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Rasa's entry."""
        turn = Turn(tracker)
        is_asked = turn.slot(REQUESTED) in {question.slot for question in self.questions}
        if is_asked and open_form(turn) == self.form and after_alarm(turn) == ANSWER:
            events: Events = [ActionExecutionRejected(self.form), FollowupAction(ANSWER)]
        else:
            events = await super().run(dispatcher, tracker, domain)
            kinds = {event["event"] for event in events}
            is_rejected = "action_execution_rejected" in kinds and "followup" not in kinds
            if not is_rejected or turn.intent in _OF_IT or not self.is_left(turn):
                return events
        known = [*(question.slot for question in self.questions), *self.memory]
        forgotten = [SlotSet(slot, None) for slot in (REQUESTED, *known)]
        return [*events, ActiveLoop(None), SlotSet(MISSES, 0), *forgotten]
