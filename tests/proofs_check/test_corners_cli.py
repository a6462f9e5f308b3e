"""Degenerate corners of bound, fixedpoints, barriers and landscape: each right, or one line that says what is allowed."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from proofs_check.cli.main import main


def told(capsys: pytest.CaptureFixture[str], line: str) -> Any:
    """The JSON that a command prints, read strictly."""
    assert main([*line.split(" "), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(word))


@pytest.mark.parametrize("size", [1, 2, 4, 300])
@pytest.mark.parametrize("condition", ["1", "2", "1e6"])
def test_a_full_frame_has_nothing_to_find(capsys: pytest.CaptureFixture[str], size: int, condition: str) -> None:
    """r = m: X_0 is a square orthogonal matrix, so u = 0 and V_0 = 0 for every start: all counts are 0, for every rank."""
    for rank in {1, (size + 1) // 2, size}:
        found = told(capsys, f"bound dmd --size {size} --rank {rank} --columns {size} --condition {condition}")
        assert found["expected_burn_in"] == found["clock"]["V0"] == found["clock"]["iterations"] == 0
        assert {(row["expected"], *row["quantiles"].values()) for row in found["timetable"]} == {(0, 0, 0, 0)}


@pytest.mark.parametrize(("columns", "finite"), [(4, True), (3, False), (2, False)])
def test_means_that_are_infinite(capsys: pytest.CaptureFixture[str], columns: int, finite: bool) -> None:
    """E V_0 = r_A (m − r)/(r − r_A − 1) for r > r_A + 1, by hand 2·(5 − 4)/1 = 2; infinite below, null in JSON."""
    found = told(capsys, f"bound dmd --size 5 --rank 2 --columns {columns} --spectrum 1,1")
    assert found["clock"]["V0"] == (2 if finite else None) and (found["expected_burn_in"] is not None) == finite
    assert all(math.isfinite(x) for row in found["timetable"] for x in row["quantiles"].values())


@pytest.mark.parametrize("scale", ["1e-150", "1e-100", "1", "1e100", "1e150"])
def test_counts_do_not_see_the_scale(capsys: pytest.CaptureFixture[str], scale: str) -> None:
    """The step is c/‖A‖², so eigenvalues times s give the same counts; plateaus times s²."""
    unit = told(capsys, "bound dmd --size 50 --rank 2 --columns 8 --spectrum 1,1/2")
    if scale == "1e-150":  # the smaller one would be out of range
        found = told(capsys, "bound dmd --size 50 --rank 2 --columns 8 --spectrum 2e-150,1e-150")
    else:
        found = told(capsys, f"bound dmd --size 50 --rank 2 --columns 8 --spectrum {scale},{float(scale) / 2!r}")
    assert found["expected_burn_in"] == pytest.approx(unit["expected_burn_in"], rel=1e-9)
    assert [row["quantiles"] for row in found["timetable"]] == [row["quantiles"] for row in unit["timetable"]]


FIXED = [  # command: (learnt, loss, kind), by hand
    ("udu --spectrum 0 --columns 1", [([], 0.0, "minimizer")]),
    ("udu --spectrum 0,0 --columns 3", [([], 0.0, "minimizer")]),
    ("udu --spectrum -1 --columns 1", [([], 0.5, "minimizer"), ([], 0.5, "minimizer")]),
    ("udu --spectrum 1 --columns 5", [([1], 0.0, "minimizer"), ([], 0.5, "strict saddle")]),
    ("udu --spectrum 2,2 --columns 1", [([1], 2.0, "minimizer"), ([], 4.0, "strict saddle")]),
    ("udu --spectrum 1e150 --columns 1", [([1], 0.0, "minimizer"), ([], 5e299, "strict saddle")]),
    ("dmd --spectrum 1 --columns 1 --size 1", [([1], 0.0, "minimizer")]),
    ("dmd --spectrum 1,1 --columns 2 --size 2", [([1, 2], 0.0, "minimizer")]),
    ("dmd --spectrum -2 --columns 1 --size 2", [([1], 0.0, "minimizer"), ([], 1.0, "degenerate saddle")]),
    ("dmd --spectrum 1e-150 --columns 1 --size 2", [([1], 0.0, "minimizer"), ([], 2.5e-301, "degenerate saddle")]),
]


@pytest.mark.parametrize(("line", "points"), FIXED)
def test_fixed_points_of_corners(capsys: pytest.CaptureFixture[str], line: str, points: list[Any]) -> None:
    found = told(capsys, f"fixedpoints {line}")["fixed_points"]
    assert [(p["active"], pytest.approx(p["value"]), p["kind"]) for p in found] == points


LEVELS = [  # command: (orbit, loss, class) of each level, by hand
    ("--widths 1,1,1 --spectrum 0 --ridge 1", [("O", 0.0, "global minimizer")]),
    ("--widths 1,1,1 --spectrum 1 --ridge 1", [("O", 1.0, "global minimizer")]),  # L = 2, y = √λ: no root
    ("--widths 2,2,2,2 --spectrum 0,0 --ridge 1", [("O", 0.0, "global minimizer")]),
    ("--widths 1,1,1,1 --spectrum 4 --ridge 3", [("O", 16.0, "global minimizer")]),  # y = y*
    ("--widths 1,1,1,1 --spectrum 2 --ridge 1", [("O", 4.0, "global minimizer"), ("1+", 4.0, "global minimizer")]),  # y_g
    ("--widths 1,1,1,1 --spectrum 1e-150 --ridge 1e150", [("O", 1e-300, "global minimizer")]),
]


@pytest.mark.parametrize(("line", "levels"), LEVELS)
def test_barriers_of_corners(capsys: pytest.CaptureFixture[str], line: str, levels: list[Any]) -> None:
    found = told(capsys, f"barriers {line}")["levels"]
    assert [(x["orbit"], pytest.approx(x["loss"], rel=1e-12), x["kind"]) for x in found] == levels


REFUSED = [
    ("bound dmd --size 4 --rank 0 --columns 4 --condition 2", "rank be at least 1"),
    ("bound dmd --size 4 --rank 1 --columns 0 --condition 1", "1 <= rank <= columns <= size"),
    ("bound dmd --size 0 --rank 1 --columns 1 --condition 1", "1 <= rank <= columns <= size"),
    ("bound dmd --size 5 --rank 3 --columns 2 --condition 2", "1 <= rank <= columns <= size"),
    (f"bound dmd --size {10**16} --rank 1 --columns 9 --condition 1", "size must be at most 1e+15"),
    ("bound dmd --size 5 --rank 2 --columns 4", "exactly one of condition and spectrum"),
    ("bound dmd --size 5 --rank 1 --columns 4 --spectrum ", "a real number such as"),
    ("bound dmd --size 5 --rank 1 --columns 4 --spectrum nan", "must be finite"),
    ("bound dmd --size 5 --rank 1 --columns 4 --spectrum 0", "non-zero"),
    ("bound dmd --size 5 --rank 2 --columns 4 --spectrum 1", "must list rank = 2"),
    ("bound dmd --size 5 --rank 2 --columns 4 --spectrum 1,1e200", "between 1e-150 and 1e150"),
    ("bound dmd --size 5 --rank 2 --columns 4 --spectrum 1e-150,1e150", "condition must be at most 1e+100"),
    ("bound dmd --size 5 --rank 2 --columns 4 --condition inf", "condition must be finite, got inf"),
    ("bound dmd --size 5 --rank 2 --columns 4 --condition nan", "condition must be finite, got nan"),
    ("bound dmd --size 5 --rank 2 --columns 4 --condition 0.5", "between 1 and 1e+100"),
    ("bound dmd --size 5 --rank 2 --columns 4 --condition 2 --step-scale 0", "between 0"),
    ("bound dmd --size 5 --rank 2 --columns 4 --condition 2 --step-scale 2", "between 0"),
    ("bound dmd --size 5 --rank 2 --columns 4 --condition 2 --step-scale nan", "between 0"),
    *((f"bound agd {line}", says) for line, says in (
        ("--condition 1/2 --rank 2 --columns 3 --tau 1/2 --nu 1/2 --epsilon 1/10", "condition must be at least 1"),
        ("--condition 2 --rank 0 --columns 3 --tau 1/2 --nu 1/2 --epsilon 1/10", "rank must be a positive integer"),
        ("--condition 2 --rank 2 --columns 1 --tau 1/2 --nu 1/2 --epsilon 1/10", "at least the rank 2"),
        ("--condition 2 --rank 2 --columns 3 --tau 0 --nu 1/2 --epsilon 1/10", "tau must be positive"),
        ("--condition 2 --rank 2 --columns 3 --tau 1/2 --nu 1 --epsilon 1/10", "nu must be between 0 and 1"),
        ("--condition 2 --rank 2 --columns 3 --tau 1/2 --nu 1/2 --epsilon 1", "epsilon must be between 0 and 1"),
    )),
    ("fixedpoints udu --spectrum  --columns 1", "a real number such as"),
    ("fixedpoints udu --spectrum 1 --columns 0", "columns must be at least 1"),
    ("fixedpoints udu --spectrum 1e200 --columns 1", "between 1e-150 and 1e150"),
    ("fixedpoints udu --spectrum 1e-200 --columns 1", "between 1e-150 and 1e150"),
    ("fixedpoints udu --spectrum 1 --columns 1 --limit 0", "limit must be at least 1"),
    ("fixedpoints dmd --spectrum 0 --columns 1 --size 1", "non-zero eigenvalues"),
    ("fixedpoints dmd --spectrum 1 --columns 0 --size 1", "columns must be between 1 and size"),
    ("fixedpoints dmd --spectrum 1,2 --columns 1 --size 1", "size must be at least"),
    ("fixedpoints dmd --spectrum 1e200 --columns 1 --size 1", "between 1e-150 and 1e150"),
    ("barriers --widths 2,2 --spectrum 3 --ridge 1", "at least three positive integers"),
    ("barriers --widths 0,1,1 --spectrum 3 --ridge 1", "at least three positive integers"),
    ("barriers --widths 1,1,1 --spectrum 3,2 --ridge 1", "at most min(d0, dL) = 1"),
    ("barriers --widths 1,1,1 --spectrum -3 --ridge 1", "must be non-negative"),
    ("barriers --widths 1,1,1 --spectrum 3 --ridge 0", "ridge must be positive"),
    ("landscape --widths 1,1,1 --spectrum nan --ridge 1", "must be finite"),
    ("landscape --widths 1,1,1 --spectrum 1e-160 --ridge 1", "between 1e-150 and 1e150"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "says"), REFUSED)
def test_refusals_of_corners(capsys: pytest.CaptureFixture[str], line: str, says: str) -> None:
    assert main(line.split(" ")) == 2
    caught = capsys.readouterr()
    assert says in caught.err and len(caught.err.splitlines()) == 1 and caught.out == ""
