"""Numbers mean what customers mean by them (facts 6.4)."""

from decimal import Decimal

import pytest

from common.chinese_numbers import find_money, parse_number, spoken_digits


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("一百二十", "120"), ("一百二", "120"), ("两百五", "250"), ("两千七百六", "2760"), ("两千零七十六", "2076"),
        ("两千七", "2700"), ("一万二", "12000"), ("一万零二百", "10200"), ("十", "10"), ("二十", "20"), ("半", "0.5"),
        ("一点五", "1.5"), ("1.2万", "12000"), ("1,200", "1200"), ("二零二六", "2026"),
    ],
)  # fmt: skip
def test_quantities(said: str, value: str) -> None:
    assert parse_number(said) == Decimal(value)


@pytest.mark.parametrize("said", ["三百多", "百把", "两百来", "几", "", "三点", "abc"])
def test_what_is_no_exact_number_stays_none(said: str) -> None:
    assert parse_number(said) is None


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("一百八十六块四", "186.40"), ("八毛二", "0.82"), ("五毛二八三", "0.5283"), ("186.4元", "186.40"), ("两块半", "2.50"),
        ("一块零五", "1.05"), ("¥88", "88.00"), ("五毛二一度", "0.52"),
    ],
)  # fmt: skip
def test_money(said: str, yuan: str) -> None:
    assert [str(value) for _, _, value in find_money(said)] == [yuan]


@pytest.mark.parametrize(
    ("said", "yuan"), [("1块钱一度", "1.00"), ("一块五一度", "1.50"), ("1块5一度", "1.50")]
)
def test_a_kwh_behind_a_price_is_no_coin(said: str, yuan: str) -> None:
    assert [str(value) for _, _, value in find_money(said)] == [yuan]


@pytest.mark.parametrize("said", ["三百多块", "好几个村一块停", "换一块表", "两块电表"])
def test_no_sum_is_invented(said: str) -> None:
    assert find_money(said) == []


def test_digits_read_aloud() -> None:
    assert spoken_digits("三二零 零八八 三个零 幺二拐八") == "3200880001278"
