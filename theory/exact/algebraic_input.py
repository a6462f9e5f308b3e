"""Algebraic singular values as a user types them: ``sqrt(21)``, ``3/2*sqrt(7)``, ``root(x^3-2, 1.26)``.

``root(p, a)`` is the real root of the polynomial p that lies nearest to a; p has rational coefficients in x.
"""

from __future__ import annotations

import re
from fractions import Fraction

import flint

from theory.exact.balls import PrecisionError
from theory.exact.root_value import SingularValue, integer_polynomial, real_roots, square_root_of

MOST_DEGREE, MOST_DIGITS, MOST_BITS = 32, 600, 1 << 16
NUMBER = r"[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?(?:/[0-9]+)?|\.[0-9]+"
ROOT = re.compile(rf"(?:(?P<factor>{NUMBER})\*)?sqrt\((?P<inside>{NUMBER})\)(?:/(?P<over>[0-9]+))?")
TERM = re.compile(rf"(?P<sign>[+-])(?:(?P<number>{NUMBER})(?:\*(?=x))?)?(?P<x>x(?:(?:\^|\*\*)(?P<power>[0-9]{{1,3}}))?)?")


def split_list(text: str) -> list[str]:
    """The parts between commas outside brackets.

    >>> split_list("3, root(x^3-2, 1.26),sqrt(21)")
    ['3', ' root(x^3-2, 1.26)', 'sqrt(21)']
    """
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def is_algebraic(text: str) -> bool:
    """Whether the text asks for a root.

    >>> is_algebraic(" sqrt(2)"), is_algebraic("17/2")
    (True, False)
    """
    return "sqrt" in text or "root" in text


def algebraic_value(text: str, name: str) -> SingularValue:
    """The non-negative number that the text denotes; rational where it is.

    Raises:
        ValueError: not of this form; degree above 32; a negative root; no root, or two roots equally near.

    >>> print(algebraic_value("sqrt(21)", "y"), algebraic_value("3/2*sqrt(16)", "y"))
    sqrt(21) 6
    >>> value = algebraic_value("root(x^3-2, 1.26)", "y")
    >>> print(value, round(float(value), 12))
    root(1*x^6-4, 1.2599210498948732) 1.259921049895
    """
    plain = "".join(text.split())
    if len(plain) > MOST_DIGITS:
        raise ValueError(f"{name} must have at most {MOST_DIGITS} characters, got {len(plain)}")
    if found := ROOT.fullmatch(plain):
        factor = _number(found["factor"] or "1", name) / _number(found["over"] or "1", name)
        return square_root_of(integer_polynomial([-(factor**2) * _number(found["inside"], name), Fraction(1)]), 0)
    found = re.fullmatch(r"root\(([^,()]+),([^,()]+)\)", plain)
    if not found:
        raise ValueError(f"{name} must look like sqrt(21), 3/2*sqrt(7) or root(x^3-2, 1.26), got {plain[:40]!r}")
    return _nearest_root(_polynomial(found[1], name), _number(found[2], name), name)


def _nearest_root(polynomial: flint.fmpz_poly, near: Fraction, name: str) -> SingularValue:
    """The root y nearest to ``near``, by the minimal polynomial of y²: that of q(x)·q(−x) in x²."""
    if polynomial.degree() < 1 or polynomial.degree() > MOST_DEGREE:
        raise ValueError(f"{name} must be a root of a polynomial of degree 1 to {MOST_DEGREE}, got {polynomial.degree()}")
    candidates = []
    with flint.ctx.workprec(512):
        target = flint.arb(flint.fmpq(*near.as_integer_ratio()))
        for factor, _ in polynomial.factor()[1]:
            candidates += [(abs(root - target), root, factor) for root in real_roots(factor)]
        candidates.sort(key=lambda entry: entry[0].mid())
        if not candidates:
            raise ValueError(f"{name} must be a real root, got a polynomial without real roots")
        if len(candidates) > 1 and not bool(candidates[0][0] < candidates[1][0]):
            raise ValueError(f"{name} must be nearer to one root than to all others, got {near}")
        _, root, factor = candidates[0]
        if bool(root < 0):
            raise ValueError(f"{name} must be a non-negative root, got one near {float(root):.6g}")
    return _from_root(factor, root)


def _from_root(factor: flint.fmpz_poly, root: flint.arb) -> SingularValue:
    mirrored = flint.fmpz_poly([(-1) ** k * int(c) for k, c in enumerate(factor.coeffs())])
    squares = flint.fmpz_poly((factor * mirrored).coeffs()[::2])
    bits = 512
    while bits <= MOST_BITS:  # y² is a root of exactly one of the irreducible factors, at one place
        with flint.ctx.workprec(bits):
            near = [y**2 for y in real_roots(factor) if y.overlaps(root)]
            fits = []
            for part, _ in squares.factor()[1]:
                fits += [(part, place) for place, z in enumerate(real_roots(part)) if any(z.overlaps(y) for y in near)]
        if len(fits) == 1:
            return square_root_of(*fits[0])
        bits *= 2
    raise PrecisionError(f"which root the square of a root is was not found with {MOST_BITS} bits")


def _polynomial(text: str, name: str) -> flint.fmpz_poly:
    signed = text if text[0] in "+-" else "+" + text
    coefficients: dict[int, Fraction] = {}
    at = 0
    while at < len(signed):
        term = TERM.match(signed, at)
        if not term or not (term["number"] or term["x"]):
            raise ValueError(f"{name} must be a root of a polynomial such as x^3-2 or 2*x^2-1/3, got {text[:40]!r}")
        power = int(term["power"] or 1) if term["x"] else 0
        if power > MOST_DEGREE:
            raise ValueError(f"{name} must be a root of a polynomial of degree 1 to {MOST_DEGREE}, got {power}")
        value = _number(term["number"] or "1", name)
        coefficients[power] = coefficients.get(power, Fraction(0)) + (value if term["sign"] == "+" else -value)
        at = term.end()
    return integer_polynomial([coefficients.get(k, Fraction(0)) for k in range(max(coefficients) + 1)])


def _number(text: str, name: str) -> Fraction:
    """A literal that NUMBER lets through."""
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"{name} must have a non-zero denominator, got {text[:40]}") from None
    except ValueError:
        raise ValueError(f"{name} must be made of numbers such as 17/2 or 0.3, got {text[:40]!r}") from None
