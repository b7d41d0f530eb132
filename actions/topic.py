"""Base of all topics' actions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.flow import (
    DRAFT,
    PAUSED,
    RETURNING,
    Events,
    closes_form,
    decides_what_follows,
    elsewhere,
    is_first,
)
from actions.mood import soothe
from actions.payment_safety import protect
from actions.special_told import special_told
from actions.turn import Say, Turn, open_form, payload


class TopicAction(Action, ABC):
    """An action: `handle` says something and gives events back.

    Attributes:
        goes_back: whether the form that this topic interrupted goes on afterwards.
    """

    goes_back = True

    @abstractmethod
    def name(self) -> str:
        """Its name in domain and rules."""

    @abstractmethod
    async def handle(self, turn: Turn, say: Say) -> Events:
        """Acts on the turn."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Rasa's entry."""
        turn, say = Turn(tracker), Say(dispatcher)
        if is_first(turn):
            if (protected := protect(turn, say)) is not None:
                return protected
            if events := elsewhere(turn) or await special_told(turn, say):
                return events
        soothed = soothe(turn, say)
        events = [*soothed, *await self.handle(turn, say)]
        paused = turn.slot(PAUSED)
        if not paused or (open_form(turn) and not closes_form(events)) or decides_what_follows(events):
            return events
        if not self.goes_back:
            return [*events, SlotSet(PAUSED, None)]
        if not turn.slot(DRAFT):
            say.utter("utter_go_back")
        return [*events, SlotSet(PAUSED, None), SlotSet(RETURNING, paused), FollowupAction(paused)]


def choose_buttons(slot: str, *options: tuple[str, str]) -> list[tuple[str, str]]:
    """Buttons that answer a form's question: (title, value) → (title, payload)."""
    return [(title, payload("inform", **{slot: value})) for title, value in options]
