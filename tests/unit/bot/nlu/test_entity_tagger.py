"""The trained field: whatever it answers, its spans never overlap; the intent tells a habit from a moment."""

from pathlib import Path

import pytest

from bot.nlu.entity_tagger import EntityTagger, _spans
from bot.nlu.mishearing import Annotated


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


def test_a_field_learns_when_a_part_of_day_is_a_time(tmp_path: Path) -> None:
    told: list[Annotated] = [
        (f"晚上{rest}", [(0, 2, "time")], "report_outage") for rest in ("停电", "没电", "断电", "跳闸")
    ]
    habits: list[Annotated] = [
        (f"晚上{rest}", [], "ask_tariff") for rest in ("便宜", "多少钱", "省钱", "充电")
    ]
    tagger = EntityTagger.train([*told, *habits] * 6, (), tmp_path)
    assert tagger.find("晚上用电", "report_outage") == [(0, 2, "time")]
    assert tagger.find("晚上用电", "ask_tariff") == []
    assert tagger.find("", "report_outage") == []
