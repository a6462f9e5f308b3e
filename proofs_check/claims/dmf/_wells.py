"""Searches on scalar wells g_y(s) = s^(2L)/q² − 2 y s^L/q + L s², at weights for which both roots are rational."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.dmf._models import near_threshold
from proofs_check.probes.probe import Counterexample
from theory.dmf.scenes import thresholds


def well(layers: int, q: Fraction, y: Fraction, s: Fraction) -> Fraction:
    """g_y(s).

    >>> well(2, Fraction(1), Fraction(2), Fraction(1))
    Fraction(-1, 1)
    """
    return s ** (2 * layers) / q**2 - 2 * y * s**layers / q + layers * s**2


def root_pair(rng: Random) -> tuple[int, Fraction, Fraction, Fraction, Fraction]:
    """L = 4, q, y and the two roots s_− < s_+."""
    scene = near_threshold(thresholds.root_pair)(rng)
    q = Fraction(1)
    for value in scene["mu"].values():
        q *= Fraction(value)
    return 4, q, Fraction(scene["y"]), Fraction(scene["sm"]), Fraction(scene["sp"])


def half_basin(rng: Random) -> Counterexample | None:
    """Against "g(x) ≥ g(s_+) for x ≥ s_−/2": an x between s_−/2 and s_− with a lower value."""
    layers, q, y, low, high = root_pair(rng)
    x = low * Fraction(rng.randint(10, 19), 20)
    here, there = (well(layers, q, y, s) for s in (x, high))
    if here >= there:
        return None
    return Counterexample(f"L = 4, q = {q}, y = {y}: g({x}) = {here} < g(s_+ = {high}) = {there}", size=q.denominator)


def exact_weight(rng: Random, layers: int) -> tuple[Fraction, Fraction, Fraction]:
    """c = q², and two roots w > z of one y = w^L + c·w^(2−L) (taken per unit q; c need not be a square)."""
    w = Fraction(rng.randint(2, 6), rng.randint(2, 4))
    z = w * Fraction(rng.randint(1, 11), 12)
    return (w**layers - z**layers) / (z ** (2 - layers) - w ** (2 - layers)), w, z


def turned_well(rng: Random) -> Counterexample | None:
    """Against "two wells of level 1 join at the level barrier at the earliest": L ≥ 3, widths (2, 1, …, 1, 2), λ_l = c/ρ_l²
    with Π ρ_l = 1. Turning the outer frames of the '+' mode by θ from 0 to π leads from W to the well with two factors negated;
    there F = ‖Y‖² + s^(2L) − 2 s^L (y_1 cos²θ + y_2 sin²θ) + L c s², largest at θ = π/2, against the loss of '−' at y_1."""
    layers = rng.choice((3, 4))
    c, s, low = exact_weight(rng, layers)
    y = s**layers + c * s ** (2 - layers)
    second = y * Fraction(rng.randint(50, 99), 100)
    on_path, barrier = (w ** (2 * layers) - 2 * v * w**layers + layers * c * w**2 for v, w in ((second, s), (y, low)))
    if on_path >= barrier:
        return None
    shift = y**2 + second**2
    text = (f"L = {layers}, widths {(2, *[1] * (layers - 1), 2)}, Πλ = c^L with c = {c}, Y = diag({y}, {second}): turning "
            f"the mode s = {s} never exceeds {on_path + shift}, levels 0 and 1 join at {barrier + shift}")  # fmt: skip
    return Counterexample(text, size=layers + len(text) / 1000)


def other_barrier(rng: Random) -> Counterexample | None:
    """Against "levels 1 and 2 join at the loss of 1−": Y = diag(y, y), the second mode alone passes from its '+' root to 0.
    That path climbs to the loss of (1+, 2−) and no further, which differs from the loss of 1−."""
    layers = rng.choice((3, 4))
    c, high, low = exact_weight(rng, layers)
    y = high**layers + c * high ** (2 - layers)
    upper, lower = (s ** (2 * layers) - 2 * y * s**layers + layers * c * s**2 for s in (high, low))
    if upper >= 0:
        return None
    text = (f"L = {layers}, c = {c}, Y = diag({y}, {y}), roots {low} < {high}: the path of the second mode climbs to "
            f"{2 * y**2 + upper + lower}, below {2 * y**2 + lower}, the loss of 1-")  # fmt: skip
    return Counterexample(text, size=layers + len(text) / 1000)
