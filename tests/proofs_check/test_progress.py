"""What is said while a command works: on standard error alone, whole lines in a log, one line in a terminal, a time that is
left at the measured rate. Times are those of a clock that the test moves."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from proofs_check.cli.main import main
from proofs_check.report import progress as module
from proofs_check.report.live import LiveView
from proofs_check.report.progress import Progress
from proofs_check.verify.fingerprint import ROOT
from proofs_check.verify.template import write_claim
from tests.marks import but
from tests.proofs_check.test_alone import certificates

PLAN = 'problem = "Factorization"\nsolver = "GradientDescent"\nseeds = 2\nsteps = 2\nbatch = 1\n'
SMALL = "--widths 2,2,2,2 --spectrum 3,11/5 --ridge 1"
WORKING = {
    "verify squared-distance --claims claims --fresh": r"verify: \d of 1 claim,",
    "recheck certificates": r"recheck: \d+ of [1-9]\d* certificates",
    "claims --claims claims": "reading the claims",
    "show squared-distance --claims claims": "reading the claims",
    f"landscape {SMALL} --format csv": r"landscape: \d+ of 9 orbits",
    f"landscape {SMALL} --html page.html": "landscape as a page",
    f"barriers {SMALL}": "barriers",
    f"escape {SMALL} --from 1- --mixtures 0": "escape",
    "locate w.npz --matrix m.csv --widths 2,2,2 --ridge 1": "locate",
    "fixedpoints udu --spectrum 3,2 --columns 1": "fixedpoints udu",
    "fixedpoints dmd --spectrum 3,2 --columns 2 --size 4": "fixedpoints dmd",
    "bound agd --condition 1 --rank 1 --columns 1 --tau 1/2 --nu 1/2 --epsilon 1/100": "bound agd",
    "bound dmd --size 10 --rank 2 --columns 5 --condition 4": "bound dmd",
    "check 'AB = BA' --time 3": r"check: \d+ s of at most 3 s",
    "derive '||X||^2' --in X": "derive",
    "new a-claim --claims more --statement '||A + B|| <= ||A|| + ||B||' --time 9": r"new: \d+ s of at most 9 s",
    "run factorization agd --steps 40": r"run: \d+ of 40 steps",
    "sweep plan.toml": r"sweep: \d of 2 tasks",
    "experiment dmd-plateaus": r"experiment dmd-plateaus: \d of 1 trial,",
    "export coq agd-gradients --out project": r"export: \d of 1 claim,",
}
"""Every command that may take longer than two seconds, and what it says then."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands read."""
    made = tmp_path_factory.mktemp("working")
    (made / "plan.toml").write_text(PLAN)
    (made / "m.csv").write_text("3,0\n0,2\n")
    np.savez(made / "w.npz", W1=np.eye(2), W2=np.eye(2))
    certificates(made / "certificates")
    write_claim("squared-distance", made / "claims")
    return made


@pytest.fixture
def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory, in which every command tells its progress, however quick."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(folder / "home"))
    monkeypatch.delenv("SADDLEPROOF_PROGRESS")
    close = Progress.close

    def once_more(self: Progress) -> None:
        """The last word is waited for, with the last numbers."""
        if not self._ended.is_set():
            self.say(self.line(self.elapsed))
        close(self)

    monkeypatch.setattr(Progress, "close", once_more)
    return folder


@pytest.mark.parametrize("line", but(WORKING, [line for line in WORKING if line.startswith(("escape", "derive", "new"))]))
def test_every_command_says_how_far_it_is_on_standard_error(line: str, place: Path, capsys: Any) -> None:
    assert main(shlex.split(line)) in (0, 1)
    out, err = capsys.readouterr()
    told = [text for text in err.splitlines() if re.match(WORKING[line], text) and re.search(r"\d+ s\b", text)]
    assert told and all(text.isprintable() for text in err.splitlines())
    assert not any(text in out for text in told)


def test_every_command_is_in_the_table() -> None:
    from handbook.commands import commands, flat

    named = {name for name in flat(commands()) for line in WORKING if line.startswith(name + " ")}
    assert set(flat(commands())) == named


def test_silence_is_to_be_had(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    monkeypatch.setenv("SADDLEPROOF_PROGRESS", "off")
    with Progress("work") as progress:
        progress.tell(1, 2)
        time.sleep(0.05)
    assert capsys.readouterr().err == ""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock for the module under test; it stands until it is moved."""
    now = SimpleNamespace(at=100.0)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now.at))
    return now


@pytest.mark.parametrize(
    ("first", "then", "seconds", "left"),
    [
        ((0, 10), (5, 10), 30.0, "about 30 s left"),  # half in 30 s
        ((0, 913), (913, 913), 90.0, "about 0 s left"),
        ((60, 80), (70, 80), 20.0, "about 20 s left"),  # what was there before is no rate
        ((0, 4), (1, 4), 1200.0, "about 1 h 0 min left"),
        ((0, 10), (0, 10), 30.0, ""),  # no rate yet
        ((0, None), (5, None), 30.0, ""),
    ],
)
def test_the_time_left_is_that_of_the_rate(
    first: tuple[int, int], then: tuple[int, int], seconds: float, left: str, clock: SimpleNamespace
) -> None:
    """Written by hand."""
    with Progress("work", "things") as progress:
        progress.tell(*first)
        clock.at += seconds
        progress.tell(*then)
        assert progress.line(seconds).endswith(left or " s")
        assert (" left" in progress.line(seconds)) == bool(left)


def test_claims_of_the_ledger_are_no_work(clock: SimpleNamespace) -> None:
    with LiveView() as view:
        for name in "abcd":
            view.watch(name, "kept" if name == "a" else "waiting", None)
        clock.at += 10
        view.watch("b", "running", None)
        assert view.line(10.0) == "verify: 0 of 3 claims, 10 s, b: running"


def test_a_log_hears_at_growing_distances(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Nothing before the patience is over; then whole lines, and what is said besides puts the next one off."""
    monkeypatch.delenv("SADDLEPROOF_PROGRESS")
    monkeypatch.setattr(module, "PATIENCE", 0.15)
    monkeypatch.setattr(module, "EVERY", 0.15)
    with Progress("quick"):
        time.sleep(0.02)
    assert capsys.readouterr().err == ""
    with Progress("slow", "things") as progress:
        for k in range(10):
            progress.tell(k, 10)
            time.sleep(0.1)
    lines = capsys.readouterr().err.splitlines()
    assert 2 <= len(lines) <= 7 and all(re.fullmatch(r"slow: \d of 10 things, \d s(, about \d s left)?", x) for x in lines)


IN_A_TERMINAL = """
import sys, time
from proofs_check.report import progress
progress.PATIENCE = 0.0
with progress.Progress("work", "things") as p:
    for k in range(4):
        p.tell(k, 4)
        time.sleep(0.4)
print("the answer")
"""


def on_screen(text: str) -> list[str]:
    """The lines that a terminal shows after ``text``, as far as rewriting lines needs: returns, line breaks, up, erase."""
    lines, row, column = [""], 0, 0
    for sign in re.findall(r"\x1b\[[?\d;]*[A-Za-z]|[^\x1b]", text):
        if sign == "\n":
            row += 1
            lines += [""] * (row == len(lines))
        elif sign == "\r":
            column = 0
        elif sign == "\x1b[2K":
            lines[row] = ""
        elif sign.endswith("A") and sign[0] == "\x1b":
            row -= int(sign[2:-1] or 1)
        elif sign[0] != "\x1b":
            lines[row] = lines[row][:column].ljust(column) + sign + lines[row][column + 1 :]
            column += 1
    return [line for line in lines if line.strip()]


def test_a_terminal_has_one_line_that_is_gone_at_the_end() -> None:
    """In a pseudo-terminal of 40 columns; standard output is a pipe and has the answer alone."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "40", "TERM": "xterm"}
    environment.pop("SADDLEPROOF_PROGRESS")
    done = subprocess.run([sys.executable, "-c", IN_A_TERMINAL], stderr=theirs, stdout=subprocess.PIPE, env=environment,
                          text=True, check=True)  # fmt: skip
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 65536):
            seen += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    text = seen.decode()
    assert done.stdout == "the answer\n"
    assert "work: 1 of 4 things" in text and "left" in text
    assert on_screen(text) == []
    assert on_screen("kept\n") == ["kept"], "the eye sees what stays"
