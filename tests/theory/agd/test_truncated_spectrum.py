"""The spectrum at a best approximation against the Jacobian of one sweep by automatic differentiation."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.theory.agd.test_local_spectrum import sweep
from theory.agd import local_spectrum, truncated_spectrum

SHAPES = ((3, 3, 1), (5, 3, 2), (3, 5, 2), (4, 4, 3))


def best_point(sizes: tuple[int, int, int], left_over: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A with random frames and σ = 2, 1.9, …, then ``left_over``·(1, ½, …); factors of A_d that are not balanced."""
    m, n, d = sizes
    rng = np.random.default_rng(5)
    k = min(m, n)
    U, V = (np.linalg.qr(rng.standard_normal((size, k)))[0] for size in (m, n))
    values = np.concatenate([2 - 0.1 * np.arange(d), left_over / 2.0 ** np.arange(k - d)])
    turn = rng.standard_normal((d, d)) + 2 * np.eye(d)
    X, Y = U[:, :d] * np.sqrt(values[:d]) @ turn, V[:, :d] * np.sqrt(values[:d]) @ np.linalg.inv(turn).T
    return (U * values) @ V.T, X, Y, values[d:]


@pytest.mark.parametrize("method", ["alternating", "simultaneous"])
@pytest.mark.parametrize("sizes", SHAPES)
def test_spectrum_is_that_of_the_jacobian(sizes: tuple[int, int, int], method: str) -> None:
    """At a point that a sweep leaves where it is; another σ or another step is seen."""
    A, X, Y, values = best_point(sizes, 0.8)
    step = 0.03
    flat = torch.tensor(np.concatenate([X.ravel(), Y.ravel()]))
    target = torch.tensor(A)
    assert float((sweep(flat, target, sizes, step, method) - flat).abs().max()) < 1e-13
    jacobian = torch.autograd.functional.jacobian(lambda z: sweep(z, target, sizes, step, method), flat).numpy()
    seen = np.sort(np.linalg.eigvals(jacobian).real)
    found = truncated_spectrum(X, Y, values, step, method)  # type: ignore[arg-type]
    assert np.abs(seen - found.eigenvalues).max() < 1e-7
    for factor, longer in ((1.01, 1.0), (1.0, 1.01)):
        wrong = truncated_spectrum(X, Y, factor * values, longer * step, method)  # type: ignore[arg-type]
        assert np.abs(seen - wrong.eigenvalues).max() > 1e-5


@pytest.mark.parametrize("method", ["alternating", "simultaneous"])
def test_with_nothing_left_over_it_is_the_spectrum_of_an_exact_factorization(method: str) -> None:
    _, X, Y, values = best_point((5, 3, 2), 0.0)
    one, other = (f.eigenvalues for f in (truncated_spectrum(X, Y, values, 0.05, method),  # type: ignore[arg-type]
                                          local_spectrum(X, Y, 0.05, method)))  # type: ignore[arg-type]  # fmt: skip
    assert np.abs(one - other).max() < 1e-12


def test_the_gap_takes_the_place_of_the_last_singular_value() -> None:
    """Balanced, small steps: 1 − η(σ_d − σ_{d+1}) to second order in η, from the quadratic for one mode by hand."""
    one = np.array([[1.0], [0.0]])
    for step in (1e-2, 1e-3):
        assert truncated_spectrum(one, one, [0.7], step).rate == pytest.approx(1 - 0.3 * step, abs=step**2)


@pytest.mark.parametrize(
    "arguments, message",
    [
        ((np.ones((2, 1)), np.ones((2, 2)), [], 0.1), r"as many columns as X, got shapes \(2, 1\) and \(2, 2\)"),
        ((np.ones((3, 1)), np.ones((2, 1)), [0.1, 0.2], 0.1), "left_over must list min.* = 1 singular values, got 2"),
        ((np.ones((2, 1)), np.ones((2, 1)), [0.1], 0.0), "step must be positive, got 0.0"),
        ((np.ones((2, 2)), np.ones((2, 2)), [], 0.1), "X and Y must have rank d = 2"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(arguments: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        truncated_spectrum(*arguments)
