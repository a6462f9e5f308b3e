"""Fixed points of UDU and stationary points of Burer–Monteiro have the same X: GUD = 0 iff G(UD^½) = 0 where D > 0, and a
stationary W gives (W/√s, sI) for every s ≥ ‖W‖²/α².

Stability does not coincide. Exact rational points of random quadratic models. Source: ours, for arXiv:2501.16322 v2.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def draw(rng: Random) -> Any:
    """(A, W, root of s): a stationary W of ½‖WWᵀ − A‖² in a random exact basis and gauge, α = 1."""
    from theory.exact.matrices import columns, diagonal, orthogonal
    from theory.exact.random_matrices import number

    n = rng.randint(1, 3)
    r = rng.randint(1, n)
    frame, size = orthogonal(n, rng.randint(0, 999)), [abs(number(rng)) for _ in range(r)]
    mu = [w * w for w in size] + [number(rng) for _ in range(n - r)]
    W = columns(frame, 0, r) * diagonal(size) * orthogonal(r, rng.randint(0, 999))
    root = Fraction(1)
    while root**2 < sum(w * w for w in size):
        root += 1
    return frame * diagonal(mu) * frame.T, W, root


def violation(instance: Any, wrong: bool = False) -> Counterexample | None:
    """(W/√s, sI) is fixed: GUD = 0, diag UᵀGU = 0, ‖U‖ ≤ 1, the same X; ``wrong`` takes (W, sI)."""
    from theory.exact.matrices import identity, minus, times

    A, W, root = instance
    U, D = (W if wrong else times(1 / root, W)), identity(len(W.rows[0]), root**2)
    X = U * D * U.T
    G = minus(X, A)
    size = sum((x * x for row in U.rows for x in row), Fraction(0))
    good = (G * U * D).is_zero() and (minus(X, W * W.T)).is_zero() and (wrong or size <= 1)
    return None if good else Counterexample(f"A = {A.rows}, W = {W.rows}, s = {root**2}", size=len(A.rows))


claim = Claim(
    id="udu-burer-monteiro",
    title="The same X as Burer–Monteiro",
    source=Source("udu", "relation to Burer–Monteiro", "reconstructed", version="v2"),
    statement="Every stationary point W of f(WWᵀ) gives the fixed points (W/√s, sI), s ≥ ‖W‖²/α², with the same X; "
    "conversely UD^½ is stationary at a fixed point with D > 0.",
    expected=("supported",),
    open_reason="the converse needs a square root of D, the statement both directions at once; each is one line from "
    "udu-exclusion",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, wrong=True), trials=(60, 600)),
)
