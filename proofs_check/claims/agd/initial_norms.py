"""Scalars of the paper's start: D = Cν/9, C ≥ 4, ν < 1, η ≤ 9/(4Cνσ_1), φ_1, φ_2 ≤ 3 give S = φ_1/C ≤ 3/4, y = ηDσ_1φ_2 ≤ 3/4,
Dφ_1φ_2/C ≤ ν.

In words: with φ_1 = ‖VᵀΦ_1‖, φ_2 = ‖Φ_2‖ these bound √η‖X_0‖, √η‖Y_0‖ and ‖X_0Y_0ᵀ‖_F/‖A‖_F, and φ_1, φ_2 ≤ 3 with high
probability if r ≤ d ≤ n. Form of the start and step cap stated second hand; the chain is reconstructed. Source:
arXiv:2305.06927 v2, initialization.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems


def start(rng: Random, over: bool = False) -> dict[str, str]:
    """Constants of the start, at the caps half of the time, C < 4 now and then (outside the hypotheses); ``over``: the step
    beyond its cap."""
    C, nu = (4 if over else 3) + Fraction(rng.randint(0, 10), 2), Fraction(rng.randint(1, 9), 10)
    sigma, share = Fraction(rng.randint(1, 9), 3), rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    eta = Fraction(9, 4) / (C * nu * sigma) * (Fraction(3, 2) if over else share)
    phi = [str(3 * (Fraction(1) if over else rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)]))) for _ in range(2)]
    return {"C": str(C), "nu": str(nu), "sigma": str(sigma), "eta": str(eta), "phi1": phi[0], "phi2": phi[1]}


def larger_scale(statement: dict[str, Any]) -> dict[str, Any]:
    """D = Cν/8 for Cν/9."""
    letters = [[n, {**spec, "value": "1/8*C*nu"} if n == "D" else spec] for n, spec in statement["letters"]]
    return {**statement, "letters": letters}


def roots(rng: Random, over: bool = False) -> dict[str, str]:
    """Numbers in the order of √r ≤ √d ≤ √n, equal now and then; ``over``: d > n."""
    r = Fraction(rng.randint(1, 5))
    d = r + rng.randint(0, 3)
    return {"rootr": str(r), "rootd": str(d), "rootn": str(d / 2 if over else d + rng.randint(0, 3))}


claim = Claim(
    id="agd-initial-norms",
    title="Scalars of the paper's start: C ≥ 4 and the step cap give S, y ≤ 3/4; two inequalities behind norms ≤ 3",
    sentence=(
        r"[1] Let $C, \nu, \eta, \sigma, \varphi_1, \varphi_2 > 0$ with $C \ge 4$, $\nu < 1$, $4C\nu\sigma\eta \le 9$, "
        r"$\varphi_1 \le 3$ and $\varphi_2 \le 3$, and put $D = \tfrac19C\nu$. Then $\varphi_1/C \le \tfrac34$, $\eta "
        r"D\sigma\varphi_2 \le \tfrac34$ and $D\varphi_1\varphi_2/C \le \nu$. [2] Let $a, b, c > 0$ (formally rootr, "
        r"rootd, rootn) with $a \le b \le c$. Then $b + 2a \le 3b$ and $c + 2b \le 3c$."
    ),
    source=Source("agd", "initialization, initial norms", "reconstructed", version="v2"),
    derivation=derived(theorems.initial_norms, about_objective=False),
    expected=("steps proved",),
    without_objective="about the size of the start, before any step",
    probe=StatementProbe(sampler=(start, roots)),
    mutants=(
        Mutant(name="Y at most 2/3", fate="false", change=(("3 >= 4*y", "2 >= 3*y"),)),
        Mutant(name="C at least 3", fate="false", change=(("C >= 4", "C >= 3"),)),
        Mutant(name="D = Cν/8", fate="false", change=larger_scale),
        Mutant(name="norms at most 5/2", fate="false", change=(("3*rootn", "5/2*rootn"),), goal=1),
    ),
    sharpness=(
        Sharpness(given="9 >= 4*C*nu*sigma*eta", sampler=lambda rng: start(rng, over=True)),
        Sharpness(given="rootn >= rootd", sampler=lambda rng: roots(rng, over=True), goal=1),
    ),
)
