"""Where a run is: the nearest critical orbit, and what the Hessian there says about the next stretch of the run.

Rates are those of W' = −∇F. A training loss a·F and gradient descent with step η multiply a component of ∇²F-eigenvalue h
by 1 − ηah a step: it grows by log(1 + ηa|h|) where h < 0. The displacement W − W* has lengths p_k in the eigenspaces of
the negative eigenvalues −r_k; the plateau is over when Σ_k p_k² e^(2 r_k t) = (leaves at)², which for a single rate reads
t = log((leaves at)/p)/r.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from math import isfinite, log1p
from numbers import Real
from typing import Any

import numpy as np
from scipy.optimize import brentq

from proofs_check.bridge.locate.candidates import Candidate
from proofs_check.bridge.locate.target import Matrices
from proofs_check.bridge.locate.unstable import Unstable
from theory.dmf.landscape.orbits import Orbit

NEAR = 0.05
"""A run is near where its escape component grows, at this very point, at the orbit's rate up to this."""


@dataclass(frozen=True, eq=False)
class Escape:
    """How a strict saddle is left.

    Attributes:
        rate: |h| of the most negative eigenvalue h of ∇²F on the orbit, from the closed form.
        direction: what moves in its eigenspace: "mode 2 grows", "mode 2 turns to 1", ….
        vector: the projection of W − W* on that eigenspace, shaped like the factors, with length ``projection``.
        projection: p, its length.
        growth: how fast p grows at this very point: −⟨vector, ∇F(W)⟩/p² (None: p is rounding).
        error: bound on |growth/rate − 1|: M‖W − W*‖²/(2 p·rate), M a bound of ‖D³F‖ between W* and W (None: p is rounding).
        unstable: the same for all negative eigenvalues.
        rounding: lengths up to this are rounding.
    """

    rate: float
    direction: str
    vector: Matrices = field(repr=False)
    projection: float
    growth: float | None
    error: float | None
    unstable: Unstable = field(repr=False)
    rounding: float = field(repr=False)

    @property
    def held(self) -> bool:
        """Whether the run holds anything of the unstable directions beyond rounding."""
        return self.unstable.length > self.rounding

    @property
    def near(self) -> bool:
        """Whether the component along ``vector`` grows here at the rate of the orbit, to 5 %: by ∇F(W), not by a bound."""
        return self.growth is not None and abs(self.growth / self.rate - 1) <= NEAR

    def per_step(self, step: float, loss_scale: float = 1.0) -> float:
        """log(1 + η·a·rate): growth of the logarithm of p in one step η of gradient descent on a·F."""
        return log1p(positive(step, "step") * positive(loss_scale, "loss_scale") * self.rate)

    def time_to(self, distance: float, step: float | None = None, loss_scale: float = 1.0) -> float | None:
        """The time (with ``step``: the number of steps) until the unstable part of W − W* has this length.

        Exact for the linearized flow; 0 where it is as long already, None where it is rounding.
        """
        scale = positive(loss_scale, "loss_scale")
        rates = self.unstable.rates * scale
        if step is not None:
            rates = np.log1p(positive(step, "step") * rates)
        parts = self.unstable.parts
        if not self.held:
            return None
        if self.unstable.length >= distance:
            return 0.0
        held = parts > 0
        ahead = np.log(parts[held] / distance)
        last = float((-ahead / rates[held]).min()) * (1 + 1e-9)  # one part alone has the length by then
        return float(brentq(lambda t: np.logaddexp.reduce(2 * (ahead + rates[held] * t)), 0.0, last, rtol=1e-12))

    def first_to(self, distance: float) -> int | None:
        """Which of the unstable eigenspaces alone reaches this length first, 0 the fastest; None: the run holds nothing.

        Not the fastest where the run holds much more of another.
        """
        if not self.held:
            return None
        parts = np.maximum(self.unstable.parts, 1e-300)
        return int((np.log(distance / parts) / self.unstable.rates).argmin())

    def __str__(self) -> str:
        if self.growth is None:
            return f"{self.direction}, rate {self.rate:.6g}; the run holds nothing of it"
        proved = f", proved to {self.error:.1%}" if self.error is not None and self.error <= NEAR else ""
        here = f"here {self.growth:.6g}{proved}"
        return f"{self.direction}, rate {self.rate:.6g} ({here})"


@dataclass(frozen=True, eq=False)
class Location:
    """The place of one point W in the landscape of F.

    Attributes:
        orbit: the nearest critical orbit; None where two or more may be it.
        candidates: the orbits that may be the nearest, closest point found first, each with its label, the distance to a
            point of it that was found, and a distance that no point of it beats.
        distance: ‖W − W*‖ to the closest critical point W* found.
        at_least: no critical point is closer than this.
        closest: W*.
        loss: F(W), without ½, as in F.
        escape: at a strict saddle.
        convergence: at a minimizer that is nondegenerate across its orbit: the smallest positive eigenvalue κ of ∇²F. Close
            by the distance decays like e^(−κt) or faster.
        leaves_at: the distance at which the plateau counts as over.
        plateau: the time until then, from here.
        reason: why there is no orbit, or no rate.
    """

    orbit: Orbit | None
    candidates: tuple[tuple[str, Candidate], ...] = field(repr=False)
    distance: float
    at_least: float
    loss: float
    escape: Escape | None
    convergence: float | None
    leaves_at: float
    plateau: float | None
    reason: str

    @property
    def closest(self) -> Matrices:
        """W*_1, …, W*_L: the closest critical point found."""
        return self.candidates[0][1].point.factors

    @property
    def label(self) -> str:
        """The orbit's label, or the candidates: ``1+``, ``1+ or 1+2-``."""
        names = [name for name, _ in self.candidates]
        return self.orbit.label if self.orbit else " or ".join(names[:4]) + (" or …" if len(names) > 4 else "")

    def steps(self, step: float, loss_scale: float = 1.0) -> float | None:
        """The plateau in steps η of gradient descent on a·F, a = ``loss_scale``; None where there is none."""
        positive(step, "step"), positive(loss_scale, "loss_scale")  # refused where there is no plateau as well
        return self.escape.time_to(self.leaves_at, step, loss_scale) if self.escape else None

    @property
    def leaves_by(self) -> str | None:
        """What moves first to the distance ``leaves_at``: mostly ``escape.direction``, else what the run holds more of."""
        first = self.escape.first_to(self.leaves_at) if self.escape else None
        return self.escape.unstable.names[first] if self.escape and first is not None else None

    def to_dict(self) -> dict[str, Any]:
        """``{"orbit", "distance", "class", "index", "escape": {"rate", "direction", …}, "loss", "plateau", …}``; None for
        what is not known."""
        names = ("rate", "direction", "projection", "growth", "error")
        escape = {name: _finite(getattr(self.escape, name)) for name in names} if self.escape else None
        return {
            "orbit": self.orbit.label if self.orbit else None,
            "distance": self.distance,
            "class": self.orbit.kind if self.orbit else None,
            "index": self.orbit.index if self.orbit else None,
            "escape": escape,
            "loss": self.loss,
            "plateau": self.plateau,
            "leaves_at": self.leaves_at,
            "leaves_by": self.leaves_by,
            "near": bool(self.escape and self.escape.near),
            "convergence": self.convergence,
            "orbit_loss": self.orbit.loss if self.orbit else None,
            "at_least": self.at_least,
            "candidates": [
                {"orbit": name, "distance": found.point.distance, "at_least": found.at_least} for name, found in self.candidates
            ],
            "reason": self.reason or None,
        }

    def __str__(self) -> str:
        if self.orbit is None:
            shown = [f"{name} (between {c.at_least:.4g} and {c.point.distance:.4g})" for name, c in self.candidates[:4]]
            more = f" and {len(self.candidates) - 4} more" if len(self.candidates) > 4 else ""
            return f"{self.reason}: {', '.join(shown)}{more}; loss {self.loss:.9g}"
        lines = [f"nearest critical orbit {self.orbit.label}: {self.orbit.kind}, index {_shown(self.orbit.index)}"]
        lines += [f"distance {self.distance:.6g}, loss {self.loss:.9g} (on the orbit {self.orbit.loss:.9g})"]
        if self.escape:
            lines += [f"escape: {self.escape}"]
            if self.leaves_by and self.leaves_by != self.escape.direction:
                lines += [f"the run holds more of another direction and leaves by it first: {self.leaves_by}"]
        if self.plateau is not None:
            lines += [f"plateau: {self.plateau:.4g} until the distance is {self.leaves_at:.4g}"]
        if self.convergence is not None:
            lines += [f"convergence: like e^(−{self.convergence:.6g} t) or faster, close by"]
        return "\n".join(lines + ([self.reason] if self.reason else []))

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"


def positive(value: Any, name: str) -> float:
    """The number, where it is one that is positive and finite.

    >>> positive("1", "step")
    Traceback (most recent call last):
    ...
    ValueError: step must be positive and finite, got 1
    """
    if not (isinstance(value, Real) and 0 < float(value) < float("inf")):
        raise ValueError(f"{name} must be positive and finite, got {value}")
    return float(value)


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value


def _shown(value: int | None) -> str:
    return "undecided" if value is None else str(value)
