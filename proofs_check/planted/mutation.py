"""Mutation operators over formal statements: neighbours of a theorem, each judged on exact models.

A neighbour is *killed* when it fails in an exact model of its own hypotheses, *weaker* when the original implies it by
its form, *open* when it survived every decided model (the theorem may be improved to it), else *unjudged*.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from proofs_check.planted.adversary import Adversary, plain_model
from proofs_check.planted.strengthen import BROKEN, coefficient_places, decided_scenes, replaced_constant
from proofs_check.probes.edits import with_atom, without_given
from proofs_check.probes.evaluator import Reading, Scene, readable
from proofs_check.probes.probe import describe
from proofs_check.probes.statement import Statement

Fate = Literal["killed", "weaker", "open", "unjudged"]
MOVED = 6
"""Of these, at most so many with other hypotheses or declarations: each needs models of its own."""
FATES: tuple[Fate, ...] = ("killed", "weaker", "open", "unjudged")
QUICK = 40
"""Neighbours of a claim that are drawn at random where not all are asked for."""
TRIES = {True: 4, False: 40}
"""Draws of models for one neighbour: few where only some neighbours are drawn."""


@dataclass(frozen=True)
class Mutation:
    """A neighbour: which operator made it, what reads differently now, and whether its form shows that it is implied."""

    operator: str
    text: str
    statement: Statement
    implied: bool = False


@dataclass(frozen=True)
class Judged:
    """A neighbour of goal number ``goal`` and its fate, in ``models`` decided models."""

    goal: int
    operator: str
    text: str
    fate: Fate
    models: int = 0
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain fields.

        >>> Judged(0, "sign", "x - y > 0", "killed", 1).to_json()["fate"]
        'killed'
        """
        return {name: getattr(self, name) for name in ("goal", "operator", "text", "fate", "models", "why")}


def mutations(statement: Statement) -> list[Mutation]:
    """Every neighbour that can be read, each once.

    >>> claim = {"letters": [["x", {"kind": "real"}]], "given": ["x > 1"], "then": ["x**2 >= x"]}
    >>> [mutation.operator for mutation in mutations(claim)]
    ['exponent by one', 'exponent by one', 'strict', 'turned', 'hypothesis dropped', 'not strict', 'hypothesis constant']
    """
    return [mutation for mutation in candidates(statement) if readable(mutation.statement)]


def candidates(statement: Statement) -> Iterator[Mutation]:
    """As :func:`mutations`, before anybody has read them: most of what breaks a shape is among them."""
    seen = {_key(statement)}
    for mutation in _all(statement):
        key = _key(mutation.statement)
        if key not in seen:
            seen.add(key)
            yield mutation


def _key(statement: Statement) -> str:
    return repr([statement["letters"], statement.get("given", []), statement["then"], statement.get("exists", [])])


def _all(statement: Statement) -> Iterator[Mutation]:
    specs = dict(statement["letters"] + statement.get("exists", []))
    for index, atom in enumerate(statement["then"]):
        plain = ast.unparse(ast.parse(atom, mode="eval"))
        for operator, text, implied in _atom_edits(plain, specs):
            if text != plain:
                yield Mutation(operator, text, with_atom(statement, index, text), implied)
    for index, atom in enumerate(statement.get("given", [])):
        yield Mutation("hypothesis dropped", f"without {atom}", without_given(statement, index))
        plain = ast.unparse(ast.parse(atom, mode="eval"))
        for operator, text, implied in _hypothesis_edits(plain):
            given = [text if k == index else other for k, other in enumerate(statement["given"])]
            yield Mutation(operator, f"given {text}", {**statement, "given": given}, implied)
    yield from _declaration_edits(statement)


# ----------------------------------------------------------------------------------------------------------- atoms


def _atom_edits(atom: str, specs: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """(operator, edited text, whether the original implies it)."""
    yield from (("constant by one", text, False) for text in _constants(atom, lambda n: (n + 1, n - 1)))
    for number, place in enumerate(coefficient_places(ast.parse(atom, mode="eval").body)):
        for tenths in (11, 9) if int(ast.unparse(place)) else ():
            changed = ast.BinOp(ast.Constant(tenths * int(ast.unparse(place))), ast.Div(), ast.Constant(10))
            yield "constant by 10 %", ast.unparse(replaced_constant(atom, number, changed)), False
    for operator, test, changes in _NODE_EDITS:
        yield from ((operator, text, False) for text in _edited(atom, test, changes))
    yield from _comparisons(atom)
    for name in sorted({node.id for node in ast.walk(ast.parse(atom)) if isinstance(node, ast.Name)} & set(specs)):
        for other in sorted(specs):
            if other != name and _same_kind(specs[name], specs[other]):
                yield from (("letter swapped", text, False) for text in _renamed(atom, name, other))


def _constants(atom: str, values: Callable[[int], tuple[int, ...]]) -> Iterator[str]:
    for number, place in enumerate(coefficient_places(ast.parse(atom, mode="eval").body)):
        for value in values(int(ast.unparse(place))):
            yield ast.unparse(replaced_constant(atom, number, ast.Constant(value)))


Test = Callable[[ast.AST], bool]
Change = Callable[[Any], Iterator[Callable[[], None]]]


def _edited(atom: str, test: Test, changes: Change) -> Iterator[str]:
    """The atom with one node edited in place, for every node that passes the test and every change."""
    tree = ast.parse(atom, mode="eval")
    for node in ast.walk(tree):
        if test(node):
            for change in changes(node):
                before = dict(vars(node))
                change()
                yield ast.unparse(tree)
                vars(node).update(before)


def _sign(node: Any) -> Iterator[Callable[[], None]]:
    yield lambda: setattr(node, "op", ast.Sub() if isinstance(node.op, ast.Add) else ast.Add())


def _exponent(node: Any) -> Iterator[Callable[[], None]]:
    old = node.right
    for op in (ast.Add(), ast.Sub()):
        yield lambda op=op: setattr(node, "right", _by_one(old, op))  # type: ignore[misc]


def _index(node: Any) -> Iterator[Callable[[], None]]:
    old = node.slice
    for op in (ast.Add(), ast.Sub()):
        yield lambda op=op: setattr(node, "slice", _by_one(old, op))  # type: ignore[misc]


def _range(node: Any) -> Iterator[Callable[[], None]]:
    name, low, high, inner = node.args
    for edited in (
        [name, _by_one(low, ast.Sub()), high, inner], [name, low, _by_one(high, ast.Add()), inner],
        [name, _by_one(low, ast.Add()), high, inner], [name, low, _by_one(high, ast.Sub()), inner],
    ):  # fmt: skip
        yield lambda edited=edited: setattr(node, "args", edited)  # type: ignore[misc]


def _transpose(node: Any) -> Iterator[Callable[[], None]]:
    for field in ("left", "right", "operand"):
        child = getattr(node, field, None)
        if isinstance(child, ast.Attribute):
            yield lambda field=field, child=child: setattr(node, field, child.value)  # type: ignore[misc]
    if isinstance(node, ast.Call):
        for place, child in enumerate(node.args):
            if isinstance(child, ast.Attribute):
                rest = [*node.args[:place], child.value, *node.args[place + 1 :]]
                yield lambda rest=rest: setattr(node, "args", rest)  # type: ignore[misc]


def _by_one(node: ast.expr, op: ast.operator) -> ast.expr:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return ast.Constant(node.value + (1 if isinstance(op, ast.Add) else -1))
    return ast.BinOp(node, op, ast.Constant(1))


def _called(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


_NODE_EDITS: tuple[tuple[str, Test, Change], ...] = (
    ("sign", lambda node: isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)), _sign),
    ("exponent by one", lambda node: isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow), _exponent),
    ("index by one", lambda node: isinstance(node, ast.Subscript), _index),
    ("quantifier's range shifted", lambda node: _called(node, "all"), _range),
    ("transpose dropped", lambda node: isinstance(node, (ast.BinOp, ast.UnaryOp)) or _called(node, "tr"), _transpose),
)


def _comparisons(atom: str) -> Iterator[tuple[str, str, bool]]:
    tree = ast.parse(atom, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            (op,), (right,), left = node.ops, node.comparators, node.left
            if isinstance(op, ast.Eq):
                for new in (ast.GtE(), ast.Gt()):
                    node.ops = [new]
                    yield "equation to comparison", ast.unparse(tree), isinstance(new, ast.GtE)
            else:
                other = ast.GtE() if isinstance(op, ast.Gt) else ast.Gt()
                node.ops = [other]
                yield ("not strict" if isinstance(op, ast.Gt) else "strict"), ast.unparse(tree), isinstance(op, ast.Gt)
                node.ops, node.left, node.comparators = [op], right, [left]
                yield "turned", ast.unparse(tree), False
            node.ops, node.left, node.comparators = [op], left, [right]


def _renamed(atom: str, name: str, other: str) -> Iterator[str]:
    """One occurrence, for each; then all of them."""
    tree = ast.parse(atom, mode="eval")
    places = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name]
    for chosen in [*([place] for place in places), *([places] if len(places) > 1 else [])]:
        for node in chosen:
            node.id = other
        yield ast.unparse(tree)
        for node in chosen:
            node.id = name


def _same_kind(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether one letter may stand where the other does: both scalars, or both matrices; both families or none."""
    scalar = ("real", "positive")
    alike = a["kind"] == b["kind"] or {a["kind"], b["kind"]} <= set(scalar) or {a["kind"], b["kind"]} <= {"matrix", "diagonal"}
    return alike and ("over" in a) == ("over" in b)


def _hypothesis_edits(atom: str) -> Iterator[tuple[str, str, bool]]:
    for operator, text, _ in _comparisons(atom):
        if operator in ("strict", "not strict"):
            yield operator, text, operator == "strict"  # a stricter hypothesis is a weaker theorem
    yield from (("hypothesis constant", text, False) for text in _constants(atom, lambda n: (n + 1,) if n else ()))
    for text in _edited(atom, lambda node: _called(node, "all"), _range):
        yield "hypothesis range shifted", text, False


def _declaration_edits(statement: Statement) -> Iterator[Mutation]:
    letters = statement["letters"]
    for place, (name, spec) in enumerate(letters):

        def changed(new: dict[str, Any], place: int = place, name: str = name) -> Statement:
            edited = copy.deepcopy(statement)
            edited["letters"][place] = [name, new]
            return edited

        if spec["kind"] == "integer":
            yield Mutation("range shifted", f"{name} >= {spec['min']} - 1", changed({**spec, "min": f"{spec['min']}-1"}))
            yield Mutation("range shifted", f"{name} >= {spec['min']} + 1", changed({**spec, "min": f"{spec['min']}+1"}), True)
            if "max" in spec:
                text = f"{name} <= {spec['max']} + 1"
                yield Mutation("range shifted", text, changed({**spec, "max": f"{spec['max']}+1"}))
        if spec["kind"] == "positive" and not {"value", "root", "entry", "first", "last", "override"} & set(spec):
            yield Mutation("positive to real", f"{name}: real", changed({**spec, "kind": "real"}))
        if spec["kind"] == "diagonal" and spec.get("positive"):
            yield Mutation("positive to real", f"{name}: diagonal", changed({k: v for k, v in spec.items() if k != "positive"}))
        if spec["kind"] == "diagonal" and "over" not in spec:
            yield Mutation("diagonal to full", f"{name}: matrix", changed({"kind": "matrix", "shape": [spec["size"]] * 2}))
        if "shape" in spec and spec["shape"][0] != spec["shape"][1]:
            text = f"{name}: {spec['shape'][1]} x {spec['shape'][0]}"
            yield Mutation("shape swapped", text, changed({**spec, "shape": spec["shape"][::-1]}))


# --------------------------------------------------------------------------------------------------------- judging


def judge_mutation(
    goal: int, mutation: Mutation, original: Statement, scenes: Sequence[Scene], rng: Random, tries: int = 40
) -> Judged:
    """The fate of one neighbour: first in the models of the original, then in models moved to its own hypotheses, then
    in models that the adversary draws.

    >>> claim = {"letters": [["x", {"kind": "real"}]], "given": ["x > 1"], "then": ["x**2 >= x"]}
    >>> [judge_mutation(0, m, claim, [], Random(1)).fate for m in mutations(claim)]
    ['open', 'open', 'open', 'killed', 'killed', 'open', 'open']
    """
    if mutation.implied:
        return Judged(goal, mutation.operator, mutation.text, "weaker", 0, "implied by its form")
    new, decided = mutation.statement, 0
    same = _premises(new) == _premises(original)
    changed = [a for a, b in zip(new["then"], original["then"], strict=True) if a != b] or new["then"]
    for scene in _models(new, scenes, same, rng, tries):
        try:
            if new.get("exists") and any(name not in scene.values for name in _fresh(scene)):
                continue
            fails = next((atom for atom in changed if not scene.holds(atom)), None)
        except BROKEN:
            continue
        decided += 1
        if fails is not None:
            if new.get("exists"):
                return Judged(goal, mutation.operator, mutation.text, "unjudged", decided, "one witness fails, others may not")
            why = f"{fails} fails at {describe(plain_model(scene.values))}"
            return Judged(goal, mutation.operator, mutation.text, "killed", decided, why)
    fate: Fate = "open" if decided else "unjudged"
    return Judged(goal, mutation.operator, mutation.text, fate, decided, "" if decided else "no model decides it")


def _fresh(scene: Scene) -> list[str]:
    return [name for name in scene.reading.fresh if scene.reading.free(name)]


def _models(new: Statement, scenes: Sequence[Scene], same: bool, rng: Random, tries: int) -> Iterator[Scene]:
    """Models of the neighbour's hypotheses: those of the original, moved where need be, then the adversary's."""
    if same:
        yield from scenes
        if scenes:
            return
    adversary = Adversary(new)
    reading: Reading = adversary.reading
    for number in range(tries // 2 if scenes else 0):
        old = scenes[number % len(scenes)].values
        start = {name: value for name, value in old.items() if name in reading.specs}
        if number and start:
            for name in rng.sample(sorted(start), min(len(start), rng.choice((1, 1, 2)))):
                del start[name]
        values = adversary.completed(start, rng, reading.given)
        if values is not None:
            yield Scene(reading, values)
    for _ in range(tries // 2 if scenes else tries):
        values = adversary.values(rng)
        if values is not None:
            yield Scene(reading, values)


def judge_mutations(
    goals: Sequence[Statement], scenes: Sequence[Sequence[Scene]], rng: Random, limit: int | None = QUICK
) -> list[Judged]:
    """The fates of ``limit`` neighbours drawn from those of all goals (of all of them, if None). Of many goals some are
    drawn first."""
    chosen = range(len(goals)) if limit is None else sorted(rng.sample(range(len(goals)), min(len(goals), limit // 2)))
    pool = [(goal, mutation) for goal in chosen for mutation in candidates(goals[goal])]
    rng.shuffle(pool)
    tries, found, moved = TRIES[limit is not None], list[Judged](), 0
    models: dict[int, list[Scene]] = {}
    for goal, mutation in pool:
        if limit is not None and len(found) >= limit:
            break
        other = not mutation.implied and _premises(mutation.statement) != _premises(goals[goal])
        if (limit is not None and other and moved >= MOVED) or not readable(mutation.statement):
            continue
        moved += other
        if goal not in models:
            models[goal] = [*scenes[goal], *decided_scenes(goals[goal], None, rng, tries)]
        found.append(judge_mutation(goal, mutation, goals[goal], models[goal], rng, tries))
    return sorted(found, key=lambda judged: (judged.goal, judged.operator, judged.text))


def _premises(statement: Statement) -> list[Any]:
    return [statement["letters"], statement.get("given", []), statement.get("exists", [])]


def counts(judged: Sequence[Judged]) -> dict[Fate, int]:
    """How many of each fate.

    >>> counts([Judged(0, "sign", "x > 0", "killed")])
    {'killed': 1, 'weaker': 0, 'open': 0, 'unjudged': 0}
    """
    seen = Counter(item.fate for item in judged)
    return {fate: seen[fate] for fate in FATES}
