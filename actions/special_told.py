"""A special case told after news of an outage: it gets an urgent work order of its own; before a plan, staff hear of it (facts 4.3)."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.flow import MISSES, Events
from actions.notes import ANSWERS
from actions.outage_asks import ANSWERED, END, LASTING, NOW, URGED, WISH
from actions.outage_special import care_before_plan, sensitive_in
from actions.turn import Say, Turn, open_form

# So many messages after the news a special case is told because of it.
_LATELY = 4
_DONE = "action_outage_done"
_GOES_ON = (LASTING, NOW, URGED, END)


async def special_told(turn: Turn, say: Say) -> Events | None:
    """Leads to the report, or cares before the plan; None when the words tell no special case, or nothing was said of outages.

    The report finds the place and the case in the messages before (actions/place_before.py).
    """
    told = turn.slot("outage_told") if turn.answered_by(_LATELY) & {ANSWERED, _DONE} else None
    if turn.is_payload or told is None or open_form(turn) or turn.intent not in ANSWERS:
        return None
    special = sensitive_in(turn.text)
    if not special:
        return None
    if told in _GOES_ON:
        return [FollowupAction("outage_form")]
    if "life_support" in special:  # cared for there, told the hours again, and asked for a phone
        return [SlotSet("outage_ask", WISH), FollowupAction("area_form")]
    await care_before_plan(turn, say, special)
    return [SlotSet(MISSES, 0), FollowupAction("action_listen")]
