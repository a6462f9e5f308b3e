"""At every critical point of the regularised linear autoencoder the decoder is the transposed encoder (Kunin et al. 2019).

Reconstructed, with a proof of our own. F is tr (W₂W₁ − I)S(W₂W₁ − I)ᵀ + c‖W₁‖² + c‖W₂‖², S = XXᵀ positive definite; Q = W₁ᵀW₁
and T = Q + cS⁻¹. The equations give W₂ = TW₁ᵀ and (I + T)Y = 0 for Y = (I − T)SW₁ᵀ, so Y = 0; then Z = (I − T)W₁ᵀ has
Z(cI + W₁SW₁ᵀ) = 0, so Z = 0.
"""

from fractions import Fraction
from random import Random

from proofs_check.public import Book, Claim, Derivation, Mutant, Source, Theorem


def examples(rng: Random) -> dict:
    """One component is learnt, (1 − w²)s = c, by rows that a rotation mixes; S is diagonal."""
    n, w = rng.randint(1, 3), Fraction(1, rng.choice([2, 3, 4, 5]))
    roots = [Fraction(rng.randint(1, 5), rng.randint(1, 3)) for _ in range(n)]
    turn = rng.choice([[1], [-1], [Fraction(3, 5), Fraction(-4, 5)], [Fraction(4, 5), Fraction(3, 5)]])
    w1 = [[x * w if j == 0 else Fraction(0) for j in range(n)] for x in turn]
    values = {"W_1": w1, "W_2": [[row[i] for row in w1] for i in range(n)], "K_S": _diagonal(roots),
              "J_S": _diagonal([1 / x for x in roots])}  # fmt: skip
    plain = {name: [[str(x) for x in row] for row in rows] for name, rows in values.items()}
    return {"k": len(turn), "n": n, "c": str(roots[0] ** 2 * (1 - w * w)), **plain}


def _diagonal(entries: list) -> list:
    return [[x if i == j else Fraction(0) for j in range(len(entries))] for i, x in enumerate(entries)]


theorem = Theorem(
    "W_2 = W_1^T",
    where="W_1: k x n, W_2: n x k, S: n x n, S ≻ 0, c > 0",
    objective="tr((W_2 W_1 - I) S (W_2 W_1 - I)^T) + c ||W_1||^2 + c ||W_2||^2",
    critical="W_1, W_2",
    examples=examples,
)
T = "(W_1.T*W_1 + c*J_S.T*J_S)"
Y, Z = f"(I(n) - {T})*S*W_1.T", f"(I(n) - {T})*W_1.T"
INVERSE = ["def S", ("K_S*J_S == I(n)", "K_S*J_S"), ("J_S*K_S == I(n)", "J_S*K_S")]


def derivation() -> Derivation:
    """S is K Kᵀ with J = K⁻¹, as a positive definite letter is for the kernel."""
    letters, given, book = theorem.equations["letters"], theorem.equations["given"], Book(scene=theorem.scene)
    first, second = theorem.equation("critical in W_1"), theorem.equation("critical in W_2")

    def equal(then: str, terms: list, rules: list, **facts: str) -> str:
        return book.expand(letters, given, then, rules, facts, terms)

    def zero(name: str, terms: list, fact: str) -> str:
        witness = [{"fact": "sum", "terms": terms, "matrix": 0}]
        return book.add("definite", letters, given, f"{name} == 0", witness, {"sum": fact})

    balance = equal("W_1*W_1.T == W_2.T*W_2", [["1/2*c**(-1)*_*W_1.T", first], ["-1/2*c**(-1)*W_2.T*_", second]], [])
    decoder = equal(f"W_2.T == W_1*{T}", [["-1/2*_*J_S.T*J_S", first], ["-_*W_1", "b"]], INVERSE, b=balance)
    twice = equal(f"(I(n) + {T})*{Y} == 0", [["-1/2*_", second], ["_.T*(W_1*S*W_1.T + c*I(k))", "d"]], INVERSE, d=decoder)
    parts = [["1", Y], ["1", f"W_1*{Y}"], ["c", f"J_S*{Y}"]]
    y = zero(Y, parts, equal(_squares(parts), [[f"tr(({Y}).T*_)", "t"]], [], t=twice))
    last = equal(f"{Z}*(c*I(k) + W_1*S*W_1.T) == 0", [[f"{T}*_", "y"]], INVERSE, y=y)
    parts = [["c", Z], ["1", f"{Z}*W_1*K_S"]]
    z = zero(Z, parts, equal(_squares(parts), [[f"tr(({Z}).T*_)", "l"]], ["def S"], l=last))
    return theorem.from_equations(book, equal("W_2 == W_1.T", [["_.T", "d"], ["-_", "z"]], [], d=decoder, z=z))


def _squares(parts: list) -> str:
    return " + ".join(f"{weight}*tr(({x}).T*({x}))" for weight, x in parts) + " == 0"


claim = Claim(
    id="kunin-transpose",
    title="The decoder of the regularised linear autoencoder is the transposed encoder",
    sentence="If F = tr (W₂W₁ − I)S(W₂W₁ − I)ᵀ + c‖W₁‖² + c‖W₂‖² is critical in W₁ and W₂, S ≻ 0 and c > 0, then W₂ = W₁ᵀ.",
    source=Source("Kunin, Bloom, Goeva & Seed 2019, arXiv:1901.08168", "transpose theorem", "reconstructed"),
    derivation=derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=(Mutant(name="twice", fate="false", change=(("W_2 == W_1.T", "W_2 == 2*W_1.T"),)),),
    sharpness=theorem.sharpness(),
)
