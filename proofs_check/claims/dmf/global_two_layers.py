"""Two layers: a critical point at which nothing of Y beside the active pairs exceeds √λ is a global minimizer.

F(V) − F(W) is a sum of squares for every V, exactly. That a point of full hidden width is global as well if its active values
are the largest is not said here.
Source: arXiv:2506.20344 v3, global minimizers in Theorem 2 at L = 2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from random import Random
from typing import Any

from proofs_check.claims.dmf._kinds import POINT, form_sharpness, heavier, scenes
from proofs_check.claims.dmf._models import derived, sampler
from proofs_check.claims.dmf._sentences import TWO_LAYERS, whole
from proofs_check.claims.dmf.strict_saddle_spare_unit import PAIRED
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.proofs.points import CLOSED_FORM
from theory.dmf.proofs.two_layers import REST_CONTRACTED
from theory.dmf.scenes import saddles

LETTERS = f"{POINT} K W1".removeprefix("L ")
PAIRS = [atom.replace("L", "2") for atom in CLOSED_FORM[3:]]


def beside(rng: Random, far: Fraction | None = None) -> dict[str, Any]:
    """A point, and other factors V near it or far from it."""
    found = scenes(saddles.contracted)(rng)
    step = rng.choice((Fraction(0), Fraction(1, 9), Fraction(1))) if far is None else far
    return {**found, "W1": {k: [[str(Fraction(x) + step * Fraction(y)) for x, y in zip(r, s, strict=True)]
                                for r, s in zip(found["W"][k], found["V"][k], strict=True)] for k in found["W"]}}  # fmt: skip


def lower(rng: Random) -> dict[str, Any]:
    """V lower than W at a point with an inactive value above √λ, along the escape through the spare unit; K = 0."""
    found = scenes(saddles.spare, gap=9)(rng)
    mu, t = {k: Fraction(m) for k, m in found["mu"].items()}, Fraction(1, 5)
    left, right = {"1": found["h"], "2": found["w"]}, {"1": found["v"], "2": found["h"]}
    moved = {k: [[str(Fraction(x) + t / mu[k] * Fraction(a[0]) * Fraction(b[0])) for x, b in zip(row, right[k], strict=True)]
                 for row, a in zip(found["W"][k], left[k], strict=True)] for k in found["W"]}  # fmt: skip
    size = len(found["v"])
    return {**found, "W1": moved, "K": [["0"] * size for _ in range(size)]}


def unpaired(rng: Random, right: bool) -> dict[str, Any]:
    """The part z w vᵀ of Y moved to z w uᵀ (``right``), or to z u vᵀ, u the first singular vector of W on that side; K follows,
    and V is close to W."""
    found = beside(rng, Fraction(1, 1000))
    v, w, z = _vector(found["v"]), _vector(found["w"]), Fraction(found["z"])
    u = _vector([[row[0]] for row in found["U"]["0" if right else "2"]])
    new = (w, u) if right else (u, v)
    target = [[str(Fraction(y) + z * (new[0][i] * new[1][j] - w[i] * v[j])) for j, y in enumerate(row)]
              for i, row in enumerate(found["Y"])]  # fmt: skip
    least = sum(v[i] * Fraction(x) * v[j] for i, row in enumerate(found["K"]) for j, x in enumerate(row))
    q = prod(map(Fraction, found["mu"].values()))
    square = [[str((i == j) * q + (least - q) * new[1][i] * new[1][j]) for j in range(len(v))] for i in range(len(v))]
    return {**found, "Y": target, "K": square}


def _vector(column: list) -> list[Fraction]:
    return [Fraction(row[0]) for row in column]


claim = Claim(
    id="dmf-global-two-layers",
    title="Two layers: a critical point with no inactive value above √λ is a global minimizer",
    sentence=whole((
        TWO_LAYERS + PAIRED,
        r"If $(Y - U_2(\lambda^{1/2}I_r + \lambda^{-1/2}S^2)U_0^\top)^\top(Y - U_2(\lambda^{1/2}I_r + "
        r"\lambda^{-1/2}S^2)U_0^\top) + KK^\top = \lambda I$ for some $K \in \mathbb{R}^{d_0\times d_0}$, then $F(V) \ge F(W)$ "
        r"for all $V_1 \in \mathbb{R}^{d_1\times d_0}$, $V_2 \in \mathbb{R}^{d_2\times d_1}$.",
    )),
    source=Source("dmf", "Theorem 2, global minimizers at L = 2", "reconstructed", version="v3"),
    derivation=derived(theorems.contracted_is_global_minimizer),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, beside), trials=(10, 100)),
    mutants=(
        Mutant(name="regularizer counted twice", fate="false", change=heavier),
        Mutant(name="strictly", fate="false", change=(("F1 >= F", "F1 > F"),)),
        Mutant(name="lower by a tenth", fate="false", change=(("F1 >= F", "10*F1 >= 11*F"),)),
    ),
    sharpness=(
        *form_sharpness(LETTERS, beside, "2")[:3],
        Sharpness(given=PAIRS[0], sampler=sampler(LETTERS, lambda rng: unpaired(rng, True))),
        Sharpness(given=PAIRS[1], sampler=sampler(LETTERS, lambda rng: unpaired(rng, False))),
        Sharpness(given=REST_CONTRACTED, sampler=sampler(LETTERS, lower)),
    ),
)  # fmt: skip
