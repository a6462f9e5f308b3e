"""Each sentence of an experiment's answer follows its table: on data that agree it says so, and it flips when they do not.

The tables are written by hand, in the shape of the experiment, from its predictions.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.experiments.experiment import find_experiments
from tests.proofs_check import answers_dmd

Rows = list[list[Any]]


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
    "udu-completion": (completion, [(put(0, 3, 1e-8), "1.0e-08 for UDU"), (put(1, 2, 1e-6), "1.0e-06 for Burer"),
                                    (put(0, 7, 1.5), "1.500 times"), (put(0, 5, 3), "D has 3 zeros, and the rank is low")]),
} | answers_dmd.CASES  # fmt: skip


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
