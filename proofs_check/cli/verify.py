"""The commands about claims: verify, claims, show, recheck, new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from proofs_check.verify.discovery import Found
    from proofs_check.verify.judge import Circumstances
    from proofs_check.verify.runner import Home

Names = Annotated[list[str] | None, typer.Argument(metavar="[CLAIM]...", help="Claims to verify (default: all).")]
Folder = Annotated[Path | None, typer.Option("--claims", metavar="DIR", help="A folder of claim files of your own.")]
Paper = Annotated[str | None, typer.Option(metavar="PAPER", help="Only the claims of one paper: dmf, agd, udu, dmd.")]
Seed = Annotated[int, typer.Option(help="Every random choice follows from it.")]
Effort = Annotated[str, typer.Option(metavar="quick|full", help="How many trials.")]
AllMutants = Annotated[bool, typer.Option("--mutants", help="Edit certificates everywhere, not in a few places.")]
Format = Annotated[str, typer.Option(metavar="table|json|csv|markdown|latex", help="How to print.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of standard output.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("verify")(verify)
    app.command("claims")(claims)
    app.command("show")(show)
    app.command("recheck")(recheck)
    app.command("new")(new)


def verify(
    names: Names = None,
    paper: Paper = None,
    folder: Folder = None,
    jobs: Annotated[int, typer.Option(metavar="N", help="Worker processes.")] = 1,
    seed: Seed = 0,
    budget: Effort = "quick",
    fresh: Annotated[bool, typer.Option("--fresh", help="Take nothing from the ledger.")] = False,
    mutants: AllMutants = False,
    bless: Annotated[bool, typer.Option("--bless", help="Pin the formal goals and sentences as they are now.")] = False,
    report: Annotated[Path | None, typer.Option(metavar="DIR", help="Write pages, verdicts and certificates there.")] = None,
    format: Format = "table",
    out: Out = None,
) -> int:
    """Derive, let the kernel check, experiment, plant errors: verdicts.

    Exit code: 0 all as expected, 1 a claim is not, 2 unusable input, 3 a contradiction. The files of --claims DIR are
    Python code, and they are run: read them first.
    """
    from proofs_check.report.live import LiveView
    from proofs_check.report.tables import check_format, check_out, emit
    from proofs_check.report.verdicts import verdict_table
    from proofs_check.verify.discovery import select
    from proofs_check.verify.runner import Home, exit_code
    from proofs_check.verify.runner import verify as run

    check_format(format)
    check_out(out)
    found = _found(folder)
    chosen = select(found, names or [], paper)
    if bless:
        return _bless(chosen, jobs, found)
    home = Home.default()
    _tell_notes(home)
    circumstances = _circumstances(seed, budget, mutants)
    with LiveView() as view:
        result = run(chosen, circumstances, home, jobs=jobs, fresh=fresh, watch=view.watch)
    text = _json(result) if format == "json" else verdict_table(result, format)
    if mutants and format in ("table", "markdown"):
        from proofs_check.report.verdicts import mutation_table

        text += "\n\n" + mutation_table(result["claims"], format)
    emit(text, out)
    if report is not None:
        _write_report(result, home, report)
    return exit_code(result["claims"])


def claims(
    paper: Paper = None,
    folder: Folder = None,
    graph: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw who rests on whom.")] = None,
    format: Format = "table",
    out: Out = None,
) -> int:
    """List the claims, with the verdict each one got last.

    A file of --claims DIR that defines a claim is run, to hear what it claims.
    """
    from proofs_check.report.tables import check_format, check_out, emit, table
    from proofs_check.report.verdicts import verdict_text
    from proofs_check.verify.discovery import select
    from proofs_check.verify.ledger import Ledger
    from proofs_check.verify.runner import Home
    from proofs_check.verify.secret import user_key

    check_format(format)
    check_out(out)
    chosen = select(_found(folder), (), paper)
    with Ledger.read(Home.default().ledger, user_key(create=False)) as ledger:
        last = {name: ledger.latest(name) for name in chosen}
    rows = []
    for name, item in chosen.items():
        row, claim = last[name], item.claim
        expected = " or ".join(claim.expected)
        source = [claim.source.paper, claim.source.item, claim.source.standing]
        rows.append([name, claim.title, *source, expected, item.ended or (verdict_text(row) if row else "not run yet")])
    emit(table(("claim", "title", "paper", "item", "standing", "expected", "last verdict"), rows, format), out)
    if graph is not None:
        from proofs_check.report.graph import claim_graph, svg

        emit(svg(claim_graph([row for row in last.values() if row])), graph)
    return 0


def show(
    name: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim to show.")],
    tree: Annotated[bool, typer.Option("--tree", help="The whole premise graph, down to the leaves.")] = False,
    folder: Folder = None,
    seed: Seed = 0,
    budget: Effort = "quick",
) -> int:
    """Show one claim: statement, steps, evidence, leaves.

    It is verified first if the ledger does not know it.
    """
    from proofs_check.report.graph import tree_lines
    from proofs_check.report.live import LiveView
    from proofs_check.report.one_claim import claim_text
    from proofs_check.verify.discovery import select
    from proofs_check.verify.runner import Home
    from proofs_check.verify.runner import verify as run

    home = Home.default()
    chosen = select(_found(folder), [name])
    _tell_notes(home)
    with LiveView() as view:
        result = run(chosen, _circumstances(seed, budget, False), home, watch=view.watch)
    row = result["claims"][0]
    print(claim_text(row))
    if tree:
        print("\n" + "\n".join(tree_lines(row, home.certificates)))
    return 0


def recheck(
    places: Annotated[list[str] | None, typer.Argument(metavar="DIR", help="A folder of certificates.")] = None,
    allowed: Annotated[
        str | None, typer.Option("--allow-lemmas", metavar="A,B", help="Only these lemmas may be cited ('': none).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the checker's report as JSON.")] = False,
    checker: Annotated[str, typer.Option("--with", metavar="kernel|coq", help="Who checks.")] = "kernel",
    jobs: Annotated[int, typer.Option(metavar="N", help="Compilers at a time, with coq.")] = 1,
) -> int:
    """Run the kernel alone over a folder of certificates; or Coq, over a folder or claims: `recheck --with coq CLAIM …`.

    It names each fault, and the exit code is 1 if there is one, if the folder holds no certificate, or if a goal of its
    manifest is not accepted.
    """
    from theory.kernel.__main__ import main

    if checker not in ("kernel", "coq"):
        raise ValueError(f"recheck: --with must be kernel or coq, got {checker}")
    if checker == "coq":
        from proofs_check.cli.export import recheck_with_coq

        return recheck_with_coq(places or [], jobs)
    folder = Path(places[0]) if places and len(places) == 1 else None
    if folder is None or not folder.is_dir():
        raise ValueError(f"recheck: DIR must be a folder of certificates, got {' '.join(places or []) or 'nothing'}")
    options = [*(["--allow-lemmas", allowed] if allowed is not None else []), *(["--json"] if json else [])]
    return main([str(folder), *options])


def new(
    name: Annotated[str, typer.Argument(metavar="CLAIM", help="Lower-case words joined by hyphens.")],
    folder: Annotated[Path, typer.Option("--claims", metavar="DIR", help="Where to write it.")] = Path("claims"),
) -> int:
    """Write a claim file that runs, to be turned into your own.

    Then: `saddleproof verify --claims DIR`.
    """
    from proofs_check.verify.template import write_claim

    print(write_claim(name, folder))
    return 0


def _found(folder: Path | None) -> dict[str, Found]:
    """The claims of a folder; that its files are code is said once, before they run."""
    from proofs_check.verify.discovery import OWN_CLAIMS, find_claims

    if folder is not None and folder.is_dir() and not folder.resolve().is_relative_to(OWN_CLAIMS):
        typer.echo(f"note: claim files are Python code; those in {folder} are run as you", err=True)
    return find_claims(folder)


def _tell_notes(home: Home) -> None:
    from proofs_check.verify.runner import notes

    for note in notes(home):
        typer.echo(f"note: {note}", err=True)


def _bless(chosen: dict[str, Found], jobs: int, found: dict[str, Found]) -> int:
    """Pin what the chosen claims say now; 1 when one of them cannot be pinned."""
    from proofs_check.verify.bless import bless

    lines, failed = bless(chosen, jobs, found)
    for line in lines:
        print(line)
    return 1 if failed else 0


def _circumstances(seed: int, budget: str, mutants: bool) -> Circumstances:
    from proofs_check.verify.judge import Circumstances

    if budget not in ("quick", "full"):
        raise ValueError(f"budget must be quick or full, got {budget!r}")
    return Circumstances(seed, "full" if budget == "full" else "quick", mutants)


def _json(result: dict[str, Any]) -> str:
    import json

    return json.dumps(result, ensure_ascii=False, indent=1)


def _write_report(result: dict[str, Any], home: Any, folder: Path) -> None:
    from proofs_check.report.graph import claim_graph, svg
    from proofs_check.report.verdicts import page
    from proofs_check.verify.runner import copy_evidence

    folder.mkdir(parents=True, exist_ok=True)
    drawing = svg(claim_graph(result["claims"]))
    pages = {
        "verdicts.json": _json(result),
        "report.md": page(result, "md"),
        "report.html": page(result, "html", drawing),
        "claims.svg": drawing,
    }
    for name, text in pages.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")
    count = copy_evidence(result["claims"], home, folder / "certificates")
    typer.echo(f"report in {folder}: {', '.join(pages)}, {count} certificates", err=True)
