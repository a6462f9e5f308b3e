"""Formulas said again: at another index, or with other letters; and premises likewise. A derivation writes a statement
once and moves it.

Texts are moved symbol by symbol, never cut: a name is replaced where it stands for itself, not inside another name.
"""

from __future__ import annotations

import re
from typing import Any

from theory.kernel.integers import Int
from theory.prove.text import integer_text


def renamed(text: str, **letters: str) -> str:
    """The formula with other letters, or with numbers in place of letters; nothing is simplified.

    >>> renamed("W[k] == mu[k]**(-1)*s*u[k]", W="W1", s="e")
    'W1[k] == mu[k]**(-1)*e*u[k]'
    >>> renamed("q[L]*y == q[L]**2*s**(2-L)", L="2")
    'q[2]*y == q[2]**2*s**(2-2)'
    """
    return re.sub(rf"\b({'|'.join(letters)})\b", lambda name: letters[name[0]], text) if letters else text


def redeclared(declaration: Any, **letters: str) -> Any:
    """Declarations with other letters, or with numbers in place of letters.

    >>> redeclared(["P", {"kind": "matrix", "shape": ["d[L]", "d[0]"], "value": "W[L]*Q"}], P="P1", W="W1")
    ['P1', {'kind': 'matrix', 'shape': ['d[L]', 'd[0]'], 'value': 'W1[L]*Q'}]
    """
    if isinstance(declaration, dict):
        return {letters.get(key, key): redeclared(item, **letters) for key, item in declaration.items()}
    if isinstance(declaration, list):
        return [redeclared(item, **letters) for item in declaration]
    return renamed(declaration, **letters) if isinstance(declaration, str) else declaration


def at(text: str, **places: str) -> str:
    """The formula at other places: an index in brackets or parentheses is written in normal form, a bare one in
    parentheses where it needs them, and one alone in parentheses keeps them.

    >>> at("q[n]*A[n+1] == n*s**(L-n)*U[n-1]", n="n+1")
    'q[n+1]*A[n+2] == (n+1)*s**(L-n-1)*U[n]'
    >>> at("q[n]*P[n] == s**n*S**(L-n)", n="L"), at("s**((n)-1)*u[n]", n="n+1")
    ('q[L]*P[L] == s**L*S**0', 's**((n+1)-1)*u[n+1]')
    """
    for name, place in places.items():
        inside = re.compile(rf"(?P<call>\w?)(?P<open>[\[(])(?P<index>[\w+*-]*)[\])]|\b{name}\b")
        text = inside.sub(lambda found, name=name, place=place: _moved(found, name, place), text)  # type: ignore[misc]
    return text


def unfold(names: str, place: str) -> list[str]:
    """The definitions of several families at one place, as rules.

    >>> unfold("P q", "n+1")
    ['def P[n+1]', 'def q[n+1]']
    """
    return [f"def {name}[{place}]" for name in names.split()]


def use(cert: str, rename: dict[str, str] | None = None, **places: str) -> dict:
    """A premise with its letters renamed and its integers at places.

    >>> use("0a1b", {"W": "W1"}, n="L")
    {'cert': '0a1b', 'rename': {'W': 'W1'}, 'set': {'n': 'L'}}
    """
    return {"cert": cert} | ({"rename": rename} if rename else {}) | ({"set": places} if places else {})


def _moved(found: re.Match[str], name: str, place: str) -> str:
    index = found["index"]
    if index is None:
        return place if re.fullmatch(r"\w+", place) else f"({place})"
    if not re.search(rf"\b{name}\b", index):
        return found[0]
    if index == name:
        written, alone = place, True
    elif "**" in index:
        written, alone = at(index, **{name: place}), True
    else:
        written, alone = integer_text(_integer(index).map(lambda s: _integer(place) if s == name else Int.symbol(s))), False
    bare = found["open"] == "(" and not found["call"] and not alone and re.fullmatch(r"\w+", written)
    return found["call"] + (written if bare else f"{found['open']}{written}{')' if found['open'] == '(' else ']'}")


def _integer(text: str) -> Int:
    """A sum of products of names and numbers."""
    total = Int({})
    for sign, term in re.findall(r"([+-]?)([^+-]+)", text):
        product = Int.of(-1 if sign == "-" else 1)
        for factor in term.split("*"):
            product = product * (int(factor) if factor.isdigit() else Int.symbol(factor))
        total = total + product
    return total
