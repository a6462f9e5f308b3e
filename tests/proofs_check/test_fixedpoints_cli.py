"""``saddleproof fixedpoints udu``: formats, files, and bad input in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main


def test_json(capsys: Any) -> None:
    """Seven points for 3, 2, −1 and one column; by hand: values ½Σ of the missing squares."""
    assert main(["fixedpoints", "udu", "--spectrum", "3,2,-1", "--columns", "1", "--format", "json"]) == 0
    points = json.loads(capsys.readouterr().out)["fixed_points"]
    assert [(p["active"], p.get("dead", 0), p["value"], p["kind"]) for p in points] == [
        ([1], 0, 2.5, "minimizer"),
        ([2], 0, 5.0, "strict saddle"),
        ([], 0, 7.0, "strict saddle"),
        ([], 1, 7.0, "dead minimum"),
    ]


@pytest.mark.parametrize("format", ["table", "csv", "markdown", "latex"])
def test_tables(format: str, tmp_path: Path) -> None:
    target = tmp_path / "points.txt"
    assert main(["fixedpoints", "udu", "--spectrum", "3,5/2", "--columns", "2", "--format", format, "--out", str(target)]) == 0
    text = target.read_text(encoding="utf-8")
    assert "minimizer" in text and "strict saddle" in text


def test_equal_eigenvalues_are_one_kind(capsys: Any) -> None:
    """A = diag(1, 1, 0), one column: the unit vectors of the plane, and those of the kernel."""
    assert main(["fixedpoints", "dmd", "--spectrum", "1,1", "--columns", "1", "--size", "3", "--format", "json"]) == 0
    points = json.loads(capsys.readouterr().out)["fixed_points"]
    assert [(p["active"], p["kind"]) for p in points] == [([1], "minimizer"), ([], "degenerate saddle")]
    assert main(["fixedpoints", "dmd", "--spectrum", "1,1", "--columns", "1", "--size", "3", "--limit", "1"]) == 0
    assert "1 of 2 kinds" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--spectrum", "3,x", "--columns", "1"], "spectrum"),
        (["--spectrum", "sqrt(2),1", "--columns", "1"], "a rational number such as 17/2 or 0.3, not a root, got 'sqrt(2)'"),
        (["--spectrum", "3", "--columns", "0"], "columns must be at least 1"),
        (["--spectrum", "3", "--columns", "1", "--format", "xml"], "format"),
    ],
)
def test_bad_input(arguments: list[str], message: str, capsys: Any) -> None:
    assert main(["fixedpoints", "udu", *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
