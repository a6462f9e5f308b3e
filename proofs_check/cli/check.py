"""``saddleproof check``: a statement from the whiteboard, proved with certificates, refuted with a matrix, or neither."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.options import Certificates, Induct, TextOrJson, Time, Where, check_choice, check_time, formerly

if TYPE_CHECKING:
    from proofs_check.check.answer import Answer

EXITS = {"proved": 0, "refuted": 1, "inconclusive": 4}


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("check", context_settings=formerly(out="certificates"))(check)


def check(
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="Such as 'UᵀU = I |- ||U U^T A||^2 <= ||A||^2'.")],
    where: Where = "",
    time: Time = 10.0,
    certificates: Certificates = None,
    format: TextOrJson = "table",
    explain: Annotated[bool, typer.Option("--explain", help="Print the proof in LaTeX.")] = False,
    induct: Induct = "",
) -> int:
    """Prove or refute a statement about matrices. Exit code: 0 proved, 1 refuted, 4 inconclusive, 2 unreadable."""
    from proofs_check.check.answer import check as answer_to
    from proofs_check.check.explain import explained
    from proofs_check.report.progress import Progress
    from proofs_check.report.screen import folded
    from theory.statements.tree import StatementError

    check_choice("format", format, ("table", "json"))
    check_time(time)
    try:
        with Progress("check", most=time):
            answer = answer_to(statement, where, time, certificates, induct)
    except StatementError as error:
        print(f"saddleproof: {error.shown()}", file=sys.stderr)
        return 2
    if format == "json":
        content = answer.to_json() | ({"latex": explained(answer.proof)} if explain else {})
        print(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        print(folded(shown(answer), 9))
        if explain and answer.proof:
            print("\n" + explained(answer.proof))
    return EXITS[answer.verdict]


def shown(answer: Answer) -> str:
    """The answer as text: verdict, the statement as it was understood, witness or certificates.

    >>> from proofs_check.check.answer import check
    >>> print(shown(check("x = 1, x = 2 |- x = 3")).splitlines()[0])
    proved (of nothing: see the note)
    >>> print("\\n".join(shown(check("x^2 >= x")).splitlines()[i] for i in (0, -2)))
    refuted
    (the conclusion does not hold there, exactly)
    """
    from proofs_check.check.vacuity import CONTRADICTORY

    about = " (of nothing: see the note)" if any(CONTRADICTORY in note for note in answer.notes) else ""
    lines = [answer.verdict + about, "", answer.statement, ""]
    if answer.witness is not None:
        lines.append("fails at")
        lines += [f"  {name} = {_matrix(value)}" for name, value in {**answer.witness, **answer.sizes}.items()]
        supposed = any(re.search("^given|:=|positive|integer", line) for line in answer.statement.splitlines())
        lines.append("(every hypothesis holds there, exactly, and the conclusion does not)" if supposed else
                     "(the conclusion does not hold there, exactly)")  # fmt: skip
    if answer.verdict == "proved":
        cites = f", citing {', '.join(answer.cites)}" if answer.cites else ""
        kept = f" in {answer.certificates}" if answer.certificates else "; --certificates DIR keeps them"
        lines.append(f"{answer.steps} certificate{'s' * (answer.steps != 1)} accepted by the kernel{cites}{kept}")
    if answer.remaining:
        lines.append(f"neither a certificate nor a counterexample was found; what remains: {answer.remaining}")
    lines += [f"note: {note}" for note in answer.notes]
    return "\n".join([*lines, f"{answer.seconds:.1f} s"])


def _matrix(value: object) -> str:
    if not isinstance(value, list):
        return str(value)
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in value) + "]"
