"""Statements made into claims: `Theorem`, `saddleproof new --statement`, the pytest plugin."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from importlib import metadata
from pathlib import Path
from random import Random
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.probes.statement_probe import truth
from proofs_check.public import Theorem
from proofs_check.verify.fingerprint import ROOT

TRUE = {
    "polar": Theorem("4<X, Y> = ||X + Y||^2 - ||X - Y||^2", "X: m x n"),
    "projection": Theorem("||U U^T A||^2 <= ||A||^2", hypotheses={"orthonormal": "U^T U = I"}),
    "ordered squares": Theorem("a^2 >= b^2", "a: real, b: real", {"order": "a >= b", "low": "b >= 0"}),
}
FALSE = {
    "commuting": Theorem("A B = B A"),
    "norms multiply": Theorem("||A B||^2 = ||A||^2 ||B||^2", "A: n x n, B: n x n"),
    "one hypothesis short": Theorem("a^2 >= b^2", "a: real, b: real", {"order": "a >= b"}),
}


@pytest.mark.parametrize("name", TRUE)
def test_models_meet_the_hypotheses_and_are_the_same_in_every_run(name: str) -> None:
    """They are drawn without a look at the conclusions: `truth` is another evaluator, of the kernel's statement."""
    theorem = TRUE[name]
    again = Theorem(theorem.text, theorem.where, theorem.hypotheses)
    assert theorem.models == again.models and len(theorem.models) >= 20
    for model in theorem.models[::9]:
        given, then = truth(theorem.statement, model)
        assert all(given) and all(then)


@pytest.mark.parametrize("name", FALSE)
def test_models_of_a_false_statement_show_that_it_fails(name: str) -> None:
    """So the conclusions are no part of what the models are drawn by, and a probe on them can refute."""
    theorem = FALSE[name]
    fates = [truth(theorem.statement, model)[1] for model in theorem.models]
    assert any(False in then for then in fates) and any(all(then) for then in fates)
    assert theorem.probe.run((), "0", "quick").counterexample is not None


@pytest.mark.parametrize("name", ["projection", "ordered squares"])
def test_a_hypothesis_is_violated_alone(name: str) -> None:
    theorem = TRUE[name]
    items = theorem.sharpness()
    assert [item.given for item in items] == [theorem.given(label) for label in theorem.hypotheses]
    for item in items:
        index = theorem.statement["given"].index(item.given)
        for seed in range(5):
            assert item.sampler is not None
            given, then = truth(theorem.statement, item.sampler(Random(seed)))
            assert given[index] is False and given.count(False) == 1 and False in then


def test_mutants_are_edits_that_fail_somewhere() -> None:
    for theorem in TRUE.values():
        for old, new in theorem.false_edits():
            edited = {**theorem.statement, "then": [new if text == old else text for text in theorem.statement["then"]]}
            assert old != new and any(False in truth(edited, model)[1] for model in theorem.models)


def test_a_hypothesis_that_is_a_kind_of_its_letter_has_no_fact_of_its_own() -> None:
    theorem = Theorem("tr(A) >= 0", "A: n x n", {"psd": "A ⪰ 0"})
    with pytest.raises(ValueError, match="hypothesis 'psd' is no single fact of the kernel: a kind of its letter"):
        theorem.given("psd")
    with pytest.raises(ValueError, match="hypothesis must be one of psd, got 'balanced'"):
        theorem.given("balanced")


@pytest.mark.parametrize("said", ["", " ", "A = B |- B = A", 3])
def test_a_hypothesis_is_one_relation(said: Any) -> None:
    with pytest.raises(ValueError, match="hypothesis 'h' must be one relation as text"):
        Theorem("A = A", hypotheses={"h": said})


NEW = {
    "proved": (["--statement", "||U U^T A||^2 <= ||A||^2", "--given", "orthonormal: U^T U = I"], "proved"),
    "proved with shapes": (["--statement", "tr(X^T Y) = tr(Y X^T)", "--where", "X: m x r, Y: m x r"], "proved"),
    "from an objective": (["--statement", "A^T A B = A^T M", "--objective", "||A B - M||^2", "--critical", "B"], "proved"),
    "by induction": (["--statement", "x^n >= 1 + n*(x-1)", "--where", "x > 0, n: integer >= 1", "--induct", "n"], "proved"),
    "refuted": (["--statement", "||A + B||^2 = ||A||^2 + ||B||^2"], "refuted"),
    "with quotes and backslashes": (["--statement", r"\|A\|^2 \geq 0, A'' = A"], "proved"),
}


@pytest.mark.parametrize("case", NEW)
def test_new_writes_a_claim_that_gives_the_verdict_it_expects(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    arguments, verdict = NEW[case]
    folder = tmp_path / "mine"
    assert main(["new", "my-claim", *arguments, "--claims", str(folder)]) == 0
    assert f"{folder / 'my_claim.py'}: {verdict}" in capsys.readouterr().out
    assert main(["verify", "--claims", str(folder), "--format", "json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["claims"]
    assert report["verdict"] == verdict
    assert all(outcome["ok"] for outcome in [*report.get("mutants", []), *report.get("sharpness", [])] if "ok" in outcome)
    assert main(["new", "my-claim", *arguments, "--claims", str(folder)]) == 2
    assert "must not exist yet" in capsys.readouterr().err


BAD = {
    "a statement that cannot be read": (["--statement", "A = = B"], "^"),
    "shapes that do not fit": (["--statement", "A + B = B + A", "--where", "A: 2 x 3, B: 3 x 2"], "^"),
    "where without a statement": (["--where", "A: m x n"], "belong to a --statement"),
    "induction without a statement": (["--induct", "n"], "belong to a --statement"),
    "induction over no integer": (["--statement", "A^T A ⪰ 0", "--induct", "n"], "induct must name an integer"),
    "a hypothesis without a name": (["--statement", "A = A", "--given", "A = B"], "given must be NAME:RELATION"),
    "a name twice": (["--statement", "A = A", "--given", "h: A = B", "--given", "h: B = A"], "each name once"),
    "an objective without a statement": (["--objective", "||X||^2"], "belong to a --statement"),
    "an objective alone": (["--statement", "A = A", "--objective", "||A||^2"], "objective and critical go together"),
    "critical in nothing": (["--statement", "A = B", "--objective", "||A - B||^2", "--critical", "C"], "critical must name"),
    "no time": (["--statement", "A = A", "--time", "0"], "time must be more than 0"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_writes_nothing(case: str, tmp_path: Path, capsys: Any) -> None:
    arguments, told = BAD[case]
    assert main(["new", "my-claim", *arguments, "--claims", str(tmp_path / "mine")]) == 2
    printed = capsys.readouterr()
    assert told in printed.err and "Traceback" not in printed.err and not (tmp_path / "mine").exists()


def test_on_a_terminal_new_asks_and_asks_again_for_what_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """Three statements: a typing error, with its caret; one that is read; in another folder none, which gives the template."""
    answers = iter(["A = = B", "", "tr(A B) = tr(B A)", "A: m x n"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda text, **rest: next(answers))
    assert main(["new", "my-claim", "--claims", str(tmp_path / "mine")]) == 0
    printed = capsys.readouterr()
    assert "^" in printed.err and "Examples:" in printed.err
    assert printed.out == f"{tmp_path / 'mine' / 'my_claim.py'}: proved: tr(A*B) == tr(B*A)\n"
    monkeypatch.setattr("typer.prompt", lambda text, **rest: "")
    assert main(["new", "my-claim", "--claims", str(tmp_path / "other")]) == 0
    assert "Book(" in (tmp_path / "other" / "my_claim.py").read_text(encoding="utf-8")
    monkeypatch.setattr("typer.prompt", lambda text, **rest: "A = = B")
    assert main(["new", "your-claim", "--claims", str(tmp_path / "other")]) == 2


def test_new_says_beforehand_what_verify_would_hold_against_the_file(tmp_path: Path, capsys: Any) -> None:
    """A conclusion that is the hypothesis written out, a hypothesis that is not needed, a counterexample."""
    mine = ["--claims", str(tmp_path / "mine")]
    firm = ["--where", "x, y, p, q: vector", "--given", "monotone: <(x - p) - (y - q), p - q> >= 0"]
    text = "||p - q||^2 + ||(x - p) - (y - q)||^2 <= ||x - y||^2"
    assert main(["new", "prox-firm", "--statement", text, *firm, *mine]) == 0
    assert "the conclusion is one of the hypotheses, written otherwise" in capsys.readouterr().err
    assert main(["new", "idle", "--statement", "tr(A B) = tr(B A)", "--given", "idle: A B = B A", *mine]) == 0
    assert "no small model shows that hypothesis 'idle' is needed" in capsys.readouterr().err
    needed = ["--where", "x: vector, A: symmetric", "--given", "step: 2 A ⪰ A^2"]  # without it A = 3 says that it fails
    assert main(["new", "needed", "--statement", "||x - A x||^2 <= ||x||^2", *needed, *mine]) == 0
    assert "whether hypothesis 'step' is needed was not tried" in capsys.readouterr().err
    assert main(["new", "wrong", "--statement", "A B = B A", *mine]) == 0
    assert "refuted: A*B == B*A; fails at A = " in capsys.readouterr().out


def test_where_a_proof_is_not_found_the_claim_says_what_remains(tmp_path: Path) -> None:
    """The answer is set, so that no search has to fail for it: what is written, not what is found, is looked at."""
    from proofs_check.check import new_claim

    theorem = Theorem("a^2 + b^2 >= 2*a*b")
    answer = new_claim.Answer("inconclusive", "", remaining="a - b >= 0")
    text = new_claim._file("open-one", theorem, answer, "A sentence.", [])
    assert 'expected=("supported",)' in text and "a - b >= 0" in text
    compile(text, "open_one.py", "exec")


@pytest.mark.full
def test_the_plugin_makes_one_test_of_each_claim(tmp_path: Path) -> None:
    """A false claim that expects support fails, with its verdict and no traceback; a file without a claim is no test."""
    text = "from proofs_check.public import Claim, Source, Theorem\nt = Theorem('A B = B A')\n"
    made = "claim = Claim(id={!r}, title='T', source=Source('own', '-', 'reconstructed'), subject='conjecture', "
    made += "statement='AB = BA', expected=({!r},), probe=t.probe)\n"
    (tmp_path / "good.py").write_text(text + made.format("good", "refuted"))
    (tmp_path / "wrong.py").write_text(text + made.format("wrong", "supported"))
    (tmp_path / "improper.py").write_text("claim = 3\n")
    (tmp_path / "plain.py").write_text("x = 1\n")
    known = any(point.value == "proofs_check.testing" for point in metadata.entry_points(group="pytest11"))
    plugin = [] if known else ["-p", "proofs_check.testing"]  # an older installation does not name it
    command = [sys.executable, "-m", "pytest", *plugin, "-q", "--rootdir", str(tmp_path), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SADDLEPROOF_HOME": str(tmp_path / "home")}
    done = subprocess.run([*command, "--saddleproof"], env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and "2 failed, 1 passed" in done.stdout
    assert "refuted" in done.stdout and "must define `claim = Claim(...)`" in done.stdout and "Traceback" not in done.stdout
    silent = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert silent.returncode == 5, "without the option the plugin collects nothing"


def test_a_witness_of_the_probe_fails_the_statement_by_hand() -> None:
    """The printed matrices, multiplied here with fractions."""
    found = Theorem("A B = B A").probe.run((), "0", "quick").counterexample
    assert found is not None
    a, b = ([[Fraction(x) for x in row.split(", ")] for row in re.findall(r"\[([^\[\]]+)\]", matrix)]
            for matrix in re.findall(r"\w = (\[\[.*?\]\])", found.text))  # fmt: skip

    def product(x: list[list[Fraction]], y: list[list[Fraction]]) -> list[list[Fraction]]:
        return [[sum((p * q for p, q in zip(row, column, strict=True)), Fraction(0)) for column in zip(*y, strict=True)]
                for row in x]  # fmt: skip

    assert product(a, b) != product(b, a)
