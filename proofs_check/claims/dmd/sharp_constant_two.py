"""68 polynomials in (ρ, l, h) are non-negative on boxes: the coefficients behind V − V₊ ≥ 2cη tr(Λ²D) at r_A = 2, with c = 1 −
h/2 for 1/2 ≤ h ≤ 2 and c = (8 − h)/(8 + 4h) for h ≤ 1/2.

34 coefficients each, non-negative by Bernstein certificates in exact rational arithmetic, leaves checked again; and the
inequality at exact rational starts of the step. That the 34 polynomials are the coefficients of V − V₊ − 2cη tr(Λ²D) is
written out and probed at those starts, and is not a step of the certificate: an edited coefficient would be accepted if it is
non-negative too. Source: ours, for arXiv:2606.31390 (T6d); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from proofs_check.claims.dmd._models import derived
from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import derivation_discrete as discrete


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


claim = Claim(
    id="dmd-sharp-constant-two",
    title="68 polynomial inequalities behind the constant of the discrete clock at r_A = 2",
    sentence=(
        r"[1]–[34] Each of the 34 polynomials in $\rho, l, h$ with integer coefficients that the goals write out "
        r"(the first two are $l^2h - l^4h$ and $4l^2h - 5l^4h + 2l^4h^2$) is $\ge 0$ for $0 \le \rho \le 1$, $-1 "
        r"\le l \le 1$, $\tfrac12 \le h \le 2$. [35]–[68] Each of the 34 polynomials of these goals is $\ge 0$ for "
        r"$0 \le \rho \le 1$, $-1 \le l \le 1$, $0 \le h \le \tfrac12$. Where they come from is in no goal: as "
        r"rational functions of $a, b, w, l, h, c$ let $\delta = (1+a)(1+b)-w^2$, $W = "
        r"\bigl(\begin{smallmatrix}a&w\\w&b\end{smallmatrix}\bigr)$, $S = (I_2+W)^{-1}$, $D = I_2-S$, $\Lambda = "
        r"\mathrm{diag}(1,l)$, $N = h\Lambda S\Lambda$, $\Delta = \delta^4\det(I_2+DN)$, $Y = N(I_2+DN)^{-1}$, and "
        r"let $p(a,b,w,l,h,c)$ be the polynomial, even in $w$, with $2\,\mathrm{tr}(WY) - \mathrm{tr}(WY^2) - "
        r"2ch\,\mathrm{tr}(\Lambda^2D) = h\delta^3p/\Delta^2$; [1]–[34] are the non-zero coefficients of $a^ib^j$ "
        r"in $p$ after $c = 1-\tfrac{h}{2}$ and $w^2 = \rho ab$, in the order $(i,j) = (0,1),\dots,(0,5); "
        r"(1,1),\dots,(1,5); (2,0),\dots,(2,5); (3,0),\dots,(3,5); (4,0),\dots,(4,5); (5,0),\dots,(5,5)$, and "
        r"[35]–[68] those in $(8+4h)p$ after $c = \tfrac{8-h}{8+4h}$ and $w^2 = \rho ab$, in the order "
        r"$(0,1),\dots,(0,5); (1,0),\dots,(1,5); (2,1),\dots,(2,5); (3,0),\dots,(3,5); (4,0),\dots,(4,5); "
        r"(5,0),\dots,(5,5)$."
    ),
    source=Source("dmd", "T6d for r_A = 2", "reconstructed"),
    derivation=derived(discrete.sharp_constant),
    expected=("steps proved",),
    open_reason="no step ties the 68 polynomial inequalities to V − V₊: the expansion of the recursion at r_A = 2 (a rational "
    "function of p, q, ρ, l, h over two determinants) is in words",
    without_objective="scalar lemma about polynomials in two eigenvalues of the step",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda s: violation(s, Fraction(1, 10)), trials=(200, 2000)),
    mutants=(Mutant(name="c + 1/10", fate="false", search=hunt(draw, lambda s: violation(s, Fraction(1, 10)))),),
)
