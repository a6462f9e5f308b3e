"""The existence threshold: y*^(2L−2) = (2L−2)^(2L−2) L^(−L) (L−2)^(2−L) λ, L ≥ 3, in closed form and without roots.

The sign of L^L (L−2)^(L−2) y^(2L−2) − (2L−2)^(2L−2) λ (λ = Πλ_l, rational arithmetic only) is that of y − y*, and decides
between two, one double and no root s > 0 of the scalar equation, y > 0.
Source: arXiv:2506.20344 v3, the condition on the regularization parameters; its form is reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf import scalar_equation
from proofs_check.claims.dmf._models import derived, near_threshold, sampler, samplers
from proofs_check.claims.dmf._sentences import COUNT, EQUATION, Piece, numbered
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.scenes import thresholds

ABOVE, AT, BELOW = (near_threshold(thresholds.existence, side) for side in (1, 0, -1))
LETTERS = "L lam mu ystar y"
LEFT, RIGHT = "L**L*m**(L-2)*a**L*y**(2*L-2)", "p**(2*L-2)*b**L*Lam[L]"
MORE, LESS, SAME = f"{LEFT} > {RIGHT}", f"{RIGHT} > {LEFT}", f"{LEFT} == {RIGHT}"


def _piece(sign: str, conclusion: str) -> Piece:
    return COUNT, rf"If $L^L(L-2)^{{L-2}}y^{{2L-2}} {sign} (2L-2)^{{2L-2}}\lambda$, then {conclusion}."


FUNCTION = r"the function $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ on $s > 0$ has "
BIGGER, SMALLER, EQUAL = (_piece(sign, rf"$y {sign} y_\ast$") for sign in (">", "<", "="))
TWO = _piece(">", f"{FUNCTION}exactly two roots, both simple")
NONE = _piece("<", f"{FUNCTION}no root")
DOUBLE = _piece("=", f"{FUNCTION}exactly one root, and it is double")

claim = Claim(
    id="dmf-existence-threshold",
    title="Existence threshold y* for L ≥ 3 and its exact test: two, one double or no root",
    sentence=numbered(BIGGER, SMALLER, EQUAL, TWO, NONE, DOUBLE, EQUATION),
    source=Source("dmf", "condition on the regularization parameters", "reconstructed", version="v3"),
    derivation=derived(theorems.existence_threshold),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(*(sampler(LETTERS, side) for side in (ABOVE, BELOW, AT, ABOVE, BELOW, AT)), *samplers(scalar_equation.claim)),
        trials=(12, 120),
    ),
    mutants=(
        Mutant(name="threshold from below", fate="false", goal=0, change=(("y > ystar", "ystar > y"),)),
        Mutant(name="a root below the threshold", fate="false", goal=4, change=(("simple=0", "simple=2"),)),
        Mutant(name="two roots at the threshold", fate="false", goal=5, change=(("double=1", "simple=2"),)),
        Mutant(name="threshold 10 % higher", fate="false", goal=0, change=(("y > ystar", "10*y > 11*ystar"),)),
    ),
    sharpness=(
        Sharpness(given=MORE, goal=0, sampler=sampler(LETTERS, BELOW)),
        Sharpness(given=LESS, goal=1, sampler=sampler(LETTERS, ABOVE)),
        Sharpness(given=SAME, goal=2, sampler=sampler(LETTERS, ABOVE)),
        Sharpness(given=MORE, goal=3, sampler=sampler(LETTERS, BELOW)),
        Sharpness(given=LESS, goal=4, sampler=sampler(LETTERS, ABOVE)),
        Sharpness(given=SAME, goal=5, sampler=sampler(LETTERS, BELOW)),
    ),
)
