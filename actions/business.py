"""Applications: steps, papers, times and places from the guides, and a ticket for who wants to be called (facts 1.4, 2.1).

Nothing is approved here and no capacity, charger or panel is promised (facts 4.4).
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions import reading
from actions.account_known import AskWithAccounts
from actions.general import answered
from actions.guides import PARTS, SHORT, Guide, find, part_in, quote, read_guides
from actions.report import AskConfirm, ReportForm, account_no, closed, place, register, registered
from actions.topic import ANSWERS, REQUESTED, Events, Question, TopicAction
from actions.turn import Say, Turn, payload

WISHES = frozenset(("transfer_rename", "new_or_capacity", "ev_solar", "invoice_bill"))
APPLY, ENOUGH, FEES = "登记", "不用", "费用"
# A question of at most so many characters is about the subject in hand.
_BARE = 10
_WHOM = re.compile(
    r"(?:介绍|推荐|指定).{0,8}(?:队|电工|师傅|公司|单位|厂家|牌子|人)|找(?:谁|哪家)(?:施工|装|做|干)"
)
_PRICE = re.compile(r"电价|一度多少|多少钱一度|几毛")
_FEES = re.compile(r"收费|要钱|多少钱|花钱|免费|押金|费用")


def tell(guide: Guide, part: str, turn: Turn, say: Say) -> None:
    """The same, and that neither a contractor nor a fee is for us to name (facts 0.3 rule 6)."""
    quote(guide, part, turn, say)
    if _WHOM.search(turn.text):
        say.utter("utter_business_whom")
    if guide.may_be_quoted(turn.at.date()) and _FEES.search(turn.text):
        say.utter("utter_business_fees")


class Business(TopicAction):
    """Answers at once; asks on only when no other dialogue is open."""

    def name(self) -> str:
        """For every wish in `WISHES`."""
        return "action_business"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The guide that the words point to, or the choice."""
        guides = read_guides()
        guide = find(guides.values(), turn.intent, turn.text)
        if (events := await answered(turn, say, in_hand=guide is None, own=guide)) is not None:
            return events
        if guide:
            tell(guide, part_in(turn.text) or SHORT, turn, say)
        if turn.tracker.active_loop:
            if not guide:
                titles = "、".join(g.title for g in guides.values() if turn.intent in g.intents)
                say.text(f"这些我都能讲：{titles}。")
            return []
        return [
            SlotSet("business_intent", turn.intent),
            SlotSet("business_subject", guide.subject if guide else None),
            SlotSet("business_next", None),
            SlotSet("business_told", [part_in(turn.text) or SHORT]),
            FollowupAction("business_form"),
        ]


def read_subject(turn: Turn, asked: bool) -> str | None:
    """The subject picked or named."""
    if turn.entity("business_subject"):
        return str(turn.entity("business_subject"))
    guide = find(read_guides().values(), turn.slot("business_intent") or "", turn.text) if asked else None
    return guide.subject if guide else None


def read_next(turn: Turn, asked: bool) -> str | None:
    """A part, `登记`, or `不用`; a thank-you or good-bye ends it."""
    if turn.entity("business_next"):
        return str(turn.entity("business_next"))
    if not asked or turn.is_payload:
        return None
    if turn.intent in ("thanks", "goodbye"):
        return ENOUGH
    if _PRICE.search(turn.text):
        return SHORT
    part = part_in(turn.text) or (FEES if len(turn.text) <= _BARE and _FEES.search(turn.text) else None)
    if part:
        return part
    answer = reading.yes_or_no(turn)
    if re.search(r"登记|预约|联系我|帮我办|申请", turn.text) or answer:
        return APPLY
    return ENOUGH if answer is False or re.search(r"不用|知道了|明白|够了|没了|了解", turn.text) else None


class BusinessForm(ReportForm):
    """The subject, more of the guide as long as it is wanted, then perhaps a ticket."""

    form = "business_form"
    prefix = "business"
    triggers = WISHES
    questions = (
        Question("business_subject", read_subject, "utter_explain_business_subject"),
        Question("business_next", read_next, "utter_explain_business_next"),
        Question("business_address", place("business_address"), "utter_explain_business_address"),
        Question("business_phone", reading.phone, "utter_explain_phone"),
        Question("business_confirm", reading.confirmed("business_confirm"), "utter_explain_confirm"),
        Question("business_account", account_no, "utter_explain_business_address"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """Only who wants to be called is asked for place and phone."""
        asked = ["business_subject", "business_next"]
        if slots.get("business_next") != APPLY:
            return asked
        has_number = slots.get("business_account") and not slots.get("business_address")
        return [*asked, *([] if has_number else ["business_address"]), "business_phone", "business_confirm"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """What answers nothing may name another subject of the same wish (“不是，我要账单明细”)."""
        before = dict(slots)
        super()._read(turn, asked, slots)
        if asked == "business_next" and slots == before and turn.intent in ANSWERS and not turn.is_payload:
            other = find(read_guides().values(), turn.slot("business_intent") or "", turn.text)
            if other and other.subject != slots["business_subject"]:
                slots["business_subject"], slots["business_next"] = other.subject, SHORT

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """“帮我登记，让人联系我” takes the offer and is no call for a person now; “需要什么” wants nothing repeated."""
        is_next = turn.slot(REQUESTED) == "business_next"
        answers = {"ask_human"} if "登记" in turn.text else {"repeat"} if part_in(turn.text) else set()
        return super().never_answers(turn) - (answers if is_next else set())

    def _help(self, turn: Turn, say: Say, asked: str, first: str | None, is_progress: bool = False) -> int:
        """Another part or subject was told: that is no miss, and nothing is noted for later."""
        return 0 if is_progress else super()._help(turn, say, asked, first, is_progress)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Tells what is asked for and stays open for the next part; another subject begins anew."""
        guides = read_guides()
        if turn.intent in WISHES and slots["business_next"] != APPLY:
            named = find(guides.values(), turn.intent, turn.text)
            if named:
                slots["business_subject"] = named.subject
        guide, part = guides.get(slots["business_subject"] or ""), slots["business_next"]
        if guide is None:
            slots["business_subject"] = None
        elif slots["business_subject"] != turn.slot("business_subject"):
            tell(guide, part_in(turn.text) or SHORT, turn, say)
            slots["business_next"] = None
            slots["business_told"] = [part_in(turn.text) or SHORT]
        elif part == FEES:
            say.utter("utter_business_fees")
            slots["business_next"] = None
        elif part in PARTS:
            tell(guide, part, turn, say)
            slots["business_next"] = None
            slots["business_told"] = [*(turn.slot("business_told") or []), part]
        elif part is None and _FEES.search(turn.text) and turn.slot("business_intent") == turn.intent:
            say.utter("utter_business_fees")
        await super().learn(turn, slots, say)

    def reports(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """A guide alone asks for nothing of the customer's."""
        return bool(slots["business_next"] == APPLY and turn.slot("business_next") != APPLY)


class AskBusinessSubject(TopicAction):
    """Which of the subjects."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_business_subject"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """One button a guide of the wish."""
        intent = turn.slot("business_intent")
        mine = [guide for guide in read_guides().values() if intent in guide.intents]
        buttons = [(guide.title, payload("inform", business_subject=guide.subject)) for guide in mine]
        say.text("您要办的是哪一件？点一下，或者用您的话说说。", buttons)
        return []


class AskBusinessAddress(AskWithAccounts):
    """Whose supply it is about."""

    slot = "business_address"


class AskBusinessNext(TopicAction):
    """What else of the guide, or a ticket."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_business_next"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Parts that were told, and those of an expired guide, are not offered."""
        guide = read_guides()[turn.slot("business_subject")]
        valid, told = guide.may_be_quoted(turn.at.date()), turn.slot("business_told") or []
        parts = [part for part in guide.more() if valid and part not in told]
        buttons = [(part, payload("inform", business_next=part)) for part in parts]
        buttons += [("登记，请人联系我", payload("inform", business_next=APPLY))]
        last = (
            ("不用了", payload("inform", business_next=ENOUGH)) if valid else ("转人工", payload("ask_human"))
        )
        asked = f"还要看{'、'.join(parts)}吗？" if parts else ""
        say.text(f"{asked}要办的话我可以先登记，请人联系您。", [*buttons, last])
        return []


class AskBusinessConfirm(AskConfirm):
    """The card of a pre-application."""

    prefix = "business"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Subject and place."""
        return [("要办的事", _title(turn)), ("地址", turn.slot("business_address"))]


class BusinessDone(TopicAction):
    """Registers, or says good-bye."""

    def name(self) -> str:
        """After the form."""
        return "action_business_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """A pre-application is none yet, and the text says so."""
        if turn.slot("business_confirm") != "yes":
            say.utter("utter_business_left")
            return closed(turn, "business")
        guide = read_guides().get(turn.slot("business_subject") or "")
        where = turn.slot("business_address") or "按户号找"
        summary = f"预约：{_title(turn)}，{where}"
        topic = guide.ticket if guide else "business"
        made = await register(turn, "business", topic, summary, details={"要办的事": _title(turn)})
        say.text(registered(made))
        if topic == "business":
            say.utter("utter_business_after")
        return closed(turn, "business", made)


def _title(turn: Turn) -> str:
    guide = read_guides().get(turn.slot("business_subject") or "")
    return guide.title if guide else "办电咨询"
