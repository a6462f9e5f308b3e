"""Exact random models for the DMD claims: scenes of `theory.dmd.scenes.points`, cut down to the letters of a statement."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Sampler = Callable[[Random], dict[str, Any]]


def sampler(names: str, scene: str, **options: Any) -> Sampler:
    """Models with the letters ``names`` (separated by blanks) of ``theory.dmd.scenes.points.<scene>``."""

    def model(rng: Random) -> dict[str, Any]:
        from theory.dmd.problem import Objective
        from theory.dmd.scenes import points as models

        values = getattr(models, scene)(rng, Objective(), **options)
        return {name: values[name] for name in names.split()}

    return model


def derived(name: str, about_objective: bool = False) -> Callable[[], Any]:
    """The derivation ``<name>`` in ``theory.dmd.proofs.derivation`` or ``derivation_discrete``, of ¼‖XΘXᵀ − A‖² where it is
    about an objective."""

    def derive() -> Any:
        from theory.dmd.problem import Objective
        from theory.dmd.proofs import derivation, derivation_discrete

        home = derivation if hasattr(derivation, name) else derivation_discrete
        return getattr(home, name)(*([Objective()] if about_objective else []))

    return derive
