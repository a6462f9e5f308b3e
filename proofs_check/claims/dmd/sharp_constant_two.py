"""The sharp constant at r_A = 2: V − V₊ ≥ 2cη tr(Λ²D) with c = 1 − h/2 for 1/2 ≤ h ≤ 2 and c = (8 − h)/(8 + 4h) for h ≤ 1/2.

34 coefficients each, non-negative by Bernstein certificates in exact rational arithmetic, leaves checked again; and the
inequality at exact rational starts of the step. That the 34 polynomials are the coefficients of V − V₊ − 2cη tr(Λ²D) is written
out and probed at those starts, and is not a step of the certificate: an edited coefficient would be accepted if it is
non-negative too. Source: ours, for arXiv:2606.31390 (T6d); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmd._models import derived
from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probe import Counterexample
from proofs_check.search_probe import SearchProbe


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
    from theory.agd.models import identity, minus, times
    from theory.dmd.models import inverse
    from theory.kernel.numbers import Matrix
    from theory.prove.exact import diagonal

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
    title="The sharp constant of the discrete clock for r_A = 2",
    source=Source("dmd", "T6d for r_A = 2", "reconstructed"),
    derivation=derived("sharp_constant"),
    expected=("steps proved",),
    open_reason="no step ties the 68 polynomial inequalities to V − V₊: the expansion of the recursion at r_A = 2 (a rational "
    "function of p, q, ρ, l, h over two determinants) is in words",
    about_objective=False,
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda s: violation(s, Fraction(1, 10)), trials=(200, 2000)),
    mutants=(Mutant(name="c + 1/10", fate="false", search=hunt(draw, lambda s: violation(s, Fraction(1, 10)))),),
)
