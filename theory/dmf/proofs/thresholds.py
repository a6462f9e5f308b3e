"""What thresholds say about each other and about losses: their ratio, the gain of a mode, rational instances, L = 2.

Powers of thresholds stand as letters, Ys = y*^(2L−2) and Yg = y_g^(2L−2): both are rational in the weights.
"""

from __future__ import annotations

from fractions import Fraction

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.directions import REST, ROOT, WITH_MODE, mode_given, mode_letters, profile
from theory.dmf.proofs.gradient import RENAME, Gradient
from theory.dmf.proofs.minima import bend, falling, height, rising
from theory.dmf.proofs.points import CLOSED, LEFT, ORTHONORMAL, scalar_equation
from theory.dmf.proofs.roots import GLOBAL, PROFILE, RIGHT_OF_TURN, STAR, numbers, threshold, upper_root_beats_zero, weights
from theory.dmf.proofs.schatten import ridge_attained
from theory.dmf.scenes.points import point
from theory.exact.matrices import scene_json
from theory.prove.derivation import Book
from theory.prove.formulas import renamed, use

TWO = x.positive("two", "2")
WITHOUT = "W[n_]-s*mu[n_]**(-1)*u[n_]*u[n_-1].T"
GAIN = "s**2*(s**(2*L-2)*q[L]**(-2) - (L-2))"


def ratio(book: Book, objective: Objective) -> str:
    """4^(L−1) y_g^(2L−2) = L^L y*^(2L−2), L ≥ 3: both thresholds in closed form, compared by expansion."""
    book.scene = scene_json({"L": 4, "lam": {n: Fraction(n + 1, 2) for n in range(1, 5)}})
    letters = [
        x.L3,
        *x.coefficients(objective),
        x.WEIGHTS,
        x.WEIGHT_PRODUCT,
        *numbers(),
        TWO,
        x.positive("Ys", STAR),
        x.positive("Yg", GLOBAL),
    ]
    double = book.expand(letters, [], "p == two*j", ["def p", "def two", "def j"])
    powers = book.add(
        "power",
        letters,
        [],
        "p**(2*L-2) == (two*j)**(2*L-2)",
        [{"x": "p", "y": "two*j", "n": "2*L-2", "fact": "double"}],
        {"double": double},
    )
    return book.expand(
        letters,
        [],
        "two**(2*L-2)*Yg == L**L*Ys",
        ["def Yg", "def Ys", ("powers", "p**(2*L-2)")],
        {"powers": powers},
    )


def gain(book: Book, objective: Objective, root: str) -> str:
    """F with a mode at its root against F without it (F1): F1 = fit·(the sum over the other modes + ‖Y‖²) and
    F1 − F = fit·G, G = s²(s^(2L−2)/q² − (L−2)), any L ≥ 2."""
    attained = ridge_attained(book, objective, root)
    book.scene = point(objective, whole=True)
    shape = profile(book, objective, root, x.L2)
    letters, given = [*mode_letters(objective, x.L2), *x.moved_everywhere(WITHOUT)], [*mode_given(), ROOT]
    factors = book.expand(
        letters,
        given,
        renamed(CLOSED, W="W1"),
        ["def W1[k]", ((WITH_MODE, "k"), "W[k]")],
    )
    rest = book.expand(
        letters,
        given,
        f"F1 == a*{REST}",
        [("moved attained.1", "F1"), ("moved attained", "q[L]*P1[L]"), LEFT,
         ((ORTHONORMAL, "0"), "U[0].T*U[0]"), ((ORTHONORMAL, "L"), "U[L].T*U[L]")],
        {"factors": factors, "moved attained": use(attained, RENAME)},
    )  # fmt: skip
    worth = book.expand(
        letters,
        given,
        f"F1 - F == a*{GAIN}",
        [("shape", "F"), ("rest", "F1")],
        {"shape": shape, "rest": rest},
        [["2*a*q[L]**(-2)*s**L*_", ROOT]],
    )
    return book.add("collect", letters, given, [f"F1 == a*{REST}", f"F1 - F == a*{GAIN}"], None, [rest, worth])


def beats_zero(book: Book, objective: Objective, root: str) -> tuple[str, str]:
    """A '+' root, L ≥ 3: y > y_g gives F1 > F and y ≤ y_g gives F ≥ F1, F1 the loss without the mode."""
    worth, beats = gain(book, objective, root), upper_root_beats_zero(book, objective)
    mode = [letter for letter in mode_letters(objective, x.L3) if letter[0] != "y"]
    letters = [*mode, x.positive("y"), *x.moved_everywhere(WITHOUT), x.WEIGHT_PRODUCT, *numbers(),
               threshold("sg", "m*q[L]**2"), threshold("yg", GLOBAL)]  # fmt: skip
    found = []
    for sign, side, then, value in ((">", "y > yg", "F1 > F", Fraction(3)), ("<", "yg >= y", "F >= F1", Fraction(9, 5))):
        book.scene = {**point(objective, whole=True, mode=value, mu={1: Fraction(4), 2: Fraction(1), 3: Fraction(1)}),
                      "sg": "2", "yg": "4"}  # fmt: skip
        found.append(
            book.order(
                letters,
                [*mode_given(), ROOT, RIGHT_OF_TURN, side],
                then,
                [{"weight": "a*s**2*q[L]**(-2)", "facts": ["beats"]}],
                ["def m"],
                {"beats": beats[sign], "worth": worth},
                [["_" if sign == ">" else "-_", "worth.1"]],
            )
        )
    return found[0], found[1]


def active_values_are_positive(book: Book, objective: Objective, steps: Gradient) -> str:
    """y ≥ 2s > 0 for every active pair of a critical point: q(y − 2s) = s^(2−L)(q − s^(L−1))²."""
    equation = scalar_equation(book, objective, steps)
    statement = book.pages[equation].statement
    witness = [
        {
            "terms": [{"weight": "q[L]**(-1)*s**(2-L)", "square": "q[L] - s**(L-1)"}],
            "equal": [["q[L]**(-1)*_", "equation"]],
        },
        {"terms": [{"weight": "q[L]*s**(2-L)"}, {"weight": "q[L]**(-1)*s**L"}], "equal": [["q[L]**(-1)*_", "equation"]]},
    ]
    return book.add("order", statement["letters"], statement["given"], ["y >= 2*s", "y > 0"], witness, {"equation": equation})


def equal_weights(book: Book) -> tuple[str, str, str]:
    """All μ_l = s: then s is a root of y = 1 + s²; it is the double root iff (L−2)s² = L, and at y_g iff (L−2)s² = 1."""
    book.scene = {"L": 4, "n": 1, "k": 1, "mu": {n: ["0", "1", "2"] for n in "1234"}, "s": ["0", "1", "2"]}
    letters, given = [x.L3, x.SCALES, x.SCALE_PRODUCT, x.positive("m", "L-2"), x.positive("s")], ["all(k, 1, L, mu[k] == s)"]
    product = book.induct(
        letters,
        given,
        "q[n] == s**n",
        ("n", "0", "L"),
        ["def q[0]"],
        ["def q[n+1]", (("all(k, 1, L, mu[k] == s)", "n+1"), "mu[n+1]"), ("induction", "q[n]")],
    )
    whole = use(product, n="L")
    square = book.add(
        "power",
        letters,
        given,
        "q[L]**2 == s**(2*L)",
        [{"x": "q[L]", "y": "s**L", "n": "2", "fact": "whole"}],
        {"whole": whole},
    )
    root = book.expand(
        letters,
        given,
        f"{PROFILE} == q[L]*(1 + s**2)",
        [],
        {"whole": whole, "square": square},
        [["-(1 + s**2)*_", "whole"], ["s**(2-L)*_", "square"]],
    )
    found = [root]
    for level, turn, value in (("L", "L*s**(2*L-2) == m*q[L]**2", "2*L-2"), ("1", "s**(2*L-2) == m*q[L]**2", "L-1")):
        size, at = f"m*s**2 == {level}", ["0", "1", "2"] if level == "L" else ["0", "1/2", "2"]
        found.append(
            book.expand(
                letters,
                [*given, size],
                [turn, f"m*(1 + s**2) == {value}"],
                [],
                {"square": square},
                [
                    ["-m*_", "square", [0]],
                    ["-s**(2*L-2)*_", size, [0]],
                    ["_", size, [1]],
                    ["_", "def m", [1]],
                ],
                s=at,
                mu={n: at for n in "1234"},
            )
        )
    return found[0], found[1], found[2]


def two_layers(book: Book) -> str:
    """L = 2, a positive root s² = q y − q² of the well g(x) = x⁴/q² − 2 y x²/q + 2x²: g′(s) = 0 < g″(s), g(s) = −(y − q)²."""
    book.scene = {"L": 2, "mu": {"1": "2/3", "2": "3/2"}, "n": 1, "k": 1, "s": "2", "y": "5", "x": "3"}
    letters = [["L", {"kind": "integer", "min": "2", "max": "2"}], x.SCALES, x.SCALE_PRODUCT, x.positive("s"), x.real("y"),
               x.positive("x")]  # fmt: skip
    root, at = "q[L]*y == q[L]**2 + s**2", "(q[L]**(-2)*x**4 - 2*q[L]**(-1)*y*x**2 + 2*x**2)"
    slope, bend_ = "(4*q[L]**(-2)*x**3 - 4*q[L]**(-1)*y*x + 4*x)", "(12*q[L]**(-2)*x**2 - 4*q[L]**(-1)*y + 4)"
    well, flat, bent = (renamed(text, x="s") for text in (at, slope, bend_))
    along = [f"diff({at}, x) == {slope}", f"diff(diff({at}, x), x) == {bend_}"]
    then = [f"{flat} == 0", f"{bent} > 0", f"{well} == -(y - q[L])**2"]
    found = [
        *(book.expand(letters, [root], atom, []) for atom in along),
        book.expand(letters, [root], then[0], [], None, [["-4*q[L]**(-2)*s*_", root]]),
        book.order(letters, [root], then[1], [{"weight": "8*q[L]**(-2)*s**2"}], [], None, [["-4*q[L]**(-2)*_", root]]),
        book.expand(letters, [root], then[2], [], None, [["q[L]**(-2)*(q[L]*y - q[L]**2 - s**2)*_", root]]),
    ]
    return book.add("collect", letters, [root], [*along, *then], None, found)


def root_order(book: Book, objective: Objective) -> tuple[str, str]:
    """'+' roots grow with y and '−' roots fall: x ≥ e on one side of the turn gives y_x ≥ y_e, y_e ≥ y_x."""
    q = {"L": 3, "n": 1, "k": 1, "mu": {"1": "1", "2": "1", "3": "1"}, "t": "11/10"}
    q["lam"] = dict.fromkeys("123", str(objective.fit / objective.ridge))
    letters = [*weights(objective, x.L3), *numbers(), *(x.positive(n) for n in ("e", "f", "v", "w"))]
    below, above = level = [f"q[L]*v == {height('e')}", f"q[L]*w == {height('f')}"]
    book.scene = q
    right = {"e": "1", "f": "2", "v": "2", "w": str(Fraction(17, 2)), "t": "3/2"}
    given = [*level, f"{bend('e')} >= 0", "f >= e"]
    up = book.order(
        letters,
        given,
        "w >= v",
        [{"weight": "q[L]**(-1)", "facts": ["rises"]}],
        [],
        {"rises": rising(book, letters, given, "e", "f", **right)},
        [["q[L]**(-1)*_", above], ["-q[L]**(-1)*_", below]],
        **right,
    )
    side = f"-{bend('f')} >= 0"
    left = {"e": "1/4", "f": "1/2", "v": str(Fraction(1, 64) + 4), "w": str(Fraction(1, 8) + 2), "t": "3/8"}
    given = [*level, side, "f >= e"]
    down = book.order(
        letters,
        given,
        "v >= w",
        [{"weight": "q[L]**(-1)", "facts": ["falls"]}],
        [],
        {"falls": falling(book, letters, given, "e", "f", side, **left)},
        [["q[L]**(-1)*_", below], ["-q[L]**(-1)*_", above]],
        **left,
    )
    return up, down
