"""A superfluous direction of a symmetric factorization shrinks slowly: at most like 1/k (Xiong, Ding and Du 2023).

Reconstructed: one step of gradient descent on ‖XXᵀ‖²/4, the target being zero. The bound over k steps is its repetition.
"""

from proofs_check.public import Claim, Mutant, Source, Theorem

theorem = Theorem(
    "||D||^2 >= ||X||^2 - 2 t ||X^T X||^2",
    where="X: m x r, D: m x r, t > 0",
    hypotheses={"step": "D = X - t X X^T X"},
)

claim = Claim(
    id="slow-overparametrized-step",
    title="A step shrinks a superfluous factor by a fourth-order amount only",
    sentence="If D = X − tXXᵀX, then ‖D‖² ≥ ‖X‖² − 2t‖XᵀX‖² for t > 0.",
    source=Source("Xiong, Ding & Du 2023, arXiv:2310.01769", "lower bound for symmetric factors, one step", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=(Mutant(name="once", fate="false", change=(("2*t*", "t*"),)),),
    sharpness=theorem.sharpness(),
    without_objective="it is about the step, whose objective is named in words only",
)
