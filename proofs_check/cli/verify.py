"""``saddleproof verify``: verdicts, the report, and pins."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.chosen import circumstances, found_claims, tell_notes
from proofs_check.cli.options import (
    ClaimsFolder,
    Effort,
    Format,
    Fresh,
    Jobs,
    Out,
    PackageName,
    Paper,
    Seed,
    Width,
)

if TYPE_CHECKING:
    from proofs_check.verify.compare import Comparison
    from proofs_check.verify.discovery import Found
    from proofs_check.verify.home import Home
    from proofs_check.verify.report import Verification

Names = Annotated[list[str] | None, typer.Argument(metavar="[CLAIM]...", help="Claims to verify (default: all).")]
AllMutants = Annotated[bool, typer.Option("--mutants", help="Plant errors in hundreds of places a claim, not in a few.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("verify")(verify)


def verify(
    names: Names = None,
    paper: Paper = None,
    folder: ClaimsFolder = None,
    package: PackageName = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    budget: Effort = "quick",
    fresh: Fresh = False,
    mutants: AllMutants = False,
    bless: Annotated[bool, typer.Option("--bless", help="Pin the formal goals and sentences as they are now.")] = False,
    report: Annotated[Path | None, typer.Option(metavar="DIR", help="Write pages, verdicts and certificates there.")] = None,
    diff: Annotated[
        Path | None, typer.Option(metavar="OLD", help="Print what changed since OLD, an earlier report folder or JSON.")
    ] = None,
    format: Format = "table",
    width: Width = "page",
    out: Out = None,
) -> int:
    """Derive, let the kernel check, experiment, plant errors: verdicts.

    Exit code: 0 all as expected, 1 a claim is not (with --diff: or a verdict got worse), 2 unusable input, 3 a
    contradiction. The files of --claims DIR are Python code, and they are run: read them first.
    """
    from proofs_check.report.comparison import comparison_text
    from proofs_check.report.live import LiveView
    from proofs_check.report.tables import FORMATS, check_digits, check_format, check_out, emit
    from proofs_check.report.verdicts import verdict_table
    from proofs_check.verify.compare import compare, read_earlier
    from proofs_check.verify.discovery import select
    from proofs_check.verify.home import Home
    from proofs_check.verify.runner import verify as run
    from theory.storage.files import make_folder

    gc.set_threshold(100_000, 20, 20)  # what is read here stays: to go through it for garbage all the time costs a fifth
    check_format(format, ("table", "json") if diff is not None else FORMATS)
    check_digits(None, width, format)
    check_out(out)
    under = circumstances(seed, budget, mutants)
    earlier = read_earlier(diff, names or None, paper) if diff is not None else None
    found = found_claims(folder, package, names or [])
    chosen = select(found, names or [], paper)
    if bless:
        return _bless(chosen, jobs, found)
    if report is not None:
        make_folder(report, "report")
        make_folder(report / "certificates", "report")  # before the work, so that it is not lost for want of a folder
    home = Home.default()
    tell_notes(home)
    with LiveView() as view:
        result = run(chosen, under, home, jobs=jobs, fresh=fresh, watch=view.watch, found=found)
    changes = None if earlier is None else compare(earlier, result.claims, result.behind)
    if changes is not None:
        text = comparison_text(changes, format)
    else:
        text = _json(result) if format == "json" else verdict_table(result, format, width)
    if mutants and changes is None and format in ("table", "markdown"):
        from proofs_check.report.verdicts import mutation_table

        text += "\n\n" + mutation_table(result.claims, format)
    emit(text, out)
    if report is not None:
        _write_report(result, home, report, changes)
    typer.echo(f"note: ledger and certificates are in {home.folder}", err=True)
    return max(result.exit_code, int(changes is not None and bool(changes.worse)))


def _bless(chosen: dict[str, Found], jobs: int, found: dict[str, Found]) -> int:
    """Pin what the chosen claims say now; 1 when one of them cannot be pinned."""
    from proofs_check.report.printable import printable
    from proofs_check.report.progress import Progress
    from proofs_check.verify.bless import bless

    with Progress("deriving 1 claim" if len(chosen) == 1 else f"deriving {len(chosen)} claims"):
        lines, failed = bless(chosen, jobs, found)
    for line in lines:
        print(printable(line))
    return 1 if failed else 0


def _json(result: Verification) -> str:
    from proofs_check.report.tables import json_text

    return json_text(result.to_json())


def _write_report(result: Verification, home: Home, folder: Path, changes: Comparison | None = None) -> None:
    from proofs_check.report.graph import drawn
    from proofs_check.report.pages.build import report_page
    from proofs_check.report.progress import Progress
    from proofs_check.report.verdicts import page
    from proofs_check.verify.runner import copy_evidence
    from theory.storage.files import write_text

    result = result.with_behind
    with Progress("report"):
        count = copy_evidence(result.claims, home, folder / "certificates")
        pages = {
            "verdicts.json": _json(result),
            "report.md": page(result),
            "report.html": report_page(result, folder / "certificates", changes),
            "claims.svg": drawn(result.claims, folder / "certificates"),
        }
    for name, text in pages.items():
        write_text(folder / name, text.rstrip("\n") + "\n", "report")
    typer.echo(f"report in {folder}: {', '.join(pages)}, {count} certificates", err=True)
