"""Hessian spectra at critical points with AN = 0, PSD and indefinite A: f to second order along a curve of frames, exactly.

Derived from the objective for all sizes, with the remainder written out; that an entry of K and a pair of columns are all
there is, and the counting, are in words. Compared with automatic differentiation, eigenvalue by eigenvalue (the table of
theory.dmd.critical_points). Source: ours, for arXiv:2606.31390 (T4); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmd.proofs import second_variation
from theory.dmd.scenes import frames


def measure(seed: int) -> Comparison:
    """Coordinates X(I − ½WᵀW) + W, W = XΩ + X_⊥K, Θ + T, orthonormal in ‖Ω‖² + ‖K‖² + ‖T‖²; gradient zero, all eigenvalues."""
    import numpy as np
    import torch

    from theory.dmd.critical_points import critical_points

    rng = Random(seed)
    m, r = rng.randint(2, 6), 0
    rank = rng.randint(1, min(4, m))
    r = rng.randint(1, min(m, 4))
    values = [rng.randint(1, 6) * (rng.choice((-1, 1)) if seed % 3 == 0 else 1) for _ in range(rank)]
    points = [p for p in critical_points(tuple(values), r, m) if p.spectrum is not None]
    if not points:
        return Comparison(label=f"seed {seed}", predicted=[], measured=[], budget=0.0, undecided="isotropic points only")
    point = rng.choice(points)
    ordered = sorted(values, key=lambda v: (-abs(v), -v)) + [0] * (m - rank)
    chosen = [k - 1 for k in point.active] + list(range(rank, rank + r - len(point.active)))
    rest = [k for k in range(m) if k not in chosen]
    eye = torch.eye(m, dtype=torch.float64)
    A, X, outside = torch.diag(torch.tensor(ordered, dtype=torch.float64)), eye[:, chosen], eye[:, rest]
    theta, half = torch.diag(torch.diag(A)[chosen]), r * (r - 1) // 2
    upper = torch.triu_indices(r, r, 1)

    def moved(z: torch.Tensor) -> torch.Tensor:
        zero = torch.zeros(r, r, dtype=torch.float64)
        skew, even = (zero.index_put((upper[0], upper[1]), part / 2**0.5) for part in (z[:half], z[half : 2 * half]))
        skew, even = skew - skew.mT, even + even.mT + torch.diag(z[2 * half : 2 * half + r])
        W = X @ skew + outside @ z[2 * half + r :].reshape(m - r, r)
        frame = (X + W) @ (torch.eye(r, dtype=torch.float64) - W.mT @ W / 2)
        return ((frame @ (theta + even) @ frame.mT - A) ** 2).sum() / 4

    origin = torch.zeros(2 * half + r + (m - r) * r, dtype=torch.float64)
    slope = torch.autograd.functional.jacobian(moved, origin)
    found = np.linalg.eigvalsh(torch.autograd.functional.hessian(moved, origin).numpy())
    told = np.repeat(*map(np.array, zip(*((float(v), t) for v, t in point.spectrum or ()), strict=True)))
    size = max(1.0, float(np.abs(told).max()))
    return Comparison(
        label=f"λ = {values}, m = {m}, r = {r}, J = {point.active}",
        predicted=[*np.sort(told), 0.0],
        measured=[*found, float(slope.abs().max())],
        budget=1e-12 * size,
    )


POINT = "m r n B0 X V Th M O0 K T0 W Y t"

claim = Claim(
    id="dmd-hessian-spectra",
    title="f to second order at a critical point over an eigenframe: the blocks of the Hessian",
    sentence=(
        r"Let $m, r, n \ge 1$, $A \in \mathbb{R}^{m\times m}$ symmetric, $X \in \mathbb{R}^{m\times r}$ and $V \in "
        r"\mathbb{R}^{m\times n}$ with $X^\top X = I_r$, $V^\top V = I_n$, $X^\top V = 0$, $XX^\top + VV^\top = I_m$, $AX "
        r"= X\Theta$ and $AV = VM$ for real diagonal $\Theta$ (formally $Th$) and $M$, and let $\Omega \in "
        r"\mathbb{R}^{r\times r}$ (formally $Om$) be skew-symmetric, $T \in \mathbb{R}^{r\times r}$ symmetric, $K \in "
        r"\mathbb{R}^{n\times r}$, $t \in \mathbb{R}$, $W = X\Omega + VK$, $Y = -\tfrac12XW^\top W$ and $Z = X + tW + "
        r"t^2Y$ (formally $X1$). [1] Then $\tfrac14\lVert Z(\Theta + tT)Z^\top - A\rVert_F^2 = \tfrac14\lVert X\Theta "
        r"X^\top - A\rVert_F^2 + \tfrac14t^2\bigl(\lVert\Omega\Theta - \Theta\Omega + T\rVert_F^2 + "
        r"2\,\mathrm{tr}(K\Theta^2K^\top) - 2\,\mathrm{tr}(MK\Theta K^\top)\bigr) + t^3\rho$, where $\rho$ (formally "
        r"$rest$) is the polynomial in $t$ with coefficients in the letters above that the goal writes out. [2] Then "
        r"$Z^\top Z = I_r + \tfrac12t^3(\Omega W^\top W - W^\top W\Omega) + \tfrac14t^4(W^\top W)^2$. [3] If moreover "
        r"$g_1, g_2 \in \mathbb{R}^r$ and $e \in \mathbb{R}^n$ are unit vectors, $g_1^\top g_2 = 0$, $\Theta g_1 = "
        r"q_1g_1$, $\Theta g_2 = q_2g_2$, $Me = \mu e$, $\Omega = w(g_1g_2^\top - g_2g_1^\top)$, $T = s(g_1g_2^\top + "
        r"g_2g_1^\top)$ and $K = keg_1^\top$, then $\tfrac14\lVert Z(\Theta + tT)Z^\top - A\rVert_F^2 = \tfrac14\lVert "
        r"X\Theta X^\top - A\rVert_F^2 + \tfrac14t^2\bigl(2(w(q_2-q_1)+s)^2 + 2q_1(q_1-\mu)k^2\bigr) + t^3\rho$."
    ),
    source=Source("dmd", "T4", "reconstructed"),
    derivation=derived(second_variation.hessian_spectra, about_objective=True),
    expected=("steps proved",),
    probe=Together((
        StatementProbe(
            sampler=(*[sampler(POINT, frames.random_tangent)] * 2,
                     sampler(f"{POINT} g1 g2 e q1 q2 mu k w s", frames.random_tangent, plane=True)),
            trials=(5, 50),
        ),
        NumericProbe(measure=measure, trials=(40, 300), resolution=1e-6),
    )),
    mutants=(
        Mutant(name="half of the K-block", fate="false", goal=0, change=(("+ 2*tr(K*Th*Th*K.T)", "+ tr(K*Th*Th*K.T)"),)),
        Mutant(name="without the commutator", fate="false", goal=0, change=(("(Om*Th-Th*Om+T).T*(Om*Th-Th*Om+T)", "T.T*T"),)),
        Mutant(name="orthonormal up to t⁴", fate="false", goal=1, change=(("1/2*t**3", "1/2*t**4"),)),
        Mutant(name="q₁(q₁ + μ)", fate="false", goal=2, change=(("q1*(q1-mu)", "q1*(q1+mu)"),)),
    ),
    sharpness=(
        Sharpness(given="A*X == X*Th", sampler=sampler(POINT, frames.random_tangent, tilted=True)),
    ),
)  # fmt: skip
