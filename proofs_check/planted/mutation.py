"""Mutation operators over formal statements: neighbours of a theorem, each judged on exact models.

A neighbour is *killed* when it fails in an exact model of its own hypotheses, *weaker* when the original implies it by
its form, *open* when it survived every decided model (the theorem may be improved to it), else *unjudged*.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from proofs_check.planted.adversary import Adversary, plain_model
from proofs_check.planted.strengthen import BROKEN, coefficient_places, decided_scenes, scaled_constants
from proofs_check.probes.edits import with_atom, without_given
from proofs_check.probes.evaluator import Reading, Scene
from proofs_check.probes.probe import describe
from proofs_check.probes.splice import Atom, Splice, names
from proofs_check.probes.statement import Statement, readable

Fate = Literal["killed", "weaker", "open", "unjudged"]
MOVED = 6
"""Of these, at most so many with other hypotheses or declarations: each needs models of its own."""
FATES: tuple[Fate, ...] = ("killed", "weaker", "open", "unjudged")
QUICK = 40
"""Neighbours of a claim that are drawn at random where not many are asked for."""
MANY = 400
"""Neighbours of a claim under ``verify --mutants``: all of them, or so many drawn at random where there are more."""
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
    specs = dict(statement["letters"] + statement.get("exists", []))
    for index, text in enumerate(statement["then"]):
        atom = Atom(text)
        for operator, edited, implied in _each_once(atom, _atom_edits(atom, specs)):
            yield Mutation(operator, edited, with_atom(statement, index, edited), implied)
    for index, text in enumerate(statement.get("given", [])):
        yield Mutation("hypothesis dropped", f"without {text}", without_given(statement, index))
        atom = Atom(text)
        for operator, edited, implied in _each_once(atom, _hypothesis_edits(atom)):
            given = [edited if k == index else other for k, other in enumerate(statement["given"])]
            yield Mutation(operator, f"given {edited}", {**statement, "given": given}, implied)
    yield from _declaration_edits(statement)


AtomEdit = tuple[str, tuple[Splice, ...], bool]
"""Operator, what to replace, and whether the original implies what comes out."""


def _each_once(atom: Atom, edits: Iterable[AtomEdit]) -> Iterator[tuple[str, str, bool]]:
    seen = {atom.put()}
    for operator, splices, implied in edits:
        text = atom.put(*splices)
        if text not in seen:
            seen.add(text)
            yield operator, text, implied


# ----------------------------------------------------------------------------------------------------------- atoms


def _atom_edits(atom: Atom, specs: dict[str, Any]) -> Iterator[AtomEdit]:
    nodes = list(ast.walk(atom.tree))
    yield from _constants(atom, "constant by one", (1, -1))
    yield from (("constant by 10 %", (splice,), False) for splice in scaled_constants(atom, atom.tree))
    for operator, changes in _NODE_EDITS:
        yield from ((operator, splices, False) for node in nodes for splices in changes(atom, node))
    yield from _comparisons(atom, nodes)
    for name in sorted({node.id for node in names(nodes, specs)}):
        for other in sorted(specs):
            if other != name and _same_kind(specs[name], specs[other]):
                yield from (("letter swapped", splices, False) for splices in _renamed(atom, names(nodes, [name]), other))


def _constants(atom: Atom, operator: str, steps: tuple[int, ...], zero: bool = True) -> Iterator[AtomEdit]:
    for place in coefficient_places(atom.tree):
        value = place.value
        if isinstance(value, int) and (value or zero):
            yield from ((operator, (atom.constant(place, value + step),), False) for step in steps)


Change = Callable[[Atom, Any], Iterator[tuple[Splice, ...]]]


def _sign(atom: Atom, node: Any) -> Iterator[tuple[Splice, ...]]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        yield (atom.sign(node),)


def _exponent(atom: Atom, node: Any) -> Iterator[tuple[Splice, ...]]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        yield from ((_by_one(atom, node.right, step),) for step in (1, -1))


def _index(atom: Atom, node: Any) -> Iterator[tuple[Splice, ...]]:
    if isinstance(node, ast.Subscript):
        yield from ((_by_one(atom, node.slice, step),) for step in (1, -1))


def _range(atom: Atom, node: Any) -> Iterator[tuple[Splice, ...]]:
    if _called(node, "all"):
        _, low, high, _ = node.args
        for end, step in ((low, -1), (high, 1), (low, 1), (high, -1)):
            yield (_by_one(atom, end, step),)


def _transpose(atom: Atom, node: Any) -> Iterator[tuple[Splice, ...]]:
    """A transposed operand or argument as it is."""
    children = list(node.args) if _called(node, "tr") else []
    if isinstance(node, (ast.BinOp, ast.UnaryOp)):
        children = [getattr(node, field, None) for field in ("left", "right", "operand")]
    for child in children:
        if isinstance(child, ast.Attribute):
            end = atom.span(child)[1]
            yield ((end - len(f".{child.attr}"), end, ""),)


def _by_one(atom: Atom, node: ast.expr, step: int) -> Splice:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return atom.constant(node, node.value + step)
    return atom.instead(node, f"({atom.text(node)} {'+' if step > 0 else '-'} 1)")


def _called(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


_NODE_EDITS: tuple[tuple[str, Change], ...] = (
    ("sign", _sign), ("exponent by one", _exponent), ("index by one", _index),
    ("quantifier's range shifted", _range), ("transpose dropped", _transpose),
)  # fmt: skip


def _comparisons(atom: Atom, nodes: Iterable[ast.AST]) -> Iterator[AtomEdit]:
    for node in nodes:
        if isinstance(node, ast.Compare):
            if isinstance(node.ops[0], ast.Eq):
                yield "equation to comparison", (atom.relation(node, ">="),), True
                yield "equation to comparison", (atom.relation(node, ">"),), False
            else:
                strict = isinstance(node.ops[0], ast.Gt)
                yield ("not strict" if strict else "strict"), (atom.relation(node, ">=" if strict else ">"),), strict
                yield "turned", (atom.turned(node),), False


def _renamed(atom: Atom, places: list[ast.Name], other: str) -> Iterator[tuple[Splice, ...]]:
    """One occurrence, for each; then all of them."""
    for chosen in [*([place] for place in places), *([places] if len(places) > 1 else [])]:
        yield tuple(atom.instead(node, other) for node in chosen)


def _same_kind(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether one letter may stand where the other does: both scalars, or both matrices; both families or none."""
    scalar = ("real", "positive")
    alike = a["kind"] == b["kind"] or {a["kind"], b["kind"]} <= set(scalar) or {a["kind"], b["kind"]} <= {"matrix", "diagonal"}
    return alike and ("over" in a) == ("over" in b)


def _hypothesis_edits(atom: Atom) -> Iterator[AtomEdit]:
    nodes = list(ast.walk(atom.tree))
    for operator, splices, _ in _comparisons(atom, nodes):
        if operator in ("strict", "not strict"):
            yield operator, splices, operator == "strict"  # a stricter hypothesis is a weaker theorem
    yield from _constants(atom, "hypothesis constant", (1,), zero=False)
    yield from (("hypothesis range shifted", splices, False) for node in nodes for splices in _range(atom, node))


def _declaration_edits(statement: Statement) -> Iterator[Mutation]:
    letters = statement["letters"]
    for place, (name, spec) in enumerate(letters):

        def changed(new: dict[str, Any], place: int = place, name: str = name) -> Statement:
            return {**statement, "letters": [*letters[:place], [name, new], *letters[place + 1 :]]}

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
    drawn first. Up to ``QUICK`` neighbours get few models each."""
    quick = limit is not None and limit <= QUICK
    chosen = range(len(goals)) if limit is None else sorted(rng.sample(range(len(goals)), min(len(goals), limit // 2)))
    pool = [(goal, mutation) for goal in chosen for mutation in candidates(goals[goal])]
    rng.shuffle(pool)
    tries, found, moved = TRIES[quick], list[Judged](), 0
    models: dict[int, list[Scene]] = {}
    for goal, mutation in pool:
        if limit is not None and len(found) >= limit:
            break
        other = not mutation.implied and _premises(mutation.statement) != _premises(goals[goal])
        if (quick and other and moved >= MOVED) or not readable(mutation.statement):
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
