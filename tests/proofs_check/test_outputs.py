"""Every option that names a file goes through one writer: whole or not at all, one line where it cannot be written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proofs_check.cli.main import main
from proofs_check.verify.template import write_claim
from tests.proofs_check.samples import PLAN

PROBLEM = "--widths 2,2,2 --spectrum 2,1 --ridge 1/4"
LOCATED = "--widths 1,1,1 --ridge 1/4"
AGD = "--condition 2 --rank 2 --columns 4 --tau 1/10 --nu 1/2 --epsilon 1/100"
RUN = "run Factorization gd --set problem.m=4 --set problem.n=4 --set problem.rank=1 --set solver.columns=1 --steps 5"
TEXTS = {
    "verify": "verify --claims claims --out",
    "claims": "claims --claims claims --out",
    "graph": "claims --claims claims --graph",
    "landscape": f"landscape {PROBLEM} --out",
    "landscape as json": f"landscape {PROBLEM} --format json --out",
    "barriers": f"barriers {PROBLEM} --out",
    "escape": f"escape {PROBLEM} --from 1+ --mixtures 0 --out",
    "bound agd": f"bound agd {AGD} --out",
    "bound dmd": "bound dmd --size 5 --rank 2 --columns 2 --condition 2 --out",
    "fixedpoints udu": "fixedpoints udu --spectrum 2,1 --columns 1 --out",
    "fixedpoints dmd": "fixedpoints dmd --spectrum 2,1 --columns 1 --size 3 --out",
    "experiment": "experiment --out",
    "locate": f"locate run.npz --matrix Y.csv {LOCATED} --out",
    "run": f"{RUN} --out",
    "sweep export": "sweep export store.sqlite --out",
}
PICTURES = {
    "landscape chart": f"landscape {PROBLEM} --out {{}}.txt --chart",
    "barriers plot": f"barriers {PROBLEM} --out {{}}.txt --plot",
    "barriers chart": f"barriers {PROBLEM} --out {{}}.txt --chart",
    "run plot": f"{RUN} --out {{}}.txt --plot",
    "bound chart": "bound dmd --size 5 --rank 2 --columns 2 --condition 2 --out {}.txt --chart",
    "fixedpoints chart": "fixedpoints udu --spectrum 2,1 --columns 1 --out {}.txt --chart",
    "critical points chart": "fixedpoints dmd --spectrum 2,1 --columns 1 --size 3 --out {}.txt --chart",
    "sweep plot": "sweep plot store.sqlite step loss --out",
}
SUFFIX = {"graph": ".svg", "sweep export": ".csv"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    write_claim("squares", tmp_path / "claims")
    (tmp_path / "out").mkdir()
    (tmp_path / "Y.csv").write_text("2\n")
    np.savez("run.npz", np.full((1, 1), 1.0), np.full((1, 1), 1.0))
    return tmp_path


def arguments(command: str, file: Path) -> list[str]:
    return [*command.format(file.with_suffix("")).split(), str(file)]


@pytest.mark.parametrize("name", [*TEXTS, *PICTURES])
def test_a_folder_that_is_missing_is_one_line_before_the_work(name: str, place: Path, capsys: Any) -> None:
    suffix = ".svg" if name in PICTURES else SUFFIX.get(name, ".txt")
    assert main(arguments({**TEXTS, **PICTURES}[name], place / "missing" / f"file{suffix}")) == 2
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if line.startswith("saddleproof: ")]
    assert out == "" and len(lines) == 1, err
    assert "must lie in a folder that exists, got" in lines[0] and str(place / "missing") in lines[0]
    assert not (place / "missing").exists() and not (place / "home").exists()


@pytest.mark.parametrize("name", TEXTS)
def test_a_folder_in_place_of_the_file_is_one_line(name: str, place: Path, capsys: Any) -> None:
    target = place / f"folder{SUFFIX.get(name, '')}"
    target.mkdir()
    assert main(arguments(TEXTS[name], target)) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("saddleproof: ")]
    assert len(lines) == 1 and "must be a file, got the folder" in lines[0]


@pytest.mark.parametrize("name", [*TEXTS, "barriers plot", "landscape chart", "run plot", "sweep plot"])
def test_the_file_is_written_whole_and_nothing_is_left_beside_it(name: str, place: Path, capsys: Any) -> None:
    if name.startswith("sweep"):
        (place / "plan.toml").write_text(PLAN)
        assert main(["sweep", "plan.toml", "--store", "store.sqlite"]) == 0
        capsys.readouterr()
    file = place / "out" / f"file{'.svg' if name in PICTURES else SUFFIX.get(name, '.txt')}"
    if name == "graph":
        assert main(["verify", "--claims", "claims"]) == 0
    command = {**TEXTS, **PICTURES}[name].replace("step loss", "solver.step loss")
    assert main(arguments(command, file)) == 0, capsys.readouterr().err
    content = file.read_text()
    assert content.endswith("\n") or name in PICTURES
    assert content.rstrip().endswith("</svg>") if file.suffix == ".svg" else len(content) > 20
    beside = {file.name, "file.txt"} if "{}" in command else {file.name}
    assert {path.name for path in (place / "out").iterdir()} == beside
    if name != "graph":
        assert capsys.readouterr().out == "", "what goes to a file is not printed as well"
    if "json" in name:
        json.loads(content)


def test_a_picture_of_another_kind_is_refused_before_the_work(place: Path, capsys: Any) -> None:
    for command in PICTURES.values():
        assert main(arguments(command, place / "out" / "file.gif")) == 2
        assert "must end in .png, .svg or .pdf, got" in capsys.readouterr().err
    assert list((place / "out").iterdir()) == []


def test_a_report_folder_that_cannot_be_made_is_one_line(place: Path, capsys: Any) -> None:
    (place / "file").write_text("")
    assert main(["verify", "--claims", "claims", "--report", "file/report"]) == 2
    assert "report must be a folder that can be made, got file/report" in capsys.readouterr().err
    assert not (place / "home").exists()
