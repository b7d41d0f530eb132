"""Kernel ridge regression for some ten thousand sentences: the kernel in half the memory, solved step by step. Pure.

A Cholesky factor of 20,000 sentences costs 2.7 · 10¹² operations. Preconditioned conjugate gradients reach the same answers for 48
intents in about twenty products with the kernel, 0.8 · 10¹², and need one triangle of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve, solve_triangular

Floats = npt.NDArray[np.float32]

STRIP = 500
"""Rows of a strip, and sentences that the preconditioner knows."""
_ENOUGH = 1e-3  # left of the residual; the decisions are those of the exact solution
_MOST_STEPS = 100
_JITTER = 1e-3


class SymmetricKernel:
    """Kernel of n sentences with one another, as strips of its lower triangle."""

    def __init__(self, strips: Sequence[Floats]) -> None:
        """Strip i holds the rows from i · `STRIP` on, as far as the diagonal."""
        self._strips = strips

    @classmethod
    def fill(cls, count: int, block: Callable[[slice, slice], Floats]) -> SymmetricKernel:
        """Of `count` sentences; `block` gives the kernel of some sentences (rows) with some (columns).

        The strips lie in one piece of memory: by themselves they left a third of it in unusable gaps.
        """
        rows = [slice(start, min(start + STRIP, count)) for start in range(0, count, STRIP)]
        sizes = [(some.stop - some.start) * some.stop for some in rows]
        pieces = np.split(np.empty(sum(sizes), dtype=np.float32), np.cumsum(sizes)[:-1])
        strips = [piece.reshape(-1, some.stop) for piece, some in zip(pieces, rows, strict=True)]
        for strip, some in zip(strips, rows, strict=True):
            strip[:] = block(some, slice(0, some.stop))
        return cls(strips)

    def leading(self, count: int) -> SymmetricKernel:
        """Kernel of the first `count` sentences; no copy."""
        full, rest = divmod(count, STRIP)
        return SymmetricKernel([*self._strips[:full], *([self._strips[full][:rest, :count]] if rest else [])])

    def __matmul__(self, columns: Floats) -> Floats:
        """Product with (n, k)."""
        product = np.zeros_like(columns)
        start = 0
        for strip in self._strips:
            end = start + len(strip)
            product[start:end] += strip @ columns[:end]
            product[:start] += strip[:, :start].T @ columns[start:end]
            start = end
        return product

    def first_columns(self) -> Floats:
        """The kernel of all sentences with the first `STRIP`; (n, STRIP)."""
        width = len(self._strips[0])
        return np.vstack([strip[:, :width] for strip in self._strips])


def solve(kernel: SymmetricKernel, penalties: Floats, targets: Floats) -> Floats:
    """Duals of the ridge regression, (n, intents).

    Args:
        kernel: of n sentences in random order.
        penalties: what is added to its diagonal; (n,).
        targets: (n, intents).
    """
    precondition = _preconditioner(kernel.first_columns(), penalties)
    duals, residual = np.zeros_like(targets), targets
    goal = _ENOUGH * np.linalg.norm(targets, axis=0)
    direction = better = precondition(residual)
    progress = (residual * better).sum(axis=0)
    for _ in range(_MOST_STEPS):
        moved = kernel @ direction + penalties[:, None] * direction
        step = progress / (direction * moved).sum(axis=0)
        duals += step * direction
        residual = residual - step * moved
        if (np.linalg.norm(residual, axis=0) <= goal).all():
            break
        better = precondition(residual)
        before, progress = progress, (residual * better).sum(axis=0)
        direction = better + (progress / before) * direction
    return duals


def _preconditioner(columns: Floats, penalties: Floats) -> Callable[[Floats], Floats]:
    """The inverse of what the first sentences tell of kernel and penalties (Nyström, Woodbury)."""
    width = columns.shape[1]
    corner = np.linalg.cholesky(columns[:width].astype(np.float64) + _JITTER * np.eye(width))
    factor = solve_triangular(corner, columns.T, lower=True).T.astype(np.float32)
    scaled = factor / penalties[:, None]
    core = cho_factor(np.eye(width) + (factor.T @ scaled).astype(np.float64))

    def precondition(residual: Floats) -> Floats:
        known = cho_solve(core, (scaled.T @ residual).astype(np.float64)).astype(np.float32)
        return np.asarray(residual / penalties[:, None] - scaled @ known)

    return precondition
