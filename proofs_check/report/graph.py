"""Premise graphs: of one claim (its certificates) and among claims (who rests on whom). Edges come from premises."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs_check.report.printable import printable
from proofs_check.verify.report import Report

if TYPE_CHECKING:
    import networkx as nx

_COLOURS = {
    "proved": "#d7f0df",
    "steps proved": "#d7f0df",
    "proved for instances": "#e3f3d3",
    "supported": "#fdf3cf",
    "refuted": "#f9dcc9",
    "contradiction": "#f4b5b5",
    "lemma": "#dbe6fb",
    "objective": "#e9dcf7",
}


def claim_graph(reports: Sequence[Report]) -> nx.DiGraph:
    """Claims, objectives and lemmas; an edge from a to b when b rests on a, read off the premise graphs.

    Claim b rests on claim a when a goal of a is among the certificates below b's goals.

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
        parents = [o for o in reports if o.goals and o.id != report.id and set(o.goals) <= below[report.id]]
        parents = [o for o in parents if not set(report.goals) <= below[o.id]]
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


def svg(graph: nx.DiGraph) -> str:
    """The graph drawn in layers, premises above what rests on them; nothing but text, boxes and curves.

    >>> import networkx as nx
    >>> svg(nx.DiGraph([("a", "b")])).count("<rect")
    2
    """
    layers = _layers(graph)
    width = {name: 7.2 * min(len(name), 34) + 24 for name in graph}
    total = max((sum(width[n] + 24 for n in layer) for layer in layers), default=100) + 24
    place: dict[str, tuple[float, float]] = {}
    for depth, layer in enumerate(layers):
        x = (total - sum(width[n] + 24 for n in layer)) / 2 + 12
        for name in layer:
            place[name] = (x + width[name] / 2, 40 + 90 * depth)
            x += width[name] + 24
    height = 90 * len(layers) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total:.0f} {height}" width="{total:.0f}" '
        f'font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="premise graph">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>',
        *(_curve(place[a], place[b]) for a, b in graph.edges),
        *(_box(name, graph.nodes[name].get("kind", ""), place[name], width[name]) for name in graph),
        "</svg>",
    ]
    return printable("\n".join(parts))


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


def _layers(graph: nx.DiGraph) -> list[list[str]]:
    import networkx as nx

    layers = [sorted(layer) for layer in nx.topological_generations(graph)]
    for _ in range(4):  # barycentre sweeps: few crossings, and the same drawing every time
        for above, layer in pairwise(layers):
            position = {name: index for index, name in enumerate(above)}

            def centre(name: str, position: dict[str, int] = position) -> tuple[float, str]:
                known = [position[p] for p in graph.predecessors(name) if p in position]
                return (sum(known) / len(known) if known else 0.0, name)

            layer.sort(key=centre)
    return layers


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = (start[0], start[1] + 15), (end[0], end[1] - 16)
    middle = (y1 + y2) / 2
    path = f"M{x1:.0f} {y1:.0f}C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"
    return f'<path d="{path}" fill="none" stroke="#667" marker-end="url(#tip)"/>'


def _box(name: str, kind: str, place: tuple[float, float], width: float) -> str:
    (x, y), label = place, name if len(name) <= 34 else name[:33] + "…"
    return (
        f'<g><title>{html.escape(name)} ({html.escape(kind)})</title><rect x="{x - width / 2:.0f}" y="{y - 15:.0f}" '
        f'width="{width:.0f}" height="30" rx="6" fill="{_COLOURS.get(kind, "#eef0f3")}" stroke="#667"/>'
        f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle">{html.escape(label)}</text></g>'
    )


def _reduced(graph: nx.DiGraph) -> nx.DiGraph:
    import networkx as nx

    reduced = nx.transitive_reduction(graph)
    reduced.add_nodes_from(graph.nodes(data=True))
    return reduced
