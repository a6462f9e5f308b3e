"""The clock on flows: PSD, indefinite and asymmetric, many starts with V_0 > 100: V(t) ≤ W(V_0 e^(V_0 − 2λ_min² t)) at every
time.

Adaptive integration of S' with an error below the margin; a clock faster by 5 % is violated at r_A = 1, where equality holds.
Source: ours, for arXiv:2606.31390 (T6); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


@dataclass(frozen=True)
class Flow:
    """Eigenvalues (singular values if ``asymmetric``), a seed, and the size of V_0."""

    values: tuple[float, ...]
    seed: int
    potential: float
    asymmetric: bool


def draw(rng: Random) -> Flow:
    """r_A = 1 … 3; a third indefinite, a third asymmetric; a third with V_0 between 100 and 1000."""
    kind, rank = rng.choice(("psd", "indefinite", "asymmetric")), rng.randint(1, 3)
    values = [1.0, *(rng.uniform(0.3, 1.0) for _ in range(rank - 1))]
    if kind == "indefinite":
        values = [v * rng.choice((-1, 1)) for v in values]
    return Flow(
        tuple(values),
        rng.getrandbits(30),
        rng.choice((rng.uniform(1, 20), rng.uniform(1, 20), rng.uniform(100, 1000))),
        kind == "asymmetric",
    )


@cache
def potentials(flow: Flow) -> list[tuple[float, float]]:
    """(t, V(t)) at 40 times up to the promised one for V = 1e-3, and at 0."""
    import numpy as np
    from scipy.integrate import solve_ivp

    rng, q = np.random.default_rng(flow.seed), len(flow.values)
    L = np.diag(flow.values)
    frames = [np.linalg.qr(rng.standard_normal((q, q)))[0] for _ in range(2)]
    share = rng.dirichlet(np.ones(q), size=2) * flow.potential / (2 if flow.asymmetric else 1)
    start = [frame @ np.diag(1 / (1 + part)) @ frame.T for frame, part in zip(frames, share, strict=True)]

    one, still = np.eye(q), np.zeros(q * q)

    def slope(_: float, flat: np.ndarray) -> np.ndarray:
        S, Q = flat[: q * q].reshape(q, q), flat[q * q :].reshape(q, q)
        left = L @ S
        if not flow.asymmetric:
            dS = (one - S) @ left @ left
            return np.concatenate([(dS + dS.T).ravel(), still])
        right = L @ Q
        dS, dQ = (one - S) @ right @ left, (one - Q) @ left @ right
        return np.concatenate([(dS + dS.T).ravel(), (dQ + dQ.T).ravel()])

    low = min(abs(v) for v in flow.values)
    factor = 2 if flow.asymmetric else 1
    until = (flow.potential + np.log(flow.potential / 1e-3)) / (2 * low**2) * factor
    times = np.linspace(0, until, 41)
    end = solve_ivp(
        slope, (0, until), np.concatenate([s.ravel() for s in start]), method="DOP853", t_eval=times, rtol=1e-11, atol=1e-14
    )
    found = []
    for t, flat in zip(end.t, end.y.T, strict=True):
        parts = [flat[: q * q].reshape(q, q)] + ([flat[q * q :].reshape(q, q)] if flow.asymmetric else [])
        found.append((float(t), sum(float(np.sum(1 / np.linalg.eigvalsh((part + part.T) / 2) - 1)) for part in parts)))
    return found


def violation(flow: Flow, speed: float = 1.0) -> Counterexample | None:
    """The clock at these times; ``speed`` multiplies its rate."""
    from scipy.special import lambertw

    low = min(abs(v) for v in flow.values)
    for t, V in potentials(flow):
        bound = clock(flow.potential, 2 * low**2 * speed * t, lambertw)
        if bound > 1e-4 and bound * (1 + 1e-6) < V:  # below, V is no longer resolved by the integration
            kind = "asymmetric" if flow.asymmetric else "symmetric"
            text = f"λ = {flow.values} ({kind}), V_0 = {flow.potential:.3f}: V({t:.3f}) = {V:.6g} > {bound:.6g}"
            return Counterexample(text, size=len(flow.values))
    return None


def clock(potential: float, time: float, lambertw: Any) -> float:
    """W(V_0 e^(V_0 − time)), through logarithms where e^V_0 overflows: w + ln w = V_0 + ln V_0 − time."""
    import math

    level = potential + math.log(potential) - time
    if level < 500:
        return float(lambertw(math.exp(level)).real)
    w = level
    for _ in range(60):
        w -= (w + math.log(w) - level) / (1 + 1 / w)
    return w


def scalar(rng: Random) -> Flow:
    """r_A = 1."""
    return Flow((1.0,), rng.getrandbits(30), rng.uniform(1, 200), False)


claim = Claim(
    id="dmd-clock-runs",
    title="The clock on flows",
    source=Source("dmd", "T6 on flows", "reconstructed"),
    subject="data",
    statement="Over flows with PSD, indefinite and asymmetric A the clock V(t) ≤ W(V_0 e^(V_0 − 2λ_min² t)) is never violated.",
    expected=("supported",),
    probe=SearchProbe(
        instances=draw, violation=violation, planted=lambda flow: violation(flow, speed=1.05), trials=(100, 1000)
    ),
    mutants=(
        Mutant(name="5 % faster at r_A = 1", fate="false", search=hunt(scalar, lambda flow: violation(flow, speed=1.05))),
    ),
)
