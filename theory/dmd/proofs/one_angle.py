"""The sharp constant of the clock for every r_A where one principal angle alone is open: W = w·uuᵀ, S = I − d·uuᵀ, 1/2 ≤ h
≤ 2.

Then V − V₊ is a function of a = uᵀL²u, m = uᵀLu, d and |nu|², n = LSL; |nu|² ≤ h·uᵀLS²Lu as L² ⪯ h, and what is left is a
polynomial in (e, y, d, h), a = he, m² = ay, non-negative by one Bernstein certificate. Source: ours, for arXiv:2606.31390;
reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import flint

from theory.dmd import sharp_constant as sharp
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, matrix, positive, real

NAMES = ("e", "y", "d", "h")
BOX = ((Fraction(0), Fraction(1)),) * 3 + ((Fraction(1, 2), Fraction(2)),)
LETTERS = [
    *dimensions("q"), positive("h"), positive("s"), positive("d"), positive("w"), positive("g"), diagonal("L", "q"),
    diagonal("E", "q"), matrix("u", "q", "1"), matrix("D", "q", "q", "d*u*u.T"), matrix("W", "q", "q", "w*u*u.T"),
    matrix("S", "q", "q", "I(q)-D"), matrix("n", "q", "q", "L*S*L"), matrix("Y", "q", "q"), real("a", "u.T*L*L*u"),
    real("m", "u.T*L*u"), real("y"), real("e", "h**(-1)*a"),
]  # fmt: skip
UNIT, ABOVE, SHARE, WEIGHT = "u.T*u == I(1)", "h*I(q) - L*L == E*E", "d == 1 - s", "w*s == d"
RIGHT, LEFT, GROWN, SPREAD = "Y*(I(q)+D*n) == n", "(I(q)+n*D)*Y == n", "g == 1 + d*u.T*n*u", "m**2 == a*y"
COMMON = [UNIT, ABOVE, SHARE, WEIGHT, RIGHT, LEFT, GROWN, SPREAD, "y >= 0", "1 - y >= 0"]
GIVEN = [*COMMON, "h - 1/2 >= 0", "2 - h >= 0"]
SCALAR, LIMIT = "2*(1+d*h*s) - h*s - 2*c*(1+d*h*s)**2 >= 0", "2 - h - 2*c >= 0"
"""What r_A = 1 says at the same d and h, and its limit d → 0."""


def rest() -> sharp.Polynomial:
    """(2gv − h(1 − 2dy + d²y) − (2 − h)(1 − d)g²)/d with g = 1 + dhev, v = 1 − dy, as a polynomial in (e, y, d, h).

    >>> len(rest()) > 10
    True
    """
    e, y, d, h = flint.fmpq_mpoly_ctx.get(NAMES, "lex").gens()
    v = 1 - d * y
    g = 1 + d * h * e * v
    whole: Any = 2 * g * v - h * (1 - 2 * d * y + d * d * y) - (2 - h) * (1 - d) * g * g
    quotient, left = divmod(whole, d)
    if left != 0:
        raise ArithmeticError("the bracket is not divisible by d")
    return {tuple(map(int, m)): Fraction(int(c.p), int(c.q)) for m, c in quotient.to_dict().items()}


def one_angle() -> Derivation:
    """W of rank one, every size, L² ⪯ h: 2tr WY − tr WY² ≥ (2 − h)tr L²D for 1/2 ≤ h ≤ 2; ≥ 2c tr L²D for h ≤ 1 where r_A = 1
    has c."""
    book = Book(scene=random_angle(Random(5)))
    known = _known(book)
    sharp_goal = _put_together(book, LETTERS, GIVEN, "(2-h)", known, {"kept": _positive(book, known)},
                               [{"weight": f"{WEIGHTS}*d", "facts": ["mass", "kept"]}])  # fmt: skip
    book.scene = random_angle(Random(5), small=True)
    reduced = _reduced(book, known)
    return book.derivation(
        sharp_goal,
        reduced,
        prose=(
            "In words: y exists since m² ≤ a (Cauchy–Schwarz), and E since L² ⪯ hI. W = S⁻¹ − I with S = I − duuᵀ, and the "
            "left side of [1] and [2] is V − V₊ for the step with L = √η Λ, by the first two goals of dmd-discrete-clock "
            "(singular L by continuity). The last two hypotheses of [2] are what r_A = 1, L = √h, says at the same d, "
            "divided by d, and the limit d → 0 of it; so the largest c that r_A = 1 allows, c(h), serves every r_A where "
            "one principal angle alone is open, for h ≤ 1 by [2], for 1/2 ≤ h ≤ 2, where it is 1 − h/2, by [1]. No larger "
            "one does, as L = √h·I shows."
        ),
    )


WEIGHTS = "g**(-2)*d*s**(-1)"


def _put_together(book: Book, letters: list, given: list[str], twice: str, known: dict, more: dict, terms: list[dict]) -> str:
    """2tr WY − tr WY² ≥ ``twice``·tr L²D from ``terms``, which add up to (d/(s g²)) times 2Gν − h(a − 2dm² + d²m²) −
    twice·s·a·G², ν = a − dm², G = 1 + dν."""
    value = "(a-d*m**2)"
    apart = f"{WEIGHTS}*(2*{value} - {twice}*s*a*(g+1+d*{value}))"
    return book.order(
        letters, given, f"2*tr(W*Y) - tr(W*Y*Y) >= {twice}*tr(L*L*D)", [{"weight": WEIGHTS, "gram": "E*S*L*u"}, *terms],
        [(ABOVE, "E*E"), "def n", "def S", "def D", *MOMENTS, ("weight", "w"), "def e", (SPREAD, "m**2"), (SHARE, "d")],
        {**known, **more},
        [["g**(-2)*_", "fall"], ["2*g**(-1)*w*_", "below"], [f"{apart}*_", GROWN], [f"{apart}*d*_", "below"]])  # fmt: skip


def _known(book: Book) -> dict[str, str]:
    """What holds for every h: the fall, uᵀnu, w, and 0 ≤ e ≤ 1, d ≤ 1."""
    return {
        "fall": _fall(book),
        "below": book.expand(LETTERS, COMMON, "u.T*n*u == a - d*m**2", ["def n", "def S", "def D", *MOMENTS]),
        "weight": book.expand(LETTERS, COMMON, "w == d*s**(-1)", [], None, [["s**(-1)*_", WEIGHT]]),
        "mass": book.order(LETTERS, COMMON, "a >= 0", [{"gram": "L*u"}], ["def a"]),
        "low": book.order(LETTERS, COMMON, "e >= 0", [{"weight": "h**(-1)", "gram": "L*u"}], ["def e", "def a"]),
        "full": book.order(LETTERS, COMMON, "1 - e >= 0", [{"weight": "h**(-1)", "gram": "E*u"}],
                           ["def e", (ABOVE, "E*E"), *MOMENTS]),
        "small": book.order(LETTERS, COMMON, "1 - d >= 0", [{"weight": "s"}], [(SHARE, "d")]),
        "some": book.order(LETTERS, COMMON, "d >= 0", [{"weight": "d"}], []),
    }  # fmt: skip


MOMENTS = [("def a", "u.T*L*L*u"), ("def m", "u.T*L*u"), UNIT]


def _fall(book: Book) -> str:
    """g²(2tr WY − tr WY²) = w(2g·uᵀnu − uᵀn²u), from gYu = nu and guᵀY = uᵀn."""
    after = book.expand(LETTERS, COMMON, "g*Y*u == n*u", ["def D"], None, [["Y*u*_", GROWN], ["_*u", RIGHT]])
    before = book.expand(LETTERS, COMMON, "g*u.T*Y == u.T*n", ["def D"], None, [["_*u.T*Y", GROWN], ["u.T*_", LEFT]])
    first = book.expand(LETTERS, COMMON, "g*tr(W*Y) == w*u.T*n*u", ["def W"], {"after": after}, [["w*u.T*_", "after"]])
    second = book.expand(LETTERS, COMMON, "g**2*tr(W*Y*Y) == w*u.T*n*n*u", ["def W"], {"after": after, "before": before},
                         [["g*w*u.T*Y*_", "after"], ["w*_*n*u", "before"]])  # fmt: skip
    return book.expand(LETTERS, COMMON, "g**2*(2*tr(W*Y) - tr(W*Y*Y)) == w*(2*g*u.T*n*u - u.T*n*n*u)", [],
                       {"first": first, "second": second}, [["2*g*_", "first"], ["-1*_", "second"]])  # fmt: skip


def _positive(book: Book, known: dict[str, str]) -> str:
    """The polynomial that is left for c = 1 − h/2 is non-negative at the values at hand."""
    polynomial, tree = rest(), sharp.bisection(rest(), BOX, 2000, NAMES)
    plain = _bernstein(book, polynomial, tree, NAMES, BOX, e="1/3", y="1/2", d="2/5", h="3/4")
    return book.add("collect", LETTERS, GIVEN, f"{sharp.text_of(polynomial, NAMES)} >= 0", None,
                    [{"cert": plain}, *(known[name] for name in ("low", "full", "small", "some"))])  # fmt: skip


def _bernstein(book: Book, polynomial: sharp.Polynomial, tree: Any, names: tuple, box: tuple, **model: Any) -> str:
    bounds = {name: [f"{name} - {low} >= 0", f"{high} - {name} >= 0"] for name, (low, high) in zip(names, box, strict=True)}
    given = [atom for ends in bounds.values() for atom in ends]
    return book.add("bernstein", [real(name) for name in names], given, f"{sharp.text_of(polynomial, names)} >= 0",
                    [{"bounds": bounds, "tree": tree}], **model)  # fmt: skip


def slopes() -> tuple[sharp.Polynomial, sharp.Polynomial]:
    """2 + 4dhs − h(1 + s) − 2(2 − h)sdh(1 + dhs) and 1 − sdh(1 − h/2), s = 1 − d, in (d, h): how the bracket at e = 1 grows
    from y = 1, at the largest c."""
    d, h = flint.fmpq_mpoly_ctx.get(("d", "h"), "lex").gens()
    s = 1 - d
    found = (2 + 4 * d * h * s - h * (1 + s) - 2 * (2 - h) * s * d * h * (1 + d * h * s), 1 - s * d * h * (2 - h) / 2)
    first, second = ({tuple(map(int, m)): Fraction(int(c.p), int(c.q)) for m, c in p.to_dict().items()} for p in found)
    return first, second


def _reduced(book: Book, known: dict[str, str]) -> str:
    """h ≤ 1: the bracket is (1 − e) times its value at e = 0, e times that at e = 1, and a square; each a sum of products of
    what is known."""
    letters, given, box = [*LETTERS, positive("c")], [*COMMON, "1 - h >= 0", SCALAR, LIMIT], ((Fraction(0), Fraction(1)),) * 2
    facts = dict(known)
    facts["start"] = book.order(letters, given, "h >= 0", [{"weight": "h"}], [])
    for name, polynomial in zip(("slope", "bend"), slopes(), strict=True):
        tree = sharp.bisection(polynomial, box, 400, ("d", "h"))
        plain = _bernstein(book, polynomial, tree, ("d", "h"), box, d="2/5", h="1/3")
        facts[name] = book.add("collect", letters, given, f"{sharp.text_of(polynomial, ('d', 'h'))} >= 0", None,
                               [{"cert": plain}, known["some"], known["small"], facts["start"]])  # fmt: skip
    out, one = ["mass", "full"], ["mass", "low"]
    terms = [
        ("1", [*out, "1 - y >= 0", LIMIT], ""), ("2*c*d", [*out, "1 - y >= 0"], ""), ("s", [*out, "y >= 0", LIMIT], ""),
        ("s*h*d", [*out, "y >= 0"], ""), ("s", [*one, SCALAR], ""), ("d", [*one, "1 - y >= 0", "slope"], ""),
        ("2*s*d**2*h", [*one, "1 - y >= 0", LIMIT], ""), ("2*s**2*d**3*h**2", [*one, "1 - y >= 0", LIMIT], ""),
        ("2*d**3*h", [*one, "bend"], "1-y"), ("s*d**4*h**2", [*one, LIMIT], "1-y"),
        ("2*c*s*d**2*h**2", [*one, "full"], "1-d*y"),
    ]  # fmt: skip
    whole = [{"weight": weight, "facts": names} | ({"square": square} if square else {}) for weight, names, square in terms]
    v = "(1-d*y)"
    bracket = f"a*(2*(1+d*h*e*{v})*{v} - h*(1-2*d*y+d**2*y)) - 2*c*s*a*(1+d*h*e*{v})**2 >= 0"
    facts["bracket"] = book.order(letters, given, bracket, whole, [(SHARE, "s")], facts)
    return _put_together(book, letters, given, "2*c", facts, {}, [{"weight": WEIGHTS, "facts": ["bracket"]}])


def random_angle(rng: Random, small: bool = False) -> dict:
    """u a unit vector, L with L² ⪯ h and hI − L² = E² exact, Y = n − d·nuuᵀn/(1 + d·uᵀnu). ``small``: h < 1, and c as r_A = 1
    allows."""
    from theory.exact.matrices import columns, diagonal, identity, minus, orthogonal, scene_json, times

    q, root = rng.randint(1, 3), Fraction(rng.randint(1, 3), 4) if small else Fraction(rng.randint(3, 5), 4)
    turns = [Fraction(rng.randint(1, 7), rng.randint(1, 7)) for _ in range(q)]
    L = diagonal([rng.choice((-1, 1)) * root * (1 - t * t) / (1 + t * t) for t in turns])
    E = diagonal([root * 2 * t / (1 + t * t) for t in turns])
    u, d = columns(orthogonal(q, rng.randint(0, 999)), 0, 1), Fraction(rng.randint(1, 7), 8)
    S = minus(identity(q), times(d, u * u.T))
    n = L * S * L
    g = 1 + d * (u.T * n * u).rows[0][0]
    a, m = (u.T * L * L * u).rows[0][0], (u.T * L * u).rows[0][0]
    y, h, s = m * m / a if a else Fraction(1, 2), root * root, 1 - d
    c = min((2 * (1 + d * h * s) - h * s) / (2 * (1 + d * h * s) ** 2), 1 - h / 2) if small else Fraction(1)
    return scene_json(q=q, h=h, s=s, d=d, w=d / s, g=g, L=L, E=E, u=u, y=y, c=c,
                      Y=minus(n, times(d / g, n * u * (u.T * n))))  # fmt: skip
