"""Whatever a customer types or a client makes up means a button only when it names one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.conversations.choices import button_id, parse_button_id, typed_choice

TITLES = st.text(min_size=1, max_size=12).filter(lambda title: title.strip())
DATABASE_KEY = 2**63


@given(st.integers(1, 10**18 - 1), st.integers(0, 999))
def test_a_button_id_names_its_message_and_place(message: int, index: int) -> None:
    assert parse_button_id(button_id(message, index)) == (message, index)


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,40}-[0-9]{1,40}", fullmatch=True))
def test_whatever_a_client_makes_up_is_a_key_the_database_can_take_or_nothing(value: str) -> None:
    """A number of twenty digits was too large for the database, and the message was lost."""
    found = parse_button_id(value)
    assert found is None or (found[0] < DATABASE_KEY and found[1] < 1000 and f"{value}".isascii())


@given(st.text(max_size=30), st.lists(TITLES, min_size=1, max_size=12))
def test_a_typed_text_means_one_of_the_buttons_or_none(text: str, titles: list[str]) -> None:
    index = typed_choice(text, [{"title": title} for title in titles])
    assert index is None or 0 <= index < len(titles)


@given(
    st.lists(st.sampled_from(["报修", "查电费", "转人工", "好的！", "其他。"]), min_size=1, unique=True),
    st.data(),
)
def test_a_title_as_it_is_shown_means_its_button(titles: list[str], data: st.DataObject) -> None:
    wanted = data.draw(st.integers(0, len(titles) - 1))
    assert typed_choice(titles[wanted], [{"title": title} for title in titles]) == wanted


@given(st.integers(1, 12), st.sampled_from(["{}", "选{}", "第{}个", "{}。", " {} ", "第{}项"]))
def test_a_number_means_the_button_in_that_place(number: int, wording: str) -> None:
    buttons = [{"title": f"办法{letter}"} for letter in "甲乙丙丁戊己庚辛"]
    assert typed_choice(wording.format(number), buttons) == (number - 1 if number <= 8 else None)


@given(st.sampled_from(["", "。", "  ", "！"]), st.lists(st.sampled_from(["。", "！", "报修"]), min_size=1))
def test_nothing_typed_means_nothing(text: str, titles: list[str]) -> None:
    assert typed_choice(text, [{"title": title} for title in titles]) is None


def test_a_part_of_a_title_means_the_only_button_that_has_it() -> None:
    buttons = [{"title": title} for title in ("怎么自己查", "申请校表", "登记核查账单", "都不是，转人工")]
    assert typed_choice("登记核查", buttons) == 2
    assert typed_choice("转人工", buttons) == 3
    assert typed_choice("登记", buttons) is None
    assert typed_choice("没电", [{"title": "全家没电"}, {"title": "不一样"}]) is None
    assert typed_choice("家没电", [{"title": "全家没电"}, {"title": "我家没电"}]) is None


@pytest.mark.parametrize("typed", ["对", "是的", "嗯", "好的", "对，补进去", "补进去"])
def test_a_plain_yes_means_the_offer(typed: str) -> None:
    assert typed_choice(typed, [{"title": "对，补进去"}, {"title": "另外要报修"}]) == 0


@pytest.mark.parametrize(
    ("typed", "index"), [("没收到", 0), ("改用手机尾号", 1), ("对", None), ("登记", None)]
)
def test_what_stands_before_a_comma_is_enough(typed: str, index: int | None) -> None:
    assert typed_choice(typed, [{"title": "没收到，再发一次"}, {"title": "改用手机尾号"}]) == index
