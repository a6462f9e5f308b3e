"""V = tr S⁻¹ − r_A falls along the flow at least at the rate 2tr(Λ²D) ≥ 4f: one square, any signs of Λ, S invertible.

Formal: bounds on −tr(S⁻¹S'S⁻¹) with the velocity S' of the flow written out. In words: that this is V', the integrated bounds
V(t) ≤ W(V_0 e^(V_0 − 2λ_min² t)) (Lambert) and f(t) ≤ V_0/(4t), and a bound by f for two sides. Source: ours, for
arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import derivation as theorems
from theory.dmd.scenes import points

claim = Claim(
    id="dmd-clock",
    title="The clock at one point: −tr S⁻¹S′S⁻¹ ≤ −2tr Λ²D, for S ⪯ I also ≤ −(2tr Λ²D − tr ΛDΛD); two-sided form",
    sentence=(
        r"[1] Let $q \ge 1$, $\Lambda$ a real diagonal $q\times q$ matrix, $S \in \mathbb{R}^{q\times q}$ "
        r"symmetric positive definite and $D = I_q - S$. Then $-\mathrm{tr}\bigl(S^{-1}(D\Lambda S\Lambda S + "
        r"S\Lambda S\Lambda D)S^{-1}\bigr) \le -2\,\mathrm{tr}(\Lambda^2D)$. [2] In the setting of [1], if "
        r"moreover $S \preceq I_q$: $-\mathrm{tr}\bigl(S^{-1}(D\Lambda S\Lambda S + S\Lambda S\Lambda "
        r"D)S^{-1}\bigr) \le -\bigl(2\,\mathrm{tr}(\Lambda^2D) - \mathrm{tr}(\Lambda D\Lambda D)\bigr)$. [3] Let "
        r"$q \ge 1$, $\Lambda$ a real diagonal $q\times q$ matrix and $S, Q \in \mathbb{R}^{q\times q}$ symmetric "
        r"positive definite. Then $-\mathrm{tr}\bigl(S^{-1}((I_q-S)\Lambda Q\Lambda S + S\Lambda "
        r"Q\Lambda(I_q-S))S^{-1}\bigr) - \mathrm{tr}\bigl(Q^{-1}((I_q-Q)\Lambda S\Lambda Q + Q\Lambda "
        r"S\Lambda(I_q-Q))Q^{-1}\bigr) \le -2\,\mathrm{tr}(\Lambda^2(2I_q-S-Q))$. [4] Let $q \ge 1$, $\Lambda$ a "
        r"real diagonal $q\times q$ matrix with non-zero diagonal entries, $S \in \mathbb{R}^{q\times q}$ "
        r"symmetric positive definite and $D = I_q - S$. Then $-\mathrm{tr}\bigl(\Lambda^{-1}S^{-1}(D\Lambda "
        r"S\Lambda S + S\Lambda S\Lambda D)S^{-1}\bigr) = -2(\mathrm{tr}\,\Lambda - \mathrm{tr}(\Lambda S))$."
    ),
    source=Source("dmd", "T6 (a)-(d)", "reconstructed"),
    derivation=derived(theorems.clock),
    expected=("steps proved",),
    without_objective="about the flow, whose velocity stands in the statement; `dmd-gradients` derives it from the objective",
    probe=StatementProbe(
        sampler=(
            sampler("q Lam K J", points.random_alignment),
            sampler("q e Lam K J F", points.random_alignment),
            sampler("q Lam H I1 K J", points.random_two_sided),
            sampler("q Lam Li K J", points.random_alignment),
        ),
        trials=(10, 100),
    ),
    mutants=(
        Mutant(name="twice as fast", fate="false", goal=0, change=(("-2*tr(Lam*Lam*D)", "-4*tr(Lam*Lam*D)"),)),
        Mutant(
            name="asymmetric: twice as fast",
            fate="false",
            goal=2,
            change=(("-2*tr(Lam*Lam*(2*I(q)-S-Q))", "-4*tr(Lam*Lam*(2*I(q)-S-Q))"),),
        ),
        Mutant(name="trace identity with 4 for 2", fate="false", goal=3, change=(("-2*(tr(Lam)", "-4*(tr(Lam)"),)),
    ),
)
