"""Exact curves through closed-form points: what F does along a radial, a rotation and a spare-unit direction.

One mode (u_n, s, y) is distinguished from the others (U_n, S). All identities are exact in the curve parameter.
"""

from __future__ import annotations

from fractions import Fraction

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.gradient import RENAME
from theory.dmf.proofs.points import CLOSED, LEFT, ORTHONORMAL, RIGHT, SCALED
from theory.dmf.scenes.points import point, threshold_surd
from theory.prove.derivation import Book
from theory.prove.formulas import renamed, unfold, use

MODE = ["u", {"kind": "matrix", "over": ["n_", "0", "L"], "shape": ["d[n_]", "1"]}]
UNIT = "all(k, 0, L, u[k].T*u[k] == I(1))"
APART = "all(k, 0, L, U[k].T*u[k] == 0)"
WITH_MODE = "all(k, 1, L, W[k] == mu[k]**(-1)*(U[k]*S*U[k-1].T + s*u[k]*u[k-1].T))"
PAIR = ["Y*u[0] == y*u[L]", "Y.T*u[L] == y*u[0]"]
WELL = "(q[L]**(-2)*s**(2*L) - 2*q[L]**(-1)*y*s**L + L*s**2)"
REST = "(q[L]**(-2)*tr(S**(2*L)) - 2*q[L]**(-1)*tr(S**L*M) + L*tr(S**2) + tr(Y.T*Y))"
ROOT = "q[L]*y == q[L]**2*s**(2-L) + s**L"
DOUBLE = "L*s**(2*L-2) == (L-2)*q[L]**2"


def mode_letters(objective: Objective, layers: list) -> list:
    """F, the frames of the other modes (U, S) and the distinguished mode (u, s, y)."""
    return [*x.base(objective, layers), x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR, x.VALUES, MODE,
            x.positive("s"), x.real("y")]


def mode_given() -> list:
    """The closed form over orthonormal frames, every mode paired through Y; s need not be a root."""
    return [SCALED, ORTHONORMAL, UNIT, APART, WITH_MODE, RIGHT, LEFT, *PAIR]


def frame_rules(place: str) -> list:
    """The frames of layer ``place`` are orthonormal."""
    return [((ORTHONORMAL, place), f"U[{place}].T*U[{place}]"), ((UNIT, place), f"u[{place}].T*u[{place}]"),
            ((APART, place), f"U[{place}].T*u[{place}]")]


def product_of_modes(book: Book, objective: Objective, layers: list) -> str:
    """q_n P_n = U_n S^n U_0ᵀ + s^n u_n u_0ᵀ for n >= 1."""
    letters, given = mode_letters(objective, layers), mode_given()
    return book.induct(
        letters, given, "q[n]*P[n] == U[n]*S**n*U[0].T + s**n*u[n]*u[0].T", ("n", "1", "L"),
        ["def P[1]", "def P[0]", "def q[1]", "def q[0]", ((WITH_MODE, "1"), "W[1]")],
        [*unfold("P q", "n+1"), ((WITH_MODE, "n+1"), "W[n+1]"), ("induction", "q[n]*P[n]"), *frame_rules("n")])


def regularizer_of_modes(book: Book, objective: Objective, layers: list) -> str:
    """The first n regularization terms are fit·n·(tr S² + s²)."""
    letters, given = mode_letters(objective, layers), mode_given()
    return book.induct(
        letters, given, "Reg[n] == a*n*(tr(S**2) + s**2)", ("n", "0", "L"), ["def Reg[0]"],
        ["def Reg[n+1]", ((WITH_MODE, "n+1"), "W[n+1]"), ("induction", "Reg[n]"), ((SCALED, "n+1"), "b*lam[n+1]"),
         *frame_rules("n"), *frame_rules("n+1")])


def profile(book: Book, objective: Objective, root: str, layers: list) -> str:
    """F = fit·(q⁻² s^(2L) − 2 q⁻¹ y s^L + L s²) + fit·(the same sum over the other modes + ‖Y‖²), for every s > 0."""
    letters, given = mode_letters(objective, layers), mode_given()
    product, regular = product_of_modes(book, objective, layers), regularizer_of_modes(book, objective, layers)
    return book.expand(
        letters, given, f"F == a*{WELL} + a*{REST}",
        [("root", "F"), ("product", "q[L]*P[L]"), ("regular", "Reg[L]"), LEFT, PAIR[1], *frame_rules("0"), *frame_rules("L")],
        {"root": root, "product": use(product, n="L"), "regular": use(regular, n="L")})


def shifted(book: Book, letters: list, given: list, shape: str) -> str:
    """The mode at another value e > 0, that is W_n + (e − s) μ_n⁻¹ u_n u_{n−1}ᵀ in every layer n: F1 − F = fit·(g(e) − g(s)).
    The profile is used twice, at W and at the moved factors."""
    factors = moved_mode(book, letters, given)
    return book.expand(letters, given, f"F1 - F == a*({well('e')} - {WELL})", [("there", "F1"), ("shape", "F")],
                       {"factors": factors, "there": use(shape, {**RENAME, "s": "e"}), "shape": shape})


def moved_mode(book: Book, letters: list, given: list) -> str:
    """The moved factors are of the same form, with e for s."""
    return book.expand(letters, given, renamed(WITH_MODE, W="W1", s="e"), ["def W1[k]", ((WITH_MODE, "k"), "W[k]")])


def well(value: str) -> str:
    """The well g at another value."""
    return renamed(WELL, s=value)


def rate(order: int, value: str) -> str:
    """The derivative of g of order 1, 2 or 3 at a value, written out."""
    written = {
        1: "(2*L*q[L]**(-2)*s**(2*L-1) - 2*L*q[L]**(-1)*y*s**(L-1) + 2*L*s)",
        2: "(2*L*(2*L-1)*q[L]**(-2)*s**(2*L-2) - 2*L*(L-1)*q[L]**(-1)*y*s**(L-2) + 2*L)",
        3: "(4*L*(2*L-1)*(L-1)*q[L]**(-2)*s**(2*L-3) - 2*L*(L-1)*(L-2)*q[L]**(-1)*y*s**(L-3))",
    }
    return renamed(written[order], s=value)


def rates(highest: int) -> list[str]:
    """g′(e), g″(e), … along the shift, up to an order."""
    return [f"{'diff(' * k}{well('e')}{', e)' * k} == {rate(k, 'e')}" for k in range(1, highest + 1)]


SHIFT = "W[n_]+(e-s)*mu[n_]**(-1)*u[n_]*u[n_-1].T"


def radial(book: Book, objective: Objective, root: str) -> str:
    """A '−' root, shifted to any e > 0 in every layer: F changes by fit·(g(e) − g(s)), and g′(s) = 0 > g″(s)."""
    book.scene = point(objective, whole=True, mode=Fraction(1, 3))
    shape = profile(book, objective, root, x.L3)
    letters = [*mode_letters(objective, x.L3), x.positive("e"), *x.moved_everywhere(SHIFT)]
    before_turn = "(L-2)*q[L]**2 > L*s**(2*L-2)"
    given = [*mode_given(), ROOT, before_turn]
    change = shifted(book, letters, given, shape)
    slopes = [book.expand(letters, given, atom, []) for atom in rates(2)]
    critical = book.expand(letters, given, f"{rate(1, 's')} == 0", [], None,
                           [["-2*L*q[L]**(-2)*s**(L-1)*_", ROOT]])
    bent = book.add("order", letters, given, f"0 > {rate(2, 's')}",
                    [{"terms": [{"weight": "2*L*q[L]**(-2)", "facts": [before_turn]}],
                      "equal": [["2*L*(L-1)*q[L]**(-2)*s**(L-2)*_", ROOT]]}])
    return book.add("collect", letters, given,
                    [f"F1 - F == a*({well('e')} - {WELL})", *rates(2), f"{rate(1, 's')} == 0", f"0 > {rate(2, 's')}"], None,
                    [change, *slopes, critical, bent])


def inflection(book: Book, objective: Objective, root: str) -> str:
    """A double root, shifted to any e > 0 in every layer: F changes by fit·(g(e) − g(s)), and
    g′(s) = g″(s) = 0 < g‴(s) = 4L(L−1)(L−2)/s: a cubic inflection of F along the mode."""
    book.scene = point(objective, whole=True, modes=1, mode=threshold_surd(), value=Fraction(4),
                       mu={n: threshold_surd() for n in (1, 2, 3)}, roots=(threshold_surd() * Fraction(1, 2),))
    shape = profile(book, objective, root, x.L3)
    letters = [*mode_letters(objective, x.L3), x.positive("m", "L-2"), x.positive("e"), *x.moved_everywhere(SHIFT)]
    given = [*mode_given(), ROOT, DOUBLE]
    change = shifted(book, letters, given, shape)
    slopes = [book.expand(letters, given, atom, []) for atom in rates(3)]
    flat = inflections(book, letters, given)
    return book.add("collect", letters, given, [f"F1 - F == a*({well('e')} - {WELL})", *rates(3), *INFLECTED], None,
                    [change, *slopes, *flat])


INFLECTED = [f"{rate(1, 's')} == 0", f"{rate(2, 's')} == 0", f"s*{rate(3, 's')} == 4*L*(L-1)*(L-2)", "4*L*(L-1)*(L-2) > 0"]


def inflections(book: Book, letters: list, given: list) -> list[str]:
    """g′(s) = g″(s) = 0 and s·g‴(s) = 4L(L−1)(L−2) > 0, from the root equation and the double root."""
    hints = [
        [["-2*L*q[L]**(-2)*s**(L-1)*_", ROOT]],
        [["-2*L*(L-1)*q[L]**(-2)*s**(L-2)*_", ROOT], ["2*L*q[L]**(-2)*_", DOUBLE]],
        [["-2*L*(L-1)*(L-2)*q[L]**(-2)*s**(L-2)*_", ROOT], ["6*L*(L-1)*q[L]**(-2)*_", DOUBLE]],
    ]
    found = [book.expand(letters, given, atom, [], None, hint) for atom, hint in zip(INFLECTED, hints, strict=False)]
    return [*found, book.add("order", letters, given, INFLECTED[3], [_positive_product()])]


def _positive_product() -> dict:
    """4L(L−1)(L−2) > 0 for L >= 3, by writing it with m = L − 2 > 0."""
    return {"terms": [{"weight": "4*L*m"}, {"weight": "4*L*m**2"}],
            "equal": [["-4*L*_", "def m"], ["-4*L*(L-2+m)*_", "def m"]]}


def rotation(book: Book, objective: Objective, root: str) -> str:
    """Turning an active mode (s, y) towards an inactive pair (v, w, z) of Y, in layers 1 and L only:
    F(t) − F(0) = fit·(2 t² s^(L−2) (y − z)/q + t⁴ s^(2L−4)/q²), exactly, and z > y makes the coefficient of t² negative."""
    book.scene = point(objective, whole=True, modes=1, inactive=Fraction(5))
    pair = [x.matrix("v", "d[0]", "1"), x.matrix("w", "d[L]", "1"), x.real("z"), x.real("t")]
    letters = [*mode_letters(objective, x.L2), *pair,
               *x.moved({"1": "W[1]+t*mu[1]**(-1)*u[1]*v.T", "L": "W[L]+t*mu[L]**(-1)*w*u[L-1].T"})]
    outside = ["v.T*v == I(1)", "w.T*w == I(1)", "U[0].T*v == 0", "u[0].T*v == 0", "U[L].T*w == 0", "u[L].T*w == 0"]
    given = [*mode_given(), ROOT, *outside, "Y*v == z*w", "Y.T*w == z*v"]
    outside = [*outside, "Y.T*w == z*v"]
    product = product_of_modes(book, objective, x.L2)
    inner = _rotated_inner(book, letters, given)
    last = book.expand(
        letters, given,
        "q[L]*P1[L] == U[L]*S**L*U[0].T + s**L*u[L]*u[0].T + t*s**(L-1)*(u[L]*v.T + w*u[0].T) + t**2*s**(L-2)*w*v.T",
        [*unfold("P1 W1 q", "L"), ("inner", "q[L-1]*P1[L-1]"), ((WITH_MODE, "L"), "W[L]"), ("product", "q[L-1]*P[L-1]"),
         *frame_rules("L-1")],
        {"inner": use(inner, n="L-1"), "product": use(product, n="L-1")})
    regular = _rotated_regularizer(book, letters, given, outside)
    then = "F1 - F == a*(2*t**2*s**(L-2)*q[L]**(-1)*(y - z) + t**4*s**(2*L-4)*q[L]**(-2))"
    change = book.expand(
        letters, given, then,
        [("moved root", "F1"), ("root", "F"), ("last", "q[L]*P1[L]"), ("product", "q[L]*P[L]"), ("regular", "Reg1[L]"), LEFT,
         PAIR[1], *outside, *frame_rules("0"), *frame_rules("L"), ROOT],
        {"moved root": use(root, RENAME), "root": root, "last": last, "product": use(product, n="L"), "regular": regular})
    given, falls = [*given, "z > y"], "0 > s**(L-2)*(y - z)"
    negative = book.order(letters, given, falls, [{"weight": "s**(L-2)", "facts": ["z > y"]}])
    return book.add("collect", letters, given, [then, falls], None, [change, negative])


def _rotated_inner(book: Book, letters: list, given: list) -> str:
    """q_n P1_n = q_n P_n + t s^(n−1) u_n vᵀ for 1 <= n <= L−1."""
    return book.induct(
        letters, given, "q[n]*P1[n] == q[n]*P[n] + t*s**(n-1)*u[n]*v.T", ("n", "1", "L-1"),
        ["def P1[1]", "def P1[0]", "def P[1]", "def P[0]", "def W1[1]", "def q[1]", "def q[0]"],
        [*unfold("P1 P W1 q", "n+1"), ("induction", "q[n]*P1[n]"), ((WITH_MODE, "n+1"), "W[n+1]"), *frame_rules("n")],
        start="q[1]*P1[1] == q[1]*P[1] + t*s**(1-1)*u[1]*v.T", until="L-2")


def _rotated_regularizer(book: Book, letters: list, given: list, outside: list) -> str:
    """Each of the two turned layers adds fit·t²."""
    frames = [*outside, *frame_rules("1"), *frame_rules("L-1"), *frame_rules("L"), *frame_rules("0")]
    inner = book.induct(
        letters, given, "Reg1[n] == Reg[n] + a*t**2", ("n", "1", "L-1"),
        [*unfold("Reg1 Reg W1", "1"), *unfold("Reg1 Reg", "0"), ((WITH_MODE, "1"), "W[1]"), ((SCALED, "1"), "b*lam[1]"),
         *frames],
        [*unfold("Reg1 Reg W1", "n+1"), ("induction", "Reg1[n]")], until="L-2")
    return book.expand(
        letters, given, "Reg1[L] == Reg[L] + 2*a*t**2",
        [*unfold("Reg1 Reg W1", "L"), ("inner", "Reg1[L-1]"), ((WITH_MODE, "L"), "W[L]"), ((SCALED, "L"), "b*lam[L]"), *frames],
        {"inner": use(inner, n="L-1")})


def spare_unit(book: Book, objective: Objective, root: str) -> str:
    """L = 2, a hidden unit h outside the frames and an inactive pair (v, w, z):
    F(t) − F(0) = fit·(2 t² (1 − z/q) + t⁴/q²), exactly, and z > q makes the coefficient of t² negative."""
    change, _, given = spare_unit_change(book, objective, root)
    letters = book.pages[change].statement["letters"]
    given, falls = [*given, "z > q[2]"], "0 > 1 - q[2]**(-1)*z"
    negative = book.order(letters, given, falls, [{"weight": "q[2]**(-1)", "facts": ["z > q[2]"]}])
    return book.add("collect", letters, given, [SPARE_CHANGE, falls], None, [change, negative])


SPARE_CHANGE = "F1 - F == a*(2*t**2*(1 - q[2]**(-1)*z) + t**4*q[2]**(-2))"


def spare_unit_change(book: Book, objective: Objective, root: str) -> tuple[str, list, list]:
    """SPARE_CHANGE along the line that t runs through; the letters before t, and what is assumed."""
    book.scene = point(objective, layers=2, modes=1)
    outer = [x.matrix("h", "d[1]", "1"), x.matrix("v", "d[0]", "1"), x.matrix("w", "d[L]", "1"), x.real("z")]
    at_hand = x.fixed([*x.base(objective), x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR, *outer], 2)
    letters = [*at_hand, x.real("t"), *x.fixed(
        x.moved({"1": "W[1]+t*mu[1]**(-1)*h*v.T", "2": "W[2]+t*mu[2]**(-1)*w*h.T"}), 2)]  # fmt: skip
    scaled, orthonormal, closed = (renamed(text, L="2") for text in (SCALED, ORTHONORMAL, CLOSED))
    outside = ["h.T*h == I(1)", "v.T*v == I(1)", "w.T*w == I(1)", "U[0].T*v == 0", "U[1].T*h == 0", "U[2].T*w == 0"]
    given = [scaled, orthonormal, closed, *outside, "Y*v == z*w", "Y.T*w == z*v"]
    opened: list = []
    for k in ("2", "1"):
        opened += [*unfold("P1 P Reg1 Reg W1", k), ((closed, k), f"W[{k}]"), f"def q[{k}]"]
    opened += unfold("P1 P Reg1 Reg q", "0")
    relations: list = [((orthonormal, k), f"U[{k}].T*U[{k}]") for k in ("0", "1", "2")]
    relations += [*outside, "Y.T*w == z*v", *(((scaled, k), f"b*lam[{k}]") for k in ("1", "2"))]
    change = book.expand(
        letters, given, SPARE_CHANGE, [("moved root", "F1"), ("root", "F"), *opened, *relations],
        {"moved root": use(root, RENAME, L="2"), "root": use(root, L="2")})
    return change, at_hand, given
