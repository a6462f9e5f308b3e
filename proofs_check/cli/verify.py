"""The commands about claims: verify, claims, recheck, new (`show` is beside)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.chosen import circumstances, found_claims, tell_notes
from proofs_check.cli.options import ClaimsFolder, Effort, Format, Jobs, Out, PackageName, Paper, Seed, Width

if TYPE_CHECKING:
    from proofs_check.verify.compare import Comparison
    from proofs_check.verify.discovery import Found
    from proofs_check.verify.report import Verification
    from proofs_check.verify.runner import Home

Names = Annotated[list[str] | None, typer.Argument(metavar="[CLAIM]...", help="Claims to verify (default: all).")]
AllMutants = Annotated[bool, typer.Option("--mutants", help="Plant errors in hundreds of places a claim, not in a few.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("verify")(verify)
    app.command("claims")(claims)
    app.command("recheck")(recheck)
    app.command("new")(new)


def verify(
    names: Names = None,
    paper: Paper = None,
    folder: ClaimsFolder = None,
    package: PackageName = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    budget: Effort = "quick",
    fresh: Annotated[bool, typer.Option("--fresh", help="Take nothing from the ledger.")] = False,
    mutants: AllMutants = False,
    bless: Annotated[bool, typer.Option("--bless", help="Pin the formal goals and sentences as they are now.")] = False,
    report: Annotated[Path | None, typer.Option(metavar="DIR", help="Write pages, verdicts and certificates there.")] = None,
    diff: Annotated[
        Path | None, typer.Option(metavar="OLD", help="Print what changed since OLD, an earlier report folder or JSON.")
    ] = None,
    format: Format = "table",
    out: Out = None,
) -> int:
    """Derive, let the kernel check, experiment, plant errors: verdicts.

    Exit code: 0 all as expected, 1 a claim is not (with --diff: or a verdict got worse), 2 unusable input, 3 a
    contradiction. The files of --claims DIR are Python code, and they are run: read them first.
    """
    from proofs_check.report.comparison import comparison_text
    from proofs_check.report.live import LiveView
    from proofs_check.report.tables import FORMATS, check_format, check_out, emit
    from proofs_check.report.verdicts import verdict_table
    from proofs_check.verify.compare import compare, read_earlier
    from proofs_check.verify.discovery import select
    from proofs_check.verify.runner import Home
    from proofs_check.verify.runner import verify as run
    from theory.storage.files import make_folder

    check_format(format, ("table", "json") if diff is not None else FORMATS)
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
    changes = None if earlier is None else compare(earlier, result.claims)
    if changes is not None:
        text = comparison_text(changes, format)
    else:
        text = _json(result) if format == "json" else verdict_table(result, format)
    if mutants and changes is None and format in ("table", "markdown"):
        from proofs_check.report.verdicts import mutation_table

        text += "\n\n" + mutation_table(result.claims, format)
    emit(text, out)
    if report is not None:
        _write_report(result, home, report, changes)
    return max(result.exit_code, int(changes is not None and bool(changes.worse)))


def claims(
    paper: Paper = None,
    folder: ClaimsFolder = None,
    package: PackageName = None,
    graph: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw who rests on whom.")] = None,
    format: Format = "table",
    width: Width = "page",
    out: Out = None,
) -> int:
    """List the claims, with the verdict each one got last.

    A file of --claims DIR that defines a claim is run, to hear what it claims.
    """
    from proofs_check.report.tables import check_digits, check_format, check_out, emit, table
    from proofs_check.report.verdicts import verdict_text
    from proofs_check.verify.discovery import select
    from proofs_check.verify.headline import assemble
    from proofs_check.verify.judge import reconsidered
    from proofs_check.verify.kept import as_claimed
    from proofs_check.verify.ledger import Ledger
    from proofs_check.verify.opinions import Opinions
    from proofs_check.verify.runner import Home
    from proofs_check.verify.secret import user_key

    check_format(format)
    check_digits(None, width, format)
    check_out(out)
    check_out(graph, "graph")
    chosen = select(found_claims(folder, package), (), paper)
    home, secret = Home.default(), user_key(create=False)
    with Ledger.read(home.ledger, secret) as ledger, Opinions.read(home.opinions, secret) as opinions:
        kept = {name: ledger.latest(name) for name in chosen}
        known = {n: r and reconsidered(r, opinions.get(r.goals, r.premises)) for n, r in kept.items()}
    last = {name: report for name, report in known.items() if report and as_claimed(report, chosen[name].claim)}
    whole = assemble(chosen, last, home.certificates)
    last = {name: whole.get(name, report) for name, report in last.items() if name in whole or not chosen[name].claim.parts}
    rows = []
    for name, item in chosen.items():
        report, claim = last.get(name), item.claim
        expected = " or ".join(claim.expected)
        source = [claim.source.paper, claim.source.item, claim.source.standing]
        rows.append([name, claim.title, *source, expected, item.ended or (verdict_text(report) if report else "not run yet")])
    heads: tuple[str, ...] = ("claim", "title", "paper", "item", "standing", "expected", "last verdict")
    if format == "latex":  # what a paper has room for
        shown = [0, 1, 3, 6] if width == "page" else [0, 3, 6]
        heads, rows = tuple(heads[k] for k in shown), [[row[k] for k in shown] for row in rows]
    emit(table(heads, rows, format, width=width), out)
    if graph is not None:
        from proofs_check.report.graph import drawn

        emit(drawn(list(last.values())), graph, "graph")
    return 0


def recheck(
    places: Annotated[list[str] | None, typer.Argument(metavar="DIR", help="A folder of certificates.")] = None,
    allowed: Annotated[
        str | None, typer.Option("--allow-lemmas", metavar="A,B", help="Only these lemmas may be cited ('': none).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the checker's report as JSON.")] = False,
    goals: Annotated[bool, typer.Option("--goals", help="Print what the goals state; the folder must say which.")] = False,
    checker: Annotated[str, typer.Option("--with", metavar="kernel|coq", help="Who checks.")] = "kernel",
    jobs: Annotated[int, typer.Option(metavar="N", help="Compilers at a time, with coq.")] = 1,
    rules: Annotated[bool, typer.Option("--rules", help="With coq: a table of the rules at the end.")] = False,
) -> int:
    """Run the kernel alone over a folder of certificates; or Coq, over a folder or claims: `recheck --with coq CLAIM …`.

    It names each fault, and the exit code is 1 if there is one: a certificate that is not accepted, none at all, a goal of
    the manifest that is not accepted, or a claim of this project whose goals are not those pinned for it.
    """
    from proofs_check.verify.promised import not_the_pinned
    from theory.kernel.__main__ import main, unknown_lemmas

    if checker not in ("kernel", "coq"):
        raise ValueError(f"recheck: --with must be kernel or coq, got {checker}")
    if checker == "coq":
        from proofs_check.cli.second_opinion import recheck_with_coq

        return recheck_with_coq(places or [], jobs, rules)
    folder = Path(places[0]) if places and len(places) == 1 else None
    if folder is None or not folder.is_dir():
        raise ValueError(f"recheck: DIR must be a folder of certificates, got {' '.join(places or []) or 'nothing'}")
    if reason := unknown_lemmas({name.strip() for name in (allowed or "").split(",")} - {""}):
        raise ValueError(f"recheck: {reason}")
    options = [*(["--allow-lemmas", allowed] if allowed is not None else []), *["--json"] * json, *["--goals"] * goals]
    return main([str(folder), *options], not_the_pinned)


def new(
    name: Annotated[str, typer.Argument(metavar="CLAIM", help="Lower-case words joined by hyphens.")],
    folder: Annotated[Path, typer.Option("--claims", metavar="DIR", help="Where to write it.")] = Path("claims"),
    statement: Annotated[
        str | None, typer.Option(metavar="STATEMENT", help="In the language of check; asked for on a terminal.")
    ] = None,
    where: Annotated[str, typer.Option(metavar="DECLARATIONS", help="'X: m x r, A: symmetric'.")] = "",
    given: Annotated[list[str] | None, typer.Option(metavar="NAME:RELATION", help="A hypothesis with a name.")] = None,
    time: Annotated[float, typer.Option(metavar="S", help="Seconds for proof and counterexample.")] = 10.0,
    induct: Annotated[str, typer.Option(metavar="LETTER", help="By induction over this integer.")] = "",
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
    from theory.statements.tree import StatementError

    if not 0 < time <= 3600:
        raise ValueError(f"time must be more than 0 and at most 3600 seconds, got {time:g}")
    hypotheses = {}
    for text in given:
        label, colon, relation = (part.strip() for part in text.partition(":"))
        if not colon or not label or not relation or label in hypotheses:
            raise ValueError(f"given must be NAME:RELATION, each name once, such as 'balanced: X^T X = Y^T Y', got {text!r}")
        hypotheses[label] = relation
    try:
        written = write_theorem(name, folder, statement, where, hypotheses, time, induct, objective, critical)
    except StatementError as error:
        print(f"saddleproof: {error.shown()}", file=sys.stderr)
        return 2
    print(f"{written.path}: {written.line}")
    for note in written.notes:
        typer.echo(f"note: {note}", err=True)
    return 0


def _bless(chosen: dict[str, Found], jobs: int, found: dict[str, Found]) -> int:
    """Pin what the chosen claims say now; 1 when one of them cannot be pinned."""
    from proofs_check.report.printable import printable
    from proofs_check.verify.bless import bless

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
    from proofs_check.report.verdicts import page
    from proofs_check.verify.runner import copy_evidence
    from theory.storage.files import write_text

    count = copy_evidence(result.claims, home, folder / "certificates")
    pages = {
        "verdicts.json": _json(result),
        "report.md": page(result),
        "report.html": report_page(result, folder / "certificates", changes),
        "claims.svg": drawn(result.claims),
    }
    for name, text in pages.items():
        write_text(folder / name, text.rstrip("\n") + "\n", "report")
    typer.echo(f"report in {folder}: {', '.join(pages)}, {count} certificates", err=True)
