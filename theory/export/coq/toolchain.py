"""Which Coq is there: 8.16 with Mathematical Components 1.15, as Debian 12 has them, is what this was made with."""

from __future__ import annotations

import os
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
    done = subprocess.run([path, option], capture_output=True, text=True, timeout=60, check=True, env=surroundings())
    return done.stdout


def surroundings() -> dict[str, str]:
    """The environment for Coq, without what would put other libraries before the installed ones: COQPATH and its like, and the
    user's own folder of libraries.

    >>> {k for k in surroundings() if k.startswith(("COQ", "ROCQ"))}
    set()
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COQ", "ROCQ"))}
    return {**kept, "XDG_DATA_HOME": os.devnull, "XDG_DATA_DIRS": os.devnull}


LATE = 124
"""The return code of a compiler that was ended."""


def compile_file(coq: Coq, file: Path, paths: list[tuple[Path, str]], timing: bool = False,
                 limit: float | None = None) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Run the compiler on one file; ``paths`` are folders with the names of their libraries. Its return code is 0 only if it
    wrote the compiled file, and LATE if it was ended after ``limit`` seconds."""
    compiled = file.with_suffix(".vo")
    compiled.unlink(missing_ok=True)
    command = _gently([coq.command, "-q", "-w", "none", *(["-time"] if timing else []), *_where(paths), file.name])
    try:
        done = subprocess.run(
            command, cwd=file.parent, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
            env=surroundings(), timeout=limit,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        said = late.stdout.decode("utf-8", "replace") if isinstance(late.stdout, bytes) else late.stdout or ""
        return subprocess.CompletedProcess(command, LATE, said, f"no answer within {limit:.0f} s")
    if done.returncode == 0 and not (compiled.is_file() and compiled.stat().st_size):
        done.returncode, done.stderr = 1, f"{coq.command} says that it compiled {file.name}, and wrote nothing"
    return done


CLOSED = "Closed under the global context"
WRONG = {
    "a proof of False": "Lemma wrong : False. Proof. exact Logic.I. Qed.",
    "a type of all types": "Definition all := Type. Definition wrong : all := all.",
    "a function without end": "Fixpoint wrong (n : nat) : False := wrong n.",
}
"""What no Coq in its right mind compiles."""
RIGHT = "Lemma right : True. Proof. exact Logic.I. Qed.\nPrint Assumptions right.\n"


def distrust(coq: Coq, folder: Path) -> str:
    """Why this compiler is not believed: it accepts what is wrong, or refuses what is right. Empty if there is no reason."""
    for k, (name, says) in enumerate({**WRONG, "": RIGHT}.items()):
        file = folder / f"Trial{k}.v"
        file.write_text(says + "\n", encoding="utf-8")
        done = compile_file(coq, file, [])
        if name and (done.returncode == 0 or "Error" not in done.stderr):
            return f"{coq.command} does not refuse {name}"
        if not name and (done.returncode or done.stdout.strip() != CLOSED):
            return f"{coq.command} does not accept a proof of True, closed under the global context"
    return ""


class NoAnswer(Exception):
    """The toplevel ended, or said nothing in time."""


class Toplevel:
    """The interactive Coq, asked step by step. Its answers are what it prints, errors included."""

    def __init__(self, coq: Coq, paths: list[tuple[Path, str]]):
        command = _gently([str(Path(coq.command).with_name("coqtop")), "-q", "-w", "none", *_where(paths)])
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
            errors="replace", env=surroundings(),
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
