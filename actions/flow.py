"""Where a message belongs, and what follows an answer, as the events of a dialogue tell. Pure.

The bases of all actions (actions/topic.py, form.py) go by it: which form was interrupted or left as a draft, which made the last work order,
and which action goes on with a matter whose words resemble something else.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.account_unbind import lets_go
from actions.application import WISHES, applied_for
from actions.beyond import speaks_english
from actions.bill_people import asks_of_holder, is_in_need, is_remark
from actions.bill_talk import carries_on
from actions.danger_reading import ANSWER, after_alarm, goes_on_with_alarm, speaks_of_alarm
from actions.outage_supply import AWAY, doubts_arrears, supply_in
from actions.phone_reading import missed_call
from actions.reach import tells_reach
from actions.reading import yes_or_no
from actions.tariff_talk import applies, asks_sum, restated
from actions.tariff_talk import carries_on as carries_on_prices
from actions.ticket_talk import about_ticket, asks_whether_dropped, looks_it_up
from actions.turn import Turn, open_form
from common.drafts import DRAFT_AFTER, DRAFTS

if TYPE_CHECKING:
    from actions.form import TopicForm

Events = list[dict[str, Any]]

REQUESTED = "requested_slot"
MISSES = "misses"
# The form that another form interrupted; one is enough, people do not nest deeper.
PAUSED = "paused_form"
RETURNING = "returning_form"
# The question before all others when a customer comes back to a draft; the slot keeps that it is to be put.
DRAFT = "draft"
MAKE_TICKETS = frozenset(
    f"action_{form.removesuffix('_form')}_done"
    for form in (*DRAFTS, "business_form", "call_form", "praise_form", "danger_form")
)
"""Actions that end in a work order."""
# Offers and look-ups: who turns to something else is done with them.
_LEFT_BEHIND = frozenset(("business_form", "area_form", "ticket_form"))
# While one of these is open there is no work order yet to answer “when will you come” from.
REPORT_FORMS = frozenset(
    (
        "outage_form",
        "voltage_form",
        "damage_form",
        "meter_form",
        "facility_form",
        "complain_form",
        "theft_form",
    )
)
# No crew drives to these.
STORY_FORMS = frozenset(("complain_form", "theft_form"))
CREW_FORMS = REPORT_FORMS - STORY_FORMS
# These are never an answer, however well they would fit.
NEVER_ANSWERS = frozenset(("report_danger", "ask_human", "abuse", "cancel", "repeat"))
_NOT_ON = re.compile(r"不(?:用|要|想|必|再)?(?:接着|继续|再)?(?:填|办|报|弄)?了|算了|重新|作废|不填|不接")
_GO_ON = re.compile(r"接着|继续|接上|往下|填完|办完")
# What somebody in the dark is taken for who wonders whether he has paid.
_OF_MONEY = frozenset(
    (
        "arrears_reconnect",
        "query_bill",
        "bill_high",
        "pay_how",
        "pay_problem",
        "ask_outage_info",
        "inform",
        "nlu_fallback",
        "out_of_scope",
    )
)
FORMS: dict[str, type[TopicForm]] = {}
"""Every form by the action that follows it."""


def is_first(turn: Turn) -> bool:
    """Whether this action is the first to answer the message, outside of forms, and may leave it to another."""
    if open_form(turn):
        return False
    return answers_first(turn)


def answers_first(turn: Turn, form: str = "") -> bool:
    """Whether no action has answered the message yet; a form that is run has itself among them already."""
    acted = (e for e in reversed(turn.tracker.events) if e["event"] == "user" or _acts(e))
    last = next((e for e in acted if e.get("name") != form), None)
    return last is None or last["event"] == "user"


def made_by(turn: Turn) -> type[TopicForm] | None:
    """The form behind the work order that was made last."""
    names = (str(e["name"]) for e in reversed(turn.tracker.events) if e["event"] == "action")
    return next((FORMS[name] for name in names if name in MAKE_TICKETS), None)


def elsewhere(turn: Turn, opened: str | None = None) -> Events | None:
    """Where a message goes that only goes on about what was told just before: an alarm, a bill or a price, a work order.

    Args:
        opened: the form that its words would open; None outside of forms.
    """
    if after := after_alarm(turn):
        return [FollowupAction(after)]
    if opened is None and speaks_english(turn):
        return [FollowupAction("action_fallback")]
    if opened is None and turn.place and turn.intent in ("nlu_fallback", "out_of_scope"):
        return [FollowupAction("action_inform")]  # the name of a point is no sentence
    if goes_on_with_alarm(turn):
        return [FollowupAction(ANSWER)]
    if turn.intent == "ask_human" and tells_reach(turn.text) and not opened:
        return [FollowupAction("action_inform")]
    is_named = turn.entity("account_no") or turn.entity("last4")
    if turn.intent in _OF_MONEY and doubts_arrears(turn.text) and not is_named:
        return [FollowupAction("outage_form")]
    if asks_whether_dropped(turn):
        return [FollowupAction("action_cancel")]
    if looks_it_up(turn) and opened != "ticket_form":
        return [FollowupAction("ticket_form")]
    if turn.intent not in WISHES and applied_for(turn):
        return [FollowupAction("action_business")]
    if turn.intent not in NEVER_ANSWERS | {"ask_tier"} and (asks_sum(turn) or restated(turn)):
        return [FollowupAction("action_tier")]
    if is_in_need(turn, opened):
        return [FollowupAction("action_fallback")]
    if missed_call(turn) and turn.intent not in NEVER_ANSWERS and opened not in STORY_FORMS | {"call_form"}:
        return [FollowupAction("call_form")]
    if lets_go(turn):  # “老家那个也不要了” after the list of bound accounts
        return [FollowupAction("account_form")] if opened != "account_form" else None
    if (guide := applies(turn)) and opened != "business_form":
        fresh = ("business_intent", "business_next", "business_told", "business_words", "business_ask")
        cleared = [SlotSet(slot, None) for slot in fresh]
        return [*cleared, SlotSet("business_subject", guide), FollowupAction("business_form")]
    waits = bool(opened and interrupted(turn.tracker, opened))
    is_dark = supply_in(turn.text) == AWAY and turn.entity("address")  # “等下 我妈家也没电 她在大树底村”
    if turn.intent not in NEVER_ANSWERS and opened != "account_form" and not waits and not is_dark:
        if wish := carries_on(turn, opened):
            return [
                SlotSet("account_wish", {"name": wish, "text": turn.text}),
                FollowupAction("account_form"),
            ]
        if action := carries_on_prices(turn):
            return [FollowupAction(action)]
    if _is_about_ticket(turn):
        return [FollowupAction("action_after_ticket")]
    is_plain = turn.intent != "report_danger" and not waits
    if is_plain and (is_remark(turn, opened) or asks_of_holder(turn, opened)):
        return [FollowupAction("action_fallback")]
    return None


def _is_about_ticket(turn: Turn) -> bool:
    """Whether the message belongs to the work order spoken of last rather than to what it sounds like."""
    if turn.slot(PAUSED) or turn.slot(DRAFT) or speaks_of_alarm(turn):
        return False
    return about_last(turn) is not None


def about_last(turn: Turn) -> str | None:
    """How the message belongs to the work order that was made last (actions/ticket_talk.py)."""
    form = made_by(turn)
    is_call = form is not None and form is FORMS.get("action_call_done")
    return about_ticket(turn, form.triggers if form else (), is_call)


def _acts(event: dict[str, Any]) -> bool:
    return event["event"] == "action" and event["name"] not in ("action_listen", "action_extract_slots")


def moment_of(tracker: Tracker, form: str) -> str:
    """`activation`, `answer`, or `resume` when another action has already answered the latest message."""
    others = 0
    for event in reversed(tracker.events):
        if event["event"] == "active_loop" and event.get("name") == form:
            return "activation"
        if event["event"] == "user":
            return "resume" if others else "answer"
        others += _acts(event) and event["name"] != form
    return "activation"


def was_silent(tracker: Tracker) -> bool:
    """Whether the customer comes back after so long that an open form is a draft; also in a session that began with one."""
    said = [event for event in tracker.events if event["event"] == "user"][-2:]
    times = [(event.get("metadata") or {}).get("sent_at") for event in said]
    if len(times) < 2:
        return any(event["event"] == "active_loop" for event in _before_first_message(tracker))
    if not all(times):
        return False
    earlier, now = (datetime.fromisoformat(str(time)) for time in times)
    return now - earlier >= DRAFT_AFTER


def _before_first_message(tracker: Tracker) -> list[dict[str, Any]]:
    first = next((at for at, event in enumerate(tracker.events) if event["event"] == "user"), 0)
    return tracker.events[:first]


def says_no(turn: Turn) -> bool:
    """No to a draft."""
    return yes_or_no(turn) is False or bool(_NOT_ON.search(turn.text))


def goes_on(turn: Turn) -> bool:
    """Yes to a draft."""
    return yes_or_no(turn) is True or bool(_GO_ON.search(turn.text))


def interrupted(tracker: Tracker, form: str) -> str | None:
    """The other form that was open when this one was activated."""
    names = [event.get("name") for event in tracker.events if event["event"] == "active_loop"]
    before = names[-2] if len(names) > 1 and names[-1] == form else None
    if before == "account_form" and tracker.get_slot(MISSES):
        return None  # who did not answer for his account before does not wait for that question
    return before if before != form and before not in _LEFT_BEHIND else None


def closes_form(events: Events) -> bool:
    """Whether an action's events end the open form."""
    return any(event["event"] == "active_loop" and event["name"] is None for event in events)


def decides_what_follows(events: Events) -> bool:
    """Whether an action's events lead on to another form, or give up the one that was interrupted."""
    return any(e["name"] == PAUSED if e["event"] == "slot" else _leads_to_form(e) for e in events)


def leads_on(events: Events) -> bool:
    """Whether an action's events say what follows."""
    return any(event["event"] == "followup" for event in events)


def _leads_to_form(event: dict[str, Any]) -> bool:
    return event["event"] == "followup" and str(event["name"]).endswith("_form")


def forget(turn: Turn, form: str) -> Events:
    """Ends the open form and forgets its answers."""
    answers = [slot for slot in turn.tracker.slots if slot.startswith(form.removesuffix("form"))]
    return [
        ActiveLoop(None),
        SlotSet(REQUESTED, None),
        SlotSet(MISSES, 0),
        SlotSet(DRAFT, None),
        *(SlotSet(slot, None) for slot in answers),
    ]


def listen(turn: Turn) -> Events:
    """Ends the turn here: an open form stays open for the next message, but does not ask again now."""
    form = open_form(turn)
    # Naming the loop anew takes back that it was rejected; otherwise it would not see the next message.
    return [*([ActiveLoop(form)] if form else []), FollowupAction("action_listen")]
