"""The derivations about time, written anew: the kernel accepts each step, and the lint its model, as it is added."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from theory.dmd.proofs import derivation as dmd
from theory.prove.derivation import Derivation, Eager
from theory.udu.proofs import derivation as udu

GOALS = {
    udu.no_death: 2, udu.laws_in_time: 1, udu.rates: 4, udu.death_region: 2, udu.scalar_flow: 4,
    dmd.clock_in_time: 3, dmd.equal_eigenvalues: 2,
}  # fmt: skip
"""How many statements each has; the counts are those of the claims' sentences."""
LONG = (udu.scalar_flow,)


@pytest.mark.parametrize(
    "theorem", [pytest.param(t, marks=pytest.mark.full if t in LONG else (), id=t.__name__) for t in GOALS]
)
def test_every_step_is_accepted_as_it_is_added(theorem: Callable[[], Derivation]) -> None:
    assert Eager.on
    found = theorem()
    assert len(found.goals) == GOALS[theorem] and set(found.goals) <= {step.id for step in found.certificates}
    assert {"flow", "pointwise"} & {step.rule for step in found.certificates}
