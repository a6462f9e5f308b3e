"""Normal forms written back as expressions that the kernel reads."""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction

from theory.kernel.integers import BOUND, Int
from theory.kernel.statement import POINTS, Atom
from theory.kernel.words import Factor, Poly, Word, monomial_order


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
    """A factor as the kernel reads it, such as ``W[l+1].T`` or ``S**(2-L)``."""
    base = f.name if f.index is None else f"{f.name}[{integer_text(f.index)}]"
    return _exponent(base + (".T" if f.transposed else ""), f.exponent)


def word_text(word: Word) -> str:
    """A word as the kernel reads it: its factors joined by ``*``."""
    return "*".join(factor_text(f) for f in word)


def coefficient_text(c: Fraction, powers: tuple = (), traces: tuple = ()) -> str:
    """Rational · powers · traces; '' for 1."""
    factors = [_exponent(n if i is None else f"{n}[{integer_text(i)}]", e) for (n, i), e in powers]
    factors += [f"tr({word_text(w)})" for w in traces]
    number = str(abs(c))
    if number != "1" or not factors:
        factors.insert(0, number)
    return ("-" if c < 0 else "") + "*".join(factors)


def atom_text(atom: Atom, taken: Container[str] = ()) -> str:
    """An atom as the kernel reads it; bound variables get a name that is not ``taken``.

    >>> from theory.kernel.declare import read_letters
    >>> letters = read_letters([["x", {"kind": "real", "over": ["j", "1", "3"]}], ["n", {"kind": "real"}]])
    >>> atom_text(Atom.read("all(j, 1, 3, x[j] >= 0)", letters), letters)
    'all(n_, 1, 3, x[n_] >= 0)'
    """
    if atom.kind in POINTS:
        return f"{atom.kind}({', '.join(atom.names)})"
    if atom.kind in ("==", ">", ">="):
        return f"{poly_text(atom.difference)} {atom.kind} 0"
    name = next(n for n in ("n_", "n__", "n___", "n____") if n not in taken)
    if atom.kind == "all":
        assert atom.body is not None
        low, high = map(integer_text, atom.numbers)
        return f"all({name}, {low}, {high}, {_bound(atom_text(atom.body), name)})"
    if atom.kind == "during":
        assert atom.body is not None
        return f"during({name}, {_bound(atom_text(atom.body), name)})"
    if atom.kind == "moves":
        return f"moves({atom.names[0]}, {name}, {_bound(poly_text(atom.polys[0]), name)})"
    f, where = (p and _bound(poly_text(p), name) for p in atom.polys)
    counts = f"simple={atom.numbers[0]}, double={atom.numbers[1]}"
    return f"roots({f}, {name}, {counts}{f', where={where}' if where else ''})"


def _bound(text: str, name: str) -> str:
    return text.replace(BOUND, name)


def poly_text(value: Poly) -> str:
    """The whole polynomial; matrices of square shape write their identity as I(size)."""
    parts = []
    for (p, t, w), c in sorted(value.terms.items(), key=monomial_order):
        text = coefficient_text(c, p, t)
        if w:
            text += "*" + word_text(w)
        elif value.shape is not None:
            text += f"*I({integer_text(value.shape[0])})"
        parts.append(text)
    return " + ".join(parts).replace("+ -", "- ") or "0"
