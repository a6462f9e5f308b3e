"""Orders of vanishing at degenerate critical points, by the multiplicity of the double root.

The kernel modulo the orbit at m modes on one double root holds the symmetric m × m matrices H, mixed into every layer. Along
W + δH the change of F is Σ_k f^(k)(s) tr H^k δ^k/k!, f the well of one mode, with f′ = f″ = 0 ≠ f‴; the gradient has order 2
for every H ≠ 0. So the orders are 3 and 2 where tr H³ ≠ 0 (always at m = 1), and 4 and 2 where tr H³ = 0. At L = 2, y = √λ they
are 4 and 3. In words: |F − F_0| ≤ C‖∇F‖^(1/θ) along these curves with θ = 2/3, 1/2 where tr H³ = 0, and 3/4 at L = 2.

Formal: one mode at a double root for every L ≥ 3, several modes at one double root with H² = I, tr H = 0 at L = 3, and L = 2,
each with its gradient. Experiment: the exact polynomials F and ‖∇F‖² for random H and networks of any width.
Source: ours, for the points of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from random import Random
from typing import Any

from proofs_check.claims.dmf._degenerate import Direction, directions, loss_along, order, slope_along
from proofs_check.claims.dmf._models import SHIFTED, derived, points, sampler
from proofs_check.claims.dmf._oracle import hunt, mismatch
from proofs_check.claims.dmf._sentences import DEEP, FRAMES, MODE, OBJECTIVE, SHIFT, Piece, numbered
from proofs_check.claims.dmf.double_root_inflection import double
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems

APART = "d W W1 Y lam mu r U N s y t"
RAISED = "d W Y lam mu r U S M u s y l"


def apart(rng: Random, signs: tuple[int, int] = (1, -1), off: int = 0) -> dict[str, Any]:
    """Two modes moved from one double root, at L = 3; ``off`` is added to y."""
    from theory.dmf.problem import Objective
    from theory.dmf.scenes.degenerate import apart as scene

    root, step = Fraction(rng.randint(1, 5), rng.randint(1, 3)), Fraction(rng.choice((-2, -1, 1, 2)), rng.randint(2, 5))
    scales = (Fraction(rng.randint(1, 4), rng.randint(1, 3)), Fraction(rng.randint(1, 4), rng.randint(1, 3)))
    dimensions = tuple(2 + rng.randint(0, 2) for _ in range(4))
    return scene(Objective(), root, step, dimensions, scales, Fraction(rng.randint(1, 7), 3), rng.randint(0, 999), signs, off)


def raised(rng: Random, off: Fraction = Fraction(0)) -> dict[str, Any]:
    """L = 2, y = q (plus ``off``), a mode raised from 0 to any s > 0."""
    mu = {n: Fraction(rng.randint(1, 5), rng.randint(1, 3)) for n in (1, 2)}
    return points(least=2, most=2, whole=True, mu=mu, value=mu[1] * mu[2] + off)(rng)


def rooted(rng: Random, **options: Any) -> dict[str, Any]:
    """A scene of ``double`` with a layer l from 1 to 3."""
    return {**double(rng, **options), "l": rng.randint(1, 3)}


def predicted(point: Direction) -> tuple[list[Fraction], list[Fraction]]:
    """Coefficients 1 … 2L of F and 0 … 4 of ‖∇F‖²."""
    loss = [point.derivative(k) / factorial(k) * point.trace(k) for k in range(1, 2 * point.layers + 1)]
    lead = sum(r**-2 for r in point.ratios) * (point.derivative(3) / (2 * point.layers)) ** 2 * point.trace(4)
    return loss, [Fraction(0)] * 4 + [lead]


def violation(point: Direction) -> Counterexample | None:
    """F and ‖∇F‖² along the direction, as exact polynomials, against ``predicted``."""
    return mismatch(point, "polynomials of F and ‖∇F‖²", (loss_along(point)[1:], slope_along(point)[:5]), predicted(point))


def orders(point: Direction) -> tuple[int, Fraction]:
    """Orders of F − F_0 and of ‖∇F‖, exactly."""
    return order([Fraction(0), *loss_along(point)[1:]]), Fraction(order(slope_along(point)), 2)


def three_and_two(point: Direction) -> Counterexample | None:
    """Against "orders 3 and 2 along the kernel, whatever the multiplicity"."""
    return mismatch(point, "orders of F − F_0 and ‖∇F‖", tuple(map(str, orders(point))), ("3", "2"))


def follows(point: Direction) -> Counterexample | None:
    """Against "‖∇F‖ has one order less than F − F_0"."""
    loss, slope = orders(point)
    return mismatch(point, "order of ‖∇F‖", str(slope), str(loss - 1))


def cube_of_trace(point: Direction) -> Counterexample | None:
    """Against a cubic coefficient with (tr H)³ in place of tr H³."""
    wanted = point.derivative(3) / 6 * point.trace(1) ** 3
    return mismatch(point, "cubic coefficient", str(loss_along(point)[3]), str(wanted))


DRAW, SEVERAL = directions(traceless=True), directions(least=2, traceless=True)
LEVEL, DOUBLE = "q[L]*y == q[L]**2*s**(2-L) + s**L", "L*s**(2*L-2) == (L-2)*q[L]**2"

GRADIENT = (
    r"$G_l(W) = 2(W_L\cdots W_{l+1})^\top(W_L\cdots W_1 - Y)(W_{l-1}\cdots W_1)^\top + 2\lambda_lW_l$ for $1 \le l \le L$"
)
ONE_MODE: Piece = (
    DEEP + FRAMES + MODE + SHIFT + rf"; let {GRADIENT}, and suppose $\sqrt\lambda\,M = \lambda S^{{2-L}} + S^L$ and "
    r"$Ls^{2L-2} = (L-2)\lambda$",
    r"Then $F(W') - F(W) = g(e) - g(s)$ and $L\,G_l(W') = g'(e)\lambda_l^{1/2}u_lu_{l-1}^\top$ for every $e > 0$ and $1 \le l "
    r"\le L$, $g'(s) = g''(s) = 0$ and $s\,g'''(s) = 4L(L-1)(L-2) > 0$.",
)
APART_MODES: Piece = (
    OBJECTIVE.replace(r"L \ge 2", "L = 3") + rf"; let {GRADIENT}; let $r \ge 0$, $U_l \in \mathbb{{R}}^{{d_l\times r}}$ with "
    r"$U_l^\top U_l = I_r$ for $0 \le l \le 3$, $s > 0$, $y, t \in \mathbb{R}$ and $N$ a real diagonal $r\times r$ matrix with "
    r"$N^2 = I_r$ and $\mathrm{tr}\,N = 0$, and suppose $W_l = \lambda_l^{-1/2}U_l(sI_r + tN)U_{l-1}^\top$ and $W^\circ_l = "
    r"\lambda_l^{-1/2}s\,U_lU_{l-1}^\top$ for $1 \le l \le 3$, $YU_0 = y\,U_3$, $Y^\top U_3 = y\,U_0$, $\lambda = 3s^4$ and "
    r"$\sqrt\lambda\,y = 4s^3$",
    r"Then $F(W) - F(W^\circ) = r\lambda^{-1}(15s^2t^4 + t^6)$ and $G_l(W) = 2\lambda_l^{1/2}\lambda^{-1}t^2U_l\bigl((6s^3 + "
    r"5st^2)I_r + (10s^2t + t^3)N\bigr)U_{l-1}^\top$ for $l = 1, 2, 3$.",
)
RAISED_MODE: Piece = (
    OBJECTIVE.replace(r"L \ge 2", "L = 2") + FRAMES + rf"; let {GRADIENT}; let $u_l \in \mathbb{{R}}^{{d_l}}$ with $\lVert "
    r"u_l\rVert = 1$ and $U_l^\top u_l = 0$ for $0 \le l \le 2$ and $s > 0$, and suppose $W_l = "
    r"\lambda_l^{-1/2}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ for $l = 1, 2$, $YU_0 = U_2M$, $Y^\top U_2 = U_0M$, "
    r"$Yu_0 = \sqrt\lambda\,u_2$, $Y^\top u_2 = \sqrt\lambda\,u_0$ and $\sqrt\lambda\,M = \lambda I_r + S^2$",
    r"Then $F(W) = \lambda^{-1}s^4 + \lambda^{-1}\mathrm{tr}(S^4) - 2\lambda^{-1/2}\mathrm{tr}(S^2M) + 2\,\mathrm{tr}(S^2) + "
    r"\lVert Y\rVert_F^2$ and $G_l(W) = 2\lambda^{-1}s^3\lambda_l^{1/2}u_lu_{l-1}^\top$ for $l = 1, 2$.",
)

claim = Claim(
    id="dmf-kl-exponents",
    title="Orders of F and ∇F along curves at degenerate points: a double root, several at L = 3, and L = 2",
    sentence=numbered(ONE_MODE, APART_MODES, RAISED_MODE),
    source=Source("dmf", "degenerate rates", "reconstructed", version="v3"),
    derivation=derived(theorems.kl_orders),
    expected=("steps proved",),
    probe=Together(
        (
            StatementProbe(
                sampler=(sampler(f"{SHIFTED} l", rooted), sampler(APART, apart), sampler(RAISED, raised)), trials=(5, 50)
            ),
            SearchProbe(instances=DRAW, violation=violation, planted=cube_of_trace, trials=(60, 600)),
        )
    ),
    mutants=(
        Mutant(name="orders 3 and 2 for multiplicity 2 and 3 as well", fate="false", search=hunt(SEVERAL, three_and_two)),
        Mutant(name="the gradient one order below F", fate="false", search=hunt(SEVERAL, follows)),
        Mutant(name="(tr H)³ in the cubic coefficient", fate="false", search=hunt(SEVERAL, cube_of_trace)),
        Mutant(name="third derivative a tenth larger", fate="false", goal=0, change=(("== 4*L*(L-1)", "== 22/5*L*(L-1)"),)),
        Mutant(name="quartic coefficient 16", fate="false", goal=1, change=(("15*s**2*t**4", "16*s**2*t**4"),)),
        Mutant(name="two layers: gradient of order 2", fate="false", goal=2,
               change=(("q[2]**(-2)*s**3*mu", "q[2]**(-2)*s**2*mu"),)),
    ),
    sharpness=(
        Sharpness(given=LEVEL, goal=0, sampler=sampler(f"{SHIFTED} l", lambda rng: rooted(rng, off=1))),
        Sharpness(given=DOUBLE, goal=0, sampler=sampler(f"{SHIFTED} l", points(least=3, most=3, whole=True))),
        Sharpness(given="tr(N) == 0", goal=1, sampler=sampler(APART, lambda rng: apart(rng, (1, 1)))),
        Sharpness(given="q[3]*y == 4*s**3", goal=1, sampler=sampler(APART, lambda rng: apart(rng, off=1))),
        Sharpness(given="y == q[2]", goal=2, sampler=sampler(RAISED, lambda rng: raised(rng, Fraction(1)))),
    ),
)  # fmt: skip
