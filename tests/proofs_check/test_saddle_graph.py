"""The saddle graph, flows at the barriers, names of ends, distances."""

from __future__ import annotations

from pathlib import Path

import networkx
import pytest
import torch

from numerics.flow import flow_to_rest
from proofs_check.bridge.orbit_points import (
    aligned_point,
    aligned_problem,
    distance_to_orbit,
    name_orbits,
    unstable_directions,
)
from proofs_check.bridge.saddle_graph import UNRESOLVED, saddle_graph
from proofs_check.report.graph_plots import plot_saddle_graph
from tests.marks import but
from theory.dmf import Landscape
from theory.dmf.landscape.barriers import Barriers

SMALL = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)

PUBLISHED = {
    "2+": {"1+"},
    "2-": {"1+", "O"},
    "1+2-": {"1+2+", "1+"},
    "1-": {"1+", "O"},
    "1-2+": {"1+", "1+2+"},
    "1-2-": {"1+", "O", "1+2+"},
}
"""Spec page dmf, section 8: ends of simulated flows at generic points near each saddle, from independent code."""

ZOO = {
    "three values": Landscape((3, 3, 3, 3), spectrum=(4, 3, "5/2"), ridge=1),
    "two layers, unequal weights": Landscape((3, 2, 3), spectrum=(4, 3, 2), ridge=("1/2", 1)),
    "repeated value": Landscape((3, 4, 2, 3), spectrum=(4, 4, "5/2"), ridge=(1, "1/2", 1)),
    "four layers, zero value": Landscape((4, 2, 3, 5, 3), spectrum=(4, 3, 0), ridge=(1, "1/2", 1, 1)),
    "bottleneck of one": Landscape((2, 1, 1, 2), spectrum=(5, "4.9"), ridge=1),
}


def test_generic_ends_of_the_small_landscape() -> None:
    graph = saddle_graph(SMALL, mixtures=64)
    assert graph.unresolved == 0
    assert {label: graph.ends(label, generic=True) for label in PUBLISHED} == PUBLISHED


@pytest.mark.parametrize("name", but(ZOO, ("bottleneck of one", "three values")))
def test_edges(name: str) -> None:
    """All ends are identified; loss falls along every edge; minima are sinks; every saddle leads to a minimum; where a
    pure radial direction was followed, the derived edge is among the observed ones."""
    landscape = ZOO[name]
    found = saddle_graph(landscape)
    graph = found.graph
    assert found.unresolved == 0 and set(graph) == {orbit.label for orbit in landscape.orbits()}
    assert all(data["drop"] > 0 for *_, data in graph.edges(data=True))
    minima = {label for label, data in graph.nodes(data=True) if data["index"] == 0}
    assert {label for label in graph if graph.out_degree(label) == 0} == minima
    for label in set(graph) - minima:
        assert networkx.descendants(graph, label) & minima
    single = [(a, b) for a, b, d in graph.edges(data=True) if d["derived"] == "radial" and a.count("-") == 1]
    assert all(graph.edges[edge]["observed"] for edge in single)


def test_graphml_round_trip(tmp_path: Path) -> None:
    found = saddle_graph(SMALL, mixtures=2)
    found.write_graphml(tmp_path / "graph.graphml")
    again = networkx.read_graphml(tmp_path / "graph.graphml")
    assert set(again.edges) == set(found.graph.edges)
    assert all(again.nodes[label] == data for label, data in found.graph.nodes(data=True))


def test_same_seed_same_flows() -> None:
    one, two = (saddle_graph(SMALL, mixtures=4, seed=5).departures for _ in range(2))
    assert one == two


def test_degenerate_landscape_is_refused() -> None:
    with pytest.raises(ValueError, match="spectrum must avoid the existence threshold"):
        saddle_graph(Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3))


def starts_below(label: str, height: float, toward: str, count: int, seed: int) -> tuple[torch.Tensor, ...]:
    """Points of loss ``height`` reached from the minimizer ``label`` by the first crossing of a ray: half the rays
    point to the saddle ``toward`` with noise of one tenth, half anywhere."""
    problem = aligned_problem(SMALL)
    generator = torch.Generator().manual_seed(seed)
    well, saddle = (problem.flatten(aligned_point(SMALL.orbit(x))) for x in (label, toward))
    noise = torch.randn(count, well.shape[1], generator=generator, dtype=torch.float64)
    noise = noise / noise.norm(dim=1, keepdim=True)
    aim = (saddle - well) / (saddle - well).norm()
    rays = torch.where((torch.arange(count) % 2 == 0)[:, None], aim + 0.1 * noise, noise)
    low, length = torch.zeros(count, 1, dtype=torch.float64), torch.zeros(count, 1, dtype=torch.float64)
    for _ in range(20_000):  # walk out in small steps to the first crossing, so that no ridge is jumped
        outside = problem.loss(problem.unflatten(well + (length + 1e-3) * rays)) >= height
        length = torch.where(outside[:, None], length, length + 1e-3)
        if bool(outside.all()):
            break
    low, high = length, length + 1e-3
    for _ in range(60):
        middle = (low + high) / 2
        outside = problem.loss(problem.unflatten(well + middle * rays))[:, None] >= height
        low, high = torch.where(outside, low, middle), torch.where(outside, middle, high)
    return problem.unflatten(well + low * rays)


def ends(starts: tuple[torch.Tensor, ...]) -> list[str]:
    problem = aligned_problem(SMALL)
    rest = flow_to_rest(problem, starts)
    names = name_orbits(SMALL, problem, rest.factors)
    return [name if good else UNRESOLVED for name, good in zip(names, rest.converged.tolist(), strict=True)]


@pytest.mark.parametrize(("well", "barrier"), [("O", 0), ("1+", 1), ("1+2+", 1)])
def test_flows_below_a_barrier_never_cross(well: str, barrier: int) -> None:
    """40 flows a well, 1e-3 below the merging height: all return to the level they came from."""
    wall = Barriers(SMALL).barriers[barrier]
    starts = starts_below(well, wall.height - 1e-3, wall.saddle, 40, seed=barrier)
    loss = aligned_problem(SMALL).loss(starts)
    assert float((loss - wall.height + 1e-3).abs().max()) < 1e-9
    assert set(ends(starts)) == {well}


@pytest.mark.parametrize("barrier", [0, 1])
def test_flows_above_a_barrier_cross_in_the_pushed_direction(barrier: int) -> None:
    """Starts with loss 1e-3 above the saddle: pushed along its unstable direction and lifted by stable noise, they end
    one level up or down as the push says."""
    wall = Barriers(SMALL).barriers[barrier]
    problem, saddle = aligned_problem(SMALL), SMALL.orbit(wall.saddle)
    flat = problem.flatten(aligned_point(saddle))
    ((_, push),) = unstable_directions(problem, saddle)
    generator = torch.Generator().manual_seed(barrier)
    noise = torch.randn(40, flat.shape[1], generator=generator, dtype=torch.float64)
    noise = noise - (noise @ push)[:, None] * push
    noise = noise / noise.norm(dim=1, keepdim=True)
    sides = torch.where(torch.arange(40) % 2 == 0, 1.0, -1.0)[:, None].double()
    base, high = flat + 0.05 * sides * push, torch.full((40, 1), 0.3, dtype=torch.float64)
    low = torch.zeros_like(high)
    for _ in range(60):
        middle = (low + high) / 2
        above = problem.loss(problem.unflatten(base + middle * noise))[:, None] > wall.height + 1e-3
        low, high = torch.where(above, low, middle), torch.where(above, middle, high)
    starts = problem.unflatten(base + high * noise)
    assert float(problem.loss(starts).min()) > wall.height + 0.99e-3
    levels = {level.level: level.orbit for level in Barriers(SMALL).levels}
    expected = [levels[wall.target] if side > 0 else levels[wall.source] for side in sides[:, 0].tolist()]
    assert ends(starts) == expected


@pytest.mark.parametrize("name", ZOO)
def test_random_representatives_are_named(name: str) -> None:
    """Random points of every orbit, rotated by everything that leaves F alone, get their own label."""
    landscape = ZOO[name]
    problem = aligned_problem(landscape)
    for seed, orbit in enumerate(landscape.orbits()):
        point = tuple(torch.tensor(w)[None] for w in orbit.representative(seed))
        assert name_orbits(landscape, problem, point) == [orbit.label]
        assert float(distance_to_orbit(aligned_point(orbit), orbit)) < 1e-12


def test_points_off_the_orbits_are_not_named() -> None:
    problem = aligned_problem(SMALL)
    point = tuple(1.001 * w for w in aligned_point(SMALL.orbit("1+2-")))
    assert name_orbits(SMALL, problem, point) == ["?"]


def test_distance_against_random_search() -> None:
    """No random point of the orbit is nearer than the distance found, and near the orbit it is the normal offset."""
    orbit = ZOO["repeated value"].orbit("1+2-")
    generator = torch.Generator().manual_seed(0)
    base = aligned_point(orbit)
    far = tuple(w + 0.3 * torch.randn(w.shape, generator=generator, dtype=torch.float64) for w in base)
    found = float(distance_to_orbit(far, orbit))
    for seed in range(300):
        other = orbit.representative(seed)
        assert found <= sum(float((w[0] - torch.tensor(o)).square().sum()) for w, o in zip(far, other, strict=True)) ** 0.5
    problem = aligned_problem(orbit.landscape)
    _, vector = unstable_directions(problem, orbit)[0]  # an eigenvector of a non-zero eigenvalue is normal to the orbit
    near = problem.unflatten(problem.flatten(base) + 1e-5 * vector)
    assert float(distance_to_orbit(near, orbit)) == pytest.approx(1e-5, rel=1e-4)


def test_picture_shows_every_orbit_at_its_loss() -> None:
    figure = plot_saddle_graph(saddle_graph(SMALL, mixtures=1))
    texts = {text.get_text().replace("−", "-"): text.xy[1] for text in figure.axes[0].texts if text.get_text()}
    assert texts == {f"{orbit.label} ({orbit.index})": orbit.loss for orbit in SMALL.orbits()}
