"""Random instances of the UDU theorem in floats: one projected step at a point of the solvable model, from its definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.verify.instance import Applied

if TYPE_CHECKING:
    import numpy as np

ALPHA, STEP, EPS = 1.5, 0.05, 1e-9


@dataclass(frozen=True)
class Point:
    """f = ½‖X − A‖² at (U, λ), ‖U‖ ≤ α = 3/2; eigenvalues ``mu`` of A, of which the columns hold ``learnt``; ``dead`` columns
    have λ = 0 and uᵀGu > 0."""

    A: np.ndarray
    U: np.ndarray
    lam: np.ndarray
    mu: tuple[float, ...]
    learnt: int
    dead: int

    @property
    def gradient(self) -> np.ndarray:
        """G = X − A."""
        return (self.U * self.lam) @ self.U.T - self.A

    def stepped(self, bound: float = float("inf")) -> tuple[float, float]:
        """How far one step moves the point, and c = max(1, ‖Ū‖/α); magnitudes stay below ``bound``."""
        import numpy as np

        G, U, lam = self.gradient, self.U, self.lam
        bar = U - 2 * STEP * G @ U * lam
        factor = max(1.0, float(np.linalg.norm(bar)) / ALPHA)
        after = np.clip(lam - STEP * np.einsum("ij,ik,kj->j", U, G, U), 0, bound)
        return float(np.abs(bar / factor - U).max(initial=0) + np.abs(after - lam).max()), factor

    @property
    def loss(self) -> float:
        """½‖X − A‖²."""
        return float((self.gradient**2).sum()) / 2

    @property
    def size(self) -> float:
        """Orders witnesses."""
        return float(self.U.size)

    def __str__(self) -> str:
        n, r = self.U.shape
        told = ", ".join(f"{value:.3g}" for value in self.mu)
        return f"n = {n}, r = {r}, eigenvalues {told}, the first {self.learnt} learnt, {self.dead} dead columns"


def draw(rng: Random, wide: bool = False) -> Point:
    """A fixed point by its description: eigenvectors of some positive eigenvalues, empty, idle and dead columns."""
    import numpy as np

    gen = np.random.default_rng(rng.getrandbits(48))
    n = int(gen.integers(4, 9)) if wide else int(gen.integers(1, 5))
    r = int(gen.integers(3, n + 2)) if wide else int(gen.integers(1, 4))
    Q = np.linalg.qr(gen.standard_normal((n, n)))[0]
    learnt = int(gen.integers(0, min(n, r) + 1))
    mu = np.concatenate([gen.uniform(0.5, 4, learnt), gen.uniform(-4, 4, n - learnt)])
    U, lam = np.zeros((n, r)), gen.uniform(0.2, 2, r)
    for j in range(learnt):
        U[:, j] = Q[:, j] * ALPHA / (2 * r) ** 0.5 * gen.uniform(0.5, 1)
        lam[j] = mu[j] / float(U[:, j] @ U[:, j])
    negative = [k for k in range(learnt, n) if mu[k] < 0]
    dead = int(gen.integers(0, r - learnt + 1)) if negative else 0
    for j in range(learnt, learnt + dead):
        U[:, j], lam[j] = Q[:, negative[0]] * 0.5 / r**0.5, 0.0
    return Point((Q * mu) @ Q.T, U, lam, tuple(mu), learnt, dead)


def everything(point: Point, optimal_always: bool = False) -> Counterexample | None:
    """The point is left by the step with c = 1, GUD = 0, X² = AX, and is optimal over X ⪰ 0 iff G ⪰ 0."""
    import numpy as np

    moved, factor = point.stepped()
    G = point.gradient
    X = G + point.A
    flat = np.abs(G @ point.U * point.lam).max(initial=0)
    square = np.abs(X @ X - point.A @ X).max()
    if max(moved, factor - 1, flat, square) > EPS * (1 + max(map(abs, point.mu))):
        return _fails(point, f"the step moves it by {moved:.3g}, c − 1 = {factor - 1:.3g}, GUD = {flat:.3g}")
    least = sum(value**2 for value in point.mu if value < 0) / 2
    best = point.loss <= least + EPS
    certified = optimal_always or float(np.linalg.eigvalsh(G)[0]) >= -EPS
    return None if best == certified else _fails(point, f"F = {point.loss:.4g}, least over X ⪰ 0 {least:.4g}")


def boxed(rng: Random) -> Counterexample | None:
    """Against clause 1 with λ ≤ 2: n = 1, u = α, λ = 2 and A so large that the ball stays active."""
    import numpy as np

    a = rng.uniform(3 * ALPHA**2, 9 * ALPHA**2)
    point = Point(np.array([[a]]), np.array([[ALPHA]]), np.array([2.0]), (a,), 0, 0)
    moved, factor = point.stepped(bound=2.0)
    return _fails(point, f"λ = 2: left by the boxed step with c = {factor:.3g}") if moved < EPS and factor > 1 + EPS else None


def dead_moves(point: Point) -> Counterexample | None:
    """Against clause 2 with GU = 0: a dead column of a fixed point."""
    import numpy as np

    slope = float(np.abs(point.gradient @ point.U).max(initial=0))
    return _fails(point, f"left by the step, and GU has an entry {slope:.3g}") if point.dead and slope > 1e-3 else None


def turned(rng: Random) -> Counterexample | None:
    """Against clause 3 without u_jᵀGu_j ≥ 0: λ = 0 and u along a positive eigenvector of A; GUD = 0, and the step moves λ."""
    import numpy as np

    a = rng.uniform(0.5, 4)
    point = Point(np.array([[a]]), np.array([[0.5]]), np.array([0.0]), (a,), 0, 0)
    moved, _ = point.stepped()
    return _fails(point, f"λ = 0, GUD = 0, and the step moves it by {moved:.3g}") if moved > EPS else None


def twice(point: Point) -> Counterexample | None:
    """Against clause 5 with X² = 2AX."""
    import numpy as np

    X = point.gradient + point.A
    return _fails(point, "X² ≠ 2AX") if np.abs(X @ X - 2 * point.A @ X).max() > 1e-3 else None


def deficient(point: Point) -> Counterexample | None:
    """Against clause 6 with dim W = r: fewer directions learnt than there are columns."""
    short = point.learnt < point.U.shape[1]
    return _fails(point, f"{point.learnt} directions, {point.U.shape[1]} columns") if short else None


def negative(point: Point) -> Counterexample | None:
    """Against clause 7 with every subset of the eigenvalues: X = μ e eᵀ with μ < 0 is no UDUᵀ with D ≥ 0."""
    low = min(point.mu)
    return _fails(point, f"μ = {low:.3g} < 0 is not learnt, since X ⪰ 0") if low < 0 else None


def one_direction(point: Point) -> Counterexample | None:
    """Against clause 9 for one v: a direction with vᵀGv > 0 where G has a negative eigenvalue."""
    import numpy as np

    values = np.linalg.eigvalsh(point.gradient)
    low, high = float(values[0]), float(values[-1])
    return _fails(point, f"G has the eigenvalues {low:.3g} and {high:.3g}") if low < -EPS < EPS < high else None


def scaled(rng: Random) -> Counterexample | None:
    """Against clause 9 away from fixed points: A = diag(a, 1), u_1 = αe_1, λ_1 = 1, an empty column moved along e_2; c > 1."""
    import numpy as np

    a = rng.uniform(2 * ALPHA**2, 6 * ALPHA**2)
    U = np.array([[ALPHA, 0.0], [0.0, 1e-6]])
    bar = U - 2 * STEP * (U @ U.T - np.diag([a, 1.0])) @ U
    seen = float(bar[1, 1] / max(1.0, float(np.linalg.norm(bar)) / ALPHA)) / 1e-6
    if abs(seen - 1 - 2 * STEP) < 1e-3:
        return None
    point = Point(np.diag([a, 1.0]), U, np.ones(2), (a, 1.0), 0, 0)
    return _fails(point, f"no fixed point: factor {seen:.4g}, told {1 + 2 * STEP:.4g}")


def falling(point: Point, order: int = 3) -> Counterexample | None:
    """An empty column with λ = t, u = tv along the lowest eigenvector of G: clause 10 with vᵀGv < 0 allowed (``order`` 3), or
    clause 11 at another order."""
    import numpy as np

    values, vectors = np.linalg.eigh(point.gradient)
    if values[0] > -0.1:
        return None
    t, v = 1e-2, vectors[:, 0]
    U, lam = np.column_stack([point.U, t * v]), np.append(point.lam, t)
    excess = replace(point, U=U, lam=lam).loss - point.loss
    told = t**order * values[0]
    if order == 3:
        return _fails(point, f"F falls by {-excess:.3g}") if excess < 0 else None
    return _fails(point, f"F changes by {excess:.3g}, not by {told:.3g}") if abs(excess - told) > abs(told) / 2 else None


def hunt(test: Callable[[Point], Counterexample | None]) -> Callable[[Random], Counterexample | None]:
    """A search against a changed clause."""
    return lambda rng: test(draw(rng))


def _fails(point: Point, text: str) -> Counterexample:
    return Counterexample(f"{point}: {text}", kind=Refutation.STATISTICAL, size=point.size)


KEYS = {"spectrum": "μ1,…", "columns": "r"}
LISTED = 8


def at(values: Mapping[str, str]) -> tuple[Applied, ...]:
    """The theorem for the solvable model with these eigenvalues and r columns, by exact comparison of rationals."""
    from theory.exact.rational_input import exact_eigenvalue, positive_integer
    from theory.udu.fixed_points import fixed_points, kind_count

    if missing := [name for name in KEYS if name not in values]:
        raise ValueError(f"at must give spectrum, columns; {missing[0]} is missing")
    spectrum, columns = tuple(values["spectrum"].split(",")), positive_integer(values["columns"], "columns")
    found, count = fixed_points(spectrum, columns, limit=256), kind_count(spectrum, columns)
    mu = [exact_eigenvalue(value) for value in spectrum]
    points = [point for point in found if not point.dead]
    named = ["{" + ", ".join(f"μ_{k}" for k in point.active) + "}" for point in points]
    best = [point for point in points if point.certificate >= 0]
    dead = sum(point.dead > 0 for point in found)
    lowest = f" (the {len(found)} of lowest loss)" if count > len(found) else ""
    shown = f"{', '.join(named[:LISTED])}{', …' if len(named) > LISTED else ''}"
    sizes = ", ".join(map(str, sorted({len(point.active) for point in points})))
    empty = any(len(point.active) < columns for point in points)
    idle = any(point.certificate < 0 and len(point.active) < columns for point in points)
    none: Applied = Applied("does not hold", "every column is used at every fixed point")
    return (
        Applied("holds", "no fixed point with U ≠ 0 has an active ball, whatever α > 0 and η > 0"),
        Applied("holds", f"{count} kinds of fixed points, {dead} of those listed with dead columns{lowest}"),
        Applied("holds", "each of them is left by the step"),
        Applied("holds", "with G = X − A"),
        Applied("holds", "X² = AX at each"),
        Applied("holds", f"W of dimension {sizes}{lowest}, at most r = {columns}"),
        Applied("holds", f"X over the eigenvalues {shown}{lowest}, F = {', '.join(str(p.value) for p in points[:LISTED])}"),
        Applied("holds", f"optimal over X ⪰ 0: {named[points.index(best[0])] if best else 'none, r is too small'}"),
        Applied("holds", "for every empty column with λ_j > 0") if empty else none,
        Applied("holds", f"X = 0 with every column dead, F = {sum(value**2 for value in mu) / 2}") if min(mu) < 0
        else Applied("does not hold", "A has no negative eigenvalue: no column can be dead"),
        Applied("holds", "F falls cubically from an empty column with λ = 0 where G is not ⪰ 0") if idle else none,
    )  # fmt: skip
