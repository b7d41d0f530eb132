"""What nobody can do in the chat: written down as it was said, and somebody answers (facts 1.1 意见（建议）, 查询咨询).

Other topics begin it with `ask_for`; a button of ours with the intent `make_request`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import phone_reading, reading
from actions.aside import GENERATOR, VISIT, Aside
from actions.client import Service
from actions.flow import REQUESTED, Events, forget
from actions.form import Question
from actions.look_up import LookUpForm
from actions.outage_asks import WISH, asked_in
from actions.outage_reading import reports_anew
from actions.outage_view import SHOWN, describe
from actions.report import (
    DECLINED,
    ELSEWHERE,
    WORDS_LIMIT,
    AskConfirm,
    ReportForm,
    closed,
    place,
    register,
    registered,
    tells,
)
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form
from common.masking import numbers_in


@dataclass(frozen=True)
class Kind:
    """What is asked for.

    Attributes:
        title: as the customer and staff read it.
        topic: of the ticket.
        begins: said before the first question.
    """

    title: str
    topic: str
    begins: str


KINDS = {
    "plan": Kind("对停电安排的要求", "opinion", "utter_request_plan"),
    "notice": Kind("停电通知发到这个手机号", "contact_change", "utter_request_notice"),
    "look_up": Kind("没有户号，请人查了回电", "consult", "utter_request_look_up"),
    "progress": Kind("查在别处办的事到哪一步", "consult", "utter_request_progress"),
}
# So many messages tell what it is about; the last alone (“催一下”) often does not.
_LATELY = 3
_SETTLES = frozenset(("report_power_back",))
_QUESTION = re.compile(r"谁|哪|什么|啥|怎么|[吗呢?？]$")
_REGISTER = re.compile(r"(?<!不)(?<!不用)(?<!别)(?:登记|反映|记下|报上去)")
_HOURS = re.compile(
    r"几点到几点|(?:从|到|停到|停)?几点(?![来派到上].{0,2}(?:人|师傅|修))|停多久|停多长|多长时间|什么时候(?:停|来电|恢复|送电|开始|结束)"
)
_CALL = re.compile(r"[给跟].{0,3}打|电话|联系|回复|回我")


def ask_for(turn: Turn, say: Say, kind: str) -> Events:
    """Begins to write a request down, with what was said of it lately; a look-up that it takes the place of is over."""
    say.utter(KINDS[kind].begins)
    words = said_lately(turn)
    wish = str((turn.slot("account_wish") or {}).get("text") or "") if kind == "look_up" else ""
    words = words if wish in words else f"{wish}；{words}"[:WORDS_LIMIT]
    phones = numbers_in(words).phones
    begun = [
        SlotSet("request_kind", kind),
        SlotSet("request_words", words),
        SlotSet("request_phone", phones[-1] if phones else None),
    ]
    ended = forget(turn, "account_form") if open_form(turn) == "account_form" else []
    return [*ended, *begun, FollowupAction("request_form")]


def said_lately(turn: Turn) -> str:
    """The customer's latest messages in one line."""
    said = turn.texts
    return "；".join(text for text in said[-_LATELY:] if text and not text.startswith("/"))[:WORDS_LIMIT]


def read_phone(turn: Turn, asked: bool) -> str | None:
    """“找谁说” is a question, however much it is understood as a no."""
    found = phone_reading.phone(turn, asked)
    return None if found == DECLINED and _QUESTION.search(turn.text) else found


class MakeRequest(TopicAction):
    """“登记，请人回复我”."""

    def name(self) -> str:
        """For `make_request`, an intent that only our buttons carry."""
        return "action_make_request"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Nothing is registered before the card was confirmed."""
        return ask_for(turn, say, str(turn.entity("request_kind")))


class RequestForm(ReportForm, LookUpForm):
    """A phone and a yes; place and further words are taken as they come."""

    form = "request_form"
    prefix = "request"
    triggers = frozenset(("urge", "query_ticket", "make_request"))
    story = 4
    asides = (GENERATOR, *VISIT)
    memory = ("request_kind", "request_account")
    questions = (
        Question("request_words", lambda turn, asked: None, "utter_explain_request_phone"),
        Question("request_address", place("request_address"), "utter_explain_request_phone"),
        Question("request_phone", read_phone, "utter_explain_request_phone"),
        Question("request_confirm", reading.confirmed("request_confirm"), "utter_explain_confirm"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """Staff ask for the rest."""
        return ["request_phone", "request_confirm"]

    def is_left(self, turn: Turn) -> bool:
        """Only what settles it ends it; a question beside it does not."""
        return turn.intent in _SETTLES

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Who tells a place without supply meanwhile (“算了我重新报 城西镇梨园头村4组没电”) wants that reported, and nobody asked elsewhere."""
        turn = Turn(tracker)
        if open_form(turn) == self.form and turn.slot(REQUESTED) and reports_anew(turn):
            return [*forget(turn, self.form), FollowupAction("outage_form")]
        return await super().run(dispatcher, tracker, domain)

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """“让人给我打电话” is what is being written down."""
        answers = {"ask_human"} if _CALL.search(turn.text) else set()
        return (super().never_answers(turn) | _SETTLES) - answers

    def _adds(self, turn: Turn, asked: str | None, answers_nothing: bool) -> bool:
        """The wish said again, or how to answer it, belongs to it."""
        if turn.is_payload or turn.said in (turn.slot("request_words") or ""):
            return False
        said_again = turn.intent == "ask_human" or asked_in(turn) == WISH
        # A name or a firm beside the number has no question of its own.
        is_beside = turn.entity("phone") and tells(turn, ELSEWHERE, least=1)
        return bool(said_again or is_beside) or super()._adds(turn, asked, answers_nothing)

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """“那给我登记” to the card is a yes."""
        super()._read(turn, asked, slots)
        if asked == "request_confirm" and _REGISTER.search(turn.text):
            slots["request_confirm"] = "yes"

    def _aside(self, turn: Turn) -> Aside | None:
        """The hours of a plan are told (`learn`), and no crew is promised for it."""
        return None if self._asks_hours(turn) else super()._aside(turn)

    @staticmethod
    def _asks_hours(turn: Turn) -> bool:
        is_known = turn.slot("request_kind") == "plan" and turn.slot("request_address")
        return bool(is_known and _HOURS.search(turn.text))

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Besides, the plan again to who asks for its hours."""
        if self._asks_hours(turn):
            found = await Service(turn.conversation).get("/outages", address=slots["request_address"])
            if told := [describe(outage, turn.at) for outage in found["planned"][:SHOWN]]:
                say.text("\n".join(told))
        await super().learn(turn, slots, say)

    def reports(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """Whoever got here wants a ticket; what is known of him is used until he says otherwise."""
        return turn.slot("request_phone") is None


class AskRequestConfirm(AskConfirm):
    """The card of a request."""

    prefix = "request"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """What and where."""
        return [
            ("事项", KINDS[turn.slot("request_kind")].title),
            ("地址", turn.slot("request_address")),
        ]


class RequestDone(TopicAction):
    """Registers it."""

    def name(self) -> str:
        """After the form."""
        return "action_request_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Whether it is granted is for staff to say."""
        kind = KINDS[turn.slot("request_kind")]
        summary = f"{kind.title}：{turn.slot('request_words')}"
        made = await register(turn, "request", kind.topic, summary, details={"要求": kind.title})
        say.text(registered(made))
        return closed(turn, "request", made)
