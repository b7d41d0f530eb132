"""“让他给我打电话”: a wish to be called, which is no wish for a chat with a person now."""

from __future__ import annotations

import re
from typing import Any

from actions import reading
from actions.aside import Aside, asks
from actions.flow import Events
from actions.form import Question
from actions.names import own_name
from actions.report import ReportForm, closed, own_words, register, registered
from actions.ticket_detail import add_detail, current_ticket
from actions.topic import TopicAction
from actions.turn import Say, Turn

# The wish alone tells nothing of the matter.
_BARE = re.compile(
    r"(?:能不能|可以|麻烦|你们?|那|就|让|叫|请|喊|安排|师傅|客户经理|经理|他们?|她|个?人|工作人员|给我|回我|打给我|联系|电话|打|回|个|一下|过来|[我要想了的吧吗啊呗,，。.!！?？\s]){1,7}"
)


_read_words = own_words(_BARE)
WHEN_CALLED = Aside(
    re.compile(r"(?:什么时候|啥时候?|几点|多久|何时|哪天).{0,4}(?:打|回|联系|来电话)"), "utter_call_when"
)


def read_matter(turn: Turn, asked: bool) -> str | None:
    """What about; a question about the call tells nothing of it."""
    return None if asks(turn.text) else _read_words(turn, asked)


class CallForm(ReportForm):
    """What about, and which number; an open order whose caller is known needs neither."""

    form = "call_form"
    prefix = "call"
    asides = (WHEN_CALLED,)
    bare = _BARE
    story = 2
    memory = ("call_name", "call_ticket")
    questions = (
        Question("call_words", read_matter, "utter_explain_call_words"),
        Question("call_phone", reading.phone, "utter_explain_call_phone"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """Nothing when the open order says it all."""
        return [] if slots["call_ticket"] else ["call_words", "call_phone"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """A name is noted when it is told, and never asked for."""
        super()._read(turn, asked, slots)
        slots["call_name"] = slots["call_name"] or own_name(turn, False)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Whom to call, and what about, an open order tells."""
        if not slots["call_words"] and turn.slot("call_phone") is None:
            ticket = await current_ticket(turn)
            if ticket and (ticket["phone"] or slots["call_phone"]):
                slots["call_ticket"] = ticket["number"]


class CallDone(TopicAction):
    """Registers the wish, or notes it on the open order."""

    def name(self) -> str:
        """After the form."""
        return "action_call_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """No time is promised that the service does not give."""
        if ticket := turn.slot("call_ticket"):
            number = turn.slot("call_phone")
            words = f"客户要求回电：{turn.said}" + (f"（电话{number}）" if number else "")
            return [*await add_detail(turn, say, ticket, words), *closed(turn, "call")]
        if turn.slot("call_phone") == "-":
            say.utter("utter_call_no_phone")
            return closed(turn, "call")
        words = turn.slot("call_words")
        made = await register(turn, "call", "consult", f"请回电：{words}", name=turn.slot("call_name"))
        say.text(registered(made))
        return closed(turn, "call", made)
