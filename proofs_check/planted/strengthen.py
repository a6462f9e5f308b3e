"""Nothing vacuous: every goal is made stronger in a few ways, and exact models must refute the stronger statements.

A conclusion a ≥ b becomes a ≥ b + 10⁶, a > b; an equation is turned by one; constants move by 10 %; root counts by one;
each conclusion is negated. For an existential goal the adversary chooses the witnesses (`proofs_check.planted.witnesses`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from proofs_check.planted.adversary import Adversary
from proofs_check.probes.edits import with_atom
from proofs_check.probes.evaluator import Reading, Scene, readable
from proofs_check.probes.exact import Undecidable
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import Sampler

FAR = 10**6
Kind = Literal["far", "plus one", "negated", "count", "strict", "constant"]
Fate = Literal["refuted", "survived", "met by another witness", "unjudged"]
CONSTANTS = 8
"""Constants of a goal that are moved where not all are asked for."""
MUST_FALL = ("far", "plus one", "count")
"""A goal with a strengthening of these kinds that is not refuted says nothing that was seen."""
BROKEN = (Undecidable, RecursionError, IndexError, KeyError, TypeError, AttributeError, ValueError)
"""What an evaluation of an unfit statement or model may raise: such a trial decides nothing."""


@dataclass(frozen=True)
class Strengthening:
    """One stronger statement: what was done to which conclusion. ``statement`` is None for a negated equation, which
    no atom expresses: it is refuted where the equation holds.
    """

    kind: Kind
    atom: int
    text: str
    statement: Statement | None


@dataclass(frozen=True)
class Strengthened:
    """What became of it, in ``models`` decided models; ``text`` shows the model that refutes it, or says why none does."""

    goal: int
    kind: Kind
    text: str
    fate: Fate
    models: int
    why: str = ""

    @property
    def vacuous(self) -> bool:
        """Whether the goal may be empty because of this one."""
        return self.kind in MUST_FALL and self.fate != "refuted"

    def to_json(self) -> dict[str, Any]:
        """Plain fields.

        >>> Strengthened(0, "far", "x >= 1000000", "refuted", 3).to_json()["vacuous"]
        False
        """
        names = ("goal", "kind", "text", "fate", "models", "why", "vacuous")
        return {name: getattr(self, name) for name in names}


def strengthenings(statement: Statement, constants: int | None = None) -> list[Strengthening]:
    """Every strengthening of every conclusion that can still be read (at most ``constants`` with a moved constant).

    >>> claim = {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x**2 >= 2*x - 1"]}
    >>> for stronger in strengthenings(claim): print(stronger.kind, "|", stronger.text)
    far | x ** 2 >= 2 * x - 1 + 1000000
    strict | x ** 2 > 2 * x - 1
    negated | 2 * x - 1 > x ** 2
    constant | x ** 2 >= 22 / 10 * x - 1
    constant | x ** 2 >= 18 / 10 * x - 1
    constant | x ** 2 >= 2 * x - 11 / 10
    constant | x ** 2 >= 2 * x - 9 / 10
    """
    found = []
    for index, atom in enumerate(statement["then"]):
        tree = ast.parse(atom, mode="eval").body
        for kind, node in _stronger(tree):
            if kind == "constant" and constants is not None:
                if constants == 0:
                    continue
                constants -= 1
            if node is None:
                found.append(Strengthening(kind, index, f"not {atom}", None))
                continue
            text = ast.unparse(ast.parse(ast.unparse(node), mode="eval"))
            edited = with_atom(statement, index, text)
            if readable(edited):
                found.append(Strengthening(kind, index, text, edited))
    return found


def _stronger(node: ast.expr) -> Iterator[tuple[Kind, ast.expr | None]]:
    match node:
        case ast.Compare(left=a, ops=[op], comparators=[b]):
            comparison = isinstance(op, (ast.Gt, ast.GtE))
            turned: ast.cmpop = ast.Gt() if isinstance(op, ast.GtE) else ast.GtE()
            if comparison:
                yield "far", ast.Compare(a, [op], [ast.BinOp(b, ast.Add(), ast.Constant(FAR))])
                if isinstance(op, ast.GtE):
                    yield "strict", ast.Compare(a, [ast.Gt()], [b])
                yield "negated", ast.Compare(b, [turned], [a])
            else:
                yield "plus one", ast.Compare(a, [op], [ast.BinOp(b, ast.Add(), ast.Constant(1))])
                yield "negated", None
        case ast.Call(func=ast.Name(id="all"), args=[n, low, high, inner]):
            for kind, edited in _stronger(inner):
                if kind == "negated":
                    continue
                yield kind, ast.Call(node.func, [n, low, high, edited], []) if edited is not None else None
            yield "negated", None
            return
        case ast.Call(func=ast.Name(id="roots"), keywords=keywords):
            for key in ("simple", "double"):
                present = int(next((ast.unparse(k.value) for k in keywords if k.arg == key), "0"))
                for by in (1, -1) if present else (1,):
                    counts = [k for k in keywords if k.arg != key] + [ast.keyword(key, ast.Constant(present + by))]
                    yield "count", ast.Call(node.func, node.args, counts)
            yield "negated", None
            return
        case _:
            yield "negated", None
            return
    yield from (("constant", edited) for edited in scaled_constants(node))


def scaled_constants(atom: ast.expr) -> Iterator[ast.expr]:
    """The atom with one constant of a value (no exponent, index or size) 10 % larger, then 10 % smaller."""
    text = ast.unparse(atom)
    for number, place in enumerate(coefficient_places(ast.parse(text, mode="eval").body)):
        value = int(ast.unparse(place))
        for tenths in (11, 9) if value else ():
            changed = ast.BinOp(ast.Constant(tenths * value), ast.Div(), ast.Constant(10))
            yield replaced_constant(text, number, changed)


def replaced_constant(text: str, number: int, new: ast.expr) -> ast.expr:
    """The atom with its coefficient of this number (see :func:`coefficient_places`) replaced.

    >>> ast.unparse(replaced_constant("x**2 >= 2*x - 1", 1, ast.Constant(7)))
    'x ** 2 >= 2 * x - 7'
    """
    tree = ast.parse(text, mode="eval").body
    return _Replaced(coefficient_places(tree)[number], new).visit(tree)


def coefficient_places(atom: ast.AST) -> list[ast.Constant]:
    """The constants of an atom that stand for numbers, not for exponents, indices, sizes, counts or denominators."""
    kept: list[ast.Constant] = []
    todo = [atom]
    while todo:
        node = todo.pop(0)
        match node:
            case ast.Constant(value=int()):
                kept.append(node)
            case ast.BinOp(left=base, op=ast.Pow() | ast.Div()):
                todo.append(base)
            case ast.Subscript() | ast.Call(func=ast.Name(id="I" | "roots")):
                continue
            case ast.Call(func=ast.Name(id="all"), args=[_, _, _, inner]):
                todo.append(inner)
            case _:
                todo += list(ast.iter_child_nodes(node))
    return sorted(kept, key=lambda node: (node.lineno, node.col_offset))


class _Replaced(ast.NodeTransformer):
    """Put an expression in place of one constant."""

    def __init__(self, place: ast.Constant, new: ast.expr):
        self.place, self.new = place, new

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return self.new if node is self.place else node


def decided_scenes(statement: Statement, sampler: Sampler | None, rng: Random, trials: int) -> Iterator[Scene]:
    """Models of the hypotheses: from the claim's sampler, else drawn by the adversary."""
    reading = Reading(statement)
    adversary = Adversary(statement) if sampler is None else None
    for _ in range(trials):
        try:
            if sampler is None:
                assert adversary is not None
                values = adversary.values(rng)
            else:
                values = reading.parsed(sampler(rng))
            if values is None:
                continue
            scene = Scene(reading, values)
            scene.respect()
            if all(scene.holds(atom) for atom in reading.given):
                yield scene
        except BROKEN:
            continue


def vacuous_goals(rows: list[Strengthened], declared: dict[int, str] | None = None) -> list[str]:
    """One sentence for each strengthening of a kind that must fall and did not, and for each goal where none at all was
    refuted; goals in ``declared`` (goal → reason) are left out.

    >>> vacuous_goals([Strengthened(0, "far", "x >= 1000000", "survived", 9)])
    ['goal 0 may be vacuous: x >= 1000000 survived in 9 models']
    """
    sentences = []
    for row in rows:
        if row.vacuous and row.goal not in (declared or {}):
            sentences.append(f"goal {row.goal} may be vacuous: {row.text} {row.fate} in {row.models} models")
    without = {row.goal for row in rows} - {row.goal for row in rows if row.fate == "refuted"} - set(declared or {})
    named = {int(text.split()[1]) for text in sentences}
    return sentences + [f"goal {goal}: no strengthening was refuted" for goal in sorted(without - named)]
