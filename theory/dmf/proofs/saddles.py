"""Strict saddles and saddles, from the closed form of a critical point: F along a line W + tZ, exactly.

E is a unit vector with S E = s E, so the root s is active and U_n E is its singular vector in layer n. Along
Z_n = μ_n⁻¹ U_n E Eᵀ U_{n−1}ᵀ the closed form keeps its frames, S + (e − s) E Eᵀ in place of S.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.directions import spare_unit_change
from theory.dmf.proofs.gradient import RENAME
from theory.dmf.proofs.points import CLOSED, CLOSED_FORM, ORTHONORMAL, SCALED, segments
from theory.dmf.scenes.points import threshold_surd
from theory.dmf.scenes.saddles import closed_form
from theory.prove.derivation import Book
from theory.prove.formulas import renamed, unfold, use

ACTIVE = ["E.T*E == 1", "S*E == s*E"]
BELOW_TURN = "(L-2)*q[L]**2 > L*s**(2*L-2)"
AT_TURN = "L*s**(2*L-2) == (L-2)*q[L]**2"
PAIR = ["v.T*v == 1", "w.T*w == 1", "U[0].T*v == 0", "U[L].T*w == 0", "Y*v == z*w", "Y.T*w == z*v"]
"""A singular triple of Y beside those of W."""
ABOVE = "q[L]*z > q[L]**2*s**(2-L) + s**L"
SHIFT = "W[n_]+(e-s)*mu[n_]**(-1)*U[n_]*E*E.T*U[n_-1].T"
GROWTH = ("q[L]**(-2)*(e**(2*L) - s**(2*L)) - 2*(s**(2-L) + q[L]**(-2)*s**L)*(e**L - s**L) + L*(e**2 - s**2)")
"""What F gains, over fit, when the root s becomes e."""
LINE = {"objective": "F", "family": "W", "moved": {n: RENAME[n] for n in ("W", "P", "Reg", "F")}}


def closed_form_letters(objective: Objective, layers: list = x.L2) -> list:
    """F, the scaled weights, the frames and the roots."""
    return [*x.base(objective, layers), x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR]


def active_letters(objective: Objective, layers: list = x.L2) -> list:
    """The closed form with one active root s and its unit vector E."""
    return [*closed_form_letters(objective, layers), x.matrix("E", "r", "1"), x.positive("s")]


def rate(order: int) -> str:
    """The derivative of fit·GROWTH of this order at e = s."""
    def falling(high: str) -> str:
        return "*".join([high, *(f"({high}-{k})" for k in range(1, order))])

    return (f"a*({falling('(2*L)')}*q[L]**(-2)*s**(2*L-{order}) - 2*{falling('L')}*(s**(2-L) + q[L]**(-2)*s**L)*s**(L-{order})"
            + (" + 2*L)" if order == 2 else ")"))  # fmt: skip


def lower_root(book: Book, objective: Objective, root: str, critical: str) -> str:
    """An active root left of the turn: a strict saddle, along the line that moves this root."""
    book.scene = closed_form(objective)
    letters, given = active_letters(objective, x.L3), [*CLOSED_FORM, *ACTIVE, BELOW_TURN]
    bent = book.order(letters, given, f"0 > {rate(2)}", [{"weight": "2*a*L*q[L]**(-2)", "facts": [BELOW_TURN]}])
    return _germ(book, letters, given, 2, "e = s", moved_root(book, objective, root, x.L3), critical, bent)


def double_root(book: Book, objective: Objective, root: str, critical: str) -> str:
    """An active double root: no local extremum, since F has a cubic inflection along the line that moves this root."""
    surd = threshold_surd()
    book.scene = closed_form(objective, (2, 2, 2, 3), (surd, 2 * surd), mu=dict.fromkeys((1, 2, 3), surd))
    letters, given = active_letters(objective, x.L3), [*CLOSED_FORM, *ACTIVE, AT_TURN]
    flat = book.expand(letters, given, f"{rate(2)} == 0", [], None, [["2*a*L*q[L]**(-2)*_", AT_TURN]])
    steep = f"{rate(3)} > 0"
    excess = book.order([*letters, x.positive("m", "L-2")], given, steep,
                        [{"weight": "4*a*L*m*s**(-1)"}, {"weight": "4*a*L*m**2*s**(-1)"}], [],
                        hints=[["-4*a*L*s**(-1)*(L-1+m)*_", "def m"],
                               ["2*a*L*(L-1)*3*q[L]**(-2)*s**(-1)*_", AT_TURN]])
    third = book.add("forget", letters, given, steep, None, [excess])
    return _germ(book, letters, given, 3, "e = s", moved_root(book, objective, root, x.L3), critical, flat, third)


def inactive_above(book: Book, objective: Objective, root: str, critical: str) -> str:
    """A singular value z of Y beside those of W, above the value of an active root: a strict saddle, any L ≥ 2. The line turns
    the active singular vectors towards those of z, in layers 1 and L only."""
    book.scene = closed_form(objective, (3, 2, 2, 4), (Fraction(1, 2), Fraction(4, 3)), (Fraction(99),))
    letters = [*active_letters(objective), x.matrix("v", "d[0]", "1"), x.matrix("w", "d[L]", "1"), x.real("z")]
    given = [*CLOSED_FORM, *ACTIVE, *PAIR, ABOVE]
    then = "0 > 4*a*(1 + q[L]**(-2)*s**(2*L-2) - q[L]**(-1)*s**(L-2)*z)"
    bent = book.order(letters, given, then, [{"weight": "4*a*q[L]**(-2)*s**(L-2)", "facts": [ABOVE]}])
    change = _turned(book, objective, [*letters, x.real("t"), *x.moved(
        {"1": "W[1]+t*mu[1]**(-1)*U[1]*E*v.T", "L": "W[L]+t*mu[L]**(-1)*w*E.T*U[L-1].T"})], root)  # fmt: skip
    return _germ(book, letters, given, 2, "t = 0", change, critical, bent)


def spare_unit(book: Book, objective: Objective, root: str, critical: str) -> str:
    """L = 2, a spare hidden unit and a singular value of Y beside those of W, above √λ: a strict saddle."""
    change, letters, known = spare_unit_change(book, objective, root)
    given = [*known, *(renamed(atom, L="2") for atom in CLOSED_FORM[3:]), "z > q[2]"]
    book.scene = closed_form(objective, (3, 3, 4), (Fraction(1, 2), Fraction(4, 3)), (Fraction(9),))
    bent = book.order(letters, given, "0 > 4*a*(1 - q[2]**(-1)*z)", [{"weight": "4*a*q[2]**(-1)", "facts": ["z > q[2]"]}])
    return _germ(book, letters, given, 2, "t = 0", change, use(critical, L="2"), bent)


def _germ(book: Book, letters: list, given: list, order: int, line: str, change: str, *facts: Any) -> str:
    """By the derivatives along the ``line``, "e = s" or "t = 0"."""
    variable, place = line.split(" = ")
    then = "strict_saddle(F, W)" if order == 2 else "saddle(F, W)"
    return book.add("germ", letters, given, then, {**LINE, "variable": variable, "place": place, "order": order},
                    [change, *facts])


def moved_root(book: Book, objective: Objective, root: str, layers: list) -> str:
    """F(W + (e − s)Z) = F(W) + fit·GROWTH for every e > 0."""
    letters = [*active_letters(objective, layers), x.positive("e"), *x.moved_everywhere(SHIFT)]
    given = [*CLOSED_FORM, *ACTIVE]
    step = [((CLOSED, "n+1"), "W[n+1]"), *_frames("n"), *_frames("n+1"), *ACTIVE]
    power = powers(book)
    product = book.induct(
        letters, given, "q[n]*P1[n] == U[n]*(S**n + (e**n - s**n)*E*E.T)*U[0].T", ("n", "1", "L"),
        ["def P1[1]", "def P1[0]", "def W1[1]", "def q[1]", "def q[0]", ((CLOSED, "1"), "W[1]")],
        [*unfold("P1 q W1", "n+1"), ("induction", "q[n]*P1[n]"), *step, ("power", "S**n*E")], {"power": use(power, n="n")})
    regular = book.induct(
        letters, given, "Reg1[n] == a*n*(tr(S**2) + e**2 - s**2)", ("n", "0", "L"), ["def Reg1[0]"],
        [*unfold("Reg1 W1", "n+1"), ("induction", "Reg1[n]"), ((SCALED, "n+1"), "b*lam[n+1]"), *step])
    return book.expand(
        letters, given, f"F1 == F + a*({GROWTH})",
        [("moved root", "F1"), ("moved product", "q[L]*P1[L]"), ("moved regular", "Reg1[L]"), *_value(),
         ("power", "S**L*E"), ("lower power", "S**(2-L)*E"), ACTIVE[0]],
        {"moved root": use(root, RENAME), "moved product": use(product, n="L"), "moved regular": use(regular, n="L"),
         **_at_point(book, objective, root), "power": use(power, n="L"), "lower power": lower_power(book, power)})


def _frames(place: str) -> list:
    return [((ORTHONORMAL, place), f"U[{place}].T*U[{place}]")]


def _value() -> list:
    """Rules that write F(W) out at the closed form."""
    return [("root", "F"), ("product", "q[L]*P[L]"), ("regular", "Reg[L]"), CLOSED_FORM[4], *_frames("0"), *_frames("L")]


def _at_point(book: Book, objective: Objective, root: str) -> dict[str, Any]:
    """q P_L = U_L S^L U_0ᵀ and Reg_L = fit·L·tr S², with the definition of F: the premises of `_value`."""
    letters = closed_form_letters(objective)
    regular = book.induct(
        letters, CLOSED_FORM, "Reg[n] == a*n*tr(S**2)", ("n", "0", "L"), ["def Reg[0]"],
        ["def Reg[n+1]", ("induction", "Reg[n]"), ((CLOSED, "n+1"), "W[n+1]"), ((SCALED, "n+1"), "b*lam[n+1]"), *_frames("n"),
         *_frames("n+1")])
    return {"root": root, "product": use(segments(book).head_whole, n="L"), "regular": use(regular, n="L")}


def powers(book: Book) -> str:
    """S^n E = s^n E for 0 ≤ n ≤ L."""
    letters = [x.L2, x.MODES, x.SINGULAR, x.matrix("E", "r", "1"), x.positive("s")]
    return book.induct(letters, [ACTIVE[1]], "S**n*E == s**n*E", ("n", "0", "L"), [], [], None,
                       [["S*_", "induction"], ["s**n*_", ACTIVE[1]]])


def lower_power(book: Book, power: str) -> str:
    """S^(2−L) E = s^(2−L) E."""
    letters = [x.L2, x.MODES, x.SINGULAR, x.matrix("E", "r", "1"), x.positive("s")]
    return book.expand(letters, [ACTIVE[1]], "S**(2-L)*E == s**(2-L)*E", [], {"power": use(power, n="L-2")},
                       [["-s**(2-L)*S**(2-L)*_", "power"]])


def _turned(book: Book, objective: Objective, letters: list, root: str) -> str:
    """F along the turn towards (v, w): F + fit·(2t²(1 + q⁻² s^(2L−2) − q⁻¹ s^(L−2) z) + t⁴ q⁻² s^(2L−4))."""
    given, power, point = [*CLOSED_FORM, *ACTIVE, *PAIR], powers(book), _at_point(book, objective, root)
    inner = book.induct(
        letters, given, "q[n]*P1[n] == q[n]*P[n] + t*s**(n-1)*U[n]*E*v.T", ("n", "1", "L-1"),
        ["def P1[1]", "def P1[0]", "def P[1]", "def P[0]", "def W1[1]", "def q[1]", "def q[0]"],
        [*unfold("P1 P W1 q", "n+1"), ("induction", "q[n]*P1[n]"), ((CLOSED, "n+1"), "W[n+1]"), *_frames("n"), ACTIVE[1]],
        start="q[1]*P1[1] == q[1]*P[1] + t*s**(1-1)*U[1]*E*v.T", until="L-2")
    last = book.expand(
        letters, given,
        "q[L]*P1[L] == U[L]*S**L*U[0].T + t*s**(L-1)*(U[L]*E*v.T + w*E.T*U[0].T) + t**2*s**(L-2)*w*v.T",
        [*unfold("P1 W1 q", "L"), ("inner", "q[L-1]*P1[L-1]"), ((CLOSED, "L"), "W[L]"), ("product", "q[L-1]*P[L-1]"),
         *_frames("L-1"), ("power", "S**(L-1)*E"), *ACTIVE],
        {"inner": use(inner, n="L-1"), "product": {**point["product"], "set": {"n": "L-1"}}, "power": use(power, n="L-1")})
    turned = [*_frames("0"), *_frames("1"), *_frames("L-1"), *_frames("L"), *PAIR[:4], *ACTIVE]
    regular = book.induct(
        letters, given, "Reg1[n] == Reg[n] + a*t**2", ("n", "1", "L-1"),
        [*unfold("Reg1 Reg W1", "1"), *unfold("Reg1 Reg", "0"), ((CLOSED, "1"), "W[1]"), ((SCALED, "1"), "b*lam[1]"), *turned],
        [*unfold("Reg1 Reg W1", "n+1"), ("induction", "Reg1[n]")], until="L-2")
    both = book.expand(
        letters, given, "Reg1[L] == Reg[L] + 2*a*t**2",
        [*unfold("Reg1 Reg W1", "L"), ("inner", "Reg1[L-1]"), ((CLOSED, "L"), "W[L]"), ((SCALED, "L"), "b*lam[L]"), *turned],
        {"inner": use(regular, n="L-1")})
    return book.expand(
        letters, given,
        "F1 == F + a*(2*t**2*(1 + q[L]**(-2)*s**(2*L-2) - q[L]**(-1)*s**(L-2)*z) + t**4*s**(2*L-4)*q[L]**(-2))",
        [("moved root", "F1"), ("last", "q[L]*P1[L]"), ("both", "Reg1[L]"), ("root", "F"), ("product", "q[L]*P[L]"),
         CLOSED_FORM[4], *PAIR[:4], PAIR[5], ("power", "S**L*E"), *turned],
        {"moved root": use(root, RENAME), "last": last, "both": both, "root": root, "product": point["product"],
         "power": use(power, n="L")})
