"""Tables of the AGD experiments written by hand, in their shape and from their predictions, and what turns each sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proofs_check.experiments.agd_curves import EXACT, GAUSSIAN, PAPER, TINY, TUNED
from proofs_check.experiments.agd_real_matrix import AGD, ALS, GD, WIDTHS
from proofs_check.experiments.agd_slack import SMALL_STEP, SPECTRAL, STARTS, WITHOUT, ZERO
from proofs_check.experiments.trials import Spread

Rows = list[list[Any]]
NOISES = (1e-3, 1e-2, 1e-1, "0.8^k")


def near(x: float) -> Spread:
    """Three seeds within a per mille."""
    return Spread((x, 1.001 * x, 0.999 * x))


def same(x: float | None) -> Spread:
    """Three seeds that agree; None: none of them got there."""
    return Spread((x, x, x))


def curves() -> Rows:
    rows: Rows = []
    for k in (1.0, 3.0, 10.0, 100.0):
        for d, sweeps, count in ((5, 20, 1e4), (10, 15, 5e3)):
            rate = near(0.3 / k)
            rows += [
                [PAPER, k, d, 0.5625, None, near(9 * k), near(sweeps * k), near(count * k**2), near(count * k**2 / 7),
                 9 * count * k**2, near(count * k / sweeps), rate, rate, near(1.0), None],
                [TUNED, k, d, 1.0, None, near(8 * k), near(18 * k), *[None] * 4, rate, rate, near(1.0), "step"],
                [EXACT, k, d, 0.5625, None, same(1), same(1), *[None] * 8],
                [GAUSSIAN, k, d, 1.0, 0.3, near(50 * k), near(100 * k), *[None] * 4, rate, rate, near(1.0), "step"],
                [TINY, k, d, 1.0, 1e-3, near(80 * k), same(None), *[None] * 7, "step"],
            ]  # fmt: skip
    return rows


def slack() -> Rows:
    rows: Rows = []
    for k in (1.0, 10.0, 100.0):
        for d in (3, 6):
            ran = k == 1
            counts = [near(t * k**2) for t in (7000, 3500, 1000, 700)]
            rows.append(["theorem", k, d, "paper", *counts, near(690) if ran else None, "run" if ran else "formula", near(10.0),
                         near(1.4), near(700) if ran else None, near(0.3)])  # fmt: skip
            needed = {"paper": near(10 * k), ZERO: near(9 * k), SMALL_STEP: same(None) if k == 100 else near(700 * k),
                      WITHOUT: same(None), SPECTRAL: near(8 * k)}  # fmt: skip
            rows += [["starts", k, d, name, None, None, None, needed[name], None, "run", *[None] * 4] for name in STARTS]
    return rows


def crossover() -> Rows:
    rates = [(1e-1, 1e-4, 0.1), (1e-2, 0.3, 0.6), (1e-3, 0.1, 0.2), (1e-3, 5e-4, 0.0012)]
    rows: Rows = [["one mode", beta, step, beta / 2, rate, rate, 1.0] for beta, step, rate in rates]
    return rows + [["a whole run", near(1e-3), step, near(1.5e-3), near(rate), near(rate), near(1.0)]
                   for step, rate in ((1e-4, 1e-3), (1e-2, 0.02), (1.0, 0.8))]  # fmt: skip


def noise() -> Rows:
    def row(name: Any, d: int, step: float) -> list[Any]:
        rich = step == 1.0
        rate = near(0.5) if rich else None
        return [name, d, step, 2500, near(0.01), same(2.0), same(2.0), near(1.005 if rich else 2.0), near(1.9 if rich else 2.0),
                same(100 if rich else None), near(20 if rich else 1e6), rate, rate, near(1.0) if rich else None,
                *((None, None) if name == "0.8^k" else (same(12), same(11)))]  # fmt: skip

    return [row(name, d, step) for name in NOISES for d in (3, 6) for step in (1.0, 1e-5)]


def real_matrix() -> Rows:
    steps = {AGD: 100, GD: 150, ALS: 10}
    return [[data, d, method, 3.0, 0.05, "AΦ", 0.9, None, near(t), near(0.1), near(0.1), near(1.0),
             *((near(1e6), near(1e4)) if method == AGD else (None, None)), "step" if method == GD else None]
            for data, widths in WIDTHS.items() for d in widths for method, t in steps.items()]  # fmt: skip


def put(cell: int, value: Any, *key: Any) -> Callable[[Rows], None]:
    """Sets a cell of the rows that begin with ``key``."""

    def change(rows: Rows) -> None:
        found = [row for row in rows if tuple(row[: len(key)]) == key]
        assert found, key
        for row in found:
            row[cell] = value

    return change


CASES: dict[str, tuple[Callable[[], Rows], list[tuple[Callable[[Rows], None], str]]]] = {
    "agd-curves": (curves, [
        (put(6, same(10), GAUSSIAN, 10.0, 5), "0.0556 to 5.56 at d = 5"), (put(10, same(0.5), PAPER, 3.0, 5), "is 0.5 to"),
        (put(6, same(18_000), TUNED, 100.0, 10), "like κ^2.00 between"), (put(6, same(40), PAPER, 1.0, 10), "factor of 0.5 to"),
        (put(13, Spread((1.0, 1.2, 1.1)), PAPER, 1.0, 5), "to 1.2000 in single"),
        (put(6, Spread((1, 2, 1)), EXACT, 1.0, 5), "23 of 24 runs")]),
    "agd-crossover": (crossover, [
        (put(6, 1.05, "one mode", 1e-3, 5e-4), "1.000 … 1.050"), (put(5, 0.15, "one mode", 1e-1), "1.500 times β"),
        (put(5, 0.4, "one mode", 1e-3, 0.1), "2.000 times 2ησ"),
        (put(6, Spread((1.0, 1.4)), "a whole run"), "1.400 times that")]),
    "agd-noise": (noise, [
        (put(7, same(1.5), 0.1, 6, 1.0), "to 1.5 times the best"),
        (put(7, same(3.0), 0.01, 3, 1e-5), "to 1.5 times what"), (put(6, same(2.1), "0.8^k"), "to 5.0e-02"),
        (put(13, same(1.2), 1e-3, 6, 1.0), "to 1.2 times"),
        (put(14, same(20), 0.1, 3, 1.0), "to 20 sweeps")]),
    "agd-real-matrix": (real_matrix, [
        (put(13, same(0.5), "wine", 2, AGD), "is 0.5 to"), (put(11, same(1.3), "digits", 10, ALS), "to 1.3"),
        (put(8, same(50), "digits", 5, GD), "needs 0.5 to"), (put(8, same(200), "wine", 5, ALS), "needs 0.5 to")]),
    "agd-slack": (slack, [
        (put(10, same(0.9), "theorem", 10.0, 6), "not every"), (put(12, same(735), "theorem", 1.0, 3), "to 1.0511 times"),
        (put(7, same(9000), "starts", 100.0, 6, ZERO), "κ^2.00"), (put(7, same(20), "starts", 1.0, 3, ZERO), "needs 0.5 to"),
        (put(7, same(5), "starts", 10.0, 3, WITHOUT), "needs 0.000714 to")]),
}  # fmt: skip
"""Experiment: its table, and for each sentence a change that must turn it and a part of what it then says."""


def falling(rate: float, last: int = 400, floor: float = 1e-13) -> dict[str, Any]:
    """A curve as the experiments keep it."""
    at = sorted({0, *(round(last ** (i / 20)) for i in range(21))})
    return {"at": [float(t) for t in at], "curve": [max(floor, 2.718 ** (-rate * t)) for t in at]}


OUTCOMES: dict[str, tuple[Rows, dict[str, Any]]] = {
    "agd-curves": (curves(), {f"{row[0]}|{row[1]:g}|{row[2]}": [falling(20 / min(row[6].least, 1e4))] * 2 for row in curves()}),
    "agd-crossover": (crossover(), {}),
    "agd-noise": (noise(), {f"{row[0]}|{row[1]}|{row[2]:g}": {"runs": [falling(0.02, floor=1.0)] * 2, "finder": 2.0}
                            for row in noise()}),
    "agd-real-matrix": (real_matrix(), {f"{row[0]}|{row[1]}|{row[2]}": [falling(0.1)] * 2 for row in real_matrix()}
                        | {f"spectrum|{data}": [0.8**k for k in range(13)] for data in WIDTHS}),
    "agd-slack": (slack(), {}),
}  # fmt: skip
"""Rows and series as the experiments measure them, for the pictures."""
