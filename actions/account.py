"""Whose account it is: number and last four digits of the registered phone, or one that is known already (facts 5.1).

Who does not know the digits gets a one-time code on that phone, whose number nobody is told.

One form for every wish that needs an account: it keeps the wish, asks only what it lacks, and `action_account_done` carries the
wish on. What a conversation may see is decided by the service at every call, never by these slots.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet

from actions import tariff_mine
from actions.account_alone import READY
from actions.account_known import Account, find, known_accounts, place, record
from actions.account_named import OWN_HOME, label_of, labelled
from actions.account_proof import prove, send_code
from actions.account_reading import (
    ASKED,
    DIGITS,
    OTHER,
    back_to_proved,
    last4_for,
    read_code,
    read_last4,
    read_number,
    read_several,
    told_before,
    tried_before,
    wants_code,
)
from actions.account_unbind import lets_go
from actions.account_wishes import WISHES
from actions.bill_talk import asks_about_late_fee, carries_on, names_bill, shown, wish_of
from actions.client import Service, UtilityDown
from actions.flow import MISSES, REQUESTED, RETURNING, Events
from actions.form import Question, TopicForm
from actions.general import answered
from actions.guides import general_of
from actions.reading import beside_numbers, names_account, registers
from actions.request import ask_for
from actions.tariff_talk import in_hand
from actions.topic import TopicAction
from actions.turn import SURE, Say, Turn, payload
from common.masking import mask_account

SLOTS = (
    "account_no",
    "account_last4",
    "account_code",
    "account_by_code",
    "account_wish",
    "account_use",
    "account_other",
    "account_choices",
    "account_more",
)
_OF_THE_FORM = {
    "account_form",
    "action_ask_account_no",
    "action_ask_account_last4",
    "action_ask_account_code",
    "action_listen",
    "action_extract_slots",
}
_THIS_ONE = re.compile(r"这一?[户家]|这个(?:户|号|呢|的)")

_BINDS = re.compile(r"绑|记[住下着]|保存|存[一下着上]|添加|加[上个进一到]|关联|以后|解除|删|移")


class AccountForm(TopicForm):
    """Finds the account of a wish."""

    form = "account_form"
    triggers = frozenset(WISHES)
    questions = (
        Question("account_no", read_number, "utter_explain_account_no"),
        Question("account_last4", read_last4, "utter_explain_account_last4"),
        Question("account_code", read_code, "utter_explain_account_code"),
    )
    memory = ("account_by_code", "account_more")

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """“重发一下” wants a new code, not the same words again; who gives a number does not give up."""
        resend = turn.slot(REQUESTED) == "account_code" and wants_code(turn) == "new"
        proves = turn.entity("last4") or turn.entity("account_no")  # “算了，尾号1001”
        return super().never_answers(turn) - {"repeat" if resend else "", "cancel" if proves else ""}

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """Nothing more once an account may be used, or the wish is over."""
        if slots.get("account_use") or not slots.get("account_wish"):
            return []
        return ["account_no", "account_code" if slots.get("account_by_code") else "account_last4"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        choices = (turn.slot("account_choices") or []) if asked == "account_no" else []
        several = read_several(turn, [number for number, _ in choices])
        super()._read(turn, asked, slots)
        if several and slots["account_more"] is None:
            slots.update(account_no=several[0], account_more=several[1:])
        elif not several:
            # A new number replaces the one before; nobody has to say first that it was wrong.
            slots["account_no"] = read_number(turn, asked == "account_no") or slots["account_no"]
        if len(set(turn.entities("account_no"))) > 1:
            slots["account_last4"] = last4_for(turn, slots["account_no"])
        elif _is_next(turn):
            slots["account_last4"] = None
        is_other = slots["account_no"] not in (None, OTHER, turn.slot("account_no"))
        if asked == "account_last4" and is_other and not slots["account_last4"]:
            slots["account_last4"] = tried_before(turn)
        if asked == "account_code" and slots["account_last4"]:
            slots["account_by_code"] = None  # four digits instead of the code
        if wanted := wants_code(turn):
            slots["account_by_code"] = {"new": "wanted", "no": None}[wanted]

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """A number that is none is worth a word of its own; a general question, or talk about something else, is no answer."""
        has_digits = DIGITS.search(turn.text.replace(" ", "").replace("-", ""))
        is_left = general_of(turn) or (asked == "account_no" and _was_silent(turn))
        if not has_digits and is_left:
            return [ActionExecutionRejected(self.form)]
        if registers(turn.text):
            return ask_for(turn, say, "look_up")
        if asked != "account_no" or not self._is_no_account(turn, say):
            return super()._missed(turn, say, asked)
        return [SlotSet(MISSES, int(turn.slot(MISSES) or 0) + 1), SlotSet(REQUESTED, asked)]

    @staticmethod
    def _is_no_account(turn: Turn, say: Say) -> bool:
        """Says what a number is that is no account number; a phone beside it is not counted."""
        text = turn.without(("phone",)).replace(" ", "").replace("-", "")
        length = max((len(run) for run in DIGITS.findall(text)), default=0)
        if length < 6 and not turn.entity("phone"):
            return False
        if length < 6:
            say.utter("utter_account_is_phone")
        elif turn.entity("meter_no"):
            say.utter("utter_account_is_meter")
        elif length == 16:
            say.utter("utter_account_is_south")
        else:
            say.utter("utter_account_wrong_length", length=length)
        return True

    def _help(self, turn: Turn, say: Say, asked: str, first: str | None, is_progress: bool = False) -> int:
        """What became of a number, of digits or a code has been said already; it is not noted for later."""
        if is_progress and turn.entity("account_no"):
            return 0  # another number is no misunderstanding
        if say.spoken and turn.intent in self.triggers:
            return 0  # nor is the wish said again, which was answered
        return super()._help(turn, say, asked, None if first == "utter_noted" else first, is_progress)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Keeps the wish, uses a known account, or proves a new one; a question asked in general ends it."""
        events = await self._general(turn, say)
        if events == []:
            _end(slots)
            return
        own = next((event["value"] for event in events or [] if event.get("name") == "account_wish"), None)
        wish = own or self._wish(turn)
        slots["account_wish"] = wish
        is_new = wish != turn.slot("account_wish")
        early = WISHES[wish["name"]].early if wish else None
        try:
            if not wish or (is_new and early and await early(turn, say)):
                number = turn.slot("account_no")
                _end(slots)
                slots["account_no"] = number  # told for something that is still to come
                return
            if is_new:
                slots["account_other"] = None
            await self._find(turn, slots, say, wish["name"], is_new)
            is_half = slots["account_no"] is None and slots["account_last4"] != turn.slot("account_last4")
            again = turn.slot(REQUESTED) in ("account_last4", "account_code") and slots["account_no"]
            if is_new and again and not (slots.get("account_use") or say.spoken):
                say.utter("utter_account_only_proved")
            if is_half and not slots.get("account_use") and turn.slot(REQUESTED) == "account_no":
                self._is_no_account(turn, say)
        except UtilityDown:
            if wish:
                for event in await record(turn, say, WISHES[wish["name"]], slots["account_no"], wish["text"]):
                    slots[event["name"]] = event["value"]
            else:
                say.utter("utter_utility_down")
            _end(slots)

    async def _general(self, turn: Turn, say: Say) -> Events | None:
        if turn.intent not in self.triggers or turn.slot(RETURNING) == self.form:
            return None
        topic = in_hand(turn)
        words = beside_numbers(turn)
        is_own = topic is not None and (
            tariff_mine.wanted(topic, words) or (names_account(turn) and not names_bill(words))
        )
        return await answered(turn, say, in_hand=turn.confidence < SURE or is_own)

    def _wish(self, turn: Turn) -> dict[str, str] | None:
        """The wish in hand, or the one that this message says; a bare number that merely resembles another wish says none."""
        kept: dict[str, str] | None = turn.slot("account_wish")
        inside = turn.slot(REQUESTED) in ASKED and kept
        name = turn.entity("account_wish") or _meant(turn)
        is_answer = inside and (
            turn.confidence < SURE or turn.entity("account_no") or turn.entity("last4") or wants_code(turn)
        )
        if name not in WISHES or is_answer:
            return kept
        return {"name": name, "text": turn.text}

    async def _find(self, turn: Turn, slots: dict[str, Any], say: Say, wish: str, is_new: bool) -> None:
        service = Service(turn.conversation)
        accounts = await known_accounts(service)
        if slots["account_no"] == OTHER:
            slots.update(account_no=None, account_other=True, account_choices=None)
        if slots["account_no"] is None and not accounts and is_new and wish != "bind_account":
            slots["account_no"], slots["account_last4"] = told_before(turn) or (None, slots["account_last4"])
        number = slots["account_no"]
        if number is None:
            offered = (
                []
                if slots.get("account_other", turn.slot("account_other"))
                else WISHES[wish].offered(accounts)
            )
            if several := read_several(turn, [a["account_no"] for a in offered]):
                slots.update(account_use=several[0], account_more=several[1:])
                return
            named_home = label_of(turn.text) not in ("", OWN_HOME)
            is_unknown = named_home and not labelled(offered, turn.text)
            if is_unknown and shown(turn).account:
                slots.update(
                    account_other=True, account_choices=None
                )  # “老家那个呢” after the bill of another house
                return
            here = find(offered, shown(turn).account or "") if carries_on(turn) else None
            if not here and _THIS_ONE.search(turn.text):
                here = offered[0] if offered else None  # proved last
            meant = labelled(offered, turn.text) or ([here] if here else offered)
            # Perhaps the only one is the house meant; it is asked, not taken for it.
            if len(meant) == 1 and not is_unknown:
                slots["account_use"] = meant[0]["account_no"]
            slots["account_choices"] = [[a["account_no"], place(a)] for a in offered] or None
            return
        known = accounts[0] if accounts and back_to_proved(turn) else find(accounts, number)
        if known:
            slots["account_use"] = known["account_no"]
            return
        by_code = slots["account_by_code"]
        if by_code and (by_code == "wanted" or by_code != number[-10:]):
            # The slot keeps which account the code was sent for.
            slots.update(account_code=None, account_last4=None, account_by_code=number[-10:])
            outcome = await send_code(turn, say, number)
        elif proof := _proof(slots):
            slots.update(account_last4=None, account_code=None)
            outcome = await prove(turn, say, number, **proof)
        else:
            return
        if outcome == "barred":
            _end(slots)
        elif outcome == "passed":
            proved = find(await known_accounts(service), number)
            slots["account_use"] = proved["account_no"] if proved else None


class AskAccountNo(TopicAction):
    """Which of the known accounts, or the number of a new one."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_account_no"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Masked numbers and places; the number itself is never read out. Put once: after another answer it is not said again."""
        if _others_answered(turn):
            return []
        choices = turn.slot("account_choices")
        if not choices:
            by_code = turn.slot("account_by_code") == "wanted"
            say.utter("utter_account_code_needs_number" if by_code else "utter_account_which_number")
            return []
        buttons = [(f"{mask_account(no)} {where}", payload("inform", account_no=no)) for no, where in choices]
        say.text(
            f"您这里有{len(choices)}个户号，要哪一个？"
            if len(choices) > 1
            else "您说的是这一户吗？不是的话，把户号发给我。",
            [*buttons, ("另一个户号", payload("inform", account_no=OTHER))],
        )
        return []


class AskAccountLast4(TopicAction):
    """The digits that prove it."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_account_last4"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Names the account masked, so that a slip of the finger shows."""
        if _others_answered(turn):
            return []
        say.utter("utter_account_last4", masked=mask_account(str(turn.slot("account_no"))))
        return []


class AskAccountCode(TopicAction):
    """The code that was sent."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_account_code"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The phone it went to is not named: its end would be a proof as well (facts 0.3 rule 7)."""
        if _others_answered(turn):
            return []
        say.utter("utter_account_code")
        return []


class AccountDone(TopicAction):
    """Carries the wish on with its account."""

    def name(self) -> str:
        """After the form."""
        return "action_account_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The service is asked again whether this conversation may see the account."""
        cleared: Events = [SlotSet(slot, None) for slot in SLOTS]
        wish, number = turn.slot("account_wish"), turn.slot("account_use")
        if not wish or not number:  # a number told for something that is still to come stays
            return [event for event in cleared if event["name"] != "account_no"]
        spec = WISHES[wish["name"]]
        try:
            account: Account | None = find(await known_accounts(Service(turn.conversation)), number)
            if account is None:
                say.utter("utter_account_ended")
                return cleared
            return [*cleared, *await spec.fulfil(turn, say, account, wish["text"]), *_next(turn)]
        except UtilityDown:
            return [*cleared, *await record(turn, say, spec, number, wish["text"])]


def _meant(turn: Turn) -> str:
    """The wish that the words say, where their intent is one of those that are easily mixed up."""
    if lets_go(turn):
        return "bind_account"
    wish = wish_of(turn.text, turn.intent)
    if wish == "arrears_reconnect" and asks_about_late_fee(turn):
        return "query_bill"
    if wish in ("query_bill", "bill_high"):
        return carries_on(turn) or wish
    # Nothing is bound that nobody asked for: a number sent along, or “另一个户号”, is for the question in hand.
    is_number = turn.entity("account_no") or read_number(turn, False) or wants_code(turn)
    if wish == "bind_account" and not turn.is_payload and is_number and not _BINDS.search(turn.text):
        return "query_bill" if shown(turn).told else READY
    return wish


def _next(turn: Turn) -> Events:
    """The same wish for the next of several accounts."""
    more = turn.slot("account_more")
    if not more:
        return []
    return [
        SlotSet("account_no", more[0]),
        SlotSet("account_more", more[1:]),
        SlotSet("account_wish", turn.slot("account_wish")),
        FollowupAction("account_form"),
    ]


def _is_next(turn: Turn) -> bool:
    """Whether the message's digits have proved the account before this one; “尾号都是1002” is for all."""
    events = takewhile(lambda event: event["event"] != "user", reversed(turn.tracker.events))
    here = {event.get("name") for event in events}
    return "action_account_done" in here and "都" not in turn.text


def _proof(slots: dict[str, Any]) -> dict[str, str]:
    """The code before the digits; empty when neither was given."""
    if slots["account_code"]:
        return {"code": slots["account_code"]}
    return {"last4": slots["account_last4"]} if slots["account_last4"] else {}


def _others_answered(turn: Turn) -> bool:
    """Whether the latest message was answered by something else, while the form goes on waiting."""
    here: list[dict[str, Any]] = []
    for event in reversed(turn.tracker.events):
        if event["event"] == "user":
            break
        here.append(event)
    starts = any(event["event"] == "active_loop" for event in here)
    spoke = any(event["event"] == "bot" for event in here)
    names = {event["name"] for event in here if event["event"] == "action"}
    return spoke and not starts and bool(names - _OF_THE_FORM)


def _was_silent(turn: Turn) -> bool:
    """Whether the message before was answered by something else, so that nothing was asked just now."""
    return bool(turn.answered_by(1) - _OF_THE_FORM - {"action_account_unknown"})


def _end(slots: dict[str, Any]) -> None:
    """Nothing is asked any more and nothing will be done."""
    slots.update(dict.fromkeys((*ASKED, "account_by_code", "account_wish", "account_use", "account_more")))
