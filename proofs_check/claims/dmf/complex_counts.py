"""Complex critical points for hidden widths 1: 1 + K (L − 1) 2^L, K distinct nonzero values, Y of full rank, no value at y*.

The gradient is formal; which points it leaves over ℂ is shown in words. Counted as the dimension of the quotient ring by a
Gröbner basis, which knows nothing of the closed form: 5, 17, 49 for one value and L = 2, 3, 4; 9 and 33 for two values and
L = 2, 3. Source: ours, for equation (8) of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import prod
from random import Random

from proofs_check.claims.dmf._oracle import hunt
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part

Instance = tuple[int, tuple[int, ...], tuple[int, ...], int]
"""L, values, weights, and how many columns (if negative, rows) Y has beyond a square."""


def draw(rng: Random) -> Instance:
    """L = 2, 3, 4 with one value, L = 2, 3 with two, integer weights and values; Y is square, wide or high."""
    values = tuple(rng.sample(range(2, 99), rng.choice((1, 1, 2))))
    layers = rng.choice((2, 3, 4) if len(values) == 1 else (2, 3))
    return layers, values, tuple(rng.randint(1, 9) for _ in range(layers)), rng.choice((-1, 0, 0, 1, 2))


@cache
def counted(instance: Instance, zeros: int = 0) -> int | None:
    """The exact count modulo a prime; ``zeros`` are further values 0."""
    from theory.dmf.landscape.complex_counts import count_solutions, gradient_system

    layers, values, weights, wide = instance
    rows, columns = (len(values) + zeros + max(more, 0) for more in (-wide, wide))
    target = [[values[i] if i == j and i < len(values) else 0 for j in range(columns)] for i in range(rows)]
    widths = (columns, *[1] * (layers - 1), rows)
    return count_solutions(*gradient_system(widths, target, lambda l, i, j: weights[l - 1]))


def violation(instance: Instance, shift: int = 0, base: int = 2, less: int = 1, zeros: int = 0) -> Counterexample | None:
    """Against the formula, or one with another base, another number than L − 1, without the origin (``shift`` −1), or for a
    Y with kernels on both sides."""
    from theory.dmf.landscape.complex_counts import chain_count

    layers, values, _, _ = instance
    plain = (base, less) == (2, 1)
    told = shift + (chain_count(layers, len(values)) if plain else 1 + len(values) * (layers - less) * base**layers)
    found = counted(instance, zeros)
    return None if found == told else Counterexample(f"L, y, λ, excess = {instance}: {found} points, not {told}", size=layers)


@dataclass(frozen=True)
class Chain:
    """Widths 1: scales μ_l, λ_l = μ_l², w_l = x/μ_l, and y from the equation of the roots: a critical point."""

    mu: tuple[Fraction, ...]
    x: Fraction

    @property
    def y(self) -> Fraction:
        """(x^L + q²x^(2−L))/q."""
        q, layers = prod(self.mu), len(self.mu)
        return (self.x**layers + q**2 * self.x ** (2 - layers)) / q

    @property
    def factors(self) -> list[Fraction]:
        """w_1 … w_L."""
        return [self.x / m for m in self.mu]


def chain(rng: Random) -> Chain:
    """Two to four layers with rational scales."""
    mu = tuple(Fraction(rng.randint(1, 5), rng.randint(1, 3)) for _ in range(rng.randint(2, 4)))
    return Chain(mu, Fraction(rng.randint(1, 6), rng.randint(1, 4)))


def equations(point: Chain, ridge: int = 1) -> bool:
    """p(p − y)/w_l + λ_l w_l = 0 for every l, p = Π w; the ridge may be counted ``ridge`` times."""
    w, p = point.factors, prod(point.factors)
    return all(p * (p - point.y) / v + ridge * m * m * v == 0 for v, m in zip(w, point.mu, strict=True))


def against(what: str, holds: Callable[[Chain], bool]) -> Callable[[Chain], Counterexample | None]:
    """A critical point at which another sentence fails."""

    def test(point: Chain) -> Counterexample | None:
        if not equations(point) or holds(point):
            return None
        weights, factors = (", ".join(map(str, v)) for v in ([m * m for m in point.mu], point.factors))
        text = f"λ = {weights}, y = {point.y}, w = {factors}: critical, and {what} fails"
        return Counterexample(text, size=len(point.mu))

    return test


def even(point: Chain) -> bool:
    """w_l² does not depend on l."""
    return len({w * w for w in point.factors}) == 1


def other_sign(point: Chain) -> bool:
    """β − β^L/λ = y Π w."""
    beta, p = point.x**2, prod(point.factors)
    return beta - p * p == point.y * p


CLAUSE_3 = (
    "write w_l = ε_l x/√λ_l with x² = β and signs ε_l, each solution in exactly two ways, (x, ε) and (−x, −ε). Then Π w_l = "
    "εx^L/√λ with ε = Π ε_l, and the equation of 2 is f(x) = x^(2L−2) − ε√λ y_k x^(L−2) + λ = 0. A double root has (2L−2)X = "
    "(L−2)ε√λ y_k x^(L−2) with X = x^(2L−2), so LX = (L−2)λ and ε√λ y_k x^(L−2) = (2L−2)λ/L; to the power 2L−2 this is y_k = "
    "y*, for L = 2 (x = 0) y_k = √λ. That is excluded, so f has 2L − 2 roots, none of them 0, and there are 2^L(2L−2)/2 "
    "solutions"
)

claim = Claim(
    id="dmf-complex-counts",
    title="Complex critical points for hidden widths 1",
    source=Source("dmf", "equation (8) over the complex numbers", "reconstructed", version="v3"),
    sentence=OBJECTIVE
    + r". Let $d_l = 1$ for $0 < l < L$, let $Y$ have full rank $K = \min(d_0, d_L)$ and distinct singular values "
    r"$y_1,\dots,y_K$, none equal to $y_\ast$, where $y_\ast > 0$ and $y_\ast^{2L-2} = "
    r"(2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$ for $L \ge 3$, $y_\ast = \sqrt\lambda$ for $L = 2$. A complex critical point is "
    r"a tuple of complex $W_l$ at which every partial derivative of the polynomial $F$, with $\lVert X\rVert_F^2$ read as "
    r"$\mathrm{tr}(X^\top X)$, is zero; $P_l = W_l\cdots W_1$ and $A_l = W_L\cdots W_{l+1}$.",
    parts=(
        Part(
            says=r"Complex $W_1,\dots,W_L$ are a critical point if and only if $A_l^\top(P_L-Y)P_{l-1}^\top + \lambda_lW_l = "
            r"0$ for $1 \le l \le L$.",
            goals=("dmf-gradient [1]",),
            words="the goal equates two polynomials in the entries at all real arguments, so they have the same "
            "coefficients, and it holds at complex ones",
        ),
        Part(
            says=r"These are the origin and, for each $k \le K$, the points $W_1 = w_1v_k^\top$, $W_L = w_Lu_k$, $W_l = w_l$ "
            r"for $1 < l < L$, where $(u_k, v_k)$ is the singular pair of $y_k$ and $\lambda_lw_l^2 = \beta$ for all $l$ "
            r"with $\beta \ne 0$, $\beta + \beta^L\lambda^{-1} = y_kw_1\cdots w_L$.",
            goals=("dmf-gradient [1]",),
            words="multiplied by W_lᵀ, 1 gives λ_l tr W_lᵀW_l = −tr P_Lᵀ(P_L − Y) =: β for every l. If β = 0 and L ≥ 3, "
            "hidden w_l are 0, so by 1 the outer factors are; if β = 0 and L = 2, 1 is YᵀW_2 = λ_1W_1ᵀ, YW_1ᵀ = λ_2W_2, so "
            "YᵀYW_1ᵀ = λW_1ᵀ, and W_1 = 0 since no y_k² is λ. Let β ≠ 0, c = Π w_l over the hidden l, κ = 1 + β^(L−1)/λ. "
            "With c² = β^(L−2)/Π λ_l (hidden l), 1 for l = 1, L is cYᵀW_L = λ_1κW_1ᵀ, cYW_1ᵀ = λ_LκW_L, where W_1, W_L ≠ 0. "
            "κ = 0 would put both W_1ᵀ and W_L into the kernels of Y and Yᵀ, one of which is 0. So κ ≠ 0, and c²YᵀYW_1ᵀ = "
            "λ_1λ_Lκ²W_1ᵀ: W_1ᵀ is an eigenvector of YᵀY for a value that is not 0, hence, the y_k being distinct, a complex "
            "multiple of one v_k, and W_L one of u_k. For these 1 is p(p − y_k) + λ_lw_l² = 0 with p = Π w_l, p² = β^L/λ, "
            "which is the stated equation, and conversely",
        ),
        Part(
            says=r"For each $k$ there are exactly $(L-1)2^L$ such $(w_1,\dots,w_L)$.",
            cites=("fundamental theorem of algebra (a polynomial of degree n without a double root has n complex roots)",),
            words=CLAUSE_3,
        ),
        Part(
            says=r"$F$ has exactly $1 + K(L-1)2^L$ complex critical points.",
            words="2 and 3; points of different k differ in the direction of W_1",
        ),
    ),
    expected=("steps proved",),
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, shift=-1), trials=(30, 200)),
    mutants=(
        Mutant(name="clause 1: regularizer counted twice", fate="false",
               search=hunt(chain, against("the gradient with 2λ_l", lambda point: equations(point, ridge=2)))),
        Mutant(name="clause 2: all w_l² equal", fate="false", search=hunt(chain, against("w_1² = … = w_L²", even))),
        Mutant(name="clause 2: β − β^L/λ", fate="false", search=hunt(chain, against("β − β^L/λ = yΠw", other_sign))),
        Mutant(name="clause 3: 3^L for 2^L", fate="false", search=hunt(draw, lambda i: violation(i, base=3))),
        Mutant(name="clause 3: L for L − 1", fate="false", search=hunt(draw, lambda i: violation(i, less=0))),
        Mutant(name="clause 4: the origin forgotten", fate="false", search=hunt(draw, lambda i: violation(i, shift=-1))),
        Mutant(name="clause 4: Y with kernels on both sides", fate="false",
               search=hunt(lambda rng: (2, (rng.randint(2, 99),), (rng.randint(1, 9), rng.randint(1, 9)), 0),
                           lambda i: violation(i, zeros=1))),
    ),
)  # fmt: skip
