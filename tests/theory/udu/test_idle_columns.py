"""Columns with λ = 0 and uᵀGu = 0 in the place of free ones: what `idle_columns` says in words, against points that are
built, over spectra with zeros, ties and both signs, and scales from 1e-6 to 1e6."""

from __future__ import annotations

import random
from typing import Any

import pytest
import torch
from torch import Tensor

from theory.udu.fixed_points import FixedPoint, fixed_points, idle_columns


def build(
    mu: list[float], point: FixedPoint, kinds: list[str], scale: float, rng: random.Random
) -> tuple[Tensor, Tensor] | None:
    """(U, λ) over ``point``: its learnt columns, then columns of the named kinds; None where there is no such column."""
    n, learnt = len(mu), [k - 1 for k in point.active]
    U, lam = (
        torch.zeros(n, len(learnt) + len(kinds), dtype=torch.float64),
        torch.zeros(len(learnt) + len(kinds), dtype=torch.float64),
    )
    for column, k in enumerate(learnt):
        lam[column] = (scale * mu[k] / 2) ** (1 / 3)
        U[k, column] = 2**0.5 * lam[column]
    still = [k for k in range(n) if k in learnt or mu[k] == 0]
    up, down = ([k for k in range(n) if k not in learnt and sign * mu[k] > 0] for sign in (1, -1))
    for column, kind in enumerate(kinds, start=len(learnt)):
        if kind == "free":
            lam[column] = scale ** (1 / 3)
        elif kind == "still":
            for k in still:
                U[k, column] = rng.choice((-1, 0, 1)) * scale ** (1 / 3)
        elif up and down:  # uᵀGu = −μ_k a² − μ_m b² = 0
            k, m = rng.choice(up), rng.choice(down)
            U[k, column], U[m, column] = (-mu[m]) ** 0.5 * scale ** (1 / 3), mu[k] ** 0.5 * scale ** (1 / 3)
        else:
            return None
    return U, lam


def value(x: Tensor, A: Tensor, columns: int) -> Tensor:
    """½‖U diag(λ) Uᵀ − A‖² of (U, λ) in one vector."""
    n = len(A)
    U, lam = x[: n * columns].reshape(n, columns), x[n * columns :]
    return ((U * lam) @ U.mT - A).square().sum() / 2


def cases() -> list[tuple[tuple[int, ...], int]]:
    """Spectra with ties, zeros, both signs, one entry; r from 1 on, also below the number of positive values."""
    return [
        ((2, 1), 2),
        ((2, 2), 3),
        ((3, 0), 2),
        ((2, -1), 2),
        ((3, 1, -2), 3),
        ((1, -1, 0), 2),
        ((1,), 3),
        ((-1, -2), 1),
        ((5, 4, 3), 2),
    ]


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize(("mu", "columns"), cases())
def test_what_is_said_of_idle_columns(mu: tuple[int, ...], columns: int, scale: float) -> None:
    """Gradient and Hessian by autograd, the step's fixed-point conditions, and a walk down for degenerate saddles."""
    rng, values = random.Random(repr((mu, columns))), sorted(map(float, mu), reverse=True)
    A, listed = scale * torch.diag(torch.tensor(values, dtype=torch.float64)), fixed_points(mu, columns)
    said = idle_columns(listed)
    seen = 0
    for point in (p for p in listed if not p.dead):
        others = columns - len(point.active)
        for first in ("still", "turned"):
            if not others:
                continue
            built = build(values, point, [first, *rng.choices(("free", "still"), k=others - 1)], scale, rng)
            if built is None:
                continue
            seen += 1
            _judge(built, A, point, first, scale)
    assert bool(said) == any(0.0 in p.squared_norms for p in listed) and (not seen or said)


def _judge(built: tuple[Tensor, Tensor], A: Tensor, point: FixedPoint, first: str, scale: float) -> None:
    U, lam = built
    columns = U.shape[1]
    x = torch.cat([U.flatten(), lam]).requires_grad_()
    whole = value(x, A, columns)
    (slope,) = torch.autograd.grad(whole, x)
    loss = whole.detach()
    unit = scale ** (5 / 3)
    assert float(loss) == pytest.approx(scale**2 * float(point.value), rel=1e-9, abs=1e-18 * scale**2)
    assert float(slope.abs().max()) < 1e-12 * unit  # uᵀGu = 0 for the idle ones as well
    hessian: Any = torch.autograd.functional.hessian(lambda z: value(z, A, columns), x.detach())
    lowest = float(torch.linalg.eigvalsh(hessian)[0]) / scale ** (4 / 3)
    free = int(((lam > 0) & (U == 0).all(0)).sum())
    missing = [m for k, m in enumerate(sorted(torch.diag(A).tolist(), reverse=True), start=1) if k not in point.active]
    learnt = [float(A[k - 1, k - 1]) for k in point.active]
    strict = first == "turned" or any(g > min(learnt, default=g) or (free and g > 0) for g in missing)
    assert (lowest < -1e-6) == strict, (point, first, lowest)
    if strict:
        return
    assert lowest > -1e-9
    if point.certificate < 0:  # λ_j = t²/10 and u_j + t e_k for a missing μ_k > 0
        k = max((i for i in range(len(A)) if i + 1 not in point.active), key=lambda i: float(A[i, i]))
        j = next(j for j in range(columns) if float(lam[j]) == 0)
        falls = []
        for t in (1e-1, 1e-2):
            V, new = U.clone(), lam.clone()
            new[j] = t * t / 10 * scale ** (1 / 3)
            V[k, j] += t * scale ** (1 / 3)
            falls.append(float(value(torch.cat([V.flatten(), new]), A, columns) - loss) / scale**2)
        assert falls[0] < falls[1] < 0
    else:
        generator = torch.Generator().manual_seed(1)
        for size in (1e-3, 1e-2):
            moved = torch.randn(20, len(x), generator=generator, dtype=torch.float64) * size * scale ** (1 / 3)
            near = x.detach() + moved
            near[:, -columns:] = near[:, -columns:].clamp_min(0)
            ends = torch.stack([value(z, A, columns) for z in near])
            assert float((ends - loss).min()) > -1e-12 * scale**2
