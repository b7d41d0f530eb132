"""Whose account it is: number and last four digits of the registered phone, or one that is known already (facts 5.1).

One form for every wish that needs an account: it keeps the wish, asks only what it lacks, and `action_account_done` carries the
wish on. What a conversation may see is decided by the service at every call, never by these slots.
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions.account_known import Account, find, known_accounts, place, record
from actions.account_wishes import WISHES
from actions.client import Service, UtilityDown
from actions.outage_view import clock_time
from actions.topic import MISSES, REQUESTED, Events, Question, TopicAction, TopicForm
from actions.turn import SURE, Say, Turn, payload
from common.masking import mask_account

SLOTS = ("account_no", "account_last4", "account_wish", "account_use", "account_other", "account_choices")
OTHER = "other"
_OTHER_WORDS = re.compile(r"(?:另外?|别)的?一?[个户]|(?:别|其[他它])的?户号|换个?户号|^其[他它]的?$")
_DIGITS = re.compile(r"(?<![0-9])[0-9]+(?![0-9])")


def read_number(turn: Turn, asked: bool) -> str | None:
    """An account number; `other` for one that is not among those offered; else one of those by its end or its place."""
    if turn.entity("account_no"):
        return str(turn.entity("account_no"))
    if turn.is_payload:
        return None
    if _OTHER_WORDS.search(turn.text):
        return OTHER
    choices = turn.slot("account_choices") if asked else None
    if not choices:
        return None
    ends = [run for run in _DIGITS.findall(turn.text) if 3 <= len(run) <= 6]
    fitting = [
        number
        for number, where in choices
        if any(number.endswith(end) for end in ends)
        or where[:2] in turn.text
        or (where[3:] and where[3:] in turn.text)
    ]
    return fitting[0] if len(fitting) == 1 else None


def read_last4(turn: Turn, asked: bool) -> str | None:
    """Four digits; of a whole phone number its end. Unasked only beside an account number: “3200001888001，1001”."""
    if turn.entity("last4"):
        return str(turn.entity("last4"))
    found = _DIGITS.findall(turn.text)
    beside_number = bool(turn.entity("account_no")) and any(len(run) in (10, 13) for run in found)
    if turn.is_payload or not (asked or beside_number):
        return None
    if turn.entity("phone"):
        return str(turn.entity("phone"))[-4:]
    runs = [run for run in found if len(run) == 4]
    return runs[0] if len(runs) == 1 else None


class AccountForm(TopicForm):
    """Finds the account of a wish."""

    form = "account_form"
    triggers = frozenset(WISHES)
    questions = (
        Question("account_no", read_number, "utter_explain_account_no"),
        Question("account_last4", read_last4, "utter_explain_account_last4"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """Nothing more once an account may be used, or the wish is over."""
        return (
            []
            if slots.get("account_use") or not slots.get("account_wish")
            else ["account_no", "account_last4"]
        )

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        super()._read(turn, asked, slots)
        # A new number replaces the one before; nobody has to say first that it was wrong.
        slots["account_no"] = read_number(turn, asked == "account_no") or slots["account_no"]

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """A number that is none is worth a word of its own."""
        length = max(
            (len(run) for run in _DIGITS.findall(turn.text.replace(" ", "").replace("-", ""))), default=0
        )
        if asked != "account_no" or length < 6:
            return super()._missed(turn, say, asked)
        if turn.entity("phone"):
            say.utter("utter_account_is_phone")
        elif turn.entity("meter_no"):
            say.utter("utter_account_is_meter")
        elif length == 16:
            say.utter("utter_account_is_south")
        else:
            say.utter("utter_account_wrong_length", length=length)
        return [SlotSet(MISSES, int(turn.slot(MISSES) or 0) + 1), SlotSet(REQUESTED, asked)]

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Keeps the wish, uses a known account, or proves a new one."""
        wish = self._wish(turn)
        slots["account_wish"] = wish
        is_new = wish != turn.slot("account_wish")
        early = WISHES[wish["name"]].early if wish else None
        try:
            if not wish or (is_new and early and await early(turn, say)):
                _end(slots)
                return
            if is_new:
                slots["account_other"] = None
            await self._find(turn, slots, say, wish["name"])
        except UtilityDown:
            if wish:
                for event in await record(turn, say, WISHES[wish["name"]], slots["account_no"], wish["text"]):
                    slots[event["name"]] = event["value"]
            else:
                say.utter("utter_utility_down")
            _end(slots)

    def _wish(self, turn: Turn) -> dict[str, str] | None:
        """The wish in hand, or the one that this message says; a bare number that merely resembles another wish says none."""
        kept: dict[str, str] | None = turn.slot("account_wish")
        inside = turn.slot(REQUESTED) in ("account_no", "account_last4") and kept
        name = turn.entity("account_wish") or turn.intent
        is_answer = inside and (turn.confidence < SURE or turn.entity("account_no") or turn.entity("last4"))
        if name not in WISHES or is_answer:
            return kept
        return {"name": name, "text": turn.text}

    async def _find(self, turn: Turn, slots: dict[str, Any], say: Say, wish: str) -> None:
        service = Service(turn.conversation)
        accounts = await known_accounts(service)
        if slots["account_no"] == OTHER:
            slots.update(account_no=None, account_other=True, account_choices=None)
        number = slots["account_no"]
        if number is None:
            offered = (
                []
                if slots.get("account_other", turn.slot("account_other"))
                else WISHES[wish].offered(accounts)
            )
            if len(offered) == 1:
                slots["account_use"] = offered[0]["account_no"]
            slots["account_choices"] = [[a["account_no"], place(a)] for a in offered] or None
            return
        known = find(accounts, number)
        if known:
            slots["account_use"] = known["account_no"]
        elif slots["account_last4"]:
            await self._verify(turn, slots, say, service)

    async def _verify(self, turn: Turn, slots: dict[str, Any], say: Say, service: Service) -> None:
        number, last4 = slots["account_no"], slots["account_last4"]
        slots["account_last4"] = None
        tried = await service.post("/verifications", account_no=number, last4=last4, key=turn.key("verify"))
        if tried["result"] == "passed":
            proved = find(await known_accounts(service), number)
            slots["account_use"] = proved["account_no"] if proved else None
        elif tried["result"] == "wrong":
            # The same words for a number that does not exist (facts 5.1).
            say.utter("utter_account_wrong", tries=tried["tries_left"])
        elif tried["result"] == "locked":
            say.utter("utter_account_locked", until=clock_time(tried["locked_until"], turn.at))
            _end(slots)
        else:
            say.utter("utter_account_too_many")
            _end(slots)


class AskAccountNo(TopicAction):
    """Which of the known accounts, or the number of a new one."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_account_no"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Masked numbers and places; the number itself is never read out."""
        choices = turn.slot("account_choices")
        if not choices:
            say.utter("utter_account_which_number")
            return []
        buttons = [(f"{mask_account(no)} {where}", payload("inform", account_no=no)) for no, where in choices]
        say.text(
            f"您这里有{len(choices)}个户号，要哪一个？",
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
        say.utter("utter_account_last4", masked=mask_account(str(turn.slot("account_no"))))
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
        if not wish or not number:
            return cleared
        spec = WISHES[wish["name"]]
        try:
            account: Account | None = find(await known_accounts(Service(turn.conversation)), number)
            if account is None:
                say.utter("utter_account_ended")
                return cleared
            return [*cleared, *await spec.fulfil(turn, say, account, wish["text"])]
        except UtilityDown:
            return [*cleared, *await record(turn, say, spec, number, wish["text"])]


def _end(slots: dict[str, Any]) -> None:
    """Nothing is asked any more and nothing will be done."""
    slots.update(account_no=None, account_last4=None, account_wish=None, account_use=None)
