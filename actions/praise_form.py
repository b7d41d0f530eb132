"""Praise and suggestions: only what they are about is asked, then they are passed on (facts 1.3)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.client import Service
from actions.flow import Events
from actions.form import Question
from actions.notes import OUTAGE
from actions.outage_back import PowerBack, go_on, is_unsettled
from actions.outage_supply import BACK, supply_in
from actions.praise import (
    blames,
    is_at_fault,
    is_not_mended,
    just_praised,
    praise_more,
    praise_ticket,
    praises,
    sounds_ironic,
)
from actions.report import ReportForm, closed, own_words, register, registered
from actions.ticket_detail import add_detail, current_ticket, is_said_to_be_added
from actions.topic import TopicAction
from actions.turn import SURE, Say, Turn

_PRAISE_BARE = re.compile(
    r"(?:[给跟对]你们)?我?[要想]?(?:提个?|给个?)?(?:表扬|建议|好评|意见)(?:一下|你们)?|有个想法|跟?你们说说|[我要想了的吧啊个点,，。.!！]"
)
_BROKEN = re.compile("坏|烧|炸|冒烟|不转|用不了|报废")
_SUGGESTS = re.compile(r"建议|希望|最好|能不能|应该|要是|多个|增加|意见|改进|改一改")


class PraiseForm(ReportForm):
    """Praise or a suggestion: only what it is about."""

    form = "praise_form"
    prefix = "praise"
    triggers = frozenset(("praise_suggest",))
    bare = _PRAISE_BARE
    story = 3
    questions = (Question("praise_words", own_words(_PRAISE_BARE), "utter_explain_praise_words"),)

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """A fault, or a thing that broke, is a matter of its own, with a crew or a limit of seven days behind it."""
        is_fault = turn.intent in OUTAGE | {"appliance_damage"} and (turn.confidence >= SURE or _breaks(turn))
        return super().never_answers(turn) | ({turn.intent} if is_fault else set())

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """What the message tells is enough."""


class PraiseDone(TopicAction):
    """Passes it on and says thanks."""

    def name(self) -> str:
        """After the form."""
        return "action_praise_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """What follows praise that was just passed on goes with it. A suggestion gets its deadline, praise a thank-you; blame is a complaint and is not thanked for."""
        words = turn.slot("praise_words") or ""
        if _breaks(turn):
            return [*closed(turn, "praise"), FollowupAction("damage_form")]
        if sounds_ironic(turn):
            say.utter("utter_praise_ironic")
            return closed(turn, "praise")
        if is_not_mended(turn.text):
            return [*closed(turn, "praise"), *await _report(turn, say)]
        if is_said_to_be_added(turn) and (ticket := await current_ticket(turn)):
            return [*await add_detail(turn, say, ticket["number"], turn.said), *closed(turn, "praise")]
        if just_praised(turn) and (praised := await praise_ticket(turn)) and not _SUGGESTS.search(words):
            return [*await praise_more(turn, say, praised), *closed(turn, "praise")]
        suggests = bool(_SUGGESTS.search(words))
        was_asked = PraiseForm.form in turn.answered_by(1)  # “我要表扬” – “黑林供电所的”
        if not (was_asked or suggests or blames(words) or praises(words)):
            say.utter("utter_not_understood")
            return closed(turn, "praise")
        if blames(words) and not suggests:
            return [
                *closed(turn, "praise"),
                SlotSet("complain_words", words),
                FollowupAction("complain_form"),
            ]
        made = await register(
            turn, "praise", "opinion" if suggests else "praise", f"{'建议' if suggests else '表扬'}：{words}"
        )
        if suggests:
            say.utter("utter_suggest_thanks")
            say.text(registered(made))
        else:
            say.utter("utter_praise_thanks")
        # “修好了 谢谢啊 师傅人真好”: the order of the fault is done with it.
        settled = await PowerBack().handle(turn, say) if await _tells_back(turn) else []
        return [*closed(turn, "praise", made), *settled]


def _breaks(turn: Turn) -> bool:
    """Whether a thing of the customer's broke: no praise, whatever was understood."""
    return bool(turn.entity("appliance") and _BROKEN.search(turn.text))


async def _report(turn: Turn, say: Say) -> Events:
    """The fault that is there again goes to the crew that was at it, else it is reported; bad work alone is a complaint."""
    mine = [ticket for ticket in await Service(turn.conversation).get("/tickets") if is_unsettled(ticket)]
    if not mine and not is_at_fault(turn.text):
        return [SlotSet("complain_words", turn.said), FollowupAction("complain_form")]
    if not mine:
        return [FollowupAction("outage_form")]
    await go_on(turn, say, mine[0]["number"])
    return []


async def _tells_back(turn: Turn) -> bool:
    """Whether the praise tells that the supply is back that was reported gone."""
    if supply_in(turn.text) != BACK:
        return False
    return any(map(is_unsettled, await Service(turn.conversation).get("/tickets")))
