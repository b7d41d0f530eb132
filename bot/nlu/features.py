"""What a sentence looks like to the intent model beside its vector: character n-grams and word n-grams. Runs in the rasa process.

A gram is a number: in training there are millions of them, and strings take ten times the memory. No Rasa features: those are hashed
for every training example and cannot be had for a piece of a message, which the search for several wishes needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.nlu.spelling import speller
from bot.nlu.subjects import subjects
from common.normalise import Normalised

Floats = npt.NDArray[np.float32]
Grams = npt.NDArray[np.int64]
"""Numbers of n-grams, one as often as it occurs; none is negative."""

MAX_CHARS = 400
_LONG_NUMBER = re.compile(r"\d[\d \-]{4,}\d")
_CAPITAL = re.compile("[A-Z]")
_REACH = 4
_LEAST_TEXTS = 3
# A foreign subject counts like a word said so often: once, it is outvoted by the rest (docs/nlu-experiments.md).
_LOUDNESS = 4
_TINY = 1e-9
# Kinds of grams: a character or word by its own number, two beside each other, two with others between.
_BESIDE, _APART = 1 << 62, 1 << 61
_BITS = 30


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


def character_grams(text: str) -> Grams:
    """The characters of a prepared text, neighbours (borders marked) and pairs up to four places apart.

    The pairs (电…快) see through words put between; they tell more than 3- and 4-grams do (docs/nlu-experiments.md).
    """
    marked = _code_points(f"^{text}$")
    letters = _code_points("".join(filter(str.isalnum, text)))
    apart = (_pairs(letters, reach, _APART) for reach in range(1, _REACH + 1))
    return np.concatenate([marked, _pairs(marked, 1, _BESIDE), *apart])


def word_grams(words: Sequence[str], number: Callable[[str], int]) -> Grams:
    """Words, neighbouring words (borders marked) and foreign subjects; `number` is negative for a word that is not known."""
    marked = np.fromiter(map(number, ["^", *words, "$"]), np.int64, len(words) + 2)
    marks = [of for mark in subjects("".join(words)) for of in repeat(number(mark), _LOUDNESS)]
    grams = np.concatenate([marked[1:-1], _pairs(marked, 1, _BESIDE), np.array(marks, np.int64)])
    return np.asarray(grams[grams >= 0])


def _code_points(text: str) -> Grams:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64)


def _pairs(numbers: Grams, reach: int, kind: int) -> Grams:
    """Every number with the one `reach` places behind; negative when one of them is."""
    return kind | numbers[:-reach] << _BITS | numbers[reach:]


class GramSpace:
    """TF-IDF space of n-grams: sublinear counts, rows of one length.

    Attributes:
        grams: the gram of every column, ascending; those that at least three training texts share.
        idf: weight of every column.
        length: of every row.
    """

    def __init__(self, grams: Grams, idf: Floats, length: float) -> None:
        """Use `fit` to make one from texts."""
        self.grams = grams
        self.idf = idf
        self.length = length

    @classmethod
    def fit(cls, texts: Iterable[Grams], length: float = 1.0) -> tuple[GramSpace, csr_matrix]:
        """Space of the grams of all training texts, and their rows."""
        said = list(texts)
        borders = np.cumsum([0, *map(len, said)])
        grams, columns = np.unique(np.concatenate(said), return_inverse=True)
        del said
        table = csr_matrix((np.ones(len(columns), np.float32), columns, borders))
        table.sum_duplicates()
        frequency = table.getnnz(axis=0)
        kept = np.flatnonzero(frequency >= _LEAST_TEXTS)
        table = table[:, kept]
        idf = np.log(len(borders) / (1 + frequency[kept])) + 1
        weights = _tf_idf(table.data, idf[table.indices])
        text = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
        lengths = np.sqrt(np.bincount(text, weights * weights, minlength=table.shape[0]))
        table.data = (weights * (length / lengths[text])).astype(np.float32)
        return cls(grams[kept], idf.astype(np.float32), length), table

    def row(self, grams: Grams) -> tuple[npt.NDArray[np.int64], Floats]:
        """Columns of one text's known grams and their weights; both empty when it has none."""
        kinds, counts = np.unique(grams, return_counts=True)
        columns = np.searchsorted(self.grams, kinds)
        known = self.grams.take(columns, mode="clip") == kinds
        weights = _tf_idf(counts[known].astype(np.float32), self.idf[columns[known]])
        return columns[known], weights * np.float32(self.length / max(float(np.linalg.norm(weights)), _TINY))


def _tf_idf(counts: Any, idf: Any) -> Any:
    return (1 + np.log(counts)) * idf
