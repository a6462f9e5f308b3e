"""λ → 0 gives the unregularized landscapes. L = 2 (Baldi and Hornik): the orbits of full rank p = d_min are index sets I, their
losses tend to Σ_{i∉I} y_i², and exactly the top set is a minimizer. L ≥ 3 (Kawaguchi: every local minimum is global at λ = 0):
the barriers between levels vanish as (L − 2) σ_−², σ_− ~ (√λ/y)^(1/(L−2)).

Exact classes and closed-form losses at λ = 10⁻⁴ … 10⁻¹². Source: the limits of arXiv:2506.20344 v3, Theorem 2; the two papers
from background knowledge; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from proofs_check.claims.dmf._rates import refuted_by
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def two_layers(rng: Random, small: Fraction, lost: bool = True) -> Comparison:
    """Losses of all full-rank orbits against Σ y², with the exact first-order term 2√λ Σ_I y, and the only minimizer. ``lost``
    off counts what is active in place of what is lost."""
    from theory.dmf import Landscape

    outer = rng.randint(2, 4)
    hidden = rng.randint(1, outer - 1)
    values = sorted((Fraction(v, 7) for v in rng.sample(range(3, 60), outer)), reverse=True)
    orbits = [o for o in Landscape((outer, hidden, outer), spectrum=values, ridge=small).orbits() if o.rank == hidden]
    predicted, measured = [], []
    for orbit in orbits:
        active = {mode.position for mode in orbit.active}
        predicted += [float(sum(y * y for k, y in enumerate(values, 1) if (k not in active) == lost)),
                      float(active == set(range(1, hidden + 1)))]  # fmt: skip
        measured += [orbit.loss, float("minimizer" in orbit.kind)]
    size = float(sum(values))
    return Comparison(label=f"widths {(outer, hidden, outer)}, y = {list(map(str, values))}, λ = {small}", predicted=predicted,
                      measured=measured, budget=2 * float(small) * size + float(small) ** 2 * outer)  # fmt: skip


def barrier(rng: Random, small: Fraction, factor: int | None = None, shift: int = 2) -> Comparison:
    """Barrier from the origin to level 1 over its leading term, L = 3 … 6; the next term is relative to σ_−^(2L−2)/λ.
    ``factor`` in place of L − 2 before it, ``shift`` in place of 2 in the exponent 1/(L − 2)."""
    from theory.dmf import Landscape

    layers, y = rng.randint(3, 6), Fraction(rng.randint(4, 30), 3)
    orbits = Landscape((1,) * (layers + 1), spectrum=(y,), ridge=small).orbits()
    losses = {orbit.label: orbit.loss_ball(200) for orbit in orbits}
    height = losses["1-"] - losses["O"]
    product = float(small) ** layers
    lower, power = (product**0.5 / float(y)) ** (1 / (layers - 2)), Fraction(2, layers - shift)
    leading = (layers - 2 if factor is None else factor) * (product**0.5 / float(y)) ** float(power)
    relative = 8 * lower ** (2 * layers - 2) / product
    return Comparison(label=f"L = {layers}, y = {y}, λ = {small}", predicted=[1.0], measured=[float(height) / leading],
                      budget=relative + 1e-12, undecided="" if relative < 0.01 else "λ not small enough")  # fmt: skip


def measure(seed: int) -> Comparison:
    """One instance of either kind."""
    rng = Random(seed)
    small = ridge(rng)
    return two_layers(rng, small) if seed % 2 else barrier(rng, small)


def ridge(rng: Random) -> Fraction:
    """λ from 10⁻¹² to 10⁻⁴, a power of ten."""
    return Fraction(1, 10 ** rng.randint(4, 12))


def against_two_layers(seed: int) -> Comparison:
    """Against "the losses tend to Σ_{i∈I} y_i²"."""
    rng = Random(seed)
    return two_layers(rng, ridge(rng), lost=False)


def against_barrier(**changes: int) -> Callable[[int], Comparison]:
    """``barrier`` with another factor or exponent, from a seed."""
    def changed(seed: int) -> Comparison:
        rng = Random(seed)
        return barrier(rng, ridge(rng), **changes)

    return changed


claim = Claim(
    id="dmf-vanishing-ridge",
    title="λ → 0: Baldi–Hornik for two layers, vanishing barriers beyond",
    source=Source("dmf", "limits of Theorem 2", "reconstructed", version="v3"),
    statement="As λ → 0: for L = 2 full-rank orbits have loss Σ_{i∉I} y_i² + O(λ) and only I = top p is a minimizer; for L ≥ 3 "
    "the barrier from O to 1+ is (L − 2)(√Πλ/y)^(2/(L−2)) (1 + o(1)).",
    expected=("supported",),
    open_reason="limits are no atoms of the kernel; classes and barriers at every λ > 0 are its claims",
    probe=NumericProbe(measure=measure, trials=(60, 400), resolution=2e-3),
    mutants=(
        Mutant(name="losses of the active values", fate="false", search=refuted_by(against_two_layers)),
        Mutant(name="barrier σ_−² without L − 2", fate="false", search=refuted_by(against_barrier(factor=1))),
        Mutant(name="exponent 1/(L − 1)", fate="false", search=refuted_by(against_barrier(shift=1))),
    ),
)
