"""Exact random models for the DMD claims: scenes of `theory.dmd.models`, cut down to the letters that a statement declares."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Sampler = Callable[[Random], dict[str, Any]]


def sampler(names: str, scene: str, **options: Any) -> Sampler:
    """Models with the letters ``names`` (separated by blanks) of ``theory.dmd.models.<scene>``."""

    def model(rng: Random) -> dict[str, Any]:
        from theory.dmd import models
        from theory.dmd.problem import Objective

        values = getattr(models, scene)(rng, Objective(), **options)
        return {name: values[name] for name in names.split()}

    return model


def derived(name: str, about_objective: bool = False) -> Callable[[], Any]:
    """The derivation ``theory.dmd.derivation.<name>``, of ¼‖XΘXᵀ − A‖² where it is about an objective."""

    def derivation() -> Any:
        from theory.dmd import derivation as theorems
        from theory.dmd.problem import Objective

        return getattr(theorems, name)(*([Objective()] if about_objective else []))

    return derivation
