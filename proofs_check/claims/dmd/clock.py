"""V = tr S⁻¹ − r_A falls at least at the rate 2tr(Λ²D) ≥ 4f along the flow: one square, any signs of Λ, any start of full
alignment rank.

So V(t) ≤ W(V_0 e^(V_0 − 2λ_min² t)) (Lambert) and f(t) ≤ V_0/(4t). Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="dmd-clock",
    title="The clock: V' ≤ −2tr(Λ²D) ≤ −4f, any signs, symmetric and asymmetric",
    source=Source("dmd", "T6 (a)-(d)", "reconstructed"),
    derivation=derived("clock"),
    expected=("steps proved",),
    without_objective="about the flow, whose velocity stands in the statement; `dmd-gradients` derives it from the objective",
    probe=StatementProbe(
        sampler=(
            sampler("q Lam K J", "random_alignment"),
            sampler("q e Lam F", "random_alignment"),
            sampler("q Lam H I1 K J", "random_two_sided"),
            sampler("q Lam Li K J", "random_alignment"),
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
