"""All critical points: both gradients vanish iff Θ = XᵀAX and XXᵀ = PPᵀ + NNᵀ with eigenvectors P of non-zero eigenvalues J and
NᵀAN = 0; f = ¼Σ_{i∉J}λ_i², and which J occur.

Derived from the objective both ways for all sizes; the spectral theorem for B and the count of J (inertia of a form) are in
words. A search, Levenberg–Marquardt on the gradient from random starts, knows no formula. Source: ours, for arXiv:2606.31390
(T3, section 11); reconstructed.
"""

from __future__ import annotations

from functools import cache
from random import Random

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmd.proofs import critical
from theory.dmd.scenes import frames

Instance = tuple[tuple[int, ...], int, int, int]


def draw(rng: Random) -> Instance | None:
    """(eigenvalues, r, m, seed) with m ≤ 4."""
    m = rng.randint(2, 4)
    values = tuple(rng.choice((-3, -2, -1, 1, 2, 3)) for _ in range(rng.randint(1, m)))
    return values, rng.randint(1, m - 1), m, rng.getrandbits(30)


@cache
def found_values(instance: Instance) -> list[float]:
    """Values at the critical points that 12 starts lead to."""
    import numpy as np
    from scipy.optimize import least_squares

    values, r, m, seed = instance
    A, found = np.diag([*values, *[0.0] * (m - len(values))]), []
    rng = np.random.default_rng(seed)

    def slope(flat: np.ndarray) -> np.ndarray:
        X = flat.reshape(m, r)
        B = X.T @ A @ X
        return np.concatenate([((A @ X @ B) - X @ (B @ B)).ravel(), (X.T @ X - np.eye(r)).ravel()])

    for _ in range(12):
        start = np.linalg.qr(rng.standard_normal((m, r)))[0]
        end = least_squares(slope, start.ravel(), xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=400)
        if np.abs(end.fun).max() > 1e-10:
            continue
        X = end.x.reshape(m, r)
        found.append(float((np.sum(A * A) - np.sum((X.T @ A @ X) ** 2)) / 4))
    return found


def violation(instance: Instance, psd_only: bool = False) -> Counterexample | None:
    """What 12 starts find is told; ``psd_only`` forgets sets that need isotropic directions."""
    from theory.dmd.critical_points import critical_points

    values, r, m, _ = instance
    told = [float(p.value) for p in critical_points(values, r, m) if not (psd_only and p.spectrum is None)]
    for value in found_values(instance):
        if min(abs(value - t) for t in told) > 1e-4 * (1 + abs(value)):
            return Counterexample(f"λ = {values}, r = {r}, m = {m}: critical value {value:.6f}", size=m + r)
    return None


WHOLE, SPLIT = "m r a b B0 X T0 Q1 Q2 Lam Li", "m r a b B0 X P Lam N"

claim = Claim(
    id="dmd-critical-points",
    title="Both gradients vanish exactly at a split into eigenvectors and an isotropic rest; the value there",
    sentence=(
        r"Let $m, r \ge 1$, $A \in \mathbb{R}^{m\times m}$ symmetric, $X \in \mathbb{R}^{m\times r}$ with $X^\top X = "
        r"I_r$. [1] Let $\Theta \in \mathbb{R}^{r\times r}$ (formally $T$) be symmetric, $R = X\Theta X^\top - A$, "
        r"$\tfrac12(\Theta - X^\top AX) = 0$, $RX\Theta - \tfrac12X(X^\top RX\Theta + \Theta X^\top RX) = 0$, and $X^\top "
        r"AX = Q_1\Lambda Q_1^\top$ with an invertible real diagonal $\Lambda$ and an orthogonal matrix of the columns "
        r"$Q_1 \in \mathbb{R}^{r\times a}$ and $Q_2 \in \mathbb{R}^{r\times b}$, $a, b \ge 0$. Then for $P = XQ_1$ and $N "
        r"= XQ_2$: $AP = P\Lambda$, $P^\top P = I_a$, $N^\top N = I_b$, $P^\top N = 0$, $N^\top AN = 0$ and $XX^\top = "
        r"PP^\top + NN^\top$. [2] In the setting of [1], $\tfrac14\lVert X\Theta X^\top - A\rVert_F^2 = \tfrac14(\lVert "
        r"A\rVert_F^2 - \lVert\Lambda\rVert_F^2)$. [3] Conversely let $P \in \mathbb{R}^{m\times a}$, $N \in "
        r"\mathbb{R}^{m\times b}$, $a, b \ge 0$, and a real diagonal $\Lambda$ (zeros allowed) have $AP = P\Lambda$, "
        r"$P^\top P = I_a$, $N^\top N = I_b$, $P^\top N = 0$, $N^\top AN = 0$ and $XX^\top = PP^\top + NN^\top$, and let "
        r"$\Theta = X^\top AX$, $R = X\Theta X^\top - A$. Then $RX\Theta - \tfrac12X(X^\top RX\Theta + \Theta X^\top RX) = "
        r"0$. [4] In the setting of [3], $\tfrac14\lVert X\Theta X^\top - A\rVert_F^2 = \tfrac14(\lVert A\rVert_F^2 - "
        r"\lVert\Lambda\rVert_F^2)$."
    ),
    source=Source("dmd", "T3", "reconstructed"),
    derivation=derived(critical.critical_points, about_objective=True),
    expected=("steps proved",),
    probe=Together((
        StatementProbe(
            sampler=(*[sampler(WHOLE, frames.random_split, whole=True)] * 2, *[sampler(SPLIT, frames.random_split)] * 2),
            trials=(6, 60),
        ),
        SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, psd_only=True), trials=(12, 200)),
    )),
    mutants=(
        Mutant(name="AP = 2PΛ", fate="false", goal=0, change=(("A*P == P*Lam", "A*P == 2*P*Lam"),)),
        Mutant(name="loss without Λ", fate="false", goal=1, change=(("- tr(Lam*Lam)", "- 2*tr(Lam*Lam)"),)),
        Mutant(name="A for R", fate="false", goal=2, change=(("(R*X*T - 1/2", "(A*X*T - 1/2"),)),
        Mutant(name="loss at the converse", fate="false", goal=3, change=(("- tr(Lam*Lam)", "- 2*tr(Lam*Lam)"),)),
    ),
    sharpness=(
        Sharpness(given="N.T*A*N == 0", goal=3, sampler=sampler(SPLIT, frames.random_split, loose=True)),
    ),
)  # fmt: skip
