"""The AGD claims as a reader runs them, what another objective changes, and ``bound agd`` as a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofs_check.cli import main
from theory.agd import derivation as theorems
from theory.kernel.rules import Fault

QUICK = ("agd-residual-identity", "agd-descent", "agd-polyak-lojasiewicz", "agd-length-lemma", "agd-one-sweep", "agd-reduction")


def test_claims_stand_and_every_false_mutant_falls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path))
    assert main(["verify", *QUICK, "--jobs", "1", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["claims"]
    assert {row["id"] for row in rows} == set(QUICK)
    for row in rows:
        assert row["verdict"] in row["expected"] and row["cites"] == []
        killed, total = row["mutants"]["false"]
        assert killed == total > 0, row["id"]
        assert all(item["fate"] == "needed" for item in row["sharpness"]), row["id"]


def test_another_objective_is_another_theorem() -> None:
    """With F = ‖XYᵀ − A‖² the same functions give F's own certificates; the paper's statement is not among them."""
    paper = theorems.descent(theorems.Objective())
    double = theorems.descent(theorems.Objective(fit=1))
    letters = dict(double[double.goals[0]].statement["letters"])
    assert letters["c"]["value"] == "1" and paper.goals != double.goals


def test_a_flipped_residual_identity_is_refused() -> None:
    from theory.agd import derive_step
    from theory.agd import letters as x
    from theory.prove.derivation import Book
    from theory.prove.rewrite import NotFound

    book = Book(scene=theorems._scene(theorems.scenes.random_point, theorems.Objective()))
    with pytest.raises((NotFound, Fault)):
        book.expand(x.sweep(theorems.Objective()), [], "R1 == (I(m)+2*c*eta*X1*X1.T)*Rh",
                    [(["def", "R1"], "R1"), *derive_step.FULL])  # fmt: skip


BOUND = ["bound", "agd", "--condition", "10", "--rank", "3", "--columns", "6", "--tau", "1/2", "--nu", "0.1",
         "--epsilon", "1/1000"]  # fmt: skip


def test_bound_prints_the_fields_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BOUND, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["rho", "beta", "log_term", "paper", "horizon_free", "sharpened", "failure_probability"]
    assert found["paper"]["iterations"] == pytest.approx(7 * found["sharpened"]["iterations"])
    assert found["sharpened"]["requires"] == "√η‖Y₀‖ ≤ s/12"
    assert main(BOUND) == 0
    assert "paper.iterations" in capsys.readouterr().out


def test_bound_refuses_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BOUND, "--balance", "2"]) == 2
    assert capsys.readouterr().err.strip() == "saddleproof: balance must be at least 4, got 2"
