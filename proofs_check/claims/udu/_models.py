"""Exact random models for the UDU claims: scenes of `theory.udu.models`, cut down to the letters that a statement declares."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Sampler = Callable[[Random], dict[str, Any]]


def sampler(names: str, scene: str, **options: Any) -> Sampler:
    """Models with the letters ``names`` (separated by blanks) of ``theory.udu.models.<scene>``."""

    def model(rng: Random) -> dict[str, Any]:
        from theory.udu import models
        from theory.udu.problem import Objective

        values = getattr(models, scene)(rng, Objective(), **options)
        return {name: values[name] for name in names.split()}

    return model


def derived(name: str, about_objective: bool = False) -> Callable[[], Any]:
    """The derivation ``theory.udu.derivation.<name>``, of the paper's objective ½‖UDUᵀ − A‖² where it is about one."""

    def derivation() -> Any:
        from theory.udu import derivation as theorems
        from theory.udu.problem import Objective

        return getattr(theorems, name)(*([Objective()] if about_objective else []))

    return derivation
