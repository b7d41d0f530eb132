"""Danger: advice first, then an urgent ticket and a person, and only then the place (facts 0.3 rules 1 and 4, 4.2)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import phone_reading, reading
from actions.aside import GENERATOR, LIABLE, Aside, waits
from actions.client import Service
from actions.cut_feared import fears_cut, fears_for_life
from actions.danger_order import add_shown, alert, note
from actions.danger_places import is_elsewhere, known_place, of_ticket, placed
from actions.danger_reading import (
    ANSWER,
    KIND,
    OVER,
    TICKET,
    asks_when,
    denies_place,
    is_bare_place,
    is_called_off,
    may_i,
    names_place,
    speaks_of_alarm,
    taken_back,
    waits_for_plan,
)
from actions.flow import MISSES, REQUESTED, RETURNING, Events, listen
from actions.form import ANSWERS, Question, TopicForm
from actions.outage_asks import PLANNED
from actions.outage_special import sensitive_in
from actions.packet import packet
from actions.place_before import known_phone
from actions.topic import TopicAction, choose_buttons
from actions.turn import CERTAIN, OWN_WISH, Say, Turn, kept_wish
from common.danger import UNSPECIFIED, detect
from common.danger_advice import advice
from common.danger_answers import answer, first_words, further_words, of_health, turned

PLACE = "danger_place"
UNKNOWN = "-"
_LIFE_SUPPORT = "life_support"
_SELF_HARM = "self_harm"
# What stands first on its order: a person is to speak to him.
_NO_CREW = "有人想轻生，不派抢修，请马上联系客户"
PART = "danger_part"
PHONE = "danger_phone"
# The place that we knew; it holds unless the customer says otherwise.
NEAR = "danger_near"
# How often the place was asked for. Twice is enough: the crew and the colleague are waiting for no form.
ASKED = "danger_asked"
_ASKS = 2
# What the alarm's own words wish besides, should it be a false one.
INSTEAD = "danger_instead"
_DONE = (PLACE, PART, PHONE, NEAR, ASKED, INSTEAD)
# Kinds where no live part is to be kept away from.
_OF_PERSONS = frozenset((_LIFE_SUPPORT, "trapped", _SELF_HARM, "fallen_in", "collapse", "ill"))
# By whom or what one goes by after the place is known; of all others every line counts as live.
_BY_KIND = {**dict.fromkeys(_OF_PERSONS, "_person"), "gas_station": "_gas"}
# A matter of its own beside the danger, which has its turn behind it: “顺便我家停电了 …”, “那能不能报停电”.
_BESIDES = re.compile(r"顺便|另外|对了|还有(?:个|件|一)|(?:能不能|可以|可不可以|我[要想]|怎么)报(?:停电|修)")
_NAMELESS = Aside(re.compile("匿名|保密|不[想留说](?:我的?)?(?:姓?名|电话)"), "utter_danger_nameless")
# So sure understanding must have been of the wish that danger overruled.
_LIKELY = 0.4
# Nothing of theirs waits behind an alarm.
_NO_WISHES = ANSWERS | {
    "report_danger", "ask_human", "abuse", "cancel", "repeat", "greet", "thanks", "goodbye", "bot_challenge", "report_power_back",
    "urge", "praise_suggest", "report_facility",
}  # fmt: skip
_read_place = reading.address(PLACE)


def kind_of(turn: Turn) -> str:
    """The danger kind that understanding found, or the words themselves name."""
    danger = detect(turn.said) if not turn.is_payload else None
    kind = str(turn.entity("danger") or (danger.kind if danger else UNSPECIFIED))
    if kind == UNSPECIFIED and _LIFE_SUPPORT in sensitive_in(turn.text):
        return _LIFE_SUPPORT  # nobody is to keep away from a breathing machine
    return kind


def read_place(turn: Turn, asked: bool) -> str | None:
    """Where it is: a place said, or a yes to the place that we knew."""
    if turn.entity(PLACE):
        return str(turn.entity(PLACE))
    both = reading.number_and_last4(turn)
    if both and str(turn.entity("address") or both[1]).startswith(both[1]):
        return f"户号{both[0]}" if asked else None  # the crew finds the house; the digits behind are no room
    said = _read_place(turn, asked)
    if said is None and asked and turn.slot(NEAR) and reading.yes_or_no(turn):
        return str(turn.slot(NEAR))
    return said


def is_taken_back(turn: Turn) -> bool:
    """Whether the words take back the alarm that was raised."""
    tells = bool(turn.entity("address") or phone_reading.phone(turn, False))
    return bool(turn.text) and taken_back(turn.text, turn.slot(KIND), tells) is not None


class ReportDanger(TopicAction):
    """Runs before anything is asked; no account number, no question stands before the advice."""

    def name(self) -> str:
        """For `report_danger`, at any moment of any dialogue."""
        return "action_danger"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Says how to stay safe, makes the urgent ticket, alerts staff while the bot still asks for the place."""
        if speaks_of_alarm(turn) and is_taken_back(turn):
            return [FollowupAction(OVER)]
        if fears_cut(turn) and not speaks_of_alarm(turn):
            await fears_for_life(turn, say)
            return listen(turn)
        if (of_alarm := await self._go_on(turn, say)) is not None:
            return of_alarm
        kind = kind_of(turn)
        if kind == _LIFE_SUPPORT and waits_for_plan(turn):
            return [SlotSet("outage_ask", PLANNED), FollowupAction("area_form")]
        for words in first_words(turn.text, kind):
            say.text(words, urgent=True)
        place, phone = read_place(turn, False), phone_reading.phone(turn, False)
        part = place if place and reading.is_nameless(place) else None
        service = Service(turn.conversation)
        made = await service.post(
            "/tickets",
            topic="danger",
            key=turn.key("danger"),
            summary=f"{_NO_CREW if kind == _SELF_HARM else '危险'}：{turn.said[:200]}",
            address=place or "",
            phone=phone,
            danger=[kind],
            sensitive=sensitive_in(turn.text),
            details={"客户原话": turn.said[:500]},
        )
        number = made["ticket"]["number"]
        near, known = await self._add_known(turn, number, place, phone)
        phone = phone or known
        await alert(turn, say, number)
        wishes = (r["name"] for r in turn.ranking if r["confidence"] >= _LIKELY)
        return [
            SlotSet(KIND, kind),
            SlotSet(TICKET, number),
            SlotSet("ticket_no", number),
            SlotSet(INSTEAD, next((name for name in wishes if name not in _NO_WISHES), None)),
            SlotSet(NEAR, near),
            SlotSet(ASKED, None),
            SlotSet(PHONE, phone),
            SlotSet(PLACE, None if part else place),
            SlotSet(PART, part),
        ]

    @staticmethod
    async def _add_known(
        turn: Turn, number: str, place: str | None, phone: str | None
    ) -> tuple[str | None, str | None]:
        """What is known besides goes on the order that is made already: looking for it may take its time.

        Should the customer never answer, the crew has at least the place that he spoke of before.
        """
        service = Service(turn.conversation)
        tickets = await service.get("/tickets")
        near = None if place else await known_place(turn, service, tickets)
        known = None if phone else known_phone(tickets)
        given = {name: value for name, value in (("address", near), ("phone", known)) if value}
        if given:
            words = "位置、电话按前面说过的，待确认：" + "，".join(given.values())
            await service.post(f"/tickets/{number}/notes", text=words, key=turn.key("danger-known"), **given)
        return near, known

    @staticmethod
    async def _go_on(turn: Turn, say: Say) -> Events | None:
        """More danger where an alarm was raised already belongs to its order; None where it is told of another place."""
        off = is_called_off(turn)
        if not off and not speaks_of_alarm(turn):
            return None
        order = of_ticket(await Service(turn.conversation).get("/tickets"), str(turn.slot(TICKET)))
        said = read_place(turn, False)
        if order is None or (said and order.get("address") and is_elsewhere(str(order["address"]), said)):
            return None
        if not off:
            return [FollowupAction(ANSWER)]
        kind, place = kind_of(turn), said or order.get("address") or None
        for words in first_words(turn.text, kind):
            say.text(words, urgent=True)
        await note(turn, "danger-words", turn.said, **({"address": said} if said else {}))
        await alert(turn, say, str(turn.slot(TICKET)))
        return [SlotSet(KIND, kind), SlotSet(PLACE, place), SlotSet(PHONE, order.get("phone") or None)]


class AskDangerPlace(TopicAction):
    """Asks for the place, or whether it is the one known."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_danger_place"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """One question."""
        near, asked = turn.slot(NEAR), int(turn.slot(ASKED) or 0)
        if part := turn.slot(PART):
            say.text(f"{part}哪里？哪个村、小区或哪条路，旁边有什么？")
        elif near:
            say.text(
                f"已经加急上报，工作人员也收到提醒了。就在{near}吗？不是的话请说具体位置。",
                choose_buttons(PLACE, ("就在那里", near)),
            )
        else:
            say.utter("utter_where_is_the_danger_again" if asked else "utter_where_is_the_danger")
        return [SlotSet(ASKED, asked + 1)]


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
            "query_ticket",
            "urge",
        )
    )
    memory = (PART, KIND, NEAR, ASKED)
    interrupted_from = CERTAIN
    asides = (LIABLE, _NAMELESS, GENERATOR)
    questions = (
        Question(PLACE, read_place, "utter_where_is_the_danger_again"),
        Question(PHONE, phone_reading.phone, "utter_explain_phone"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """The place no more than twice, and then whom to call."""
        return [PLACE, PHONE] if int(slots[ASKED] or 0) < _ASKS else [PHONE]

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """More words about the danger are part of this talk; so is “怎么办”, which asks for no repetition."""
        asks = answer(turn.text, turn.slot(KIND)) or may_i(turn.text)
        return super().never_answers(turn) - {"report_danger"} - ({"repeat"} if asks else set())

    def _is_other(self, turn: Turn) -> bool:
        """What people ask and tell beside a danger is no other wish, whatever it sounds like."""
        return super()._is_other(turn) and answer(turn.text, turn.slot(KIND)) is None

    def _aside(self, turn: Turn) -> Aside | None:
        """One that runs in a room is a danger itself, and not asked for."""
        found = super()._aside(turn)
        return None if found is GENERATOR and answer(turn.text, turn.slot(KIND)) else found

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Besides: an alarm is taken back; words that are no answer are noted for the crew."""
        turn = Turn(tracker)
        asked = turn.slot(REQUESTED)
        returns = turn.slot(RETURNING) == self.form
        if asked in (PLACE, PHONE) and not returns and is_taken_back(turn):
            return [ActionExecutionRejected(self.form), FollowupAction(OVER)]
        if asked in (PLACE, PHONE) and not returns:
            await add_shown(turn, Say(dispatcher))
            if turn.is_shown and not names_place(turn):
                return self._asks_on(turn, str(asked))
        events = await super().run(dispatcher, tracker, domain)
        new = {e["name"]: e["value"] for e in events if e["event"] == "slot"}
        if new.get(REQUESTED) == PLACE and PLACE not in self.needed({ASKED: turn.slot(ASKED)}):
            events.append(SlotSet(REQUESTED, None if turn.slot(PHONE) else PHONE))  # after an interruption
        is_answer = REQUESTED not in new or any(
            new.get(slot) not in (None, UNKNOWN) for slot in (PLACE, PHONE)
        )
        is_answer = is_answer or (asked == PHONE and phone_reading.phone(turn, True) == UNKNOWN)
        if asked in (PLACE, PHONE) and not returns and self._is_besides(turn):
            events.append(SlotSet(OWN_WISH, kept_wish(turn, turn.said)))
        if asked in (PLACE, PHONE) and turn.text and not is_answer and not returns:
            part = new.get(PART)
            await note(turn, "danger-words", turn.said, **({"address": part} if part else {}))
            if not dispatcher.messages:
                Say(dispatcher).utter("utter_danger_noted")
        return events

    def _asks_on(self, turn: Turn, asked: str) -> Events:
        """The question stays; only a point counts as a try to tell the place."""
        tries = int(turn.slot(ASKED) or 0) - (1 if not turn.place and asked == PLACE else 0)
        following = asked if asked in self.needed({ASKED: tries}) else None if turn.slot(PHONE) else PHONE
        return [SlotSet(ASKED, tries), SlotSet(MISSES, 0), SlotSet(REQUESTED, following)]

    def _is_besides(self, turn: Turn) -> bool:
        """Whether the message is about the supply, and says that this is another matter."""
        return turn.intent in self.triggers - {"report_danger"} and bool(_BESIDES.search(turn.text))

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """A town alone waits for the rest, once; a phone is kept whatever was asked; the place that we knew holds."""
        if self._is_besides(turn):
            return
        asks = may_i(turn.text) or of_health(turn.text)  # “要不要去医院”
        is_question = asked == PLACE and asks and not turn.entity("address")
        super()._read(turn, None if is_question else asked, slots)
        if phone := phone_reading.phone(turn, False):
            slots[PHONE] = phone
        known = turn.slot(PLACE)
        if names_place(turn):
            slots[PLACE] = read_place(turn, True)
        if known and slots[PLACE] == known and (more := _read_place(turn, False)):
            slots[PLACE] = more if reading.is_part_of(known, more) else known
        if known and slots[PLACE] == known and is_bare_place(turn):
            slots[PLACE] = str(turn.entity("address"))
        told, part = slots[PLACE], turn.slot(PART)
        if not known and told not in (None, UNKNOWN, turn.slot(NEAR)):
            whole = reading.joined(part, told)
            is_waiting = reading.is_nameless(whole) and (asked != PLACE or not part)
            slots[PLACE], slots[PART] = (None, whole) if is_waiting else (whole, None)
        if asked == PLACE and slots[NEAR] and not slots[PLACE]:
            if denies_place(turn):
                slots[NEAR] = None
            elif self._goes_on(turn):
                slots[PLACE] = slots[NEAR]

    def _goes_on(self, turn: Turn) -> bool:
        """Whether words that name no place belong to the danger."""
        is_other = turn.intent not in ANSWERS | self.triggers and turn.confidence >= self.interrupted_from
        return not is_other and turn.intent not in self.never_answers(turn) and not waits(turn.text)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """A new, different danger gets its own advice at once; so does the question whether one may go there."""
        kind = kind_of(turn)
        if turn.slot(KIND) and kind not in (turn.slot(KIND), UNSPECIFIED):
            for words in further_words(turn.text, turn.slot(KIND), kind):
                say.text(words, urgent=True)
            slots[KIND] = turned(turn.slot(KIND), kind)
        elif turn.slot(REQUESTED) in (PLACE, PHONE):
            reply(turn, say, str(turn.slot(KIND)))
        place, phone = slots[PLACE], slots[PHONE]
        if phone not in (None, UNKNOWN, turn.slot(PHONE)):
            await note(turn, "danger-phone", f"联系电话：{turn.said if turn.text else phone}")
            if not place and turn.slot(REQUESTED) == PLACE:
                say.utter("utter_danger_phone_kept")
        if place and place != turn.slot(PLACE):
            slots[PLACE] = place = self._in_his_words(turn, slots)
        if place and place != turn.slot(PLACE):
            await note(turn, "danger-place", turn.said if turn.text else place, address=place)
        is_first = turn.slot(REQUESTED) != PHONE and turn.slot(RETURNING) != self.form
        if place and (is_first or place != turn.slot(PLACE)):
            is_sure = place != slots[NEAR] or turn.is_payload or reading.yes_or_no(turn)
            near = "" if is_sure else "_near"
            kind = _BY_KIND.get(str(slots[KIND]), "")
            say.utter(f"utter_danger_reported{near}{kind}", ticket_no=turn.slot(TICKET), danger_place=place)
        self._give_up(turn, slots, say)

    @staticmethod
    def _in_his_words(turn: Turn, slots: dict[str, Any]) -> str:
        """The place for the crew: landmarks guide it, and what was told of the place before stays."""
        place = str(slots[PLACE])
        if place == slots[NEAR] or not turn.text or reading.number_and_last4(turn):
            return place
        known = turn.slot(PLACE) or turn.slot(PART) or slots[NEAR]
        return placed(known, reading.corrected(turn.text))

    def _give_up(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Who cannot say where it is, or has been asked twice, gets a person all the same."""
        asked = turn.slot(REQUESTED)
        if (
            asked == PLACE
            and not slots[PLACE]
            and (reading.is_unknown(turn) or int(slots[ASKED] or 0) >= _ASKS)
        ):
            slots[ASKED] = _ASKS
            keeps_away = reading.is_unknown(turn) and slots[KIND] not in _BY_KIND
            unknown = "no_place" if keeps_away else "place_later"
            say.utter(f"utter_danger_{unknown}", ticket_no=turn.slot(TICKET))
        if asked == PHONE and slots[PHONE] is None and turn.slot(MISSES) and not say.spoken:
            slots[PHONE] = UNKNOWN

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """Neither a place nor a phone: answered if it asks what to do, noted in any case (`run`)."""
        slots = {slot: turn.slot(slot) for slot in (PLACE, PHONE, *self.memory)}
        reply(turn, say, str(turn.slot(KIND)))
        self._give_up(turn, slots, say)
        following = next((slot for slot in self.needed(slots) if slots.get(slot) is None), None)
        changed = [SlotSet(slot, value) for slot, value in slots.items() if value != turn.slot(slot)]
        misses = turn.slot(MISSES) if say.spoken else 1  # who was answered has been heard
        return [*changed, SlotSet(MISSES, misses if following == asked else 0), SlotSet(REQUESTED, following)]

    def _help(self, turn: Turn, say: Say, asked: str, first: str | None, is_progress: bool = False) -> int:
        """What had to be said was said in `learn`; nobody in danger is told how to leave a form."""
        return int(turn.slot(MISSES) or 0) if say.spoken else 1


def reply(turn: Turn, say: Say, kind: str) -> None:
    """What one may do, and when they come; the rest is noted."""
    told = answer(turn.text, kind) or (advice(kind) if may_i(turn.text) else None)
    if turn.text and told:
        say.text(told, urgent=True)
    elif turn.text and asks_when(turn.text):
        say.utter("utter_danger_when")
    elif GENERATOR.words.search(turn.text) and not say.spoken:
        say.utter(GENERATOR.response)


class DangerDone(TopicAction):
    """Gives the conversation to a person."""

    goes_back = False  # a colleague goes on from here

    def name(self) -> str:
        """After the form."""
        return "action_danger_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The crew has place and phone already; which alarm it was is kept for what is said of it later."""
        number, place = turn.slot(TICKET), turn.slot(PLACE) or turn.slot(PART)
        say.utter("utter_danger_handed_over", ticket_no=number)
        summary = f"危险：{place or '位置不明，请马上联系客户'}"
        say.hand_over("danger", await packet(turn, summary, [number]), urgent=True)
        return [*(SlotSet(slot, None) for slot in _DONE), SlotSet("ticket_no", number)]
