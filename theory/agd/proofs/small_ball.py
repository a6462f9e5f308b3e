"""The small-ball constant √e, up to textbook facts about Γ and e, which stand as hypotheses about positive numbers.

With n = r − 1, k = d − n, a = √d, b = √n the simple form of the bound, 2^(k/2) Γ((d+1)/2)/(Γ(r/2)Γ(k+1))·(√d ρ)^k with √d ρ =
τ(a − b), is at most √(e/(2πk))·(√e·τ)^k. What is ours is the inequality a^d ≤ bⁿ(a + b)^k: the weighted means of n numbers a/b
and k numbers a/(a + b), whose mean with these weights is 1. Source: ours (in place of the constants of Rudelson–Vershynin);
reconstructed.
"""

from __future__ import annotations

from theory.agd.proofs.halving import FACTOR, linear, means
from theory.prove.chain import root
from theory.prove.derivation import Book
from theory.prove.formulas import use
from theory.prove.letters import family, integer, positive, real

ROOTS = [integer("n", "1"), integer("k", "1"), positive("b"), positive("z"), positive("a", "b+z"), positive("v", "2*b+z")]
"""n, k, b = √n, z = a − b, a = √(n + k), v = a + b."""
SQUARE, DIFFERENCE = "b**2 == n", "z*v == k"
GEOMETRIC = "b**n*v**k >= a**(n+k)"


def geometric(book: Book) -> str:
    """b² = n, (a − b)(a + b) = k: a^(n+k) ≤ bⁿ(a + b)^k."""
    weighted, straight = means(book), linear(book)
    book.scene = {**book.scene, "n": 1, "k": 3, "b": "1", "z": "1"}
    given = [SQUARE, DIFFERENCE]
    inner = [*ROOTS, positive("u", "z*b**(-1)*k**(-1)"), positive("p", "a*v**(-1)"), FACTOR,
             family("t", "positive", "0", "k", first="1", next="t[n_]+u")]  # fmt: skip
    mean = book.expand(
        inner, given, "p + n*u == 1", ["def p", "def u"], [],
        [["-z*b**(-1)*k**(-1)*_", SQUARE], ["b*k**(-1)*v**(-1)*_", DIFFERENCE], ["v**(-1)*_", "def a"],
         ["-v**(-1)*_", "def v"]])  # fmt: skip
    last = book.expand(inner, given, "t[k] == a*b**(-1)", [("linear", "t[k]"), "def u", "def a"],
                       {"linear": use(straight, N="k", k="k")})  # fmt: skip
    powers = [
        book.add("power", inner, given, "t[k]**n == a**n*b**(-n)",
                 [{"x": "t[k]", "y": "a*b**(-1)", "n": "n", "fact": "last"}], {"last": last}),
        book.add("power", inner, given, "p**k == a**k*v**(-k)", [{"x": "p", "y": "a*v**(-1)", "n": "k", "fact": "def p"}]),
    ]  # fmt: skip
    held = book.order(
        inner, given, GEOMETRIC, [{"weight": "b**n*v**k", "facts": ["means"]}], [],
        {"mean": mean, "means": use(weighted, J="n", N="k", k="k"), "first": powers[0], "second": powers[1]},
        [["b**n*v**k*p**k*_", "first"], ["a**n*v**k*_", "second"]])  # fmt: skip
    return book.add("forget", ROOTS, given, GEOMETRIC, None, [held])


VALUES = [positive(name) for name in ("tau", "q", "w", "h", "G1", "G2", "G3", "al")]
"""τ, √e, √(2πk), √2, Γ((d+1)/2), Γ(r/2), Γ(k+1), √(d+1)."""
STIRLING = "G3*q**(2*k) >= w*k**k"


def wide(book: Book, means_: str) -> str:
    """r ≥ 2: the bound from Γ(k+1) ≥ √(2πk)(k/e)^k, 2^(k/2)Γ((d+1)/2)/Γ(r/2) ≤ (d+1)^(d/2) r^(−n/2) e^(−k/2), (d+1)^(d/2) ≤
    √e·d^(d/2) and √r ≥ √n."""
    letters = [*ROOTS, *VALUES, positive("be")]
    binet, euler, above = "G2*al**(n+k) >= G1*h**k*be**n*q**k", "q*a**(n+k) >= al**(n+k)", "be >= b"
    given = [SQUARE, DIFFERENCE, STIRLING, binet, euler, above]
    book.scene = {**book.scene, "n": 1, "k": 3, "b": "1", "z": "1", "tau": "1/3", "q": "2", "w": "2", "h": "3/2", "G1": "1",
                  "G2": "3", "G3": "1", "al": "2", "be": "5/4"}  # fmt: skip
    powers = [
        book.add("power", letters, given, "z**k*v**k == k**k", [{"x": "z*v", "y": "k", "n": "k", "fact": DIFFERENCE}]),
        book.add("power", letters, given, "be**n >= b**n", [{"x": "be", "y": "b", "n": "n", "fact": above}]),
    ]  # fmt: skip
    scale = "tau**k*v**(-k)"
    rest = f"{scale}*G3*be**(-n)*G2"
    terms = [
        {"weight": f"h**k*G1*{scale}", "facts": [STIRLING]},
        {"weight": f"{scale}*G3*q**k*be**(-n)", "facts": [binet]},
        {"weight": f"{rest}*q**k", "facts": [euler]},
        {"weight": f"{rest}*q**(k+1)", "facts": ["geometric"]},
        {"weight": "tau**k*G3*q**(k+1)*G2*be**(-n)", "facts": ["roots"]},
    ]
    return book.order(
        letters, given, "q*q**k*tau**k*G2*G3 >= w*h**k*G1*tau**k*z**k", terms, [],
        {"same": powers[0], "roots": powers[1], "geometric": means_}, [[f"-w*h**k*G1*{scale}*_", "same"]])  # fmt: skip


def narrow(book: Book) -> str:
    """r = 1, n = 0: the same from three facts, without roots of n."""
    letters = [integer("k", "1"), positive("a"), *VALUES]
    binet, euler, square = "G2*al**k >= G1*h**k*q**k", "q*a**k >= al**k", "a**2 == k"
    given = [square, STIRLING, binet, euler]
    book.scene = {**book.scene, "k": 4, "a": "2", "tau": "1/3", "q": "2", "w": "1/2", "h": "3/2", "G1": "1", "G2": "6",
                  "G3": "1", "al": "2"}  # fmt: skip
    same = book.add("power", letters, given, "a**(2*k) == k**k", [{"x": "a**2", "y": "k", "n": "k", "fact": square}])
    scale = "tau**k*a**(-k)"
    terms = [
        {"weight": f"h**k*G1*{scale}", "facts": [STIRLING]},
        {"weight": f"{scale}*G3*q**k", "facts": [binet]},
        {"weight": f"{scale}*G3*G2*q**k", "facts": [euler]},
    ]
    return book.order(letters, given, "q*q**k*tau**k*G2*G3 >= w*h**k*G1*tau**k*a**k", terms, [], {"same": same},
                      [[f"-w*h**k*G1*{scale}*_", "same"]])  # fmt: skip


ROOT_HALF = ["c", {"kind": "positive", "root": ["2", "1/2"]}]


def mild(book: Book) -> str:
    """d ≥ 2r: 1 − √((r−1)/d) ≥ 1 − 1/√2, since (r − 1)/d < 1/2."""
    letters = [integer("r", "1"), integer("d", "2*r"), positive("tau"), ROOT_HALF, real("u")]
    given = ["d*u**2 == r - 1"]
    book.scene = {**book.scene, "r": 2, "d": 4, "tau": "1/3", "u": "1/2", "c": ["0", "1/2", "2"]}
    square = book.order(
        letters, given, "c**2 >= u**2", [{"weight": "1/2*d**(-1)", "gram": "I(d-2*r)"}, {"weight": "d**(-1)"}], [], [],
        [["_", "def c"], ["-d**(-1)*_", given[0]]])  # fmt: skip
    sign = book.order(letters, given, "c >= 0", [{"weight": "c"}])
    above = book.add("collect", letters, given, "c >= u", None, [sign, square, use(root(book), p_="c", t_="u")])
    return book.order(letters, given, "tau*(1-u) >= tau*(1-c)", [{"weight": "tau", "facts": ["above"]}], [], {"above": above})
