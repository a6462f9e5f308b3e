"""L ≥ 5: no formula in radicals. The Galois group of the critical equation contains A_n, n ≥ 5, for L = 5 … 9 and integer η.

Factor patterns modulo primes (Dedekind) show transitivity, primitivity and a short prime cycle (Jordan). For even L in x = s²,
of degree L − 1. Source: ours, for equation (10) of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from itertools import cycle, product
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[int, int]


GRID = tuple(product(range(5, 10), range(3, 10)))
"""L = 5 … 9 and η = 3 … 9, all 35."""
TURN = cycle(GRID)


def draw(rng: Random) -> Instance:
    """The next instance in turn: as many draws as the grid has points visit each once, wherever they begin."""
    return next(TURN)


def violation(instance: Instance) -> Counterexample | None:
    """No evidence within the first 200 primes, or evidence that another factorization routine contradicts."""
    from sympy import ZZ
    from sympy.polys.galoistools import gf_factor

    from theory.dmf.landscape.galois import critical_polynomial, not_solvable

    coefficients = critical_polynomial(*instance)
    found = not_solvable(coefficients)
    text = f"L = {instance[0]}, η = {instance[1]}"
    if found is None:
        return Counterexample(f"{text}: no evidence found", size=instance[0])
    for prime, degrees in found.patterns.items():
        _, factors = gf_factor([ZZ(c % prime) for c in reversed(coefficients)], prime, ZZ)
        seen = sorted(len(f) - 1 for f, times in factors for _ in range(times))
        if seen != sorted(degrees) or any(times > 1 for _, times in factors):
            return Counterexample(f"{text}: modulo {prime} the degrees are {seen}, not {degrees}", size=instance[0])
    return None


def solvable_too(instance: Instance) -> Counterexample | None:
    """Against "L = 3 and L = 4 are not solvable either": no evidence there, as it must be."""
    from theory.dmf.landscape.galois import critical_polynomial, not_solvable

    layers = 3 + instance[0] % 2
    found = not_solvable(critical_polynomial(layers, instance[1]))
    return None if found else Counterexample(f"L = {layers}, η = {instance[1]}: no evidence", size=layers)


claim = Claim(
    id="dmf-not-solvable-in-radicals",
    title="No formula in radicals for L = 5 … 9",
    source=Source("dmf", "roots of equation (10)", "reconstructed", version="v3"),
    statement="For L = 5 … 9 and each integer η = 3 … 9 the Galois group of s^(2L−2) − ηs^(L−2) + 1 (in s² for even L) "
    "contains A_n, n ≥ 5, so its roots are no expressions in radicals.",
    expected=("supported",),
    subject="data",
    open_reason="exact for each instance by the theorems of Dedekind and Jordan, which are no lemmas of the kernel",
    probe=SearchProbe(instances=draw, violation=violation, planted=solvable_too, trials=(len(GRID), len(GRID))),
)
