"""Two inequalities that no sum of Gram traces gives, proved once and then used at any two expressions.

    Cauchy and Schwarz      tr(XᵀX)·tr(YᵀY) >= tr(XᵀY)²
    product                 tr(PᵀP)·tr(YᵀY) >= tr((PY)ᵀPY), P = AB

The first by contraposition in three numbers: if c² > pq, p, q >= 0, then u²p − 2uvc + v²q < 0 at u = q(1+p) + c² − pq,
v = c(1+p), which is ‖uX − vY‖². The second from the textbook fact "Weyl from above" at t = ‖P‖: t²I − PᵀP = JJᵀ, and
‖JᵀY‖² >= 0; where P = 0 there is nothing to show. P is a product so that the case P = 0 has models with nothing zero.
The last are a root: p >= 0 and p² >= t² give p >= t, and a quotient: p >= 0 and px >= y > 0 give x > 0.
"""

from __future__ import annotations

from typing import Any

from theory.statements.steps import Steps

REAL = {"kind": "real"}
MATRICES: dict[str, Any] = {"m_": 1, "n_": 1, "X_": [["2"]], "Y_": [["3"]]}
PRODUCT: dict[str, Any] = {"m_": 1, "j_": 2, "n_": 2, "k_": 1, "A_": [["1", "2"]], "B_": [["1", "0"], ["1", "0"]],
                           "Y_": [["1"], ["1"]], "x_": "9", "t_": "3", "f_": 1, "J_": [["0"], ["3"]]}  # fmt: skip


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
