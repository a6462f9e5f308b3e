"""Watching a run leave a saddle: where it goes, how fast, and on which predicted plateaus it rests.

The displacement along an unstable direction grows like e^(|μ|t) under W' = −∇F, μ the negative Hessian eigenvalue of
the closed form. Losses of plateaus are losses of orbits. For L = 2 a run from near zero passes the nested saddles
'+' at the r largest values, r = 0, 1, 2, …; for L ≥ 3 the origin attracts, and a mode lives iff it starts above its
lower root.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, log1p
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.flow import FlowTrace, flow_to_rest, trace_flow, trace_solver
from numerics.problems.deep_factorization import DeepFactorization, Factors
from numerics.solvers import GradientDescent, PerturbedGradientDescent
from proofs_check.bridge.orbit_points import (
    aligned_point,
    aligned_problem,
    distance_to_orbit,
    name_orbits,
    unstable_directions,
)
from proofs_check.bridge.saddle_graph import Departure, departures
from theory.dmf import Landscape
from theory.dmf.landscape.orbits import Orbit
from theory.dmf.landscape.roots import Root
from theory.page import html_table
from theory.storage.frames import frame

METHODS = ("flow", "gd", "perturbed")
SHOWN_TIMES = 9
"""Rows of a trace in a notebook."""


@dataclass(frozen=True, eq=False)
class Escape:
    """Where the flow goes from one saddle, along each unstable direction and random mixtures of them.

    Attributes:
        rates: |μ| of the negative Hessian eigenvalues with multiplicities, largest first, from the closed form.
    """

    orbit: Orbit
    departures: tuple[Departure, ...]

    @property
    def rates(self) -> list[tuple[float, int]]:
        """(|μ|, multiplicity) of every negative Hessian eigenvalue, from the closed form."""
        return [(-value, times) for value, times in self.orbit.hessian() if value < 0]

    def to_json(self) -> str:
        """``{"from", "ends": [{"direction", "to", "loss"}], "rates"}``; an unidentified end has "to" null."""
        ends = [
            {"direction": d.direction, "to": d.target if d.target != "?" else None, "loss": d.loss} for d in self.departures
        ]
        rates = [list(rate) for rate in self.rates]
        return json.dumps({"from": self.orbit.label, "ends": ends, "rates": rates}, ensure_ascii=False)

    def __str__(self) -> str:
        lines = [f"from {self.orbit}"]
        lines += ["escape rates " + ", ".join(f"{rate:.9g} ×{times}" for rate, times in self.rates)]
        return "\n".join(lines + [f"  {d.direction} → {d.target}, loss {d.loss:.9g}" for d in self.departures])

    def _repr_html_(self) -> str:
        first, rates, *_ = str(self).splitlines()
        rows = [(d.direction, d.target, f"{d.loss:.9g}") for d in self.departures]
        return f"<p>{html.escape(first)}<br>{html.escape(rates)}</p>{html_table(('direction', 'ends at', 'loss'), rows)}"


def escape(landscape: Landscape, label: str, mixtures: int = 8, seed: int = 0, offset: float = 1e-4) -> Escape:
    """The ends of flows from the orbit ``label``.

    Raises:
        ValueError: no such orbit, or it is no strict saddle.

    >>> found = escape(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1), "1-", mixtures=0)
    >>> [(d.direction, d.target) for d in found.departures]
    [('+1', '1+'), ('−1', 'O')]
    """
    orbit = _saddle(landscape, label)
    return Escape(orbit, tuple(departures(landscape, [orbit], mixtures, seed, offset)))


@dataclass(frozen=True, eq=False, repr=False)
class EscapeTrace:
    """One run with everything that is predicted about it. `table` has all of it in columns.

    Attributes:
        start: the saddle it leaves (None: a start near zero).
        time, loss, slope: (T,), slope = ‖∇F‖.
        factors: W_1, …, W_L in the singular bases of Y, each (T, d_l, d_{l−1}).
        singular_values: (T, L, d_min), of √λ_l·W_l, so that balanced layers coincide.
        displacement: ‖W − saddle‖, (T,) (None without a saddle).
        rate: predicted growth rate of the displacement: |μ| for the flow, log(1 + η|μ|)/η for steps η (None without
            a saddle). A perturbed run starts in a random mixture and follows the fastest direction only in the end.
    """

    landscape: Landscape
    method: str
    start: Orbit | None
    time: Tensor
    factors: Factors
    rate: float | None = None

    @cached_property
    def problem(self) -> DeepFactorization:
        """The problem that the run is about, Y diagonal: see `aligned_problem`."""
        return aligned_problem(self.landscape)

    @cached_property
    def loss(self) -> Tensor:
        """F along the run, (T,)."""
        return self.problem.loss(self.factors)

    @cached_property
    def slope(self) -> Tensor:
        """‖∇F‖ along the run, (T,)."""
        return points.squared_norm(self.problem.gradient(self.factors)).sqrt()

    @cached_property
    def singular_values(self) -> Tensor:
        """Those of √λ_l·W_l, decreasing, (T, L, d_min)."""
        weights, most = self.landscape.weights, min(self.landscape.widths)
        scaled = [float(w) ** 0.5 * factor for w, factor in zip(weights, self.factors, strict=True)]
        return torch.stack([torch.linalg.svdvals(factor)[:, :most] for factor in scaled], 1)

    @cached_property
    def displacement(self) -> Tensor | None:
        """‖W − saddle‖ along the run, (T,); None without a saddle."""
        if self.start is None:
            return None
        here = aligned_point(self.start)
        return points.squared_norm(tuple(w - s for w, s in zip(self.factors, here, strict=True))).sqrt()

    def distances(self, labels: Sequence[str]) -> dict[str, Tensor]:
        """‖W − orbit‖ along the run for each orbit (upper bounds, sharp nearby)."""
        return {label: distance_to_orbit(self.factors, self.landscape.orbit(label)) for label in labels}

    def table(self, orbits: Sequence[str] = ()) -> Any:
        """One row a time: ``time``, ``loss``, ``slope``, ``displacement`` (of a run that leaves a saddle), ``sigma_l_i`` (i-th
        singular value of √λ_l·W_l), and ``distance NAME`` for each of ``orbits``. A pandas DataFrame; without pandas a dict of
        numpy arrays with the same names.

        >>> landscape = Landscape((1, 1, 1), spectrum=(2,), ridge=1)
        >>> list(escape_trace(landscape, "O", count=3).table(["1+"]))
        ['time', 'loss', 'slope', 'displacement', 'sigma_1_1', 'sigma_2_1', 'distance 1+']
        """
        columns = {"time": self.time, "loss": self.loss, "slope": self.slope}
        if self.displacement is not None:
            columns["displacement"] = self.displacement
        for l, values in enumerate(self.singular_values.unbind(1), start=1):
            columns |= {f"sigma_{l}_{i}": column for i, column in enumerate(values.unbind(1), start=1)}
        columns |= {f"distance {label}": values for label, values in self.distances(orbits).items()}
        return frame({name: values.numpy() for name, values in columns.items()})

    @cached_property
    def end(self) -> str:
        """The orbit on which the run rests ("?": not at rest)."""
        last = tuple(w[-1:] for w in self.factors)
        rest = flow_to_rest(self.problem, last)
        return name_orbits(self.landscape, self.problem, rest.factors)[0] if bool(rest.converged) else "?"

    @property
    def visited(self) -> tuple[str, ...]:
        """The saddle that it leaves and the orbit on which it rests, those that there are."""
        start = self.start.label if self.start is not None else "?"
        return tuple(label for label in dict.fromkeys((start, self.end)) if label != "?")

    def plateaus(self, depth: float = 0.3) -> list[tuple[float, float]]:
        """(time, loss) of the start, of each time in between at which ‖∇F‖ is a local minimum below ``depth`` × the
        lower of the peaks that enclose it, and of the end."""
        from scipy.signal import find_peaks

        valleys, _ = find_peaks(-self.slope.clamp_min(1e-300).log().numpy(), prominence=log(1 / depth))
        times, losses = self.time.tolist(), self.loss.tolist()
        inside = [k for k in valleys.tolist() if self.slope[k] > 1e-9 * self.slope.max()]  # below: rounding at rest
        return [(times[k], losses[k]) for k in (0, *inside, len(times) - 1)]

    def measured_rate(self) -> float:
        """Slope of log(displacement) by least squares where it lies between 10 times its start and 1e-3 of the size.

        Raises:
            ValueError: no saddle, or fewer than five points in that range.
        """
        if self.displacement is None or self.start is None:
            raise ValueError("start must be a saddle for an escape rate to be measured")
        size = max(float(points.squared_norm(aligned_point(self.start)).sqrt()), 1.0)
        inside = (self.displacement > 10 * self.displacement[0]) & (self.displacement < 1e-3 * size)
        if int(inside.sum()) < 5:
            raise ValueError(f"trace must hold at least five points while leaving, got {int(inside.sum())}")
        t, y = self.time[inside], self.displacement[inside].log()
        t = t - t.mean()
        return float((t * y).sum() / t.square().sum())

    def __str__(self) -> str:
        start = self.start.label if self.start is not None else "a start near zero"
        return f"{self.method} from {start} to {self.end}, time {float(self.time[-1]):.4g}, loss {float(self.loss[-1]):.9g}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self})"

    def _repr_html_(self) -> str:
        columns = {"time": self.time, "loss": self.loss, "‖∇F‖": self.slope}
        if self.displacement is not None:
            columns["‖W − saddle‖"] = self.displacement
        shown = torch.linspace(0, len(self.time) - 1, min(SHOWN_TIMES, len(self.time))).long().tolist()
        rows = [[f"{float(values[k]):.6g}" for values in columns.values()] for k in shown]
        more = f"<p>{len(self.time)} times in all: <code>.table()</code> has them with the singular values</p>"
        return f"<p>{html.escape(str(self))}</p>{html_table(list(columns), rows)}{more}"


def escape_trace(
    landscape: Landscape,
    label: str,
    direction: int = 0,
    *,
    sign: int = 1,
    method: str = "flow",
    offset: float = 1e-6,
    until: float | None = None,
    count: int = 400,
) -> EscapeTrace:
    """One run from the orbit ``label`` along its ``direction``-th unstable direction (0: the fastest).

    ``method``: "flow"; "gd", gradient descent with step 1/(2‖∇²F‖) at the saddle; "perturbed", the same with random
    kicks, started on the saddle itself. ``until`` defaults to the time the escape needs plus time to settle.

    >>> landscape = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
    >>> trace = escape_trace(landscape, "2+", count=200)
    >>> print(trace)
    flow from 2+ to 1+, time 14.87, loss 10.5535193
    >>> abs(trace.measured_rate() / trace.rate - 1) < 1e-3
    True
    """
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {method}")
    orbit = _saddle(landscape, label)
    problem = aligned_problem(landscape)
    basis = unstable_directions(problem, orbit)
    if not 0 <= direction < len(basis):
        raise ValueError(f"direction must be 0 … {len(basis) - 1} for {orbit.label}, got {direction}")
    hessian = orbit.hessian()
    rates = [-value for value, times in hessian for _ in range(times) if value < 0]
    slowest = min(abs(value) for value, _ in hessian if value)
    horizon = until or log(1 / offset) / rates[direction] + 12 / slowest
    saddle = problem.flatten(aligned_point(orbit))
    start = problem.unflatten(saddle + (0.0 if method == "perturbed" else sign * offset) * basis[direction][1])
    step = 0.5 / max(abs(value) for value, _ in hessian)
    trace = _trace(problem, method, start, horizon, count, step, offset)
    rate = rates[direction] if method == "flow" else log1p(step * rates[direction]) / step
    return EscapeTrace(landscape, method, orbit, trace.time[0], tuple(w[0] for w in trace.factors), rate)


def small_start_trace(
    landscape: Landscape, *, scale: float = 1e-4, seed: int = 0, until: float = 20.0, count: int = 600, method: str = "flow"
) -> EscapeTrace:
    """A run from random factors with entries of size ``scale``: L = 2 passes the nested saddles, L ≥ 3 dies at zero.

    >>> landscape = Landscape((3, 3, 3), spectrum=(3, 2, 1), ridge="3/10")
    >>> [round(loss, 2) for _, loss in small_start_trace(landscape).plateaus()]
    [14.0, 6.71, 3.82, 3.33]
    """
    problem = aligned_problem(landscape)
    generator = torch.Generator().manual_seed(seed)
    shapes = zip(landscape.widths[1:], landscape.widths, strict=False)
    start = tuple(scale * torch.randn(1, a, b, generator=generator, dtype=torch.float64) for a, b in shapes)
    largest = float(landscape.singular_values.values[0])
    step = 0.1 / (problem.fit * (1 + largest) ** 2 + float(problem.ridge.max()))
    trace = _trace(problem, method, start, until, count, step, scale)
    return EscapeTrace(landscape, method, None, trace.time[0], tuple(w[0] for w in trace.factors))


def mode_fates(landscape: Landscape, position: int, scales: Sequence[float]) -> list[tuple[float, str]]:
    """(scale, end) of flows of one balanced aligned mode that starts at scale × its lower root σ_-.

    >>> landscape = Landscape((1, 1, 1, 1), spectrum=("17/8",), ridge=1)
    >>> mode_fates(landscape, 1, (0.99, 1.01))
    [(0.99, 'O'), (1.01, '1+')]
    """
    lower = landscape.orbit(f"{position}{Root.LOWER}")
    problem, base = aligned_problem(landscape), aligned_point(lower)
    start = tuple(torch.cat([scale * w for scale in scales]) for w in base)
    rest = flow_to_rest(problem, start)
    names = name_orbits(landscape, problem, rest.factors)
    ends = [name if fine else "?" for name, fine in zip(names, rest.converged.tolist(), strict=True)]
    return list(zip(scales, ends, strict=True))


def _saddle(landscape: Landscape, label: str) -> Orbit:
    orbit = landscape.orbit(label)
    if not orbit.index:
        raise ValueError(f"orbit must be a strict saddle to escape from, got {orbit.label}: {orbit.kind}")
    return orbit


def _trace(
    problem: DeepFactorization, method: str, start: Factors, until: float, count: int, step: float, radius: float
) -> FlowTrace:
    if method == "flow":
        return trace_flow(problem, start, until=until, count=count)
    solver = GradientDescent(step=step)
    if method == "perturbed":
        solver = PerturbedGradientDescent(step=step, radius=radius, threshold=1e-9, patience=10**9)  # type: ignore[assignment]
    steps = max(int(until / step), count)
    return trace_solver(problem, solver, start, steps=steps, every=max(steps // count, 1))
