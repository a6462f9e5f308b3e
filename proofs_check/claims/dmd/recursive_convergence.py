"""Every stage of the recursive form converges from far away: b_0 > 0, a part along the simple top eigenvector and η ≤
1/(2‖R‖²) suffice, also where R has negative eigenvalues; tan² falls by the square of 1 − (8/9)ηb_0(μ − ν) a step.

The Rayleigh quotient does not fall, and tan² falls by (p/q)²: sums of Gram traces with positive weights, for all sizes. The
factor in numbers, and the recursion of exact stages for A ⪰ 0, are in words. Source: ours, for arXiv:2606.31390 (recursive
form); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import stages
from theory.dmd.scenes import steps

ONE = "m eC eta b R0 x C"


@dataclass(frozen=True)
class Stage:
    """Eigenvalues of R, ratio of η to 1/(2‖R‖²), and a seed of the start."""

    values: tuple[float, ...]
    ratio: float
    seed: int


def draw(rng: Random) -> Stage:
    """Two to eight eigenvalues of both signs, the largest positive and simple."""
    values = sorted((rng.uniform(-2, 2) for _ in range(rng.randint(2, 8))), reverse=True)
    return Stage((max(values[0], 0) + rng.uniform(0.05, 1), *values[1:]), rng.uniform(0.3, 1), rng.getrandbits(30))


def violation(stage: Stage, faster: float = 1.0) -> Counterexample | None:
    """40 steps: b does not fall, and tan² falls by (1 − (8/9)ηb_0(μ − ν))² at least; ``faster`` multiplies the rate."""
    import numpy as np

    mu, rng = np.array(stage.values), np.random.default_rng(stage.seed)
    eta = stage.ratio / (2 * np.abs(mu).max() ** 2)
    x = rng.standard_normal(len(mu))
    x /= np.linalg.norm(x)
    first = b = float(x @ (mu * x))
    if first <= 0 or abs(x[0]) < 1e-6:
        return None
    gap = mu[0] - max(mu[1:].max(), 0)
    for _ in range(40):
        before, old = float((x[1:] ** 2).sum() / x[0] ** 2), b
        if before < 1e-20:
            return None
        x = x + eta * b * (mu * x - b * x)
        x /= np.linalg.norm(x)
        after, b = float((x[1:] ** 2).sum() / x[0] ** 2), float(x @ (mu * x))
        wanted = before * (1 - faster * 8 / 9 * eta * first * gap) ** 2
        if b < old - 1e-12 or after > wanted * (1 + 1e-9):
            text = f"{stage}: tan² from {before:.6g} to {after:.6g}, told {wanted:.6g}, b from {old:.6g} to {b:.6g}"
            return Counterexample(text, kind=Refutation.STATISTICAL, size=len(mu))
    return None


claim = Claim(
    id="dmd-recursive-convergence",
    title="A stage of the recursive form: the Rayleigh quotient does not fall, and tan² of the angle falls by (p/q)²",
    sentence=(
        r"Let $m \ge 1$, $\eta, b > 0$, $R \in \mathbb{R}^{m\times m}$ symmetric, $x \in \mathbb{R}^m$ with $x^\top x = 1$ "
        r"and $x^\top Rx = b$, and let $T = (1 - \eta b^2)I_m + \eta bR \succeq 0$ and $y = Tx$, that is $y = x + \eta "
        r"b(Rx - bx)$. [1] Then $y^\top Ry \ge b\,y^\top y$. [2] If moreover $u \in \mathbb{R}^m$ has $u^\top u = 1$, $Ru "
        r"= \mu u$, $\alpha = u^\top x > 0$ (formally $al$), $a_1 = u^\top y > 0$, $\nu > 0$ with $R - \mu uu^\top \preceq "
        r"\nu(I_m - uu^\top)$, $p = 1 - \eta b^2 + \eta b\nu > 0$ and $q = 1 - \eta b^2 + \eta b\mu > 0$, then $V = \lVert "
        r"x - \alpha u\rVert^2/\alpha^2$ and $V_+ = \lVert y - a_1u\rVert^2/a_1^2$ (formally $V1$) have $p^2V \ge q^2V_+$."
    ),
    source=Source("dmd", "recursive form, convergence", "reconstructed"),
    derivation=derived(stages.recursive_convergence),
    expected=("steps proved",),
    without_objective="about one step of a stage, which the statement defines; `dmd-gradients` derives its gradient from "
    "the objective",
    probe=Together((
        StatementProbe(
            sampler=(
                sampler(ONE, steps.random_contraction),
                sampler(f"{ONE} u mu nu eE E al a1 p q", steps.random_contraction),
            ),
            trials=(6, 60),
        ),
        SearchProbe(instances=draw, violation=violation, planted=lambda s: violation(s, faster=6), trials=(60, 600)),
    )),
    mutants=(
        Mutant(name="twice the quotient", fate="false", goal=0, change=((">= b*y.T*y", ">= 2*b*y.T*y"),)),
        Mutant(name="p for p²", fate="false", goal=1, change=(("p**2*V >=", "1/9*p**2*V >="),)),
    ),
)  # fmt: skip
