"""Law of the start, burn-in, clock and the timetable of saddles for direction-magnitude descent with exact magnitudes.

f = ¼‖XΘXᵀ − A‖², step η, λ_1 … λ_{r_A} the non-zero eigenvalues by decreasing |λ|, h_j = ηλ_j². For a Haar start X_0 ∈ St(m,
r) the alignment S_0 is a matrix Beta; with its Cholesky factor L

    u_j = 1/L_jj² − 1 ~ (m − r)/(r − j + 1) · F(m − r, r − j + 1), independent;  E u_j = (m − r)/(r − j − 1),
    E V_0 = r_A (m − r)/(r − r_A − 1),     V = tr S⁻¹ − r_A.

A component escapes its degenerate saddle by u₊ = u(((1 + u)² − h)/((1 + u)² + hu))², algebraically: about u/(2h) steps, that
is 1/δ² in the initial cosine δ. Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from theory.storage.frames import frame

MOST_SIZE, MOST_CONDITION, LEAST_SCALE = 10**15, 1e100, 1e-50  # counts of steps stay below 1e308
EXIT = math.sqrt(2) - 1
"""u at which s² = 1/2: the middle between two plateaus, f = ¼Σ_{i>k}λ_i² + λ_k²/8."""
ONE_RUN = 0.9
"""The probability with which the bound for one run holds."""
CLOSE, FEW = 0.6, 6
"""Ratio of neighbouring eigenvalues above which, and r − r_A below which, exits are in doubt: outside, quantiles of runs
were within 30 % of those told (two and three eigenvalues, m = 100); inside, up to three times as late or as early."""


def expected_start(m: int, r: int, position: int) -> float:
    """E u_j for the j-th eigenpair, j from 1; infinite for r ≤ j + 1, and 0 for r = m, where X_0 spans everything.

    >>> expected_start(200, 12, 1), expected_start(200, 12, 11), expected_start(12, 12, 11)
    (18.8, inf, 0.0)
    """
    if m == r:
        return 0.0
    return (m - r) / (r - position - 1) if r > position + 1 else math.inf


def start_quantile(m: int, r: int, position: int, probability: float) -> float:
    """The quantile of u_j, from the F distribution.

    >>> 10 < start_quantile(200, 12, 1, 0.5) < 20
    True
    """
    from scipy.special import fdtri

    if m == r:
        return 0.0
    free = r - position + 1
    return float((m - r) / free * fdtri(m - r, free, probability))


def expected_potential(m: int, r: int, rank: int) -> float:
    """E V_0; infinite for r ≤ r_A + 1, and 0 for r = m.

    >>> round(expected_potential(200, 12, 4), 3), expected_potential(4, 4, 4)
    (107.429, 0.0)
    """
    if m == r:
        return 0.0
    return rank * (m - r) / (r - rank - 1) if r > rank + 1 else math.inf


def next_tangent(u: float, h: float) -> float:
    """u₊ for one decoupled component, h = ηλ².

    >>> round(next_tangent(1.0, 1.0), 12)
    0.36
    """
    return u * (((1 + u) ** 2 - h) / ((1 + u) ** 2 + h * u)) ** 2


def exit_iterations(u: float, h: float, target: float = EXIT, most: int = 2_000_000) -> float:
    """Steps until u ≤ target; beyond ``most`` steps the flow formula (u − u* + ln(u/u*))/(2h), which is then exact to 1e-5.

    >>> exit_iterations(100.0, 1.0)
    56
    """
    if not math.isfinite(u):
        return math.inf
    if (flow := flow_time(u, target) / h) > most:
        return flow
    steps = 0
    while u > target:
        u = next_tangent(u, h)
        steps += 1
    return steps


def flow_time(u: float, target: float = 1.0) -> float:
    """λ²·t for u' = −2λ²u/(1 + u) from u to target: (u − target + ln(u/target))/2."""
    return max(0.0, (u - target + math.log(u / target)) / 2) if u > 0 else 0.0


def escape_law(cosines: Sequence[float], steps: Sequence[float]) -> tuple[str, float]:
    """("algebraic", p) if measured escape times grow like δ^(−p), p ≥ 1/2, or ("logarithmic", slope) if like log(1/δ).

    Least squares of ln t on ln(1/δ), and of t on ln(1/δ); the smaller relative residual decides. Needs three times.

    >>> law, power = escape_law((0.1, 0.01, 0.001), (211, 20024, 2000027))
    >>> law, round(power, 1)
    ('algebraic', 2.0)
    >>> escape_law((0.1, 0.01, 0.001), (10.0, 19.0, 28.0))[0]
    'logarithmic'
    """
    if len(cosines) != len(steps) or len(steps) < 3 or min(*cosines, *steps) <= 0:
        raise ValueError("escape_law needs at least three positive cosines with their positive escape times")
    x = [math.log(1 / delta) for delta in cosines]

    def fitted(y: Sequence[float]) -> tuple[float, float]:
        n, mean_x, mean_y = len(x), math.fsum(x) / len(x), math.fsum(y) / len(y)
        slope = math.fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
        slope /= math.fsum((a - mean_x) ** 2 for a in x)
        left = math.fsum((b - mean_y - slope * (a - mean_x)) ** 2 for a, b in zip(x, y, strict=True))
        total = math.fsum((b - mean_y) ** 2 for b in y) or 1.0
        return slope, left / total / n

    power, error = fitted([math.log(t) for t in steps])
    slope, other = fitted(steps)
    return ("algebraic", power) if error < other and power >= 0.5 else ("logarithmic", slope)


def proved_constant(h: float) -> float:
    """c₁ = (2 − h)/(2(1 + h)), proved for all 0 < h < 2, any signs and any r_A."""
    return (2 - h) / (2 * (1 + h))


def scalar_constant(h: float) -> float:
    """c(h), sharp for r_A = 1: 1 − h/2 for h ≥ 1/2, else min_u (1 + u)²(2(1 + u)² + h(u − 1))/(2((1 + u)² + hu)²).

    >>> scalar_constant(1.0), round(scalar_constant(0.25), 6), round(scalar_constant(0.1), 6)
    (0.5, 0.869064, 0.945426)
    """
    if h >= 0.5:
        return 1 - h / 2

    def ratio(u: float) -> float:
        return (1 + u) ** 2 * (2 * (1 + u) ** 2 + h * (u - 1)) / (2 * ((1 + u) ** 2 + h * u) ** 2)

    low, high = 0.0, 1.0
    for _ in range(200):  # one minimum in (0, 1/3)
        a, b = low + (high - low) * 0.382, low + (high - low) * 0.618
        low, high = (low, b) if ratio(a) < ratio(b) else (a, high)
    return ratio(low)


def clock_iterations(potential: float, accuracy: float, step: float, smallest: float, constant: float) -> float:
    """Steps to V ≤ accuracy: (V_0 − ε + ln(V_0/ε))/(2ηcλ_min²), 0 where V_0 ≤ ε."""
    if potential <= accuracy:
        return 0.0
    if not math.isfinite(potential):
        return math.inf
    return (potential - accuracy + math.log(potential / accuracy)) / (2 * step * constant * smallest**2)


@dataclass(frozen=True)
class Timetable:
    """Burn-in, clock and saddle timetable for sizes m, r and a spectrum, η = scale/‖A‖².

    Raises:
        ValueError: sizes that do not fit (r_A ≤ r ≤ m ≤ 10^15), an eigenvalue that is 0 or not between 1e-150 and 1e150 in
            modulus, eigenvalues more than 1e100 apart, or a scale outside [1e-50, 2).

    >>> table = Timetable(1000, 50, (1.0, 0.5, 0.25))
    >>> round(table.to_json()["clock"]["V0"], 3)
    61.957
    """

    m: int
    r: int
    spectrum: tuple[float, ...]
    scale: float = 1.0
    accuracy: float = 1e-6

    def __post_init__(self) -> None:
        rank = len(self.spectrum)
        if not 1 <= rank <= self.r <= self.m:
            raise ValueError(f"sizes must satisfy 1 <= rank <= columns <= size, got {rank}, {self.r}, {self.m}")
        if self.m > MOST_SIZE:
            raise ValueError(f"size must be at most {MOST_SIZE:g}")
        sizes = [abs(value) for value in self.spectrum]
        for value in self.spectrum:
            if value == 0:
                raise ValueError("spectrum must list non-zero eigenvalues")
            if not 1e-150 <= abs(value) <= 1e150:  # neither is nan
                raise ValueError(f"spectrum must lie between 1e-150 and 1e150 in modulus, got {value:g}")
        if max(sizes) / min(sizes) > MOST_CONDITION:
            raise ValueError(f"condition must be at most {MOST_CONDITION:g}, got {max(sizes) / min(sizes):g}")
        if not LEAST_SCALE <= self.scale < 2:
            raise ValueError(f"step-scale must lie between 0 and 2, and be at least {LEAST_SCALE:g}, got {self.scale:g}")
        object.__setattr__(self, "spectrum", tuple(sorted(self.spectrum, key=abs, reverse=True)))

    @property
    def step(self) -> float:
        """η = scale/λ_1², λ_1 the eigenvalue of largest modulus."""
        return self.scale / self.spectrum[0] ** 2

    def start_bound(self, probability: float) -> float:
        """A number that V_0 exceeds with probability at most 1 − ``probability``: r_A times a quantile of u_{r_A}.

        V_0 = Σ_j ((S_0⁻¹)_jj − 1), and by the symmetry of a Haar start each term has the law of the last one, 1/L_jj² − 1
        for j = r_A. For r_A = 1 the bound is the quantile; it is finite for every r ≥ r_A, also where E V_0 is not.

        >>> Timetable(40, 3, (1.0,)).start_bound(0.9) == start_quantile(40, 3, 1, 0.9)
        True
        """
        rank = len(self.spectrum)
        return rank * start_quantile(self.m, self.r, rank, 1 - (1 - probability) / rank)

    def clock(self, potential: float) -> float:
        """Steps to V ≤ accuracy from V_0 = ``potential``: the proved clock."""
        return clock_iterations(potential, self.accuracy, self.step, abs(self.spectrum[-1]), proved_constant(self.scale))

    def doubt(self, position: int) -> str:
        """Why the exit of this plateau may be off, empty where none is known: the Cholesky factor decouples the eigenpairs only
        where they are well apart ("close"), and where r is well above r_A ("few" columns)."""
        if self.r == self.m:  # every exit is 0
            return ""
        sizes = [abs(value) for value in self.spectrum]
        ratios = [after / before for before, after in pairwise(sizes)]
        reasons = ["close"] * any(ratio > CLOSE for ratio in ratios[max(0, position - 2) : position])
        reasons += ["few"] * (len(sizes) > 1 and self.r - len(sizes) < FEW)
        return ", ".join(reasons)

    def row(self, position: int) -> dict[str, Any]:
        """Exit of the ``position``-th plateau: steps from E u_j and quantiles (exits are increasing in u)."""
        h = self.scale * (self.spectrum[position - 1] / self.spectrum[0]) ** 2
        mean = expected_start(self.m, self.r, position)
        quantiles = {p: exit_iterations(start_quantile(self.m, self.r, position, float(p)), h) for p in ("0.1", "0.5", "0.9")}
        expected = exit_iterations(mean, h) if math.isfinite(mean) else None
        return {
            "position": position,
            "eigenvalue": self.spectrum[position - 1],
            "expected": expected,
            "quantiles": quantiles,
            "plateau": sum(value**2 for value in self.spectrum[position:]) / 4,
            "doubt": self.doubt(position),
        }

    def table(self) -> Any:
        """One row an eigenpair, as a pandas DataFrame; without pandas a dict of columns.

        >>> list(Timetable(40, 5, (4.0, 2.0, 1.0)).table()["position"])
        [1, 2, 3]
        """
        rows = [self.row(position) for position in range(1, len(self.spectrum) + 1)]
        flat = [{**{k: v for k, v in row.items() if k != "quantiles"}, **row["quantiles"]} for row in rows]
        return frame({name: [row[name] for row in flat] for name in flat[0]})

    def to_json(self) -> dict[str, Any]:
        """Fields of ``saddleproof bound dmd``; None where a mean is infinite."""
        constant, smallest = proved_constant(self.scale), abs(self.spectrum[-1])
        potential = expected_potential(self.m, self.r, len(self.spectrum))
        finite, late = math.isfinite(potential), self.start_bound(ONE_RUN)
        return {
            "expected_burn_in": potential / (2 * self.step * constant * smallest**2) if finite else None,
            "clock": {
                "V0": potential if finite else None,
                "iterations": self.clock(potential + self.accuracy) if finite else None,
                "one_run": {"probability": ONE_RUN, "V0": late, "iterations": self.clock(late)},
                "constant": constant,
                "sharp_for_rank_one": scalar_constant(self.scale),
                "accuracy": self.accuracy,
            },
            "timetable": [self.row(position) for position in range(1, len(self.spectrum) + 1)],
        }
