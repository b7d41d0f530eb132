"""The month and year that were asked for, and no other."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.bill_period import Asked, asked

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("2024年8月", "2024-08"),
        ("那2025年8月", "2025-08"),
        ("2025年7月份呢", "2025-07"),
        ("想看看2025年9月电费", "2025-09"),
        ("25年9月", "2025-09"),
        ("二五年九月的", "2025-09"),
        ("2025-08", "2025-08"),
        ("2025.8月", "2025-08"),
        ("202508的账单", "2025-08"),
        ("前年12月", "2024-12"),
        ("大前年3月", "2023-03"),
        ("去年十一月份", "2025-11"),
        ("今年十月", "2026-10"),
        ("12月账单", "2025-12"),
        ("11月", "2026-11"),
        ("上个月电费", "2026-10"),
        ("上上个月", "2026-09"),
        ("上月", "2026-10"),
        ("这个月", "2026-11"),
        ("明年1月", "2027-01"),
    ],
)
def test_a_month_is_that_month_of_that_year(said: str, month: str) -> None:
    assert asked(said, NOW).months == (month,)


@pytest.mark.parametrize(
    "said",
    [
        "三个月没交",
        "用了15年了",
        "两年",
        "近半年",
        "3000度",
        "两三个月",
        "2000块",
        "还有多少",
        "1.2元一度",
        "住三号楼",
    ],
)
def test_what_names_no_month_names_none(said: str) -> None:
    assert asked(said, NOW) == Asked()


@pytest.mark.parametrize(
    ("said", "year"),
    [("2025年的电费", 2025), ("那前年呢", 2024), ("2024全年", 2024), ("去年", 2025), ("大前年", 2023)],
)
def test_a_year_alone(said: str, year: int) -> None:
    assert asked(said, NOW) == Asked(year)


@pytest.mark.parametrize("said", ["去年同期", "去年这时候", "去年这个月", "去年同月", "前年这个时候"])
def test_the_same_month_of_another_year(said: str) -> None:
    found = asked(said, NOW)
    assert found.is_same_month and found.year in (2024, 2025) and not found.months


@pytest.mark.parametrize("said", ["俺一月用127度", "我一月用三百多度", "一月一百多块"])
def test_what_a_month_takes_names_no_january(said: str) -> None:
    assert asked(said, NOW).months == ()


@pytest.mark.parametrize(
    ("said", "first", "last", "count"),
    [
        ("前年夏天", "2024-06", "2024-08", 3),
        ("去年冬天", "2025-12", "2026-02", 3),
        ("夏天", "2026-06", "2026-08", 3),
        ("上半年", "2026-01", "2026-06", 6),
        ("去年下半年", "2025-07", "2025-12", 6),
        ("今年前三个月", "2026-01", "2026-03", 3),
        ("今年三季度", "2026-07", "2026-09", 3),
        ("8到10月", "2026-08", "2026-10", 3),
        ("2025年8月到10月", "2025-08", "2025-10", 3),
        ("9月和10月", "2026-09", "2026-10", 2),
        ("今年一月到现在呢", "2026-01", "2026-11", 11),
        ("七、八月份", "2026-07", "2026-08", 2),
    ],
)
def test_several_months_by_name(said: str, first: str, last: str, count: int) -> None:
    months = asked(said, NOW).months
    assert (months[0], months[-1], len(months)) == (first, last, count)


@pytest.mark.parametrize(
    "said", ["那上个月呢", "再上个月", "那前一个月呢", "再往前一个月呢", "上一期呢", "再往前呢"]
)
def test_after_october_the_month_before_is_september(said: str) -> None:
    assert asked(said, NOW, ["2026-10"]).months == ("2026-09",)


def test_steps_go_on_backwards_and_forwards() -> None:
    assert asked("那上个月呢", NOW, ["2026-10", "2026-09"]).months == ("2026-08",)
    assert asked("上上个月呢", NOW, ["2026-10"]).months == ("2026-09",)
    assert asked("上个月呢", NOW, ["2026-08"]).months == ("2026-10",)
    assert asked("后一个月呢", NOW, ["2025-08"]).months == ("2025-09",)


def test_a_bare_month_stays_in_the_year_that_was_named() -> None:
    assert asked("那9月呢", NOW, ["2025-08"], 2025).months == ("2025-09",)
    assert asked("今年9月呢", NOW, ["2025-08"], 2025).months == ("2026-09",)
