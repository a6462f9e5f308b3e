"""``saddleproof show``: one claim in mathematics: sentence, statement, verdict; its proof; as text, LaTeX or JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.options import ClaimsFolder, Effort, PackageName, Seed, check_choice

if TYPE_CHECKING:
    from pathlib import Path

    from proofs_check.verify.home import Home
    from proofs_check.verify.instance import Applied
    from proofs_check.verify.report import Report


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("show")(show)


def show(
    name: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim to show.")],
    tree: Annotated[bool, typer.Option("--tree", help="The whole premise graph, down to the leaves.")] = False,
    proof: Annotated[bool, typer.Option("--proof", help="The proof: numbered steps with rules, premises, lemmas.")] = False,
    code: Annotated[bool, typer.Option("--code", help="The kernel's own text, too; edits not caught.")] = False,
    at: Annotated[
        str | None, typer.Option("--at", metavar="KEY=VALUE,…", help="A headline claim at your numbers, clause by clause.")
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="table|json|latex", help="How to print.")] = "table",
    folder: ClaimsFolder = None,
    package: PackageName = None,
    seed: Seed = 0,
    budget: Effort = "quick",
) -> int:
    """Show one claim: sentence, formal statement in mathematics, verdict, steps, evidence, leaves.

    With `--format latex` statement or proof for a paper: a proof is a whole document for pdflatex. It is verified first if
    the ledger does not know it. With `--at` a theorem stated clause by clause says what it says of your numbers, decided
    exactly.
    """
    format = "table" if format == "text" else format
    check_choice("format", format, ("table", "json", "latex"))
    if format != "table" and (tree or code):
        raise ValueError("show: --tree and --code are for text; --format latex and json print the mathematics")
    applied = None if at is None else _applied(name, folder, package, at, format)
    report, home = _report(name, folder, package, seed, budget)
    if format == "json":
        print(_json(report, home, proof, applied))
    elif format == "latex":
        print(_latex(report, home, proof))
    else:
        print(_text(report, home, proof, tree, code, applied))
    return 0


def _applied(name: str, folder: Path | None, package: str | None, at: str, format: str) -> tuple[Applied, ...]:
    """What the clauses say at the numbers of ``--at``; ValueError for a claim that takes none."""
    from proofs_check.cli.chosen import found_claims
    from proofs_check.verify.discovery import select

    check_choice("format", format, ("table", "json"))
    claim = select(found_claims(folder, package, [name]), [name])[name].claim
    if claim.at is None:
        raise ValueError(f"at is for a headline claim that takes numbers, such as dmf-theorem-2; {name} takes none")
    return claim.at.at(at)


def _report(name: str, folder: ClaimsFolder, package: PackageName, seed: int, budget: str) -> tuple[Report, Home]:
    """The claim's report, from the ledger or made now."""
    from proofs_check.cli.chosen import circumstances, found_claims, tell_notes
    from proofs_check.report.live import LiveView
    from proofs_check.verify.discovery import select
    from proofs_check.verify.home import Home
    from proofs_check.verify.runner import verify as run

    home = Home.default()
    found = found_claims(folder, package, [name])
    tell_notes(home)
    with LiveView() as view:
        result = run(select(found, [name]), circumstances(seed, budget, False), home, watch=view.watch, found=found)
    (report,) = result.claims
    return report, home


def _text(
    report: Report, home: Home, proof: bool, tree: bool, code: bool, applied: tuple[Applied, ...] | None = None
) -> str:
    from proofs_check.report.graph import tree_lines
    from proofs_check.report.mathematics import goals_of, proof_text
    from proofs_check.report.one_claim import claim_text
    from proofs_check.report.printable import one_line
    from proofs_check.report.screen import folded, terminal_width

    goals = goals_of(report, home.certificates)
    text = claim_text(report, goals, code, applied)
    if not _prints(text):
        text = claim_text(report, code=code, applied=applied)
    if proof:
        text += "\n\n" + proof_text(report, home.certificates, terminal_width())
    if tree:
        lines = map(one_line, tree_lines(report, home.certificates))
        text += "\n\n" + "\n".join(folded(line, len(line) - len(line.lstrip()) + 4) for line in lines)
    return text


def _latex(report: Report, home: Home, proof: bool) -> str:
    from proofs_check.report.mathematics import goals_latex, goals_of, proof_latex

    if proof:
        return proof_latex(report, home.certificates).rstrip("\n")
    return goals_latex(report, goals_of(report, home.certificates))


def _json(report: Report, home: Home, proof: bool, applied: tuple[Applied, ...] | None = None) -> str:
    from proofs_check.report.mathematics import goals_json, goals_of, steps_json
    from proofs_check.report.tables import json_text
    from proofs_check.verify.strict import plain

    goals = goals_of(report, home.certificates)
    found = report.to_json() | {"mathematics": goals_json(goals)}
    found |= {"at": plain(applied)} if applied is not None else {}
    return json_text(found | ({"proof": steps_json(report, home.certificates)} if proof else {}))


def _prints(text: str) -> bool:
    """Whether the terminal has the signs; otherwise the kernel's ASCII text is shown."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
