"""The prediction beside a run of deep factorization: the nearest minimizer of all, none of them by enumeration; and the rate of
alternating gradient descent at any scale."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from numerics.problems import DeepFactorization, Factorization
from proofs_check.bridge.run_against_prediction import agd_rate, nearest_minimum
from theory.dmf.landscape.critical_orbits import CriticalOrbits


@pytest.mark.parametrize("widths", [(12,) * 4, (12,) * 3, (30, 12, 31, 30), (200,) * 4])
def test_nothing_is_enumerated(widths: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """No orbit is listed, where there are up to 3^200. Losses of the minimizers of rank r, ridge 1/10, by torch: ‖P − Y‖² +
    Σ λ_l‖W_l‖² at the upper roots σ of σ^L + λσ^(2−L) = √λ·y, found by Newton from σ^L = √λ·y, which lies above."""
    monkeypatch.setattr(CriticalOrbits, "orbits", lambda self, *given: pytest.fail("orbits were listed"))
    values = torch.linspace(3, 1, min(widths[0], widths[-1]), dtype=torch.float64)
    target = torch.zeros(widths[-1], widths[0], dtype=torch.float64)
    target.diagonal()[:] = values
    layers, weight = len(widths) - 1, 0.1
    problem = DeepFactorization(target, (weight,) * layers, hidden=widths[1:-1])
    root = weight ** (layers / 2)
    sigma = (root * values) ** (1 / layers)
    for _ in range(200):
        value = sigma**layers + root**2 * sigma ** (2 - layers) - root * values
        sigma = sigma - value / (layers * sigma ** (layers - 1) + (2 - layers) * root**2 * sigma ** (1 - layers))
    cost = (sigma**layers / root - values) ** 2 + layers * sigma**2
    most = min(widths)
    ranks = [most] if layers == 2 else range(most + 1)
    losses = [float(cost[:r].sum() + values[r:].square().sum()) for r in ranks]
    for loss in (0.0, losses[len(losses) // 2] * 1.0001, 1e6):
        found = nearest_minimum(problem, loss)
        assert found["predicted"] == pytest.approx(min(losses, key=lambda value: abs(value - loss)), rel=1e-12)
        assert f"of {len(losses)} predicted minima" in found["quantity"]


@pytest.mark.parametrize("scale", [1.0, 1e-14])
def test_the_rate_of_alternating_descent_does_not_depend_on_the_scale_of_the_target(scale: float) -> None:
    """A = diag(4, 1)·scale at its balanced factors with ησ_1 = 1/5, from there: (1 − 1/20)², by hand."""
    root = torch.diag(torch.tensor([2.0, 1.0], dtype=torch.float64)) * scale**0.5
    point = SimpleNamespace(X=root, Y=root)
    found = agd_rate(Factorization(root @ root), SimpleNamespace(step=1 / (20 * scale)), point, point)
    assert found == pytest.approx(0.9025, rel=1e-12)
