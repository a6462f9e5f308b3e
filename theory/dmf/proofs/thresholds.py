"""What thresholds say about each other and about losses: their ratio, the gain of a mode, rational instances, L = 2.

Powers of thresholds stand as letters, Ys = y*^(2L−2) and Yg = y_g^(2L−2): both are rational in the weights.
"""

from __future__ import annotations

from fractions import Fraction

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.directions import REST, ROOT, mode_given, mode_letters, profile
from theory.dmf.proofs.gradient import Gradient
from theory.dmf.proofs.minima import _falls, _rises, bend, height
from theory.dmf.proofs.points import scalar_equation
from theory.dmf.proofs.roots import GLOBAL, PROFILE, STAR, numbers, weights
from theory.dmf.scenes.points import point
from theory.exact.matrices import scene_json
from theory.prove.derivation import Book

TWO = x.positive("two", "2")
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
    double = book.expand(letters, [], "p == two*j", [(["def", "p"], "p"), (["def", "two"], "two"), (["def", "j"], "j")])
    powers = book.add(
        "power",
        letters,
        [],
        "p**(2*L-2) == (two*j)**(2*L-2)",
        [{"x": "p", "y": "two*j", "n": "2*L-2", "fact": ["premise", 0, 0]}],
        [double],
    )
    return book.expand(
        letters,
        [],
        "two**(2*L-2)*Yg == L**L*Ys",
        [(["def", "Yg"], "Yg"), (["def", "Ys"], "Ys"), (["premise", 0, 0], "p**(2*L-2)")],
        [powers],
    )


def gain(book: Book, objective: Objective, root: str) -> str:
    """F with a mode at its root = F without the mode − fit·G, G = s²(s^(2L−2)/q² − (L−2)), any L ≥ 2."""
    book.scene = point(objective, whole=True)
    shape = profile(book, objective, root, x.L2)
    letters = mode_letters(objective, x.L2)
    return book.expand(
        letters,
        [*mode_given(), ROOT],
        f"F == a*{REST} - a*{GAIN}",
        [(["premise", 0, 0], "F")],
        [shape],
        [["-2*a*q[L]**(-2)*s**L*_", ["given", 9]]],
    )


def active_values_are_positive(book: Book, objective: Objective, steps: Gradient) -> str:
    """y ≥ 2s > 0 for every active pair of a critical point: q(y − 2s) = s^(2−L)(q − s^(L−1))²."""
    equation = scalar_equation(book, objective, steps)
    statement = book.pages[equation].statement
    witness = [
        {
            "terms": [{"weight": "q[L]**(-1)*s**(2-L)", "square": "q[L] - s**(L-1)"}],
            "equal": [["q[L]**(-1)*_", ["premise", 0, 0]]],
        },
        {"terms": [{"weight": "q[L]*s**(2-L)"}, {"weight": "q[L]**(-1)*s**L"}], "equal": [["q[L]**(-1)*_", ["premise", 0, 0]]]},
    ]
    return book.add("order", statement["letters"], statement["given"], ["y >= 2*s", "y > 0"], witness, [equation])


def equal_weights(book: Book) -> tuple[str, str, str]:
    """All μ_l = s: then s is a root of y = 1 + s²; it is the double root iff (L−2)s² = L, and at y_g iff (L−2)s² = 1."""
    book.scene = {"L": 4, "n": 1, "k": 1, "mu": {n: ["0", "1", "2"] for n in "1234"}, "s": ["0", "1", "2"]}
    letters, given = [x.L3, x.SCALES, x.SCALE_PRODUCT, x.positive("m", "L-2"), x.positive("s")], ["all(k, 1, L, mu[k] == s)"]
    first = book.expand(letters, given, "q[0] == s**0", [(["def", "q", "0"], "q[0]")])
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")],
        [*given, "q[n] == s**n"],
        "q[n+1] == s**(n+1)",
        [(["def", "q", "n+1"], "q[n+1]"), (["given", 0, "n+1"], "mu[n+1]"), (["given", 1], "q[n]")],
    )
    product = book.add("induct", [*letters, x.integer("n", "0", "L")], given, "q[n] == s**n", {"symbol": "n"}, [first, step])
    whole = {"cert": product, "set": {"n": "L"}}
    square = book.add(
        "power",
        letters,
        given,
        "q[L]**2 == s**(2*L)",
        [{"x": "q[L]", "y": "s**L", "n": "2", "fact": ["premise", 0, 0]}],
        [whole],
    )
    root = book.expand(
        letters,
        given,
        f"{PROFILE} == q[L]*(1 + s**2)",
        [],
        [whole, square],
        [["-(1 + s**2)*_", ["premise", 0, 0]], ["s**(2-L)*_", ["premise", 1, 0]]],
    )
    found = [root]
    for level, turn, value in (("L", "L*s**(2*L-2) == m*q[L]**2", "2*L-2"), ("1", "s**(2*L-2) == m*q[L]**2", "L-1")):
        known, at = [*given, f"m*s**2 == {level}"], ["0", "1", "2"] if level == "L" else ["0", "1/2", "2"]
        found.append(
            book.expand(
                letters,
                known,
                [turn, f"m*(1 + s**2) == {value}"],
                [],
                [square],
                [
                    ["-m*_", ["premise", 0, 0], [0]],
                    ["-s**(2*L-2)*_", ["given", 1], [0]],
                    ["_", ["given", 1], [1]],
                    ["_", ["def", "m"], [1]],
                ],
                s=at,
                mu={n: at for n in "1234"},
            )
        )
    return found[0], found[1], found[2]


def two_layers(book: Book) -> str:
    """L = 2, a positive root s² = q y − q²: always right of the turn (t > 0 = (L−2)/L), g″ > 0 there, gain (y − q)² > 0."""
    book.scene = {"L": 2, "mu": {"1": "2/3", "2": "3/2"}, "n": 1, "k": 1, "s": "2", "y": "5"}
    letters = [["L", {"kind": "integer", "min": "2", "max": "2"}], x.SCALES, x.SCALE_PRODUCT, x.positive("s"), x.real("y")]
    given, well = ["q[L]*y == q[L]**2 + s**2"], "(q[L]**(-2)*s**4 - 2*q[L]**(-1)*y*s**2 + 2*s**2)"
    flat = book.expand(letters, given, f"diff({well}, s) == 0", [], None, [["-4*q[L]**(-2)*s*_", ["given", 0]]])
    bent = book.expand(
        letters, given, f"diff(diff({well}, s), s) == 8*q[L]**(-2)*s**2", [], None, [["-4*q[L]**(-2)*_", ["given", 0]]]
    )
    value = book.expand(
        letters, given, f"{well} == -(y - q[L])**2", [], None, [["q[L]**(-2)*(q[L]*y - q[L]**2 - s**2)*_", ["given", 0]]]
    )
    upper = book.add(
        "order",
        letters,
        given,
        f"diff(diff({well}, s), s) > 0",
        [{"terms": [{"weight": "8*q[L]**(-2)*s**2"}], "equal": [["_", ["premise", 0, 0]]]}],
        [bent],
    )
    return book.add(
        "collect",
        letters,
        given,
        [f"diff({well}, s) == 0", f"diff(diff({well}, s), s) > 0", f"{well} == -(y - q[L])**2"],
        None,
        [flat, upper, value],
    )


def root_order(book: Book, objective: Objective) -> tuple[str, str]:
    """'+' roots grow with y and '−' roots fall: x ≥ e on one side of the turn gives y_x ≥ y_e, y_e ≥ y_x."""
    q = {"L": 3, "n": 1, "k": 1, "mu": {"1": "1", "2": "1", "3": "1"}, "t": "11/10"}
    q["lam"] = dict.fromkeys("123", str(objective.fit / objective.ridge))
    letters = [*weights(objective, x.L3), *numbers(), *(x.positive(n) for n in ("e", "f", "v", "w"))]
    level = [f"q[L]*v == {height('e')}", f"q[L]*w == {height('f')}"]
    book.scene = q
    right = {"e": "1", "f": "2", "v": "2", "w": str(Fraction(17, 2)), "t": "3/2"}
    given = [*level, f"{bend('e')} >= 0", "f >= e"]
    rises = _rises(book, letters, given, "e", "f", 2, 3, **right)
    up = book.order(
        letters,
        given,
        "w >= v",
        [{"weight": "q[L]**(-1)", "facts": [["premise", 0, 0]]}],
        [],
        [rises],
        [["q[L]**(-1)*_", ["given", 1]], ["-q[L]**(-1)*_", ["given", 0]]],
        **right,
    )
    left = {"e": "1/4", "f": "1/2", "v": str(Fraction(1, 64) + 4), "w": str(Fraction(1, 8) + 2), "t": "3/8"}
    given = [*level, f"-{bend('f')} >= 0", "f >= e"]
    falls = _falls(book, letters, given, "e", "f", 2, 3, **left)
    down = book.order(
        letters,
        given,
        "v >= w",
        [{"weight": "q[L]**(-1)", "facts": [["premise", 0, 0]]}],
        [],
        [falls],
        [["q[L]**(-1)*_", ["given", 0]], ["-q[L]**(-1)*_", ["given", 1]]],
        **left,
    )
    return up, down
