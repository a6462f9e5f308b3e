"""Where the critical equation cannot be solved in radicals: factor patterns modulo primes decide, exactly.

A squarefree reduction of an irreducible f ∈ Z[x] modulo p with factor degrees d_1, d_2, … puts a permutation with these
cycle lengths into the Galois group (Dedekind). A group that is transitive of degree n and contains

* an (n−1)-cycle is doubly transitive, hence primitive; so is any transitive group of prime degree;
* if primitive and with a prime cycle of length q ≤ n − 3, it contains A_n (Jordan); with a transposition it is S_n (Jordan).

A_n is not solvable for n ≥ 5, so the roots of f are not radical expressions of its coefficients. Source: Dedekind's theorem
and Jordan's theorems (Wielandt, Finite Permutation Groups, Theorems 13.3 and 13.9); applied to L = 5 and L = 6 here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NotSolvable:
    """The evidence: primes whose factor patterns show irreducibility, primitivity and the short cycle.

    ``patterns`` maps a prime to the factor degrees of f modulo it.
    """

    degree: int
    patterns: dict[int, tuple[int, ...]]
    group: str

    def __str__(self) -> str:
        seen = "; ".join(f"mod {p}: {', '.join(map(str, degrees))}" for p, degrees in self.patterns.items())
        return f"degree {self.degree}, group {self.group} (factor degrees {seen})"


def critical_polynomial(layers: int, value: int) -> list[int]:
    """x^(2L−2) − ηx^(L−2) + 1 from the constant term up; for even L in z = x²: z^(L−1) − ηz^(L/2−1) + 1.

    >>> critical_polynomial(6, 3)
    [1, 0, -3, 0, 0, 1]
    """
    if layers < 3:
        raise ValueError(f"layers must be at least 3, got {layers}")
    half = 2 if layers % 2 == 0 else 1
    coefficients = [0] * ((2 * layers - 2) // half + 1)
    coefficients[0], coefficients[(layers - 2) // half], coefficients[-1] = 1, -value, 1
    return coefficients


def not_solvable(coefficients: list[int], primes: int = 200) -> NotSolvable | None:
    """Evidence that Galois group of the polynomial contains A_n, n ≥ 5; None if none is found (which decides nothing).

    >>> print(not_solvable(critical_polynomial(6, 3)).group)
    S5
    >>> not_solvable([-2, 0, 0, 0, 0, 1]) is None               # x⁵ = 2 is solvable
    True
    """
    from flint import fmpz_poly, nmod_poly

    f = fmpz_poly(coefficients)
    n = f.degree()
    factors = f.factor()[1]
    if n < 5 or len(factors) != 1 or factors[0][1] != 1:
        return None
    found: dict[str, tuple[int, tuple[int, ...]]] = {}
    for p in _primes(primes):
        reduced = nmod_poly(coefficients, p)
        if reduced.degree() < n or reduced.gcd(reduced.derivative()).degree() > 0:
            continue
        degrees = tuple(sorted((g.degree() for g, _ in reduced.factor()[1]), reverse=True))
        for name, fits in _tests(n, degrees):
            if fits:
                found.setdefault(name, (p, degrees))
    primitive = "primitive" in found or _is_prime(n)
    short = next((name for name in ("transposition", "prime cycle") if name in found), None)
    if not primitive or short is None:
        return None
    used = [found[short], *([found["primitive"]] if "primitive" in found and not _is_prime(n) else [])]
    return NotSolvable(n, dict(used), f"S{n}" if "transposition" in found else f"containing A{n}")


def _tests(n: int, degrees: tuple[int, ...]) -> list[tuple[str, Any]]:
    """What a cycle type shows: a power of it is a single cycle of length q if q is prime to the other lengths."""
    alone = [q for q in degrees if q > 1 and degrees.count(q) == 1 and all(d % q for d in degrees if d != q)]
    return [("primitive", degrees == (n - 1, 1)),
            ("transposition", 2 in alone),
            ("prime cycle", any(_is_prime(q) and q <= n - 3 for q in alone))]  # fmt: skip


def _primes(count: int) -> list[int]:
    found: list[int] = []
    candidate = 2
    while len(found) < count:
        if _is_prime(candidate):
            found.append(candidate)
        candidate += 1
    return found


def _is_prime(n: int) -> bool:
    from flint import fmpz

    return bool(fmpz(n).is_prime())
