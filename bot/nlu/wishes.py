"""Several wishes in one message: where it may be cut, and which way of cutting it shows two wishes. Pure; runs in the rasa process.

Customers write one wish in many sentences far more often than two wishes in one message, so a cut needs proof: pieces that are
each understood well and want different things. How well depends on the border between them: 另外 or 顺便 says that another wish
follows, a comma hardly anything. Every run of neighbouring parts is looked at, so that the words of one wish stay together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations, pairwise
from math import log

# These open another wish wherever they stand …
_ADDS = (
    r"(?:另外(?!一|的)|顺便|顺带|再(?:帮我|给我)?(?:问|查|看)一?[下个看]|还想(?:再)?(?:问|查|办|咨询)(?:一?下)?|还要(?:问|查|办)(?:一?下)?"
    r"|还有(?:就是|一?个事|一?件事)|还有(?=我?[想要]问|帮|请|麻烦)|再就是|再一个|除此之外|同时(?:帮|请|想|再)|以及(?:帮|想|怎么)"
    r"|然后(?:再|还|帮我|想问))"
)
# … and these behind a pause only: 还有 in 表上还有钱, 对了 in 地址对了 say nothing.
_ADDS_BEHIND_A_PAUSE = r"(?:还有(?!多久|多长|几|没|多少|电(?![费表价])|点|一|两|救|人|谁|什么|啥|哪|别的|其他)|对了|第二[,个:]|其次)"
_BORDER = re.compile(
    rf"(?P<stop>[。!?;\n~]+\s*|(?<=[吗呢么])[, ]+)(?P<after>{_ADDS}|{_ADDS_BEHIND_A_PAUSE})?"
    rf"|[,、\s]*(?P<link>{_ADDS})|[,、\s]+(?P<pause>{_ADDS_BEHIND_A_PAUSE})"
    r"|(?P<comma>,+\s*)|(?P<space> +)|(?<=[吗呢了])(?=[^吗呢了吧啊呀的么嘛,。!?;\s])"
)
_SHORTEST_MESSAGE = 8
_SHORTEST_PART = 3
# Three parts make five pieces to read, four would make nine; a fourth wish in one message is rare.
_MOST_PARTS = 3

_CHATTER = frozenset(
    {
        "greet", "thanks", "goodbye", "affirm", "deny", "cancel", "correct_slot", "repeat", "inform", "out_of_scope",
        "bot_challenge", "report_power_back",
    }
)  # fmt: skip
# One matter seen from two sides, unless the customer puts 另外 or 顺便 between them: no supply and when is it back, a bill that
# is high because the meter runs fast, a danger and the fault that shows it.
_TOGETHER = tuple(
    frozenset(group.split())
    for group in (
        "ask_outage_info report_outage_home report_outage_area report_outage_partial report_trip",
        "ask_outage_info urge",
        "query_ticket urge",
        "report_danger report_trip report_voltage report_facility report_meter_fault report_outage_partial",
        "report_danger report_theft",
        "report_outage_home report_meter_fault",
        "bill_high query_bill",
        "bill_high meter_too_fast meter_reading_wrong",
        "meter_too_fast request_meter_check",
        "meter_too_fast report_meter_fault",
        "report_trip report_voltage",
    )
)
# A wish must bring in more than this (log odds), and none brings in more than the most: one very sure wish carries no unsure ones.
_PRICE, _MOST = 1.0, 4.0
# No wish of several is less probable, and so much of the whole message's log odds takes doubt away (docs/nlu-experiments.md).
_LEAST, _WHOLE = 0.8, 0.5


class Border(IntEnum):
    """What stands before a part, weakest sign of another wish first."""

    CLAUSE_END = 0
    SPACE = 1
    COMMA = 2
    STOP = 3
    LINKED = 4
    BEGINNING = 5


@dataclass(frozen=True)
class Part:
    """A piece `text[start:end]` of a message and what stands before it."""

    start: int
    end: int
    border: Border


Reader = Callable[[Part], tuple[str, float]]


@dataclass(frozen=True)
class Wish:
    """One of several wishes of a message, at `start:end` of the text that was split."""

    intent: str
    confidence: float
    start: int
    end: int


def split(text: str) -> list[Part]:
    """The parts of a normalised text, at most three, connectives left out; one when it is short or there is nothing to cut."""
    parts = [Part(0, len(text), Border.BEGINNING)]
    if len(text) < _SHORTEST_MESSAGE:
        return parts
    for match in _BORDER.finditer(text):
        last = parts.pop()
        if match.start() > last.start:
            parts += [
                Part(last.start, match.start(), last.border),
                Part(match.end(), len(text), _border(match)),
            ]
        else:
            parts.append(Part(match.end(), len(text), max(last.border, _border(match))))
    while len(parts) > 1 and (at := _weakest(parts)) is not None:
        parts[at - 1 : at + 1] = [Part(parts[at - 1].start, parts[at].end, parts[at - 1].border)]
    return parts


def find_wishes(
    parts: Sequence[Part], read: Reader, whole: float, allowed: Mapping[Border, float]
) -> list[Wish]:
    """The wishes of a message, a danger first, then in order; [] unless there are at least two.

    Of all ways to cut it in which the pieces are understood well enough, the one that is surest altogether counts.

    Args:
        parts: from `split`.
        read: intent and probability of a piece, which is a run of neighbouring parts; asked once a piece, for no more than it takes.
        whole: probability of the uncut message's intent; the surer it is, the surer the pieces must be.
        allowed: doubt (`_doubt`) that the wishes on both sides of a border may leave on average, in a message that makes no sense uncut.
    """
    known: dict[Part, tuple[str, float]] = {}
    sense = _WHOLE * (_MOST - _doubt(whole))
    found = (
        _wishes(pieces, read, min(allowed[piece.border] for piece in pieces[1:]) - sense, known)
        for pieces in _ways_to_cut(parts)
    )
    return max((wishes for wishes in found if len(wishes) > 1), key=_sureness, default=[])


def _border(match: re.Match[str]) -> Border:
    if match["after"] or match["link"] or match["pause"]:
        return Border.LINKED
    return next(
        (b for b in (Border.STOP, Border.COMMA, Border.SPACE) if match[b.name.lower()]), Border.CLAUSE_END
    )


def _weakest(parts: Sequence[Part]) -> int | None:
    """Index of the part to join to the one before it: the next to a part that is too short, else the weakest while there are too many."""
    short = next((i for i, part in enumerate(parts) if part.end - part.start < _SHORTEST_PART), None)
    if short is not None:
        return min((i for i in (short, short + 1) if 0 < i < len(parts)), key=lambda i: parts[i].border)
    if len(parts) <= _MOST_PARTS:
        return None
    lengths = [part.end - part.start for part in parts]
    return min(range(1, len(parts)), key=lambda i: (parts[i].border, min(lengths[i - 1], lengths[i])))


def _ways_to_cut(parts: Sequence[Part]) -> Iterator[list[Part]]:
    inner = range(1, len(parts))
    for count in inner:
        for cuts in combinations(inner, count):
            yield [_joined(parts[i:j]) for i, j in pairwise((0, *cuts, len(parts)))]


def _joined(parts: Sequence[Part]) -> Part:
    return Part(parts[0].start, parts[-1].end, parts[0].border)


def _wishes(
    pieces: Sequence[Part], read: Reader, allowed: float, known: dict[Part, tuple[str, float]]
) -> list[Wish]:
    """The different wishes of one way to cut, [] when they leave more doubt than allowed; `known` pieces cost nothing, short ones fail first."""
    found: list[tuple[Wish, Border]] = []
    doubt = 0.0
    for piece in sorted(pieces, key=lambda piece: (piece not in known, piece.end - piece.start)):
        intent, confidence = known[piece] = known.get(piece) or read(piece)
        if intent in _CHATTER:
            continue
        doubt += _doubt(confidence)
        if confidence < _LEAST or doubt > allowed * len(pieces):
            return []
        found.append((Wish(intent, confidence, piece.start, piece.end), piece.border))
    if doubt > allowed * len(found):
        return []
    wishes: list[Wish] = []
    for wish, border in sorted(found, key=lambda each: (each[0].intent != "report_danger", each[0].start)):
        if not any(_same(wish.intent, earlier.intent, border) for earlier in wishes):
            wishes.append(wish)
    return wishes


def _sureness(wishes: Sequence[Wish]) -> float:
    return sum(_MOST - _doubt(wish.confidence) - _PRICE for wish in wishes)


def _doubt(probability: float) -> float:
    """What the log odds lack of the most that is counted; 0 from 0.982 up."""
    return max(0.0, _MOST - log(probability / (1 - probability))) if probability < 1 else 0.0


def _same(intent: str, earlier: str, border: Border) -> bool:
    return intent == earlier or (
        border != Border.LINKED and any(intent in group and earlier in group for group in _TOGETHER)
    )
