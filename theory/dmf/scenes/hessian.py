"""Exact models for the Hessian: two modes of one closed-form point, a spare hidden unit, a pair outside the modes."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.scenes.points import generic, point, random_generic, random_point
from theory.exact.matrices import to_json
from theory.models.numbers import Matrix


def second_order(objective: Objective) -> dict:
    """Unstructured factors and a direction in every layer."""
    return _with_direction(generic(objective), lambda i, j, n: Fraction((2 * i + 3 * j + n) % 7 - 2 or 1, 2))


def random_second_order(rng: Random, objective: Objective) -> dict:
    """The same, random."""
    return _with_direction(random_generic(rng, objective), lambda i, j, n: Fraction(rng.randint(1, 6), rng.randint(1, 3)))


def _with_direction(scene: dict, entry: Any) -> dict:
    d, layers = {int(k): int(v) for k, v in scene["d"].items()}, scene["L"]
    direction = {
        n: Matrix(tuple(tuple(entry(i, j, n) for j in range(d[n - 1])) for i in range(d[n]))) for n in range(1, layers + 1)
    }
    return {**scene, "Z": to_json(direction), "e": "3/7"}


def chains(
    objective: Objective, layers: int = 3, roots: tuple = (Fraction(2, 3),), mode: Fraction = Fraction(4, 3), **options: Any
) -> dict:
    """Two modes (u, s, y) and (v, z, w) of one point, s > z, with free coefficients of a direction between them."""
    scene = point(objective, layers, roots=roots, modes=1, mode=mode, whole=True, **options)
    return second_mode(scene)


def second_mode(scene: dict) -> dict:
    """The first column of the frames of ``scene`` as the mode (v, z, w)."""
    layers = scene["L"]
    coefficients = {
        name: {str(n): str(Fraction(n + shift, 2)) for n in range(1, layers + 1)} for name, shift in (("al", 1), ("be", 3))
    }
    s, z = Fraction(scene["s"]), Fraction(scene["S"][0][0])
    return {
        **scene,
        "v": scene["U"],
        "z": scene["S"][0][0],
        "w": scene["M"][0][0],
        "ep": "-1",
        "c": str(s * s - z * z),
        **coefficients,
    }


def random_chains(
    rng: Random, objective: Objective, least: int = 2, most: int = 3, equal: bool = False, **options: Any
) -> dict:
    """Random points with s > z, or s = z where ``equal``; rows l and places m at random."""
    small = Fraction(rng.randint(1, 5), rng.randint(2, 4))
    large = small if equal else small + Fraction(rng.randint(1, 4), 3)
    scene = second_mode(random_point(rng, objective, least, most, modes=1, roots=(small,), mode=large, whole=True, **options))
    layers = scene["L"]
    return {**scene, "g": scene["out"]["0"], "gap": scene["c"], "ep": rng.choice(["1", "-1"]), "m": rng.randint(1, layers - 1)}


def equal_chains(objective: Objective, layers: int = 3) -> dict:
    """Two modes at the same root of the same y."""
    return chains(objective, layers, roots=(Fraction(4, 3),))


def outside(scene: dict, layer: int) -> dict:
    """h in layer m = ``layer`` and g in the layer before, both outside the modes; (v, w, c) the inactive pair of Y."""
    free = scene["out"]
    return {
        **scene,
        "m": layer,
        "h": free[str(layer)],
        "g": free[str(layer - 1)],
        "v": free["0"],
        "w": free[str(scene["L"])],
        "c": scene["z"],
        "ep": "-1",
    }


def hidden(objective: Objective, layers: int = 4, layer: int = 2, **options: Any) -> dict:
    """A point with a mode (u, s, y) and everything outside it."""
    return {**outside(point(objective, layers, modes=1, whole=True, **options), layer), "l": layer}


def random_hidden(
    rng: Random, objective: Objective, least: int = 2, most: int = 3, first: int = 1, last: int = 1, **options: Any
) -> dict:
    """The same, random, with m from ``first`` to L − ``last``."""
    scene = random_point(rng, objective, least, most, modes=1, whole=True, **options)
    return {**outside(scene, rng.randint(first, scene["L"] - last)), "ep": rng.choice(["1", "-1"])}
