"""The constant of the discrete clock at r_A = 2: V − V₊ ≥ 2cη tr(Λ²D) with c = 1 − h/2 for 1/2 ≤ h ≤ 2 (sharp) and c = (8 −
h)/(8 + 4h) for h ≤ 1/2.

For W = S⁻¹ − I = [[s², kst], [kst, t²]] and Λ = diag(1, l) the equation of Y and the inequality, denominators cleared, are
polynomial statements in (s, t, k, l, h), accepted by the kernel: 34 coefficients of s^(2i)t^(2j) each, non-negative by
Bernstein certificates, put together at ρ = k². In words: the positive denominators δq². The inequality at exact rational
starts of the step besides. Source: ours, for arXiv:2606.31390 (T6d); reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmd._models import derived
from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmd.proofs import rank_two


@dataclass(frozen=True)
class Start:
    """W = [[p², ρpq], [ρpq, q²]], the ratio l ≠ 0 of the eigenvalues, and h."""

    p: Fraction
    q: Fraction
    rho: Fraction
    l: Fraction
    h: Fraction


def draw(rng: Random) -> Start:
    """Rational, W positive definite."""
    p, q = Fraction(rng.randint(1, 12), rng.randint(1, 6)), Fraction(rng.randint(1, 12), rng.randint(1, 12))
    return Start(
        p,
        q,
        Fraction(rng.randint(-7, 7), 8),
        Fraction(rng.choice((-1, 1)) * rng.randint(1, 8), 8),
        Fraction(rng.randint(1, 31), 16),
    )


def gain(start: Start, constant: Fraction) -> Fraction:
    """V − V₊ − 2cτ by the symmetric form of the step, in exact 2 × 2 arithmetic."""
    from theory.exact.matrices import diagonal, identity, inverse, minus, times
    from theory.models.numbers import Matrix

    w = start.rho * start.p * start.q
    W, eye = Matrix(((start.p**2, w), (w, start.q**2))), identity(2)
    S, Lam = inverse(W + eye), diagonal([Fraction(1), start.l])
    D, n = minus(eye, S), times(start.h, Lam * S * Lam)
    Y = n * inverse(eye + D * n)
    after = minus(eye, Y) * W * minus(eye, Y)
    return W.trace() - after.trace() - 2 * constant * start.h * (Lam * Lam * D).trace()


def proved(h: Fraction) -> Fraction:
    """The constant of the statement."""
    return 1 - h / 2 if h >= Fraction(1, 2) else (8 - h) / (8 + 4 * h)


def violation(start: Start, more: Fraction = Fraction(0)) -> Counterexample | None:
    """The inequality at one exact start, with ``more`` added to the constant."""
    value = gain(start, proved(start.h) + more)
    return Counterexample(f"{start}: V − V₊ − 2cτ = {float(value):.4g}", size=float(start.p + start.q)) if value < 0 else None


def between(low: Fraction, high: Fraction, wide: bool = False) -> Callable[[Random], dict[str, Any]]:
    """Models with h in a range; ``wide``: |k| beyond 1 instead."""

    def model(rng: Random) -> dict[str, Any]:
        found = rank_two.random_step(rng, low, high)
        return {**found, "k": str(rng.choice((-1, 1)) * Fraction(rng.randint(9, 40), 8))} if wide else found

    return model


HALF = Fraction(1, 2)

claim = Claim(
    id="dmd-sharp-constant-two",
    title="The constant of the discrete clock at r_A = 2, denominators cleared",
    sentence=(
        r"Let $s, t, k, l, h \in \mathbb{R}$, $W = \bigl(\begin{smallmatrix}s^2&kst\\kst&t^2\end{smallmatrix}\bigr)$, "
        r"$\delta = (1+s^2)(1+t^2) - k^2s^2t^2$, $e_1 = s^2(1+t^2) - k^2s^2t^2$, $e_3 = t^2(1+s^2) - k^2s^2t^2$, $E = "
        r"\bigl(\begin{smallmatrix}e_1&kst\\kst&e_3\end{smallmatrix}\bigr)$ and $B = "
        r"\bigl(\begin{smallmatrix}1+t^2&-lkst\\-lkst&l^2(1+s^2)\end{smallmatrix}\bigr)$ (with $\delta = \det(I_2 + W)$, "
        r"$S = (I_2 + W)^{-1}$ and $\Lambda = \mathrm{diag}(1, l)$ these are $\delta(I_2 - S)$ and $\delta\Lambda "
        r"S\Lambda$); let $G = hEB$, $q = \delta^2 + \mathrm{tr}\,G + h^2l^2(1-k^2)s^2t^2$ and $z = "
        r"\bigl(\begin{smallmatrix}z_1&z_2\\z_2&z_3\end{smallmatrix}\bigr)$ with $z_1 = \delta(1+t^2) + hl^2e_3$, $z_2 = "
        r"-lkst(\delta + hl)$ and $z_3 = l^2(\delta(1+s^2) + he_1)$. [1] Then, entry by entry, $z(\delta^2I_2 + G) = "
        r"q\delta B$. [2] If $k^2 \le 1$, $-1 \le l \le 1$ and $\tfrac12 \le h \le 2$, then $\delta(2q\,\mathrm{tr}(Wz) - "
        r"h\,\mathrm{tr}(Wz^2)) - (2-h)(e_1 + l^2e_3)q^2 \ge 0$. [3] If $k^2 \le 1$, $-1 \le l \le 1$ and $0 \le h \le "
        r"\tfrac12$, then $(8+4h)\,\delta(2q\,\mathrm{tr}(Wz) - h\,\mathrm{tr}(Wz^2)) - 2(8-h)(e_1 + l^2e_3)q^2 \ge 0$."
    ),
    source=Source("dmd", "T6d for r_A = 2", "reconstructed"),
    derivation=derived(rank_two.sharp_constant),
    expected=("steps proved",),
    without_objective="about one step, which the statement defines; `dmd-gradients` derives its gradient from the objective",
    probe=Together((
        StatementProbe(
            sampler=(rank_two.random_step, between(HALF, Fraction(2)), between(Fraction(0), HALF)), trials=(10, 100)
        ),
        SearchProbe(instances=draw, violation=violation, planted=lambda s: violation(s, Fraction(1, 10)), trials=(200, 2000)),
    )),
    mutants=(
        Mutant(name="c + 1/10", fate="false", search=hunt(draw, lambda s: violation(s, Fraction(1, 10)))),
        Mutant(name="c = 1 for 1 − h/2", fate="false", goal=1, change=(("- (2-h)*", "- 2*"),)),
        Mutant(name="c = 1 for (8 − h)/(8 + 4h)", fate="false", goal=2, change=(("- 2*(8-h)*", "- 2*(8+4*h)*"),)),
        Mutant(name="twice q", fate="false", goal=0, change=(("== q*((1+s**2)", "== 2*q*((1+s**2)"),)),
    ),
    sharpness=(
        Sharpness(given="1 - k**2 >= 0", goal=1, sampler=between(HALF, Fraction(2), wide=True)),
    ),
)  # fmt: skip
