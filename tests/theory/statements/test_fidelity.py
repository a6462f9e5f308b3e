"""What is typed is what the kernel gets: expressions made at random, written in three spellings, read, and evaluated.

The expressions, their values and their spellings are made here, by other code than that which reads: the expected value is a
matrix of numpy; the actual one is that of the kernel's text in an exact model (`theory.models`), and that of the parsed tree.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from theory.kernel.statement import Statement
from theory.models.model import Model
from theory.models.numbers import Matrix
from theory.statements.elaborate import expression_text
from theory.statements.reading import read_expression
from theory.statements.values import Scene

SIZES = {"m": 2, "n": 3, "r": 2}
MATRICES = {"A": ("m", "n"), "B": ("n", "m"), "C": ("n", "n"), "X": ("m", "r"), "Y": ("n", "r"), "S": ("n", "n")}
NUMBERS = ("s", "x")
WHERE = "A: m x n, B: n x m, C: n x n, X: m x r, Y: n x r, S: n x n, s, x: real"

Tree = tuple  # (kind, …)


def matrix(rng: Random, rows: str, columns: str, depth: int) -> Tree:
    """A random expression of that shape."""
    kinds = ["letter", "sum", "difference", "product", "product", "scaled", "negative", "transpose", "power", "identity"]
    for _ in range(60):
        kind = rng.choice(kinds if depth > 0 else ["letter", "transpose of letter", "identity"])
        fits = [n for n, shape in MATRICES.items() if shape == (rows, columns)]
        turned = [n for n, shape in MATRICES.items() if shape == (columns, rows)]
        if kind == "letter" and fits:
            return ("letter", rng.choice(fits))
        if kind == "transpose of letter" and turned:
            return ("transpose", ("letter", rng.choice(turned)))
        if kind in ("sum", "difference"):
            return (kind, matrix(rng, rows, columns, depth - 1), matrix(rng, rows, columns, depth - 1))
        if kind == "product":
            inner = rng.choice(list(SIZES))
            return (kind, matrix(rng, rows, inner, depth - 1), matrix(rng, inner, columns, depth - 1))
        if kind == "scaled":
            return (kind, number(rng, depth - 1), matrix(rng, rows, columns, depth - 1))
        if kind == "negative":
            return (kind, matrix(rng, rows, columns, depth - 1))
        if kind == "transpose":
            return (kind, matrix(rng, columns, rows, depth - 1))
        if kind == "power" and rows == columns:
            return (kind, matrix(rng, rows, rows, depth - 1), rng.choice((2, 3)))
        if kind == "identity" and rows == columns:
            return (kind, rows)
    return ("product", ("letter", "A"), ("letter", "B")) if (rows, columns) == ("m", "m") else matrix(rng, rows, columns, 1)


def number(rng: Random, depth: int) -> Tree:
    """A random number."""
    kinds = ["digit", "letter", "trace", "square norm", "inner", "sum", "difference", "product", "negative", "power", "over"]
    kind = rng.choice(kinds if depth > 0 else ["digit", "letter"])
    shape = rng.choice([("m", "n"), ("n", "n"), ("m", "r")])
    if kind == "digit":
        return (kind, rng.choice((1, 2, 3, 5)))
    if kind == "letter":
        return (kind, rng.choice(NUMBERS))
    if kind == "trace":
        return (kind, matrix(rng, "n", "n", depth - 1))
    if kind == "square norm":
        return (kind, matrix(rng, *shape, depth - 1))
    if kind == "inner":
        return (kind, matrix(rng, *shape, depth - 1), matrix(rng, *shape, depth - 1))
    if kind == "power":
        return (kind, number(rng, depth - 1), rng.choice((2, 3)))
    if kind == "over":
        return (kind, number(rng, depth - 1), rng.choice((2, 3, 7)))
    if kind == "negative":
        return (kind, number(rng, depth - 1))
    return (kind, number(rng, depth - 1), number(rng, depth - 1))


def value(tree: Tree, at: dict[str, np.ndarray]) -> Any:
    """Its value in numpy, with exact entries (dtype object)."""
    kind, *rest = tree
    if kind == "letter":
        return at[rest[0]]
    if kind == "digit":
        return Fraction(rest[0])
    if kind == "identity":
        return np.array([[Fraction(int(i == j)) for j in range(SIZES[rest[0]])] for i in range(SIZES[rest[0]])])
    if kind == "power":
        base, result = value(rest[0], at), value(rest[0], at)
        for _ in range(rest[1] - 1):
            result = result @ base if isinstance(base, np.ndarray) else result * base
        return result
    if kind == "over":
        return value(rest[0], at) / rest[1]
    values = [value(part, at) for part in rest]
    match kind:
        case "sum":
            return values[0] + values[1]
        case "difference":
            return values[0] - values[1]
        case "product":
            return values[0] @ values[1] if isinstance(values[0], np.ndarray) else values[0] * values[1]
        case "scaled":
            return values[0] * values[1]
        case "negative":
            return -values[0]
        case "transpose":
            return values[0].T
        case "trace":
            return sum(values[0][i, i] for i in range(len(values[0])))
        case "square norm":
            return (values[0] * values[0]).sum()
        case "inner":
            return (values[0] * values[1]).sum()
    raise AssertionError(kind)


LEVELS = {"sum": 0, "difference": 0, "negative": 1, "product": 2, "scaled": 2, "over": 2}


class Spelling:
    """Writes a tree with no more brackets than mathematics needs."""

    def __init__(self, style: str, rng: Random):
        self.style, self.rng = style, rng

    def text(self, tree: Tree, least: int = 0) -> str:
        """The tree; in brackets if it binds less tightly than ``least``."""
        found = getattr(self, tree[0].replace(" ", "_"))(*tree[1:])
        return f"({found})" if LEVELS.get(tree[0], 4) < least else found

    def letter(self, name: str) -> str:
        return name

    def digit(self, n: int) -> str:
        return str(n)

    def identity(self, size: str) -> str:
        return {"python": f"I({size})", "latex": f"I_{size}", "unicode": f"I_{size}"}[self.style]

    def sum(self, a: Tree, b: Tree) -> str:
        return f"{self.text(a)} + {self.text(b, 1)}"

    def difference(self, a: Tree, b: Tree) -> str:
        return f"{self.text(a)} {'−' if self.style == 'unicode' else '-'} {self.text(b, 1.5)}"  # type: ignore[arg-type]

    def negative(self, a: Tree) -> str:
        return f"-{self.text(a, 2)}"

    def product(self, a: Tree, b: Tree) -> str:
        left, right = self.text(a, 2), self.text(b, 3)
        signs = {"python": ("*", " * ", "@"), "latex": (r" \cdot ", " "), "unicode": ("·", " ", "")}[self.style]
        sign = self.rng.choice(signs)
        if "@" in sign and LEVELS.get(a[0], 0) == 4:
            sign = "*"
        if (
            right[0].isdigit()
            or a[0] == "over"
            or (sign == "" and (left[-1].isalnum() and right[0].isalnum()))
            or (right[0].islower() and left[-1].isalpha())
            or (left[-1].islower() and sign == "")
            or right.startswith(("I", "tr"))
        ):
            sign = {"python": "*", "latex": r" \cdot ", "unicode": "·"}[self.style]
        return f"{left}{sign}{right}"

    def scaled(self, a: Tree, b: Tree) -> str:
        return self.product(a, b)

    def over(self, a: Tree, n: int) -> str:
        if self.style == "latex":
            return rf"\frac{{{self.text(a)}}}{{{n}}}"
        return f"{self.text(a, 2)}/{n}"

    def power(self, a: Tree, n: int) -> str:
        base = self.text(a, 4)
        if a[0] in ("power", "square norm"):
            base = f"({base})"
        return (
            base
            + {"python": f"**{n}", "latex": f"^{{{n}}}" if self.rng.random() < 0.5 else f"^{n}", "unicode": "⁰¹²³"[n]}[
                self.style
            ]
        )

    def transpose(self, a: Tree) -> str:
        base = self.text(a, 4)
        return (
            base
            + {"python": self.rng.choice((".T", "'")), "latex": self.rng.choice(("^T", r"^\top", r"^{\top}")), "unicode": "ᵀ"}[
                self.style
            ]
        )

    def trace(self, a: Tree) -> str:
        return {"python": "tr", "latex": r"\operatorname{tr}", "unicode": "tr"}[self.style] + f"({self.text(a)})"

    def square_norm(self, a: Tree) -> str:
        inside = self.text(a)
        return {
            "python": self.rng.choice((f"norm({inside})**2", f"||{inside}||^2")),
            "latex": self.rng.choice((rf"\|{inside}\|_F^2", rf"\lVert {inside} \rVert^2")),
            "unicode": f"‖{inside}‖²",
        }[self.style]

    def inner(self, a: Tree, b: Tree) -> str:
        left, right = self.text(a), self.text(b)
        return {
            "python": f"inner({left}, {right})",
            "latex": rf"\langle {left}, {right} \rangle",
            "unicode": f"⟨{left}, {right}⟩",
        }[self.style]


def numbers(value: Any) -> Any:
    if isinstance(value, Matrix):
        return [list(row) for row in value.rows]
    if isinstance(value, (np.ndarray, tuple)):
        return [list(row) for row in value]
    return value


@pytest.mark.parametrize("style", ["python", "latex", "unicode"])
@pytest.mark.parametrize("seed", range(12))
def test_random_expressions_keep_their_value(style: str, seed: int) -> None:
    rng = Random(f"{style} {seed}")
    at: dict[str, Any] = {
        name: np.array([[Fraction(rng.randint(-3, 3)) for _ in range(SIZES[c])] for _ in range(SIZES[r])])
        for name, (r, c) in MATRICES.items()
    }
    at |= {name: Fraction(rng.randint(-3, 3), rng.choice((1, 2))) for name in NUMBERS}
    plain = {name: [[str(x) for x in row] for row in v] if isinstance(v, np.ndarray) else str(v) for name, v in at.items()}
    for _ in range(25):
        tree = number(rng, 4) if rng.random() < 0.5 else matrix(rng, "n", "m", 3)
        text = Spelling(style, rng).text(tree)
        expected = numbers(value(tree, at))
        node, reading = read_expression(text, WHERE)
        elaborated, kernel = expression_text(node, reading)
        letters = Statement(elaborated.json).letters
        assert numbers(Model(letters, {**plain, **SIZES}).evaluate(kernel)) == expected, (text, kernel)
        scene = Scene(reading, plain, SIZES)
        assert numbers(scene.of(node)) == expected, text


READ = [
    ("-A^2", lambda a, b: -(a @ a)),
    ("A^T B", lambda a, b: a.T @ b),
    ("A^TB", lambda a, b: a.T @ b),
    ("AB^T", lambda a, b: a @ b.T),
    ("(AB)^T", lambda a, b: b.T @ a.T),
    ("A B A", lambda a, b: a @ b @ a),
    ("ABA", lambda a, b: a @ b @ a),
    ("2A^2B", lambda a, b: 2 * a @ a @ b),
    ("A - B - A", lambda a, b: -b),
    ("A - (B - A)", lambda a, b: 2 * a - b),
    ("A'B'", lambda a, b: a.T @ b.T),
    ("A.T@B", lambda a, b: a.T @ b),
    ("tr(A)B", lambda a, b: np.trace(a) * b),
    ("tr(A)^2 B", lambda a, b: np.trace(a) ** 2 * b),
    ("1/2 A B", lambda a, b: a @ b * Fraction(1, 2)),
    ("A*B/2", lambda a, b: a @ b * Fraction(1, 2)),
    ("1/2*A", lambda a, b: a * Fraction(1, 2)),
    ("0.3A", lambda a, b: a * Fraction(3, 10)),
    ("<A,B>A", lambda a, b: (a * b).sum() * a),
    ("‖A‖²B", lambda a, b: (a * a).sum() * b),
    ("2‖A‖²‖B‖²", lambda a, b: 2 * (a * a).sum() * (b * b).sum()),
    ("‖A‖^4", lambda a, b: (a * a).sum() ** 2),
    ("||A||_F^2 - ||B||^2_F", lambda a, b: (a * a).sum() - (b * b).sum()),
    ("A^{2}B", lambda a, b: a @ a @ b),
    (r"\frac{1}{2}A\top".replace(r"\top", "^\\top"), lambda a, b: a.T * Fraction(1, 2)),
    ("A**2*B", lambda a, b: a @ a @ b),
    ("-2<A,B>", lambda a, b: -2 * (a * b).sum()),
    ("A*-B", lambda a, b: -(a @ b)),
    ("(A)(B)", lambda a, b: a @ b),
    ("A^T^2", lambda a, b: a.T @ a.T),
    ("(A^2)^T", lambda a, b: (a @ a).T),
    ("A²ᵀ", lambda a, b: (a @ a).T),
    ("I A", lambda a, b: a),
    ("IA", lambda a, b: a),
    ("3I", lambda a, b: 3 * np.array([[Fraction(int(i == j)) for j in range(2)] for i in range(2)])),
    ("tr(A'B) - tr(A)tr(B)", lambda a, b: (a * b).sum() - np.trace(a) * np.trace(b)),
    ("A + B^2", lambda a, b: a + b @ b),
    (r"\left(A+B\right)\cdot B", lambda a, b: (a + b) @ b),
    (r"\mathbf{A}\mathbf{B}^\top", lambda a, b: a @ b.T),
    ("[A + B]A", lambda a, b: (a + b) @ a),
    ("A⋅B − B·A", lambda a, b: a @ b - b @ a),
]


@pytest.mark.parametrize(("text", "meant"), READ, ids=[text for text, _ in READ])
def test_what_could_be_misread(text: str, meant: Any) -> None:
    """Expected values are written in numpy, by hand: precedence, products without a sign, transposes, norms, their squares."""
    rng = Random(text)
    a, b = (np.array([[Fraction(rng.randint(-4, 4)) for _ in range(2)] for _ in range(2)]) for _ in range(2))
    node, reading = read_expression(text, "A, B: n x n")
    elaborated, kernel = expression_text(node, reading)
    plain = {name: [[str(x) for x in row] for row in v] for name, v in (("A", a), ("B", b))}
    model = Model(Statement(elaborated.json).letters, {**plain, "n": 2, **{s: 2 for s in ("m", "p")}})
    assert numbers(model.evaluate(kernel)) == numbers(meant(a, b)), kernel
    assert numbers(Scene(reading, plain, {"n": 2}).of(node)) == numbers(meant(a, b))
