"""Which Coq is there: 8.16 with Mathematical Components 1.15, as Debian 12 has them, is what this was made with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
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
    where = [part for folder, name in paths for part in ("-Q", str(folder), name)]
    command = [coq.command, "-q", "-w", "none", *(["-time"] if timing else []), *where, file.name]
    if hasattr(os, "nice"):
        command = ["nice", "-n", "5", *command] if shutil.which("nice") else command
    return subprocess.run(command, cwd=file.parent, capture_output=True, text=True, check=False)


def run_toplevel(coq: Coq, script: str, paths: list[tuple[Path, str]]) -> str:
    """What the interactive toplevel prints, errors included; it goes on after each."""
    where = [part for folder, name in paths for part in ("-Q", str(folder), name)]
    command = [str(Path(coq.command).with_name("coqtop")), "-q", "-w", "none", *where]
    command = ["nice", "-n", "5", *command] if shutil.which("nice") else command
    done = subprocess.run(
        command, input=script, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )  # fmt: skip
    return done.stdout
