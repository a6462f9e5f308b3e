"""The theorem for perturbed runs against runs that try to break it (`proofs_check.claims.agd._pushed_runs`)."""

from __future__ import annotations

import numpy as np
import pytest

from proofs_check.claims.agd._pushed_runs import Run, broken, pushed
from tests.marks import but


def runs(draws: int) -> list[Run]:
    """Those of the drawn problems that have a certificate: two in five."""
    rng = np.random.default_rng(3)
    return [found for found in (pushed(rng) for _ in range(draws)) if found is not None]


@pytest.mark.full
def test_no_pushed_run_leaves_its_certificate():
    found = runs(400)
    assert len(found) >= 100 and broken(found) == 0


@pytest.mark.parametrize("draws", but((120, 400), (400,)))
def test_every_part_of_the_bound_is_needed(draws):
    """Each term without which the bound would be false somewhere; radii a twentieth. With them it is true."""
    found = runs(draws)
    assert broken(found) == 0
    assert broken(found, loss=0.5) and broken(found, rate=2.0) and broken(found, column_floor=0.0) and broken(found, off=0.0)
    assert broken(found, off_floor=0.0) and broken(found, radius=0.05)
