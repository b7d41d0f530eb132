"""Step by step comes to what a direct solution comes to."""

import numpy as np
import pytest

from bot.nlu.kernel_ridge import STRIP, Floats, SymmetricKernel, solve

_COUNT = 2 * STRIP + 37


@pytest.fixture(scope="module")
def table() -> Floats:
    points = np.random.default_rng(1).normal(size=(_COUNT, 40)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(np.exp(2 * (points @ points.T - 1)), dtype=np.float32)


@pytest.fixture(scope="module")
def kernel(table: Floats) -> SymmetricKernel:
    return SymmetricKernel.fill(_COUNT, lambda rows, columns: table[rows, columns])


@pytest.fixture(scope="module")
def columns() -> Floats:
    return np.random.default_rng(2).normal(size=(_COUNT, 3)).astype(np.float32)


def test_half_a_kernel_multiplies_like_a_whole_one(
    table: Floats, kernel: SymmetricKernel, columns: Floats
) -> None:
    np.testing.assert_allclose(kernel @ columns, table @ columns, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("count", [7, STRIP, STRIP + 1, _COUNT])
def test_the_kernel_of_the_first_sentences(
    count: int, table: Floats, kernel: SymmetricKernel, columns: Floats
) -> None:
    some = columns[:count]
    np.testing.assert_allclose(
        kernel.leading(count) @ some, table[:count, :count] @ some, rtol=1e-3, atol=1e-3
    )


@pytest.mark.parametrize("count", [20, _COUNT])
def test_the_solution_is_that_of_the_equations(
    count: int, table: Floats, kernel: SymmetricKernel, columns: Floats
) -> None:
    penalties = np.linspace(0.5, 2, count, dtype=np.float32)
    duals = solve(kernel.leading(count), penalties, columns[:count])
    exact = np.linalg.solve(table[:count, :count].astype(np.float64) + np.diag(penalties), columns[:count])
    assert np.linalg.norm(duals - exact) < 0.01 * np.linalg.norm(exact)
