"""The origin, L ≥ 3, is a local minimizer for every Y, as the kernel says it: F(W1) ≥ F(0) for all W1 within a radius.

The radius comes from the explicit neighbourhood of `origin`, in which ‖Y‖_F ≤ y and 2 y τ^(L−2) = L q: ‖W1_l‖² ≤ ρ gives
Σ ridge λ_l‖W1_l‖² ≤ fit L τ².
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.gradient import RENAME
from theory.dmf.proofs.origin import NEAR, SHORT, SLOW, origin_is_local
from theory.dmf.proofs.points import SCALED
from theory.dmf.proofs.two_layers import OTHERS
from theory.dmf.scenes.minima import origin
from theory.prove.derivation import Book
from theory.prove.formulas import at, renamed, unfold, use
from theory.prove.letters import family

ZERO = "all(k, 1, L, W[k] == 0)"
MINIMUM = "local_minimum(F, W)"
SIZES = family("Lam1", "positive", "0", "L", first="1", next="Lam1[n_]+lam[n_+1]")
"""1 + λ_1 + … + λ_n."""
REACH = ["tau", {"kind": "positive", "root": ["L-2", "1/2*L*q[L]*y**(-1)"]}]
RADIUS = "a*b**(-1)*L*tau**2*Lam1[L]**(-1)"
WITHIN = f"all(k, 1, L, {RADIUS} - tr((W1[k]-W[k]).T*(W1[k]-W[k])) >= 0)"


def origin_is_minimum(book: Book, objective: Objective, root: str) -> str:
    """W = 0 is a local minimizer of F, for every Y and L ≥ 3. Cites Schatten–Hölder and von Neumann."""
    local = origin_is_local(book, objective, root, frobenius=True)
    book.scene = {**_scene(objective), "W": origin(objective)["W"]}
    letters = [*x.base(objective, x.L3), x.SCALES, x.SCALE_PRODUCT]
    norm = [x.positive("y")]
    size = "1 + tr(Y.T*Y)"
    positive = book.order(letters, [], f"{size} > 0", [{"weight": "1"}, {"gram": "Y"}])
    larger = book.order(letters, [], f"({size})**2 >= tr(Y.T*Y)",
                        [{"weight": "1"}, {"gram": "Y"}, {"square": "tr(Y.T*Y)"}])  # fmt: skip
    both = book.add("collect", letters, [], [f"{size} > 0", f"({size})**2 >= tr(Y.T*Y)"], None, [positive, larger])
    there = book.add("exists", letters, [], SHORT, {"target": 0, "terms": {"y": size}}, [both], exists=norm)
    book.scene = _scene(objective)
    opened, given = [*letters, *norm], [SCALED, ZERO, SHORT]
    inside = [*opened, SIZES, REACH]
    least = _nearby(book, [*inside, *OTHERS], [*given, WITHIN], root, local)
    minimum = book.add("near", inside, given, MINIMUM,
                       {"objective": "F", "family": "W", "moved": {n: RENAME[n] for n in ("W", "P", "Reg", "F")},
                        "radius": RADIUS}, [least])  # fmt: skip
    closed = book.add("forget", opened, given, MINIMUM, None, [minimum])
    return book.add("compose", letters, given[:2], MINIMUM, None, [there, closed])


def _nearby(book: Book, letters: list, given: list, root: str, local: str) -> str:
    """F1 ≥ F for W = 0 and W1 within the radius."""
    zero = ((ZERO, "n+1"), "W[n+1]")
    regular = book.induct(letters, given, "Reg[n] == 0", ("n", "0", "L"), ["def Reg[0]"],
                          ["def Reg[n+1]", ("induction", "Reg[n]"), zero])
    value = book.expand(letters, given, "F == a*tr(Y.T*Y)",
                        [("root", "F"), "def P[L]", ((ZERO, "L"), "W[L]"), ("regular", "Reg[L]")],
                        {"root": root, "regular": use(regular, n="L")})
    bound = f"b*{RADIUS}*Lam1[n] >= Reg1[n]"
    first = book.order(letters, given, renamed(bound, n="0"), [{"weight": f"b*{RADIUS}"}], ["def Lam1[0]", "def Reg1[0]"])
    opened, step = [*letters, x.integer("n", "0", "L-1")], [*given, bound]
    rise = book.order(opened, step, at(bound, n="n+1"),
                      [{"facts": [bound]}, {"weight": "b*lam[n+1]", "facts": [(WITHIN, "n+1")]}],
                      [*unfold("Lam1 Reg1", "n+1"), zero])
    whole = book.add("induct", [*letters, x.integer("n", "0", "L")], given, bound, {"symbol": "n"}, [first, rise])
    reach = book.order(letters, given, renamed(NEAR, Reg="Reg1"), [{"facts": ["whole"]}], [], {"whole": use(whole, n="L")})
    slow = book.order(letters, given, SLOW, [], hints=[["-2*y*_", "def tau"]])
    return book.order(letters, given, "F1 >= F", [{"facts": ["local"]}], [("value", "F")],
                      {"local": use(local, {n: RENAME[n] for n in ("W", "P", "Reg", "F")}), "value": value, "reach": reach,
                       "slow": slow})


def _scene(objective: Objective) -> dict[str, Any]:
    """W = 0, W1 a third of the factors of `origin`, y = 6 > ‖Y‖_F and τ = 1."""
    found = origin(objective, (Fraction(1, 2), Fraction(1, 3)))
    zero, third = ({k: [[str(c * Fraction(e)) for e in row] for row in w] for k, w in found["W"].items()}
                   for c in (Fraction(0), Fraction(1, 3)))  # fmt: skip
    return {**found, "W": zero, "W1": third, "y": "6", "tau": "1"}
