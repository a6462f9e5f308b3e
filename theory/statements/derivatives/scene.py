"""Exact values of the letters of a statement about an objective, such that its hypotheses hold: what certificates show.

Sizes without a number are 1 (or as large as an orthonormal letter needs), other letters are small rationals of the
declared kind, and letters that equations define are computed. With norms one square root may be needed.
"""

from __future__ import annotations

import random
import re
from fractions import Fraction
from math import isqrt
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.statement import Statement, declarations_of
from theory.models.model import Model, evaluate
from theory.models.numbers import Matrix, Surd, power

TRIES = 60

Solved = dict[str, tuple[str, str]]
"""Letter → ("norm" | "inverse" | "reciprocal", text of what it belongs to)."""


def scene(letters: list, given: list[str], solved: Solved, beside: dict[str, str] | None = None) -> dict[str, Any]:
    """Values of all free letters; ValueError where none are found for the hypotheses. ``beside``: letters that may have the
    value of another one, so that norms along them need one square root only.

    >>> letters = [["n", {"kind": "dimension"}], ["v", {"kind": "matrix", "shape": ["n", "1"]}], ["a", {"kind": "real"}]]
    >>> values = scene(letters, ["a >= 0", "a**2 == tr(v.T*v)"], {"a": ("norm", "v")})
    >>> Fraction(values["a"]) == abs(Fraction(values["v"][0][0]))
    True
    """
    statement = Statement({"letters": letters, "given": given, "then": ["0 == 0"]})
    for seed in range(TRIES):
        try:
            copied = (beside or {}) if seed % 4 == 3 else {}
            values = _values(letters, given, solved, copied, random.Random(seed), seed)
            if all(evaluate(statement, values).given):
                return values
        except Fault:
            continue
    raise ValueError("no exact example of the hypotheses was found, so nothing shows that they do not contradict each other")


def _values(letters: list, given: list[str], solved: Solved, copied: dict[str, str], rng: random.Random,
            seed: int) -> dict[str, Any]:  # fmt: skip
    env, values = declarations_of(letters), dict[str, Any]()
    sizes = _sizes(letters, given)
    for name, spec in letters:
        letter = env[name]
        if letter.definition is not None:
            continue
        if spec["kind"] == "dimension":
            values[name] = sizes.get(name, 1)
        elif spec["kind"] == "integer":
            values[name] = int(spec["min"])
        elif name in copied:
            values[name] = values[copied[name]]
        elif name in solved:
            values[name] = _solve(*solved[name], Model(env, values), letter.size is not None)
        elif letter.size is None:
            low = 1 if spec["kind"] == "positive" or seed < 10 else -3
            values[name] = str(Fraction(rng.randint(low, 4) or 1, rng.choice((1, 1, 2))))
        else:
            rows, columns = Model(env, values).size(letter, None)
            values[name] = _matrix(name, spec, given, rows, columns, rng)
    return values


def _sizes(letters: list, given: list[str]) -> dict[str, int]:
    """Named sizes that are not 1: what skew letters, and orthonormal ones with a number of columns, need."""
    found = {}
    if any(re.fullmatch(r"(\w+)\.T == -\1", g) for g in given):  # a skew matrix of size 1 is 0
        found = {name: 2 for name, spec in letters if spec["kind"] == "dimension"}
    for name, spec in letters:
        if spec["kind"] == "matrix" and any(g.startswith(f"{name}.T*{name} ==") for g in given):
            rows, columns = spec["shape"]
            if columns.isdigit() and not rows.isdigit():
                found[rows] = int(columns)
    return found


def _matrix(name: str, spec: dict, given: list[str], rows: int, columns: int, rng: random.Random) -> list[list[str]]:
    def entry() -> Fraction:
        return Fraction(rng.choice((-2, -1, 1, 2, 3)), rng.choice((1, 1, 2)))

    facts = [g for g in given if re.search(rf"\b{name}\b", g)]
    one = any(re.match(rf"{name}(\.T)?\*{name}(\.T)? == ", g) or re.match(rf"{name} == \w+\*\w+$", g) for g in facts)
    root = any(re.search(rf"== {name}\*{name}$", g) for g in facts) or re.match(r"[KJ]_", name)
    if one or root:
        table = [[Fraction(i == j) for j in range(columns)] for i in range(rows)]
    elif spec["kind"] == "diagonal":
        table = [[abs(entry()) if i == j else Fraction(0) for j in range(columns)] for i in range(rows)]
    else:
        table = [[entry() for _ in range(columns)] for _ in range(rows)]
    if any(g == f"{name}.T == {name}" for g in facts):
        table = [[table[min(i, j)][max(i, j)] for j in range(columns)] for i in range(rows)]
    if any(g == f"{name}.T == -{name}" for g in facts):
        table = [[Fraction(0) if i == j else table[i][j] if i < j else -table[j][i] for j in range(columns)]
                 for i in range(rows)]  # fmt: skip
    return [[str(x) for x in row] for row in table]


def _solve(kind: str, text: str, model: Model, matrix: bool) -> Any:
    value = model.evaluate(text)
    if kind == "norm":
        square = (value.T * value).trace() if isinstance(value, Matrix) else value * value
        return _root(square)
    if kind == "reciprocal":
        return _json(power(value, -1))
    rows = value.rows if isinstance(value, Matrix) else ((value,),)
    return [[_json(x) for x in row] for row in _inverse([list(row) for row in rows])]


def _root(square: Any) -> Any:
    if not isinstance(square, Fraction) or square <= 0:
        raise Fault("no root in one quadratic field")
    whole = square.numerator * square.denominator
    if isqrt(whole) ** 2 == whole:
        return str(Fraction(isqrt(whole), square.denominator))
    return ["0", str(Fraction(1, square.denominator)), str(whole)]


def _json(value: Any) -> Any:
    return [str(value.a), str(value.b), str(value.d)] if isinstance(value, Surd) else str(value)


def _inverse(rows: list[list[Any]]) -> list[list[Any]]:
    """Gauss–Jordan; Fault for a singular matrix."""
    size = len(rows)
    work = [row + [Fraction(i == j) for j in range(size)] for i, row in enumerate(rows)]
    for k in range(size):
        pivot = next((i for i in range(k, size) if work[i][k] != 0), None)
        if pivot is None:
            raise Fault("a singular matrix")
        work[k], work[pivot] = work[pivot], work[k]
        scale = power(work[k][k], -1)
        work[k] = [x * scale for x in work[k]]
        for i in range(size):
            if i != k and work[i][k] != 0:
                factor = work[i][k]
                work[i] = [x + y * (-factor) for x, y in zip(work[i], work[k], strict=True)]
    return [row[size:] for row in work]
