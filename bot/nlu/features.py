"""What a sentence looks like to the intent model beside its vector: character n-grams and word n-grams. Runs in the rasa process.

No Rasa features: those are hashed for every training example and cannot be had for a piece of a message, which the search for
several wishes needs.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.nlu.spelling import speller
from bot.nlu.subjects import subjects
from common.normalise import Normalised

Floats = npt.NDArray[np.float32]

MAX_CHARS = 400
_LONG_NUMBER = re.compile(r"\d[\d \-]{4,}\d")
_CAPITAL = re.compile("[A-Z]")
_REACH = 4
_LEAST_TEXTS = 3
# A foreign subject counts like a word said so often: once, it is outvoted by the rest (docs/nlu-experiments.md).
_LOUDNESS = 4
_TINY = 1e-9


def prepare(plain: Normalised, lexicon: tuple[str, ...]) -> Normalised:
    """Normalised text as the model reads it: usual words, long numbers alike, the middle of a very long story left out."""
    numbers = ((match.start(), match.end(), "00000") for match in _LONG_NUMBER.finditer(plain.text))
    alike = plain.replaced(numbers)
    capitals = (
        (match.start(), match.end(), match.group().lower()) for match in _CAPITAL.finditer(alike.text)
    )
    usual = speller(lexicon).usual_words(alike.replaced(capitals))
    left_out = (MAX_CHARS // 2, len(usual.text) - MAX_CHARS // 2, "")
    return usual if len(usual.text) <= MAX_CHARS else usual.replaced([left_out])


def character_grams(text: str) -> Counter[str]:
    """Counts of the characters of a prepared text, of neighbours (borders marked) and of pairs up to four places apart.

    The pairs (电…快 as `~电快`) see through words put between; they tell more than 3- and 4-grams do (docs/nlu-experiments.md).
    """
    marked = f"^{text}$"
    letters = [char for char in text if char.isalnum()]
    grams = Counter([*marked, *(left + right for left, right in pairwise(marked))])
    for reach in range(1, _REACH + 1):
        grams.update(f"~{left}{right}" for left, right in zip(letters, letters[reach:], strict=False))
    return grams


def word_grams(words: Sequence[str]) -> Counter[str]:
    """Counts of words, of neighbouring words (borders marked) and of foreign subjects."""
    pairs = (f"{left} {right}" for left, right in zip(["^", *words], [*words, "$"], strict=True))
    return Counter([*words, *pairs]) + Counter(dict.fromkeys(subjects("".join(words)), _LOUDNESS))


class GramSpace:
    """TF-IDF space of n-grams: sublinear counts, rows of one length.

    Attributes:
        index: column of every gram that at least three training texts share.
        idf: weight of every column.
        length: of every row.
    """

    def __init__(self, index: dict[str, int], idf: Floats, length: float) -> None:
        """Use `fit` to make one from texts."""
        self.index = index
        self.idf = idf
        self.length = length

    @classmethod
    def fit(cls, texts: Iterable[Counter[str]], length: float = 1.0) -> tuple[GramSpace, csr_matrix]:
        """Space of the grams of all training texts, and their rows."""
        numbers: dict[str, int] = {}
        columns, counts, borders = array("i"), array("f"), [0]
        for grams in texts:
            columns.extend(numbers.setdefault(gram, len(numbers)) for gram in grams)
            counts.extend(grams.values())
            borders.append(len(columns))
        frequency = np.bincount(np.frombuffer(columns, np.int32), minlength=len(numbers))
        kept = np.flatnonzero(frequency >= _LEAST_TEXTS)
        names = list(numbers)
        index = {names[number]: column for column, number in enumerate(kept)}
        idf = np.log(len(borders) / (1 + frequency[kept])) + 1
        table = csr_matrix(
            (np.frombuffer(counts, np.float32), np.frombuffer(columns, np.int32), borders),
            shape=(len(borders) - 1, len(numbers)),
        )[:, kept]
        weights = _tf_idf(table.data, idf[table.indices])
        text = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
        lengths = np.sqrt(np.bincount(text, weights * weights, minlength=table.shape[0]))
        table.data = (weights * (length / lengths[text])).astype(np.float32)
        return cls(index, idf.astype(np.float32), length), table

    def row(self, grams: Counter[str]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Columns of one text's known grams and their weights; both empty when it has none."""
        known = {self.index[gram]: count for gram, count in grams.items() if gram in self.index}
        columns = np.fromiter(known.keys(), np.int64, len(known))
        weights = _tf_idf(np.fromiter(known.values(), np.float32, len(known)), self.idf[columns])
        return columns, weights * np.float32(self.length / max(float(np.linalg.norm(weights)), _TINY))


def _tf_idf(counts: Any, idf: Any) -> Any:
    return (1 + np.log(counts)) * idf
