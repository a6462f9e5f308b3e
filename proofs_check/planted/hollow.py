"""Goals that hold by their definitions alone: put in for each letter what defines it, and nothing is left to prove.

An identity may be a theorem (the residual after one sweep, a second variation), so it is said, not refused. A comparison
whose two sides are one and the same expression states an equation in disguise: that is refused. Written out and multiplied
out, a conclusion has `BUDGET` steps (`theory.kernel.budget`); what is beyond, or has no such form, is not decided.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.planted.adversary import Adversary
from proofs_check.probes.evaluator import Scene
from proofs_check.probes.exact import UNDECIDED, Grid, Surd
from proofs_check.probes.statement import Statement

MODELS = 4
"""Random models that are tried before the expressions are multiplied out."""
BUDGET = 200_000
"""Steps for one conclusion, those of four certificates; the largest identity of this project takes a third."""


def identities(statement: Statement) -> dict[str, bool | None]:
    """Whether each conclusion holds without any hypothesis once the letters with a ``value`` are written out; None where that
    cannot be told: it takes more than `BUDGET` steps, or what is written out is no statement of the kernel's language.

    >>> letters = [["x", {"kind": "real"}], ["F", {"kind": "real", "value": "x**2 + 1"}]]
    >>> identities({"letters": letters, "given": ["x > 0"], "then": ["F == 1 + x*x", "F > 1", "F >= x*x + 1"]})
    {'F == 1 + x*x': True, 'F > 1': False, 'F >= x*x + 1': True}
    """
    written = _Written(dict(statement["letters"] + statement.get("exists", [])))
    failing = _failing(statement, statement["then"])
    return {text: text not in failing and _holds(statement, text, written) for text in statement["then"]}


def disguised(found: Mapping[str, bool | None]) -> list[str]:
    """The comparisons among :func:`identities` that hold.

    >>> disguised({"F == 1 + x*x": True, "F >= x*x + 1": True, "F > 0": False, "F >= 2": None})
    ['F >= x*x + 1']
    """
    return [text for text, holds in found.items() if holds and ">" in text]


def _failing(statement: Statement, texts: list[str]) -> set[str]:
    """Conclusions that are false in one of a few random models of the declarations, hypotheses or not: cheap to see."""
    adversary, rng, failing = Adversary({**statement, "given": []}), Random(0), set[str]()
    drawn = (adversary.values(rng) for _ in range(MODELS))
    for scene in (_Small(adversary.reading, values) for values in drawn if values is not None):
        for text in texts:
            try:
                if not scene.holds(text):
                    failing.add(text)
            except (*UNDECIDED, RecursionError, TypeError, IndexError, KeyError, OverflowError):
                continue
    return failing


class _Small(Scene):
    """A scene in which no letter outgrows the numbers of a certificate: beyond, it decides nothing."""

    __slots__ = ()

    def get(self, name: str, index: int | None = None) -> Any:
        from theory.kernel.budget import weigh

        value = super().get(name, index)
        for entry in [x for row in value.rows for x in row] if isinstance(value, Grid) else [value]:
            parts = (entry.a, entry.b) if isinstance(entry, Surd) else (entry,) if isinstance(entry, int | Fraction) else ()
            weigh(*(number for part in parts for number in (part.numerator, part.denominator)))
        return value


def _holds(statement: Statement, text: str, written: _Written) -> bool | None:
    """Whether an equation or a comparison with >= is 0 against 0 when everything is written out."""
    from theory.kernel.budget import Fault, limited
    from theory.kernel.statement import Statement as Parsed

    tree = ast.parse(text, mode="eval").body
    if not isinstance(tree, ast.Compare) or not isinstance(tree.ops[0], (ast.Eq, ast.GtE)):
        return False
    try:
        with limited(BUDGET):
            plain = ast.unparse(written.visit(tree))
            return bool(Parsed({**statement, "given": [], "then": [plain]}).then[0].difference.is_zero())
    except (Fault, RecursionError):
        return None


class _Written(ast.NodeTransformer):
    """Every letter that has a value is replaced by it; members of families at their index. A node is a step."""

    def __init__(self, specs: dict[str, dict[str, Any]]):
        valued = {name: spec for name, spec in specs.items() if "value" in spec}
        self.values = {name: (spec["value"], spec.get("over", [None])[0]) for name, spec in valued.items()}

    def visit(self, node: ast.AST) -> Any:
        from theory.kernel.budget import spend

        spend(1)
        return super().visit(node)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        text, variable = self.values.get(node.id, (None, None))
        return node if text is None or variable is not None else self._value(text)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        text, variable = self.values.get(node.value.id, (None, None)) if isinstance(node.value, ast.Name) else (None, None)
        if text is None or variable is None:
            return node
        return self._value(_At(variable, node.slice).visit(ast.parse(text, mode="eval").body))

    def _value(self, value: str | ast.expr) -> ast.expr:
        tree = ast.parse(value, mode="eval").body if isinstance(value, str) else value
        return self.visit(tree)


class _At(ast.NodeTransformer):
    """A variable replaced by an index."""

    def __init__(self, variable: str, index: ast.expr):
        self.variable, self.index = variable, index

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self.index) if node.id == self.variable else node
