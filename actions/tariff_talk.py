"""What a talk about prices is about, and words that only go on about it. Pure.

“那我家开了没有”, “不想要了能退吗” resemble faults and payments; just after an answer about peak/valley they are about that.
"""

from __future__ import annotations

import re

from actions.reading import registers
from actions.turn import CERTAIN, Turn
from common.chinese_numbers import NUMBER
from common.normalise import normalise

TIER, TOU, LARGE, LANDLORD = "ask_tier", "ask_tou", "ask_large_household", "report_theft"
# So many messages back the customer still speaks of the same thing, and no longer sentence than this does.
STILL, SHORT_WORDS = 3, 20
_ANSWERED = {
    "action_tier": TIER,
    "action_tou": TOU,
    "action_large_household": LARGE,
    "theft_form": LANDLORD,
}
CANCEL_TOU = re.compile(r"取消|退|改回|不想[要分用]|不要|关[掉了闭]|[关停]峰谷|峰谷.{0,3}[关停]|停[掉了用]")
REOPEN = re.compile(r"再开|再办|重新开")
_CANT_MEAN = re.compile(r"[停断没掐黑]了?电|电[停断没]|跳闸|工单|师傅|发票|退[钱款费]|余额")
# Whether it has been applied for; not whether or how one may.
_ABLE = r"(?!.*(?:能|可以|怎么|咋|如何|[想要]).{0,3}[开办装用加批算弄])"
DONE_TO = "(?:过|通|上|好|成|下来|进去?|到|了)"
_DONE = re.compile(
    rf"^{_ABLE}.*[开办装用加批算弄](?:{DONE_TO}+电?[表价]?了?(?:没有?|吗|么|不|嘛|吧)|没有?[开办装用加批算弄]?)[啊呀呢]*$"
)
_GOES_ON = {
    TOU: re.compile(rf"{_DONE.pattern}|{REOPEN.pattern}|取消|能退|怎么退|咋退|改回|不想[要分用]|关[掉了闭]"),
    LARGE: re.compile(rf"{_DONE.pattern}|重新[办申]|到期|作废"),
}
_GUIDES = {TOU: "peak_valley", LARGE: "large_household"}
_APPLIES = re.compile(
    r"(?:那|就|好|行|请|[我俺]?想|[我俺]?要|[帮给][我俺]|你们?|您|先|,|，| )*(?:办|申请)(?:一?下|上)?(?:吧|呗|了吧)"
)
_SUM = re.compile(r"[0-9]度电?[^0-9]{0,8}多少钱|多少钱[^0-9]{0,6}[0-9]+度")
_KWH = re.compile(rf"{NUMBER}度")
_OTHER_SUM = re.compile(rf"(?:那|要是|如果|换成)*(?P<n>{NUMBER})度?电?(?:的话)?(?:呢|多少钱?)[啊呀]?[?？]?")
_HIS_BILL = re.compile(r"年|我家|账单|户号|[上这本]个?月|怎么|为什么|凭")
_NAME = {TIER: "action_tier", TOU: "action_tou", LARGE: "action_large_household"}


def asks_sum(turn: Turn) -> bool:
    """“一个月300度多少钱”: a price for so much, whoever asks and however it sounds; not his own bill, nor a year, which has its own answer (actions/tariff_year.py)."""
    is_his = _HIS_BILL.search(turn.text) or turn.entity("account_no")
    return not turn.is_payload and bool(_SUM.search(turn.text)) and not is_his


def restated(turn: Turn) -> str:
    """The question about prices just answered with another number in it: “那600呢”; empty for other words."""
    asked = _OTHER_SUM.fullmatch(turn.text)
    if not asked or not set(_NAME.values()) & turn.answered_by(1):
        return ""
    said = turn.user_events[:-1]
    for event in reversed(said[-STILL:]):
        text = normalise(str(event.get("text") or "")).text
        if len(_KWH.findall(text)) == 1:
            return _KWH.sub(f"{asked['n']}度", text)
    return ""


def in_hand(turn: Turn) -> str | None:
    """Which question about prices was answered just now; the latest of several cannot be told apart, so none then."""
    before = turn.answered_by(STILL)
    topics = {topic for action, topic in _ANSWERED.items() if action in before}
    if len(topics) > 1:
        before = turn.answered_by(1)
        topics = {topic for action, topic in _ANSWERED.items() if action in before}
    return topics.pop() if len(topics) == 1 else None


def applies(turn: Turn) -> str | None:
    """The guide of what is to be registered after an answer about it: “登记吧”, “那帮我办上”; else None."""
    wants = registers(turn.text) or _APPLIES.fullmatch(turn.text)
    return _GUIDES.get(in_hand(turn) or "") if wants and not turn.is_payload else None


def asks_done(text: str) -> bool:
    """Whether the words ask if something has been applied for already."""
    return bool(_DONE.search(text))


def carries_on(turn: Turn) -> str | None:
    """The action for words that only go on about the prices in hand, whatever else they sound like; else None."""
    if turn.is_payload or len(turn.text) > SHORT_WORDS or turn.confidence >= CERTAIN:
        return None
    words = _GOES_ON.get(in_hand(turn) or "")
    if not words or not words.search(turn.text) or _CANT_MEAN.search(turn.text):
        return None
    return _NAME[str(in_hand(turn))]
