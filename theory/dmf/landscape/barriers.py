"""Barriers between the levels of local minimizers, exact.

Level r is the set of all points whose active modes are the r largest singular values, all at '+'. It consists of local
minimizers for r = 0, …, R = min(d_min, #{y_i > y*}) if L ≥ 3, and only for the largest r if L = 2. The lowest height at
which some path joins levels r − 1 and r is the loss of the orbit +^(r−1), −_r:

    up(r) = fit·|G_-(y_r)| = fit·σ_-²((L − 2) − t_-),      down(r) = up(r) + fit·G_+(y_r).

Levels are unions of connected components (wells). Two wells of one level may join far below these heights, through
swaps of modes: nothing here speaks of single wells.

Why the height is exact, for every Y (ties and thresholds included), every width and every continuous path: the loss is
bounded below by Σ g_{y_i}(s_i) + ‖Y‖², s_i^L the decreasing scaled singular values of the product (``derive_minima``).
On the path s_r passes s_-(y_r). There s_i ≥ s_r ≥ s_-(y_i) for i < r, as s_- falls in y, so g_{y_i}(s_i) ≥ −G_+(y_i);
and s_k ≤ s_r ≤ s_-(y_k) for k > r, so g_{y_k}(s_k) ≥ 0. Moving one mode radially attains the bound.
Source: arXiv:2506.20344 has no barriers; ours, reconstructed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import flint

from theory.dmf.landscape.landscape import Landscape
from theory.dmf.landscape.roots import Mode, Root
from theory.dmf.landscape.ties import AlgebraicGain
from theory.exact.balls import rational, settled, square_ball
from theory.storage.frames import frame


@dataclass(frozen=True)
class Level:
    """All points with '+' at the ``level`` largest singular values: ``orbit`` its label, ``loss`` F there."""

    level: int
    orbit: str
    loss: float
    kind: str

    def __str__(self) -> str:
        return f"level {self.level} ({self.orbit}): {self.kind}, loss {self.loss:.9g}"


@dataclass(frozen=True, eq=False)
class Barrier:
    """What separates levels ``source`` and ``target`` = source + 1.

    Attributes:
        saddle: label of the orbit at the top, '+' below ``target`` and '-' at it; index 1.
        height: F on the saddle.
        up, down: height minus the loss of the lower-rank and of the higher-rank level.
    """

    source: int
    target: int
    saddle: str
    height: float
    lower: Mode
    upper: Mode
    fit: flint.fmpq

    @cached_property
    def up(self) -> float:
        """fit·|G_-|."""
        return float(settled(self.up_ball))

    @cached_property
    def down(self) -> float:
        """fit·(|G_-| + G_+), small beside both next to the existence threshold."""
        return float(settled(self.down_ball))

    def up_ball(self, bits: int = 128) -> flint.arb:
        """Enclosure of fit·|G_-|."""
        with flint.ctx.workprec(bits + 32):
            return -self.fit * self.lower.gain(bits)

    def down_ball(self, bits: int = 128) -> flint.arb:
        """Enclosure of fit·(|G_-| + G_+)."""
        with flint.ctx.workprec(bits + 32):
            return self.fit * (self.upper.gain(bits) - self.lower.gain(bits))

    def exact(self) -> dict[str, Any]:
        """|G_-| and G_+ + |G_-| as rationals, or as fit times roots of integer polynomials with balls."""
        lower, upper = AlgebraicGain.of(self.lower), AlgebraicGain.of(self.upper)
        terms = [_term(-self.fit, lower, self.lower), _term(self.fit, upper, self.upper)]
        return {"up": terms[:1], "down": terms}

    def __str__(self) -> str:
        return f"{self.source} → {self.target} over {self.saddle}: up {self.up:.9g}, down {self.down:.9g}"


@dataclass(frozen=True, eq=False)
class Barriers:
    """Levels of local minimizers of a landscape and what separates neighbouring ones.

    Levels r < r' that are no neighbours join at the highest of the barriers between them: a path through level by
    level is optimal, since s_{r+1}, …, s_{r'} all have to pass their lower roots.

    Raises:
        ValueError: the error of a float matrix leaves some y against y* open.

    >>> found = Barriers(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1))
    >>> print(found)
    level 0 (O): local minimizer, loss 13.84
    level 1 (1+): local minimizer, loss 10.5535193
    level 2 (1+2+): global minimizer, loss 10.0965882
    0 → 1 over 1-: up 0.112536566, down 3.3990173
    1 → 2 over 1+2-: up 0.216832742, down 0.67376384
    """

    landscape: Landscape

    def __post_init__(self) -> None:
        if self.landscape.minimizer_ranks is None:
            raise ValueError("spectrum must be decided against the existence threshold, got a float value too close to it")

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """All local minimizers, by rank; nothing is enumerated, at any width."""
        best, found = self.landscape.global_ranks, []
        for r in self._ranks:
            kind = "undecided" if best is None else "global minimizer" if r in best else "local minimizer"
            found.append(Level(r, _label(r), float(self._losses[r]), kind))
        return tuple(found)

    @cached_property
    def barriers(self) -> tuple[Barrier, ...]:
        """One barrier between each pair of neighbouring levels, by rank."""
        found = []
        for r in self._ranks[1:]:
            lower, upper = self._mode(r, Root.LOWER), self._mode(r, Root.UPPER)
            with flint.ctx.workprec(192):
                height = self._losses[r - 1] - self._fit * lower.gain(160)
            label = f"{_label(r - 1) if r > 1 else ''}{r}-"
            barrier = Barrier(r - 1, r, label, float(height), lower, upper, self._fit)
            found.append(barrier)
        return tuple(found)

    def table(self, part: str = "barriers") -> Any:
        """The ``barriers`` or the ``levels`` as a pandas DataFrame; without pandas a dict of columns with the same names.

        >>> found = Barriers(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1))
        >>> list(found.table()["saddle"]), list(found.table("levels")["orbit"])
        (['1-', '1+2-'], ['O', '1+', '1+2+'])
        """
        if part == "levels":
            levels = [(x.level, x.orbit, x.loss, x.kind) for x in self.levels]
            return _frame(("level", "orbit", "loss", "class"), levels)
        if part != "barriers":
            raise ValueError(f"table must be of levels or barriers, got {part}")
        walls = [(b.source, b.target, b.saddle, b.height, b.up, b.down) for b in self.barriers]
        return _frame(("from", "to", "saddle", "height", "up", "down"), walls)

    def between(self, source: int, target: int) -> float:
        """Height over ``source`` that every path to ``target`` has to reach, for any two levels.

        >>> found = Barriers(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1))
        >>> round(found.between(0, 2), 6), round(found.between(2, 0), 6)
        (0.112537, 3.855948)
        """
        losses = {level.level: level.loss for level in self.levels}
        for name, level in (("source", source), ("target", target)):
            if level not in losses:
                raise ValueError(f"{name} must be a level of local minimizers, among {sorted(losses)}, got {level}")
        low, high = sorted((source, target))
        if low == high:
            return 0.0
        return max(b.height for b in self.barriers if low <= b.source < high) - losses[source]

    def to_json(self, exact: bool = False) -> str:
        """``{"levels": [{"level", "orbit", "loss", "kind"}], "barriers": [{"from", "to", "up", "down", …}]}``."""
        levels = [{"level": x.level, "orbit": x.orbit, "loss": x.loss, "kind": x.kind} for x in self.levels]
        barriers = []
        for b in self.barriers:
            row: dict[str, Any] = {"from": b.source, "to": b.target, "up": b.up, "down": b.down}
            row |= {"height": b.height, "saddle": b.saddle}
            barriers.append(row | ({"exact": b.exact()} if exact else {}))
        return json.dumps({"levels": levels, "barriers": barriers}, ensure_ascii=False)

    def __str__(self) -> str:
        return "\n".join(map(str, (*self.levels, *self.barriers)))

    @property
    def _ranks(self) -> range:
        ranks = self.landscape.minimizer_ranks
        assert ranks is not None
        return ranks

    @cached_property
    def _fit(self) -> flint.fmpq:
        return rational(self.landscape.objective.fit)

    @cached_property
    def _losses(self) -> list[flint.arb]:
        """F for r = 0, 1, … modes at '+': the costs of these, and y_i² for i > r."""
        values, active = self.landscape.singular_values.values, flint.arb(0)
        with flint.ctx.workprec(192):
            idle = [flint.arb(0)]
            for value in reversed(values):
                idle.append(idle[-1] + square_ball(value))
            losses = [self._fit * idle[-1]]
            for r in range(1, self._ranks.stop):
                active += self._mode(r, Root.UPPER).cost(160)
                losses.append(self._fit * (active + idle[-1 - r]))
        return losses

    def _mode(self, position: int, root: Root) -> Mode:
        order, tree = self.landscape.loss_order, self.landscape.classifier.tree
        group = tree.group_of[position - 1]
        return order.modes[group][tree.groups[group].roots.index(root)]


def _label(rank: int) -> str:
    return "".join(f"{i}+" for i in range(1, rank + 1)) or "O"


def _term(times: flint.fmpq, gain: AlgebraicGain, mode: Mode) -> dict[str, Any]:
    from theory.dmf.output.exact import ball_text

    if gain.value is not None:
        return {"times": str(times), "rational": str(gain.value)}
    return {
        "times": str(times),
        "polynomial": [str(c) for c in gain.polynomial.coeffs()],
        "ball": ball_text(mode.gain(160)),
    }


def _frame(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Any:
    return frame({name: [row[k] for row in rows] for k, name in enumerate(names)})
