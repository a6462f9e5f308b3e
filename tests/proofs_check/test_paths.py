"""Every option that takes a path × every path that it cannot use: one line, exit code 2, never a traceback."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.template import write_claim
from theory.storage.files import make_folder

DEEP = "--widths 2,2,2 --spectrum 3,2 --ridge 1"
AGD = "run factorization agd --steps 2"
UNUSABLE = {
    "FOLDER": {"a file": "file", "below a file": "file/x", "unwritable": "/proc/x", "a device": "/dev/null"},
    "KNOWN": {"a file": "file", "missing": "no/such", "nothing in it": "folder"},
    "FILE": {"a folder": "folder", "no parent": "no/such/x", "below a file": "file/x", "unwritable": "/proc/x"},
    "PICTURE": {"a folder": "folder.svg", "no parent": "no/x.svg", "below a file": "file/x.svg", "unwritable": "/proc/x.svg"},
    "GIVEN": {"a folder": "folder", "missing": "no/such", "below a file": "file/x", "not of its kind": "file"},
    "MATRIX": {"a folder": "folder.csv", "missing": "no.csv", "below a file": "file/x.csv", "no matrix": "file.csv"},
    "STORE": {"a folder": "folder", "below a file": "file/x", "unwritable": "/proc/x", "not of its kind": "file"},
}  # fmt: skip
COMMANDS = [
    "new my-claim --claims FOLDER",
    "verify --claims claims --report FOLDER",
    "verify --claims KNOWN",
    "verify --claims claims --out FILE",
    "claims --claims KNOWN",
    "claims --claims claims --out FILE",
    "claims --claims claims --graph PICTURE",
    "show my-claim --claims KNOWN",
    "recheck KNOWN",
    f"landscape {DEEP} --out FILE",
    f"landscape {DEEP} --chart PICTURE",
    "landscape --widths 2,2,2 --ridge 1 --matrix MATRIX",
    f"barriers {DEEP} --out FILE",
    f"barriers {DEEP} --plot PICTURE",
    f"escape {DEEP} --from O --out FILE",
    f"escape {DEEP} --from O --plot PICTURE",
    "fixedpoints udu --spectrum 3,2 --columns 1 --out FILE",
    "fixedpoints dmd --spectrum 3,2 --columns 2 --size 4 --out FILE",
    "bound agd --condition 1 --rank 1 --columns 1 --tau 1/2 --nu 1/2 --epsilon 1/100 --out FILE",
    "bound dmd --size 100 --rank 3 --columns 5 --condition 4 --out FILE",
    "experiment --out FILE",
    "experiment udu-completion --chart PICTURE",
    f"{AGD} --out FILE",
    f"{AGD} --plot PICTURE",
    "sweep GIVEN",
    "sweep plan.toml --store STORE",
    "sweep status GIVEN",
    "sweep export GIVEN --out x.csv",
    "sweep plot GIVEN steps loss --out x.png",
]
CASES = [
    (command, kind, case)
    for command in COMMANDS
    for kind in UNUSABLE
    if kind in command.split()
    for case in UNUSABLE[kind]
    if not (command.startswith("experiment udu") and case == "unwritable")
]  # known only after minutes of work
PLAN = 'problem = "SymmetricFactorization"\nsolver = "UDU"\nseeds = 1\nsteps = 2\n[parameters.problem]\nn = 4\n'


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_claim("squared-distance", tmp_path / "claims")
    for name in ("folder", "folder.svg", "folder.csv"):
        (tmp_path / name).mkdir()
    for name in ("file", "file.csv"):
        (tmp_path / name).write_text("neither this nor that\n")
    (tmp_path / "plan.toml").write_text(PLAN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize(("command", "kind", "case"), CASES, ids=[f"{c}: {case}" for c, _, case in CASES])
def test_a_path_that_cannot_be_used_is_one_line(command: str, kind: str, case: str, workplace: Path, capsys: Any) -> None:
    words = [UNUSABLE[kind][case] if word == kind else word for word in command.split()]
    if "--graph" in command and case == "unwritable":  # known when it is drawn, which needs a verdict
        assert main(["verify", "--claims", "claims"]) == 0
        capsys.readouterr()
    code = main(words)
    out, err = capsys.readouterr()
    if command.startswith("recheck") and case == "nothing in it":
        assert (code, err) == (1, "") and "no certificate" in out
        return
    assert code == 2, (out, err)
    (said,) = [line for line in err.splitlines() if line.startswith("saddleproof: ")]
    named = UNUSABLE[kind][case]
    assert any(part in said for part in (named, str(Path(named).parent), Path(named).name)) or "plan must" in said, said


@pytest.mark.parametrize("kind", ["a file", "unwritable", "certificates a file", "ledger a folder"])
def test_a_home_that_cannot_be_used_is_one_line(
    kind: str, workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    make_folder(workplace / "bad/ledger.sqlite" if "ledger" in kind else workplace / "bad", "home")
    if kind.startswith("certificates"):
        (workplace / "bad/certificates").write_text("")
    monkeypatch.setenv("SADDLEPROOF_HOME", {"a file": "file", "unwritable": "/proc/x"}.get(kind, "bad"))
    assert main(["verify", "--claims", "claims"]) == 2
    err = capsys.readouterr().err
    assert len([line for line in err.splitlines() if line.startswith("saddleproof: ")]) == 1 and "Traceback" not in err


def test_the_folder_of_a_report_whose_certificates_are_a_file(workplace: Path, capsys: Any) -> None:
    (workplace / "folder/certificates").write_text("")
    assert main(["verify", "--claims", "claims", "--report", "folder"]) == 2
    assert "report must be a folder that can be made, got folder/certificates" in capsys.readouterr().err
