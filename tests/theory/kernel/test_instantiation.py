"""Random uses of true statements: what the kernel accepts holds in exact models; with a hole open, the search finds it."""

from __future__ import annotations

import pytest

from benchmarks.instantiation_fuzzer import HOLES, instances, power
from benchmarks.integer_worlds import campaign
from tests.marks import but


@pytest.mark.parametrize("uses", but((100, 300), (300,)))
def test_accepted_instances_are_true(uses: int) -> None:
    _, accepted, decided, false = instances(seed=11, uses=uses)
    assert (decided, false) == (uses, 0) and accepted > decided


@pytest.mark.parametrize("each", but((100, 250), (250,)))
def test_accepted_steps_between_integers_are_true(each: int) -> None:
    table = campaign(seed=11, accepted=7 * each)
    assert all(accepted == each and offered > accepted and not false for offered, accepted, false in table.values())


SLOW = ("sizes are not replaced", "definitions are not compared", "no shape or sign is checked",
        "fresh letters are not compared", "no range is checked")  # fmt: skip


@pytest.mark.parametrize("hole", but(HOLES, SLOW))
def test_an_open_hole_is_found(hole: str) -> None:
    assert power(seed=3, uses=400, only=hole, enough=1)[hole] > 0
