"""Tables of the experiments with networks, written by hand as their rules have it, and what turns each sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from proofs_check.experiments.trials import Spread

Rows = list[list[Any]]


def around(x: float) -> Spread:
    return Spread((0.9 * x, x, 1.1 * x))


def regression() -> Rows:
    # network: σ₂/σ₁, test error, zeros of d, runs that diverge
    cells = {"UDV": (1e-7, 0.1, 3, 2), "UDV-s": (1e-7, 0.1, 0, 4), "UDV-ReLU": (1e-7, 0.09, 9, 2),
             "column-wise": (1e-4, 0.1, 3, 2), "three layers": (0.3, 0.1, 0, 9), "UV": (0.5, 0.1, None, 9),
             "UV-ReLU": (0.7, 0.09, None, 9)}  # fmt: skip
    return [[optimizer, name, 0.1, "inside", around(error), around(low),
             None if zeros is None else around(zeros), around(-math.log(low)), lost, 30]
            for optimizer in ("SGD", "momentum", "Adam", "NAdam")
            for name, (low, error, zeros, lost) in cells.items()]  # fmt: skip


def constraints() -> Rows:
    low = {"UDV": 0.02, "UDV-s": 0.02, "column-wise": 0.05, "column-wise, free sign": 0.06, "d ≥ 0 alone": 0.3,
           "three layers": 0.3, "UV": 0.5}  # fmt: skip
    rows: Rows = [[name, None if k > 3 else 1.0, 1e-3, "inside", around(0.1), around(x), around(4), around(2), around(3.0)]
                  for k, (name, x) in enumerate(low.items())]  # fmt: skip
    return rows + [["UDV", radius, 1e-3, "inside", around(0.1), around(x), around(4), around(2), around(log)]
                   for radius, x, log in ((0.5, 0.01, 5.0), (2.0, 0.04, 2.0), (4.0, 0.08, 1.0))]  # fmt: skip


def pruning() -> Rows:
    def kept(*counts: int | None) -> list[Any]:
        return [None if k is None else Spread((k, k, k)) for k in counts]

    return [
        ["UDV, unit balls", 1.0, 0.1, "inside", around(0.94), around(60), *kept(8, 7, None)],
        ["UDV, tuned", 10.0, 0.03, "inside", around(0.95), around(40), *kept(9, 7, None)],
        ["UDV-ReLU, unit balls", 1.0, 0.1, "inside", around(0.96), around(60), *kept(None, None, 12)],
        ["UDV-ReLU, tuned", 10.0, 0.03, "inside", around(0.97), around(40), *kept(None, None, 16)],
        ["UV", None, 0.01, "inside", around(0.95), None, *kept(48, 9, None)],
        ["UV-ReLU", None, 0.01, "inside", around(0.97), None, *kept(None, None, 64)],
    ]


def lora() -> Rows:
    pruned = {"UDV adapter, unit balls": (0.96, 3, 384), "UDV adapter": (0.96, 4, 512), "plain pair": (0.96, 14, 1792),
              "full": (0.97, 30, 3840)}  # fmt: skip
    return [["head alone", None, 0.01, "inside", around(0.92), None, 0, None, None, None]] + [
        [
            name,
            1.0 if "UDV" in name else None,
            0.01,
            "inside",
            around(x),
            around(0.1),
            2064,
            around(kept),
            around(numbers),
            around(x),
        ]
        for name, (x, kept, numbers) in pruned.items()
    ]  # fmt: skip


def put(row: int, cell: int, value: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[row][cell] = value

    return change


ABSENT = Spread((None, math.nan, 1.0))
"""Most runs gave nothing."""

# experiment: (its table, for each sentence a change that must turn it and a part of what it then says)
CASES: dict[str, tuple[Callable[[], Rows], list[tuple[Callable[[Rows], None], str]]]] = {
    "udu-regression": (regression, [
        (put(5, 5, around(5e-7)), "5e-07 (SGD)"), (put(11, 5, ABSENT), "nan (momentum)"),
        (put(14, 5, around(0.015)), "0.015: low"),
        (put(0, 7, around(3.0)), "0.05 (SGD)"), (put(21, 4, around(0.2)), "0.2 (NAdam) for UDV"),
        (put(0, 8, 90), "96 of UDV's 120"), (put(0, 6, around(24)), "24 (SGD)")]),
    "udu-constraints": (constraints, [
        (put(5, 5, around(0.1)), "0.1 (three layers)"), (put(1, 5, around(0.06)), "3 times"),
        (put(2, 5, around(0.015)), "0.015"), (put(8, 8, around(4.0)), "Σ ln c = 4,")]),
    "udu-pruning": (pruning, [
        (put(4, 6, Spread((12, 12))), "UV 12"), (put(4, 7, Spread((6, 7))), "UV 6.5"),
        (put(5, 8, Spread((24,))), "UV 24"), (put(0, 4, around(0.6)), "0.600"), (put(1, 4, ABSENT), "nan")]),
    "udu-lora": (lora, [
        (put(0, 4, around(0.955)), "0.955 with the head"), (put(2, 7, around(8)), "in 8 of 16"),
        (put(4, 4, around(0.99)), "0.990 in full"), (put(2, 9, around(0.9)), "has 0.900"),
        (put(1, 4, ABSENT), "accuracy nan")]),
}  # fmt: skip

_CURVE = [10 ** (-k / 3) for k in range(12)]
OUTCOMES: dict[str, tuple[Rows, dict[str, Any]]] = {
    "udu-regression": (regression(), {}),
    "udu-constraints": (constraints(), {"networks": {name: _CURVE for name in ("UDV", "UDV-s", "column-wise", "UV")},
                                        "radii": {r: _CURVE for r in ("0.5", "1", "2", "4")}}),
    "udu-pruning": (pruning(), {
        name: {way: [[0.2 + 0.07 * k for k in range(10)], [0.25 + 0.07 * k for k in range(10)]] if (way == "units") ==
               ("ReLU" in name) else [None] for way in ("inner", "map", "units")}
        for name in ("UDV, unit balls", "UDV, tuned", "UDV-ReLU, unit balls", "UDV-ReLU, tuned", "UV", "UV-ReLU")}),
    "udu-lora": (lora(), {row[0]: [_CURVE, _CURVE] for row in lora() if row[0] != "head alone"}),
}  # fmt: skip
"""Rows and series as the experiments measure them, in small."""
