"""Several wishes in one message: where to cut, and which cuts are really two wishes. Pure; runs in the rasa process.

Customers write one wish in many sentences far more often than two wishes in one message, so a cut needs proof: two parts that are
each understood well and want different things. Things that go together (no supply, when is it back) stay one wish unless the
customer puts 另外 or 顺便 between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_CONNECTIVE = (
    r"(?:另外|还有(?!多久|多长|几|没|多少|电(?![费表价])|点|一会|救)(?:就是|个事|一个|件事|一件)?|顺便|顺带|再(?:帮我|给我)?(?:问|查)一?[下个]|还想(?:再)?(?:问|查|办|咨询)(?:一?下)?|还要(?:问|查|办)(?:一?下)?"
    r"|对了|再就是|再一个|第二[,个:]|其次|除此之外|同时(?:帮|请|想|再)|以及(?:帮|想|怎么)|然后(?:再|还|帮我|想问))"
)
_BORDER = re.compile(
    rf"(?P<stop>(?:[。!?;\n~]+|(?<=[吗呢么])[, ]+)\s*)(?P<after>{_CONNECTIVE})?|(?P<comma>[,、\s]*)(?P<link>{_CONNECTIVE})"
)
_SHORTEST = 4

_CHATTER = frozenset(
    {
        "greet", "thanks", "goodbye", "affirm", "deny", "cancel", "correct_slot", "repeat", "inform", "out_of_scope",
        "bot_challenge", "report_power_back",
    }
)  # fmt: skip
_TOGETHER = tuple(
    frozenset(group.split())
    for group in (
        "report_outage_home report_outage_partial report_outage_area ask_outage_info report_trip report_voltage report_meter_fault",
        "report_outage_home report_outage_area ask_outage_info ask_planned_outage arrears_reconnect appliance_damage",
        "query_ticket urge complain ask_outage_info ask_human report_outage_home report_outage_area praise_suggest",
        "query_bill bill_high meter_too_fast meter_reading_wrong request_meter_check ask_tier ask_tou complain",
        "query_bill pay_how pay_problem arrears_reconnect invoice_bill account_unknown bind_account ask_human",
        "report_voltage report_trip appliance_damage report_outage_partial new_or_capacity complain report_facility",
        "report_danger report_facility report_outage_home report_outage_area report_outage_partial report_trip",
        "report_danger report_voltage report_meter_fault ask_outage_info appliance_damage urge",
        "ask_tou ask_tier ask_large_household ev_solar new_or_capacity",
        "transfer_rename new_or_capacity account_unknown bind_account pay_how",
    )
)


@dataclass(frozen=True)
class Part:
    """A piece `text[start:end]` of a message; `linked` when 另外, 还有, … stands before it."""

    start: int
    end: int
    linked: bool


@dataclass(frozen=True)
class Wish:
    """One of several wishes of a message, at `start:end` of the text that was split."""

    intent: str
    confidence: float
    start: int
    end: int


def split(text: str) -> list[Part]:
    """Pieces of a normalised text at sentence ends, questions and connectives, connectives left out; one piece when there is nothing to cut."""
    parts: list[Part] = []
    start, linked = 0, False
    for match in _BORDER.finditer(text):
        end = match.start()
        if end - start >= _SHORTEST:
            parts.append(Part(start, end, linked))
            start, linked = match.end(), False
        elif match.start() == start:
            start = match.end()
        linked = linked or bool(match["after"] or match["link"])
    if len(text) - start >= _SHORTEST or not parts:
        parts.append(Part(start if parts else 0, len(text), linked))
    return parts


def find_wishes(
    parts: Sequence[Part], understood: Callable[[Part], tuple[str, float]], alone: float, linked: float
) -> list[Wish]:
    """The wishes of a message in order, or [] unless there are at least two.

    Args:
        parts: pieces from `split`.
        understood: intent and probability of a piece.
        alone: probability a piece needs to be a wish of its own.
        linked: the same, when a connective introduces the piece.
    """
    wishes: list[Wish] = []
    for part in parts:
        intent, confidence = understood(part)
        if intent in _CHATTER or confidence < (linked if part.linked else alone):
            continue
        if any(_same(intent, wish.intent, part.linked) for wish in wishes):
            continue
        wishes.append(Wish(intent, confidence, part.start, part.end))
    return wishes if len(wishes) > 1 else []


def danger_first(wishes: Sequence[Wish]) -> list[Wish]:
    """The same wishes, a danger before all others."""
    return sorted(wishes, key=_rank)


def _rank(wish: Wish) -> bool:
    return wish.intent != "report_danger"


def _same(intent: str, earlier: str, linked: bool) -> bool:
    return intent == earlier or (
        not linked and any(intent in group and earlier in group for group in _TOGETHER)
    )
