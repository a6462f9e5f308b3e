"""Every command × every option × values that no option of its kind can use: an exit code that is documented, one line on
standard error when the input is unusable, no traceback, no fault of ours (exit code 70).

Options are taken from the commands themselves, so that a new one is tried without being listed here.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer.main

from proofs_check.cli.main import build, main
from tests.marks import but

DEEP = "--widths 2,2,2 --spectrum 3,2 --ridge 1"
LINES = {  # a command as it is right, and short; its positional words, and options whose values are replaced
    "landscape": f"landscape {DEEP}",
    "barriers": f"barriers {DEEP}",
    "escape": f"escape {DEEP} --from O --mixtures 0",
    "locate": "locate w.npz --matrix m.csv --widths 2,2,2 --ridge 1",
    "run": "run factorization agd --steps 2",
    "bound agd": "bound agd --condition 1 --rank 1 --columns 1 --tau 1/2 --nu 1/2 --epsilon 1/100",
    "bound dmd": "bound dmd --size 10 --rank 2 --columns 5 --condition 4",
    "fixedpoints udu": "fixedpoints udu --spectrum 3,2 --columns 1",
    "fixedpoints dmd": "fixedpoints dmd --spectrum 3,2 --columns 2 --size 4",
    "sweep": "sweep status plan.sqlite",
    "check": "check AB=BA --time 1",
    "derive": "derive ||X||^2 --in X",
    "new": "new my-claim --claims written",
    "show": "show no-such-claim",
    "claims": "claims --claims mine",
    "recheck": "recheck certificates",
    "export": "export coq no-such-claim --out project",
    "experiment": "experiment no-such-experiment",
    "verify": "verify no-such-claim",
}
WRONG = ("", "x", "-1", "1.5", "nan", "1/0", "1,2,,3", "9" * 400, "\x1b[31mred", "a\nb", "/dev/null",
         "no/such/file", "problem.m=abc", "solver.step=0,1", "problem.widths=3,3,3", "√2", "[1,2", "--", "\udcff", "table", "X",
         "3")  # fmt: skip
FEW = ("-1", "9" * 400, "\x1b[31mred\na")


def options(command: str) -> list[str]:
    """The options of ``command`` that take a value, by their last name, as its parser declares them."""
    found: Any = typer.main.get_command(build())
    for word in command.split():
        found = getattr(found, "commands", {}).get(word, found)
    return sorted({p.opts[0] for p in found.params if p.param_type_name == "option" and not p.is_flag and p.nargs == 1})


def with_option(words: list[str], option: str, value: str) -> list[str]:
    """``words`` with ``value`` as the value of ``option``: in the place of the one there, or at the end."""
    if option in words:
        at = words.index(option) + 1
        return [*words[:at], value, *words[at + 1 :]]
    return [*words, option, value]


def lines(command: str, values: tuple[str, ...]) -> list[list[str]]:
    """Every option, and every positional word, with each of ``values``."""
    words = shlex.split(LINES[command])
    fixed = len(command.split())
    end = next((k for k, word in enumerate(words) if word.startswith("--")), len(words))
    places = [[*words[:k], value, *words[k + 1 :]] for k in range(fixed, end) for value in values]
    return places + [with_option(words, option, value) for option in options(command) for value in values]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place with a matrix, factors and empty folders; the verdicts of this user are not touched."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    (tmp_path / "m.csv").write_text("3,0\n0,2\n")
    np.savez(tmp_path / "w.npz", W1=np.eye(2), W2=np.eye(2))
    for name in ("mine", "certificates"):
        (tmp_path / name).mkdir()
    return tmp_path


def answer(line: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What is wrong with the answer to ``line``; nothing if nothing is."""
    code = main(line)
    said = capsys.readouterr().err
    if code not in (0, 1, 2, 3, 4):
        return f"exit code {code}: {said}"
    told = [text for text in said.splitlines() if not text.startswith("note: ")]
    caret = len(told) == 3 and told[2].strip() == "^" and line[0] in ("check", "derive", "new")
    if code == 2 and not (len(told) == 1 or caret):
        return f"not one line: {said!r}"
    if not all(text.isprintable() and len(text) < 2000 for text in said.split("\n")):
        return f"not printable, or too long: {said!r}"
    return ""


@pytest.mark.parametrize("command", but(LINES, ("escape", "verify", "new", "show", "landscape")))
def test_a_value_in_every_place(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The few take turns from place to place."""
    tried = [line for k, line in enumerate(lines(command, FEW)) if k % len(FEW) == k // len(FEW) % len(FEW)]
    wrong = {shlex.join(line): fault for line in tried if (fault := answer(line, capsys))}
    assert wrong == {}


@pytest.mark.full
@pytest.mark.parametrize("command", LINES)
def test_every_value_in_every_place(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tried = [line for line in lines(command, WRONG) if line != ["verify", "--"]]  # that one is right, and verifies everything
    wrong = {shlex.join(line): fault for line in tried if (fault := answer(line, capsys))}
    assert wrong == {}


def test_a_fault_of_ours_is_seen(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a command that breaks for a reason of its own is no verdict, and is told from unusable input."""
    monkeypatch.setattr("theory.dmf.landscape.barriers.Barriers.__init__", lambda *_: {}["missing"])
    assert "exit code 70" in answer(shlex.split(LINES["barriers"]), capsys)
    assert main(shlex.split(LINES["barriers"])) == 70
    assert "a fault of saddleproof" in capsys.readouterr().err


def test_all_commands_are_tried() -> None:
    root: Any = typer.main.get_command(build())
    groups = {name: getattr(found, "commands", {"": None}) for name, found in root.commands.items()}
    names = {f"{name} {below}".strip() for name, commands in groups.items() for below in commands}
    assert set(LINES) == names and all(len(options(name)) >= 1 for name in LINES)
