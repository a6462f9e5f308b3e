"""One mode from ηx_0² = β, y_0 = 0: its final rate is −log[(1 − ηλ)(1 − ημ)], λ − μ = β/η, λμ = σ², up to the drift of λ − μ.

The lazy rate β for η ≪ η* = β/(2σ), the rich rate 2ησ beyond: where κ² becomes κ. Formal, in scaled letters (x = √η x_i, α =
ησ): the potentials of `agd-aligned-start` bound the drift along all sweeps, and a sweep multiplies the residual by (1 −
x_{k+1}²)(1 − y_k²). Measured besides: the factor of a sweep near the end, the budget being that drift. Source: ours;
reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived
from proofs_check.experiments.agd_crossover import measured_rate, predicted_rate
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems


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


def mode(rng: Random, over: bool = False) -> dict[str, Any]:
    """Three sweeps of one mode, y_0 = 0 now and then; ``over``: x_0y_0 > α, where the residual starts below zero."""
    from fractions import Fraction

    from theory.agd.scenes import aligned

    alpha, x = Fraction(rng.randint(2, 25), 100), Fraction(rng.randint(1, 70), 100)
    share = Fraction(rng.randint(0, 9), 10)
    y = min(x, alpha / x) * share
    if over:
        x, alpha = Fraction(rng.randint(60, 70), 100), Fraction(rng.randint(10, 20), 100)
        y = x
    found = aligned.mode(alpha, x, y, 3, k=rng.randint(0, 2))
    return {name: found[name] for name in ("alpha", "T", "x", "y", "k")}


claim = Claim(
    id="agd-crossover",
    title="From the lazy to the rich rate",
    sentence=(
        r"Let $0 < \alpha \le \tfrac14$, $T \ge 1$, and let real $x_0,\dots,x_T$, $y_0,\dots,y_T$ and $r_j = \alpha - x_jy_j$ "
        r"satisfy $x_{j+1} = x_j + r_jy_j$ and $y_{j+1} = y_j + (1-y_j^2)r_jx_{j+1}$ for $0 \le j < T$, with $x_0 > 0$, $x_0^2 "
        r"\le \tfrac12$, $0 \le y_0 \le x_0$ and $x_0y_0 \le \alpha$. Then for $0 \le k < T$: $r_{k+1} = "
        r"(1-x_{k+1}^2)(1-y_k^2)r_k$, $x_{k+1} \ge x_k$, $y_{k+1} \ge y_k$, $(1-\tfrac\alpha2)^2\bigl((x_k^2-y_k^2) - "
        r"(x_0^2-y_0^2)\bigr) \le (1+\alpha)\alpha(r_0-r_k)$ and $(1-\tfrac\alpha2)\bigl((x_0^2-y_0^2) - (x_k^2-y_k^2)\bigr) "
        r"\le \alpha(r_0-r_k)$."
    ),
    source=Source("agd", "lazy limit and crossover (ours)", "reconstructed"),
    derivation=derived(theorems.crossover, about_objective=False),
    expected=("steps proved",),
    without_objective="about the scalar recursion of each mode; that an aligned run splits into modes is agd-aligned-start",
    probe=Together((
        StatementProbe(sampler=mode, trials=(20, 100)),
        NumericProbe(measure=measure, trials=(24, 200), resolution=1e-2),
    )),
    mutants=(
        Mutant(name="no drift upwards", fate="false",
               change=(("+ (1+alpha)*alpha*r[0] >=", "+ 1/10*(1+alpha)*alpha*r[0] >="),)),
        Mutant(name="no drift downwards", fate="false",
               change=(("alpha*r[0] - (1-1/2*alpha)", "-alpha*r[0] - (1-1/2*alpha)"),)),
        Mutant(name="the factor with the old x", fate="false", change=(("(1-x[k+1]**2)", "(1-x[k]**2)"),)),
    ),
    sharpness=(Sharpness(given="alpha >= x[0]*y[0]", sampler=lambda rng: mode(rng, over=True)),),
)  # fmt: skip
