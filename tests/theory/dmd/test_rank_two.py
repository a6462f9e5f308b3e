"""The clock at r_A = 2: what the kernel reads is the numerator of the recursion, and no coefficient of it can be edited."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random

import pytest

from theory.dmd import sharp_constant as sharp
from theory.dmd.proofs import one_angle, rank_two
from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.statement import Statement

CONSTANT = {"sharp": lambda h: (1, 1 - h / 2), "small steps": lambda h: (8 + 4 * h, (8 - h) / (8 + 4 * h))}


@pytest.mark.parametrize("case", sharp.CASES)
def test_the_goal_is_the_numerator_of_the_recursion(case: str) -> None:
    """Independent route: `sharp_constant.numerator`, divided out by flint and anchored on the recursion in its own test."""
    table, rng = sharp.numerator().to_dict(), Random(1)
    for _ in range(20):
        at = {name: Fraction(value) for name, value in rank_two.random_step(rng).items()}
        a, b, w, h = at["s"] ** 2, at["t"] ** 2, at["k"] * at["s"] * at["t"], at["h"]
        scale, c = CONSTANT[case](h)
        point = (a, b, w, at["l"], h, c)
        told = Fraction(0)
        for exponents, value in table.items():
            term = Fraction(int(value.p), int(value.q))
            for x, e in zip(point, map(int, exponents), strict=True):
                term *= x**e
            told += term
        assert eval(rank_two.written_out(rank_two.gain(case)), dict(at)) == scale * told


@pytest.mark.full
def test_no_coefficient_can_be_edited() -> None:
    """A premise with one coefficient changed, itself non-negative, no longer adds up to the goal."""
    found = rank_two.sharp_constant()
    goal = found[found[found.goals[1]].premises[0]]
    rows = {page: found[page] for page in goal.premises}
    name, page = next((name, page) for name, page in rows.items() if "k**6" in page.statement["then"][0])
    text = page.statement["then"][0].replace(" >= 0", " + k**2 >= 0")
    edited = Certificate({**page.statement, "then": [text]}, page.rule, page.premises, page.witness, page.model)
    plain = {premise: Statement(row.statement) for premise, row in rows.items()}
    check_certificate(goal, plain)
    with pytest.raises(Fault):
        check_certificate(goal, {**plain, name: Statement(json.loads(json.dumps(edited.statement)))})


def test_what_one_angle_leaves_is_not_below_zero() -> None:
    """Random corners and points of the box; zero at d = 0, y = e = 1, h = 1/2, where the constant is sharp."""
    polynomial, rng = one_angle.rest(), Random(2)
    assert sharp.value_at(polynomial, (Fraction(1), Fraction(1), Fraction(0), Fraction(1, 2))) == 0
    for _ in range(200):
        at = [low + (high - low) * Fraction(rng.randint(0, 6), 6) for low, high in one_angle.BOX]
        assert sharp.value_at(polynomial, at) >= 0
