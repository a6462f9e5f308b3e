"""The two theorems at a reader's widths, spectrum and ridge: what each clause says there, decided exactly by `theory.dmf`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from proofs_check.verify.instance import Applied

if TYPE_CHECKING:
    from theory.dmf import Landscape
    from theory.dmf.landscape.decision import OrbitFacts
    from theory.dmf.landscape.orbits import Orbit

KEYS = {"widths": "d0,…,dL", "spectrum": "y1,…", "ridge": "c|c1,…,cL"}
LISTED, DECIDED = 12, 4096
"""Orbits named in a clause, and orbits of lowest loss on which the clauses are decided."""
WIDEST = 10**6


def landscape(values: Mapping[str, str]) -> Landscape:
    """The landscape of the values of ``--at``; ValueError for one that is missing or unusable."""
    from theory.dmf import Landscape
    from theory.exact.algebraic_input import split_list
    from theory.exact.rational_input import listed_widths

    if missing := [name for name in KEYS if name not in values]:
        raise ValueError(f"at must give {', '.join(KEYS)}; {missing[0]} is missing")
    widths = listed_widths(values["widths"])
    if too_wide := [width for width in widths if isinstance(width, int) and width > WIDEST]:
        raise ValueError(f"at: widths must be at most {WIDEST:,}, got {str(too_wide[0])[:40]}")
    return Landscape(widths, spectrum=split_list(values["spectrum"]), ridge=values["ridge"].split(","))  # type: ignore[arg-type]


def theorem_1(values: Mapping[str, str]) -> tuple[Applied, ...]:
    """Theorem 1: the orbits of points in closed form, the active values that are possible, the roots of each value."""
    found = landscape(values)
    count, positive = found.orbit_count, sum(y > 0 for y in found.singular_values.values)
    known = Applied("holds", f"{_lowest(found)} {_named([orbit.label for orbit in _decided(found)], count)}")
    roots = [f"y_{_span(g.positions)} = {_short(g.value)}: {_roots(g.roots)}" for g in found.singular_values.groups]
    told = Applied("holds", f"y* = {found.thresholds['existence']}; {'; '.join(roots)}")
    none = f"it is for L {'= 2' if found.layers > 2 else '≥ 3'}, and here L = {found.layers}"
    other = Applied("does not hold", none)
    rank = min(positive, *found.widths)
    return (
        known,
        Applied("holds", "every critical point lies on one of these orbits"),
        Applied("holds", f"at most {rank} modes are active, on the {positive} positive values; no zero value ever is"),
        *((told, other) if found.layers > 2 else (other, told)),
    )


def theorem_2(values: Mapping[str, str]) -> tuple[Applied, ...]:
    """Theorem 2: which orbits each clause is about, and the condition on the ridge."""
    from theory.dmf.landscape.decision import FIRST, SPARE, SWAP, OrbitFacts, decide

    found = landscape(values)
    deep, orbits = found.layers > 2, _decided(found)
    facts = {orbit.label: OrbitFacts.of(orbit) for orbit in orbits}

    def about(holds: Callable[[OrbitFacts], bool], applies: bool = True) -> Applied:
        named = [label for label, fact in facts.items() if applies and holds(fact)]
        if not applies:
            return Applied("does not hold", f"it is for L {'= 2' if deep else '≥ 3'}, and here L = {found.layers}")
        return Applied("holds" if named else "does not hold", _lowest(found) + _named(named, len(named)))

    def settled(fact: OrbitFacts, kinds: tuple[str, ...]) -> bool:
        return decide(fact) in kinds

    counted = Counter(decide(fact) for fact in facts.values())
    classes = "; ".join(f"{number} {kind}{'s' * (number > 1)}" for kind, number in counted.items())
    return (
        about(FIRST.holds, deep),
        about(SWAP.holds),
        about(SPARE.holds, not deep),
        Applied("holds", f"F ≥ {found.global_loss:.12g}: ‖Y‖² and the minima of the first d_min = {min(found.widths)} wells"),
        about(lambda fact: settled(fact, ("global minimizer",)), not deep),
        about(lambda fact: settled(fact, ("non-strict saddle",)), deep),
        about(lambda fact: settled(fact, ("local minimizer", "global minimizer")), deep),
        _minimum(found, about(lambda fact: settled(fact, ("global minimizer",)), deep)),
        Applied("holds", f"{_lowest(found)}{classes}"),
        _condition(found),
    )


def _minimum(found: Landscape, applied: Applied) -> Applied:
    told = f"y_g = {found.thresholds['global']}, min F = {found.global_loss:.12g}, global: {applied.says}"
    return Applied("holds", told) if applied.hypotheses == "holds" else applied


def _condition(found: Landscape) -> Applied:
    if found.layers == 2:
        return Applied("holds", "L = 2: every critical point is a local minimizer or a strict saddle")
    most, star = min(found.widths), found.thresholds["existence"]
    at = [f"y_{i}" for g in found.singular_values.groups if g.above_existence == 0 for i in g.positions if i <= most]
    if at:
        return Applied("does not hold", f"{', '.join(at)} = y* = {star}, so there is a non-strict saddle")
    told = f"no y_i with i ≤ d_min = {most} is y* = {star}"
    return Applied("holds", f"{told}: every critical point is a local minimizer or a strict saddle")


def _decided(found: Landscape) -> Sequence[Orbit]:
    return found.orbits(DECIDED)


def _lowest(found: Landscape) -> str:
    count = found.orbit_count
    return f"of the {DECIDED} orbits of lowest loss (of {count:,}): " if isinstance(count, int) and count > DECIDED else ""


def _named(labels: Sequence[str], count: object) -> str:
    if not labels:
        return "no orbit"
    shown = ", ".join(labels[:LISTED]) + (", …" if len(labels) > LISTED else "")
    return f"{count} orbit{'s' * (count != 1)}: {shown}"


def _roots(roots: Sequence[object]) -> str:
    return {0: "no root", 1: f"one root, {next(map(str, roots), '')}"}.get(len(roots), "two roots, + and -")


def _span(positions: range) -> str:
    return str(positions[0]) if len(positions) == 1 else f"{positions[0]} … y_{positions[-1]}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 24 else f"{float(value):.12g}"  # type: ignore[arg-type]
