"""How fast a singular value of a balanced product moves under gradient flow: the case of two layers (Arora et al. 2019).

Reconstructed, N = 2 of their σ′ = −N (σ²)^(1−1/N) ⟨G, uvᵀ⟩. That σ′ = uᵀW′v for a simple singular value is a textbook fact and
is not part of the claim.
"""

from random import Random

from proofs_check.public import Claim, Mutant, Source, StatementProbe, Theorem

theorem = Theorem(
    "<u, D v> = -2 s <u, G v>",
    where="u: m x 1, v: n x 1, s: real, W_1: r x n, W_2: m x r, G: m x n",
    hypotheses={
        "right vector": "W_1^T W_1 v = s v",
        "left vector": "W_2 W_2^T u = s u",
        "flow of the product": "D = -G W_1^T W_1 - W_2 W_2^T G",
    },
)


def sampler(rng: Random) -> dict:
    """Diagonal layers; u and v are multiples of the first unit vectors."""
    m, n, r = (rng.randint(1, 3) for _ in range(3))
    a, b, c = (rng.choice([-3, -2, -1, 1, 2, 3]) for _ in range(3))
    s = a * a
    G = [[rng.randint(-4, 4) for _ in range(n)] for _ in range(m)]
    k = min(m, n, r)
    w1 = [[(a if i == 0 else b) * (i == j and i < k) for j in range(n)] for i in range(r)]
    w2 = [[(-a if i == 0 else c) * (i == j and i < k) for j in range(r)] for i in range(m)]
    left = [s] + [c * c * (i < k) for i in range(1, m)]
    right = [s] + [b * b * (i < k) for i in range(1, n)]
    D = [[-G[i][j] * (left[i] + right[j]) for j in range(n)] for i in range(m)]
    u, v = [[b * (i == 0)] for i in range(m)], [[c * (j == 0)] for j in range(n)]
    return {"m": m, "n": n, "r": r, "s": s, "u": u, "v": v, "W_1": w1, "W_2": w2, "G": G, "D": D}


claim = Claim(
    id="singular-value-dynamics",
    title="The motion of a singular value of a balanced product of two layers",
    sentence="If W₁ᵀW₁v = σv and W₂W₂ᵀu = σu, then uᵀ(W₂W₁)′v = −2σ uᵀGv along the flow with gradient G.",
    source=Source("Arora, Cohen, Hu & Luo 2019, arXiv:1905.13655", "Theorem 3, N = 2", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler),
    mutants=(Mutant(name="rate of one layer", fate="false", change=(("-2*s*", "-s*"),)),),
    sharpness=theorem.sharpness("flow of the product"),
    without_objective="it holds for the gradient of any loss of the product",
)
