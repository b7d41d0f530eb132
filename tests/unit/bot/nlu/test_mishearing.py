"""Copies of training sentences with a slip: same length, same entities, another character of the same sound inside one of them."""

from bot.nlu.mishearing import Annotated, misheard
from bot.nlu.syllables import syllable

EXAMPLES: list[Annotated] = [
    ("空调坏了", [(0, 2, "appliance")], "damage"),
    ("跳条掉", [], "trip"),
    ("昨晚停的", [(0, 2, "time")], "outage"),
] * 30


def test_a_copy_differs_in_one_character_of_the_same_sound() -> None:
    copies = list(misheard(EXAMPLES))
    assert copies
    for said, entities, intent in copies:
        assert (entities, intent) == ([(0, 2, "appliance")], "damage")
        [(before, after)] = [(a, b) for a, b in zip("空调坏了", said, strict=True) if a != b]
        assert syllable(before) == syllable(after)


def test_the_same_examples_give_the_same_copies() -> None:
    assert list(misheard(EXAMPLES)) == list(misheard(EXAMPLES))
