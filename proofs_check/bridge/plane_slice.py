"""F on a plane through a critical point, and the critical points of F that lie in it.

The plane is spanned by two eigenvectors of ∇²F at the point of the orbit with diagonal factors (the unstable ones first), or
goes through the points of one or two other orbits. Points in the plane are sought as zeros of the full gradient, from every
dip of ‖∇F‖ on a grid and from the diagonal points of orbits, and named by `name_orbits`: what is marked is a critical point
of F, not only of F on the plane. Every critical point has ‖W‖² = Σ_l Σ_i x_i/λ_l for its active modes, at most the sum over
the d_min largest upper roots, so the grid on which they are sought holds them all; two that are closer than its mesh may be
taken for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from numerics.critical_search import gradient_scale
from numerics.problems.deep_factorization import DeepFactorization
from proofs_check.bridge.orbit_points import aligned_point, aligned_problem, hessian_directions, name_orbits
from theory.dmf import Landscape
from theory.dmf.landscape.orbits import Orbit
from theory.dmf.landscape.roots import Root
from theory.dmf.output.frames import short_label

MOST_PARAMETERS = 3000
"""Beyond, eigenvectors of the Hessian are not computed."""
MESH, STEPS, TRIED, CHUNK = 81, 60, 200, 1 << 22
CLOSE = 1e-6
"""Two points of the plane are one if they are closer, in units of the window."""


@dataclass(frozen=True)
class PlanePoint:
    """A critical point in the plane at (x, y); ``isolated``: no curve of critical points in the plane passes through it."""

    x: float
    y: float
    orbit: Orbit
    isolated: bool


@dataclass(frozen=True, eq=False)
class PlaneSlice:
    """F on the plane W(x, y) = origin + x·directions[0] + y·directions[1].

    Attributes:
        orbit: whose diagonal point is the origin.
        names: of the two directions.
        origin, directions: (N,) and (2, N) orthonormal, in the coordinates of ``problem.flatten``.
        points: the critical points in the plane, by loss; the first of an orbit is the one nearest to the origin.
        x, y, loss: (n,), (n,) and F as (n, n), a row for each y.
    """

    landscape: Landscape
    orbit: Orbit
    names: tuple[str, str]
    origin: Tensor
    directions: Tensor
    points: tuple[PlanePoint, ...]
    x: Tensor
    y: Tensor
    loss: Tensor


def plane_slice(landscape: Landscape, label: str, through: Sequence[str] = (), mesh: int = 81) -> PlaneSlice:
    """The plane through the orbit ``label``: along its first two Hessian eigenvectors (unstable ones, then the smallest
    positive curvature), or ``through`` one other orbit and along the first of these, or through two others.

    Raises:
        ValueError: no such orbit, three points on one line, or more than `MOST_PARAMETERS` entries where eigenvectors are
            needed.

    >>> found = plane_slice(Landscape((1, 1, 1, 1), spectrum=("17/4",), ridge=(1, 2, 3)), "1-", through=["O"], mesh=5)
    >>> [point.orbit.label for point in found.points], found.names[0]
    (['1+', 'O', '1-'], 'towards O')
    """
    orbit = landscape.orbit(label)
    problem = aligned_problem(landscape)
    origin = problem.flatten(aligned_point(orbit))[0]
    names, directions = _span(problem, orbit, origin, [landscape.orbit(other) for other in through])
    plane = _Plane(landscape, problem, origin, directions)
    reach = 1.1 * (_largest_norm(landscape) + float(origin.norm())) or 1.0
    window = (-reach, reach, -reach, reach)
    found = plane.critical(window, [landscape.orbit(other) for other in (label, *through)])
    window = _around(found, reach)
    found = plane.critical(window, [point.orbit for point in found], found)
    window = _around(found, reach)
    x, y = (torch.linspace(*ends, mesh, dtype=torch.float64) for ends in (window[:2], window[2:]))
    loss = plane.grid(x, y)[0]
    return PlaneSlice(landscape, orbit, names, origin, directions, tuple(found), x, y, loss)


@dataclass(frozen=True, eq=False)
class _Plane:
    landscape: Landscape
    problem: DeepFactorization
    origin: Tensor
    directions: Tensor

    def factors(self, place: Tensor) -> tuple[Tensor, ...]:
        """Factors at (batch, 2) places."""
        return self.problem.unflatten(self.origin + place @ self.directions)

    def grid(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """F and ‖∇F‖² on the grid, (len(y), len(x)), in pieces that fit the memory."""
        places = torch.stack(torch.meshgrid(x, y, indexing="xy"), -1).reshape(-1, 2)
        losses, slopes = [], []
        for part in places.split(max(1, CHUNK // len(self.origin))):
            factors = self.factors(part)
            losses.append(self.problem.loss(factors))
            slopes.append(self.problem.flatten(self.problem.gradient(factors)).square().sum(-1))
        return torch.cat(losses).reshape(len(y), len(x)), torch.cat(slopes).reshape(len(y), len(x))

    def critical(
        self, window: tuple[float, float, float, float], orbits: Sequence[Orbit], known: Sequence[PlanePoint] = ()
    ) -> list[PlanePoint]:
        """The critical points of F in this window of the plane, ``known`` ones among them, by loss and distance."""
        x, y = (torch.linspace(*ends, MESH, dtype=torch.float64) for ends in (window[:2], window[2:]))
        starts = [_dips(x, y, self.grid(x, y)[1]), *(self._projected(orbit) for orbit in orbits)]
        starts += [torch.tensor([[point.x, point.y]], dtype=torch.float64) for point in known]
        place, isolated = self._refined(torch.cat(starts), (window[1] - window[0]) / 4)
        found: list[PlanePoint] = []
        labels = name_orbits(self.landscape, self.problem, self.factors(place)) if len(place) else []
        near = CLOSE * (window[1] - window[0])
        for (a, b), alone, label in sorted(
            zip(place.tolist(), isolated.tolist(), labels, strict=True), key=lambda p: _far(*p[0])
        ):
            if label != "?" and not any(abs(a - p.x) < near and abs(b - p.y) < near for p in found):
                found.append(PlanePoint(a, b, self.landscape.orbit(label), alone))
        return sorted(found, key=lambda point: point.orbit.loss)

    def _projected(self, orbit: Orbit) -> Tensor:
        return (self.directions @ (self.problem.flatten(aligned_point(orbit))[0] - self.origin))[None]

    def _refined(self, place: Tensor, longest: float) -> tuple[Tensor, Tensor]:
        """Gauss–Newton steps for ∇F = 0 within the plane; the places that end at rounding, and which of them are isolated."""
        for _ in range(STEPS):
            slope, change = self._slopes(place)
            step = -torch.linalg.pinv(change, rtol=1e-9) @ slope[..., None]
            place = place + step[..., 0] * (longest / step.norm(dim=(1, 2)).clamp_min(longest))[:, None]
        slope, change = self._slopes(place)
        good = slope.norm(dim=-1) <= 1e-12 * gradient_scale(self.problem, self.factors(place))
        sizes = torch.linalg.svdvals(change)
        return place[good], (sizes[:, 1] > 1e-5 * sizes[:, 0])[good]

    def _slopes(self, place: Tensor) -> tuple[Tensor, Tensor]:
        """∇F, (batch, N), and its derivative along the plane, (batch, N, 2)."""
        factors = self.factors(place)
        apply = self.problem.linearize(factors)
        moved = [self.problem.flatten(apply(self.problem.unflatten(d.expand(len(place), -1)))) for d in self.directions]
        return self.problem.flatten(self.problem.gradient(factors)), torch.stack(moved, -1)


def _span(problem: DeepFactorization, orbit: Orbit, origin: Tensor, others: list[Orbit]) -> tuple[tuple[str, str], Tensor]:
    if len(others) > 2:
        raise ValueError(f"through must name at most two other orbits, got {len(others)}")
    names = [f"towards {short_label(other)}" for other in others]
    spanned = [problem.flatten(aligned_point(other))[0] - origin for other in others]
    if len(others) < 2:
        if len(origin) > MOST_PARAMETERS:
            raise ValueError(
                f"through must name two other orbits where factors have more than {MOST_PARAMETERS} entries, got {len(origin)}"
            )
        listed = hessian_directions(problem, orbit)
        for value, name, vector in sorted(listed, key=lambda item: (item[0] == 0, item[0])):  # flat directions come last
            spanned.append(vector)
            names.append(f"along {name} (eigenvalue {value:.4g})")
    basis: list[Tensor] = []
    kept: list[str] = []
    for name, vector in zip(names, spanned, strict=True):
        left = vector - sum(((vector @ unit) * unit for unit in basis), torch.zeros_like(vector))
        if len(basis) < 2 and left.norm() > 1e-9 * vector.norm() > 0:
            basis.append(left / left.norm())
            kept.append(name)
    if len(basis) < 2 or kept[: len(others)] != names[: len(others)]:
        raise ValueError(
            f"through must name orbits that are not on one line with {orbit.label}, got {', '.join(o.label for o in others)}"
        )
    return (kept[0], kept[1]), torch.stack(basis)


def _largest_norm(landscape: Landscape) -> float:
    """An upper bound for ‖W‖ on the critical set."""
    upper = []
    for g, group in enumerate(landscape.classifier.tree.groups):
        mode = landscape.loss_order.modes[g][0]
        assert mode.root is not Root.LOWER
        upper += [float(mode.x(64))] * group.count
    most = sum(upper[: min(landscape.widths)])  # they come by decreasing value, and the upper root grows with it
    return (most * sum(1 / float(weight) for weight in landscape.weights)) ** 0.5


def _dips(x: Tensor, y: Tensor, slope: Tensor) -> Tensor:
    """Places where no neighbour has a smaller slope, the deepest first, at most `TRIED`."""
    lowest = -torch.nn.functional.max_pool2d(-slope[None], 3, stride=1, padding=1)[0]
    rows, columns = torch.nonzero(slope <= lowest, as_tuple=True)
    order = slope[rows, columns].argsort()[:TRIED]
    return torch.stack([x[columns[order]], y[rows[order]]], -1)


def _around(points: Sequence[PlanePoint], reach: float) -> tuple[float, float, float, float]:
    """A window with the origin and all of them in it and a margin; square where they are in a line or one."""
    xs, ys = [0.0, *(point.x for point in points)], [0.0, *(point.y for point in points)]
    spans = max(xs) - min(xs), max(ys) - min(ys)
    least = 0.6 * max(spans) if max(spans) > CLOSE * reach else 0.5 * reach
    middles, halves = (
        (max(xs) + min(xs), max(ys) + min(ys)),
        [0.5 * max(span, least) + 0.18 * max(*spans, least) for span in spans],
    )
    (a, b), (h, k) = middles, halves
    return a / 2 - h, a / 2 + h, b / 2 - k, b / 2 + k


def _far(x: float, y: float) -> float:
    return x * x + y * y
