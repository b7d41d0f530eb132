"""Words that let a bound account go, however they are said, and questions about binding, which bind nothing. Pure."""

from __future__ import annotations

import re

from actions.aside import asks
from actions.reading import yes_or_no
from actions.turn import Turn

UNBIND_HERE = "确定解绑这个户号吗？"
_UNBIND = re.compile(
    r"解[绑除了掉开]|[要想得帮]解$|取消绑|[删去移]掉?.{0,4}(?:户号|绑定)|换绑|(?:只|就|光)保?留|(?:不想|不要|不用|不|别)再?绑(?![^,，。]{0,4}(?:[能可]|行|会))"
)
# What was just said of bound accounts: then “老家那个也不要了” is about them.
_OF_BINDING = re.compile(r"已解绑|绑定好了|绑定了[0-9]+个户号|要解绑哪一个|已经绑定了|" + UNBIND_HERE)
_NOT_WANTED = re.compile(r"不[要想用]了|[删去拿撤]掉?了?吧?$|删[了掉]")
_STILL, _SHORT = 2, 16
# A yes to more than a question: “能帮我绑吗”, “怎么绑”.
_WISHES = re.compile(
    r"(?:能|可以|给|帮|怎么|咋|如何)[^,，。]{0,8}绑|绑[^,，。]{0,6}(?:行|可以|成|好)[不吗么]"
)
_NOBODY_ASKED = re.compile(r"没[^,，。]{0,3}[让叫要]|谁让|谁叫|就问问|问一?下|只是问")


def lets_go(turn: Turn) -> bool:
    """Whether the words want a bound account gone; the intent tells it only of the plainest ones."""
    if turn.is_payload or turn.intent in ("report_danger", "ask_human"):
        return False
    told = turn.told(_STILL)
    if any(UNBIND_HERE in words for words in turn.told(1)) and yes_or_no(turn) is True:
        return True
    is_spoken_of = turn.intent == "bind_account" or any(_OF_BINDING.search(words) for words in told)
    if not is_spoken_of or _NOBODY_ASKED.search(turn.text):
        return False
    if _UNBIND.search(turn.text):
        return True
    is_short = len(turn.text) <= _SHORT and not asks(turn.text)
    return turn.intent != "bind_account" and is_short and bool(_NOT_WANTED.search(turn.text))


def asks_of_binding(turn: Turn) -> bool:
    """Whether it is only asked what binding is for, who then sees what: “绑户号有啥用”, “绑了我妈能看到吗”."""
    is_question = asks(turn.text) or _NOBODY_ASKED.search(turn.text) or "有用" in turn.text
    return not turn.is_payload and bool(is_question) and not _WISHES.search(turn.text)
