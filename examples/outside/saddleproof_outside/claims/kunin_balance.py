"""Critical points of the regularised linear autoencoder are balanced (Kunin et al. 2019).

Reconstructed: the first step of their transpose theorem W₂ = W₁ᵀ, which asks for more. S is XXᵀ, c the ridge.
"""

from random import Random

from proofs_check.public import Book, Claim, Derivation, Mutant, Source, StatementProbe, Theorem

theorem = Theorem(
    "W_1 W_1^T = W_2^T W_2",
    where="W_1: k x n, W_2: n x k, S: n x n, c > 0",
    hypotheses={
        "critical in W_1": "W_2^T (W_2 W_1 - I) S + c W_1 = 0",
        "critical in W_2": "(W_2 W_1 - I) S W_1^T + c W_2 = 0",
    },
)
first, second = (theorem.given(name) for name in theorem.hypotheses)


def derivation() -> Derivation:
    """The first equation times W₁ᵀ, less W₂ᵀ times the second, divided by c."""
    said = theorem.statement
    terms = [["c**(-1)*_*W_1.T", first], ["-c**(-1)*W_2.T*_", second]]
    book = Book(scene=sampler(Random(3)))
    return book.derivation(book.expand(said["letters"], said["given"], said["then"][0], [], hints=terms))


def sampler(rng: Random) -> dict:
    """One component is learnt, (1 − w²)s = c, in each of the rows of W₁ that turn has an entry of; S is diagonal."""
    n, w = rng.randint(1, 3), rng.choice([2, 3, 4, 5])
    s, scale = rng.randint(1, 6), rng.choice([1, -1])
    turn = rng.choice([[scale], [f"{3 * scale}/5", "4/5"], ["4/5", f"{-3 * scale}/5"]])
    S = [[s if i == j == 0 else rng.randint(0, 4) * (i == j) for j in range(n)] for i in range(n)]
    w1 = [[_times(x, f"1/{w}") if j == 0 else 0 for j in range(n)] for x in turn]
    w2 = [[row[i] for row in w1] for i in range(n)]
    return {"k": len(turn), "n": n, "W_1": w1, "W_2": w2, "S": S, "c": f"{s * (w * w - 1)}/{w * w}"}


def _times(x: int | str, y: str) -> str:
    from fractions import Fraction

    return str(Fraction(x) * Fraction(y))


claim = Claim(
    id="kunin-balance",
    title="Critical points of the regularised linear autoencoder are balanced",
    sentence="If W₂ᵀ(W₂W₁ − I)S + cW₁ = 0 and (W₂W₁ − I)SW₁ᵀ + cW₂ = 0 with c > 0, then W₁W₁ᵀ = W₂ᵀW₂.",
    source=Source("Kunin, Bloom, Goeva & Seed 2019, arXiv:1901.08168", "transpose theorem, first step", "reconstructed"),
    derivation=derivation,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler),
    mutants=(Mutant(name="twice", fate="false", change=(("W_2.T*W_2", "2*W_2.T*W_2"),)),),
    sharpness=theorem.sharpness(),
    without_objective="the critical equations are its hypotheses; the objective is not spoken of",
)
