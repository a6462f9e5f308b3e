"""The questions of the flow chart lead to the classes that the columns give, and every class is reached."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction

from theory.dmf import Landscape
from theory.dmf.landscape.decision import FIRST, OrbitFacts, Question, decide
from theory.dmf.landscape.roots import Root


def landscapes(count: int) -> list[Landscape]:
    """Random exact landscapes with repeated, zero and threshold values (y*, y_g and √λ rational)."""
    rng, found = random.Random(11), []
    for _ in range(count):
        layers = rng.choice((2, 2, 3, 3, 4, 5))
        widths = tuple(rng.randint(1, 4) for _ in range(layers + 1))
        size = min(widths[0], widths[-1])
        if layers == 2:
            c, special = Fraction(2), [Fraction(2)]
        elif rng.random() < 0.5:
            c, special = Fraction(layers, layers - 2), [Fraction(2 * layers - 2, layers - 2)]
        else:
            c, special = Fraction(1, layers - 2), [Fraction(layers - 1, layers - 2)]
        pool = [Fraction(0), *special, Fraction(5), Fraction(11, 2), Fraction(1, 2)]
        found.append(Landscape(widths, spectrum=[rng.choice(pool) for _ in range(size)], ridge=c))
    return found


def test_questions_agree_with_columns() -> None:
    seen: Counter[str] = Counter()
    for landscape in landscapes(400):
        for orbit in landscape.orbits():
            assert decide(OrbitFacts.of(orbit)) == orbit.kind, (landscape, orbit)
            seen[orbit.kind] += 1
    assert len(seen) == 4 and min(seen.values()) >= 20, seen


def test_ranks_of_minimizers() -> None:
    for landscape in landscapes(300):
        kinds = [(orbit.rank, orbit.kind) for orbit in landscape.orbits()]
        assert set(landscape.minimizer_ranks) == {rank for rank, kind in kinds if "minimizer" in kind}
        assert set(landscape.global_ranks) == {rank for rank, kind in kinds if kind == "global minimizer"}


def test_planted_errors_are_noticed() -> None:
    """Each question dropped (always answered no) gives some wrong class: none is there for show."""
    rest = [orbit for landscape in landscapes(400) for orbit in landscape.orbits()]
    for question in questions(FIRST):
        changed = without(FIRST, question)
        assert any(decide(OrbitFacts.of(orbit), changed) != orbit.kind for orbit in rest), question.text


def test_order_by_sigma_is_wrong() -> None:
    """Spec section 6, edge case 4: lower roots shrink as y grows, so the order of σ is not the order of y."""
    landscape = Landscape((2, 2, 2, 2), spectrum=(5, 3), ridge=1)
    values = [orbit for orbit in landscape.orbits() if [root for _, root in orbit.active] == [Root.LOWER] * 2]
    (large, small) = values[0].modes
    assert large.value > small.value and float(large.x(64)) < float(small.x(64))


def questions(node: Question | str) -> list[Question]:
    return [] if isinstance(node, str) else [node, *questions(node.yes), *questions(node.no)]


def without(node: Question | str, dropped: Question) -> Question | str:
    if isinstance(node, str):
        return node
    if node is dropped:
        return without(node.no, dropped)
    return replace(node, yes=without(node.yes, dropped), no=without(node.no, dropped))
