"""The origin, L ≥ 3: F(W) ≥ F(0) for every W if no singular value of Y exceeds y_g, and near the origin for every Y.

From the bound by wells: for each entry (t, w) of T and D the well is ≥ 0, since w ≤ y_g and t ↦ t^(−2) g(t) has its minimum 0
at s_g for y = y_g. So its sum over the entries, a trace, is ≥ 0.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.minima import (
    BOUND,
    IS_LEADING,
    IS_SPECTRUM,
    LEADING,
    SCALED_FACTORS,
    SIZE,
    SPECTRUM,
    lower_bound,
    scaled,
)
from theory.dmf.proofs.points import SCALED
from theory.dmf.proofs.roots import GLOBAL, global_level, numbers, scale_product, threshold, weights
from theory.dmf.scenes.minima import origin
from theory.prove.derivation import Book
from theory.prove.formulas import renamed, use

THRESHOLDS = [threshold("sg", "m*q[L]**2"), threshold("yg", GLOBAL)]
WITHIN = "Y.T*Y + N*N.T == yg**2*I(d[0])"
"""‖Y‖ ≤ y_g."""
SHORT = "y**2 >= tr(Y.T*Y)"
"""‖Y‖_F ≤ y."""
SLOW, NEAR = "L*q[L] >= 2*y*tau**(L-2)", "a*L*tau**2 >= Reg[L]"
LEAST = "F >= a*tr(Y.T*Y)"
ENTRY = ["f.T*f == 1", "T*f == t*f", "D*f == w*f"]
SQUARE = "(q[L]**(-2)*t**(2*L-2) - 2*q[L]**(-1)*yg*t**(L-2) + L)"
"""t^(−2) g(t) for y = y_g."""
WELL = "q[L]**(-2)*t**(2*L) - 2*q[L]**(-1)*t**L*w + L*t**2 >= 0"
WELLS = "q[L]**(-2)*tr(T**(2*L)) - 2*q[L]**(-1)*tr(T**L*D) + L*tr(T**2) >= 0"


def origin_is_global(book: Book, objective: Objective, root: str) -> str:
    """‖Y‖ ≤ y_g gives F(W) ≥ fit·‖Y‖² for every W, L ≥ 3. Cites Schatten–Hölder and von Neumann."""
    flat = _square_is_positive(book, objective)
    bound = lower_bound(book, objective, root)
    book.scene = origin(objective)

    def well(entry: list, inside: list[str], below: str) -> str:
        return book.order(
            entry, inside, WELL,
            [{"weight": "t**2", "facts": ["flat"]}, {"weight": "2*q[L]**(-1)*t**L", "facts": ["below"]}], [],
            {"flat": flat, "below": below})

    return _from_entries(book, objective, bound, [x.WEIGHT_PRODUCT, *numbers(), *THRESHOLDS], "yg", [], [BOUND], well)


def origin_is_local(book: Book, objective: Objective, root: str, frobenius: bool = False) -> str:
    """‖Y‖ ≤ y, 2 y τ^(L−2) ≤ L q and Σ ridge λ_l‖W_l‖² ≤ fit L τ² give F(W) ≥ fit·‖Y‖², L ≥ 3: a neighbourhood of the origin
    for every Y; ``frobenius``: from ‖Y‖_F ≤ y, without the matrix N. Cites Schatten–Hölder and von Neumann."""
    bound = lower_bound(book, objective, root, SIZE)
    book.scene = {**origin(objective, (Fraction(1, 2), Fraction(1, 3))), **({"y": "6", "tau": "1"} if frobenius else {})}
    _, regular = scaled(book, [*x.base(objective), x.SCALES, x.SCALE_PRODUCT, *SCALED_FACTORS], [SCALED])

    def well(entry: list, inside: list[str], below: str) -> str:
        square = book.order(
            entry, inside, "tau**2 >= t**2",
            [{"weight": "a**(-1)*L**(-1)", "facts": [NEAR]}, {"weight": "L**(-1)", "facts": [SIZE]}, {"gram": "T-t*f*f.T"}],
            ENTRY[:2], {"regular": use(regular, n="L")}, [["a**(-1)*L**(-1)*_", "regular"]])
        small = book.add("power", entry, inside, "tau >= t", [{"x": "tau", "y": "t", "n": "2", "fact": "square"}],
                         {"square": square})
        power = book.add("power", entry, inside, "tau**(L-2) >= t**(L-2)",
                         [{"x": "tau", "y": "t", "n": "L-2", "fact": "small"}], {"small": small})
        return book.order(
            entry, inside, WELL,
            [{"weight": "q[L]**(-2)*t**(2*L)"}, {"weight": "q[L]**(-1)*t**2", "facts": [SLOW]},
             {"weight": "2*q[L]**(-1)*y*t**2", "facts": ["power"]}, {"weight": "2*q[L]**(-1)*t**L", "facts": ["below"]}], [],
            {"power": power, "below": below})

    return _from_entries(book, objective, bound, [x.positive("y"), x.positive("tau")], "y", [SLOW, NEAR], [BOUND, SIZE], well,
                         frobenius)


def _from_entries(book: Book, objective: Objective, bound: str, more: list, norm: str, extra: list[str], known: list[str],
                  well: Callable[[list, list[str], str], str], frobenius: bool = False) -> str:  # fmt: skip
    """F ≥ fit·‖Y‖² where ‖Y‖ ≤ ``norm`` (‖Y‖_F ≤ y, ``frobenius``) and each ``well`` is ≥ 0, given that w is at most that."""
    bounded = [] if frobenius else [x.matrix("N", "d[0]", "d[0]")]
    short = [*x.base(objective, x.L3), x.SCALES, x.SCALE_PRODUCT, *more, *bounded]
    within = SHORT if frobenius else renamed(WITHIN, yg=norm)
    half = f"1/2*{norm}**(-1)"
    rest = [{"weight": half, "facts": [SHORT]}, {"weight": half, "gram": "Y-Y*E*f*f.T*E.T"}] if frobenius else [
        {"weight": half, "gram": "N.T*E*f"}]  # fmt: skip
    letters, given = [*short, *SCALED_FACTORS], [SCALED, within, *extra]
    fresh, facts = [*SPECTRUM, *LEADING], [*IS_SPECTRUM, *IS_LEADING, *known]
    here = book.add("instance", letters, given, facts, {"fresh": {name: name for name, _ in fresh}}, [bound], exists=fresh)
    opened, all_known = [*letters, *fresh], [*given, *facts]
    entry, inside = [*opened, x.matrix("f", "r", "1"), x.positive("t"), x.real("w")], [*all_known, *ENTRY]
    below = book.order(
        entry, inside, f"{norm} >= w",
        [{"weight": half, "square": f"{norm}-w"}, *rest],
        [*([] if frobenius else [(within, "N*N.T")]), "Y*E == C*D", ENTRY[2], "C.T*C == I(r)", "E.T*E == I(r)", ENTRY[0]])
    wells = book.add("entrywise", opened, all_known, WELLS, {"vector": "f", "entries": {"t": "T", "w": "D"}},
                     [well(entry, inside, below)])
    least = book.order(opened, all_known, LEAST, [{"facts": [BOUND]}, {"weight": "a", "facts": ["wells"]}], [],
                       {"wells": wells})
    closed = book.add("compose", letters, given, LEAST, None, [here, least])
    return book.add("forget", short, given, LEAST, None, [closed])


def _square_is_positive(book: Book, objective: Objective) -> str:
    """SQUARE ≥ 0 for every t > 0: it is 0 at s_g, and monotone on both sides."""
    book.scene = origin(objective)
    letters = [*weights(objective, x.L3), *numbers(), *THRESHOLDS, x.positive("t")]
    level = global_level(book, letters, scale_product(book, objective, x.L3))
    mass = book.expand(letters, [SCALED], "m*q[L]*yg == j*sg**L", ["def j", "def m"], {"level": level},
                       [["-m*_", "level"], ["-sg**(2-L)*_", "def sg"]])
    right, left = "t - sg >= 0", "sg - t > 0"
    sides = [_side(book, letters, [SCALED, right], right, mass, level), _side(book, letters, [SCALED, left], left, mass, level)]
    return book.add("split", letters, [SCALED], f"{SQUARE} >= 0", {"on": "t-sg"}, sides)


def _side(book: Book, letters: list, given: list, side: str, mass: str, level: str) -> str:
    """On one side of s_g: t φ′(t) = 2 (L−1) q⁻² t^(L−2) (t^L − s_g^L), and φ(s_g) = 0."""
    above = side.endswith(">= 0")
    low, high, sign = ("sg", "t", "") if above else ("t", "sg", "-")
    function, top = f"{sign}{renamed(SQUARE, t='e')}", ("e", "sg") if above else ("sg", "e")
    opened, inside = [*letters, x.positive("e")], [*given, f"e >= {low}", f"{high} >= e"]
    scene: dict[str, Any] = {"t": "3" if above else "1", "e": "5/2" if above else "3/2"}
    power = book.add("power", opened, inside, f"{top[0]}**L >= {top[1]}**L",
                     [{"x": top[0], "y": top[1], "n": "L", "fact": f"{top[0]} >= {top[1]}"}], **scene)
    slope = book.order(
        opened, inside, f"e*diff({function}, e) >= 0", [{"weight": "2*j*q[L]**(-2)*e**(L-2)", "facts": ["power"]}],
        ["def j", "def m"], {"power": power, "mass": mass}, [[f"{'-' if above else ''}2*q[L]**(-2)*e**(L-2)*_", "mass"]],
        **scene)
    grows = book.add("monotone", letters, given, f"{SQUARE} - {renamed(SQUARE, t='sg')} >= 0",
                     {"function": function, "variable": "e", "low": low, "high": high, "times": "e", "fact": side},
                     [slope], **scene)
    return book.order(letters, given, f"{SQUARE} >= 0", [{"facts": ["grows"]}], ["def m"], {"grows": grows, "level": level},
                      [["2*q[L]**(-2)*sg**(L-2)*_", "level"], ["-q[L]**(-2)*_", "def sg"]], **scene)
