"""Intent model: kernel ridge regression on sentence vectors, characters and words, with calibrated probabilities.

Pure (no Rasa). As good as logistic regression on the same features (docs/nlu-experiments.md), and one factorisation gives two models:
the one on all sentences, and the one without a fifth of them, on which the probabilities are calibrated. Runs in the rasa process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import joblib
import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import spotrf, strtrs
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix, hstack

from bot.nlu.features import Floats, GramSpace, character_grams, prepare, sentence_vectors, word_grams
from bot.nlu.segmenter import segmenter

Doubles = npt.NDArray[np.float64]

_HELD_BACK = 5  # one sentence in so many calibrates the probabilities
_STRIP = 500
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
    penalty: float = 1.0
    size_power: float = 0.25


@dataclass(frozen=True)
class Prediction:
    """Probabilities in the order of `IntentModel.intents`, and the cosine to the nearest training sentence."""

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
        """Rows that sum to one, ordered like `scores`."""
        raw = _softmax(scores / self.temperature)
        rows, best = np.arange(len(raw)), raw.argmax(axis=1)
        top = _sigmoid(self.slope * _log_odds(raw[rows, best]) + self.offset)
        rest = raw * ((1 - top) / np.maximum(1 - raw[rows, best], _TINY))[:, None]
        rest[rows, best] = np.maximum(
            top, rest.max(axis=1, where=raw < raw[rows, best][:, None], initial=0.0)
        )
        return np.asarray(rest / rest.sum(axis=1, keepdims=True))

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

        slope, offset = minimize(surprise, x0=np.array([1.0, 0.0]), method="Nelder-Mead").x
        return cls(temperature, float(slope), float(offset))


@dataclass(frozen=True)
class Weights:
    """What training finds: columns are intents; `anchors` are the training sentences' vectors."""

    grams: Floats
    anchors: Floats
    anchor_duals: Floats
    prior: Floats
    calibration: Calibration


class IntentModel:
    """A trained model; `fit` makes it, `save` and `load` keep it."""

    def __init__(
        self,
        intents: list[str],
        settings: Settings,
        lexicon: tuple[str, ...],
        spaces: tuple[GramSpace, GramSpace],
        weights: Weights,
    ) -> None:
        """Put a trained model together (see `fit`)."""
        self.intents = intents
        self.settings = settings
        self._lexicon = lexicon
        self._spaces = spaces
        self._weights = weights

    @classmethod
    def fit(
        cls, texts: Sequence[str], labels: Sequence[str], settings: Settings, lexicon: tuple[str, ...] = ()
    ) -> IntentModel:
        """Train on normalised `texts` with their intents; `lexicon` are words the segmenter must know.

        Raises:
            ValueError: fewer than two intents, or fewer than five texts.
        """
        intents = sorted(set(labels))
        if len(intents) < 2 or len(texts) < _HELD_BACK:
            raise ValueError("an intent model needs at least two intents and five texts")
        order = np.random.default_rng(_SEED).permutation(len(texts))
        prepared = [prepare(texts[index], lexicon) for index in order]
        characters, words = _grams(prepared, lexicon)
        spaces = (GramSpace.fit(characters), GramSpace.fit(words))
        vectors = sentence_vectors(prepared)
        rows = _rows(spaces, characters, words, settings)
        targets = (np.array(labels)[order, None] == np.array(intents)).astype(np.float64)
        prior = targets.mean(axis=0)
        kernel = _kernel(vectors, rows, settings)
        kernel[np.diag_indices_from(kernel)] += _penalties(targets @ prior, settings)
        duals, held_back_scores = _solve(kernel, (targets - prior).astype(np.float32))
        weights = Weights(
            grams=np.asarray(rows.T @ duals, dtype=np.float32),
            anchors=vectors,
            anchor_duals=duals,
            prior=prior.astype(np.float32),
            calibration=Calibration.fit(held_back_scores + prior, targets[-len(held_back_scores) :]),
        )
        return cls(intents, settings, lexicon, spaces, weights)

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Predictions for normalised `texts`; several at once cost little more than one.

        A text without any letter or digit gets what is known before reading: the prior, and nearness 0.
        """
        prepared = [prepare(text, self._lexicon) for text in texts]
        cosines = sentence_vectors(prepared) @ self._weights.anchors.T
        rows = _rows(self._spaces, *_grams(prepared, self._lexicon), self.settings)
        scores = (
            _vector_kernel(cosines, self.settings) @ self._weights.anchor_duals + rows @ self._weights.grams
        )
        readable = np.array([any(char.isalnum() for char in text) for text in prepared])
        scores = np.where(readable[:, None], scores, 0.0) + self._weights.prior
        probabilities = self._weights.calibration.probabilities(scores.astype(np.float64))
        nearness = np.where(readable, cosines.max(axis=1), 0.0)
        return [Prediction(p, float(near)) for p, near in zip(probabilities, nearness, strict=True)]

    def save(self, path: Path) -> None:
        """Write the model to one compressed file (a few megabytes; the large tables in half precision)."""
        parts = {
            "intents": self.intents,
            "settings": asdict(self.settings),
            "lexicon": self._lexicon,
            "spaces": [(list(space.index), space.idf) for space in self._spaces],
            "grams": self._weights.grams.astype(np.float16),
            "anchors": self._weights.anchors.astype(np.float16),
            "anchor_duals": self._weights.anchor_duals,
            "prior": self._weights.prior,
            "calibration": asdict(self._weights.calibration),
        }
        joblib.dump(parts, path, compress=3)

    @classmethod
    def load(cls, path: Path) -> IntentModel:
        """Read a saved model and run it once, so that the first message is as quick as the tenth."""
        parts = joblib.load(path)
        first, second = (
            GramSpace({g: i for i, g in enumerate(grams)}, idf) for grams, idf in parts["spaces"]
        )
        weights = Weights(
            grams=parts["grams"].astype(np.float32),
            anchors=parts["anchors"].astype(np.float32),
            anchor_duals=parts["anchor_duals"],
            prior=parts["prior"],
            calibration=Calibration(**parts["calibration"]),
        )
        model = cls(
            parts["intents"], Settings(**parts["settings"]), parts["lexicon"], (first, second), weights
        )
        model.predict(["家里没电了"])
        return model


def _grams(
    prepared: Sequence[str], lexicon: tuple[str, ...]
) -> tuple[list[Counter[str]], list[Counter[str]]]:
    cutter = segmenter(lexicon)
    return [character_grams(text) for text in prepared], [word_grams(cutter.lcut(text)) for text in prepared]


def _rows(
    spaces: tuple[GramSpace, GramSpace],
    characters: Sequence[Counter[str]],
    words: Sequence[Counter[str]],
    settings: Settings,
) -> csr_matrix:
    """Both spaces side by side, so that the product of two rows is the sum of the two weighted cosines."""
    of_characters = spaces[0].transform(characters)
    return hstack([of_characters, spaces[1].transform(words, length=settings.word_weight**0.5)], format="csr")


def _vector_kernel(cosines: Floats, settings: Settings) -> Floats:
    return np.asarray(
        settings.vector_weight * np.exp(settings.vector_sharpness * (cosines - 1)), dtype=np.float32
    )


def _kernel(vectors: Floats, rows: csr_matrix, settings: Settings) -> Floats:
    """Kernel of the training sentences with one another, made in strips: it is the only large table of the training."""
    kernel = np.empty((len(vectors), len(vectors)), dtype=np.float32)
    columns = rows.T.tocsr()
    for start in range(0, len(vectors), _STRIP):
        strip = slice(start, start + _STRIP)
        kernel[strip] = _vector_kernel(vectors[strip] @ vectors.T, settings)
        kernel[strip] += (rows[strip] @ columns).toarray()
    return kernel


def _penalties(sizes: Doubles, settings: Settings) -> Doubles:
    return np.asarray(settings.penalty * (sizes / sizes.mean()) ** settings.size_power)


def _solve(kernel: Floats, targets: Floats) -> tuple[Floats, Doubles]:
    """Duals of the ridge regression, and what a model without the last fifth of the sentences says of that fifth.

    A Cholesky factor holds those of its leading blocks. It is written over one triangle of the kernel (10,000 sentences: 400 MB, no
    second copy); the other triangle still holds what the second model needs.

    Args:
        kernel: symmetric, positive definite, penalties on its diagonal; (n, n), overwritten.
        targets: (n, intents).
    """
    count, kept = len(kernel), len(kernel) - len(kernel) // _HELD_BACK
    factor, failed = spotrf(kernel.T, lower=0, overwrite_a=1, clean=0)
    if failed:
        raise ValueError(f"the kernel of the training sentences is not positive definite (LAPACK {failed})")
    halfway, _ = strtrs(factor, targets, lower=0, trans=1)
    without = np.where(np.arange(count)[:, None] < kept, halfway, np.float32(0))
    both, _ = strtrs(factor, np.hstack([halfway, without]), lower=0)
    duals, duals_without = np.hsplit(both, 2)
    return np.ascontiguousarray(duals), np.asarray(factor[kept:, :kept] @ duals_without[:kept], np.float64)


def _log_odds(probability: Doubles) -> Doubles:
    clipped = np.clip(probability, _TINY, 1 - _TINY)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _sigmoid(odds: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-odds)))


def _softmax(scores: Doubles) -> Doubles:
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


def _best_temperature(scores: Doubles, targets: Doubles) -> float:
    """Temperature that makes the left-out sentences' true intents likeliest."""

    def surprise(log_temperature: float) -> float:
        likelihood = (_softmax(scores / np.exp(log_temperature)) * targets).sum(axis=1)
        return float(-np.log(np.maximum(likelihood, 1e-12)).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4.0, 1.0), method="bounded").x))
