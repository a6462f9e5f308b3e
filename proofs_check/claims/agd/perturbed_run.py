"""The horizon-free theorem for runs as they are: X partly outside the columns, a target with a tail, errors in every sweep.

It is what ``run --certify`` rests on. Statement and proof are written out in `theory.agd.perturbed_run`; without outside part,
tail and errors it is `agd-horizon-free` and `agd-sharpened`, which the kernel proves. Source: ours; reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def draw(rng: Random) -> Any:
    """A run whose errors push, with its certificate; None if no certificate exists."""
    import numpy as np

    from proofs_check.claims.agd._pushed_runs import pushed

    return pushed(np.random.default_rng(rng.getrandbits(48)))


def leaves(run: Any, **change: float) -> Counterexample | None:
    """The run leaves its certificate (with fields times the numbers given)."""
    from proofs_check.claims.agd._pushed_runs import broken

    if not broken([run], **change):
        return None
    return Counterexample(f"a pushed run with {run.found} leaves it", size=len(run.f))


def without_tail(run: Any) -> Counterexample | None:
    """Planted: the floor of the part outside the columns is forgotten."""
    return leaves(run, off_floor=0.0)


claim = Claim(
    id="agd-perturbed-run",
    title="What is outside the columns, a tail of the target and rounding stand in the bound",
    source=Source("agd", "perturbed horizon-free theorem (ours)", "reconstructed"),
    statement="If the conditions of theory.agd.perturbed_run hold for s, S, y, l, a, q, t, ε and a horizon K, then for all "
    "k ≤ K: ‖PX_k − PX_0‖_F ≤ D_X, ‖Y_k − Y_0‖_F ≤ D_Y and 2f_k ≤ ((1 − g)^k a + min(ω/g, Ω))² + ((1 − h)^k qy' + by' + t)².",
    expected=("supported",),
    open_reason="the proof is written (theory.agd.perturbed_run); its induction carries five sums of norms, and the steps for "
    "the checker are not built yet",
    probe=SearchProbe(instances=draw, violation=leaves, planted=without_tail, trials=(80, 400)),
)
