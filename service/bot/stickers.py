"""Stickers and emoji sent without a word: no sentence to understand, and some of them a plain answer. Pure.

WeChat writes its old stickers as `[微笑]` or `/::)`. Read as sentences they resemble anything at all: a danger, a claim, praise.
"""

from __future__ import annotations

import re
import unicodedata

# What somebody has put into brackets himself (“[没电]”) is no sticker.
_STICKER = re.compile(r"\[(?![^\]]*[电闸修诉火救])[\u4e00-\u9fa5A-Za-z!]{1,8}\]|/:(?:(?!/:)[!-~]){1,10}")
_BESIDE = " \n\t~～!！.。,，"  # “？” waits for news, and stays words
_AGREES = re.compile(r"👌|👍|✅|\[(?:OK|强|好的|赞)\]|/:(?:ok|strong)")
_THANKS = re.compile(
    r"🙏|🌹|💐|👏|🤝|❤|\[(?:合十|抱拳|玫瑰|爱心|鼓掌|握手)\]|/:(?:rose|heart|handclap|share)"
)
_ALARMS = re.compile("🔥|🆘|🚨|🚒|🚑|⚡|💥")
# Symbols, what modifies and joins them.
_EMOJI = frozenset(("So", "Sk", "Mn", "Cf"))


def intent_of(text: str) -> str | None:
    """The intent of a message that holds nothing but stickers: a yes, thanks, or nothing that is understood; None for all others."""
    rest = [char for char in _STICKER.sub("", text) if char not in _BESIDE]
    has_sticker = bool(rest) or _STICKER.search(text)
    if not has_sticker or _ALARMS.search(text) or any(unicodedata.category(c) not in _EMOJI for c in rest):
        return None
    return "affirm" if _AGREES.search(text) else "thanks" if _THANKS.search(text) else "nlu_fallback"
