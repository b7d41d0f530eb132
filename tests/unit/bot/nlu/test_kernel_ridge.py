"""Step by step comes to what a direct solution comes to."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random

from bot.nlu.kernel_ridge import Floats, LandmarkKernel, solve

_COUNT = 700


@pytest.fixture(scope="module")
def vector_kernel() -> Floats:
    points = np.random.default_rng(1).normal(size=(_COUNT, 40)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(np.exp(2 * (points @ points.T - 1)), dtype=np.float32)


@pytest.fixture(scope="module")
def rows() -> csr_matrix:
    return csr_matrix(random(_COUNT, 90, density=0.1, random_state=3, dtype=np.float32))


@pytest.mark.parametrize("known", [0, 15])
@pytest.mark.parametrize(("count", "landmarks"), [(20, 20), (20, 700), (_COUNT, 100), (_COUNT, _COUNT)])
def test_the_solution_is_that_of_the_equations(
    count: int, landmarks: int, known: int, vector_kernel: Floats, rows: csr_matrix
) -> None:
    kernel = LandmarkKernel(vector_kernel[:, :landmarks], rows).leading(count)
    penalties = np.linspace(0.5, 2, count, dtype=np.float32)
    targets = np.random.default_rng(2).normal(size=(count, 3)).astype(np.float32)
    start = solve(kernel.leading(known), penalties[:known], targets[:known]).duals if known else None
    solution = solve(kernel, penalties, targets, start)

    near = kernel.near.astype(np.float64)
    corner = near[: near.shape[1]] + 1e-3 * np.eye(near.shape[1])
    whole = near @ np.linalg.solve(corner, near.T) + (kernel.rows @ kernel.rows.T).toarray()
    exact = whole @ np.linalg.solve(whole + np.diag(penalties), targets)
    found = solution.scores(kernel.near, kernel.rows)
    assert np.linalg.norm(found - exact) < 0.12 * np.linalg.norm(exact)
    assert solution.duals.shape == targets.shape
