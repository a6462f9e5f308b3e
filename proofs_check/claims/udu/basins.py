"""Basins of one column, in every dimension: if λ does not tend to 0, X tends to μeeᵀ, where μ is the largest eigenvalue of A
whose eigenspace u(0) is not orthogonal to and e the direction of u(0) there, if μ > 0; in all other cases X → 0.

n = 2: the top eigenvector if μ_1 > 0 and u_1 ≠ 0, unless λ → 0; never λ → 0 if both μ > 0 and u ≠ 0; both < 0: X = 0, by u → 0
if b < 0, by λ = 0 in finite time if b > 0. It is not enough that λ stays positive: on the edge of the death region a column
lives for ever and X → 0. Derived: the rates; in words: the limit, with one cited theorem (Łojasiewicz). Runs by small steps
besides. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from functools import lru_cache
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

Instance = tuple[tuple[float, float], tuple[float, float], float]
COLUMN = "n B lam u v mu"


def draw(rng: Random) -> Instance:
    """Signs ++, +− and −−; balances off zero. Half of the +− with a long column across and a small λ: there columns die."""
    kind = rng.randint(0, 2)
    mu = (rng.uniform(0.8, 1.5) * (1 if kind < 2 else -1), rng.uniform(0.3, 0.6) * (1 if kind == 0 else -1))
    if kind == 1 and rng.random() < 0.5:
        return mu, (rng.uniform(0.2, 0.5), rng.uniform(1, 1.5)), rng.uniform(0.2, 0.5)
    return mu, (rng.uniform(0.2, 1.5), rng.uniform(-1.5, 1.5)), rng.uniform(0.2, 1.2)


@lru_cache(maxsize=512)
def end(instance: Instance) -> tuple[Any, bool]:
    """X at the end of a run by small steps, and whether λ reached 0."""
    import numpy as np

    from proofs_check.claims.udu._flow import run

    mu, u, lam = instance
    path = run(list(mu), np.array(u)[:, None], np.array([lam]), 4e-3, 12_000, tolerance=1e-9)
    return (path.U * path.lam) @ path.U.T, path.smallest == 0


def violation(instance: Instance, always: bool = False) -> Counterexample | None:
    """``always`` expects the top eigenvector whenever μ_1 > 0."""
    import numpy as np

    (mu, u, lam), (X, dead) = instance, end(instance)
    top = mu[0] > 0 and (always or not dead)
    target = np.diag([mu[0], 0.0]) if top else np.zeros((2, 2))
    balance = u[0] ** 2 + u[1] ** 2 - 2 * lam**2
    good = float(np.abs(X - target).max()) < 2e-2 and not (dead and min(mu) > 0)
    if mu[0] < 0 and abs(balance) > 0.2:
        good = good and (dead == (balance > 0) or abs(balance) < 0.4)
    return None if good else Counterexample(f"μ = {mu}, u = {u}, λ = {lam}: X = {X.tolist()}", size=sum(map(abs, mu)))


claim = Claim(
    id="udu-basins",
    title="Basins of one column: the largest eigenvalue in reach, or X → 0",
    sentence=(
        r"Let $n \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $\lambda, \mu \in \mathbb{R}$, $u, v \in \mathbb{R}^n$, $G "
        r"= \lambda uu^\top - A$ and $u' = -2\lambda Gu$, $\lambda' = -u^\top Gu$. [1] If $Av = \mu v$, then $v^\top u' = "
        r"2\lambda(\mu - \lambda\lVert u\rVert^2)v^\top u$. [2] If $Av = \mu v$ and $Gu = 0$, then $(\mu - \lambda\lVert "
        r"u\rVert^2)v^\top u = 0$. [3] $u^\top u' = 2\lambda\lambda'$."
    ),
    source=Source("udu", "2 × 2 basins", "reconstructed", version="v2"),
    derivation=derived(theorems.one_column),
    expected=("steps proved",),
    without_objective="about one column of the flow; its gradient is that of `udu-gradients`",
    probe=Together((
        StatementProbe(sampler=(sampler(COLUMN, stationary.random_eigenvector),
                                sampler(COLUMN, stationary.random_eigenvector, rest=True),
                                sampler("n B lam u", stationary.random_eigenvector)), trials=(20, 200)),
        SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, always=True), trials=(40, 300)),
    )),
    mutants=(
        Mutant(name="half the rate", fate="false", change=(("== 2*lam*(mu", "== lam*(mu"),)),
        Mutant(name="every eigenvalue", fate="false", goal=1,
               change=(("(mu - lam*tr(u.T*u))*tr(v.T*u)", "(mu - lam*tr(u.T*u))*tr(v.T*v)"),)),
        Mutant(name="a balance without the factor", fate="false", goal=2, change=(("2*lam*dlam", "lam*dlam"),)),
    ),
    sharpness=(Sharpness(given="G*u == 0", goal=1, sampler=sampler(COLUMN, stationary.random_eigenvector)),),
)  # fmt: skip
