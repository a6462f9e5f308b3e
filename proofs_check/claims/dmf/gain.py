"""What an active mode is worth: F(without the mode) − F = fit·G with G = s²(t − (L − 2)), t = s^(2L−2)/q², every L ≥ 2.

W° is W with the mode s u_l u_{l−1}ᵀ taken out of every layer; exact for any set of other modes. Summed over the modes, and in
words: F = fit·(‖Y‖² − Σ G) on an orbit, and a mode pays for itself iff t > L − 2.
Source: ours, from objective (1) of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf._models import MODE, derived, points, sampler
from proofs_check.claims.dmf._sentences import GAIN, whole
from proofs_check.claims.dmf._violations import mode_sharpness
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems

LEVEL = "q[L]*y == q[L]**2*s**(2-L) + s**L"

claim = Claim(
    id="dmf-gain",
    title="The gain of an active mode against F without it, any L ≥ 2",
    sentence=whole(GAIN),
    source=Source("dmf", "loss at the points of equation (8)", "reconstructed", version="v3"),
    derivation=derived(theorems.gain),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(MODE, points(most=3, whole=True)), trials=(8, 80)),
    mutants=(
        Mutant(name="L − 1 for L − 2", fate="false", change=(("q[L]**(-2) - (L-2))", "q[L]**(-2) - (L-1))"),)),
        Mutant(name="a loss in place of a gain", fate="false", change=(("F1 - F == a", "F - F1 == a"),)),
        Mutant(name="t without the weights", fate="false", change=(("s**(2*L-2)*q[L]**(-2)", "s**(2*L-2)"),)),
    ),
    sharpness=(
        *mode_sharpness(),
        Sharpness(given=LEVEL, sampler=sampler(MODE, points(most=2, whole=True, value=Fraction(19, 3)))),
    ),
)
