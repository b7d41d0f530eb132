"""Tagged spans become entities with values; one stretch of a message has one meaning."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.nlu.entity_finder import Entity, find_entities
from common.settings import ZONE

NOW = datetime(2026, 11, 25, 10, tzinfo=ZONE)


def only(text: str, *tagged: tuple[int, int, str]) -> Entity:
    [entity] = find_entities(text, tagged, NOW, "past")
    return entity


def test_nothing_tagged_and_no_pattern_is_no_entity() -> None:
    assert find_entities("晚上电便宜吗", [], NOW, "past") == []


@pytest.mark.parametrize(
    ("said", "value", "precision"),
    [
        ("去年", "2025-01-01T00:00:00+08:00", "year"),
        ("昨晚八点左右", "2026-11-24T20:00:00+08:00", "hour"),
        ("月底前", "2026-11-21T00:00:00+08:00", "week"),
        ("国庆期间", "2026-10-01T00:00:00+08:00", "day"),
    ],
)
def test_a_tagged_time_is_put_on_the_calendar(said: str, value: str, precision: str) -> None:
    entity = only(f"{said}停的电", (0, len(said), "time"))
    assert (entity.kind, entity.value, entity.extra["precision"]) == ("time", value, precision)


def test_a_time_that_no_calendar_has_keeps_the_words() -> None:
    entity = only("过年那几天停不停", (0, 5, "time"))
    assert (entity.value, entity.extra) == ("过年那几天", {"precision": "words", "ambiguous": True})


def test_an_address_has_its_canonical_spelling() -> None:
    assert only("清口镇黄海路十二号", (0, 9, "address")).value == "青口镇黄海路12号"


def test_a_room_keeps_its_word() -> None:
    entity = only("12号楼1单元301室家里没电", (0, 10, "address"))
    assert (entity.value, entity.end) == ("12号楼1单元301室", 11)


@pytest.mark.parametrize(
    ("text", "start", "kind"),
    [("户号3208812345678", 2, "account_no"), ("尾号是1001", 3, "last4"), ("1001", 0, "last4")],
)
def test_a_number_that_identifies_beats_a_tag(text: str, start: int, kind: str) -> None:
    assert only(text, (start, len(text), "address")).kind == kind


def test_a_name_that_ends_in_a_numeral_is_no_address() -> None:
    found = find_entities("13899990000 李四", [(12, 14, "address")], NOW, "past")
    assert [(entity.kind, entity.value) for entity in found] == [("phone", "13899990000"), ("person", "李四")]
