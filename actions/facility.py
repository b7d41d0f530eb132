"""Installations out of order without danger: street lamps, leaning poles, open boxes (facts 1.4, 4.2)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions import phone_reading, reading
from actions.aside import ANSWERED, HANDS_OFF, WHOSE_WORDS, Aside
from actions.danger_reading import KIND, TICKET, taken_back
from actions.flow import Events
from actions.form import Question
from actions.packet import packet
from actions.report import AskConfirm, ReportForm, closed, own_words, register, registered, told_words
from actions.topic import TopicAction
from actions.turn import Say, Turn
from common.danger import UNSPECIFIED
from common.danger_advice import advice

# Asks whether it is safe, which nobody can say from here (facts 4.4).
_ASKS_IF_SAFE = re.compile(
    r"危险.{0,2}[吗吧么?？]$|安全.{0,2}[吗吧么?？]$|(?:有没有|会不会|是不是).{0,4}(?:危险|触电|漏电)"
)
_LAMP = re.compile(r"路灯")
# A damaged meter box counts as a fault, not as an application (facts 1.4).
_METER_BOX = re.compile(r"表箱|电表箱")
# A pole or a line that is in somebody's way is to be moved: an application, nothing is broken.
_MOVE = "(?:挪|移(?!位)|迁|搬|改道|入地|抬高|升高)"
_MOVES = re.compile(
    rf"(?:想|要|能|可以|请|帮|给|申请|麻烦|把).{{0,14}}{_MOVE}|{_MOVE}.{{0,3}}(?:一下|走|开|个地方|到|吗|不)"
    r"|(?:挡|碍|占|影响).{0,8}(?:盖|建|门|路|车|房|地|施工)"
)
_WHETHER = re.compile(
    rf"(?:多久|多长时间|几天|(?:什么|啥)时候|能不能|可不可以|给不给|能|可以)[^,，。]{{0,4}}{_MOVE}"
)
_HURT = re.compile(r"撞|刮|歪|倒|断|塌|撬|烧|垂|掉")
# Only at its head is a word a yes: “是噪音”, “桩是你们的吧” say nothing of danger.
_YES = r"^[嗯啊哦唉,，\s]*(?:(?:是|对)[的啊呀呢]*(?:$|[,，\s])|(?:真|就|都|好像|肯定|确实)*有(?!人|点|时))"
_BARE = re.compile(r"报修|设施|[我要想了的吧啊,，。.!！]")


def moves(text: str) -> bool:
    """Whether something that stands in the way is to be moved."""
    return bool(_MOVES.search(text)) and not _HURT.search(text)


def topic_of(text: str) -> str:
    """The topic of a ticket about an installation."""
    if _LAMP.search(text):
        return "street_light"
    if _METER_BOX.search(text):
        return "meter_fault"
    return "business" if moves(text) else "facility"


class FacilityForm(ReportForm):
    """What, where, and whether it is dangerous."""

    form = "facility_form"
    prefix = "facility"
    triggers = frozenset(("report_facility",))
    asides = (Aside(WHOSE_WORDS, "utter_facility_whose"), HANDS_OFF, *ANSWERED)
    belongs = _WHETHER
    bare = _BARE
    story = 3
    questions = (
        Question("facility_words", own_words(_BARE), "utter_explain_facility_words"),
        Question(
            "facility_danger",
            reading.one_of(
                "facility_danger",
                {
                    "没有": r"^(?!.*(?:但|可是|就是)).*(?:没有?[^,，。有]{0,8}(?:断|垂|露|掉|倒|冒|火|危险)|不危险)",
                    "有": r"线.{0,2}(?:露|断|垂|掉|耷拉|拖)|露出来|露着|裸露|冒火|打火|要倒|快倒|孩子.{0,4}够得着|带电",
                },
                # A mere “嗯” says nothing of one danger among many.
                {"没有": r"没|不|无", "有": _YES},
                no="没有",
            ),
            "utter_explain_facility_danger",
        ),
        Question("facility_place", reading.spot("facility_place"), "utter_explain_facility_place"),
        Question("facility_phone", phone_reading.phone, "utter_explain_complain_phone"),
        Question("facility_confirm", reading.confirmed("facility_confirm"), "utter_explain_confirm"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """A street lamp and what is to be moved are not asked about danger; a danger needs the place and no more."""
        words = slots.get("facility_words") or ""
        asked = ["facility_words"]
        if topic_of(words) not in ("street_light", "business"):
            asked.append("facility_danger")
        asked.append("facility_place")
        return (
            asked if slots.get("facility_danger") == "有" else [*asked, "facility_phone", "facility_confirm"]
        )

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Who asks whether it is safe has not said that it is. The danger is asked about once, whatever is said to it."""
        super()._read(turn, asked, slots)
        is_told = not turn.is_payload and not self._is_other(turn)
        if asked == "facility_danger" and slots["facility_danger"] is None and is_told:
            slots["facility_danger"] = "unknown"
        if asked == "facility_danger" and _ASKS_IF_SAFE.search(turn.text):
            slots["facility_danger"], slots["facility_words"] = "unknown", turn.slot("facility_words")
        if turn.slot("facility_danger") == "有" and is_told and taken_back(turn.text, UNSPECIFIED):
            slots["facility_danger"] = "没有"

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Advice the moment that it is dangerous, and to who asks whether it is."""
        if slots["facility_danger"] == "unknown" and _ASKS_IF_SAFE.search(turn.text):
            say.utter("utter_facility_cannot_tell")
        if slots["facility_danger"] == "有" and turn.slot("facility_danger") != "有":
            say.text(advice(UNSPECIFIED), urgent=True)
        await super().learn(turn, slots, say)


class AskFacilityConfirm(AskConfirm):
    """The card of a report about an installation."""

    prefix = "facility"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Place and words."""
        return [("地点", turn.slot("facility_place")), ("情况", told_words(turn.slot("facility_words")))]


class FacilityDone(TopicAction):
    """Makes the ticket; an urgent one, with a person at once, when it is dangerous."""

    def name(self) -> str:
        """After the form."""
        return "action_facility_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Street lamps belong to the local government and are passed on."""
        words, where = turn.slot("facility_words") or "", turn.slot("facility_place") or ""
        dangerous = turn.slot("facility_danger") == "有"
        topic = "danger" if dangerous else topic_of(words)
        summary = f"{where}，{words}"
        danger = [UNSPECIFIED] if dangerous else []
        made = await register(turn, "facility", topic, summary, at=where, danger=danger)
        say.text(registered(made))
        if dangerous:
            say.utter("utter_facility_keep_away")
            alert = await packet(turn, f"设施危险：{summary}", [made["ticket"]["number"]])
            say.hand_over("danger", alert, urgent=True)
        elif topic == "street_light":
            say.utter("utter_facility_street_light")
        elif topic == "business":
            say.utter("utter_facility_move")
        # “没有危险 就是吵”: an alarm like any other, it may be taken back.
        alarm = [SlotSet(TICKET, made["ticket"]["number"]), SlotSet(KIND, UNSPECIFIED)] if dangerous else []
        return [*closed(turn, "facility", made), *alarm]
