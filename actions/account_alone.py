"""An account number, or the digits that prove it, outside of any question: kept and used, and the question before them answered."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions import bill
from actions.account_known import Account, named
from actions.account_reading import DIGITS, OTHER, read_last4, read_number
from actions.bill_talk import LATE_FEE, shown, wish_of
from actions.payment_wrong import WENT_WRONG
from actions.topic import Events
from actions.turn import Say, Turn, payload
from common.masking import mask_account
from common.normalise import normalise

# The wish of who has proved an account and has not said yet what for.
READY = "account_ready"
# What led to the number: intent of an earlier message → the wish that it is of one's own account.
_LEADS = {
    "query_bill": "query_bill",
    "bill_high": "bill_high",
    "arrears_reconnect": "arrears_reconnect",
    "ask_tier": "tier_mine",
    "ask_tou": "tou_mine",
}
_BACK = 2  # messages between which nothing else was wanted
_SAYS_LITTLE = frozenset(("inform", "nlu_fallback", "affirm", "out_of_scope"))
_WISHES = (
    ("查电费", "query_bill"),
    ("电费为什么高", "bill_high"),
    ("欠费复电", "arrears_reconnect"),
    ("交错了", "pay_problem"),
)


def proof_alone(turn: Turn, say: Say) -> Events | None:
    """Goes on with the wish that the number or its proof came for, or asks what is wanted; None where neither is said."""
    if re.search(WENT_WRONG, turn.text):
        return [FollowupAction("payment_form")]
    if turn.entity("address"):  # the place says what it is about
        return None
    number, kept = read_number(turn, False), turn.slot("account_no")
    number = None if number == OTHER else number
    last4 = read_last4(turn, False) or (_bare_last4(turn) if kept and not number else None)
    if last4 and not number and not kept and shown(turn).account:
        say.text("已经核对过了，不用再报。还要查什么，直接说。")
        return []
    if not number and not (kept and last4):
        return None
    events: Events = [SlotSet("account_no", number or kept), SlotSet("account_last4", last4)]
    wish = led_here(turn) or ({"name": READY, "text": ""} if last4 else None)
    if wish:
        return [*events, SlotSet("account_wish", wish), FollowupAction("account_form")]
    say.text(f"户号{mask_account(str(number))}收到了。要办什么？", _buttons(str(number)))
    return events


def led_here(turn: Turn) -> dict[str, str] | None:
    """The wish that one of the messages just before said, and its words."""
    before = [event for event in turn.tracker.events if event["event"] == "user"][:-1]
    for event in reversed(before[-_BACK:]):
        intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
        text = normalise(str(event.get("text") or "")).text
        if intent in _LEADS and not text.startswith("/") and not bill.is_of_others(text):
            name = "query_bill" if LATE_FEE.search(text) else wish_of(text, _LEADS[intent])
            return {"name": name, "text": text}
        if intent not in _SAYS_LITTLE:
            return None
    return None


async def ready(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils `account_ready`."""
    say.text(f"{named(account)}核对好了。要办什么？", _buttons(account["account_no"]))
    return []


def _bare_last4(turn: Turn) -> str | None:
    """Four digits that are nearly all of a message, or the end of a phone."""
    if turn.entity("phone"):
        return str(turn.entity("phone"))[-4:]
    runs = [run for run in DIGITS.findall(turn.text) if len(run) == 4]
    return runs[0] if len(runs) == 1 and len(turn.text) <= 10 else None


def _buttons(number: str) -> list[tuple[str, str]]:
    return [(title, payload(intent, account_no=number)) for title, intent in _WISHES]
