"""Critical points of the regularised linear autoencoder are balanced (Kunin et al. 2019).

Reconstructed: the first step of their transpose theorem W₂ = W₁ᵀ, which asks for more. X are the data, c the ridge.
"""

from fractions import Fraction
from random import Random

from proofs_check.public import Book, Claim, Derivation, Mutant, Source, Theorem


def examples(rng: Random) -> dict:
    """One component is learnt, (1 − w²)x² = c, in each of the rows of W₁ that turn has an entry of; X is diagonal."""
    n, w, x = rng.randint(1, 3), Fraction(1, rng.choice([2, 3, 4, 5])), rng.randint(1, 6)
    turn = rng.choice([[1], [-1], [Fraction(3, 5), Fraction(4, 5)], [Fraction(4, 5), Fraction(-3, 5)]])
    X = [[x if i == j == 0 else rng.randint(0, 4) * (i == j) for j in range(n)] for i in range(n)]
    w1 = [[str(w * t) if j == 0 else "0" for j in range(n)] for t in turn]
    w2 = [[row[i] for row in w1] for i in range(n)]
    return {"k": len(turn), "n": n, "p": n, "W_1": w1, "W_2": w2, "X": X, "c": str((1 - w * w) * x * x)}


theorem = Theorem(
    "W_1 W_1^T = W_2^T W_2",
    where="W_1: k x n, W_2: n x k, X: n x p, c > 0",
    objective="||W_2 W_1 X - X||^2 + c ||W_1||^2 + c ||W_2||^2",
    critical="W_1, W_2",
    examples=examples,
)


def derivation() -> Derivation:
    """The first equation times W₁ᵀ, less W₂ᵀ times the second, divided by 2c."""
    said, book = theorem.equations, Book(scene=theorem.scene)
    terms = [["1/2*c**(-1)*_*W_1.T", theorem.equation("critical in W_1")],
             ["-1/2*c**(-1)*W_2.T*_", theorem.equation("critical in W_2")]]  # fmt: skip
    return theorem.from_equations(book, book.expand(said["letters"], said["given"], said["then"][0], [], hints=terms))


claim = Claim(
    id="kunin-balance",
    title="Critical points of the regularised linear autoencoder are balanced",
    sentence="If F = ‖W₂W₁X − X‖² + c‖W₁‖² + c‖W₂‖² is critical in W₁ and W₂, c > 0, then W₁W₁ᵀ = W₂ᵀW₂.",
    source=Source("Kunin, Bloom, Goeva & Seed 2019, arXiv:1901.08168", "transpose theorem, first step", "reconstructed"),
    derivation=derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=(Mutant(name="twice", fate="false", change=(("W_2.T*W_2", "2*W_2.T*W_2"),)),),
    sharpness=theorem.sharpness(),
)
