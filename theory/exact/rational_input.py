"""What a user types, as exact numbers: widths, ridge, spectrum. One line of blame for anything unusable."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from theory.exact.algebraic_input import algebraic_value, is_algebraic
from theory.exact.root_value import RootValue, SingularValue

# Losses go out as float64 and are of the size of a squared singular value, hence this range for spectrum and ridge.
SMALLEST, LARGEST = Fraction(1, 10**150), Fraction(10**150)


def exact_rational(value: object, name: str) -> Fraction:
    """The rational number that ``value`` denotes; nothing is rounded.

    An int, a Fraction, a Decimal and a literal ("17/2", "0.3", "1e-3") mean what they say. A Python or numpy float
    means its exact binary value, so ``0.3`` is 5404319552844595/2^54 while ``"0.3"`` is 3/10.

    Raises:
        ValueError: not a finite real number; the message begins with ``name``.

    >>> exact_rational("0.3", "ridge"), exact_rational(0.5, "ridge"), exact_rational(7, "ridge")
    (Fraction(3, 10), Fraction(1, 2), Fraction(7, 1))
    """
    if isinstance(value, Decimal) and value.is_finite():
        value = str(value)
    if isinstance(value, str):
        return _literal(value, name)
    if isinstance(value, bool) or (isinstance(value, numbers.Complex) and not isinstance(value, numbers.Real)):
        raise ValueError(f"{name} must be a real number, got {value}")
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, numbers.Real):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"{name} must be finite, got {value}")
        return Fraction(number)
    raise ValueError(f"{name} must be a real number such as 17/2 or 0.3, got {value!r}")


def exact_eigenvalue(value: object, name: str = "spectrum") -> Fraction:
    """A rational number that is 0 or between 1e-150 and 1e150 in modulus, so that squares are float64.

    >>> exact_eigenvalue("-5/2")
    Fraction(-5, 2)
    """
    found = exact_rational(value, name)
    if found and not SMALLEST <= abs(found) <= LARGEST:
        raise ValueError(f"{name} must be 0 or lie between 1e-150 and 1e150 in modulus, got {_shown(found)}")
    return found


def exact_widths(widths: Iterable[object]) -> tuple[int, ...]:
    """(d_0, …, d_L): at least three positive integers, and at most 2^62 parameters Σ d_l·d_{l-1}: no index, nullity or
    dimension is larger, and these are counted in 64 bits.

    >>> exact_widths([2, 3, 2])
    (2, 3, 2)
    >>> exact_widths([[2, 3], [1, 4]])
    Traceback (most recent call last):
    ...
    ValueError: widths must be at least three positive integers d0, …, dL, got ([2, 3], [1, 4])
    """
    if not isinstance(widths, Iterable) or isinstance(widths, str) or getattr(widths, "ndim", 1) != 1:
        shape = " × ".join(map(str, getattr(widths, "shape", ())))
        shown = f"a matrix, {shape}: it goes to matrix=" if shape else repr(widths)
        raise ValueError(f"widths must be at least three positive integers d0, …, dL, got {shown}")
    found = tuple(widths)
    whole = [int(d) for d in found if isinstance(d, numbers.Integral) and d is not True]
    if len(found) < 3 or len(whole) < len(found) or min(whole) < 1:
        shown = ", ".join(map(str, found))
        raise ValueError(f"widths must be at least three positive integers d0, …, dL, got ({shown})")
    if sum(a * b for a, b in pairwise(whole)) > 2**62:
        raise ValueError("widths must give at most 2^62 parameters d0·d1 + d1·d2 + …, got more")
    return tuple(whole)


def listed_widths(text: str) -> list[int | str]:
    """The parts between commas, whole numbers in ASCII digits as integers; what is none stands as it is, for ``exact_widths``
    to refuse.

    >>> listed_widths("2, 3,x")
    [2, 3, 'x']
    """
    return [int(part) if part.isascii() and part.isdecimal() else part for part in map(str.strip, text.split(","))]


def positive_integer(text: str, name: str) -> int:
    """The number that ASCII digits denote: int() would take those of every script, which files do not.

    >>> positive_integer(" 12", "columns")
    12
    """
    if not (text.isascii() and text.strip().isdecimal()):
        raise ValueError(f"{name} must be a positive integer, got {text!r}")
    return int(text)


def exact_ridge(ridge: object, layers: int) -> tuple[Fraction, ...]:
    """λ_1, …, λ_L > 0 from one weight for all layers or from L weights.

    >>> exact_ridge("1/2", 2)
    (Fraction(1, 2), Fraction(1, 2))
    """
    given = list(ridge) if isinstance(ridge, Iterable) and not isinstance(ridge, str) else [ridge]
    if len(given) not in (1, layers):
        raise ValueError(f"ridge must be one weight or {layers} weights, one a layer, got {len(given)}")
    weights = [exact_rational(weight, "ridge") for weight in given]
    for layer, weight in enumerate(weights, start=1):
        where = f" for layer {layer}" if len(weights) > 1 else ""
        if weight <= 0:
            raise ValueError(f"ridge must be positive, got {_shown(weight)}{where}")
        if not SMALLEST <= weight <= LARGEST:
            raise ValueError(f"ridge must lie between 1e-150 and 1e150, got {_shown(weight)}{where}")
    return tuple(weights * layers if len(weights) == 1 else weights)


def exact_spectrum(spectrum: Iterable[object], size: int) -> tuple[SingularValue, ...]:
    """The singular values of Y, decreasing, padded with zeros to ``size`` = min(d_0, d_L).

    >>> exact_spectrum(("11/5", 3), 3)
    (Fraction(3, 1), Fraction(11, 5), Fraction(0, 1))
    >>> print(*exact_spectrum(("sqrt(21)", 5, "root(x^3-2, 1.26)"), 3))
    5 sqrt(21) root(1*x^6-4, 1.2599210498948732)
    """
    if isinstance(spectrum, str):
        raise ValueError(f"spectrum must be a list of numbers, got the text {spectrum!r}")
    values = [_singular_value(value, f"spectrum value {position}") for position, value in enumerate(spectrum, start=1)]
    if len(values) > size:
        raise ValueError(f"spectrum must hold at most min(d0, dL) = {size} singular values, got {len(values)}")
    for position, value in enumerate(values, start=1):
        if value < 0:
            raise ValueError(f"spectrum must be non-negative, got {_shown(value)} at position {position}")
        if value and not SMALLEST <= value <= LARGEST:
            raise ValueError(f"spectrum must be 0 or lie between 1e-150 and 1e150, got {_shown(value)}")
    return tuple(sorted(values, reverse=True)) + (Fraction(0),) * (size - len(values))


def _singular_value(value: object, name: str) -> SingularValue:
    if isinstance(value, RootValue):
        return value
    if isinstance(value, str) and is_algebraic(value):
        return algebraic_value(value, name)
    return exact_rational(value, name)


def _literal(text: str, name: str) -> Fraction:
    if not text.isascii():
        raise ValueError(f"{name} must be a real number in ASCII signs, such as -17/2 or 0.3, got {_cut(text)!r}")
    exponent = re.search(r"[eE]([+-]?\d+)\s*$", text)
    if exponent and len(exponent[1].lstrip("+-0")) > 3:
        raise ValueError(f"{name} must have an exponent between -999 and 999, got {_cut(text)}")
    if re.fullmatch(r"\s*[+-]?(inf|infinity|nan)\s*", text, re.IGNORECASE):
        raise ValueError(f"{name} must be finite, got {text.strip()}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"{name} must have a non-zero denominator, got {_cut(text)}") from None
    except ValueError:
        kind, remark = ("rational", ", not a root") if is_algebraic(text) else ("real", "")
        raise ValueError(f"{name} must be a {kind} number such as 17/2 or 0.3{remark}, got {_cut(text)!r}") from None


def _shown(value: SingularValue) -> str:
    if isinstance(value, RootValue):
        return str(value)
    if value.denominator == 1 and abs(value) < 10**15:
        return str(value)
    try:
        return f"{float(value):.17g}"
    except OverflowError:
        return "a number beyond 1e308"


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else text[:37] + "…"
