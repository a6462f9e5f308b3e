"""Local minimizers: for r < r_A and distinct eigenvalues exactly the sets J = top p positive and top q negative, p + q = r;
for A ⪰ 0 only the global one, for indefinite A spurious ones too; for r ≥ r_A only the optimum.

That every other critical point is left: two curves of frames on which f falls, derived from the objective for all sizes.
That these sets are minimizers follows from the second variation (dmd-hessian-spectra), in words. Compared with descent from
random rotations. Source: ours, for arXiv:2606.31390 (T5.3); reconstructed.
"""

from __future__ import annotations

from functools import cache
from random import Random

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmd.proofs import critical
from theory.dmd.scenes import frames

Instance = tuple[tuple[int, ...], int, int, int]


def draw(rng: Random) -> Instance:
    """Distinct |λ|, r, m, a seed."""
    sizes = rng.sample(range(1, 8), rng.randint(1, 4))
    values = tuple(v * rng.choice((-1, 1, 1)) for v in sizes)
    m = len(values) + rng.randint(0, 2)
    return values, rng.randint(1, m), m, rng.getrandbits(30)


@cache
def ends_of_descent(instance: Instance) -> list[tuple[float, float]]:
    """(slope, value) where 6 descents end, all 6 at a time."""
    import numpy as np

    values, r, m, seed = instance
    ordered = sorted(values, key=lambda v: (-abs(v), -v))
    rng, A = np.random.default_rng(seed), np.diag([*ordered, *[0.0] * (m - len(values))])
    X = np.linalg.qr(rng.standard_normal((6, m, r)))[0]
    for _ in range(4000):
        B = X.transpose(0, 2, 1) @ A @ X
        X = np.linalg.qr(X + 0.5 / ordered[0] ** 2 * (A @ X - X @ B) @ B)[0]
    B = X.transpose(0, 2, 1) @ A @ X
    slopes = np.linalg.norm((A @ X - X @ B) @ B, axis=(1, 2))
    return list(zip(slopes.tolist(), ((np.sum(A * A) - np.sum(B * B, axis=(1, 2))) / 4).tolist(), strict=True))


def violation(instance: Instance, global_only: bool = False) -> Counterexample | None:
    """Stable sets of the table against the rule; and 6 descents end at stable values. ``global_only`` knows the optimum
    alone."""
    from theory.dmd.critical_points import critical_points

    values, r, m, _ = instance
    points = critical_points(values, r, m)
    ordered = sorted(values, key=lambda v: (-abs(v), -v))
    positive, negative = ([k + 1 for k, v in enumerate(ordered) if (v > 0) == side] for side in (True, False))
    count = min(r, len(values))
    told = {
        tuple(sorted(positive[:p] + negative[: count - p]))
        for p in range(count + 1)
        if p <= len(positive) and count - p <= len(negative)
    }
    seen = {p.active for p in points if p.stable}
    if seen != told:
        return Counterexample(f"λ = {values}, r = {r}, m = {m}: stable {sorted(seen)}, told {sorted(told)}", size=m)
    ends = [float(p.value) for p in points if p.stable and (p.optimal or not global_only)]
    for slope, value in ends_of_descent(instance):
        if slope < 1e-6 and min(abs(value - e) for e in ends) > 1e-3:
            return Counterexample(f"λ = {values}, r = {r}, m = {m}: descent ends at {value:.5f}", size=m)
    return None


BENT, SWAPPED = "m r l b B0 P Lam N n v alpha co si X", "m r l b B0 P Lam N p u lam mu co si X"

claim = Claim(
    id="dmd-local-minima",
    title="Two curves of frames on which f falls: every critical point that is no minimizer is left along one",
    sentence=(
        r"Let $m, r \ge 1$, $l, b \ge 0$, $A \in \mathbb{R}^{m\times m}$ symmetric, $P \in \mathbb{R}^{m\times l}$ and $N "
        r"\in \mathbb{R}^{m\times b}$ with $P^\top P = I_l$, $N^\top N = I_b$, $P^\top N = 0$, $AP = P\Lambda$ for a real "
        r"diagonal $\Lambda$ and $N^\top AN = 0$; let $\gamma^2 + \sigma^2 = 1$, $\sigma > 0$, and $X \in "
        r"\mathbb{R}^{m\times r}$ with $X^\top X = I_r$, $XX^\top = PP^\top + NN^\top + ww^\top$, $\Theta = X^\top AX$. "
        r"[1] Let $n, v \in \mathbb{R}^m$ be unit vectors, orthogonal to each other and to $P$ and $N$, $An = \alpha v$, "
        r"$\beta = v^\top Av$ and $w = \gamma n + \sigma v$. Then $\tfrac14\lVert X\Theta X^\top - A\rVert_F^2 \le "
        r"\tfrac14\bigl(\lVert A\rVert_F^2 - \lVert\Lambda\rVert_F^2 - (2\gamma\sigma\alpha + \sigma^2\beta)^2\bigr)$. [2] "
        r"Let $p, u \in \mathbb{R}^m$ be unit vectors, orthogonal to each other and to $P$ and $N$, $Ap = \lambda p$, $Au "
        r"= \mu u$, $\lambda(\mu - \lambda) > 0$ and $w = \gamma p + \sigma u$. Then $\tfrac14\lVert X\Theta X^\top - "
        r"A\rVert_F^2 < \tfrac14(\lVert A\rVert_F^2 - \lVert\Lambda\rVert_F^2 - \lambda^2)$."
    ),
    source=Source("dmd", "T5.3", "reconstructed"),
    derivation=derived(critical.left_behind, about_objective=True),
    expected=("steps proved",),
    probe=Together((
        StatementProbe(sampler=(sampler(BENT, frames.random_bend), sampler(SWAPPED, frames.random_swap)), trials=(6, 60)),
        SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, global_only=True), trials=(10, 100)),
    )),
    mutants=(
        Mutant(name="nine times the fall", fate="false", goal=0, change=(("- (2*co*si", "- 9*(2*co*si"),)),
        Mutant(name="nine times λ²", fate="false", goal=1, change=(("- lam**2", "- 9*lam**2"),)),
    ),
    sharpness=(
        Sharpness(given="lam*(mu-lam) > 0", goal=1, sampler=sampler(SWAPPED, frames.random_swap, opposite=True)),
    ),
)  # fmt: skip
