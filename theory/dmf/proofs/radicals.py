"""The formulas of Cardano, Ferrari and Vieta for s^(2L−2) − η s^(L−2) + 1 at L = 3, 4, as identities that decide all roots.

L = 3  with u³ = η²/16 + ρ, v³ = η²/16 − ρ, ρ² = η⁴/256 − 1/27: m = u + v solves m³ = m + η²/8, and a² = 2m factors the quartic
L = 4  with η = 3h², z = s² = 2hc: z³ − ηz + 1 = 2h³(4c³ − 3c) + 1, the triple angle
"""

from __future__ import annotations

from fractions import Fraction

from theory.exact.matrices import scene_json
from theory.models.numbers import Surd
from theory.prove.derivation import Book
from theory.prove.letters import positive, real

RESOLVENT = "m**3 == m + 1/8*eta**2"
SIDE = "a**2 == 2*m"
LEAST = "3*m**2 >= 4"
QUARTIC = "s**4 - eta*s + 1"
SQUARE = "(2*eta*a**(-1) - 2*m)"


def cardano_scene(u: Fraction = Fraction(2, 3), v: Fraction = Fraction(1, 2)) -> dict:
    """η² = 8(u³ + v³), in one quadratic field; the third hypothesis asks for u v = 1/3."""
    square = 8 * (u**3 + v**3)
    eta = Surd(Fraction(0), Fraction(1, square.denominator), square.numerator * square.denominator)
    return scene_json({"u": u, "v": v, "rho": (u**3 - v**3) / 2, "eta": eta})


def ferrari_scene(p: Fraction = Fraction(1, 2), s: Fraction = Fraction(3, 5)) -> dict:
    """a² = p + 1/p, m = a²/2, η = a(1/p − p): m³ = m + η²/8 for every rational p in (0, 1)."""
    square = p + 1 / p
    a = Surd(Fraction(0), Fraction(1, square.denominator), square.numerator * square.denominator)
    return scene_json({"a": a, "m": square / 2, "eta": a * (1 / p - p), "s": s})


def cardano(book: Book) -> str:
    """m = u + v solves the resolvent, and 3m² ≥ 4 (since u v = 1/3)."""
    book.scene = cardano_scene()
    letters = [positive("eta"), real("rho"), positive("u"), positive("v")]
    given = ["u**3 == 1/16*eta**2 + rho", "v**3 == 1/16*eta**2 - rho", "rho**2 == 1/256*eta**4 - 1/27"]
    cubed = book.expand(letters, given, "(3*u*v)**3 == 1**3", [], None,
                        [["27*v**3*_", given[0]], ["27*(1/16*eta**2 + rho)*_", given[1]], ["-27*_", given[2]]])
    product = book.add("power", letters, given, "3*u*v == 1", [{"x": "3*u*v", "y": "1", "n": "3", "fact": "cubed"}],
                       {"cubed": cubed})
    resolvent = book.expand(letters, given, "(u+v)**3 == u + v + 1/8*eta**2", [], {"product": product},
                            [["_", given[0]], ["_", given[1]], ["(u+v)*_", "product"]])
    least = book.add("order", letters, given, "3*(u+v)**2 >= 4",
                     [{"terms": [{"weight": "3", "square": "u-v"}], "equal": [["4*_", "product"]]}], {"product": product})
    return book.add("collect", letters, given, ["(u+v)**3 == u + v + 1/8*eta**2", "3*(u+v)**2 >= 4"], None, [resolvent, least])


def ferrari(book: Book) -> tuple[str, str]:
    """4(s⁴ − ηs + 1) = (s² + as + m + η/(2a))((2s − a)² − (2η/a − 2m)); and 0 ≤ 2η/a − 2m < a² where 3m² ≥ 4."""
    book.scene = ferrari_scene()
    letters, given = [positive("eta"), positive("m"), positive("a")], [RESOLVENT, SIDE]
    half = book.expand(letters, given, "(eta*a**(-1))**2 == 4*m**2 - 4", [], None,
                       [["-4*m**(-1)*_", RESOLVENT], ["-1/2*eta**2*m**(-1)*a**(-2)*_", SIDE]])
    first = "(s**2 + a*s + m + 1/2*eta*a**(-1))"
    factors = book.expand(
        [*letters, real("s")], given, f"4*({QUARTIC}) == {first}*((2*s-a)**2 - {SQUARE})", [], {"half": half},
        [[f"-{first}*_", SIDE], ["4*s**2*_", SIDE], ["_", "half"]])
    return factors, _between(book, letters, [*given, LEAST], half)


def _between(book: Book, letters: list, given: list[str], half: str) -> str:
    """(η/a)² = 4m² − 4 < (2m)², and (η/a)² − m² = 3m² − 4 ≥ 0."""
    low = book.add("order", letters, given, "(eta*a**(-1))**2 >= m**2",
                   [{"terms": [{"facts": [LEAST]}], "equal": [["_", "half"]]}], {"half": half})
    high = book.add("order", letters, given, "(2*m)**2 > (eta*a**(-1))**2",
                    [{"terms": [{"weight": "4"}], "equal": [["-_", "half"]]}], {"half": half})
    above = book.add("power", letters, given, "eta*a**(-1) >= m", [{"x": "eta*a**(-1)", "y": "m", "n": "2", "fact": "low"}],
                     {"low": low})
    below = book.add("power", letters, given, "2*m > eta*a**(-1)", [{"x": "2*m", "y": "eta*a**(-1)", "n": "2", "fact": "high"}],
                     {"high": high})
    exists = book.add("order", letters, given, f"{SQUARE} >= 0", [{"terms": [{"weight": "2", "facts": ["above"]}]}],
                      {"above": above})
    smaller = book.add("order", letters, given, f"a**2 > {SQUARE}",
                       [{"terms": [{"weight": "2", "facts": ["below"]}], "equal": [["_", SIDE]]}], {"below": below})
    return book.add("collect", letters, given, [f"{SQUARE} >= 0", f"a**2 > {SQUARE}"], None, [exists, smaller])


def vieta(book: Book) -> str:
    """z = 2hc with η = 3h²: z³ − ηz + 1 = 2h³(4c³ − 3c + h⁻³/2)."""
    book.scene = scene_json({"eta": Fraction(27, 4), "h": Fraction(3, 2), "c": Fraction(2, 5), "z": Fraction(6, 5)})
    letters, given = [positive("eta"), positive("h"), real("c"), real("z")], ["eta == 3*h**2", "z == 2*h*c"]
    return book.expand(letters, given, "z**3 - eta*z + 1 == 2*h**3*(4*c**3 - 3*c + 1/2*h**(-3))",
                       [("z == 2*h*c", "z"), ("eta == 3*h**2", "eta")])
