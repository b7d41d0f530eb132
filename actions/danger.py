"""Danger: advice first, then an urgent ticket and a person, and only then the place (facts 0.3 rules 1 and 4, 4.2)."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from actions import reading
from actions.client import Service
from actions.handoff import packet
from actions.topic import NEVER_ANSWERS, Events, Question, TopicAction, TopicForm
from actions.turn import Say, Turn
from common.danger import UNSPECIFIED, detect
from common.danger_advice import advice


def kind_of(turn: Turn) -> str:
    """The danger kind that understanding found, or the words themselves name."""
    danger = detect(turn.said) if not turn.is_payload else None
    return str(turn.entity("danger") or (danger.kind if danger else UNSPECIFIED))


class ReportDanger(TopicAction):
    """Runs before anything is asked; no account number, no question stands before the advice."""

    def name(self) -> str:
        """For `report_danger`, at any moment of any dialogue."""
        return "action_danger"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Says how to stay safe, makes the urgent ticket, alerts staff while the bot still asks for the place."""
        kind = kind_of(turn)
        say.text(advice(kind), urgent=True)
        service = Service(turn.conversation)
        place = reading.address("danger_place")(turn, False) or turn.slot("outage_address") or ""
        made = await service.post(
            "/tickets",
            topic="danger",
            key=turn.key("danger"),
            summary=f"危险：{turn.said[:200]}",
            address=place,
            danger=[kind],
            details={"客户原话": turn.said[:500]},
        )
        number = made["ticket"]["number"]
        say.hand_over(
            "danger", await packet(turn, f"危险：{turn.said[:200]}", [number]), urgent=True, keep_bot=True
        )
        return [
            SlotSet("danger_kind", kind),
            SlotSet("danger_ticket", number),
            SlotSet("ticket_no", number),
            SlotSet("danger_place", place or None),
        ]


class DangerForm(TopicForm):
    """Asks for the place, nothing else."""

    form = "danger_form"
    triggers = frozenset(("report_danger",))
    questions = (Question("danger_place", reading.address("danger_place"), "utter_explain_danger_place"),)

    def never_answers(self) -> frozenset[str]:
        """More words about the danger are part of this talk."""
        return NEVER_ANSWERS - {"report_danger"}

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """A new, different danger gets its own advice at once; more words go to the ticket."""
        if turn.intent != "report_danger" or turn.slot("danger_ticket") is None:
            return
        kind = kind_of(turn)
        if kind not in (turn.slot("danger_kind"), UNSPECIFIED):
            say.text(advice(kind), urgent=True)
            slots["danger_kind"] = kind


class DangerDone(TopicAction):
    """Gives the place to the crew and the conversation to a person."""

    goes_back = False  # a colleague goes on from here

    def name(self) -> str:
        """After the form."""
        return "action_danger_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The ticket has been made; this completes it."""
        number, place = turn.slot("danger_ticket"), turn.slot("danger_place")
        await Service(turn.conversation).post(
            f"/tickets/{number}/notes", text=place, key=turn.key("danger-place")
        )
        say.utter("utter_danger_reported", ticket_no=number)
        summary = f"危险：{place}"
        say.hand_over("danger", await packet(turn, summary, [number]), urgent=True)
        return [SlotSet(slot, None) for slot in ("danger_place", "danger_kind", "danger_ticket")]
