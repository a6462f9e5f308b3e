"""Exact critical points F(W) = ‖W_L⋯W_1 − Y‖² + Σ‖W_l‖², all widths n, and their exact inertia.

Every W_l = diag(σ) and Y = diag(y): with y_i = σ_i^L + σ_i^(2−L) where σ_i > 0, any y_k where σ_k = 0, the gradient
vanishes (σ rational makes y rational). The Hessian is taken from the definition and its signs are counted by Descartes'
rule on the characteristic polynomial, which is sharp because all its roots are real. No formula of the paper is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

import flint


@dataclass(frozen=True)
class Point:
    """W_l = diag(σ), Y = diag(y); σ_k = 0 where the mode is inactive."""

    layers: int
    sigma: tuple[Fraction, ...]
    y: tuple[Fraction, ...]

    def __str__(self) -> str:
        sigma, y = (", ".join(map(str, values)) for values in (self.sigma, self.y))
        return f"L = {self.layers}, λ_l = 1, all W_l = diag({sigma}), Y = diag({y})"

    @property
    def size(self) -> int:
        """Orders witnesses."""
        bits = sum(v.numerator.bit_length() + v.denominator.bit_length() for v in (*self.sigma, *self.y))
        return bits + 100 * self.layers + 1000 * len(self.sigma)

    def upper(self, i: int) -> bool:
        """Whether σ_i is the larger root of its equation (double roots are never drawn): t = σ^(2L−2) > (L−2)/L."""
        return self.sigma[i] ** (2 * self.layers - 2) > Fraction(self.layers - 2, self.layers)

    def inertia(self) -> tuple[int, int, int]:
        """Negative, zero and positive eigenvalues of the Hessian, exact."""
        polynomial = list(flint.fmpq_mat(self.hessian()).charpoly())
        zero = next(k for k, coefficient in enumerate(polynomial) if coefficient != 0)
        negative = _changes([c if k % 2 == 0 else -c for k, c in enumerate(polynomial)])
        return negative, zero, _changes(polynomial)

    def hessian(self) -> list[list[flint.fmpq]]:
        """∂²F by the product rule, entry by entry: diagonal factors leave few entries in each product."""
        n, L = len(self.sigma), self.layers
        residual = [s**L - y for s, y in zip(self.sigma, self.y, strict=True)]
        places = [(layer, i, j) for layer in range(1, L + 1) for i in range(n) for j in range(n)]

        def first(layer: int, i: int, j: int) -> Fraction:  # DP[E_ij in this layer] = this number times E_ij
            return self.sigma[i] ** (L - layer) * self.sigma[j] ** (layer - 1)

        def second(a: tuple[int, int, int], b: tuple[int, int, int]) -> Fraction:  # ⟨R, D²P[a, b]⟩
            (low, i, j), (high, k, m) = sorted((a, b))
            if low == high or m != i or k != j:  # E_km · diag · E_ij is on the diagonal only as E_kk
                return Fraction(0)
            between = self.sigma[i] ** (high - low - 1)
            return residual[k] * self.sigma[k] ** (L - high) * between * self.sigma[j] ** (low - 1)

        def entry(a: tuple[int, int, int], b: tuple[int, int, int]) -> Fraction:
            value = 2 * second(a, b) + 2 * (a == b)
            return value + 2 * first(*a) * first(*b) * (a[1:] == b[1:])

        return [[flint.fmpq(*_parts(entry(a, b))) for b in places] for a in places]


def random_point(rng: Random) -> Point | None:
    """Two or three modes, some inactive, L = 3 or 4; None when two y agree or a root is double."""
    layers, modes = rng.choice([3, 3, 4]), rng.choice([2, 2, 3])
    sigma, y = [], []
    for _ in range(modes):
        value = Fraction(rng.randint(1, 9), rng.randint(2, 6)) if rng.random() < 0.7 else Fraction(0)
        sigma.append(value)
        y.append(value**layers + value ** (2 - layers) if value else Fraction(rng.randint(1, 12), 2))
    double = any(s ** (2 * layers - 2) == Fraction(layers - 2, layers) for s in sigma)
    return None if double or len(set(y)) < modes else Point(layers, tuple(sigma), tuple(y))


def _changes(coefficients: list[flint.fmpq]) -> int:
    signs = [c > 0 for c in coefficients if c != 0]
    return sum(a != b for a, b in pairwise(signs))


def _parts(value: Fraction) -> tuple[int, int]:
    return value.numerator, value.denominator
