"""Index and nullity at every point over X_I with all λ_j > 0, aligned or not: Σ_{k∉I}(#{j∈I: μ_j < μ_k} + (r − |I|)[μ_k > 0]),
and r|I| + r − |I|(|I|+1)/2 + Σ_{k∉I}(#{j∈I: μ_j = μ_k} + (r − |I|)[μ_k = 0]).

Random decompositions X_I = UDUᵀ, dense Hessians. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.udu.spectra import dense
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """U = X^½ Q D^(−½) with orthonormal rows Q and random D."""
    import numpy as np

    rng, draw = Random(seed), np.random.default_rng(seed)
    mu = sorted((rng.choice((3, 3, 2, 5, 1, 0, -1, -2, 7)) for _ in range(rng.randint(1, 4))), reverse=True)
    positive = [k for k, value in enumerate(mu) if value > 0]
    active = sorted(rng.sample(positive, rng.randint(0, len(positive))))
    columns = rng.randint(max(1, len(active)), len(active) + 2)
    lam = draw.uniform(0.5, 2.0, columns)
    Q = np.linalg.qr(draw.standard_normal((columns, columns)))[0][: len(active)]
    U = np.zeros((len(mu), columns))
    U[active] = np.sqrt(np.array([mu[k] for k in active]))[:, None] * Q
    U = U / np.sqrt(lam)
    _, hessian = dense(mu, columns, lam, U)
    values = np.linalg.eigvalsh(hessian)
    level, free, a = 1e-9 * max(1.0, float(np.abs(values).max())), columns - len(active), len(active)
    missing = [value for k, value in enumerate(mu) if k not in active]
    index = sum(sum(mu[j] < gap for j in active) + free * (gap > 0) for gap in missing)
    nullity = columns * a + columns - a * (a + 1) // 2
    nullity += sum(sum(mu[j] == gap for j in active) + free * (gap == 0) for gap in missing)
    return Comparison(
        label=f"μ = {mu}, r = {columns}, I = {active}",
        predicted=[index, nullity],
        measured=[float((values < -level).sum()), float((np.abs(values) <= level).sum())],
        budget=0.0,
    )


claim = Claim(
    id="udu-index",
    title="Index and nullity at every point over X_I",
    source=Source("udu", "index over X_I", "reconstructed", version="v2"),
    statement="With all λ_j > 0 index and nullity depend on X_I and r only, by the two formulas.",
    expected=("supported",),
    open_reason="congruence along a fibre of decompositions is no atom of the kernel",
    probe=NumericProbe(measure=measure, trials=(60, 400), resolution=0.2),
)
