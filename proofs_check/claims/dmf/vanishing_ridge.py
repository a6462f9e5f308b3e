"""λ → 0 gives the unregularized landscapes. L = 2 (Baldi and Hornik): the orbits of full rank p = d_min are index sets I, their
losses tend to Σ_{i∉I} y_i², and exactly the top set is a minimizer. L ≥ 3 (Kawaguchi: every local minimum is global at λ = 0):
the barriers between levels vanish as (L − 2) σ_−², σ_− ~ (√λ/y)^(1/(L−2)).

The gain of a mode, roots and wells are formal; losses and barriers are exact at every λ > 0, and the limits elementary. Exact
classes and closed-form losses at λ = 10⁻⁴ … 10⁻¹². Source: the limits of arXiv:2506.20344 v3, Theorem 2; the two papers from
background knowledge; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmf._oracle import hunt
from proofs_check.claims.dmf._paths import crosses_higher, paths
from proofs_check.claims.dmf._rates import refuted_by
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part


def two_layers(rng: Random, small: Fraction, lost: bool = True, first: int = 2, top: bool = True) -> Comparison:
    """Losses of all full-rank orbits against Σ_{i∉I} y_i² + Σ_{i∈I} (2√λ y_i − λ), and the only minimizer. ``lost`` off counts
    what is active in place of what is lost, ``first`` stands for the 2, ``top`` off takes the lowest values for
    the minimizer."""
    from theory.dmf import Landscape

    outer = rng.randint(2, 4)
    hidden = rng.randint(1, outer - 1)
    values = sorted((Fraction(v, 7) for v in rng.sample(range(3, 60), outer)), reverse=True)
    orbits = [o for o in Landscape((outer, hidden, outer), spectrum=values, ridge=small).orbits() if o.rank == hidden]
    best = set(range(1, hidden + 1) if top else range(outer - hidden + 1, outer + 1))
    predicted, measured = [], []
    for orbit in orbits:
        active = {mode.position for mode in orbit.active}
        lone = [y * y for k, y in enumerate(values, 1) if (k not in active) == lost]
        slope = [first * small * y - small**2 for k, y in enumerate(values, 1) if k in active]
        told = sum([*lone, *slope], Fraction(0))
        predicted += [float(told), float(active == best)]
        measured += [orbit.loss, float("minimizer" in orbit.kind)]
    rounding = 1e-12 * float(1 + sum(y * y for y in values))
    return Comparison(label=f"widths {(outer, hidden, outer)}, y = {list(map(str, values))}, λ = {small}", predicted=predicted,
                      measured=measured, budget=rounding)  # fmt: skip


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


def against_two_layers(**changes: Any) -> Callable[[int], Comparison]:
    """``two_layers`` with another prediction, from a seed."""
    def changed(seed: int) -> Comparison:
        rng = Random(seed)
        return two_layers(rng, ridge(rng), **changes)

    return changed


def against_barrier(**changes: Any) -> Callable[[int], Comparison]:
    """``barrier`` with another factor or exponent, from a seed."""
    def changed(seed: int) -> Comparison:
        rng = Random(seed)
        return barrier(rng, ridge(rng), **changes)

    return changed


claim = Claim(
    id="dmf-vanishing-ridge",
    title="λ → 0: Baldi–Hornik for two layers, vanishing barriers beyond",
    source=Source("dmf", "limits of Theorem 2", "reconstructed", version="v3"),
    sentence=OBJECTIVE + r"; let $y_1 \ge y_2 \ge \cdots$ be the singular values of $Y$. By Theorem 1 a critical $W$ has the "
    r"closed form with active modes $(s_i, y_i)$, $1 \le i \le r$.",
    parts=(
        Part(
            says=r"Let $L = 2$, $p = \min(d_0,d_1,d_2)$, let $I$ be a set of $p$ positions with $y_i > \sqrt\lambda$ for "
            r"$i \in I$, and $J$ the others. There are critical points with the active values $y_i$, $i \in I$, and there "
            r"$F(W) = \sum_{i \in J} y_i^2 + \sum_{i \in I} (2\sqrt\lambda y_i - \lambda)$, which tends to $\sum_{i \in J} "
            r"y_i^2$ as $\lambda \to 0$.",
            goals=("dmf-critical-iff-closed-form [1]", "dmf-thresholds-at-two-layers [1]", "dmf-gain [1]"),
            words="Frames over singular vectors of Y at I, and the root of each y_i, which exists: critical. Taking the "
            "modes out one by one leaves W = 0 with F = ‖Y‖_F²; each one raises F by s²·s²/λ = (y_i − √λ)², since s² = √λ "
            "y_i − λ",
        ),
        Part(
            says=r"In 1, $W$ is a global minimizer if no value outside $I$ exceeds one inside, and otherwise a strict saddle.",
            goals=("dmf-strict-saddle-inactive [1]", "dmf-minimality [1]"),
            words="The second is the first goal. Else let V be any point. dmf-minimality [1], with T and D sorted (tr T²D is "
            "largest then, by rearrangement) and rank V_2V_1 ≤ p, is F(V) ≥ ‖Y‖_F² + Σ_{i ≤ p} g(x_i), with g(x) = (u − y_i "
            "+ √λ)² − (y_i − √λ)², u = x²/√λ, at V. So F(V) ≥ ‖Y‖_F² − Σ_{i ≤ p} (y_i − √λ)², as y_1, …, y_p are the values "
            "of I and exceed √λ; by 1 this is F(W)",
        ),
        Part(
            says=r"Let $L \ge 3$. At a critical $W$ with the one mode $(s, y)$, $F(W) - \lVert Y\rVert_F^2 = s^2(L - 2 - t)$ "
            r"with $t = \lambda^{-1}s^{2L-2}$, and $ys^{L-2} = \sqrt\lambda(1+t)$. If moreover $Lt < L-2$ (the mode is '−'), "
            r"then for fixed $y$ this difference divided by $(L-2)(\sqrt\lambda y^{-1})^{2/(L-2)}$ tends to $1$ as $\lambda "
            r"\to 0$.",
            goals=("dmf-gain [1]", "dmf-root-counts [8]"),
            words="Without the mode, W = 0. The equation of the root times s^(L−2)/√λ is y s^(L−2) = √λ(1 + t). Hence the "
            "quotient is (1 + t)^(2/(L−2))(1 − t/(L − 2)). t < 1 gives s^(L−2) < 2√λ/y, so t = s^(2L−2)/λ < "
            "(2/y)^((2L−2)/(L−2)) λ^(1/(L−2)) → 0",
        ),
        Part(
            says=r"Let $L \ge 3$, let $y_1$ have two roots, and let $W$ be critical with the one mode $(s, y_1)$, '−'. Every "
            r"path from $0$ to a critical point with the one mode '+' at $y_1$ has a point $V$ with $F(V) \ge F(W)$, and on "
            r"some such path $F(V) \le F(W)$ everywhere: the difference in 3 is the barrier.",
            goals=("dmf-minimality [1], [3]", "dmf-lower-root-direction [1]", "dmf-root-counts [2]–[5]", "dmf-root-order [2]"),
            words="At V let x_1 ≥ x_2 ≥ … be the L-th roots of the singular values of √λ V_L⋯V_1, continuous in V; x_1 is 0 "
            "at the start and the '+' root at the end, so x_1 = s somewhere. There dmf-minimality [1], sorted as in 2, is "
            "F(V) ≥ ‖Y‖_F² + Σ_i g_{y_i}(x_i), g_{y_1}(s) = s²(L − 2 − t), and g_{y_i}(x_i) ≥ 0 for i > 1: x_i ≤ s, and s is "
            "at most the '−' root of y_i ≤ y_1 (dmf-root-order [2]), or y_i ≤ y* and [3] holds with e at the turn; y_i = 0 "
            "is trivial. The path that scales the mode at '+' from 0 has F = ‖Y‖_F² + g_{y_1}(e) by the second goal, and g′ "
            "is positive before s and negative from there to the '+' root, as s ↦ s^L + λs^(2−L) falls, then rises through "
            "√λ y_1",
        ),
    ),
    expected=("steps proved",),
    probe=NumericProbe(measure=measure, trials=(60, 400), resolution=2e-3),
    mutants=(
        Mutant(name="clause 1: losses of the active values", fate="false", search=refuted_by(against_two_layers(lost=0))),
        Mutant(name="clause 1: √λ y for 2√λ y", fate="false", search=refuted_by(against_two_layers(first=1))),
        Mutant(name="clause 2: the lowest values are best", fate="false", search=refuted_by(against_two_layers(top=0))),
        Mutant(name="clause 3: barrier σ_−² without L − 2", fate="false", search=refuted_by(against_barrier(factor=1))),
        Mutant(name="clause 3: exponent 1/(L − 1)", fate="false", search=refuted_by(against_barrier(shift=1))),
        Mutant(name="clause 4: a tenth higher", fate="false", search=hunt(paths, crosses_higher)),
    ),
)  # fmt: skip
