"""Models that break exactly one hypothesis of a closed-form statement and keep the others."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from proofs_check.claims.dmf._models import MODE, Sampler, points, sampler
from proofs_check.verify.claim import Sharpness

Rows = list[list[Any]]
SCALED = "all(k, 1, L, a*mu[k]**2 == b*lam[k])"
ORTHONORMAL = "all(k, 0, L, U[k].T*U[k] == I(r))"
UNIT = "all(k, 0, L, u[k].T*u[k] == I(1))"
APART = "all(k, 0, L, U[k].T*u[k] == 0)"
WITH_MODE = "all(k, 1, L, W[k] == mu[k]**(-1)*(U[k]*S*U[k-1].T + s*u[k]*u[k-1].T))"
ONE_SIDE = "F sees Y only through ‖Y‖² and tr S^L U_Lᵀ Y U_0, which the pairing on the other side gives as well"
DROPS_OUT = "the other modes, apart from this one, contribute the same before and after"


def mode_sharpness(
    names: str = MODE, least: int = 2, goal: int = 0, scene: Callable | None = None, difference: bool = False
) -> tuple[Sharpness, ...]:
    """Every hypothesis about frames, weights and pairs of a statement with one distinguished mode; in a ``difference`` of
    losses the other modes drop out."""
    whole = scene or points(least, 3, whole=True)

    def broken(**changes: Callable[[dict], Any]) -> Sampler:
        return sampler(names, whole, **changes)

    pairs = ("Y*U[0] == U[L]*M", "Y.T*U[L] == U[0]*M", "Y*u[0] == y*u[L]", "Y.T*u[L] == y*u[0]")
    return (
        Sharpness(given=SCALED, goal=goal, sampler=broken(lam=lambda m: {k: _double(v) for k, v in m["lam"].items()})),
        Sharpness(given=ORTHONORMAL, goal=goal, not_needed=DROPS_OUT) if difference else Sharpness(
            given=ORTHONORMAL, goal=goal, sampler=_refactored(names, whole, U=lambda m: double(m["U"]["1"]))),
        Sharpness(given=UNIT, goal=goal, sampler=_refactored(names, whole, u=lambda m: double(m["u"]["1"]))),
        Sharpness(given=APART, goal=goal, sampler=_refactored(names, whole, u=lambda m: column(m["U"]["1"]))),
        Sharpness(given=WITH_MODE, goal=goal, sampler=broken(W=lambda m: {k: double(v) for k, v in m["W"].items()})),
        *(Sharpness(given=pair, goal=goal, not_needed=ONE_SIDE) for pair in pairs),
    )


def thicker(names: str, scene: Callable) -> Sampler:
    """U_1 doubled, and the factors built from the new frames: orthonormality fails, nothing else."""
    return _refactored(names, scene, U=lambda m: double(m["U"]["1"]))


def outer(left: bool) -> Callable[[dict], Rows]:
    """Y with w u_0ᵀ added (pairing on the right broken alone) or u_L vᵀ (on the left): v, w are outside the frames."""

    def target(model: dict) -> Rows:
        frames = model["U"]
        column_, row = (frames[str(model["L"])], model["v"]) if left else (model["w"], frames["0"])
        return [
            [str(Fraction(y) + Fraction(a[0]) * Fraction(b[0])) for y, b in zip(rows, row, strict=True)]
            for rows, a in zip(model["Y"], column_, strict=True)
        ]

    return target


def _refactored(names: str, scene: Callable, **hidden: Callable[[dict], Rows]) -> Sampler:
    """One frame of layer 1 replaced, and the factors built from the new frames."""

    def model(rng: Any) -> dict[str, Any]:
        values = scene(rng)
        frames = {name: {**values[name], "1": change(values)} for name, change in hidden.items()}
        values = {**values, **frames, "whole": int("u" in names.split())}
        values["W"] = {k: _factor(values, int(k)) for k in values["W"]}
        return {name: values[name] for name in names.split()}

    return model


def _factor(values: dict, k: int) -> Rows:
    """μ_k⁻¹ (U_k S U_{k−1}ᵀ + s u_k u_{k−1}ᵀ)."""
    scale = 1 / Fraction(values["mu"][str(k)])
    left, right = numbers(values["U"][str(k)]), numbers(values["U"][str(k - 1)])
    top, low = numbers(values["u"][str(k)]), numbers(values["u"][str(k - 1)])
    sigma, s = [Fraction(x) for x in diagonal(values["S"])], Fraction(values["s"]) * values.get("whole", 1)
    return [[str(scale * (sum(a[i] * sigma[i] * b[i] for i in range(len(sigma))) + s * p[0] * q[0]))
             for b, q in zip(right, low, strict=True)] for a, p in zip(left, top, strict=True)]  # fmt: skip


def diagonal(entries: list) -> list:
    """The diagonal of a matrix, or the list itself where only the diagonal is written."""
    return [row[i] for i, row in enumerate(entries)] if entries and isinstance(entries[0], list) else entries


def numbers(rows: Rows) -> list[list[Fraction]]:
    """The entries as fractions."""
    return [[Fraction(x) for x in row] for row in rows]


def double(rows: Rows) -> Rows:
    """Twice a matrix of rationals."""
    return [[_double(x) for x in row] for row in rows]


def column(rows: Rows) -> Rows:
    """The first column, as a matrix."""
    return [[row[0]] for row in rows]


def _double(value: Any) -> str:
    return str(2 * Fraction(value))
