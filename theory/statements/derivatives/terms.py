"""Expressions that can be differentiated: built with light simplification, never expanded, so that ‖XYᵀ − A‖² keeps its form.

A term has a shape, a pair of sizes as the kernel writes them, or None for a number. Everything that is 1 x 1 is a number.
The smart constructors `add`, `mul`, `transpose`, `trace`, `power` keep these forms: a product has its coefficient, then
numbers, then matrices; a sum has no two equal terms; tr(EᵀE) is a square.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import Any

Shape = tuple[str, str] | None


@dataclass(frozen=True)
class Term:
    """``op``: num name I sum prod T tr square pow raw; ``value``: the number, name, size, coefficient or exponent; ``symmetry``
    of a name: "sym" or "skew"."""

    op: str
    args: tuple[Term, ...] = ()
    value: Any = None
    shape: Shape = None
    symmetry: str = ""

    @property
    def zero(self) -> bool:
        """Whether it is 0, of any shape."""
        return self.op == "num" and self.value == 0

    def names(self) -> set[str]:
        """The letters that occur; of a ``raw`` term those in its text."""
        if self.op == "name":
            return {self.value}
        if self.op == "raw":
            return {n.id for n in ast.walk(ast.parse(self.value, mode="eval")) if isinstance(n, ast.Name)} - {"tr", "I"}
        return set().union(*(a.names() for a in self.args))

    def walk(self) -> Iterator[Term]:
        """This term and all below it."""
        yield self
        for arg in self.args:
            yield from arg.walk()


def num(value: Fraction | int) -> Term:
    """A number.

    >>> num(2).value
    Fraction(2, 1)
    """
    return Term("num", (), Fraction(value))


def letter(name: str, shape: Shape = None, symmetry: str = "") -> Term:
    """A letter; of shape 1 x 1 it is a number.

    >>> letter("x", ("1", "1")).shape is None
    True
    """
    return Term("name", (), name, None if shape == ("1", "1") else shape, symmetry)


def identity(size: str) -> Term:
    """I(size).

    >>> identity("1").value
    Fraction(1, 1)
    """
    return num(1) if size == "1" else Term("I", (), size, (size, size))


def split(term: Term) -> tuple[Fraction, Term]:
    """Coefficient and the rest.

    >>> split(mul(num(3), letter("x")))[0]
    Fraction(3, 1)
    """
    if term.op == "num":
        return term.value, num(1)
    if term.op == "prod" and term.value != 1:
        rest = term.args[0] if len(term.args) == 1 else Term("prod", term.args, Fraction(1), term.shape)
        return term.value, rest
    return Fraction(1), term


def add(*terms: Term) -> Term:
    """The sum; equal terms are joined.

    >>> x = letter("x")
    >>> add(x, x) == mul(num(2), x), add(x, mul(num(-1), x)).zero
    (True, True)
    """
    found: dict[Term, Fraction] = {}
    for term in terms:
        for part in term.args if term.op == "sum" else (term,):
            if not part.zero:
                c, rest = split(part)
                found[rest] = found.get(rest, Fraction(0)) + c
    parts = [mul(num(c), rest) for rest, c in found.items() if c]
    if not parts:
        return num(0)
    return parts[0] if len(parts) == 1 else Term("sum", tuple(parts), None, parts[0].shape)


def content(term: Term) -> tuple[Fraction, Term]:
    """The positive number that all summands share, and the sum without it.

    >>> x, y = letter("x"), letter("y")
    >>> content(add(mul(num(2), x), mul(num(4), y)))[0]
    Fraction(2, 1)
    """
    if term.op != "sum":
        return Fraction(1), term
    coefficients = [split(a)[0] for a in term.args]
    top = gcd(*(c.numerator for c in coefficients))
    k = Fraction(top, lcm(*(c.denominator for c in coefficients)))
    if k == 1:
        return k, term
    parts = tuple(mul(num(c / k), split(a)[1]) for c, a in zip(coefficients, term.args, strict=True))
    return k, Term("sum", parts, None, term.shape)


def negative(term: Term) -> Term:
    """−term.

    >>> negative(num(1)).value
    Fraction(-1, 1)
    """
    return add(*(mul(num(-1), a) for a in term.args)) if term.op == "sum" else mul(num(-1), term)


def mul(*terms: Term) -> Term:
    """The product; parts between two sizes 1 are numbers.

    >>> x, A = letter("x", ("n", "1")), letter("A", ("n", "n"))
    >>> mul(transpose(x), A, x).shape, mul(transpose(x), x).op
    (None, 'square')
    """
    c, scalars, matrices = Fraction(1), [], []  # type: Fraction, list[Term], list[Term]
    for term in terms:
        for part in (num(term.value), *term.args) if term.op == "prod" else (term,):
            if part.op == "num":
                c *= part.value
            elif part.shape is None:
                k, rest = content(part)
                c *= k
                scalars.append(rest)
            elif part.op != "I":
                k, rest = content(part)
                c *= k
                matrices.append(rest)
    if c == 0:
        return num(0)
    shape = next((t.shape for t in terms if t.shape), None)
    last = next((t.shape for t in reversed(terms) if t.shape), None)
    closed, matrices = _numbers(matrices)
    for part in closed:
        k, rest = split(part)
        c, scalars = c * k, [*scalars, *([] if rest == num(1) else [rest])]
    if not matrices and shape is not None and last is not None and (shape[0], last[1]) != ("1", "1"):
        matrices = [Term("I", (), shape[0], shape)]
    scalars = _powers(scalars)
    if len(scalars) + len(matrices) == 0:
        return num(c)
    if c == 1 and len(scalars) + len(matrices) == 1:
        return (scalars + matrices)[0]
    size = (matrices[0].shape[0], matrices[-1].shape[1]) if matrices else None  # type: ignore[index]
    return Term("prod", (*scalars, *matrices), c, size)


def _numbers(matrices: list[Term]) -> tuple[list[Term], list[Term]]:
    """The parts of a product that are 1 x 1, as traces; and what is left."""
    sizes = [m.shape[0] for m in matrices] + [m.shape[1] for m in matrices[-1:]]  # type: ignore[index]
    ones = [k for k, size in enumerate(sizes) if size == "1"]
    if len(ones) < 2:
        return [], matrices
    closed = [_traced(matrices[i:j]) for i, j in pairwise(ones)]
    return closed, matrices[: ones[0]] + matrices[ones[-1] :]


def _powers(scalars: list[Term]) -> list[Term]:
    """Equal numbers joined to powers, in the order in which they come."""
    found: dict[Term, int] = {}
    for s in scalars:
        base, n = (s.args[0], s.value) if s.op == "pow" else (s, 1)
        found[base] = found.get(base, 0) + n
    return [base if n == 1 else Term("pow", (base,), n) for base, n in found.items() if n]


def power(base: Term, n: int) -> Term:
    """base^n: of a number as it is, of a matrix (n ≥ 0) as a product.

    >>> power(letter("x"), 2).op, power(letter("A", ("n", "n")), 2).op
    ('pow', 'prod')
    """
    if base.shape is not None:
        return mul(*[base] * n) if n else identity(base.shape[0])
    if base.op == "num":
        return num(base.value**n)
    c, rest = split(base)
    if rest.op == "pow":
        return mul(num(c**n), Term("pow", rest.args, rest.value * n))
    if rest.op == "prod":
        return mul(num(c**n), *(power(a, n) for a in rest.args))
    inner = num(1) if n == 0 else rest if n == 1 else Term("pow", (rest,), n)
    return mul(num(c**n), inner)


def transpose(term: Term) -> Term:
    """The transpose; of a symmetric sum the sum itself.

    >>> X, Y = letter("X", ("m", "r")), letter("Y", ("n", "r"))
    >>> E = add(mul(transpose(X), X), negative(mul(transpose(Y), Y)))
    >>> transpose(E) == E
    True
    """
    if term.shape is None or term.op == "I":
        return term
    if term.op == "name":
        return term if term.symmetry == "sym" else negative(term) if term.symmetry == "skew" else Term(
            "T", (term,), None, term.shape[::-1])  # type: ignore[arg-type] # fmt: skip
    if term.op == "T":
        return term.args[0]
    if term.op == "prod":
        scalars = [a for a in term.args if a.shape is None]
        matrices = [transpose(a) for a in reversed(term.args) if a.shape is not None]
        return mul(num(term.value), *scalars, *matrices)
    if term.op == "sum":
        turned = add(*map(transpose, term.args))
        if turned.op != "sum" or set(turned.args) == set(term.args):
            return term if turned.op == "sum" else turned
        if set(turned.args) == {negative(a) for a in term.args}:
            return negative(term)
    return Term("T", (term,), None, term.shape[::-1])  # type: ignore[arg-type]


def trace(term: Term) -> Term:
    """tr; a number is its own.

    >>> X = letter("X", ("m", "r"))
    >>> trace(mul(transpose(X), X)).op
    'square'
    """
    if term.shape is None:
        return term
    if term.op == "I":
        return letter(term.value) if not term.value.isdigit() else num(int(term.value))
    if term.op == "prod":
        scalars = [a for a in term.args if a.shape is None]
        return mul(num(term.value), *scalars, _traced([a for a in term.args if a.shape is not None]))
    k, rest = content(term)
    return trace(term.args[0]) if term.op == "T" else mul(num(k), Term("tr", (rest,)))


def _traced(matrices: list[Term]) -> Term:
    """tr of a product of matrices: a square where it is one."""
    if len(matrices) == 1:
        return trace(matrices[0])
    half = len(matrices) // 2
    if len(matrices) % 2 == 0:
        for k in range(len(matrices)):
            turned = matrices[k:] + matrices[:k]
            right = turned[half:]
            if turned[:half] == [transpose(a) for a in reversed(right)]:
                inner = right[0] if half == 1 else Term("prod", tuple(right), Fraction(1), _outer(right))
                return Term("square", (inner,))
    return Term("tr", (Term("prod", tuple(matrices), Fraction(1), _outer(matrices)),))


def _outer(matrices: list[Term]) -> Shape:
    return matrices[0].shape[0], matrices[-1].shape[1]  # type: ignore[index]


def inner(a: Term, b: Term) -> Term:
    """⟨a, b⟩ = tr(aᵀb); of numbers the product.

    >>> inner(num(2), num(3)).value
    Fraction(6, 1)
    """
    return mul(a, b) if a.shape is None and b.shape is None else trace(mul(transpose(a), b))


def parse_term(text: str, shapes: dict[str, Shape], symmetry: dict[str, str]) -> Term:
    """The term that a text of the kernel denotes.

    >>> E = parse_term("1/2*tr((X*Y.T - A).T*(X*Y.T - A))", {"X": ("m", "r"), "Y": ("n", "r"), "A": ("m", "n")}, {})
    >>> E.value, E.args[0].op
    (Fraction(1, 2), 'square')
    """

    def read(node: ast.expr) -> Term:
        match node:
            case ast.Constant(value=int(n)):
                return num(n)
            case ast.Name(id=name):
                return letter(name, shapes[name], symmetry.get(name, ""))
            case ast.Attribute(value=value, attr="T"):
                return transpose(read(value))
            case ast.UnaryOp(operand=value):
                return negative(read(value))
            case ast.BinOp(left=a, op=ast.Add(), right=b):
                return add(read(a), read(b))
            case ast.BinOp(left=a, op=ast.Sub(), right=b):
                return add(read(a), negative(read(b)))
            case ast.BinOp(left=a, op=ast.Mult(), right=b):
                return mul(read(a), read(b))
            case ast.BinOp(left=a, op=ast.Div(), right=ast.Constant(value=int(n))):
                return mul(num(Fraction(1, n)), read(a))
            case ast.BinOp(left=a, op=ast.Pow(), right=b):
                base, exponent = read(a), _literal(b)
                if exponent is None or (exponent < 0 and base.shape is not None):
                    return Term("raw", (), ast.unparse(node), base.shape, "sym" if base.shape else "")
                return power(base, exponent)
            case ast.Call(func=ast.Name(id="tr"), args=[a]):
                return trace(read(a))
            case ast.Call(func=ast.Name(id="I"), args=[a]):
                return identity(ast.unparse(a))
        raise ValueError(f"cannot differentiate {ast.unparse(node)[:80]}")

    return read(ast.parse(text.strip(), mode="eval").body)


def _literal(node: ast.expr) -> int | None:
    match node:
        case ast.Constant(value=int(n)):
            return n
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(n))):
            return -n
    return None
