"""A few words that make sense only after the last answer: “近半年呢”, “老家那个呢”, “要带啥” are no wishes by themselves."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions import bill
from actions.account import OTHER
from actions.account_bind import label_of
from actions.account_known import bound_accounts
from actions.client import Service
from actions.general import answered
from actions.guides import general_of
from actions.topic import Events, open_form
from actions.turn import Say, Turn

# So many messages back the customer still speaks of the same thing, and no longer sentence than this does.
_STILL = 3
_SHORT = 20
_CHART = re.compile(r"图")
_OTHER_ONE = re.compile(r"另[外一]|别的|那[个户家边]|换一?个")


async def follow_up(turn: Turn, say: Say) -> Events | None:
    """What carries the last answer on; None when the words do not."""
    if turn.is_payload or open_form(turn) not in (None, "account_form"):
        return None
    if general_of(turn):
        return await answered(turn, say)
    if len(turn.text) > _SHORT:
        return None
    before = turn.answered_by(_STILL)
    if "action_account_done" in before:
        events = await _bill(turn)
        if events is not None:
            return events
    return await answered(turn, say)


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
