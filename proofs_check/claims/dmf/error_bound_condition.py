"""Error bound dist(W, Crit) ≤ κ‖∇F(W)‖ near the critical set, d_min ≥ 1: iff y_i ≠ y* for all i ≤ d_Y = min(d_0, d_L), for
every L ≥ 2 (L = 2: y_i ≠ √λ). Strictly stronger than the landscape condition, whose range is i ≤ d_min and L ≥ 3.

There are finitely many orbits, each compact, so near one of them Crit is that orbit; the bound then holds near it iff the
kernel of ∇²F is its tangent space: along another kernel direction ‖∇F‖ = O(t²) at distance of order t. The eigenvectors are
formal, the rest is proved in words. The experiment takes nullity and dimension exactly, at random points and at points made
for a value at y*, at any position. Source: ours (compare arXiv:2502.11152); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmf._hessian_words import KERNEL, ORBIT, ORBITS
from proofs_check.claims.dmf._neighbourhoods import APART, TAYLOR, degenerate, isolated, kernel_mutants, tangent_alone
from proofs_check.claims.dmf._oracle import hunt, mismatch
from proofs_check.claims.dmf._points import ExactPoint, at_threshold, exact_points, threshold_point
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part

SOME = exact_points()


def draw(rng: Random) -> ExactPoint | None:
    """A point made for a value at y* half of the time, else any; None where the draw gave none."""
    return threshold_point(rng) if rng.random() < 0.5 else SOME(rng)


def made(point: ExactPoint) -> bool:
    """Whether the point is the one that must be degenerate when some value is at y*."""
    roots = list(point.active.values())
    return roots == ["0"] if point.layers > 2 else not roots


def violation(point: ExactPoint) -> Counterexample | None:
    """`theory` must deny the bound iff some y_i = y*, i ≤ d_Y. Without such a value no point may be degenerate; with one, the
    point made for it must be.
    """
    level = at_threshold(point, len(point.spectrum))
    wrong = mismatch(point, "error bound", point.landscape.error_bound, not level)
    if wrong or (degenerate(point) and not level):
        return wrong or mismatch(point, "degenerate", True, False)
    return mismatch(point, "degenerate", degenerate(point), True) if level and made(point) else None


def up_to_d_min(point: ExactPoint) -> Counterexample | None:
    """Against "iff y_i ≠ y* for all i ≤ d_min": a degenerate point although no such value is at y*."""
    if at_threshold(point, min(point.widths)):
        return None
    return mismatch(point, "degenerate", degenerate(point), False)


def three_layers_only(point: ExactPoint) -> Counterexample | None:
    """Against "for L = 2 the error bound holds always"."""
    return mismatch(point, "degenerate", degenerate(point), False) if point.layers == 2 else None


claim = Claim(
    id="dmf-error-bound-condition",
    title="Error bound near the critical set, iff no y_i with i ≤ d_Y is at the threshold",
    source=Source("dmf", "sister paper's error bound, our condition", "reconstructed", version="v3"),
    sentence=OBJECTIVE + ". " + ORBIT + r"; $y_1 \ge y_2 \ge \cdots$ are the singular values of $Y$, and $y_\ast > 0$ is "
    r"given by $y_\ast^{2L-2} = (2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$ for $L \ge 3$, $y_\ast = \sqrt\lambda$ for $L = 2$.",
    parts=(
        ORBITS,
        KERNEL,
        Part(
            says=r"For an orbit $C$ there is a $\kappa$ with $\operatorname{dist}(W, C) \le \kappa\lVert\nabla F(W)\rVert$ "
            r"for all $W$ near $C$ if and only if the kernel of $\nabla^2F$ is the tangent space of $C$ at its points.",
            words="If it is: " + TAYLOR + "‖Hn‖ ≥ σ‖n‖ with σ > 0 the least |non-zero eigenvalue|, so ‖∇F(W)‖ ≥ (σ − "
            "O(‖n‖))‖n‖ and ‖n‖ = dist(W, C). If it is not: the kernel contains the tangent space, since ∇F = 0 on C, and so "
            "some unit v orthogonal to it; ∇F(p + δv) = O(δ²), and " + APART,
        ),
        Part(
            says=r"There is a $\kappa$ with $\operatorname{dist}(W, \{\nabla F = 0\}) \le \kappa\lVert\nabla F(W)\rVert$ for "
            r"all $W$ near the critical set if and only if $y_i \ne y_\ast$ for all $i \le \min(d_0,d_L)$.",
            goals=("dmf-root-counts [1]–[7]", "dmf-critical-iff-closed-form [1]"),
            words="By 1 the bound holds iff that of 3 holds at each of the finitely many orbits, by 3 and 2 iff no orbit has "
            "a '0' mode (L ≥ 3), or r < d_1 and an inactive value √λ (L = 2). A '0' mode has y = y*, since other y have no "
            "double root; at L = 2 an active y exceeds √λ. If no y_i is y*, there is neither. If y_i = y* and L ≥ 3, the "
            "point with mode i at the double root alone is critical (r = 1 ≤ d_min); if L = 2, W = 0 is critical with r = 0 "
            "< d_1 and y_i = √λ inactive",
        ),
    ),
    expected=("steps proved",),
    probe=SearchProbe(instances=draw, violation=violation, planted=up_to_d_min, trials=(250, 2500)),
    mutants=(
        Mutant(name="clause 1: critical points are isolated", fate="false", search=hunt(draw, isolated)),
        *kernel_mutants(2),
        Mutant(name="clause 3: at every orbit", fate="false", search=hunt(draw, tangent_alone)),
        Mutant(name="clause 4: stated for i ≤ d_min only", fate="false", search=hunt(draw, up_to_d_min)),
        Mutant(name="clause 4: no condition at L = 2", fate="false", search=hunt(draw, three_layers_only)),
    ),
)  # fmt: skip
