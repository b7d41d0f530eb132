"""Brings trained tags, patterns and parsers together: every stretch of text gets one meaning and one value. Pure.

Runs in the rasa process; used by `entity_extractor`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.nlu.entity_words import PERSON
from bot.nlu.patterns import find_patterns
from common.address import correct_towns, find_addresses, parse_address
from common.chinese_periods import find_periods, resolve_period
from common.chinese_time import Prefer, TimePoint, find_month, find_times, resolve

Span = tuple[int, int]
_PERSON = re.compile(PERSON)
_IDENTITIES = frozenset({"account_no", "phone", "ticket_no", "meter_no"})


@dataclass(frozen=True)
class Entity:
    """An entity at `text[start:end]` of the normalised text; `extra` goes into Rasa's entity as it is."""

    kind: str
    value: str
    start: int
    end: int
    extra: dict[str, object] = field(default_factory=dict)


def find_entities(
    text: str, tagged: Sequence[tuple[int, int, str]], now: datetime, prefer: Prefer
) -> list[Entity]:
    """All entities of a normalised text, left to right, none overlapping another (but see `_clash`).

    Args:
        text: normalised text.
        tagged: spans of the trained tagger with their labels.
        now: zoned moment at which the customer spoke.
        prefer: side on which an open time falls.
    """
    patterns = [Entity(f.kind, f.value, f.start, f.end) for f in find_patterns(text, now)]
    by_label = {
        label: [(s, e) for s, e, tag in tagged if tag == label]
        for label in ("address", "time", "person", "appliance")
    }
    ranked = [
        *(p for p in patterns if p.kind in _IDENTITIES),
        *_addresses(text, by_label["address"]),
        *_times(
            text,
            by_label["time"],
            [(p.start, p.end) for p in patterns if p.kind == "bill_month"],
            now,
            prefer,
        ),
        *(p for p in patterns if p.kind not in _IDENTITIES),
        *(
            Entity("person", text[s:e], s, e)
            for s, e in _united(by_label["person"], [m.span() for m in _PERSON.finditer(text)])
        ),
        *(Entity("appliance", text[s:e], s, e) for s, e in by_label["appliance"]),
    ]
    kept: list[Entity] = []
    for entity in ranked:
        if not any(_clash(entity, other) for other in kept):
            kept.append(entity)
    return sorted(kept, key=_position)


def _clash(entity: Entity, other: Entity) -> bool:
    """Whether two meanings claim the same text; a month may be a time and the month of a bill at once."""
    overlap = entity.start < other.end and other.start < entity.end
    return overlap and (entity.kind, other.kind) != ("bill_month", "time")


def _position(entity: Entity) -> int:
    return entity.start


def _addresses(text: str, tagged: list[Span]) -> list[Entity]:
    found = []
    for start, end in _united(tagged, find_addresses(text)):
        address = parse_address(text[start:end])
        found.append(Entity("address", correct_towns(address.canonical()), start, end))
    return found


def _times(text: str, tagged: list[Span], months: list[Span], now: datetime, prefer: Prefer) -> list[Entity]:
    """Times that can be put on the clock or the calendar; a tagged time that nobody can (三伏天) is left to the message's own words.

    A bare part of day is as often a habit (晚上电便宜吗), and 刚才 is often the talk itself: there the tagger decides.
    """
    spans = [(f.start, f.end) for f in find_times(text, now, prefer) if not f.vague]
    found = []
    for start, end in _united(tagged, [*spans, *months, *find_periods(text)]):
        said = text[start:end]
        point = resolve_period(said, now) or resolve(said, now, prefer) or _month(said, now)
        if point is not None:
            extra: dict[str, object] = {"precision": point.precision, "ambiguous": point.ambiguous}
            found.append(Entity("time", point.start.isoformat(), start, end, extra))
    return found


def _month(text: str, now: datetime) -> TimePoint | None:
    """First moment of a month that is named without a day."""
    month = find_month(text, now)
    return (
        TimePoint(datetime.fromisoformat(f"{month}-01").replace(tzinfo=now.tzinfo), "month")
        if month
        else None
    )


def _united(tagged: Sequence[Span], ruled: Sequence[Span]) -> list[Span]:
    """Spans of both sources; where they overlap or touch, the stretch both cover."""
    united: list[Span] = []
    for start, end in sorted([*tagged, *ruled]):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
