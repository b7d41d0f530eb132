"""Times are resolved against the given clock: Tuesday 24 November 2026, 15:20 in Shanghai."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from common.chinese_time import find_month, find_times, resolve

NOW = datetime(2026, 11, 24, 15, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("昨晚八点停的", "2026-11-23T20:00"), ("今早没电", "2026-11-24T06:00"), ("前天下午", "2026-11-22T13:00"),
        ("刚才", "2026-11-24T15:05"), ("半小时前", "2026-11-24T14:50"), ("两个半小时前", "2026-11-24T12:50"),
        ("昨晚十二点", "2026-11-24T00:00"), ("昨晚两点", "2026-11-24T02:00"), ("夜里两点", "2026-11-24T02:00"),
        ("早上八点半", "2026-11-24T08:30"), ("上午十点一刻", "2026-11-24T10:15"), ("20:15", "2026-11-23T20:15"),
        ("11月20号", "2026-11-20T00:00"), ("二十号", "2026-11-20T00:00"), ("上周五", "2026-11-20T00:00"),
        ("三天前", "2026-11-21T00:00"), ("明天下午两点", "2026-11-25T14:00"), ("夜来后晌", "2026-11-23T13:00"),
        ("上个月15号", "2026-10-15T00:00"), ("晚上8点多", "2026-11-23T20:00"),
    ],
)  # fmt: skip
def test_a_moment_is_put_on_the_clock(said: str, moment: str) -> None:
    point = resolve(said, NOW)
    assert point is not None
    assert point.start.isoformat()[:16] == moment
    assert point.start.utcoffset() == NOW.utcoffset()


@pytest.mark.parametrize("said", ["八点到现在", "昨天半夜", "6点多停的"])
def test_an_open_choice_is_marked(said: str) -> None:
    point = resolve(said, NOW)
    assert point is not None
    assert point.ambiguous


@pytest.mark.parametrize(
    "said",
    ["早点来", "晚点再说", "快点", "有一点电", "3号楼停电", "说明一下", "停了三天了", "12号变压器", "几天前"],
)
def test_words_that_only_look_like_times(said: str) -> None:
    assert resolve(said, NOW) is None


def test_open_weekday_falls_on_the_wanted_side() -> None:
    assert resolve("周五停电", NOW, "past").start.day == 20  # type: ignore[union-attr]
    assert resolve("周五停电", NOW, "future").start.day == 27  # type: ignore[union-attr]


def test_places_are_told() -> None:
    found = find_times("从昨晚八点到今早", NOW)
    assert ["从昨晚八点到今早"[f.start : f.end] for f in found] == ["昨晚八点", "今早"]


def test_a_clock_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        find_times("昨晚", NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("上个月电费", "2026-10"),
        ("这个月", "2026-11"),
        ("十月份", "2026-10"),
        ("12月账单", "2025-12"),
        ("去年八月", "2025-08"),
        ("2025年8月", "2025-08"),
        ("前年三月份", "2024-03"),
        ("今年12月", "2026-12"),
    ],
)
def test_bill_months(said: str, month: str) -> None:
    assert find_month(said, NOW) == month


def test_a_span_of_months_is_no_month() -> None:
    assert find_month("三个月没交", NOW) is None


@pytest.mark.parametrize(
    ("text", "said"), [("昨晚的8点停的", "昨晚的8点"), ("今天的电费", "今天"), ("八点二十来的", "八点二十")]
)
def test_the_particle_belongs_to_the_sentence(text: str, said: str) -> None:
    [found] = find_times(text, NOW)
    assert text[found.start : found.end] == said and not found.vague


@pytest.mark.parametrize("text", ["晚上电便宜吗", "刚才打错了"])
def test_a_bare_part_of_day_is_vague(text: str) -> None:
    assert [found.vague for found in find_times(text, NOW)] == [True]


def test_a_decimal_is_no_clock() -> None:
    assert find_times("零点五二块一度", NOW) == []
