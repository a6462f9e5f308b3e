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
from proofs_check.probes.evaluator import Reading, Scene
from proofs_check.probes.exact import UNDECIDED
from proofs_check.probes.splice import Atom, Splice
from proofs_check.probes.statement import Statement, readable
from proofs_check.probes.statement_probe import Sampler

FAR = 10**6
Kind = Literal["far", "plus one", "negated", "count", "strict", "constant"]
Fate = Literal["refuted", "survived", "met by another witness", "unjudged"]
CONSTANTS = 8
"""Constants of a goal that are moved where not many are asked for."""
MANY_CONSTANTS = 60
"""Constants of a goal that are moved under ``verify --mutants``."""
MUST_FALL = ("far", "plus one", "count")
"""A goal with a strengthening of these kinds that is not refuted says nothing that was seen."""
BROKEN = (*UNDECIDED, RecursionError, IndexError, KeyError, TypeError, AttributeError, ValueError)
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
    far | x**2 >= 2*x - 1 + 1000000
    strict | x**2 > 2*x - 1
    negated | 2*x - 1 > x**2
    constant | x**2 >= 22/10*x - 1
    constant | x**2 >= 18/10*x - 1
    constant | x**2 >= 2*x - 11/10
    constant | x**2 >= 2*x - 9/10
    """
    found = []
    for index, text in enumerate(statement["then"]):
        atom = Atom(text)
        for kind, splice in _stronger(atom, atom.tree):
            if kind == "constant" and constants is not None:
                if constants == 0:
                    continue
                constants -= 1
            if splice is None:
                found.append(Strengthening(kind, index, f"not {text}", None))
                continue
            stronger = atom.put(splice)
            edited = with_atom(statement, index, stronger)
            if readable(edited):
                found.append(Strengthening(kind, index, stronger, edited))
    return found


def _stronger(atom: Atom, node: ast.expr) -> Iterator[tuple[Kind, Splice | None]]:
    match node:
        case ast.Compare(ops=[ast.Gt() | ast.GtE() as op]):
            yield "far", atom.right(node, str(FAR) if atom.text(node.comparators[0]) == "0" else f"{{}} + {FAR}")
            if isinstance(op, ast.GtE):
                yield "strict", atom.relation(node, ">")
            yield "negated", atom.turned(node, ">" if isinstance(op, ast.GtE) else ">=")
        case ast.Compare():
            yield "plus one", atom.right(node, "{} + 1")
            yield "negated", None
        case ast.Call(func=ast.Name(id="all"), args=[_, _, _, inner]):
            yield from ((kind, splice) for kind, splice in _stronger(atom, inner) if kind != "negated")
            yield "negated", None
            return
        case ast.Call(func=ast.Name(id="roots"), keywords=keywords):
            for key in ("simple", "double"):
                counted = next((k.value for k in keywords if k.arg == key), None)
                present = int(atom.text(counted)) if counted is not None else 0
                for by in (1, -1) if present else (1,):
                    yield "count", _counted(atom, node, key, counted, present + by)
            yield "negated", None
            return
        case _:
            yield "negated", None
            return
    yield from (("constant", splice) for splice in scaled_constants(atom, node))


def _counted(atom: Atom, call: ast.Call, key: str, counted: ast.expr | None, count: int) -> Splice:
    if counted is not None:
        return atom.instead(counted, str(count))
    end = atom.span(call)[1] - 1
    return end, end, f", {key}={count}"


def scaled_constants(atom: Atom, node: ast.expr) -> Iterator[Splice]:
    """One constant of a value (no exponent, index or size) below this node 10 % larger, then 10 % smaller.

    >>> atom = Atom("x**2 >= 2*x - 1")
    >>> [atom.put(splice) for splice in scaled_constants(atom, atom.tree)][:2]
    ['x**2 >= 22/10*x - 1', 'x**2 >= 18/10*x - 1']
    """
    for place in coefficient_places(node):
        value = int(atom.text(place))
        yield from (atom.constant(place, tenths * value, per=10) for tenths in (11, 9) if value)


def coefficient_places(atom: ast.AST) -> list[ast.Constant]:
    """The constants of an atom that stand for numbers, not for exponents, indices, sizes, counts or denominators."""
    kept: list[ast.Constant] = []
    todo = [atom]
    while todo:
        node = todo.pop()
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
    ['goal [1] may be vacuous: the stronger x >= 1000000 holds in all 9 exact models tried']
    """
    standing = [row for row in rows if row.vacuous and row.goal not in (declared or {})]
    without = {row.goal for row in rows} - {row.goal for row in rows if row.fate == "refuted"} - set(declared or {})
    silent = sorted(without - {row.goal for row in standing})
    sentences = [f"{goal_label(row.goal)} may be vacuous: the stronger {row.text} {_became(row)}" for row in standing]
    return sentences + [f"{goal_label(goal)} may be vacuous: no stronger statement of it was refuted" for goal in silent]


def goal_label(goal: int) -> str:
    """How texts name the goal with this index: as prose cites it.

    >>> goal_label(0)
    'goal [1]'
    """
    return f"goal [{goal + 1}]"


def _became(row: Strengthened) -> str:
    match row.fate:
        case "survived":
            return f"holds in all {row.models} exact models tried"
        case "met by another witness":
            return f"is met by another witness in {row.models} exact model{'s' * (row.models != 1)}" + (
                f" ({row.why})" if row.why else ""
            )
    return f"was not refuted: {row.why or 'no model decides it'}"
