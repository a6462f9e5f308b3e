"""Several processes say of a folder what one says, in the same order, and nothing passes because a process is gone."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify import side_by_side
from proofs_check.verify.side_by_side import check_side_by_side, parts
from tests.theory.kernel.test_folder import PLAIN, SVD
from theory.kernel.certificate import Certificate
from theory.kernel.check import FolderReport, check_folder


def above(certificate: Certificate, name: str) -> Certificate:
    """``name == name``, which cites another certificate without need."""
    return Certificate({"letters": [[name, {"kind": "real"}]], "given": [], "then": [f"{name} == {name}"]},
                       "expand", (certificate.id,), [[]], {name: "2"})  # fmt: skip


FALSE = replace(PLAIN, statement={**PLAIN.statement, "then": ["x == 2*x"]})
ALL = [PLAIN, SVD, FALSE, *(above(one, name) for one in (PLAIN, SVD, FALSE) for name in ("a", "b", "c"))]
ALL += [above(above(FALSE, "a"), "d"), Certificate(PLAIN.statement, "expand", ("0" * 64,), [[]], {}), above(SVD, "e")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sound certificates and faults of every sort: false, above a false one, without its premise, edited, no JSON, a link, a
    pipe, deep brackets."""
    monkeypatch.setattr(side_by_side, "WORTH", 1)
    for one in ALL:
        one.write(tmp_path)
    edited = above(PLAIN, "f").write(tmp_path)
    edited.write_text(edited.read_text().replace('"2"', '"3"'))
    (tmp_path / "notes.json").write_text("{}")
    (tmp_path / f"{'1' * 64}.json").write_text("[" * 300 + "]" * 300)
    (tmp_path / f"{'2' * 64}.json").symlink_to(tmp_path / f"{PLAIN.id}.json")
    os.mkfifo(tmp_path / f"{'3' * 64}.json")
    manifest = {"format": 1, "claims": {"plain": [PLAIN.id], "svd": [SVD.id, above(SVD, "e").id], "false": [FALSE.id]}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path


def told(report: FolderReport) -> tuple[Any, ...]:
    return list(report.accepted.items()), list(report.goals.items()), list(report.stated.items()), report.faults


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("allowed", [None, {"thin SVD"}, set()], ids=str)
def test_several_processes_say_what_one_says(folder: Path, jobs: int, allowed: set[str] | None) -> None:
    counts: list[tuple[int, int]] = []
    found = check_side_by_side(folder, allowed, lambda checked, of: counts.append((checked, of)), jobs)
    assert told(found) == told(check_folder(folder, allowed))
    assert found.accepted and len(found.faults) > 10 and all(checked <= of for checked, of in counts)


@pytest.mark.parametrize("start", ["", "import sys; sys.exit(1)", "print('7')", "print('{'); raise SystemExit(1)"])
def test_what_a_process_does_not_report_is_at_fault(folder: Path, start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "_START", start)
    report = check_side_by_side(folder, jobs=2)
    assert not report.accepted and not report.stated
    assert {"ended without a report" in fault["reason"] for fault in report.faults if fault["rule"] == "?"} == {True}
    assert {fault["id"] for fault in report.faults} >= {one.id for one in ALL}


def test_one_process_that_ends_takes_no_other_with_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = above(SVD, "e").id
    ends = f"if {gone!r} in asked['only']: sys.exit(1)\nallowed = "
    monkeypatch.setattr(side_by_side, "_START", side_by_side._START.replace("allowed = ", ends, 1))
    report = check_side_by_side(folder, jobs=3)
    reasons = {fault["reason"] for fault in report.faults if fault["id"] == gone}
    assert reasons == {"its checker ended without a report", "a goal of svd, but not accepted"}
    assert report.accepted and gone not in report.accepted


def test_a_part_without_a_premise_is_refused(folder: Path) -> None:
    """How the folder is cut decides nothing."""
    report = check_folder(folder, only={above(PLAIN, "a").id})
    assert not report.accepted
    assert report.faults[0]["reason"] == f"premise {PLAIN.id[:12]} is not accepted"


def test_parts_hold_what_their_members_rest_on() -> None:
    read = {f"{k}": (k, tuple(f"{k // d}" for d in (2, 3))) for k in range(1, 60)}
    groups = parts(read, 3)
    assert set().union(*groups) == set(read)
    for group in groups:
        assert all(premise in group for name in group for premise in read[name][1] if premise in read)


@pytest.mark.parametrize("jobs", ["0", "-1"])
def test_no_processes_are_refused(tmp_path: Path, jobs: str, capsys: Any) -> None:
    assert main(["recheck", str(tmp_path), "--jobs", jobs]) == 2
    assert f"--jobs must be at least 1, got {jobs}" in capsys.readouterr().err
