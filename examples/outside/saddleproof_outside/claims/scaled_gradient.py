"""One step of scaled gradient descent for one factor: a rate without the condition number (Tong, Ma and Chi 2021).

Reconstructed: the step of one factor, where the rows of the error lie in the row space of Yᵀ. Their local theorem, for both
factors at once and with restricted isometry, is more.
"""

from proofs_check.public import Claim, Mutant, Source, Theorem

theorem = Theorem(
    "D Y^T - M = (1 - t) E",
    where="t: real, X: m x r, Y: n x r",
    hypotheses={
        "error": "E = X Y^T - M",
        "in the row space": "E Y (Y^T Y)^-1 Y^T = E",
        "scaled step": "D = X - t E Y (Y^T Y)^-1",
    },
)

claim = Claim(
    id="scaled-gradient-step",
    title="A scaled step contracts the error by 1 − t, whatever the condition number",
    sentence="If E = XYᵀ − M has its rows in the row space of Yᵀ, then X⁺ = X − tEY(YᵀY)⁻¹ has X⁺Yᵀ − M = (1 − t)E.",
    source=Source("Tong, Ma & Chi 2021, arXiv:2005.08898", "local rate, one factor", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=(Mutant(name="twice the step", fate="false", change=(("(1 - t)*E", "(1 - 2*t)*E"),)),),
    sharpness=theorem.sharpness("scaled step"),
    without_objective="it is an identity of the step",
)
