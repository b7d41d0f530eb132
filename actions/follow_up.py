"""A few words that make sense only after the last answer: “近半年呢”, “老家那个呢”, “要带啥” are no wishes by themselves."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.account_alone import proof_alone
from actions.account_known import bound_accounts
from actions.account_named import OWN_HOME, label_of, labelled
from actions.account_reading import OTHER, read_several
from actions.aside import asks
from actions.bill_people import speak_of_people
from actions.bill_talk import shown
from actions.business_reading import picks_up
from actions.client import Service
from actions.cut_feared import add_to_order, fears_cut, fears_for_life
from actions.flow import Events
from actions.general import answered
from actions.guides import general_of
from actions.outage_asks import ANSWERED, LASTING, NOW, PLANNED, goes_on, read_known, wants_notice
from actions.outage_reading import begins_report, takes_offer
from actions.outage_special import LIFE_SUPPORT
from actions.payment_arrears import CUT, PAID
from actions.place_before import special_before
from actions.praise import more_praise
from actions.report_again import report
from actions.request import ask_for, said_lately
from actions.turn import Say, Turn, open_form

# So many messages back the customer still speaks of the same thing, and no longer sentence than this does.
_STILL = 3
_SHORT = 20
_CHART = re.compile(r"图")
_OTHER_ONE = re.compile(r"另[外一]|别的|那[个户家边]|换一?个")


_HIGHER = re.compile(r"(?<!\d)(?:12345|12398)(?!\d)|能源局|信访|找.{0,4}(?:领导|经理|负责人)|曝光|媒体|上级")


def _hangs_on_supply(turn: Turn) -> bool:
    """Whether more is told of a machine that a plan would stop: “她一天四次 加热要插电”. It goes to those who made the plan."""
    is_told = turn.intent == "inform" and not asks(turn.text) and not turn.entity("address")
    return is_told and turn.slot("outage_told") == PLANNED and LIFE_SUPPORT in special_before(turn)


async def follow_up(turn: Turn, say: Say) -> Events | None:
    """What carries the last answer on; None when the words do not."""
    if (fears_cut(turn) or not turn.slot("ticket_no")) and await fears_for_life(turn, say):
        return []  # with a work order it goes on that
    if not open_form(turn) and await add_to_order(turn, say):
        return []
    if (praised := await more_praise(turn, say)) is not None:
        return praised
    if speak_of_people(turn, say):
        return []
    if not open_form(turn) and (proved := proof_alone(turn, say)) is not None:
        return proved
    if turn.is_payload or open_form(turn) not in (None, "account_form"):
        return None
    if picks_up(turn):
        return [FollowupAction("business_form")]
    if paid := await _paid_for_supply(turn):
        return paid
    if _HIGHER.search(turn.text) and not turn.is_payload and not open_form(turn):
        return [FollowupAction("complain_form")]
    if general_of(turn):
        return await answered(turn, say)
    if open_form(turn):
        return await answered(turn, say) if len(turn.text) <= _SHORT else None
    if begins_report(turn):
        return report(turn)
    if takes_offer(turn):
        return [FollowupAction("outage_form")]
    before = turn.answered_by(_STILL)
    if ANSWERED in before and turn.entity("phone") and turn.slot("outage_told") not in (NOW, LASTING):
        return ask_for(turn, say, "notice" if wants_notice(said_lately(turn)) else "plan")
    if alike := read_known(turn):
        if alike == "other":
            return [FollowupAction("outage_form")]
        say.utter("utter_outage_wait")
        return []
    if ANSWERED in before and _hangs_on_supply(turn):
        return ask_for(turn, say, "plan")
    if goes_on(turn):
        return [FollowupAction("area_form")]
    if len(turn.text) > _SHORT:
        return None
    if "action_account_done" in before:
        events = await _bill(turn)
        if events is not None:
            return events
    return await answered(turn, say)


async def _paid_for_supply(turn: Turn) -> Events:
    """“刚用网上国网交了797块” of who has just heard that he is cut for arrears: he wants his supply back."""
    told = turn.answered_by(_STILL) & {"action_account_done", "action_outage_done"}
    if turn.is_payload or open_form(turn) or not told or not PAID.search(turn.text):
        return []
    accounts = await bound_accounts(Service(turn.conversation))
    if sum(account["status"] == CUT for account in accounts) != 1:
        return []
    wish = {"name": "arrears_reconnect", "text": turn.text}
    return [SlotSet("account_wish", wish), FollowupAction("account_form")]


async def _bill(turn: Turn) -> Events | None:
    """A chart, another account, or the payment, of the customer who has just seen a bill; other words go on by themselves (`bill_talk`)."""
    accounts = await bound_accounts(Service(turn.conversation))
    label, chart = label_of(turn.text), _CHART.search(turn.text)
    if label == OWN_HOME and not any(account.get("label") == label for account in accounts):
        label = ""  # “我家就两个人” asks for no other house
    several = read_several(turn, [a["account_no"] for a in accounts])
    if not chart and not label and not several and not _OTHER_ONE.search(turn.text):
        return None
    events: Events = []
    if not chart and not several:
        here = shown(turn).account
        others = [account["account_no"] for account in accounts if account["account_no"] != here]
        meant = [account["account_no"] for account in labelled(accounts, turn.text)]
        if not meant and not label and len(others) == 1:
            meant = others  # “另外那个呢” of two
        events.append(SlotSet("account_no", meant[0] if len(meant) == 1 else OTHER))
    name = "bill_months" if chart else "query_bill"
    return [
        *events,
        SlotSet("account_wish", {"name": name, "text": turn.text}),
        FollowupAction("account_form"),
    ]
