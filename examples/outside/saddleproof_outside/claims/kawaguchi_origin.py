"""The origin of a network of three linear layers has no second-order term (Kawaguchi 2016, Theorem 2.3 (iii)).

Reconstructed: for three layers, along every line through the origin. It is a saddle that no negative eigenvalue shows.
"""

from proofs_check.public import Claim, Mutant, Source, Theorem

theorem = Theorem(
    "||(t D_3)(t D_2)(t D_1) X - Y||^2 = ||Y||^2 - 2 t^3 <D_3 D_2 D_1 X, Y> + t^6 ||D_3 D_2 D_1 X||^2",
    where="t: real, D_1: a x b, D_2: c x a, D_3: d x c, X: b x n",
)

claim = Claim(
    id="kawaguchi-origin",
    title="The loss of three linear layers has no second-order term at the origin",
    sentence="‖(tD₃)(tD₂)(tD₁)X − Y‖² = ‖Y‖² − 2t³⟨D₃D₂D₁X, Y⟩ + t⁶‖D₃D₂D₁X‖²: no term in t or t².",
    source=Source("Kawaguchi 2016, arXiv:1605.07110", "Theorem 2.3 (iii), three layers, at 0", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=(Mutant(name="once the cubic term", fate="false", change=(("2*t**3", "t**3"),)),),
    without_objective="the loss is written out in the identity",
)
