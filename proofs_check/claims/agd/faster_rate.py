"""False: under the hypotheses of the horizon-free theorem √f shrinks by 1 − 1.1·g a sweep.

Exact scalar sweeps with D_X = s/1000 and a small Y_0: the contraction is (1 − hx²)(1 − hy²), within 1 % of 1 − g. Source:
ours, the rate of the theorem a tenth larger; refuted.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.probes.probe import Counterexample, model_size
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> dict[str, Any]:
    """An exact scalar sweep inside the hypotheses."""
    from theory.agd.problem import Objective
    from theory.agd.scenes.horizon import random_horizon

    return random_horizon(rng, Objective())


def violation(model: dict[str, Any]) -> Counterexample | None:
    """|R_1| > (1 − 11g/10)|R_0| in rationals."""
    X, Y = ([Fraction(model[k][i][0][0]) for i in ("0", "1")] for k in ("X", "Y"))
    A, g = Fraction(model["A"][0][0]), Fraction(model["g"])
    first, second = (abs(x * y - A) for x, y in zip(X, Y, strict=True))
    if second <= (1 - Fraction(11, 10) * g) * first:
        return None
    allowed = float(1 - Fraction(11, 10) * g)
    text = f"s = {model['s']}, D_X = {model['DX']}: √f_1/√f_0 = {float(second / first):.6f} > {allowed:.6f}"
    return Counterexample(text, size=model_size([str(g), model["s"]]))


claim = Claim(
    id="agd-faster-rate",
    title="The rate of the horizon-free theorem, a tenth faster",
    source=Source("agd", "horizon-free theorem with the rate 1.1·g", "reconstructed"),
    subject="conjecture",
    statement="Under the hypotheses of the horizon-free theorem √f_{k+1} ≤ (1 − 1.1·g)√f_k.",
    expected=("refuted",),
    probe=SearchProbe(instances=instance, violation=violation, trials=(100, 1000)),
)
