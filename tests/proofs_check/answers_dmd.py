"""Tables of the experiments on direction-magnitude descent, written by hand from their predictions, and what they draw."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from proofs_check.experiments.dmd_misspecification import FIXED, METHODS, POWER, TUNED, USUAL
from proofs_check.experiments.trials import Spread

Rows = list[list[Any]]


def S(*values: float | None) -> Spread:
    return Spread(values)


def put(row: int, cell: int, value: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[row][cell] = value

    return change


def misspecification() -> Rows:
    counts = {"DMD": (300, 1600, 640, 520, 500), "scaled DMD": (20,) * 5, USUAL: (300, 130, None, None, None),
              TUNED: (300, 130, 900, 900, 900)}  # fmt: skip
    rows: Rows = []
    for k, r in enumerate((2, 4, 8, 16, 32)):
        for name in METHODS:
            t = counts[name][k]
            rows.append([r / 4, r, name, 0.75, 1e-3, S(10, 20), S(t, t), S(None if t is None else r * t), S(1e-7), 60 * r])
    for name, products in ((FIXED, 1000), (POWER, 60)):
        rows += [[s / 4, s, name, 1.0, None, S(10), S(products), S(products), S(1e-10), 60 * s] for s in (2, 4, 8)]
    return rows


def burer_monteiro() -> Rows:
    rows: Rows = []
    for k in (2.0, 4.0, 8.0):
        for r in (5, 10, 20):
            dmd, tuned = (400.0 if r == 5 else 25.0) * k**2, 300.0 * k
            rows.append([k, r, "DMD", 1.0, None, S(dmd, dmd), dmd, S(0.1), None])
            rows.append([k, r, "scaled DMD", 0.5, None, S(20, 21), None, S(0.01), None])
            count, law, ratio = (S(tuned), tuned, None) if r == 5 else (S(None), 1e6, S(0.98, 1.02))
            rows.append([k, r, USUAL, 0.5, 0.1, count, law, S(0.1), ratio])
            rows.append([k, r, TUNED, 0.5, 3e-4, S(tuned), tuned, S(0.02), None])
    return rows


def iterations() -> Rows:
    needed = {6: (9000, 7900), 8: (5000, 3900), 10: (3000, 1900), 20: (2000, 900), 50: (1600, 500), 100: (1400, 300)}
    needed[300] = (1300, 100)
    rows: Rows = [["r", 10.0, r, S(t, t), t / 100, burn, S(10_000) if r <= 20 else None, 1e6]
                  for r, (t, burn) in needed.items()]  # fmt: skip
    return rows + [["κ", k, 50, S(20 * k**2), 20.0, 10 * k**2, None, 1e6] for k in (2.0, 5.0, 10.0, 20.0, 40.0)]


def measurements() -> Rows:
    ends = {"DMD": 1e-9, USUAL: 1e-3, TUNED: 1e-6}
    return [[name, 20, 3.0, r, method, 0.5, 1e-3, 600, S(error, 2 * error)]
            for name in ("sensing", "completion") for r in (4, 8) for method, error in ends.items()]  # fmt: skip


def plateaus() -> Rows:
    rows: Rows = []
    for k, (exit, level) in enumerate(((9, 5 / 64), (40, 1 / 64), (120, 0.0)), start=1):
        stands = None if k == 3 else S(level * 0.98, level)
        told = [exit * 0.8, float(exit), exit * 1.2]
        rows.append([100, 12, k, S(exit, exit), S(exit), S(1.0, 1.02), *told, S(0, 0), level, stands])
    return rows


def image() -> Rows:
    quality = {"DMD": (20.0, 25.0), "Burer–Monteiro": (18.0, 22.0), "ALS": (15.0, 21.0)}
    return [[truth, share, name, r, 0.5, 0.1, S(quality[name][k], quality[name][k] + 1), S(0.1)]
            for truth in ("image", "rank 8") for k, (share, r) in enumerate(((0.3, 4), (0.5, 8)))
            for name in quality]  # fmt: skip


# experiment: (its table, for each sentence a change that must turn it and a part of what it then says)
CASES: dict[str, tuple[Callable[[], Rows], list[tuple[Callable[[Rows], None], str]]]] = {
    "dmd-burer-monteiro": (burer_monteiro, [
        (put(3, 5, S(2000)), "at 2 of 3 κ"), (put(6, 8, S(1.5)), "0.98 to 1.50 times"), (put(7, 5, S(50)), "at 5 of 6 pairs"),
        (put(32, 5, S(6400)), "κ^3.00 for DMD"), (put(4, 6, 1000.0), "to 10.00 times"),
        (put(1, 5, S(20, 20, None)), "beyond the cap"), (put(1, 7, S(9.0)), "at 8 of 9 pairs")]),
    "dmd-image": (image, [
        (put(1, 6, S(30.0)), "above at 1 of 2"), (put(2, 6, S(30.0)), "above at 1 of 2"),
        (put(3, 6, S(19.0)), "from 20.5 to 19.0"),
        (put(3, 3, 2), "best is 4, 2"), (put(7, 6, S(99.0)), "above at 1 of 2"),
        (put(8, 6, S(99.0)), "above at 1 of 2"),
        (put(9, 6, S(math.nan)), "from 20.5 to inf dB")]),
    "dmd-iterations": (iterations, [
        (put(6, 3, S(9500)), "9,500 at r"), (put(2, 5, 0.0), "to 3,000 are left"), (put(11, 3, S(20 * 40**3)), "κ^3"),
        (put(0, 7, 100.0), "1.0e+02"), (put(0, 6, S(100)), "fewer in 3 of 4 rows")]),
    "dmd-measurements": (measurements, [
        (put(0, 8, S(math.nan)), "DMD inf"), (put(2, 8, S(1e-12)), "in 1 of 2 cases"), (put(6, 8, S(2e-2)), "DMD 2e-02"),
        (put(8, 8, S(1e-12)), "in 1 of 2 cases")]),
    "dmd-misspecification": (misspecification, [
        (put(10, 6, S(600)), "130, 600"), (put(11, 6, S(100)), "fewer at 2 of 3 r"), (put(16, 6, S(3200)), "2 times"),
        (put(9, 6, S(20, 20, None)), "at most beyond the cap"), (put(1, 6, S(20, 20, None)), "scaled DMD (r = 2)"),
        (put(-1, 8, S(1e-2)), "1e-02"), (put(21, 8, S(1e-10, 1e-2)), "up to 1e-02"), (put(24, 7, S(1e6)), "1,000,000 by 4")]),
    "dmd-plateaus": (plateaus, [
        (put(0, 5, S(1.5)), "1.50, "), (put(1, 3, S(500)), "for 2 of 3"), (put(2, 9, S(7)), "at most 7 steps"),
        (put(0, 11, S(0.2)), "0.20000")]),
}  # fmt: skip

CAPS = {f"{name} {k}": 40_000 for name in ("DMD", "scaled DMD", "Burer–Monteiro") for k in (2, 4, 8)}
PIXELS = [[k / 16 for k in range(16)]] * 16
OUTCOMES: dict[str, tuple[Rows, dict[str, Any]]] = {
    "dmd-burer-monteiro": (burer_monteiro(), {"caps": CAPS, "size": 200}),
    "dmd-image": (image(), {"share": 0.5, "pictures": {name: {"made": PIXELS, "seen": PIXELS, "truth": PIXELS, "psnr": 20.0}
                                                       for name in ("DMD", "Burer–Monteiro", "ALS")}}),
    "dmd-iterations": (iterations(), {}),
    "dmd-measurements": (measurements(), {"curves": {
        f"{problem}|3|{r}|{method}": [10 ** (-k / power) for k in range(41)]
        for problem in ("sensing", "completion") for r in (4, 8) for method, power in (("DMD", 4), (USUAL, 14), (TUNED, 8))}}),
    "dmd-misspecification": (misspecification(), {"caps": {"DMD": 6000, "scaled DMD": 6000, "Burer–Monteiro": 500,
                                                                FIXED: 4000, POWER: 4000}}),
    "dmd-plateaus": (plateaus(), {"runs": [{"m": 100, "r": 12, "at": list(range(1, 500, 5)),
                                            "paths": [[0.3 / (1 + t) for t in range(1, 500, 5)]] * 2}]}),
}  # fmt: skip
"""Rows and series as the experiments measure them, in small."""
