"""How fast a singular value of a balanced product of any number of layers moves under gradient flow (Arora et al. 2019).

Reconstructed: σ′ = −N (σ²)^(1−1/N) ⟨G, uvᵀ⟩ with s = σ^(2/N). D_l = −A_lᵀGP_{l−1}ᵀ is the flow of layer l, P_l the product of
the layers up to l, A_l that of those above, Z_L = Σ A_lD_lP_{l−1} the flow of the product. That σ′ = uᵀZ_Lv is a textbook fact.
"""

from fractions import Fraction
from random import Random

from proofs_check.public import Book, Claim, Derivation, Mutant, Sharpness, Source, StatementProbe


def _family(name: str, low: str, rows: str, columns: str, **rest: str) -> list:
    return [name, {"kind": "matrix", "over": ["n_", low, "L"], "shape": [f"d[{rows}]", f"d[{columns}]"], **rest}]


LETTERS = [
    ["L", {"kind": "integer", "min": "1"}], ["d", {"kind": "dimension", "over": ["n_", "0", "L"]}], ["s", {"kind": "positive"}],
    _family("W", "1", "n_", "n_-1"), ["G", {"kind": "matrix", "shape": ["d[L]", "d[0]"]}],
    _family("P", "0", "n_", "0", first="I(d[0])", next="W[n_+1]*P[n_]"),
    _family("A", "0", "L", "n_", last="I(d[L])", previous="A[n_+1]*W[n_+1]"),
    _family("D", "1", "n_", "n_-1", value="-A[n_].T*G*P[n_-1].T"),
    _family("Z", "0", "L", "0", first="0*G", next="Z[n_]+A[n_+1]*D[n_+1]*P[n_]"),
    ["u", {"kind": "matrix", "shape": ["d[L]", "1"]}], ["v", {"kind": "matrix", "shape": ["d[0]", "1"]}],
]  # fmt: skip
GIVEN = {
    "balanced": "all(n, 1, L-1, W[n+1].T*W[n+1] == W[n]*W[n].T)",
    "right vector": "W[1].T*W[1]*v == s*v",
    "left vector": "W[L]*W[L].T*u == s*u",
}


def derivation() -> Derivation:
    """P_kᵀP_kv = s^k v and A_kA_kᵀu = s^(L−k)u, each by induction; then one layer after the other."""
    book = Book(scene={**examples(Random(2)), "k": 1})

    def at(cert: str, place: str) -> dict:
        return {"cert": cert, "set": {"k": place}, "given": {text: text for text in GIVEN.values()}}

    def whole(then: str, low: str, first: str, rules: list, down: bool = False, **premises: dict | str) -> str:
        over = ("k", low, "L-1" if "k+1" in then else "L")
        return book.induct(LETTERS, GIVEN, then, over, [first], rules, premises, down=down)

    inner = [*LETTERS, ["k", {"kind": "integer", "min": "0", "max": "L-1"}]]
    turn = book.expand([*LETTERS, ["k", {"kind": "integer", "min": "1", "max": "L-1"}]], GIVEN,
                       "W[k]*W[k].T == W[k+1].T*W[k+1]", [], hints=[["-_", ("balanced", "k")]])  # fmt: skip
    up = whole("W[k+1].T*W[k+1]*P[k] == P[k]*W[1].T*W[1]", "0", "def P[0]",
               [(("balanced", "k+1"), "W[k+2].T*W[k+2]"), "def P[k+1]", ("induction", "W[k+1].T*W[k+1]*P[k]")])  # fmt: skip
    right = whole("P[k].T*P[k]*v == s**k*v", "0", "def P[0]", ["def P[k+1]", ("up", "W[k+1].T*W[k+1]*P[k]"),
                  ("right vector", "W[1].T*W[1]*v"), ("induction", "P[k].T*P[k]*v")], up=at(up, "k"))  # fmt: skip
    down = whole("A[k]*W[k]*W[k].T == W[L]*W[L].T*A[k]", "1", "def A[L]",
                 ["def A[k]", ("turn", "W[k]*W[k].T"), ("induction", "A[k+1]*W[k+1]*W[k+1].T")], True, turn=turn)  # fmt: skip
    left = whole("A[k]*A[k].T*u == s**(L-k)*u", "0", "def A[L]", ["def A[k]", ("sinks", "A[k+1]*W[k+1]*W[k+1].T"),
                 ("induction", "A[k+1]*A[k+1].T*u"), ("left vector", "W[L]*W[L].T*u")], True,
                 sinks=at(down, "k+1"))  # fmt: skip
    row = book.expand(inner, GIVEN, "u.T*A[k+1]*A[k+1].T == s**(L-k-1)*u.T", [], {"left": at(left, "k+1")}, [["_.T", "left"]])
    moved = whole("tr(u.T*Z[k]*v) == -k*s**(L-1)*tr(u.T*G*v)", "0", "def Z[0]", ["def Z[k+1]", "def D[k+1]",
                  ("right", "P[k].T*P[k]*v"), ("row", "u.T*A[k+1]*A[k+1].T"), ("induction", "tr(u.T*Z[k]*v)")],
                  right=at(right, "k"), row=row)  # fmt: skip
    then = "tr(u.T*Z[L]*v) == -L*s**(L-1)*tr(u.T*G*v)"
    return book.derivation(book.add("collect", LETTERS, GIVEN, then, None, [at(moved, "L")]))


def examples(rng: Random, layers: int | None = None) -> dict:
    """Layers R_l diag(±a, ±b) R_{l−1}ᵀ with rotations R; u and v are the first columns of R_L and R_0."""
    L, a, b = layers or rng.randint(2, 3), rng.choice([2, 3]), rng.choice([1, 2])
    turns = [rng.choice([(Fraction(1), Fraction(0)), (Fraction(3, 5), Fraction(4, 5))]) for _ in range(L + 1)]
    R = [[[c, -s], [s, c]] for c, s in turns]
    W = {}
    for l in range(1, L + 1):
        x, y = rng.choice([-1, 1]) * a, rng.choice([-1, 1]) * b
        W[str(l)] = [[str(R[l][i][0] * x * R[l - 1][j][0] + R[l][i][1] * y * R[l - 1][j][1]) for j in (0, 1)] for i in (0, 1)]
    G = [[str(rng.randint(1, 5)) for _ in range(2)] for _ in range(2)]
    u, v = ([[str(M[0][0])], [str(M[1][0])]] for M in (R[L], R[0]))
    return {"L": L, "d": {str(l): 2 for l in range(L + 1)}, "s": str(a * a), "W": W, "G": G, "u": u, "v": v}


def unbalanced(rng: Random) -> dict:
    """Three numbers 2, w, 2 with w² ≠ 4."""
    one = {"d": {str(l): 1 for l in range(4)}, "W": {"1": [["2"]], "2": [[str(rng.choice([1, 3, 5]))]], "3": [["2"]]}}
    return {"L": 3, "s": "4", "G": [["1"]], "u": [["1"]], "v": [["1"]], **one}


claim = Claim(
    id="singular-value-deep",
    title="The motion of a singular value of a balanced product of any number of layers",
    sentence="If W_{n+1}ᵀW_{n+1} = W_nW_nᵀ for 1 ≤ n < L, W₁ᵀW₁v = sv and W_LW_Lᵀu = su, then the flow of the product has "
    "uᵀ(W_L⋯W₁)′v = −L s^(L−1) uᵀGv.",
    source=Source("Arora, Cohen, Hu & Luo 2019, arXiv:1905.13655", "Theorem 3", "reconstructed"),
    derivation=derivation,
    expected=("proved",),
    probe=StatementProbe(sampler=examples),
    mutants=(Mutant(name="rate of one layer", fate="false", change=(("-L*s**(L-1)", "-s**(L-1)"),)),),
    sharpness=(Sharpness(given=GIVEN["balanced"], sampler=unbalanced),),
    without_objective="it holds for the gradient of any loss of the product",
)
