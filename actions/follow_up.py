"""A few words that make sense only after the last answer: “近半年呢”, “老家那个呢”, “要带啥” are no wishes by themselves."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions import bill
from actions.account import OTHER
from actions.account_bind import label_of
from actions.account_known import bound_accounts
from actions.business import part_in, quote
from actions.client import Service
from actions.guides import find, read_guides
from actions.outage_asks import ANSWERED, NOW, goes_on, wants_notice
from actions.outage_reading import begins_report
from actions.request import ask_for, said_lately
from actions.topic import Events, open_form
from actions.turn import Say, Turn

# So many messages back the customer still speaks of the same thing, and no longer sentence than this does.
_STILL = 3
_SHORT = 20
_CHART = re.compile(r"图")
_OTHER_ONE = re.compile(r"另[外一]|别的|那[个户家边]|换一?个")
# Wishes that are answered without a form; actions/business.py asks on for the others.
_ANSWERED_AT_ONCE = {"action_large_household": "ask_large_household", "action_tou": "ask_tou"}


async def follow_up(turn: Turn, say: Say) -> Events | None:
    """What carries the last answer on; None when the words do not."""
    if turn.is_payload or open_form(turn):
        return None
    if begins_report(turn):
        return [FollowupAction("outage_form")]
    before = turn.answered_by(_STILL)
    if ANSWERED in before and turn.entity("phone") and turn.slot("outage_told") != NOW:
        return ask_for(turn, say, "notice" if wants_notice(said_lately(turn)) else "plan")
    if goes_on(turn):
        return [FollowupAction("area_form")]
    if len(turn.text) > _SHORT:
        return None
    if "action_account_done" in before:
        return await _bill(turn)
    wish = next((intent for action, intent in _ANSWERED_AT_ONCE.items() if action in before), None)
    part = part_in(turn.text)
    guide = find(read_guides().values(), wish, turn.text) if wish and part else None
    if guide and part:
        quote(guide, part, turn, say)
        return []
    return None


async def _bill(turn: Turn) -> Events | None:
    """Another month or another account of the customer who has just seen a bill."""
    label = label_of(turn.text)
    asks = bill.asks_about(turn.text, turn.at)
    chart = _CHART.search(turn.text)
    if not asks and not chart and not (label or _OTHER_ONE.search(turn.text)):
        return None
    events: Events = []
    if not asks and not chart:
        accounts = await bound_accounts(Service(turn.conversation))
        if not any(label and account.get("label") == label for account in accounts):
            events.append(SlotSet("account_no", OTHER))
    name = "bill_months" if chart else "query_bill"
    return [
        *events,
        SlotSet("account_wish", {"name": name, "text": turn.text}),
        FollowupAction("account_form"),
    ]
