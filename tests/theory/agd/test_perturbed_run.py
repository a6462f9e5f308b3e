"""The theorem for perturbed runs against runs that try to break it (`proofs_check.claims.agd._pushed_runs`)."""

from __future__ import annotations

import numpy as np
import pytest

from proofs_check.claims.agd._pushed_runs import Run, broken, pushed


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    rng = np.random.default_rng(3)
    return [found for found in (pushed(rng) for _ in range(400)) if found is not None]


@pytest.mark.full
def test_no_pushed_run_leaves_its_certificate(runs):
    assert len(runs) >= 100 and broken(runs) == 0


def test_every_part_of_the_bound_is_needed(runs):
    """Each term without which the bound would be false somewhere; radii a twentieth."""
    assert broken(runs, loss=0.5) and broken(runs, rate=2.0) and broken(runs, column_floor=0.0) and broken(runs, off=0.0)
    assert broken(runs, off_floor=0.0) and broken(runs, radius=0.05)
