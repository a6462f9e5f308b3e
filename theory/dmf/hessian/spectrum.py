"""The whole Hessian spectrum of F on a critical orbit, in closed form.

Eigenvalues of ∇²F(W) = 2·fit × the list below, for effective weights λ_l. i, j active, k inactive (Y's zeros too),
e = |d_0 − d_L|, p_i = x_i(1 + t_i)/y_i the singular value of the product, λ_out = λ_1 if d_0 > d_L, λ_L otherwise.

| block | values | times |
|---|---|---|
| i in all layers | eigenvalues of 2 diag(λ_l) + (t_i − 1)·√λ_l √λ_m | 1 per i |
| pair {i, j}, same root of one y | these again, (1 + t_i)·Σ λ_l, 0 (L−1 times) | 1 per pair |
| any other pair {i, j} | 0 (L−1 times) and L + 1 values: ``pairs`` | 1 per pair |
| i, spare hidden unit of layer l | 0, λ_l + λ_{l+1} | r (d_l − r) |
| i, inactive y_k | (1 + t_i)·ρ, ρ² − (λ_1 + λ_L) ρ + λ_1 λ_L (1 − y_k²/y_i²) = 0 | 1 per (i, k) |
| i, unpaired outer direction | (1 + t_i)·λ_out | r e |
| L ≥ 3: inactive entries of layer l | λ_l | (d_l − r)(d_{l−1} − r) |
| L = 2: spare hidden unit, y_k | z² − (λ_1 + λ_2) z + λ_1 λ_2 − y_k² = 0 | (d_1 − r) per k |
| L = 2: spare hidden unit, unpaired | λ_out | (d_1 − r) e |

With equal weights λ_0 the first block is 2λ_0 (L−1 times) and λ_0(2 + L(t_i − 1)). Standing: reconstructed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, groupby, pairwise
from math import isqrt

import flint

from theory.dmf.hessian.bulk import pair_entries, rotation_entries
from theory.dmf.hessian.kinds import ActiveKind, algebraic
from theory.dmf.hessian.pairs import pair_eigenvalues
from theory.dmf.landscape.roots import Mode, Root
from theory.exact.algebraic import Bound
from theory.exact.balls import arb, rational
from theory.exact.eigenvalue import Algebraic, Bulk, Eigenvalue, merge
from theory.exact.real_eigenvalues import matrix_eigenvalues
from theory.exact.root_value import SingularValue

Parts = Iterator[tuple[Eigenvalue, int] | Bulk]


def hessian_spectrum(blocks: HessianBlocks, fit: Fraction) -> list[tuple[float, int]]:
    """(eigenvalue, multiplicity) of ∇²F in W coordinates, increasing, equal values merged, zeros exact.

    >>> origin = HessianBlocks((2, 2, 2, 2), (Fraction(1),) * 3, (), {Fraction(3): 1, Fraction(2): 1})
    >>> hessian_spectrum(origin, Fraction(1))
    [(2.0, 12)]
    """
    return merge(blocks.all(), 2 * fit)


@dataclass(frozen=True, eq=False)
class HessianBlocks:
    """The blocks of one orbit; each yields (eigenvalue / (2·fit), multiplicity).

    Attributes:
        widths: d_0, …, d_L.
        weights: the effective λ_l.
        modes: the active modes, one each.
        inactive: inactive singular values (zeros too) with multiplicities.
    """

    widths: tuple[int, ...]
    weights: tuple[Fraction, ...]
    modes: tuple[Mode, ...]
    inactive: dict[SingularValue, int]

    @property
    def rank(self) -> int:
        """r, the number of active modes."""
        return len(self.modes)

    @cached_property
    def kinds(self) -> list[ActiveKind]:
        """The modes, equal ones together."""
        counts: dict[Mode, int] = {}
        for mode in self.modes:
            counts[mode] = counts.get(mode, 0) + 1
        return [ActiveKind(mode, times) for mode, times in counts.items()]

    def all(self) -> Parts:
        """Every block. The multiplicities add up to the number of parameters."""
        for kind in self.kinds:
            yield from self.radial(kind)
        yield from self._pairs()
        yield from self._outer()
        yield from self._spare()

    def _pairs(self) -> Parts:
        """Pairs of active modes: the same kind twice, then different kinds.

        A pair of one kind is symmetric (a = b) plus antisymmetric (a = −b): the former is the block of one mode and is
        counted there, the latter is (1 + t)·√λ√λᵀ.
        """
        alike = [(kind, kind.times * (kind.times - 1) // 2) for kind in self.kinds]
        for kind, pairs in alike:
            yield Eigenvalue.rational(0), (len(self.weights) - 1) * pairs
            yield kind.times_growth(sum(self.weights, Fraction(0))), pairs
        if len(set(self.weights)) > 1:
            for first, second in combinations(self.kinds, 2):
                yield from _times(pair_eigenvalues(first, second, self.weights), first.times * second.times)
        elif len(self.kinds) > 1:
            pairs = self.rank * (self.rank - 1) // 2 - sum(pairs for _, pairs in alike)
            yield Eigenvalue.rational(0), (len(self.weights) - 1) * pairs
            yield Eigenvalue.rational(2 * self.weights[0]), (len(self.weights) - 1) * pairs
            bulk, rest = pair_entries(self.kinds, self.weights[0])
            yield bulk
            yield from rest

    def radial(self, kind: ActiveKind) -> Parts:
        """2 diag(λ) + (t − 1)·√λ√λᵀ: an m-fold λ_l gives 2λ_l (m − 1) times, the distinct ones a small matrix.

        Once for each mode and once for each pair of equal modes.
        """
        layers, count = len(self.weights), kind.times * (kind.times + 1) // 2
        distinct = [(weight, len(list(run))) for weight, run in groupby(sorted(self.weights))]
        for weight, times in distinct:
            yield Eigenvalue.rational(2 * weight), count * (times - 1)
        if len(distinct) == 1:
            weight = distinct[0][0]
            if kind.exact_t is not None:
                yield Eigenvalue.rational(weight * (2 + layers * (kind.exact_t - 1))), count
            else:
                scaled = Algebraic.rational(weight * (2 - layers)) + kind.t.scaled(layers * weight)
                yield Eigenvalue(scaled), count
        elif kind.exact_t == 1:
            yield from ((Eigenvalue.rational(2 * weight), count) for weight, _ in distinct)
        else:
            excess = kind.t - Algebraic.rational(1)
            rows = [
                [excess.scaled(m * w) + Algebraic.rational(2 * w if r == c else 0) for c, (w, m) in enumerate(distinct)]
                for r in range(len(distinct))
            ]
            singular = kind.mode.root is Root.DOUBLE
            yield from ((value, count) for value in matrix_eigenvalues(rows, singular))

    def _outer(self) -> Parts:
        """Active modes against inactive singular values and unpaired outer directions."""
        first, last = self.weights[0], self.weights[-1]
        excess, weight = self._unpaired
        straight = {first: 0, last: 0}  # weights that see an unpaired direction or a zero of Y
        idle = self.inactive.get(Fraction(0), 0)
        for share, times in ((weight, excess), (first, idle), (last, idle)):
            straight[share] += times
        for kind in self.kinds:
            yield from ((kind.times_growth(share), kind.times * times) for share, times in straight.items())
        if first == last:
            bulk, rest = rotation_entries(self.kinds, self.inactive, first)
            yield bulk
            yield from rest
            return
        for kind in self.kinds:
            for value, idle in self.inactive.items():
                for root in rotation_roots(first, last, value, kind.mode.value) if value else ():
                    if root.exact is not None:
                        yield kind.times_growth(root.exact), kind.times * idle
                    else:
                        top = (Algebraic.rational(1) + kind.t) * root.top
                        yield Eigenvalue(top, root.bottom), kind.times * idle

    def _spare(self) -> Parts:
        """Spare hidden units and inactive entries."""
        widths, rank, weights = self.widths, self.rank, self.weights
        for (this, following), width in zip(pairwise(weights), widths[1:-1], strict=True):
            yield Eigenvalue.rational(0), rank * (width - rank)
            yield Eigenvalue.rational(this + following), rank * (width - rank)
        if len(weights) > 2:
            for weight, before, after in zip(weights, widths, widths[1:], strict=False):
                yield Eigenvalue.rational(weight), (after - rank) * (before - rank)
            return
        spare = widths[1] - rank
        for value, idle in self.inactive.items():
            for root in coupled_roots(weights[0], weights[1], value):
                yield root, spare * idle
        excess, weight = self._unpaired
        yield Eigenvalue.rational(weight), spare * excess

    @property
    def _unpaired(self) -> tuple[int, Fraction]:
        """e = |d_0 − d_L| and the weight of the layer that sees it."""
        widths = self.widths
        return abs(widths[0] - widths[-1]), self.weights[0] if widths[0] > widths[-1] else self.weights[-1]


def coupled_roots(first: Fraction, last: Fraction, value: SingularValue) -> Sequence[Eigenvalue]:
    """The roots of z² − (λ_1 + λ_2) z + λ_1 λ_2 − y², smaller one first.

    >>> [round(float(root.ball(64)), 6) for root in coupled_roots(Fraction(1), Fraction(2), Fraction(3))]
    [-1.541381, 4.541381]
    """
    square = rational_square(value)
    if square is not None:
        return quadratic_roots(first + last, first * last - square)
    y, (one, other) = algebraic(value), map(Algebraic.rational, (first, last))
    if first == last:
        return [Eigenvalue(one - y), Eigenvalue(one + y)]
    return matrix_eigenvalues([[one, y], [y, other]])


def rotation_roots(first: Fraction, last: Fraction, idle: SingularValue, active: SingularValue) -> Sequence[Eigenvalue]:
    """The roots of ρ² − (λ_1 + λ_L) ρ + λ_1 λ_L (1 − z²/y²), smaller one first, for an inactive z and an active y."""
    squares = rational_square(idle), rational_square(active)
    if squares[0] is not None and squares[1] is not None:
        return quadratic_roots(first + last, first * last * (1 - squares[0] / squares[1]))
    if idle == active:
        return [Eigenvalue.rational(0), Eigenvalue.rational(first + last)]
    z, y = algebraic(idle), algebraic(active)
    rows = [[y.scaled(first), z.scaled(first)], [z.scaled(last), y.scaled(last)]]  # y times a matrix with these roots
    return [Eigenvalue(root.top, y) for root in matrix_eigenvalues(rows)]


def rational_square(value: SingularValue) -> Fraction | None:
    """value² where it is rational."""
    return value**2 if isinstance(value, Fraction) else value.square


def quadratic_roots(total: Fraction, product: Fraction) -> tuple[Eigenvalue, Eigenvalue]:
    """The roots of z² − total·z + product, which must be real, smaller one first.

    >>> [root.exact for root in quadratic_roots(Fraction(5), Fraction(6))]
    [Fraction(2, 1), Fraction(3, 1)]
    """
    discriminant = total**2 - 4 * product
    top, bottom = isqrt(discriminant.numerator), isqrt(discriminant.denominator)
    if top**2 == discriminant.numerator and bottom**2 == discriminant.denominator:
        root = Fraction(top, bottom)
        return Eigenvalue.rational((total - root) / 2), Eigenvalue.rational((total + root) / 2)
    scale = total.denominator * product.denominator
    polynomial = flint.fmpz_poly([int(scale * product), int(-scale * total), scale])

    def ball(sign: int) -> flint.arb:
        square = arb(discriminant)
        return (rational(total) + sign * square.sqrt()) / 2

    def root_of(sign: int) -> Eigenvalue:
        return Eigenvalue(Algebraic(lambda bits: ball(sign), lambda: Bound.root(polynomial, (total, product))))

    return root_of(-1), root_of(1)


def _times(values: Iterator[tuple[Eigenvalue, int]], factor: int) -> Iterator[tuple[Eigenvalue, int]]:
    return ((value, times * factor) for value, times in values)
