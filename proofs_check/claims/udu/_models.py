"""Exact random models for the UDU claims: scenes of `theory.udu.scenes.points`, cut down to the letters of a statement."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

from theory.udu.problem import Objective

if TYPE_CHECKING:
    from theory.prove.derivation import Derivation

Sampler = Callable[[Random], dict[str, Any]]
Scene = Callable[..., dict[str, Any]]
"""Draws exact values of letters, from a generator, the objective and options."""


def sampler(names: str, scene: Scene, **options: Any) -> Sampler:
    """Models with the letters ``names`` (separated by blanks) of a scene of `theory.udu.scenes.points`."""

    def model(rng: Random) -> dict[str, Any]:
        values = scene(rng, Objective(), **options)
        return {name: values[name] for name in names.split()}

    return model


def derived(theorem: Callable[..., Derivation], about_objective: bool = False) -> Callable[[], Derivation]:
    """A derivation of `theory.udu.proofs`, of the paper's objective, ½‖UDUᵀ − A‖², where it is about one."""
    return lambda: theorem(Objective()) if about_objective else theorem()
