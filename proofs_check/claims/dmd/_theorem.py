"""Random runs of direction-magnitude descent in floats, from its definition: A of rank r_A, Haar start, polar retraction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.verify.instance import Applied

if TYPE_CHECKING:
    import numpy as np

SWEEPS, EPS = 30, 1e-8


@dataclass(frozen=True)
class Run:
    """Frames X_0, …, X_T with Θ = B; ``values`` are the non-zero eigenvalues of A, ``basis`` their eigenvectors."""

    A: np.ndarray
    values: np.ndarray
    basis: np.ndarray
    eta: float
    X: list[np.ndarray]

    @property
    def h(self) -> float:
        """η‖A‖²."""
        return self.eta * float(max(abs(self.values))) ** 2

    def loss(self, X: np.ndarray) -> float:
        """¼‖XBXᵀ − A‖²."""
        return float(((X @ (X.T @ self.A @ X) @ X.T - self.A) ** 2).sum()) / 4

    def alignment(self, X: np.ndarray) -> np.ndarray:
        """S = UᵀXXᵀU."""
        found: np.ndarray = self.basis.T @ X @ X.T @ self.basis
        return found

    def clock(self, X: np.ndarray) -> float:
        """V = tr S⁻¹ − r_A."""
        import numpy as np

        return float(np.trace(np.linalg.inv(self.alignment(X)))) - len(self.values)

    @property
    def size(self) -> float:
        """Orders witnesses."""
        return float(self.X[0].size)

    def __str__(self) -> str:
        told = ", ".join(f"{value:.3g}" for value in self.values)
        return f"m = {self.A.shape[0]}, r = {self.X[0].shape[1]}, eigenvalues {told}, h = {self.h:.3g}"


def draw(rng: Random, wide: bool = False, most: float = 1.9) -> Run:
    """r_A ≤ r < m, eigenvalues of both signs, h up to ``most``; ``wide``: r_A ≥ 3."""
    import numpy as np

    gen = np.random.default_rng(rng.getrandbits(48))
    rank = int(gen.integers(3, 6)) if wide else int(gen.integers(1, 4))
    r = rank + int(gen.integers(0, 3))
    m = r + int(gen.integers(1, 12 if wide else 4))
    values = gen.uniform(0.5, 2, rank) * gen.choice([-1, 1], rank)
    basis = np.linalg.qr(gen.standard_normal((m, rank)))[0]
    A = (basis * values) @ basis.T
    eta = gen.uniform(0.2, most) / max(abs(values)) ** 2
    X = np.linalg.qr(gen.standard_normal((m, r)))[0]
    frames = [X]
    for _ in range(SWEEPS):
        B = X.T @ A @ X
        left, _, right = np.linalg.svd(X + eta * (A @ X - X @ B) @ B, full_matrices=False)
        X = left @ right
        frames.append(X)
    return Run(A, values, basis, eta, frames)


def clock_fails(run: Run, factor: float = 1.0) -> Counterexample | None:
    """Clause 6: V − V₊ ≥ ``factor``·(2 − h)/(1 + h)·η tr(Λ²D), where V is no larger than 10⁶."""
    import numpy as np

    for before, after in zip(run.X, run.X[1:], strict=False):
        old, new = run.clock(before), run.clock(after)
        if old > 1e6:
            continue
        mass = float((run.values**2 * (1 - np.diag(run.alignment(before)))).sum())
        wanted = factor * (2 - run.h) / (1 + run.h) * run.eta * mass
        if old - new < wanted - EPS * (1 + old):
            return _fails(run, f"V falls from {old:.6g} to {new:.6g}, by less than {wanted:.3g}")
    return None


def count_fails(run: Run, share: float = 1.0) -> Counterexample | None:
    """Clause 7: (V_0 − V_T + ln V_0/V_T) ≥ 2ηcλ_min²T/``share``, c = (2 − h)/(2(1 + h))."""
    import math

    first, last = run.clock(run.X[0]), run.clock(run.X[-1])
    if first > 1e6 or last < 1e-9:
        return None
    c = (2 - run.h) / (2 * (1 + run.h))
    wanted = 2 * run.eta * c * float(min(abs(run.values))) ** 2 * SWEEPS / share
    spent = first - last + math.log(first / last)
    return None if spent >= wanted * (1 - EPS) else _fails(run, f"V from {first:.4g} to {last:.4g} in {SWEEPS} steps")


def descent_fails(run: Run, factor: float = 1.0) -> Counterexample | None:
    """Clause 8 for h ≤ 1: f − f₊ ≥ ``factor``·η(1 − h)‖G‖²."""
    import numpy as np

    if run.h > 1:
        return None
    for before, after in zip(run.X, run.X[1:], strict=False):
        B = before.T @ run.A @ before
        push = float(np.sum(((run.A @ before - before @ B) @ B) ** 2))
        if run.loss(before) - run.loss(after) < factor * run.eta * (1 - run.h) * push - EPS:
            return _fails(run, f"f falls by {run.loss(before) - run.loss(after):.4g}, η(1 − h)‖G‖² = {push:.4g}·η(1 − h)")
    return None


def recursion_fails(run: Run, square: int = 2) -> Counterexample | None:
    """Clause 5: S₊ = TQTᵀ, Q(I + η^``square``·MS) = S, and f in S."""
    import numpy as np

    L, eye = np.diag(run.values), np.eye(len(run.values))
    for before, after in zip(run.X[:3], run.X[1:], strict=False):
        S = run.alignment(before)
        D = eye - S
        Q = S @ np.linalg.inv(eye + run.eta**square * L @ S @ L @ D @ L @ S @ L @ S)
        T = eye + run.eta * D @ L @ S @ L
        told = (2 * np.trace(L @ L @ D) - np.trace(L @ D @ L @ D)) / 4
        gap = max(float(np.abs(T @ Q @ T.T - run.alignment(after)).max()), abs(float(told) - run.loss(before)))
        if gap > EPS:
            return _fails(run, f"S₊ or f is off by {gap:.3g}")
    return None


def critical_fails(run: Run, mixed: bool = False) -> Counterexample | None:
    """Clauses 1 and 2 at frames of eigenvectors and kernel vectors; ``mixed``: at a frame with one column turned halfway."""
    import numpy as np

    gen = np.random.default_rng(int(run.A.size))
    r, rank = run.X[0].shape[1], len(run.values)
    full = np.linalg.qr(np.column_stack([run.basis, gen.standard_normal((run.A.shape[0], run.A.shape[0] - rank))]))[0]
    chosen = sorted(gen.permutation(run.A.shape[0])[:r].tolist())
    X = full[:, chosen]
    if mixed:
        out = next(k for k in range(run.A.shape[0]) if k not in chosen)
        X = np.column_stack([X[:, 1:], (X[:, 0] + full[:, out]) / 2**0.5])
    B = X.T @ run.A @ X
    slope = float(np.abs(run.A @ X @ B - X @ B @ B).max())
    missing = sum(run.values[k] ** 2 for k in range(rank) if k not in chosen) / 4
    if slope > EPS or abs(run.loss(X) - missing) > EPS:
        return _fails(run, f"AXB − XB² = {slope:.3g}, f = {run.loss(X):.4g}, ¼Σ_{{i∉J}}λ_i² = {missing:.4g}")
    return None


def turned(run: Run, order: int = 4) -> Counterexample | None:
    """Clause 3: a kernel column turned to an eigenvector by φ = 1/2."""
    import numpy as np

    c, s, u = np.cos(0.5), np.sin(0.5), run.basis[:, 0]
    n = np.linalg.qr(np.column_stack([run.basis, run.X[0]]))[0][:, -1]
    base = run.basis[:, 1:]
    X = np.column_stack([base, c * n + s * u])
    told = (float((run.values**2).sum() - (run.values[1:] ** 2).sum()) - s**order * run.values[0] ** 2) / 4
    return None if abs(run.loss(X) - told) <= EPS else _fails(run, f"f = {run.loss(X):.6g}, told {told:.6g}")


def everything(run: Run) -> Counterexample | None:
    """All clauses about one run."""
    found = (critical_fails(run), turned(run), recursion_fails(run), clock_fails(run), count_fails(run), descent_fails(run))
    return next((one for one in found if one is not None), None)


def hunt(test: Callable[[Run], Counterexample | None], most: float = 1.9) -> Callable[[Random], Counterexample | None]:
    """A search against a changed clause."""
    return lambda rng: test(draw(rng, most=most))


def curved(rng: Random) -> Counterexample | None:
    """Against clause 4 with "every set J is a minimizer": a set that leaves out a larger eigenvalue of the same sign, where the
    exact table has a negative eigenvalue."""
    from theory.dmd.critical_points import critical_points

    values = sorted(rng.sample(range(1, 9), 3), reverse=True)
    point = next((p for p in critical_points(tuple(values), 1, 5) if p.index), None)
    return None if point is None else Counterexample(f"λ = {values}, r = 1: J = {point.active} has index {point.index}", size=3)


def faster(rng: Random) -> Counterexample | None:
    """Against clause 9 with λ_j for λ_j(λ_j − λ_i): r = 1, a step at 1e-6 from the top eigenvector along the second."""
    import numpy as np

    a, b = sorted((rng.uniform(0.5, 1), rng.uniform(0.1, 0.45)), reverse=True)
    x, eta = np.array([1.0, 1e-6]), 0.5
    x /= np.linalg.norm(x)
    image = np.array([a, b]) * x
    theta = float(x @ image)
    after = x + eta * (image - x * theta) * theta
    seen, told = float(after[1] / after[0] / 1e-6), 1 - eta * a
    if abs(seen - told) < 1e-3:
        return None
    return Counterexample(f"λ = {a:.3g}, {b:.3g}, η = 1/2: factor {seen:.4g}, told {told:.4g}", kind=Refutation.STATISTICAL)


def isotropic(rng: Random) -> Counterexample | None:
    """Against clause 9 without AN = 0: A = diag(a, b, −b), X = (e_1, (e_2 + e_3)/√2), turned by 1e-6 toward (e_2 − e_3)/√2."""
    import numpy as np

    a, b, eta = rng.uniform(0.6, 1), rng.uniform(0.1, 0.5), 0.5
    values, out = np.array([a, b, -b]), np.array([0, 1, -1]) / 2**0.5
    F = np.column_stack([[1, 0, 0], np.array([0, 1, 1]) / 2**0.5])
    X = np.linalg.qr(F + 1e-6 * np.outer(out, [1, 0]))[0]
    B = X.T @ (values[:, None] * X)
    after = X + eta * (values[:, None] * X - X @ B) @ B
    seen = float((out @ after @ np.linalg.inv(F.T @ after))[0] / 1e-6)
    told = [1 - eta * a * (a - b), 1 - eta * a * (a + b)]
    if min(abs(seen - factor) for factor in told) < 1e-3:
        return None
    text = f"λ = {a:.3g}, ±{b:.3g}, η = 1/2: factor {seen:.4g}, told {told[0]:.4g} or {told[1]:.4g}"
    return Counterexample(text, kind=Refutation.STATISTICAL)


def luckier(share: float) -> Callable[[Random], Counterexample | None]:
    """Against clauses 10 and 11 with a mean of V_0 that is 1/``share`` of theirs: r_A = 1, r = 9, m = 20, where V_0 = u_1."""

    def search(rng: Random) -> Counterexample | None:
        import numpy as np

        gen = np.random.default_rng(rng.getrandbits(48))
        normal = gen.standard_normal((20_000, 20)) ** 2
        seen = normal[:, 9:].sum(1) / normal[:, :9].sum(1)
        told, error = 11 / 7 / share, float(seen.std()) / 20_000**0.5
        if seen.mean() - told < 6 * error:
            return None
        text = f"m = 20, r = 9: mean {seen.mean():.4g} ± {error:.2g} of 20,000 starts, told {told:.4g}"
        return Counterexample(text, kind=Refutation.STATISTICAL)

    return search


def _fails(run: Run, text: str) -> Counterexample:
    return Counterexample(f"{run}: {text}", kind=Refutation.STATISTICAL, size=run.size)


KEYS = {"size": "m", "columns": "r", "spectrum": "λ1,…", "scale": "c"}


def at(values: Mapping[str, str]) -> tuple[Applied, ...]:
    """The theorem for A (m × m) with these non-zero eigenvalues, r columns and η = c/‖A‖² (c = 1): points exactly, clock and
    burn-in in floats."""
    from theory.dmd.critical_points import critical_points, kind_count
    from theory.dmd.timetable import Timetable, clock_iterations
    from theory.exact.rational_input import exact_eigenvalue, exact_rational, positive_integer

    if missing := [name for name in KEYS if name not in values and name != "scale"]:
        raise ValueError(f"at must give size, columns, spectrum (and may give scale); {missing[0]} is missing")
    size, columns = (positive_integer(values[name], name) for name in ("size", "columns"))
    spectrum = tuple(values["spectrum"].split(","))
    exact = [exact_eigenvalue(value) for value in spectrum]
    scale = exact_rational(values.get("scale", "1"), "scale")
    found, count = critical_points(spectrum, columns, size, limit=256), kind_count(spectrum, columns, size)
    shown = ", ".join(f"{{{', '.join(f'λ_{k}' for k in p.active)}}}: {p.value} ({p.kind})" for p in found[:6])
    shown += ", …" if count > 6 else ""
    degenerate = sum(p.kind == "degenerate saddle" for p in found)
    top, low = max(map(abs, exact)), min(map(abs, exact))
    fits = len(exact) <= columns
    if not fits:
        law = clock = burn = Applied("does not hold", f"the clock needs r ≥ r_A, and r = {columns} < {len(exact)}")
    else:
        timetable = Timetable(size, columns, tuple(map(float, exact)), float(scale))
        table, table_step = timetable.to_json()["clock"], timetable.step
        law = Applied("holds", f"{len(exact)} independent numbers")
        c = (2 - scale) / (2 * (1 + scale))
        clock = Applied("holds" if 0 < scale < 2 else "does not hold", (
            f"η = {scale / top**2}: V falls by at least {float(2 * c * scale / top**2):.6g}·tr(Λ²D) a step; T = (V_0 − ε + "
            f"ln(V_0/ε))/{float(2 * scale / top**2 * c * low**2):.6g}"))  # fmt: skip
        start = table["V0"]
        burn = Applied("does not hold", f"it needs r > r_A + 1, and here r = {columns}, r_A = {len(exact)}")
        if start is not None:
            steps, late = (clock_iterations(k * start, 1e-6, table_step, float(low), float(c)) for k in (1, 10))
            told = f"E V_0 = {start:.6g}, T = {steps:.6g} there for V ≤ 1e-6; with probability 9/10 T ≤ {late:.6g}"
            burn = Applied("holds", told)
    descends = Applied("does not hold", f"it is for η‖A‖² ≤ 1, and here it is {scale}")
    if scale <= 1:
        descends = Applied("holds", f"A and η scaled to ‖A‖ = 1, η = {scale}: f falls by η·{1 - scale}·‖G‖² a step")
    return (
        Applied("holds", f"{count} kinds of critical points"),
        Applied("holds", shown),
        Applied("holds" if degenerate else "does not hold", f"{degenerate} degenerate saddles among those listed"),
        Applied("holds", f"index of the first: {found[0].index}; {sum(bool(p.index) for p in found)} with negative curvature"),
        Applied("holds", f"S is {len(exact)} × {len(exact)}"),
        clock,
        clock,
        descends,
        Applied("holds", _rate(exact, columns, Fraction(scale) / top**2)),
        law,
        burn,
    )


def _rate(values: list[Fraction], columns: int, eta: Fraction) -> str:
    """The slowest factor at the global minimizer, over the pairs that can be reached."""
    kept = sorted(values, key=lambda v: -abs(v))[:columns]
    rest = sorted(values, key=lambda v: -abs(v))[columns:]
    factors = [abs(1 - eta * a * (a - b)) for a in kept for b in (*rest, Fraction(0))]
    return f"factor {float(max(factors)):.9g} a step at the global minimizer"
