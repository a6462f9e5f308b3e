"""The clock's constant at r_A = 2, tied to the step: W = S⁻¹ − I = [[s², kst], [kst, t²]], Λ = diag(1, l), N = hΛSΛ, D = I
− S.

With δ = det(I + W) and q = δ² det(I + DN) the matrix Y = N(I + DN)⁻¹ is hz/q, z of polynomials, and δq²/h times 2tr WY − tr
WY² − 2ch tr Λ²D is the polynomial whose coefficients of s^(2i)t^(2j) are ≥ 0 by Bernstein certificates. Source: ours, for
arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from theory.dmd import sharp_constant as sharp
from theory.exact.matrices import scene_json
from theory.prove.derivation import Book, Derivation
from theory.prove.formulas import renamed
from theory.prove.letters import real

A, B, W = "s**2", "t**2", "k*s*t"
DELTA = f"((1+{A})*(1+{B})-k**2*{A}*{B})"
D1, D3 = f"({A}*(1+{B})-k**2*{A}*{B})", f"({B}*(1+{A})-k**2*{A}*{B})"
"""Diagonal entries of δD; off the diagonal it is kst."""
G11, G12 = f"h*({D1}*(1+{B})-l*k**2*{A}*{B})", f"h*{W}*(l**2*(1+{A})-l*{D1})"
G21, G22 = f"h*{W}*(1+{B}-l*{D3})", f"h*(l**2*{D3}*(1+{A})-l*k**2*{A}*{B})"
"""δ²DN."""
Q = f"({DELTA}**2+{G11}+{G22}+h**2*l**2*(1-k**2)*{A}*{B})"
Z1, Z2, Z3 = f"({DELTA}*(1+{B})+h*l**2*{D3})", f"(-l*{W}*({DELTA}+h*l))", f"(l**2*({DELTA}*(1+{A})+h*{D1}))"
FIRST = f"({A}*z1+2*{W}*z2+{B}*z3)"
SECOND = f"({A}*(z1**2+z2**2)+2*{W}*z2*(z1+z3)+{B}*(z2**2+z3**2))"
"""tr Wz and tr Wz²."""
FALL, MASS = f"{DELTA}*(2*q*{FIRST}-h*{SECOND})", f"({D1}+l**2*{D3})"
"""δq²/h times 2tr WY − tr WY², and δ tr Λ²D."""
TWICE = {"sharp": ("1", "(2-h)"), "small steps": ("(8+4*h)", "2*(8-h)")}
"""A factor and that factor times 2c."""
LETTERS = [real(name) for name in ("s", "t", "k", "l", "h")]
DEFINED = [real("q", Q), real("z1", Z1), real("z2", Z2), real("z3", Z3)]


def gain(case: str) -> str:
    """δq²/h times 2tr WY − tr WY² − 2ch tr Λ²D, times the denominator of c."""
    factor, twice = TWICE[case]
    return f"{factor}*{FALL} - {twice}*{MASS}*q**2"


def written_out(text: str) -> str:
    """The same in s, t, k, l, h alone.

    >>> written_out("z2")
    '(-l*k*s*t*(((1+s**2)*(1+t**2)-k**2*s**2*t**2)+h*l))'
    """
    return renamed(text, q=Q, z1=Z1, z2=Z2, z3=Z3)


def random_step(rng: Random, low: Fraction = Fraction(0), high: Fraction = Fraction(2)) -> dict:
    """W of any rank, |k|, |l| ≤ 1, low ≤ h ≤ high.

    >>> sorted(random_step(Random(1)))
    ['h', 'k', 'l', 's', 't']
    """
    def size() -> Fraction:
        return Fraction(rng.randint(-6, 6), rng.randint(1, 4))

    return scene_json(s=size(), t=size(), k=Fraction(rng.randint(-8, 8), 8), l=Fraction(rng.randint(-8, 8), 8),
                      h=low + (high - low) * Fraction(rng.randint(0, 16), 16))  # fmt: skip


def sharp_constant() -> Derivation:
    """z solves the equation of Y, and 2tr WY − tr WY² ≥ 2ch tr Λ²D with c = 1 − h/2 for 1/2 ≤ h ≤ 2 and c = (8 − h)/(8 + 4h)
    for 0 ≤ h ≤ 1/2."""
    book = Book(scene=scene_json(s=Fraction(2, 3), t=Fraction(5, 4), k=Fraction(1, 3), l=Fraction(2, 5)))
    letters = [*LETTERS, *DEFINED]
    rows = [("z1", "z2", f"(1+{B})", f"(-1)*l*{W}"), ("z2", "z3", f"(-1)*l*{W}", f"l**2*(1+{A})")]
    then: list[str] = []
    hints: list[list[Any]] = []
    for first, second, left, right in rows:
        for (one, two), side in zip(((f"({DELTA}**2+{G11})", G21), (G12, f"({DELTA}**2+{G22})")), (left, right), strict=True):
            place = (len(then),)
            then.append(f"{first}*{one} + {second}*{two} == q*{DELTA}*{side}")
            hints += [[f"{one}*_", f"def {first}", place], [f"{two}*_", f"def {second}", place],
                      [f"-1*{DELTA}*({side})*_", "def q", place]]  # fmt: skip
    solved = book.expand(letters, [], then, [], None, hints, h="1/3")
    return book.derivation(
        solved,
        *(_case(book, case, *ends) for case, ends in sharp.CASES.items()),
        prose=(
            "In words: δ²DN has the entries G of [1], so [1] says z(δ²I + δ²DN) = qδ·δN/h, that is Y = hz/q with Y(I + DN) "
            "= N; I + DN is invertible with det(I + DN) = det(I + N^(1/2)DN^(1/2)) ≥ 1, and q = δ²det(I + DN) > 0, δ > 0. "
            "So [2] and [3], multiplied by h/(δq²) and, in [3], divided by 8 + 4h, are 2tr WY − tr WY² ≥ 2ch tr Λ²D, δ tr "
            "Λ²D = (δD)₁₁ + l²(δD)₂₂, with c = 1 − h/2 and c = (8 − h)/(8 + 4h); the left side is V − V₊, V = tr S⁻¹ − 2, "
            "for the step with L = √h Λ, by the first two goals of dmd-discrete-clock for l ≠ 0, and by continuity for l = "
            "0. That c = 1 − h/2 cannot be larger is known from r_A = 1 (s = 0 or t = 0); c = (8 − h)/(8 + 4h) is not said "
            "to be sharp."
        ),
    )


def _case(book: Book, case: str, low: Fraction, high: Fraction) -> str:
    """One range of h: Bernstein certificates of the coefficients in (ρ, l, h), put together at ρ = k²."""
    box = ((Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1)), (low, high))
    bounds = {name: _between(name, *ends) for name, ends in zip(sharp.LETTERS, box, strict=True)}
    given, middle = [atom for ends in bounds.values() for atom in ends], str((low + high) / 2 + Fraction(1, 16))
    inner = [real(name) for name in sharp.LETTERS]
    facts: dict[str, object] = {}
    terms: list[dict] = []
    for (i, j), polynomial in sorted(sharp.coefficients(case).items()):
        witness = {"bounds": bounds, "tree": sharp.bisection(polynomial, box, 400)}
        page = book.add("bernstein", inner, given, f"{sharp.text_of(polynomial)} >= 0", [witness], rho="1/3", l="2/5", h=middle)
        facts[f"c{i}{j}"] = {"cert": page, "set": {"rho": "k**2"}}
        powers = [f"{name}**{2 * e}" for name, e in (("s", i), ("t", j)) if e]
        terms.append({"weight": "*".join(powers), "facts": [f"c{i}{j}"]})
    here = ["1 - k**2 >= 0", *bounds["l"], *bounds["h"]]
    facts["square"] = book.order(LETTERS, here, "k**2 >= 0", [{"square": "k"}], h=middle)
    plain = book.order(LETTERS, here, f"{written_out(gain(case))} >= 0", terms, None, facts, h=middle)
    factor, twice = TWICE[case]
    unfolded = [
        [f"({factor}*{DELTA}*2*{FIRST} - {twice}*{MASS}*(q+{Q}))*_", "def q"],
        [f"{factor}*{DELTA}*(2*{Q}*{A} - h*({A}*(z1+{Z1})+2*{W}*z2))*_", "def z1"],
        [f"{factor}*{DELTA}*(2*{Q}*{B} - h*({B}*(z3+{Z3})+2*{W}*z2))*_", "def z3"],
        [f"{factor}*{DELTA}*(4*{Q}*{W} - h*(({A}+{B})*(z2+{Z2})+2*{W}*({Z1}+{Z3})))*_", "def z2"],
    ]
    letters, terms = [*LETTERS, *DEFINED], [{"facts": ["plain"]}]
    return book.order(letters, here, f"{gain(case)} >= 0", terms, None, {"plain": plain}, unfolded, h=middle)


def _between(name: str, low: Fraction, high: Fraction) -> list[str]:
    """low ≤ name ≤ high, as two hypotheses."""
    return [f"{name} {'+' if low < 0 else '-'} {abs(low)} >= 0", f"{high} - {name} >= 0"]
