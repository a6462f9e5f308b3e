"""κ = 1, Λ = λI: the eigenvectors of S stay, and every eigenvalue u of S⁻¹ − I follows u(t) = W(u_0 e^(u_0 − 2λ²t)).

Formal: an eigenvector of S is one of its velocity, and the law of an eigenvalue in time. In words: uniqueness of the flow.
Adaptive integration of the matrix flow from a start in general position, against Lambert's W. With Λ = λ·diag(±1) it is false.
Source: ours, for arXiv:2606.31390 (T6, last remark); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.claims.dmd.clock_runs import clock
from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import derivation as theorems
from theory.dmd.scenes import in_time


@dataclass(frozen=True)
class Start:
    """λ with signs, the eigenvalues of S₀⁻¹ − I, the seed of their frame, and 2λ²t."""

    values: tuple[float, ...]
    tangents: tuple[float, ...]
    seed: int
    time: float


def draw(rng: Random) -> Start:
    """r_A = 2 … 4, u_0 between 0.1 and 50."""
    rank, size = rng.randint(2, 4), rng.choice((-1, 1)) * rng.uniform(0.3, 2)
    tangents = tuple(10 ** rng.uniform(-1, 1.7) for _ in range(rank))
    return Start((size,) * rank, tangents, rng.getrandbits(30), rng.uniform(0.2, 1) * max(tangents))


def mixed(rng: Random) -> Start:
    """One sign changed."""
    start = draw(rng)
    return replace(start, values=(-start.values[0], *start.values[1:]))


def violation(start: Start, speed: float = 1.0) -> Counterexample | None:
    """Relative deviation above 1e-7, or a frame that turned by more than 1e-7; ``speed`` multiplies the time in W."""
    import numpy as np
    from scipy.integrate import solve_ivp
    from scipy.special import lambertw

    q = len(start.values)
    L = np.diag(start.values)
    frame = np.linalg.qr(np.random.default_rng(start.seed).standard_normal((q, q)))[0]
    S0 = frame @ np.diag(1 / (1 + np.array(start.tangents))) @ frame.T

    def slope(_: float, flat: np.ndarray) -> np.ndarray:
        S = flat.reshape(q, q)
        moved = (np.eye(q) - S) @ L @ S @ L @ S
        return np.asarray((moved + moved.T).ravel())

    until = start.time / (2 * start.values[0] ** 2)
    end = solve_ivp(slope, (0, until), S0.ravel(), method="DOP853", rtol=1e-12, atol=1e-15).y[:, -1].reshape(q, q)
    turned = frame.T @ np.linalg.inv(end) @ frame - np.eye(q)
    told = np.array([clock(u, speed * start.time, lambertw) for u in start.tangents])
    error = float(np.max(np.abs(turned - np.diag(told)) / (1 + np.max(told))))
    return None if error <= 1e-7 else Counterexample(f"{start}: deviation {error:.3g}", size=q)


claim = Claim(
    id="dmd-equal-eigenvalues",
    title="Equal eigenvalues: the clock is exact in every direction",
    source=Source("dmd", "T6, κ = 1", "reconstructed"),
    sentence=(
        r"[1] Let $q \ge 1$, $\lambda, s \in \mathbb{R}$, $S \in \mathbb{R}^{q\times q}$, $v \in \mathbb{R}^q$ and $Sv = "
        r"sv$. Then, with $\Lambda = \lambda I_q$, $\bigl((I_q-S)\Lambda S\Lambda S + S\Lambda S\Lambda(I_q-S)\bigr)v = "
        r"2\lambda^2(1-s)s^2v$. [2] Let $T, c > 0$, let $x: [0,T] \to (0,\infty)$ be differentiable with $\dot x = "
        r"2c(1-x)x^2$, and $H(t) = \exp\int_0^t2cx$. Then $\bigl(x(T)^{-1} - 1\bigr)H(T) = x(0)^{-1} - 1$."
    ),
    derivation=derived(theorems.equal_eigenvalues),
    expected=("steps proved",),
    without_objective="about the velocity of the flow, which stands in the statement; `dmd-gradients` derives it",
    probe=Together((
        StatementProbe(
            sampler=(sampler("q l s S v", in_time.eigenvector), sampler("T c x H", in_time.eigenvalue)), trials=(10, 60)
        ),
        SearchProbe(instances=draw, violation=violation, planted=lambda s: violation(s, 1.001), trials=(60, 600)),
    )),
    mutants=(
        Mutant(name="half the velocity", fate="false", goal=0, change=(("2*l**2*(1-s)", "l**2*(1-s)"),)),
        Mutant(name="the inverse of H", fate="false", goal=1, change=(("*H[T]", "*H[T]**(-1)"),)),
        Mutant(name="mixed signs", fate="false", search=hunt(mixed, violation)),
        Mutant(name="faster by 0.1 %", fate="false", search=hunt(draw, lambda s: violation(s, 1.001))),
    ),
)
