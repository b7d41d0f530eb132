"""Another report told in the middle of one: “还有路灯也不亮 一起报”. It waits until the one in hand is made. Pure."""

from __future__ import annotations

import re

from rasa_sdk.events import SlotSet

from actions.aside import asks
from actions.flow import CREW_FORMS, NEVER_ANSWERS, Events
from actions.turn import OWN_WISH, Turn, kept_wish

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


def wish_besides(turn: Turn, form: str) -> Events | None:
    """Keeps another report that is to be made once this one is; it answers nothing here. None where none is told."""
    if form not in CREW_FORMS or turn.is_payload or turn.entity("danger") or not _BESIDES.search(turn.text):
        return None
    matter = next((name for name, words in _MATTERS.items() if words.search(turn.text)), None)
    if matter in (None, form) or turn.intent in NEVER_ANSWERS or asks(turn.text):
        return None
    wish = _LEADS_IN.sub("", turn.said)
    return [SlotSet(OWN_WISH, kept_wish(turn, wish))]
