"""Models and probes tell the kind of a closed-form point as the exact inertia of ∇²F does, computed from F by the product rule.

So the scenes of the claims are what they say."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from proofs_check.claims.dmf import _kinds, global_two_layers
from proofs_check.claims.dmf._models import scene_of
from proofs_check.claims.dmf._oracle import inertia
from proofs_check.claims.dmf._points import ExactPoint
from proofs_check.probes.evaluator import Reading
from proofs_check.probes.exact import Undecidable
from proofs_check.verify.discovery import find_claims
from tests.theory.kernel.test_germs_and_entries import NOUGHT, TRUTHS, UNDECIDED, W, value
from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs import two_layers
from theory.dmf.scenes import saddles
from theory.models.model import evaluate

SCENES = {
    "a lower root": (scene_of(saddles.below), True),
    "an inactive value above": (scene_of(saddles.inactive), True),
    "a spare unit": (scene_of(saddles.spare), True),
    "upper roots only": (_kinds.upper, False),
    "a tie": (_kinds.tie, False),
    "two layers, spare width, nothing above √λ": (_kinds.settled, False),
    "two layers, full width": (lambda rng: _kinds.settled(rng, spare=False), False),
}


def exact_point(scene: dict) -> ExactPoint:
    def rows(matrix: list) -> list:
        return [[Fraction(entry) for entry in row] for row in matrix]

    return ExactPoint(
        widths=tuple(map(int, scene["d"].values())), ridge=tuple(map(Fraction, scene["lam"].values())), spectrum=(), modes=(),
        factors=tuple(map(rows, scene["W"].values())), target=rows(scene["Y"]))  # fmt: skip


@pytest.mark.parametrize("name", SCENES)
def test_strict_saddles_are_those_of_the_inertia(name):
    draw, strict = SCENES[name]
    statement = {"letters": x.base(Objective()), "given": [], "then": ["strict_saddle(F, W)", "critical(F, W)"]}
    for seed in range(2):
        scene = draw(Random(seed))
        model = {key: scene[key] for key in ("L", "d", "W", "Y", "lam")}
        assert (inertia(exact_point(scene))[0] > 0) == strict
        assert evaluate(statement, model).then == [strict, True] == Reading(statement).truth(model)[1]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TRUTHS.items() for text in texts])
def test_the_second_reading_tells_the_kind_of_a_point(kind, text):
    said = {"letters": [W, value(text)[0]], "given": [], "then": [f"{kind}(F, W)"]}
    assert Reading(said).truth(NOUGHT)[1] == [TRUTHS[kind][text]]


@pytest.mark.parametrize("text", UNDECIDED)
def test_the_second_reading_says_what_it_cannot_tell(text):
    with pytest.raises(Undecidable, match="do not decide saddle"):
        Reading({"letters": [W, value(text)[0]], "given": [], "then": ["saddle(F, W)"]}).truth(NOUGHT)


def test_a_double_root_is_a_saddle_and_no_strict_one():
    """The Hessian at a double root has no negative eigenvalue if every other root is upper (spec, section 5); both readings."""
    scene = saddles.double(Random(1), Objective())
    statement = {"letters": x.base(Objective()), "given": [], "then": ["strict_saddle(F, W)", "saddle(F, W)"]}
    model = {key: scene[key] for key in ("L", "d", "W", "Y", "lam")}
    assert evaluate(statement, model).then == [False, True] == Reading(statement).truth(model)[1]


@pytest.mark.parametrize("residual", [False, True])
def test_the_model_of_two_layers_is_generic(residual):
    """Several modes, a residual beside them, no square Y, and weights whose product is not 1."""
    scene = two_layers._scene(Objective(), residual)
    roots = [scene["S"][i][i] for i in range(scene["r"])]
    assert scene["r"] == 2 and len(set(roots)) == 2 and len(scene["Y"]) != len(scene["Y"][0])
    assert Fraction(scene["z"]) > 0 and Fraction(scene["lam"]["1"]) * Fraction(scene["lam"]["2"]) != 1


def test_a_lower_point_breaks_the_contraction_alone_at_every_width():
    pin = find_claims()["dmf-global-two-layers"].pin
    scenes = [global_two_layers.lower(Random(seed)) for seed in range(8)]
    assert {len(scene["v"]) for scene in scenes} == {2, 3, 4}
    for scene in scenes:
        found = evaluate(pin.goals[0], {name: scene[name] for name in global_two_layers.LETTERS.split()})
        assert found.given == [True] * 5 + [False] and found.then == [False]
