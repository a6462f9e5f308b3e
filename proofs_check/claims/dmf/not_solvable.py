"""L ≥ 5: no formula in radicals. The Galois group of the critical equation contains A_n, n ≥ 5, for L = 5 … 9 and integer η.

Factor degrees modulo two primes show that the polynomial is irreducible and its group primitive, with a short prime cycle
(Dedekind, Jordan): the table is printed, and two factorization routines agree with every entry. For even L in z = s², of degree
L − 1. Source: ours, for equation (10) of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import cycle, product
from random import Random

from proofs_check.claims.dmf._galois_table import TABLE
from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part

Instance = tuple[int, int]
GRID = tuple(product(range(5, 10), range(3, 10)))
"""L = 5 … 9 and η = 3 … 9, all 35."""
TURN = cycle(GRID)


def draw(rng: Random) -> Instance:
    """The next instance in turn: as many draws as the grid has points visit each once, wherever they begin."""
    return next(TURN)


def degrees(layers: int, value: int, prime: int) -> tuple[tuple[int, ...], bool]:
    """Degrees of the factors modulo a prime, and whether no factor is double; two routines must agree."""
    from flint import nmod_poly
    from sympy import ZZ
    from sympy.polys.galoistools import gf_factor

    from theory.dmf.landscape.galois import critical_polynomial

    coefficients = critical_polynomial(layers, value)
    _, factors = gf_factor([ZZ(c % prime) for c in reversed(coefficients)], prime, ZZ)
    _, again = nmod_poly(coefficients, prime).factor()
    found, other = ([(len(f) - 1, times) for f, times in factors], [(g.degree(), times) for g, times in again])
    if sorted(found) != sorted(other):
        raise ValueError(f"L = {layers}, η = {value}: two factorizations modulo {prime} differ")
    return tuple(sorted((d for d, times in found for _ in range(times)), reverse=True)), all(times == 1 for _, times in found)


def violation(instance: Instance, row: Instance | None = None) -> Counterexample | None:
    """A row of the table against the factorizations, and what is read off it; ``row`` takes another row."""
    from theory.dmf.landscape.galois import critical_polynomial

    coefficients = critical_polynomial(*instance)
    n, text = len(coefficients) - 1, f"L = {instance[0]}, η = {instance[1]}"
    ends = [sum(coefficients), sum(c * (-1) ** k for k, c in enumerate(coefficients))]
    if n < 5 or 0 in ends:
        return Counterexample(f"{text}: degree {n}, values {ends} at 1, −1", size=instance[0])
    (first, one), (second, many) = TABLE[row or instance]
    for prime, told in ((first, one), (second, many)):
        found, simple = degrees(*instance, prime)
        if found != told or not simple:
            return Counterexample(f"{text}: modulo {prime} the degrees are {found}, not {told}", size=instance[0])
    if one != (n - 1, 1) or not short_cycles(many):
        return Counterexample(f"{text}: {one}, {many} show no short cycle in a primitive group", size=instance[0])
    return None


def short_cycles(lengths: tuple[int, ...]) -> list[int]:
    """Prime lengths q ≤ n − 3 that occur once and divide no other length: a power of the permutation is a q-cycle."""
    n = sum(lengths)
    return [q for q in lengths if q > 1 and all(q % p for p in range(2, q)) and q <= n - 3 and lengths.count(q) == 1
            and all(d % q for d in lengths if d != q)]  # fmt: skip


def next_row(instance: Instance) -> Counterexample | None:
    """The planted error: the row of the next η."""
    layers, value = instance
    return violation(instance, row=(layers, value + 1 if value < 9 else 3))


def plus(s: Fraction) -> Counterexample | None:
    """Against s^(2L−2) + ηs^(L−2) + 1, at a rational root of the equation for L = 5."""
    eta = s**5 + s**-3
    return None if s**8 + eta * s**3 + 1 == 0 else Counterexample(f"L = 5, s = {s}, η = {eta}: not 0", size=s.denominator)


def reducible(instance: Instance) -> Counterexample | None:
    """Against "irreducible for η = 2 too"."""
    from flint import fmpz_poly

    from theory.dmf.landscape.galois import critical_polynomial

    factors = fmpz_poly(critical_polynomial(instance[0], 2)).factor()[1]
    return None if len(factors) == 1 else Counterexample(f"L = {instance[0]}, η = 2: {len(factors)} factors", size=instance[0])


def in_the_table(instance: Instance, wrong: str) -> Counterexample | None:
    """Against "irreducible modulo every prime", "the group is cyclic" (equal degrees always), "the group lies in A_n"."""
    for prime, lengths in TABLE[instance]:
        seen = {"reducible": len(lengths) > 1, "unequal": len(set(lengths)) > 1, "odd": (sum(lengths) - len(lengths)) % 2 == 1}
        if seen[wrong]:
            return Counterexample(f"L = {instance[0]}, η = {instance[1]}: degrees {lengths} modulo {prime}", size=instance[0])
    return None


def low_degree(layers: int) -> Counterexample | None:
    """Against "no formula for L = 3, 4 either": an equation of degree at most 4 is solvable by radicals."""
    from theory.dmf.landscape.galois import critical_polynomial

    degree = len(critical_polynomial(layers, 3)) - 1
    return Counterexample(f"L = {layers}: degree {degree}", size=layers) if degree <= 4 else None


def printed() -> str:
    """The table: "L = 5: η = 3: 7+1 mod 11, 5+1+1+1 mod 13; …"."""
    rows = []
    for layers in range(5, 10):
        cells = []
        for value in range(3, 10):
            both = (f"{'+'.join(map(str, lengths))} mod {prime}" for prime, lengths in TABLE[layers, value])
            cells.append(f"η = {value}: {', '.join(both)}")
        rows.append(f"L = {layers}, {'; '.join(cells)}")
    return ". ".join(rows)


claim = Claim(
    id="dmf-not-solvable-in-radicals",
    title="No formula in radicals for L = 5 … 9",
    source=Source("dmf", "roots of equation (10)", "reconstructed", version="v3"),
    sentence=r"Let $5 \le L \le 9$ and $3 \le \eta \le 9$ be integers, $f(s) = s^{2L-2} - \eta s^{L-2} + 1$ and $n = 2L-2$ "
    r"for odd $L$; for even $L$ let $f(z) = z^{L-1} - \eta z^{L/2-1} + 1$ and $n = L-1$, with $z = s^2$.",
    parts=(
        Part(
            says=r"For $\lambda = 1$ the roots $s > 0$ of the equation $s^L + \lambda s^{2-L} = \sqrt\lambda\,\eta$ are the "
            r"$s > 0$ with $f(s) = 0$, for even $L$ with $f(s^2) = 0$.",
            goals=("dmf-scalar-equation [1]",),
            words="multiply by s^(L−2)",
        ),
        Part(
            says=r"$f$ is irreducible over the rational numbers.",
            cites=("Gauss's lemma (a factorization over ℚ gives one over ℤ)",),
            words="modulo the first prime of its row in 3, f has a factor of degree n − 1 and one of degree 1, both "
            "irreducible; so factors over ℤ would have these degrees, and the linear one an integer root that divides the "
            "last coefficient 1. But f(1) = 2 − η, and f(−1) is 2 + η for odd L, η or −η for even L",
        ),
        Part(
            says=r"The Galois group of $f$ contains the alternating group $A_n$.",
            cites=(
                "Dedekind's theorem (degrees of the factors modulo a prime, none of them double, are cycle lengths of an "
                "element; Cox, Galois Theory, 2nd ed., chapter 13)",
                "Jordan's theorem (a primitive group of degree n with a q-cycle, q prime and q ≤ n − 3, contains A_n; "
                "Wielandt, Finite Permutation Groups, Theorem 13.9)",
            ),
            words="the group is transitive by 2 and by the first prime has an (n−1)-cycle, so it is doubly transitive and "
            "primitive; by the second prime it has an element of which one cycle length q ≤ n − 3 is prime, occurs once and "
            "divides no other: a power "
            f"of it is a q-cycle. Degrees of the factors: {printed()}",
        ),
        Part(
            says=r"No root $s$ of the equation with $\lambda = 1$ is an expression in radicals of rational numbers.",
            cites=(
                "Galois' theorem (a root of an irreducible polynomial is an expression in radicals only if its group is "
                "solvable; Cox, Galois Theory, 2nd ed., chapter 8)",
            ),
            words="A_n is not solvable for n ≥ 5, nor is a group that contains it; for even L a formula for s would give one "
            "for z = s²",
        ),
    ),
    expected=("steps proved",),
    probe=SearchProbe(instances=draw, violation=violation, planted=next_row, trials=(len(GRID), len(GRID))),
    mutants=(
        Mutant(name="clause 1: + η for − η", fate="false",
               search=hunt(lambda rng: Fraction(rng.randint(1, 5), rng.randint(1, 5)), plus)),
        Mutant(name="clause 2: η = 2 too", fate="false", search=hunt(draw, reducible)),
        Mutant(name="clause 2: irreducible modulo every prime", fate="false",
               search=hunt(draw, lambda i: in_the_table(i, "reducible"))),
        Mutant(name="clause 3: the group is cyclic", fate="false", search=hunt(draw, lambda i: in_the_table(i, "unequal"))),
        Mutant(name="clause 3: the group lies in A_n", fate="false", search=hunt(draw, lambda i: in_the_table(i, "odd"))),
        Mutant(name="clause 4: L = 3 too", fate="false", search=hunt(lambda rng: 3, low_degree)),
        Mutant(name="clause 4: L = 4 too", fate="false", search=hunt(lambda rng: 4, low_degree)),
    ),
)  # fmt: skip
