"""Kernel ridge regression for tens of thousands of sentences, solved step by step. Pure.

The kernel of n sentences has two parts. That of their vectors is smooth: its values at some landmarks tell the rest (Nyström's method),
(n, landmarks) instead of (n, n) numbers. That of their n-grams is a product of sparse rows and needs no table at all. Preconditioned
conjugate gradients solve their sum in some twenty products. The exact kernel gave 0.4 points more and took four times as long
(docs/nlu-experiments.md).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve, cholesky, solve_triangular
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

Floats = npt.NDArray[np.float32]

_KNOWN = 500  # sentences that the preconditioner knows
_ENOUGH = 1e-1  # left of the residual; more steps change hardly a decision (docs/nlu-experiments.md)
_MOST_STEPS = 100
_JITTER = 1e-3
_BLOCKS = 4 * (os.cpu_count() or 1)


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
        return LandmarkKernel(self.near[:count, :count], _seen_from(self.rows, 0, count))

    def first_columns(self, count: int) -> Floats:
        """The kernel of all sentences with the first `count`, landmarks themselves; (n, count)."""
        columns, first = self.near[:, :count].copy(), self.rows[:count].T.tocsr()
        for begin, end in _borders(self.rows):  # a product of sparse tables is all but full here
            columns[begin:end] += (_seen_from(self.rows, begin, end) @ first).toarray()
        return columns


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
    duals_to_landmarks = _landmark_solver(kernel.near)
    columns = kernel.rows.T.tocsr()  # turned once and for all: `rows.T @` is half as quick
    precondition = _preconditioner(kernel.first_columns(min(_KNOWN, kernel.near.shape[1])), penalties)

    def amounts_to(duals: Floats) -> Solution:
        return Solution(duals_to_landmarks(duals), columns @ duals, duals)

    def solved(intents: npt.NDArray[np.int64]) -> Solution:
        wanted = targets[:, intents]
        duals, residual = np.zeros_like(wanted), wanted.copy()

        def moved_by(direction: Floats) -> Floats:
            moved = amounts_to(direction).scores(kernel.near, kernel.rows)
            moved += penalties[:, None] * direction
            return moved

        if start is not None:
            duals[: len(start)] = start[:, intents]
            residual -= moved_by(duals)
        goal = _ENOUGH * np.linalg.norm(wanted, axis=0)
        direction = better = precondition(residual)
        progress = _products(residual, better)
        for _ in range(_MOST_STEPS):
            moved = moved_by(direction)
            step = progress / _products(direction, moved)
            duals += step * direction
            moved *= step
            residual -= moved
            if (np.linalg.norm(residual, axis=0) <= goal).all():
                break
            better = precondition(residual)
            before, progress = progress, _products(residual, better)
            direction *= progress / before
            direction += better
        return amounts_to(duals)

    cores = os.cpu_count() or 1
    shares = np.array_split(np.arange(targets.shape[1]), min(cores, targets.shape[1]))
    # scipy takes one core for a sparse product, but leaves the interpreter to others meanwhile: each core has intents of its own.
    with threadpool_limits(1), ThreadPoolExecutor(cores) as pool:
        parts = list(pool.map(solved, shares))
    return Solution(
        np.hstack([part.of_landmarks for part in parts]),
        np.hstack([part.of_grams for part in parts]),
        np.hstack([part.duals for part in parts]),
    )


def _products(one: Floats, other: Floats) -> Floats:
    """Of every column of one table with that of the other; (columns,)."""
    return np.asarray(np.einsum("ij,ij->j", one, other))


def _landmark_solver(near: Floats) -> Callable[[Floats], Floats]:
    """From duals to the weights of the landmarks."""
    corner = _factor(near[: near.shape[1]])
    return lambda duals: cho_solve((corner, True), near.T @ duals).astype(np.float32)


def _seen_from(table: csr_matrix, begin: int, end: int) -> csr_matrix:
    """Rows of a sparse table without a copy of them, which a slice would be."""
    first, last = table.indptr[[begin, end]]
    parts = (table.data[first:last], table.indices[first:last], table.indptr[begin : end + 1] - first)
    return csr_matrix(parts, shape=(end - begin, table.shape[1]))


def _borders(table: csr_matrix) -> list[tuple[int, int]]:
    """Where to cut a sparse table into blocks of about equal work."""
    inner = np.searchsorted(table.indptr, np.linspace(0, table.nnz, _BLOCKS + 1)[1:-1]).tolist()
    return list(pairwise([0, *inner, table.shape[0]]))


def _factor(table: Floats) -> npt.NDArray[np.float64]:
    """Lower Cholesky factor of a kernel; equal sentences would make it singular."""
    double = table.astype(np.float64)
    np.fill_diagonal(double, double.diagonal() + _JITTER)
    return np.asarray(cholesky(double.T, lower=True, overwrite_a=True))


def _preconditioner(columns: Floats, penalties: Floats) -> Callable[[Floats], Floats]:
    """The inverse of what the first sentences tell of kernel and penalties (Nyström, Woodbury). Uses `columns` up."""
    width = columns.shape[1]
    corner = _factor(columns[:width]).astype(
        np.float32
    )  # in double precision the factor would be the largest table of all
    factor = solve_triangular(corner, columns.T, lower=True, overwrite_b=True).T
    roots = np.sqrt(penalties)[:, None]
    factor /= roots
    core = cho_factor(np.eye(width) + (factor.T @ factor).astype(np.float64))

    def precondition(residual: Floats) -> Floats:
        scaled = residual / roots
        scaled -= factor @ cho_solve(core, (factor.T @ scaled).astype(np.float64)).astype(np.float32)
        scaled /= roots
        return np.asarray(scaled)

    return precondition
