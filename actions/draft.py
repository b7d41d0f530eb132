"""Coming back to a half-filled form (common/drafts.py; the form itself decides when: actions/form.py)."""

from __future__ import annotations

from actions.flow import Events
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form, payload
from common.drafts import DRAFTS


class AskDraft(TopicAction):
    """“上次的报修还没填完，接着填吗？”"""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_draft"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """What was filled in is kept; the card before the end shows it all."""
        what = DRAFTS.get(open_form(turn) or "", "登记")
        buttons = [("接着填", payload("affirm")), ("不用了", payload("cancel"))]
        say.text(f"上次的{what}还没填完，我都存着。接着填吗？", buttons)
        return []
