"""What a command leaves behind and what it needs: listings write nothing, and what runs nothing needs no torch."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.fingerprint import ROOT

SMALL = "--widths 2,2,2,2 --spectrum 3,11/5 --ridge 1"
LISTINGS = (
    "--help",
    "--version",
    "verify --help",
    "claims --format csv",
    "claims --paper agd --format json",
    "experiment",
    f"landscape {SMALL} --hessian",
    f"landscape {SMALL} --format json --extremes",
    "landscape --matrix @wine_standardized --widths 13,13,13,178 --ridge 1/5 --limit 2",
    f"barriers {SMALL}",
    "fixedpoints udu --spectrum 3,2,-1 --columns 1",
    "fixedpoints dmd --size 9 --spectrum 4,2,1 --columns 5",
    "bound agd --condition 4 --rank 2 --columns 4 --tau 1/2 --nu 1/2 --epsilon 1/10",
    "bound dmd --size 9 --rank 2 --columns 3 --condition 4",
)
"""Commands that run nothing: no claim, no solver."""

FAILING = (
    "prove",
    "verify no-such-claim --report report",
    "verify --jobs 0",
    "verify --budget huge --report report --out out.json",
    "verify --claims nowhere --bless",
    "show no-such-claim",
    "recheck nowhere",
    "new Not-A-Name",
    "claims --graph no/such/folder.svg",
    "landscape --widths 2 --spectrum 1 --ridge 1 --out out.json --chart chart.svg",
    "landscape --widths 2,2,2 --matrix missing.npy --ridge 1 --out out.json",
    "barriers --widths 2 --spectrum 1 --ridge 1 --out out.json --plot plot.png",
    "bound agd --condition 0 --rank 1 --columns 1 --tau 1 --nu 1/2 --epsilon 1/2 --out out.json",
    "fixedpoints udu --spectrum x --columns 1 --out out.json",
    f"escape {SMALL} --from 7+ --plot plot.png --out out.json",
    "run nothing agd --plot plot.png --out out.json",
    "run factorization nothing --plot plot.png",
    "run factorization agd --steps 3 --out no/such/folder.json",
    "run factorization agd --steps 3 --plot plot.xyz",
    "experiment nothing --chart chart.png --out out.json",
    "sweep nothing.toml --store results.sqlite",
    "sweep status nothing.sqlite",
    "sweep export nothing.sqlite --out out.csv",
    "sweep plot nothing.sqlite a b --out plot.png",
)

NEEDING = (
    f"escape {SMALL} --from 1-", "run factorization agd --steps 3", "experiment agd-slack", "sweep plan.toml",
    "locate run.npz --matrix Y.csv --widths 1,1,1 --ridge 1",
)  # fmt: skip
"""Commands that run a solver."""


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, with an empty folder for the state of the user beside it."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.delenv("SADDLEPROOF_HOME", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def left(empty: Path) -> list[Path]:
    return [path for path in empty.rglob("*") if path != empty / "work"]


@pytest.mark.parametrize("line", LISTINGS)
def test_a_listing_leaves_nothing_behind(line: str, empty: Path, capsys: Any) -> None:
    assert main(shlex.split(line)) == 0
    assert capsys.readouterr().out
    assert left(empty) == []


@pytest.mark.parametrize("line", FAILING)
def test_a_command_that_fails_leaves_nothing_and_says_why_in_one_line(line: str, empty: Path, capsys: Any) -> None:
    assert main(shlex.split(line)) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("saddleproof: ") and err.count("\n") == 1
    assert [path for path in left(empty) if path.is_relative_to(empty / "work")] == []


def test_what_a_run_leaves_is_seen(empty: Path) -> None:
    """The eye of the tests above."""
    assert main(["new", "my-claim"]) == 0
    assert {str(path.relative_to(empty / "work")) for path in left(empty)} == {
        "claims", "claims/my_claim.py", "claims/statements.json",
    }  # fmt: skip


WITHOUT = """
import contextlib, io, json, shlex, sys

class NoTorch:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name=name)

sys.meta_path.insert(0, NoTorch())
from proofs_check.cli.main import main

answers = {}
for line in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(shlex.split(line))
    answers[line] = code, out.getvalue(), err.getvalue()
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, str]]:
    """Every command in one process where importing torch fails: exit code, output, errors."""
    place = tmp_path_factory.mktemp("without")
    (place / "plan.toml").write_text('problem = "SymmetricFactorization"\nsolver = "UDU"\nseeds = 1\nsteps = 2\n')
    certificates(place / "certificates")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SADDLEPROOF_HOME": str(place / "home")}
    lines = [*LISTINGS, *NEEDING, "recheck certificates", "new my-claim"]
    done = subprocess.run([sys.executable, "-c", WITHOUT], input=json.dumps(lines), cwd=place, env=environment,
                          capture_output=True, text=True, check=True)  # fmt: skip
    return {line: tuple(answer) for line, answer in json.loads(done.stdout).items()}


def certificates(folder: Path) -> None:
    """Those of one derivation."""
    from theory.dmf import Objective
    from theory.dmf.proofs.derivation import balancedness

    folder.mkdir()
    for certificate in balancedness(Objective()).certificates:
        certificate.write(folder)


@pytest.mark.parametrize("line", [*LISTINGS, "recheck certificates", "new my-claim"])
def test_what_runs_nothing_works_without_torch(line: str, answers: dict[str, tuple[int, str, str]]) -> None:
    code, out, err = answers[line]
    assert code == 0 and out and all(text.startswith("note: ") for text in err.splitlines())


@pytest.mark.parametrize("line", NEEDING)
def test_what_needs_torch_says_so_in_one_line(line: str, answers: dict[str, tuple[int, str, str]]) -> None:
    code, out, err = answers[line]
    said = [text for text in err.splitlines() if text.startswith("saddleproof: ")]
    assert (code, out) == (2, "") and "Traceback" not in err
    assert said == ["saddleproof: this command needs torch, which is not installed: pip install torch"]
