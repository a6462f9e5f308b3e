"""Retractions over their whole class: every dtype, every size of tangent, tied and dependent columns, square frames."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.slopes import check_retraction
from numerics.stiefel import RETRACTIONS, polar, tangent_projection
from tests.numerics.instances import generator

DTYPES = (torch.float32, torch.float64, torch.complex64, torch.complex128)
KINDS = ("generic", "rank one", "zero", "one column", "graded")


@st.composite
def frames_with_tangents(draw: st.DrawFn) -> tuple[torch.Tensor, torch.Tensor]:
    """X (n, r), and a tangent of any norm from 1e-30 to 1e30 (float64: 1e-300 … 1e300)."""
    dtype = draw(st.sampled_from(DTYPES))
    r = draw(st.integers(1, 5))
    n = draw(st.integers(r, 9))
    g = generator(draw(st.integers(0, 2**20)))
    X = torch.linalg.qr(torch.randn(n, r, generator=g, dtype=dtype))[0]
    Z = torch.randn(n, r, generator=g, dtype=dtype)
    kind = draw(st.sampled_from(KINDS))
    if kind == "rank one":
        Z = Z[:, :1] @ torch.randn(1, r, generator=g, dtype=dtype)
    elif kind == "zero":
        Z = torch.zeros_like(Z)
    elif kind == "one column":
        Z[:, 1:] = 0
    elif kind == "graded":
        Z = Z * torch.logspace(0, -12, r, dtype=dtype.to_real())
    top = 30 if dtype.to_real() == torch.float32 else 300
    exponent = draw(st.floats(-top, top))
    tangent = tangent_projection(X, Z)
    return X, tangent / tangent.abs().max().clamp_min(1e-30) * 10**exponent


def defect(X: torch.Tensor) -> float:
    """max |XᴴX − I| in units of rounding."""
    gram = X.mH @ X - torch.eye(X.shape[-1], dtype=X.dtype)
    return float(gram.abs().max()) / torch.finfo(X.dtype).eps


@pytest.mark.parametrize("name", sorted(RETRACTIONS))
@given(case=frames_with_tangents())
@settings(max_examples=150, deadline=None)
def test_retractions_stay_on_the_manifold_for_tangents_of_any_norm(name: str, case: tuple[torch.Tensor, torch.Tensor]) -> None:
    X, tangent = case
    moved = RETRACTIONS[name](X, tangent)
    assert moved.dtype == X.dtype and defect(moved) <= 64, "64 rounding units for at most 9 rows"
    both = RETRACTIONS[name](torch.stack([X, X]), torch.stack([tangent, 0 * tangent]))
    assert defect(both[0]) <= 64 and float((both[1] - X).abs().max()) <= 64 * torch.finfo(X.dtype).eps


def test_the_gram_matrix_alone_would_be_seen_to_fail() -> None:
    """The planted error: the polar factor by (ZᴴZ)^{-1/2} without a second way, at the audit's inputs."""
    for dtype, size in ((torch.float64, 3e7), (torch.float32, 1e4)):
        tangent = torch.zeros(5, 2, dtype=dtype)
        tangent[2:] = size * torch.outer(torch.tensor([1.0, 1.0, 0.3]), torch.tensor([1.0, 2.0])).to(dtype)
        Z = torch.eye(5, 2, dtype=dtype) + tangent
        values, vectors = torch.linalg.eigh(Z.T @ Z)
        bad = Z @ ((vectors * values.rsqrt()) @ vectors.T)
        assert not defect(bad) <= 64
        assert defect(polar(Z)) <= 64


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", sorted(RETRACTIONS))
def test_retractions_are_of_first_order_in_every_precision(name: str, dtype: torch.dtype) -> None:
    X = torch.linalg.qr(torch.randn(7, 3, generator=generator(1), dtype=dtype))[0]
    assert check_retraction(RETRACTIONS[name], X, generator=generator(2)).passed
    assert not check_retraction(lambda x, s: RETRACTIONS[name](x, 1.1 * s), X, generator=generator(2)).passed


def test_the_cayley_curve_solves_its_equation() -> None:
    """(I − W/2) R = (I + W/2) X with W = PξXᴴ − XξᴴP written out densely (Wen, Yin 2013, eq. 7)."""
    X = torch.linalg.qr(torch.randn(6, 2, generator=generator(3), dtype=torch.complex128))[0]
    tangent = tangent_projection(X, torch.randn(6, 2, generator=generator(4), dtype=torch.complex128))
    eye = torch.eye(6, dtype=X.dtype)
    W = (eye - X @ X.mH / 2) @ tangent @ X.mH
    W = W - W.mH
    left, right = (eye - W / 2) @ RETRACTIONS["cayley"](X, tangent), (eye + W / 2) @ X
    assert float((left - right).abs().max()) < 1e-14
