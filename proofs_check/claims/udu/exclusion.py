"""Proposition 1: no fixed point of the projected step with U ≠ 0 has an active ball, and its fixed points have GUD = 0.

Derived for every G from the two equations of the step, complementarity of the clipped D step included (tr DN = 0, N the
clipped part). In words: that max(·, 0) and the ball of radius α give these equations, u_jᵀGu_j ≥ 0 where λ_j = 0, and the
converse. Projected runs with free D that converge have c = 1, the same runs with D boxed at 2 do not. Source: arXiv:2501.16322
v2, Lemma 1 and Proposition 1, reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe, by_batches
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

if TYPE_CHECKING:
    from proofs_check.claims.udu._runs import Runs

FIXED = "n r G U D Q N eta c a"


@dataclass(frozen=True)
class Batch:
    """A seed, the number of columns, and the runs from there with free D and with D ≤ 2."""

    seed: int
    columns: int
    free: Runs
    boxed: Runs


TOGETHER = 3


def draw(rng: Random) -> list[Batch]:
    """Batches of 100 runs each, of one or two columns, which run at once with free D and with D ≤ 2."""
    from proofs_check.claims.udu._runs import side_by_side

    drawn = [(rng.getrandbits(31), rng.randint(1, 2)) for _ in range(TOGETHER)]
    found = side_by_side([(*one, upper) for one in drawn for upper in (float("inf"), 2.0)])
    return [Batch(*one, *found[2 * k : 2 * k + 2]) for k, one in enumerate(drawn)]


def active_end(batch: Batch, boxed: bool = False) -> Counterexample | None:
    """A converged run whose last step was still projected."""
    runs = batch.boxed if boxed else batch.free
    wrong = (runs.converged() & (runs.factor > 1 + 1e-6)).nonzero().flatten().tolist()
    if not wrong:
        return None
    share = f"{len(wrong)} of {int(runs.converged().sum())} converged runs"
    text = f"seed {batch.seed}, {batch.columns} columns: {share} have c up to {float(runs.factor[wrong].max()):.4f}"
    return Counterexample(text, size=batch.columns)


claim = Claim(
    id="udu-exclusion",
    title="The equations of a fixed point with U ≠ 0 force c = 1 (Proposition 1) and GUD = 0 (Lemma 1, one way)",
    sentence=(
        r"[1] Let $n \ge 1$, $\eta, c > 0$, $\lambda \in \mathbb{R}$, $G \in \mathbb{R}^{n\times n}$ and $u \in "
        r"\mathbb{R}^n$. If $u - 2\eta\lambda Gu = cu$ and $\lambda u^\top Gu = 0$, then $(c-1)\lVert u\rVert^2 = "
        r"0$. [2] Let $n, r \ge 1$, $\eta, c, a > 0$, $G \in \mathbb{R}^{n\times n}$, $U \in \mathbb{R}^{n\times "
        r"r}$ and $D, Q, N$ real diagonal $r\times r$ matrices with $U - 2\eta GUD = cU$, $D = D - \eta Q + N$, "
        r"$\mathrm{tr}(DN) = 0$, $\mathrm{tr}(DQ) = \mathrm{tr}(DU^\top GU)$ and $\lVert U\rVert_F^2 = a$. Then $c = 1$ "
        r"and $GUD = 0$."
    ),
    source=Source("udu", "Lemma 1 and Proposition 1", "reconstructed", version="v2"),
    derivation=derived(theorems.exclusion),
    expected=("steps proved",),
    without_objective="about fixed points of the projected step for any gradient G; no particular f",
    probe=Together((
        StatementProbe(sampler=(sampler("n G u eta lam c", points.random_column), sampler(FIXED, points.random_fixed)),
                       trials=(20, 200)),
        SearchProbe(
            instances=by_batches(lambda rng, turn: draw(rng)),
            violation=active_end,
            planted=lambda batch: active_end(batch, boxed=True),
            trials=(3, 20),
        ),
    )),
    mutants=(
        Mutant(name="the ball is active", fate="false", goal=1, change=(("c == 1", "c == 2"),)),
        Mutant(name="GU = UD", fate="false", goal=1, change=(("G*U*D == 0", "G*U == U*D"),)),
    ),
    sharpness=(
        Sharpness(given="tr(D*N) == 0", goal=1, sampler=sampler(FIXED, points.random_fixed, broken="boxed")),
        Sharpness(given="lam*u.T*G*u == 0", goal=0, sampler=sampler("n G u eta lam c", points.random_column, broken="boxed")),
    ),
)  # fmt: skip
