"""Local minimizers: for r < r_A and distinct eigenvalues exactly the sets J = top p positive and top q negative, p + q = r;
for A ⪰ 0 only the global one, for indefinite A spurious ones too; for r ≥ r_A only the optimum.

From the table of spectra against descent from random rotations. Source: ours, for arXiv:2606.31390 (T5.3); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[tuple[int, ...], int, int, int]


def draw(rng: Random) -> Instance:
    """Distinct |λ|, r, m, a seed."""
    sizes = rng.sample(range(1, 8), rng.randint(1, 4))
    values = tuple(v * rng.choice((-1, 1, 1)) for v in sizes)
    m = len(values) + rng.randint(0, 2)
    return values, rng.randint(1, m), m, rng.getrandbits(30)


def violation(instance: Instance, global_only: bool = False) -> Counterexample | None:
    """Stable sets of the table against the rule; and 6 descents end at stable values. ``global_only`` knows the optimum
    alone."""
    import numpy as np

    from theory.dmd.critical_points import critical_points

    values, r, m, seed = instance
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
    rng, A = np.random.default_rng(seed), np.diag([*ordered, *[0.0] * (m - len(values))])
    for _ in range(6):
        X = np.linalg.qr(rng.standard_normal((m, r)))[0]
        for _ in range(4000):
            B = X.T @ A @ X
            X = np.linalg.qr(X + 0.5 / ordered[0] ** 2 * (A @ X - X @ B) @ B)[0]
        B = X.T @ A @ X
        slope = np.linalg.norm((A @ X - X @ B) @ B)
        value = (np.sum(A * A) - np.sum(B * B)) / 4
        if slope < 1e-6 and min(abs(value - e) for e in ends) > 1e-3:
            return Counterexample(f"λ = {values}, r = {r}, m = {m}: descent ends at {value:.5f}", size=m)
    return None


claim = Claim(
    id="dmd-local-minima",
    title="Which critical points are local minimizers",
    source=Source("dmd", "T5.3", "reconstructed"),
    statement="Distinct |λ_i|: the local minimizers are the sets of the p largest positive and q largest negative eigenvalues, "
    "p + q = min(r, r_A); for A ⪰ 0 or r ≥ r_A the global one alone.",
    expected=("supported",),
    open_reason="rests on the table of Hessian spectra (dmd-hessian-spectra)",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, global_only=True), trials=(10, 100)),
)
