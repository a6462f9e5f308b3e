"""Tables for papers: every command's LaTeX compiles in one and in two columns, and no line is too wide."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.report.paper_table import latex_table, orbit_tex
from proofs_check.report.verdicts import verdict_table
from proofs_check.verify.discovery import find_claims
from proofs_check.verify.report import Report, Steps, Verification
from proofs_check.verify.verdict import Verdict
from tests.theory.render.test_latex import compiled, needs_latex, too_wide

PROBLEM = ["--widths", "2,2,2,2", "--spectrum", "3,11/5", "--ridge", "1"]
WINE = ["--matrix", "@wine_standardized", "--widths", "13,13,13,178", "--ridge", "1/5"]
COMMANDS = {
    "landscape": ["landscape", *PROBLEM],
    "hessian": ["landscape", *PROBLEM, "--hessian"],
    "wine": ["landscape", *WINE, "--limit", "90"],
    "barriers": ["barriers", *WINE],
    "claims": ["claims"],
    "udu": ["fixedpoints", "udu", "--spectrum", "3,2,-1", "--columns", "1"],
    "dmd": ["fixedpoints", "dmd", "--size", "40", "--spectrum", "4,2,1", "--columns", "5"],
    "agd": ["bound", "agd", "--condition", "10", "--rank", "3", "--columns", "6", "--tau", "0.1", "--nu", "0.1",
            "--epsilon", "1e-6"],
    "timetable": ["bound", "dmd", "--size", "40", "--rank", "3", "--columns", "5", "--spectrum", "4,2,1"],
}  # fmt: skip
PAPERS = {
    "page": r"\documentclass[10pt]{article}",
    "column": r"\documentclass[10pt,twocolumn]{article}\usepackage[margin=18mm,columnsep=7mm]{geometry}",
}


def printed(arguments: list[str], capsys: Any) -> str:
    assert main(arguments) == 0
    return str(capsys.readouterr().out)


@needs_latex
@pytest.mark.parametrize("width", PAPERS)
def test_every_command_fits_the_paper(width: str, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path))
    tables = [printed([*command, "--format", "latex", "--width", width], capsys) for command in COMMANDS.values()]
    head = PAPERS[width] + r"\usepackage{booktabs,tabularx,amsmath}\begin{document}"
    log = compiled(head + "\n\\par\\bigskip\n".join(tables) + r"\end{document}", tmp_path)
    assert too_wide(log) == []
    assert "Overfull \\vbox" not in log


@needs_latex
@pytest.mark.parametrize("width", PAPERS)
def test_verdicts_fit_the_paper(width: str, tmp_path: Path) -> None:
    """The claims of this project, with the longest verdicts that there are."""
    lemmas = ("von Neumann", "Weyl from above", "Weyl from below")
    found = [
        Report(id=name, item=item.claim.source.item, standing="reconstructed", verdict=verdict, cites=lemmas * (k % 7 == 0),
               checkers=("kernel", "coq"), steps=Steps(7777, 7777))
        for k, (name, item) in enumerate(find_claims().items())
        for verdict in [(Verdict.PROVED, Verdict.INSTANCES_PROVED, Verdict.STEPS_PROVED, Verdict.INCONCLUSIVE)[k % 4]]
    ]  # fmt: skip
    text = verdict_table(Verification(claims=tuple(found)), "latex", width)
    head = PAPERS[width] + r"\usepackage{booktabs,tabularx,amsmath}\begin{document}"
    assert too_wide(compiled(head + text + r"\end{document}", tmp_path)) == []
    assert len(found) > 150 and text.count(r"\\") >= len(found)


@needs_latex
def test_a_table_that_is_too_wide_is_seen(tmp_path: Path) -> None:
    wide = r"\begin{tabular}{l}" + "m" * 90 + r"\end{tabular}"
    assert too_wide(compiled(PAPERS["column"] + r"\begin{document}" + wide + r"\end{document}", tmp_path))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("O", r"$\mathrm{O}$"),
        ("1+2+3+4+5+6+7+8+9+10+", r"$\mathbf{10}^{+}$"),
        ("1+2+3-", r"$\mathbf{2}^{+}3^{-}$"),
        ("3+", "$3^{+}$"),
        ("1-2+3+4+5+7-", r"$1^{-}(2\text{--}5)^{+}7^{-}$"),
        ("1+20", r"$\mathbf{1}^{+}2^{0}$"),
        ("?", "?"),
    ],
)
def test_short_orbits(label: str, expected: str) -> None:
    """Written by hand."""
    assert orbit_tex(label) == expected


def test_short_labels_stay_apart(capsys: Any) -> None:
    labels = [row[0] for row in list(csv.reader(io.StringIO(printed(["landscape", *WINE, "--limit", "4000", "--format", "csv"],
                                                                    capsys))))[1:]]  # fmt: skip
    assert len(labels) == 4000 == len(set(map(orbit_tex, labels)))


def test_a_column_of_numbers_has_one_number_of_decimals() -> None:
    lines = "".join(latex_table(["x", "y"], [["a", 10.25], ["b", -3.0], ["c", 2.123456789]], digits=4)).splitlines()
    assert [line for line in lines if line[:1] in "abc"] == [r"a & $10.25$ \\", r"b & $-3.00$ \\", r"c & $2.12$ \\"]
    far = "".join(latex_table(["y"], [[1e-9], [2.5e8]], digits=3))
    assert r"$1\cdot 10^{-9}$" in far and r"$2.5\cdot 10^{8}$" in far


def test_long_tables_break_between_pages(capsys: Any) -> None:
    out = printed(["landscape", *WINE, "--limit", "90", "--format", "latex"], capsys)
    parts = out.split(r"\toprule")[1:]
    assert 3 <= len(parts) == out.count(r"\begin{tabular")
    rows = [len(re.findall(r"minimizer|saddle", part)) for part in parts]
    assert sum(rows) == 90 and max(rows) <= 40


@pytest.mark.parametrize("format", ["csv", "markdown", "table"])
def test_digits_are_those_asked_for(format: str, capsys: Any) -> None:
    out = printed(["landscape", *PROBLEM, "--digits", "4", "--format", format], capsys)
    assert "10.1 " in out.replace("|", " ").replace(",", " ") and "10.0965881683828" not in out


def test_barriers_are_two_tables_in_two_files(tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "csv"
    assert printed(["barriers", *PROBLEM, "--format", "csv", "--out", str(folder)], capsys) == ""
    tables = {f.name: list(csv.DictReader(f.read_text().splitlines())) for f in folder.iterdir()}
    found = json.loads(printed(["barriers", *PROBLEM, "--format", "json"], capsys))
    assert {name: len(rows) for name, rows in tables.items()} == {
        "levels.csv": len(found["levels"]), "barriers.csv": len(found["barriers"])}  # fmt: skip
    one = printed(["barriers", *PROBLEM, "--format", "csv", "--table", "levels"], capsys)
    assert one.strip() == (folder / "levels.csv").read_text().strip()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["barriers", *PROBLEM, "--format", "csv"], "give --out FOLDER, or --table levels|barriers"),
        (["barriers", *PROBLEM, "--format", "csv", "--out", "x.csv"], "give --out FOLDER"),
        (["barriers", *PROBLEM, "--table", "walls"], "table must be one of levels, barriers, got walls"),
        (["landscape", *PROBLEM, "--digits", "0"], "digits must lie between 1 and 17, got 0"),
        (["landscape", *PROBLEM, "--digits", "4", "--format", "json"], "json prints every number in full"),
        (["landscape", *PROBLEM, "--width", "wide"], "width must be one of page, column, got wide"),
        (["claims", "--width", "column"], "width is for format latex, got table"),
    ],
)
def test_bad_options_are_one_line(arguments: list[str], said: str, capsys: Any) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
