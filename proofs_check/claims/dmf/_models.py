"""Exact random models for the DMF claims: scenes of `theory.dmf`, cut down to the letters that a statement declares."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

from proofs_check.probes.anchor import Together
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim
from theory.dmf.problem import Objective
from theory.dmf.scenes.points import random_generic, random_point

if TYPE_CHECKING:
    from theory.prove.derivation import Derivation

OBJECTIVE = "L d W Y lam"
FRAMES = f"{OBJECTIVE} mu r U S M"
MODE = f"{FRAMES} u s y"
SHIFTED = f"{MODE} e"

Sampler = Callable[[Random], dict[str, Any]]


def sampler(names: str, scene: Callable[[Random], dict[str, Any]], **changes: Callable[[dict], Any]) -> Sampler:
    """Models with the letters ``names`` (separated by blanks) of ``scene(rng)``; ``changes`` replace some of them."""

    def model(rng: Random) -> dict[str, Any]:
        values = scene(rng)
        picked = {name: values[name] for name in names.split()}
        return {**picked, **{name: change(values) for name, change in changes.items()}}

    return model


def points(least: int = 2, most: int = 4, **options: Any) -> Callable[[Random], dict[str, Any]]:
    """Closed-form points of the plain objective (see `theory.dmf.scenes.points.random_point`)."""

    def scene(rng: Random) -> dict[str, Any]:
        return random_point(rng, Objective(), least, most, **options)

    return scene


def generic(rng: Random) -> dict[str, Any]:
    """Unstructured factors."""
    return random_generic(rng, Objective())


def scene_of(draw: Callable[..., dict[str, Any]], **options: Any) -> Callable[[Random], dict[str, Any]]:
    """A scene of `theory.dmf.scenes`, of the paper's objective."""
    return lambda rng: draw(rng, Objective(), **options)


def near_threshold(draw: Callable[..., dict[str, Any]], *arguments: Any) -> Callable[[Random], dict[str, Any]]:
    """A scene of `theory.dmf.scenes.thresholds`, of the paper's objective."""
    return lambda rng: draw(rng, Objective(), *arguments)


def derived(theorem: Callable[[Objective], Derivation]) -> Callable[[], Derivation]:
    """A derivation of `theory.dmf.proofs.derivation`, of the paper's objective, F = ‖W_L⋯W_1 − Y‖² + Σ λ_l‖W_l‖²."""
    return lambda: theorem(Objective())


def samplers(*claims: Claim) -> tuple[Sampler, ...]:
    """The exact samplers of claims, goal by goal, for a claim that is put together from them."""
    found: list[Sampler] = []
    for claim in claims:
        parts = claim.probe.probes if isinstance(claim.probe, Together) else (claim.probe,)
        for sampler in [part.sampler for part in parts if isinstance(part, StatementProbe)]:
            found += list(sampler) if isinstance(sampler, tuple) else [sampler]
    return tuple(found)
