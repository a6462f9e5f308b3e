"""Normal forms written back as expressions that the kernel reads."""

from __future__ import annotations

from fractions import Fraction

from theory.kernel.integers import Int
from theory.kernel.words import Factor, Poly, Word


def integer_text(value: Int) -> str:
    """
    >>> L = Int.symbol("L")
    >>> integer_text(2 * L - 2)
    '2*L-2'
    """
    parts = []
    for monomial, c in sorted(value.terms, key=lambda t: (-len(t[0]), repr(t[0]))):
        symbols = [s if isinstance(s, str) else f"{s[0]}[{integer_text(s[1])}]" for s in monomial]
        factors = ([] if abs(c) == 1 and symbols else [str(abs(c))]) + symbols
        parts.append(("-" if c < 0 else "+") + "*".join(factors))
    return "".join(parts).lstrip("+") or "0"


def _exponent(base: str, e: Int) -> str:
    if e == 1:
        return base
    n = e.constant
    return f"{base}**{n}" if n is not None and n >= 0 else f"{base}**({integer_text(e)})"


def factor_text(f: Factor) -> str:
    base = f.name if f.index is None else f"{f.name}[{integer_text(f.index)}]"
    return _exponent(base + (".T" if f.transposed else ""), f.exponent)


def word_text(word: Word) -> str:
    return "*".join(factor_text(f) for f in word)


def coefficient_text(c: Fraction, powers: tuple = (), traces: tuple = ()) -> str:
    """Rational · powers · traces; '' for 1."""
    factors = [_exponent(n if i is None else f"{n}[{integer_text(i)}]", e) for (n, i), e in powers]
    factors += [f"tr({word_text(w)})" for w in traces]
    number = str(abs(c))
    if number != "1" or not factors:
        factors.insert(0, number)
    return ("-" if c < 0 else "") + "*".join(factors)


def poly_text(value: Poly) -> str:
    """The whole polynomial; matrices of square shape write their identity as I(size)."""
    parts = []
    for (p, t, w), c in sorted(value.terms.items(), key=repr):
        text = coefficient_text(c, p, t)
        if w:
            text += "*" + word_text(w)
        elif value.shape is not None:
            text += f"*I({integer_text(value.shape[0])})"
        parts.append(text)
    return " + ".join(parts).replace("+ -", "- ") or "0"
