"""Whether a rational number is an eigenvalue of the block of a pair {i, j} of active modes, decided in the field of x_i, x_j.

In the coordinates of `theory.dmf.hessian.pairs` H A_l = H B_l = A_l + B_l with A_l = (q e_l − e_{l+1}, 0), B_l = (0, e_l −
q e_{l+1}), and H U_∓ = μ_∓ U_∓. An eigenvector v = Σ c_l(A_l + B_l) + Σ_∓ μ_∓ e_∓ U_∓ of HΛ for z ≠ 0 satisfies
Λv = z H⁺v + Σ k_l(A_l − B_l). With f_l = z c_l/2 + k_l, s = Σ μ_∓ e_∓, s' = Σ e_∓, r and r' the same with e_+ negated,
c_0 = f_0 = c_L = f_L = 0, c and f divided by q^l, p = q², the rows m = 1 … L read

    λ_m (p c_m − c_{m−1}) − (p f_m − f_{m−1})             + λ_m s − z s'               = 0,
    (λ_m − z)(c_m − c_{m−1}) + f_m − f_{m−1}  + q^L p^(−m) (λ_m r − z r')               = 0.

So z ≠ 0 is an eigenvalue exactly if the 2L × 2L determinant vanishes, and as often. Multiplied by powers of x it is a
polynomial in x_i and x_j (and √(x_i x_j) for odd L): its degree is that of two roots of the scalar equation, not that of an
eigenvalue over them, and separation needs thousands of bits where the eigenvalue itself needs millions.

At the two roots of one y, L even and λ_m + λ_{L+1−m} = c for all m, c is an eigenvalue: μ_− = 0, and with e_+ = 0 and c, f
unchanged by l → L − l the lower row m at z = c is the upper row L + 1 − m, so L equations are left for L + 1 unknowns.
Standing: reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import prod

import flint

from theory.dmf.hessian.kinds import ActiveKind
from theory.exact.algebraic import Bound, exact_sign
from theory.exact.eigenvalue import Algebraic, Eigenvalue

ZERO = Algebraic.rational(0)


@dataclass(frozen=True, eq=False)
class PairDeterminant:
    """The determinant for modes ``big`` and ``small`` (x of the first is larger), effective weights and μ_−, μ_+.

    >>> from theory.dmf.hessian.pairs import central_eigenvalues
    >>> from theory.dmf.landscape.roots import Mode, Root
    >>> weights = tuple(map(Fraction, (1, 2, 3, 4)))
    >>> kinds = [ActiveKind(Mode(4, Fraction(24), Fraction(12), root), 1) for root in (Root.UPPER, Root.LOWER)]
    >>> block = PairDeterminant(*kinds, weights, central_eigenvalues(*kinds))
    >>> block.multiplicity(Fraction(5)), block.multiplicity(Fraction(7))
    (1, 0)
    """

    big: ActiveKind
    small: ActiveKind
    weights: tuple[Fraction, ...]
    central: tuple[Eigenvalue, Eigenvalue]
    _known: dict[Fraction, int] = field(default_factory=dict, repr=False)

    @property
    def layers(self) -> int:
        """L."""
        return len(self.weights)

    def multiplicity(self, z: Fraction) -> int:
        """How often the non-zero rational z is an eigenvalue; 0 if it is none. Exact."""
        if z not in self._known:
            order = int(self.mirrored(z))
            while order <= self.layers and not sign_of_algebraic(self.coefficient(z, order)):  # at most L + 1
                order += 1
            self._known[z] = order
        return self._known[z]

    def mirrored(self, z: Fraction) -> bool:
        """Whether symmetry alone makes z an eigenvalue."""
        return (
            self.layers % 2 == 0
            and self.big.mode.value == self.small.mode.value
            and all(a + b == z for a, b in zip(self.weights, reversed(self.weights), strict=True))
        )

    def coefficient(self, z: Fraction, order: int) -> Algebraic:
        """The coefficient of ε^order of the determinant at z + ε, of degree L + 1 in ε, by interpolation at ε = 0 … L + 1."""
        if order == 0:
            return self.at(z)
        nodes, total = range(self.layers + 2), ZERO
        for k in nodes:
            basis = prod((flint.fmpq_poly([-m, 1]) / (k - m) for m in nodes if m != k), start=flint.fmpq_poly([1]))
            weight = basis[order]
            total = total + self.at(z + k).scaled(Fraction(int(weight.numer()), int(weight.denom())))
        return total

    def at(self, z: Fraction) -> Algebraic:
        """The determinant at z."""
        rows, columns = self._rows(z), [self._column(z, k) for k in range(2)]

        def ball(bits: int) -> flint.arb:
            plain = [[entry.ball(bits) for entry in row] for row in rows]
            ends = [[entry.ball(bits) for entry in column] for column in columns]
            return determinant([[*row, *last] for row, last in zip(plain, zip(*ends, strict=True), strict=True)])

        def bound() -> Bound:  # each term takes one entry of either column and entries of the other rows
            factors = [sum((entry.bound() for entry in part), Bound.rational(0)) for part in (*rows, *columns)]
            return prod(factors, start=Bound.rational(1))

        return Algebraic(ball, bound)

    def _rows(self, z: Fraction) -> list[list[Algebraic]]:
        """The columns c_1 … c_{L−1}, f_1 … f_{L−1}; the first L rows times x_i."""
        layers, x, y = self.layers, self.big.x, self.small.x
        upper = [[ZERO] * (2 * layers - 2) for _ in range(layers)]
        lower = [[ZERO] * (2 * layers - 2) for _ in range(layers)]
        for m, weight in enumerate(self.weights):
            for shift, sign in ((0, 1), (-1, -1)):  # c_m, f_m, then c_{m−1}, f_{m−1}
                if not 0 <= m + shift < layers - 1:
                    continue
                here, there = m + shift, layers - 1 + m + shift
                size = y if sign > 0 else x
                upper[m][here], upper[m][there] = size.scaled(sign * weight), size.scaled(-sign)
                lower[m][here], lower[m][there] = Algebraic.rational(sign * (weight - z)), Algebraic.rational(sign)
        return upper + lower

    def _column(self, z: Fraction, which: int) -> list[Algebraic]:
        """The column of e_− (0) or e_+ (1), times (x_i x_j)^(L/2) and the denominator of μ."""
        (top, bottom), sign, layers = self._central(which), 1 - 2 * which, self.layers
        x, y = self.big.x, self.small.x
        shares = [top.scaled(weight) - bottom.scaled(z) for weight in self.weights]
        upper = [x * self._middle * share for share in shares]
        return upper + [(x**m * y ** (layers - m) * share).scaled(sign) for m, share in enumerate(shares, start=1)]

    def _central(self, which: int) -> tuple[Algebraic, Algebraic]:
        """μ_∓ as a quotient; at two roots of one y: 0, and 2 + 2 Σ_a x_i^a x_j^(L−1−a)/λ."""
        value, layers, x, y = self.central[which], self.layers, self.big.x, self.small.x
        if self.big.mode.value != self.small.mode.value or which == 0:
            return value.top, value.bottom
        powers = [x**a * y ** (layers - 1 - a) for a in range(layers)]
        total = sum(powers[1:], powers[0]).scaled(2 / self.big.mode.ridge_product)
        return Algebraic.rational(2) + total, Algebraic.rational(1)

    @cached_property
    def _middle(self) -> Algebraic:
        """(x_i x_j)^(L/2)."""
        square, half = self.big.x * self.small.x, self.layers // 2
        if self.layers % 2 == 0:
            return square**half

        def bound() -> Bound:  # √α: N² α is integral if N α is, and conjugates are at most those of α or 1
            whole = square.bound()
            return Bound(whole.multiple, whole.largest, whole.generators | {((self.big.mode, self.small.mode), 2)})

        return Algebraic(lambda bits: square.ball(bits).sqrt(), bound) * square**half


def sign_of_algebraic(value: Algebraic) -> int:
    """Exact; its balls and its separation decide.

    >>> sign_of_algebraic(Algebraic.rational(-2))
    -1
    """

    def ball(bits: int) -> flint.arb:
        with flint.ctx.workprec(bits + 32):
            return value.ball(bits)

    return exact_sign(ball, value.bound, 512)


def determinant(rows: list[list[flint.arb]]) -> flint.arb:
    """Elimination with complete pivoting; what is left without a pivot is bounded by its row sums, so that a singular matrix
    gives a small ball.

    >>> determinant([[flint.arb(2), flint.arb(1)], [flint.arb(4), flint.arb(2)]]).contains(0)
    True
    """
    product = flint.arb(1)
    while rows:
        places = [(r, c) for r, row in enumerate(rows) for c, entry in enumerate(row) if not entry.contains(0)]
        if not places:
            rest = prod((sum((abs(entry) for entry in row), flint.arb(0)) for row in rows), start=product)
            return flint.arb(0, rest.abs_upper())
        r, c = max(places, key=lambda place: abs(rows[place[0]][place[1]].mid()))
        head, pivot = rows[r], rows[r][c]
        product = product * pivot * (-1) ** (r + c)
        others = [row for place, row in enumerate(rows) if place != r]
        factors = [None if row[c].is_zero() else row[c] / pivot for row in others]
        rows = [
            [a if f is None or b.is_zero() else a - f * b for k, (a, b) in enumerate(zip(row, head, strict=True)) if k != c]
            for row, f in zip(others, factors, strict=True)
        ]
    return product
