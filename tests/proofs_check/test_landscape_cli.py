"""saddleproof landscape: output fields, formats, exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from proofs_check.cli.main import main

ROOT = Path(__file__).parents[2]
SMALL = ["landscape", "--widths", "2,2,2,2", "--spectrum", "3,11/5", "--ridge", "1"]


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    """9 orbits; the three local minima at 13.84, 10.55351927, 10.09658817 (issue 2)."""
    code, out, err = answer(capsys, *SMALL, "--format", "json")
    document = json.loads(out)
    assert code == 0 and err == ""
    assert document["orbit_count"] == len(document["orbits"]) == 9
    assert document["problem"]["layers"] == 3 and document["problem"]["widths"] == [2, 2, 2, 2]
    assert document["problem"]["spectrum"] == [3.0, 2.2] and document["problem"]["ridge"] == [1.0, 1.0, 1.0]
    minima = [orbit["loss"] for orbit in document["orbits"] if "minimizer" in orbit["class"]]
    assert minima == pytest.approx([10.09658817, 10.55351927, 13.84], abs=5e-9)
    assert [orbit["class"] for orbit in document["orbits"]][:2] == ["global minimizer", "local minimizer"]
    assert document["global_loss"] == minima[0]
    assert document["min_or_strict_saddle"] is True and document["error_bound"] is True
    assert document["undecided"] == []
    assert set(document["orbits"][0]) == {"active", "loss", "class", "index", "nullity", "dimension", "components"}
    assert document["orbits"][2]["active"] == [{"position": 1, "root": "+"}, {"position": 2, "root": "-"}]


@pytest.mark.parametrize(
    ("arguments", "count", "condition", "kinds"),
    [
        ("--widths 1,1,1,1 --spectrum 4 --ridge 3", 2, False, ["global minimizer", "non-strict saddle"]),
        ("--widths 1,1,1 --spectrum 1 --ridge 1", 1, True, ["global minimizer"]),
        ("--widths 2,2,2 --spectrum 3,1 --ridge 1/2,2", 2, True, ["global minimizer", "strict saddle"]),
    ],
)
def test_exact_thresholds(
    capsys: pytest.CaptureFixture[str], arguments: str, count: int, condition: bool, kinds: list[str]
) -> None:
    _, out, _ = answer(capsys, "landscape", *arguments.split(), "--format", "json")
    document = json.loads(out)
    assert document["orbit_count"] == count and document["min_or_strict_saddle"] is condition
    assert [orbit["class"] for orbit in document["orbits"]] == kinds


def test_hessian_and_exact(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = answer(capsys, *SMALL, "--format", "json", "--hessian", "--exact", "--limit", "4")
    document = json.loads(out)
    assert document["orbit_count"] == 9 and len(document["orbits"]) == 4
    assert all(sum(times for _, times in orbit["hessian"]) == 12 for orbit in document["orbits"])
    assert document["thresholds"]["global"] == 2.0 and document["thresholds"]["exact"]["global"] == "2"
    assert document["problem"]["exact"]["spectrum"] == ["3", "11/5"]
    exact = document["orbits"][1]["exact"]["loss"]
    assert float(exact["ball"][0]) == pytest.approx(document["orbits"][1]["loss"], rel=1e-15)
    (term,) = exact["terms"]
    coefficients = [int(c) for c in term["polynomial"]]
    gain = float(term["ball"][0])
    assert abs(np.polyval(coefficients[::-1], gain)) < 1e-9
    assert float(term["times"]) * gain + float(346 / 25) == pytest.approx(document["orbits"][1]["loss"])


def test_csv_has_the_rows_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = answer(capsys, *SMALL, "--format", "csv")
    _, out, _ = answer(capsys, *SMALL, "--format", "json")
    rows = list(csv.DictReader(io.StringIO(text)))
    for row, orbit in zip(rows, json.loads(out)["orbits"], strict=True):
        label = "".join(f"{mode['position']}{mode['root']}" for mode in orbit["active"]) or "O"
        assert (row["orbit"], row["class"], int(row["index"])) == (label, orbit["class"], orbit["index"])
        assert float(row["loss"]) == pytest.approx(orbit["loss"], rel=1e-14)


@pytest.mark.parametrize(("format", "begin"), [("table", "L = 3"), ("markdown", "| orbit |"), ("latex", "% needs booktabs")])
def test_other_formats(capsys: pytest.CaptureFixture[str], tmp_path: Path, format: str, begin: str) -> None:
    code, out, _ = answer(capsys, *SMALL, "--format", format)
    assert code == 0 and out.startswith(begin) and "strict saddle" in out
    code, nothing, _ = answer(capsys, *SMALL, "--format", format, "--out", str(tmp_path / "table"))
    assert code == 0 and nothing == "" and (tmp_path / "table").read_text(encoding="utf-8") == out


def test_latex_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """F = (w₂w₁ − 2)² + w₁² + w₂²: w₁w₂ = 2 − 1 = 1 has loss 1 + 2 = 3, at two points, and the Hessian there is diag(4, 4);
    the origin has loss 4 and eigenvalues 2 ∓ 4.
    """
    code, out, _ = answer(
        capsys, "landscape", "--widths", "1,1,1", "--spectrum", "2", "--ridge", "1", "--format", "latex", "--hessian"
    )
    assert code == 0
    assert out.splitlines() == [
        "% needs booktabs, tabularx, amsmath",
        "% L = 2, widths 1, 1, 1, ridge 1, spectrum 2",
        "% thresholds: y* = 1^(1/2) = 1 (existence), y_g = 1^(1/2) = 1 (global)",
        "% 2 critical orbits; local minimizers of rank 1, global of rank 1; global minimum 3",
        "% every critical point a local minimizer or a strict saddle: yes; error bound: yes",
        r"% orbits in short: \mathbf{3}^{+} is 1+2+3+, all modes up to the bold one",
        r"\noindent{\small\setlength{\tabcolsep}{4pt}%",
        r"\begin{tabularx}{\linewidth}{@{}lr>{\hsize=1.050\hsize\raggedright\arraybackslash}Xrrrr"
        r">{\hsize=0.950\hsize\raggedright\arraybackslash}X@{}}",
        r"\toprule",
        r"orbit & loss & class & index & nullity & dimension & components & hessian \\",
        r"\midrule",
        r"$\mathbf{1}^{+}$ & $3$ & global minimizer & $0$ & $0$ & $0$ & $2$ & $4\,{\times}2$ \\",
        r"$\mathrm{O}$ & $4$ & strict saddle & $1$ & $0$ & $0$ & $1$ & $-2\,{\times}1$, $6\,{\times}1$ \\",
        r"\bottomrule",
        r"\end{tabularx}}",
    ]


def test_table_of_a_huge_landscape(capsys: pytest.CaptureFixture[str]) -> None:
    """3^60 orbits: the 60 lowest losses and how many more there are."""
    spectrum = ",".join(str(k) for k in range(10, 70))
    options = ["--widths", "60,60,60,60", "--spectrum", spectrum, "--ridge", "1"]
    code, out, _ = answer(capsys, "landscape", *options)
    assert code == 0 and f"{3**60 - 60:,} more" in out
    code, _, err = answer(capsys, "landscape", *options, "--format", "csv")
    assert code == 2 and err.startswith("saddleproof: limit must be given")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            "--widths 2,2 --spectrum 1 --ridge 1",
            "widths must be at least three positive integers d0, …, dL, got (2, 2)",
        ),
        ("--widths 2,x,2 --spectrum 1 --ridge 1", "widths must be at least three positive integers"),
        ("--widths 2,2,2 --spectrum 1 --ridge=-1", "ridge must be positive, got -1"),
        ("--widths 2,2,2 --spectrum 1 --ridge 1,1,1", "ridge must be one weight or 2 weights"),
        ("--widths 2,2,2 --spectrum 1,nan --ridge 1", "spectrum value 2 must be finite"),
        ("--widths 2,2,2 --spectrum 1,1+2j --ridge 1", "spectrum value 2 must be a real number"),
        ("--widths 2,2,2 --spectrum 1,2,3 --ridge 1", "spectrum must hold at most min(d0, dL) = 2 singular values"),
        ("--widths 2,2,2 --spectrum= --ridge 1", "spectrum value 1 must be a real number"),
        ("--widths 2,2,2 --ridge 1", "spectrum or matrix must be given"),
        ("--widths 2,2,2 --spectrum 1 --ridge 1 --format pdf", "format must be one of"),
        ("--widths 2,2,2 --spectrum 1 --ridge 1 --exact", "exact needs format json"),
        ("--widths 2,2,2 --spectrum 1 --ridge 1 --limit=-3", "limit must be a non-negative integer"),
        ("--widths 2,2,2 --spectrum 1 --ridge 1 --limit x", "--limit"),
        ("--widths 2,2,2 --matrix missing.npy --ridge 1", "matrix must be a readable file"),
        ("--widths 2,2,2 --matrix @beer --ridge 1", "matrix must be a file or one of @wine, @wine_standardized, got @beer"),
        ("--widths 2,2,2 --matrix @wine.csv --ridge 1", "matrix must be a readable file, got @wine.csv"),
        ("--widths 2,2,2 --spectrum 1", "--ridge"),
        ("--widths 2,2,2 --spectrum 1 --ridge 1 --out missing/folder/x", "out must lie in a folder that exists"),
    ],
)
def test_unusable_input(capsys: pytest.CaptureFixture[str], arguments: str, message: str) -> None:
    code, out, err = answer(capsys, "landscape", *arguments.split())
    assert code == 2 and out == ""
    assert message in err and err.count("\n") == 1


def test_wine_in_a_fresh_process() -> None:
    """The README's run: 3^9 orbits of the standardized wine matrix at ridge 1/5."""
    command = [sys.executable, "-m", "proofs_check.cli", "landscape", "--widths", "13,13,13,178", "--ridge", "1/5"]
    command += ["--matrix", "@wine_standardized", "--limit", "3", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    document = json.loads(done.stdout)
    assert done.stderr == "" and document["orbit_count"] == 3**9 and len(document["orbits"]) == 3
    assert document["problem"]["spectrum_error"] < 1e-11
