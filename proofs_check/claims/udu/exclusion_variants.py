"""Exclusion survives, one at a time: free D, other steps for D, a bound d_min ≥ 0 on D with the ball, normalization to the
sphere, Gauss–Seidel order, another direction for U (positive weights, signs), a positive semidefinite preconditioner.

Derived for every G: a goal for each change of the equations of a fixed point. Runs of seven changed steps, 60 starts each, end
with c = 1 where they come to rest; the same runs with D boxed at 1 do not. Steps of signs cycle and are not run. Source: ours,
for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.claims.udu._variants import VARIANTS, ends
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points, variants

POINT = "n r G U D eta c a"
REST = "tr(D*U.T*G*U) == 0"


def draw(rng: Random) -> int:
    """The seed of the starts."""
    return rng.getrandbits(31)


def violation(seed: int) -> Counterexample | None:
    """A changed step with a run at rest that is projected still."""
    wrong = [(name, ends(seed)[name, False]) for name in VARIANTS if ends(seed)[name, False][1]]
    if not wrong:
        return None
    told = "; ".join(f"{name}: {active} of {rest} runs at rest are projected" for name, (rest, active) in wrong)
    return Counterexample(f"seed {seed}: {told}", size=1)


def boxed(seed: int) -> Counterexample | None:
    """The same with D ≤ 1: seen only if every one of the changed steps shows it, and comes to rest unboxed too."""
    found = ends(seed)
    if not all(found[name, True][1] and found[name, False][0] for name in VARIANTS):
        return None
    counts = ", ".join(f"{name} {found[name, True][1]}" for name in VARIANTS)
    return Counterexample(f"seed {seed}, λ ≤ 1: runs at rest that are projected: {counts}", size=1)


SAMPLERS = (
    sampler(POINT, points.random_fixed),
    sampler(f"{POINT} P Q N", variants.random_steps),
    sampler(f"{POINT} b", variants.random_bounded),
    sampler("n r G U D S eta c", variants.random_direction),
    sampler(f"{POINT} p K", variants.random_preconditioned),
)

claim = Claim(
    id="udu-exclusion-variants",
    title="Changes of the step that leave no fixed point with an active ball",
    sentence=(
        r"Let $n, r \ge 1$, $\eta, c, a > 0$, $G \in \mathbb{R}^{n\times n}$, $U \in \mathbb{R}^{n\times r}$, $D$ a real "
        r"diagonal $r\times r$ matrix. [1] If $U - 2\eta GUD = cU$, $\mathrm{tr}(DU^\top GU) = 0$ and $\lVert U\rVert_F^2 = "
        r"a$, then $c = 1$ and $GUD = 0$. [2] Let $P, Q, N$ be real diagonal, $P$ with positive entries. If $U - 2\eta GUD = "
        r"cU$, $D = D - PQ + N$, $DN = 0$, $\mathrm{tr}(DQ) = \mathrm{tr}(DU^\top GU)$ and $\lVert U\rVert_F^2 = a$, then $c "
        r"= 1$ and $GUD = 0$. [3] Let $b \in \mathbb{R}$. If $U - 2\eta GUD = cU$, $\mathrm{tr}(DU^\top GU) = "
        r"b\,\mathrm{tr}(U^\top GU)$, $\mathrm{tr}(U^\top GU) \ge 0$, $b \ge 0$, $c \ge 1$ and $\lVert U\rVert_F^2 = a$, then "
        r"$c = 1$ and $GUD = 0$. [4] Let $S \in \mathbb{R}^{n\times r}$. If $U - \eta S = cU$ and $\mathrm{tr}(DU^\top GU) = "
        r"0$, then $\mathrm{tr}(S^\top GUD) = 0$. [5] Let $p \ge 1$ and $K \in \mathbb{R}^{n\times p}$. If $U - 2\eta K"
        r"K^\top GUD = cU$, $\mathrm{tr}(DU^\top GU) = 0$ and $\lVert U\rVert_F^2 = a$, then $c = 1$ and $K^\top GUD = 0$."
    ),
    source=Source("udu", "hypotheses of Proposition 1", "reconstructed", version="v2"),
    derivation=derived(theorems.exclusion_variants),
    expected=("steps proved",),
    without_objective="about fixed points of the changed steps for any gradient G; no particular f",
    probe=Together((
        StatementProbe(sampler=SAMPLERS, trials=(20, 200)),
        SearchProbe(instances=draw, violation=violation, planted=boxed, trials=(2, 20)),
    )),
    mutants=(
        Mutant(name="free D, active ball", fate="false", goal=0, change=(("c == 1", "c == 2"),)),
        Mutant(name="other steps: GU = 0 too", fate="false", goal=1, change=(("G*U*D == 0", "G*U == 0"),)),
        Mutant(name="lower bound: GU = UD", fate="false", goal=2, change=(("G*U*D == 0", "G*U == U*D"),)),
        Mutant(name="S orthogonal to U", fate="false", goal=3, change=(("tr(S.T*G*U*D)", "tr(S.T*U*D)"),)),
        Mutant(name="preconditioned: GUD = 0 for every K", fate="false", goal=4, change=(("K.T*G*U*D == 0", "G*U*D == 0"),)),
    ),
    sharpness=(
        Sharpness(given=REST, goal=0, sampler=sampler(POINT, points.random_fixed, broken="boxed")),
        Sharpness(given="D*N == 0", goal=1, sampler=sampler(f"{POINT} P Q N", variants.random_steps, broken="boxed")),
        Sharpness(given="b >= 0", goal=2, sampler=sampler(f"{POINT} b", variants.random_bounded, bound=-1, slope=1)),
        Sharpness(given="c >= 1", goal=2, sampler=sampler(f"{POINT} b", variants.random_bounded, slope=1)),
        Sharpness(given="tr(U.T*G*U) >= 0", goal=2, sampler=sampler(f"{POINT} b", variants.random_bounded, slope=-1)),
        Sharpness(given=REST, goal=3, sampler=sampler("n r G U D S eta c", variants.random_direction, broken="free")),
        Sharpness(given=REST, goal=4, sampler=sampler(f"{POINT} p K", variants.random_preconditioned, broken="boxed")),
    ),
)  # fmt: skip
