"""Premise graphs: of one claim (its certificates) and among claims (who rests on whom). Edges come from premises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs_check.report.drawing import svg
from proofs_check.report.mathematics import atoms_text
from proofs_check.report.pages.view import atom_text
from proofs_check.report.printable import printable
from proofs_check.verify.report import Report

if TYPE_CHECKING:
    import networkx as nx


def claim_graph(reports: Sequence[Report]) -> nx.DiGraph:
    """Claims, objectives and lemmas; an edge from a to b when b rests on a, read off the premise graphs.

    Claim b rests on claim a when the goals of a are among the certificates below b's goals, a headline on every claim that
    its clauses name; nothing rests on a headline.

    >>> from proofs_check.verify.verdict import Verdict
    >>> a = Report(id="a", verdict=Verdict.PROVED, goals=("1",), premises=("1",), cites=("Weyl",))
    >>> b = Report(id="b", verdict=Verdict.PROVED, goals=("2",), premises=("1", "2"), cites=("Weyl",))
    >>> sorted(claim_graph([a, b]).edges)
    [('Weyl', 'a'), ('a', 'b')]
    """
    import networkx as nx

    graph = nx.DiGraph()
    for report in reports:
        graph.add_node(report.id, kind=str(report.verdict))
    below = {report.id: set(report.premises) for report in reports}
    for report in reports:
        named = {name for clause in report.clauses for name in clause.claims}
        parents = [o for o in reports if o.goals and o.id != report.id and set(o.goals) <= below[report.id]]
        parents = [o for o in parents if not set(report.goals) <= below[o.id]]
        parents = [o for o in reports if not o.clauses and (o in parents or o.id in named)]
        graph.add_edges_from((parent.id, report.id) for parent in parents)
        inherited = {name for parent in parents for name in parent.cites}
        for name in report.cites:
            if name not in inherited:
                graph.add_node(name, kind="lemma")
                graph.add_edge(name, report.id)
        for name in report.leaves.objective if report.leaves and not parents else ():
            graph.add_node(name, kind="objective")
            graph.add_edge(name, report.id)
    return _reduced(graph)


def drawn(reports: Sequence[Report], certificates: Path | None = None) -> str:
    """The graph of all claims as an SVG file, for ``claims --graph``; objectives as in the goals among ``certificates``.

    >>> from proofs_check.verify.verdict import Verdict
    >>> drawn([Report(id="a", verdict=Verdict.PROVED), Report(id="b", verdict=Verdict.PROVED)]).count("<rect")
    2
    """
    objectives = objective_names(reports, certificates)
    return printable(svg(claim_graph(reports), lambda name: objectives.get(name, name)))


def objective_names(reports: Sequence[Report], certificates: Path | None) -> dict[str, str]:
    """The objectives among the leaves in Unicode, in the letters of a goal of a claim that has them, where its certificate is
    in the folder of ``certificates``.

    >>> from proofs_check.verify.evidence import Leaves
    >>> from proofs_check.verify.verdict import Verdict
    >>> objective_names([Report(id="a", verdict=Verdict.PROVED, leaves=Leaves(("F == x**2",), (), ()))], None)
    {'F == x**2': 'F = x²'}
    """
    found: dict[str, str] = {}
    for report in reports:
        for text in report.leaves.objective if report.leaves else ():
            if text not in found:
                (said,) = atoms_text([text], _goals(report, certificates))
                found[text] = atom_text(text) if said == text else said
    return found


def _goals(report: Report, certificates: Path | None) -> list[dict[str, Any]]:
    from proofs_check.verify.evidence import read_folder

    there = [name for name in report.goals if certificates is not None and (certificates / f"{name}.json").is_file()]
    return [item["statement"] for item in read_folder(certificates, there).values()] if certificates is not None else []


def by_paper(reports: Sequence[Report]) -> dict[str, tuple[nx.DiGraph, list[str]]]:
    """Paper → the graph of its claims with what they rest on, and the claims that nothing joins."""
    import networkx as nx

    found = {}
    for paper in dict.fromkeys(report.paper for report in reports):
        graph = claim_graph([report for report in reports if report.paper == paper])
        alone = sorted(nx.isolates(graph))
        graph.remove_nodes_from(alone)
        found[paper] = (graph, alone)
    return found


def tree_lines(report: Report, folder: Path) -> Iterator[str]:
    """The premise graph of a claim as an indented tree, goals first; what was printed before is only named again.

    Reads the certificates from ``folder``; raises ValueError when one is not there.
    """
    from proofs_check.verify.evidence import premises, read_folder

    certificates = read_folder(folder)
    seen: set[str] = set()
    for goal in report.goals:
        todo = [(goal, 0)]
        while todo:
            name, depth = todo.pop()
            if name not in certificates:
                raise ValueError(f"certificate {name[:12]} of {report.id} is not in {folder}: run verify again")
            certificate = certificates[name]
            again = name in seen
            yield "  " * depth + _line(name, certificate, again)
            if not again:
                seen.add(name)
                todo += [(premise, depth + 1) for premise in reversed(premises(certificate))]


def _line(name: str, certificate: dict[str, Any], again: bool) -> str:
    rule = certificate["rule"]
    if rule == "lemma":
        rule = f"lemma {certificate['witness']['lemma']}"
    text = f"{name[:8]} [{rule}] " + "; ".join(certificate["statement"]["then"])
    return text + ("  (above)" if again else "")


def _reduced(graph: nx.DiGraph) -> nx.DiGraph:
    import networkx as nx

    reduced = nx.transitive_reduction(graph)
    reduced.add_nodes_from(graph.nodes(data=True))
    return reduced
