"""Global minimizers, L ≥ 3: all active roots '+', every active y_i ≥ y_g, and r = d_min or every inactive y_k ≤ y_g. Ties at
y_g: either choice. min F = fit·(‖Y‖² − Σ_{i ≤ d_min, y_i > y_g} G(y_i)).

Formal steps: F is bounded by wells, each well is understood, the gain changes sign at y_g. Experiment: the lowest critical
value found by searches that know no formula is the predicted minimum, on instances with values on both sides of y_g. Source:
arXiv:2506.20344 v3, Theorem 2: global minimizers are stated (second hand) as a class, the form is reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf import gain, global_threshold, minimality
from proofs_check.claims.dmf._adversary import against
from proofs_check.claims.dmf._bound_witnesses import bound_probe
from proofs_check.claims.dmf._conditions import incomplete, tie
from proofs_check.claims.dmf._landscapes import lowest_found, random_landscape, small_landscape
from proofs_check.claims.dmf._models import derived, samplers
from proofs_check.claims.dmf._sentences import GAIN, PAYS, PAYS_NOT, WELLS, numbered
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.probe import Counterexample
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems


def measure(seed: int) -> Comparison:
    """The lowest value of 60 descents against the prediction; F is quadratic at its minimum, so rounding is all."""
    landscape = random_landscape(seed)
    found, error = lowest_found(landscape, seed)
    return Comparison(
        label=landscape.summary().splitlines()[0], predicted=[landscape.global_loss], measured=[found], budget=error
    )


def never_worth_zero(rng) -> Counterexample | None:  # type: ignore[no-untyped-def]
    """Against "every '+' root above y* pays": a local minimizer above the global level, exact comparison of balls."""
    landscape = small_landscape(rng)
    if landscape.layers == 2:
        return None
    above = sum(g.count for g in landscape.singular_values.groups if g.above_existence == 1)
    full = [o for o in landscape.orbits() if o.kind == "local minimizer" and o.rank == min(above, *landscape.widths)]
    if not full or not full[0].loss_ball() > min(o.loss for o in landscape.orbits()):
        return None
    text = f"{landscape.summary().splitlines()[0]}: {full[0].label} is a local minimizer of loss {full[0].loss:.6g}, not global"
    return Counterexample(text, size=sum(landscape.widths))


claim = Claim(
    id="dmf-global-minimizers",
    title="Steps to the global minimizers, L ≥ 3: the bound by wells, each well, the sign of the gain at y_g",
    sentence=numbered(*WELLS, PAYS, PAYS_NOT, GAIN),
    source=Source("dmf", "Theorem 2, global minimizers", "reconstructed", version="v3"),
    derivation=derived(theorems.global_minimizers),
    expected=("steps proved",),
    probe=Together(
        (
            bound_probe((), (*minimality.WELL_SAMPLERS, *global_threshold.SCALAR, *samplers(gain.claim)), trials=(3, 30)),
            NumericProbe(measure=measure, trials=(8, 40)),
        )
    ),
    mutants=(
        Mutant(name="all '+' roots above y* are worth it", fate="false", search=never_worth_zero),
        Mutant(name="nothing asked of inactive values", fate="false", search=incomplete),
        Mutant(name="every active value strictly above y_g", fate="false", search=tie),
        Mutant(name="bound higher by a million", fate="false", search=against((("F >= a*(", "F >= 1000000 + a*("),))),
    ),
)
