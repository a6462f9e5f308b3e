"""Exact random models for the AGD claims: scenes of `theory.agd`, cut down to the letters that a statement declares."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

from theory.agd.problem import Objective
from theory.agd.scenes.wide import random_wide

if TYPE_CHECKING:
    from proofs_check.probes.probe import Counterexample
    from theory.prove.derivation import Derivation

POINT = "m n d A X Y"
SWEEP = f"{POINT} eta"
PATH = f"{SWEEP} T k"

Sampler = Callable[[Random], dict[str, Any]]
Scene = Callable[..., dict[str, Any]]
"""Draws exact values of letters, from a generator, the objective and options."""


def sampler(names: str, scene: Scene, **options: Any) -> Sampler:
    """Models with the letters ``names`` (separated by blanks) of a scene of `theory.agd.scenes`; an option given as a list
    is drawn anew for every model."""

    def model(rng: Random) -> dict[str, Any]:
        chosen = {key: rng.choice(value) if isinstance(value, list) else value for key, value in options.items()}
        values = scene(rng, Objective(), **chosen)
        return {name: values[name] for name in names.split()}

    return model


def wide(names: str, scalar: Scene, kind: str, without: str = "", **options: Any) -> Sampler:
    """Models of the horizon theorems: r = 2, m ≠ n, T = 3 (``theory.agd.scenes.wide``) half of the time, else one mode
    (``scalar``, a scene of `theory.agd.scenes.horizon`, where constants are sharp); where g is a letter one in six has a rate
    that belongs to the larger singular value, outside the hypotheses, for statements that confuse s and S."""
    narrow = horizon(names, scalar, without, **options)

    def model(rng: Random) -> dict[str, Any]:
        if rng.random() < 0.5:
            return narrow(rng)
        outside = rng.random() < 1 / 3 and "closed" not in kind
        return over(names, kind, "rate" if outside else "", without)(rng)

    return model


def over(names: str, kind: str, what: str, without: str = "") -> Sampler:
    """A model of ``theory.agd.scenes.wide`` outside one hypothesis."""

    def model(rng: Random) -> dict[str, Any]:
        values = random_wide(rng, Objective(), kind, what)
        return {name: values[name] for name in f"{HORIZON} {names}".split() if name != without}

    return model


def simultaneous(rng: Random) -> Counterexample | None:
    """Both factors stepped from the old ones, for one mode inside every hypothesis (η = 1, D = 1/50, S + D and y + D below 1,
    a residual far below all budgets): F falls less than the rate says."""
    from fractions import Fraction

    from proofs_check.probes.probe import Counterexample

    x, y = (Fraction(rng.randint(40, 47), 50) for _ in range(2))
    a = x * y - Fraction(1, rng.randint(10**3, 10**4))
    r = x * y - a
    after = (x - r * y) * (y - r * x) - a
    rate = 1 - (x - Fraction(1, 50)) ** 2
    if after**2 <= rate**2 * r**2:
        return None
    return Counterexample(f"x = {x}, y = {y}, a = {a}: |r| from {r} to {float(abs(after)):.3g}, (1 − g) = {float(rate):.3g}")


HORIZON = f"{PATH} r U w eK K eJ J eE E s S y"


def horizon(names: str, scene: Scene, without: str = "", **options: Any) -> Sampler:
    """Models of the horizon theorems: the letters of ``HORIZON`` but ``without``, and ``names``, of a scene of
    `theory.agd.scenes.horizon`."""

    def model(rng: Random) -> dict[str, Any]:
        values = scene(rng, Objective(), **options)
        return {name: values[name] for name in f"{HORIZON} {names}".split() if name != without}

    return model


def derived(theorem: Callable[..., Derivation], about_objective: bool = True) -> Callable[[], Derivation]:
    """A derivation of `theory.agd.proofs.derivation`, of the paper's objective, F = ½‖XYᵀ − A‖², where it is about one."""
    return lambda: theorem(Objective()) if about_objective else theorem()


def loss(model: dict[str, Any]) -> tuple[float, float]:
    """What numerics calls the loss at an exact model, and a bound on its rounding error."""
    from fractions import Fraction

    import torch

    from numerics.problems import Factorization
    from proofs_check.probes.anchor import rounding_bound

    A, X, Y = (torch.tensor([[float(Fraction(v)) for v in row] for row in model[k]], dtype=torch.float64) for k in "AXY")
    size = 0.5 * float((X.abs() @ Y.abs().mT + A.abs()).square().sum())
    operations = 2 * (2 * X.shape[1] + 4) + A.numel() + 2
    return float(Factorization(A).value(X, Y)), rounding_bound(operations, size)
