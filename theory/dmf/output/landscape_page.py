"""A landscape as one HTML file that can be explored offline, and the same inside a notebook."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from theory.dmf.landscape.critical_orbits import CriticalOrbits
from theory.dmf.output.frames import frames
from theory.dmf.output.text import landscape_html
from theory.page import THEME_SWITCH, data_block, page
from theory.page.palette import CLASSES, palette_css

_HERE = Path(__file__).parent


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
    return page(
        f"Loss landscape: {problem}",
        _body(problem, rest) + data_block("landscape-data", data),
        [palette_css(), style],
        [script],
    )


def notebook_html(landscape: CriticalOrbits) -> str:
    """The page in a frame of its own, apart from the notebook's style and scripts; below it the table, which stays where
    frames are taken out (an untrusted notebook, a listing on the web). The table alone where some ridge cannot be computed.
    """
    try:
        text = landscape_page(landscape, limit=20, count=17, everywhere=False)
    except ValueError:
        return landscape_html(landscape)
    frame = (
        f'<iframe title="Loss landscape" sandbox="allow-scripts" srcdoc="{escape(text, quote=True)}" '
        'style="width:100%;height:860px;border:1px solid #8884;border-radius:8px"></iframe>'
    )
    return f"{frame}<details><summary>as a table</summary>{landscape_html(landscape)}</details>"


def _body(problem: str, rest: list[str]) -> str:
    legend = "".join(
        f'<li><svg viewBox="-8 -8 16 16" data-kind="{name}" aria-hidden="true"></svg> {name}</li>'
        for name in CLASSES
        if name != "undecided"
    )
    columns = "".join(
        f'<th scope="col">{name}</th>' for name in ("orbit", "loss", "class", "index", "nullity", "dimension", "components")
    )
    layout = Template((_HERE / "landscape.html").read_text(encoding="utf-8"))
    told = {"problem": escape(problem), "rest": "<br>".join(map(escape, rest))}
    return layout.substitute(told, switch=THEME_SWITCH, legend=legend, columns=columns)
