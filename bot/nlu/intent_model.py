"""Intent model: kernel ridge regression on sentence vectors, characters and words, with calibrated probabilities.

Pure (no Rasa). Better than logistic regression on the same features (docs/nlu-experiments.md). One kernel serves two models: the one on
all sentences, and the one without a fifth of them, on which the probabilities are calibrated. Runs in the rasa process.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import joblib
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import hstack

from bot.nlu.features import Floats, GramSpace, character_grams, prepare, word_grams
from bot.nlu.kernel_ridge import LandmarkKernel, solve
from bot.nlu.segmenter import segmenter
from bot.nlu.sentence_encoder import Encoded, Tokens, encoded, forget, remember, remembered, sentence_vectors
from bot.nlu.spelling import speller
from common.normalise import Normalised, normalise

Doubles = npt.NDArray[np.float64]

_HELD_BACK = 5  # one sentence in so many calibrates the probabilities
# Sentences whose vectors stand for all; 2,000 were no better on wording by other hands (docs/nlu-experiments.md).
_LANDMARKS = 1000
# Sentences whose tokens the encoder remembers: 3,300 tokens, 99.5 % of what is said.
_TYPICAL = 8000
_SEED = 7
_TINY = 1e-9


@dataclass(frozen=True)
class Settings:
    """Kernel: `vector_weight · exp(vector_sharpness · (cos − 1)) + character cosine + word_weight · word cosine`; ridge `penalty`.

    The penalty of a sentence grows with the size of its intent to the power `size_power`: at 1 small intents are heard best, at 0
    every sentence counts alike and out_of_scope, by far the largest, answers for more. 0.25 lets a third fewer foreign messages
    through than 1 and rejects a quarter fewer of ours (docs/nlu-experiments.md).
    """

    vector_weight: float = 2.0
    vector_sharpness: float = 2.0
    word_weight: float = 0.5
    penalty: float = 0.5
    size_power: float = 0.25


@dataclass(frozen=True)
class Reading:
    """A text as the model reads it.

    Attributes:
        prepared: its usual words; every slice leads back to the customer's own.
        words: they and where each begins and ends in the prepared text.
        encoded: vectors of its slices.
    """

    prepared: Normalised
    words: tuple[tuple[str, int, int], ...]
    encoded: Encoded


@dataclass(frozen=True)
class Prediction:
    """Probabilities in the order of `IntentModel.intents`, and the cosine to the nearest landmark."""

    probabilities: Doubles
    nearness: float


@dataclass(frozen=True)
class Calibration:
    """Scores to probabilities: a softmax at `temperature`, then the best intent's log odds times `slope` plus `offset`.

    One temperature alone left the sure answers too sure and the unsure ones too unsure.
    """

    temperature: float
    slope: float
    offset: float

    def probabilities(self, scores: Doubles) -> Doubles:
        """Of the intents with these scores; they sum to one."""
        raw = _softmax(scores / self.temperature)
        best = raw.argmax()
        top = _sigmoid(self.slope * _log_odds(raw[best]) + self.offset)
        rest = raw * ((1 - top) / max(1 - raw[best], _TINY))
        rest[best] = 0
        rest[best] = max(top, rest.max())
        return np.asarray(rest / rest.sum())

    @classmethod
    def fit(cls, scores: Doubles, targets: Doubles) -> Calibration:
        """Calibration that makes the true intents of left-out sentences likeliest (rows of `targets` are one-hot)."""
        temperature = _best_temperature(scores, targets)
        raw = _softmax(scores / temperature)
        odds = _log_odds(raw.max(axis=1))
        right = raw.argmax(axis=1) == targets.argmax(axis=1)

        def surprise(line: Doubles) -> float:
            top = np.clip(_sigmoid(line[0] * odds + line[1]), _TINY, 1 - _TINY)
            return float(-np.where(right, np.log(top), np.log(1 - top)).mean())

        # Nelder-Mead's first steps are shares of the start: from an offset of zero it may never get away.
        slope, offset = minimize(surprise, x0=np.array([1.0, 0.0]), method="BFGS").x
        return cls(temperature, float(slope), float(offset))


@dataclass(frozen=True)
class Weights:
    """What training finds: columns of `landmarks` are sentence vectors, those of the others intents; `tokens` are the usual ones."""

    landmarks: Floats
    tokens: Tokens
    of_landmarks: Floats
    of_characters: Floats
    of_words: Floats
    prior: Floats
    calibration: Calibration


class IntentModel:
    """A trained model; `fit` makes it, `save` and `load` keep it."""

    def __init__(
        self,
        intents: list[str],
        settings: Settings,
        lexicon: tuple[str, ...],
        numbers: dict[str, int],
        spaces: tuple[GramSpace, GramSpace],
        weights: Weights,
    ) -> None:
        """Put a trained model together (see `fit`); `numbers` are those of the words in word grams."""
        self.intents = intents
        self.settings = settings
        self._lexicon = lexicon
        self._numbers = numbers
        self._spaces = spaces
        self._weights = weights

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        settings: Settings,
        lexicon: tuple[str, ...] = (),
    ) -> IntentModel:
        """Train on `texts` with their intents; `lexicon` are words the segmenter must know.

        Raises:
            ValueError: fewer than two intents, or fewer than five texts.
        """
        intents = sorted(set(labels))
        if len(intents) < 2 or len(texts) < _HELD_BACK:
            raise ValueError("an intent model needs at least two intents and five texts")
        order = np.random.default_rng(_SEED).permutation(len(texts))
        prepared = [prepare(normalise(texts[index]), lexicon).text for index in order]
        characters, of_characters = GramSpace.fit(map(character_grams, prepared))
        numbers = _Numbers()
        words, of_words = GramSpace.fit(
            (word_grams(segmenter(lexicon).lcut(text, HMM=False), numbers.__getitem__) for text in prepared),
            settings.word_weight**0.5,
        )
        rows = hstack([of_characters, of_words], format="csr")
        del of_characters, of_words
        # Behind the grams, which are Python and take one core: another process has the other (bot/training_runner.py).
        vectors = sentence_vectors(prepared, _TYPICAL)
        tokens = remembered()
        _make_room()
        landmarks = vectors[:_LANDMARKS].T.copy()
        kernel = LandmarkKernel(_vector_kernel(vectors @ landmarks, settings), rows)
        del vectors
        targets = (np.array(labels)[order, None] == np.array(intents)).astype(np.float32)
        prior = targets.mean(axis=0)
        penalties = _penalties(targets @ prior, settings)
        centred = targets - prior
        kept = len(texts) - len(texts) // _HELD_BACK
        most = solve(kernel.leading(kept), penalties[:kept], centred[:kept])
        held_back_scores = most.scores(kernel.near[kept:, : len(most.of_landmarks)], rows[kept:]) + prior
        start = most.duals
        del most
        solution = solve(kernel, penalties, centred, start)
        weights = Weights(
            landmarks=landmarks,
            tokens=tokens,
            of_landmarks=solution.of_landmarks,
            of_characters=solution.of_grams[: len(characters.grams)],
            of_words=solution.of_grams[len(characters.grams) :],
            prior=prior,
            calibration=Calibration.fit(held_back_scores.astype(np.float64), targets[kept:]),
        )
        said_often = set(words.grams.tolist())
        known = {word: number for word, number in numbers.items() if number in said_often}
        return cls(intents, settings, lexicon, known, (characters, words), weights)

    def read(self, text: Normalised) -> Reading:
        """What all slices of a text share."""
        prepared = prepare(text, self._lexicon)
        words = segmenter(self._lexicon).tokenize(prepared.text, HMM=False)
        return Reading(prepared, tuple(words), encoded(prepared.text))

    def predict(self, reading: Reading, start: int, end: int) -> Prediction:
        """Prediction for a slice of the prepared text.

        A slice without any letter or digit gets what is known before reading: the prior, and nearness 0.
        """
        weights = self._weights
        text = reading.prepared.text[start:end]
        if not any(char.isalnum() for char in text):
            return Prediction(self._probabilities(weights.prior), 0.0)
        cosines = reading.encoded.vector(start, end) @ weights.landmarks
        nearness = float(cosines.max())
        characters, of_characters = self._spaces[0].row(character_grams(text))
        inside = [word for word, first, last in reading.words if start <= first and last <= end]
        words, of_words = self._spaces[1].row(word_grams(inside, self._number))
        scores = (
            weights.prior
            + _vector_kernel(cosines, self.settings) @ weights.of_landmarks
            + of_characters @ weights.of_characters[characters]
            + of_words @ weights.of_words[words]
        )
        return Prediction(self._probabilities(scores), nearness)

    def _probabilities(self, scores: Floats) -> Doubles:
        return self._weights.calibration.probabilities(scores.astype(np.float64))

    def _number(self, word: str) -> int:
        return self._numbers.get(word, -1)

    def save(self, path: Path) -> None:
        """Write the model to one compressed file (the landmarks in half precision, the weights of the grams in bytes)."""
        parts = {
            "intents": self.intents,
            "settings": asdict(self.settings),
            "lexicon": self._lexicon,
            "numbers": self._numbers,
            "spaces": [(space.grams, space.idf, space.length) for space in self._spaces],
            "of_characters": _as_bytes(self._weights.of_characters),
            "of_words": _as_bytes(self._weights.of_words),
            "landmarks": self._weights.landmarks.astype(np.float16),
            "tokens": self._weights.tokens,
            "of_landmarks": self._weights.of_landmarks,
            "prior": self._weights.prior,
            "calibration": asdict(self._weights.calibration),
        }
        joblib.dump(parts, path, compress=3)

    @classmethod
    def load(cls, path: Path) -> IntentModel:
        """Read a saved model and run it once, so that the first message is as quick as the tenth."""
        parts = joblib.load(path)
        first, second = (GramSpace(*space) for space in parts["spaces"])
        weights = Weights(
            landmarks=parts["landmarks"].astype(np.float32),
            tokens=parts["tokens"],
            of_landmarks=parts["of_landmarks"],
            of_characters=_from_bytes(*parts["of_characters"]),
            of_words=_from_bytes(*parts["of_words"]),
            prior=parts["prior"],
            calibration=Calibration(**parts["calibration"]),
        )
        settings = Settings(**parts["settings"])
        model = cls(parts["intents"], settings, parts["lexicon"], parts["numbers"], (first, second), weights)
        remember(weights.tokens)
        model.predict(model.read(normalise("家里没电了")), 0, 5)
        return model


def _make_room() -> None:
    """For the equations, which need as much: networks and words are read again when next needed.

    Where the C library can, memory goes back to the system: counting the grams leaves 80 MB in pieces that it would keep.
    """
    forget()
    speller.cache_clear()
    segmenter.cache_clear()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class _Numbers(dict[str, int]):
    """Numbers of words; a new word gets the next one."""

    def __missing__(self, word: str) -> int:
        self[word] = len(self)
        return self[word]


def _as_bytes(rows: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Rows as whole numbers up to 127 and what to multiply each row with."""
    scales = np.maximum(np.abs(rows).max(axis=1, keepdims=True) / 127, np.float32(_TINY))
    return np.round(rows / scales).astype(np.int8), scales


def _from_bytes(rows: npt.NDArray[np.int8], scales: Floats) -> Floats:
    return np.asarray(rows * scales)


def _vector_kernel(cosines: Floats, settings: Settings) -> Floats:
    """In place of the cosines: in training they are the largest table."""
    cosines -= 1
    cosines *= settings.vector_sharpness
    np.exp(cosines, out=cosines)
    cosines *= settings.vector_weight
    return cosines


def _penalties(sizes: Floats, settings: Settings) -> Floats:
    return np.asarray(settings.penalty * (sizes / sizes.mean()) ** settings.size_power, dtype=np.float32)


def _log_odds(probability: Doubles) -> Doubles:
    clipped = np.clip(probability, _TINY, 1 - _TINY)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _sigmoid(odds: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-odds)))


def _softmax(scores: Doubles) -> Doubles:
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def _best_temperature(scores: Doubles, targets: Doubles) -> float:
    """Temperature that makes the left-out sentences' true intents likeliest."""

    def surprise(log_temperature: float) -> float:
        likelihood = (_softmax(scores / np.exp(log_temperature)) * targets).sum(axis=1)
        return float(-np.log(np.maximum(likelihood, 1e-12)).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4.0, 1.0), method="bounded").x))
