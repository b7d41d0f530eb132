"""Which of the bound accounts the words let go. What is named goes and nothing else; what is not plain is asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from actions.account_known import Account, find, named
from actions.account_named import label_of, named_among
from actions.aside import asks
from actions.bill_talk import shown
from actions.reading import yes_or_no
from actions.turn import Turn
from common.masking import mask_account

# “把它解了”: the one that is spoken of.
_THIS = re.compile(r"[这那]一?[个户]|它|解(?:了|掉|开)吧?$")
_ALL = re.compile(r"都|全部?|所有|[两俩三]个")
_COUNTED = (re.compile(r"[两俩]个"), 2), (re.compile(r"三个"), 3)
# What stays: “除了小兴庄都解绑”, “只留赣马那个”, “望海的留着”.
_KEPT_BEHIND = re.compile(
    r"(?:除(?:了|去|开|掉)?|[只就光但]?保?留[着下住]?)(?P<kept>[^\s,，。;；]+?)(?=$|[\s,，。;；]|以?外|之外|[都全]|别的|另外|其[他它余]|剩|解)"
)
_KEPT_BEFORE = re.compile(
    r"(?P<kept>[^\s,，。;；]+?)(?:那个|的|就|要|得|还|先)*(?:保?留[着下]|(?:别|不要?|不用)(?:解|动|删)(?!的))"
)
# What lets all the others go.
_OTHERS = re.compile(r"除|[只就光]保?留|别的|另外|其[他它余]|剩|都|全")
# A house by a name that may be none of those bound: “梨园头那个”.
_NAMES = re.compile(r"(?P<name>[\u4e00-\u9fa5]{2,8}?)(?:的)?[那这]一?[个户]")
# What surrounds the houses in a wish to let them go.
_FRAME = re.compile(
    r"解[绑除了掉开]*|取消|绑定?|[删去拿移撤][掉除]?|户号|账号|不(?:想|要|用|再)+|现在|已经|统统|一起|所有|全部?|[两俩三]个|[这那]一?[个户]"
    r"|[我俺咱你您它们帮给把将请想要都也再先就了的吧啊呀呗嘛呢那这别]"
)


@dataclass
class LetGo:
    """What is to be done.

    Attributes:
        accounts: those that go at once; none where that has to be asked first.
        not_bound: what was named and is not bound, as the customer is told of it.
    """

    accounts: list[Account] = field(default_factory=list)
    not_bound: str = ""


def let_go(turn: Turn, known: Sequence[Account]) -> LetGo:
    """Reads the message.

    Args:
        known: every account that the conversation may see, bound or only looked up.
    """
    bound = [account for account in known if account["bound"]]
    numbers = [str(n) for n in (turn.entity("account_unbind"), *turn.entities("account_no")) if n]
    if numbers:
        strange = next((number for number in numbers if not find(bound, number)), None)
        return LetGo(
            [account for number in numbers if (account := find(bound, number))],
            f"户号{mask_account(strange)}" if strange else "",
        )
    if asks(turn.text):
        return LetGo()
    if (beside := _beside(turn.text, bound)) is not None:
        return LetGo(beside)
    if meant := named_among(bound, turn.text):
        return LetGo(meant)
    if strange := _strange(turn, known):
        return LetGo(not_bound=strange)
    return _spoken_of(turn, known, bound)


def _beside(text: str, bound: Sequence[Account]) -> list[Account] | None:
    """The others than those that are to stay; None where nothing is said of staying.

    “望海的别解” lets nothing go by itself, “只留望海” does.
    """
    kept = [match["kept"] for words in (_KEPT_BEHIND, _KEPT_BEFORE) if (match := words.search(text))]
    if not kept:
        return None
    name, stays = next(((name, stays) for name in kept if (stays := named_among(bound, name))), ("", []))
    others = [account for account in bound if account not in stays] if stays else []
    rest = text.replace(name, "")
    return named_among(others, rest) or (others if _OTHERS.search(rest) else [])


def _strange(turn: Turn, known: Sequence[Account]) -> str:
    """What was named, and is not bound; empty for none."""
    looked_up = named_among([account for account in known if not account["bound"]], turn.text)
    if looked_up:
        return named(looked_up[0])
    return str(turn.entity("address") or "")


def _spoken_of(turn: Turn, known: Sequence[Account], bound: Sequence[Account]) -> LetGo:
    """“都解了”, “把它解了”, a yes: without a name."""
    name = _NAMES.search(turn.text)
    if label_of(turn.text) or (name and _FRAME.sub("", name["name"])):
        return LetGo()
    if len(bound) > 1 and _ALL.search(turn.text):
        counted = next((count for words, count in _COUNTED if words.search(turn.text)), len(bound))
        return LetGo(list(bound) if _is_bare(turn.text) and counted == len(bound) else [])
    if not (_THIS.search(turn.text) or yes_or_no(turn) is True):
        return LetGo()
    last = find(known, shown(turn).account or "")
    if last and not last["bound"]:
        return LetGo(not_bound=named(last))
    return LetGo([last] if last else list(bound) if len(bound) == 1 else [])


def _is_bare(text: str) -> bool:
    """Whether the piece that says “all” names nothing beside it."""
    pieces = [piece for piece in re.split(r"[\s,，。;；]+", text) if _ALL.search(piece)]
    return all(not _FRAME.sub("", piece) for piece in pieces)
