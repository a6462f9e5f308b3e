"""Random instances of the whole AGD theorem, in floats and from its definitions alone, and what each clause says of them.

A = UΣVᵀ (m ≠ n), Gaussian sketches, the paper's start at a step that the horizon-free form allows, the iterates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from random import Random
from typing import TYPE_CHECKING, Any

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.verify.instance import Applied

if TYPE_CHECKING:
    import numpy as np

C, SWEEPS = 4.0, 40


@dataclass(frozen=True)
class Run:
    """Iterates and losses of one run; ``floor`` and ``norms`` are s, √η‖X_0‖, √η‖Y_0‖; ``sketches`` φ, ‖G‖, ‖Φ_2‖."""

    A: np.ndarray
    kappa: float
    eta: float
    nu: float
    sketches: tuple[float, float, float]
    X: list[np.ndarray]
    Y: list[np.ndarray]
    loss: list[float]

    @property
    def s(self) -> float:
        """φ/(Cκ)."""
        return self.sketches[0] / (C * self.kappa)

    @property
    def size(self) -> float:
        """Orders witnesses."""
        return float(self.A.size)

    def __str__(self) -> str:
        m, n = self.A.shape
        return f"m = {m}, n = {n}, d = {self.X[0].shape[1]}, κ = {self.kappa:.3g}, η = {self.eta:.3g}, s = {self.s:.3g}"


def draw(rng: Random, wide: bool = False, still: bool = False) -> Run | None:
    """A run with r = 1 … 3 (``wide``: r = 3, larger sizes); None where a sketch has a norm above 3. ``still``: ν tiny."""
    import numpy as np

    gen = np.random.default_rng(rng.getrandbits(48))
    r = 3 if wide else int(gen.integers(1, 4))
    d = r + int(gen.integers(0, 4))
    n = max(d, r) + int(gen.integers(0, 8 if wide else 3))
    m = n + int(gen.integers(1, 9 if wide else 3)) * int(gen.choice([-1, 1]))
    m = m if m >= r else n + 1
    kappa = float(gen.choice([1.0, 1.0, gen.uniform(1, 4)])) if r > 1 else 1.0
    U, V = (np.linalg.qr(gen.standard_normal((k, r)))[0] for k in (m, n))
    top = gen.uniform(0.5, 3)
    A = (U * np.geomspace(top, top / kappa, r)) @ V.T
    phi1, phi2 = gen.standard_normal((n, d)) / d**0.5, gen.standard_normal((n, d)) / n**0.5
    G = np.linalg.svd(V.T @ phi1, compute_uv=False)
    sketches = (min(float(G[-1]), 2.0), float(G[0]), float(np.linalg.norm(phi2, 2)))
    if max(sketches) > 3 or sketches[0] < 0.05:
        return None
    nu = 1e-6 if still else float(gen.uniform(0.05, 0.9))
    s = sketches[0] / (C * kappa)
    eta = s**2 / (4 * 2**0.5 * (1 + nu) * float(np.linalg.norm(A)))
    X = A @ phi1 / (eta**0.5 * C * top)
    Y = eta**0.5 * C * nu / 9 * top * phi2
    xs, ys = [X], [Y]
    for _ in range(SWEEPS):
        X = X - eta * (X @ Y.T - A) @ Y
        Y = Y - eta * (X @ Y.T - A).T @ X
        xs, ys = [*xs, X], [*ys, Y]
    loss = [float(np.linalg.norm(x @ y.T - A) ** 2 / 2) for x, y in zip(xs, ys, strict=True)]
    return Run(A, kappa, eta, nu, sketches, xs, ys, loss)


EPS = 1e-9


def start_fails(run: Run, more: float = 1.0) -> Counterexample | None:
    """Clause 1; ``more`` > 1 asks for a larger floor."""
    import numpy as np

    root = run.eta**0.5
    rank = round(float(np.linalg.matrix_rank(run.A)))
    values, other = (np.linalg.svd(root * z[0], compute_uv=False) for z in (run.X, run.Y))
    good = values[rank - 1] >= more * run.s * (1 - EPS) and values[0] <= 0.75 + EPS and other[0] <= 0.75 + EPS
    good &= run.loss[0] <= 0.5 * (1 + run.nu) ** 2 * np.linalg.norm(run.A) ** 2 * (1 + EPS)
    return None if good else _fails(run, f"√ησ_r(X_0) = {values[rank - 1]:.4g}, norms {values[0]:.3g}, {other[0]:.3g}")


def rate_fails(run: Run, rate: float) -> Counterexample | None:
    """F_k ≤ (1 − rate)^(2k) F_0 for all k."""
    for k, f in enumerate(run.loss):
        if f > (1 - rate) ** (2 * k) * run.loss[0] * (1 + EPS):
            return _fails(run, f"F_{k}/F_0 = {f / run.loss[0]:.6g}, above (1 − {rate:.3g})^{2 * k}")
    return None


def inequality_fails(run: Run, factor: float = 1.0, lipschitz: float = 1.0) -> Counterexample | None:
    """Clause 3 with g = (s/2)²: η‖∇_Y F‖² ≥ 2g·F times ``factor``, and the block constants 1/η times ``lipschitz``."""
    import numpy as np

    for k, (x, y, f) in enumerate(zip(run.X, run.Y, run.loss, strict=True)):
        slope = float(np.linalg.norm((x @ y.T - run.A).T @ x) ** 2)
        if run.eta * slope < factor * run.s**2 / 2 * f * (1 - EPS):
            return _fails(run, f"η‖∇_Y F‖² = {run.eta * slope:.4g} at k = {k}, F = {f:.4g}")
        if run.eta * max(np.linalg.norm(x, 2), np.linalg.norm(y, 2)) ** 2 > lipschitz * (1 + EPS):
            return _fails(run, f"η‖X‖², η‖Y‖² above {lipschitz} at k = {k}")
    return None


def step_fails(run: Run) -> Counterexample | None:
    """The step of a run does not meet the hypothesis of clause 4: 64η²F_0 ≤ s⁴."""
    excess = 64 * run.eta**2 * run.loss[0] / run.s**4
    return _fails(run, f"64η²F_0 = {excess:.4g}·s⁴") if excess > 1 + EPS else None


def count_fails(run: Run, share: float = 1.0) -> Counterexample | None:
    """Clause 9 with ε given by the number of sweeps run: F_T ≤ ½ε‖A‖² after ``share`` of (2/s²) log((1+ν)²/ε) sweeps."""
    import numpy as np

    epsilon = (1 + run.nu) ** 2 * np.exp(-SWEEPS * run.s**2 / (2 * share))
    bound = 0.5 * epsilon * np.linalg.norm(run.A) ** 2
    return None if run.loss[-1] <= bound * (1 + EPS) else _fails(run, f"F_{SWEEPS} = {run.loss[-1]:.4g}, above {bound:.4g}")


def halving_fails(run: Run, share: float = 1.0) -> Counterexample | None:
    """Clause 8 with as many halvings J as the sweeps run allow: F_T ≤ ½ε‖A‖² after ``share`` of 2J/s² sweeps, ε =
    (1+ν)²2^(−J)."""
    import numpy as np

    halvings = int(SWEEPS * run.s**2 / (2 * share))
    bound = 0.5 * (1 + run.nu) ** 2 * 0.5**halvings * np.linalg.norm(run.A) ** 2
    return None if run.loss[-1] <= bound * (1 + EPS) else _fails(run, f"F_{SWEEPS} = {run.loss[-1]:.4g}, above {bound:.4g}")


def everything(run: Run) -> Counterexample | None:
    """All clauses about one run."""
    tests = (start_fails, lambda r: rate_fails(r, r.s**2 / 4), inequality_fails, step_fails, halving_fails, count_fails)
    found = (test(run) for test in tests)
    return next((one for one in found if one is not None), None)


def sharpened(run: Run, rate: float = 225 / 256) -> Counterexample | None:
    """Clause 5: its rate wherever 12√η‖Y_0‖ ≤ s."""
    import numpy as np

    return rate_fails(run, rate * run.s**2) if 12 * run.eta**0.5 * np.linalg.norm(run.Y[0], 2) <= run.s else None


def hunt(test: Callable[[Run], Counterexample | None], still: bool = False) -> Callable[[Random], Counterexample | None]:
    """A search against a changed clause."""

    def search(rng: Random) -> Counterexample | None:
        run = draw(rng, still=still)
        return None if run is None else test(run)

    return search


def too_wide(rng: Random) -> Counterexample | None:
    """Against clause 10 for d > n: n = 2, d = 60, where ‖Φ_2‖ ≤ 3 has probability at least 0.6 by the formula."""
    import numpy as np

    gen = np.random.default_rng(rng.getrandbits(48))
    norms = [float(np.linalg.norm(gen.standard_normal((2, 60)) / 2**0.5, 2)) for _ in range(40)]
    if min(norms) <= 3:
        return None
    return Counterexample("n = 2, d = 60: ‖Φ_2‖ > 3 in 40 of 40 draws", kind=Refutation.STATISTICAL, size=2)


def too_rare(rng: Random) -> Counterexample | None:
    """Against clause 11 with the power 2k: r = d = 1, τ = 1/20, where it promises a probability below 0.005."""
    import numpy as np

    gen = np.random.default_rng(rng.getrandbits(48))
    hits = int((np.abs(gen.standard_normal(4000)) <= 0.05).sum())
    if hits <= 100:  # 20 expected; more than 100 has a probability below 1e-30
        return None
    return Counterexample(f"r = d = 1, τ = 1/20: {hits} of 4000 draws", kind=Refutation.STATISTICAL, size=1)


def not_absolute(rng: Random) -> Counterexample | None:
    """Against clause 12 for d ≥ r alone: φ/τ below 1 − 1/√2 at d = r."""
    r = rng.randint(3, 200)
    share = 1 - ((r - 1) / r) ** 0.5
    return Counterexample(f"d = r = {r}: φ = {share:.4g}·τ", size=r) if share < 1 - 0.5**0.5 else None


def _fails(run: Run, text: str) -> Counterexample:
    return Counterexample(f"{run}: {text}", kind=Refutation.STATISTICAL, size=run.size)


KEYS = {"condition": "κ", "rank": "r", "columns": "d", "tau": "τ", "nu": "ν", "epsilon": "ε", "balance": "C", "size": "n"}


def at(values: Mapping[str, str]) -> tuple[Applied, ...]:
    """The theorem at κ, r, d, τ, ν, ε, C and, for the probability, n; in units of ‖A‖_F, with σ_1 ≤ ‖A‖_F."""
    from theory.agd.bounds import IterationBounds
    from theory.exact.rational_input import positive_integer

    needed = [name for name in KEYS if name not in ("balance", "size")]
    if missing := [name for name in needed if name not in values]:
        raise ValueError(f"at must give {', '.join(needed)} (and may give balance, size); {missing[0]} is missing")
    sizes = {name: positive_integer(values[name], name) for name in ("rank", "columns", "size") if name in values}
    bounds = IterationBounds(**{**values, **sizes})  # type: ignore[arg-type]
    paper, free, sharp = bounds.paper, bounds.horizon_free, bounds.sharpened
    chance: dict[str, Any] = bounds.failure_probability
    small = bounds.rho <= 2
    halvings = (ceil((1 + bounds.nu) ** 2 / bounds.epsilon) - 1).bit_length()  # the least J with 2^J ≥ (1 + ν)²/ε
    halved = ceil(2 * halvings / bounds.beta * (1 + 1e-12))
    still = 4 * free["step"] * float(bounds.balance * bounds.nu) < bounds.beta**0.5 * (1 - 1e-9)  # 12y = 36ηDσ_1, σ_1 ≤ 1
    event = f"φ = {bounds.rho:.6g}, s = φ/(Cκ) = {bounds.beta**0.5:.6g}, D = Cν/9"
    told = f"step η ≤ {free['step']:.6g}/‖A‖_F, T = {free['iterations_ceiling']} sweeps"
    norms = chance["norms"]
    return (
        Applied("holds", event),
        Applied("holds", f"step η = {paper['step']:.6g}/‖A‖_F, T = {paper['iterations_ceiling']} sweeps within the horizon"),
        Applied("holds", f"on these {paper['iterations_ceiling']} sweeps, with g = s²/4 = {bounds.beta / 4:.6g}"),
        Applied("holds", f"1 − s²/4 = {1 - bounds.beta / 4:.9g}"),
        Applied("holds" if still else "cannot tell", f"12y ≤ s {'at the same step' if still else 'is not sure'}: T = "
                f"{sharp['iterations_ceiling']} sweeps"),
        Applied("holds" if small else "does not hold", told if small else f"φ = {bounds.rho:.6g} exceeds 2"),
        Applied("holds" if small else "does not hold", f"T ≤ s²/(8η²F_0), where s²/8 = {bounds.beta / 8:.6g}"),
        Applied("holds" if small else "does not hold", f"J = {halvings}: T = {halved} sweeps give F_T ≤ ½ε‖A‖_F²"),
        Applied("holds", f"T = {free['iterations_ceiling']} sweeps give F_T ≤ ½ε‖A‖_F²"),
        Applied("holds", f"norms fail with probability at most {norms:.6g}") if norms is not None
        else Applied("cannot tell", f"{chance['norms_reason']}{'' if 'size' in values else ': give size=n'}"),
        Applied("holds", f"σ_r(G) < φ with probability at most {chance['small_ball']:.6g}"
                + (f"; δ = {chance['total']:.6g}" if norms is not None else "; δ adds the norms of 10")),
        Applied("holds" if bounds.columns >= 2 * bounds.rank else "does not hold",
                f"d = {bounds.columns} {'≥' if bounds.columns >= 2 * bounds.rank else '<'} 2r = {2 * bounds.rank}"),
    )  # fmt: skip
