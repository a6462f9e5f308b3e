"""At a balanced square minimizer AGD has the best local rate ((κ−1)/(κ+1))² at η = 2/(σ_1+σ_r), GD (κ−1)/(κ+1) at half
that step.

Formal: the differential of a sweep, its eigenvectors, how far it contracts Ṙ at the best step, and the two end points of the
spectrum at every other. Measured besides: the largest eigenvalue other than 1 of the Jacobian of one sweep by automatic
differentiation, λ_i = μ_i = σ_i; at steps 1 % away it is larger. Source: ours; reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import rates as scenes


def measure(seed: int) -> Comparison:
    """Both methods at one random spectrum of size 3: the rates at the best steps, and whether 1 % away is worse."""
    import numpy as np
    import torch

    rng = np.random.default_rng(seed)
    kappa = 10 ** rng.uniform(0.2, 1.5)
    sigma = np.array([1.0, kappa ** -rng.uniform(0.1, 0.9), 1 / kappa])
    frames = [np.linalg.qr(rng.standard_normal((3, 3)))[0] for _ in range(3)]
    X, Y = ((frame * sigma**0.5) @ frames[2].T for frame in frames[:2])
    best = 2 / (1 + 1 / kappa)
    seen, worse = [], []
    for alternating, step in ((True, best), (False, best / 2)):
        rates = [_rate(torch.tensor(X), torch.tensor(Y), step * scale, alternating) for scale in (1.0, 0.99, 1.01)]
        seen.append(rates[0])
        worse.append(float(min(rates[1:]) > rates[0]))
    ratio = (kappa - 1) / (kappa + 1)  # eigenvalues of an 18 × 18 matrix of condition below 10³: 1e-9 holds their rounding
    return Comparison(label=f"κ = {kappa:.4g}", predicted=[ratio**2, ratio, 1.0, 1.0], measured=[*seen, *worse], budget=1e-9)


def _rate(X: Any, Y: Any, step: float, alternating: bool) -> float:
    """Largest |eigenvalue| of the Jacobian of one sweep, without the nine that are 1 (the fibre)."""
    import torch

    A, size = X @ Y.mT, X.numel()

    def sweep(flat: Any) -> Any:
        x, y = flat[:size].reshape(X.shape), flat[size:].reshape(Y.shape)
        new = x - step * (x @ y.mT - A) @ y
        seen = new if alternating else x
        return torch.cat([new.reshape(-1), (y - step * (seen @ y.mT - A).mT @ seen).reshape(-1)])

    jacobian = torch.autograd.functional.jacobian(sweep, torch.cat([X.reshape(-1), Y.reshape(-1)]))
    values = torch.linalg.eigvals(jacobian)
    return float(values[(values - 1).abs().argsort()][size:].abs().max())


TANGENT = "m n d X Y dX dY eta"
GAPS = "low w eKX KX eJX JX eKY KY eJY JY"


def another_step(rng: Random, share: int) -> dict[str, Any]:
    """Spectra in [σ_r, σ_1], a step of half the size."""
    from fractions import Fraction

    found = sampler(f"{TANGENT} {GAPS}", scenes.random_best, share=share)(rng)
    return {**found, "eta": str(Fraction(found["eta"]) / 2)}


claim = Claim(
    id="agd-best-rates",
    title="Best local rates of AGD and GD",
    sentence=(
        r"[1] Let $m, n, d \ge 1$, $\eta > 0$, $X, \dot X \in \mathbb{R}^{m\times d}$, $Y, \dot Y \in \mathbb{R}^{n\times "
        r"d}$, $XY^\top = A$, $\dot R = \dot XY^\top + X\dot Y^\top$, $\dot X_+ = \dot X - \eta\dot RY$ and $\dot Y_+ = \dot "
        r"Y - \eta(\dot X_+Y^\top + X\dot Y^\top)^\top X$. For real $t$ the sweep of alternating gradient descent from $(X + "
        r"t\dot X, Y + t\dot Y)$ leads to $X + t\dot X_+ + t^2B$ and $Y + t\dot Y_+ + t^2C$, where $B$ and $C$ are "
        r"polynomials in $t$. [2] In this setting let $XX^\top u = \lambda u$ and $YY^\top v = \mu v$. For $\dot X = uv^\top "
        r"Y$ and $\dot Y = (1-\eta\mu)vu^\top X$: $\dot X_+ = (1-\eta\lambda)(1-\eta\mu)\dot X$, $\dot Y_+ = "
        r"(1-\eta\lambda)(1-\eta\mu)\dot Y$ and $\dot R = (\lambda + \mu - \eta\lambda\mu)uv^\top$; for simultaneous descent "
        r"and $\dot X = uv^\top Y$, $\dot Y = vu^\top X$, both are multiplied by $1-\eta(\lambda+\mu)$, and $\dot R = "
        r"(\lambda+\mu)uv^\top$. [3] Let $0 < \sigma_r < \sigma_1$, $\sigma_rI_m \preceq XX^\top \preceq \sigma_1I_m$, "
        r"$\sigma_rI_n \preceq YY^\top \preceq \sigma_1I_n$ and $p = (\sigma_1-\sigma_r)/(\sigma_1+\sigma_r)$. If "
        r"$\eta(\sigma_1+\sigma_r) = 2$, then $\dot R_+ = \dot X_+Y^\top + X\dot Y_+^\top$ has $\lVert\dot R_+\rVert_F \le "
        r"p^2\lVert\dot R\rVert_F$ for all $\dot X$, $\dot Y$. [4] If $\eta(\sigma_1+\sigma_r) = 1$, simultaneous descent has "
        r"$\lVert\dot R_+\rVert_F \le p\lVert\dot R\rVert_F$. [5] For $h > 0$ and every $M \ge (1-h\sigma_r)^2, "
        r"(1-h\sigma_1)^2$: $(\sigma_1+\sigma_r)^2M \ge (\sigma_1-\sigma_r)^2 + \sigma_1\sigma_r(h(\sigma_1+\sigma_r)-2)^2$."
    ),
    source=Source("agd", "exact local spectrum, consequences (ours)", "reconstructed"),
    derivation=derived(theorems.best_rates),
    expected=("steps proved",),
    without_objective="about the derivative of the sweep map, which the statement defines; the gradients are those of "
    "`agd-gradients`",
    probe=Together((
        StatementProbe(
            sampler=(
                sampler(f"{TANGENT} A t", scenes.random_solution),
                sampler("m n d X Y u v lam mu eta", scenes.random_modes),
                sampler(f"{TANGENT} {GAPS}", scenes.random_best),
                sampler(f"{TANGENT} {GAPS}", scenes.random_best, share=2),
                scenes.random_step,
            ),
            trials=(12, 120),
        ),
        NumericProbe(measure=measure, trials=(15, 150), resolution=1e-6),
    )),
    mutants=(
        Mutant(name="eigenvalue 1 − η(λ + μ) for AGD", fate="false", goal=1,
               change=(("dX1 == (1-2*c*eta*lam)*(1-2*c*eta*mu)*dX", "dX1 == (1-2*c*eta*(lam+mu))*dX"),)),
        Mutant(name="rate p³ for AGD", fate="false", goal=2, change=(("p**4*tr", "p**6*tr"),)),
        Mutant(name="rate p² for simultaneous descent", fate="false", goal=3, change=(("p**2*tr", "p**4*tr"),)),
        Mutant(name="end points: a tenth more", fate="false", goal=4, change=(("(top-low)**2 +", "11/10*(top-low)**2 +"),)),
    ),
    sharpness=(
        Sharpness(given="c*eta*(top+low) == 1", sampler=lambda rng: another_step(rng, 1), goal=2),
        Sharpness(given="2*c*eta*(top+low) == 1", sampler=lambda rng: another_step(rng, 2), goal=3),
    ),
)  # fmt: skip
