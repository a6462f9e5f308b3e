"""The variation of the loss at a minimum of two linear layers, from which its sharpness is read (Kamber and Parhi).

Reconstructed from the subject of their paper (exact sharpness of minima of deep matrix factorization); for two layers, the form
whose largest eigenvalue is the sharpness. The eigenvalue itself is not part of the claim.
"""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "||(W_2 + t D_2)(W_1 + t D_1) - M||^2 = t^2 ||W_2 D_1 + D_2 W_1 + t D_2 D_1||^2",
    where="t: real, W_1: k x n, W_2: m x k, D_1: k x n, D_2: m x k",
    hypotheses={"minimum": "M = W_2 W_1"},
)

claim = Claim(
    id="minimum-variation",
    title="The loss near a minimum of two linear layers is a square",
    sentence="If W₂W₁ = M, then ‖(W₂ + tD₂)(W₁ + tD₁) − M‖² = t²‖W₂D₁ + D₂W₁ + tD₂D₁‖².",
    source=Source("Kamber & Parhi 2025, sharpness of minima in deep matrix factorization", "two layers", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness(),
    without_objective="the loss is written out in the identity",
)
