"""A superfluous direction of a symmetric factorization dies no faster than 1/k, over any number of steps (Xiong et al. 2023).

Reconstructed: gradient descent on ‖XXᵀ‖²/4, the target being zero, with 4t‖X_n‖² ≤ 1 along the run: 1/‖X_K‖² ≤ 1/‖X_0‖² + 4tK.
"""

from fractions import Fraction
from random import Random

from proofs_check.public import Book, Claim, Derivation, Mutant, Sharpness, Source, StatementProbe, Theorem

LETTERS = [
    ["K", {"kind": "integer", "min": "1"}], ["m", {"kind": "dimension"}], ["r", {"kind": "dimension"}],
    ["t", {"kind": "positive"}], ["u", {"kind": "positive", "over": ["n_", "0", "K"]}],
    ["X", {"kind": "matrix", "over": ["n_", "0", "K"], "shape": ["m", "r"]}],
]  # fmt: skip
GIVEN = {
    "step": "all(n, 0, K-1, X[n+1] == X[n] - t*X[n]*X[n].T*X[n])",
    "size": "all(n, 0, K, u[n] == tr(X[n].T*X[n]))",
    "small": "all(n, 0, K, 1 >= 4*t*u[n])",
}
square = Theorem("||X^T X||^2 <= tr(X^T X)^2", where="X: m x r")


def derivation() -> Derivation:
    """u⁺ ≥ u − 2tu², so u⁺(1 + 4tu) ≥ u, so 1/u⁺ ≤ 1/u + 4t; then K times."""
    book = Book(scene={**examples(Random(1)), "k": 0})
    here = [*LETTERS, ["k", {"kind": "integer", "min": "0", "max": "K-1"}]]
    cubic, gram = "(X[k]*X[k].T*X[k])", "(X[k].T*X[k])"
    once = book.expand(here, GIVEN, f"u[k+1] == u[k] - 2*t*tr({gram}.T*{gram}) + t**2*tr({cubic}.T*{cubic})",
                       [(("size", "k+1"), "u[k+1]"), (("step", "k"), "X[k+1]"), (("size", "k"), "u[k]")])  # fmt: skip
    less = book.order(here, GIVEN, "u[k+1] >= u[k] - 2*t*u[k]**2",
                      [{"gram": f"t*{cubic}"}, {"weight": "2*t", "facts": ["square"]}],
                      premises={"once": once, "square": {"cert": square.within(book), "set": {"X": "X[k]"}}},
                      hints=[["_", "once"], [f"2*t*(u[k] + tr{gram})*_", ("size", "k")]])  # fmt: skip
    more = book.order(here, GIVEN, "u[k+1]*(1 + 4*t*u[k]) >= u[k]",
                      [{"weight": "1 + 4*t*u[k]", "facts": ["less"]}, {"weight": "2*t*u[k]**2", "facts": [("small", "k")]}],
                      premises={"less": less})  # fmt: skip
    inverse = book.order(here, GIVEN, "u[k]**(-1) + 4*t >= u[k+1]**(-1)",
                         [{"weight": "u[k]**(-1)*u[k+1]**(-1)", "facts": ["more"]}], premises={"more": more})  # fmt: skip
    base = book.order(LETTERS, GIVEN, "u[0]**(-1) + 4*t*0 >= u[0]**(-1)", [])
    rise = book.order(here, {**GIVEN, "so far": "u[0]**(-1) + 4*t*k >= u[k]**(-1)"}, "u[0]**(-1) + 4*t*(k+1) >= u[k+1]**(-1)",
                      [{"facts": ["so far"]}, {"facts": ["inverse"]}], premises={"inverse": inverse})  # fmt: skip
    every = [*LETTERS, ["k", {"kind": "integer", "min": "0", "max": "K"}]]
    whole = book.add("induct", every, GIVEN, "u[0]**(-1) + 4*t*k >= u[k]**(-1)", {"symbol": "k"}, [base, rise])
    last = {"cert": whole, "set": {"k": "K"}, "given": {text: text for text in GIVEN.values()}}
    return book.derivation(book.add("collect", LETTERS, GIVEN, "u[0]**(-1) + 4*t*K >= u[K]**(-1)", None, [last]))


def examples(rng: Random, steps: int = 2) -> dict:
    """X_n is a multiple of one matrix of rank one."""
    x, y = rng.choice([(1, 0), (Fraction(3, 5), Fraction(-4, 5))]), rng.choice([(1,), (Fraction(4, 5), Fraction(3, 5))])
    size = [Fraction(rng.choice([-3, -2, -1, 1, 2, 3]), rng.randint(1, 2))]
    t = 1 / (4 * size[0] ** 2 + rng.randint(0, 3))
    for _ in range(steps):
        size.append(size[-1] - t * size[-1] ** 3)
    return {"K": steps, "m": len(x), "r": len(y), "t": str(t), "u": {str(n): str(s * s) for n, s in enumerate(size)},
            "X": {str(n): [[str(s * a * b) for b in y] for a in x] for n, s in enumerate(size)}}  # fmt: skip


def vanishing(rng: Random) -> dict:
    """The last iterate is shrunk by hand."""
    model = examples(rng)
    X = [[str(Fraction(v) / 100) for v in row] for row in model["X"]["2"]]
    return {**model, "X": {**model["X"], "2": X}, "u": {**model["u"], "2": str(Fraction(model["u"]["2"]) / 10000)}}


claim = Claim(
    id="slow-overparametrized-rate",
    title="A superfluous direction dies no faster than 1/k",
    sentence="If X_{n+1} = X_n − tX_nX_nᵀX_n for n < K and 4t‖X_n‖² ≤ 1 for n ≤ K, then 1/‖X_0‖² + 4tK ≥ 1/‖X_K‖².",
    source=Source("Xiong, Ding & Du 2023, arXiv:2310.01769", "lower bound for symmetric factors", "reconstructed"),
    derivation=derivation,
    expected=("proved",),
    probe=StatementProbe(sampler=examples),
    mutants=(Mutant(name="half the slope", fate="false", change=(("4*t*K", "2*t*K"),)),),
    sharpness=(Sharpness(given=GIVEN["step"], sampler=vanishing),),
    without_objective="it is about the step, whose objective is named in words only",
)
