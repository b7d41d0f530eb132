"""Another wish told in the middle of a report: in its place (“不是报修 我要增容”), or besides (“还有路灯也不亮 一起报”). Pure."""

from __future__ import annotations

import re
from collections.abc import Set

from rasa_sdk.events import FollowupAction, SlotSet

from actions.application import WISHES
from actions.aside import asks
from actions.flow import CREW_FORMS, NEVER_ANSWERS, Events
from actions.notes import ANSWERS
from actions.turn import OWN_WISH, SURE, Turn, kept_wish

_NO_JOKE = r"(?:开|闹)(?:个|着)?玩笑|说着玩|逗你"
_DENIES = re.compile(
    rf"^(?:我|俺|这|那)?(?:不是?|没|别)(?:要|来|想|用|打算)*(?:报修|报|修)(?:了|的|什么的)?|^{_NO_JOKE}"
)
_DENIES_THEFT = re.compile(
    rf"^(?:我|俺|这|那)?(?:不是?|没|别)(?:要|来|想|用|打算)*举报(?:了|的|谁)?|^不是(?=[\s,，。我俺])|^(?:我|俺)?{_NO_JOKE}"
)
_BESIDES = re.compile(r"^(?:还有|对了|另外|顺便)(?!人|谁)|(?:一起|一块儿?|一并|顺便)(?:也)?报")
# What sort of report its words name: “还有路灯也不亮” is understood as what is dark.
_MATTERS = {
    "facility_form": re.compile(r"路灯|电线杆|[电线]杆|变压器|电?表箱|配电箱"),
    "voltage_form": re.compile(r"电压[太偏]?[低高]|电压不[稳够足]|忽明忽暗|带不动"),
    "meter_form": re.compile(r"电?表[^,，。箱]{0,4}(?:黑屏|不走|不转|不显示|烧|坏)"),
}
_LEADS_IN = re.compile(
    r"^(?:还有|对了|另外|顺便)[\s,，。]*|[\s,，。]*(?:一起|一块儿?|一并|顺便)(?:也)?报(?:修|了|一下|吧)*[\s。.!！]*$"
)
_BETWEEN = re.compile(r"^[\s,，。.!！~的啦哈了]+")
_LEAST = 3  # characters


def wish_instead(turn: Turn, form: str, own: Set[str]) -> Events | None:
    """Where the other wish goes once the form is closed; None where none is told, or nothing is denied.

    Args:
        form: the open one.
        own: wishes that begin it.
    """
    denies = _DENIES if form in CREW_FORMS else _DENIES_THEFT if form == "theft_form" else None
    match = denies.search(turn.text) if denies and not turn.is_payload else None
    is_other = turn.intent not in ANSWERS | NEVER_ANSWERS | own and turn.confidence >= SURE
    wish = _BETWEEN.sub("", turn.text[match.end() :]) if match else ""
    if not is_other or len(wish) < _LEAST:
        return None
    if turn.intent in WISHES:
        return [FollowupAction("action_business")]
    return [SlotSet(OWN_WISH, kept_wish(turn, wish)), FollowupAction("action_listen")]


def wish_besides(turn: Turn, form: str) -> Events | None:
    """The same of another report that is to be made once this one is: it waits for its turn, and answers nothing here."""
    if form not in CREW_FORMS or turn.is_payload or turn.entity("danger") or not _BESIDES.search(turn.text):
        return None
    matter = next((name for name, words in _MATTERS.items() if words.search(turn.text)), None)
    if matter in (None, form) or turn.intent in NEVER_ANSWERS or asks(turn.text):
        return None
    wish = _LEADS_IN.sub("", turn.said)
    return [SlotSet(OWN_WISH, kept_wish(turn, wish))]
