"""Anger and insults: an angry customer is offered a person before he asks, an insult is met calmly (facts 0.3 rule 9)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions.turn import Say, Turn
from common.normalise import normalise

SOOTHED = "soothed"
_ANGRY = re.compile(
    r"[!！]{2,}|气死|气炸|(?<!着)火大|什么玩意|什么东西[!！。]*$|太垃圾|混蛋|王八|(?<![翻摇])滚(?![动筒烫水热])|废物|一群骗子|曝光|找媒体|没人管"
    r"|受够|忍无可忍|[打说]了?[三四五六七八九十几多0-9]+[遍次]|他妈的(?!电话|手机|号|户号|尾号|家|电费|名字)|你他妈|特么|(?<![妈姑舅奶大干老后丈他她我爸])妈的|扯淡|糊弄"
    r"|(?<![a-z])(?:tmd|nmd|cnm|sb)(?![a-z])",
    re.IGNORECASE,
)
# A grumble alone is none; after a miss, or said again, it is.
_GRUMBLE = re.compile(r"[!！]$|[A-Z]{3,}|到底|听不懂|说了|怎么还|还是不|什么意思|有没有人|能不能行|烦")
# Where calm words would stand in the way of what has to be said.
_ELSEWHERE = frozenset(("report_danger", "ask_human", "abuse", "cancel", "repeat", "praise_suggest"))
_SAID_BEFORE = 3  # customer's messages to look back
_LEAST = 4  # characters; shorter answers are the same without anger


def is_angry(turn: Turn) -> bool:
    """Words or marks of anger; a grumble after a miss; the same message again."""
    if turn.is_payload or turn.place or turn.intent in _ELSEWHERE:
        return False
    if _ANGRY.search(turn.text):
        return True
    again = len(turn.text) >= _LEAST and turn.text in _said_before(turn)
    return again or bool(turn.slot("misses") and _GRUMBLE.search(turn.text))


def soothe(turn: Turn, say: Say) -> list[dict[str, Any]]:
    """A calm word and the way to a person, once in a talk."""
    if turn.slot(SOOTHED) or not is_angry(turn):
        return []
    say.utter("utter_soothe")
    return [SlotSet(SOOTHED, True)]


def _said_before(turn: Turn) -> list[str]:
    said = turn.texts
    return [normalise(text).text for text in said[-_SAID_BEFORE - 1 : -1]]
