"""How alike sentences are: Jaccard similarity of character pairs of the normalised text without punctuation. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from common.normalise import normalise

TELLING = 5
"""Every list has 是, 转人工 and 不是不是: below so many different characters a copy says nothing."""


def bare(text: str) -> str:
    """Letters and digits of the normalised text, what two copies of a sentence share."""
    return "".join(char for char in normalise(text).text.lower() if char.isalnum())


def is_telling(text: str) -> bool:
    """Whether a sentence is more than a set phrase, so that a copy of it is no accident."""
    return len(set(bare(text))) >= TELLING


def alike(first: Sequence[str], second: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of positions in both lists whose similarity is at least `least` (above 0), with it."""
    pairs = CountVectorizer(analyzer=_pairs, binary=True).fit([*first, *second])
    left, right = pairs.transform(first), pairs.transform(second)
    common = csr_matrix(left @ right.T).tocoo()
    sizes = np.asarray(left.sum(axis=1)).ravel(), np.asarray(right.sum(axis=1)).ravel()
    similarity = common.data / (sizes[0][common.row] + sizes[1][common.col] - common.data)
    for i in np.flatnonzero(similarity >= least):
        yield int(common.row[i]), int(common.col[i]), float(similarity[i])


def _pairs(text: str) -> list[str]:
    """Neighbouring characters; the ends count, so that a single character has pairs too."""
    marked = f"\n{bare(text)}\n"
    return [marked[i : i + 2] for i in range(len(marked) - 1)]
