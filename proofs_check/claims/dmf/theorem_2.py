"""Theorem 2 in one place: every critical point is exactly one of strict saddle, non-strict saddle, local minimizer that is not
global, global minimizer; which one is read off the active modes; and when no critical point is a non-strict saddle.

That W is a strict saddle, and no local extremum at a double root, is formal. Minimizers rest on formal bounds of F by wells,
put together in words, which each clause prints. Source: arXiv:2506.20344 v3, Theorem 2 and the condition on the weights: the
classes are stated (second hand), the inequalities reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf import _at
from proofs_check.claims.dmf._adversary import against
from proofs_check.claims.dmf._class_words import SETTING
from proofs_check.claims.dmf._conditions import beyond, condition, incomplete, tie, values_with_and_without, worst_point
from proofs_check.claims.dmf._oracle import hunt, inertia
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.claims.dmf.classification import changed, double_is_minimal, spare_forgotten, told, violation
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.instance import Instance
from proofs_check.verify.parts import Part

DRAW = exact_points()
TWO_LAYERS = exact_points(layers=(2,))


def no_descent(point: ExactPoint, applies: bool, what: str) -> Counterexample | None:
    """Against "… is a strict saddle": a critical point without a negative eigenvalue."""
    if not applies or inertia(point)[0]:
        return None
    return Counterexample(f"{point}: {what}, and no eigenvalue of ∇²F is negative", size=point.size)


def turn_too(point: ExactPoint) -> Counterexample | None:
    """Against clause 1 with ≥ for >: a double root is no direction of negative curvature."""
    return no_descent(point, point.layers > 2 and "0" in point.active.values(), "a mode at the turn")


def tied(point: ExactPoint) -> Counterexample | None:
    """Against clause 2 with ≥ for >: an inactive value that equals an active one."""
    equal = any(z == point.value(k) for z in point.inactive for k in point.active)
    return no_descent(point, equal, "an inactive value is an active one")


def without_room(point: ExactPoint) -> Counterexample | None:
    """Against clause 3 without r < d_1."""
    above = any(z**2 > point.ridge[0] * point.ridge[1] for z in point.inactive)
    return no_descent(point, above, "an inactive value above √λ")


def always_global(point: ExactPoint) -> Counterexample | None:
    """Against clause 8 with "always": a local minimizer with a '+' root below y_g, whose loss falls when it is dropped."""
    low = [k for k in point.active if point.layers > 2 and beyond(point, point.value(k)) < 0]
    if not low or told(point) != "minimizer":
        return None
    with_it, without = values_with_and_without(point, low[0])
    text = f"{point}: a local minimizer of loss {with_it}, and without mode {low[0]} the loss is {without}"
    return Counterexample(text, size=point.size) if without < with_it else None


claim = Claim(
    id="dmf-theorem-2",
    title="Theorem 2: the class of every critical point, and the condition on the weights",
    source=Source("dmf", "Theorem 2", "reconstructed", version="v3"),
    sentence=SETTING,
    parts=(
        Part(
            says=r"If $L \ge 3$ and some active mode is '−', then $W$ is a strict saddle: along $e \mapsto W_l + "
            r"(e-s)\lambda_l^{-1/2}u_lu_{l-1}^\top$ the second derivative of $F$ at $e = s$ is $g''(s) < 0$.",
            goals=("dmf-strict-saddle-lower-root [1]", "dmf-lower-root-direction [1]"),
        ),
        Part(
            says=r"If some inactive value $z$ exceeds an active value $y$, then $W$ is a strict saddle: $F$ is $F(W) + "
            r"2t^2s^{L-2}\lambda^{-1/2}(y-z) + O(t^4)$ along a line.",
            goals=("dmf-strict-saddle-inactive [1]", "dmf-inactive-direction [1]"),
        ),
        Part(
            says=r"If $L = 2$, $r < d_1$ and some inactive value $z$ exceeds $\sqrt\lambda$, then $W$ is a strict saddle: "
            r"$F$ is $F(W) + 2t^2(1 - \lambda^{-1/2}z) + O(t^4)$ along a line.",
            goals=("dmf-strict-saddle-spare-unit [1]", "dmf-spare-unit-direction [1]"),
        ),
        Part(
            says=r"For every $W$, critical or not, with $x_1 \ge x_2 \ge \cdots \ge 0$ the $L$-th roots of the singular "
            r"values of $\sqrt\lambda\,W_L\cdots W_1$, $x_i = 0$ for $i > d_{\min}$, and $g_y(x) = \lambda^{-1}x^{2L} - "
            r"2\lambda^{-1/2}yx^L + Lx^2$: $F(W) \ge \lVert Y\rVert_F^2 + \sum_i g_{y_i}(x_i)$.",
            goals=("dmf-minimality [1]",),
            words="in the goal T and D are in some order each; sorted both, tr T^L D is largest (rearrangement), and the "
            "rank of the product is at most d_min",
        ),
        Part(
            says=r"If $L = 2$ and neither 2 nor 3 applies, then $W$ is a global minimizer.",
            goals=("dmf-global-two-layers [1]", "dmf-thresholds-at-two-layers [3]"),
            words="formal where no inactive value exceeds √λ; else r = d_1 by 3, and by 4: at L = 2 a well is a convex "
            "function of the square, with its minimum at the root or at 0, and F(W) is the sum of these minima",
        ),
        Part(
            says=r"If $L \ge 3$, some active mode is '0' and neither 1 nor 2 applies, then $W$ is a non-strict saddle.",
            goals=("dmf-saddle-double-root [1]", "dmf-minimality [1]–[4]", "dmf-gain [1]", "dmf-root-order [1]"),
            words="by the first goal W is no local minimizer; it remains that F(V) ≥ F(W) − C‖V − W‖³ for V near W, so that "
            "no second derivative is negative. F(W) is ‖Y‖_F² plus its wells (dmf-gain), each larger s at a larger y "
            "(dmf-root-order [1]), and no inactive value is larger: the sum of 4 at V = W. Near W each x_i is Lipschitz in V "
            "if x_i(W) > 0, and g_y has at a '0' mode s the Taylor series g_y(s) + O((x − s)³), at a '+' mode a minimum "
            "right of s_−; other x_i are near 0, where g_y ≥ 0",
        ),
        Part(
            says=r"If $L \ge 3$, all active modes are '+' (or none is active) and 2 does not apply, then $W$ is a local "
            r"minimizer.",
            goals=("dmf-minimality [1]–[4]", "dmf-gain [1]", "dmf-root-order [1]", "dmf-origin-minimizer [1]"),
            words="r = 0 is the last goal. Else F(W) is ‖Y‖_F² plus its wells (dmf-gain), each larger s at a larger y "
            "(dmf-root-order [1]), and no inactive value is larger: the sum of 4 at V = W. By continuity of singular values, "
            "for V near W each x_i, i ≤ r, exceeds s_−(y_i), where the well is at least g_{y_i}(s_i), and every other x_i is "
            "below s_−(y_i), or y_i ≤ y*, where it is at least 0 (trivially if y_i = 0)",
        ),
        Part(
            says=r"In 7, $W$ is a global minimizer if and only if every active $y_i \ge y_g$, and $r = d_{\min}$ or every "
            r"inactive value is at most $y_g$.",
            goals=("dmf-global-minimizers [2]–[7]",),
            words="g_y(s_+) = s_+²(L − 2 − t), t = s_+^(2L−2)/λ, is negative for y > y_g and not for y ≤ y_g, and 0 at y = y_g "
            "alone, as y s^(L−2) = √λ(1 + t) and t = L − 2 make y = y_g; elsewhere g_y ≥ min(0, g_y(s_+)), and g_y ≥ 0 where "
            "there is no root or y = y*. So by 4 F is nowhere below ‖Y‖_F² + Σ_{i ≤ d_min, y_i > y_g} g_{y_i}(s_+), and is "
            "that where exactly these modes are '+'. In 7 y_1, …, y_r are active, and F(W) = ‖Y‖_F² + Σ_{i ≤ r} g_{y_i}(s_i)",
        ),
        Part(
            says=r"Exactly one of these holds: $W$ is a strict saddle (1–3), a non-strict saddle (6), a local minimizer that "
            r"is not global (7 and not 8), a global minimizer (5 or 8).",
            goals=("dmf-root-counts [1]–[7]",),
            words="at L = 2 every mode is '+', and 2, 3 or 5 applies; for L ≥ 3, 1 applies if some mode is '−', else 2, else "
            "6 if some mode is '0', else 7. The classes exclude each other: no local minimizer has a negative second "
            "derivative, and a global minimizer is a local one",
        ),
        Part(
            says=r"Every critical point is a local minimizer or a strict saddle if and only if $L = 2$, or $y_i \ne y_\ast$ "
            r"for all $i \le d_{\min}$, where $y_1 \ge y_2 \ge \cdots$ are the singular values of $Y$.",
            goals=("dmf-root-counts [1]–[5]",),
            words="by 9 it is to be shown when a point as in 6 exists: a '0' mode with no larger inactive value is among the "
            "d_min largest; conversely the larger values at '+' and one '0' make such a point (clauses 1 and 3 of Theorem 1)",
        ),
    ),
    at=Instance(keys=_at.KEYS, apply=_at.theorem_2),
    expected=("steps proved",),
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(bottleneck=True), trials=(120, 1200)),
    mutants=(
        Mutant(name="clause 1: a mode at the turn counts as '−'", fate="false", search=hunt(DRAW, turn_too)),
        Mutant(name="clause 2: an inactive value equal to an active one", fate="false", search=hunt(DRAW, tied)),
        Mutant(name="clause 3: without r < d_1", fate="false", search=hunt(TWO_LAYERS, without_room)),
        Mutant(name="clause 4: higher by a million", fate="false", search=against((("F >= a*(", "F >= 1000000 + a*("),))),
        Mutant(name="clause 5: where 2 alone does not apply", fate="false", search=hunt(TWO_LAYERS, spare_forgotten)),
        Mutant(name="clause 6: a double root may be a local minimizer", fate="false", search=hunt(DRAW, double_is_minimal)),
        Mutant(name="clause 7: '−' modes allowed", fate="false", search=hunt(DRAW, changed(lower=False))),
        Mutant(name="clause 8: every local minimizer is global", fate="false", search=hunt(DRAW, always_global)),
        Mutant(name="clause 8: nothing asked of inactive values", fate="false", search=incomplete),
        Mutant(name="clause 8: every active value strictly above y_g", fate="false", search=tie),
        Mutant(name="clause 9: the bottleneck saves an inactive larger value", fate="false",
               search=hunt(DRAW, changed(bottleneck=True))),
        Mutant(name="clause 10: L = 2 included", fate="false", search=hunt(worst_point, condition(two=True))),
        Mutant(name="clause 10: y_g for y*", fate="false", search=hunt(worst_point, condition(level=beyond))),
        Mutant(name="clause 10: all i up to the rank of Y", fate="false", search=hunt(worst_point, condition(reach="rank"))),
    ),
)  # fmt: skip
