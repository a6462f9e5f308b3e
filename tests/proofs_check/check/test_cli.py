"""``saddleproof check`` on the command line: exit codes, JSON, errors with a caret, folders of certificates, LaTeX."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from proofs_check.check.explain import latex
from proofs_check.cli.main import main

FIELDS = {"verdict", "statement", "witness", "steps", "cites", "certificates", "remaining", "seconds"}


@pytest.mark.parametrize(
    ("arguments", "code", "verdict"),
    [
        (["tr(AB) = tr(BA)"], 0, "proved"),
        (["AB = BA"], 1, "refuted"),
        (["x^2 = 2, x >= 0 |- x <= 1", "--time", "1"], 4, "inconclusive"),
    ],
)
def test_exit_codes_and_json(arguments: list[str], code: int, verdict: str, capsys: Any) -> None:
    """The third is false, at an irrational number alone."""
    assert main(["check", *arguments, "--format", "json"]) == code
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert set(found) >= FIELDS and found["verdict"] == verdict and not printed.err
    assert (found["witness"] is not None) == (verdict == "refuted")
    assert (found["remaining"] is not None) == (verdict == "inconclusive")
    assert (found["steps"] > 0) == (verdict == "proved")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["A + = B"], "a letter, a number or a bracket is expected"),
        (["A + B = 0", "--where", "A: m x n, B: n x m"], "m x n and n x m"),
        (["A = A", "--where", "A: blob"], "not blob"),
        (["A = A", "--time", "0"], "time must be more than 0"),
        (["A = A", "--time", "nan"], "time must be"),
        (["A = A", "--format", "xml"], "format must be one of table, json"),
        (["A = A", "--induct", "k"], "induct must name an integer"),
        ([""], "nothing is stated"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(arguments: list[str], said: str, capsys: Any) -> None:
    assert main(["check", *arguments]) == 2
    printed = capsys.readouterr()
    assert (
        not printed.out and said in printed.err and printed.err.startswith("saddleproof: ") and "Traceback" not in printed.err
    )
    assert len(printed.err.rstrip("\n").split("\n")) in (1, 3)


def test_certificates_are_kept_and_rechecked(tmp_path: Path, capsys: Any) -> None:
    assert main(["check", "A ⪰ 0, B ⪰ 0 ⊢ tr(AB) ≥ 0", "--out", str(tmp_path / "kept")]) == 0
    assert main(["check", "||A + B|| <= ||A|| + ||B||", "--out", str(tmp_path / "kept"), "--time", "60"]) == 0
    capsys.readouterr()
    assert main(["recheck", str(tmp_path / "kept")]) == 0
    assert "2 goals, filed under 2 claims" in capsys.readouterr().out


def test_a_folder_of_others_is_left_alone(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "thesis.tex").write_text("")
    assert main(["check", "tr(AB) = tr(BA)", "--out", str(tmp_path)]) == 2
    assert "certificates must be a new or empty folder" in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize(("statement", "said"), [
    ("AB = BA", "(the conclusion does not hold there, exactly)"),
    ("U^T U = I |- U U^T = I", "(every hypothesis holds there, exactly, and the conclusion does not)"),
])  # fmt: skip
def test_hypotheses_are_spoken_of_where_there_are_any(statement: str, said: str, capsys: Any) -> None:
    assert main(["check", statement]) == 1
    assert said in capsys.readouterr().out


def test_a_case_split_is_told(capsys: Any) -> None:
    """Schur's inequality of degree 1 has no proof by squares and products alone that is found here."""
    schur = "x(x - y)(x - z) + y(y - x)(y - z) + z(z - x)(z - y) >= 0"
    assert main(["check", schur, "--where", "x >= 0, y >= 0, z >= 0", "--explain", "--time", "60"]) == 0
    assert r"(By cases: where $x - y \ge 0$ by step" in capsys.readouterr().out


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "file").write_text("")
    assert main(["check", "A = A", "--out", str(tmp_path / "file")]) == 2
    assert "certificates must be a folder" in capsys.readouterr().err


def test_what_is_found_is_a_witness_to_paste(capsys: Any) -> None:
    import ast

    assert main(["check", "AB = BA"]) == 1
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if " = [[" in line]
    a, b = (ast.literal_eval(line.partition(" = ")[2]) for line in lines)
    product = [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*q, strict=True)]
        for p, q in ((a, b),)
        for row in p
    ]
    other = [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*a, strict=True)] for row in b]
    assert product != other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.T*B", r"A^{\top} B"),
        ("(A+B)*C", "(A + B) C"),
        ("tr(A.T*A) >= 0", r"\lVert A \rVert^{2} \ge 0"),
        ("A-(B-C)", "A - (B - C)"),
        ("lambda_*x", r"\lambda x"),
        ("X_1**2", "X_{1}^{2}"),
        ("I(n)", "I_{n}"),
        ("-(A+B)", "-(A + B)"),
        ("norm_A", r"\mathrm{norm}_{A}"),
        ("2*(x*y)**(n+1)", "2 (x y)^{n + 1}"),
    ],
)
def test_latex(text: str, expected: str) -> None:
    """Written by hand."""
    assert latex(text) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "tr(AB) = tr(BA)",
        "U^T U = I |- ||U X||^2 = ||X||^2",
        "(I + UV)⁻¹ = I − U(I + VU)⁻¹V",
        "A A' = A' A, A^2 = 0 |- A = 0",
        "||A + B|| <= ||A|| + ||B||",
        "||AB||^2 <= ||A||^2 ||B||^2",
    ],
)
def test_every_proof_can_be_explained(statement: str, capsys: Any) -> None:
    """One paragraph a certificate, braces balanced, every step's goal in it."""
    assert main(["check", statement, "--explain", "--format", "json", "--time", "60"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["latex"].count(r"\paragraph") == found["steps"]
    assert found["latex"].count("{") == found["latex"].count("}") and "gap" not in found["latex"]
    assert found["latex"].count(r"\begin{align*}") == found["latex"].count(r"\end{align*}")


@pytest.mark.parametrize("declared", [False, True])
@pytest.mark.parametrize(
    ("text", "name"),
    [("pi > 3", "pi"), ("π > 3", "pi"), ("e > 2", "e"), ("i^2 = -1", "i"), ("i^2 >= 0", "i"), ("pi > 1 |- pi > 0", "pi"),
     ("A ⪰ 0 |- exists K: e A = e K K^T", "e")],
)  # fmt: skip
def test_the_name_of_a_constant_is_a_letter_and_that_is_said(text: str, name: str, declared: bool, capsys: Any) -> None:
    main(["check", text, *(["--where", f"{name}: real"] if declared else [])])
    printed = capsys.readouterr().out
    assert ("refuted" in printed or "proved" in printed) and (f"{name} is read as a letter, not as the" in printed) != declared
    main(["check", "tr(e i) = tr(i e)", "--where", "e: n x n, i: n x n"])
    assert "is read as" not in capsys.readouterr().out
