"""What a sampler shows: which sizes, coincidences and signs occur in its models, and which the statement's range allows.

A model with m = n = r = 1 sees no transpose and no σ_r for σ₁; one with T = 1 sees no induction.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from proofs_check.planted.strengthen import decided_scenes
from proofs_check.probes.evaluator import Scene
from proofs_check.probes.exact import Grid, sign_of
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import Sampler

DEPTH = {"L": 4, "T": 3}
"""How far an integer of this name should go."""
MODELS = 40
"""Models that are looked at."""


def coverage(scenes: Sequence[Scene]) -> dict[str, bool]:
    """Feature → whether a model shows it, for the features that the declarations allow.

    ``rectangular`` m ≠ n for a matrix of two dimensions; ``r >= 2`` a size or diagonal beyond one; ``L >= 4``,
    ``T >= 3`` and ``T varies`` for integers; ``unequal`` entries of a diagonal or members of a scalar family that differ;
    ``zero`` and ``negative`` real values.

    >>> from proofs_check.probes.evaluator import Reading
    >>> reading = Reading({"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x*x >= 0"]})
    >>> coverage([Scene(reading, {"x": 3}), Scene(reading, {"x": -1})])
    {'x = 0': False, 'x < 0': True}
    """
    found: dict[str, bool] = {}
    for scene in scenes:
        for feature, shown in _features(scene):
            found[feature] = found.get(feature, False) or shown
    _varying(scenes, found)
    return found


def _features(scene: Scene) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for name, spec in scene.reading.specs.items():
        if name not in scene.values:
            continue
        values = [scene.get(name, place) for place in scene.places(name)]
        kind = spec["kind"]
        if kind == "integer":
            if name in DEPTH and "max" not in spec:
                found.append((f"{name} >= {DEPTH[name]}", scene.get(name) >= DEPTH[name]))
            if name == "r":
                found.append(("r >= 2", scene.get(name) >= 2))
        elif kind == "dimension":
            found.append((f"{name} >= 2", any(value >= 2 for value in values)))
        elif kind == "matrix" and spec["shape"][0] != spec["shape"][1]:
            found.append((f"{name} not square", any(value.shape[0] != value.shape[1] for value in values)))
        elif kind == "real" and "path" not in spec:
            signs = {sign_of(value) for value in values}
            found += [(f"{name} = 0", 0 in signs), (f"{name} < 0", -1 in signs)]
        if kind == "diagonal":
            found.append((f"{name} unequal", any(_unequal([g.rows[i][i] for i in range(g.shape[0])]) for g in values)))
        elif kind in ("real", "positive", "dimension") and "over" in spec:
            found.append((f"{name} unequal", _unequal(values)))
    return found


def _unequal(values: Sequence[Any]) -> bool:
    return any(value != values[0] for value in values[1:])


def _varying(scenes: Sequence[Scene], found: dict[str, bool]) -> None:
    """Integers without a fixed value, and matrices, that are the same in every model."""
    for name in scenes[0].values if len(scenes) > 1 else []:
        kind = scenes[0].reading.specs[name]["kind"]
        if kind in ("integer", "matrix"):
            shown = [scene.values[name] for scene in scenes if name in scene.values]
            found[f"{name} varies"] = any(_plain(value) != _plain(shown[0]) for value in shown)


def _plain(value: Any) -> Any:
    return value.rows if isinstance(value, Grid) else value


def missing(statement: Statement, sampler: Sampler | None, rng: Random, models: int = MODELS) -> list[str]:
    """Features that the declarations allow and no model of the sampler shows (``no model`` where it gives none).

    Signs are left out where a hypothesis speaks of the letter: the range may not allow them.

    >>> plane = {"letters": [["m", {"kind": "dimension"}], ["A", {"kind": "matrix", "shape": ["m", "1"]}]], "given": [],
    ...          "then": ["tr(A.T*A) >= 0"]}
    >>> missing(plane, lambda rng: {"m": "1", "A": [["2"]]}, Random(0))
    ['m >= 2', 'A not square', 'A varies']
    """
    scenes = list(decided_scenes(statement, sampler, rng, models))
    if not scenes:
        return ["no model"]
    reading = scenes[0].reading
    held = set().union(*(reading.depends(atom) for atom in reading.given)) if reading.given else set()
    lacking = [feature for feature, shown in coverage(scenes).items() if not shown]
    return [f for f in lacking if not (f.endswith(("= 0", "< 0")) and f.split()[0] in held)]
