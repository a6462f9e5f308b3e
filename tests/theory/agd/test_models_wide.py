"""The wide models: every hypothesis holds exactly in each kind, they have the shapes they promise, and ``over`` breaks one."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from proofs_check.claims.agd._models import over
from proofs_check.probes.statement_probe import truth
from tests.marks import but
from theory.agd.problem import Objective
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes.wide import KINDS, random_wide

FREE = "DX DY p g q uY cX cY"
THEOREMS = {"free": ("horizon_free", FREE), "sharp": ("sharpened", FREE), "main": ("main_theorem", FREE),
            "closed": ("horizon_free_closed_form", "p"), "closed sharp": ("sharpened_closed_form", "p")}  # fmt: skip


@pytest.mark.parametrize("kind", but(KINDS, ("closed", "closed sharp", "free", "sharp")))
def test_models_of_every_theorem(kind: str) -> None:
    name, letters = THEOREMS[kind]
    without = "w" if kind == "main" else ""
    found = getattr(theorems, name)(Objective())
    statement = found[found.goals[0]].statement
    rng, shapes = Random(5), set()
    for _ in range(4):
        model = over(letters, kind, "", without)(rng)
        given, then = truth(statement, model)
        assert all(given) and all(then), kind
        shapes.add((model["m"], model["n"], model["d"], model["r"], model["T"]))
    assert all(m != n and d > r == 2 and t == 3 for m, n, d, r, t in shapes) and len(shapes) > 1
    given, _ = truth(statement, over(letters, kind, "column", without)(rng))
    broken = [atom for atom, holds in zip(statement["given"], given, strict=True) if not holds]
    assert "U*U.T*A == A" in broken and len(broken) == 1


def test_singular_values_differ_and_a_kind_is_named() -> None:
    model = random_wide(Random(1), Objective(), "free")
    assert Fraction(model["s"]) < Fraction(7, 10) < Fraction(model["S"])
    with pytest.raises(ValueError, match="kind must be one of free, sharp"):
        random_wide(Random(1), Objective(), "other")
