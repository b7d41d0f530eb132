"""Reads account numbers and their proofs out of a turn: numbers, the phone's last four digits, codes (facts 5.1). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.account_named import is_named
from actions.flow import REQUESTED
from actions.numbers import in_pieces
from actions.reading import both_in, number_and_last4
from actions.turn import Turn, entities_of
from common.normalise import normalise

ASKED = ("account_no", "account_last4", "account_code")
OTHER = "other"
_OTHER_WORDS = re.compile(r"(?:另外?|别)的?一?[个户]|(?:别|其[他它])的?户号|换个?户号|^其[他它]的?$")
# A wish for a code, wherever it is said; and what says so only in answer to the question for the digits or the code.
_CODE_WISH = re.compile(r"验证码|校验码|短信码|发(?:个|条)?(?:码|短信)")
_NEW_CODE = re.compile(r"没收到|收不到|没有收到|再发|重发|重新发|过期|超时")
_NO_DIGITS = re.compile(r"不知道|不清楚|不晓得|记不[得清住]|想不起|忘|不记得|没印象|换过?号|换了")
# The registered phone is gone or another's, so no code gets there.
_GONE = re.compile(
    r"(?:手机|电话|号码?|卡).{0,6}(?:早?就?不用了|停机|停用|注销|销了|丢了|没了)|(?:早|已经)不用|老号|(?:[他她]|房东|别人|人家|前[任夫妻]|房主|老板).{0,2}(?:的?(?:手机|电话|号)|那)"
)
# Back to the one that is proved, while another one waits for its proof.
_PROVED_ONE = re.compile(r"第一[个户]|头一[个户]|前[面头]?那?一?[个户]|刚才那一?[个户]")
_LAST4_WISH = re.compile(r"尾号|后四位|后4位|手机号")
# Of a phone that is no proof: “联系电话…”, “打我…”.
_CALL = re.compile(r"联系|[打回找][给]?我|给我[打回]|打这个")
_WRONG = "对不上，还能试"
_ALL = re.compile(r"都.{0,2}[查看要]|全部|全都|[一每]个都|一起[查看]|[两俩三仨]个都")
_TWO = re.compile(r"[两俩]")
_NUMBER = re.compile(r"[0-9]{13}|[0-9]{10}")
DIGITS = re.compile(r"(?<![0-9])[0-9]+(?![0-9])")


def read_number(turn: Turn, asked: bool) -> str | None:
    """An account number; `other` for one that is not among those offered; else one of those by its end or its place."""
    both = number_and_last4(turn)
    if both or turn.entity("account_no"):
        return both[0] if both else str(turn.entity("account_no"))
    if turn.is_payload:
        return None
    if asked and (whole := in_pieces(turn, _NUMBER)):
        return whole
    if _OTHER_WORDS.search(turn.text):
        return OTHER
    choices = turn.slot("account_choices") if asked else None
    if not choices:
        return None
    ends = [run for run in DIGITS.findall(turn.text) if 3 <= len(run) <= 6]
    fitting = [
        number
        for number, where in choices
        if any(number.endswith(end) for end in ends) or is_named(where, turn.text)
    ]
    return fitting[0] if len(fitting) == 1 else None


def read_several(turn: Turn, known: Sequence[str]) -> list[str]:
    """Two or more accounts in one message: by their numbers, by the ends of those known, or all of them (“两个都查”)."""
    numbers = list(dict.fromkeys(str(number) for number in turn.entities("account_no")))
    if turn.is_payload or len(numbers) > 1:
        return [] if turn.is_payload else numbers
    ends = [run for run in DIGITS.findall(turn.text) if 3 <= len(run) <= 6]
    named = [number for number in known if any(number.endswith(end) for end in ends)]
    if len(named) > 1:
        return named
    all_of_them = _ALL.search(turn.text) and not (_TWO.search(turn.text) and len(known) != 2)
    return list(known) if all_of_them and not ends and len(known) > 1 else []


def read_last4(turn: Turn, asked: bool) -> str | None:
    """Four digits; of a whole phone number its end. Unasked beside an account number: “3200001888001，1001”, “…，手机138…”.

    A phone in answer to the question for the account number is half of the proof already.
    """
    if turn.entity("last4"):
        return str(turn.entity("last4"))
    if both := number_and_last4(turn):
        return both[1]
    if turn.is_payload:
        return None
    is_proof = turn.slot(REQUESTED) in ASKED or turn.entity("account_no")
    if turn.entity("phone") and is_proof and not _is_to_be_called(turn):
        return str(turn.entity("phone"))[-4:]
    if not asked:
        return None
    runs = [run for run in DIGITS.findall(turn.text) if len(run) == 4]
    return runs[0] if len(runs) == 1 else None


def last4_for(turn: Turn, number: str) -> str | None:
    """The digits that prove one of several accounts of the message: each has its own, in the order told, or all share the same."""
    numbers = [str(each) for each in turn.entities("account_no")]
    tails = [run for run in DIGITS.findall(turn.text) if len(run) == 4]
    if len(set(tails)) == 1:
        return tails[0]
    return dict(zip(numbers, tails, strict=True)).get(number) if len(tails) == len(numbers) else None


def _is_to_be_called(turn: Turn) -> bool:
    """Whether a phone is where to reach the customer: beside his place or his name, or so called."""
    return bool(turn.entity("address") or turn.entity("person") or _CALL.search(turn.text))


def told_before(turn: Turn) -> tuple[str, str | None] | None:
    """The account, with the digits beside it, that was told for another wish before: nobody has to say it again."""
    answered: list[dict[str, Any]] = []
    is_before = False  # the present message stands last
    for event in reversed(turn.tracker.events):
        if event["event"] != "user":
            answered.append(event)
            continue
        text = normalise(str(event.get("text") or "")).text
        both = both_in(text)
        numbers = {both[0]} if both else set(entities_of(event, "account_no"))
        if is_before and len(numbers) == 1 and not text.startswith("/"):
            is_tried = any(e.get("name") == "account_form" or _WRONG in str(e.get("text")) for e in answered)
            last4 = both[1] if both else next(iter(entities_of(event, "last4")), None)
            return None if is_tried else (numbers.pop(), last4)
        answered, is_before = [], True
    return None


def tried_before(turn: Turn) -> str | None:
    """The digits that the customer gave last, for a number that was wrong: they need not be said again for the right one."""
    said = turn.user_events[:-1]
    for event in reversed(said[-2:]):
        last4 = next(iter(entities_of(event, "last4")), None)
        text = normalise(str(event.get("text") or "")).text
        runs = [run for run in DIGITS.findall(text) if len(run) == 4]
        if last4 or len(runs) == 1:
            return last4 or runs[0]
    return None


def back_to_proved(turn: Turn) -> bool:
    """Whether who is asked to prove a further account turns back to the one before: “那先查第一个”."""
    is_proving = turn.slot(REQUESTED) in ("account_last4", "account_code")
    return is_proving and not turn.is_payload and bool(_PROVED_ONE.search(turn.text))


def read_code(turn: Turn, asked: bool) -> str | None:
    """Six digits, when a code was asked for."""
    if not asked or turn.is_payload:
        return None
    runs = [run for run in DIGITS.findall(turn.text.replace(" ", "")) if len(run) == 6]
    return runs[0] if len(runs) == 1 else None


def wants_code(turn: Turn) -> str | None:
    """`new` for a code that is to be sent, `no` for the digits instead; None when neither is said."""
    requested = turn.slot(REQUESTED)
    if _GONE.search(turn.text) and not turn.is_payload:
        return None
    if turn.entity("account_by_code"):
        return str(turn.entity("account_by_code"))
    if turn.is_payload:
        return None
    if requested == "account_code":
        if _NEW_CODE.search(turn.text) or re.search(r"[再重].{0,2}发", turn.text):
            return "new"
        return "no" if _LAST4_WISH.search(turn.text) and not _CODE_WISH.search(turn.text) else None
    # “记不清 1001还是1010” has something to try.
    doubts = any(len(run) == 4 for run in DIGITS.findall(turn.text))
    unknown = requested == "account_last4" and _NO_DIGITS.search(turn.text) and not doubts
    return "new" if unknown or _CODE_WISH.search(turn.text) else None
