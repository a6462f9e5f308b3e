"""``locate``: from a run's own factors to the nearest critical orbit and its predictions."""

from __future__ import annotations

from collections.abc import Iterable
from math import comb, isfinite, prod
from typing import Any

import numpy as np

from proofs_check.bridge.locate.candidates import Candidate, nearest
from proofs_check.bridge.locate.factors import Matrices, own_factors
from proofs_check.bridge.locate.location import Escape, Location, positive
from proofs_check.bridge.locate.target import Target, matrix_shape
from proofs_check.bridge.locate.unstable import unstable_part
from theory.dmf.landscape.orbits import Orbit


def locate(
    factors: Any, Y: Any, ridge: Any, *, spectrum: Iterable[Any] | None = None, leaves_at: float | None = None
) -> Location:
    """Where the point W is in the landscape of F(W) = ‖W_L⋯W_1 − Y‖² + Σ λ_l‖W_l‖² (no ½).

    Args:
        factors: W_1, …, W_L (W_l is d_l × d_{l−1}): a list of tensors or arrays, a state_dict, an nn.Sequential of nn.Linear
            without bias. Nothing of them is changed.
        Y: d_L × d_0.
        ridge: λ for all layers, or λ_1, …, λ_L; see `ridge_of_weight_decay` for a training loss that is a·F.
        spectrum: the exact singular values of Y, where ties are meant that its floats blur.
        leaves_at: the distance at which a plateau counts as over; a tenth of ‖Y‖^(1/L) by default.

    ``orbit`` is None, with the candidates listed, unless every other orbit is proved to be farther away than the point found
    on this one (proved for the float64 singular vectors of Y, rounding included).

    Raises:
        ValueError: one line naming the argument and what is allowed.

    >>> Y = np.diag([3.0, 2.0])
    >>> found = locate([np.diag([1.41, 0.01]), np.diag([1.41, 0.01])], Y, ridge=1)
    >>> print(found)
    nearest critical orbit 1+: strict saddle, index 1
    distance 0.0153463, loss 8.99994162 (on the orbit 9)
    escape: mode 2 grows, rate 2 (here 1.9998, proved to 5.0%)
    plateau: 1.253 until the distance is 0.1732
    """
    shape = matrix_shape(Y)
    return Locator(Y, ridge, spectrum=spectrum, leaves_at=leaves_at).locate(own_factors(factors, shape))


def ridge_of_weight_decay(weight_decay: float, loss_scale: float = 1.0) -> float:
    """λ = weight_decay/(2a): the ridge of F for training on a·‖W_L⋯W_1 − Y‖² by SGD with this weight decay.

    SGD adds weight_decay·W to the gradient, which is that of (weight_decay/2)·‖W‖²; dividing by a gives F. The scale a is 1 for
    the sum of squares, 1/2 with a ½, 1/(d_L d_0) for ``nn.MSELoss()``. A penalty that is written into the loss as
    μ·‖W‖² gives λ = μ/a. Decoupled weight decay (AdamW) has other rest points, Adam other rates.

    >>> ridge_of_weight_decay(0.1), ridge_of_weight_decay(0.1, loss_scale=0.5)
    (0.05, 0.1)
    """
    return positive(weight_decay, "weight_decay") / (2 * positive(loss_scale, "loss_scale"))


class Locator:
    """`locate` for many points of one run: the landscape is worked out once.

    >>> where = Locator(np.diag([3.0, 2.0]), ridge=1)
    >>> [where.locate([c * np.eye(2), c * np.eye(2)]).label for c in (0.1, 1.2)]
    ['O', '1+2+']
    """

    def __init__(self, Y: Any, ridge: Any, *, spectrum: Iterable[Any] | None = None, leaves_at: float | None = None) -> None:
        leaves_at = None if leaves_at is None else positive(leaves_at, "leaves_at")
        self._shape, self._problem = matrix_shape(Y), (Y, ridge, None if spectrum is None else list(spectrum))
        self._leaves_at, self._targets = leaves_at, dict[tuple[int, ...], Target]()

    def target(self, widths: tuple[int, ...]) -> Target:
        """The problem for these widths, made once."""
        if widths not in self._targets:
            Y, ridge, spectrum = self._problem
            self._targets[widths] = Target(Y, widths, ridge, spectrum)
        return self._targets[widths]

    def locate(self, factors: Any) -> Location:
        """See `locate`."""
        W = own_factors(factors, self._shape)
        target = self.target((W[0].shape[1], *(w.shape[0] for w in W)))
        leaves_at = 0.1 * target.size if self._leaves_at is None else self._leaves_at
        loss, largest = target.loss(W), max(float(np.abs(w).max()) for w in W)
        if not (largest <= LARGEST and isfinite(loss)):
            raise ValueError(f"factors must have a finite loss, got entries up to {largest:.3g}: a run that diverged?")
        found, complete = nearest(target, W)
        orbits = [target.orbit(candidate.point.codes) for candidate in found]
        named = tuple((orbit.label, candidate) for orbit, candidate in zip(orbits, found, strict=True))
        distance = found[0].point.distance
        least = min(candidate.at_least for candidate in found) if complete else 0.0
        if reason := _undetermined(target, found, complete):
            return Location(None, named, distance, least, loss, None, None, leaves_at, None, reason)
        orbit, escape, convergence = orbits[0], None, None
        if orbit.index:
            escape = _escape(target, orbit, found[0], W)
        elif orbit.kind.endswith("minimizer") and orbit.nullity == orbit.dimension:
            convergence = min(value for value, _ in orbit.hessian() if value > 0)
        plateau = escape.time_to(leaves_at) if escape else None
        silence = _silence(orbit, escape)
        return Location(orbit, named, distance, least, loss, escape, convergence, leaves_at, plateau, silence)

    def __str__(self) -> str:
        return f"Locator(Y {self._shape[0]} × {self._shape[1]})"


def _undetermined(target: Target, found: list[Candidate], complete: bool) -> str:
    """Why the nearest orbit is not known; "" where it is."""
    if target.open_tie:
        return f"no orbit can be named, {target.open_tie} (give the spectrum, exactly)"
    if not complete:
        return "far from every orbit: too many are about as near"
    return "cannot tell which orbit is nearest" if len(found) > 1 else ""


def _silence(orbit: Orbit, escape: Escape | None) -> str:
    """Why there is no rate, or no plateau; "" where there are both."""
    if orbit.kind == "non-strict saddle":
        return "no rate: the Hessian has no negative eigenvalue here, the saddle is left more slowly than exponentially"
    if orbit.index is None:
        return "no rate: the class stays open within the error of Y"
    if orbit.index == 0 and orbit.nullity != orbit.dimension:
        return "no rate: the minimizer is degenerate, convergence is slower than exponential"
    if escape is not None and not escape.held:
        return "no plateau: what the run holds of the escape directions is rounding; without noise it converges to the saddle"
    if escape is not None and not escape.near:
        return "not near: the rate is that of the orbit, which the run does not follow here"
    return ""


LARGEST = 1e100
"""Entries beyond this are not looked at: their powers leave the range of float64."""

ROUNDING = 1e-13
"""Of the size of the factors: a component that is shorter is not told from rounding."""


def _escape(target: Target, orbit: Orbit, candidate: Candidate, W: Matrices) -> Escape:
    point = candidate.point
    unstable = unstable_part(target, orbit, point, W)
    rate, part = float(unstable.rates[0]), float(unstable.parts[0])
    vector, name = unstable.vectors[0], unstable.names[0]
    size = max(sum(float((w**2).sum()) for w in (*W, *point.factors)) ** 0.5, target.size)
    if part <= ROUNDING * size:
        return Escape(rate, name, vector, part, None, None, unstable, ROUNDING * size)
    growth = -sum(float((v * g).sum()) for v, g in zip(vector, target.gradient(W), strict=True)) / part**2
    error = curvature_change(target, point.factors, W) * point.distance**2 / (2 * part * rate)
    return Escape(rate, name, vector, part, growth, error, unstable, ROUNDING * size)


def curvature_change(target: Target, start: Matrices, end: Matrices) -> float:
    """M ≥ |D³F(W)[u, v, w]| for unit u, v, w at every W between ``start`` and ``end``.

    12·(‖R‖·e_3 + e_1 e_2) with e_k = C(L, k) L^(−k/2) b^(L−k), b ≥ ‖W_l‖ (Maclaurin) bounds the cubic form, hence, by Banach,
    the symmetric trilinear one. ‖R‖ ≤ ‖R(start)‖ + Π(‖W_l‖ + ‖D_l‖) − Π‖W_l‖ on the way, D = end − start.

    >>> target = Target(np.zeros((1, 1)), (1, 1, 1), ridge=1)                     # F = (w₁w₂)² + w₁² + w₂²
    >>> ones = (np.ones((1, 1)), np.ones((1, 1)))
    >>> round(curvature_change(target, ones, ones), 9)                              # along (1, 1)/√2: 24·w/√8 at w = 1
    8.485281374
    """
    layers = target.layers
    begin = [float(np.linalg.norm(w, 2)) for w in start]
    moved = [float(np.linalg.norm(b - a)) for a, b in zip(start, end, strict=True)]
    widest = max(*begin, *(float(np.linalg.norm(w, 2)) for w in end))
    product = start[0]
    for w in start[1:]:
        product = w @ product
    residual = float(np.linalg.norm(product - target.Y))
    residual += prod(a + b for a, b in zip(begin, moved, strict=True)) - prod(begin)
    e = [comb(layers, k) * layers ** (-k / 2) * widest ** max(layers - k, 0) for k in range(4)]
    return 12 * (residual * e[3] + e[1] * e[2])
