"""A second wish may be asked for before the first one is done."""

from __future__ import annotations

import pytest

from bot.second_wishes import SecondWish, asks_for

WISH = SecondWish("问下这个月电费多少", 7, 1)


@pytest.mark.parametrize("words", ["电费呢", "那电费呢？", "还有电费没说呢", "刚才问的电费", "第二个呢"])
def test_it_is_asked_for(words: str) -> None:
    assert asks_for(WISH, words)


@pytest.mark.parametrize(
    "words", ["隔壁有电", "短信呢", "没有", "3200001888001", "你们这个月到底什么时候来修电费太贵了呢"]
)
def test_other_words_do_not_ask_for_it(words: str) -> None:
    assert not asks_for(WISH, words)
