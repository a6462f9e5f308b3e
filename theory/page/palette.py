"""The colours of classes and of signs: one each, on every page and in every picture.

Minimizers are blue, saddles orange and red: hues that every common colour-blindness keeps apart. Classes of one family differ
in lightness, and each class has a mark of its own, so a copy in grey can be read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shade:
    """A colour on light and on dark ground, the name of its CSS variable, and the mark that goes with it.

    ``mark``: circle, diamond, triangle or square; empty where points are not drawn with it.
    """

    variable: str
    light: str
    dark: str
    mark: str = ""


CLASSES = {
    "global minimizer": Shade("least", "#004c8c", "#6cb4f2", "circle"),
    "local minimizer": Shade("local", "#56b4e9", "#b5e0f9", "circle"),
    "strict saddle": Shade("strict", "#e08a00", "#f5b041", "diamond"),
    "non-strict saddle": Shade("degenerate", "#a8124f", "#f0307a", "triangle"),
    "undecided": Shade("undecided", "#8c8c8c", "#a3abb5", "square"),
}
"""Classes of critical points of a landscape."""

SIGNS = {
    -1: Shade("minus", "#c8500a", "#f5a05f"),
    0: Shade("zero", "#767676", "#a3abb5"),
    1: Shade("plus", "#1b6ca8", "#7cb8ea"),
}
"""Signs of Hessian eigenvalues."""


def palette_css() -> str:
    """The colours as CSS variables: ``--least``, ``--strict``, ``--minus``, ….

    >>> "--strict: light-dark(#e08a00, #f5b041);" in palette_css()
    True
    """
    shades = (*CLASSES.values(), *SIGNS.values())
    return ":root { " + " ".join(f"--{s.variable}: light-dark({s.light}, {s.dark});" for s in shades) + " }"
