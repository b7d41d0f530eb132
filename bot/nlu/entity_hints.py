"""What rules and word lists see in a text, told to the trained field character by character. Pure.

Runs in the rasa process; used by `entity_tagger`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bot.nlu.entity_words import (
    APPLIANCES,
    NAME_SHAPES,
    NO_APPLIANCES,
    PERSON,
    PLACE_NAMES,
    PLACE_WORDS,
    TIME_WORDS,
)
from common.address import find_addresses
from common.chinese_numbers import CHINESE
from common.chinese_periods import find_periods
from common.chinese_time import find_times

VAGUE = frozenset({"B-vague", "I-vague"})
"""A bare part of day or 刚才: whether it is a time depends on what the message is about."""
# Where a time stands does not depend on the clock; a month of 31 days has every date.
_ANY_DAY = datetime(2024, 3, 31, 12, tzinfo=ZoneInfo("Asia/Shanghai"))

_PATTERNS = {
    "person": PERSON,
    "name": NAME_SHAPES,
    "timeword": TIME_WORDS,
    "placeword": PLACE_WORDS,
    "place": PLACE_NAMES,
}
_NUMBER = re.compile(rf"\d+|[{CHINESE}]+")
_LONG = 5


def hints(text: str) -> list[list[str]]:
    """For every character of a normalised text the rules that claim it: `B-` or `I-` and the name of the rule."""
    told: list[list[str]] = [[] for _ in text]
    for name, start, end in _claims(text):
        for place in range(start, end):
            told[place].append(f"{'B' if place == start else 'I'}-{name}")
    return told


def _claims(text: str) -> Iterator[tuple[str, int, int]]:
    for found in find_times(text, _ANY_DAY):
        yield "vague" if found.vague else "time", found.start, found.end
    for start, end in find_periods(text):
        yield "period", start, end
    for start, end in find_addresses(text):
        yield "address", start, end
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            yield name, match.start(), match.end()
    for match in _NUMBER.finditer(text):
        script = "digits" if match.group()[0].isdigit() else "numerals"
        yield f"{min(len(match.group()), _LONG)} {script}", match.start(), match.end()
    ruler = _ruler()
    for entity in ruler(Doc(ruler.vocab, words=list(text), spaces=[False] * len(text))).ents:
        yield entity.label_, entity.start, entity.end


@lru_cache(maxsize=1)
def _ruler() -> Language:
    """spaCy's EntityRuler with the listed machines; where two overlap, the longer one counts (发电机, not 电机)."""
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    lists = {"appliance": APPLIANCES, "other_machine": NO_APPLIANCES}
    ruler.add_patterns(  # type: ignore[attr-defined]
        [{"label": label, "pattern": word} for label, words in lists.items() for word in words]
    )
    return nlp
