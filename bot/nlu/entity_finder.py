"""Brings trained tags, patterns and parsers together: every stretch of text gets one meaning and one value. Pure.

Runs in the rasa process; used by `entity_extractor`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.nlu.entity_words import SURNAMES
from bot.nlu.patterns import find_patterns
from common.address import correct_towns, parse_place
from common.chinese_periods import resolve_period
from common.chinese_time import Prefer, TimePoint, find_month, resolve

Span = tuple[int, int]
# Words that belong to a time and say nothing of its moment.
_BEHIND = re.compile("(?:多|来钟|左右|前后|[以之]?[前后]|期间|那[几七]?天)$")
# 张三, 李四 by themselves: the tagger may take the numeral for that of a group or a house.
_NUMERAL_NAME = re.compile(rf"[{SURNAMES}][一二三四五六七八九]")
_IDENTITIES = frozenset({"account_no", "phone", "ticket_no", "meter_no", "last4"})


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
        label: [(s, e) for s, e, tag in tagged if _label(text, s, e, tag) == label]
        for label in ("address", "time", "person", "appliance")
    }
    ranked = [
        *(p for p in patterns if p.kind in _IDENTITIES),
        *_addresses(text, by_label["address"]),
        *_times(text, by_label["time"], now, prefer),
        *(p for p in patterns if p.kind not in _IDENTITIES),
        *(Entity(label, text[s:e], s, e) for label in ("person", "appliance") for s, e in by_label[label]),
    ]
    kept: list[Entity] = []
    for entity in ranked:
        if not any(_clash(entity, other) for other in kept):
            kept.append(entity)
    return sorted(kept, key=_position)


def _label(text: str, start: int, end: int, tag: str) -> str:
    """What a tagged span is: a name that ends in a numeral is no address."""
    is_name = tag == "address" and _NUMERAL_NAME.fullmatch(text, start, end)
    return "person" if is_name else tag


def _clash(entity: Entity, other: Entity) -> bool:
    """Whether two meanings claim the same text; a month may be a time and the month of a bill at once."""
    overlap = entity.start < other.end and other.start < entity.end
    return overlap and (entity.kind, other.kind) != ("bill_month", "time")


def _position(entity: Entity) -> int:
    return entity.start


def _addresses(text: str, tagged: list[Span]) -> list[Entity]:
    found = []
    for start, end in tagged:
        if text[end - 1].isdigit() and text.startswith("室", end):
            end += 1
        found.append(Entity("address", correct_towns(parse_place(text[start:end]).canonical()), start, end))
    return found


def _times(text: str, tagged: list[Span], now: datetime, prefer: Prefer) -> list[Entity]:
    """Times put on the clock or the calendar; what nobody can put there (开春, 端午) keeps the customer's words as value."""
    found = []
    for start, end in tagged:
        said = text[start:end]
        core = _BEHIND.sub("", said)
        point = resolve_period(core, now) or resolve(core, now, prefer) or _month(core, now)
        if point is None:
            extra: dict[str, object] = {"precision": "words", "ambiguous": True}
            found.append(Entity("time", said, start, end, extra))
        else:
            extra = {"precision": point.precision, "ambiguous": point.ambiguous}
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
