"""Points in closed form are critical: W_l = μ_l⁻¹ U_l S U_{l−1}ᵀ over paired singular triples, with the root equation.

Frames U_0 … U_L are orthonormal, Y U_0 = U_L M, Yᵀ U_L = U_0 M, μ_l² = λ_l, q = μ_1⋯μ_L, q M = q² S^(2−L) + S^L.
Source: arXiv:2506.20344 v3, equation (8): the form is stated (second hand), the proof reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from random import Random

from proofs_check.claims.dmf._kinds import elsewhere, heavier
from proofs_check.claims.dmf._models import FRAMES, derived, points, sampler
from proofs_check.claims.dmf._violations import ORTHONORMAL, outer, thicker
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems

DERIVE = derived(theorems.closed_form_is_critical)
LEVEL = "q[L]*M == q[L]**2*S**(2-L) + S**L"
WIDE = points(most=4, modes=2)
"""Two modes, two to four layers, widths that differ."""


def values(level: Callable[[Fraction, Fraction, int], Fraction]) -> Callable[[Random], dict]:
    """Closed-form points whose target has q M = level(S, q, L) on the active modes."""

    def scene(rng: Random) -> dict:
        found = WIDE(rng)
        n, q = found["L"], prod((Fraction(m) for m in found["mu"].values()), start=Fraction(1))
        moved = [level(Fraction(row[i]), q, n) / q - Fraction(found["M"][i][i]) for i, row in enumerate(found["S"])]
        left, right = found["U"][str(n)], found["U"]["0"]
        target = [[str(Fraction(y) + sum(d * Fraction(a[i]) * Fraction(b[i]) for i, d in enumerate(moved)))
                   for y, b in zip(rows, right, strict=True)] for rows, a in zip(found["Y"], left, strict=True)]  # fmt: skip
        pairs = [[str(Fraction(row[i]) + d if i == j else 0) for j in range(len(row))]
                 for i, (row, d) in enumerate(zip(found["M"], moved, strict=True))]  # fmt: skip
        return {**found, "Y": target, "M": pairs}

    return scene


def squared(rng: Random) -> dict:
    """λ_l = μ_l."""
    found = WIDE(rng)
    return {**found, "lam": found["mu"]}


def inverted(rng: Random) -> dict:
    """W_l = μ_l U_l S U_{l−1}ᵀ."""
    found = WIDE(rng)
    scale = {k: Fraction(m) ** 2 for k, m in found["mu"].items()}
    return {**found, "W": {k: [[str(scale[k] * Fraction(x)) for x in row] for row in w] for k, w in found["W"].items()}}


def outside(rng: Random, left: bool) -> dict:
    """Y with one pairing broken, the other kept."""
    found = WIDE(rng)
    return {**found, "Y": outer(left)(found)}


def without(hypothesis: str) -> Callable[[Statement], Statement]:
    """The change that drops a hypothesis, given by its text."""
    def drop(statement: Statement) -> Statement:
        statement["given"] = [atom for atom in statement["given"] if atom != hypothesis]
        return statement

    return drop


claim = Claim(
    id="dmf-closed-form-is-critical",
    title="The closed form is critical, any L ≥ 2",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let $r "
        r"\ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal "
        r"$r\times r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix. If $W_l = "
        r"\lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$, $YU_0 = U_LM$, $Y^\top U_L = U_0M$ and "
        r"$\sqrt\lambda\,M = \lambda S^{2-L} + S^L$, then $\nabla F(W) = 0$."
    ),
    source=Source("dmf", "Theorem 1, equation (8), sufficiency", "reconstructed", version="v3"),
    derivation=DERIVE,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(FRAMES, points(most=4)), trials=(10, 100)),
    mutants=(
        Mutant(name="regularizer counted twice", fate="false", change=heavier),
        elsewhere(DERIVE, ((LEVEL, "q[L]*M == q[L]**2*S**(2-L) + 2*S**L"),), FRAMES,
                  values(lambda s, q, n: q**2 * s ** (2 - n) + 2 * s**n), "S^L doubled in the root equation"),
        elsewhere(DERIVE, ((LEVEL, "q[L]*M == q[L]**2*S**(2-L) + S**(L-1)"),), FRAMES,
                  values(lambda s, q, n: q**2 * s ** (2 - n) + s ** (n - 1)), "S^(L-1) for S^L in the root equation"),
        elsewhere(DERIVE, ((LEVEL, "q[L]*M == q[L]*S**(2-L) + S**L"),), FRAMES,
                  values(lambda s, q, n: q * s ** (2 - n) + s**n), "q for q² in the root equation"),
        elsewhere(DERIVE, (("a*mu[k]**2 == b*lam[k]", "a*mu[k] == b*lam[k]"),), FRAMES, squared,
                  "Π√λ for Πλ: weights squared"),
        elsewhere(DERIVE, (("mu[k]**(-1)*U[k]", "mu[k]*U[k]"),), FRAMES, inverted, "weights of the frames inverted"),
        elsewhere(DERIVE, without("Y.T*U[L] == U[0]*M"), FRAMES, lambda rng: outside(rng, left=True), "the pairing of Y alone"),
        elsewhere(DERIVE, without("Y*U[0] == U[L]*M"), FRAMES, lambda rng: outside(rng, left=False),
                  "the pairing of Yᵀ alone"),
    ),
    sharpness=(
        Sharpness(given=ORTHONORMAL, sampler=thicker(FRAMES, points(most=2))),
        Sharpness(given="Y*U[0] == U[L]*M", sampler=sampler(FRAMES, points(most=2), Y=outer(left=False))),
        Sharpness(given="Y.T*U[L] == U[0]*M", sampler=sampler(FRAMES, points(most=2), Y=outer(left=True))),
        Sharpness(
            given="q[L]*M == q[L]**2*S**(2-L) + S**L",
            sampler=sampler(FRAMES, points(most=2, detune=Fraction(1))),
        ),
        Sharpness(
            given="all(k, 1, L, a*mu[k]**2 == b*lam[k])",
            sampler=sampler(FRAMES, points(most=2), lam=lambda scene: dict.fromkeys(scene["lam"], "29/7")),
        ),
        Sharpness(given="all(k, 1, L, W[k] == mu[k]**(-1)*U[k]*S*U[k-1].T)",
                  sampler=sampler(FRAMES, points(most=2), W=lambda scene: _scaled(scene["W"]))),
    ),
)  # fmt: skip


def _scaled(factors: dict) -> dict:
    """Every factor doubled."""
    return {k: [[str(2 * Fraction(x)) for x in row] for row in rows] for k, rows in factors.items()}


