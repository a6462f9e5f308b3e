"""Fixed points of UDU and stationary points of Burer–Monteiro have the same X: a stationary W gives (W/√s, sI) for every s ≥
‖W‖²/α², and UD^½ is stationary at a fixed point with D > 0.

Derived for every G, square root included (D = S²). In words: the gradient of f(WWᵀ) by the chain rule, and what a fixed point
is. Stability does not coincide. Exact rational points of random quadratic models besides. Source: ours, for arXiv:2501.16322
v2.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import stationary

SPLIT, JOINED = "n r eta alpha q G W", "n r eta c a G U S"


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
    title="The same X as Burer–Monteiro, both ways",
    sentence=(
        r"[1] Let $n, r \ge 1$, $\eta, \alpha, q > 0$, $G \in \mathbb{R}^{n\times n}$, $W \in \mathbb{R}^{n\times r}$ and $U "
        r"= q^{-1}W$. If $GW = 0$ and $q^2\alpha^2 \ge \lVert W\rVert_F^2$, then $U(q^2I)U^\top = WW^\top$, $U - 2\eta "
        r"GU(q^2I) = U$, $U^\top GU = 0$ and $\lVert U\rVert_F^2 \le \alpha^2$. [2] Let $n, r \ge 1$, $\eta, c, a > 0$, $G "
        r"\in \mathbb{R}^{n\times n}$, $U \in \mathbb{R}^{n\times r}$, $S$ a diagonal $r\times r$ matrix with positive "
        r"diagonal and $W = US$. If $U - 2\eta GUS^2 = cU$, $\mathrm{tr}(S^2U^\top GU) = 0$ and $\lVert U\rVert_F^2 = a$, "
        r"then $GW = 0$ and $WW^\top = US^2U^\top$."
    ),
    source=Source("udu", "relation to Burer–Monteiro", "reconstructed", version="v2"),
    derivation=derived(theorems.burer_monteiro),
    expected=("steps proved",),
    without_objective="about fixed points of the projected step for any gradient G; no particular f",
    probe=Together((
        StatementProbe(sampler=(sampler(SPLIT, stationary.random_stationary), sampler(JOINED, stationary.random_stationary)),
                       trials=(20, 200)),
        SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, wrong=True), trials=(60, 600)),
    )),
    mutants=(
        Mutant(name="X of the magnitudes q", fate="false", change=(("U*(q**2*I(r))*U.T == W*W.T", "U*(q*I(r))*U.T == W*W.T"),)),
        Mutant(name="inside half the ball", fate="false", change=(("alpha**2 >= tr(U.T*U)", "alpha**2 >= 4*tr(U.T*U)"),)),
        Mutant(name="G = 0", fate="false", goal=1, change=(("G*W == 0", "G == 0"),)),
        Mutant(name="U in place of US", fate="false", goal=1, change=(("W*W.T == U*S**2*U.T", "U*U.T == U*S**2*U.T"),)),
    ),
    sharpness=(
        Sharpness(given="G*W == 0", sampler=sampler(SPLIT, stationary.random_stationary, moved=True)),
        Sharpness(given="q**2*alpha**2 >= tr(W.T*W)", sampler=sampler(SPLIT, stationary.random_stationary, short=True)),
        Sharpness(given="tr(S**2*U.T*G*U) == 0", goal=1, sampler=sampler(JOINED, stationary.random_active)),
    ),
)  # fmt: skip
