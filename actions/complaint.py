"""Complaints and opinions: taken in the customer's own words, asked which it is, deadlines told (facts 1.3, 2.4, 4.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import phone_reading, reading
from actions.aside import ANSWERED, asks
from actions.client import Service
from actions.complaint_reading import (
    BACK,
    BARE,
    FORMAL,
    KINDS,
    OPINION,
    REGULATOR,
    is_displeased,
    kind_of,
    lifts,
    read_formal,
    read_matter,
    read_name,
    said_before,
    wants_number,
    wants_person,
)
from actions.flow import MISSES, PAUSED, REQUESTED, RETURNING, Events, forget, interrupted, leads_on
from actions.form import ANSWERS, Question
from actions.guides import general_of, quote_general
from actions.mood import SOOTHED, is_angry
from actions.outage_back import go_on, is_unsettled
from actions.outage_reading import begins_report
from actions.outage_supply import AWAY, supply_in
from actions.praise import is_at_fault, praises_besides
from actions.reading import told_more, yes_or_no
from actions.report import (
    DECLINED,
    WORDS_LIMIT,
    AskConfirm,
    closed,
    known,
    register,
    registered,
    told_words,
)
from actions.story import NOT_YET, StoryForm, fears
from actions.ticket import FAULT
from actions.ticket_detail import current_ticket
from actions.topic import TopicAction
from actions.turn import SETTLED, Say, Turn, open_form
from actions.urge import Urge
from actions.withdraw import COMPLAINT, withdraw

_TO_PERSON = "action_hand_over"
UNTOLD = "unknown"
"""Who did not say his name when he was asked is not asked again."""
_SHOWN = {FORMAL: FORMAL, OPINION: f"{OPINION}（要正式投诉就说一声）"}
_SAME = re.compile(r"^(?:还|就)是.{0,2}(?:刚才|上面)|刚才那个?[件事]*[啊呀吧]?$|再说一遍吗")
# A complaint that was withdrawn is wanted after all.
_TAKES_UP = re.compile(
    r"还是.{0,2}(?:投诉|反映)|(?:接着|继续|重新|再)(?:投诉|反映)|刚才(?:那|的)[个件]?|那[件个](?:事)?吧?$"
)
# “再停我就打12398”: what is wanted is the supply, and the threat is noted.
_THREATENS = re.compile(
    r"(?:再|要是|不|还).{0,10}(?:我?就|我).{0,6}(?:投诉|12345|12398|举报|告|曝光)|找(?:你们)?(?:的)?(?:领导|经理|负责人)"
)
# No complaint is wanted; to the question which it is, “不投诉” alone chooses.
_DROPS = re.compile(
    r"(?:^|[\s,，。])(?:我|俺|都|可|又|说了?)*(?:不|没有?)(?:是|要|想|用)*投诉[了啊呀的哈]*(?:$|[\s,，。!！])"
)
_WANTS_ELSE = re.compile(r"就要|只要|我要|就想|只想|就是想")
# “你们查完怎么告诉我” of who stays nameless.
_HOW_ANSWERED = re.compile(r"(?:怎么|咋|如何)(?:通知|告诉|联系|答复|回复|找)[我俺]")
_PAST = re.compile(r"昨|前天|上[个周次回]|去年|那[天次]|[老总]停|经常|[三四五六七八九十好几0-9]+[次回]")
_HIGHER_UP = re.compile(r"领导|经理|负责人")
_OUT_NOW = re.compile(
    r"[又还]停|又没电|(?:现在|还|一直)没电|停电了|没来电|第.{1,2}次.{0,3}停电|停[^,，。 ]{0,5}(?:小时|钟头|半天)了"
)
_CREW_FORMS = frozenset(("outage_form", "voltage_form", "meter_form", "facility_form", "damage_form"))


def taken_up(ticket: Mapping[str, Any], formal: str | None = None) -> Events:
    """The answers of an earlier order of the same matter, which the new one takes the place of."""
    details = ticket["details"]
    name = ticket.get("contact_name") or (UNTOLD if ticket["phone"] else DECLINED)
    answers = {
        "complain_words": details.get("客户原话"),
        "complain_formal": formal or (OPINION if ticket["topic"] == "opinion" else FORMAL),
        "complain_name": name,
        "complain_phone": None if name == DECLINED else ticket["phone"] or DECLINED,
        "complain_feared": details.get("保密要求"),
        "complain_heard": True,
        "complain_instead": ticket["number"],
    }
    return [SlotSet(slot, value) for slot, value in answers.items()]


async def withdrawn_before(turn: Turn) -> dict[str, Any] | None:
    """The complaint that the customer withdrew a moment ago."""
    told = [text for text in turn.told(BACK) if "撤销" in text]
    topics = {topic for _, topic in KINDS.values()} | {"complaint", "opinion"}
    mine = await Service(turn.conversation).get("/tickets") if told else []
    return next(
        (
            dict(ticket)
            for ticket in mine
            if ticket["status"] == "撤销"
            and ticket["topic"] in topics
            and any(ticket["number"] in text for text in told)
        ),
        None,
    )


class ComplainForm(StoryForm):
    """What happened, opinion or complaint, who."""

    form = "complain_form"
    prefix = "complain"
    memory = ("complain_withdrawn", "complain_feared")
    asides = (NOT_YET, *ANSWERED)
    bare = BARE
    story = 4
    questions = (
        Question("complain_formal", read_formal, "utter_explain_complain_formal"),
        Question("complain_words", read_matter, "utter_explain_complain_words"),
        Question("complain_name", read_name, "utter_explain_complain_name"),
        Question("complain_phone", phone_reading.phone, "utter_explain_complain_phone"),
        Question("complain_confirm", reading.confirmed("complain_confirm"), "utter_explain_confirm"),
    )

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """A threat in the middle of a report is noted on it: nobody who sits in the dark is led away from it."""
        turn, say = Turn(tracker), Say(dispatcher)
        asked = str(turn.slot(REQUESTED) or "")
        if self._is_answer(turn) and turn.slot("complain_words") and _SAME.search(turn.text):
            return [SlotSet(MISSES, 0), SlotSet(REQUESTED, asked)]  # nothing new
        if self._is_answer(turn) and (other := await self._leads_away(turn, asked)):
            is_over = _DROPS.search(turn.text) and other != "action_cancel"  # which ends it itself
            ends = forget(turn, self.form) if is_over else [ActionExecutionRejected(self.form)]
            return [*ends, FollowupAction(other)]
        if self._is_answer(turn) and praises_besides(turn):
            await register(turn, "praise", "praise", f"表扬：{turn.said}")
            say.utter("utter_praise_besides")
            return [SlotSet(MISSES, 0), SlotSet(REQUESTED, asked)]
        is_new = open_form(turn) == self.form and not asked.startswith("complain_")
        if not is_new or turn.is_payload or turn.slot(RETURNING) == self.form or turn.slot("complain_words"):
            return await super().run(dispatcher, tracker, domain)
        if _TAKES_UP.search(turn.text) and (again := await withdrawn_before(turn)):
            say.utter("utter_complain_again")
            kept = [event for event in taken_up(again) if event["name"] != "complain_instead"]
            return [*kept, SlotSet(MISSES, 0), SlotSet(REQUESTED, "complain_confirm")]
        report = interrupted(tracker, self.form)
        threatens = bool(_THREATENS.search(turn.text))
        if report not in _CREW_FORMS:
            dealt = await self._otherwise(turn, say, threatens) if report is None else None
            if dealt is None:
                return await super().run(dispatcher, tracker, domain)
            led = [] if leads_on(dealt) else [FollowupAction("action_listen")]
            return [*forget(turn, self.form), *dealt, *led]
        if _tells(turn) and not threatens:
            return await super().run(dispatcher, tracker, domain)
        say.utter("utter_complain_after_report")
        words = f"{str(report).removesuffix('form')}words"
        noted = SlotSet(words, told_more(turn.slot(words), turn.said)[:WORDS_LIMIT])
        back = [SlotSet(PAUSED, None), SlotSet(RETURNING, report), FollowupAction(str(report))]
        return [*forget(turn, self.form), noted, *back]

    async def _leads_away(self, turn: Turn, asked: str) -> str | None:
        """Where “不投诉” leads, and a place without supply that is told in between; None for what belongs to the complaint."""
        if turn.is_payload:
            return None
        if _DROPS.search(turn.text) and (asked != "complain_formal" or _WANTS_ELSE.search(turn.text)):
            if begins_report(turn):
                return "outage_form"
            return _TO_PERSON if wants_number(turn.text) else "action_cancel"
        is_away = supply_in(turn.text) == AWAY or _OUT_NOW.search(turn.text)
        is_dark = turn.entity("address") and is_away and not _PAST.search(turn.text)
        if asked == "complain_words" or not is_dark or "投诉" in turn.text:
            return None
        return "outage_form" if await self._is_unknown(turn) else None

    async def _is_out(self, turn: Turn) -> bool:
        """Whether he may sit in the dark, and nobody knows yet."""
        is_told = not turn.is_payload and _OUT_NOW.search(turn.text)
        return bool(is_told) and await self._is_unknown(turn)

    @staticmethod
    async def _is_unknown(turn: Turn) -> bool:
        """Whether nobody is at an outage of his."""
        return await _unsettled(turn) is None

    @staticmethod
    async def _otherwise(turn: Turn, say: Say, threatens: bool) -> Events | None:
        """“再不来我打12345” hurries the crew that is awaited; “95598打不通” wants to be served here. None for a complaint."""
        if wants_person(turn):
            return [FollowupAction(_TO_PERSON)]
        if is_at_fault(turn.text) and "投诉" not in turn.text and (outage := await _unsettled(turn)):
            await go_on(turn, say, outage["number"])
            # “修得太差了 还是没电” is one matter.
            return [SlotSet(SETTLED, {"wishes": turn.entities("wish"), "at": turn.message})]
        if is_displeased(turn.text):
            return _calm(turn, say)
        guide = None if REGULATOR.search(turn.text) or "投诉" in turn.text else general_of(turn)
        if guide:
            quote_general(guide, turn, say)
            return []
        ticket = await current_ticket(turn) if threatens and not _HIGHER_UP.search(turn.text) else None
        return await Urge().handle(turn, say) if ticket and ticket["biz_type"] == FAULT else None

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """The matter first; who stays anonymous is not asked for a phone, and who takes it back for nothing."""
        if slots["complain_withdrawn"]:
            return []
        contact = [] if slots.get("complain_name") == DECLINED else ["complain_phone"]
        return ["complain_words", "complain_formal", "complain_name", *contact, "complain_confirm"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """A formal complaint may be asked for at any time, and the name told or kept back."""
        name = slots["complain_name"]
        if name == UNTOLD or (name == DECLINED and lifts(turn)):
            slots["complain_name"] = None
        super()._read(turn, asked, slots)
        if slots["complain_name"] is None and (name == UNTOLD or self._keeps_name(turn, asked)):
            slots["complain_name"] = UNTOLD
            is_of_matter = turn.intent not in self.triggers and read_formal(turn, False) is None
            if name is None and is_of_matter and phone_reading.phone(turn, False) is None:
                self._note(turn, slots, turn.said)
        if turn.entity("account_no") and slots["complain_words"]:
            self._note(turn, slots, turn.said)
        if read_formal(turn, False) == FORMAL:
            slots["complain_formal"] = FORMAL
        if (
            not turn.slot("complain_heard")
            and turn.intent in ("complain", *ANSWERS)
            and not slots["complain_withdrawn"]
        ):
            told = said_before(turn, slots["complain_words"] or "")
            slots["complain_words"] = told or slots["complain_words"]

    def _keeps_name(self, turn: Turn, asked: str | None) -> bool:
        """Whether a phone is told instead of a name, or something else where the name was asked for."""
        if phone_reading.phone(turn, False) is not None:
            return True
        is_told = bool(turn.text) and not (turn.is_payload or self._is_other(turn) or fears(turn))
        return is_told and asked == "complain_name" and not asks(turn.text) and yes_or_no(turn) is not False

    def _adds(self, turn: Turn, asked: str | None, answers_nothing: bool) -> bool:
        """What the difference is, is no part of the matter."""
        is_aside = asked == "complain_formal" and asks(turn.text) and turn.intent not in self.triggers
        return not is_aside and super()._adds(turn, asked, answers_nothing)

    def _takes(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """What the difference is, is answered, not noted."""
        return turn.slot(REQUESTED) != "complain_formal" and super()._takes(turn, slots)

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """Which it is is asked once: without an answer it is an opinion (facts 1.3), and says so."""
        if asked != "complain_formal" or turn.is_shown or reading.yes_or_no(turn) is False:
            return super()._missed(turn, say, asked)
        say.utter("utter_explain_complain_formal")
        slots = {question.slot: turn.slot(question.slot) for question in self.questions}
        slots |= {"complain_formal": OPINION, "complain_withdrawn": None}
        following = next(slot for slot in self.needed(slots) if slots[slot] is None)
        return [SlotSet("complain_formal", OPINION), SlotSet(MISSES, 0), SlotSet(REQUESTED, following)]

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """A word of regret, unless the angry got one; the regulator's line whenever it is spoken of."""
        if slots["complain_withdrawn"]:
            return
        is_asked = turn.slot(REQUESTED) == "complain_formal" and not turn.is_shown
        if is_asked and slots["complain_formal"] is None:
            slots["complain_formal"] = OPINION
            say.utter("utter_noted")
        if not turn.slot("complain_heard") and not is_angry(turn):
            say.utter("utter_complain_heard")
        if not turn.slot("complain_heard") and not turn.slot(PAUSED) and await self._is_out(turn):
            say.utter("utter_complain_out_now")
        slots["complain_heard"] = True
        if REGULATOR.search(turn.text):
            say.utter("utter_complain_regulator")
        await super().learn(turn, slots, say)
        is_nameless = slots["complain_name"] == DECLINED
        is_new = is_nameless and turn.slot("complain_name") != DECLINED
        if (is_new and asks(turn.text)) or (is_nameless and _HOW_ANSWERED.search(turn.text)):
            say.utter("utter_complain_anonymous")
        if slots["complain_name"] == DECLINED:
            slots["complain_phone"] = None  # not even the phone of an earlier ticket


async def _unsettled(turn: Turn) -> dict[str, Any] | None:
    """The order of an outage that somebody is at, or may be called back to."""
    tickets = await Service(turn.conversation).get("/tickets")
    return next((ticket for ticket in tickets if is_unsettled(ticket)), None)


def _calm(turn: Turn, say: Say) -> Events:
    """For displeasure with the bot: help and a person, and no complaint about nothing; the second time, a person."""
    if turn.slot(SOOTHED):
        return [FollowupAction(_TO_PERSON)]
    say.utter("utter_abuse")
    return [SlotSet(SOOTHED, True)]


def _tells(turn: Turn) -> bool:
    return len(BARE.sub("", turn.text)) >= ComplainForm.story


class AskComplainConfirm(AskConfirm):
    """The card of a complaint."""

    prefix = "complain"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Which it is, the words, who."""
        return [
            ("方式", _SHOWN.get(turn.slot("complain_formal"))),
            ("内容", told_words(turn.slot("complain_words"))),
            ("称呼", "匿名" if turn.slot("complain_name") == DECLINED else known(turn, "complain_name")),
            ("保密", "要" if turn.slot("complain_feared") else None),
        ]


class ComplainDone(TopicAction):
    """Registers a complaint or an opinion."""

    def name(self) -> str:
        """After the form."""
        return "action_complain_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The deadlines are the service's; the right to 12398 belongs to every complaint (facts 2.4)."""
        if turn.slot("complain_withdrawn"):
            if await withdraw(turn, say, COMPLAINT) is None:
                say.utter("utter_complain_none")
            return closed(turn, "complain")
        words, formal = turn.slot("complain_words") or "", turn.slot("complain_formal") == FORMAL
        kind = kind_of(words)
        topic = KINDS[kind][1] if kind else "complaint"
        name = known(turn, "complain_name")
        made = await register(
            turn,
            "complain",
            topic if formal else "opinion",
            f"{turn.slot('complain_formal')}：{words}",
            name=name,
            details={
                "类别": kind,
                "匿名": "是" if turn.slot("complain_name") == DECLINED else None,
                "保密要求": "保密" if turn.slot("complain_feared") else None,
            },
        )
        if old := turn.slot("complain_instead"):
            await Service(turn.conversation).post(f"/tickets/{old}/cancel", key=turn.key("instead"))
        say.text(registered(made))
        say.utter("utter_complain_rights" if formal else "utter_opinion_thanks")
        return closed(turn, "complain", made)
