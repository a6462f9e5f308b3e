"""A scaled step of both factors at once: 1 − 2t, and a term of second order in the error (Tong, Ma and Chi 2021).

Reconstructed: an identity of the step where rows and columns of the error lie in those of the factors. Its last term is what
their local analysis bounds; with restricted isometry, and errors outside, their theorem is more.
"""

from proofs_check.public import Claim, Mutant, Source, Theorem

theorem = Theorem(
    "C D^T - M = (1 - 2 t) E + t^2 E Y (Y^T Y)^-1 (X^T X)^-1 X^T E",
    where="t: real, X: m x r, Y: n x r",
    hypotheses={
        "error": "E = X Y^T - M",
        "rows of the error": "E Y (Y^T Y)^-1 Y^T = E",
        "columns of the error": "X (X^T X)^-1 X^T E = E",
        "step of X": "C = X - t E Y (Y^T Y)^-1",
        "step of Y": "D = Y - t E^T X (X^T X)^-1",
    },
)

claim = Claim(
    id="scaled-gradient-both",
    title="A scaled step of both factors contracts the error by 1 − 2t up to second order",
    sentence="If E = XYᵀ − M has its rows in the row space of Yᵀ and its columns in the column space of X, then the scaled "
    "steps have X⁺Y⁺ᵀ − M = (1 − 2t)E + t²EY(YᵀY)⁻¹(XᵀX)⁻¹XᵀE.",
    source=Source("Tong, Ma & Chi 2021, arXiv:2005.08898", "local rate, both factors", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=(Mutant(name="once", fate="false", change=(("(1 - 2*t)*E", "(1 - t)*E"),)),),
    sharpness=theorem.sharpness("step of X", "step of Y"),
    without_objective="it is an identity of the step",
)
