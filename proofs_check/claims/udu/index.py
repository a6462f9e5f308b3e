"""Index and nullity at every point over X_I with all λ_j > 0, aligned or not: Σ_{k∉I}(#{j∈I: μ_j < μ_k} + (r − |I|)[μ_k > 0]),
and r|I| + r − |I|(|I|+1)/2 + Σ_{k∉I}(#{j∈I: μ_j = μ_k} + (r − |I|)[μ_k = 0]).

Derived from the objective: one form, the same for every point over X up to a linear change of coordinates, is the second
variation. Cited in words: Sylvester's law of inertia; in words: the count. Random decompositions X_I = UDUᵀ, dense Hessians
besides. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.claims.udu.spectra import dense
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import landscape

LETTERS = "n r k B V S O L Y Z K E t"


def measure(seed: int) -> Comparison:
    """U = X^½ Q D^(−½) with orthonormal rows Q and random D."""
    import numpy as np

    rng, draw = Random(seed), np.random.default_rng(seed)
    mu = sorted((rng.choice((3, 3, 2, 5, 1, 0, -1, -2, 7)) for _ in range(rng.randint(1, 4))), reverse=True)
    positive = [k for k, value in enumerate(mu) if value > 0]
    active = sorted(rng.sample(positive, rng.randint(0, len(positive))))
    columns = rng.randint(max(1, len(active)), len(active) + 2)
    lam = draw.uniform(0.5, 2.0, columns)
    Q = np.linalg.qr(draw.standard_normal((columns, columns)))[0][: len(active)]
    U = np.zeros((len(mu), columns))
    U[active] = np.sqrt(np.array([mu[k] for k in active]))[:, None] * Q
    U = U / np.sqrt(lam)
    _, hessian = dense(mu, columns, lam, U)
    values = np.linalg.eigvalsh(hessian)
    level, free, a = 1e-9 * max(1.0, float(np.abs(values).max())), columns - len(active), len(active)
    missing = [value for k, value in enumerate(mu) if k not in active]
    index = sum(sum(mu[j] < gap for j in active) + free * (gap > 0) for gap in missing)
    nullity = columns * a + columns - a * (a + 1) // 2
    nullity += sum(sum(mu[j] == gap for j in active) + free * (gap == 0) for gap in missing)
    return Comparison(
        label=f"μ = {mu}, r = {columns}, I = {active}",
        predicted=[index, nullity],
        measured=[float((values < -level).sum()), float((np.abs(values) <= level).sum())],
        budget=0.0,
    )


claim = Claim(
    id="udu-index",
    title="Index and nullity at every point over X_I: one form for the second variation at all of them",
    sentence=(
        r"Let $n, r \ge 1$, $k \ge 0$, $A \in \mathbb{R}^{n\times n}$ symmetric, $V \in \mathbb{R}^{n\times k}$ and $O \in "
        r"\mathbb{R}^{k\times r}$ with $V^\top V = OO^\top = I_k$, $S$ and $L$ diagonal $k\times k$ and $r\times r$ matrices "
        r"with positive diagonal, $AV = VS^2$; $D = L^2$, $U = VSOL^{-1}$, $R = UDU^\top - A$, $F(U,D) = \tfrac12\lVert "
        r"R\rVert_F^2$. Let $Y \in \mathbb{R}^{k\times k}$, $Z \in \mathbb{R}^{n\times k}$ with $V^\top Z = 0$, $K \in "
        r"\mathbb{R}^{n\times r}$ with $KO^\top = 0$, $E$ a real diagonal $r\times r$ matrix, $H = ((V(Y - "
        r"\tfrac12SOL^{-2}EO^\top) + Z)O + K)L^{-1}$ and $W = YS + SY^\top$; $M, N, Q$ the coefficients of $t, t^2, t^3$ in "
        r"$(U + tH)(D + tE)(U + tH)^\top$. Then $R = VS^2V^\top - A$ and for all real $t$: $F(U + tH, D + tE) = F(U,D) + "
        r"t^2\bigl(\tfrac12\lVert W\rVert_F^2 + \lVert ZS\rVert_F^2 + \mathrm{tr}\,R(ZZ^\top + KK^\top)\bigr) + "
        r"t^3(\mathrm{tr}(MN) + \mathrm{tr}(RQ)) + \tfrac{t^4}{2}(\mathrm{tr}(N^2) + 2\,\mathrm{tr}(MQ)) + "
        r"t^5\,\mathrm{tr}(NQ) + \tfrac{t^6}{2}\mathrm{tr}(Q^2)$."
    ),
    source=Source("udu", "index over X_I", "reconstructed", version="v2"),
    derivation=derived(theorems.inertia, about_objective=True),
    expected=("steps proved",),
    probe=Together((
        StatementProbe(sampler=sampler(LETTERS, landscape.over_a_product), trials=(12, 120)),
        NumericProbe(measure=measure, trials=(60, 400), resolution=0.2),
    )),
    mutants=(
        Mutant(name="without the shear of Y by E", fate="false",
               change=(("c*tr(W.T*W)", "c*tr((W+S*O*L**(-2)*E*O.T*S).T*(W+S*O*L**(-2)*E*O.T*S))"),)),
        Mutant(name="toward missing directions without the learnt part", fate="false",
               change=(("2*c*tr(Z*S**2*Z.T)", "c*tr(Z*S**2*Z.T)"),)),
        Mutant(name="free directions with the other sign", fate="false", change=(("Z*Z.T+K*K.T", "Z*Z.T-K*K.T"),)),
    ),
    sharpness=(Sharpness(given="A*V == V*S**2", sampler=sampler(LETTERS, landscape.over_a_product, tilted=True)),),
)  # fmt: skip
