"""Each sentence of an experiment's answer follows its table: on data that agree it says so, and it flips when they do not.

The tables are written by hand, in the shape of the experiment, from its predictions.
"""

from __future__ import annotations

import copy
import importlib
import math
from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.experiments.experiment import find_experiments
from tests.proofs_check import answers_udu_networks

Rows = list[list[Any]]
NAN = math.nan


def crossover() -> Rows:
    rates = [(1e-1, 1e-4, 0.1), (1e-2, 0.3, 0.6), (1e-3, 0.1, 0.2), (1e-3, 5e-4, 0.0012)]
    return [[beta, step, beta / 2, rate, rate, 1.0] for beta, step, rate in rates]


def slack() -> Rows:
    rows: Rows = [["theorem", k, 6, "paper", 7000, 3500, 1000, 700, "run", 10.0, 1.4, None] for k in (1.0, 10.0, 100.0)]
    for k, needed in ((10.0, 90), (100.0, 950)):
        for name, t in (("Y₀ = 0", needed), ("orth(AΦ)", 1)):
            rows.append(["starts", k, 6, name, *[None] * 3, t, "run", *[None] * 3])
    left = {"best rank 6": 0.01, "range finder (I − P_AΦ)A": 0.02}
    left |= {"AGD, step 0.01, 9 sweeps": 0.015, "AGD, step 1, 9 sweeps": 0.01}
    return rows + [["noise", None, 6, name, *[None] * 4, f"‖R‖ = {x}", *[None] * 3] for name, x in left.items()]


def iterations() -> Rows:
    needed = {6: (9000, 7900), 8: (5000, 3900), 10: (3000, 1900), 20: (2000, 900), 50: (1600, 500), 100: (1400, 300)}
    needed[300] = (1300, 100)
    first = [[10.0, r, t, t / 100, burn, 1e6] for r, (t, burn) in needed.items()]
    return first + [[k, 50, 20 * k**2, 20.0, 10 * k**2, 1e6] for k in (2.0, 5.0, 10.0, 20.0, 40.0)]


def measurements() -> Rows:
    return [[name, r, method, error] for name in ("sensing", "completion") for r in (4, 8)
            for method, error in (("DMD", 1e-9), ("Burer–Monteiro", 1e-3))]  # fmt: skip


def misspecification() -> Rows:
    counts = {"DMD": (1600, 640, 520, 500), "scaled DMD": (20, 20, 19, 19), "Burer–Monteiro": (130, None, None, None)}
    rows: Rows = [[f, 4 * f, name, None, t, 1, 1] for name, values in counts.items()
                  for f, t in zip((1, 2, 4, 8), values, strict=True)]  # fmt: skip
    rows += [[0.5, 2, name, None, 300, 1, 1] for name in counts]
    return rows + [[s / 4, 1, f"recursive, {s} stages: residual 2e-14", None, 100, 1, 1] for s in (4, 8)]


def plateaus() -> Rows:
    return [[k, 2.0**-k, 0.1, 80.0, 100.0, 120.0, 81.0, 99.0, 119.0] for k in (1, 2)]


def completion() -> Rows:
    return [[0, "UDU", 1e-5, 1e-15, 1e-33, 0, 107.0, 1.01, 1e-15], [0, "Burer–Monteiro", 2e-2, 9e-2, *[None] * 5]]


def put(row: int, cell: int, value: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[row][cell] = value

    return change


# experiment: (its table, for each sentence a change that must turn it and a part of what it then says)
CASES: dict[str, tuple[Callable[[], Rows], list[tuple[Callable[[Rows], None], str]]]] = {
    "agd-crossover": (crossover, [(put(3, 5, 1.05), "1.000 … 1.050"), (put(0, 4, 0.15), "1.500 times β"),
                                  (put(2, 4, 0.4), "2.000 times 2ησ")]),
    "agd-slack": (slack, [(put(1, 7, 1200), "below the sweeps needed"), (put(5, 7, 8000), "κ^1.95"),
                          (put(-1, -4, "‖R‖ = 0.015"), "ends at 1.5 times"), (put(4, 7, 2), "1 of 2 cases")]),
    "dmd-iterations": (iterations, [(put(6, 2, 9500), "9500 at r"), (put(0, 4, 6000), "without it 3000"),
                                    (put(11, 2, 20 * 40**3), "κ^3"), (put(0, 5, 100.0), "1.0e+02")]),
    "dmd-measurements": (measurements, [(put(0, 3, NAN), "DMD nan"), (put(4, 3, 2e-3), "DMD 2e-03")]),
    "dmd-misspecification": (misspecification, [
        (put(8, 4, 2000), "Burer–Monteiro 2000"), (put(3, 4, 3200), "2 times"), (put(5, 4, None), "beyond the cap"),
        (put(13, 4, None), "scaled DMD (r = 2)"), (put(-1, 2, "recursive, 8 stages: residual 1e-02"), "1e-02")]),
    "dmd-plateaus": (plateaus, [(put(0, 7, 200.0), "2.00 of"), (put(1, 7, 50.0), "0.50 of")]),
    "udu-completion": (completion, [(put(0, 3, 1e-8), "1.0e-08 for UDU"), (put(1, 2, 1e-6), "1.0e-06 for Burer"),
                                    (put(0, 7, 1.5), "1.500 times"), (put(0, 5, 3), "D has 3 zeros, and the rank is low")]),
}  # fmt: skip
CASES |= answers_udu_networks.CASES


def answer(name: str, rows: Rows) -> list[str]:
    module = importlib.import_module(f"proofs_check.experiments.{name.replace('-', '_')}")
    return list(module.answer(rows))


def test_every_experiment_has_its_table_here() -> None:
    assert set(CASES) == set(find_experiments())


@pytest.mark.parametrize("name", CASES)
def test_data_as_predicted_agree(name: str) -> None:
    told = answer(name, CASES[name][0]())
    assert [sentence.split(":")[0] for sentence in told] == ["Agrees"] * len(told) and len(told) == len(CASES[name][1])


@pytest.mark.parametrize(("name", "number"), [(name, k) for name, (_, changes) in CASES.items() for k in range(len(changes))])
def test_a_sentence_flips_with_its_data(name: str, number: int) -> None:
    make, changes = CASES[name]
    rows = copy.deepcopy(make())
    change, says = changes[number]
    change(rows)
    told = answer(name, rows)
    assert told[number].startswith("Differs: ") and says in told[number], told


@pytest.mark.parametrize("name", CASES)
def test_the_rule_is_stated(name: str) -> None:
    module = importlib.import_module(f"proofs_check.experiments.{name.replace('-', '_')}")
    assert "Agrees " in module.answer.__doc__
