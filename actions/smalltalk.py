"""Small talk that needs more than a fixed text: cancelling, repeating."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction

from actions.client import Service
from actions.topic import Events, TopicAction, forget, listen, open_form
from actions.turn import Say, Turn, payload


class Cancel(TopicAction):
    """“算了”: ends an open form and forgets its answers."""

    def name(self) -> str:
        """For `cancel`."""
        return "action_cancel"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Says what was dropped, so that nobody waits for a crew that was never sent."""
        form = open_form(turn)
        if not form:
            return await self._withdraw(turn, say)
        if form == "danger_form":
            say.utter("utter_danger_stays")  # the urgent work order was made with the advice
        else:
            say.utter("utter_cancelled")
        # Led here from a form, no rule says what follows.
        return [*forget(turn, form), *([] if turn.intent == "cancel" else [FollowupAction("action_listen")])]

    async def _withdraw(self, turn: Turn, say: Say) -> Events:
        """Outside a form it may be a work order that is to be dropped: asked before it is done."""
        tickets = await Service(turn.conversation).get("/tickets")
        named = turn.entity("ticket_no")
        mine = [t for t in tickets if "撤销" in t["moves"] and named in (None, t["number"])]
        if not mine:
            say.utter("utter_nothing_to_cancel")
            return []
        buttons = [
            (
                f"{'' if len(mine) > 1 else '对，'}撤销{t['number']}",
                payload("cancel_ticket", ticket_no=t["number"]),
            )
            for t in mine[:3]
        ]
        say.text("您是要撤销报过的工单吗？", [*buttons, ("不撤销", payload("deny"))])
        return []


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
