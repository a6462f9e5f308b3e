"""L ≥ 3: W = 0 is a local minimizer of F for every Y, whatever the widths; at L = 2 it need not be.

The radius is in the proof: ‖W_l‖² ≤ ρ for all l, where ρ depends on Y, L and the weights.
Source: arXiv:2506.20344 v3, local minimizers in Theorem 2 (no active mode); reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmf._kinds import elsewhere
from proofs_check.claims.dmf._models import derived, sampler
from proofs_check.claims.dmf._sentences import DEEP
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.problem import Objective
from theory.dmf.proofs import derivation as theorems
from theory.dmf.proofs.origin_minimum import ZERO
from theory.dmf.proofs.points import SCALED
from theory.dmf.scenes.minima import random_origin

LETTERS = "L d W Y lam mu"
DERIVE = derived(theorems.zero_is_local_minimizer)


def zero(rng: Random) -> dict[str, Any]:
    """W = 0, ‖Y‖ up to 3·y_g."""
    found = random_origin(rng, Objective(), Fraction(rng.randint(1, 6), 2))
    return {**found, "W": {k: [["0"] * len(row) for row in w] for k, w in found["W"].items()}}


def moved(rng: Random) -> dict[str, Any]:
    """One entry of W_1 is 1."""
    found = zero(rng)
    first = [[str(int(i == j == 0)) for j in range(len(row))] for i, row in enumerate(found["W"]["1"])]
    return {**found, "W": {**found["W"], "1": first}}


def two(rng: Random) -> dict[str, Any]:
    """L = 2, widths 1, Y above √λ."""
    weight = Fraction(rng.randint(1, 4), rng.randint(1, 4))
    return {"L": 2, "d": dict.fromkeys("012", 1), "W": {"1": [["0"]], "2": [["0"]]}, "Y": [[str(weight + rng.randint(1, 3))]],
            "lam": {"1": str(weight**2), "2": "1"}, "mu": {"1": str(weight), "2": "1"}}  # fmt: skip


def from_two_layers(statement: Statement) -> Statement:
    """The same for L ≥ 2."""
    dict(map(tuple, statement["letters"]))["L"]["min"] = "2"
    return statement


claim = Claim(
    id="dmf-origin-minimizer",
    title="W = 0 is a local minimizer, any L ≥ 3 and any Y",
    sentence=DEEP
    + r". If $W_l = 0$ for $1 \le l \le L$, then there is an $\varepsilon > 0$ with $F(V) \ge F(W)$ for all $V_l \in "
    r"\mathbb{R}^{d_l\times d_{l-1}}$ with $\lVert V_l - W_l\rVert_F < \varepsilon$ for $1 \le l \le L$: $W$ is a local "
    r"minimizer.",
    source=Source("dmf", "Theorem 2, local minimizers", "reconstructed", version="v3"),
    derivation=DERIVE,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, zero), trials=(6, 60)),
    mutants=(
        Mutant(name="a strict saddle", fate="false", change=(("local_minimum", "strict_saddle"),)),
        Mutant(name="no local extremum", fate="false", change=(("local_minimum", "saddle"),)),
        elsewhere(DERIVE, from_two_layers, LETTERS, two, "also at L = 2"),
    ),
    sharpness=(
        Sharpness(given=ZERO, sampler=sampler(LETTERS, moved)),
        Sharpness(given=SCALED, not_needed="the proof alone needs the square roots μ of the weights, which exist"),
    ),
)  # fmt: skip
