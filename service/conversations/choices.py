"""Buttons: what a tap or a typed equivalent means. Pure.

Customers may send only payloads that we issued (design 6: a typed `/intent{…}` would bypass understanding), so a tap names a
button, never a payload; and every button may be typed instead, by its number or its title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from common.normalise import normalise

_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def button_id(message: int, index: int) -> str:
    """The id a platform carries for button `index` (from 0) of a message."""
    return f"{message}-{index}"


def parse_button_id(value: str) -> tuple[int, int] | None:
    """Message and index of a button id, or None for anything else a client made up."""
    message, dash, index = value.partition("-")
    if (
        dash
        and message.isascii()
        and message.isdigit()
        and index.isascii()
        and index.isdigit()
        and len(value) < 24
    ):
        return int(message), int(index)
    return None


def typed_choice(text: str, buttons: Sequence[Mapping[str, str]]) -> int | None:
    """Index of the button that the customer typed: `2`, `选二`, `第2个`, or its title; None when none was meant."""
    typed = normalise(text).text.strip(" 。.!！,，").lower()
    for index, button in enumerate(buttons):
        if typed == normalise(button["title"]).text.lower():
            return index
    bare = typed.removeprefix("选").removeprefix("第").removesuffix("个").removesuffix("项")
    number = _NUMERALS.get(bare) or (int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 3 else 0)
    return number - 1 if 1 <= number <= len(buttons) else None
