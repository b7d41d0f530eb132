"""A whole application in one message: “销户登记 青口镇新港路88号 电话… 马腾飞”. Pure but for the guides.

Place, phone and name drown the two words that say what it is about, so that understanding takes such a message for a mere answer, or for
a report from that place.
"""

from __future__ import annotations

import re

from actions.aside import asks
from actions.guides import Guide, most_named, read_guides
from actions.outage_supply import supply_in
from actions.turn import SURE, Turn

WISHES = frozenset(("transfer_rename", "new_or_capacity", "ev_solar", "invoice_bill"))
"""Intents that begin the dialogue of applications."""
# A guide that only tells how an application stands is none to apply with.
_PROGRESS = "progress"
_TICKET = "business"
_APPLIES = re.compile(
    r"(?<!不)(?<!不[用想要])(?<!别)(?<!再)(?:登记|申请|报装|预约|办理)|(?:要|想|[帮给替][我俺咱])[^,，。]{0,4}办(?!不|没)"
)
# Applied for before: how it stands, or a grievance.
_BEFORE = re.compile(r"(?:登记|申请|报装|预约|办理?|交)(?:过(?!户)|了|好)|取消|撤")
_CONTACT = ("address", "phone", "account_no", "person")
_LABEL = re.compile(r"(?:联系)?(?:电话|手机号?|地址|户号)是?|^我?[姓叫]?$")
_PIECE = re.compile(r"[\s,，。;；:：]+")
# What understanding takes these messages for, however surely.
_SOUNDS_LIKE = frozenset(
    ("inform", "correct_slot", "nlu_fallback", "out_of_scope", "ask_tou", "ask_large_household")
)
# A place sounds like a report from there, as long as nothing is said of its supply.
_REPORTS = frozenset(
    (
        "report_outage_home",
        "report_outage_partial",
        "report_outage_area",
        "ask_outage_info",
        "ask_planned_outage",
    )
)


def applied_for(turn: Turn) -> Guide | None:
    """The guide of what is applied for, where somebody is named to do it with or for; None for anything else."""
    pieces = _PIECE.split(turn.text)
    if (
        turn.is_payload
        or any(map(asks, pieces))
        or _BEFORE.search(turn.text)
        or not any(map(turn.entity, _CONTACT))
    ):
        return None
    is_report = turn.intent in _REPORTS and supply_in(turn.text) is not None
    is_other = turn.intent not in _SOUNDS_LIKE | _REPORTS and turn.confidence >= SURE
    if is_report or is_other:
        return None
    guide = most_named((g for g in read_guides().values() if g.ticket == _TICKET), turn.text)
    if guide is None or guide.subject == _PROGRESS:
        return None
    beside = {_LABEL.sub("", piece) for piece in _PIECE.split(turn.without(_CONTACT))} - {""}
    wishes = any(f"{wish}{name}" in turn.text for wish in "要想" for name in guide.names)
    return guide if wishes or _APPLIES.search(turn.text) or beside <= set(guide.names) else None
