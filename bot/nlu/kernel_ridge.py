"""Kernel ridge regression for tens of thousands of sentences, solved step by step. Pure.

The kernel of n sentences has two parts. That of their vectors is smooth: its values at some landmarks tell the rest (Nyström's method),
(n, landmarks) instead of (n, n) numbers. That of their n-grams is a product of sparse rows and needs no table at all. Preconditioned
conjugate gradients solve their sum in some twenty products. The exact kernel gave 0.4 points more and took four times as long
(docs/nlu-experiments.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float32]

_KNOWN = 500  # sentences that the preconditioner knows
_ENOUGH = 2e-2  # left of the residual; more steps change no decision
_MOST_STEPS = 100
_JITTER = 1e-3


@dataclass(frozen=True)
class LandmarkKernel:
    """Kernel of n sentences with one another; the first of them are the landmarks.

    Attributes:
        near: vector kernel of every sentence with the landmarks; (n, landmarks).
        rows: n-grams of every sentence; (n, grams).
    """

    near: Floats
    rows: csr_matrix

    def leading(self, count: int) -> LandmarkKernel:
        """Kernel of the first `count` sentences."""
        return LandmarkKernel(self.near[:count, :count], self.rows[:count])

    def first_columns(self, count: int) -> Floats:
        """The kernel of all sentences with the first `count`, landmarks themselves; (n, count)."""
        columns = (self.rows @ self.rows[:count].T).toarray()
        columns += self.near[:, :count]
        return np.asarray(columns)


def solve(kernel: LandmarkKernel, penalties: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """Ridge regression.

    Args:
        kernel: of n sentences in random order.
        penalties: what is added to its diagonal; (n,).
        targets: (n, intents).

    Returns:
        Weights of the landmarks (landmarks, intents) and of the n-grams (grams, intents): the scores of a sentence are its vector
        kernel with the landmarks times the ones, and its n-grams times the others.
    """
    corner = _factor(kernel.near[: kernel.near.shape[1]])
    weights_of = _weights(kernel, corner)
    precondition = _preconditioner(kernel.first_columns(min(_KNOWN, kernel.near.shape[1])), penalties)
    duals, residual = np.zeros_like(targets), targets
    goal = _ENOUGH * np.linalg.norm(targets, axis=0)
    direction = better = precondition(residual)
    progress = (residual * better).sum(axis=0)
    for _ in range(_MOST_STEPS):
        of_landmarks, of_grams = weights_of(direction)
        moved = kernel.near @ of_landmarks + kernel.rows @ of_grams + penalties[:, None] * direction
        step = progress / (direction * moved).sum(axis=0)
        duals += step * direction
        residual = residual - step * moved
        if (np.linalg.norm(residual, axis=0) <= goal).all():
            break
        better = precondition(residual)
        before, progress = progress, (residual * better).sum(axis=0)
        direction = better + (progress / before) * direction
    return weights_of(duals)


def _weights(
    kernel: LandmarkKernel, corner: npt.NDArray[np.float64]
) -> Callable[[Floats], tuple[Floats, Floats]]:
    """From duals (n, intents) to the weights that `solve` returns."""

    def weights_of(duals: Floats) -> tuple[Floats, Floats]:
        of_landmarks = cho_solve((corner, True), kernel.near.T @ duals).astype(np.float32)
        return of_landmarks, np.asarray(kernel.rows.T @ duals)

    return weights_of


def _factor(table: Floats) -> npt.NDArray[np.float64]:
    """Lower Cholesky factor of a kernel; equal sentences would make it singular."""
    return np.asarray(np.linalg.cholesky(table.astype(np.float64) + _JITTER * np.eye(len(table))))


def _preconditioner(columns: Floats, penalties: Floats) -> Callable[[Floats], Floats]:
    """The inverse of what the first sentences tell of kernel and penalties (Nyström, Woodbury)."""
    width = columns.shape[1]
    corner = _factor(columns[:width]).astype(
        np.float32
    )  # in double precision the factor would be the largest table of all
    factor = solve_triangular(corner, columns.T, lower=True, overwrite_b=True).T
    scaled = factor / penalties[:, None]
    core = cho_factor(np.eye(width) + (factor.T @ scaled).astype(np.float64))

    def precondition(residual: Floats) -> Floats:
        known = cho_solve(core, (scaled.T @ residual).astype(np.float64)).astype(np.float32)
        return np.asarray(residual / penalties[:, None] - scaled @ known)

    return precondition
