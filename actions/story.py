"""Reports told in the customer's own words: what they are about may be anything, so a word of it is no other wish.

Fear is answered (facts 1.3: a reporter's data are not shown to the unit reported on), and a report is dropped when it is taken
back.
"""

from __future__ import annotations

import re
from abc import ABC
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.aside import FEARS, Aside, speaks_of_fear
from actions.flow import MISSES, REQUESTED, Events
from actions.notes import LOOK_UPS
from actions.phone_reading import names_unit
from actions.reading import told_more
from actions.report import WORDS_LIMIT, ReportForm
from actions.turn import SETTLED, Say, Turn
from actions.withdraw import takes_back

# What is told of money, damage and blame belongs to the story; faults and dangers need a crew and keep their own way.
TOLD = frozenset(
    (
        "complain",
        "urge",
        "report_theft",
        "appliance_damage",
        "pay_problem",
        "bill_high",
        "arrears_reconnect",
        "meter_too_fast",
        "meter_reading_wrong",
        "praise_suggest",
    )
)
NOT_YET = Aside(
    re.compile(
        r"(?:有人|有没有人)(?:看|管|处理|受理)|(?:登记|报|提交|受理|投诉)(?:上|好|成功?|进去)?了?(?:吗|没有?|不)[啊呀]?$"
    ),
    "utter_when_in_story",
)
"""“那我刚才投诉的有人看吗”, while nothing is registered."""
_THREATENED = re.compile("威胁|恐吓")
_BESIDES = re.compile(r"顺便|另外|还有|还想|再问|对了")
_NAME_FRAME = re.compile(r"(?:我|免贵|留)*(?:姓|叫|是)?[\s,，]*(?:电话|手机)?号?码?是?[\s,，]*$")
_SCRAP = 3  # characters
_SHORT = 20  # characters; who says more than his fear tells of the matter


def fears(turn: Turn) -> bool:
    """Whether the words speak of fear, or ask who will know."""
    return not turn.is_payload and speaks_of_fear(turn.text)


class StoryForm(ReportForm, ABC):
    """A complaint or a report on others."""

    triggers = TOLD

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Taken back before it is registered, it is dropped like any other dialogue."""
        turn = Turn(tracker)
        if self._is_answer(turn) and takes_back(turn.text):
            return [ActionExecutionRejected(self.form), FollowupAction("action_cancel")]
        is_answer = self._is_answer(turn) and not _BESIDES.search(turn.text)
        events = await super().run(dispatcher, tracker, domain)
        is_heard = is_answer and not any(e["event"] == "action_execution_rejected" for e in events)
        wishes = [wish for wish in turn.entities("wish") if wish != turn.intent] if is_heard else []
        # A piece of the story is no wish of its own: “表后面接线 不走字”.
        return [*events, *([SlotSet(SETTLED, {"wishes": wishes, "at": turn.message})] if wishes else [])]

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """A thing that broke is a matter of its own, with a limit of seven days, once this one is told."""
        breaks = turn.intent == "appliance_damage" and turn.entity("appliance")
        is_told = self._is_answer(turn) and turn.slot(f"{self.prefix}_words")
        return super().never_answers(turn) | ({"appliance_damage"} if breaks and is_told else set())

    def _is_other(self, turn: Turn) -> bool:
        """“咋查” in the middle of a report asks about the report, whatever else it is asked of elsewhere."""
        is_scrap = turn.intent in LOOK_UPS and len(turn.text) <= _SCRAP and not turn.text.isdigit()
        return super()._is_other(turn) and not is_scrap

    def _is_answer(self, turn: Turn) -> bool:
        return turn.slot(REQUESTED) in {question.slot for question in self.questions}

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Fear is noted as a wish for secrecy, and is no part of the story; the place and the time always are."""
        before, words = dict(slots), f"{self.prefix}_words"
        super()._read(turn, asked, slots)
        if takes_back(turn.text):
            slots[f"{self.prefix}_withdrawn"] = True
        elif fears(turn):
            slots[f"{self.prefix}_feared"] = turn.said
        elif slots != before and slots[words] == before[words] is not None and self._tells_more(turn):
            rest = _NAME_FRAME.sub("", turn.without(("phone", "person"))).strip(" ,，。.")
            slots[words] = told_more(before[words], rest)[:WORDS_LIMIT]

    def _tells_more(self, turn: Turn) -> bool:
        elsewhere = any(question.slot == f"{self.prefix}_place" for question in self.questions)
        return bool((turn.entity("address") and not elsewhere) or turn.entity("time"))

    def _adds(self, turn: Turn, asked: str | None, answers_nothing: bool) -> bool:
        """Fear alone tells nothing of the matter."""
        besides = self.bare.sub("", FEARS.sub("", turn.text))
        is_short = len(turn.text) <= _SHORT and turn.slot(f"{self.prefix}_words")
        only_fears = (
            fears(turn)
            and not _THREATENED.search(turn.text)
            and (is_short or len(besides.strip()) < self.story)
        )
        if only_fears:
            return False
        if super()._adds(turn, asked, answers_nothing):
            return True
        told = turn.slot(f"{self.prefix}_words")
        is_piece = names_unit(turn) or self._tells_more(turn)
        return bool(answers_nothing and told and is_piece and not turn.is_payload and turn.said not in told)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Fear is answered at once."""
        if fears(turn):
            say.utter(f"utter_{self.prefix}_feared")
        await super().learn(turn, slots, say)

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """Fear told again is no miss."""
        if fears(turn):
            say.utter(f"utter_{self.prefix}_feared")
            return [SlotSet(MISSES, 0), SlotSet(REQUESTED, asked)]
        return super()._missed(turn, say, asked)
