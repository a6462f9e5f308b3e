"""How strong the suppression is: E ≥ (‖X‖²_{S2/3}/α⁴ − kλ_0²)/α² − 1/2 once the modes of X are learnt by k columns (flow,
‖U_0‖ ≤ α).

98.2 for μ = (1, 2, 3), α = 1, D_0 = I; every trailing column carries e^(−2E). Small steps against the bound.
Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[tuple[float, ...], float, int]


def draw(rng: Random) -> Instance:
    """(μ, α, seed): one to three modes that make the ball active."""
    mu = rng.choice(((1.0, 2.0), (2.0,), (1.0, 2.0, 3.0), (1.5, 2.5)))
    return mu, rng.choice((0.9, 1.0)), rng.randint(0, 999)


def violation(instance: Instance, factor: float = 1.0) -> Counterexample | None:
    """r = n = k + 2 columns from a start of norm 1e-2; E from the flow identity of the run's end, against ``factor`` ×
    bound."""
    import numpy as np

    from proofs_check.claims.udu._flow import run
    from theory.udu.window import suppression_bound

    mu, radius, seed = instance
    n = len(mu) + 2
    U = np.random.default_rng(seed).standard_normal((n, n))
    U *= 1e-2 / np.linalg.norm(U)
    spectrum = [*mu, 0.0, 0.0]
    end = run(spectrum, U, np.ones(n), 2e-3, 60_000, radius, tolerance=1e-11)
    learnt = np.abs((end.U * end.lam) @ end.U.T - np.diag(spectrum)).max() < 1e-3
    flow = ((end.lam**2).sum() - n) / radius**2 - ((end.U**2).sum() - 1e-4) / (2 * radius**2)
    bound = suppression_bound(mu, radius=radius)
    if not learnt or flow >= factor * bound:
        return None
    return Counterexample(f"μ = {mu}, α = {radius}, seed {seed}: E = {flow:.2f} < {factor * bound:.2f}", size=len(mu))


claim = Claim(
    id="udu-suppression-bound",
    title="A lower bound for the suppression of trailing columns",
    source=Source("udu", "consequence of the suppression identity", "reconstructed", version="v2"),
    statement="From D_0 = I and a small U_0, once X = Σ μ_i e_i e_iᵀ is learnt: ∫ν ≥ (‖X‖²_{S2/3}/α⁴ − k)/α² − 1/2.",
    expected=("supported",),
    open_reason="composes udu-suppression with udu-minimal-magnitudes for the winning columns; that k columns win is a "
    "hypothesis",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, factor=1.25), trials=(6, 40)),
)
