"""Which Coq is there: 8.16 with Mathematical Components 1.15, as Debian 12 has them, is what this was made with."""

from __future__ import annotations

import queue
import re
import shutil
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

APT = ("apt-get install coq libcoq-mathcomp-algebra libcoq-mathcomp-algebra-tactics libcoq-mathcomp-real-closed "
       "libcoq-mathcomp-zify")  # fmt: skip
VERSION = "8.16"
NEEDED = {
    "ssreflect": "all_ssreflect",
    "algebra": "ssralg",
    "real_closed": "polyrcf",
    "zify": "ssrZ",
    "algebra_tactics": "ring",
}


class NoCoq(Exception):
    """There is no Coq that can be used; the text is one line that says what to install."""


@dataclass(frozen=True)
class Coq:
    """The compiler and its version."""

    command: str
    version: str


def find_coq(command: str = "coqc") -> Coq:
    """The installed Coq, if it is one that this was made for; NoCoq otherwise.

    >>> find_coq("no-such-coqc")
    Traceback (most recent call last):
    ...
    theory.export.coq.toolchain.NoCoq: not re-checked: no Coq is installed (Debian 12: apt-get install coq \
libcoq-mathcomp-algebra libcoq-mathcomp-algebra-tactics libcoq-mathcomp-real-closed libcoq-mathcomp-zify)
    """
    path = shutil.which(command)
    if path is None:
        raise NoCoq(f"not re-checked: no Coq is installed (Debian 12: {APT})")
    try:
        words = _ask(path, "--print-version").split()
        where = Path(_ask(path, "-where").strip())
    except (OSError, subprocess.SubprocessError) as error:
        raise NoCoq(f"not re-checked: {path} does not run: {type(error).__name__} (Debian 12: {APT})") from None
    version = words[0] if words else "unknown"
    if not re.match(rf"{re.escape(VERSION)}(\.|$)", version):
        raise NoCoq(f"not re-checked: Coq {version} is installed, {VERSION} is needed (Debian 12: {APT})")
    folder = where / "user-contrib" / "mathcomp"
    missing = [part for part, file in NEEDED.items() if not (folder / part / f"{file}.vo").is_file()]
    if missing:
        raise NoCoq(f"not re-checked: mathcomp's {', '.join(missing)} is missing (Debian 12: {APT})")
    return Coq(path, version)


def _ask(path: str, option: str) -> str:
    return subprocess.run([path, option], capture_output=True, text=True, timeout=60, check=True).stdout


def compile_file(coq: Coq, file: Path, paths: list[tuple[Path, str]], timing: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the compiler on one file; ``paths`` are folders with the names of their libraries."""
    command = _gently([coq.command, "-q", "-w", "none", *(["-time"] if timing else []), *_where(paths), file.name])
    return subprocess.run(command, cwd=file.parent, capture_output=True, text=True, check=False)


class NoAnswer(Exception):
    """The toplevel ended, or said nothing in time."""


class Toplevel:
    """The interactive Coq, asked step by step. Its answers are what it prints, errors included."""

    def __init__(self, coq: Coq, paths: list[tuple[Path, str]]):
        command = _gently([str(Path(coq.command).with_name("coqtop")), "-q", "-w", "none", *_where(paths)])
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
        )  # fmt: skip
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._asked = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, sentences: str, until: float) -> str:
        """What is printed after these sentences, which must be complete; NoAnswer when `time.monotonic` is past ``until``,
        or when the toplevel is gone."""
        self._asked += 1
        mark = f"mark_{self._asked}_"  # named by an answer that comes in every state
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{sentences}Locate {mark}.\n")
            self._process.stdin.flush()
        except OSError:
            raise NoAnswer("the toplevel of Coq ended") from None
        said: list[str] = []
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise NoAnswer("no answer within the time") from None
            if not line:
                raise NoAnswer("the toplevel of Coq ended")
            if mark in line:
                return "".join(said)
            said.append(re.sub(r"^(?:[\w']+ < )+", "", line))

    def close(self) -> None:
        """End the process, whatever it is at."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        with suppress(OSError):  # what was not sent goes nowhere
            self._process.stdin.close()
        self._reader.join(5)
        if not self._reader.is_alive():
            self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")


def _where(paths: list[tuple[Path, str]]) -> list[str]:
    return [part for folder, name in paths for part in ("-Q", str(folder), name)]


def _gently(command: list[str]) -> list[str]:
    return ["nice", "-n", "5", *command] if shutil.which("nice") else command
