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
from tests.proofs_check import answers_agd, answers_dmd, answers_dmf, answers_udu_matrix, answers_udu_networks

Rows = list[list[Any]]
PAPERS: list[Any] = [answers_agd, answers_dmd, answers_dmf, answers_udu_matrix, answers_udu_networks]
CASES: dict[str, tuple[Callable[[], Rows], list[tuple[Callable[[Rows], None], str]]]] = {
    name: case for paper in PAPERS for name, case in paper.CASES.items()
}
"""Experiment: (its table, for each sentence a change that must turn it and a part of what it then says)."""


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
