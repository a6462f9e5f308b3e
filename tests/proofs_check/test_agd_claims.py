"""The AGD claims as a reader runs them, planted wrong constants at the solvers, and ``bound agd`` as a command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from tests.marks import but
from theory.agd.proofs import derivation as theorems
from theory.kernel.check import check_certificate
from theory.kernel.rules import Fault
from theory.kernel.statement import Statement
from theory.models.model import evaluate

QUICK = ("agd-residual-identity", "agd-descent", "agd-polyak-lojasiewicz", "agd-length-lemma", "agd-one-sweep", "agd-reduction",
         "agd-start")  # fmt: skip
SLOW = ("agd-start", "agd-reduction", "agd-one-sweep", "agd-polyak-lojasiewicz", "agd-descent")


@pytest.mark.parametrize("name", but(QUICK, SLOW))
def test_claims_stand_and_every_false_mutant_falls(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path))
    code = main(["verify", name, "--jobs", "1", "--format", "json"])
    (row,) = json.loads(capsys.readouterr().out)["claims"]
    assert code == 0 and row["id"] == name
    assert row["verdict"] in row["expected"] and row["cites"] == []
    killed, total = row["mutants"]["false"]
    assert killed == total > 0
    assert all(item["fate"] == "needed" for item in row["sharpness"])


WRONG = [  # models by hand: b = q·a and lam = g make the right statement an equation, and so nearly does the third
    (theorems.length_lemma, 0, "(a-b)**2*(1+q)", "99/100*(a-b)**2*(1+q)", {"a": "2", "b": "1", "q": "1/2"}),
    (theorems.contraction_factors, 2, "(1-g)**2 >=", "(1-11/10*g)**2 >=", {"g": "1/2", "U": "1", "lam": "1/2"}),
    (theorems.sharpened_corollary, 6, ">= 2*(eta*w)**2", ">= 203/100*(eta*w)**2",
     {"s": "1/2", "S": "1/2", "y": "1/24", "eta": "1/4", "w": "1/8"}),
]  # fmt: skip


@pytest.mark.parametrize("theorem, conclusion, old, new, model", WRONG)
def test_a_wrong_constant_is_false_and_refused(theorem: Any, conclusion: int, old: str, new: str, model: dict) -> None:
    derivation = theorem()
    right = derivation[derivation.goals[0]]
    then = list(right.statement["then"])
    assert old in then[conclusion]
    then[conclusion] = then[conclusion].replace(old, new)
    wrong = replace(right, statement={**right.statement, "then": then})
    told, false = evaluate(right.statement, model), evaluate(wrong.statement, model)
    assert all(told.given) and all(told.then) and false.then[conclusion] is False
    with pytest.raises(Fault):
        check_certificate(wrong, {name: Statement(derivation[name].statement) for name in wrong.premises})


def test_another_objective_is_another_theorem() -> None:
    """With F = ‖XYᵀ − A‖² the same functions give F's own certificates; the paper's statement is not among them."""
    paper = theorems.descent(theorems.Objective())
    double = theorems.descent(theorems.Objective(fit=1))
    letters = dict(double[double.goals[0]].statement["letters"])
    assert letters["c"]["value"] == "1" and paper.goals != double.goals


def test_a_flipped_residual_identity_is_refused() -> None:
    from theory.agd.proofs import letters as x
    from theory.agd.proofs import step as derive_step
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
    assert found["failure_probability"]["total"] is None
    assert main([*BOUND, "--size", "30", "--format", "json"]) == 0
    known = json.loads(capsys.readouterr().out)["failure_probability"]
    assert known["total"] == pytest.approx(known["small_ball"] + known["norms"])
    assert main(BOUND) == 0
    assert "paper.iterations" in capsys.readouterr().out


def test_bound_refuses_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BOUND, "--balance", "2"]) == 2
    assert capsys.readouterr().err.strip() == "saddleproof: balance must be at least 4, got 2"
