"""``saddleproof show``: one claim in mathematics: sentence, statement, verdict; its proof; as text, LaTeX or JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.options import ClaimsFolder, Effort, PackageName, Seed, check_choice

if TYPE_CHECKING:
    from proofs_check.verify.home import Home
    from proofs_check.verify.report import Report


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("show")(show)


def show(
    name: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim to show.")],
    tree: Annotated[bool, typer.Option("--tree", help="The whole premise graph, down to the leaves.")] = False,
    proof: Annotated[bool, typer.Option("--proof", help="The proof: numbered steps with rules, premises, lemmas.")] = False,
    code: Annotated[bool, typer.Option("--code", help="The kernel's own text of each statement, too.")] = False,
    format: Annotated[str, typer.Option("--format", metavar="table|json|latex", help="How to print.")] = "table",
    folder: ClaimsFolder = None,
    package: PackageName = None,
    seed: Seed = 0,
    budget: Effort = "quick",
) -> int:
    """Show one claim: sentence, formal statement in mathematics, verdict, steps, evidence, leaves.

    With `--format latex` statement or proof for a paper: a proof is a whole document for pdflatex. It is verified first if
    the ledger does not know it.
    """
    format = "table" if format == "text" else format
    check_choice("format", format, ("table", "json", "latex"))
    if format != "table" and (tree or code):
        raise ValueError("show: --tree and --code are for text; --format latex and json print the mathematics")
    report, home = _report(name, folder, package, seed, budget)
    if format == "json":
        print(_json(report, home, proof))
    elif format == "latex":
        print(_latex(report, home, proof))
    else:
        print(_text(report, home, proof, tree, code))
    return 0


def _report(name: str, folder: ClaimsFolder, package: PackageName, seed: int, budget: str) -> tuple[Report, Home]:
    """The claim's report, from the ledger or made now."""
    from proofs_check.cli.chosen import circumstances, found_claims, tell_notes
    from proofs_check.report.live import LiveView
    from proofs_check.verify.discovery import select
    from proofs_check.verify.home import Home
    from proofs_check.verify.runner import verify as run

    home = Home.default()
    chosen = select(found_claims(folder, package, [name]), [name])
    tell_notes(home)
    with LiveView() as view:
        result = run(chosen, circumstances(seed, budget, False), home, watch=view.watch)
    (report,) = result.claims
    return report, home


def _text(report: Report, home: Home, proof: bool, tree: bool, code: bool) -> str:
    from proofs_check.report.graph import tree_lines
    from proofs_check.report.mathematics import goals_of, proof_text
    from proofs_check.report.one_claim import claim_text
    from proofs_check.report.printable import one_line
    from proofs_check.report.screen import folded, terminal_width

    goals = goals_of(report, home.certificates)
    text = claim_text(report, goals, code)
    if not _prints(text):
        text = claim_text(report)
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


def _json(report: Report, home: Home, proof: bool) -> str:
    from proofs_check.report.mathematics import goals_json, goals_of, steps_json
    from proofs_check.report.tables import json_text

    goals = goals_of(report, home.certificates)
    found = report.to_json() | {"mathematics": goals_json(goals)}
    return json_text(found | ({"proof": steps_json(report, home.certificates)} if proof else {}))


def _prints(text: str) -> bool:
    """Whether the terminal has the signs; otherwise the kernel's ASCII text is shown."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
