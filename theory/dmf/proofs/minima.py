"""Minimality without a Hessian: F is bounded below by a sum of scalar wells, and each well is understood exactly.

F ≥ fit·[Σ_i g_{y_i}(s_i) + ‖Y‖²], g_y(s) = s^(2L)/q² − 2 y s^L/q + L s², s_i^L the singular values of q P and y_i the
leading ones of Y. The wells:
g_y(s) ≥ g_y(s_+) for s ≥ s_−, and g_y(s) ≥ 0 for s ≤ s_− (for every s if y ≤ y*).
"""

from __future__ import annotations

from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.points import SCALED
from theory.dmf.proofs.roots import numbers, weights
from theory.dmf.scenes.minima import leading_point
from theory.prove.derivation import Book

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
    "In the bound the columns of A and B are permuted so that T decreases. It holds for some order of the r largest singular "
    "values D of Y, and tr T^L D is largest where D decreases as well (rearrangement), so it holds for that order: F ≥ "
    "fit·(‖Y‖² + Σ_{i ≤ r} g_{y_i}(s_i)), s_i and y_i decreasing. W_L⋯W_1 has rank r and passes through every layer, so "
    "r ≤ d_min; s_i = 0 beyond r adds nothing. "
)
"""How the bound is read in words: both spectra in decreasing order."""


def lower_bound(book: Book, objective: Objective, root: str) -> str:
    """For every W there are A T^L Bᵀ, the thin singular value decomposition of q P, and C D Eᵀ, the r leading singular
    triples of Y, with F ≥ fit·(q⁻² tr T^(2L) − 2 q⁻¹ tr T^L D + L tr T² + ‖Y‖²). Cites Schatten–Hölder and von Neumann."""
    book.scene = leading_point(objective)
    letters, given = [*x.base(objective), x.SCALES, x.SCALE_PRODUCT, *SCALED_FACTORS], [SCALED]
    product, regular = scaled(book, letters, given)
    facts = [*IS_SPECTRUM, "QV[L] >= L*tr(T*T)"]
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
    traces = len(known) + len(pairs) - 1
    bound = book.order(
        [*opened, *LEADING], [*known, *pairs], BOUND,
        [{"weight": "2*a*q[L]**(-1)", "facts": [["given", traces]]}, {"weight": "a", "facts": [["given", 4]]}],
        [(["premise", 0, 0], "F"), (["premise", 2, 0], "Reg[L]"), (["premise", 1, 0], "q[L]*P[L]"),
         (["given", 1], "PV[L]"), (["given", 2], "A.T*A"), (["given", 3], "B.T*B")],
        [root, {"cert": product, "set": {"n": "L"}}, {"cert": regular, "set": {"n": "L"}}])
    inner = book.add("compose", opened, known, [*IS_LEADING, BOUND], None, [neumann, bound], exists=LEADING)
    return book.add("compose", letters, given, [*IS_SPECTRUM, *IS_LEADING, BOUND], None, [hoelder, inner],
                    exists=[*SPECTRUM, *LEADING])


def scaled(book: Book, letters: list, given: list) -> tuple[str, str]:
    """PV_n = q_n P_n and Reg_n = fit·QV_n."""
    base = book.expand(letters, given, "PV[0] == q[0]*P[0]",
                       [(["def", "PV", "0"], "PV[0]"), (["def", "P", "0"], "P[0]"), (["def", "q", "0"], "q[0]")])
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")], [*given, "PV[n] == q[n]*P[n]"], "PV[n+1] == q[n+1]*P[n+1]",
        [(["def", "PV", "n+1"], "PV[n+1]"), (["def", "P", "n+1"], "P[n+1]"), (["def", "q", "n+1"], "q[n+1]"),
         (["def", "V", "n+1"], "V[n+1]"), (["given", 1], "PV[n]")])
    whole = [*letters, x.integer("n", "0", "L")]
    product = book.add("induct", whole, given, "PV[n] == q[n]*P[n]", {"symbol": "n"}, [base, step])
    base = book.expand(letters, given, "Reg[0] == a*QV[0]", [(["def", "Reg", "0"], "Reg[0]"), (["def", "QV", "0"], "QV[0]")])
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")], [*given, "Reg[n] == a*QV[n]"], "Reg[n+1] == a*QV[n+1]",
        [(["def", "Reg", "n+1"], "Reg[n+1]"), (["def", "QV", "n+1"], "QV[n+1]"), (["def", "V", "n+1"], "V[n+1]"),
         (["given", 1], "Reg[n]"), (["given", 0, "n+1"], "b*lam[n+1]")])
    return product, book.add("induct", whole, given, "Reg[n] == a*QV[n]", {"symbol": "n"}, [base, step])


def height(s: str) -> str:
    return f"({s}**L + q[L]**2*{s}**(2-L))"


def well(s: str) -> str:
    return f"(q[L]**(-2)*{s}**(2*L) - 2*q[L]**(-1)*y*{s}**L + L*{s}**2)"


def bend(s: str) -> str:
    return f"(L*{s}**(2*L-2) - m*q[L]**2)"


def wells(book: Book, objective: Objective) -> dict[str, str]:
    """upper: g(x) >= g(s_+) for x >= s_−; lower: g(x) >= 0 for x <= e, where e is s_− or, if y <= y*, the turn;
    above: g(x) >= 0 for x >= e at the turn if y <= y*."""
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
                       [(["def", "m"], "m")], **scene)


def _rises(book: Book, letters: list, given: list, low: str, high: str, branch: int, ordered: int, **scene: Any) -> str:
    """h(high) >= h(low), right of the turn: given ``branch`` says bend(low) >= 0, ``ordered`` says high >= low."""
    opened, inside = [*letters, x.positive("t")], [*given, f"t >= {low}"]
    power = book.add("power", opened, inside, f"t**(2*L-2) >= {low}**(2*L-2)",
                     [{"x": "t", "y": low, "n": "2*L-2", "fact": ["given", len(given)]}], **scene)
    slope = book.order(opened, inside, f"t*diff({height('t')}, t) >= 0",
                       [{"weight": "L*t**(2-L)", "facts": [["premise", 1, 0]]},
                        {"weight": "t**(2-L)", "facts": [["given", branch]]}], [],
                       [_rate(book, opened, inside, **scene), power], [["_", ["premise", 0, 0]]], **scene)
    return book.add("monotone", letters, given, f"{height(high)} >= {height(low)}",
                    {"function": height("t"), "variable": "t", "low": low, "high": high, "times": "t",
                     "fact": ["given", ordered]}, [slope], **scene)


def _falls(book: Book, letters: list, given: list, low: str, high: str, branch: int, ordered: int, **scene: Any) -> str:
    """h(high) <= h(low), left of the turn: given ``branch`` says bend(high) <= 0."""
    opened, inside = [*letters, x.positive("t")], [*given, f"{high} >= t"]
    power = book.add("power", opened, inside, f"{high}**(2*L-2) >= t**(2*L-2)",
                     [{"x": high, "y": "t", "n": "2*L-2", "fact": ["given", len(given)]}], **scene)
    slope = book.order(opened, inside, f"t*diff(-{height('t')}, t) >= 0",
                       [{"weight": "L*t**(2-L)", "facts": [["premise", 1, 0]]},
                        {"weight": "t**(2-L)", "facts": [["given", branch]]}], [],
                       [_rate(book, opened, inside, **scene), power], [["-_", ["premise", 0, 0]]], **scene)
    return book.add("monotone", letters, given, f"-{height(high)} + {height(low)} >= 0",
                    {"function": f"-{height('t')}", "variable": "t", "low": low, "high": high, "times": "t",
                     "fact": ["given", ordered]}, [slope], **scene)


def _upper(book: Book, objective: Objective) -> str:
    """g(x) >= g(s_+) for every x >= s_−."""
    roots = [x.positive("sp"), x.positive("sm"), x.positive("y")]
    letters = [*weights(objective, x.L3), *numbers(), *roots]
    at_roots = [f"q[L]*y == {height('sp')}", f"{bend('sp')} >= 0", f"q[L]*y == {height('sm')}", f"-{bend('sm')} >= 0"]
    here = [*letters, x.positive("x")]
    over = [*at_roots, "x >= sp"]
    above = _rises(book, here, over, "sp", "x", 1, 4, x="5", t="4")
    between = [*at_roots, "x >= sm", "sp >= x"]
    right = _rises(book, here, [*between, f"{bend('x')} >= 0"], "x", "sp", 6, 5, x="2", t="5/2")
    left = _falls(book, here, [*between, f"-{bend('x')} > 0"], "sm", "x", 6, 4, x="11/10", t="21/20")
    sides = [book.order(here, [*between, f"{bend('x')} >= 0"], f"q[L]*y - {height('x')} >= 0",
                        [{"facts": [["premise", 0, 0]]}], [], [right], [["_", ["given", 0]]], x="2"),
             book.order(here, [*between, f"-{bend('x')} > 0"], f"q[L]*y - {height('x')} >= 0",
                        [{"facts": [["premise", 0, 0]]}], [], [left], [["_", ["given", 2]]], x="11/10")]
    under = book.add("split", here, between, f"q[L]*y - {height('x')} >= 0", {"on": bend("x")}, sides, x="2")
    parts = []
    for known, sign, source, fact, ends, values in (
            ([*at_roots, "x >= sm", "x - sp >= 0"], "", above, ["_", ["given", 0]], ("sp", "x"), ("5", "4")),
            ([*at_roots, "x >= sm", "sp - x > 0"], "-", under, None, ("x", "sp"), ("2", "5/2"))):
        opened, inside = [*here, x.positive("t")], [*known, f"t >= {ends[0]}", f"{ends[1]} >= t"]
        scene: dict[str, Any] = {"x": values[0], "t": values[1]}
        renamed = {"cert": source, "rename": {"x": "t"}}
        premises: list[Any] = [renamed]
        if sign:
            reach = book.order(opened, inside, "t >= sm", [{"facts": [["given", 4]]}, {"facts": [["given", 6]]}], **scene)
            premises = [reach, renamed]
        k = len(premises) - 1
        slope = book.order(opened, inside, f"{sign}t*diff({well('t')}, t) >= 0",
                           [{"weight": "2*L*q[L]**(-2)*t**L", "facts": [["premise", k, 0]]}], [], premises,
                           [["-2*L*q[L]**(-2)*t**L*_", ["given", 0]]] if fact else [], **scene)
        order = f"{well(ends[1])} >= {well(ends[0])}" if not sign else f"-{well(ends[1])} + {well(ends[0])} >= 0"
        mono = book.add("monotone", here, known, order,
                        {"function": f"{sign}{well('t')}", "variable": "t", "low": ends[0], "high": ends[1],
                         "times": "t", "fact": ["given", 5]}, [slope], **scene)
        parts.append(book.order(here, known, f"{well('x')} >= {well('sp')}", [{"facts": [["premise", 0, 0]]}], [], [mono],
                                **scene))
    return book.add("split", here, [*at_roots, "x >= sm"], f"{well('x')} >= {well('sp')}", {"on": "x - sp"}, parts, x="5")


def _edge_letters(objective: Objective) -> list:
    return [*weights(objective, x.L3), *numbers(), x.positive("e"), x.positive("y"), x.positive("x")]


def _lower(book: Book, objective: Objective) -> str:
    """g_y(x) >= 0 for x <= e, where q y <= h(e) and e is not right of the turn (e = s_−, or the turn if y <= y*)."""
    letters = _edge_letters(objective)
    given = [f"{height('e')} - q[L]*y >= 0", f"-{bend('e')} >= 0", "e >= x"]
    opened, inside = [*letters, x.positive("t")], [*given, "e >= t"]
    minorant = f"(q[L]**(-2)*t**(2*L-2) - 2*q[L]**(-2)*t**(L-2)*{height('e')} + L)"
    power = book.add("power", opened, inside, "e**L >= t**L", [{"x": "e", "y": "t", "n": "L", "fact": ["given", 3]}])
    unfold = [(["def", "m"], "m"), (["def", "j"], "j")]
    slope = book.order(
        opened, inside, f"t*diff(-{minorant}, t) >= 0",
        [{"weight": "2*j*q[L]**(-2)*t**(L-2)", "facts": [["premise", 0, 0]]},
         {"weight": "2*q[L]**(-2)*t**(L-2)*e**(2-L)", "facts": [["given", 1]]},
         {"weight": "2*j*q[L]**(-2)*t**(L-2)*e**L"}], unfold, [power])
    at = [minorant.replace("t**", f"{end}**") for end in ("x", "e")]
    falls = book.add("monotone", letters, given, f"{at[0]} >= {at[1]}",
                     {"function": f"-{minorant}", "variable": "t", "low": "x", "high": "e", "times": "t",
                      "fact": ["given", 2]}, [slope])
    return book.order(
        letters, given, f"{well('x')} >= 0",
        [{"weight": "x**2", "facts": [["premise", 0, 0]]}, {"weight": "x**2*q[L]**(-2)", "facts": [["given", 1]]},
         {"weight": "j*x**2*q[L]**(-2)*e**(2*L-2)"}, {"weight": "2*q[L]**(-2)*x**L", "facts": [["given", 0]]}],
        unfold, [falls])


def _beyond(book: Book, objective: Objective) -> str:
    """g_y(x) >= 0 for x >= e at the turn e, if q y <= h(e), that is y <= y*."""
    letters = _edge_letters(objective)
    given = [f"{height('e')} - q[L]*y >= 0", f"-{bend('e')} >= 0", f"{bend('e')} >= 0", "x >= e"]
    opened, inside = [*letters, x.positive("t")], [*given, "t >= e"]
    rises = _rises(book, letters, given, "e", "x", 2, 3)
    slope = book.order(
        opened, inside, f"t*diff({well('t')}, t) >= 0",
        [{"weight": "2*L*q[L]**(-2)*t**L", "facts": [["premise", 0, 0]]},
         {"weight": "2*L*q[L]**(-2)*t**L", "facts": [["given", 0]]}], [],
        [{"cert": rises, "rename": {"x": "t"}}])
    grows = book.add("monotone", letters, given, f"{well('x')} >= {well('e')}",
                     {"function": well("t"), "variable": "t", "low": "e", "high": "x", "times": "t",
                      "fact": ["given", 3]}, [slope])
    return book.order(
        letters, given, f"{well('x')} >= 0",
        [{"facts": [["premise", 0, 0]]}, {"weight": "e**2*q[L]**(-2)", "facts": [["given", 1]]},
         {"weight": "j*e**2*q[L]**(-2)*e**(2*L-2)"}, {"weight": "2*q[L]**(-2)*e**L", "facts": [["given", 0]]}],
        [(["def", "m"], "m"), (["def", "j"], "j")], [grows])
