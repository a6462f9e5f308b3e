"""Which claims a command is about, and under which circumstances: shared by the commands about claims."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from proofs_check.cli.options import BUDGETS, check_choice

if TYPE_CHECKING:
    from proofs_check.verify.discovery import Found
    from proofs_check.verify.home import Home
    from proofs_check.verify.judge import Circumstances


def found_claims(folder: Path | None, package: str | None = None, names: Collection[str] = ()) -> dict[str, Found]:
    """The claims of a folder, of an installed package, or (without both) of this project and of every installed package;
    that a reader's files are code is said once, before they run. Packages are not asked for claims of this project.
    """
    from proofs_check.report.progress import Progress
    from proofs_check.verify.discovery import OWN_CLAIMS, find_claims
    from proofs_check.verify.packages import find_installed

    if folder is not None and package is not None:
        raise ValueError("claims come from --claims DIR or from --package DIST, not from both")
    if folder is not None:
        if folder.is_dir() and not folder.resolve().is_relative_to(OWN_CLAIMS):
            typer.echo(f"note: claim files are Python code; those in {folder} are run as you", err=True)
        with Progress("reading the claims"):
            return find_claims(folder)
    with Progress("reading the claims"):
        own = {} if package else find_claims()
        if names and set(names) <= set(own):
            return own
        installed = find_installed(package)
    for line in installed.troubles.values():
        typer.echo(f"note: {line}", err=True)
    if package and installed.troubles and not (names and set(names) <= set(installed.claims)):
        raise ValueError(f"package {package} cannot be used as a whole: name claims of it, or mend it")
    labels = sorted({item.package for item in installed.claims.values()})
    if labels:
        typer.echo(f"note: claims of installed packages are Python code, run as you: {', '.join(labels)}", err=True)
    return own | installed.claims


def tell_notes(home: Home) -> None:
    """What is to be said of a home before it is used, on standard error."""
    from proofs_check.verify.home import notes

    for note in notes(home):
        typer.echo(f"note: {note}", err=True)


def circumstances(seed: int, budget: str, mutants: bool) -> Circumstances:
    """Seed, effort and planted errors of a verification; ValueError for an unknown budget."""
    from proofs_check.verify.judge import Circumstances

    check_choice("budget", budget, BUDGETS)
    return Circumstances(seed, "full" if budget == "full" else "quick", mutants)
