"""The DMD claims under another seed, their experiments in the small, and the command lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.discovery import find_claims, select
from proofs_check.verify.judge import Circumstances, judge
from tests.marks import but
from tests.proofs_check.pinning import read
from theory.dmd.problem import Objective
from theory.dmd.proofs import critical, derivation, second_variation

QUICK = (
    "dmd-gradients",
    "dmd-critical-magnitudes",
    "dmd-recursion",
    "dmd-clock",
    "dmd-discrete-clock",
    "dmd-hessian-spectra",
    "dmd-top-saddles",
    "dmd-saddles-are-best-approximations",
    "dmd-log-escape",
    "dmd-local-rate-improves",
    "dmd-invariant-subspaces",
    "dmd-recursion-runs",
    "dmd-law-of-the-start",
    "dmd-descent",
    "dmd-descent-beyond-one",
    "dmd-local-rates",
    "dmd-timetable",
    "dmd-recursive-stages",
    "dmd-burer-monteiro-tail",
    "dmd-sharp-constant-two",
    "dmd-sharp-constant",
    "dmd-two-sided-rates",
    "dmd-equal-eigenvalues",
    "dmd-critical-points",
    "dmd-local-minima",
    "dmd-recursive-convergence",
    "dmd-sharp-constant-one-angle",
)
SLOW = ("dmd-local-rate-improves", "dmd-sharp-constant-two", "dmd-gradients", "dmd-log-escape", "dmd-sharp-constant",
        "dmd-recursion", "dmd-discrete-clock", "dmd-clock", "dmd-descent", "dmd-critical-points", "dmd-local-minima",
        "dmd-hessian-spectra", "dmd-local-rates", "dmd-two-sided-rates", "dmd-recursive-stages", "dmd-recursive-convergence",
        "dmd-burer-monteiro-tail", "dmd-sharp-constant-one-angle", "dmd-critical-magnitudes", "dmd-top-saddles",
        "dmd-equal-eigenvalues")  # fmt: skip


@pytest.mark.parametrize("name", but(QUICK, SLOW))
def test_a_claim_comes_out_as_expected_under_another_seed(name: str, tmp_path: Path) -> None:
    claim = select(find_claims(), [name])[name].claim
    row = judge(claim, Circumstances(seed=7), tmp_path, pin=read(claim))
    assert row.shortcomings == () and row.verdict in row.expected, row.reason


DERIVATIONS = {
    "gradients": derivation,
    "magnitudes_are_forced": derivation,
    "recursion": derivation,
    "critical_points": critical,
    "left_behind": critical,
    "hessian_spectra": second_variation,
}


@pytest.mark.parametrize("name", but(DERIVATIONS, ("critical_points", "left_behind", "hessian_spectra")))
def test_every_derivation_follows_the_objective(name: str) -> None:
    """fit 1/2 in place of 1/4 goes through every derivation from the objective."""
    found = getattr(DERIVATIONS[name], name)(Objective("1/2"))
    values = [dict(map(tuple, found[goal].statement["letters"])).get("c", {}).get("value") for goal in found.goals]
    assert "1/2" in values and set(values) <= {"1/2", None}


def test_command_lines(capsys: Any) -> None:
    assert (
        main(["bound", "dmd", "--size", "200", "--rank", "3", "--columns", "20", "--condition", "4", "--format", "json"]) == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert found["clock"]["V0"] == pytest.approx(3 * 180 / 16) and [row["position"] for row in found["timetable"]] == [1, 2, 3]
    assert set(found["timetable"][0]["quantiles"]) == {"0.1", "0.5", "0.9"} and found["expected_burn_in"] > 0
    assert main(["fixedpoints", "dmd", "--spectrum", "3,2,1", "--columns", "2", "--size", "6", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["fixed_points"][0]["kind"] == "minimizer"
    assert main(["fixedpoints", "dmd", "--spectrum", "3,-1", "--columns", "1", "--size", "2"]) == 0
    assert "isotropic saddle" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--size", "10", "--rank", "2", "--columns", "3"],
        ["--size", "10", "--rank", "2", "--columns", "3", "--spectrum", "1"],
        ["--size", "10", "--rank", "4", "--columns", "3", "--condition", "2"],
        ["--size", "10", "--rank", "2", "--columns", "3", "--condition", "0.5"],
    ],
)
def test_bad_input_is_one_line(arguments: list[str], capsys: Any) -> None:
    assert main(["bound", "dmd", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1
