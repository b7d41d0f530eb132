"""Numbers in a message get one meaning and one spelling."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.nlu.patterns import find_patterns
from common.normalise import normalise

NOW = datetime(2026, 11, 24, 15, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


def _found(message: str) -> list[tuple[str, str]]:
    return [(f.kind, f.value) for f in find_patterns(normalise(message).text, NOW)]


@pytest.mark.parametrize(
    ("message", "kind", "value"),
    [
        ("户号3208800123456", "account_no", "3208800123456"),
        ("320-8800-123456", "account_no", "3208800123456"),
        ("户号３２０８８０ ０１２３", "account_no", "3208800123"),
        ("三二零 零八八 三个零 幺二拐八", "account_no", "3200880001278"),
        ("电话13812345678", "phone", "13812345678"),
        ("幺三八幺二三四五六七八", "phone", "13812345678"),
        ("0518-86212345", "phone", "0518-86212345"),
        ("1234", "last4", "1234"),
        ("尾号五六七八", "last4", "5678"),
        ("我的工单是gd202611240007啊", "ticket_no", "GD202611240007"),
        ("GD 20261124 0007", "ticket_no", "GD202611240007"),
        ("表号 330012345678", "meter_no", "330012345678"),
        ("交了一百八十六块四", "amount", "186.40"),
        ("用了三百二十度", "energy", "320"),
        ("走了120个字", "energy", "120"),
        ("停了三个半钟头", "duration", "210"),
        ("等了半个小时", "duration", "30"),
        ("三楼没电", "count_floor", "3"),
        ("上个月电费", "bill_month", "2026-10"),
    ],
)
def test_meaning_and_value(message: str, kind: str, value: str) -> None:
    assert (kind, value) in _found(message)


@pytest.mark.parametrize(
    "message",
    [
        "四十度高温",
        "气温40度",
        "320多度",
        "一度电多少钱",
        "3号楼502",
        "身份证320721199001011234",
        "三百多块",
        "换一块表",
    ],
)
def test_no_entity_is_invented(message: str) -> None:
    assert _found(message) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("3200001888002 3200013888003", [("account_no", "3200001888002"), ("account_no", "3200013888003")]),
        (
            "一个3200001888002 一个3200013888003",
            [("account_no", "3200001888002"), ("account_no", "3200013888003")],
        ),
        ("3200001888002 10月的", [("account_no", "3200001888002"), ("bill_month", "2026-10")]),
        ("3200001888002 116.27", [("account_no", "3200001888002")]),
        ("13305121007 3200012888007", [("phone", "13305121007"), ("account_no", "3200012888007")]),
    ],
)
def test_whole_numbers_side_by_side_are_several(said: str, found: list[tuple[str, str]]) -> None:
    """Read as one, two accounts were none, and a phone with an account a meter's number."""
    assert [(f.kind, f.value) for f in find_patterns(said, NOW)] == found
