"""Iteration bounds of AGD from the start AΦ: the paper's, the horizon-free and the sharpened one, and their failure.

Scale: ‖A‖_F = 1, σ_1 ≤ 1; f_0 = (1 + ν)²/2; ε relative to ‖A‖²_F. Source: arXiv:2305.06927 v2, main theorem and corollary
(reconstructed; form of the start and step cap stated second hand); horizon-free and sharpened counts and the explicit
small-ball bound are ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from theory.exact.balls import arb
from theory.storage.frames import frame

MOST = 10**15
"""The largest size, rank or number of columns: beyond it a float no longer tells neighbours apart."""

LARGEST = Fraction(10) ** 150
"""The largest condition number, τ or C: its square is still a float."""


def _short(value: Fraction | int) -> str:
    """``value``, or its beginning if it is long: it stands in a message."""
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def small_ball(columns: int, rank: int, rho: float) -> float:
    """E(d, r, ρ) ≥ P(σ_r(G)/√d ≤ ρ), G an r×d standard Gaussian matrix; equality for r = 1.

    E = 2^(k−1) Γ((d+1)/2) / (Γ(r/2) Γ(k)) · γ(k/2, dρ²/2), k = d − r + 1, γ the lower incomplete gamma function (30
    digits). A bound, not a probability: it may exceed 1.

    >>> round(small_ball(1, 1, 1.0), 6)                  # P(|N(0, 1)| ≤ 1)
    0.682689
    """
    import mpmath

    k = columns - rank + 1
    with mpmath.workdps(30):
        d, r = mpmath.mpf(columns), mpmath.mpf(rank)
        try:
            lower = mpmath.gammainc(mpmath.mpf(k) / 2, 0, d * mpmath.mpf(rho) ** 2 / 2)
        except mpmath.libmp.NoConvergence:
            most = "columns must be fewer, by rule at most 10^6, for the series of the small-ball bound to be summed"
            raise ValueError(f"{most}, got {columns}") from None
        front = (k - 1) * mpmath.log(2) + mpmath.loggamma((d + 1) / 2) - mpmath.loggamma(r / 2) - mpmath.loggamma(k)
        return float(mpmath.exp(front) * lower)


@dataclass(frozen=True, kw_only=True)
class IterationBounds:
    """Counts and steps for a target of rank ``rank`` and condition number ``condition``, d = ``columns``.

    ρ = τ(1 − √((r−1)/d)), β = ρ²/(C²κ²). Paper: T = 4L/β; horizon-free: rate (1 − β/4)² a sweep; sharpened: T = (4/7)L/β
    with L = log((1+ν)²/ε). The paper's horizon ⌊β/(8η²f_0)⌋ must hold the rounded count ⌈4L/β⌉: its step is the largest for
    which it does. ``size`` is n, the rows of Y: the norm bounds ‖VᵀΦ_1‖, ‖Φ_2‖ ≤ 3 need d ≤ n, and are not given without it.
    Numbers are exact rationals until a float is needed.

    >>> bounds = IterationBounds(condition=10, rank=3, columns=6, tau="1/2", nu="1/10", epsilon="1/1000")
    >>> round(bounds.paper["iterations"] / bounds.sharpened["iterations"], 12)
    7.0
    """

    condition: Any
    rank: int
    columns: int
    tau: Any
    nu: Any
    epsilon: Any
    balance: Any = 4
    size: int | None = None

    def __post_init__(self) -> None:
        for name in ("condition", "tau", "nu", "epsilon", "balance"):
            object.__setattr__(self, name, _rational(name, getattr(self, name)))
        for name in ("rank", "columns", *(("size",) if self.size is not None else ())):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise ValueError(f"{name} must be a positive integer, got {value!r}")
            if value > MOST:
                raise ValueError(f"{name} must be at most 10^15, got {_short(value)}")
        allowed = [("condition", self.condition >= 1, "at least 1"), ("tau", self.tau > 0, "positive"),
                   ("nu", 0 < self.nu < 1, "between 0 and 1"), ("balance", self.balance >= 4, "at least 4"),
                   ("epsilon", 0 < self.epsilon < 1, "between 0 and 1"),
                   ("columns", self.columns >= self.rank, f"at least the rank {self.rank}"),
                   ("size", self.size is None or self.size >= self.rank, f"at least the rank {self.rank}")]  # fmt: skip
        for name, ok, text in allowed:
            if not ok:
                raise ValueError(f"{name} must be {text}, got {_short(getattr(self, name))}")
        for name in ("condition", "tau", "balance"):
            if getattr(self, name) > LARGEST:
                raise ValueError(f"{name} must be at most 1e150, got {_short(getattr(self, name))}")
        for name in ("tau", "nu"):
            if getattr(self, name) < 1 / LARGEST:
                raise ValueError(f"{name} must be at least 1e-150, got {_short(getattr(self, name))}")
        if self.rank == 1 and self.condition != 1:
            raise ValueError(f"condition must be 1 for rank 1, got {self.condition}")
        if not self.beta < 1:
            raise ValueError(f"tau must leave β = ρ²/(C²κ²), a lower bound of ησ_r(X_0)², below 1, got β = {self.beta:.3g}")

    @property
    def rho(self) -> float:
        """τ(1 − √((r−1)/d)), without cancellation: τ·k/(√d(√d + √(r−1))), k = d − r + 1."""
        d = self.columns
        return float(self.tau) * (d - self.rank + 1) / (math.sqrt(d) * (math.sqrt(d) + math.sqrt(self.rank - 1)))

    @property
    def beta(self) -> float:
        """ρ²/(C²κ²): the a-priori lower bound of ησ_r(X_0)²."""
        return (self.rho / float(self.balance * self.condition)) ** 2

    @property
    def log_term(self) -> float:
        """log((1 + ν)²/ε)."""
        return 2 * math.log1p(float(self.nu)) - _log(self.epsilon)

    @property
    def cap(self) -> float:
        """9/(4Cνσ_1) with σ_1 = 1."""
        return float(Fraction(9, 4) / (self.balance * self.nu))

    @property
    def initial_loss(self) -> float:
        """f_0 = (1 + ν)²/2."""
        return float((1 + self.nu) ** 2 / 2)

    @property
    def paper(self) -> dict[str, Any]:
        """4L/β sweeps, and the step min(cap, √(β/(8 f_0 T))) for the rounded count T = ⌈4L/β⌉, rounded down.

        Without rounding T this is β/√(32 f_0 L), whose horizon ⌊β/(8η²f_0)⌋ may miss T by one. Decided in balls.
        """
        from flint import arb, ctx

        with ctx.workprec(BITS):
            beta, log_term, loss = self._balls()
            found = _count(self.cap, 4 * self.log_term / self.beta, 4 * log_term / beta)
            step = (beta / (8 * loss * arb(found["iterations_ceiling"]))).sqrt().lower()
        return {**found, "step": min(self.cap, math.nextafter(float(step), 0))}

    @property
    def horizon_free(self) -> dict[str, Any]:
        """Step min(cap, β/(8√f_0)) and L/(−2 log(1 − β/4)) sweeps."""
        from flint import ctx

        with ctx.workprec(BITS):
            beta, log_term, _ = self._balls()
            sweeps = log_term / (-2 * (1 - beta / 4).log())
        return _count(self._free_step, self.log_term / (-2 * math.log1p(-self.beta / 4)), sweeps)

    @property
    def sharpened(self) -> dict[str, Any]:
        """Step min(cap, β/(8√f_0)) and (4/7)L/β sweeps; needs √η‖Y_0‖ ≤ s/12."""
        from flint import ctx

        with ctx.workprec(BITS):
            beta, log_term, _ = self._balls()
            found = _count(self._free_step, 4 * self.log_term / (7 * self.beta), 4 * log_term / (7 * beta))
        return {**found, "requires": "√η‖Y₀‖ ≤ s/12"}

    def _balls(self) -> tuple[Any, Any, Any]:
        """β, L and f_0 in balls."""
        root, below = arb(self.columns).sqrt(), arb(self.rank - 1).sqrt()
        rho = arb(self.tau) * (self.columns - self.rank + 1) / (root * (root + below))
        size, scale = arb(self.nu) + 1, arb(self.balance * self.condition)
        return (rho / scale) ** 2, 2 * size.log() - arb(self.epsilon).log(), size**2 / 2

    @property
    def _free_step(self) -> float:
        return min(self.cap, self.beta / (8 * math.sqrt(self.initial_loss)))

    @property
    def failure_probability(self) -> dict[str, Any]:
        """Small ball E(d, r, ρ), norms e^(−r/2) + e^(−d/2) for d ≤ n, and min(1, sum); None and ``norms_reason`` otherwise.

        ‖Φ_2‖ ≤ 1 + 2√(d/n) with probability 1 − e^(−d/2) (Davidson–Szarek): at most 3 only if d ≤ n.
        """
        ball = small_ball(self.columns, self.rank, self.rho)
        if self.size is None or self.columns > self.size:
            why = ("the rows n of Y are not given" if self.size is None
                   else f"d = {self.columns} > n = {self.size}: ‖Φ₂‖ ≤ 1 + 2√(d/n) exceeds 3")  # fmt: skip
            return {"small_ball": ball, "norms": None, "total": None, "norms_reason": f"the norm bounds need d ≤ n; {why}"}
        norms = math.exp(-self.rank / 2) + math.exp(-self.columns / 2)
        return {"small_ball": ball, "norms": norms, "total": min(1.0, ball + norms)}

    def to_json(self) -> dict[str, Any]:
        """All numbers, as ``saddleproof bound agd`` prints them."""
        return {"rho": self.rho, "beta": self.beta, "log_term": self.log_term, "paper": self.paper,
                "horizon_free": self.horizon_free, "sharpened": self.sharpened,
                "failure_probability": self.failure_probability}  # fmt: skip

    def table(self) -> Any:
        """Step and sweeps of the three bounds, as a pandas DataFrame; without pandas a dict of columns.

        >>> bounds = IterationBounds(condition=10, rank=3, columns=6, tau=0.1, nu=0.1, epsilon=1e-6)
        >>> list(bounds.table()["bound"])
        ['paper', 'horizon free', 'sharpened']
        """
        found = {"paper": self.paper, "horizon free": self.horizon_free, "sharpened": self.sharpened}
        names = ("step", "iterations", "iterations_ceiling")
        return frame({"bound": list(found), **{name: [one[name] for one in found.values()] for name in names}})

    def __str__(self) -> str:
        paper, free, sharp = (x["iterations_ceiling"] for x in (self.paper, self.horizon_free, self.sharpened))
        where = f"κ = {self.condition}, r = {self.rank}, d = {self.columns}"
        return f"{where}: {paper} sweeps (paper), {free} (horizon-free), {sharp} (sharpened)"


BITS = 1300
"""Bits of the balls: enough for the integer part of any count that is finite in floats."""


def _count(step: float, iterations: float, ball: Any) -> dict[str, Any]:
    if not math.isfinite(iterations):
        raise ValueError("condition must leave β = ρ²/(C²κ²) above the smallest float, got an infinite count")
    return {"step": step, "iterations": iterations, "iterations_ceiling": int(ball.upper().ceil().unique_fmpz())}


def _rational(name: str, value: Any) -> Fraction:
    try:
        return Fraction(value)
    except (ValueError, TypeError, ZeroDivisionError, OverflowError):
        raise ValueError(f"{name} must be a rational number such as 17/2 or 0.3, got {value!r}") from None


def _log(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)
