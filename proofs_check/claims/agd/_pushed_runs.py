"""Perturbed runs that try to break the theorem of `theory.agd.perturbed_run`: large outside parts, tails, errors that push.

Runs are iterated in units of the step with errors of the largest size allowed, in the directions that raise the residual or
shrink X; bounds and radii are compared in floats whose own rounding (1e-12) is far below the errors planted (1e-7 and more).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from theory.agd.perturbed_run import Point
    from theory.agd.point_certificate import PointCertificate

K = 60


@dataclass
class Run:
    """A certificate and what its run did: losses f_k and distances at every k."""

    found: PointCertificate
    f: list[float]
    moved_x: list[float]
    moved_y: list[float]


def pushed(rng: np.random.Generator) -> Run | None:
    """One run at step 1; None if no certificate exists."""
    from theory.agd.point_certificate import PointCertificate, certify

    m, n, r = 5, 4, int(rng.integers(1, 3))
    d = r + int(rng.integers(0, 2))
    frame = np.linalg.qr(rng.standard_normal((m, r)))[0]
    project = frame @ frame.T
    off, tail, unit = (10.0 ** rng.uniform(-7, high) for high in (-1, -3, -4))
    left = frame @ np.linalg.qr(rng.standard_normal((r, r)))[0] * rng.uniform(0.6, 0.95, r)
    turn = np.linalg.qr(rng.standard_normal((d, d)))[0][:r]
    X = left @ turn + off * outside(rng, project, (m, d))
    Y = rng.standard_normal((n, d)) * 10.0 ** rng.uniform(-2, -0.6)
    A = project @ X @ Y.T + 10.0 ** rng.uniform(-4, -1) * unit_matrix(project @ rng.standard_normal((m, n)))
    A = A + tail * outside(rng, project, (m, n))
    point = data(A, X, Y, project, unit)
    found = certify(point, (K,))
    if not isinstance(found, PointCertificate):
        return None
    error = size_of_errors(point, found)
    run = Run(found, [], [], [])
    start = X, Y
    for _ in range(K + 1):
        residual = X @ Y.T - A
        run.f.append(float((residual**2).sum() / 2))
        run.moved_x.append(float(np.linalg.norm(project @ (X - start[0]))))
        run.moved_y.append(float(np.linalg.norm(Y - start[1])))
        push = rng.choice(["residual", "out", "shrink"])
        e = {"residual": residual @ Y, "out": X - project @ X, "shrink": -project @ X}[push]
        X = X - residual @ Y + error * unit_matrix(e)
        half = X @ Y.T - A
        Y = Y - half.T @ X + error * unit_matrix(half.T @ X if rng.random() < 0.7 else rng.standard_normal((n, d)))
    return run


def outside(rng: np.random.Generator, project: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """A random matrix of norm 1 whose columns are orthogonal to the range of ``project`` (0 if that is everything)."""
    value = rng.standard_normal(shape)
    return unit_matrix(value - project @ value)


def unit_matrix(value: np.ndarray) -> np.ndarray:
    """The matrix over its Frobenius norm; 0 stays 0."""
    size = np.linalg.norm(value)
    return value / size if size else value


def data(A: np.ndarray, X: np.ndarray, Y: np.ndarray, project: np.ndarray, unit: float) -> Point:
    """The numbers of the theorem in floats, with a margin of 1e-9 for their rounding."""
    from flint import arb

    from theory.agd.perturbed_run import Point

    within = np.linalg.svd(project @ X, compute_uv=False)
    rank = round(float(np.trace(project)))
    right = np.linalg.svd(Y, compute_uv=False)
    a = np.linalg.norm(project @ (X @ Y.T - A))
    up = [within[0], right[0], a**2 / 2, np.linalg.norm(X - project @ X), np.linalg.norm(A - project @ A),
          np.linalg.norm(X), np.linalg.norm(Y), np.linalg.norm(A)]  # fmt: skip
    S, y, f, off, tail, size_x, size_y, size_a = (arb(float(v) * (1 + 1e-9)) for v in up)
    low = arb(float(right[-1]) * (1 - 1e-9)) if Y.shape[0] >= Y.shape[1] else arb(0)
    return Point(arb(1), arb(float(within[rank - 1]) * (1 - 1e-9)), S, y, f, low, off, tail, size_x, size_y, size_a, arb(unit))


def size_of_errors(point: Point, found: PointCertificate) -> float:
    """ε of the theorem at its radii."""
    x, y = float(point.size_x) + 2 * found.radius_x, float(point.size_y) + found.radius_y
    return float(point.unit) * (x + y + (x * y + float(point.size_a)) * (x + y)) * (1 - 1e-6)


def broken(runs: list[Run], radius: float = 1.0, **change: float) -> int:
    """How many runs leave the certificate, with fields changed or radii times ``radius``."""
    count = 0
    for run in runs:
        judged = replace(run.found, **{name: value * getattr(run.found, name) for name, value in change.items()})
        over = any(f > judged.bound(k) * (1 + 1e-9) for k, f in enumerate(run.f))
        pairs = ((run.moved_x, run.found.radius_x), (run.moved_y, run.found.radius_y))
        far = any(max(moved) > radius * allowed for moved, allowed in pairs)
        count += over or far
    return count
