"""The landscape page in a browser: the slider moves heights, a click shows directions, a notebook's frame works as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from theory.dmf import Landscape
from theory.dmf.landscape.escapes import escape_directions, flows
from theory.dmf.output.frames import shown_orbits
from theory.dmf.output.landscape_page import landscape_page

pytestmark = pytest.mark.browser
SMALL = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
MANY = Landscape((13,) * 4, spectrum=[str(k) for k in range(30, 43)], ridge=1)


STEEP = (41, 23, 17, 12, 8, 5, 4, 3, "5/2", 2)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("landscape") / "small.html"
    file.write_text(landscape_page(SMALL), encoding="utf-8")
    return file


def height(page: Any, orbit: str) -> float:
    found = "(o) => new DOMMatrix(document.querySelector(`.node[data-orbit='${o}']`).style.transform).f"
    return float(page.evaluate(found, orbit))


@pytest.mark.parametrize("width", [400, 1000, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_and_the_slider_moves_heights(small: Path, opened: Callable[..., Any], width: int, scheme: str) -> None:
    with opened(small, width, scheme) as page:
        orbits = SMALL.orbits()
        assert page.locator(".node").count() == len(orbits)
        order = [height(page, orbit.label) for orbit in orbits]
        assert order == sorted(order, reverse=True), "height is the loss"
        before = height(page, "1+2+")
        page.locator("#slider").focus()
        for _ in range(4):
            page.keyboard.press("ArrowRight")
        assert page.locator("#ridge").inner_text() != "1" and height(page, "1+2+") < before, "a larger ridge costs more"
        page.locator("#given").click()
        assert page.locator("#ridge").inner_text() == "1" and height(page, "1+2+") == before


def test_a_click_shows_class_spectrum_and_escape_directions(small: Path, opened: Callable[..., Any]) -> None:
    """Expected: the same functions of theory, read off the page digit by digit."""
    with opened(small) as page:
        orbits = list(SMALL.orbits())
        for place, orbit in enumerate(orbits):
            page.locator(f".list tr[data-orbit='{orbit.label}'] button").click()
            text = page.locator("#orbit").inner_text()
            assert orbit.kind in text and orbit.label.replace("-", "−") in text
            shown = [float(x) for x in re.findall(r"(?:grows or shrinks|mix|turns to \d+): rate ([\d.]+)", text)]
            assert shown == pytest.approx([-d.eigenvalue for d in escape_directions(orbit)], rel=1e-5)
            values = [(float(v), int(t)) for v, t in re.findall(r"(-?[\d.]+) ×(\d+)", text)]
            assert [t for _, t in values] == [t for _, t in orbit.hessian()]
            assert [v for v, _ in values] == pytest.approx([v for v, _ in orbit.hessian()], rel=1e-6)
            lit = page.evaluate("[...document.querySelectorAll('.flow.lit')].map((f) => f.dataset.to)")
            assert sorted(lit) == sorted(orbits[b].label for a, b, _ in flows(orbits) if a == place)


def test_marks_are_reached_by_keys_and_pointer(small: Path, opened: Callable[..., Any]) -> None:
    with opened(small) as page:
        page.locator(".node[tabindex='0']").focus()
        page.keyboard.press("End")
        assert page.evaluate("document.activeElement.dataset.orbit") == "1-2-"
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.dataset.orbit") == "2-"
        page.keyboard.press("Home")
        assert page.locator("#orbit h2").inner_text() == "1+2+"
        page.locator(".node[data-orbit='2-']").hover()
        assert "strict saddle" in page.locator("#tip").inner_text() and "index 2" in page.locator("#tip").inner_text()


def test_a_million_orbits(tmp_path: Path, opened: Callable[..., Any]) -> None:
    file = tmp_path / "many.html"
    file.write_text(landscape_page(MANY, limit=20, count=5), encoding="utf-8")
    with opened(file, 1000) as page:
        assert "of 1,594,323 orbits" in page.locator("#listed").inner_text()
        assert page.locator(".node[data-orbit='O']").count() == 1


TEXTS = """[...document.querySelectorAll(".node:not(.unlabelled) text, #graph .axis")].map((t) => {
  const b = t.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"""
"""Names and numbers of the graph that are shown."""


def test_many_orbits_near_the_minimum_are_told_apart(tmp_path: Path, opened: Callable[..., Any]) -> None:
    """Losses of which nearly all lie in the lowest quarter: the page begins with their order, and no name lies on another."""
    steep = Landscape((10,) * 4, spectrum=STEEP, ridge=1)
    losses = [orbit.loss for orbit in shown_orbits(steep, 24)]
    assert sum(loss < 0.75 * losses[0] + 0.25 * losses[-1] for loss in losses) > 0.75 * len(losses)
    file = tmp_path / "steep.html"
    file.write_text(landscape_page(steep, limit=24, count=3), encoding="utf-8")
    with opened(file, 1000) as page:
        places = sorted(height(page, orbit.label) for orbit in shown_orbits(steep, 24))
        assert sum(y > 0.75 * places[-1] + 0.25 * places[0] for y in places) < 0.35 * len(places)
        page.wait_for_timeout(400)  # marks move to their places
        boxes = page.evaluate(TEXTS)
        for k, (left, top, right, bottom) in enumerate(boxes):
            for a, b, c, d in boxes[:k]:
                assert min(right, c) - max(left, a) < 2 or min(bottom, d) - max(top, b) < 2
        page.locator("#scale").select_option("all")
        assert sum(height(page, o.label) > 0.75 * places[-1] + 0.25 * places[0] for o in shown_orbits(steep, 24)) > 24


def test_a_column_for_each_rank_that_there_is_and_a_long_spectrum(tmp_path: Path, opened: Callable[..., Any]) -> None:
    """L = 2, the lowest orbits of eight modes: ranks below 6 have none among them. Expected: the orbits themselves."""
    several = Landscape((8,) * 3, spectrum=range(16, 8, -1), ridge=1)
    orbits = shown_orbits(several, 12)
    file = tmp_path / "ranks.html"
    file.write_text(landscape_page(several, limit=12, count=3), encoding="utf-8")
    with opened(file, 1000) as page:
        axis = "[...document.querySelectorAll('#graph text.axis[text-anchor=middle]')].map((t) => t.textContent)"
        assert page.evaluate(axis)[:-1] == [str(rank) for rank in sorted({orbit.rank for orbit in orbits})]
        assert min(orbit.rank for orbit in orbits) > 0
        page.locator(f".list tr[data-orbit='{orbits[-1].label}'] button").click()
        spectrum = orbits[-1].hessian()
        told = page.locator("#orbit").inner_text()
        assert f"…\n{len(spectrum) - 24} larger ones" in re.sub(r"\n+", "\n", told)
        page.locator("#orbit summary").click()
        values = re.findall(r"-?[\d.e+-]+ ×\d+", page.locator("#orbit").inner_text())
        assert len(values) == len(spectrum)


def test_the_frame_of_a_notebook(tmp_path: Path, browser: Any) -> None:
    file = tmp_path / "cell.html"
    file.write_text(f"<!doctype html><body>{SMALL._repr_html_()}</body>", encoding="utf-8")
    page = browser.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator(".node").first.wait_for()
    assert frame.locator(".node").count() == 9 and said == []
    page.close()
