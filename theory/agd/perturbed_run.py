"""The horizon-free theorem for a run as it is: X partly outside col(A), a target with a tail, and rounding.

Units: X, Y times √η, A times η, so that the step is 1. P is any orthogonal projector of rank r (`theory.agd.enclosures`
takes the span of r columns); X = PX + Z, A = PA + E with Z = (I − P)X, E = (I − P)A. Nothing is moved or cut: Z and E
stay in the run. The iterates are those of AGD up to errors ‖e_k‖_F, ‖e'_k‖_F ≤ ε, as in float64:

    X_{k+1} = X_k − (X_kY_kᵀ − A)Y_k + e_k,      Y_{k+1} = Y_k − (X_{k+1}Y_kᵀ − A)ᵀX_{k+1} + e'_k,
    ε = u·(x + y_F + (x·y_F + ‖A‖_F)(x + y_F)),  x ≥ ‖X_k‖_F,  y_F ≥ ‖Y_k‖_F,  u = 0 for exact arithmetic.

Data at k = 0: s ≤ σ_r(PX), S ≥ ‖PX‖, y ≥ ‖Y‖, l ≤ σ_d(Y), a ≥ ‖P(XYᵀ − A)‖_F, q ≥ ‖Z‖_F, t ≥ ‖E‖_F. For radii D_X, D_Y and
a horizon K put S' = S + D_X, y' = y + D_Y, and

    g = min((s − D_X)², 2 − S'²),  c_X = 1 − S'²/2,  c_Y = 1 − y'²/2,  L = √((2 − g)/g),  h = min((l − D_Y)₊², 2 − y'²),
    N = 2K/(1 + Kh) ≥ Σ_{j<K} (1 − h)^j,  b = N(ty' + ε),  q̄ = q + b,
    δ = ε + (q̄y' + t)q̄,  Δ = Kε + 2y'(Nq² + Kb²) + t(Nq + Kb),  ω = εy' + S'δ,  Ω = Kεy' + S'Δ.

**Theorem.** If g, c_X, c_Y > 0, b ≤ D_X, L(a + Ω)/√(2c_X) + Δ ≤ D_Y, and L(a + Ω)/√(2c_Y) + Kε ≤ D_X (horizon-free) or
y'(a + Ω)/g + Kε ≤ D_X (sharpened), then for all 0 ≤ k ≤ K: ‖PX_k − PX_0‖_F ≤ D_X, ‖Y_k − Y_0‖_F ≤ D_Y and

    2f_k ≤ ((1 − g)^k a + min(ω/g, Ω))² + ((1 − h)^k qy' + by' + t)².

Proof. With R = P(XYᵀ − A), R½ = P(X⁺Yᵀ − A): PX⁺ = PX − RY + Pe, R½ = R(I − YYᵀ) + PeYᵀ, Z⁺ = Z(I − YᵀY) + EY + (I − P)e,
Y⁺ = Y − R½ᵀPX⁺ + d with d = e' − (Z⁺Yᵀ − E)ᵀZ⁺ (the mixed products vanish), R⁺ = (I − PX⁺X⁺ᵀP)R½ + PX⁺dᵀ. Strong induction;
a_k = ‖R_k‖_F, q_k = ‖Z_k‖_F; the radii hold up to k.
(1) ‖I − Y_jᵀY_j‖ ≤ 1 − h (j ≤ k), so q_{j+1} ≤ (1 − h)q_j + ty' + ε, q_j ≤ (1 − h)^j q + b ≤ q̄, ‖d_j‖ ≤ δ, Σ_{j<K} ‖d_j‖ ≤ Δ.
(2) ω_j := εy' + S'‖d_j‖. For j < k, with â = ‖R_j(I − Y_jY_jᵀ)‖_F: ‖R½‖_F ≤ â + εy', a_{j+1} ≤ (1 − g)(â + εy') + S'‖d_j‖ ≤
(1 − g)â + ω_j. So v = (a_{j+1} − ω_j)₊ ≤ (1 − g)a_j, v ≤ â, and 2c_Y‖R_jY_j‖²_F ≤ a_j² − â² ≤ a_j² − v² ≤ L²(a_j − v)²
≤ L²(a_j − a_{j+1} + ω_j)² (as w + v ≤ L²(w − v) for 0 ≤ v ≤ (1 − g)w). The last move costs ‖R_kY_k‖ ≤ La_k/√(2c_Y), L ≥ 1.
The sum is ≤ L(a + Ω)/√(2c_Y), and ‖PX_{k+1} − PX_0‖_F ≤ D_X. Sharpened: Σ a_jy' ≤ (a + Ω)y'/g instead.
(3) Now X_{k+1} is inside. Let w = ‖R½‖_F, v = ‖(I − PX⁺X⁺ᵀP)R½‖_F ≤ (1 − g)w: 2c_X‖R½ᵀPX⁺‖²_F ≤ w² − v² ≤ L²(w − v)² and
w − v ≤ a_k − a_{k+1} + ω_k. The sum and Σ‖d_j‖ ≤ Δ give ‖Y_{k+1} − Y_0‖_F ≤ D_Y.
(4) a_k ≤ (1 − g)^k a + Σ (1 − g)^{k−1−j}ω_j, ‖(I − P)(X_kY_kᵀ − A)‖_F ≤ q_ky' + t. In ε: ‖X_k‖_F ≤ ‖X_0‖_F + 2D_X since
‖Z_k‖_F ≤ ‖Z_0‖_F + D_X (this is b ≤ D_X), ‖Y_k‖_F ≤ ‖Y_0‖_F + D_Y. ∎

With q = t = u = 0 the conditions are those of the claims agd-horizon-free and agd-sharpened for every K, which the kernel
proves; of this extension (claim agd-perturbed-run) the split of a sweep and all sums are formal
(`theory.agd.proofs.perturbed`), and the norms that feed them are the words above. Source: ours; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FORMS = ("sharpened", "horizon-free")


@dataclass(frozen=True)
class Point:
    """The data of the theorem in units of the step: balls (``flint.arb``) or float tensors of one shape.

    Bounds from below: s, l. From above: S, y, f = a²/2 of the part in the range of P (in units of the loss: not times η²), q,
    t, ‖X‖_F, ‖Y‖_F, ‖A‖_F, u. The defaults are exact arithmetic from a start in col(A).
    """

    step: Any
    s: Any
    S: Any
    y: Any
    f: Any
    low: Any = 0
    off: Any = 0
    tail: Any = 0
    size_x: Any = 0
    size_y: Any = 0
    size_a: Any = 0
    unit: Any = 0

    @property
    def exact(self) -> bool:
        """Whether nothing is perturbed: the theorem then has no horizon."""
        return all(isinstance(v, int) and v == 0 for v in (self.off, self.tail, self.unit))


@dataclass(frozen=True)
class Trial:
    """What one choice of (form, D_X, K) needs and gives.

    ``needs``: (inequality, left side, right side), for 0 < D_X < s all conditions of the theorem. ``column_floor``, ``off``,
    ``off_floor`` are in units of ‖XYᵀ − A‖: 2f_k ≤ ((1 − g)^k √(2f) + column_floor)² + ((1 − h)^k off + off_floor)²."""

    needs: list[tuple[str, Any, Any]]
    g: Any
    h: Any
    radius_y: Any
    column_floor: Any
    off: Any
    off_floor: Any


def attempt(p: Point, form: str, dx: Any, horizon: int) -> Trial:
    """All quantities of the theorem. D_Y is a few rounds of its own condition; every condition is among ``needs``."""
    g = _least((p.s - dx) ** 2, 2 - (p.S + dx) ** 2)
    big, a = p.S + dx, p.step * (2 * p.f).sqrt()
    cx, safe = 1 - big**2 / 2, _positive(g) + TINY
    length = ((2 - _least(safe, safe * 0 + 1)) / safe).sqrt()
    root, x_size = (_positive(2 * cx) + TINY).sqrt(), p.size_x + 2 * dx
    dy = length * a / root
    for _ in range(4):
        dy = _mid(_y_need(p, a, big, root, length, x_size, dy, horizon)[0]) * 1.0001 + TINY
    need, (err, h, b, step_off, drift) = _y_need(p, a, big, root, length, x_size, dy, horizon)
    yy = p.y + dy
    cy = 1 - yy**2 / 2
    total = horizon * err * yy + big * drift
    if form == "sharpened":
        move, name = yy * (a + total) / safe, "η√(2f)·(y + D_Y) + drift ≤ g·D_X"
    else:
        move, name = length * (a + total) / (_positive(2 * cy) + TINY).sqrt(), "η√f·√((2−g)/g) + drift ≤ D_X√c_Y"
    needs = [("g > 0", big**2, TWO), ("c_Y > 0", yy**2, TWO), ("√η·(growth of X outside the columns) ≤ D_X", b, dx),
             ("η√f·√((2−g)/g) + drift ≤ D_Y√c_X", need, dy), (name, move + horizon * err, dx)]  # fmt: skip
    floor, off, off_floor = _least((err * yy + big * step_off) / safe, total), p.off * yy, b * yy + p.tail
    if not p.exact:
        shrink = 1 - _least(safe, safe * 0 + 1)
        ends = [(shrink**k * a + floor) ** 2 + ((1 - h) ** k * off + off_floor) ** 2 for k in (horizon, 0)]
        needs.append((f"a bound that falls {FALL}-fold within {WORDS}", FALL * ends[0], ends[1]))
    return Trial(needs, g, h, dy, floor / p.step, off / p.step, off_floor / p.step)


FALL = 100
"""A bound that does not fall by this factor within its horizon is no certificate: floors would be all that it says."""
WORDS = "the horizon (what is outside the columns counted, or rounding, is too large)"


TINY = 1e-290
TWO = 2 * (1 - 2**-40)
"""g > 0 and c_Y > 0 are asked with room for division."""


def _y_need(p: Point, a: Any, big: Any, root: Any, length: Any, x_size: Any, dy: Any, horizon: int) -> tuple[Any, tuple]:
    """L(a + Ω)/``root`` + Δ for ``root`` = √(2c_X), and (ε, h, b, δ, Δ), at the radius D_Y = ``dy``."""
    yy, y_size = p.y + dy, p.size_y + dy
    sizes = x_size + y_size
    err = p.unit * (sizes + (x_size * y_size + p.size_a) * sizes)
    h = _positive(_least(_positive(p.low - dy) ** 2, 2 - yy**2))
    count = 2 * horizon / (1 + horizon * h)
    b = count * (p.tail * yy + err)
    far = p.off + b
    drift = horizon * err + 2 * yy * (count * p.off**2 + horizon * b**2) + p.tail * (count * p.off + horizon * b)
    total = horizon * err * yy + big * drift
    return length * (a + total) / root + drift, (err, h, b, err + (far * yy + p.tail) * far, drift)


def _least(a: Any, b: Any) -> Any:
    return a.min(b) if hasattr(a, "mid") else a.minimum(b)


def _positive(a: Any) -> Any:
    return a.max(0) if hasattr(a, "mid") else a.clamp_min(0)


def _mid(a: Any) -> Any:
    return a.mid() if hasattr(a, "mid") else a
