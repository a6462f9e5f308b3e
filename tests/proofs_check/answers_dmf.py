"""Tables of the experiments on deep factorization by hand, as predicted, and for each sentence a change that turns it.

Shares, ratios and counts are round numbers of the predicted kind: no number is one that was measured.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proofs_check.experiments.dmf_endings import LINE, QUARTER, WHOLE
from proofs_check.experiments.trials import Spread

Rows = list[list[Any]]


def both(first: float | None, second: float | None = 0.0) -> Spread:
    return Spread((first, second))


def endings() -> Rows:
    deep, flat = [both(0.1, 0.12), both(0.3, 0.32), both(0.4, 0.36), both(0.2, 0.2)], [both(0)] * 3 + [both(1.0, 0.995)]
    fine = [both(0), both(0, 0.005), both(0)]
    rows: Rows = [["random", "wine", 2, 0.9, LINE, 1.0, 200, "3", 3, *flat, *fine, None, None, None]]
    rows += [["random", "wine", 3, 0.5, how, 1.0, 200, "0, 1, 2, 3", 3, *deep, *fine, None, None, None]
             for how in (LINE, WHOLE, QUARTER)]  # fmt: skip
    saddles = [both(0.4, 0.5), both(0), both(0)]
    rows += [["aligned", "wine", 2, 0.9, WHOLE, None, 200, "3", 3, *flat, *fine, both(0), None, None]]
    return [*rows, ["aligned", "wine", 3, 0.5, WHOLE, None, 200, "0, 1, 2, 3", 3, *deep, *saddles, both(0),
                    both(0.9999, 0.9998), both(1.0001, 1.0002)]]  # fmt: skip


def hysteresis() -> Rows:
    rows: Rows = []
    for L in (2, 3, 4):
        for kick in ("none", "aligned 0.5", "aligned 0.7", "random 0.3"):
            calm, deep = "random" not in kick, L > 2
            back = (1.0 if L == 2 else 0.0 if kick == "none" else 0.8) if calm or L == 2 else None
            found = both(None, None) if kick == "none" and deep else both(0.8, 0.805) if deep and calm else both(1.0, 1.01)
            rows += [[L, kick, mode, 4.0 - mode, 1.0, both(1.01, 0.99), back, found,
                      both(1.0, 1.001) if deep and calm else None, both(1e-5) if deep else None,
                      both(0, 0) if calm else both(2, 3), both(1.5, 1.2) if deep and kick != "none" else None,
                      both(0 if kick == "none" and deep else 0.9), 1.025]
                     for mode in (1, 2)]  # fmt: skip
    return rows


def slices() -> Rows:
    about = (3, "2 2 2 2", "3 11/5", "1 1 1")
    return [["orbits", *about, 9, both(0), 3, both(3, 3), both(1e-14), "1 global, 2 local, 6 strict"],
            ["radial", *about, 4, both(0), 3, both(3, 3), both(1e-15), "1 global, 2 local, 1 strict"],
            ["rotation", *about, 3, both(0), 3, both(3, 3), both(1e-15), "3 local"]]  # fmt: skip


def put(row: int, cell: int, *values: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[row][cell : cell + len(values)] = values

    return change


CASES: dict[str, tuple[Callable[[], Rows], list[tuple[Callable[[Rows], None], str]]]] = {
    "dmf-endings": (endings, [
        (put(1, 13, both(0.01)), "up to 1.00% of a set"), (put(2, 15, both(1)), "at 1 of them"),
        (put(1, 9, both(0), both(0), both(0), both(1, 1)), "and 100% of a set"), (put(3, 10, both(0.7, 0.8)), "up to 0.440"),
        (put(5, 16, both(2)), "2 aligned starts end otherwise")]),
    "dmf-hysteresis": (hysteresis, [
        (put(8, 5, both(1.06, 1.0)), "to 2.36 steps"), (put(8, 9, both(0.01)), "followed to 1.0e-02"),
        (put(16, 7, both(None, 0.5)), "1 modes come back"), (put(0, 7, both(1.1, 1.0)), "and 3.86 steps"),
        (put(10, 7, both(0.9, 0.8)), "to 4.77 steps"), (put(14, 11, both(1.2, 0.9)), "is 0.90 barriers")]),
    "dmf-slices": (slices, [
        (put(0, 6, both(1)), "most 1 of a problem"), (put(0, 9, both(1e-6)), "up to 1.0e-06 of the largest"),
        (put(1, 6, both(2)), "up to 2 of a slice"), (put(2, 9, both(1e-9)), "by up to 1.0e-09"),
        (put(1, 8, both(4, 3)), "says otherwise")]),
}  # fmt: skip
