"""A sweep of alternating least squares on plain factorization against NumPy's lstsq in double precision.

The minimizer of ‖X Yᴴ − A‖ nearest to the old X is X + (least-norm solution Z of Z Yᴴ = A − X Yᴴ). Rank is made, not found:
Y of rank k is a product of k well-conditioned columns, or has rows, columns or a whole member of zeros.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from numerics.problems import Factorization
from numerics.solvers import AlternatingLeastSquares
from tests.numerics.instances import F64, generator

DTYPES = [torch.float32, torch.float64, torch.complex64, torch.complex128]
SHAPES = [(7, 5, 3), (5, 7, 3), (1, 6, 1), (6, 1, 1), (1, 1, 1), (6, 4, 4), (3, 4, 6), (4, 3, 6), (300, 260, 4), (1, 5, 3)]


def draw(*shape: int, dtype: torch.dtype, seed: int) -> Tensor:
    return torch.randn(*shape, dtype=dtype, generator=generator(seed))


def of_rank(rank: int, *shape: int, dtype: torch.dtype, seed: int) -> Tensor:
    return draw(*shape[:-1], rank, dtype=dtype, seed=seed) @ draw(*shape[:-2], rank, shape[-1], dtype=dtype, seed=seed + 1)


def wide(tensor: Tensor) -> np.ndarray:
    return tensor.to(torch.complex128 if tensor.is_complex() else F64).numpy()


def nearest(A: np.ndarray, X: np.ndarray, Y: np.ndarray, rounding: float) -> np.ndarray:
    """Zᴴ solves min ‖Y Zᴴ − (A − X Yᴴ)ᴴ‖ with the least norm."""
    move = np.linalg.lstsq(Y, (A - X @ Y.conj().T).conj().T, rcond=100 * rounding)[0]
    return X + move.conj().T


def sweep(A: np.ndarray, X: np.ndarray, Y: np.ndarray, rounding: float) -> tuple[np.ndarray, np.ndarray]:
    X = nearest(A, X, Y, rounding)
    return X, nearest(A.conj().T, Y, X, rounding)


def close(found: Tensor, expected: np.ndarray, tolerance: float) -> bool:
    size = np.linalg.norm(expected)
    return bool(np.linalg.norm(wide(found) - expected) <= tolerance * size) if size else bool((found == 0).all())


def agrees(A: Tensor, X: Tensor, Y: Tensor) -> None:
    """One sweep of every member against lstsq, X as far as cond(Y), X Yᴴ to a hundred times rounding."""
    eps = torch.finfo(A.dtype).eps
    found = AlternatingLeastSquares().update(Factorization(A), (X, Y))
    for i in range(len(X)):
        a, x, y = wide(A if A.dim() == 2 else A[i]), wide(X[i]), wide(Y[i])
        expected = sweep(a, x, y, eps)
        values = np.concatenate([np.linalg.svd(z, compute_uv=False) for z in (y, expected[0])])
        kept = values[values > 1e3 * eps * values.max(initial=0)]
        condition = kept.max(initial=1) / kept.min(initial=1)
        assert close(found.X[i], expected[0], 1e3 * eps * condition), (i, "X")
        product = torch.from_numpy(wide(found.X[i]) @ wide(found.Y[i]).conj().T)
        assert close(product, expected[0] @ expected[1].conj().T, 1e3 * eps * condition), (i, "X Yᴴ")


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("shared", [True, False], ids=["one A", "an A each"])
def test_a_sweep_is_two_nearest_least_squares_solutions(
    dtype: torch.dtype, shape: tuple[int, int, int], batch: int, shared: bool
) -> None:
    m, n, r = shape
    A = draw(*(() if shared else (batch,)), m, n, dtype=dtype, seed=1)
    agrees(A, draw(batch, m, r, dtype=dtype, seed=2), draw(batch, n, r, dtype=dtype, seed=3))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("exponent", [-6, -3, 3, 6])
@pytest.mark.parametrize("of", ["A", "Y", "both"])
def test_a_sweep_has_no_scale(dtype: torch.dtype, exponent: int, of: str) -> None:
    """X is of degree one in A and minus one in Y, whose rank 2 of 4 is found at every scale."""
    A, X, Y = (draw(*s, dtype=dtype, seed=i) for i, s in enumerate([(9, 6), (2, 9, 4), (2, 6, 4)]))
    Y[1] = of_rank(2, 6, 4, dtype=dtype, seed=7)
    s, t = 10.0**exponent if of != "Y" else 1.0, 10.0**exponent if of != "A" else 1.0
    agrees(s * A, s / t * X, t * Y)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("rank", [0, 1, 2, 3])
@pytest.mark.parametrize("members", ["all", "one"])
def test_members_that_lack_rank_move_the_least(dtype: torch.dtype, rank: int, members: str) -> None:
    """Nothing of X moves in the kernel of Y; the other members of the batch have the bits they have without."""
    A, X = draw(8, 6, dtype=dtype, seed=1), draw(3, 8, 4, dtype=dtype, seed=2)
    regular = draw(3, 6, 4, dtype=dtype, seed=3)
    Y = regular.clone()
    Y[:: 1 if members == "all" else 2] = of_rank(rank, 6, 4, dtype=dtype, seed=4) if rank else 0.0
    agrees(A, X, Y)
    new = AlternatingLeastSquares().update(Factorization(A), (X, Y))
    kernel = torch.from_numpy(np.linalg.svd(wide(Y[0]))[2][rank:].conj().T).to(dtype)
    assert float(((new.X[0] - X[0]) @ kernel).abs().max()) <= 100 * torch.finfo(dtype).eps * float(new.X[0].abs().max())
    if members == "one":
        without = AlternatingLeastSquares().update(Factorization(A), (X, regular))
        assert torch.equal(new.X[1], without.X[1])


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
@pytest.mark.parametrize("place", [(0, 0), (5, 3), (2, 1)], ids=str)
@pytest.mark.parametrize("rank", [2, 4])
def test_a_member_that_is_not_finite_is_nan_alone(dtype: torch.dtype, bad: float, place: tuple[int, int], rank: int) -> None:
    A, X = draw(8, 6, dtype=dtype, seed=1), draw(3, 8, 4, dtype=dtype, seed=2)
    Y = of_rank(rank, 3, 6, 4, dtype=dtype, seed=3)
    expected = AlternatingLeastSquares().update(Factorization(A), (X, Y))
    Y[1][place] = bad
    new = AlternatingLeastSquares().update(Factorization(A), (X, Y))
    assert bool(torch.isnan(new.X[1].abs()).all())
    assert torch.allclose(new.X[::2], expected.X[::2], rtol=1e-4 if dtype.to_real() == torch.float32 else 1e-12)


@pytest.mark.parametrize("kappa", [1e2, 1e6, 1e10])
def test_an_ill_conditioned_factor_costs_its_product_nothing(kappa: float) -> None:
    """Y = V diag(1 … 1/κ): X Yᴴ is A projected on range(V), κ or not, to rounding."""
    A, V = draw(20, 12, dtype=F64, seed=1), torch.linalg.qr(draw(12, 5, dtype=F64, seed=2))[0]
    Y = V * torch.logspace(0, -float(np.log10(kappa)), 5, dtype=F64)
    X = AlternatingLeastSquares().update(Factorization(A), (draw(1, 20, 5, dtype=F64, seed=3), Y[None])).X[0]
    assert float((X @ Y.mT - A @ V @ V.mT).norm() / A.norm()) < 1e-14
