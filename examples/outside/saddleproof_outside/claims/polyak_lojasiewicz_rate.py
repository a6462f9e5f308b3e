"""Gradient descent under the Polyak–Łojasiewicz inequality converges linearly, over any number of steps (Polyak 1963).

Reconstructed: `polyak-lojasiewicz-step` K times, by induction; f_n are the values, g_n the gradients, l the least value.
The rate q = 1 − at(2 − bt) is positive: with q = 0 one step is enough, and the claim leaves that case out.
"""

from fractions import Fraction
from random import Random

from proofs_check.public import Book, Claim, Derivation, Mutant, Sharpness, Source, StatementProbe

LETTERS = [
    ["K", {"kind": "integer", "min": "1"}], ["d", {"kind": "dimension"}],
    *([x, {"kind": "positive"}] for x in "abtq"), ["l", {"kind": "real"}],
    ["f", {"kind": "real", "over": ["n_", "0", "K"]}], ["g", {"kind": "matrix", "over": ["n_", "0", "K"], "shape": ["d", "1"]}],
]  # fmt: skip
GIVEN = {
    "rate": "q == 1 - a*t*(2-b*t)",
    "step size": "2 >= b*t",
    "smooth": "all(n, 0, K-1, f[n] - t*tr(g[n].T*g[n]) + b/2*t**2*tr(g[n].T*g[n]) >= f[n+1])",
    "dominated": "all(n, 0, K-1, tr(g[n].T*g[n]) >= 2*a*(f[n]-l))",
}


def derivation() -> Derivation:
    book = Book(scene={**examples(Random(1)), "k": 0})
    here = [*LETTERS, ["k", {"kind": "integer", "min": "0", "max": "K-1"}]]
    step = book.order(here, GIVEN, "q*(f[k]-l) >= f[k+1]-l",
                      [{"facts": [("smooth", "k")]}, {"weight": "t/2", "facts": ["step size", ("dominated", "k")]}],
                      hints=[["(f[k]-l)*_", "rate"]])  # fmt: skip
    base = book.order(LETTERS, GIVEN, "q**0*(f[0]-l) >= f[0]-l", [])
    rise = book.order(here, {**GIVEN, "so far": "q**k*(f[0]-l) >= f[k]-l"}, "q**(k+1)*(f[0]-l) >= f[k+1]-l",
                      [{"weight": "q", "facts": ["so far"]}, {"facts": ["step"]}], premises={"step": step})  # fmt: skip
    every = [*LETTERS, ["k", {"kind": "integer", "min": "0", "max": "K"}]]
    whole = book.add("induct", every, GIVEN, "q**k*(f[0]-l) >= f[k]-l", {"symbol": "k"}, [base, rise])
    last = {"cert": whole, "set": {"k": "K"}, "given": {text: text for text in GIVEN.values()}}
    return book.derivation(book.add("collect", LETTERS, GIVEN, "q**K*(f[0]-l) >= f[K]-l", None, [last]))


def examples(rng: Random, steps: int = 2) -> dict:
    """A quadratic c‖x‖²/2 + l with a ≤ c ≤ b, and gradient descent on it."""
    a, c, b = sorted(Fraction(rng.randint(1, 9), 4) for _ in range(3))
    t, x, l = 1 / (b + rng.randint(1, 3)), [Fraction(rng.randint(1, 9)), Fraction(rng.randint(-9, -1))], rng.randint(-5, 5)
    path = [[(1 - t * c) ** n * v for v in x] for n in range(steps + 1)]
    values = {str(n): str(c / 2 * sum(v * v for v in x) + l) for n, x in enumerate(path)}
    return {"K": steps, "d": 2, "a": str(a), "b": str(b), "t": str(t), "q": str(1 - a * t * (2 - b * t)), "l": str(l),
            "f": values, "g": {str(n): [[str(c * v)] for v in x] for n, x in enumerate(path)}}  # fmt: skip


def standing(rng: Random) -> dict:
    """No gradient although the least value is below: nothing is gained."""
    model = examples(rng)
    return {**model, "f": dict.fromkeys("012", "7"), "g": {key: [["0"], ["0"]] for key in "012"}}


def rising(rng: Random) -> dict:
    """Values that grow in spite of the steps."""
    model = examples(rng)
    value = Fraction(model["f"]["0"])
    return {**model, "f": {"0": str(value), "1": str(value), "2": str(value + 1)}, "g": {k: [["99"], ["99"]] for k in "012"}}


claim = Claim(
    id="polyak-lojasiewicz-rate",
    title="Gradient descent converges linearly under the Polyak–Łojasiewicz inequality",
    sentence="If f_{n+1} ≤ f_n − t‖g_n‖² + (b/2)t²‖g_n‖² and ‖g_n‖² ≥ 2a(f_n − l) for n < K, bt ≤ 2 and "
    "q = 1 − at(2 − bt) > 0, then f_K − l ≤ q^K (f_0 − l).",
    source=Source("Karimi, Nutini & Schmidt 2016, arXiv:1608.04636", "Theorem 1", "reconstructed"),
    derivation=derivation,
    expected=("proved",),
    probe=StatementProbe(sampler=examples),
    mutants=(Mutant(name="one step more", fate="false", change=(("q**K", "q**(K+1)"),)),),
    sharpness=(Sharpness(given=GIVEN["dominated"], sampler=standing), Sharpness(given=GIVEN["smooth"], sampler=rising)),
    without_objective="the function enters by its smoothness and its gradient inequality alone",
)
