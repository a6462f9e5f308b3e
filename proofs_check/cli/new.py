"""``saddleproof new``: a claim file that runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from proofs_check.cli.options import Induct, NewClaims, Time, Where, check_time


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("new")(new)


def new(
    name: Annotated[str, typer.Argument(metavar="CLAIM", help="Lower-case words joined by hyphens.")],
    folder: NewClaims = Path("claims"),
    statement: Annotated[
        str | None, typer.Option(metavar="STATEMENT", help="In the language of check; asked for on a terminal.")
    ] = None,
    where: Where = "",
    given: Annotated[list[str] | None, typer.Option(metavar="NAME:RELATION", help="A hypothesis with a name.")] = None,
    time: Time = 10.0,
    induct: Induct = "",
    objective: Annotated[str, typer.Option(metavar="NUMBER", help="'||A B - M||^2', called F in the statement.")] = "",
    critical: Annotated[str, typer.Option(metavar="X,…", help="Matrices that the objective is critical in.")] = "",
) -> int:
    """Write a claim file that runs, to be turned into your own.

    With a statement: derivation, experiment and planted errors are made of it. Then: `saddleproof verify --claims DIR`.
    """
    import sys

    from proofs_check.verify.discovery import find_claims
    from proofs_check.verify.template import write_claim

    if name in find_claims():
        raise ValueError(f"claim {name!r} is one of this project's; a claim of your own needs another id")
    if statement is None and sys.stdin is not None and sys.stdin.isatty():
        return _asked(name, folder, where, list(given or []), time, induct, objective, critical)
    if statement is None:
        if where or given or induct or objective or critical:
            raise ValueError("new: --where, --given, --induct, --objective and --critical belong to a --statement")
        print(write_claim(name, folder))
        return 0
    return _new_theorem(name, folder, statement, where, given or [], time, induct, objective, critical)


def _asked(
    name: str, folder: Path, where: str, given: list[str], time: float, induct: str, objective: str, critical: str
) -> int:  # fmt: skip
    """Ask for the statement, and once more for what cannot be read; an empty one gives the template."""
    from proofs_check.verify.template import write_claim

    typer.echo("Examples: ||A + B|| <= ||A|| + ||B||    X^T X = I |- ||X Y|| = ||Y||    (docs/check.md)", err=True)
    for _ in range(ASKED):
        statement = typer.prompt("Statement (empty: a template)", default="", show_default=False, err=True)
        if not statement.strip():
            print(write_claim(name, folder))
            return 0
        where = typer.prompt("Shapes and kinds, such as X: m x r, t > 0 (may be empty)", default=where, err=True)
        code = _new_theorem(name, folder, statement, where, given, time, induct, objective, critical)
        if code != 2:
            return code
    return 2


ASKED = 5
"""How often a statement is asked for that cannot be read."""


def _new_theorem(
    name: str, folder: Path, statement: str, where: str, given: list[str], time: float, induct: str,
    objective: str, critical: str,
) -> int:  # fmt: skip
    """Print the file, and what `check` says of the statement; 2 with a caret where it cannot be read."""
    import sys

    from proofs_check.check.new_claim import write_theorem
    from proofs_check.report.progress import Progress
    from theory.statements.tree import StatementError

    check_time(time)
    hypotheses = {}
    for text in given:
        label, colon, relation = (part.strip() for part in text.partition(":"))
        if not colon or not label or not relation or label in hypotheses:
            raise ValueError(f"given must be NAME:RELATION, each name once, such as 'balanced: X^T X = Y^T Y', got {text!r}")
        hypotheses[label] = relation
    try:
        with Progress("new", most=time):
            written = write_theorem(name, folder, statement, where, hypotheses, time, induct, objective, critical)
    except StatementError as error:
        print(f"saddleproof: {error.shown()}", file=sys.stderr)
        return 2
    print(f"{written.path}: {written.line}")
    for note in written.notes:
        typer.echo(f"note: {note}", err=True)
    return 0
