"""How deep the column of a second mode sinks at a small α: the formula of theory.udu.window.trap_depth, to 12 %.

Aligned starts, μ_2 = μ_1/2, D_0 = I, steps of 1e-3. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from itertools import islice
from math import log
from random import Random

from proofs_check.claims.udu._aligned import aligned
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """ln depth at a small α over its formula."""
    from theory.udu.window import trap_depth

    rng = Random(seed)
    radius, first = rng.uniform(0.42, 0.52), rng.uniform(1.5, 2.5)
    told = trap_depth((first, first / 2), radius)
    low = 0.0
    for u, _, _ in islice(aligned([first, first / 2], 1e-3, radius, 1e-3), 60_000):
        depth = log(u[1] / 1e-3)
        if low < -3 and depth > low + 3:
            break
        low = min(low, depth)
    label = f"μ_1 = {first:.3f}, α = {radius:.3f}; depth {-low:.1f} of {told:.1f}"
    return Comparison(label=label, predicted=[1.0], measured=[-low / told], budget=0.12)


claim = Claim(
    id="udu-trap-depth",
    title="How deep a trailing column sinks at a small radius",
    source=Source("udu", "role of α", "reconstructed", version="v2"),
    subject="data",
    statement="Aligned small starts, D_0 = I: the second column sinks by the formula of theory.udu.window.trap_depth, to 12 % "
    "at steps of 1e-3.",
    expected=("supported",),
    probe=NumericProbe(measure=measure, trials=(8, 60), resolution=0.2),
)
