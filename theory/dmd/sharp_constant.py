"""The sharp constant of the discrete clock for r_A = 2: V − V₊ ≥ 2cη tr(Λ²D), by Bernstein certificates over the rationals.

W = S⁻¹ − I = [[a, w], [w, b]], a, b ≥ 0, w² = ρab, ρ ∈ [0, 1]; L = √h·diag(1, l), l ∈ [−1, 1] (any signs, the largest |λ|
first). Then V − V₊ − 2cτ = h·δ³·N/det², δ = det(I + W) > 0, N a polynomial in (a, b, ρ, l, h), and every coefficient of a^i b^j
in N is non-negative on ρ ∈ [0, 1], l ∈ [−1, 1] and the given h: all Bernstein coefficients are, on every leaf of a subdivision.

* 1/2 ≤ h ≤ 2: c = 1 − h/2, which is sharp (it is for r_A = 1, by l = 0).
* 0 < h ≤ 1/2: c = (8 − h)/(8 + 4h).

Exact integer and rational arithmetic throughout; singular Λ included. Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

import flint

from theory.kernel.bernstein import coefficients as coefficients_on

Polynomial = dict[tuple[int, ...], Fraction]
"""Exponents of (ρ, l, h) to coefficient."""
NAMES = ("a", "b", "w", "l", "h", "c")
LETTERS = ("rho", "l", "h")
CASES = {"sharp": (Fraction(1, 2), Fraction(2)), "small steps": (Fraction(0), Fraction(1, 2))}


@dataclass(frozen=True)
class BernsteinCertificate:
    """Leaves (boxes of (ρ, l, h)) for every coefficient a^i b^j."""

    case: str
    leaves: dict[tuple[int, int], tuple[tuple[tuple[Fraction, Fraction], ...], ...]]

    @property
    def boxes(self) -> int:
        """How many boxes there are over all coefficients."""
        return sum(map(len, self.leaves.values()))

    def __str__(self) -> str:
        return f"{len(self.leaves)} coefficients, {self.boxes} boxes, all Bernstein coefficients non-negative"


@lru_cache(maxsize=1)
def numerator() -> Any:
    """h·δ⁴·N = δ·det²·(V − V₊ − 2cτ), divided exactly by h·δ⁴: N as a polynomial in a, b, w, l, h, c."""
    context = flint.fmpq_mpoly_ctx.get(NAMES, "lex")
    a, b, w, l, h, c = context.gens()
    one = a**0
    delta = (one + a) * (one + b) - w * w

    def times(p: Any, q: Any) -> Any:
        return [[p[i][0] * q[0][j] + p[i][1] * q[1][j] for j in range(2)] for i in range(2)]

    W = [[a, w], [w, b]]
    D = [[delta - (one + b), w], [w, delta - (one + a)]]  # δ·D
    n = [[h * (one + b), -h * l * w], [-h * l * w, h * l * l * (one + a)]]  # δ·n
    product_ = times(D, n)
    M = [[delta * delta + product_[0][0], product_[0][1]], [product_[1][0], delta * delta + product_[1][1]]]
    adjugate = [[M[1][1], -M[0][1]], [-M[1][0], M[0][0]]]
    det = M[0][0] * M[1][1] - M[0][1] * M[1][0]
    Y = times(n, adjugate)  # Y = δ·Y/det
    first, second = times(W, Y), times(times(W, Y), Y)
    total = 2 * delta**2 * det * (first[0][0] + first[1][1]) - delta**3 * (second[0][0] + second[1][1])
    total -= 2 * c * h * (D[0][0] + l * l * D[1][1]) * det**2
    quotient, rest = divmod(total, h * delta**4)
    if rest != 0:
        raise ArithmeticError("the numerator is not divisible by h·det(I + W)⁴")
    return quotient


def coefficients(case: str) -> dict[tuple[int, int], Polynomial]:
    """Coefficients of a^i b^j after w² = ρab, c replaced and its positive denominator multiplied out."""
    found: dict[tuple[int, int], Polynomial] = {}
    for exponents, value in numerator().to_dict().items():
        i, j, k, p, q, constant = map(int, exponents)
        if k % 2:
            raise ArithmeticError("odd power of w")
        number = Fraction(int(value.p), int(value.q))
        # c = 1 − h/2; or c = (8 − h)/(8 + 4h), times (8 + 4h) throughout
        if case == "sharp":
            parts = {0: number} if constant == 0 else {0: number, 1: -number / 2}
        else:
            parts = {0: 8 * number, 1: 4 * number} if constant == 0 else {0: 8 * number, 1: -number}
        if constant > 1:
            raise ArithmeticError("N is linear in c")
        place = found.setdefault((i + k // 2, j + k // 2), {})
        for shift, part in parts.items():
            key = (k // 2, p, q + shift)
            place[key] = place.get(key, Fraction(0)) + part
    return {key: {m: v for m, v in poly.items() if v} for key, poly in found.items() if any(poly.values())}


def certify(case: str = "sharp", most: int = 400) -> BernsteinCertificate | None:
    """The certificate of a case of ``CASES``; None if some coefficient needs more than ``most`` boxes.

    >>> print(certify("sharp"))
    34 coefficients, 58 boxes, all Bernstein coefficients non-negative
    """
    low, high = CASES[case]
    box = ((Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1)), (low, high))
    leaves = {}
    for key, polynomial in coefficients(case).items():
        found = nonnegative(polynomial, box, most)
        if found is None:
            return None
        leaves[key] = found
    return BernsteinCertificate(case, leaves)


def nonnegative(polynomial: Polynomial, box: tuple, most: int) -> tuple | None:
    """Boxes that cover ``box`` with all Bernstein coefficients ≥ 0; None beyond ``most`` or where a corner is negative."""
    found = bisection(polynomial, box, most)
    return None if found is None else tuple(leaves_of(found, box))


def bisection(polynomial: Polynomial, box: tuple, most: int, letters: tuple[str, ...] = LETTERS) -> Any:
    """The same as a tree, "leaf" or {"cut", "at", "low", "high"} in the letters of the polynomial: a witness of the kernel."""
    left = [most]

    def grow(here: tuple) -> Any:
        if min(coefficients_on(polynomial, here)) >= 0:
            return "leaf"
        left[0] -= 1
        if left[0] <= 0 or any(value_at(polynomial, corner) < 0 for corner in product(*here)):
            return None
        axis = max(range(len(letters)), key=lambda k: (_gain(polynomial, here, k), -k))
        low, high = here[axis]
        middle = (low + high) / 2
        sides = [grow((*here[:axis], side, *here[axis + 1 :])) for side in ((low, middle), (middle, high))]
        if None in sides:
            return None
        return {"cut": letters[axis], "at": str(middle), "low": sides[0], "high": sides[1]}

    return grow(box)


def leaves_of(tree: Any, box: tuple) -> list:
    """The boxes of a tree."""
    if tree == "leaf":
        return [box]
    axis, at = LETTERS.index(tree["cut"]), Fraction(tree["at"])
    low, high = box[axis]
    ends = (("low", (low, at)), ("high", (at, high)))
    return [leaf for side, part in ends for leaf in leaves_of(tree[side], (*box[:axis], part, *box[axis + 1 :]))]


def text_of(polynomial: Polynomial, letters: tuple[str, ...] = LETTERS) -> str:
    """The polynomial as an expression of the kernel."""
    terms = []
    for exponents, number in sorted(polynomial.items()):
        factors = [f"{name}**{e}" for name, e in zip(letters, exponents, strict=True) if e]
        terms.append("*".join([f"{number.numerator}", *factors]) + (f"/{number.denominator}" if number.denominator > 1 else ""))
    return " + ".join(terms).replace("+ -", "- ")


def _gain(polynomial: Polynomial, box: tuple, axis: int) -> Fraction:
    """The smaller of the two least Bernstein coefficients after a cut along ``axis``."""
    low, high = box[axis]
    middle = (low + high) / 2
    return min(
        min(coefficients_on(polynomial, (*box[:axis], side, *box[axis + 1 :]))) for side in ((low, middle), (middle, high))
    )


def value_at(polynomial: Polynomial, at: Iterable[Fraction]) -> Fraction:
    """The polynomial at a point."""
    point = tuple(at)
    return sum((v * prod(x**e for x, e in zip(point, m, strict=True)) for m, v in polynomial.items()), Fraction(0))


def recheck(certificate: BernsteinCertificate) -> bool:
    """Every listed leaf again, and that the leaves of each coefficient cover the box: equal volumes, no overlap by
    bisection."""
    low, high = CASES[certificate.case]
    whole = 2 * (high - low)
    for key, polynomial in coefficients(certificate.case).items():
        leaves = certificate.leaves.get(key, ())
        if any(min(coefficients_on(polynomial, leaf)) < 0 for leaf in leaves):
            return False
        volume = sum((_volume(leaf) for leaf in leaves), Fraction(0))
        if volume != whole or any(_overlap(p, q) for i, p in enumerate(leaves) for q in leaves[:i]):
            return False
    return True


def _volume(box: tuple) -> Fraction:
    size = Fraction(1)
    for low, high in box:
        size *= high - low
    return size


def _overlap(p: tuple, q: tuple) -> bool:
    return all(max(a[0], b[0]) < min(a[1], b[1]) for a, b in zip(p, q, strict=True))
