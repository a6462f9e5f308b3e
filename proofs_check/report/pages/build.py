"""The whole page: reports in, one HTML file out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from proofs_check.report.comparison import change_rows
from proofs_check.report.comparison import summary as change_summary
from proofs_check.report.drawing import svg
from proofs_check.report.graph import by_paper, claim_graph, objective_names
from proofs_check.report.pages import words
from proofs_check.report.pages.view import ClaimView, atom, atom_text, failing
from proofs_check.report.printable import printable, shown
from proofs_check.report.verdicts import LEGEND, asked_coq, attention, summary_text, verdict_text
from proofs_check.verify.claim import PAPERS
from proofs_check.verify.compare import Comparison
from proofs_check.verify.report import Report, Verification
from proofs_check.verify.verdict import Verdict
from theory.page import THEME_SWITCH, page

_HERE = Path(__file__).parent


def report_page(result: Verification, certificates: Path | None = None, changes: Comparison | None = None) -> str:
    """The report as one HTML document; statements and steps come from the folder of ``certificates``, where there is one;
    ``changes``: what is otherwise than in an earlier report.

    >>> from proofs_check.verify.verdict import Verdict
    >>> text = report_page(Verification(claims=(Report(id="roots", verdict=Verdict.PROVED, title="Roots <b>"),)))
    >>> 'id="claim-roots"' in text, "Roots &lt;b&gt;" in text
    (True, True)
    """
    result = replace(result, claims=tuple(sorted(map(shown, result.claims), key=_place)))
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"atom": atom, "failing": failing, "plainly": atom_text}
    body = environment.get_template("report.html.j2").render(
        report=result,
        summary=summary_text(result),
        attention=attention(result.claims),
        broken=[claim for claim in result.claims if claim.verdict is Verdict.CONTRADICTION],
        papers=_papers(result.claims),
        used=[verdict for verdict in Verdict if result.summary.get(str(verdict))],
        views=_views(result.claims, certificates),
        lemmas=_lemmas(result.claims),
        coq="; ".join(asked_coq(result.claims)),
        graphs=_graphs(result.claims, certificates),
        words=words,
        verdicts=list(Verdict),
        legend=LEGEND,
        verdict_text=verdict_text,
        changes=change_rows(changes) if changes is not None else None,
        change_summary=change_summary(changes) if changes is not None else "",
        switch=Markup(THEME_SWITCH),
    )
    style, script = ((_HERE / f"report.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return page("Verification report", body, [style], [script])


def _place(report: Report) -> tuple[int, str]:
    """The papers in focus first, in their order; then the others by name."""
    papers = list(PAPERS)
    return (papers.index(report.paper), "") if report.paper in papers else (len(papers), report.paper)


def _papers(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """One row a paper: name, source, subject, claims by verdict."""
    rows = []
    for paper in dict.fromkeys(report.paper for report in reports):
        mine = [report for report in reports if report.paper == paper]
        rows.append({
            "name": paper or "unnamed",
            "key": paper,
            "source": PAPERS.get(paper, ""),
            "subject": words.SUBJECTS.get(paper, ""),
            "counts": Counter(str(report.verdict) for report in mine),
            "claims": mine,
            "standing": Counter(report.standing for report in mine),
        })  # fmt: skip
    return rows


def _views(reports: Sequence[Report], certificates: Path | None) -> list[ClaimView]:
    graph, known = claim_graph(reports), frozenset(report.id for report in reports)
    return [
        ClaimView(
            report,
            certificates,
            tuple(name for name in graph.predecessors(report.id) if name in known),
            tuple(name for name in graph.successors(report.id) if name in known),
            known,
        )
        for report in reports
    ]


def _lemmas(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """The textbook facts that are cited: what they say, where they are proved, who cites them."""
    from theory.kernel.lemmas import LEMMAS
    from theory.render.statement import mathml, or_code

    rows = []
    for name in sorted({name for report in reports for name in report.cites}):
        known = LEMMAS.get(name)
        says = Markup(or_code(known.statement, mathml, lambda _: "")) if known else ""
        users = [report.id for report in reports if name in report.cites]
        rows.append({"name": name, "says": says, "reference": known.reference if known else "", "users": users})
    return rows


def _graphs(reports: Sequence[Report], certificates: Path | None) -> list[dict[str, Any]]:
    """One drawing a paper, with the claims that nothing joins in a list."""
    known, found, objectives = {report.id for report in reports}, [], objective_names(reports, certificates)
    for number, (paper, (graph, alone)) in enumerate(by_paper(reports).items()):
        kinds = nx.get_node_attributes(graph, "kind")

        def label(name: str, paper: str = paper, kinds: dict[str, str] = kinds) -> str:
            if kinds.get(name) == "objective":
                return objectives[name]
            return name.removeprefix(f"{paper}-") if name in known else name

        def link(name: str) -> str:
            return f"#claim-{name}" if name in known else ""

        drawing = Markup(printable(svg(graph, label, link, f"tip-{number}"))) if len(graph) else ""
        claims = sum(name in known for name in graph)
        found.append({"paper": paper, "drawing": drawing, "alone": alone, "claims": claims, "edges": graph.number_of_edges()})
    return found
