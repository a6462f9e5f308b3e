"""A landscape as one HTML file that can be explored offline, and the same inside a notebook."""

from __future__ import annotations

from html import escape
from pathlib import Path

from theory.dmf.landscape.critical_orbits import CriticalOrbits
from theory.dmf.output.frames import frames
from theory.dmf.output.text import landscape_html
from theory.page import THEME_SWITCH, data_block, page

_HERE = Path(__file__).parent
_CLASSES = ("global minimizer", "local minimizer", "strict saddle", "non-strict saddle")


def landscape_page(landscape: CriticalOrbits, limit: int = 40, count: int = 41, everywhere: bool = True) -> str:
    """The page: saddle graph, one orbit, ridges with thresholds, list. Arguments and errors as for `frames`.

    >>> from theory.dmf import Landscape
    >>> text = landscape_page(Landscape((1, 1, 1), spectrum=(2,), ridge=1), count=3)
    >>> text.startswith("<!doctype html>"), "http://" in text.replace("http://www.w3.org/2000/svg", "")
    (True, False)
    """
    data = frames(landscape, limit, count, everywhere)
    problem, *rest = data["summary"]
    style, script = ((_HERE / f"landscape.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return page(f"Loss landscape: {problem}", _body(problem, rest) + data_block("landscape-data", data), [style], [script])


def notebook_html(landscape: CriticalOrbits) -> str:
    """The page in a frame of its own, apart from the notebook's style and scripts; below it the table, which stays where
    frames are taken out (an untrusted notebook, a listing on the web).
    """
    text = landscape_page(landscape, limit=20, count=17, everywhere=False)
    frame = (
        f'<iframe title="Loss landscape" sandbox="allow-scripts" srcdoc="{escape(text, quote=True)}" '
        'style="width:100%;height:860px;border:1px solid #8884;border-radius:8px"></iframe>'
    )
    return f"{frame}<details><summary>as a table</summary>{landscape_html(landscape)}</details>"


def _body(problem: str, rest: list[str]) -> str:
    legend = "".join(
        f'<li><svg viewBox="-8 -8 16 16" data-kind="{name}" aria-hidden="true"></svg> {name}</li>' for name in _CLASSES
    )
    columns = "".join(
        f'<th scope="col">{name}</th>' for name in ("orbit", "loss", "class", "index", "nullity", "dimension", "components")
    )
    return f"""<a class="skip" href="#list">to the list of orbits</a>
<header class="top"><h1>Loss landscape</h1>{THEME_SWITCH}
<p>{escape(problem)}</p></header>
<main class="room">
<div class="stage">
<section class="box" aria-labelledby="graph-title">
<div class="bar"><h2 id="graph-title" style="margin:0;font-size:1rem">Critical orbits and flows between them</h2>
<label>heights <select id="scale"><option value="all">loss, one scale for all ridges</option>
<option value="here">loss, scaled to this ridge</option><option value="order">order of losses</option></select></label></div>
<svg id="graph" role="group" aria-label="Critical orbits: height is the loss, column the rank. Arrow keys move, Enter chooses."></svg>
<ul class="legend">{legend}<li>lines: flows that are derived (solid radial, dashed rotation, dotted growth)</li></ul>
</section>
<section class="box" aria-labelledby="ridge-title">
<h2 id="ridge-title">The ridge</h2>
<div class="slide"><button type="button" id="back" aria-label="smaller ridge">−</button>
<input type="range" id="slider" min="0" value="0" step="1" aria-label="ridge">
<button type="button" id="forth" aria-label="larger ridge">+</button></div>
<p class="ridge-now">ridge <strong id="ridge"></strong> <button type="button" id="given" class="unprinted">back to the given one</button></p>
<p id="state" aria-live="polite" style="margin:.2rem 0 .6rem"></p>
<svg id="ridges" role="img" aria-label="Losses and ranks of minimizers over the ridge, with the thresholds of each mode"></svg>
<ul class="legend"><li>green, thick: global minimizer</li><li>orange: the rank kept while the ridge is raised</li>
<li>blue, dashed: followed from large ridges, for L ≥ 3</li>
<li>shaded, from dashed to solid line: a mode that still is a minimizer and no longer pays (hysteresis)</li></ul>
</section>
</div>
<aside class="box details" aria-label="Chosen orbit" aria-live="polite"><div id="orbit"></div></aside>
</main>
<section class="box wide" id="list" tabindex="-1" aria-labelledby="list-title">
<h2 id="list-title">Orbits at this ridge <span class="soft" id="listed" style="font-weight:400"></span></h2>
<div class="list" tabindex="0" role="region" aria-label="Table of orbits"><table><thead><tr>{columns}</tr></thead><tbody id="rows"></tbody></table></div>
</section>
<section class="wide notes" aria-label="Notes">
<p>{"<br>".join(map(escape, rest))}</p>
<p>Every number is computed by the exact theory before this page is written, at each ridge of the slider; the page interpolates nothing.
Shown are the orbits of lowest loss, the path of minimizers (the largest values at +) and the saddles on it.
A name such as 1+2- lists the active singular values with the root that they sit at; O is the origin, 1+…4+ stands for 1+2+3+4+.</p>
</section>
<div id="tip" role="status" hidden></div>
"""
