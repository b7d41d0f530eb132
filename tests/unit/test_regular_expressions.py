"""No message holds a process for long: no endless repeat of ours reads one text in two ways.

Such a repeat takes twice as long with every repetition: 全村全村全村…都黑着, 37 characters, hung the action server for a minute. Bound it
(`{0,7}`), or let its alternatives begin differently.
"""

from __future__ import annotations

import importlib
import re
import sre_constants as code
import sre_parse
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from common.settings import ROOT

_ROOMS = ("actions", "bot", "channels", "common", "desk", "service")
# What is looked at of all texts that a piece of a pattern can read.
_CHARACTERS, _TEXTS, _SHORTEST = 40, 300, 120
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT)
_CATEGORIES = {
    code.CATEGORY_DIGIT: "1",
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_WORD: "1电",
    code.CATEGORY_NOT_DIGIT: "电",
    code.CATEGORY_NOT_SPACE: "电",
    code.CATEGORY_NOT_WORD: " ",
}


def test_no_endless_repeat_reads_a_text_in_two_ways() -> None:
    patterns = dict(_patterns())
    assert len(patterns) > 500
    doubtful = {name: told for pattern, name in patterns.items() if (told := _doubtful(pattern))}
    assert not doubtful


def test_such_a_repeat_is_found() -> None:
    assert _doubtful(re.compile("给(?:全|全村|村)*没电")) == {"全村"}
    assert _doubtful(re.compile("(?:[我他]?号?码?|电话)+"))
    assert not _doubtful(re.compile("(?:全|全村|村){0,7}没电"))
    assert not _doubtful(re.compile("(?:全村?|片)*没电"))


def _doubtful(pattern: re.Pattern[str]) -> set[str]:
    """Texts that an endless repeat of the pattern reads in two ways."""
    parsed = sre_parse.parse(pattern.pattern, pattern.flags)
    return {text for body in _endless(parsed) for text in _two_ways(_texts(body))}


def _patterns() -> Iterator[tuple[re.Pattern[str], str]]:
    for room in _ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in file.parts and file.stem != "__main__":
                name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                for key, value in vars(importlib.import_module(name)).items():
                    yield from _inside(value, f"{name}.{key}")


def _inside(thing: Any, name: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """Patterns in a module's constant, however it holds them."""
    if isinstance(thing, re.Pattern):
        yield thing, name
    elif isinstance(thing, dict):
        for part in (*thing, *thing.values()):
            yield from _inside(part, name)
    elif isinstance(thing, (list, tuple, set, frozenset)):
        for part in thing:
            yield from _inside(part, name)
    elif hasattr(thing, "__dataclass_fields__") and not isinstance(thing, type):
        for field in thing.__dataclass_fields__:
            yield from _inside(getattr(thing, field, None), f"{name}.{field}")


def _endless(parsed: Iterable[Any]) -> Iterator[Any]:
    for kind, value in parsed:
        if kind in _REPEATS:
            if value[1] == code.MAXREPEAT:
                yield value[2]
            yield from _endless(value[2])
        elif kind is code.BRANCH:
            for branch in value[1]:
                yield from _endless(branch)
        elif kind is code.SUBPATTERN:
            yield from _endless(value[3])
        elif kind in (code.ASSERT, code.ASSERT_NOT):
            yield from _endless(value[1])


def _two_ways(texts: list[str]) -> set[str]:
    told = [text for text in texts if text]
    pairs = Counter(one + other for one, other in product(sorted(set(told), key=len)[:_SHORTEST], repeat=2))
    twice = {text for counts in (Counter(told), pairs) for text, count in counts.items() if count > 1}
    return twice | (set(told) & set(pairs))


def _texts(parsed: Iterable[Any]) -> list[str]:
    """Some of what a piece of a pattern reads, a text as often as it has ways to read it; assertions are taken to hold."""
    texts = [""]
    for kind, value in parsed:
        texts = [text + more for text in texts for more in _of(kind, value) or [""]][:_TEXTS]
    return texts


def _of(kind: Any, value: Any) -> list[str]:
    if kind is code.LITERAL:
        return [chr(value)]
    if kind in (code.ANY, code.NOT_LITERAL):
        return ["电"]
    if kind is code.IN:
        return [char for part in value for char in _characters(*part)][:_CHARACTERS]
    if kind is code.BRANCH:
        return [text for branch in value[1] for text in _texts(branch)][:_TEXTS]
    if kind is code.SUBPATTERN:
        return _texts(value[3])
    if kind in _REPEATS:
        least, most, body = value
        once = _texts(body)
        counts = range(max(least, 1), min(most, max(least, 1) + 1) + 1)
        return ["" for _ in range(least == 0)] + [text * count for count in counts for text in once]
    return []


def _characters(kind: Any, value: Any) -> list[str]:
    if kind is code.LITERAL:
        return [chr(value)]
    if kind is code.RANGE:
        return [chr(value[0]), chr(value[1])]
    return list(_CATEGORIES.get(value, "电"))
