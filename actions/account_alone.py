"""An account number, or the digits that prove it, outside of any question: kept and used, and the question before them answered."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions import bill, tariff_mine
from actions.account_known import Account, named
from actions.account_reading import DIGITS, OTHER, read_last4, read_number, read_several, told_before
from actions.aside import asks
from actions.bill_talk import LATE_FEE, names_bill, shown, wish_of
from actions.flow import Events
from actions.guides import GENERAL, find, read_guides
from actions.payment_wrong import WENT_WRONG
from actions.reading import beside_numbers, number_and_last4
from actions.tariff_mine import MINE
from actions.tariff_talk import in_hand
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
    **MINE,
}
_BACK = 3  # messages between which nothing else was wanted
_SAYS_LITTLE = frozenset(("inform", "correct_slot", "nlu_fallback", "affirm", "deny", "out_of_scope"))
# A wish that the words around a number hint at: the number alone makes them sound like an answer.
_HINT = 0.15
_LEAST = 2  # characters that say something
_FILLER = re.compile(
    r"[我俺咱你您他她是的户号家尾手机码给就这那个在找到了哦嗯好发不对错应该叫呢吧啊呀,，。.!！:： ]|查一?下?"
)
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
    if turn.entity("address") and not number_and_last4(turn):  # the place says what it is about
        return _by_place(turn, say)
    before = told_before(turn)
    number, kept = read_number(turn, False), turn.slot("account_no") or (before and before[0])
    number = None if number == OTHER else number
    last4 = read_last4(turn, False) or (_bare_last4(turn) if kept and not number else None)
    if last4 and not number and not kept and shown(turn).account:
        say.text("已经核对过了，不用再报。还要查什么，直接说。")
        return []
    if not number and not (kept and last4):
        return _by_place(turn, say) if turn.entity("phone") or turn.entity("person") else None
    more = read_several(turn, [])[1:]
    events: Events = [
        SlotSet("account_no", number or kept),
        SlotSet("account_last4", last4),
        *([SlotSet("account_more", more)] if more else []),
    ]
    wish = _said_beside(turn) or led_here(turn) or ({"name": READY, "text": ""} if last4 else None)
    if wish:
        return [*events, SlotSet("account_wish", wish), FollowupAction("account_form")]
    received = "、".join(mask_account(str(each)) for each in (number, *more))
    say.text(f"户号{received}收到了。要办什么？", _buttons(str(number)))
    return events


def _by_place(turn: Turn, say: Say) -> Events | None:
    """A place, a name or a phone of who was told where the number is: by these none is told."""
    if "action_account_unknown" not in turn.answered_by(2):
        return None
    say.utter("utter_account_not_by_place")
    return []


def _said_beside(turn: Turn) -> dict[str, str] | None:
    """The wish that the message says besides the number: “上个月电费 3200001888001 1001”; None when it says none."""
    said = beside_numbers(turn)
    if turn.is_payload or len(_FILLER.sub("", said)) < _LEAST:
        return None
    topic = in_hand(turn)
    if topic in MINE and not names_bill(said) and tariff_mine.wanted(str(topic), said):
        return {"name": MINE[str(topic)], "text": said}
    if not (names_bill(said) or asks(said)):
        return None
    hinted = (r["name"] for r in turn.ranking if r["confidence"] >= _HINT and r["name"] in _LEADS)
    name = next(hinted, "query_bill" if names_bill(said) else None)
    return {"name": wish_of(said, _LEADS[name]), "text": said} if name else None


def led_here(turn: Turn) -> dict[str, str] | None:
    """The wish that one of the messages just before said, and its words."""
    before = turn.user_events[:-1]
    for event in reversed(before[-_BACK:]):
        intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
        text = normalise(str(event.get("text") or "")).text
        guide = find(read_guides().values(), GENERAL, text)
        if guide and guide.look_up:
            return {"name": guide.look_up, "text": text}
        if intent in _LEADS and not text.startswith("/") and not bill.is_of_others(text):
            name = "query_bill" if LATE_FEE.search(text) else wish_of(text, _LEADS[intent])
            return {"name": name, "text": text}
        if intent not in _SAYS_LITTLE:
            return None
    return None


async def ready(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils `account_ready`."""
    if turn.slot("account_more"):  # asked once, after the last of them
        say.text(f"{named(account)}核对好了。")
    else:
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
