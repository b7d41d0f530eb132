"""What rules and word lists see in a text, told to the trained field character by character. Pure.

Runs in the rasa process; used by `entity_tagger`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from itertools import chain, pairwise
from operator import add
from zoneinfo import ZoneInfo

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans
from spacy.vocab import Vocab

from bot.nlu.entity_words import (
    APPLIANCES,
    BEFORE_DOOR,
    FAR_PLACES,
    HAMLETS,
    KNOWN_PLACES,
    MACHINE_SHAPES,
    NAME_SHAPES,
    NO_APPLIANCES,
    PERSON,
    PLACE_NAMES,
    PLACE_WORDS,
    TIME_WORDS,
    WORKS,
)
from bot.nlu.syllables import syllable
from common.address import find_addresses
from common.chinese_numbers import CHINESE
from common.chinese_periods import find_periods
from common.chinese_time import find_times

# Where a time stands does not depend on the clock; a month of 31 days has every date.
_ANY_DAY = datetime(2024, 3, 31, 12, tzinfo=ZoneInfo("Asia/Shanghai"))

_PATTERNS = {
    "person": PERSON,
    "name": NAME_SHAPES,
    "timeword": TIME_WORDS,
    "placeword": PLACE_WORDS,
    "place": PLACE_NAMES,
    "known": KNOWN_PLACES,
    "far": FAR_PLACES,
    "named": BEFORE_DOOR,
    "hamlet": HAMLETS,
    "works": WORKS,
    "machine": MACHINE_SHAPES,
}
_NUMBER = re.compile(rf"\d+|[{CHINESE}]+")
_LONG = 5
_MACHINES = frozenset(APPLIANCES)
_BEGINNINGS = frozenset(name[:2] for name in (*APPLIANCES, *NO_APPLIANCES))
_CURRENT = re.compile("[停来断没送供通有]$")
_LONGEST_MISHEARD = 4


def hints(text: str) -> list[list[str]]:
    """For every character of a normalised text the rules that claim it: `B-` or `I-` and the name of the rule."""
    told: list[list[str]] = [[] for _ in text]
    for name, start, end in _claims(text):
        told[start].append(f"B-{name}")
        inside = f"I-{name}"
        for place in range(start + 1, end):
            told[place].append(inside)
    return told


def _claims(text: str) -> Iterator[tuple[str, int, int]]:
    for found in find_times(text, _ANY_DAY):
        # A bare part of day or 刚才: whether it is a time depends on what the message is about.
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
    yield from _listed(text)
    yield from _misheard(text)


def _listed(text: str) -> Iterator[tuple[str, int, int]]:
    """Machines of the lists; most messages hold not even two characters that begin one."""
    if _BEGINNINGS.isdisjoint(chain(text, map(add, text, text[1:]))):
        return
    for machine in filter_spans(_matcher()(_characters(text), as_spans=True)):
        # In 一来电冰箱坏了 the current is on and the 冰箱 broken.
        said = machine.text
        cut = said[0] == "电" and said[1:] in _MACHINES and _CURRENT.search(text, 0, machine.start)
        yield machine.label_, machine.start + bool(cut), machine.end


def _misheard(text: str) -> Iterator[tuple[str, int, int]]:
    """What sounds like a machine of the list and is written otherwise: 空凋, 洗衣鸡; a word of its own (店是) only seldom is meant."""
    sounds, beginnings = _sounds()
    readings = [syllable(char) for char in text]
    for start, beginning in enumerate(pairwise(readings)):
        if beginning not in beginnings:
            continue
        for end in range(min(len(text), start + _LONGEST_MISHEARD), start + 1, -1):
            if tuple(readings[start:end]) in sounds and text[start:end] not in _MACHINES:
                yield "misheard", start, end
                break


@lru_cache(maxsize=1)
def _sounds() -> tuple[frozenset[tuple[str | None, ...]], frozenset[tuple[str | None, ...]]]:
    """How the machines of the list sound, and the first two syllables of each."""
    sounds = [tuple(map(syllable, name)) for name in APPLIANCES if name.isalpha() and len(name) > 1]
    return frozenset(sounds), frozenset(sound[:2] for sound in sounds)


@lru_cache(maxsize=1)
def _matcher() -> PhraseMatcher:
    """spaCy's PhraseMatcher with the listed machines; of two that overlap the longer one counts (发电机, not 电机).

    The EntityRuler around it would take twice the time of all other hints together.
    """
    matcher = PhraseMatcher(_vocabulary(), attr="ORTH")
    for label, words in {"appliance": APPLIANCES, "other_machine": NO_APPLIANCES}.items():
        matcher.add(label, [_characters(word) for word in words])
    return matcher


@lru_cache(maxsize=1)
def _vocabulary() -> Vocab:
    return Vocab()


def _characters(text: str) -> Doc:
    return Doc(_vocabulary(), words=list(text), spaces=[False] * len(text))
