"""Pictures of the report: what is beyond its budget is marked, nothing overlaps, arrows go to the right, no text breaks out."""

from __future__ import annotations

import json
import random
import re
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from proofs_check.probes.probe import Frequency, Point
from proofs_check.report.drawing import BOX, layout, svg
from proofs_check.report.graph import drawn
from proofs_check.report.pages.build import report_page
from proofs_check.report.pages.plots import HIGH, WIDE, agreement, errors, frequency, probe_plots
from proofs_check.report.pages.view import ClaimView, atom
from proofs_check.verify.evidence import Leaves
from proofs_check.verify.report import Probed, Report, Verification
from proofs_check.verify.verdict import Verdict


def numbers(text: str, attribute: str) -> list[float]:
    return [float(value) for value in re.findall(rf'\b{attribute}="(-?[\d.]+)"', text)]


def points(seed: int) -> list[Point]:
    rng = random.Random(seed)
    size = 10.0 ** rng.randint(-200, 200)
    signs = rng.choice([(1,), (-1, 1), (0,)])
    made = []
    for k in range(rng.randint(1, 60)):
        value, budget = rng.choice(signs) * size * rng.random(), rng.choice([0.0, size * 1e-12, size])
        made.append(Point(f"<b>{k}", value, value + rng.choice([0.0, 0.5, 2.0]) * budget, budget))
    return made


@pytest.mark.parametrize("seed", range(40))
def test_every_mark_is_inside_and_what_is_beyond_its_budget_is_marked(seed: int) -> None:
    """Points that are expected beyond are counted from the numbers, not from the picture."""
    made = points(seed)
    beyond = sum(abs(point.measured - point.predicted) > point.budget for point in made)
    for picture in (agreement(made), errors(made)):
        assert picture.count('class="dot') == len(made) and picture.count("beyond") == beyond
        assert "<b>" not in picture and "nan" not in picture and "inf" not in picture
        for attribute, most in (("cx", WIDE), ("x1", WIDE), ("x2", WIDE), ("cy", HIGH), ("y1", HIGH), ("y2", HIGH)):
            assert all(0 <= value <= most for value in numbers(picture, attribute)), attribute


def test_errors_are_as_high_as_they_are_large() -> None:
    """1e-12, 1e-9 and 0 against a budget of 1e-6: the dots lie below the dashes, in this order, zero at the foot."""
    made = [Point("", 1.0, 1.0 + gap, 1e-6) for gap in (2.0**-40, 2.0**-30, 0.0)]
    small, large, zero = numbers(errors(made), "cy")
    assert zero > small > large > max(numbers(errors(made), "y1"))


@pytest.mark.parametrize(("hits", "bound"), [(0, 0.5), (3, 0.01), (100, 0.9), (50, 0.5)])
def test_a_frequency_stands_on_the_right_side_of_its_bound(hits: int, bound: float) -> None:
    picture = frequency(Frequency(hits, 100, bound, max(hits / 100 - 0.01, 0), min(hits / 100 + 0.01, 1)))
    (dot,) = numbers(picture, "cx")
    line = numbers(picture, "x1")[0]
    assert (dot > line) == (hits / 100 > bound)


def test_numbers_that_are_not_finite_draw_nothing() -> None:
    wild = tuple(Point("", value, 1.0, 1.0) for value in (float("inf"), float("nan")))
    assert probe_plots(Probed(2, 0.0, 1.0, 0, "", "", (), wild)) == []


@pytest.mark.parametrize("seed", range(8))
def test_boxes_do_not_overlap_and_arrows_go_to_the_right(seed: int) -> None:
    rng = random.Random(seed)
    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from(f"claim-{k}" for k in range(170))
    graph.add_edges_from((f"claim-{min(a, b)}", f"claim-{max(a, b)}") for a, b in combinations(rng.sample(range(170), 14), 2))
    places = layout(graph)
    assert set(places) == set(graph)
    for one, other in combinations(places.values(), 2):
        assert abs(one.left - other.left) >= one.width or abs(one.middle - other.middle) >= BOX
    assert all(places[a].left + places[a].width <= places[b].left for a, b in graph.edges)
    assert layout(graph) == places


def test_a_graph_of_many_claims_is_a_page_and_not_a_strip() -> None:
    """170 claims that nothing joins were 25,000 px wide."""
    drawing = svg(nx.empty_graph([f"c{k}" for k in range(170)], nx.DiGraph))
    width, height = re.findall(r'viewBox="0 0 (\d+) (\d+)"', drawing)[0]
    assert int(width) < 2000 and int(height) < 1000


def test_an_objective_is_folded_as_in_the_statement(tmp_path: Path) -> None:
    """In both graphs and on the page of the claim; without a certificate as the kernel has it."""
    goal, objective = "c0" * 32, "F == a*x**2"
    letters = [["a", {"kind": "positive", "value": "1/2"}], ["F", {"kind": "real"}], ["x", {"kind": "real"}]]
    content = {"statement": {"letters": letters, "given": [objective], "then": ["F >= 0"]}, "rule": "r", "premises": [],
               "witness": {}}  # fmt: skip
    (tmp_path / f"{goal}.json").write_text(json.dumps(content))
    report = Report(id="c", paper="own", verdict=Verdict.PROVED, goals=(goal,), premises=(goal,), leaves=Leaves((objective,)))
    for text in (drawn([report], tmp_path), report_page(Verification(claims=(report,)), tmp_path)):
        assert "F = ½ x²" in text and "F = a x²" not in text
    assert ClaimView(report, tmp_path).objectives == [atom("F == 1/2*x**2")]
    assert "F = a x²" in drawn([report]) and ClaimView(report).objectives == [atom(objective)]


def test_papers_in_focus_come_first_and_others_by_name() -> None:
    papers = ["Z & Co", "udu", "A", "dmf", "udu"]
    reports = [Report(id=f"c{k}", paper=paper, verdict=Verdict.PROVED) for k, paper in enumerate(papers)]
    text = report_page(Verification(claims=tuple(reports)))
    assert re.findall(r'<article id="claim-(c\d)"', text) == ["c3", "c1", "c4", "c2", "c0"]
    assert "Z &amp; Co" in text
