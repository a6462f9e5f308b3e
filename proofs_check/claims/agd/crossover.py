"""One mode from ηx_0² = β, y_0 = 0: its final rate is −log[(1 − ηλ)(1 − ημ)], λ − μ = β/η, λμ = σ², up to the drift of λ − μ.

The lazy rate β for η ≪ η* = β/(2σ), the rich rate 2ησ beyond: where κ² becomes κ. The potentials of `agd-aligned-start` bound
the drift: η|λ − μ − β/η| ≤ α²(1 + α)/(1 − α/2)², α = ησ ≤ 1/4, and that is the budget. Source: ours; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.experiments.agd_crossover import measured_rate, predicted_rate
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """A random β in [1e-3, 0.1] and η in [1e-4, 1/4], both log-uniform, σ = 1."""
    rng = Random(seed)
    beta, step = 10 ** rng.uniform(-3, -1), 10 ** rng.uniform(-4, -0.603)
    drift = step**2 * (1 + step) / (1 - step / 2) ** 2
    predicted = predicted_rate(beta, step)
    ends = [predicted_rate(max(beta + sign * drift, -beta), step) for sign in (-1, 1)]
    last = 1e-5 * predicted  # the factor is measured at 1e-6 of the first residual, where xy is within 1e-6 of σ
    budget = max(abs(end - predicted) for end in ends) + last
    return Comparison(label=f"β = {beta:.3g}, η = {step:.3g}", predicted=[predicted], measured=[measured_rate(beta, step)],
                      budget=budget)  # fmt: skip


claim = Claim(
    id="agd-crossover",
    title="From the lazy to the rich rate",
    source=Source("agd", "lazy limit and crossover (ours)", "reconstructed"),
    statement="For ηx_0² = β ∈ [1e-3, 0.1], y_0 = 0, σ = 1 and η ∈ [1e-4, 1/4] the final rate of the scalar iteration is "
    "−log[(1 − ηλ)(1 − ημ)] with λμ = 1 and |η(λ − μ) − β| ≤ η²(1 + η)/(1 − η/2)².",
    expected=("supported",),
    open_reason="agd-aligned-start proves convergence of the mode; that its limit keeps λ − μ within the drift needs the sum "
    "of the potential along all sweeps, which is not yet a step",
    probe=NumericProbe(measure=measure, trials=(24, 200), resolution=1e-2),
)
