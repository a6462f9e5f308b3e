"""Orbits by name. What exists is told by the enumeration of all orbits, which knows no names that people type."""

from __future__ import annotations

import re
from itertools import product
from random import Random

import numpy as np
import pytest

from theory.dmf import Landscape
from theory.dmf.landscape.orbits import ActiveMode
from theory.dmf.landscape.roots import Root

CLOSE = np.diag([3.0, np.nextafter(3.0, 4.0), 2.0])
ZOO = {
    "simple": Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1),
    "ties": Landscape((4, 4, 4, 4), spectrum=(4, 4, 3, 3), ridge=1),
    "triple, one value without a root": Landscape((4, 3, 4, 4), spectrum=(5, 5, 5, 1), ridge=1),
    "double roots": Landscape((4, 4, 4, 4), spectrum=(5, 4, 4, 1), ridge=3),
    "two layers": Landscape((4, 3, 4), spectrum=(4, 3, 3, "1/2"), ridge=1),
    "narrow": Landscape((4, 1, 4, 4), spectrum=(5, 4, 4, 3), ridge=1),
    "only the origin": Landscape((2, 2, 2, 2), spectrum=(1, "1/2"), ridge=1),
    "ties left open by the error": Landscape((3, 3, 3, 3), matrix=CLOSE, ridge=1),
}


@pytest.mark.parametrize("landscape", ZOO.values(), ids=ZOO)
def test_every_way_to_name_modes_is_an_orbit_or_names_the_nearest(landscape: Landscape) -> None:
    """All 4^n assignments of '+', '-', '0' or nothing to places, one more than there are values."""
    exists = {orbit.label: orbit for orbit in landscape.orbits()}
    places = range(1, len(landscape.singular_values.values) + 2)
    met = set()
    for roots in product((None, *Root), repeat=len(places)):
        name = "".join(ActiveMode(p, root).label for p, root in zip(places, roots, strict=True) if root) or "O"
        if name in exists:
            found = landscape.orbit(name)
            assert str(found) == str(exists[name]) and found.codes == exists[name].codes
            met.add(name)
            continue
        with pytest.raises(ValueError, match=r"^orbit must be one of this landscape, got .*; the nearest is \S+$") as refused:
            landscape.orbit(name)
        assert str(refused.value).rpartition("is ")[2] in exists
    assert met == exists.keys()


def test_ten_modes_in_any_order() -> None:
    landscape = Landscape((10, 10, 10, 10), spectrum=range(3, 13), ridge=1)
    orbits, rng = landscape.orbits(), Random(1)
    assert len(orbits) == 3**10
    for orbit in [orbits[rng.randrange(len(orbits))] for _ in range(40)]:
        modes = re.findall(r"\d+[+-]", orbit.label)
        rng.shuffle(modes)
        assert landscape.orbit(" ".join(modes) or "O").codes == orbit.codes


def test_an_orbit_among_too_many_to_list() -> None:
    """3^45 orbits; independent of names: the global minimum has all modes at '+', the origin loses all of ‖Y‖²."""
    landscape = Landscape((45,) * 4, spectrum=range(10, 55), ridge=1)
    with pytest.raises(ValueError, match="too many to list"):
        landscape.orbits()
    best = landscape.orbit("1+…45+")
    assert best.kind == "global minimizer" and best.loss == pytest.approx(landscape.global_loss, rel=1e-14)
    assert landscape.orbit("O").loss == sum(y * y for y in range(10, 55))
    assert landscape.orbit("1+…44+45-").index == 1


UNREADABLE = ("", "x", "1", "+", "1+2", "0+", "01+", "1++", "o", "O1+", "1+O", "…2+", "1+…", "2+…1+", "1+…3-", "1+……3+", "1.5+",
              "\\mathbf{2}")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "message"),
    [
        *((name, "orbit must be written like 1\\+2-") for name in UNREADABLE),
        ("1+1-", "orbit must have each mode at one root, got 1.1- with mode 1 twice"),
        ("1+…2+2-", "with mode 2 twice"),
        (3, "orbit must be a name such as 1\\+2- or O, got 3"),
        ("3+", "got 3.: only the values 1 … 2 have a root; the nearest is 2\\+$"),
        ("1+…999999999999+", "only the values 1 … 2 have a root"),
        ("1(0)", "mode 1 can only be at 1. or 1-; the nearest is 1\\+$"),
    ],
)
def test_what_is_no_name(name: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ZOO["simple"].orbit(name)


@pytest.mark.parametrize(
    ("which", "name", "message"),
    [
        ("ties", "2+", "the values 1 … 2 are equal and . takes the first of them; the nearest is 1\\+$"),
        ("ties", "1-2+", "are equal and . and -, in this order, take the first of them; the nearest is 1\\+2-$"),
        ("double roots", "2+", "mode 2 can only be at 2.0.; the nearest is 2.0.$"),
        ("two layers", "1-", "mode 1 can only be at 1.; the nearest is 1.$"),
        ("narrow", "1+2+", "the smallest width allows 1 active at a time; the nearest is 1\\+$"),
        ("only the origin", "1+", "no value has a root; the nearest is O$"),
    ],
)
def test_the_reason_is_the_one_that_matters(which: str, name: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ZOO[which].orbit(name)
