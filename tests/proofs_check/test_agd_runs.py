"""The sampler of the horizon-free theorems: how close it comes, and that it is the sampler the issue of sharpness needs."""

from __future__ import annotations

from random import Random

import pytest

from proofs_check.claims.agd._horizon_runs import BATCH, SHAPES, broken, broken_faster, runs


@pytest.mark.parametrize("sharp", [False, True])
def test_the_sampler_reaches_the_rate_and_never_passes_it(sharp):
    draw, rng = runs(sharp), Random(2)
    seen = [draw(rng) for _ in range(3000)]
    assert max(one.ratio for one in seen) >= 0.999
    assert not any(map(broken, seen))
    assert sum(map(bool, map(broken_faster, seen))) > 1000
    assert {one.label.split(", s")[0] for one in seen} == {f"(m, n, d, r) = {shape}" for shape in SHAPES}
    assert min(float(one.label.rsplit("= ", 1)[1]) for one in seen) < 2e-3 and BATCH * len(SHAPES) > 3000
