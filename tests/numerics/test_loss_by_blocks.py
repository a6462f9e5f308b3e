"""The loss of a large factorization: summed up by blocks of rows, and only as far as a bound needs.

Expected values are NumPy's in double precision, of the whole residual at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from numerics import Stopping, run
from numerics.problems import Factorization
from numerics.solvers import AlternatingLeastSquares
from tests.numerics.instances import low_rank
from tests.numerics.test_alternating_least_squares import DTYPES, draw, wide


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(700, 500), (40, 9000), (9000, 40), (70, 60), (3, 200_000)], ids=str)
@pytest.mark.parametrize("batched", [False, True])
def test_the_loss_by_blocks_is_the_sum_of_squares(dtype: torch.dtype, shape: tuple[int, int], batched: bool) -> None:
    """Against NumPy in double precision; with a bound it is the same, or something larger than the bound."""
    A = draw(*shape, dtype=dtype, seed=1)
    P, Q = (draw(*((1,) if batched else ()), size, 2, dtype=dtype, seed=2 + i) for i, size in enumerate(shape))
    expected = 0.5 * np.linalg.norm(wide(P.reshape(-1, 2)) @ wide(Q.reshape(-1, 2)).conj().T - wide(A)) ** 2
    problem, tolerance = Factorization(A), 100 * torch.finfo(dtype).eps
    value = problem.value(P, Q)
    assert value.shape == P.shape[:-2] and value.dtype == dtype.to_real()
    assert float(value) == pytest.approx(expected, rel=tolerance)
    for bound in (0.0, 1e-3 * expected, 0.3 * expected, 0.999 * expected):
        assert float(problem.value_up_to(P, Q, bound)) > bound
    for bound in (1.001 * expected, 10 * expected, float("inf")):
        assert float(problem.value_up_to(P, Q, bound)) == pytest.approx(expected, rel=tolerance)


@pytest.mark.parametrize("sizes", [((), (2,)), ((2,), ()), ((1,), ()), ((), (1,)), ((2,), (1,)), ((2,), (2,))], ids=str)
@pytest.mark.parametrize("bound", [0.0, float("inf")])
def test_batches_of_one_factor_or_of_both_have_the_losses_of_their_members(sizes: Any, bound: float) -> None:
    A = draw(700, 500, dtype=torch.float64, seed=1)
    P, Q = (
        draw(*size, side, 2, dtype=torch.float64, seed=i) for i, (size, side) in enumerate(zip(sizes, A.shape, strict=True))
    )
    expected = 0.5 * np.linalg.norm(wide(P) @ wide(Q).swapaxes(-1, -2) - wide(A), axis=(-2, -1)) ** 2
    found = Factorization(A).value(P, Q)
    assert found.shape == expected.shape and found.numpy() == pytest.approx(expected, rel=1e-12)
    assert Factorization(A).value_up_to(P, Q, bound).shape == expected.shape


@pytest.mark.parametrize("row", [0, 1, 255, 599])
def test_a_loss_in_one_row_is_not_overlooked(row: int) -> None:
    """The first rows fit exactly; the only one that does not decides."""
    A = low_rank(600, 500, 2)
    U, s, V = torch.linalg.svd(A, full_matrices=False)
    X, Y = U[:, :2] * s[:2], V[:2].mT.contiguous()
    A[row] += 1.0
    start, problem = (X, Y), Factorization(A)
    for bound, ended in ((0.5 * 500 * 0.99, "max_steps"), (0.5 * 500 * 1.01, "converged")):
        result = run(problem, _Still(), start, 3, (), stop=Stopping(loss=bound, every=1, cycles=False, movement=0.0))
        assert (result.ended == "converged") == (ended == "converged") and result.steps == (0 if ended == "converged" else 3)


class _Still(AlternatingLeastSquares):
    """Turns its point over and back, so that it neither stands still nor changes its loss."""

    def update(self, problem: Any, state: Any) -> Any:
        return type(state)(-state.X, -state.Y)
