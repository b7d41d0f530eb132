"""Whatever the trained field answers, its spans never overlap: spaCy refuses those, and the message would be lost."""

import pytest

from bot.nlu.entity_tagger import _spans


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("O B-time I-time O", [(1, 3, "time")]),
        ("B-time I-time O I-time", [(0, 2, "time"), (3, 4, "time")]),
        ("B-time I-address B-time", [(0, 1, "time"), (1, 2, "address"), (2, 3, "time")]),
        ("O", []),
    ],
)
def test_any_sequence_of_tags_gives_spans_apart(tags: str, spans: list[tuple[int, int, str]]) -> None:
    assert list(_spans(tags.split())) == spans
