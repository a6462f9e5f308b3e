"""Exact models for certificates: values of the user's letters, completed by the letters that the elaboration added.

A certificate must show values in which its hypotheses hold and no letter vanishes; else it could hold for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from proofs_check.check.search import Search, Witness
from theory.kernel.budget import Fault
from theory.kernel.statement import Statement
from theory.models.model import Model, check_model
from theory.models.numbers import Matrix
from theory.statements.elaborate import Elaborated
from theory.statements.numbers import Radical, Undefined, root
from theory.statements.values import Rows, inverse, is_of_kind, multiply, transpose

PYTHAGOREAN = tuple(map(Fraction, ("1", "3/5", "4/5", "5/3", "4/3", "5/4", "3/4", "2", "3", "4", "5", "5/13", "12/13")))
SQUARES = tuple(dict.fromkeys([*PYTHAGOREAN, *(x**2 for x in PYTHAGOREAN)]))


def scene_of(elaborated: Elaborated, seconds: float = 1.0, given: list[str] | None = None) -> dict[str, Any]:
    """Values of the kernel's letters in which the statement's hypotheses hold, generic; {} where none were found in that time.
    ``given``: other hypotheses than those of the statement.

    >>> from theory.statements.elaborate import elaborate
    >>> from theory.statements.reading import read
    >>> scene_of(elaborate(read("x > 0 |- ||x|| >= 0")))["norm_x"]
    '1'
    """
    statement = Statement(elaborated.json if given is None else {**elaborated.json, "given": given})
    search, squares = Search(elaborated.reading), SquareSearch(elaborated.reading)
    return _scene(elaborated, statement, search.examples(seconds)) or _scene(
        elaborated, statement, squares.examples(0.5 * seconds))  # fmt: skip


def _scene(elaborated: Elaborated, statement: Statement, examples: Iterator[Witness]) -> dict[str, Any]:
    best: dict[str, Any] = {}
    for example in examples:
        model = completed(elaborated, statement, example)
        if model is None:
            continue
        try:
            check_model(statement, model)
        except (Fault, ValueError, TypeError, ZeroDivisionError):
            continue
        best = model
        if any(isinstance(v, list) and max(len(v), len(v[0])) > 1 for v in model.values()):
            break  # a model with a matrix larger than 1 x 1 is enough
        if not any(s is not None for s in elaborated.sizes.values()):
            break
    return best


class SquareSearch(Search):
    """Numbers and 1 x 1 matrices whose squares have squares as sums and differences: roots and factors are rational."""

    def pool(self, name: str, sizes: dict[int, int]) -> list[Any]:
        """See :class:`~proofs_check.check.search.Search`."""
        declared, shape = self.reading.declared.get(name), self.shape(name, sizes)
        found: list[Any] = super().pool(name, sizes)
        whole = declared is not None and declared.kinds & {"integer", "dimension"}
        if name in self.reading.shapes.sizes or whole or shape not in (None, (1, 1)):
            return found
        mine: list[Any] = [x if shape is None else ((x,),) for x in SQUARES]
        return [v for v in mine if declared is None or is_of_kind(declared, v)] or found


def completed(elaborated: Elaborated, statement: Statement, example: Witness) -> dict[str, Any] | None:
    """The kernel's model of a user's example; None where a root is not rational, or a letter vanishes."""
    model: dict[str, Any] = {}
    for name, kernel in elaborated.letters.items():
        if name in example.sizes:
            model[kernel] = example.sizes[name]
        elif name in example.values:
            model[kernel] = plain(example.values[name])
    model |= {kernel: example.roots[root] for root, kernel in elaborated.unnamed.items() if root in example.roots}
    for name, sizes in elaborated.sizes.items():
        value = example.values[name]
        for text, n in zip(sizes or (), (len(value), len(value[0])) if sizes else (), strict=True):
            if not text.isdigit():
                model[text] = n
    for kernel in [k for k in model if k in statement.letters and statement.letters[k].definition == "value"]:
        factor = elaborated.factors.get(kernel)
        k = square_factor(exact(model.pop(kernel)))
        if factor is None or k is None:
            return None
        model[factor] = plain(k)
    try:
        return _others(elaborated, statement, model)
    except (Fault, Undefined, KeyError, ZeroDivisionError):
        return None


def _others(elaborated: Elaborated, statement: Statement, model: dict[str, Any]) -> dict[str, Any] | None:
    """Letters of the elaboration, in their order."""
    for name, spec in elaborated.json["letters"]:
        if name in model or statement.letters[name].definition == "value":
            continue
        here = Model(statement.letters, model)
        if name in elaborated.inverses:
            value = inverse(_rows(here.evaluate(elaborated.inverses[name])))
            model[name] = plain(((value,),) if spec["kind"] == "matrix" and not isinstance(value, tuple) else value)
        elif name in elaborated.roots:
            value = _rows(here.evaluate(elaborated.roots[name]))
            square = sum((x * x for row in (value if isinstance(value, tuple) else ((value,),)) for x in row), Fraction(0))
            norm = root(square)
            if isinstance(norm, Radical) or norm == 0:
                return None
            model[name] = str(norm)
        elif name in elaborated.factors.values():
            gap = next(text for text, k in elaborated.factors.items() if k == name)
            value = _rows(here.evaluate(gap))
            k = square_factor(value if isinstance(value, tuple) else ((value,),))
            if k is None:
                return None
            model[name] = plain(k)
        elif name == elaborated.vector:
            n = here.integer(spec["shape"][0])
            model[name] = [[str(1 + i)] for i in range(n)]
        elif spec["kind"] == "diagonal":
            owner = name.removeprefix("E_")
            model[name] = plain(square_factor(exact(model[owner])) or ())
        elif spec["kind"] == "dimension":
            model[name] = 1
        else:
            return None
    return model


def _rows(value: Any) -> Any:
    if isinstance(value, Matrix):
        return tuple(tuple(Fraction(x) for x in row) for row in value.rows)
    return Fraction(value)


def exact(value: Any) -> Rows:
    """Rows of fractions from JSON.

    >>> exact([["1/2"]])
    ((Fraction(1, 2),),)
    """
    return tuple(tuple(Fraction(x) for x in row) for row in value)


def plain(value: Any) -> Any:
    """JSON of exact values: texts, lists of rows."""
    if isinstance(value, tuple):
        return [[str(x) for x in row] for row in value]
    return str(value)


def square_factor(a: Rows) -> Rows | None:
    """K with K Kᵀ = a, of the same size, rational; None where elimination finds none.

    >>> four = Fraction(4)
    >>> square_factor(((four, four), (four, 2 * four)))
    ((Fraction(2, 1), Fraction(0, 1)), (Fraction(2, 1), Fraction(2, 1)))
    """
    n = len(a)
    rest = [list(row) for row in a]
    columns: list[list[Fraction]] = []
    for i in range(n):
        d = rest[i][i]
        if d < 0 or (d == 0 and any(rest[i])):
            return None
        if d == 0:
            columns.append([Fraction(0)] * n)
            continue
        side = root(d)
        if isinstance(side, Radical):
            return None
        line = [x / side for x in rest[i]]
        columns.append(line)
        rest = [[rest[p][q] - line[p] * line[q] for q in range(n)] for p in range(n)]
    k = transpose(tuple(map(tuple, columns)))
    return k if multiply(k, transpose(k)) == a else None
