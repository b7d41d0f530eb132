"""Applications: steps, papers, times and places from the guides, and a ticket for who wants to be called (facts 1.4, 2.1).

Nothing is approved here and no capacity, charger or panel is promised (facts 4.4).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import phone_reading, reading
from actions.application import WISHES, applied_for
from actions.aside import asks
from actions.business_pair import (
    Application,
    asks_for_this,
    kept_apart,
    kept_for_later,
    pair_in,
    put_first,
    taken_up,
    waiting,
)
from actions.business_reading import (
    APPLY,
    COMPARED,
    FEES,
    MANAGER,
    NOTED,
    OTHER,
    RENAMES,
    UNSURE,
    asks_fees,
    asks_within,
    calls_manager,
    choose,
    compared,
    is_answered,
    is_its_money,
    is_out,
    is_question,
    question_in,
    read_next,
    read_subject,
    tells_wanted,
    turns_to,
    where,
)
from actions.business_view import questions, title
from actions.flow import MISSES, REQUESTED, Events, forget
from actions.form import Question, part_of
from actions.general import answered
from actions.guides import OFTEN, PARTS, SHORT, Guide, often_asked, part_in, quote, read_guides
from actions.names import own_name
from actions.report import ELSEWHERE, ReportForm, account_no, closed, register, registered
from actions.tariff_talk import applies
from actions.topic import TopicAction
from actions.turn import OWN_WISH, Say, Turn, open_form

_WHOM = re.compile(
    r"(?:介绍|推荐|指定).{0,8}(?:队|电工|师傅|公司|单位|厂家|牌子|人)|找(?:谁|哪家)(?:施工|装|做|干)"
)
_PERSON = re.compile(r"人工|真人|活人")
# “充电桩没电了” of who has one already needs a crew, no new supply.
_NEW_SUPPLY = ("charger", "new_business", "new_home", "temporary")
_GIVE_UP = ("close", "pause", "transfer")
_ASK_LIMIT = 5  # questions without an answer that are kept, the latest
_LEFTOVER = re.compile(r"[\u4e00-\u9fa5]{3,}")
_SAID_TO_APPLY = re.compile(
    r"(?:那|就|请|帮我|给我)*登记(?:一下|下|吧)?|[我你]?的?(?:电话|手机号?|地址|户号)(?:是|留)?|[我姓叫是留号]"
)


def tell(guide: Guide, part: str, turn: Turn, say: Say) -> None:
    """The same, and that neither a contractor nor a fee is for us to name (facts 0.3 rule 6)."""
    quote(guide, part, turn, say)
    if _WHOM.search(turn.text):
        say.utter("utter_business_whom")
    if guide.may_be_quoted(turn.at.date()) and asks_fees(turn.text):
        say.utter("utter_business_fees")


def first_words(guide: Guide, turn: Turn, say: Say) -> str:
    """What is told of a business first, and how that is called: a part or an answer if asked for, else what it is."""
    answer = often_asked(guide, turn.text) if asks(turn.text) and not part_in(turn.text) else None
    if answer and guide.may_be_quoted(turn.at.date()):
        say.text(f"{guide.title}：{answer}")
        return OFTEN
    part = part_in(turn.text) or SHORT
    tell(guide, part, turn, say)
    return part


def _opened(intent: str, subject: str | None, told: list[str], words: str | None = None) -> Events:
    return [
        SlotSet("business_intent", intent),
        SlotSet("business_subject", subject),
        SlotSet("business_next", None),
        SlotSet("business_told", told),
        SlotSet("business_words", words),
        SlotSet("business_ask", None),
        FollowupAction("business_form"),
    ]


class Business(TopicAction):
    """Answers at once; asks on only when no other dialogue is open."""

    def name(self) -> str:
        """For every wish in `WISHES`."""
        return "action_business"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The guide that the words point to, or the choice."""
        guides = read_guides()
        if (own := taken_up(turn)) is not None:
            return self._take_up(turn, say, own)
        applied, pair = applied_for(turn), pair_in(turn)
        guide = guides[pair[0].subject] if pair else applied or choose(turn.intent, turn.text)
        if (events := await answered(turn, say, in_hand=guide is None, own=guide)) is not None:
            return events
        if is_out(turn.text) and not turn.tracker.active_loop and (not guide or guide.subject in _NEW_SUPPLY):
            return [SlotSet("outage_words", turn.said), FollowupAction("outage_form")]
        told = [first_words(guide, turn, say)] if guide else []
        if not guide and turn.intent == RENAMES and asks(turn.text):
            say.utter("utter_business_rename_or_transfer")
        if turn.tracker.active_loop:
            if not guide:
                titles = "、".join(g.title for g in guides.values() if turn.intent in g.intents)
                say.text(f"这些我都能讲：{titles}。")
            return []
        if pair:
            say.text(f"两件事一件一件办：先说“{pair[0].words}”，接着就办“{pair[1].words}”。")
        second = kept_for_later(turn, pair[1]) if pair else None
        wish = guide.intents[0] if guide and (pair or applied) else turn.intent
        return [
            *([SlotSet(OWN_WISH, second)] if pair or waiting(turn) else []),
            *_opened(wish, guide.subject if guide else None, told),
        ]

    @staticmethod
    def _take_up(turn: Turn, say: Say, second: Application) -> Events:
        """The other of two applications: with the place and the phone that were told meanwhile, the card is next."""
        guide = read_guides()[second.subject]
        say.text(f"再说您的另一件事“{second.words}”。")
        told = [first_words(guide, turn, say)]
        return [
            SlotSet(OWN_WISH, None),
            *_opened(guide.intents[0], guide.subject, told, second.words),
            SlotSet("business_address", second.address),
            SlotSet("business_phone", second.phone),
            # Who had the first one registered wants the other, too.
            *([SlotSet("business_next", APPLY)] if second.phone else []),
        ]


class BusinessForm(ReportForm):
    """The subject, more of the guide as long as it is wanted, then perhaps a ticket."""

    form = "business_form"
    prefix = "business"
    # “等不及了” belongs to the business in hand.
    triggers = WISHES | {"urge"}
    memory = ("business_told", "business_name", "business_ask", "business_words", OWN_WISH)
    asides = ()
    questions = (
        Question("business_subject", read_subject, "utter_explain_business_subject"),
        Question("business_next", read_next, "utter_explain_business_next"),
        Question("business_address", where, "utter_explain_business_address"),
        Question("business_phone", phone_reading.phone, "utter_explain_phone"),
        Question("business_confirm", reading.confirmed("business_confirm"), "utter_explain_confirm"),
        Question("business_account", account_no, "utter_explain_business_address"),
    )

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Who calls for his manager wants no order on the guide that happens to be open."""
        turn = Turn(tracker)
        if open_form(turn) == self.form and calls_manager(turn):
            return [*forget(turn, self.form), SlotSet("key_need", MANAGER), FollowupAction("key_form")]
        if open_form(turn) == self.form and turn.slot(REQUESTED) and asks_for_this(turn):
            return [SlotSet(MISSES, 0), SlotSet(REQUESTED, turn.slot(REQUESTED))]
        return await super().run(dispatcher, tracker, domain)

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """Only who wants to be called is asked for place and phone."""
        asked = ["business_subject", "business_next"]
        if slots.get("business_next") != APPLY:
            return asked
        has_number = slots.get("business_account") and not slots.get("business_address")
        return [*asked, *([] if has_number else ["business_address"]), "business_phone", "business_confirm"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Besides answers: another business, the name to ask for, and what stands beside a place or a phone."""
        before = dict(slots)
        if asked and (changed := put_first(turn, slots)):
            slots.update(changed)
            return
        if other := turns_to(turn, asked):
            slots["business_subject"] = other.subject
            return
        super()._read(turn, asked, slots)
        slots.update(kept_apart(turn, before))
        if asked == "business_subject" and self._is_off_the_menu(turn, slots):
            slots["business_subject"], slots["business_next"] = OTHER, APPLY
        states = asked is None and applied_for(turn) is not None
        is_wanted = states or reading.registers(turn.text) or applies(turn)
        if asked is None and slots["business_next"] is None and is_wanted:
            slots["business_next"] = APPLY
        if asked is not None and (number := account_no(turn, False)):
            slots["business_account"] = number  # “户号也换 3200…”: the latest counts
        words = turn.slot("business_words")
        no_detail = bool(is_question(turn.text) or part_in(turn.text)) and not tells_wanted(turn.text)
        if asked is not None and no_detail:
            slots["business_words"] = words  # a question is no account of the matter
        guide = read_guides().get(slots["business_subject"] or "")
        if guide and asked not in (None, "business_next", "business_subject") and slots == before:
            wanted = question_in(turn, guide)
            slots["business_told"] = [*(slots["business_told"] or []), *([wanted] if wanted else [])]
        name = own_name(turn, False) if asked is not None or states else None
        slots["business_name"] = name or slots["business_name"]
        beside = _SAID_TO_APPLY.sub("", turn.without(ELSEWHERE)).replace(name or "\n", "")
        tells_where = slots["business_address"] != before["business_address"]
        is_detail = slots["business_next"] in (NOTED, OFTEN) or (tells_where and _LEFTOVER.search(beside))
        is_detail = is_detail or tells_wanted(turn.text) or self._gives_up(turn)
        is_story = states or (asked is not None and is_detail and not no_detail)
        if is_story and turn.said not in (words or ""):
            slots["business_words"] = reading.told_more(words, turn.said)

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """“登记，让人打给我” takes the offer and is no call for a person now; “需要什么” wants nothing repeated."""
        never = super().never_answers(turn)
        if turn.slot(REQUESTED) == "business_subject":
            return never - {"repeat"}
        chosen = read_next(turn, turn.slot(REQUESTED) == "business_next")
        if chosen == APPLY and not _PERSON.search(turn.text):
            return never - {"ask_human"}
        return never - ({"repeat"} if chosen not in (None, NOTED, UNSURE) else set())

    def _help(self, turn: Turn, say: Say, asked: str, first: str | None, is_progress: bool = False) -> int:
        """Another part or subject was told: that is no miss. The choice between two is explained at the first miss."""
        if is_progress and asked != "business_subject":
            if first and turn.intent in self.triggers:
                say.utter(first)
            return 0
        wish = turn.slot("business_intent")
        if asked == "business_subject" and wish == RENAMES and not turn.slot(MISSES):
            return super()._help(turn, say, asked, "utter_business_rename_or_transfer")
        return super()._help(turn, say, asked, first)

    def _is_other(self, turn: Turn) -> bool:
        """What becomes of the money on an account that is given up is no payment that went wrong, nor a loan a bill; a question is no report."""
        guide = read_guides().get(turn.slot("business_subject") or "")
        is_ours = self._gives_up(turn) or (guide is not None and is_its_money(turn, guide))
        return not is_ours and not asks_within(turn) and super()._is_other(turn)

    @staticmethod
    def _gives_up(turn: Turn) -> bool:
        of_account = turn.slot("business_subject") in _GIVE_UP
        return of_account and turn.intent == "pay_problem" and "退" in turn.text

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Tells what is asked for and stays open for the next question; another subject begins anew."""
        if slots["business_subject"] == OTHER != turn.slot("business_subject"):
            say.utter("utter_business_as_told")
        guide, part = read_guides().get(slots["business_subject"] or ""), slots["business_next"]
        before, told = turn.slot("business_told") or [], list(slots["business_told"] or [])
        if guide is None:
            slots["business_subject"] = OTHER if slots["business_subject"] == OTHER else None
        elif slots["business_subject"] != turn.slot("business_subject"):
            if part != APPLY:
                told, slots["business_next"] = [first_words(guide, turn, say)], None
        elif part in (*PARTS, FEES, OFTEN, COMPARED, UNSURE, NOTED):
            told.append(part)
            slots["business_next"] = None
            self._answer(guide, part, turn, slots, say)
        elif told[len(before) :]:
            self._answer(guide, told[-1], turn, slots, say)
        elif part == APPLY != turn.slot("business_next") and (wanted := part_in(turn.text)):
            tell(guide, wanted, turn, say)
        if guide:
            slots["business_told"] = told
            self._hear_where(turn, slots, say)
        await super().learn(turn, slots, say)

    def _is_off_the_menu(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """Whether the choice was put and what is told is none of it: the words themselves go to a person.

        Who leaves a phone has told enough; else the choice is put twice.
        """
        if slots["business_subject"] is not None or turn.is_payload or self._is_other(turn):
            return False
        leaves_phone = slots["business_phone"] and slots["business_phone"] != turn.slot("business_phone")
        return bool(leaves_phone) or int(turn.slot(MISSES) or 0) > 0

    @staticmethod
    def _answer(guide: Guide, part: str, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """A part, the fees, what fits, or that nobody here knows; then it is kept for whoever will call."""
        answer = is_answered(guide, turn.text) if part == OFTEN else None
        if part in PARTS or (answer and not guide.may_be_quoted(turn.at.date())):
            tell(guide, part, turn, say)
        elif answer:
            say.text(answer)
        elif part == FEES:
            say.utter("utter_business_fees")
        elif part == COMPARED and (other := compared(turn, guide)):
            if RENAMES in other.intents and RENAMES in guide.intents:
                say.utter("utter_business_rename_or_transfer")
            else:
                tell(other, SHORT, turn, say)
        elif part == NOTED:
            say.utter("utter_noted")
        else:
            slots["business_ask"] = [*(slots["business_ask"] or []), turn.said[:100]][-_ASK_LIMIT:]
            say.utter("utter_business_unsure")

    @staticmethod
    def _hear_where(turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Who leaves a phone wants to be called: the card comes next. A place alone is acknowledged."""
        if slots["business_next"] is not None:
            return
        if slots["business_phone"] and slots["business_phone"] != turn.slot("business_phone"):
            slots["business_next"] = APPLY
        elif any(slots[at] != turn.slot(at) for at in ("business_address", part_of("business_address"))):
            say.utter("utter_business_place_noted")
        elif slots["business_account"] != turn.slot("business_account"):
            say.utter("utter_noted")

    def reports(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """A guide alone asks for nothing of the customer's."""
        return bool(slots["business_next"] == APPLY and turn.slot("business_next") != APPLY)


class BusinessDone(TopicAction):
    """Registers, or says good-bye."""

    def name(self) -> str:
        """After the form."""
        return "action_business_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """A pre-application is none yet, and the text says so."""
        if turn.slot("business_confirm") != "yes":
            say.utter("utter_business_left")
            kept = turn.slot("business_subject")  # for who thinks better of it (`picks_up`)
            return [*closed(turn, "business"), SlotSet("business_subject", kept)]
        guide = read_guides().get(turn.slot("business_subject") or "")
        summary = f"预约：{title(turn)}，{turn.slot('business_address') or '按户号找'}"
        topic = guide.ticket if guide else "business"
        details = {"要办的事": title(turn), "客户还想问": questions(turn)}
        name, second = turn.slot("business_name"), waiting(turn)
        made = await register(turn, "business", topic, summary, details=details, name=name)
        say.text(registered(made))
        if topic == "business":
            say.utter("utter_business_after")
        known = replace(second, phone=turn.slot("business_phone")) if second else None
        return [
            *closed(turn, "business", made),
            *([SlotSet(OWN_WISH, kept_for_later(turn, known))] if known else []),
        ]
