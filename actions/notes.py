"""What a form does with questions of the customer's own: it answers those it knows, and notes the others for staff."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from actions.aside import Aside, asks, asks_how, find_aside
from actions.reading import told_more
from actions.turn import CERTAIN, SURE, Say, Turn

# Words that may answer a question, whatever they are; everything else sure is a wish of its own.
ANSWERS = frozenset(
    (
        "inform",
        "affirm",
        "deny",
        "correct_slot",
        "nlu_fallback",
        "out_of_scope",
        "send_picture",
        "",
    )
)
# Wishes that begin with a question of ours. Asked half surely in the middle of a report, they are questions about the report.
LOOK_UPS = frozenset(
    (
        "query_bill",
        "bill_high",
        "arrears_reconnect",
        "bind_account",
        "privacy_rights",
        "ask_outage_info",
        "ask_planned_outage",
        "query_ticket",
    )
)
OUTAGE = frozenset(("report_outage_home", "report_outage_partial", "report_outage_area", "report_trip"))
"""Intents that report an outage."""
SERVED_APART = (LOOK_UPS - {"bind_account", "privacy_rights", "arrears_reconnect"}) | {
    "invoice_bill",
    "ask_tier",
    "ask_tou",
}
"""Look-ups that are served for themselves when a form's answer carries one."""
_WHEN = frozenset(("ask_outage_info", "query_ticket", "urge"))
_REPORTS = frozenset(
    ("report_meter_fault", "report_voltage", "report_trip", "appliance_damage", "pay_problem", "complain")
)
_OF_SUPPLY = re.compile(r"停电|停不停|停没停|来没来电|来电了?(?:[吗没]|[是对]吧)")
_SUPPOSED = re.compile(r"会不会|要是|万一|如果|假如")
_NOTES_LIMIT = 500


@dataclass(frozen=True)
class Question:
    """One thing a form wants to know.

    Attributes:
        slot: where the answer goes; the domain holds `utter_ask_<slot>`, or an action `action_ask_<slot>`.
        read: finds the answer in a turn, else None. `asked` is True when this question was just put: then a bare word counts.
        explain: response for the second miss; says what is wanted and why, with an example.
    """

    slot: str
    read: Callable[[Turn, bool], Any | None]
    explain: str


class TakesNotes:
    """The part of a form that this module is about."""

    questions: tuple[Question, ...]
    # Intents that start this form: inside it they repeat the wish and interrupt nothing.
    triggers: frozenset[str] = frozenset()
    # Questions that are answered in passing.
    asides: Sequence[Aside] = ()
    # The same of questions that come once there is a work order (actions/ticket_after.py).
    asides_later: Sequence[Aside] = ()
    # Questions of this matter that only staff can answer, whatever wish they sound like.
    belongs: re.Pattern[str] = re.compile(r"(?!)")

    @property
    def notes(self) -> str:
        """Slot of what staff are to read besides: questions that only they can answer, when somebody is at home; empty: none."""
        return ""

    def _aside(self, turn: Turn) -> Aside | None:
        """What the form knows of a question; a sure wish of another kind asks about that (“开发票要钱吗”)."""
        found = find_aside(turn.text, self.asides)
        if found and turn.intent in found.sounds_like and not turn.entity("appliance"):
            return found
        is_other = turn.intent not in ANSWERS | self.triggers | _WHEN and turn.confidence >= CERTAIN
        return None if is_other and not _supposes(turn) else found

    def _takes(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """Whether a question that the form does not know goes on the work order; a sure wish is none."""
        if not self._keeps_notes(slots) or not asks(turn.text) or asks_how(turn.text) or turn.media:
            return False
        if self.belongs.search(turn.text) and turn.intent != "report_danger":
            return True
        asks_of_supply = names_supply(turn.text) and not self.triggers & OUTAGE
        is_doubtful = turn.intent in LOOK_UPS and turn.confidence < CERTAIN and not asks_of_supply
        is_doubtful = is_doubtful or _supposes(turn)
        return turn.intent in ANSWERS | self.triggers or turn.confidence < SURE or is_doubtful

    def _keeps_notes(self, slots: dict[str, Any]) -> bool:
        """Not before the question for the customer's own words, which a note must not answer."""
        is_question = any(question.slot == self.notes for question in self.questions)
        return bool(self.notes) and not (is_question and slots[self.notes] is None)

    def _note(self, turn: Turn, slots: dict[str, Any], said: str) -> None:
        """Puts it on the work order, once."""
        known = slots.get(self.notes) or turn.slot(self.notes) or ""
        if said not in known:
            slots[self.notes] = told_more(known or None, said)[:_NOTES_LIMIT]

    def _note_question(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        if not self._keeps_notes(slots):
            return
        is_further = "问：" in str(slots.get(self.notes) or turn.slot(self.notes) or "")
        self._note(turn, slots, f"问：{turn.said}")
        if not say.spoken:
            say.utter("utter_aside_noted_too" if is_further else "utter_aside_noted")


def names_supply(text: str) -> bool:
    """Whether a question names the supply, and not only the time that somebody comes."""
    return bool(_OF_SUPPLY.search(text)) and not _SUPPOSED.search(text)


def _supposes(turn: Turn) -> bool:
    """“会不会把电器烧了”, “要是表坏了”: asked of what has not happened, so nothing else is reported or looked up."""
    is_elsewhere = turn.entity("time") or turn.entity("address")
    return turn.intent in LOOK_UPS | _REPORTS and bool(_SUPPOSED.search(turn.text)) and not is_elsewhere
