"""Root counts and thresholds of the scalar equation s^L + q² s^(2−L) = q y, with L symbolic.

Weights enter through q_L: fit^L q_L² = ridge^L Πλ_l. Thresholds are positive roots of positive monomials:
y*^(2L−2) = (2L−2)^(2L−2) L^(−L) (L−2)^(2−L) · ridge^L Πλ / fit^L, y_g^(2L−2) = (L−1)^(2L−2) (L−2)^(2−L) · ridge^L Πλ / fit^L.
"""

from __future__ import annotations

from fractions import Fraction

from theory.dmf import letters as x
from theory.dmf.derive_points import SCALED
from theory.dmf.problem import Objective
from theory.prove.derivation import Book

PROFILE = "s**L + q[L]**2*s**(2-L)"
TURN = "L*s**(2*L-2) == m*q[L]**2"
EFFECTIVE = "b**L*Lam[L]*a**(-L)"  # the effective weight product, equal to q_L²
STAR = f"p**(2*L-2)*L**(-L)*m**(2-L)*{EFFECTIVE}"
GLOBAL = f"j**(2*L-2)*m**(2-L)*{EFFECTIVE}"


def weights(objective: Objective, layers: list) -> list:
    return [layers, *x.coefficients(objective), x.WEIGHTS, x.WEIGHT_PRODUCT, x.SCALES, x.SCALE_PRODUCT]


def numbers() -> list:
    """m = L − 2, j = L − 1, p = 2L − 2 as positive letters (they carry symbolic exponents)."""
    return [x.positive("m", "L-2"), x.positive("j", "L-1"), x.positive("p", "2*L-2")]


def threshold(name: str, radicand: str, degree: str = "2*L-2") -> list:
    return [name, {"kind": "positive", "root": [degree, radicand]}]


def scale_product(book: Book, objective: Objective, layers: list) -> str:
    """fit^n q_n² = ridge^n λ_1⋯λ_n."""
    letters, given = weights(objective, layers), [SCALED]
    then = "a**n*q[n]**2 == b**n*Lam[n]"
    base = book.expand(letters, given, then.replace("n", "0"), [(["def", "q", "0"], "q[0]"), (["def", "Lam", "0"], "Lam[0]")])
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")], [*given, then], "a**(n+1)*q[n+1]**2 == b**(n+1)*Lam[n+1]",
        [(["def", "q", "n+1"], "q[n+1]"), (["def", "Lam", "n+1"], "Lam[n+1]")], None,
        [["a*mu[n+1]**2*_", ["given", 1]], ["b**n*Lam[n]*_", ["given", 0, "n+1"]]])  # fmt: skip
    return book.add("induct", [*letters, x.integer("n", "0", "L")], given, then, {"symbol": "n"}, [base, step])


def turning_scene(objective: Objective) -> dict:
    """L = 4 with all values at the turning point in one quadratic field: q = 4/27, y* = 1, s = √2/3 (times 3/2·…)."""
    return _scene(objective, 4, Fraction(4, 27), 2)


def _scene(objective: Objective, layers: int, q: Fraction, surd: int) -> dict:
    from theory.dmf.models import to_json_scene
    from theory.kernel.numbers import Surd

    a, b = objective.fit, objective.ridge
    mu = {1: q, **{n: Fraction(1) for n in range(2, layers + 1)}}
    lam = {n: m * m * a / b for n, m in mu.items()}
    scene = {"L": layers, "n": 1, "k": 1, "mu": mu, "lam": lam, "ystar": Fraction(1), "y": Fraction(3, 2),
             "s": Surd(Fraction(0), Fraction(1, 3), surd)}  # fmt: skip
    return to_json_scene(scene)


def star(book: Book, objective: Objective) -> tuple[list, list, str, str]:
    """(letters, given, slope, z): the turning point lies over y*. ``z`` states q y* = q p s^(2−L) q / L there."""
    layers = x.L3
    product = scale_product(book, objective, layers)
    letters = [*weights(objective, layers), *numbers(), threshold("ystar", STAR), x.positive("y"), x.positive("s")]
    given = [SCALED, TURN]
    slope = book.expand(
        letters, [SCALED], f"s*diff({PROFILE} - q[L]*y, s) == s**(2-L)*(L*s**(2*L-2) - m*q[L]**2)",
        [(["def", "m"], "m")])  # fmt: skip
    ratio = book.expand(letters, given, "s**(2*L-2) == m*q[L]**2*L**(-1)", [], None, [["L**(-1)*_", ["given", 1]]])
    raised = book.add("power", letters, given, "s**((2*L-2)*(2-L)) == m**(2-L)*q[L]**(4-2*L)*L**(L-2)",
                      [{"x": "s**(2*L-2)", "y": "m*q[L]**2*L**(-1)", "n": "2-L", "fact": ["premise", 0, 0]}], [ratio])  # fmt: skip
    equal = book.expand(
        letters, given, "(q[L]*p*s**(2-L)*L**(-1))**(2*L-2) == ystar**(2*L-2)",
        [(["def", "ystar"], "ystar**(2*L-2)")], [raised, {"cert": product, "set": {"n": "L"}}],
        [["q[L]**(2*L-2)*p**(2*L-2)*L**(2-2*L)*_", ["premise", 0, 0]],
         ["p**(2*L-2)*L**(-L)*m**(2-L)*a**(-L)*_", ["premise", 1, 0]]])  # fmt: skip
    same = book.add("power", letters, given, "q[L]*p*s**(2-L)*L**(-1) == ystar",
                    [{"x": "q[L]*p*s**(2-L)*L**(-1)", "y": "ystar", "n": "2*L-2", "fact": ["premise", 0, 0]}], [equal])  # fmt: skip
    level = book.expand(
        letters, given, f"{PROFILE} == q[L]*ystar", [(["def", "p"], "p")], [same],
        [["q[L]*_", ["premise", 0, 0]], ["L**(-1)*s**(2-L)*_", ["given", 1]],
         ["L**(-1)*q[L]**2*s**(2-L)*_", ["def", "m"]]])  # fmt: skip
    return letters, given, slope, level


def root_counts(book: Book, objective: Objective) -> dict[str, str]:
    """L >= 3: two simple roots above y*, one double root at y*, none below; one root on each side of the turn."""
    book.scene = turning_scene(objective)
    letters, given, slope, level = star(book, objective)
    f = f"{PROFILE} - q[L]*y"
    signs = {
        "above": ("y > ystar", f"q[L]*y > {PROFILE}", Fraction(3, 2)),
        "at": ("y == ystar", f"{f} == 0", Fraction(1)),
        "below": ("ystar > y", f"{PROFILE} > q[L]*y", Fraction(1, 2)),
    }
    counts = {"above": "simple=2", "at": "double=1", "below": "simple=0"}
    found = {}
    for side, (hypothesis, sign, y) in signs.items():
        known = [*given, hypothesis]
        if side == "at":
            turn = book.expand(letters, known, sign, [(["given", 2], "y")], [level], [["_", ["premise", 0, 0]]], y=str(y))
        else:
            turn = book.add("order", letters, known, sign,
                            [{"terms": [{"weight": "q[L]", "facts": [["given", 2]]}],
                              "equal": [[("-" if side == "above" else "") + "_", ["premise", 0, 0]]]}], [level], y=str(y))  # fmt: skip
        witness = {"times": "s**(2-L)", "rising": "L", "power": "2*L-2", "falling": "m*q[L]**2"}
        outer = [n for n in letters if n[0] != "s"]
        found[side] = book.add("shape", outer, [SCALED, hypothesis], f"roots({f}, s, {counts[side]})", witness,
                               [slope, turn], y=str(y))  # fmt: skip
        if side == "above":
            for name, where in (("upper", "L*s**(2*L-2) - m*q[L]**2"), ("lower", "m*q[L]**2 - L*s**(2*L-2)")):
                found[name] = book.add("shape", outer, [SCALED, hypothesis],
                                       f"roots({f}, s, simple=1, where={where})", witness, [slope, turn], y=str(y))  # fmt: skip
    return found


def root_count_two_layers(book: Book, objective: Objective) -> dict[str, str]:
    """L = 2: one root iff y > y* = √(effective weight product), else none."""
    a, b = objective.fit, objective.ridge
    book.scene = {"L": 2, "mu": {"1": "2/3", "2": "3/2"}, "n": 1, "k": 1, "ystar": "1", "s": "2/5",
                  "lam": {"1": str(Fraction(4, 9) * a / b), "2": str(Fraction(9, 4) * a / b)}}  # fmt: skip
    two = ["L", {"kind": "integer", "min": "2", "max": "2"}]
    product = scale_product(book, objective, two)
    letters = [*weights(objective, two), threshold("ystar", EFFECTIVE, "2"), x.positive("y")]
    opened = [*letters, x.positive("s")]
    f = "s**2 + q[L]**2 - q[L]*y"
    slope = book.expand(opened, [SCALED], f"s*diff({f}, s) == 1*(2*s**2 - 0)", [], y="2")
    square = book.expand(letters, [SCALED], "ystar**2 == q[L]**2", [(["def", "ystar"], "ystar**2")],
                         [{"cert": product, "set": {"n": "L"}}], [["-a**(-L)*_", ["premise", 0, 0]]], y="2")  # fmt: skip
    same = book.add("power", letters, [SCALED], "ystar == q[L]",
                    [{"x": "ystar", "y": "q[L]", "n": "2", "fact": ["premise", 0, 0]}], [square], y="2")  # fmt: skip
    found = {}
    for side, hypothesis, sign, count, y in (("above", "y > ystar", "q[L]*y > q[L]**2", "simple=1", "2"),
                                             ("not above", "ystar >= y", "q[L]**2 - q[L]*y >= 0", "simple=0", "1/2")):  # fmt: skip
        limit = book.add("order", opened, [SCALED, hypothesis], sign,
                         [{"terms": [{"weight": "q[L]", "facts": [["given", 1]]}],
                           "equal": [["q[L]*_" if side == "above" else "-q[L]*_", ["premise", 0, 0]]]}], [same], y=y)  # fmt: skip
        found[side] = book.add("shape", letters, [SCALED, hypothesis], f"roots({f}, s, {count})",
                               {"times": "1", "rising": "2", "power": "2", "falling": "0"}, [slope, limit], y=y)  # fmt: skip
    return found
