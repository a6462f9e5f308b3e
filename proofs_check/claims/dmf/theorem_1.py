"""Theorem 1 in one place: W is critical iff it has the closed form, for all L ≥ 2, widths and Y (ties, zeros, bottleneck).

Each clause is a formal goal of a claim of its own. Source: arXiv:2506.20344 v3, Theorem 1, equations (8) and (10): stated
second hand, the wording reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.dmf import _at
from proofs_check.claims.dmf._conditions import star
from proofs_check.claims.dmf._oracle import derivatives, hunt
from proofs_check.claims.dmf._points import ExactPoint, _matrices, exact_points, root_kind, threshold_point, well_value
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.instance import Instance
from proofs_check.verify.parts import Part

DRAW = exact_points()


def critical(point: ExactPoint) -> Counterexample | None:
    """∇F at a point in closed form, from the definition of F."""
    if any(derivatives(point)[0]):
        return Counterexample(f"{point}: ∇F ≠ 0", size=point.size)
    return None


def detuned(point: ExactPoint) -> Counterexample | None:
    """The planted error: the same factors where one active value of Y is larger by one."""
    if not point.modes:
        return None
    k = point.modes[0][0] - 1
    target = [[y + (i == j == k) for j, y in enumerate(row)] for i, row in enumerate(point.target)]
    moved = ExactPoint(point.widths, point.ridge, point.spectrum, point.modes, point.factors, target)
    if not any(derivatives(moved)[0]):
        return None
    return Counterexample(f"{point}, y_{k + 1} + 1 for y_{k + 1}: ∇F ≠ 0", size=point.size)


def seen(point: ExactPoint, fails: bool, what: str) -> Counterexample | None:
    """A critical point where a narrower theorem fails."""
    return Counterexample(f"{point}: critical, and {what}", size=point.size) if fails and critical(point) is None else None


def upper_only(point: ExactPoint) -> Counterexample | None:
    """Against "every critical point has the closed form with s at or right of the turn": an active '−' root."""
    return seen(point, "-" in point.active.values(), "a mode sits left of the turn")


def decreasing(point: ExactPoint) -> Counterexample | None:
    """Against "the larger s belongs to the larger y": two modes in the other order."""
    turned = any(a < b and v < w for a, _, v in point.modes for b, _, w in point.modes if point.value(a) > point.value(b))
    return seen(point, turned, "a smaller s stands at a larger y")


def more_than_twice(point: ExactPoint) -> Counterexample | None:
    """Against y > 2s; all weights are 1, so that s is the common value of the mode."""
    return seen(point, any(point.value(k) <= 2 * w for k, _, w in point.modes), "y = 2s at a mode")


def equal_to_twice(rng: Random) -> ExactPoint:
    """λ_l = 1 and w = 1: y = 2 = 2s."""
    layers = rng.choice((2, 3, 4))
    widths = (rng.randint(1, 2),) * (layers + 1)
    y = well_value(Fraction(1), Fraction(1), layers)
    mode = (1, root_kind(Fraction(1), Fraction(1), layers), Fraction(1))
    spectrum = [y, *[Fraction(0)] * (widths[0] - 1)]
    factors, target = _matrices(rng, widths, [Fraction(1)] * layers, spectrum, [mode])
    return ExactPoint(widths, (Fraction(1),) * layers, tuple(spectrum), (mode,), factors, target)


def still_a_root(point: ExactPoint) -> Counterexample | None:
    """Against "no root at y = y* either" (L ≥ 3): a critical point with a double root."""
    return seen(point, point.layers > 2 and any(star(point, point.value(k)) == 0 for k in point.active), "y = y* has a root")


def root_above(point: ExactPoint) -> Counterexample | None:
    """Against "no root for y ≤ 2√λ" (L = 2): an active value below."""
    small = [k for k in point.active if point.layers == 2 and point.value(k) ** 2 <= 4 * point.ridge[0] * point.ridge[1]]
    return seen(point, bool(small), "y ≤ 2√λ has a root")


ROOTS = r"the equation $s^L + \lambda s^{2-L} = \sqrt\lambda\,y$, $y > 0$, in $s > 0$"

claim = Claim(
    id="dmf-theorem-1",
    title="Theorem 1: the critical points are the points in closed form",
    source=Source("dmf", "Theorem 1", "reconstructed", version="v3"),
    sentence=OBJECTIVE + r". Say that $W$ has the closed form if there are an integer $r \ge 0$, matrices $U_l \in "
    r"\mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$ and a diagonal $r\times r$ matrix $S$ with "
    r"positive diagonal such that $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$, $YU_0 = U_LM$ and $Y^\top "
    r"U_L = U_0M$ with $M = \lambda^{1/2}S^{2-L} + \lambda^{-1/2}S^L$. Nothing is assumed of $Y$: its singular values may be "
    r"equal or zero, and widths may be smaller than its rank.",
    parts=(
        Part(says=r"If $W$ has the closed form, then $\nabla F(W) = 0$.", goals=("dmf-critical-iff-closed-form [1]",)),
        Part(says=r"If $\nabla F(W) = 0$, then $W$ has the closed form.", goals=("dmf-critical-iff-closed-form [2]",)),
        Part(
            says=r"At a critical point in closed form each active $s = S_{ii}$ and $y = M_{ii}$, a singular value of $Y$, "
            r"satisfy $\sqrt\lambda\,y = s^L + \lambda s^{2-L}$ and $y \ge 2s > 0$: a zero singular value is never active.",
            goals=("dmf-scalar-equation [1]", "dmf-zero-values-stay-inactive [1]"),
        ),
        Part(
            says=r"For $L \ge 3$ and $y_\ast > 0$ with $y_\ast^{2L-2} = (2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$, " + ROOTS +
            r", has two simple solutions if $y > y_\ast$, one with $Ls^{2L-2} > (L-2)\lambda$ and one with $Ls^{2L-2} < "
            r"(L-2)\lambda$; one double solution if $y = y_\ast$; none if $y < y_\ast$.",
            goals=("dmf-root-counts [1]–[5]",),
        ),
        Part(
            says=r"For $L = 2$, " + ROOTS + r", has one simple solution if $y > \sqrt\lambda$, and none if $y \le "
            r"\sqrt\lambda$.",
            goals=("dmf-root-counts [6]–[7]",),
        ),
    ),
    at=Instance(keys=_at.KEYS, apply=_at.theorem_1),
    expected=("proved",),
    probe=SearchProbe(instances=DRAW, violation=critical, planted=detuned, trials=(120, 1200)),
    mutants=(
        Mutant(name="clause 1: an active value of Y larger by one", fate="false", search=hunt(DRAW, detuned)),
        Mutant(name="clause 2: closed forms right of the turn alone", fate="false", search=hunt(DRAW, upper_only)),
        Mutant(name="clause 2: S ordered like the values of Y", fate="false", search=hunt(DRAW, decreasing)),
        Mutant(name="clause 3: y > 2s", fate="false", search=hunt(equal_to_twice, more_than_twice)),
        Mutant(name="clause 4: no root at y = y*", fate="false", search=hunt(threshold_point, still_a_root)),
        Mutant(name="clause 5: no root for y ≤ 2√λ", fate="false", search=hunt(exact_points(layers=(2,)), root_above)),
    ),
)  # fmt: skip
