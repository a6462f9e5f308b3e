"""Claims made from statements say them as they are typeset: the formulas are read again by the language itself.

Independent route: the LaTeX of the sentence goes back through `theory.statements.reading`, and the kernel statement that comes
out is that of the text; the Unicode of the title goes the same way.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from proofs_check.check.sentence import sentence_of, title_of
from proofs_check.check.theorem import Theorem
from proofs_check.cli.main import main
from proofs_check.report.mathematics import sentence_latex
from theory.render.words import plain_sentence
from theory.statements.elaborate import elaborate
from theory.statements.reading import read

STATEMENTS: list[tuple[str, str]] = [
    ("||A + B|| <= ||A|| + ||B||", ""),
    ("<A, B>^2 <= ||A||^2 ||B||^2", ""),
    ("X^T X = Y^T Y |- ||X||^2 = ||Y||^2", ""),
    ("A ⪯ B |- tr(A) <= tr(B)", ""),
    ("-(A - B)/2 - A = ½ (B - 3A)", ""),
    ("A^-1 (B A^{-T})^T = (A - B)^2 I_n", "A: n x n"),
    ("|x - y|^3 >= 0, 1/t + a/2 = 1", "t > 0"),
    ("||X - (Y - Z)||^2 - (||X|| + ||Y||)^4 < 3", "X: m x n"),
    ("λ_1 (A B)^T = μ B^T A^T", ""),
    ("s^(2L-2) + s^L = s^L (1 + s^(L-2))", "s > 0, L: integer >= 2"),
    ("0 <= t <= 1 |- t^3 <= t^2", "t: real"),
    ("tr(A^T (B + C)) = <A, B> + tr(A^T C)", ""),
]
FORMULA = re.compile(r"\$(.*?)\$")


def again(sentence: str, where: str) -> dict[str, Any]:
    """What the formulas of "For …: if …, then …" say, read by the language with the shapes alone."""
    body = sentence.partition("$: ")[2] or sentence
    given, _, then = body.rpartition(", then ")
    text = " |- ".join(", ".join(FORMULA.findall(part)) for part in (given, then) if part)
    return elaborate(read(text, where if " x " in where else "")).json


def told(statement: dict[str, Any]) -> tuple[Any, ...]:
    """What a statement says, the names of sizes apart."""
    kinds = sorted((name, spec["kind"], spec.get("min")) for name, spec in statement["letters"] if spec["kind"] != "dimension")
    return kinds, sorted(statement["given"]), statement["then"]


@pytest.mark.parametrize(("text", "where"), STATEMENTS, ids=[text for text, _ in STATEMENTS])
def test_a_sentence_says_what_was_typed(text: str, where: str) -> None:
    theorem = Theorem(text, where)
    found = again(sentence_of(theorem), where)
    assert told(found) == told(theorem.statement), sentence_of(theorem)
    title = title_of(theorem, "proved").removesuffix(" (under hypotheses)").replace(" and ", ", ")
    title = re.sub("[²⁻]*ᴸ[²⁻]*", lambda m: f"^({m[0].translate(str.maketrans('²⁻ᴸ', '2-L'))})", title.replace("Iₙ", "I_n"))
    assert elaborate(read(title, where)).json["then"] == theorem.statement["then"], title


@pytest.mark.parametrize(
    ("old", "new"), [(r"X^{\top} X", r"X X^{\top}"), (r"\rVert^{2}", r"\rVert"), (" = ", r" \ge "), (", then ", " and ")]
)
def test_a_sentence_that_says_something_else_is_seen(old: str, new: str) -> None:
    theorem = Theorem("X^T X = Y^T Y |- ||X||^2 = ||Y||^2", "X: n x n, Y: n x n")
    said = sentence_of(theorem)
    assert told(again(said, theorem.where)) == told(theorem.statement)
    assert old in said and told(again(said.replace(old, new), theorem.where)) != told(theorem.statement)


@pytest.mark.parametrize(
    ("theorem", "said"),
    [
        (Theorem("X X^T = A", objective="½||X Y^T - A||^2", critical="X,Y"), "If F = ½‖XYᵀ − A‖² is critical in X, Y, then "),
        (Theorem("tr(A) >= 0", "A: n x n psd"), "For A ∈ ℝⁿˣⁿ: if A is positive semidefinite, then tr(A) ≥ 0."),
        (Theorem("x^n >= 0", "x > 0, n: integer >= 1"), "If n ≥ 1 is an integer and x > 0, then xⁿ ≥ 0."),
        (Theorem("A ≻ 0 |- A^-1 ≻ 0"), "If A is positive definite, then A⁻¹ is positive definite."),
        (Theorem("tr(S) >= 0", "S: diagonal > 0"), "If S is diagonal with positive entries, then tr(S) ≥ 0."),
        (Theorem("[[A, 0], [0, B]] = 0"), "[[A, 0], [0, B]] = 0"),
    ],
    ids=["objective", "psd", "numbers", "definite", "diagonal", "blocks"],
)  # fmt: skip
def test_kinds_and_objectives_are_said_in_words(theorem: Theorem, said: str) -> None:
    assert plain_sentence(sentence_of(theorem)).replace(" ", "").startswith(said.replace(" ", ""))
    assert "textbackslash" not in sentence_latex(sentence_of(theorem))


def test_a_refuted_claim_is_no_theorem_and_says_its_sentence_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    mine = ["--claims", str(tmp_path / "mine")]
    assert main(["new", "wrong", "--statement", "X^T X = Y^T Y |- X = Y", *mine]) == 0
    capsys.readouterr()
    assert main(["show", "wrong", *mine]) == 0
    text = capsys.readouterr().out
    assert text.startswith("wrong: False: X = Y (under hypotheses)\n")
    assert text.count("If XᵀX = YᵀY, then X = Y.") == 1 and "$" not in text
    assert "probe     1 trial; exact" in text
    assert main(["show", "wrong", "--format", "json", *mine]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "refuted"
    assert main(["show", "wrong", "--format", "latex", *mine]) == 0
    assert r"If $X^{\top} X = Y^{\top} Y$, then $X = Y$." in capsys.readouterr().out
