"""A double root is a cubic inflection: with its mode shifted from s to any e > 0 in every layer, F changes by exactly
fit·(g(e) − g(s)), and g′(s) = g″(s) = 0, s·g‴(s) = 4L(L−1)(L−2) > 0, any L ≥ 3.

In words: a critical point whose Hessian is positive semidefinite and which has a double root is a non-strict saddle.
Source: arXiv:2506.20344 v3, non-strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.dmf._models import SHIFTED, derived, points, sampler
from proofs_check.claims.dmf._sentences import INFLECTION, whole
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems


def double(rng: Random, off: int = 0) -> dict:
    """L = 3, all μ = √3·k²: the double root is s = √3·k³ and y = 4k³; ``off`` is added to y."""
    from theory.models.numbers import Surd

    k = Fraction(rng.randint(1, 4), rng.randint(1, 3))
    weight, root = Surd(Fraction(0), k**2, 3), Surd(Fraction(0), k**3, 3)
    other = Surd(Fraction(0), Fraction(rng.randint(1, 5), 4), 3)
    return points(least=3, most=3, whole=True, modes=1, mode=root, value=4 * k**3 + off, roots=(other,),
                  mu={n: weight for n in (1, 2, 3)})(rng)  # fmt: skip


claim = Claim(
    id="dmf-double-root-inflection",
    title="Along the mode of a double root F has a cubic inflection, any L ≥ 3",
    sentence=whole(INFLECTION),
    source=Source("dmf", "Theorem 2, non-strict saddles", "reconstructed", version="v3"),
    derivation=derived(theorems.double_root_inflection),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(SHIFTED, double), trials=(6, 60)),
    mutants=(
        Mutant(name="half the third derivative", fate="false", change=(("== 4*L*(L-1)", "== 2*L*(L-1)"),)),
        Mutant(name="third derivative a tenth larger", fate="false", change=(("== 4*L*(L-1)", "== 22/5*L*(L-1)"),)),
        Mutant(name="the shift does not change F", fate="false", change=(("F1 - F == a*(", "F1 - F == 0*a*("),)),
        Mutant(name="quadratic in place of cubic", fate="false", change=(("+ 2*L) == 0", "+ 2*L) == L"),)),
    ),
    sharpness=(
        Sharpness(given="q[L]*y == q[L]**2*s**(2-L) + s**L", sampler=sampler(SHIFTED, lambda rng: double(rng, off=1))),
        Sharpness(given="L*s**(2*L-2) == (L-2)*q[L]**2", sampler=sampler(SHIFTED, points(least=3, most=3, whole=True))),
    ),
)
