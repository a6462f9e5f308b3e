"""Factorization is a Schatten quasi-norm: min Σ λ_l‖W_l‖² over W_L⋯W_1 = P is L (Π λ)^(1/L) Σ_i p_i^(2/L), for rank P ≤ d_min.

Formal: the bound from below for every factorization (citing Schatten–Hölder), and factors over frames that attain it; that
such factors exist for every P with rank P ≤ d_min is in words. Measured by
minimization over the gauge group from random factorizations, which knows no formula. Source: classical (the variational
form of Schatten-2/L, stated in the literature without a page here); the constant with unequal λ_l is ours, reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod

from proofs_check.claims.dmf._bound_witnesses import PENALTY, penalty_witnesses
from proofs_check.claims.dmf._models import derived, points, sampler
from proofs_check.claims.dmf._sentences import OBJECTIVE, Piece, numbered
from proofs_check.claims.dmf._violations import ORTHONORMAL, SCALED, thicker
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems


def measure(seed: int) -> Comparison:
    """Square factors of size 2 or 3: the best of six minimizations over invertible gauges, none may fall below."""
    import numpy as np
    import torch

    rng = np.random.default_rng(seed)
    layers, size = 2 + seed % 3, 2 + seed // 3 % 2
    weights = rng.uniform(0.3, 2.0, layers)
    factors = [torch.tensor(rng.standard_normal((size, size)) + 0.5 * np.eye(size)) for _ in range(layers)]
    product = factors[0]
    for factor in factors[1:]:
        product = factor @ product
    values = torch.linalg.svdvals(product).numpy()
    told = layers * prod(weights) ** (1 / layers) * float((values ** (2 / layers)).sum())
    reached = []
    for _ in range(6):
        gauges = [torch.tensor(rng.standard_normal((size, size)), requires_grad=True) for _ in range(layers - 1)]
        optimizer = torch.optim.LBFGS(gauges, max_iter=400, tolerance_grad=1e-11, tolerance_change=1e-16,
                                      line_search_fn="strong_wolfe")  # fmt: skip

        def cost(gauges: list = gauges) -> torch.Tensor:
            moves = [torch.linalg.matrix_exp(g) for g in gauges]
            total = torch.zeros((), dtype=torch.float64)
            for l, (weight, factor) in enumerate(zip(weights, factors, strict=True)):
                moved = factor if l == layers - 1 else moves[l] @ factor
                moved = moved if l == 0 else torch.linalg.solve(moves[l - 1].mT, moved.mT).mT
                total = total + weight * (moved**2).sum()
            return total

        def closure(optimizer: torch.optim.Optimizer = optimizer) -> torch.Tensor:
            optimizer.zero_grad()
            value = cost()
            value.backward()
            return value

        optimizer.step(closure)
        reached.append(float(cost().detach()))
    lowest = min(reached)
    condition = float(torch.linalg.cond(product))
    return Comparison(label=f"L = {layers}, size {size}, singular values {values}", predicted=[told], measured=[lowest],
                      budget=1e-6 * told, undecided="" if condition < 1e3 else "P nearly singular")  # fmt: skip


def doubled(scene: dict) -> dict:
    """Weights that are twice those of the scales."""
    return {k: str(2 * Fraction(v)) for k, v in scene["lam"].items()}


BELOW: Piece = (
    OBJECTIVE,
    r"There are an integer $r \ge 0$, matrices $A \in \mathbb{R}^{d_L\times r}$ and $B \in \mathbb{R}^{d_0\times r}$ and a "
    r"diagonal $r\times r$ matrix $T$ with positive diagonal such that $A^\top A = B^\top B = I_r$, $\sqrt\lambda\,W_L\cdots "
    r"W_1 = AT^LB^\top$ and $F(W) - \lVert W_L\cdots W_1 - Y\rVert_F^2 = \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2 \ge "
    r"L\,\mathrm{tr}(T^2)$.",
)
ATTAINED: Piece = (
    OBJECTIVE + r"; let $r \ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$ and $S$ a "
    r"diagonal $r\times r$ matrix with positive diagonal",
    r"If $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$, then $\sqrt\lambda\,W_L\cdots W_1 = U_LS^LU_0^\top$ and "
    r"$F(W) - \lVert W_L\cdots W_1 - Y\rVert_F^2 = \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2 = L\,\mathrm{tr}(S^2)$.",
)

claim = Claim(
    id="dmf-schatten-penalty",
    title="The penalty is at least L(Πλ)^(1/L) times the 2/L-th power of the Schatten-2/L quasi-norm of the product",
    sentence=numbered(BELOW, ATTAINED),
    source=Source("dmf", "link to Schatten quasi-norms", "reconstructed", version="v3"),
    derivation=derived(theorems.schatten_penalty),
    expected=("steps proved",),
    probe=Together(
        (
            StatementProbe(
                sampler=(PENALTY, sampler("L d W Y lam mu r U S", points())),
                trials=(8, 80),
                witnesses=(penalty_witnesses, None),
            ),
            NumericProbe(measure=measure, trials=(12, 100), resolution=1e-4),
        )
    ),
    mutants=(
        Mutant(name="bound a tenth higher", fate="false", goal=0, change=((">= a*L*tr(T**2)", ">= 11/10*a*L*tr(T**2)"),)),
        Mutant(name="exponent 1/L of the values", fate="false", goal=0, change=((">= a*L*tr(T**2)", ">= a*L*tr(T)"),)),
        Mutant(name="attained at half of it", fate="false", goal=1, change=(("== a*L*tr(S**2)", "== a*L*tr(S**2)/2"),)),
    ),
    sharpness=(
        Sharpness(given=SCALED, goal=1, sampler=sampler("L d W Y lam mu r U S", points(), lam=doubled)),
        Sharpness(given=ORTHONORMAL, goal=1, sampler=thicker("L d W Y lam mu r U S", points(most=2))),
    ),
)
