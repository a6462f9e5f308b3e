"""How strong the suppression is: ½Σ_t(c_t² − 1) + (η/α)²Σ_t‖Q_t‖² ≥ (‖X‖²_{S2/3}/α⁴ − kλ_0²)/α² − ½ + ‖U_0‖²/(2α²) for any k
columns that hold X at the end; for the flow, ∫ν ≥ the same.

98.2 for μ = (1, 2, 3), α = 1, D_0 = I; every trailing column carries e^(−2∫ν). Derived: the bound in ‖D_T‖² for the projected
step itself, and Schatten–Hölder for three factors (cited); in words: the second put into the first, and the limit η → 0. The
measured sums of runs against it, for the columns that hold X. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from functools import lru_cache
from random import Random

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.planted.witnesses import frames
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

Instance = tuple[tuple[float, ...], float, int]
PATH = "n r T U D K Q N c eta alpha"


def draw(rng: Random) -> Instance:
    """(μ, α, seed): one to three modes that make the ball active."""
    mu = rng.choice(((1.0, 2.0), (2.0,), (1.0, 2.0, 3.0), (1.5, 2.5)))
    return mu, rng.choice((0.9, 1.0)), rng.randint(0, 999)


@lru_cache(maxsize=64)
def measured(instance: Instance) -> tuple[float, float, int] | None:
    """(left side, right side, columns that hold X) of one run with r = n = k + 2 from a start of norm 1e-2, steps 5e-3; the
    singular values are those of what these columns hold. None if X is not learnt."""
    import numpy as np

    from theory.udu.window import schatten

    mu, radius, seed = instance
    n, step = len(mu) + 2, 5e-3
    A, start = np.diag([*mu, 0.0, 0.0]), np.random.default_rng(seed).standard_normal((n, n))
    start *= 1e-2 / np.linalg.norm(start)
    U, lam, squares, forces = start, np.ones(n), 0.0, np.zeros(n)
    for _ in range(24_000):
        product = ((U * lam) @ U.T - A) @ U
        bar, q = U - 2 * step * product * lam, (U * product).sum(0)
        c = max(1.0, float(np.linalg.norm(bar)) / radius)
        after, moved = bar / c, np.maximum(lam - step * q, 0)
        squares, forces = squares + (c * c - 1) / 2, forces + q * q
        done = np.abs(after - U).max() + np.abs(moved - lam).max() < 1e-11
        U, lam = after, moved
        if done:
            break
    if np.abs((U * lam) @ U.T - A).max() > 1e-3:
        return None
    hold = lam * (U**2).sum(0) > 1e-3
    X = (U[:, hold] * lam[hold]) @ U[:, hold].T
    size = schatten(np.linalg.svd(X, compute_uv=False).tolist())
    right = (size**2 / radius**4 - hold.sum()) / radius**2 - 0.5 + float((start[:, hold] ** 2).sum()) / (2 * radius**2)
    return squares + step**2 * float(forces[hold].sum()) / radius**2, right, int(hold.sum())


def violation(instance: Instance, factor: float = 1.0) -> Counterexample | None:
    """The sums of the run against ``factor`` × the bound."""
    found = measured(instance)
    if found is None or found[0] >= factor * found[1]:
        return None
    mu, radius, seed = instance
    text = f"μ = {mu}, α = {radius}, seed {seed}: {found[0]:.2f} < {factor * found[1]:.2f}, {found[2]} columns hold X"
    return Counterexample(text, size=len(mu))


claim = Claim(
    id="udu-suppression-bound",
    title="A lower bound for the suppression of trailing columns, along the projected step",
    sentence=(
        r"[1] Let $n, r, T \ge 1$, $\eta, \alpha > 0$, let $U_0,\dots,U_T \in \mathbb{R}^{n\times r}$, $D_0,\dots,D_T$, "
        r"$Q_0,\dots,Q_{T-1}$, $N_0,\dots,N_{T-1}$ real diagonal $r\times r$, $G_0,\dots,G_{T-1} \in \mathbb{R}^{n\times n}$ "
        r"symmetric and $c_0,\dots,c_{T-1} > 0$ satisfy for $0 \le j < T$: $c_jU_{j+1} = U_j - 2\eta G_jU_jD_j$, $D_{j+1} = "
        r"D_j - \eta Q_j + N_j$, $\mathrm{tr}(D_jQ_j) = \mathrm{tr}(D_jU_j^\top G_jU_j)$, $\mathrm{tr}(D_{j+1}N_j) = 0$, $c_j "
        r"\ge 1$; and $\lVert U_j\rVert_F \le \alpha$ for $0 \le j \le T$. Then $\alpha^2\sum_{j<T}(c_j^2 - 1) + "
        r"2\eta^2\sum_{j<T}\lVert Q_j\rVert_F^2 \ge 2(\lVert D_T\rVert_F^2 - \lVert D_0\rVert_F^2) - \alpha^2 + \lVert "
        r"U_0\rVert_F^2$. [2] Let $e_0, e_1, e_2, e_3 \ge 1$, $W_l \in \mathbb{R}^{e_l\times e_{l-1}}$ for $l = 1, 2, 3$, and "
        r"let $p_1, p_2, p_3, g > 0$ satisfy $p_1p_2p_3 = 1$ and $p_l^2\lVert W_l\rVert_F^2 = g$. Then there are an integer "
        r"$r \ge 0$, $A \in \mathbb{R}^{e_3\times r}$, $B \in \mathbb{R}^{e_0\times r}$ with $A^\top A = B^\top B = I_r$ and "
        r"a diagonal $T$ with positive diagonal such that $W_3W_2W_1 = AT^3B^\top$ and $\lVert W_1\rVert_F^2\lVert "
        r"W_2\rVert_F^2\lVert W_3\rVert_F^2 \ge (\mathrm{tr}\,T^2)^3$."
    ),
    source=Source("udu", "consequence of the suppression identity", "reconstructed", version="v2"),
    derivation=derived(theorems.suppression_bound),
    expected=("steps proved",),
    without_objective="about the projected steps for any gradient G; no particular f",
    probe=Together((
        StatementProbe(
            sampler=(sampler(PATH, points.random_path, radius=True), sampler("e W g p r A T B", points.balanced_factors)),
            witnesses=(None, frames("A", "T", "B")), trials=(12, 120)),
        SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, factor=1.25), trials=(6, 40)),
    )),
    mutants=(
        Mutant(name="the first factors twice", fate="false", change=(("2*(tr(D[T]*D[T])", "3*(tr(D[T]*D[T])"),)),
        Mutant(name="without the ball's own size", fate="false", change=(("- alpha**2 +", "+ alpha**2 +"),)),
        Mutant(name="a tenth more", fate="false", goal=1, change=((">= tr(T*T)**3", ">= 11/10*tr(T*T)**3"),)),
    ),
    sharpness=(
        Sharpness(given="all(j, 0, T-1, tr(D[j+1]*N[j]) == 0)",
                  sampler=sampler(PATH, points.random_path, radius=True, clipped=False)),
    ),
)  # fmt: skip
