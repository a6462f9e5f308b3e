"""How saddles lead to one another: the graph of gradient flows between critical orbits.

Nodes are orbits (loss, index). From each saddle the flow W' = −∇F is integrated along every unstable direction, both
ways, and along random mixtures of them; where it comes to rest the point is solved for and named from its singular
values, so an edge says between which *closed-form* orbits a flow was seen. Other edges are derived, from flows inside
invariant subspaces where F splits into separate chains:

| rule | edge | why |
|---|---|---|
| radial | any modes at '-' each switched off or raised to '+' | see below |
| growth (L = 2) | inactive modes with y > y* raised to '+', '+' kept, at most d_min modes | one-dimensional flow of σ |
| rotation (equal weights) | a '+' moved to an inactive larger y | see below |

Radial: F splits over chains of width one. There O and the '+' points are the minima, the '-' points the only saddles,
as many as '+' points, so saddles and minima form a tree; signs permute the '-' transitively, so it is a star around O.
Rotation: on the unstable manifold the factors are balanced (imbalance decays in forward time) and of rank one, uᵀYv
grows like a Rayleigh quotient, so σ stays above the root it left and the end is '+' at the larger value.

Source: ours, behind arXiv:2506.20344; reconstructed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from numerics.critical_search import gradient_scale
from numerics.flow import Rest, flow_to_rest
from numerics.problems.deep_factorization import DeepFactorization, Factors
from proofs_check.bridge.orbit_points import aligned_point, aligned_problem, name_orbits, unstable_directions
from proofs_check.bridge.stiff_flow import stiff_flow_to_rest
from theory.dmf import Landscape
from theory.dmf.landscape.orbits import ActiveMode, Orbit
from theory.dmf.landscape.roots import Root
from theory.dmf.landscape.setting import Setting

if TYPE_CHECKING:
    import networkx

UNRESOLVED = "?"
STIFF = 50


@dataclass(frozen=True)
class Departure:
    """One flow: from the orbit ``source`` along ``direction`` to the orbit ``target`` ("?": not identified)."""

    source: str
    direction: str
    target: str
    loss: float

    def __str__(self) -> str:
        return f"{self.source} --{self.direction}--> {self.target} (loss {self.loss:.9g})"


@dataclass(frozen=True, eq=False)
class SaddleGraph:
    """The orbits of a landscape and the flows between them.

    Attributes:
        departures: every flow that was integrated.
    """

    landscape: Landscape
    departures: tuple[Departure, ...]

    @cached_property
    def graph(self) -> networkx.DiGraph:
        """Nodes: label with ``loss``, ``index``, ``kind``. Edges: ``derived`` (rule or ""), ``observed`` (number of
        flows), ``drop`` (difference of losses)."""
        import networkx

        graph = networkx.DiGraph(widths=str(self.landscape.widths))
        orbits = {orbit.label: orbit for orbit in self.landscape.orbits()}
        for label, orbit in orbits.items():
            graph.add_node(label, loss=orbit.loss, index=orbit.index, kind=orbit.kind)
        seen = Counter((d.source, d.target) for d in self.departures if d.target != UNRESOLVED)
        derived = {(o.label, target): rule for o in orbits.values() for target, rule in derived_ends(o).items()}
        for source, target in {**derived, **seen}:
            drop = orbits[source].loss - orbits[target].loss
            rule = derived.get((source, target), "")
            graph.add_edge(source, target, derived=rule, observed=seen[source, target], drop=drop)
        return graph

    @property
    def unresolved(self) -> int:
        """Flows whose end could not be identified."""
        return sum(departure.target == UNRESOLVED for departure in self.departures)

    def ends(self, source: str, generic: bool = False) -> set[str]:
        """Orbits that flows from ``source`` were seen to reach; ``generic``: from random mixtures only."""
        return {d.target for d in self.departures if d.source == source and (not generic or "random" in d.direction)}

    def write_graphml(self, path: Path | str) -> None:
        """GraphML with all node and edge attributes."""
        import networkx

        networkx.write_graphml(self.graph, str(path), named_key_ids=True)

    def to_json(self) -> str:
        """Nodes and edges with their attributes."""
        nodes = [{"orbit": label, **data} for label, data in self.graph.nodes(data=True)]
        edges = [{"from": a, "to": b, **data} for a, b, data in self.graph.edges(data=True)]
        return json.dumps({"nodes": nodes, "edges": edges, "unresolved": self.unresolved}, ensure_ascii=False)

    def __str__(self) -> str:
        graph = self.graph
        derived = sum(bool(data["derived"]) for *_, data in graph.edges(data=True))
        seen = sum(data["observed"] > 0 for *_, data in graph.edges(data=True))
        return (
            f"{len(graph)} orbits, {graph.number_of_edges()} edges ({derived} derived, {seen} observed) from"
            f" {len(self.departures)} flows, {self.unresolved} unresolved"
        )


def saddle_graph(landscape: Landscape, mixtures: int = 16, seed: int = 0, offset: float = 1e-4) -> SaddleGraph:
    """Integrate the flow from every strict saddle along ± each unstable direction and ``mixtures`` random mixtures.

    ``offset`` is the distance of the start from the saddle, relative to the size of a mode.

    Raises:
        ValueError: a value at the existence threshold: its orbits are no strict saddles, so the graph would miss edges.

    >>> graph = saddle_graph(Landscape((1, 1, 1, 1), spectrum=("17/8",), ridge=1), mixtures=2)
    >>> print(graph)
    3 orbits, 2 edges (2 derived, 2 observed) from 4 flows, 0 unresolved
    >>> sorted(graph.ends("1-"))
    ['1+', 'O']
    """
    if landscape.error_bound is not True:
        raise ValueError("spectrum must avoid the existence threshold: a degenerate orbit has no exponential escape")
    return SaddleGraph(landscape, tuple(departures(landscape, list(landscape.orbits()), mixtures, seed, offset)))


def departures(
    landscape: Landscape, orbits: list[Orbit], mixtures: int = 16, seed: int = 0, offset: float = 1e-4
) -> list[Departure]:
    """The flows of ``saddle_graph`` from the strict saddles among ``orbits``, in one batch.

    Values at the existence threshold are no obstacle: a strict saddle beside or with a double root has negative
    eigenvalues like any other. Each flow has left before it may rest: it is followed until it is slower than it was at the
    start. Where the fastest direction is more than ``STIFF`` times as fast as the slowest unstable one, or the explicit
    method does not bring the flow to an orbit of lower loss, an implicit one does. A flow that creeps towards a double root
    for too long is unresolved.
    """
    if mixtures < 0:
        raise ValueError(f"mixtures must be non-negative, got {mixtures}")
    if not offset > 0:
        raise ValueError(f"offset must be positive, got {offset:g}")
    problem = aligned_problem(landscape)
    generator = torch.Generator().manual_seed(seed)
    names, starts, stiff = [], [], []
    for orbit in orbits:
        if not orbit.index:
            continue
        point = problem.flatten(aligned_point(orbit))
        values = [value for value, _ in orbit.hessian()]
        for direction, step in _steps(problem, orbit, mixtures, generator):
            names.append((orbit, direction))
            starts.append(point + offset * _size(landscape) * step)
            stiff.append(max(map(abs, values)) > STIFF * -max(value for value in values if value < 0))
    found: dict[int, Departure] = {}
    easy = [k for k, hard in enumerate(stiff) if not hard]
    if easy:
        begin = problem.unflatten(torch.cat([starts[k] for k in easy]))
        slow = min(1e-7, 0.1 * float((_slope(problem, begin) / gradient_scale(problem, begin).max()).min()))
        rest = flow_to_rest(problem, begin, slow=slow)
        found |= zip(easy, _arrived(landscape, problem, [names[k] for k in easy], rest), strict=True)
    for k, (start, name) in enumerate(zip(starts, names, strict=True)):
        if k not in found or found[k].target == UNRESOLVED:
            begin = problem.unflatten(start)
            slow = min(1e-7 * float(gradient_scale(problem, begin)), 0.1 * float(_slope(problem, begin)))
            (found[k],) = _arrived(landscape, problem, [name], stiff_flow_to_rest(problem, begin, slow))
    return [found[k] for k in range(len(names))]


def _slope(problem: DeepFactorization, point: Factors) -> Tensor:
    return torch.linalg.vector_norm(problem.flatten(problem.gradient(point)), dim=-1)


def _arrived(
    landscape: Landscape, problem: DeepFactorization, names: list[tuple[Orbit, str]], rest: Rest
) -> Iterator[Departure]:
    """What came to rest on an orbit of lower loss, by its label."""
    losses = {orbit.label: orbit.loss for orbit in landscape.orbits()}
    labels = name_orbits(landscape, problem, rest.factors)
    for (source, direction), label, good, loss in zip(
        names, labels, rest.converged.tolist(), rest.loss.tolist(), strict=True
    ):
        lower = good and losses.get(label, source.loss) < source.loss
        yield Departure(source.label, direction, label if lower else UNRESOLVED, loss)


def derived_ends(orbit: Orbit) -> dict[str, str]:
    """Orbits that ``orbit`` certainly flows to, with the rule that says so.

    >>> orbits = {o.label: o for o in Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).orbits()}
    >>> derived_ends(orbits["1+2-"]), derived_ends(orbits["2+"])
    ({'1+': 'radial', '1+2+': 'radial'}, {'1+': 'rotation'})
    """
    found: dict[str, str] = {}
    for state in _chain_states(orbit):
        label = _label(orbit.landscape, state)
        if label != orbit.label:
            found.setdefault(label, "growth" if orbit.landscape.layers == 2 else "radial")
    active = dict(orbit.active)
    equal = len(set(orbit.landscape.weights)) == 1
    values = orbit.landscape.singular_values.values
    for i, root in active.items():
        for k in range(1, len(values) + 1):
            if equal and root is Root.UPPER and k not in active and values[k - 1] > values[i - 1]:
                moved = {k if position == i else position: r for position, r in active.items()}
                found.setdefault(_label(orbit.landscape, moved), "rotation")
    return found


def _chain_states(orbit: Orbit) -> Iterator[dict[int, Root]]:
    """Every end of independent flows of the modes: '-' to nothing, itself or '+'; for L = 2 also nothing to '+'."""
    landscape = orbit.landscape
    choices: list[list[tuple[int, Root | None]]] = []
    for position, root in orbit.active:
        others = [None, Root.UPPER] if root is Root.LOWER else []
        choices.append([(position, root), *((position, other) for other in others)])
    if landscape.layers == 2:
        active = {position for position, _ in orbit.active}
        for group in landscape.singular_values.groups:
            if group.above_existence == 1:
                choices += [[(p, None), (p, Root.UPPER)] for p in group.positions if p not in active]
    for chosen in product(*choices):
        state = {position: root for position, root in chosen if root is not None}
        if len(state) <= min(landscape.widths):
            yield state


def _label(landscape: Setting, state: dict[int, Root]) -> str:
    """The orbit of a set of modes: inside a group of equal values '+' first, then '-', on the first positions."""
    parts = []
    for group in landscape.singular_values.groups:
        roots = sorted((state[p] for p in group.positions if p in state), key="+0-".index)
        parts += [ActiveMode(group.first + k, root).label for k, root in enumerate(roots)]
    return "".join(parts) or "O"


def _steps(problem: DeepFactorization, orbit: Orbit, mixtures: int, generator: torch.Generator) -> Iterator[tuple[str, Tensor]]:
    """Unit displacements (1, N) with their names."""
    basis = unstable_directions(problem, orbit)
    for name, vector in basis:
        for sign, mark in ((1.0, "+"), (-1.0, "−")):
            yield f"{mark}{name}", sign * vector[None]
    stacked = torch.stack([vector for _, vector in basis])
    for k in range(mixtures):
        mix = torch.randn(1, len(basis), generator=generator, dtype=torch.float64) @ stacked
        yield f"random {k + 1}", mix / mix.norm()


def _size(landscape: Landscape) -> float:
    """‖Y‖^(1/L), the size of a factor."""
    return float(landscape.singular_values.values[0]) ** (1 / landscape.layers) or 1.0
