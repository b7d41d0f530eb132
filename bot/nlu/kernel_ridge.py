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
_ENOUGH = 5e-2  # left of the residual; more steps change no decision
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


@dataclass(frozen=True)
class Solution:
    """The scores of a sentence are its vector kernel with the landmarks times `of_landmarks`, plus its n-grams times `of_grams`.

    Attributes:
        of_landmarks: (landmarks, intents).
        of_grams: (grams, intents).
        duals: what every sentence adds to both; (n, intents).
    """

    of_landmarks: Floats
    of_grams: Floats
    duals: Floats

    def scores(self, near: Floats, rows: csr_matrix) -> Floats:
        """Scores of the sentences with these rows of a kernel; (rows, intents)."""
        return np.asarray(near @ self.of_landmarks + rows @ self.of_grams)


def solve(
    kernel: LandmarkKernel, penalties: Floats, targets: Floats, start: Floats | None = None
) -> Solution:
    """Ridge regression.

    Args:
        kernel: of n sentences in random order.
        penalties: what is added to its diagonal; (n,).
        targets: (n, intents).
        start: duals of the first sentences in a solution without the others, which saves half of the steps.
    """
    solution_of = _solutions(kernel)
    precondition = _preconditioner(kernel.first_columns(min(_KNOWN, kernel.near.shape[1])), penalties)

    def moved_by(duals: Floats) -> Floats:
        return solution_of(duals).scores(kernel.near, kernel.rows) + penalties[:, None] * duals

    duals, residual = np.zeros_like(targets), targets
    if start is not None:
        duals[: len(start)] = start
        residual = targets - moved_by(duals)
    goal = _ENOUGH * np.linalg.norm(targets, axis=0)
    direction = better = precondition(residual)
    progress = (residual * better).sum(axis=0)
    for _ in range(_MOST_STEPS):
        moved = moved_by(direction)
        step = progress / (direction * moved).sum(axis=0)
        duals += step * direction
        residual = residual - step * moved
        if (np.linalg.norm(residual, axis=0) <= goal).all():
            break
        better = precondition(residual)
        before, progress = progress, (residual * better).sum(axis=0)
        direction = better + (progress / before) * direction
    return solution_of(duals)


def _solutions(kernel: LandmarkKernel) -> Callable[[Floats], Solution]:
    """From duals to what they amount to."""
    corner = _factor(kernel.near[: kernel.near.shape[1]])
    columns = kernel.rows.T.tocsr()  # a product with it is twice as quick as with the rows turned

    def solution_of(duals: Floats) -> Solution:
        of_landmarks = cho_solve((corner, True), kernel.near.T @ duals).astype(np.float32)
        return Solution(of_landmarks, np.asarray(columns @ duals), duals)

    return solution_of


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
