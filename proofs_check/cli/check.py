"""``saddleproof check``: a statement from the whiteboard, proved with certificates, refuted with a matrix, or neither."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.options import TextOrJson, check_choice

if TYPE_CHECKING:
    from proofs_check.check.answer import Answer

EXITS = {"proved": 0, "refuted": 1, "inconclusive": 4}


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("check")(check)


def check(
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="Such as 'UᵀU = I |- ||U U^T A||^2 <= ||A||^2'.")],
    where: Annotated[str, typer.Option(metavar="HYPOTHESES", help="'X: m x r, A: symmetric, t > 0'.")] = "",
    time: Annotated[float, typer.Option(metavar="S", help="Seconds for both sides together.")] = 10.0,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Keep the certificates there, for recheck.")] = None,
    format: TextOrJson = "table",
    explain: Annotated[bool, typer.Option("--explain", help="Print the proof in LaTeX.")] = False,
    induct: Annotated[str, typer.Option(metavar="LETTER", help="By induction over this integer.")] = "",
) -> int:
    """Prove or refute a statement about matrices. Exit code: 0 proved, 1 refuted, 4 inconclusive, 2 unreadable."""
    from proofs_check.check.answer import check as answer_to
    from proofs_check.check.explain import explained
    from theory.statements.tree import StatementError

    check_choice("format", format, ("table", "json"))
    if not 0 < time <= 3600:
        raise ValueError(f"time must be more than 0 and at most 3600 seconds, got {time:g}")
    try:
        answer = answer_to(statement, where, time, out, induct)
    except StatementError as error:
        print(f"saddleproof: {error.shown()}", file=sys.stderr)
        return 2
    if format == "json":
        content = answer.to_json() | ({"latex": explained(answer.proof)} if explain else {})
        print(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        print(shown(answer))
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
        kept = f" in {answer.certificates}" if answer.certificates else "; --out DIR keeps them"
        lines.append(f"{answer.steps} certificate{'s' * (answer.steps != 1)} accepted by the kernel{cites}{kept}")
    if answer.remaining:
        lines.append(f"neither a certificate nor a counterexample was found; what remains: {answer.remaining}")
    lines += [f"note: {note}" for note in answer.notes]
    return "\n".join([*lines, f"{answer.seconds:.1f} s"])


def _matrix(value: object) -> str:
    if not isinstance(value, list):
        return str(value)
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in value) + "]"
