"""False statements that a checker could be led to accept: each row was accepted once, or is the neighbour of one.

The premises of a row are true statements; the conclusion is false for some values that its letters allow (named in the
row). Each row is refused for the reason that stands beside it, not by accident.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.theory.kernel.bench import Trial, diagonal, family, integer, matrix, positive, real, statement

ONE_LAYER = [["W", family("matrix", "1", "1", shape=["2", "2"])]]
LINEAR = [*ONE_LAYER, matrix("C", value="D-E"), real("F", value="t*tr(C.T*W[1])")]
MOVED = [integer("l", "1", "1"), matrix("H"), ["W1", family("matrix", "1", "1", shape=["2", "2"],
         override={"of": "W", "at": {"l": "W[l]+t*H"}})]]  # fmt: skip
EMPTY = [integer("z", "1", "0")]
EYE = [["1", "2"], ["3", "5"]]
STATIONARY = {"moved": {"W": "W1", "F": "F1"}, "objective": "F", "family": "W", "direction": "H", "step": "t",
              "layer": "l"}  # fmt: skip
QUADRATIC = [*ONE_LAYER, matrix("Y"), real("F", value="tr((W[1]-Y).T*(W[1]-Y))")]
PLANE = [*QUADRATIC, real("t"), *MOVED, real("F1", value="tr((W1[1]-Y).T*(W1[1]-Y))")]
TWO_WELLS = "tr((W[1]-Y).T*(W[1]-Y)) + tr((W[2]-2*Y).T*(W[2]-2*Y))"
TWO_LAYERS = [["W", family("matrix", "1", "2", shape=["2", "2"])], matrix("Y"), real("F", value=TWO_WELLS)]
LAYER_SHIFT = matrix("Z", value="-2*l*Y")
PAIR = [matrix("D"), matrix("E")]
SIZES = [["d", {"kind": "dimension"}], ["e", {"kind": "dimension"}]]
STILL = (statement([*ONE_LAYER, real("x"), real("c", value="x-1"), matrix("Z"), real("F", value="c*tr(Z.T*W[1])")],
                   ["Z == 0"], ["critical(F, W)"]),)  # fmt: skip

FALSE = {
    # s = y, z = 0: the derivative of the vanishing placeholder does not vanish
    "diff of the placeholder": Trial(
        [real("s"), real("y"), real("z")], ["s == y"], ["z == 3"], "expand",
        [[["(z-3)*diff(_, s)", ["given", 0]]]]),
    # n = 1: there is no identity matrix of size −4
    "identity of negative size": Trial(
        [integer("n")], [], ["n >= 5"], "order", [{"terms": [{"gram": "I(n-5)"}]}]),
    "matrix of negative size": Trial(
        [integer("n"), matrix("Q", "n-5", "n-5")], ["Q.T*Q == I(n-5)"], ["n >= 5"], "order",
        [{"terms": [{"gram": "Q"}], "equal": [["-tr(_)", ["given", 0]]]}]),
    # S = (1/2): an entry is no integer
    "entry as a dimension": Trial(
        [integer("r"), integer("i", "1", "r"), diagonal("S", "r"), ["k", {"kind": "dimension", "entry": ["S", "i"]}]],
        [], ["k >= 1"], "order", [{"terms": [{"gram": "I(k-1)"}]}]),
    # M = [[1, 2], [3, 5]] is not symmetric
    **{f"lemma with one frame twice, {way}": Trial(
        [integer("m"), matrix("M", "m", "m")], [], ["M == U*S*U.T", "U.T*U == I(r)", "U.T*U == I(r)"], "lemma",
        {"lemma": "thin SVD", "at": {"m": "m", "n": "m", "M": "M", **at}, "fresh": {"r": "r", "U": "U", "S": "S", "V": v}},
        exists=[integer("r", "0"), matrix("U", "m", "r"), diagonal("S", "r"), *more])
        for way, at, v, more in (("renamed", {"V": "U"}, "V", [matrix("V", "m", "r")]), ("fresh", {}, "U", []),
                                 ("fresh beside", {}, "U", [matrix("V", "m", "r")]))},
    # the function of s is constant once s has been renamed
    **{f"renaming a bound variable, {way}": Trial(
        [positive("x"), positive("y")], ["y == x"], ["roots(y - x, s, simple=1, where=2)"], rule, witness,
        (statement([positive("x")], [], ["roots(s - x, s, simple=1, where=2)"]),))
        for way, rule, witness in (("by name", "instance", {"at": {"s": "y"}}), ("by number", "instance", {"at": {"#": "y"}}),
                                   ("untold", "collect", None))},
    # y = z = 3, k = 2: the premises speak about k = 1 only
    **{f"{name} with a longer quantifier": Trial(
        [*letters, real("y"), real("z")], ["y == z"], ["all(k, 1, 3, (y-2)*k == z-2)"], name.split()[0], witness,
        tuple(statement([*more, real("y"), real("z")], ["y == z", *side], ["all(k, 1, 1, (y-2)*k == z-2)"])
              for more, side in premises))
        for name, letters, witness, premises in (
            ("cases", [integer("n", "1", "1")], {"symbol": "n", "at": "1", "parts": {"at": 0}}, (([], []),)),
            ("cases of a sign", [], {"on": "y"}, (([], ["y >= 0"]), ([], ["0 > y"]))),
            ("induct", [integer("n", "1", "2")], {"symbol": "n"}, (([], []), ([integer("n", "1", "1")], []))),
            ("collect", [], None, (([], []),)), ("instance", [], {}, (([], []),)), ("exists", [], {"target": 0}, (([], []),)),
            ("contrapose", [], {"given": 0}, (([], []),)),
        )},
    "generalize with a longer quantifier": Trial(
        [real("y"), real("z")], ["y == z"], ["all(k, 1, 3, (y-2)*k == z-2)"], "generalize", {"symbol": "n"},
        (statement([real("y"), real("z"), integer("n", "1", "1")], ["y == z"], ["(y-2)*n == z-2"]),)),
    # y = 1: the premise speaks about another y
    "shape with another letter at the limit": Trial(
        [real("y")], [], ["roots(s + y, s, simple=1)"], "shape",
        {"times": "s", "rising": "1", "power": "1", "falling": "0"},
        (statement([real("y"), positive("s")], [], ["s*diff(s + y, s) == s*(s - 0)"]),
         statement([real("y", value="-1")], [], ["0 > y"]))),
    # no integer lies between 1 and 0
    "cases with an empty existential": Trial(
        [integer("n", "1", "1"), real("y")], [], ["y**2 >= 0"], "cases", {"symbol": "n", "at": "1", "parts": {"at": 0}},
        (statement([real("y")], [], ["y**2 >= 0"]),), exists=EMPTY),
    "shape with an empty existential": Trial(
        [], [], ["roots(s - 1, s, simple=1)"], "shape", {"times": "1", "rising": "1", "power": "1", "falling": "0"},
        (statement([positive("s")], [], ["s*diff(s - 1, s) == 1*(s - 0)"]), statement([], [], ["1 > 0"])),
        exists=EMPTY),
    "stationary with an empty existential": Trial(
        QUADRATIC, ["W[1] == Y"], ["critical(F, W)"], "stationary",
        {**STATIONARY, "gradient": "2*W[l]-2*Y", "fact": ["premise", 0, 0]},
        (statement(PLANE, [], ["F1 == F + t*tr(H.T*(2*W[l]-2*Y)) + t**2*tr(H.T*H)"]),
         statement(QUADRATIC, ["W[1] == Y"], ["all(l, 1, 1, 2*W[l]-2*Y == 0)"])), exists=EMPTY),
    "monotone with an empty existential": Trial(
        [positive("x"), positive("y")], ["y >= x"], ["y**2 >= x**2"], "monotone",
        {"function": "s**2", "variable": "s", "low": "x", "high": "y", "fact": ["given", 0]},
        (statement([positive("x"), positive("y"), positive("s")], [], ["diff(s**2, s) >= 0"]),), exists=EMPTY),
    # W = C/2 ≠ 0 with F linear: the objective contains the step itself
    "stationary with the step in the objective": Trial(
        [matrix("D"), matrix("E"), real("t"), *LINEAR], [], ["critical(F, W)"], "stationary",
        {**STATIONARY, "gradient": "0*W[l]", "fact": ["premise", 0, 0]},
        (statement([matrix("D"), matrix("E"), real("t"), *LINEAR, *MOVED, real("F1", value="t*tr(C.T*W1[1])")], [],
                   ["F1 == F + t*tr(H.T*(0*W[l])) + t**2*tr(C.T*H)"]),
         statement(ONE_LAYER, [], ["all(l, 1, 1, 0*W[l] == 0)"]))),
    # D − E = 1: a letter Z = −2(W − Y) of the variation is another one in the conclusion
    "stationary with another letter in the gradient": Trial(
        [*QUADRATIC, *PAIR, matrix("Z", value="D-E")], ["critical(F, W)"], ["-1*Z == 0"], "stationary",
        {**STATIONARY, "gradient": "-1*Z", "at": ["1"]},
        (statement([*PLANE, matrix("Z", value="2*Y-2*W[1]")], [],
                    ["F1 == F + t*tr(H.T*(-1*Z)) + t**2*tr(H.T*H)"]),)),
    # l = 2: X_1 = 2 W_1 − 2 Y, but the letter Z = −2 l Y does not follow the layer
    "stationary with the layer hidden in the gradient": Trial(
        [*TWO_LAYERS, integer("l", "1", "2"), LAYER_SHIFT], ["critical(F, W)"], ["2*W[1] + Z == 0"], "stationary",
        {**STATIONARY, "gradient": "2*W[l] + Z", "at": ["1"]},
        (statement([*TWO_LAYERS, real("t"), integer("l", "1", "2"), matrix("H"), LAYER_SHIFT,
                     ["W1", family("matrix", "1", "2", shape=["2", "2"],
                                   override={"of": "W", "at": {"l": "W[l]+t*H"}})],
                     real("F1", value=TWO_WELLS.replace("W[", "W1["))], [],
                    ["F1 == F + t*tr(H.T*(2*W[l] + Z)) + t**2*tr(H.T*H)"]),)),
    # Z = t (D − E) hides a part of the slope: F1 = F + t tr Hᵀ(2(W − Y) + Z) + t²(… − tr Hᵀ(D − E))
    "stationary with the step hidden in the gradient": Trial(
        [*QUADRATIC, *PAIR, real("t"), matrix("Z", value="t*(D-E)")], ["critical(F, W)"], ["2*W[1] - 2*Y + Z == 0"],
        "stationary", {**STATIONARY, "gradient": "2*W[l] - 2*Y + Z", "at": ["1"]},
        (statement([*PLANE, *PAIR, matrix("Z", value="t*(D-E)")], [],
                    ["F1 == F + t*tr(H.T*(2*W[l]-2*Y+Z)) + t**2*(tr(H.T*H) - tr(H.T*(D-E)))"]),)),
    # n = 1, V[2] = I + E₁₂ (2 × 2): tr = 2; the premise speaks about e × e with one e, the family V about n × n
    "bound variable of a family captured": Trial(
        [["V", family("matrix", "1", "3", "n", shape=["n", "n"])], integer("n")],
        ["tr(V[2].T*V[2]) - 2*tr(V[2]) + n == 0"], ["tr(V[2]) == n"], "instance", {"at": {"e": "n"}},
        (statement([integer("e"), ["V", family("matrix", "1", "3", "n", shape=["e", "e"])]],
                    ["tr(V[2].T*V[2]) - 2*tr(V[2]) + e == 0"], ["tr(V[2]) == e"]),)),
    # Z moves with W, the Y of the premise does not: F = c tr Zᵀ W, Z = W − D has gradient c (2W − D) = cD at W = D
    **{f"critical with a letter that moves along, {way}": Trial(
        [*ONE_LAYER, matrix("D"), real("x"), real("c", value="x-1"), matrix("Z", value="W[1]-D"),
         real("F", value=f"c*tr({z}.T*W[1])")], ["Z == 0", "W[1] - D == 0"], ["critical(F, W)"], rule, witness, STILL)
        for way, z, rule, witness in (("untold", "Z", "collect", None), ("by name", "Z", "instance", {}),
                                      ("in other words", "Z", "instance", {"at": {"Z": "W[1]-D"}}),
                                      ("written out", "(W[1]-D)", "instance", {"at": {"Z": "W[1]-D"}}))},
    # r = 0: two empty matrices are equal, whatever x and y are
    **{f"entry of a matrix of another size, {size}": Trial(
        [integer("r", "0"), real("x"), real("y"), diagonal("S", size), positive("s", entry=["S", "1"])],
        ["x*I(r) == y*I(r)"], ["x == y"], "entry", [{"fact": ["given", 0], "entries": ["s"]}]) for size in ("1", "2")},
    # d = 1, e = 2: the trace of I(d) is d
    "dimension renamed in scalars only": Trial(
        [*SIZES, matrix("A", "d", "d")], ["A == I(d)"], ["tr(A) == e"], "instance", {"at": {"d": "e"}},
        (statement([SIZES[0], matrix("A", "d", "d")], ["A == I(d)"], ["tr(A) == d"]),)),
    # x = 5: c[2] is x, not 2
    **{f"letter with the name of a bound variable, {rule}": Trial(
        [real("x"), ["c", family("real", "1", "3", "n", value="x")]], [], ["c[2] == 2"], rule, witness,
        (statement([["c", family("real", "1", "3", "x", value="x")]], [], ["c[2] == 2"]),))
        for rule, witness in (("instance", {}), ("collect", None))},
    # x = 5, y = 7: the name of the bound variable says nothing about the letter y
    "bound variable becomes a letter": Trial(
        [real("x"), real("y")], ["all(k, 1, 3, x*k == x*k)"], ["all(k, 1, 3, y*k == x*k)"], "instance", {"at": {"y": "x"}},
        (statement([real("x"), real("y")], ["all(y_, 1, 3, y*y_ == x*y_)"], ["all(y_, 1, 3, y*y_ == x*y_)"]),)),
    # k = 2: the fact speaks about the member 3 only
    "instance outside the quantifier": Trial(
        [real("y")], ["all(k, 3, 3, y == k)"], ["y == 2"], "expand", [[["_", ["given", 0, "2"]]]]),
    # x = 0: what is positive at x > 0 need not be positive elsewhere
    "real in place of a positive letter": Trial(
        [real("x")], [], ["x > 0"], "instance", {"at": {"p": "x"}}, (statement([positive("p")], [], ["p > 0"]),)),
    # S = (2), r = 1, U = (3): a matrix is no diagonal letter
    "matrix in place of a diagonal letter": Trial(
        [matrix("U"), matrix("V")], [], ["U*V == V*U"], "instance", {"at": {"S": "U", "D": "V"}},
        (statement([diagonal("S", "2"), diagonal("D", "2")], [], ["S*D == D*S"]),)),
    # n = 1, m = 5: the premise needs n >= m
    "instance without a hypothesis": Trial(
        [real("x"), real("y")], [], ["x >= y"], "instance", {"at": {"a": "x", "b": "y"}},
        (statement([real("a"), real("b")], ["a >= b"], ["a >= b"]),)),
    # x = 1, y = 2: a hypothesis that holds of another letter, by its place
    "instance with a hypothesis of another letter": Trial(
        [real("x"), real("y")], ["x >= x"], ["x >= y"], "instance", {"at": {"a": "x", "b": "y"}, "given": {"0": ["given", 0]}},
        (statement([real("a"), real("b")], ["a >= b"], ["a >= b"]),)),
    # x = 1: the premise defines F otherwise
    "instance with another definition": Trial(
        [real("x"), real("F", value="x+1")], [], ["F == x**2"], "instance", {},
        (statement([real("x"), real("F", value="x**2")], [], ["F == x**2"]),)),
    # G[1] = 5 is free: the premise speaks about a sum
    "free family in place of a defined one": Trial(
        [["G", family("real", "0", "3")]], [], ["G[1] == 1"], "instance", {},
        (statement([["G", family("real", "0", "3", first="0", next="G[n_]+1")]], [], ["G[1] == 1"]),)),
    # the recursion of H starts at 1, so H[2] = 1
    "recursion over another range": Trial(
        [["H", family("real", "1", "3", first="0", next="H[n_]+1")]], [], ["H[2] == 2"], "instance", {"at": {"G": "H"}},
        (statement([["G", family("real", "0", "3", first="0", next="G[n_]+1")]], [], ["G[2] == 2"]),)),
}  # fmt: skip


WHY = {
    "_ is not declared": ["diff of the placeholder"],
    "may be negative": ["identity of negative size", "matrix of negative size"],
    "has the fields over": ["entry as a dimension"],
    "which is no letter there": ["lemma with one frame twice, renamed", "renaming a bound variable, by name",
                                 "renaming a bound variable, by number"],
    "the fresh letters are not those of the source": ["lemma with one frame twice, fresh",
                                                      "lemma with one frame twice, fresh beside"],
    "the case at concludes something else": ["cases with a longer quantifier"],
    "a case concludes something else": ["cases of a sign with a longer quantifier"],
    "the base concludes something else": ["induct with a longer quantifier"],
    "is neither given nor in a premise": ["renaming a bound variable, untold", "collect with a longer quantifier",
                                          "exists with a longer quantifier", "critical with a letter that moves along, untold",
                                          "letter with the name of a bound variable, collect"],
    "is not among those of the source": ["instance with a longer quantifier", "bound variable becomes a letter"],
    "only comparisons are negated": ["contrapose with a longer quantifier"],
    "must quantify over the range of the symbol": ["generalize with a longer quantifier"],
    "premise 1 must have the letters of the conclusion": ["shape with another letter at the limit"],
    "proves no existential": ["cases with an empty existential", "stationary with an empty existential"],
    "one conclusion": ["shape with an empty existential", "monotone with an empty existential"],
    "may depend on the direction, the step or the layer": [
        "stationary with the step in the objective", "stationary with the layer hidden in the gradient",
        "stationary with the step hidden in the gradient"],
    "Z is not the same letter as in the variation": ["stationary with another letter in the gradient"],
    "another shape": ["bound variable of a family captured", "dimension renamed in scalars only"],
    "what replaces it depends on W": ["critical with a letter that moves along, by name",
                                      "critical with a letter that moves along, written out"],
    "another definition": ["critical with a letter that moves along, in other words", "instance with another definition",
                           "letter with the name of a bound variable, instance", "free family in place of a defined one"],
    "matrices of the size of the diagonals": ["entry of a matrix of another size, 1", "entry of a matrix of another size, 2"],
    "may lie outside 3": ["instance outside the quantifier"],
    "by something visibly positive": ["real in place of a positive letter"],
    "by a (positive) diagonal word": ["matrix in place of a diagonal letter"],
    "given 0 of the source is not available": ["instance without a hypothesis",
                                               "instance with a hypothesis of another letter"],
    "another range": ["recursion over another range"],
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_a_false_statement_is_refused(name):
    (reason,) = (reason for reason, names in WHY.items() if name in names)
    assert reason in FALSE[name].check()


@pytest.mark.parametrize("name", [name for name, trial in FALSE.items() if trial.exists == EMPTY])
def test_only_the_empty_existential_is_refused(name):
    assert replace(FALSE[name], exists=None).check() == ""


def test_critical_at_a_given_number_of_layers():
    """The neighbour of a refused row that is right: F and W of the premise at L = 1."""
    def letters(L: str) -> list:
        return [["W", family("matrix", "1", L, shape=["2", "2"])], matrix("Y"),
                real("F", value=f"{L}*tr((W[1]-Y).T*(W[1]-Y))")]  # fmt: skip

    premise = statement([integer("L"), *letters("L")], ["W[1] == Y"], ["critical(F, W)"])
    trial = Trial(letters("1"), ["W[1] == Y"], ["critical(F, W)"], "instance", {"at": {"L": "1"}}, (premise,),
                  {"W": {"1": EYE}, "Y": EYE})  # fmt: skip
    assert trial.check() == "" == trial.lint()
