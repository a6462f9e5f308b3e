"""Minimality without a Hessian: F is bounded below by a sum of scalar wells, and each well is understood exactly.

F ≥ fit·[Σ_i g_{y_i}(s_i) + ‖Y‖²], g_y(s) = s^(2L)/q² − 2 y s^L/q + L s², s_i^L the singular values of q P and y_i the
leading ones of Y. The wells: g_y(s) ≥ g_y(s_+) for s ≥ s_−, and g_y(s) ≥ 0 for s ≤ s_− (for every s if y ≤ y*).
"""

from __future__ import annotations

from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.directions import well
from theory.dmf.proofs.points import SCALED
from theory.dmf.proofs.roots import PROFILE, numbers, weights
from theory.dmf.scenes.minima import leading_point
from theory.prove.derivation import Book
from theory.prove.formulas import renamed, unfold, use

SCALED_FACTORS = [
    ["V", {"kind": "matrix", "over": ["n_", "1", "L"], "shape": ["d[n_]", "d[n_-1]"], "value": "mu[n_]*W[n_]"}],
    ["PV", {"kind": "matrix", "over": ["n_", "0", "L"], "shape": ["d[n_]", "d[0]"], "first": "I(d[0])",
            "next": "V[n_+1]*PV[n_]"}],
    ["QV", {"kind": "real", "over": ["n_", "0", "L"], "first": "0", "next": "QV[n_]+tr(V[n_+1].T*V[n_+1])"}],
]
BOUND = "F >= a*(q[L]**(-2)*tr(T**(2*L)) - 2*q[L]**(-1)*tr(T**L*D) + L*tr(T**2) + tr(Y.T*Y))"
SPECTRUM = [x.MODES, x.matrix("A", "d[L]", "r"), ["T", {"kind": "diagonal", "size": "r", "positive": True}],
            x.matrix("B", "d[0]", "r")]
IS_SPECTRUM = ["PV[L] == A*T**L*B.T", "A.T*A == I(r)", "B.T*B == I(r)"]
LEADING = [x.matrix("C", "d[L]", "r"), ["D", {"kind": "diagonal", "size": "r"}], x.matrix("E", "d[0]", "r"),
           x.real("g"), ["J", {"kind": "diagonal", "size": "r"}], x.matrix("K", "d[0]", "d[0]")]
IS_LEADING = ["C.T*C == I(r)", "E.T*E == I(r)", "Y*E == C*D", "Y.T*C == E*D", "g >= 0", "D == g*I(r) + J*J",
              "(Y-C*D*E.T).T*(Y-C*D*E.T) + K*K.T == g**2*I(d[0])"]
"""D holds the r largest singular values of Y: they are at least g >= 0, and g bounds what Y has outside C and E."""
ORDERED = (
    "In the bound the columns of A and B are permuted so that T decreases. It holds for some order of the r largest "
    "singular values D of Y, and tr T^L D is largest where D decreases as well (rearrangement), so it holds for that "
    "order: F ≥ ‖Y‖_F² + Σ_{i ≤ r} g_{y_i}(s_i), s_i and y_i decreasing. W_L⋯W_1 has rank r and passes through every "
    "layer, so r ≤ d_min; s_i = 0 beyond r adds nothing. "
)
"""How the bound is read in words: both spectra in decreasing order."""


SIZE = "QV[L] >= L*tr(T*T)"
"""The regularizer is at least L tr T², over fit."""


def lower_bound(book: Book, objective: Objective, root: str, *more: str) -> str:
    """For every W there are A T^L Bᵀ, the thin singular value decomposition of q P, and C D Eᵀ, the r leading singular
    triples of Y, with F ≥ fit·(q⁻² tr T^(2L) − 2 q⁻¹ tr T^L D + L tr T² + ‖Y‖²), and ``more`` of what is known. Cites
    Schatten–Hölder and von Neumann."""
    book.scene = leading_point(objective)
    letters, given = [*x.base(objective), x.SCALES, x.SCALE_PRODUCT, *SCALED_FACTORS], [SCALED]
    product, regular = scaled(book, letters, given)
    facts = [*IS_SPECTRUM, SIZE]
    hoelder = book.add("lemma", letters, given, facts,
                       {"lemma": "Schatten-Hölder", "set": {"N": "L"}, "terms": {}, "families": {
                           "e": "d", "V": "V", "P": "PV", "Q": "QV"}, "fresh": {"r": "r", "A": "A", "T": "T", "B": "B"}},
                       exists=SPECTRUM)
    opened, known = [*letters, *SPECTRUM], [*given, *facts]
    pairs = [*IS_LEADING, "tr(T**L*D) >= tr(B*T**L*A.T*Y)"]
    neumann = book.add("lemma", opened, known, pairs,
                       {"lemma": "von Neumann", "set": {"m": "d[L]", "n": "d[0]", "r": "r"},
                        "terms": {"A": "A", "T": "T**L", "B": "B", "M": "Y"}, "fresh": {n: n for n, _ in LEADING}},
                       exists=LEADING)
    bound = book.order(
        [*opened, *LEADING], [*known, *pairs], BOUND,
        [{"weight": "2*a*q[L]**(-1)", "facts": [pairs[-1]]}, {"weight": "a", "facts": [facts[-1]]}],
        [("root", "F"), ("regular", "Reg[L]"), ("product", "q[L]*P[L]"), *IS_SPECTRUM],
        {"root": root, "product": use(product, n="L"), "regular": use(regular, n="L")})
    inner = book.add("compose", opened, known, [*IS_LEADING, BOUND], None, [neumann, bound], exists=LEADING)
    return book.add("compose", letters, given, [*IS_SPECTRUM, *IS_LEADING, BOUND, *more], None, [hoelder, inner],
                    exists=[*SPECTRUM, *LEADING])


def scaled(book: Book, letters: list, given: list) -> tuple[str, str]:
    """PV_n = q_n P_n and Reg_n = fit·QV_n."""
    product = book.induct(letters, given, "PV[n] == q[n]*P[n]", ("n", "0", "L"), unfold("PV P q", "0"),
                          [*unfold("PV P q V", "n+1"), ("induction", "PV[n]")])
    regular = book.induct(letters, given, "Reg[n] == a*QV[n]", ("n", "0", "L"), unfold("Reg QV", "0"),
                          [*unfold("Reg QV V", "n+1"), ("induction", "Reg[n]"), ((SCALED, "n+1"), "b*lam[n+1]")])
    return product, regular


def height(s: str) -> str:
    """h(s) = s^L + q² s^(2−L): s is a root of y where q y = h(s)."""
    return f"({renamed(PROFILE, s=s)})"


def bend(s: str) -> str:
    """Positive right of the turn."""
    return f"(L*{s}**(2*L-2) - m*q[L]**2)"


def wells(book: Book, objective: Objective) -> dict[str, str]:
    """upper: g(x) >= g(s_+) for x >= s_−; lower: g(x) >= 0 for x <= e, where e is s_− or, if y <= y*, the turn; beyond:
    g(x) >= 0 for x >= e at the turn if y <= y*."""
    book.scene = _scene(objective, ["0", "1", "39"], 39, sp="3", sm="1", y=["0", "40/39", "39"])
    upper = _upper(book, objective)
    book.scene = _scene(objective, ["0", "1", "39"], 39, e="3/2", x="1", y="1", t="5/4")
    lower = _lower(book, objective)
    double = [["0", f"{k}", "3"] for k in ("1", "2", "3/2")]
    book.scene = _scene(objective, ["0", "3", "3"], 27, e=double[0], x=double[1], y="1", t=double[2])
    return {"upper": upper, "lower": lower, "beyond": _beyond(book, objective)}


def _scene(objective: Objective, first: list, square: int, **values: object) -> dict:
    """L = 3 with q = μ_1 = ``first`` in a quadratic field (q² = ``square``). Roots 1 and 3 of s⁴ − q y s + q² need
    q² = 39, q y = 40; the turn s = √3 needs q² = 27."""
    scale = objective.fit / objective.ridge
    return {"L": 3, "n": 1, "k": 1, "mu": {"1": first, "2": "1", "3": "1"},
            "lam": {"1": str(square * scale), "2": str(scale), "3": str(scale)}, **values}


def _rate(book: Book, letters: list, given: list, sign: str = "", **scene: Any) -> str:
    """t h′(t) = t^(2−L)(L t^(2L−2) − (L−2) q²)."""
    return book.expand(letters, given, f"{sign}t*diff({height('t')}, t) == {sign}t**(2-L)*{bend('t')}",
                       ["def m"], **scene)


def rising(book: Book, letters: list, given: list, low: str, high: str, **scene: Any) -> str:
    """h(high) >= h(low) right of the turn, that is for bend(low) >= 0 and high >= low."""
    opened, inside = [*letters, x.positive("t")], [*given, f"t >= {low}"]
    power = book.add("power", opened, inside, f"t**(2*L-2) >= {low}**(2*L-2)",
                     [{"x": "t", "y": low, "n": "2*L-2", "fact": f"t >= {low}"}], **scene)
    slope = book.order(opened, inside, f"t*diff({height('t')}, t) >= 0",
                       [{"weight": "L*t**(2-L)", "facts": ["power"]},
                        {"weight": "t**(2-L)", "facts": [f"{bend(low)} >= 0"]}], [],
                       {"rate": _rate(book, opened, inside, **scene), "power": power}, [["_", "rate"]], **scene)
    return book.add("monotone", letters, given, f"{height(high)} >= {height(low)}",
                    {"function": height("t"), "variable": "t", "low": low, "high": high, "times": "t",
                     "fact": f"{high} >= {low}"}, [slope], **scene)


def falling(book: Book, letters: list, given: list, low: str, high: str, left: str, **scene: Any) -> str:
    """h(high) <= h(low) left of the turn, high >= low: ``left`` says bend(high) <= 0, or < 0."""
    opened, inside = [*letters, x.positive("t")], [*given, f"{high} >= t"]
    power = book.add("power", opened, inside, f"{high}**(2*L-2) >= t**(2*L-2)",
                     [{"x": high, "y": "t", "n": "2*L-2", "fact": f"{high} >= t"}], **scene)
    slope = book.order(opened, inside, f"t*diff(-{height('t')}, t) >= 0",
                       [{"weight": "L*t**(2-L)", "facts": ["power"]}, {"weight": "t**(2-L)", "facts": [left]}], [],
                       {"rate": _rate(book, opened, inside, **scene), "power": power}, [["-_", "rate"]], **scene)
    return book.add("monotone", letters, given, f"-{height(high)} + {height(low)} >= 0",
                    {"function": f"-{height('t')}", "variable": "t", "low": low, "high": high, "times": "t",
                     "fact": f"{high} >= {low}"}, [slope], **scene)


def _upper(book: Book, objective: Objective) -> str:
    """g(x) >= g(s_+) for every x >= s_−."""
    roots = [x.positive("sp"), x.positive("sm"), x.positive("y")]
    letters = [*weights(objective, x.L3), *numbers(), *roots, x.positive("x")]
    above = rising(book, letters, [*AT_ROOTS, "x >= sp"], "sp", "x", x="5", t="4")
    under = _below_between(book, letters)
    given, right, between = [*AT_ROOTS, "x >= sm"], "x - sp >= 0", "sp - x > 0"
    scene: dict[str, Any] = {"x": "5", "t": "4"}
    slope = book.order([*letters, x.positive("t")], [*given, right, "t >= sp", "x >= t"], f"t*diff({well('t')}, t) >= 0",
                       [{"weight": RATE, "facts": ["above"]}], [], {"above": use(above, {"x": "t"})},
                       [[f"-{RATE}*_", AT_ROOTS[0]]], **scene)
    grows = book.add("monotone", letters, [*given, right], f"{well('x')} >= {well('sp')}",
                     {"function": well("t"), "variable": "t", "low": "sp", "high": "x", "times": "t", "fact": right},
                     [slope], **scene)
    parts = [book.order(letters, [*given, right], f"{well('x')} >= {well('sp')}", [{"facts": ["grows"]}], [], {"grows": grows},
                        **scene)]
    scene = {"x": "2", "t": "5/2"}
    opened, inside = [*letters, x.positive("t")], [*given, between, "t >= x", "sp >= t"]
    reach = book.order(opened, inside, "t >= sm", [{"facts": ["x >= sm"]}, {"facts": ["t >= x"]}], **scene)
    slope = book.order(opened, inside, f"-t*diff({well('t')}, t) >= 0", [{"weight": RATE, "facts": ["under"]}], [],
                       {"t >= sm": reach, "under": use(under, {"x": "t"})}, **scene)
    falls = book.add("monotone", letters, [*given, between], f"-{well('sp')} + {well('x')} >= 0",
                     {"function": f"-{well('t')}", "variable": "t", "low": "x", "high": "sp", "times": "t", "fact": between},
                     [slope], **scene)
    parts.append(book.order(letters, [*given, between], f"{well('x')} >= {well('sp')}", [{"facts": ["falls"]}], [],
                            {"falls": falls}, **scene))
    return book.add("split", letters, given, f"{well('x')} >= {well('sp')}", {"on": "x - sp"}, parts, x="5")


AT_ROOTS = [f"q[L]*y == {height('sp')}", f"{bend('sp')} >= 0", f"q[L]*y == {height('sm')}", f"-{bend('sm')} >= 0"]
"""sp and sm are roots of y, on their sides of the turn."""
RATE = "2*L*q[L]**(-2)*t**L"
"""t g′(t) = RATE·(h(t) − q y)."""


def _below_between(book: Book, letters: list) -> str:
    """h(x) <= q y between the two roots."""
    between, then = [*AT_ROOTS, "x >= sm", "sp >= x"], f"q[L]*y - {height('x')} >= 0"
    right, left = f"{bend('x')} >= 0", f"-{bend('x')} > 0"
    rises = rising(book, letters, [*between, right], "x", "sp", x="2", t="5/2")
    falls = falling(book, letters, [*between, left], "sm", "x", left, x="11/10", t="21/20")
    sides = [book.order(letters, [*between, right], then, [{"facts": ["rises"]}], [], {"rises": rises}, [["_", AT_ROOTS[0]]],
                        x="2"),
             book.order(letters, [*between, left], then, [{"facts": ["falls"]}], [], {"falls": falls}, [["_", AT_ROOTS[2]]],
                        x="11/10")]  # fmt: skip
    return book.add("split", letters, between, then, {"on": bend("x")}, sides, x="2")


def _edge_letters(objective: Objective) -> list:
    return [*weights(objective, x.L3), *numbers(), x.positive("e"), x.positive("y"), x.positive("x")]


def _lower(book: Book, objective: Objective) -> str:
    """g_y(x) >= 0 for x <= e, where q y <= h(e) and e is not right of the turn (e = s_−, or the turn if y <= y*)."""
    letters = _edge_letters(objective)
    reached, left = f"{height('e')} - q[L]*y >= 0", f"-{bend('e')} >= 0"
    given = [reached, left, "e >= x"]
    opened, inside = [*letters, x.positive("t")], [*given, "e >= t"]
    minorant = f"(q[L]**(-2)*t**(2*L-2) - 2*q[L]**(-2)*t**(L-2)*{height('e')} + L)"
    power = book.add("power", opened, inside, "e**L >= t**L", [{"x": "e", "y": "t", "n": "L", "fact": "e >= t"}])
    slope = book.order(
        opened, inside, f"t*diff(-{minorant}, t) >= 0",
        [{"weight": "2*j*q[L]**(-2)*t**(L-2)", "facts": ["power"]},
         {"weight": "2*q[L]**(-2)*t**(L-2)*e**(2-L)", "facts": [left]},
         {"weight": "2*j*q[L]**(-2)*t**(L-2)*e**L"}], ["def m", "def j"], {"power": power})
    ends = [renamed(minorant, t=end) for end in ("x", "e")]
    falls = book.add("monotone", letters, given, f"{ends[0]} >= {ends[1]}",
                     {"function": f"-{minorant}", "variable": "t", "low": "x", "high": "e", "times": "t",
                      "fact": "e >= x"}, [slope])
    return book.order(
        letters, given, f"{well('x')} >= 0",
        [{"weight": "x**2", "facts": ["falls"]}, {"weight": "x**2*q[L]**(-2)", "facts": [left]},
         {"weight": "j*x**2*q[L]**(-2)*e**(2*L-2)"}, {"weight": "2*q[L]**(-2)*x**L", "facts": [reached]}],
        ["def m", "def j"], {"falls": falls})


def _beyond(book: Book, objective: Objective) -> str:
    """g_y(x) >= 0 for x >= e at the turn e, if q y <= h(e), that is y <= y*."""
    letters = _edge_letters(objective)
    reached, left = f"{height('e')} - q[L]*y >= 0", f"-{bend('e')} >= 0"
    given = [reached, left, f"{bend('e')} >= 0", "x >= e"]
    opened, inside = [*letters, x.positive("t")], [*given, "t >= e"]
    rises = rising(book, letters, given, "e", "x")
    slope = book.order(
        opened, inside, f"t*diff({well('t')}, t) >= 0",
        [{"weight": "2*L*q[L]**(-2)*t**L", "facts": ["moved rises"]},
         {"weight": "2*L*q[L]**(-2)*t**L", "facts": [reached]}], [],
        {"moved rises": use(rises, {"x": "t"})})
    grows = book.add("monotone", letters, given, f"{well('x')} >= {well('e')}",
                     {"function": well("t"), "variable": "t", "low": "e", "high": "x", "times": "t",
                      "fact": "x >= e"}, [slope])
    return book.order(
        letters, given, f"{well('x')} >= 0",
        [{"facts": ["grows"]}, {"weight": "e**2*q[L]**(-2)", "facts": [left]},
         {"weight": "j*e**2*q[L]**(-2)*e**(2*L-2)"}, {"weight": "2*q[L]**(-2)*e**L", "facts": [reached]}],
        ["def m", "def j"], {"grows": grows})
