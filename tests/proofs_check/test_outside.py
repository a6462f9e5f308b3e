"""`examples/outside`: a package of claims, installed away from the checkout, that uses the public surface alone."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from proofs_check.verify.fingerprint import ROOT

OUTSIDE = ROOT / "examples" / "outside"
CLAIMS = sorted(path for path in (OUTSIDE / "saddleproof_outside" / "claims").glob("*.py") if path.name != "__init__.py")
REFUTED = {"false-descent-conserves", "false-all-balanced"}
"""By hand, with numbers: x = 0, y = g = t = 1 steps to (−1, 1), and 1 − 1 ≠ 0 − 1; and a = 1, b = 0 is critical for m = 0."""


def ids() -> set[str]:
    """Read, not run."""
    return {re.findall(r'^    id="([^"]+)"', path.read_text(encoding="utf-8"), re.MULTILINE)[0] for path in CLAIMS}


def test_it_imports_the_public_surface_and_the_standard_library_alone() -> None:
    for path in CLAIMS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert name == "proofs_check.public" or name.partition(".")[0] in sys.stdlib_module_names, (path.name, name)


def test_a_theorem_takes_few_lines() -> None:
    assert len(CLAIMS) >= 10
    assert statistics.median(len(path.read_text(encoding="utf-8").splitlines()) for path in CLAIMS) <= 60


def test_its_page_names_every_claim_and_none_promises_a_text_that_was_read() -> None:
    page = (OUTSIDE / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.MULTILINE)) == ids()
    assert all('"reconstructed")' in path.read_text(encoding="utf-8") for path in CLAIMS)
    pins = json.loads((CLAIMS[0].parent / "statements.json").read_text(encoding="utf-8"))
    assert set(pins["claims"]) == ids() - REFUTED


@pytest.mark.full
def test_installed_it_gives_the_verdicts_that_are_expected(tmp_path: Path) -> None:
    """From a copy, into a folder that is no part of the checkout; a fresh process finds it by its entry point."""
    source, site = tmp_path / "source", tmp_path / "site"
    shutil.copytree(OUTSIDE, source, ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "--target", str(site)]
    done = subprocess.run([*install, str(source)], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{site}", "SADDLEPROOF_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "proofs_check.cli", "verify", "--package", "saddleproof-outside", "--format", "json"]
    run = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)
    verdicts = {claim["id"]: claim["verdict"] for claim in json.loads(run.stdout)["claims"]}
    assert verdicts == {name: "refuted" if name in REFUTED else "proved" for name in ids()}
    assert run.returncode == 0, run.stderr
