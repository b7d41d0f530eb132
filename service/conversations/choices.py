"""Buttons: what a tap or a typed equivalent means. Pure.

Customers may send only payloads that we issued (design 6: a typed `/intent{…}` would bypass understanding), so a tap names a
button, never a payload; and every button may be typed instead, by its number or its title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from common.normalise import normalise

_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

# Fewer characters of a title may be words of their own: 没电, 有人.
SHORTEST_PART = 3
# “对，补进去” is meant by any plain yes.
_YES = "对"
_SAYS_YES = re.compile("(?:对|是|嗯|好)[的呀啊对]?|可以|行|确定|确认")
# No longer than a key of the database: a client may send anything.
_BUTTON_ID = re.compile("([0-9]{1,18})-([0-9]{1,3})")


def button_id(message: int, index: int) -> str:
    """The id a platform carries for button `index` (from 0) of a message."""
    return f"{message}-{index}"


def parse_button_id(value: str) -> tuple[int, int] | None:
    """Message and index of a button id, or None for anything else a client made up."""
    found = _BUTTON_ID.fullmatch(value)
    return (int(found[1]), int(found[2])) if found else None


def typed_choice(text: str, buttons: Sequence[Mapping[str, str]]) -> int | None:
    """Index of the button that the customer typed: `2`, `选二`, `第2个`, its title, what stands before its comma, or a part that no
    other title has."""
    typed = _bare(text)
    if not typed:
        return None
    titles = [_bare(button["title"]) for button in buttons]
    if typed in titles:
        return titles.index(typed)
    leads = [title.partition(",")[0] for title in titles]
    lead = _YES if _SAYS_YES.fullmatch(typed) else typed
    if leads.count(lead) == 1 and lead not in titles:
        return leads.index(lead)
    meant = [index for index, title in enumerate(titles) if len(typed) >= SHORTEST_PART and typed in title]
    if len(meant) == 1:
        return meant[0]
    bare = typed.removeprefix("选").removeprefix("第").removesuffix("个").removesuffix("项")
    number = _NUMERALS.get(bare) or (int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 3 else 0)
    return number - 1 if 1 <= number <= len(buttons) else None


def _bare(text: str) -> str:
    return normalise(text).text.strip(" 。.!！,，").lower()
