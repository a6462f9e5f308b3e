"""The linearized sweep Ẋ₊ = Ẋ − ηṘY, Ẏ₊ = Ẏ − η(Ẋ₊Yᵀ + XẎᵀ)ᵀX maps Ṙ = ẊYᵀ + XẎᵀ to (I − ηXXᵀ)Ṙ(I − ηYYᵀ) and fixes tangents
with Ṙ = 0; simultaneous descent maps it to Ṙ − ηXXᵀṘ − ηṘYYᵀ.

In words: these are the differentials of the two steps at a point with XYᵀ = A, and so the eigenvalues of the Jacobian of a
sweep are (1 − ηλ_i)(1 − ημ_j) over (λ_i, μ_j) ≠ (0, 0), and 1; simultaneous descent: 1 − η(λ_i + μ_j). Source: ours;
reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import structure

LETTERS = "m n d X Y dX dY eta"

claim = Claim(
    id="agd-linearized-sweep",
    title="The linearized sweep maps Ṙ to (I − ηXXᵀ)Ṙ(I − ηYYᵀ) and fixes tangents with Ṙ = 0",
    sentence=(
        r"Let $m, n, d \ge 1$, $\eta > 0$, $X, \dot X \in \mathbb{R}^{m\times d}$, $Y, \dot Y \in "
        r"\mathbb{R}^{n\times d}$, $\dot R = \dot XY^\top + X\dot Y^\top$, $\dot X_+ = \dot X - \eta\dot RY$ and "
        r"$\dot Y_+ = \dot Y - \eta(\dot X_+Y^\top + X\dot Y^\top)^\top X$. [1] Then $\dot X_+Y^\top + X\dot "
        r"Y_+^\top = (I_m-\eta XX^\top)\dot R(I_n-\eta YY^\top)$, and with $\dot Y_\ast = \dot Y - \eta\dot R^\top "
        r"X$ also $\dot X_+Y^\top + X\dot Y_\ast^\top = \dot R - \eta XX^\top\dot R - \eta\dot RYY^\top$. [2] If "
        r"$\dot XY^\top = -X\dot Y^\top$, then $\dot X_+ = \dot X$ and $\dot Y_+ = \dot Y$."
    ),
    source=Source("agd", "linearization of a sweep (ours)", "reconstructed"),
    derivation=derived(theorems.linearized_sweep),
    expected=("steps proved",),
    without_objective="about the derivative of the sweep map, which the statement defines",
    probe=StatementProbe(
        sampler=(sampler(LETTERS, structure.random_tangent, still=False), sampler(LETTERS, structure.random_tangent)),
        trials=(20, 200),
    ),
    mutants=(
        Mutant(
            name="sum of the two for alternating descent",
            fate="false",
            change=(
                ("dR1 == (I(m)-2*c*eta*X*X.T)*dR*(I(n)-2*c*eta*Y*Y.T)", "dR1 == dR - 2*c*eta*X*X.T*dR - 2*c*eta*dR*Y*Y.T"),
            ),
        ),
    ),
)
