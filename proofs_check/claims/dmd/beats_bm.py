"""At exact rank Burer–Monteiro has the rate 1 − ηλ_min (κ), DMD 1 − ηλ_min² (κ²): BM needs fewer steps.

Source: a reading of the abstract of arXiv:2606.31390 (exponentially faster than gradient descent on BM); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def draw(rng: Random) -> tuple[float, int]:
    """κ and a seed."""
    return rng.choice((3.0, 4.0, 5.0)), rng.getrandbits(30)


def violation(instance: tuple[float, int]) -> Counterexample | None:
    """m = 40, r = r_A = 2: steps to ‖residual‖ ≤ 1e-6‖A‖, each at its own best usual step (1/λ_1², 1/(2λ_1))."""
    import torch

    condition, seed = instance
    generator = torch.Generator().manual_seed(seed)
    A = torch.zeros(40, 40, dtype=torch.float64)
    A[0, 0], A[1, 1] = 1.0, 1 / condition
    X = torch.linalg.qr(torch.randn(40, 2, generator=generator, dtype=torch.float64)).Q
    Y, goal, counts = 0.1 * X, 1e-6 * float(A.norm()), {}
    for name in ("DMD", "BM"):
        t = 0
        for t in range(400_000):  # noqa: B007
            if name == "DMD":
                B = X.mT @ A @ X
                end = X @ B @ X.mT - A
                X = torch.linalg.qr(X + (A @ X - X @ B) @ B).Q
            else:
                end = Y @ Y.mT - A
                Y = Y - 0.5 * end @ Y
            if float(end.norm()) <= goal:
                break
        counts[name] = t
    if counts["DMD"] <= counts["BM"]:
        return None
    text = f"κ = {condition:g}, seed {seed}: DMD {counts['DMD']} steps, Burer–Monteiro {counts['BM']}"
    return Counterexample(text, kind=Refutation.STATISTICAL, size=condition)


claim = Claim(
    id="dmd-beats-burer-monteiro",
    title="DMD beats Burer–Monteiro at exact rank",
    source=Source("dmd", "comparison at r = r_A", "reconstructed"),
    statement="At r = r_A direction-magnitude descent needs no more iterations than gradient descent on Burer–Monteiro to "
    "relative error 1e-6.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, planted=violation, trials=(2, 10)),
)
