"""False statements that a checker could be led to accept: each row was accepted once, or is the neighbour of one.

The premises of a row are true statements; the conclusion is false for some values that its letters allow (named in the
row), while the model given satisfies it, so that only the rule can refuse.
"""

from __future__ import annotations

import pytest

from tests.theory.kernel.bench import Trial, diagonal, family, integer, matrix, positive, real, statement

ONE_LAYER = [["W", family("matrix", "1", "1", shape=["2", "2"])]]
LINEAR = [*ONE_LAYER, matrix("C", value="D-E"), real("F", value="t*tr(C.T*W[1])")]
MOVED = [integer("l", "1", "1"), matrix("H"), ["W1", family("matrix", "1", "1", shape=["2", "2"],
         override={"of": "W", "at": {"l": "W[l]+t*H"}})]]  # fmt: skip
EMPTY = [integer("z", "1", "0")]
EYE = [["1", "2"], ["3", "5"]]
STATIONARY = {"rename": {"W": "W1", "F": "F1"}, "objective": "F", "family": "W", "direction": "H", "step": "t",
              "layer": "l"}  # fmt: skip
QUADRATIC = [*ONE_LAYER, matrix("Y"), real("F", value="tr((W[1]-Y).T*(W[1]-Y))")]
PLANE = [*QUADRATIC, real("t"), *MOVED, real("F1", value="tr((W1[1]-Y).T*(W1[1]-Y))")]
TWO_WELLS = "tr((W[1]-Y).T*(W[1]-Y)) + tr((W[2]-2*Y).T*(W[2]-2*Y))"
TWO_LAYERS = [["W", family("matrix", "1", "2", shape=["2", "2"])], matrix("Y"), real("F", value=TWO_WELLS)]
LAYER_SHIFT = matrix("Z", value="-2*l*Y")
PAIR = [matrix("D"), matrix("E")]
AT_REST = {"W": {"1": EYE}, "Y": EYE, "D": EYE, "E": EYE}

FALSE = {
    # s = y, z = 0: the derivative of the vanishing placeholder does not vanish
    "diff of the placeholder": Trial(
        [real("s"), real("y"), real("z")], ["s == y"], ["z == 3"], "expand",
        [[["(z-3)*diff(_, s)", ["given", 0]]]], model={"s": "2", "y": "2", "z": "3"}),
    # n = 1: there is no identity matrix of size −4
    "identity of negative size": Trial(
        [integer("n")], [], ["n >= 5"], "order", [{"terms": [{"gram": "I(n-5)"}]}], model={"n": "6"}),
    "matrix of negative size": Trial(
        [integer("n"), matrix("Q", "n-5", "n-5")], ["Q.T*Q == I(n-5)"], ["n >= 5"], "order",
        [{"terms": [{"gram": "Q"}], "equal": [["-tr(_)", ["given", 0]]]}],
        model={"n": "6", "Q": [["1"]]}),
    # S = (1/2): an entry is no integer
    "entry as a dimension": Trial(
        [integer("r"), integer("i", "1", "r"), diagonal("S", "r"), ["k", {"kind": "dimension", "entry": ["S", "i"]}]],
        [], ["k >= 1"], "order", [{"terms": [{"gram": "I(k-1)"}]}],
        model={"r": "1", "i": "1", "S": [["2"]]}),
    # M = [[1, 2], [3, 5]] is not symmetric
    "lemma with one frame twice": Trial(
        [integer("m"), matrix("M", "m", "m")], [], ["M == U*S*U.T", "U.T*U == I(r)", "U.T*U == I(r)"], "lemma",
        {"lemma": "thin SVD", "set": {"m": "m", "n": "m"}, "terms": {"M": "M"}, "families": {"V": "U"},
         "fresh": {"r": "r", "U": "U", "S": "S", "V": "V"}},
        model={"m": "2", "M": EYE},
        exists=[integer("r", "0"), matrix("U", "m", "r"), diagonal("S", "r"), matrix("V", "m", "r")]),
    # the function of s is constant once s has been renamed
    "renaming a bound variable": Trial(
        [positive("x"), positive("y")], ["y == x"], ["roots(y - x, s, simple=1, where=2)"], "collect", None,
        ((statement([positive("x")], [], ["roots(s - x, s, simple=1, where=2)"]), {"rename": {"s": "y"}}),),
        {"x": "1", "y": "1"}),
    # y = z = 3, k = 2: the premises speak about k = 1 only
    **{f"{rule} with a longer quantifier": Trial(
        [*letters, real("y"), real("z")], ["y == z"], ["all(k, 1, 3, (y-2)*k == z-2)"], rule, witness,
        tuple((statement([*more, real("y"), real("z")], ["y == z", *side], ["all(k, 1, 1, (y-2)*k == z-2)"]), {})
              for more, side in premises), {"n": "1", "y": "2", "z": "2"} if letters else {"y": "2", "z": "2"})
        for rule, letters, witness, premises in (
            ("cases", [integer("n", "1", "1")], {"symbol": "n", "at": "1", "parts": {"at": 0}}, (([], []),)),
            ("split", [], {"on": "y"}, (([], ["y >= 0"]), ([], ["0 > y"]))),
            ("induct", [integer("n", "1", "2")], {"symbol": "n"}, (([], []), ([integer("n", "1", "1")], []))),
        )},
    # y = 1: the premise speaks about another y
    "shape with another letter at the limit": Trial(
        [real("y")], [], ["roots(s + y, s, simple=1)"], "shape",
        {"times": "s", "rising": "1", "power": "1", "falling": "0"},
        ((statement([real("y"), positive("s")], [], ["s*diff(s + y, s) == s*(s - 0)"]), {}),
         (statement([real("y", value="-1")], [], ["0 > y"]), {})),
        {"y": "-2"}),
    # no integer lies between 1 and 0
    **{f"{rule} with an empty existential": Trial(
        [integer("n", "1", "1"), real("y")], [], then, rule, witness, premises, {"n": "1", "y": "2"}, EMPTY)
        for rule, then, witness, premises in (
            ("sturm", ["roots(s - 1, s, simple=1)"], None, ()),
            ("cases", ["y**2 >= 0"], {"symbol": "n", "at": "1", "parts": {"at": 0}},
             ((statement([real("y")], [], ["y**2 >= 0"]), {}),)),
        )},
    "monotone with an empty existential": Trial(
        [positive("x"), positive("y")], ["y >= x"], ["y**2 >= x**2"], "monotone",
        {"function": "s**2", "variable": "s", "low": "x", "high": "y", "fact": ["given", 0]},
        ((statement([positive("x"), positive("y"), positive("s")], [], ["diff(s**2, s) >= 0"]), {}),),
        {"x": "1", "y": "2"}, EMPTY),
    # W = C/2 ≠ 0 with F linear: the objective contains the step itself
    "stationary with the step in the objective": Trial(
        [matrix("D"), matrix("E"), real("t"), *LINEAR], [], ["critical(F, W)"], "stationary",
        {**STATIONARY, "gradient": "0*W[l]", "fact": 0},
        ((statement([matrix("D"), matrix("E"), real("t"), *LINEAR, *MOVED, real("F1", value="t*tr(C.T*W1[1])")], [],
                    ["F1 == F + t*tr(H.T*(0*W[l])) + t**2*tr(C.T*H)"]), {}),
         (statement([*ONE_LAYER, integer("l", "1", "1")], [], ["0*W[l] == 0"]), {})),
        {"D": EYE, "E": EYE, "t": "1", "W": {"1": EYE}}),
    # D − E = 1: a letter Z = −2(W − Y) of the variation is another one in the conclusion
    "stationary with another letter in the gradient": Trial(
        [*QUADRATIC, *PAIR, matrix("Z", value="D-E")], ["critical(F, W)"], ["-1*Z == 0"], "stationary",
        {**STATIONARY, "gradient": "-1*Z", "at": ["1"]},
        ((statement([*PLANE, matrix("Z", value="2*Y-2*W[1]")], [],
                    ["F1 == F + t*tr(H.T*(-1*Z)) + t**2*tr(H.T*H)"]), {}),), AT_REST),
    # l = 2: X_1 = 2 W_1 − 2 Y, but the letter Z = −2 l Y does not follow the layer
    "stationary with the layer hidden in the gradient": Trial(
        [*TWO_LAYERS, integer("l", "1", "2"), LAYER_SHIFT], ["critical(F, W)"], ["2*W[1] + Z == 0"], "stationary",
        {**STATIONARY, "gradient": "2*W[l] + Z", "at": ["1"]},
        ((statement([*TWO_LAYERS, real("t"), integer("l", "1", "2"), matrix("H"), LAYER_SHIFT,
                     ["W1", family("matrix", "1", "2", shape=["2", "2"],
                                   override={"of": "W", "at": {"l": "W[l]+t*H"}})],
                     real("F1", value=TWO_WELLS.replace("W[", "W1["))], [],
                    ["F1 == F + t*tr(H.T*(2*W[l] + Z)) + t**2*tr(H.T*H)"]), {}),),
        {"W": {"1": EYE, "2": [["2", "4"], ["6", "10"]]}, "Y": EYE, "l": "1"}),
    # Z = t (D − E) hides a part of the slope: F1 = F + t tr Hᵀ(2(W − Y) + Z) + t²(… − tr Hᵀ(D − E))
    "stationary with the step hidden in the gradient": Trial(
        [*QUADRATIC, *PAIR, real("t"), matrix("Z", value="t*(D-E)")], ["critical(F, W)"], ["2*W[1] - 2*Y + Z == 0"],
        "stationary", {**STATIONARY, "gradient": "2*W[l] - 2*Y + Z", "at": ["1"]},
        ((statement([*PLANE, *PAIR, matrix("Z", value="t*(D-E)")], [],
                    ["F1 == F + t*tr(H.T*(2*W[l]-2*Y+Z)) + t**2*(tr(H.T*H) - tr(H.T*(D-E)))"]), {}),),
        {**AT_REST, "t": "2"}),
    # n = 1, V[2] = I + E₁₂ (2 × 2): tr = 2; the premise speaks about e × e with one e, the family V about n × n
    "bound variable of a family captured": Trial(
        [["V", family("matrix", "1", "3", "n", shape=["n", "n"])], integer("n")],
        ["tr(V[2].T*V[2]) - 2*tr(V[2]) + n == 0"], ["tr(V[2]) == n"], "collect", None,
        ((statement([integer("e"), ["V", family("matrix", "1", "3", "n", shape=["e", "e"])]],
                    ["tr(V[2].T*V[2]) - 2*tr(V[2]) + e == 0"], ["tr(V[2]) == e"]), {"set": {"e": "n"}}),),
        {"n": "2", "V": {"1": [["1"]], "2": [["1", "0"], ["0", "1"]], "3": [["1", "0", "0"]] * 3}}),
    # Z moves with W, the Y of the premise does not: F = c tr Zᵀ W, Z = W − D has gradient c (2W − D) = cD at W = D
    "critical with a letter that moves along": Trial(
        [*ONE_LAYER, matrix("D"), real("x"), real("c", value="x-1"), matrix("Z", value="W[1]-D"),
         real("F", value="c*tr(Z.T*W[1])")], ["Z == 0"], ["critical(F, W)"], "collect", None,
        ((statement([*ONE_LAYER, real("x"), real("c", value="x-1"), matrix("Z"), real("F", value="c*tr(Z.T*W[1])")],
                    ["Z == 0"], ["critical(F, W)"]), {}),),
        {"W": {"1": EYE}, "D": EYE, "x": "1"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_a_false_statement_is_refused(name):
    assert FALSE[name].check(), f"accepted: {name}"


def test_critical_at_a_given_number_of_layers():
    """The neighbour of a refused row that is right: F and W of the premise at L = 1."""
    def letters(L: str) -> list:
        return [["W", family("matrix", "1", L, shape=["2", "2"])], matrix("Y"),
                real("F", value=f"{L}*tr((W[1]-Y).T*(W[1]-Y))")]  # fmt: skip

    premise = statement([integer("L"), *letters("L")], ["W[1] == Y"], ["critical(F, W)"])
    trial = Trial(letters("1"), ["W[1] == Y"], ["critical(F, W)"], "collect", None, ((premise, {"set": {"L": "1"}}),),
                  {"W": {"1": EYE}, "Y": EYE})  # fmt: skip
    assert trial.check() == ""
