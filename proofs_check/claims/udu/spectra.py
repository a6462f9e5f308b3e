"""Hessian spectra at every X_I of the solvable model, columns along eigenvectors, from the objective: 0 and 4λμ + p² a mode, 0
and 2(λ_jμ_j + λ_kμ_k) a pair, 2λ_j(μ_j − μ_k) toward missing directions, −2λ_lμ_k for free columns, 0 for their λ_l.

Derived: the exact expansion of F, its second variation as a sum of blocks in orthonormal coordinates, for all λ_j > 0 and not
only balanced ones. In words: the entries of the blocks. The table of theory.udu.fixed_points against automatic differentiation
besides, index and nullity included. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import landscape

LETTERS = "n r k B V S C T D Y Z K E J t"


def instance(seed: int) -> tuple[list[int], int, Any]:
    """Eigenvalues with ties and zeros, r, and one of the fixed points."""
    from theory.udu.fixed_points import fixed_points

    rng = Random(seed)
    mu = sorted((rng.choice((3, 3, 2, 5, 1, 0, -1, -2, 7)) for _ in range(rng.randint(1, 4))), reverse=True)
    columns = rng.randint(1, 4)
    return mu, columns, rng.choice([p for p in fixed_points(tuple(mu), columns) if not p.dead])


def dense(mu: list[int], columns: int, magnitudes: Any, vectors: Any) -> tuple[Any, Any]:
    """Gradient and Hessian of ½‖UDUᵀ − A‖² by automatic differentiation at (U, λ) flattened."""
    import torch

    A, n = torch.diag(torch.tensor(mu, dtype=torch.float64)), len(mu)

    def loss(flat: torch.Tensor) -> torch.Tensor:
        U, lam = flat[: n * columns].reshape(n, columns), flat[n * columns :]
        return (((U * lam) @ U.T - A) ** 2).sum() / 2

    flat = torch.cat([torch.as_tensor(vectors).reshape(-1), torch.as_tensor(magnitudes, dtype=torch.float64)])
    return torch.autograd.functional.jacobian(loss, flat).numpy(), torch.autograd.functional.hessian(loss, flat).numpy()


def measure(seed: int) -> Comparison:
    """All eigenvalues, and the inertia with the rounding of the dense Hessian as level."""
    import numpy as np

    mu, columns, point = instance(seed)
    U = np.zeros((len(mu), columns))
    for column, position in enumerate(point.active):
        U[position - 1, column] = point.squared_norms[column] ** 0.5
    gradient, hessian = dense(mu, columns, point.magnitudes, U)
    values = np.linalg.eigvalsh(hessian)
    told = np.repeat(*map(np.array, zip(*point.spectrum, strict=True)))
    level = 1e-9 * max(1.0, float(np.abs(values).max()))
    inertia = [float((values < -level).sum()), float((np.abs(values) <= level).sum())]
    return Comparison(
        label=f"μ = {mu}, r = {columns}, I = {point.active}",
        predicted=[*np.sort(told), point.index, point.nullity, 0.0],
        measured=[*values, *inertia, float(np.abs(gradient).max())],
        budget=level,
    )


claim = Claim(
    id="udu-spectra",
    title="Hessian spectra at all fixed points of the solvable model with columns along eigenvectors",
    sentence=(
        r"Let $n, r \ge 1$, $k \ge 0$, $A \in \mathbb{R}^{n\times n}$ symmetric, $V \in \mathbb{R}^{n\times k}$ and $T \in "
        r"\mathbb{R}^{r\times k}$ with $V^\top V = T^\top T = I_k$, $S, C, J$ diagonal $k\times k$ and $D, E$ diagonal "
        r"$r\times r$ matrices, $S, C$ with positive diagonal, $DT = TC$, $ET = TJ$ and $AV = VCS^2$; $U = VST^\top$, $R = "
        r"UDU^\top - A$, $F(U,D) = \tfrac12\lVert R\rVert_F^2$. Let $Y \in \mathbb{R}^{k\times k}$, $Z \in "
        r"\mathbb{R}^{n\times k}$ with $V^\top Z = 0$, $K \in \mathbb{R}^{n\times r}$ with $KT = 0$, $H = (VY + Z)T^\top + "
        r"K$ and $W = YCS + SCY^\top + JS^2$; $M, N, Q$ the coefficients of $t, t^2, t^3$ in $(U + tH)(D + tE)(U + "
        r"tH)^\top$. Then $R = VCS^2V^\top - A$ and for all real $t$: $F(U + tH, D + tE) = F(U,D) + t^2\bigl(\tfrac12\lVert "
        r"W\rVert_F^2 + \lVert ZCS\rVert_F^2 + \mathrm{tr}\,R(ZCZ^\top + KDK^\top)\bigr) + t^3(\mathrm{tr}(MN) + "
        r"\mathrm{tr}(RQ)) + \tfrac{t^4}{2}(\mathrm{tr}(N^2) + 2\,\mathrm{tr}(MQ)) + t^5\,\mathrm{tr}(NQ) + "
        r"\tfrac{t^6}{2}\mathrm{tr}(Q^2)$."
    ),
    source=Source("udu", "spectrum at X_I", "reconstructed", version="v2"),
    derivation=derived(theorems.spectrum, about_objective=True),
    expected=("steps proved",),
    probe=Together((
        StatementProbe(sampler=sampler(LETTERS, landscape.over_eigenvectors), trials=(12, 120)),
        NumericProbe(measure=measure, trials=(40, 300), resolution=1e-6),
    )),
    mutants=(
        Mutant(name="pairs and modes counted twice", fate="false", change=(("c*tr(W.T*W)", "2*c*tr(W.T*W)"),)),
        Mutant(name="missing directions without λ", fate="false", change=(("Z*C*Z.T", "Z*Z.T"),)),
        Mutant(name="free columns with the other sign", fate="false", change=(("+K*D*K.T", "-K*D*K.T"),)),
    ),
    sharpness=(Sharpness(given="A*V == V*C*S**2", sampler=sampler(LETTERS, landscape.over_eigenvectors, tilted=True)),),
)  # fmt: skip
