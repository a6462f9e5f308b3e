"""A critical point whose upper layers have full row rank together is a global minimum (Kawaguchi 2016).

Reconstructed, for three layers. Full row rank of W₃W₂ is said by a right inverse R. Then min ‖VX − Y‖² over
*all* matrices V has no smaller value, so no network of any depth has. Ranks that stay below need eigenvalues: not stated.
"""

from proofs_check.public import Book, Claim, Derivation, Source, Theorem

theorem = Theorem(
    "||V X - Y||^2 >= F",
    where="W_1: k x n, W_2: l x k, W_3: p x l, V: p x n, R: k x p",
    hypotheses={"full row rank": "W_3 W_2 R = I"},
    objective="||W_3 W_2 W_1 X - Y||^2",
    critical="W_1",
)
E = "(W_3*W_2*W_1*X - Y)"


def derivation() -> Derivation:
    """The residual E has EXᵀ = 0, so ‖VX − Y‖² = F + ‖(V − W₃W₂W₁)X‖²."""
    letters, given, book = theorem.equations["letters"], theorem.equations["given"], Book(scene=theorem.scene)
    critical, right = theorem.equation("critical in W_1"), theorem.equation("full row rank")
    zero = book.expand(letters, given, f"{E}*X.T == 0", [], hints=[["1/2*R.T*_", critical], [f"-_.T*{E}*X.T", right]])
    terms = [{"gram": "(V - W_3*W_2*W_1)*X"}]
    hints = [["2*tr((V - W_3*W_2*W_1).T*_)", "zero"], ["-_", theorem.equation("F")]]
    goal = book.order(letters, given, theorem.equations["then"][0], terms, [], {"zero": zero}, hints)
    return theorem.from_equations(book, goal)


claim = Claim(
    id="kawaguchi-global",
    title="A critical point with upper layers of full row rank is a global minimum",
    sentence="If F = ‖W₃W₂W₁X − Y‖² is critical in W₁ and W₃W₂ has a right inverse, then F ≤ ‖VX − Y‖² for every matrix V.",
    source=Source("Kawaguchi 2016, arXiv:1605.07110", "Theorem 2.3 (ii), full row rank above", "reconstructed"),
    derivation=derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness(),
)
