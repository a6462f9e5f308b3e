"""How many complex critical points a factorization has where they are isolated, and counting them in exact algebra.

* All widths 1, any λ_l > 0, y generic: (L − 1) 2^L + 1. Hidden widths 1, K distinct nonzero y of a Y of full rank:
  1 + K (L − 1) 2^L. Standing: reconstructed.
* Elementwise generic regularization, one data point, one hidden layer of width d, output dimension d_y:
  Σ_r C(d, r) C(d_y, r) 4^r. Fits the published table (arXiv:2301.12651, thesis tables 3.1 and 3.2, seen in the thesis
  repository); standing: conjecture (proved for r = 1 and r = d_y).

The origin is the only critical point that W ↦ −W in two neighbouring layers fixes when every product contains both: so a
finite number of critical points is odd, real or complex.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sympy

PRIME = 32003

PUBLISHED = {
    (1, 1): (5, 3), (1, 2): (9, 3), (1, 3): (13, 3), (2, 1): (9, 4), (2, 2): (33, 9), (2, 3): (73, 9), (3, 1): (13, 7),
    (3, 2): (73, 19), (3, 3): (245, 27),
}  # fmt: skip
"""(d, d_y): (complex count, largest real count seen), one hidden layer, as printed in table 3.1 of the thesis."""
PUBLISHED_DEEPER = {(1, 1): 16, (1, 2): 33, (2, 1): 129, (2, 2): 641, (3, 1): 977}
"""(d, d_y): complex count, two hidden layers of width d, as printed in table 3.2."""


def chain_count(layers: int, values: int = 1) -> int:
    """1 + K (L − 1) 2^L complex critical points for hidden widths 1.

    >>> [chain_count(layers) for layers in (2, 3, 4)], chain_count(3, values=2)
    ([5, 17, 49], 33)
    """
    return 1 + values * (layers - 1) * 2**layers


def generic_count(hidden: int, outputs: int) -> int:
    """Σ_r C(d, r) C(d_y, r) 4^r.

    >>> [generic_count(d, 2) for d in (1, 2, 3)]
    [9, 33, 73]
    """
    return sum(comb(hidden, r) * comb(outputs, r) * 4**r for r in range(min(hidden, outputs) + 1))


def count_solutions(equations: Sequence[sympy.Expr], unknowns: Sequence[sympy.Symbol]) -> int | None:
    """Dimension of the quotient ring: complex solutions with multiplicity; None if they are infinitely many.

    Gröbner basis modulo a prime: for all but finitely many primes the count is the one over the rationals.

    >>> import sympy
    >>> x, y = sympy.symbols("x y")
    >>> count_solutions([x**2 - 2, y**3 - x], [x, y]), count_solutions([x * y], [x, y])
    (6, None)
    """
    import sympy

    basis = sympy.groebner(equations, *unknowns, order="grevlex", modulus=PRIME)
    leads = [sympy.Poly(g, *unknowns, modulus=PRIME).monoms(order="grevlex")[0] for g in basis.exprs]
    pure = [min((m[k] for m in leads if sum(m) == m[k]), default=None) for k in range(len(unknowns))]
    if any(bound is None for bound in pure):
        return None
    count, front = 0, {(0,) * len(unknowns)}
    while front := {m for m in front if not any(all(a >= b for a, b in zip(m, lead, strict=True)) for lead in leads)}:
        count += len(front)
        front = {tuple(e + (k == j) for j, e in enumerate(m)) for m in front for k in range(len(unknowns))}
    return count


def gradient_system(widths: Sequence[int], target: Sequence[Sequence[int]], weights: object) -> tuple[list, list]:
    """(equations, unknowns) of ∇F = 0 for F = ‖W_L⋯W_1 − Y‖² + Σ λ w², ``weights(l, i, j)`` the λ of entry (i, j) of W_l.

    >>> equations, unknowns = gradient_system((1, 1, 1), [[3]], lambda l, i, j: l)
    >>> count_solutions(equations, unknowns)
    5
    """
    import sympy

    factors = [
        sympy.Matrix(after, before, lambda i, j, l=l: sympy.Symbol(f"w{l}_{i}_{j}"))
        for l, (before, after) in enumerate(pairwise(widths), start=1)
    ]
    product = factors[0]
    for factor in factors[1:]:
        product = factor * product
    loss = sum(entry**2 for entry in product - sympy.Matrix(target))
    for l, factor in enumerate(factors, start=1):
        loss += sum(weights(l, i, j) * factor[i, j] ** 2 for i in range(factor.rows) for j in range(factor.cols))  # type: ignore[operator]
    unknowns = [entry for factor in factors for entry in factor]
    return [sympy.expand(sympy.diff(loss, unknown)) for unknown in unknowns], unknowns
