"""Reading phones out of messages: numbers in every shape, whether none is left, and whether somebody wants to be called. Pure."""

from __future__ import annotations

import re

from actions.aside import asks
from actions.numbers import in_pieces, retailed
from actions.reading import CLAUSES, NO, yes_or_no
from actions.turn import Turn, open_form

# No phone is left; only as a clause of its own: “他也不给看工作证” tells of somebody else.
_DECLINE = re.compile(
    r"(?:[那就还是先我俺这个嗯哦能也都可真要请在用有事跟您你]|电话|手机|号码?|联系方式|可以|最好|麻烦|暂时|现在)*"
    r"(?:不[太大]?(?:方便|想|愿意?|能)?(?:留|给|说|告诉|提供)|不[太大]?方便|没(?:有)?(?:手机|电话)|不用(?:打|留|联系)|保密|跳过"
    r"|微信(?:号|上)?(?:就行|联系|找|说)|(?:[就只用]|就是|只有|只用)我?这一?个微信|没(?:有)?信号)"
    r"(?:[你您们我俺给号的了吧啊呀哦行吗不就好下]|电话|手机|号码|联系方式|别人|可以|联系|沟通|通知|回复?|过来)*"
)
_DROPPED = re.compile(r"(?:那|就|还是)*算了[吧啦了]*")
_SOMEBODY = re.compile("[他她没]")

_CALL_ME = re.compile(
    r"(?<!别)(?<!不要)(?<!没人)(?<!没有人)(?:(?:打|回)(?:个|一个)?(?:电话|话)?给[我俺]|(?:给|回|跟)[我俺](?:打|回|来|去)?(?:个|一个|下)?(?:电话|话)"
    r"|给[我俺](?:打|回)(?:$|[过来吧呗啊吗,，。!！])|联系[我俺])"
)
# Somebody called, and was not heard.
_MISSED_CALL = re.compile(
    r"(?:电话|来电|打给我|给我打|打过来)[^?？]{0,12}(?:没|未)(?:能)?(?:接|听)[到着上]?了?(?=$|[\s,，。.!！~])|(?:没|未)(?:接|听)[到着上]?(?:你们?的?)?(?:的)?(?:电话|来电)|漏接"
)
_OF_A_UNIT = re.compile(
    r"^[^找叫要让请转接派喊换]*(?:[所站队班厅]|95598)(?:里|上)?(?:的|那个|那边的?)(?:人|师傅|经理|客服|女的|男的|大姐|小伙子?|工作人员)?[\s。.!！啊呀]*$"
)

AREA_CODE = "0518"
"""Of every land line in the utility's county."""
_WITH_AREA = re.compile(rf"{AREA_CODE}[2-9][0-9]{{7}}")
# “座机 86231234”, “8623-1234”: the area code goes without saying.
_LAND_LINE_HERE = re.compile(r"(?<![0-9])(?P<number>[2-9][0-9]{7})(?![0-9])")
_LAND_LINE = re.compile("座机|固定?电话|固话")
_OF_AREA_CODE = re.compile("区号")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")


def wants_call(turn: Turn) -> bool:
    """“让师傅给我打”: the customer wants to be called, not to chat with a person; “转人工” always calls one."""
    calls = turn.intent == "ask_human" and not turn.is_payload and "人工" not in turn.text
    return calls and bool(_CALL_ME.search(turn.text))


def missed_call(turn: Turn) -> bool:
    """“你们刚才给我打电话了 没接到”: whoever called is to call again."""
    return not turn.is_payload and bool(_MISSED_CALL.search(turn.text)) and not asks(turn.text)


def names_unit(turn: Turn) -> bool:
    """“黑林供电所的” tells whose people they are, and calls for nobody."""
    return turn.intent == "ask_human" and not turn.is_payload and bool(_OF_A_UNIT.match(turn.text))


def phone(turn: Turn, asked: bool) -> str | None:
    """A phone number; `-` when asked and declined."""
    # Beside a dashed door (“3-2-201 13812345678”) the run of digits is too long for the tagger.
    values = turn.entities("phone") or ([] if turn.entity("meter_no") else _MOBILE.findall(turn.text))
    if values:
        return str(values[-1])
    if asked and (whole := in_pieces(turn, _MOBILE) or in_pieces(turn, _WITH_AREA)):
        return whole
    is_land_line = asked or _LAND_LINE.search(turn.text)
    if land_line := _LAND_LINE_HERE.search(turn.text) if is_land_line and not turn.is_payload else None:
        return f"{AREA_CODE}{land_line['number']}"
    if names_area_code(turn) and str(known := _phone_in_hand(turn)).startswith(AREA_CODE):
        return known
    if mended := _with_tail(turn):
        return mended
    return "-" if asked and not turn.is_payload and _declines(turn) else None


def _declines(turn: Turn) -> bool:
    """Whether no phone is to be left; what somebody else did not do says nothing of it."""
    clauses = [clause for clause in CLAUSES.split(turn.text) if clause]
    if any(_DECLINE.fullmatch(clause) for clause in clauses) or NO.match(turn.text):
        return True
    if all(_DROPPED.fullmatch(clause) for clause in clauses):
        return bool(clauses)
    return yes_or_no(turn) is False and not _SOMEBODY.search(turn.text)


def names_area_code(turn: Turn) -> bool:
    """“区号0518”, “没有区号 就是赣榆的” beside a land line, whose area code is known."""
    return not turn.is_payload and bool(_OF_AREA_CODE.search(turn.text))


def _phone_in_hand(turn: Turn) -> str:
    """The phone of the report in hand; empty while it is not told."""
    form = open_form(turn) or ""
    return str(turn.slot(f"{form.removesuffix('form')}phone") or "")


def _with_tail(turn: Turn) -> str | None:
    """The phone of the report in hand with the last digits that put it right: “尾号是5006”, “最后一位是5”; None when none are told."""
    known = _phone_in_hand(turn)
    is_other = str(turn.slot("requested_slot")).endswith("_last4") or turn.is_payload
    return retailed(known, turn.text) if _MOBILE.fullmatch(known) and not is_other else None
