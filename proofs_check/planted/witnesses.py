"""Existential goals: the adversary chooses the witnesses.

A strengthened ∃z C(z) is *refuted* only in a model where every admissible z fails, and that needs an enumeration of all
of them: it exists where each fresh letter is determined by an equation ``z == …``, or where the claim gives one
(``StatementProbe(witnesses=…)``). It is *met* where somebody, the sampler, the claim's enumeration or the adversary,
finds a z for which the stronger statement holds: an enumeration that the claim gives is never believed before the
adversary has looked beside it. Else it is unjudged: one supplied witness that fails shows nothing, nor do
all witnesses of the goal against a negated equation, which holds in each of them.

An equation that defines a fresh letter is no statement about it, and another definition is no stronger one: such
conclusions are not strengthened, and a goal that has no other conclusion says nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import permutations, product
from random import Random
from typing import Any

from proofs_check.planted.adversary import Adversary, plain_model
from proofs_check.planted.hollow import identities
from proofs_check.planted.strengthen import BROKEN, MUST_FALL, Strengthened, Strengthening, strengthenings
from proofs_check.probes.evaluator import Reading, Scene, Values, plain
from proofs_check.probes.exact import Grid, multiply, number
from proofs_check.probes.probe import describe
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import Witnesses

SCENES = 4
"""Models in which the adversary looks for witnesses."""
TRIES = {True: 60, False: 20}
"""Draws of the adversary in each of them against a bound moved far: where all neighbours are asked for, and else."""
FEWER = 8
"""Draws against a small change."""


def determined(statement: Statement) -> dict[str, str]:
    """Fresh letters that a conclusion defines, ``z == expression`` in letters known before, in a usable order.

    >>> determined({"letters": [["x", {"kind": "real"}]], "exists": [["z", {"kind": "real"}]], "then": ["z == x**2"]})
    {'z': 'x ** 2'}
    """
    reading = Reading({"given": [], **statement})
    open_, found = {name for name in reading.fresh if reading.free(name)}, {}
    for _ in range(len(open_)):
        for atom in statement["then"]:
            match ast.parse(atom, mode="eval").body:
                case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[right]) if name in open_:
                    text = ast.unparse(right)
                    if not reading.depends(text) & open_:
                        found[name] = text
                        open_.discard(name)
    return found if not open_ else {}


def examine_existential(
    goal: int, statement: Statement, scenes: list[Scene], rng: Random, witnesses: Witnesses | None, thorough: bool = True
) -> list[Strengthened]:
    """The fate of every strengthening of an existential goal.

    >>> goal = {"letters": [["x", {"kind": "real"}]], "given": [], "exists": [["z", {"kind": "real"}]], "then": ["z == x**2"]}
    >>> [(row.text, row.fate) for row in examine_existential(0, goal, [], Random(0), None)]
    [('z == x**2', 'unjudged')]
    """
    defining = _defining(statement)
    items = [item for item in strengthenings(statement) if item.atom not in defining]
    if not items:
        text = " and ".join(statement["then"])
        return [Strengthened(goal, "negated", text, "unjudged", 0, "defines its letters and says nothing of them")]
    return [_fate(goal, statement, item, scenes[:SCENES], rng, witnesses, TRIES[thorough]) for item in items]


def _defining(statement: Statement) -> set[int]:
    """The conclusions that define fresh letters, one each, where all of them are so determined; and those that say nothing
    once these definitions are put in, such as ``2*z == 2*x`` beside ``z == x``.
    """
    found = determined(statement)
    first: dict[str, int] = {}
    for index, atom in enumerate(statement["then"]):
        match ast.parse(atom, mode="eval").body:
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[right]) if (
                name in found and ast.unparse(right) == found[name]
            ):
                first.setdefault(name, index)
    if not found:
        return set()
    letters = [[name, {**spec, "value": found[name]} if name in found else spec] for name, spec in statement["exists"]]
    written = {**statement, "letters": [*statement["letters"], *letters], "exists": []}
    empty = {text for text, holds in identities(written).items() if holds}
    return set(first.values()) | {index for index, atom in enumerate(statement["then"]) if atom in empty}


def _fate(
    goal: int,
    statement: Statement,
    item: Strengthening,
    scenes: list[Scene],
    rng: Random,
    witnesses: Witnesses | None,
    tries: int,
) -> Strengthened:
    met, refuted, shown = 0, "", ""
    for scene in scenes:
        outcome, text = _in_one_model(statement, item, scene, rng, witnesses, tries)
        if outcome == "refuted":
            refuted = text
            break
        met, shown = met + (outcome == "met"), text if outcome == "met" else shown
    if refuted:
        return Strengthened(goal, item.kind, item.text, "refuted", len(scenes), refuted)
    if met:
        return Strengthened(goal, item.kind, item.text, "met by another witness", met, shown)
    why = "no enumeration of the admissible witnesses is known" if item.statement else "no witness of the others breaks it"
    why = why if scenes else "no model decides it"
    return Strengthened(goal, item.kind, item.text, "unjudged", len(scenes), why)


def _in_one_model(
    statement: Statement, item: Strengthening, scene: Scene, rng: Random, witnesses: Witnesses | None, tries: int
) -> tuple[str, str]:
    """("met" | "refuted" | "unjudged", words)."""
    reading = scene.reading
    outer = {name: value for name, value in scene.values.items() if name not in reading.fresh}
    wanted = list(item.statement["then"]) if item.statement else [a for i, a in enumerate(statement["then"]) if i != item.atom]

    def meets(values: Values, atoms: list[str]) -> bool:
        try:
            here = Scene(reading, values)
            here.respect()
            turned = item.statement is None and atoms is wanted and here.holds(statement["then"][item.atom])
            return not turned and all(here.holds(atom) for atom in atoms)
        except BROKEN:
            return False

    listed = [{**outer, **values} for values in _enumerated(statement, scene, outer, witnesses)]
    for values in [scene.values, *listed]:
        if meets(values, wanted):
            return "met", f"by {describe(plain_model({n: v for n, v in values.items() if n in reading.fresh}))}"
    if item.statement is None:  # its witnesses are not among those of the goal, in which the equation holds
        return "unjudged", ""
    admissible = [values for values in listed if meets(values, statement["then"])]
    if not admissible or witnesses is not None:
        adversary = Adversary(statement)
        for _ in range(tries if item.kind in MUST_FALL else FEWER):
            tried = _tried(adversary, scene, outer, wanted, rng)
            if tried is not None and meets(tried, wanted):
                return "met", f"by {describe(plain_model({n: v for n, v in tried.items() if n in reading.fresh}))}"
    if admissible:
        return "refuted", f"all {len(admissible)} admissible witnesses fail at {describe(plain_model(outer))}"
    return "unjudged", ""


def _tried(adversary: Adversary, scene: Scene, outer: Values, wanted: list[str], rng: Random) -> Values | None:
    """Some fresh letters as the sampler has them, the others drawn (often zero) and solved for."""
    fresh = [name for name in scene.reading.fresh if name in scene.values]
    kept = set(rng.sample(fresh, rng.randint(0, len(fresh)))) if fresh else set()
    if any(scene.reading.specs[name]["kind"] in ("integer", "dimension") for name in set(fresh) - kept):
        kept &= set(outer)  # other sizes: nothing of the old witness fits
    start = {**outer, **{name: scene.values[name] for name in kept}}
    return adversary.completed(start, rng, wanted, frozenset(outer), zeros=rng.choice((0.0, 0.7)))


def _enumerated(statement: Statement, scene: Scene, outer: Values, witnesses: Witnesses | None) -> Iterator[dict[str, Any]]:
    """All admissible values of the fresh letters, where that is known."""
    if witnesses is not None:
        for model in witnesses(plain_model(scene.values)):
            if not isinstance(model, dict):
                raise ValueError(f"witnesses must give models, each a dictionary from letters to values; got {model!r}")
            yield {name: value for name, value in scene.reading.parsed(model).items() if name in scene.reading.fresh}
        return
    defined = determined(statement)
    if defined:
        here = Scene(scene.reading, dict(outer))
        try:
            for name, text in defined.items():
                here.values[name] = here.evaluate(text)
        except BROKEN:
            return
        yield {name: here.values[name] for name in defined}


def frames(left: str, middle: str, right: str) -> Witnesses:
    """All witnesses of P == A·Tⁿ·Bᵀ, AᵀA = BᵀB = I, T positive diagonal, where T has distinct entries: the sampler's own,
    turned by the signed permutations Q to A·Q, Qᵀ·T·Q, B·Q. With equal entries there are more: then none is given.

    >>> eye = [["1", "0"], ["0", "1"]]
    >>> found = list(frames("A", "T", "B")({"A": eye, "T": [["2", "0"], ["0", "3"]], "B": eye}))
    >>> len(found), found[-1]["T"]
    (8, [['3', '0'], ['0', '2']])
    """

    def witnesses(model: dict[str, Any]) -> Iterator[dict[str, Any]]:
        a, t, b = (_grid(model[name]) for name in (left, middle, right))
        r = t.shape[0]
        if len({t.rows[i][i] for i in range(r)}) < r:
            return
        for order in permutations(range(r)):
            for signs in product((1, -1), repeat=r):
                q = Grid.of((r, r), lambda i, j, order=order, signs=signs: signs[j] if order[j] == i else 0)  # type: ignore[misc]
                turned = multiply(a, q), multiply(multiply(q.transposed(), t), q), multiply(b, q)
                yield {**model, **{name: plain(value) for name, value in zip((left, middle, right), turned, strict=True)}}

    return witnesses


def selected_pairs(pairs: list[tuple[list[Any], Any, list[Any]]], r: int) -> Iterator[tuple[Any, Any, Any]]:
    """All (C, D, E) with Y·E = C·D, Yᵀ·C = E·D, CᵀC = EᵀE = I(r), D diagonal, as rows of text, from the unit singular
    pairs (u, σ, v) of a Y with distinct singular values, none of them multiple: r of the pairs in any order, any signs.

    >>> pairs = [(["1", "0"], "2", ["1", "0"]), (["0", "1"], "1", ["0", "1"])]
    >>> sorted({D[0][0] for C, D, E in selected_pairs(pairs, 1)})
    ['-1', '-2', '1', '2']
    """
    for chosen in permutations(pairs, r):
        for signs in product(product((1, -1), repeat=2), repeat=r):
            yield (
                plain(_columns([[number(x) * s for x in u] for (u, _, _), (s, _) in zip(chosen, signs, strict=True)])),
                plain(Grid.of((r, r), lambda i, j, chosen=chosen, signs=signs:  # type: ignore[misc]
                              number(chosen[i][1]) * signs[i][0] * signs[i][1] if i == j else 0)),
                plain(_columns([[number(x) * s for x in v] for (_, _, v), (_, s) in zip(chosen, signs, strict=True)])),
            )  # fmt: skip


def _columns(columns: list[list[Any]]) -> Grid:
    return Grid.of((len(columns[0]) if columns else 0, len(columns)), lambda i, j: columns[j][i])


def _grid(rows: Any) -> Grid:
    return Grid(tuple(tuple(number(x) for x in row) for row in rows), (len(rows), len(rows[0]) if rows else 0))
