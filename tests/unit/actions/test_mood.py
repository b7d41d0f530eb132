"""Anger is told by words, marks, repetition and earlier misses, and offered a person once."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.mood import is_angry
from actions.turn import Turn


def turn(text: str, *before: str, intent: str = "complain", misses: int = 0) -> Turn:
    message = {"text": text, "intent": {"name": intent, "confidence": 0.9}}
    events: list[dict[str, Any]] = [{"event": "user", "text": said} for said in (*before, text)]
    return Turn(Tracker("c1.1", {"misses": misses}, message, events, False, None, {}, None))


@pytest.mark.parametrize(
    ("text", "angry"),
    [
        ("垃圾没收走", False),
        ("滚！", True),
        ("我打了三遍", True),
        ("屏幕滚动", False),
        ("滚筒洗衣机不转", False),
        ("我妈的户号", False),
        ("接电话的是骗子吗", False),
        ("TMD又停", True),
        ("妈妈的电话13912345678", False),
        ("姑妈的户号", False),
        ("他妈的户号发你", False),
        ("他妈的又停", True),
    ],
)
def test_words(text: str, angry: bool) -> None:
    assert is_angry(turn(text)) is angry


def test_the_same_again_but_no_short_answer() -> None:
    assert is_angry(turn("家里没电了", "家里没电了"))
    assert not is_angry(turn("没有", "没有"))


def test_a_grumble_counts_after_a_miss() -> None:
    assert not is_angry(turn("到底什么时候来电"))
    assert is_angry(turn("到底什么时候来电", misses=1))


def test_danger_comes_first() -> None:
    assert not is_angry(turn("电线掉下来没人管！！", intent="report_danger"))
