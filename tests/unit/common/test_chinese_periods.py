"""Years, quarters, months and weeks are told by their first moment; what is only a piece of another word is not found."""

from __future__ import annotations

from datetime import datetime

import pytest

from common.chinese_periods import find_periods, resolve_period
from common.settings import ZONE

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("said", "day", "precision"),
    [
        ("去年", "2025-01-01", "year"),
        ("前年一整年", "2024-01-01", "year"),
        ("2023年", "2023-01-01", "year"),
        ("去年夏天", "2025-06-01", "month"),
        ("去年第四季度", "2025-10-01", "month"),
        ("上半年", "2026-01-01", "month"),
        ("上季度", "2026-07-01", "month"),
        ("年底", "2026-12-01", "month"),
        ("下个月", "2026-12-01", "month"),
        ("上上个月", "2026-09-01", "month"),
        ("上个月底", "2026-10-21", "week"),
        ("月底", "2026-11-21", "week"),
        ("下周", "2026-11-30", "week"),
        ("上个礼拜", "2026-11-16", "week"),
    ],
)
def test_a_stretch_begins_at_its_first_moment(said: str, day: str, precision: str) -> None:
    point = resolve_period(said, NOW)
    assert point and (point.start.isoformat(), point.precision) == (f"{day}T00:00:00+08:00", precision)


def test_january_looks_back_into_the_year_before() -> None:
    point = resolve_period("上个月", NOW.replace(month=1))
    assert point and point.start.date().isoformat() == "2025-12-01"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("去年烧坏的电视赔了没有", ["去年"]),
        ("我要上半年的明细", ["上半年"]),
        ("能撑到月底吗", ["月底"]),
        ("下周有检修吗", ["下周"]),
        ("下周二停电吗", []),
        ("十月的账单", []),
        ("住了三年了", []),
    ],
)
def test_stretches_are_found_in_a_sentence(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_periods(text)] == found
