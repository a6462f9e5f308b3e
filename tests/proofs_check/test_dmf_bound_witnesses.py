"""The enumerated witnesses of the lower bound by wells: nothing admissible is missing, and they defeat what is too strong.

Independent routes: numpy's singular values, and the adversary of `_adversary`, which tries every order and sign of every
singular triple of Y.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

import numpy as np
import pytest

from proofs_check.claims.dmf._adversary import admissible, bound_goal
from proofs_check.claims.dmf._bound_witnesses import BOUNDED, PENALTY, bound_witnesses, bounded, penalty_witnesses
from proofs_check.planted.fates import examine
from proofs_check.probes.evaluator import Reading, Scene
from proofs_check.verify.discovery import find_claims, select
from proofs_check.verify.plant import witnesses_for

SEEDS = range(12)
FORBIDS_NEGATIVE = bound_goal()["then"].index("g >= 0")


def entries(rows: Any) -> tuple[Fraction, ...]:
    return tuple(Fraction(row[i]) for i, row in enumerate(rows))


def floats(rows: Any) -> np.ndarray:
    return np.array([[float(Fraction(x)) for x in row] for row in rows])


def truth(model: dict[str, Any], witness: dict[str, Any]) -> tuple[Scene, list[bool]]:
    reading = Reading(bound_goal())
    scene = Scene(reading, reading.parsed({**model, **witness}))
    scene.respect()
    return scene, [scene.holds(atom) for atom in bound_goal()["then"]]


def right_side(scene: Scene) -> Fraction:
    return Fraction(scene.evaluate(bound_goal()["then"][-1].partition(">=")[2]))


@pytest.mark.parametrize("seed", SEEDS)
def test_all_but_the_last_keep_every_condition_and_the_last_breaks_the_sign_of_g_alone(seed: int) -> None:
    model = BOUNDED(Random(seed))
    *listed, last = [truth(model, witness)[1] for witness in bound_witnesses(model)]
    assert len(listed) == model["r"] + 1  # r! orders, and one more for the other end of g
    assert all(all(held[:-1]) for held in listed) and any(all(held) for held in listed)
    assert [i for i, held in enumerate(last[:-1]) if not held] == [FORBIDS_NEGATIVE]


@pytest.mark.parametrize("seed", SEEDS)
def test_values_of_y_beside_values_of_the_product_are_those_that_dense_algebra_finds(seed: int) -> None:
    model = BOUNDED(Random(seed))
    product, q = np.eye(int(model["d"]["0"])), 1.0
    for l in range(1, model["L"] + 1):
        product, q = floats(model["W"][str(l)]) @ product, q * float(Fraction(model["mu"][str(l)]))
    values, target = (np.linalg.svd(x, compute_uv=False) for x in (q * product, floats(model["Y"])))
    r = int((values > 1e-9).sum())
    roots = values[:r] ** (1 / model["L"])
    wanted = {tuple(sorted(zip(np.round(roots, 8), np.round(order, 8), strict=True))) for order in permutations(target[:r])}
    found = {tuple(sorted((round(float(t), 8), round(float(d), 8)) for t, d in
                          zip(entries(w["T"]), entries(w["D"]), strict=True))) for w in bound_witnesses(model)}  # fmt: skip
    assert r == model["r"] and found == wanted
    rest = target[r] if r < len(target) else 0.0
    top = [float(Fraction(w["g"])) for w in bound_witnesses(model)][-2]
    assert top == pytest.approx(target[r - 1]) and rest <= float(Fraction(model["g"])) + 1e-12 < top


@pytest.mark.parametrize("seed", SEEDS)
def test_an_adversary_with_every_triple_and_sign_reaches_no_other_bound(seed: int) -> None:
    scene = bounded(Random(seed))
    model = {name: scene[name] for name in BOUNDED(Random(seed))}
    reached = {right for _, _, _, right in admissible(bound_goal(), scene)}
    listed = {right_side(found) for found, held in (truth(model, w) for w in bound_witnesses(model)) if all(held[:-1])}
    assert reached and listed == reached


def test_equal_values_or_a_residual_as_large_as_the_least_value_are_left_alone() -> None:
    model = next(m for m in (BOUNDED(Random(seed)) for seed in SEEDS) if m["r"] == 2)
    first = model["T"][0][0]
    assert list(bound_witnesses(model))
    assert not list(bound_witnesses({**model, "T": [[first, "0"], ["0", first]]}))
    assert not list(bound_witnesses({**model, "J": [[model["J"][0][0], "0"], ["0", "0"]]}))
    assert not list(bound_witnesses({**model, "g": "1/3"}))  # no rational root of the interval's ends


def test_a_million_more_a_strict_bound_and_a_smaller_cross_term_are_refuted_and_what_is_true_is_not() -> None:
    rows = examine(0, bound_goal(), BOUNDED, Random(5), 8, bound_witnesses)
    by = {(row.kind, row.text[:6], "22/10" in row.text): row.fate for row in rows if not row.text.startswith("not ")}
    assert by == {
        ("far", "g >= 1", False): "refuted", ("far", "F >= a", False): "refuted", ("strict", "F > a*", False): "refuted",
        ("negated", "a*(q[L", False): "refuted", ("constant", "F >= a", False): "refuted",
        ("strict", "g > 0", False): "met by another witness", ("negated", "0 > g", False): "met by another witness",
        ("constant", "F >= a", True): "met by another witness",
    }  # fmt: skip
    assert {row.fate for row in rows if row.text.startswith("not ")} == {"unjudged"}


def test_the_penalty_is_refuted_a_million_higher_and_strict() -> None:
    chosen = select(find_claims(), ["dmf-schatten-penalty"])["dmf-schatten-penalty"].claim
    derivation = chosen.derivation()
    rows = examine(0, derivation[derivation.goals[0]].statement, PENALTY, Random(5), 8, penalty_witnesses)
    assert {row.kind: row.fate for row in rows if not row.text.startswith("not ")} == dict.fromkeys(
        ("far", "strict", "negated"), "refuted"
    )


@pytest.mark.parametrize(("name", "goal"), [
    ("dmf-minimality", 0), ("dmf-global-minimizers", 0), ("dmf-barriers", 0),
])  # fmt: skip
def test_the_enumeration_stands_at_the_goal_it_is_made_for_and_nowhere_else(name: str, goal: int) -> None:
    claim = select(find_claims(), [name])[name].claim
    derivation = claim.derivation()
    statements = [derivation[g].statement for g in derivation.goals]
    assert [n for n, s in enumerate(statements) if witnesses_for(claim, n) is not None] == [goal]
    assert statements[goal] == bound_goal()
