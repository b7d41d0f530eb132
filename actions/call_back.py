"""“让他给我打电话”: a wish to be called, which is no wish for a chat with a person now."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import phone_reading
from actions.aside import Aside, asks
from actions.flow import CREW_FORMS, FORMS, REQUESTED, Events, forget
from actions.form import Question
from actions.names import own_name
from actions.report import DECLINED, ReportForm, closed, own_words, register, registered
from actions.ticket_detail import add_detail, current_ticket
from actions.topic import TopicAction
from actions.turn import SURE, Say, Turn, open_form

# The wish alone tells nothing of the matter.
_BARE = re.compile(
    r"(?:能不能|可以|刚才?|[明今]天|[上下]午|晚上|马上|赶紧|尽?快点?|现在|一会儿?|待会儿?|领导|负责人|主任|没接[到着上]?|未接|漏接|来电|95598|回访|过|有|麻烦|你们?|那|就|让|叫|请|喊|安排|师傅|客户经理|经理|他们?|她|个?人|工作人员|给我|回我|打给我|联系|电话|打|回|个|一下|过来|[我要想了的吧吗啊呗,，。.!！?？\s]){1,7}"
)


_NO_CALL = re.compile(r"(?:别|不用|不要|甭|不必)(?:再|给我|跟我)*(?:打|回)(?!扰)")
_read_words = own_words(_BARE)
WHEN_CALLED = Aside(
    re.compile(r"(?:什么时候|啥时候?|几点|多久|何时|哪天).{0,4}(?:打|回|联系|来电话)"), "utter_call_when"
)


def read_matter(turn: Turn, asked: bool) -> str | None:
    """What about; a question about the call tells nothing of it."""
    return None if asks(turn.text) else _read_words(turn, asked)


def _matter_beside(turn: Turn) -> str | None:
    """What is told of it beside the wish itself: “让人打给我 多扣了”."""
    told = _BARE.sub("", turn.without(("phone", "person")))
    is_told = len(told.strip()) >= CallForm.story and not (turn.is_payload or asks(turn.text))
    return turn.said.strip() if is_told else None


def _report_of(turn: Turn) -> str | None:
    """The form that reports the fault which the message surely tells."""
    if turn.is_payload or turn.confidence < SURE or asks(turn.text):
        return None
    forms = (str(form.form) for form in FORMS.values() if turn.intent in form.triggers)
    return next((form for form in forms if form in CREW_FORMS), None)


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
        Question("call_phone", phone_reading.phone, "utter_explain_call_phone"),
    )

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """A fault is no matter for a call some day: it is reported, with the phone told so far, and the crew calls before it comes."""
        turn = Turn(tracker)
        is_answer = open_form(turn) == self.form and self._has_asked(turn)
        if is_answer and _NO_CALL.search(turn.text):
            return [ActionExecutionRejected(self.form), FollowupAction("action_cancel")]
        if is_answer and (report := _report_of(turn)):
            told = turn.slot("call_phone")
            phone = [] if told in (None, DECLINED) else [SlotSet(f"{report.removesuffix('form')}phone", told)]
            return [*forget(turn, self.form), *phone, FollowupAction(report)]
        return await super().run(dispatcher, tracker, domain)

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """Nothing when the open order says it all."""
        return [] if slots["call_ticket"] else ["call_words", "call_phone"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """A name is noted when it is told, and never asked for."""
        super()._read(turn, asked, slots)
        if not self._has_asked(turn) and slots["call_words"] is None:
            slots["call_words"] = _matter_beside(turn)
        slots["call_name"] = slots["call_name"] or own_name(turn, False)

    def _has_asked(self, turn: Turn) -> bool:
        return turn.slot(REQUESTED) in {question.slot for question in self.questions}

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Whom to call, and what about, an open order tells."""
        if turn.slot("call_words") is None and turn.slot("call_phone") is None:
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
        if turn.slot("call_phone") == DECLINED:
            say.utter("utter_call_no_phone")
            return closed(turn, "call")
        words = turn.slot("call_words")
        made = await register(turn, "call", "consult", f"请回电：{words}", name=turn.slot("call_name"))
        say.text(registered(made))
        return closed(turn, "call", made)
