"""Danger: advice first, then an urgent ticket and a person, and only then the place (facts 0.3 rules 1 and 4, 4.2)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from actions.client import Service
from actions.handoff import packet
from actions.outage_special import sensitive_in
from actions.topic import (
    MISSES,
    REQUESTED,
    Events,
    Question,
    TopicAction,
    TopicForm,
    choose_buttons,
    open_form,
)
from actions.turn import CERTAIN, Say, Turn
from common.danger import UNSPECIFIED, detect
from common.danger_advice import advice

PLACE = "danger_place"
UNKNOWN = "-"
_PLACE_LIMIT = 100
_LIFE_SUPPORT = "life_support"
PART = "danger_part"
PHONE = "danger_phone"
_SLOTS = (PLACE, PART, PHONE, "danger_near", "danger_kind", "danger_ticket")
# Kinds where no live part is to be kept away from.
_OF_PERSONS = frozenset((_LIFE_SUPPORT, "trapped", "self_harm"))
# Whether one may touch it, go there, switch on again: never answered with yes (facts 0.3 rule 4).
_MAY_I = re.compile(r"安全|能不能|可不可以|[能可敢行要没]\S{0,12}[吗么嘛吧?？]|行不|没事吧|还有电")
_read_place = reading.address(PLACE)


def kind_of(turn: Turn) -> str:
    """The danger kind that understanding found, or the words themselves name."""
    danger = detect(turn.said) if not turn.is_payload else None
    kind = str(turn.entity("danger") or (danger.kind if danger else UNSPECIFIED))
    if kind == UNSPECIFIED and _LIFE_SUPPORT in sensitive_in(turn.text):
        return _LIFE_SUPPORT  # nobody is to keep away from a breathing machine
    return kind


def known_place(turn: Turn) -> str | None:
    """The place of the report that the danger interrupts; whether it is there is still to be asked."""
    topic = (open_form(turn) or "").removesuffix("_form")
    return next(
        (found for what in ("address", "place", "area") if (found := turn.slot(f"{topic}_{what}"))), None
    )


def read_place(turn: Turn, asked: bool) -> str | None:
    """Where it is: a place said, or a yes to the place that we knew."""
    if turn.entity(PLACE):
        return str(turn.entity(PLACE))
    said = _read_place(turn, asked)
    if said is None and asked and turn.slot("danger_near") and reading.yes_or_no(turn):
        return str(turn.slot("danger_near"))
    return said


class ReportDanger(TopicAction):
    """Runs before anything is asked; no account number, no question stands before the advice."""

    def name(self) -> str:
        """For `report_danger`, at any moment of any dialogue."""
        return "action_danger"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Says how to stay safe, makes the urgent ticket, alerts staff while the bot still asks for the place."""
        kind = kind_of(turn)
        say.text(advice(kind), urgent=True)
        near = known_place(turn)
        place = read_place(turn, False)
        part = place if place and reading.is_nameless(place) else None
        made = await Service(turn.conversation).post(
            "/tickets",
            topic="danger",
            key=turn.key("danger"),
            summary=f"危险：{turn.said[:200]}",
            # Should the customer never answer, the crew has at least the place that he spoke of before.
            address=place or near or "",
            danger=[kind],
            sensitive=sensitive_in(turn.text),
            details={
                "客户原话": turn.said[:500],
                **({} if place or not near else {"位置": "按刚才报的地址，待确认"}),
            },
        )
        number = made["ticket"]["number"]
        say.hand_over(
            "danger", await packet(turn, f"危险：{turn.said[:200]}", [number]), urgent=True, keep_bot=True
        )
        return [
            SlotSet("danger_kind", kind),
            SlotSet("danger_ticket", number),
            SlotSet("ticket_no", number),
            SlotSet("danger_near", near),
            SlotSet(PLACE, None if part else place),
            SlotSet(PART, part),
        ]


class AskDangerPlace(TopicAction):
    """Asks for the place, or whether it is the one known."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_danger_place"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """One question."""
        near = turn.slot("danger_near")
        if part := turn.slot(PART):
            say.text(f"{part}哪里？哪个村、小区或哪条路，旁边有什么？")
        elif near:
            say.text(
                f"已经加急上报，工作人员也收到提醒了。就在{near}吗？不是的话请说具体位置。",
                choose_buttons(PLACE, ("就在那里", near)),
            )
        else:
            say.utter("utter_where_is_the_danger")
        return []


class DangerForm(TopicForm):
    """Asks for the place, which goes to the crew at once, and for a phone; whatever else is said goes to the ticket."""

    form = "danger_form"
    # Somebody in danger who also says that it is dark, or asks where the crew is, is not led through another form.
    triggers = frozenset(
        (
            "report_danger",
            "report_outage_home",
            "report_outage_partial",
            "report_outage_area",
            "report_trip",
            "report_voltage",
            "report_meter_fault",
            "report_facility",
            "ask_outage_info",
            "urge",
        )
    )
    memory = (PART, "danger_kind")
    interrupted_from = CERTAIN
    questions = (
        Question(PLACE, read_place, "utter_explain_danger_place"),
        Question(PHONE, reading.phone, "utter_explain_phone"),
    )

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """More words about the danger are part of this talk."""
        return super().never_answers(turn) - {"report_danger"}

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Besides: words that tell no place are noted for the crew."""
        turn = Turn(tracker)
        events = await super().run(dispatcher, tracker, domain)
        asked = turn.slot(REQUESTED)
        new = {e["name"]: e["value"] for e in events if e["event"] == "slot"}
        is_answer = REQUESTED not in new or any(
            new.get(slot) not in (None, UNKNOWN) for slot in (PLACE, PHONE)
        )
        if asked in (PLACE, PHONE) and turn.text and not is_answer:
            part = new.get(PART)
            await self._add(turn, "danger-words", **({"address": part} if part else {}))
            if not dispatcher.messages:
                Say(dispatcher).utter("utter_danger_noted")
        return events

    @staticmethod
    async def _add(turn: Turn, key: str, **more: str) -> None:
        number, words = turn.slot("danger_ticket"), turn.said if turn.text else more.get("address", "")
        await Service(turn.conversation).post(
            f"/tickets/{number}/notes", text=words, key=turn.key(key), **more
        )

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """A town alone waits for the rest, once."""
        super()._read(turn, asked, slots)
        told, part = slots[PLACE], turn.slot(PART)
        if told not in (None, UNKNOWN, turn.slot("danger_near")):
            whole = reading.joined(part, told)
            is_waiting = reading.is_nameless(whole) and (asked != PLACE or not part)
            slots[PLACE], slots[PART] = (None, whole) if is_waiting else (whole, None)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """A new, different danger gets its own advice at once; so does the question whether one may go there."""
        kind = kind_of(turn)
        if turn.slot("danger_kind") and kind not in (turn.slot("danger_kind"), UNSPECIFIED):
            say.text(advice(kind), urgent=True)
            slots["danger_kind"] = kind
        elif turn.slot(REQUESTED) == PLACE and _MAY_I.search(turn.text):
            say.text(advice(str(turn.slot("danger_kind"))), urgent=True)
        place = slots[PLACE]
        if place and place != turn.slot(PLACE):
            # In the customer's own words: landmarks guide the crew.
            said = place if place == turn.slot("danger_near") or not turn.text else turn.said
            where = f"{turn.slot(PART) or ''}{said}"[:_PLACE_LIMIT]
            await self._add(turn, "danger-place", address=where)
        if place and turn.slot(REQUESTED) != PHONE:
            await self._told(turn, slots, say)

    @staticmethod
    async def _told(turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """The crew has the place; a phone that is known from an earlier work order is not asked for."""
        tickets = await Service(turn.conversation).get("/tickets")
        slots[PHONE] = slots[PHONE] or next((t["phone"] for t in tickets if t.get("phone")), None)
        reported = (
            "utter_danger_reported_person" if slots["danger_kind"] in _OF_PERSONS else "utter_danger_reported"
        )
        say.utter(reported, ticket_no=turn.slot("danger_ticket"))

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """Who cannot say where it is gets a person at once, everybody else at the second miss."""
        misses = int(turn.slot(MISSES) or 0) + 1
        may_i = _MAY_I.search(turn.text)
        if asked == PHONE:
            if may_i:
                say.text(advice(str(turn.slot("danger_kind"))), urgent=True)
            return [
                SlotSet(PHONE, UNKNOWN if misses >= 2 else None),
                SlotSet(MISSES, misses % 2),
                SlotSet(REQUESTED, None if misses >= 2 else PHONE),
            ]
        if reading.is_unknown(turn) or misses >= 2:
            say.utter("utter_danger_no_place", ticket_no=turn.slot("danger_ticket"))
            return [SlotSet(PLACE, UNKNOWN), SlotSet(MISSES, 0), SlotSet(REQUESTED, PHONE)]
        if may_i:
            say.text(advice(str(turn.slot("danger_kind"))), urgent=True)
        else:
            say.utter(self.questions[0].explain)
        return [SlotSet(MISSES, misses), SlotSet(REQUESTED, asked)]


class DangerDone(TopicAction):
    """Gives the conversation to a person."""

    goes_back = False  # a colleague goes on from here

    def name(self) -> str:
        """After the form."""
        return "action_danger_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The crew has the place already; the phone goes with it."""
        number, place, phone = turn.slot("danger_ticket"), turn.slot(PLACE), turn.slot(PHONE)
        if phone not in (None, UNKNOWN):
            await Service(turn.conversation).post(
                f"/tickets/{number}/notes", text=f"联系电话：{phone}", key=turn.key("danger-phone")
            )
        say.utter("utter_danger_handed_over", ticket_no=number)
        summary = f"危险：{place if place != UNKNOWN else '位置不明，请马上联系客户'}"
        say.hand_over("danger", await packet(turn, summary, [number]), urgent=True)
        return [*(SlotSet(slot, None) for slot in _SLOTS), SlotSet("ticket_no", number)]
