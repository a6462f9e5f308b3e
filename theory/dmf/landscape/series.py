"""Lagrange–Bürmann series of both roots for every L ≥ 3, with a remainder bound (scaled: y = λ^(1/(2L−2))·η).

With q = (L − 2)/L, (a)_k the rising factorial and η > η*,

    s_+^L     = η − Σ_{n≥1} (nq)_{n−1}/n! · η^(1−n(1+q)),      s_−^(2−L) = the same with 1/q in place of q.

All terms c_n are positive. n ↦ ln c_n is convex: with p = 1 + q its second derivative in n is
∫ t e^(−nt) [e^(t/p) + 1/(e^(t/p) − 1) − 1/(e^(t/q) − 1) − 1/(e^t − 1)] dt, and the bracket exceeds 1/2 by
1/u − 1/2 ≤ 1/(e^u − 1) ≤ 1/u (for the difference g of the two sides, 0 ≤ g ≤ 1/2 in the two subtracted terms). So
c_{n+1}/c_n grows to its limit (η*/η)^(1+q), and what follows the N-th term is at most c_{N+1}/(1 − (η*/η)^(1+q)).
Source: Lagrange inversion applied to equation (10) of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

import flint

from theory.dmf.landscape.roots import Root
from theory.exact.balls import arb


def series_root(layers: int, eta: Fraction, root: Root, terms: int, bits: int = 128) -> flint.arb:
    """An enclosure of s_+ or s_− from ``terms`` terms and the remainder bound.

    Raises:
        ValueError: L < 3, η not above the existence threshold, or no such root.

    >>> half = series_root(3, Fraction(17, 8), Root.LOWER, 80)
    >>> float(half.mid()), half.rad() < 1e-9
    (0.5, True)
    """
    if layers < 3 or root not in (Root.UPPER, Root.LOWER) or terms < 0:
        raise ValueError(f"series: L >= 3, root '+' or '-' and terms >= 0 are needed, got {layers}, '{root}', {terms}")
    power = 2 * layers - 2
    if layers**layers * (layers - 2) ** (layers - 2) * eta**power <= power**power:
        raise ValueError(f"series: eta = {eta} is not above the existence threshold, where the series diverges")
    total, rest = partial_sum(layers, eta, root, terms, bits)
    with flint.ctx.workprec(bits + 32):
        value = total - rest * flint.arb("0.5 +/- 0.5")
        exponent = flint.fmpq(1, layers) if root is Root.UPPER else flint.fmpq(1, 2 - layers)
        return value ** flint.arb(exponent)


def partial_sum(layers: int, eta: Fraction, root: Root, terms: int, bits: int = 128) -> tuple[flint.arb, flint.arb]:
    """η − Σ_{n≤N} c_n and the bound on Σ_{n>N} c_n."""
    q = Fraction(layers - 2, layers) if root is Root.UPPER else Fraction(layers, layers - 2)
    with flint.ctx.workprec(bits + 32 + terms):
        ratio = (arb(q) + 1).log() * (arb(q) + 1) - arb(q).log() * arb(q)  # log of the limit of (nq)_{n-1}/n! ratios
        shrink = (ratio - (arb(q) + 1) * arb(eta).log()).exp()
        total = arb(eta) - sum((coefficient(q, n, eta) for n in range(1, terms + 1)), start=flint.arb(0))
        return total, coefficient(q, terms + 1, eta) / (1 - shrink)


def coefficient(q: Fraction, n: int, eta: Fraction) -> flint.arb:
    """c_n = (nq)_{n−1}/n!·η^(1−n(1+q))."""
    rising = arb(n * q).rising(n - 1) / flint.arb(n).fac()
    return rising * (arb(eta).log() * arb(1 - n * (1 + q))).exp()
