"""Base of all topics' forms: the questions of a topic.

A form here is an ordinary Rasa form whose `validate_<form>` action decides everything: what the message answers, what it
corrects, which question comes next, and when the message is no answer at all. Then the form is rejected, Rasa's rules answer the
message (danger, a person, a question, another wish), and the form comes back by itself with its question.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.aside import Aside, asks, asks_how, is_with_us, tells_how_to_call, tells_visit, waits
from actions.besides import wish_besides
from actions.cut_feared import fears_for_life
from actions.flow import (
    CREW_FORMS,
    DRAFT,
    FORMS,
    MISSES,
    NEVER_ANSWERS,
    PAUSED,
    REPORT_FORMS,
    REQUESTED,
    RETURNING,
    STORY_FORMS,
    Events,
    answers_first,
    elsewhere,
    forget,
    goes_on,
    interrupted,
    moment_of,
    says_no,
    was_silent,
)
from actions.instead import wanted_instead
from actions.mood import soothe
from actions.naming import ends_nothing, is_mere_telling
from actions.notes import ANSWERS as ANSWERS  # forms find them here, beside their base
from actions.notes import OUTAGE, SERVED_APART, TakesNotes
from actions.notes import Question as Question
from actions.numbers import piece_of
from actions.payment_safety import is_approached, protect
from actions.phone_reading import names_unit, wants_call
from actions.reading import (
    is_nameless,
    is_part_of,
    is_unknown,
    joined,
    may_be_bare,
    registers,
    restates,
    yes_or_no,
)
from actions.shown import HERE, answer_shown, points_there, shared_point
from actions.turn import CERTAIN, OWN_WISH, SURE, Say, Turn, kept_wish
from common.drafts import DRAFTS

# With so many misses in a row the customer is offered a person.
_OFFERS = 3
_ASKS_FOR = re.compile("查|问|看看|顺便|多少")
# Turns away from what is in hand (“不查了 我家停电了”): it does not come back by itself.
_GIVES_UP = re.compile(r"(?:^|[\s,，。])(?:那|先)?不(?:想|用|要)?(?:查|问|办|看|装|申请|过户|改|弄)了|^算了")
_CHINESE = re.compile("[\u4e00-\u9fa5]{2}")
_HALF_PHONE = 8  # digits; with more of them one is missing
_HALF_NUMBER = re.compile(r"[0-9]{3,}")
# On with the report, though it begins with 算了 (“算了，先报修吧”).
_REPORTS_ON = re.compile(
    r"(?<!不)(?<!不[用要想])(?<!别)(?:继续|接着|还是先?|先)(?:[给帮]我)?(?:[报办填]|登记|说报修|修(?!改))"
    r"|(?<!叫)(?<!让)[你您]们?(?:还是|赶紧|快点?|直接)*(?:派人)?(?:过)?来(?:人)?(?:修|看|弄)(?!了)"
    r"|先(?:叫|派|喊|找|让)(?:个|几个)?(?:人|师傅)(?:过)?来?(?:修|看|弄)"
)


@dataclass
class _Visit:
    """A message at a form, or the form's own beginning or return.

    Attributes:
        moment: see `moment_of`.
        returns: whether the form comes back from an interruption; the message answered another one.
        is_draft: whether the customer is to be asked first if he wants to go on.
        asked: slot of the question that the message may answer; DRAFT for “shall we go on?”.
        slots: the answers, `before` and after the message.
        paused: the form that this one interrupts as it begins.
    """

    turn: Turn
    moment: str
    returns: bool
    is_draft: bool
    asked: str | None
    slots: dict[str, Any]
    before: dict[str, Any]
    paused: str | None = None

    @property
    def puts_question(self) -> bool:
        """Whether one of the topic's own questions waits for its answer."""
        return self.asked not in (None, DRAFT)

    @property
    def tells(self) -> bool:
        """Whether the message told the form anything."""
        return self.slots != self.before


@dataclass
class _Heard:
    """What a message is at a form.

    Attributes:
        aside: what the form knows of a question in it.
        is_answer: whether an intent that never answers is meant as an answer here.
        is_wait: “等我问问”.
        is_back: “好了”, said behind it.
        reports_on: “算了，先报修吧”.
        wants_too: whether it asks to look something up besides.
        is_question: whether it is a question that is answered here or noted for staff.
    """

    aside: Aside | None
    is_answer: bool
    is_wait: bool
    is_back: bool
    reports_on: bool
    wants_too: bool
    is_question: bool = False


class TopicForm(TakesNotes, Action, ABC):
    """`validate_<form>` for a form of that name."""

    def __init_subclass__(cls) -> None:
        """Bases have no name of their own."""
        if isinstance(cls.form, str):
            FORMS[f"action_{cls.form.removesuffix('_form')}_done"] = cls

    # Further slots that `needed` and `learn` go by.
    memory: tuple[str, ...] = ()
    # How sure another wish must be to interrupt.
    interrupted_from = SURE

    # Abstract, so that the action server leaves shared bases of forms alone: it makes one of every class that it can.
    @property
    @abstractmethod
    def form(self) -> str:
        """Name of the form in domain and rules; a plain class attribute in a form."""

    def name(self) -> str:
        """Rasa calls the action of this name to validate the form."""
        return f"validate_{self.form}"

    def needed(self, slots: dict[str, Any]) -> Sequence[str]:
        """Slots to ask for with the present answers, in order; all of them unless a form says otherwise."""
        return [question.slot for question in self.questions]

    @abstractmethod
    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Called with new answers before the next question: looks things up, may add slots, may speak."""

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """Intents that always interrupt this form; “不留了” to the question for a phone gives up the phone only."""
        keeps_phone = str(turn.slot(REQUESTED)).endswith("_phone") and "不留" in turn.text
        answers = (
            {"cancel"} if keeps_phone else {"ask_human"} if self._calls(turn) or names_unit(turn) else set()
        )
        is_dark = self.form in ("business_form", "ticket_form") and turn.intent in OUTAGE
        reports = {turn.intent} if is_dark and turn.confidence >= SURE else set()
        return (NEVER_ANSWERS | reports) - answers

    def _calls(self, turn: Turn) -> bool:
        """A wish to be called is met by the order that this form makes."""
        return wants_call(turn) and any(question.slot.endswith("_phone") for question in self.questions)

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Rasa's entry: at activation, for an answer, and when coming back from an interruption."""
        turn, say = Turn(tracker), Say(dispatcher)
        if turn.place:
            turn.text = ""  # the name of a point tells a place and is no sentence of the customer's
        visit = self._visit(turn)
        if (events := self._begin(visit, say)) is not None:
            return events
        may_tell = (self.form in CREW_FORMS or turn.intent in OUTAGE) and turn.intent not in self.triggers
        is_how = turn.intent == "privacy_rights" and tells_how_to_call(turn.text)
        is_told = turn.place or is_how or ends_nothing(turn) or (may_tell and is_mere_telling(turn))
        if visit.asked and is_told:
            turn.intent = "inform"
        heard = self._hear(visit)
        if (events := self._pass_on(visit, heard, say)) is not None:
            return events
        if heard.is_back:
            return [SlotSet(MISSES, 0), SlotSet(REQUESTED, visit.asked)]
        if not visit.returns:  # the latest message answered the other form
            # No bare word of a question or of another wish is an answer.
            self._read(turn, None if heard.aside or heard.wants_too else visit.asked, visit.slots)
        heard.is_question = heard.aside is not None or (
            visit.puts_question and self._takes(turn, visit.slots)
        )
        if not visit.tells and (events := await self._without_answer(visit, heard, say)) is not None:
            return events
        return await self._go_on(visit, heard, say)

    def _visit(self, turn: Turn) -> _Visit:
        parts = [part_of(address) for address in self._addresses()]
        slots = {slot: turn.slot(slot) for slot in (*(q.slot for q in self.questions), *self.memory, *parts)}
        moment = moment_of(turn.tracker, self.form)
        returns = turn.slot(RETURNING) == self.form
        is_draft = self._is_draft(turn, moment, returns)
        asked = turn.slot(REQUESTED) if moment == "answer" and not is_draft else None
        return _Visit(turn, moment, returns, is_draft, asked, slots, dict(slots))

    def _begin(self, visit: _Visit, say: Say) -> Events | None:
        """What comes before any reading: a swindler, a matter whose words only resemble this form's, a form that comes back."""
        turn = visit.turn
        speaks = visit.moment != "resume" and not visit.returns
        if speaks and (protected := self._protect(turn, say, visit.moment)) is not None:
            return protected
        if visit.moment == "activation":
            is_begun = not visit.returns and answers_first(turn, self.form)
            if is_begun and (led := elsewhere(turn, self.form)):
                # Ended instead of rejected: Rasa puts the question of a form that rejects as it begins.
                kept = SlotSet("ticket_no", turn.slot("ticket_no"))
                return [*forget(turn, self.form), kept, *led]
            gives_up = is_begun and bool(_GIVES_UP.search(turn.text))
            visit.paused = None if gives_up else interrupted(turn.tracker, self.form)
        if visit.moment == "resume":
            return [SlotSet(REQUESTED, DRAFT if visit.is_draft else turn.slot(REQUESTED))]
        return None

    def _hear(self, visit: _Visit) -> _Heard:
        """What a message is at this form, whatever it would be elsewhere."""
        turn, is_asked = visit.turn, visit.asked is not None
        is_danger = turn.intent == "report_danger"
        reports_on = is_asked and bool(_REPORTS_ON.search(turn.text))
        is_how = is_asked and asks_how(turn.text) and turn.confidence < CERTAIN
        aside = self._aside(turn) if visit.puts_question else None
        is_answer = {
            "cancel": (reports_on and self.form in REPORT_FORMS) or registers(turn.text),  # “不问了 帮我登记”
            "repeat": (is_unknown(turn) and turn.confidence < SURE) or is_how,  # “说不清”
            "ask_human": self._calls(turn) or names_unit(turn),
        }.get(turn.intent, False)
        asks_us = aside is not None and not is_danger and turn.confidence < CERTAIN  # “你先回答我为啥没电”
        return _Heard(
            aside=aside,
            is_answer=is_answer or asks_us,
            is_wait=visit.moment == "answer" and not is_danger and waits(turn.text),
            is_back=visit.puts_question and not is_danger and _is_back(turn),
            reports_on=reports_on,
            wants_too=visit.puts_question and self.form in CREW_FORMS and self._wants_too(turn),
        )

    def _pass_on(self, visit: _Visit, heard: _Heard, say: Say) -> Events | None:
        """What no form may take for an answer."""
        turn = visit.turn
        gives_up = [ActionExecutionRejected(self.form), FollowupAction("action_cancel")]
        if heard.reports_on and self.form not in REPORT_FORMS and turn.slot(PAUSED) in REPORT_FORMS:
            return gives_up
        if visit.asked and not visit.returns and wanted_instead(turn, self.form):
            return gives_up
        if visit.puts_question and (besides := wish_besides(turn, self.form)):
            say.text("这个我也记着，等手头这件登记好接着报。")
            return [*besides, SlotSet(MISSES, 0), SlotSet(REQUESTED, visit.asked)]
        is_ours = heard.is_answer or heard.is_wait or heard.is_back
        if visit.moment == "answer" and turn.intent in self.never_answers(turn) and not is_ours:
            return [ActionExecutionRejected(self.form)]
        return gives_up if visit.asked == DRAFT and says_no(turn) else None

    async def _without_answer(self, visit: _Visit, heard: _Heard, say: Say) -> Events | None:
        """After a message that told the form nothing; None where the form goes on all the same."""
        turn, asked = visit.turn, visit.asked
        if visit.moment != "answer" or (asked == DRAFT and goes_on(turn)):
            return None
        if heard.is_wait:
            return [ActionExecutionRejected(self.form), FollowupAction("action_take_time")]
        if self._is_other(turn) and not heard.is_answer and not heard.is_question:
            return [ActionExecutionRejected(self.form)]
        if visit.is_draft:
            return [SlotSet(DRAFT, True), SlotSet(REQUESTED, DRAFT)]
        asks_again = [SlotSet(MISSES, 0), SlotSet(REQUESTED, asked)]
        if heard.reports_on:
            return asks_again
        if self._calls(turn):
            say.utter("utter_will_call")
            return asks_again
        if turn.intent in self.triggers or asked == DRAFT or heard.is_question:
            return None
        if await fears_for_life(turn, say):
            return asks_again
        return [*soothe(turn, say), *self._missed(turn, say, str(asked))]

    async def _go_on(self, visit: _Visit, heard: _Heard, say: Say) -> Events:
        """Learns from the answers, and puts the next question."""
        turn, slots, aside = visit.turn, visit.slots, heard.aside
        tells = visit.tells
        unanswered = visit.asked is not None and slots.get(visit.asked) is None
        noted = self._noted(visit)
        soothed = soothe(turn, say)
        if aside:
            say.utter(aside.response)
        await self.learn(turn, slots, say)
        if heard.is_question and (aside.for_staff if aside else not tells and not say.spoken):
            self._note_question(turn, slots, say)
        events = [SlotSet(slot, value) for slot, value in slots.items() if value != turn.slot(slot)]
        # It answered as well: the wish has its turn afterwards, unless understanding has parted the two already.
        if heard.wants_too and tells and not aside and len(turn.entities("wish")) < 2:
            events.append(SlotSet(OWN_WISH, kept_wish(turn, turn.said)))
        following = next((slot for slot in self.needed(slots) if slots.get(slot) is None), None)
        if following and visit.is_draft:
            following = DRAFT
        events += _of_flow(visit, following)
        # An answer that `learn` finds wrong, or comments on, is no aside: it says so itself.
        first = noted if tells and not say.spoken else None
        is_missed = unanswered and following == visit.asked and not heard.is_question
        misses = self._help(turn, say, str(visit.asked), first, tells) if is_missed else 0
        return [*soothed, *events, SlotSet(MISSES, misses), SlotSet(REQUESTED, following)]

    def _noted(self, visit: _Visit) -> str:
        """Response to what answers another question than the one that was put."""
        parts = map(part_of, self._addresses())
        if any(visit.slots[part] != visit.before[part] for part in parts):
            return "utter_place_without_name"
        return "utter_picture_noted" if visit.turn.media else "utter_noted"

    def _protect(self, turn: Turn, say: Say, moment: str) -> Events | None:
        """A word against swindlers instead of an answer; a story that is told of them goes on behind it."""
        is_story = self.form in STORY_FORMS
        if is_story and not is_approached(turn):
            return None
        if (protected := protect(turn, say)) is None:
            return None
        complains = self.form == "complain_form" and turn.intent in self.triggers and turn.confidence >= SURE
        tells = moment == "answer" and turn.intent in ANSWERS | self.triggers
        if is_story and (complains or tells):
            return None
        if moment == "answer":
            return [*protected, SlotSet(MISSES, 0), SlotSet(REQUESTED, turn.slot(REQUESTED))]
        return [*protected, *forget(turn, self.form), FollowupAction("action_listen")]

    def _is_draft(self, turn: Turn, moment: str, returns: bool) -> bool:
        """Whether the customer is to be asked first if he wants to go on."""
        if self.form not in DRAFTS or turn.slot(REQUESTED) == DRAFT:
            return False
        return bool(turn.slot(DRAFT)) if returns else moment != "activation" and was_silent(turn.tracker)

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        corrects = (
            turn.intent == "correct_slot" or "不是" in turn.text or "改成" in turn.text or restates(turn)
        )
        before = dict(slots)
        for question in self.questions:
            is_asked = question.slot == asked
            if slots[question.slot] is not None and not corrects and not _adds_to(question, turn, asked):
                continue
            if not is_asked and turn.is_payload and turn.entity(question.slot) is None:
                continue
            value = question.read(turn, is_asked)
            if value is not None:
                slots[question.slot] = value
        for address in self._addresses():
            _complete(turn, self.form, slots, address, asked)
            if address == asked and slots[address] is None and slots == before:
                slots[address] = self._taken_as_told(turn, slots[part_of(address)])
        if self._keeps_notes(slots) and not turn.is_payload and tells_visit(turn.text):
            self._note(turn, slots, turn.said)

    def _is_other(self, turn: Turn) -> bool:
        """Whether this is surely another wish than the form's own."""
        return turn.intent not in ANSWERS | self.triggers and turn.confidence >= self.interrupted_from

    def _wants_too(self, turn: Turn) -> bool:
        """Whether a message asks to look something up, whatever else it tells the form: “户号… 顺便查下电费”."""
        is_named = turn.intent in SERVED_APART - self.triggers and not is_mere_telling(turn)
        return is_named and turn.confidence >= SURE and bool(asks(turn.text) or _ASKS_FOR.search(turn.text))

    def _taken_as_told(self, turn: Turn, part: str | None) -> str | None:
        """A place that was asked for twice, or once more behind its town or a point, is what the customer says then: the crew can ask on."""
        is_near = part or shared_point(turn, self.form)
        was_asked = int(turn.slot(MISSES) or 0) >= (1 if is_near else _OFFERS - 1)
        is_name = _CHINESE.search(turn.text) and may_be_bare(turn, turn.text) and not asks_how(turn.text)
        return f"{part or ''}{turn.text}" if was_asked and is_name and not waits(turn.text) else None

    def _addresses(self) -> list[str]:
        """Slots of supply addresses."""
        return [question.slot for question in self.questions if question.slot.endswith("_address")]

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """First miss: the question again; second, or half a number: with an explanation; third: a person is offered."""
        if (shown := answer_shown(turn, say, asked, self)) is not None:
            return shown
        if turn.waits and turn.slot(MISSES):  # he talks to the person whom he waits for
            return [ActionExecutionRejected(self.form), FollowupAction("action_leave_word")]
        # A correction that changes nothing must not look like one that did.
        if asked.endswith("_confirm") and (turn.intent == "correct_slot" or yes_or_no(turn) is False):
            say.utter("utter_ask_what_to_change")
            return [SlotSet(MISSES, 0), SlotSet(REQUESTED, asked)]
        says_again = any(
            turn.slot(question.slot) == value
            for question in self.questions
            if (value := question.read(turn, False)) is not None
        )
        if asked.endswith("_phone") and 0 < len(piece_of(turn.text)) <= _HALF_PHONE:
            say.utter("utter_phone_goes_on")
            return [SlotSet(MISSES, 0), SlotSet(REQUESTED, asked)]
        is_half = asked.endswith("_phone") and _HALF_NUMBER.search(turn.text)
        explains = is_half or asks_how(turn.text)
        missed = self._question(asked).explain if explains else "utter_not_understood_here"
        misses = self._help(turn, say, asked, "utter_noted" if says_again else missed)
        # Rasa takes a form that sets no slot for one that cannot handle the message.
        return [SlotSet(MISSES, misses), SlotSet(REQUESTED, asked)]

    def _help(self, turn: Turn, say: Say, asked: str, first: str | None, is_progress: bool = False) -> int:
        """A question is put again, for want of an answer or because another one was given: how often in a row that was."""
        if turn.media:  # nobody is told off for photos, however many
            if first:
                say.utter(first)
            return int(turn.slot(MISSES) or 0)
        misses = int(turn.slot(MISSES) or 0) + 1
        # Whoever tells one thing after the other is not led away.
        last = first if is_progress else "utter_form_way_out"
        response = {1: first, _OFFERS - 1: self._question(asked).explain}.get(misses, last)
        if response:
            say.utter(response)
        return misses

    def _question(self, slot: str) -> Question:
        return next((question for question in self.questions if question.slot == slot), self.questions[0])


def _is_back(turn: Turn) -> bool:
    """Whether somebody who had asked for time is with us again; at the card “好了” is a yes."""
    said = turn.texts
    has_waited = "action_take_time" in turn.answered_by(1) and not str(turn.slot(REQUESTED)).endswith(
        "_confirm"
    )
    return has_waited and is_with_us(turn.text, said[-2])


def _of_flow(visit: _Visit, following: str | None) -> Events:
    """Which form waits behind this one, and whether this one is a draft."""
    events = []
    if following == DRAFT or (visit.paused in DRAFTS and was_silent(visit.turn.tracker)):
        events.append(SlotSet(DRAFT, True))
    elif visit.asked == DRAFT:
        events.append(SlotSet(DRAFT, None))
    if visit.paused:
        events.append(SlotSet(PAUSED, visit.paused))
    if visit.returns:
        events.append(SlotSet(RETURNING, None))
    return events


def part_of(address: str) -> str:
    """Slot for what was told of an address so far, while its name is missing."""
    return address.removesuffix("address") + "part"


def _complete(turn: Turn, form: str, slots: dict[str, Any], address: str, asked: str | None) -> None:
    """An address without a name waits for the rest; when none comes, it is taken as it is."""
    told, part = slots[address], slots[part_of(address)]
    if told and told != turn.slot(address):
        whole = joined(part, told)
        waits = is_nameless(whole) and whole != part and not turn.slot(address)
        slots[address], slots[part_of(address)] = (None, whole) if waits else (whole, None)
    elif part and asked == address and is_unknown(turn):
        slots[address], slots[part_of(address)] = part, None
    elif not told and asked == address and points_there(turn, form):
        slots[address] = HERE


def _adds_to(question: Question, turn: Turn, asked: str | None) -> bool:
    """Whether the message tells, at the card, what the place on it lacks: a group, a door, a landmark."""
    known = turn.slot(question.slot)
    if not known or not question.slot.endswith("_address") or not str(asked).endswith("_confirm"):
        return False
    told = question.read(turn, False)
    return bool(told) and is_part_of(str(known), str(told))
