"""The closed-form local spectrum against the Jacobian of one sweep by automatic differentiation."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from theory.agd import local_spectrum, scalar_stability

SHAPES = ((2, 2, 2), (4, 3, 2), (3, 5, 3), (5, 2, 4))


def sweep(flat: torch.Tensor, A: torch.Tensor, sizes: tuple[int, int, int], step: float, method: str) -> torch.Tensor:
    """One step written out from the definition."""
    m, n, d = sizes
    X, Y = flat[: m * d].reshape(m, d), flat[m * d :].reshape(n, d)
    new = X - step * (X @ Y.mT - A) @ Y
    seen = new if method == "alternating" else X
    return torch.cat([new.reshape(-1), (Y - step * (seen @ Y.mT - A).mT @ seen).reshape(-1)])


@pytest.mark.parametrize("method", ["alternating", "simultaneous"])
@pytest.mark.parametrize("sizes", SHAPES)
def test_spectrum_is_that_of_the_jacobian(sizes: tuple[int, int, int], method: str) -> None:
    m, n, d = sizes
    rng = np.random.default_rng(17)
    X, Y = rng.standard_normal((m, d)), rng.standard_normal((n, d))
    A, step = torch.tensor(X @ Y.T), 0.11
    flat = torch.tensor(np.concatenate([X.ravel(), Y.ravel()]))
    jacobian = torch.autograd.functional.jacobian(lambda z: sweep(z, A, sizes, step, method), flat).numpy()
    seen = np.linalg.eigvals(jacobian)
    found = local_spectrum(X, Y, step, method)  # type: ignore[arg-type]
    assert np.abs(seen.imag).max() < 1e-6 and len(seen) == len(found.eigenvalues)
    # a semisimple eigenvalue 1 of multiplicity `unit`: exact by rank, the others compared one by one
    shifted = np.linalg.svd(jacobian - np.eye(len(seen)), compute_uv=False)
    assert int((shifted < 1e-10 * shifted[0]).sum()) == found.unit
    assert np.abs(np.sort(seen.real) - found.eigenvalues).max() < 1e-9
    wrong = local_spectrum(X, Y, step * 1.001, method)  # type: ignore[arg-type]
    assert np.abs(np.sort(seen.real) - wrong.eigenvalues).max() > 1e-6


@pytest.mark.parametrize("balance", [2.5, 9.0])
def test_scalar_stability_set_is_the_condition_on_the_multiplier(balance: float) -> None:
    """|(1 − ηx²)(1 − ηy²)| < 1 with x² + y² = Σ, xy = 1, over steps on both sides of every boundary."""
    root = np.sqrt(balance**2 - 4)
    for step in np.linspace(0.01, 12, 400):
        rate = abs((1 - step * (balance + root) / 2) * (1 - step * (balance - root) / 2))
        if abs(rate - 1) > 1e-9:
            assert scalar_stability(1.0, float(step), balance) == (rate < 1)


@pytest.mark.parametrize(
    "arguments, message",
    [
        ((np.ones((2, 1)), np.ones((2, 2)), 0.1), r"as many columns as X, got shapes \(2, 1\) and \(2, 2\)"),
        ((np.ones((2, 1)), np.ones((2, 1)), 0.0), "step must be positive, got 0.0"),
        ((np.zeros((2, 1)), np.zeros((2, 1)), 0.1), "X must not vanish together with Y"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(arguments: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        local_spectrum(*arguments)


@pytest.mark.parametrize(("weak", "unit"), [(1e-7, 4), (0.0, 5)])
def test_a_slow_mode_counts_and_rounding_does_not(weak: float, unit: int) -> None:
    """X = Y = O·diag(1, weak)·Qᵀ: two times two modes, by hand; with weak = 0 one pair is (0, 0), seen as 1e-33."""
    turn, other = (np.linalg.qr(np.random.default_rng(k).standard_normal((2, 2)))[0] for k in (1, 2))
    factor = turn @ np.diag([1.0, weak]) @ other
    assert local_spectrum(factor, factor, 0.1).unit == unit
