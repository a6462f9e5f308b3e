"""Later Pythons than the one that runs the tests: every file compiles there, and the kernel gives the same answers.

The kernel and the exact models under it need the standard library alone, so they run wherever an interpreter is found; on
a machine without one the tests are skipped and say so.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.marks import but
from tests.sources import imports

ROOT = Path(__file__).parents[1]
PACKAGES = ("theory", "numerics", "proofs_check")
FOLDERS = (*PACKAGES, "tests", "benchmarks", "notebooks")
LATER = ("3.12", "3.13")
GONE = {
    "3.12": {"asynchat", "asyncore", "distutils", "imp", "smtpd"},
    "3.13": {"aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "lib2to3", "mailcap", "msilib", "nis", "nntplib",
             "ossaudiodev", "pipes", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib"},
}  # fmt: skip
"""Modules of the standard library of 3.11 that these releases took out ("What's new", section Removed)."""

COMPILE = """
import sys, warnings
from pathlib import Path
warnings.simplefilter("error")
files = [path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*.py"))]
for path in files:
    compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
print(len(files), *sys.version_info[:2])
"""

DOCTESTS = """
import doctest, importlib, pkgutil, sys
import theory.kernel, theory.models
tried = 0
for package in (theory.kernel, theory.models):
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if not found.name.endswith("__main__"):
            result = doctest.testmod(importlib.import_module(found.name), raise_on_error=True)
            tried += result.attempted
print(tried, sorted({"numpy", "sympy", "flint", "torch"} & set(sys.modules)))
"""


def interpreter(version: str) -> str:
    """The interpreter of that version, on the path or among those that pyenv installed; skips where there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for candidate in (shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}.*/bin/python"))):
        if candidate is not None and _is(str(candidate), version):
            return str(candidate)
    pytest.skip(f"Python {version} is not installed on this machine")


def _is(program: str, version: str) -> bool:
    """Whether the program answers, and with that version: pyenv leaves stand-ins on the path that do not."""
    ask = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    return subprocess.run([program, "-c", ask], capture_output=True, text=True).stdout.strip() == version


def run(version: str, *arguments: str) -> str:
    """The output of that Python, isolated from the environment and started in the checkout."""
    command = [interpreter(version), "-B", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=ROOT, env={**environment, "PYTHONUTF8": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("version", but(LATER, LATER[:-1]))
def test_every_file_compiles_without_a_warning(version: str) -> None:
    count, *told = run(version, "-c", COMPILE, *FOLDERS).split()
    assert int(count) > 600 and ".".join(told) == version


@pytest.mark.parametrize("version", LATER)
def test_the_kernel_and_its_models_do_what_their_examples_say(version: str) -> None:
    tried, loaded = run(version, "-c", DOCTESTS).split(maxsplit=1)
    assert int(tried) > 10 and loaded.strip() == "[]"


@pytest.mark.parametrize("version", LATER)
def test_the_kernel_accepts_and_refuses_the_same_certificates(version: str, tmp_path: Path) -> None:
    """What this Python derived is accepted by the other one; one edited certificate is refused."""
    from theory.dmf import Objective
    from theory.dmf.proofs.derivation import balancedness

    certificates = balancedness(Objective()).certificates
    files = [certificate.write(tmp_path) for certificate in certificates]
    report = json.loads(run(version, "-m", "theory.kernel", str(tmp_path), "--json"))
    assert (set(report["accepted"]), report["faults"]) == ({file.stem for file in files}, [])
    files[0].write_text(files[0].read_text(encoding="utf-8").replace("dimension", "integer"), encoding="utf-8")
    command = [interpreter(version), "-B", "-m", "theory.kernel", str(tmp_path), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert files[0].stem in [fault["id"] for fault in json.loads(done.stdout)["faults"]]


def gone(path: Path) -> set[str]:
    """The modules that a file imports and that a later Python no longer has."""
    removed = set().union(*GONE.values())
    nodes = imports(path)
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name for name in found if name.partition(".")[0] in removed}


def test_no_file_imports_what_later_pythons_no_longer_have(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text("def f():\n    from distutils.util import strtobool\n    import os, cgi\n")
    assert gone(tmp_path / "old.py") == {"distutils.util", "cgi"}
    assert sys.version_info >= (3, 12) or set().union(*GONE.values()) <= sys.stdlib_module_names
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    assert {str(path): gone(path) for path in files if gone(path)} == {}


def test_the_classifiers_name_what_is_tested() -> None:
    lines = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["classifiers"]
    told = {line.rpartition(" :: ")[2] for line in lines if line.startswith("Programming Language :: Python :: 3.")}
    assert told == {"3.11", *LATER}
