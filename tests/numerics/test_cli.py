"""``saddleproof run`` and ``saddleproof sweep`` from the outside: fields, exit codes, one-line errors."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from numerics.sweep.instances import INSTANCES
from numerics.sweep.plan import SOLVERS
from proofs_check.cli.main import main
from proofs_check.cli.run import SHORT

PLAN = Path(__file__).parents[2] / "benchmarks" / "plan.toml"


def run_json(capsys: Any, *arguments: str) -> dict[str, Any]:
    assert main(["run", *arguments, "--format", "json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_agd_meets_its_local_rate_and_its_certificate_holds(capsys: Any, tmp_path: Path) -> None:
    plot = tmp_path / "plot.png"
    settings = ["problem.condition=5", "solver.columns=4", "solver.step=4/5"]
    options = [word for s in settings for word in ("--set", s)] + ["--steps", "300", "--certify", "--plot", str(plot)]
    result = run_json(capsys, "factorization", "agd", *options)
    prediction = result["prediction"]
    assert 1 - prediction["measured"] == pytest.approx(1 - prediction["predicted"], rel=1e-4)
    certificate, loss = result["certificate"], result["trace"]["loss"]
    first = certificate["fires_at"]
    assert first is not None and certificate["holds"] and plot.stat().st_size > 5000
    assert max(certificate["outside"].values()) < 1e-13 and certificate["horizon"] >= 300 - first
    for t in range(first, 200):
        assert loss[t] <= (1 - certificate["rate"]) ** (2 * (t - first)) * loss[first] * (1 + 1e-6) + 1e-21


def test_help_lists_every_problem_and_solver(capsys: Any) -> None:
    """The names that a plan knows, and the short ones."""
    assert main(["run", "--help"]) == 0
    words = set(re.findall(r"\w+", capsys.readouterr().out))
    assert words >= {*INSTANCES, *SOLVERS, *SHORT}


def test_a_run_that_is_too_short_is_not_certified(capsys: Any) -> None:
    result = run_json(capsys, "factorization", "agd", "--set", "problem.condition=5", "--steps", "2", "--certify")
    certificate = result["certificate"]
    assert certificate["fires_at"] is None and not certificate["holds"]
    assert "fails by a factor of" in certificate["sentence"]


@pytest.mark.parametrize(("columns", "step", "steps"), [(3, 0.5, 300), (4, 0.5, 300), (3, 0.8, 300), (6, 0.3, 400)])
def test_equal_singular_values_meet_the_rate_of_the_modes_that_the_start_reaches(
    columns: int, step: float, steps: int, capsys: Any
) -> None:
    """A random Y_0 has a part outside row(A): it is gone at the end, and its modes are the slow ones all the same."""
    settings = ["problem.condition=1", f"solver.columns={columns}", f"solver.step={step}"]
    result = run_json(capsys, "factorization", "agd", *(w for s in settings for w in ("--set", s)), "--steps", str(steps))
    prediction = result["prediction"]
    assert prediction["measured"] == pytest.approx(prediction["predicted"], rel=0.03)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("factorization agd --set solver.columns=2 --steps 100", "2 columns cannot reach a target of rank 3"),
        ("factorization agd --set problem.condition=30 --steps 20", "of ‖A‖ away from one"),
        ("factorization agd --set solver.step=50 --steps 100", "the run diverged"),
        ("symmetric dmd --set solver.columns=2 --steps 100", "2 columns cannot reach a target of rank 3"),
    ],
)
def test_no_rate_is_predicted_where_its_hypotheses_are_not_met(arguments: str, why: str, capsys: Any) -> None:
    result = run_json(capsys, *arguments.split())
    assert result["prediction"] is None and why in result["prediction_reason"]


def test_every_claim_that_a_run_cites_is_cited_with_its_standing(capsys: Any) -> None:
    """The standing is the verdict that the claim file expects, looked up here by another way: the list of the claims."""
    assert main(["claims", "--format", "json"]) == 0
    expected = {row["claim"]: row["expected"] for row in json.loads(capsys.readouterr().out)}
    agd = ["factorization", "agd", "--set", "problem.condition=5", "--set", "solver.step=4/5", "--steps", "300", "--certify"]
    said = []
    for arguments in (agd, ["symmetric", "dmd", "--set", "solver.columns=8", "--steps", "400"]):
        result = run_json(capsys, *arguments)
        said += [result["prediction"]["source"], result.get("certificate", {}).get("sentence", "")]
    cited = re.findall(r"claim ((?:agd|dmd)-[a-z-]+)( \([^,:)]*)?(, not proved)?", " ".join(said))
    assert {name for name, _, _ in cited} >= {"agd-perturbed-run", "agd-linearized-sweep", "dmd-local-rates"}
    for name, verdict, denied in cited:
        assert verdict == f" ({expected[name]}"
        assert bool(denied) == ("proved" not in expected[name])


def test_a_deep_run_ends_at_a_predicted_minimum(capsys: Any) -> None:
    """The levels are those of issue 2 for the spectrum (3, 11/5): 13.84, 10.55351927, 10.09658817."""
    options = ["--set", "problem.spectrum=[3, 2.2]", "--set", "problem.widths=[2, 2, 2, 2]", "--set", "problem.ridge=1"]
    result = run_json(capsys, "DeepFactorization", "GradientDescent", *options, "--set", "solver.scale=2", "--steps", "4000")
    assert result["prediction"]["predicted"] == pytest.approx(result["loss"], rel=1e-9)
    assert min(abs(result["loss"] - level) for level in (13.84, 10.55351927, 10.09658817)) < 1e-7


def test_dmd_meets_its_local_rate(capsys: Any) -> None:
    options = ["--set", "solver.columns=8", "--steps", "400"]
    result = run_json(capsys, "SymmetricFactorization", "DirectionMagnitude", *options)
    assert result["prediction"]["measured"] == pytest.approx(result["prediction"]["predicted"], rel=1e-4)


def test_sweep_status_export_plot(capsys: Any, tmp_path: Path) -> None:
    plan, store = tmp_path / "plan.toml", tmp_path / "s.sqlite"
    plan.write_text(PLAN.read_text().replace("steps = 2000", "steps = 30"))
    assert main(["sweep", str(plan), "--store", str(store)]) == 0
    assert "40 ran" in capsys.readouterr().out
    assert main(["sweep", "status", str(store)]) == 0
    assert "40 of 40" in capsys.readouterr().out
    assert main(["sweep", "export", str(store), "--out", str(tmp_path / "t.csv")]) == 0
    assert len((tmp_path / "t.csv").read_text().splitlines()) == 41
    assert main(["sweep", "plot", str(store), "solver.step", "loss", "--out", str(tmp_path / "p.png")]) == 0


BAD = {
    "nearest: Factorization": ["run", "Factorisation", "UDU"],
    "nearest: UDU": ["run", "Factorization", "UDUU"],
    "needs a symmetric problem": ["run", "Factorization", "UDU"],
    "nearest: step": ["run", "Factorization", "UDV", "--set", "solver.stp=1"],
    "set must be problem.NAME": ["run", "Factorization", "UDV", "--set", "step=1"],
    "step must be positive": ["run", "Factorization", "UDV", "--set", "solver.step=-1"],
    "certify must go with": ["run", "Factorization", "UDV", "--certify"],
    "plan must be an existing": ["sweep", "none.toml"],
    "store must be an existing": ["sweep", "status", "none.sqlite"],
    "out must be given": ["sweep", "export", "none.sqlite"],
}


@pytest.mark.parametrize("message", sorted(BAD))
def test_bad_input_is_one_line_and_exit_code_2(message: str, capsys: Any) -> None:
    assert main(BAD[message]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1 and "Traceback" not in error
