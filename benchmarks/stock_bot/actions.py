"""The stock bot's action server: checks the form as Rasa's documentation shows, and answers at its end."""

from __future__ import annotations

import itertools
import re
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

_PHONE = re.compile(r"1\d{10}")
_numbers = itertools.count(1)


class ValidateOutageForm(FormValidationAction):
    """Takes only a mobile number as one."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "validate_outage_form"

    def validate_outage_phone(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """The number, or None, which makes the form ask again."""
        return {"outage_phone": value if _PHONE.fullmatch(str(value)) else None}


class OutageDone(Action):
    """Answers with a number; nothing is stored."""

    def name(self) -> str:
        """After the form."""
        return "action_outage_done"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """One sentence, and the form's slots are empty again."""
        dispatcher.utter_message(text=f"已经登记好了，工单号GD{next(_numbers):012d}。")
        return [SlotSet(slot, None) for slot in ("outage_address", "outage_phone", "outage_confirm")]
