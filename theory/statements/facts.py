"""Two inequalities that no sum of Gram traces gives, proved once and then used at any two expressions.

    Cauchy and Schwarz      tr(XᵀX)·tr(YᵀY) >= tr(XᵀY)²
    product                 tr(PᵀP)·tr(YᵀY) >= tr((PY)ᵀPY), P = AB

The first by contraposition in three numbers: if c² > pq, p, q >= 0, then u²p − 2uvc + v²q < 0 at u = q(1+p) + c² − pq,
v = c(1+p), which is ‖uX − vY‖². The second from the textbook fact "Weyl from above" at t = ‖P‖: t²I − PᵀP = JJᵀ, and
‖JᵀY‖² >= 0; where P = 0 there is nothing to show. P is a product so that the case P = 0 has models with nothing zero.
A square matrix with an inverse on one side has it on the other, from "thin SVD". The last are of numbers. A root: p >= 0 and
p² >= t² give p >= t; an odd root: so does pⁿ >= tⁿ; quotients: p >= 0 and px >= y > 0 give x > 0, p > 0 and px >= 0 give
x >= 0.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

from theory.statements.steps import Steps

REAL = {"kind": "real"}
MATRICES: dict[str, Any] = {"m_": 1, "n_": 1, "X_": [["2"]], "Y_": [["3"]]}
PRODUCT: dict[str, Any] = {"m_": 1, "j_": 2, "n_": 2, "k_": 1, "A_": [["1", "2"]], "B_": [["1", "0"], ["1", "0"]],
                           "Y_": [["1"], ["1"]], "x_": "9", "t_": "3", "f_": 1, "J_": [["0"], ["3"]]}  # fmt: skip
INVERSES: dict[str, Any] = {
    "n_": 2, "A_": [["12/65", "116/65"], ["-164/65", "-177/65"]], "B_": [["-177/260", "-29/65"], ["41/65", "3/65"]], "r_": 2,
    "U_": [["3/5", "-4/5"], ["4/5", "3/5"]], "S_": [["1/4", "0"], ["0", "1"]],
    "V_": [["5/13", "12/13"], ["-12/13", "5/13"]]}  # fmt: skip


def cauchy_schwarz(steps: Steps) -> str:
    """tr(X_ᵀX_)·tr(Y_ᵀY_) >= tr(X_ᵀY_)², X_, Y_ of shape m_ x n_; the id of its certificate.

    >>> steps = Steps()
    >>> steps.statements[cauchy_schwarz(steps)].json["then"]
    ['tr(X_.T*X_)*tr(Y_.T*Y_) >= tr(X_.T*Y_)**2']
    """
    u, v = "(q_*(1+p_)+c_**2-p_*q_)", "(c_*(1+p_))"
    form = f"{u}**2*p_-2*{u}*{v}*c_+{v}**2*q_"
    numbers = [[name, REAL] for name in ("p_", "q_", "c_")]
    signs, gap = ["p_ >= 0", "q_ >= 0"], ["given", 2]
    terms = [{"square": "1+p_", "facts": [["given", 1], gap]}, {"weight": "2", "facts": [gap, gap]},
             {"facts": [["given", 0], gap, gap]}]  # fmt: skip
    against = steps.add("order", numbers, [*signs, "c_**2 > p_*q_"], [f"0 > {form}"], [{"terms": terms}],
                        scene={"p_": "1", "q_": "1", "c_": "2"})  # fmt: skip
    lemma = steps.add("contrapose", numbers, [*signs, f"{form} >= 0"], ["p_*q_ >= c_**2"], {"given": 2}, [against],
                      {"p_": "2", "q_": "2", "c_": "1"})  # fmt: skip
    letters = [["m_", {"kind": "dimension"}], ["n_", {"kind": "dimension"}],
               *([x, {"kind": "matrix", "shape": ["m_", "n_"]}] for x in ("X_", "Y_"))]  # fmt: skip
    values = {"p_": "tr(X_.T*X_)", "q_": "tr(Y_.T*Y_)", "c_": "tr(X_.T*Y_)"}

    def put(text: str) -> str:
        for name, value in values.items():
            text = text.replace(name, value)
        return text

    grams = [(f"{values['p_']} >= 0", "X_"), (f"{values['q_']} >= 0", "Y_"), (f"{put(form)} >= 0", f"{put(u)}*X_-{put(v)}*Y_")]
    known = [steps.add("order", letters, [], [then], [{"terms": [{"gram": q}]}], scene=MATRICES) for then, q in grams]
    return steps.add("instance", letters, [], [put("p_*q_ >= c_**2")], {"at": values}, [lemma, *known], MATRICES)


def product_bound(steps: Steps) -> str:
    """tr(PᵀP)·tr(Y_ᵀY_) >= tr((PY_)ᵀPY_) for P = A_B_; rests on "Weyl from above".

    >>> steps = Steps()
    >>> len(steps.needed(product_bound(steps)))
    14
    """
    letters = [*([n, {"kind": "dimension"}] for n in ("m_", "j_", "n_", "k_")),
               *([x, {"kind": "matrix", "shape": s}] for x, s in
                 (("A_", ["m_", "j_"]), ("B_", ["j_", "n_"]), ("Y_", ["n_", "k_"])))]  # fmt: skip
    p, goal = "tr((A_*B_).T*A_*B_)", "tr((A_*B_).T*A_*B_)*tr(Y_.T*Y_) >= tr((A_*B_*Y_).T*A_*B_*Y_)"
    large = _at_a_root(steps, letters, p, goal)
    least = {**PRODUCT, "A_": [["1", "1"]], "B_": [["1", "1"], ["-1", "-1"]]}
    none = steps.add("definite", letters, [f"-{p} >= 0"], ["A_*B_ == 0"], [{"fact": ["given", 0], "terms": [["1", "A_*B_"]],
                     "matrix": 0}], scene=least)  # fmt: skip
    hole = "tr(_.T*A_*B_)*tr(Y_.T*Y_) - tr(Y_.T*_.T*A_*B_*Y_)"
    small = steps.add("order", letters, [f"-{p} >= 0"], [goal], [{"terms": [], "equal": [[hole, ["premise", 0, 0]]]}], [none],
                      least)  # fmt: skip
    return steps.add("cases", letters, [], [goal], {"on": f"-{p}"}, [small, large], PRODUCT)


def _at_a_root(steps: Steps, letters: list, p: str, goal: str) -> str:
    """The goal where p > 0: x_ = p, t_ = √x_."""
    real, bound = [["t_", REAL]], [f"t_**2 == {p}", "t_ >= 0"]
    wide = [*letters, *real]
    zero = steps.add("expand", wide, bound, ["0 == 0"], [[]], scene=PRODUCT)
    small = steps.add("order", wide, bound, ["0 >= 0"], [{"terms": []}], scene=PRODUCT)
    enough = steps.add("order", wide, bound, [f"t_**2 >= {p}"], [{"terms": [], "equal": [["_", ["given", 0]]]}], scene=PRODUCT)
    fresh = [["f_", {"kind": "integer", "min": "1"}], ["J_", {"kind": "matrix", "shape": ["n_", "f_"]}]]
    split = "(A_*B_).T*A_*B_ + J_*J_.T == t_**2*I(n_)"
    at = {"m": "m_", "n": "n_", "h": "1", "X": "A_*B_-A_*B_", "Z": "A_*B_", "s": "0", "t": "t_", "a": "t_**2", "e": "n_",
          "K": "I(n_)-I(n_)"}  # fmt: skip
    weyl = steps.add("lemma", wide, bound, [split], {"lemma": "Weyl from above", "at": at, "fresh": {"f": "f_", "J": "J_"}},
                     [zero, small, enough], PRODUCT, exists=fresh)  # fmt: skip
    equal = [["-tr(Y_.T*_*Y_)", ["given", 2]], ["-tr(Y_.T*Y_)*_", ["given", 0]]]
    opened = steps.add("order", [*wide, *fresh], [*bound, split], [goal], [{"terms": [{"gram": "J_.T*Y_"}], "equal": equal}],
                       scene=PRODUCT)  # fmt: skip
    held = steps.add("exists", wide, bound, [goal], {"source": 0, "target": 1}, [weyl, opened], PRODUCT)
    named = [["x_", {"kind": "positive"}]]
    value = steps.add("exists", letters, [f"{p} > 0"], [f"x_ == {p}"], {"terms": {"x_": p}}, [], PRODUCT, exists=named)
    rooted, given = [*letters, *named, ["t_", {"kind": "positive", "root": ["2", "x_"]}]], [f"x_ == {p}"]
    square = steps.add("expand", rooted, given, [bound[0]], [[["_", ["def", "t_"]], ["_", ["given", 0]]]], scene=PRODUCT)
    sign = steps.add("order", rooted, given, [bound[1]], [{"terms": [{"weight": "t_"}]}], scene=PRODUCT)
    there = steps.add("instance", rooted, given, [goal], {"at": {"t_": "t_"}}, [held, square, sign], PRODUCT)
    return steps.add("exists", letters, [f"{p} > 0"], [goal], {"source": 0, "target": 1}, [value, there], PRODUCT)


def other_side(steps: Steps) -> str:
    """A_B_ == I ⊢ B_A_ == I for square A_, B_; rests on "thin SVD".

    B_ = USVᵀ, and VVᵀ = A_B_VVᵀ = A_B_ = I: hence n = tr VVᵀ = tr VᵀV = r, and ‖UUᵀ − I‖² = n − r = 0. So B_ has the inverse
    VS⁻¹Uᵀ on the right as well, and A_ is that.

    >>> steps = Steps()
    >>> steps.statements[other_side(steps)].json["then"]
    ['B_*A_ == I(n_)']
    """
    letters = [["n_", {"kind": "dimension"}], *([x, {"kind": "matrix", "shape": ["n_", "n_"]}] for x in ("A_", "B_"))]
    fresh = [["r_", {"kind": "integer", "min": "0"}], ["U_", {"kind": "matrix", "shape": ["n_", "r_"]}],
             ["S_", {"kind": "diagonal", "size": "r_", "positive": True}],
             ["V_", {"kind": "matrix", "shape": ["n_", "r_"]}]]  # fmt: skip
    given, split = ["A_*B_ == I(n_)"], ["B_ == U_*S_*V_.T", "U_.T*U_ == I(r_)", "V_.T*V_ == I(r_)"]
    svd = steps.add("lemma", letters, given, split, {"lemma": "thin SVD", "at": {"m": "n_", "n": "n_", "M": "B_"},
                    "fresh": {"r": "r_", "U": "U_", "S": "S_", "V": "V_"}}, [], INVERSES, exists=fresh)  # fmt: skip
    wide, facts = [*letters, *fresh], [*given, *split]
    inverse, split_, left, right = (["given", k] for k in range(4))
    whole = [["-_*V_*V_.T + _", inverse], ["A_*_*V_*V_.T - A_*_", split_], ["A_*U_*S_*_*V_.T", right]]
    right_whole = steps.add("expand", wide, facts, ["V_*V_.T == I(n_)"], [whole], scene=INVERSES)
    sizes = [["-tr(_)", ["premise", 0, 0]], ["tr(_)", right]]
    equal = steps.add("expand", wide, facts, ["n_ == r_"], [sizes], [right_whole], INVERSES)
    gap = "(U_*U_.T - I(n_))"
    none = steps.add("expand", wide, facts, [f"tr({gap}.T*{gap}) == 0"], [[["tr(U_*_*U_.T) - tr(_)", left],
                     ["_", ["premise", 0, 0]]]], [equal], INVERSES)  # fmt: skip
    square = {"fact": ["premise", 0, 0], "terms": [["1", "U_*U_.T - I(n_)"]], "matrix": 0}
    left_whole = steps.add("definite", wide, facts, ["U_*U_.T == I(n_)"], [square], [none], INVERSES)
    end = "S_**(-1)*U_.T"
    both = [["-B_*A_*_ + _", ["premise", 0, 0]], [f"-B_*A_*U_*S_*_*{end} + U_*S_*_*{end}", right],
            [f"-B_*A_*_*V_*{end} + _*V_*{end}", split_], [f"B_*_*V_*{end}", inverse]]  # fmt: skip
    opened = steps.add("expand", wide, facts, ["B_*A_ == I(n_)"], [both], [left_whole], INVERSES)
    return steps.add("exists", letters, given, ["B_*A_ == I(n_)"], {"source": 0, "target": 1}, [svd, opened], INVERSES)


def counts(steps: Steps) -> str:
    """n_ >= 1 for a size n_, by induction.

    >>> steps = Steps()
    >>> steps.statements[counts(steps)].json["then"]
    ['n_ >= 1']
    """
    size = [["n_", {"kind": "dimension"}]]
    base = steps.add("order", [], [], ["1 >= 1"], [{"terms": []}])
    rise = steps.add("order", size, ["n_ >= 1"], ["n_ + 1 >= 1"], [{"terms": [{"weight": "n_"}]}], scene={"n_": 1})
    return steps.add("induct", size, [], ["n_ >= 1"], {"symbol": "n_"}, [base, rise], {"n_": 1})


def quotient(steps: Steps) -> str:
    """p_ >= 0, y_ > 0, p_x_ >= y_ ⊢ x_ > 0: else y_ = p_x_ − (p_x_ − y_) <= 0.

    >>> steps = Steps()
    >>> steps.statements[quotient(steps)].json["then"]
    ['x_ > 0']
    """
    numbers, values = [[name, REAL] for name in ("p_", "x_", "y_")], {"p_": "2", "x_": "2", "y_": "1"}
    terms = [{"facts": [["given", 0], ["given", 2]]}, {"facts": [["given", 1]]}]
    against = steps.add("order", numbers, ["p_ >= 0", "p_*x_ >= y_", "-x_ >= 0"], ["-y_ >= 0"], [{"terms": terms}],
                        scene={"p_": "1", "x_": "-1", "y_": "-2"})  # fmt: skip
    return steps.add("contrapose", numbers, ["p_ >= 0", "y_ > 0", "p_*x_ >= y_"], ["x_ > 0"], {"given": 1}, [against], values)


def divide(steps: Steps) -> str:
    """p_ > 0, p_x_ >= 0 ⊢ x_ >= 0: else p_·(−x_) > 0.

    >>> steps = Steps()
    >>> steps.statements[divide(steps)].json["then"]
    ['x_ >= 0']
    """
    numbers = [[name, REAL] for name in ("p_", "x_")]
    terms = [{"facts": [["given", 0], ["given", 1]]}]
    against = steps.add("order", numbers, ["p_ > 0", "-x_ > 0"], ["-(p_*x_) > 0"], [{"terms": terms}],
                        scene={"p_": "1", "x_": "-1"})  # fmt: skip
    return steps.add("contrapose", numbers, ["p_ > 0", "p_*x_ >= 0"], ["x_ >= 0"], {"given": 1}, [against],
                     {"p_": "2", "x_": "2"})  # fmt: skip


def odd_root(steps: Steps, n: int) -> str:
    """p_ⁿ >= t_ⁿ ⊢ p_ >= t_ for odd n: else, with s = p_ + t_ and d = t_ − p_ > 0, t_ⁿ − p_ⁿ = 2^(1−n) Σ C(n, k) s^(n−k) dᵏ
    over odd k, where dⁿ > 0.

    >>> steps = Steps()
    >>> steps.statements[odd_root(steps, 3)].json["given"]
    ['p_**3 >= t_**3']
    """
    if n < 1 or n % 2 == 0:
        raise ValueError(f"n must be odd and at least 1, got {n}")
    numbers, gap = [["p_", REAL], ["t_", REAL]], ["given", 0]
    terms: list[dict[str, Any]] = []
    for k in range(1, n + 1, 2):
        square = {"square": f"(p_+t_)**{(n - k) // 2}"} if k < n else {}
        terms.append({"weight": str(Fraction(comb(n, k), 2 ** (n - 1))), "facts": [gap] * k} | square)
    against = steps.add("order", numbers, ["t_ > p_"], [f"t_**{n} > p_**{n}"], [{"terms": terms}],
                        scene={"p_": "1", "t_": "2"})  # fmt: skip
    return steps.add("contrapose", numbers, [f"p_**{n} >= t_**{n}"], ["p_ >= t_"], {"given": 0}, [against],
                     {"p_": "2", "t_": "1"})  # fmt: skip


def root(steps: Steps) -> str:
    """p_ >= 0, p_² >= t_² ⊢ p_ >= t_: else t_² − p_² = (t_ − p_)² + 2p_(t_ − p_) > 0.

    >>> steps = Steps()
    >>> steps.statements[root(steps)].json["then"]
    ['p_ >= t_']
    """
    numbers = [["p_", REAL], ["t_", REAL]]
    gap = ["given", 1]
    terms = [{"facts": [gap, gap]}, {"weight": "2", "facts": [["given", 0], gap]}]
    against = steps.add("order", numbers, ["p_ >= 0", "t_ > p_"], ["t_**2 > p_**2"], [{"terms": terms}],
                        scene={"p_": "1", "t_": "2"})  # fmt: skip
    return steps.add("contrapose", numbers, ["p_ >= 0", "p_**2 >= t_**2"], ["p_ >= t_"], {"given": 1}, [against],
                     {"p_": "2", "t_": "1"})  # fmt: skip
