"""The window of α: from the aligned start U_0 = ε(e_1, …, e_k), D_0 = I the ball is never active along the flow iff α ≥ α_ε,
α_ε² = Σ μ_i/λ_i, 2λ_i³ − (2 − ε²)λ_i = μ_i; α_ε falls to α_c, 2λ_i³ − 2λ_i = μ_i, as ε → 0.

α_c = 1.532659 for (1, 2), 2.108386 for (1, 2, 3). Derived: how the gap of a mode closes, and the cubic; in words: that ‖U‖
rises to α_ε. Runs at 1 ± 1/200 of α_c, ε = 1e-3. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from itertools import islice
from random import Random

from proofs_check.claims.udu._aligned import aligned
from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import stationary

LIMIT = "lam p mu w b"


def measure(seed: int) -> Comparison:
    """Whether the ball was ever active just above and just below α_c."""
    from theory.udu.window import critical_radius

    rng = Random(seed)
    mu = [rng.uniform(0.5, 3.0) for _ in range(rng.randint(1, 3))]
    edge = critical_radius(mu)
    active = []
    for factor in (1.005, 0.995):
        ever = False
        for _, c, moved in islice(aligned(mu, 1e-3, factor * edge, 1e-3), 40_000):
            ever = ever or c > 1
            if ever or moved < 1e-12:
                break
        active.append(float(ever))
    label = f"μ = {[round(m, 3) for m in mu]}, α_c = {edge:.4f}"
    return Comparison(label=label, predicted=[0.0, 1.0], measured=active, budget=0.0)


claim = Claim(
    id="udu-alpha-window",
    title="Which radii make the ball active, from an aligned start",
    sentence=(
        r"[1] For real $\lambda, u, \mu$ let $g = \lambda u^2 - \mu$, $u' = -2\lambda gu$ and $\lambda' = -gu^2$. Then "
        r"$\lambda'u^2 + 2\lambda uu' = -g(u^4 + 4\lambda^2u^2)$. [2] Let $\lambda, p, \mu, w, b > 0$ with $\lambda p = \mu$ "
        r"and $p - 2\lambda^2 = w - 2b^2$. Then $2\lambda^3 + (w - 2b^2)\lambda = \mu$."
    ),
    source=Source("udu", "role of α", "reconstructed", version="v2"),
    derivation=derived(theorems.window),
    expected=("steps proved",),
    without_objective="about aligned columns of the flow, numbers; the gradient is that of `udu-gradients`",
    probe=Together((
        StatementProbe(sampler=(sampler("mu lam u", stationary.random_mode), sampler(LIMIT, stationary.random_limit)),
                       trials=(20, 200)),
        NumericProbe(measure=measure, trials=(8, 60), resolution=0.2),
    )),
    mutants=(
        Mutant(name="without the growth of λ", fate="false", change=(("(u**4 + 4*lam**2*u**2)", "4*lam**2*u**2"),)),
        Mutant(name="the start counted once", fate="false", goal=1, change=(("(w - 2*b**2)", "(w - b**2)"),)),
    ),
    sharpness=(
        Sharpness(given="p - 2*lam**2 == w - 2*b**2", goal=1, sampler=sampler(LIMIT, stationary.random_limit, off=True)),
    ),
)  # fmt: skip
