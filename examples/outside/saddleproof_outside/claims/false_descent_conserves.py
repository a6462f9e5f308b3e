"""Plausible and false: that gradient descent, too, conserves UᵀU − VᵀV. It is conserved by the flow only."""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "D^T D - E^T E = X^T X - Y^T Y",
    where="X: m x r, Y: n x r, G: m x n, t > 0",
    hypotheses={"step of X": "D = X - t G Y", "step of Y": "E = Y - t G^T X"},
)

claim = Claim(
    id="false-descent-conserves",
    title="Gradient descent conserves the balance (false)",
    source=Source("own", "a discrete reading of Du, Hu & Lee 2018", "reconstructed"),
    subject="conjecture",
    statement="If D = X − tGY and E = Y − tGᵀX, then DᵀD − EᵀE = XᵀX − YᵀY.",
    expected=("refuted",),
    probe=theorem.probe,
)
