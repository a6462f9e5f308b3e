"""f(X₊) ≤ f(X) − η(1 − η)‖G‖² for ‖A‖ ≤ 1, any symmetric A, exact Θ and X turned so that B = XᵀAX is diagonal: f decreases for
η ≤ 1.

A sum of eight Gram traces with positive weights (p(b) = 4 − 2hb² − 2hb − h³b⁴(1 − b²) ≥ 4(1 − h) on [0, 1]). In words: any X
and any ‖A‖, by a rotation and by scaling, h = η‖A‖². Searched also by random steps and by optimization over A and X, which
finds the violations beyond h = 1 (for A ⪰ 0 none up to h = 1.9). Source: ours, for arXiv:2606.31390 (section 11);
reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import derivation_discrete as discrete
from theory.dmd.scenes import points

Instance = tuple[int, int, float, int]


def draw(rng: Random) -> Instance:
    """(m, r, h, seed)."""
    m = rng.randint(2, 4)
    return m, rng.randint(1, m - 1), rng.choice((0.3, 0.7, 1.0)), rng.getrandbits(30)


def step(A: Any, X: Any, eta: float) -> tuple[float, float, float]:
    """(f, f₊, ‖G‖²) with f = ¼(‖A‖² − ‖XᵀAX‖²)."""
    import numpy as np

    B = X.T @ A @ X
    G = -(A @ X - X @ B) @ B
    after = np.linalg.qr(X - eta * G)[0]
    total = np.sum(A * A)
    return (total - np.sum(B * B)) / 4, (total - np.sum((after.T @ A @ after) ** 2)) / 4, float(np.sum(G * G))


def violation(instance: Instance, beyond: float = 0.0) -> Counterexample | None:
    """30 random steps and 3 maximizations of f₊ − f + η(1 − h)‖G‖² (‖A‖ = 1); ``beyond`` is added to h in the step alone."""
    import numpy as np
    from scipy.optimize import minimize

    m, r, h, seed = instance
    rng = np.random.default_rng(seed)

    def rise(flat: np.ndarray) -> float:
        A = flat[: m * m].reshape(m, m)
        A = A + A.T
        A = A / max(np.linalg.norm(A, 2), 1e-12)
        X = np.linalg.qr(flat[m * m :].reshape(m, r))[0]
        before, after, slope = step(A, X, h + beyond)
        return after - before + h * (1 - h) * slope

    starts = [rng.standard_normal(m * m + m * r) for _ in range(30)]
    best = max(starts, key=rise)
    found = max(
        [
            rise(best),
            *(
                -minimize(lambda z: -rise(z), z, method="Nelder-Mead", options={"maxiter": 1500}).fun
                for z in sorted(starts, key=rise)[-3:]
            ),
        ]
    )
    return Counterexample(f"m = {m}, r = {r}, h = {h + beyond}: f rises by {found:.4g}", size=m + r) if found > 1e-10 else None


claim = Claim(
    id="dmd-descent",
    title="f(X₊) ≤ f(X) − η(1 − η)‖G‖_F² for ‖A‖₂ ≤ 1, η² < 2, exact Θ and a diagonal B",
    sentence=(
        r"[1] Let $m, r \ge 1$, $A \in \mathbb{R}^{m\times m}$ and $B \in \mathbb{R}^{r\times r}$ symmetric, $Z \in "
        r"\mathbb{R}^{m\times r}$ with $Z^\top Z = I_r$, $R \in \mathbb{R}^{r\times r}$ and $C = ZR$. Then $\lVert A - "
        r"CBC^\top\rVert_F^2 \ge \lVert A\rVert_F^2 - \lVert Z^\top AZ\rVert_F^2$. [2] Let $m, r \ge 1$, $\eta > 0$, $A "
        r"\in \mathbb{R}^{m\times m}$, $X, Q \in \mathbb{R}^{m\times r}$, $B$ a real diagonal $r\times r$ matrix with "
        r"$X^\top X = I_r$, $AX = XB + Q$, $X^\top A = BX^\top + Q^\top$, $X^\top Q = 0$, and $C = X + \eta QB$. Then "
        r"$\mathrm{tr}(A^2) - \mathrm{tr}(B^2) - \mathrm{tr}((A - CBC^\top)^2) = 4\eta\,\mathrm{tr}(Q^\top QB^2) + "
        r"2\eta^2\,\mathrm{tr}(B^3Q^\top AQ) - 2\eta^2\,\mathrm{tr}(Q^\top QB^4) - \eta^4\,\mathrm{tr}(B^3Q^\top "
        r"QB^3Q^\top Q)$. [3] Let $m, r \ge 1$, $0 < \eta < \sqrt2$, $A \in \mathbb{R}^{m\times m}$ symmetric with $-I_m "
        r"\preceq A \preceq I_m$, $B$ a real diagonal $r\times r$ matrix, $M = |B|$ (of which $M$ diagonal, $M^2 = B^2$, "
        r"$M^3 \pm B^3 \succeq 0$, $M \preceq I_r$ and $M^2 \preceq I_r$ are used) and $Q \in \mathbb{R}^{m\times r}$ "
        r"with $B^2 + Q^\top Q \preceq I_r$. Then $4\eta\,\mathrm{tr}(Q^\top QB^2) + 2\eta^2\,\mathrm{tr}(B^3Q^\top AQ) "
        r"- 2\eta^2\,\mathrm{tr}(Q^\top QB^4) - \eta^4\,\mathrm{tr}(B^3Q^\top QB^3Q^\top Q) \ge "
        r"4\eta(1-\eta)\,\mathrm{tr}(Q^\top QB^2)$. [4] Let $m, r \ge 1$, $0 < \eta < \sqrt2$, $A \in "
        r"\mathbb{R}^{m\times m}$ symmetric with $-I_m \preceq A \preceq I_m$, $X, X_+ \in \mathbb{R}^{m\times r}$ with "
        r"$X^\top X = X_+^\top X_+ = I_r$, let $B = X^\top AX$ be diagonal, $M = |B|$ (used as in [3]), $Q = AX - XB$ "
        r"with $B^2 + Q^\top Q \preceq I_r$ (it equals $X^\top A^2X$) and $X + \eta QB = X_+R$ with $R \in "
        r"\mathbb{R}^{r\times r}$. Then $\lVert A - XBX^\top\rVert_F^2 - \lVert A - X_+X_+^\top AX_+X_+^\top\rVert_F^2 "
        r"\ge 4\eta(1-\eta)\,\lVert QB\rVert_F^2$."
    ),
    source=Source("dmd", "section 11, descent", "reconstructed"),
    derivation=derived(discrete.descent),
    expected=("steps proved",),
    without_objective="about one step, which the statement defines; `dmd-gradients` derives its gradient from the objective",
    probe=Together(
        (
            StatementProbe(
                sampler=(
                    sampler("m r A0 B0 X1 R", points.random_span),
                    sampler("m r eta A X B Q", points.random_descent),
                    sampler("m r eE eG eV eY eT eZ1 eZ2 eta g A B M Q E G V Y T Z1 Z2", points.random_descent),
                    sampler("m r eE eG eV eY eT eZ1 eZ2 eta g A0 B M E G V Y T Z1 Z2 X X1 R", points.random_descent,
                            orthonormal=True),
                ),
                trials=(4, 40),
            ),
            SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, beyond=0.8), trials=(12, 100)),
        )
    ),
    mutants=(
        Mutant(
            name="best magnitudes worth twice", fate="false", goal=0, change=((">= tr(A*A) - tr(X1", ">= 2*tr(A*A) - tr(X1"),)
        ),
        Mutant(name="first-order gain halved", fate="false", goal=1, change=(("4*eta*tr(Q.T*Q*B*B)", "2*eta*tr(Q.T*Q*B*B)"),)),
        Mutant(name="twelve times the gain", fate="false", goal=3, change=((">= 4*eta*(1-eta)", ">= 48*eta*(1-eta)"),)),
        Mutant(name="gain 4η for 4η(1 − η)", fate="false", goal=2, change=((">= 4*eta*(1-eta)*", ">= 4*eta*"),)),
    ),
)
