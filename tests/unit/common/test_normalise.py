"""Normalising never loses the place in the customer's own text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.normalise import normalise


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("電費怎麼這麼貴！！！", "电费怎么这么贵!"),
        ("户号３２０８８", "户号32088"),
        ("没电了😡😡 快来", "没电了 快来"),
        ("啊啊啊啊啊啊", "啊啊啊"),
        ("  停电\t\n了 ", "停电 \n了"),
        ("厲莊鎮", "厉庄镇"),
        ("", ""),
        ("😡", ""),
    ],
)
def test_same_sense_gets_one_form(written: str, plain: str) -> None:
    assert normalise(written).text == plain


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("幺三八洞两拐勾四", "13802794"),
        ("三二零零八八", "320088"),
        ("两千七百六", "两千七百六"),
        ("我叫王五 13812121212", "我叫王五 13812121212"),
        ("赵四 138 1234 5678", "赵四 138 1234 5678"),
        ("十二幢三单元", "十二幢三单元"),
        ("两个洞", "两个洞"),
    ],
)
def test_digits_read_aloud_become_digits_only_in_a_run(said: str, plain: str) -> None:
    assert normalise(said).text == plain


def test_span_leads_back_to_the_original() -> None:
    written = "😡電線！！！掉了"
    plain = normalise(written)
    position = plain.text.index("掉")
    start, end = plain.span(position, position + 1)
    assert written[start:end] == "掉"


def test_an_empty_slice_is_refused() -> None:
    with pytest.raises(ValueError, match="no such slice"):
        normalise("停电").span(1, 1)


@given(st.text(max_size=60))
def test_every_character_has_a_place_and_a_second_pass_changes_nothing(written: str) -> None:
    plain = normalise(written)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert all(0 <= s < e <= len(written) for s, e in zip(plain.starts, plain.ends, strict=True))
    assert list(plain.starts) == sorted(plain.starts)
    assert normalise(plain.text).text == plain.text


def test_no_numeral_of_a_number_read_aloud_is_lost() -> None:
    """The fourth 零 of an account number was taken for a stutter, and the number had a digit too few."""
    assert normalise("三二零零零零一八八八零零一").text == "3200001888001"
    assert normalise("尾号一一一一").text == "尾号1111"


@given(
    st.text(alphabet="停电了 啊😡!１", max_size=12),
    st.lists(st.text(alphabet="甲乙", max_size=3), max_size=4),
)
def test_replaced_words_stand_where_their_slices_stood(written: str, words: list[str]) -> None:
    plain = normalise(written)
    slices = [(2 * i, 2 * i + 1, word) for i, word in enumerate(words) if 2 * i < len(plain.text)]
    other = plain.replaced(slices)
    assert len(other.text) == len(other.starts) == len(other.ends)
    assert list(other.starts) == sorted(other.starts)
    assert set(other.starts) <= set(plain.starts)
    for start, _, word in slices:
        assert other.starts.count(plain.starts[start]) >= len(word)
