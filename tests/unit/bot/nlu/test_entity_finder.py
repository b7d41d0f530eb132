"""Rules and the trained tags together: one meaning for each stretch of a message."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.nlu.entity_finder import find_entities
from common.settings import ZONE

NOW = datetime(2026, 11, 25, 10, tzinfo=ZONE)


def found(text: str, *tagged: tuple[int, int, str]) -> list[tuple[str, str]]:
    return [
        (entity.kind, text[entity.start : entity.end]) for entity in find_entities(text, tagged, NOW, "past")
    ]


@pytest.mark.parametrize("name", ["张师傅", "刘姐", "宋经理", "王大爷"])
def test_a_surname_with_a_title_is_a_person(name: str) -> None:
    assert ("person", name) in found(f"上回是{name}来的")


@pytest.mark.parametrize("text", ["电费老高了", "一个小时了", "欠费总共多少", "后院老孙家有电"])
def test_words_that_only_look_like_names(text: str) -> None:
    assert not [kind for kind, _ in found(text) if kind == "person"]


def test_a_year_is_a_time_without_the_taggers_help() -> None:
    [entity] = find_entities("去年装的表", [], NOW, "past")
    assert (entity.kind, entity.value) == ("time", "2025-01-01T00:00:00+08:00")
    assert entity.extra["precision"] == "year"


def test_a_bare_part_of_day_is_a_time_only_where_the_tagger_says_so() -> None:
    assert found("晚上电便宜吗") == []
    assert found("晚上停的电", (0, 2, "time")) == [("time", "晚上")]
