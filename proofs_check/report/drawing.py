"""A premise graph drawn in columns, what everything rests on at the left: no wider than a page, however many claims there are.

Layers are columns; a column that would be too tall is set in several. Nodes link to the pages of claims where there are such.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

COLUMN, GAP, ROW, BOX, TALLEST, TOP = 178, 36, 30, 24, 24, 8
_WASH = {
    "proved": ("good", "#e2f2e8"),
    "steps proved": ("good", "#e2f2e8"),
    "proved for instances": ("fair", "#edf3dc"),
    "supported": ("seen", "#faf0d2"),
    "refuted": ("fall", "#fae6db"),
    "inconclusive": ("open", "#ecedef"),
    "contradiction": ("alarm", "#fbdde1"),
    "lemma": ("blue", "#e3edf9"),
    "objective": ("plum", "#f0e6f8"),
}
_LETTER = 6.6
"""Width of a letter at 12 px, taken generously."""


@dataclass(frozen=True)
class Place:
    """Where a node is drawn: its left edge, its middle, its width."""

    left: float
    middle: float
    width: float = COLUMN


def layout(graph: nx.DiGraph) -> dict[str, Place]:
    """Columns by longest path from what rests on nothing, few crossings by barycentres; the same drawing every time.

    >>> import networkx as nx
    >>> places = layout(nx.DiGraph([("a", "b"), ("a", "c")]))
    >>> places["a"].left < places["b"].left == places["c"].left
    True
    """
    places: dict[str, Place] = {}
    layers = _layers(graph)
    counts = [-(-len(layer) // TALLEST) for layer in layers]
    tallest = max((-(-len(layer) // count) for layer, count in zip(layers, counts, strict=True)), default=0)
    left = float(TOP)
    for layer, count in zip(layers, counts, strict=True):
        rows = -(-len(layer) // count)
        for part in range(count):
            column = layer[part * rows : (part + 1) * rows]
            start = TOP + (tallest - len(column)) * ROW / 2
            for k, name in enumerate(column):
                places[name] = Place(left, start + k * ROW + ROW / 2)
            left += COLUMN + (GAP if part == count - 1 else GAP / 3)
    return places


def svg(
    graph: nx.DiGraph, label: Callable[[str], str] = str, link: Callable[[str], str] = lambda name: "", tip: str = "tip"
) -> str:
    """The drawing as SVG; ``label`` is what a node is called, ``link`` where it leads (empty: nowhere), ``tip`` the id of its
    arrow head, its own where a page has several drawings.

    >>> import networkx as nx
    >>> svg(nx.DiGraph([("a", "b")])).count("<rect")
    2
    """
    places = layout(graph)
    width = max((place.left + place.width for place in places.values()), default=100) + TOP
    height = max((place.middle for place in places.values()), default=20) + ROW / 2 + TOP
    edges = [_curve(a, b, places[a], places[b], tip) for a, b in graph.edges]
    nodes = [_node(name, graph.nodes[name].get("kind", ""), places[name], label(name), link(name)) for name in places]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
            f'height="{height:.0f}" style="min-width:min(44rem,{width:.0f}px)" '
            'font-family="system-ui, sans-serif" font-size="12" '
            'role="group" aria-label="premise graph">',
            f'<defs><marker id="{tip}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
            '<path d="M0 0L8 4L0 8z" fill="context-stroke"/></marker></defs>',
            *edges,
            *nodes,
            "</svg>",
        ]
    )


def _layers(graph: nx.DiGraph) -> list[list[str]]:
    import networkx as nx

    alone = sorted(nx.isolates(graph))
    layers = [sorted(set(layer) - set(alone)) for layer in nx.topological_generations(graph)]
    place = {name: k / max(len(layer), 1) for layer in layers for k, name in enumerate(layer)}
    for sweep in range(8):  # towards what a node rests on, then towards what rests on it
        around = graph.predecessors if sweep % 2 == 0 else graph.successors
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            layer.sort(key=lambda name: (_centre([place[n] for n in around(name)], place[name]), name))
            place.update({name: k / max(len(layer), 1) for k, name in enumerate(layer)})
    return [layer for layer in [*layers, alone] if layer]


def _centre(around: Sequence[float], here: float) -> float:
    return sum(around) / len(around) if around else here


def _curve(source: str, target: str, start: Place, end: Place, tip: str) -> str:
    x1, x2 = start.left + start.width, end.left
    bend = max((x2 - x1) / 2, 18)
    bent = f"C{x1 + bend:.0f} {start.middle:.0f} {x2 - bend:.0f} {end.middle:.0f} {x2:.0f} {end.middle:.0f}"
    names = f'data-from="{html.escape(source, quote=True)}" data-to="{html.escape(target, quote=True)}"'
    line = f'd="M{x1:.0f} {start.middle:.0f}{bent}" fill="none" stroke="var(--soft, #667)"'
    return f'<path class="edge" {names} {line} marker-end="url(#{tip})"/>'


def _node(name: str, kind: str, place: Place, label: str, link: str) -> str:
    most = int((place.width - 14) / _LETTER)
    short = label if len(label) <= most else label[: most - 1] + "…"
    token, wash = _WASH.get(kind, ("open", "#ecedef"))
    drawn = (
        f"<title>{html.escape(label)} ({html.escape(kind)})</title>"
        f'<rect x="{place.left:.0f}" y="{place.middle - BOX / 2:.0f}" width="{place.width}" height="{BOX}" rx="5" '
        f'fill="var(--{token}-wash, {wash})" stroke="var(--{token}, #667)"/>'
        f'<text x="{place.left + 8:.0f}" y="{place.middle + 4:.0f}" fill="var(--ink, #1c2024)">{html.escape(short)}</text>'
    )
    where = f'data-node="{html.escape(name, quote=True)}"'
    if link:
        return f'<a class="node" {where} href="{html.escape(link, quote=True)}">{drawn}</a>'
    return f'<g class="node" {where}>{drawn}</g>'
