"""Goals that hold by their definitions alone: put in for each letter what defines it, and nothing is left to prove.

An identity may be a theorem (the residual after one sweep, a second variation), so it is said, not refused. A comparison
whose two sides are one and the same expression states an equation in disguise: that is refused.
"""

from __future__ import annotations

import ast
import copy
from random import Random
from typing import Any

from proofs_check.planted.adversary import Adversary
from proofs_check.probes.evaluator import Scene
from proofs_check.probes.exact import UNDECIDED
from proofs_check.probes.statement import Statement

MODELS = 4
"""Random models that are tried before the expressions are multiplied out."""


def identities(statement: Statement) -> list[str]:
    """The conclusions that hold without any hypothesis once the letters with a ``value`` are written out.

    >>> letters = [["x", {"kind": "real"}], ["F", {"kind": "real", "value": "x**2 + 1"}]]
    >>> identities({"letters": letters, "given": ["x > 0"], "then": ["F == 1 + x*x", "F > 1", "F >= x*x + 1"]})
    ['F == 1 + x*x', 'F >= x*x + 1']
    """
    return _among(statement, statement["then"])


def _among(statement: Statement, texts: list[str]) -> list[str]:
    """Those of the conclusions; one that fails in some model of the declarations is none, which is cheap to see."""
    written = _Written(dict(statement["letters"] + statement.get("exists", [])))
    found, failing = [], _failing(statement, texts)
    for text in texts:
        if text in failing:
            continue
        tree = ast.parse(text, mode="eval").body
        if not isinstance(tree, ast.Compare) or not isinstance(tree.ops[0], (ast.Eq, ast.GtE)):
            continue
        found += [text] if _zero(statement, ast.unparse(written.visit(tree))) else []
    return found


def disguised(statement: Statement) -> list[str]:
    """The comparisons among :func:`identities`.

    >>> letters = [["x", {"kind": "real"}], ["F", {"kind": "real", "value": "x**2 + 1"}]]
    >>> disguised({"letters": letters, "given": [], "then": ["F == 1 + x*x", "F >= x*x + 1", "F > 0"]})
    ['F >= x*x + 1']
    """
    return _among(statement, [text for text in statement["then"] if ">" in text])


def _failing(statement: Statement, texts: list[str]) -> set[str]:
    """Conclusions that are false in one of a few random models of the declarations, hypotheses or not."""
    adversary, rng, failing = Adversary({**statement, "given": []}), Random(0), set[str]()
    drawn = (adversary.values(rng) for _ in range(MODELS if texts else 0))
    for scene in (Scene(adversary.reading, values) for values in drawn if values is not None):
        for text in texts:
            try:
                if not scene.holds(text):
                    failing.add(text)
            except (*UNDECIDED, RecursionError, TypeError, IndexError, KeyError, OverflowError):
                continue
    return failing


def _zero(statement: Statement, text: str) -> bool:
    from theory.kernel.integers import Fault
    from theory.kernel.statement import Statement as Parsed

    try:
        return bool(Parsed({**statement, "given": [], "then": [text]}).then[0].difference.is_zero())
    except (Fault, RecursionError):
        return False


class _Written(ast.NodeTransformer):
    """Every letter that has a value is replaced by it; members of families at their index."""

    def __init__(self, specs: dict[str, dict[str, Any]]):
        valued = {name: spec for name, spec in specs.items() if "value" in spec}
        self.values = {name: (spec["value"], spec.get("over", [None])[0]) for name, spec in valued.items()}

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
