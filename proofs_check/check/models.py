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
from theory.statements.factors import square_factor
from theory.statements.numbers import Radical, Undefined, root
from theory.statements.values import Rows, Scene, inverse, is_of_kind

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
    try:
        values = _with_blocks(elaborated, example)
    except Undefined:
        return None
    for name, kernel in elaborated.letters.items():
        if name in example.sizes:
            model[kernel] = example.sizes[name]
        elif name in values:
            model[kernel] = plain(values[name])
    model |= {kernel: example.roots[root] for root, kernel in elaborated.unnamed.items() if root in example.roots}
    for name, sizes in elaborated.sizes.items():
        if name not in values:
            continue
        value = values[name]
        for text, n in zip(sizes or (), (len(value), len(value[0])) if sizes else (), strict=True):
            if text.isidentifier():
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


def _with_blocks(elaborated: Elaborated, example: Witness) -> dict[str, Any]:
    """The user's values, and those of the letters that stand for blocks; Undefined where one has none."""
    if not elaborated.computed:
        return example.values
    scene = Scene(elaborated.reading, example.values, example.sizes, example.roots)
    found = {name: made(scene) for name, made in elaborated.computed.items()}
    if any(value is None for value in found.values()):
        raise Undefined("a factor that is not rational")
    return {**example.values, **found}


def _others(elaborated: Elaborated, statement: Statement, model: dict[str, Any]) -> dict[str, Any] | None:
    """Letters of the elaboration: in their order, but one whose value needs a later letter waits for it."""
    waiting = [x for x in elaborated.json["letters"] if x[0] not in model and statement.letters[x[0]].definition != "value"]
    while waiting:
        later = []
        for name, spec in waiting:
            try:
                value = _other(elaborated, Model(statement.letters, model), name, spec)
            except Fault:
                later.append([name, spec])
                continue
            if value is None:
                return None
            model[name] = value
        if len(later) == len(waiting):
            return None
        waiting = later
    return model


def _other(elaborated: Elaborated, here: Model, name: str, spec: dict[str, Any]) -> Any:
    """The value of one of them; None where it is not rational, or the letter is not known."""
    if name in elaborated.inverses:
        value = inverse(_rows(here.evaluate(elaborated.inverses[name])))
        return plain(((value,),) if spec["kind"] == "matrix" and not isinstance(value, tuple) else value)
    if name in elaborated.roots:
        value = _rows(here.evaluate(elaborated.roots[name]))
        square = sum((x * x for row in (value if isinstance(value, tuple) else ((value,),)) for x in row), Fraction(0))
        norm = root(square)
        return None if isinstance(norm, Radical) or norm == 0 else str(norm)
    if name in elaborated.factors.values():
        gap = next(text for text, k in elaborated.factors.items() if k == name)
        value = _rows(here.evaluate(gap))
        k = square_factor(value if isinstance(value, tuple) else ((value,),))
        return None if k is None else plain(k)
    if name in elaborated.vectors.values():
        return [[str(1 + i)] for i in range(here.integer(spec["shape"][0]))]
    if spec["kind"] == "diagonal":
        return plain(square_factor(exact(here.values[name.removeprefix("E_")])) or ())
    return 1 if spec["kind"] == "dimension" else None


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
