"""The block of a pair {i, j} of active modes: entries (i, j) and (j, i) of every layer, 2L × 2L.

In V_l = √λ_l W_l, with q = σ_j/σ_i, u_l = q^(l−1), entries a_l = V_l[i, j], b_l = V_l[j, i], half the Hessian has the
eigenvectors

    0:     a = q e_l − e_{l+1},  b = −e_l + q e_{l+1}             l = 1 … L−1  (rotations of the hidden layers)
    2:     a = q e_l − e_{l+1},  b =  e_l − q e_{l+1}             l = 1 … L−1
    μ_∓:   a = u,  b = ±(u_L, …, u_1),      μ_∓ = (y_i ∓ y_j)(p_i ± p_j)/(x_i − x_j),   p = x(1 + t)/y,
           and for i, j at the same root of the same y: μ_− = 2 + L(t − 1), μ_+ = L(t + 1).

Equal weights λ_0: W-eigenvalues are λ_0 times these. Otherwise let R hold the L + 1 vectors of non-zero eigenvalue,
M = diag(2, …, 2, μ_−, μ_+) and Λ = diag(λ, λ): the non-zero W-eigenvalues are those of M (RᵀR)^(−1) RᵀΛR. Where
λ_l = λ_{l+1} the l-th vector stays an eigenvector with value 2λ_l and is split off; so is μ_− = 0.
Standing: reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, total_ordering
from itertools import pairwise

import flint

from theory.dmf.hessian.kinds import ActiveKind, algebraic
from theory.dmf.hessian.secular import PairDeterminant
from theory.dmf.landscape.roots import Root
from theory.exact.algebraic import Bound
from theory.exact.balls import MOST_BITS, PrecisionError, arb, rational
from theory.exact.eigenvalue import Algebraic, Eigenvalue
from theory.exact.real_eigenvalues import eigenvalue_balls
from theory.exact.root_value import SingularValue


def pair_eigenvalues(first: ActiveKind, second: ActiveKind, weights: tuple[Fraction, ...]) -> Iterator[tuple[Eigenvalue, int]]:
    """All 2L eigenvalues / (2·fit) of the block, with multiplicities."""
    layers = len(weights)
    yield Eigenvalue.rational(0), layers - 1
    for this, following in pairwise(weights):
        if this == following:
            yield Eigenvalue.rational(2 * this), 1
    big, small = sorted((first, second), key=size_of, reverse=True)
    if len(set(weights)) == 1:
        for value in central_eigenvalues(big, small):
            yield times_weight(value, weights[0]), 1
    else:
        for value in _unequal(big, small, weights):
            yield value, 1


def central_eigenvalues(big: ActiveKind, small: ActiveKind) -> tuple[Eigenvalue, Eigenvalue]:
    """μ_− and μ_+ in V coordinates; x of ``big`` is at least that of ``small``."""
    layers, one = big.mode.layers, Algebraic.rational(1)
    if big.mode is small.mode:
        if big.exact_t is not None:
            return Eigenvalue.rational(2 + layers * (big.exact_t - 1)), Eigenvalue.rational(layers * (big.exact_t + 1))
        lower = Algebraic.rational(2 - layers) + big.t.scaled(layers)
        return Eigenvalue(lower), Eigenvalue((big.t + one).scaled(layers))
    y, z = big.mode.value, small.mode.value
    gap = big.x - small.x
    if isinstance(y, Fraction) and isinstance(z, Fraction):
        p, q = ((kind.x * (one + kind.t)).scaled(1 / value) for kind, value in ((big, y), (small, z)))
        rotation = Eigenvalue.rational(0) if y == z else Eigenvalue((p + q).scaled(y - z), gap)
        return rotation, Eigenvalue((p - q).scaled(y + z), gap)
    above, below = algebraic(y), algebraic(z)  # both values times y·z, over (x_i − x_j)·y·z
    p, q = big.x * (one + big.t) * below, small.x * (one + small.t) * above
    bottom = gap * above * below
    rotation = Eigenvalue.rational(0) if y == z else Eigenvalue((p + q) * (above - below), bottom)
    return rotation, Eigenvalue((p - q) * (above + below), bottom)


def _unequal(big: ActiveKind, small: ActiveKind, weights: tuple[Fraction, ...]) -> Iterator[Eigenvalue]:
    """The eigenvalues that are neither 0 from a rotation nor split off, weights not all equal."""
    layers = len(weights)
    rotation, stretch = central_eigenvalues(big, small)
    kept = [l for l in range(layers - 1) if weights[l] != weights[l + 1]]
    if rotation.exact == 0:
        yield rotation
        kept.append(layers)
    else:
        kept += [layers - 1, layers]

    def matrix(bits: int) -> flint.arb_mat:
        ratio = (small.x.ball(bits) / big.x.ball(bits)).sqrt() if big.mode is not small.mode else flint.arb(1)
        vectors = _vectors(ratio, layers)
        values = [flint.arb(2)] * (layers - 1) + [rotation.ball(bits), stretch.ball(bits)]
        weighted = flint.arb_mat([[entry * arb(weights[k % layers]) for k, entry in enumerate(v)] for v in vectors])
        frame = flint.arb_mat(vectors)
        reduced = (frame * frame.transpose()).solve(weighted * frame.transpose())
        return flint.arb_mat([[values[row] * reduced[row, column] for column in kept] for row in kept])

    power, balls = (big.x * small.x) ** layers, eigenvalue_balls(matrix, len(kept))
    apart = [2 * this for this, following in pairwise(weights) if this == following]
    block = PairDeterminant(big, small, weights, (rotation, stretch))
    for k, ball in enumerate(balls):  # each eigenvalue is its own generator
        top = _times(ball, power, _bound(big, small, weights, ball))
        yield Eigenvalue(top, power, equals=partial(_is_the_rational, block, balls, k, apart))


def _is_the_rational(
    block: PairDeterminant, balls: list[Callable[[int], flint.arb]], k: int, apart: list[Fraction], number: Fraction
) -> bool:
    """Whether the k-th eigenvalue is ``number`` ≠ 0: as many are as the determinant says, less those that were split off."""
    times, bits = block.multiplicity(number) - apart.count(number), 256
    while times and bits <= MOST_BITS:
        with flint.ctx.workprec(bits):
            near = [place for place, ball in enumerate(balls) if (ball(bits) - rational(number)).contains(0)]
        if len(near) == times:
            return k in near
        bits *= 2
    if times:
        raise PrecisionError(f"eigenvalues that differ could not be told apart with {MOST_BITS} bits")
    return False


def _times(ball: Callable[[int], flint.arb], power: Algebraic, bound: Callable[[], Bound]) -> Algebraic:
    return Algebraic(lambda bits: ball(bits) * power.ball(bits), bound)


def _vectors(q: flint.arb, layers: int) -> list[list[flint.arb]]:
    """Rows: the eigenvectors for 2 (L − 1 of them), μ_− and μ_+, as (a, b)."""
    rows = []
    for l in range(layers - 1):
        row = [flint.arb(0)] * (2 * layers)
        row[l], row[l + 1], row[layers + l], row[layers + l + 1] = q, flint.arb(-1), flint.arb(1), -q
        rows.append(row)
    u = [q**l for l in range(layers)]
    return [*rows, u + u[::-1], u + [-entry for entry in u[::-1]]]


def _bound(big: ActiveKind, small: ActiveKind, weights: tuple[Fraction, ...], name: object) -> Callable[[], Bound]:
    """Separation data of (x_i x_j)^L · eigenvalue.

    After a diagonal similarity every entry of the block is λ_m times a sum of at most two of 1, x_i^a x_j^b/λ and
    (x_i/x_j)^c with |c|, a, b ≤ L; times (x_i x_j)^L these are monomials of degree at most 2L in each.
    """

    def bound() -> Bound:
        layers, product = len(weights), big.mode.ridge_product
        monomial = big.x.bound() ** (2 * layers) * small.x.bound() ** (2 * layers)
        entries = [monomial.scaled(weight) + monomial.scaled(weight / product) for weight in weights]
        return Bound.eigenvalue(entries, 2 * layers, name)

    return bound


def times_weight(value: Eigenvalue, weight: Fraction) -> Eigenvalue:
    """weight · value."""
    if value.exact is not None:
        return Eigenvalue.rational(value.exact * weight)
    return Eigenvalue(value.top.scaled(weight), value.bottom)


@total_ordering
@dataclass(frozen=True)
class Size:
    """Orders x: upper roots grow with y and lie above the double root, lower roots shrink with y and lie below."""

    root: Root
    value: SingularValue

    def __lt__(self, other: Size) -> bool:
        if self.root is not other.root:
            order = (Root.LOWER, Root.DOUBLE, Root.UPPER)
            return order.index(self.root) < order.index(other.root)
        return self.value > other.value if self.root is Root.LOWER else self.value < other.value


def size_of(kind: ActiveKind) -> Size:
    """The place of a kind in the order of x."""
    return Size(kind.mode.root, kind.mode.value)
