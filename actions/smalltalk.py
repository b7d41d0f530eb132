"""Small talk that needs more than a fixed text: cancelling, repeating."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.topic import MISSES, REQUESTED, Events, TopicAction, listen
from actions.turn import Say, Turn


class Cancel(TopicAction):
    """“算了”: ends an open form and forgets its answers."""

    def name(self) -> str:
        """For `cancel`."""
        return "action_cancel"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Says what was dropped, so that nobody waits for a crew that was never sent."""
        form = (turn.tracker.active_loop or {}).get("name")
        if not form:
            say.utter("utter_nothing_to_cancel")
            return []
        say.utter("utter_cancelled")
        topic = form.removesuffix("form")
        answers = [slot for slot in turn.tracker.slots if slot.startswith(topic)]
        return [
            ActiveLoop(None),
            SlotSet(REQUESTED, None),
            SlotSet(MISSES, 0),
            *(SlotSet(s, None) for s in answers),
        ]


class Repeat(TopicAction):
    """“你刚才说什么”: the last words of the bot again."""

    def name(self) -> str:
        """For `repeat`."""
        return "action_repeat"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """All that the last answer said, with its buttons."""
        last: list[dict[str, object]] = []
        users = 0
        for event in reversed(turn.tracker.events):
            users += event["event"] == "user"
            if users == 2:
                break
            if users == 1 and event["event"] == "bot" and event.get("text"):
                last.insert(0, event)
        if not last:
            say.utter("utter_greet")
        for event in last:
            data = event.get("data") or {}
            buttons = [(b["title"], b["payload"]) for b in (data.get("buttons") or [])]  # type: ignore[attr-defined]
            say.text(str(event["text"]), buttons)
        return listen(turn)
