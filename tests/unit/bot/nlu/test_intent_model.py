"""Probabilities are probabilities, survive storage, and hide nothing about strange input."""

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.features import MAX_CHARS, prepare
from bot.nlu.intent_model import Calibration, IntentModel, Prediction, Settings
from common.normalise import normalise

TEXTS = ["家里没电了", "我家停电", "屋里全黑", "断电了快来", "查电费", "电费多少", "看看账单", "欠多少钱"]
LABELS = ["outage"] * 4 + ["bill"] * 4


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.fit(TEXTS, LABELS, Settings())


def _predicted(model: IntentModel, text: str) -> Prediction:
    reading = model.read(normalise(text))
    return model.predict(reading, 0, len(reading.prepared.text))


def test_known_sentences_are_near_and_right(model: IntentModel) -> None:
    prediction = _predicted(model, "家里没电了")
    assert model.intents[int(prediction.probabilities.argmax())] == "outage"
    assert prediction.nearness == pytest.approx(1.0, abs=1e-3)


def test_a_stored_model_answers_the_same(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path / "m")
    loaded = IntentModel.load(tmp_path / "m")
    for text in ["俺家挺电了", "这个月电费咋样", ""]:
        before, after = _predicted(model, text), _predicted(loaded, text)
        np.testing.assert_allclose(before.probabilities, after.probabilities, atol=2e-3)


def test_a_text_of_unknown_words_is_read_all_the_same(model: IntentModel) -> None:
    assert _predicted(model, "zzz").probabilities.sum() == pytest.approx(1.0)
    assert _predicted(model, "？！").nearness == 0.0


def test_one_intent_is_no_choice() -> None:
    with pytest.raises(ValueError, match="two intents"):
        IntentModel.fit("abcde", ["x"] * 5, Settings())


def test_calibration_keeps_the_order_and_sums_to_one() -> None:
    for scores in np.array([[0.9, 0.2, 0.1], [0.34, 0.33, 0.33], [-1.0, 5.0, 0.0]]):
        probabilities = Calibration(temperature=0.1, slope=0.5, offset=-0.5).probabilities(scores)
        assert probabilities.sum() == pytest.approx(1.0)
        assert probabilities.argmax() == scores.argmax()
        assert (probabilities >= 0).all()


def test_a_long_story_keeps_head_and_tail() -> None:
    told = "头" + "中间" * 1000 + "尾"
    prepared = prepare(normalise(told), ())
    assert len(prepared.text) == MAX_CHARS
    assert (prepared.text[0], prepared.text[-1]) == ("头", "尾")
    assert prepared.span(MAX_CHARS - 1, MAX_CHARS) == (len(told) - 1, len(told))


def test_a_slice_is_read_as_if_it_stood_alone(model: IntentModel) -> None:
    reading = model.read(normalise("家里没电了，查电费"))
    found = [int(model.predict(reading, *piece).probabilities.argmax()) for piece in [(0, 5), (6, 9)]]
    assert [model.intents[best] for best in found] == ["outage", "bill"]
