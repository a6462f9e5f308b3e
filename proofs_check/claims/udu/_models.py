"""Exact random models for the UDU claims: scenes of `theory.udu.scenes.points`, cut down to the letters of a statement."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Sampler = Callable[[Random], dict[str, Any]]


def sampler(names: str, scene: str, **options: Any) -> Sampler:
    """Models with the letters ``names`` (separated by blanks) of ``theory.udu.scenes.points.<scene>``."""

    def model(rng: Random) -> dict[str, Any]:
        from theory.udu.problem import Objective
        from theory.udu.scenes import points as models

        values = getattr(models, scene)(rng, Objective(), **options)
        return {name: values[name] for name in names.split()}

    return model


def derived(name: str, about_objective: bool = False) -> Callable[[], Any]:
    """The derivation ``theory.udu.proofs.derivation.<name>``, of the paper's objective ½‖UDUᵀ − A‖² where it is about one."""

    def derivation() -> Any:
        from theory.udu.problem import Objective
        from theory.udu.proofs import derivation as theorems

        return getattr(theorems, name)(*([Objective()] if about_objective else []))

    return derivation
