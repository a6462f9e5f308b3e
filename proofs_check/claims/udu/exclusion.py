"""Proposition 1: no fixed point of the projected step with U ≠ 0 has an active ball, and its fixed points have GUD = 0.

Derived for every G from the two equations of the step, complementarity of the clipped D step included (tr DN = 0, N the
clipped part). In words: that max(·, 0) and the ball of radius α give these equations, u_jᵀGu_j ≥ 0 where λ_j = 0, and the
converse. Projected runs with free D that converge have c = 1, the same runs with D boxed at 2 do not. Source: arXiv:2501.16322
v2, Lemma 1 and Proposition 1, reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

FIXED = "n r G U D Q N eta c a"


def draw(rng: Random) -> tuple[int, int]:
    """A seed and the number of columns of a batch of 100 runs."""
    return rng.getrandbits(31), rng.randint(1, 2)


def active_end(batch: tuple[int, int], **options: float) -> Counterexample | None:
    """A converged run whose last step was still projected."""
    from proofs_check.claims.udu._runs import projected_runs

    runs = projected_runs(batch[0], columns=batch[1], **options)  # type: ignore[arg-type]
    wrong = (runs.converged() & (runs.factor > 1 + 1e-6)).nonzero().flatten().tolist()
    if not wrong:
        return None
    text = f"seed {batch[0]}, {batch[1]} columns: {len(wrong)} of {int(runs.converged().sum())} converged runs have c up to "
    return Counterexample(text + f"{float(runs.factor[wrong].max()):.4f}", size=batch[1])


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
        SearchProbe(instances=draw, violation=active_end, planted=lambda batch: active_end(batch, upper=2.0), trials=(3, 20)),
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
