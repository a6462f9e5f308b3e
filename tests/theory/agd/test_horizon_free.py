"""The horizon-free theorems as functions of the objective: what they state, what they cite, what changes with it."""

from __future__ import annotations

from random import Random

import pytest

from tests.marks import but
from theory.agd.problem import Objective
from theory.agd.proofs import derivation as theorems
from theory.agd.proofs.horizon_free import sharpened
from theory.agd.scenes.horizon import horizon_scene
from theory.kernel.integers import Fault
from theory.prove.derivation import Book
from theory.prove.rewrite import NotFound

HORIZON_FREE = [theorems.horizon_free, theorems.sharpened_closed_form, theorems.main_theorem]


@pytest.mark.parametrize("theorem", but(HORIZON_FREE, HORIZON_FREE[1:2]))
@pytest.mark.parametrize("fit", but(["1/2", "3"], ["1/2"]))
def test_one_statement_for_any_coefficient(theorem, fit):
    found = theorem(Objective(fit))
    statement = found[found.goals[0]].statement
    assert len(found.goals) == 1 and found.prose == ""
    assert dict(statement["letters"])["c"]["value"] == fit
    assert "p**(2*k)*F[0] >= F[k]" in statement["then"]


@pytest.mark.parametrize("wrong", ["q*F[0]", "q**2*F[0]"])
def test_a_smaller_condition_on_the_step_is_not_enough(wrong, monkeypatch):
    """The constant of the Y condition halved, or its ratio squared: the finder must fail, no certificate exists."""
    from theory.agd.proofs import horizon_free as module

    text = module.BUDGET_Y.replace("2*c*eta**2*q*F[0]", f"c*eta**2*{wrong}")
    monkeypatch.setattr(module, "BUDGET_Y", text)
    with pytest.raises((Fault, NotFound)):
        sharpened(Book(scene=horizon_scene(Random(1), Objective(), sharp=True)), Objective())
