"""Hand-written tables of the experiments on UDU and matrices, and a change for each sentence that turns it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from proofs_check.experiments.trials import Spread

Rows = list[list[Any]]
BM = "Burer–Monteiro"


def about(x: float) -> Spread:
    """Three seeds: half of it, it, twice it."""
    return Spread((x / 2, x, 2 * x))


def _udu(
    step: float, start: float, radius: float, noise: float, steps: int, error: float, low: float, trailing: float
) -> list[Any]:
    flow, ratio = Spread((105.0, 107.0, 110.0)), Spread((1.005, 1.01, 1.02))
    return ["UDU", step, start, radius, noise, steps, about(error), about(low), about(trailing), 0, flow, ratio, 98.18, 1e-14]


def _bm(step: float, start: float, noise: float, steps: int, error: float, low: float) -> list[Any]:
    return [BM, step, start, None, noise, steps, about(error), about(low), *[None] * 6]


def completion() -> Rows:
    short, long = 20_000, 200_000
    return [
        _udu(0.1, 1e-2, 1.0, 0.0, short, 1e-5, 1e-15, 1e-33),
        _udu(0.01, 1e-2, 1.0, 0.0, short, 2e-1, 1e-15, 1e-15),
        _udu(0.1, 1e-4, 1.0, 0.0, short, 2e-5, 1e-15, 1e-33),
        _udu(0.1, 1.0, 1.0, 0.0, short, 3e-5, 1e-15, 1e-33),
        _udu(0.1, 1e-2, 0.8, 0.0, short, 1e-5, 1e-15, 1e-60),
        _udu(0.1, 1e-2, 1.5, 0.0, short, 1e-5, 1e-15, 1e-3),
        _bm(0.1, 1e-4, 0.0, short, 2e-3, 2e-3),
        _bm(0.3, 1e-4, 0.0, short, 1e-3, 1e-3),
        _bm(0.3, 1e-2, 0.0, short, 1e-2, 1e-2),
        _bm(0.3, 1.0, 0.0, short, 3e-1, 3e-1),
        _udu(0.1, 1e-2, 1.0, 0.01, short, 2e-1, 1e-15, 1e-33),
        _bm(0.3, 1e-4, 0.01, short, 3e-1, 2e-1),
        _udu(0.01, 1e-2, 1.0, 0.0, long, 1e-6, 1e-15, 1e-33),
        _bm(0.3, 1e-4, 0.0, long, 1e-4, 1e-4),
    ]


def _ball(at: float, error: float, ratio: float, flow: float, spent: float | None, found: float) -> list[Any]:
    told = None if spent is None else Spread((spent, 1.1 * spent, 1.2 * spent))
    ends = [about(error), about(ratio), about(1e-6), Spread((0.9 * flow, flow, 1.1 * flow)), told, found]
    return ["UDU", at, 0.02, 1e-2, "-", *ends]


def ptychography() -> Rows:
    return [
        _ball(0.5, 1e-4, 1e-12, 110.0, 1.01, 1.0),
        _ball(0.75, 1e-3, 1e-3, 7.2, 1.02, 1.0),
        _ball(1.5, 5e-2, 8e-2, 0.02, None, 0.0),
        [f"{BM}, same start", None, 0.02, 1e-2, "η", about(6e-2), about(9e-2), about(1e-4), None, None, 0.0],
        [f"{BM}, best start", None, 0.04, 1e-6, "‖U₀‖", about(1e-3), about(2e-3), about(1e-5), None, None, 0.6],
    ]


def phase() -> Rows:
    return [[factor, *row] for factor in (2, 4) for row in ptychography()]


def put(row: int, cell: int, value: Any) -> Callable[[Rows], None]:
    """A change of one cell."""

    def change(rows: Rows) -> None:
        rows[row][cell] = value

    return change


CASES: dict[str, tuple[Callable[[], Rows], list[tuple[Callable[[Rows], None], str]]]] = {
    "udu-completion": (completion, [
        (put(7, 7, about(1e-15)), "of Burer–Monteiro 1e-15"), (put(8, 6, about(1e-6)), "Burer–Monteiro by 1e-06"),
        (put(7, 6, about(1e-7)), "‖U₀‖ = 0.0001, η = 0.3; at the edge"), (put(3, 6, about(5e-1)), "factor 5e+04 for UDU"),
        (put(12, 13, 1e-3), "holds to 1e-03"), (put(0, 9, 3), "D has 3 zeros"), (put(4, 8, about(1e-2)), "1e-02 for α = 0.8"),
        (put(10, 7, about(1e-2)), "0.01 [0.005 … 0.02] for UDU"), (put(12, 6, about(1.0)), "errs by 1 [0.5 … 2], the best"),
    ]),
    "udu-phase-retrieval": (phase, [
        (put(0, 7, about(0.3)), "m = 2n, from ‖U₀‖ = 0.01: σ₂/σ₁ is 0.3"), (put(4, 6, about(1e-6)), "x errs by 1e-06"),
        (put(2, 7, about(1e-15)), "σ₂/σ₁ = 1e-15"), (put(8, 6, about(1e-6)), "m = 4n, from ‖U₀‖ = 0.01"),
        (put(9, 6, about(1e-5)), "m = 4n, Burer–Monteiro from its best start (‖U₀‖ = 1e-06, η = 0.04, at the edge"),
        (put(7, 7, about(1e-15)), "m = 4n, above α_c"), (put(6, 10, about(1.1)), "at least 0.55 times"),
    ]),
    "udu-ptychography": (ptychography, [
        (put(0, 6, about(0.3)), "σ₂/σ₁ is 0.3"), (put(4, 5, about(1e-7)), "x errs by 1e-07"),
        (put(2, 6, about(1e-15)), "σ₂/σ₁ = 1e-15"), (put(2, 8, Spread((0.0, 5.0))), "at most 5"),
    ]),
}  # fmt: skip

_ON_THE_WAY = {"at": [0, *(2**k for k in range(12))], "residuals": [1.0, *(0.5**k for k in range(12))]}
_CURVE = {"steps": list(range(0, 20_000, 200)), "residuals": [0.9**k for k in range(100)],
          "spectrum": [3.0, 2.0, 1.0, *(10.0**-k for k in range(9))]}  # fmt: skip
_LINES = ("UDU, 0.5 α_c", "UDU, 0.75 α_c", "UDU, 1.5 α_c", f"{BM}, same start", f"{BM}, best start")
_GREY = base64.b64encode(bytes(range(0, 256, 4))).decode()

OUTCOMES: dict[str, tuple[Rows, dict[str, Any]]] = {
    "udu-completion": (completion(), {"rank": 3, "curves": dict.fromkeys(
        ("UDU, η = 0.1", "UDU, η = 0.01", BM, "UDU, noise", f"{BM}, noise", "UDU, η = 0.1, α = 0.8"), _CURVE)}),
    "udu-phase-retrieval": (phase(), {"curves": dict.fromkeys((f"4|{line}" for line in _LINES), _ON_THE_WAY)}),
    "udu-ptychography": (ptychography(), {"images": dict.fromkeys(("truth", *_LINES), _GREY),
                                          "curves": dict.fromkeys(_LINES, _ON_THE_WAY)}),
}  # fmt: skip
"""Rows and series of each, for its picture."""
