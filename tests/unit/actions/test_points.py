"""The name of a shared point beside the place that was told: the door told stays, no name stands twice, another place is one."""

from __future__ import annotations

import pytest

from actions.points import is_elsewhere, name_of, with_point


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("江苏省连云港市赣榆区青口镇金榆小区", "青口镇金榆小区"),
        ("连云港市赣榆区望海名都小区", "望海名都小区"),
        ("江苏省连云港市赣榆区", None),
        ("", None),
    ],
)
def test_province_and_city_name_no_place(label: str, name: str | None) -> None:
    assert name_of({"latitude": 34.8, "longitude": 119.1, "label": label}) == name


@pytest.mark.parametrize(
    ("known", "label", "whole"),
    [
        ("金榆小区12号楼1单元301室", "青口镇金榆小区", "青口镇金榆小区12号楼1单元301室"),
        ("望海名都3号楼2单元502室", "望海名都小区", "望海名都3号楼2单元502室"),
        (
            "望海名都3号楼2单元502室",
            "青口镇中心东路88号望海名都",
            "青口镇中心东路88号望海名都3号楼2单元502室",
        ),
        ("黑林镇大树底村2组5号", "黑林镇大树底村卫生室", "黑林镇大树底村2组5号"),
        ("金榆小区12号楼1单元301室", "青口镇", "青口镇金榆小区12号楼1单元301室"),
        ("青口镇", "青口镇金榆小区", "青口镇金榆小区"),
    ],
)
def test_a_point_at_the_place_adds_what_that_lacks(known: str, label: str, whole: str) -> None:
    assert not is_elsewhere(label, known) and with_point(known, label) == whole


@pytest.mark.parametrize(
    ("known", "label"),
    [
        ("金榆小区12号楼1单元301室", "沙河镇站前路30号"),
        ("望海名都3号楼2单元502室", "青口镇金榆小区"),
        ("黑林镇大树底村2组5号", "黑林镇石头墩村"),
        ("黑林镇大树底村2组5号", "青口镇"),
    ],
)
def test_a_point_elsewhere_changes_nothing(known: str, label: str) -> None:
    assert is_elsewhere(label, known) and with_point(known, label) == known
