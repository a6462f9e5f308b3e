"""``saddleproof claims``: the claims there are, with their last verdicts, and the graph of who rests on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from proofs_check.cli.chosen import found_claims
from proofs_check.cli.options import ClaimsFolder, Drawing, Format, Out, PackageName, Paper, Width, formerly

if TYPE_CHECKING:
    from proofs_check.verify.home import Home
    from proofs_check.verify.report import Report


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("claims", context_settings=formerly(graph="chart"))(claims)


def claims(
    paper: Paper = None,
    folder: ClaimsFolder = None,
    package: PackageName = None,
    chart: Drawing = None,
    format: Format = "table",
    width: Width = "page",
    out: Out = None,
) -> int:
    """List the claims, with the verdict each one got last.

    A file of --claims DIR that defines a claim is run, to hear what it claims. The chart says who rests on whom, among the
    claims that have a verdict.
    """
    from proofs_check.report.tables import check_digits, check_format, check_out, emit, table
    from proofs_check.report.verdicts import verdict_text
    from proofs_check.verify.discovery import select
    from proofs_check.verify.headline import assemble
    from proofs_check.verify.home import Home
    from proofs_check.verify.judge import reconsidered
    from proofs_check.verify.kept import Shelf, as_claimed
    from proofs_check.verify.ledger import Ledger
    from proofs_check.verify.opinions import Opinions
    from proofs_check.verify.secret import user_key

    check_format(format)
    check_digits(None, width, format)
    check_out(out)
    check_out(chart, "chart", (".svg",))
    chosen = select(found_claims(folder, package), (), paper)
    home, secret = Home.default(), user_key(create=False)
    with Ledger.read(home.ledger, secret) as ledger, Opinions.read(home.opinions, secret) as opinions:
        kept = {name: ledger.latest(name) for name in chosen}
        known = {n: r and reconsidered(r, opinions.get(r.goals, r.premises)) for n, r in kept.items()}
    last = {name: report for name, report in known.items() if report and as_claimed(report, chosen[name].claim)}
    whole = assemble(chosen, last, Shelf(home.certificates))
    last = {name: whole.get(name, report) for name, report in last.items() if name in whole or not chosen[name].claim.parts}
    drawing = None if chart is None else _graph(list(last.values()), len(chosen), home)
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
    if drawing is not None:
        emit(drawing, chart, "chart")
    if not last:
        typer.echo(f"note: no verdict on these claims in {home.folder}, where this looked: run saddleproof verify", err=True)
    return 0


def _graph(judged: list[Report], chosen: int, home: Home) -> str:
    """The graph of the claims that have a verdict; how many have none is said, and without any there is nothing to draw."""
    from proofs_check.report.graph import drawn

    if not judged:
        raise ValueError(f"chart needs verdicts, and there is none on these claims in {home.folder}: run saddleproof verify")
    if len(judged) < chosen:
        typer.echo(f"note: {chosen - len(judged)} of {chosen} claims have no verdict yet and are not drawn", err=True)
    return drawn(judged, home.certificates)
