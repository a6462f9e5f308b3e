"""Exact points for the models of the derivations: generic layers and data, and critical points of one row and one column."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

from theory.exact.random_matrices import matrix, number
from theory.kernel.budget import Fault
from theory.kernel.statement import declarations_of
from theory.models.model import Model
from theory.statements.families.objective import FamilyObjective

LAYERS = 4


def generic_point(o: FamilyObjective, seed: int = 0, layers: int = LAYERS, small: bool = False) -> dict[str, Any]:
    """Values without zeros of all free letters, of the directions, and of the indices; ``small``: every size is 1."""
    rng = Random(seed)
    scene: dict[str, Any] = {}
    roles = [o.direction(), [o.name("Z"), dict(o.base)[o.family]], [o.name("t"), {"kind": "real"}]]
    for name, spec in [*o.base, *roles]:
        if {"first", "last", "value"} & set(spec):
            continue
        model = Model(declarations_of([*o.base, *([o.layer()] if "over" not in spec else [])]), {**scene, o.name("l"): 2})
        scene[name] = _value(rng, spec, model, layers, small)
    scene |= {o.name("l"): 2, o.name("n"): 1, "n_": 1}
    return scene


def _value(rng: Random, spec: dict, model: Model, layers: int, small: bool) -> Any:
    if "over" in spec:
        low, high = (model.integer(e) for e in spec["over"][1:])
        return {str(k): _one(rng, spec, model, {"n_": k}, layers, small, k) for k in range(low, high + 1)}
    return _one(rng, spec, model, {}, layers, small, 0)


def _one(rng: Random, spec: dict, model: Model, bound: dict, layers: int, small: bool, place: int) -> Any:
    if spec["kind"] == "integer":
        return max(layers, int(spec["min"]))
    if spec["kind"] == "dimension":
        return 1 if small else 2 + place % 2
    if spec["kind"] in ("real", "positive"):
        value = number(rng)
        return str(abs(value) if spec["kind"] == "positive" else value)
    sides = spec["shape"] if "shape" in spec else [spec["size"]] * 2
    rows, columns = (int(model.evaluate(s, bound)) for s in sides)  # type: ignore[arg-type]
    found = matrix(rng, rows, columns).rows
    if spec["kind"] == "diagonal":
        return [[str(abs(found[i][j])) if i == j else "0" for j in range(columns)] for i in range(rows)]
    return [[str(x) for x in row] for row in found]


def critical_point(o: FamilyObjective) -> dict[str, Any] | None:
    """A point without zeros where all gradients vanish: sizes 1, all layers alike, one letter of the data solved for; None
    if that
    finds none."""
    for scene in _candidates(o):
        for unknown in _unknowns(o):
            found = _solved(o, scene, unknown)
            if found is not None:
                return found
    return None


def _candidates(o: FamilyObjective) -> Iterator[dict[str, Any]]:
    for layer in ("1", "2", "1/2", "-1"):
        for data in ("1", "2", "1/3"):
            scene = generic_point(o, small=True)
            for name, spec in o.base:
                if name not in scene or spec["kind"] in ("integer", "dimension"):
                    continue
                value = layer if name == o.family else data
                matrix_like = spec["kind"] in ("matrix", "diagonal")
                plain: Any = [[value]] if matrix_like else value.lstrip("-") if spec["kind"] == "positive" else value
                scene[name] = dict.fromkeys(scene[name], plain) if "over" in spec else plain
            yield scene


def _unknowns(o: FamilyObjective) -> list[str]:
    return [n for n, s in o.base if s["kind"] in ("matrix", "real", "positive") and n != o.family and not (
        {"first", "last", "value"} & set(s))]  # fmt: skip


def _solved(o: FamilyObjective, scene: dict[str, Any], unknown: str) -> dict[str, Any] | None:
    """The scene with one letter changed so that the gradient, affine in it, vanishes in every layer."""
    try:
        low, high = (_slopes(o, _with(scene, unknown, Fraction(k))) for k in (0, 1))
        if high[0] == low[0]:
            return None
        root = -low[0] / (high[0] - low[0])
        found = _with(scene, unknown, root)
        spec = dict(o.base)[unknown]
        good = root != 0 and not (spec["kind"] == "positive" and root < 0) and not any(_slopes(o, found))
        return found if good else None
    except (Fault, ZeroDivisionError, KeyError):
        return None


def _with(scene: dict[str, Any], name: str, value: Fraction) -> dict[str, Any]:
    def put(old: Any) -> Any:
        return [[str(value)]] if isinstance(old, list) else str(value)

    old = scene[name]
    return {**scene, name: {k: put(v) for k, v in old.items()} if isinstance(old, dict) else put(old)}


def _slopes(o: FamilyObjective, scene: dict[str, Any]) -> list[Fraction]:
    letters = [*o.base, *([o.tail()] if o.product else []), *o.slopes(), o.layer()]
    env = declarations_of(letters)
    count = int(scene[o.count])
    return [Fraction(Model(env, {**scene, o.name("l"): k}).evaluate(o.gradient())) for k in range(1, count + 1)]  # type: ignore[arg-type]
