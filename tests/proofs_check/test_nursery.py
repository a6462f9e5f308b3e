"""Workers that are copied from a process with the libraries loaded answer as workers from nothing, and each for itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofs_check.verify import nursery
from proofs_check.verify.discovery import OWN_CLAIMS
from proofs_check.verify.fingerprint import ROOT, judging
from proofs_check.verify.nursery import Copied, Nursery
from proofs_check.verify.process import Ended, Worker, ask_declaration

GAIN = OWN_CLAIMS / "dmf" / "gain.py"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every worker is a copy."""
    monkeypatch.setattr(nursery, "FIRST", 0)
    with Worker() as worker:
        assert isinstance(worker.process, Copied)
    yield


def told(path: Path, text: str) -> str:
    """The error that a claim file is refused with."""
    path.write_text(text)
    with pytest.raises(ValueError) as refused:
        ask_declaration(path)
    return str(refused.value)


def test_a_copy_answers_as_a_process_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = ask_declaration(GAIN)
    monkeypatch.setattr(nursery, "FIRST", 10**9)
    with Worker() as worker:
        assert isinstance(worker.process, subprocess.Popen)
    assert ask_declaration(GAIN) == copied


def test_what_a_file_breaks_it_breaks_for_itself(tmp_path: Path) -> None:
    breaking = "import json, sympy, sys\nsympy.Symbol = json.loads = None\nsys.modules.clear()\n"
    (tmp_path / "breaks.py").write_text(breaking)
    with pytest.raises((ValueError, Ended)):
        ask_declaration(tmp_path / "breaks.py")
    (tmp_path / "ends.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    with pytest.raises(Ended):
        ask_declaration(tmp_path / "ends.py")
    assert ask_declaration(GAIN).id == "dmf-gain"


def test_a_copy_has_the_environment_the_folder_and_the_path_of_the_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAID", "now")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path / "mine"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "only_here.py").write_text("HERE = 3\n")
    text = "import os, only_here as o\nraise ValueError(os.environ['SAID'], os.getcwd(), o.HERE, os.environ['OMP_NUM_THREADS'])"
    assert f"('now', '{tmp_path}', 3, '1')" in told(tmp_path / "says.py", text)


def test_two_copies_draw_different_numbers(tmp_path: Path) -> None:
    text = "import random, numpy\nraise ValueError(random.random(), numpy.random.random())"
    assert told(tmp_path / "draws.py", text) != told(tmp_path / "draws.py", text)


@pytest.mark.full
def test_without_a_nursery_workers_start_from_nothing() -> None:
    one = Nursery.ready()
    assert one is not None
    os.kill(one.process.pid, signal.SIGKILL)
    assert ask_declaration(GAIN).id == "dmf-gain"  # either way: it may not be seen yet that it is gone
    one.process.wait()
    again = Nursery.ready()
    assert again is not None and again is not one and ask_declaration(GAIN).id == "dmf-gain"


def test_a_nursery_ends_with_the_process_that_started_it() -> None:
    code = """
from proofs_check.verify import nursery
from proofs_check.verify.process import Worker
nursery.FIRST = 0
worker = Worker()
print(nursery.Nursery._one.process.pid, worker.process._number, flush=True)
import os, signal
os.kill(os.getpid(), signal.SIGKILL)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    until = time.monotonic() + 60
    numbers = [int(number) for number in done.stdout.split()]
    assert len(numbers) == 2, done.stderr
    while any(Path(f"/proc/{number}").exists() for number in numbers):
        assert time.monotonic() < until, "it is still there"
        time.sleep(0.1)


def test_of_the_program_only_what_judges_every_claim_is_loaded_in_advance(tmp_path: Path) -> None:
    """So a claim's own files are seen to be loaded by it."""
    text = "from proofs_check.verify.worker import loaded_files\nraise ValueError('|'.join(['', *loaded_files(), '']))"
    mine = tmp_path / "loads.py"
    found = set(map(Path, told(mine, text).split("|")[1:-1])) - {mine.resolve()}
    assert found and found <= judging()
