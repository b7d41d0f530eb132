"""Grams are counted as they stand, known ones only, and rows have one length."""

import numpy as np
import pytest

from bot.nlu.features import GramSpace, character_grams, word_grams


def test_the_same_pair_is_one_gram_however_far_apart_and_another_in_the_other_order() -> None:
    near, far, turned = (set(character_grams(text).tolist()) for text in ("电快", "电表走得快", "快电"))
    alike = near & far
    assert len(alike) == 7  # both characters, both borders, each beside its border, the pair
    assert len(near & turned) == 4
    assert len(near & set(character_grams("电,快").tolist())) == 7  # pauses are seen through


def test_no_text_has_no_more_than_its_borders() -> None:
    assert len(character_grams("")) == 3
    assert len(character_grams("电")) == 5


def test_a_word_that_is_not_known_gives_no_gram() -> None:
    known = {"^": 0, "$": 1, "没电": 2, "了": 3}
    assert len(word_grams(["没电", "了"], known.__getitem__)) == 2 + 3
    assert len(word_grams(["没电", "呀"], lambda word: known.get(word, -1))) == 1 + 1


def test_rows_of_training_and_of_serving_are_the_same() -> None:
    texts = ["没电没电了", "没电了", "没电", "有电了", "有电"]
    space, rows = GramSpace.fit(map(character_grams, texts), length=0.5)
    assert (np.diff(space.grams) > 0).all()
    for text, row in zip(texts, rows.toarray(), strict=True):
        columns, weights = space.row(character_grams(text))
        served = np.zeros(len(space.grams))
        served[columns] = weights
        np.testing.assert_allclose(served, row, atol=1e-6)
        assert np.linalg.norm(row) == pytest.approx(0.5)
    assert space.row(character_grams("电")[:0])[0].tolist() == []


def test_a_gram_of_fewer_than_three_texts_is_left_out() -> None:
    space, _ = GramSpace.fit(map(character_grams, ["甲乙", "甲乙", "甲"]))
    assert ord("甲") in space.grams
    assert ord("乙") not in space.grams
