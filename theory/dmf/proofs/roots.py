"""Root counts and thresholds of the scalar equation s^L + q² s^(2−L) = q y, with L symbolic.

Weights enter through q_L: fit^L q_L² = ridge^L Πλ_l. Thresholds are positive roots of positive monomials:
y*^(2L−2) = (2L−2)^(2L−2) L^(−L) (L−2)^(2−L) · ridge^L Πλ / fit^L, y_g^(2L−2) = (L−1)^(2L−2) (L−2)^(2−L) · ridge^L Πλ / fit^L.
"""

from __future__ import annotations

from fractions import Fraction

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.points import SCALED
from theory.exact.matrices import scene_json
from theory.prove.derivation import Book
from theory.prove.formulas import renamed, unfold, use

PROFILE = "s**L + q[L]**2*s**(2-L)"
IS_ROOT, TURN, RIGHT_OF_TURN = f"q[L]*y == {PROFILE}", "L*s**(2*L-2) == m*q[L]**2", "L*s**(2*L-2) > m*q[L]**2"
EFFECTIVE = "b**L*Lam[L]*a**(-L)"  # the effective weight product, equal to q_L²
STAR = f"p**(2*L-2)*L**(-L)*m**(2-L)*{EFFECTIVE}"
GLOBAL = f"j**(2*L-2)*m**(2-L)*{EFFECTIVE}"


def weights(objective: Objective, layers: list) -> list:
    """Coefficients, weights λ_l and scales μ_l with their products."""
    return [layers, *x.coefficients(objective), x.WEIGHTS, x.WEIGHT_PRODUCT, x.SCALES, x.SCALE_PRODUCT]


def numbers() -> list:
    """m = L − 2, j = L − 1, p = 2L − 2 as positive letters (they carry symbolic exponents)."""
    return [x.positive("m", "L-2"), x.positive("j", "L-1"), x.positive("p", "2*L-2")]


def threshold(name: str, radicand: str, degree: str = "2*L-2") -> list:
    """A threshold: the positive root of a positive monomial."""
    return [name, {"kind": "positive", "root": [degree, radicand]}]


def scale_product(book: Book, objective: Objective, layers: list) -> str:
    """fit^n q_n² = ridge^n λ_1⋯λ_n."""
    letters, given = weights(objective, layers), [SCALED]
    then = "a**n*q[n]**2 == b**n*Lam[n]"
    return book.induct(letters, given, then, ("n", "0", "L"), unfold("q Lam", "0"), unfold("q Lam", "n+1"),
                       hints=[["a*mu[n+1]**2*_", "induction"], ["b**n*Lam[n]*_", (SCALED, "n+1")]])


def turning_scene(objective: Objective) -> dict:
    """L = 4 with all values at the turning point in one quadratic field: q = 4/27, y* = 1, s = √2/3 (times 3/2·…)."""
    return _scene(objective, 4, Fraction(4, 27), 2)


def _scene(objective: Objective, layers: int, q: Fraction, surd: int) -> dict:
    from theory.models.numbers import Surd

    a, b = objective.fit, objective.ridge
    mu = {1: q, **{n: Fraction(1) for n in range(2, layers + 1)}}
    lam = {n: m * m * a / b for n, m in mu.items()}
    scene = {"L": layers, "n": 1, "k": 1, "mu": mu, "lam": lam, "ystar": Fraction(1), "y": Fraction(3, 2),
             "s": Surd(Fraction(0), Fraction(1, 3), surd)}
    return scene_json(scene)


def star(book: Book, objective: Objective) -> tuple[list, list, str, str]:
    """(letters, given, slope, z): the turning point lies over y*. ``z`` states q y* = q p s^(2−L) q / L there."""
    layers = x.L3
    product = scale_product(book, objective, layers)
    letters = [*weights(objective, layers), *numbers(), threshold("ystar", STAR), x.positive("y"), x.positive("s")]
    given = [SCALED, TURN]
    slope = book.expand(
        letters, [SCALED], f"s*diff({PROFILE} - q[L]*y, s) == s**(2-L)*(L*s**(2*L-2) - m*q[L]**2)",
        ["def m"])
    ratio = book.expand(letters, given, "s**(2*L-2) == m*q[L]**2*L**(-1)", [], None, [["L**(-1)*_", TURN]])
    raised = book.add("power", letters, given, "s**((2*L-2)*(2-L)) == m**(2-L)*q[L]**(4-2*L)*L**(L-2)",
                      [{"x": "s**(2*L-2)", "y": "m*q[L]**2*L**(-1)", "n": "2-L", "fact": "ratio"}], {"ratio": ratio})
    equal = book.expand(
        letters, given, "(q[L]*p*s**(2-L)*L**(-1))**(2*L-2) == ystar**(2*L-2)",
        [("def ystar", "ystar**(2*L-2)")], {"raised": raised, "product": use(product, n="L")},
        [["q[L]**(2*L-2)*p**(2*L-2)*L**(2-2*L)*_", "raised"],
         ["p**(2*L-2)*L**(-L)*m**(2-L)*a**(-L)*_", "product"]])
    same = book.add("power", letters, given, "q[L]*p*s**(2-L)*L**(-1) == ystar",
                    [{"x": "q[L]*p*s**(2-L)*L**(-1)", "y": "ystar", "n": "2*L-2", "fact": "equal"}], {"equal": equal})
    level = book.expand(
        letters, given, f"{PROFILE} == q[L]*ystar", ["def p"], {"same": same},
        [["q[L]*_", "same"], ["L**(-1)*s**(2-L)*_", TURN],
         ["L**(-1)*q[L]**2*s**(2-L)*_", "def m"]])
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
            turn = book.expand(letters, known, sign, ["y == ystar"], {"level": level}, [["_", "level"]], y=str(y))
        else:
            turn = book.add("order", letters, known, sign,
                            [{"terms": [{"weight": "q[L]", "facts": [hypothesis]}],
                              "equal": [[("-" if side == "above" else "") + "_", "level"]]}], {"level": level}, y=str(y))
        witness = {"times": "s**(2-L)", "rising": "L", "power": "2*L-2", "falling": "m*q[L]**2"}
        outer = [n for n in letters if n[0] != "s"]
        found[side] = book.add("shape", outer, [SCALED, hypothesis], f"roots({f}, s, {counts[side]})", witness,
                               [slope, turn], y=str(y))
        if side == "above":
            for name, where in (("upper", "L*s**(2*L-2) - m*q[L]**2"), ("lower", "m*q[L]**2 - L*s**(2*L-2)")):
                found[name] = book.add("shape", outer, [SCALED, hypothesis],
                                       f"roots({f}, s, simple=1, where={where})", witness, [slope, turn], y=str(y))
    return found


def root_count_two_layers(book: Book, objective: Objective) -> dict[str, str]:
    """L = 2: one root iff y > y* = √(effective weight product), else none."""
    a, b = objective.fit, objective.ridge
    book.scene = {"L": 2, "mu": {"1": "2/3", "2": "3/2"}, "n": 1, "k": 1, "ystar": "1", "s": "2/5",
                  "lam": {"1": str(Fraction(4, 9) * a / b), "2": str(Fraction(9, 4) * a / b)}}
    two = ["L", {"kind": "integer", "min": "2", "max": "2"}]
    product = scale_product(book, objective, two)
    letters = [*weights(objective, two), threshold("ystar", EFFECTIVE, "2"), x.positive("y")]
    opened = [*letters, x.positive("s")]
    f = "s**2 + q[L]**2 - q[L]*y"
    slope = book.expand(opened, [SCALED], f"s*diff({f}, s) == 1*(2*s**2 - 0)", [], y="2")
    square = book.expand(letters, [SCALED], "ystar**2 == q[L]**2", [("def ystar", "ystar**2")],
                         {"product": use(product, n="L")}, [["-a**(-L)*_", "product"]], y="2")
    same = book.add("power", letters, [SCALED], "ystar == q[L]",
                    [{"x": "ystar", "y": "q[L]", "n": "2", "fact": "square"}], {"square": square}, y="2")
    found = {}
    for side, hypothesis, sign, count, y in (("above", "y > ystar", "q[L]*y > q[L]**2", "simple=1", "2"),
                                             ("not above", "ystar >= y", "q[L]**2 - q[L]*y >= 0", "simple=0", "1/2")):
        limit = book.add("order", opened, [SCALED, hypothesis], sign,
                         [{"terms": [{"weight": "q[L]", "facts": [hypothesis]}],
                           "equal": [["q[L]*_" if side == "above" else "-q[L]*_", "same"]]}], {"same": same}, y=y)
        found[side] = book.add("shape", letters, [SCALED, hypothesis], f"roots({f}, s, {count})",
                               {"times": "1", "rising": "2", "power": "2", "falling": "0"}, [slope, limit], y=y)
    return found


TEST = "L**L*m**(L-2)*a**L*y**(2*L-2)"
TEST_LEVEL = "p**(2*L-2)*b**L*Lam[L]"
EQUAL = f"{TEST} == {TEST_LEVEL}"
GLOBAL_TEST = "m**(L-2)*a**L*y**(2*L-2)"
GLOBAL_LEVEL = "j**(2*L-2)*b**L*Lam[L]"


def sign_tests(book: Book, objective: Objective, name: str = "ystar") -> dict[str, str]:
    """The threshold against y decided by integer powers only (no root is taken): > and < of exact rationals."""
    book.scene = turning_scene(objective)
    existence = name == "ystar"
    radicand, left, right = (STAR, TEST, TEST_LEVEL) if existence else (GLOBAL, GLOBAL_TEST, GLOBAL_LEVEL)
    factor = "L**(-L)*m**(2-L)*a**(-L)" if existence else "m**(2-L)*a**(-L)"
    letters = [*weights(objective, x.L3), *numbers(), threshold(name, radicand), x.positive("y")]
    found = {}
    scene = {} if existence else global_scene(objective)
    for side, test, big, small, y in ((">", f"{left} > {right}", "y", name, 3), ("<", f"{right} > {left}", name, "y", 1)):
        y_value = str(Fraction(y, 2) * (1 if existence else Fraction(scene["yg"])))
        powers = book.add("order", letters, [test], f"{big}**(2*L-2) > {small}**(2*L-2)",
                          [{"terms": [{"weight": factor, "facts": [test]}],
                            "equal": [["_" if big == name else "-_", f"def {name}"]]}], **{**scene, "y": y_value})
        found[side] = book.add("power", letters, [test], f"{big} > {small}",
                               [{"x": big, "y": small, "n": "2*L-2", "fact": "powers"}], {"powers": powers},
                               **{**scene, "y": y_value})
    return found


def equality_test(book: Book, objective: Objective) -> str:
    """Equality of the same two numbers is y = y*."""
    book.scene = {**turning_scene(objective), "y": "1"}
    letters, given = [*weights(objective, x.L3), *numbers(), threshold("ystar", STAR), x.positive("y")], [EQUAL]
    powers = book.expand(letters, given, "y**(2*L-2) == ystar**(2*L-2)", [], None,
                         [["L**(-L)*m**(2-L)*a**(-L)*_", EQUAL], ["-_", "def ystar"]])
    return book.add("power", letters, given, "y == ystar",
                    [{"x": "y", "y": "ystar", "n": "2*L-2", "fact": "powers"}], {"powers": powers})


def counts_by_sign_test(book: Book, objective: Objective) -> dict[str, str]:
    """The root counts above, below and at y* with the rational test as hypothesis."""
    counts, tests = root_counts(book, objective), sign_tests(book, objective)
    tests["="] = equality_test(book, objective)
    letters = [*weights(objective, x.L3), *numbers(), threshold("ystar", STAR), x.positive("y")]
    f = f"{PROFILE} - q[L]*y"
    found = {}
    for side, sign, test, count, y in (("above", ">", f"{TEST} > {TEST_LEVEL}", "simple=2", "3/2"),
                                       ("below", "<", f"{TEST_LEVEL} > {TEST}", "simple=0", "1/2"),
                                       ("at", "=", EQUAL, "double=1", "1")):
        found[side] = book.add("collect", letters, [SCALED, test], f"roots({f}, s, {count})", None,
                               [tests[sign], counts[side]], y=y)
    return found


def global_scene(objective: Objective) -> dict:
    """L = 4, q = 2: s_g^6 = 2·4 = 8, s_g = √2, y_g = 3·2·s_g^(−2) = 3."""
    return {**_scene(objective, 4, Fraction(2), 2), "sg": ["0", "1", "2"], "yg": "3", **_at_root(objective, Fraction(3, 2))}


def upper_root_beats_zero(book: Book, objective: Objective) -> dict[str, str]:
    """For a '+' root s of y: y > y_g gives s^(2L−2) > (L−2) q² (its gain is positive), y <= y_g gives <=."""
    book.scene = global_scene(objective)
    letters = [*weights(objective, x.L3), *numbers(), threshold("sg", "m*q[L]**2"), threshold("yg", GLOBAL),
               x.positive("s"), x.positive("y")]
    product = scale_product(book, objective, x.L3)
    level = global_level(book, letters, product)
    values = {">": _at_root(objective, Fraction(3, 2)), "<": _at_root(objective, Fraction(9, 10))}
    found = {}
    for sign in (">", "<"):
        beats = sign == ">"
        low, high = ("s", "sg") if beats else ("sg", "s")
        assumed = "sg >= s" if beats else "s > sg"
        then = "yg >= y" if beats else "y > yg"
        scene = values["<" if beats else ">"]
        known = [SCALED, IS_ROOT, RIGHT_OF_TURN, assumed]
        grows = _branch(book, letters, known, low, high, beats, scene)
        order = book.add("order", letters, known, then, _global_order(beats), {"grows": grows, "level": level}, **scene)
        conclusion, hypothesis = ("s > sg", "y > yg") if beats else ("sg >= s", "yg >= y")
        given = [SCALED, IS_ROOT, RIGHT_OF_TURN, hypothesis]
        root_order = book.add("contrapose", letters, given, conclusion, {"given": hypothesis}, [order], **values[sign])
        powers = book.add("power", letters, given,
                          "s**(2*L-2) > sg**(2*L-2)" if beats else "sg**(2*L-2) >= s**(2*L-2)",
                          [{"x": "s" if beats else "sg", "y": "sg" if beats else "s", "n": "2*L-2",
                            "fact": "root order"}], {"root order": root_order}, **values[sign])
        found[sign] = book.add("order", letters, given,
                               "s**(2*L-2) > m*q[L]**2" if beats else "m*q[L]**2 >= s**(2*L-2)",
                               [{"terms": [{"facts": ["powers"]}],
                                 "equal": [["_" if beats else "-_", "def sg"]]}], {"powers": powers}, **values[sign])
    return found


def _global_order(beats: bool) -> list:
    """q (y_g − y) = [h(s_g) − h(s)] + …, from h(s_g) = q y_g and h(s) = q y."""
    sign = "-" if beats else ""
    return [{"terms": [{"weight": "q[L]**(-1)", "facts": ["grows"]}],
             "equal": [[f"{sign}q[L]**(-1)*_", "level"], [f"{sign}q[L]**(-1)*_", IS_ROOT]]}]


def _at_root(objective: Objective, multiple: Fraction) -> dict:
    """Scene with s = multiple·s_g and y from the root equation (all in Q(√2))."""
    from theory.models.numbers import Surd, inverse, power

    s, q = Surd(Fraction(0), multiple, 2), Fraction(2)
    y = (power(s, 4) + power(q, 2) * power(s, -2)) * inverse(q)
    return {"s": ["0", str(multiple), "2"], "y": [str(y.a), str(y.b), "2"] if isinstance(y, Surd) and y.b else str(y.a)}


def global_level(book: Book, letters: list, product: str) -> str:
    """h(s_g) = q y_g, with h(s) = s^L + q² s^(2−L)."""
    scene = _at_root(Objective(), Fraction(3, 2))
    raised = book.add("power", letters, [SCALED], "sg**((2*L-2)*(2-L)) == m**(2-L)*q[L]**(4-2*L)",
                      [{"x": "sg**(2*L-2)", "y": "m*q[L]**2", "n": "2-L", "fact": "def sg"}], **scene)
    equal = book.expand(
        letters, [SCALED], "(j*q[L]*sg**(2-L))**(2*L-2) == yg**(2*L-2)", [("def yg", "yg**(2*L-2)")],
        {"raised": raised, "product": use(product, n="L")},
        [["j**(2*L-2)*q[L]**(2*L-2)*_", "raised"],
         ["j**(2*L-2)*m**(2-L)*a**(-L)*_", "product"]], **scene)
    same = book.add("power", letters, [SCALED], "j*q[L]*sg**(2-L) == yg",
                    [{"x": "j*q[L]*sg**(2-L)", "y": "yg", "n": "2*L-2", "fact": "equal"}], {"equal": equal}, **scene)
    return book.expand(
        letters, [SCALED], f"{renamed(PROFILE, s='sg')} == q[L]*yg",
        ["def j", "def m"], {"same": same},
        [["q[L]*_", "same"], ["sg**(2-L)*_", "def sg"]], **scene)


def _branch(book: Book, letters: list, known: list, low: str, high: str, weak: bool, scene: dict) -> str:
    """h(high) >= h(low) (or >) on the branch right of the turning point."""
    opened = [*letters, x.positive("x")]
    inside = [*known, f"x >= {low}"]
    middle = _middle(scene, low, high)
    powers = book.add("power", opened, inside, f"x**(2*L-2) >= {low}**(2*L-2)",
                      [{"x": "x", "y": low, "n": "2*L-2", "fact": f"x >= {low}"}], **scene, x=middle)
    h = renamed(PROFILE, s="x")
    rate = "x**(2-L)*(L*x**(2*L-2) - m*q[L]**2)"
    slope = book.expand(opened, inside, f"x*diff({h}, x) == {rate}", ["def m"], **scene, x=middle)
    terms = [{"weight": "L*x**(2-L)", "facts": ["powers"]}]
    if weak:
        terms.append({"weight": "x**(2-L)", "facts": [RIGHT_OF_TURN]})
        equal = [["_", "slope"]]
    else:  # at s_g the branch has L s_g^(2L−2) − m q² = (L−1) m q² > 0
        terms.append({"weight": "x**(2-L)*j*m*q[L]**2"})
        equal = [["_", "slope"], ["L*x**(2-L)*_", "def sg"], ["-x**(2-L)*m*q[L]**2*_", "def j"]]
    rises = book.add("order", opened, inside, f"x*diff({h}, x) > 0", [{"terms": terms, "equal": equal}],
                     {"slope": slope, "powers": powers}, **scene, x=middle)
    relation = ">=" if weak else ">"
    values = [renamed(PROFILE, s=e) for e in (high, low)]
    return book.add("monotone", letters, known, f"{values[0]} {relation} {values[1]}",
                    {"function": h, "variable": "x", "low": low, "high": high, "times": "x",
                     "fact": known[-1]}, [rises], **scene)


def _middle(scene: dict, low: str, high: str) -> list:
    """A value between the two ends of the branch."""
    ends = [Fraction(1) if e == "sg" else Fraction(scene["s"][1]) for e in (low, high)]
    return ["0", str(sum(ends) / 2), "2"]
