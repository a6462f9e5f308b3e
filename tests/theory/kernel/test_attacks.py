"""False statements that an attacker would like to have accepted. Each is refused for the reason that is named, fails in
the model beside it (exact evaluation, which uses no normal form), and has an honest neighbour that is accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from tests.theory.kernel.bench import Trial, diagonal, family, integer, matrix, positive, real, statement
from theory.kernel.lemmas import LEMMAS
from theory.models.model import evaluate

DIMENSION = {"kind": "dimension"}
NEUMANN, SVD, HOLDER = (LEMMAS[k].statement for k in ("von Neumann", "thin SVD", "Schatten-Hölder"))


@dataclass(frozen=True)
class Attack:
    """``trial`` is refused with ``why``; in ``model`` its givens hold and a conclusion fails (None: an existential or a
    text that denotes nothing, see the name). ``honest`` are the fields of the trial that make it a step to accept."""

    name: str
    trial: Trial
    why: str
    model: dict | None = None
    honest: dict | None = None


def uses(premise: dict, letters: list, given: list, then: list, at: dict, **more: object) -> Trial:
    return Trial(letters, given, then, "instance", {"at": at, **more}, (premise,))


# ---- sizes and dimensions
S_OF = [integer("r", "0"), diagonal("S", "r"), real("x"), real("y")]
TRACE_D = statement([["d", DIMENSION], matrix("A", "d", "d")], ["A == I(d)"], ["tr(A) == d"])
DE = [["d", DIMENSION], ["e", DIMENSION], matrix("A", "d", "d"), matrix("B", "e", "e")]
POWERS = statement([integer("n", "1"), positive("x")], [], ["x**n * x == x**(n+1)"])
WIDTHS = ["e", {"kind": "dimension", "over": ["n_", "0", "3"]}]
CHAIN = ["V", {"kind": "matrix", "over": ["n_", "1", "3"], "shape": ["e[n_]", "e[n_-1]"]}]
SQUARE = ["V", {"kind": "matrix", "over": ["n_", "1", "3"], "shape": ["2", "2"]}]
SIZES = [
    Attack("entry: the diagonal has size 1, the fact any size r >= 0",
           Trial([integer("r", "0"), diagonal("S", "1"), real("s", entry=["S", "1"]), real("x"), real("y")],
                 ["x*I(r) == y*I(r)"], ["x == y"], "entry", [{"fact": ["given", 0], "entries": ["s"]}]),
           "of the size of the diagonals", {"r": "0", "S": [["2"]], "x": "1", "y": "2"}),
    Attack("entry: of a diagonal that may be empty",
           Trial([*S_OF, real("s", entry=["S", "1"])], ["x*I(r) == y*I(r)"], ["x == y"], "entry",
                 [{"fact": ["given", 0], "entries": ["s"]}]), "may lie outside S",
           honest={"letters": [integer("r", "1"), *S_OF[1:], real("s", entry=["S", "1"])]}),
    Attack("entry: entry 0", Trial([integer("r", "1"), diagonal("S", "r"), real("s", entry=["S", "0"])], [], ["s > 0"],
                                   "order", [{}]), "may lie outside S"),
    Attack("entry: a positive entry of a diagonal without sign",
           Trial([integer("r", "1"), diagonal("S", "r", False), positive("s", entry=["S", "1"])], [], ["s > 0"], "order",
                 [{"terms": [{"weight": "s"}]}]), "cannot be an entry",
           honest={"letters": [integer("r", "1"), diagonal("S", "r"), positive("s", entry=["S", "1"])]}),
    Attack("entry: different places of one diagonal",
           Trial([integer("r", "2"), diagonal("S", "r"), diagonal("T", "r"), real("s", entry=["S", "1"]),
                  real("t", entry=["T", "2"])], ["S == T"], ["s == t"], "entry",
                 [{"fact": ["given", 0], "entries": ["s", "t"]}]), "one and the same entry",
           {"r": "2", "S": [["1", "0"], ["0", "2"]], "T": [["1", "0"], ["0", "2"]]},
           {"letters": [integer("r", "2"), diagonal("S", "r"), diagonal("T", "r"), real("s", entry=["S", "2"]),
                        real("t", entry=["T", "2"])]}),
    Attack("entry: a trace inside the fact is no entry",
           Trial([integer("r", "1"), diagonal("S", "r"), real("s", entry=["S", "1"])], ["tr(S)*I(r) == S"], ["r*s == s"],
                 "entry", [{"fact": ["given", 0], "entries": ["s"]}]), "not the entry of the fact",
           None, {"then": ["tr(S) == s"]}),
    Attack("instance: a dimension changes in a scalar but not in a shape",
           uses(TRACE_D, DE, ["A == I(d)"], ["tr(A) == e"], {"d": "e"}), "another shape",
           {"d": "1", "e": "2", "A": [["1"]], "B": [["1", "0"], ["0", "1"]]},
           {"then": ["tr(A) == d"], "witness": {}}),
    Attack("instance: … and with the givens of the other size",
           uses(TRACE_D, DE, ["A == I(d)"], ["tr(B) == e"], {"d": "e", "A": "B"}), "given 0",
           {"d": "1", "e": "2", "A": [["1"]], "B": [["3", "0"], ["0", "1"]]}, {"given": ["B == I(e)"]}),
    Attack("instance: a dimension is no number below 1",
           uses(statement([["d", DIMENSION]], [], ["d >= 1"]), [integer("k", "0")], [], ["k >= 1"], {"d": "k"}),
           "leave its range", {"k": "0"}, {"letters": [integer("k", "1")]}),
    Attack("instance: an integer outside its range",
           uses(statement([integer("n", "2", "5")], [], ["n >= 2"]), [integer("k", "1", "4")], [], ["k >= 2"], {"n": "k"}),
           "leave its range", {"k": "1"}, {"then": ["k+1 >= 2"], "witness": {"at": {"n": "k+1"}}}),
    Attack("instance: a range bounded by another integer, which is replaced too",
           uses(statement([integer("N"), integer("n", "1", "N")], [], ["N >= n"]), [integer("a"), integer("b")], [],
                ["a >= b"], {"N": "a", "n": "b"}), "leave its range", {"a": "1", "b": "2"},
           {"then": ["a+b >= b"], "witness": {"at": {"N": "a+b", "n": "b"}}}),
    Attack("instance: an exponent changes in one place only",
           uses(POWERS, [integer("n", "1"), positive("x")], [], ["x*x**n == x**(n+2)"], {"n": "n+1"}), "conclusion 0",
           {"n": "1", "x": "2"}, {"then": ["x**(n+1) * x == x**(n+2)"]}),
    Attack("instance: sizes of a family, used for a family of other sizes",
           uses(statement([WIDTHS, CHAIN], ["V[1] == 0"], ["tr(V[1].T*V[1]) == 0"]), [WIDTHS, SQUARE], ["V[1] == 0"],
                ["tr(V[1].T*V[1]) == 1"], {}), "another shape",
           {"e": {str(k): "2" for k in range(4)}, "V": {str(k): [["0", "0"], ["0", "0"]] for k in range(1, 4)}},
           {"letters": [WIDTHS, CHAIN], "then": ["tr(V[1].T*V[1]) == 0"]}),
    Attack("instance: a family with a shorter range",
           uses(statement([["x", family("real", "1", "3")]], ["all(n, 1, 3, x[n] >= 0)"], ["x[3] >= 0"]),
                [["x", family("real", "1", "3")], ["y", family("real", "1", "2")]], ["all(n, 1, 2, y[n] >= 0)"],
                ["x[3] >= 0"], {"x": "y"}), "another range",
           {"x": {"1": "0", "2": "0", "3": "-1"}, "y": {"1": "0", "2": "0"}},
           {"given": ["all(n, 1, 3, x[n] >= 0)"], "witness": {"at": {}}}),
    Attack("instance: a recursion over a longer range ends elsewhere",
           uses(statement([["x", family("real", "1", "3", last="7", previous="x[n_+1]+1")]], [], ["x[3] == 7"]),
                [["x", family("real", "1", "4", last="7", previous="x[n_+1]+1")]], [], ["x[3] == 7"], {}), "another range",
           {}, {"letters": [["x", family("real", "1", "3", last="7", previous="x[n_+1]+1")]]}),
    Attack("induct: the given speaks about n in its size only",
           Trial([integer("M"), real("x"), integer("n", "0", "M+1")], ["x*I(n) == 0"], ["x*(M+1-n) == 0"], "induct",
                 {"symbol": "n", "direction": "down"},
                 (statement([integer("M"), real("x")], [], ["x*(M+1-(M+1)) == 0"]),
                  statement([integer("M"), real("x"), integer("n", "0", "M")], ["x*I(n) == 0", "x*(M+1-n-1) == 0"],
                            ["x*(M+1-n) == 0"]))), "do not mention", {"M": "1", "x": "1", "n": "0"}),
    Attack("a size that may be negative", Trial([integer("n", "0")], [], ["tr(I(n-1)) == n-1"], "expand", [[]]),
           "may be negative", None, {"letters": [integer("n", "1")]}),
    Attack("a letter of negative size", Trial([integer("n", "0"), matrix("A", "n-1", "2")], [], ["A == A"], "expand", [[]]),
           "may be negative", None, {"letters": [integer("n", "1"), matrix("A", "n-1", "2")]}),
    Attack("1 x 1: a matrix of any size is not its trace",
           Trial([integer("r", "1"), matrix("A", "r", "r")], [], ["A*A == tr(A)*A"], "expand", [[]]), "remain",
           {"r": "2", "A": [["1", "0"], ["0", "1"]]}, {"letters": [matrix("A", "1", "1")]}),
    Attack("1 x 1: what holds at size 1 is not used at size r",
           uses(statement([matrix("A", "1", "1"), matrix("B", "1", "1")], [], ["A*B == B*A"]),
                [integer("r"), matrix("A", "r", "r"), matrix("B", "r", "r")], [], ["A*B == B*A"], {}), "another shape",
           {"r": "2", "A": [["0", "1"], ["0", "0"]], "B": [["0", "0"], ["1", "0"]]},
           {"letters": [matrix("A", "1", "1"), matrix("B", "1", "1")]}),
    Attack("1 x 1: a word through size 1 is no product of traces of its halves",
           Trial([integer("m"), matrix("a", "m", "1"), matrix("b", "1", "m")], [], ["a*b == tr(a*b)*I(m)"], "expand", [[]]),
           "remain", {"m": "2", "a": [["1"], ["0"]], "b": [["1", "0"]]}, {"then": ["a*b*a == tr(a*b)*a"]}),
    Attack("1 x 1: the trace of a square is no square of the trace at size r",
           Trial([integer("r"), diagonal("D", "r")], [], ["tr(D*D) == tr(D)**2"], "expand", [[]]), "remain",
           {"r": "2", "D": [["1", "0"], ["0", "1"]]}, {"letters": [diagonal("D", "1")]}),
    Attack("a number is no matrix", Trial([real("x"), matrix("A")], ["A == x"], ["x == x"], "expand", [[]]),
           "cannot be added", None, {"given": ["A == x*I(2)"]}),
    Attack("zero of one shape for another",
           Trial([matrix("A", "2", "3"), matrix("B", "3", "2")], ["A == 0"], ["B == 0"], "expand", [[["_", ["given", 0]]]]),
           "cannot be added", {"A": [["0"] * 3] * 2, "B": [["1", "0"]] * 3}, {"then": ["A == 0"]}),
]  # fmt: skip

# ---- powers
DIAGONALS = [integer("r"), diagonal("D", "r", False)]
POWER = [
    Attack("a power of a singular diagonal", Trial(DIAGONALS, [], ["D*D**(-1) == I(r)"], "expand", [[]]), "positive", None,
           {"letters": [integer("r"), diagonal("D", "r")]}),
    Attack("D^0 replaced by a smaller unit", Trial([*DIAGONALS, integer("q")], [], ["tr(D**0) == q"], "expand", [[]]),
           "remain", {"r": "1", "q": "2", "D": [["0"]]}, {"then": ["tr(D**0) == r"]}),
    Attack("a root of a real", Trial([real("x")], [], ["x*x**(-1) == 1"], "expand", [[]]), "positive", None,
           {"letters": [positive("x")]}),
    Attack("a symbolic power of a real", Trial([real("x"), integer("n", "0")], [], ["x**n*x == x**(n+1)"], "expand", [[]]),
           "positive", None, {"letters": [positive("x"), integer("n", "0")]}),
    Attack("an integer that may be 0 is not inverted", Trial([integer("n", "0")], [], ["n*n**(-1) == 1"], "expand", [[]]),
           "positive", None, {"letters": [integer("n", "1")]}),
    Attack("instance: an inverse is taken to a real", uses(
        statement([positive("x")], [], ["x*x*x**(-1) > 0"]), [real("x")], [], ["x > 0"], {"x": "x"}),
        "visibly positive", {"x": "-2"}, {"letters": [positive("x")]}),
    Attack("0^0 is 1", Trial([real("x")], ["x == 0"], ["x**0 == 0"], "expand", [[["_", ["given", 0]]]]), "remain",
           {"x": "0"}, {"then": ["x**1 == 0"]}),
    Attack("power: an even power of reals", Trial([real("x"), real("y")], ["x**2 == y**2"], ["x == y"], "power",
                                                  [{"x": "x", "y": "y", "n": "2", "fact": ["given", 0]}]),
           "positive monomials", {"x": "1", "y": "-1"}, {"letters": [positive("x"), positive("y")]}),
    Attack("power: the exponent 0", Trial([positive("x"), positive("y"), integer("n", "0")], ["x**n == y**n"], ["x == y"],
                                          "power", [{"x": "x", "y": "y", "n": "n", "fact": ["given", 0]}]),
           "non-zero exponent", {"x": "1", "y": "2", "n": "0"},
           {"letters": [positive("x"), positive("y"), integer("n", "1")]}),
    Attack("power: a negative exponent turns an order round", Trial(
        [positive("x"), positive("y")], ["x > y"], ["x**(-1) > y**(-1)"], "power",
        [{"x": "x", "y": "y", "n": "-1", "fact": ["given", 0]}]), "at least 1", {"x": "2", "y": "1"},
        {"then": ["x**3 > y**3"], "witness": [{"x": "x", "y": "y", "n": "3", "fact": ["given", 0]}]}),
]  # fmt: skip

# ---- binders and declarations
CX = ["c", {"kind": "real", "over": ["x", "1", "3"], "value": "x"}]
CN = ["c", {"kind": "real", "over": ["n", "1", "3"], "value": "x"}]
OVER = ["x", family("real", "1", "3", first="0", next="x[n_]+1")]
BINDERS = [
    Attack("a bound variable named like a letter",
           uses(statement([CX], [], ["c[2] == 2"]), [real("x"), CN], [], ["x == 2"], {}), "another definition",
           {"x": "5"}, {"letters": [CX], "then": ["c[2] == 2"]}),
    Attack("… declared after the letter of that name", Trial([real("x"), CX], [], ["c[2] == x"], "expand",
                                                             [[["_", ["def", "c", "2"]]]]), "already a letter", None,
           {"letters": [real("x"), CN]}),
    Attack("a family whose variable has its own name", Trial(
        [["c", {"kind": "real", "over": ["c", "1", "3"], "value": "c"}]], [], ["c[2] == 2"], "expand",
        [[["_", ["def", "c", "2"]]]]), "cannot have its name"),
    Attack("quantifiers inside one another", Trial(
        [["x", family("real", "1", "3")]], ["all(n, 1, 3, all(m, 1, 3, x[n] == x[m]))"], ["x[1] == x[2]"], "expand",
        [[]]), "another binder"),
    Attack("a quantifier with the name of a letter", Trial(
        [integer("n"), ["x", family("real", "1", "3")]], ["all(n, 1, 3, x[n] == 0)"], ["x[1] == 0"], "expand",
        [[["_", ["given", 0, "1"]]]]), "already a letter"),
    Attack("an instance outside the range", Trial(
        [["x", family("real", "1", "3")]], ["all(n, 1, 2, x[n] == 0)"], ["x[3] == 0"], "expand",
        [[["_", ["given", 0, "3"]]]]), "may lie outside",
        {"x": {"1": "0", "2": "0", "3": "1"}}, {"given": ["all(n, 1, 3, x[n] == 0)"]}),
    Attack("an instance of an empty range", Trial(
        [real("x")], ["all(n, 2, 1, x == 0)"], ["x == 0"], "expand", [[["_", ["given", 0, "1"]]]]), "may lie outside",
        {"x": "1"}, {"given": ["all(n, 1, 1, x == 0)"]}),
    Attack("a larger range from a smaller one", Trial(
        [integer("N"), ["x", family("real", "1", "N+1")]], ["all(n, 1, N, x[n] == 0)"], ["all(n, 1, N+1, x[n] == 0)"],
        "collect"), "conclusion 0", {"N": "1", "x": {"1": "0", "2": "1"}}, {"then": ["all(n, 2, N, x[n] == 0)"]}),
    Attack("generalize: over more than the symbol's range", Trial(
        [], [], ["all(n, 0, 3, n >= 1)"], "generalize", {"symbol": "n"},
        (statement([integer("n", "1", "3")], [], ["n >= 1"]),)), "range of the symbol", {},
        {"then": ["all(n, 1, 3, n >= 1)"]}),
    Attack("generalize: the given speaks about the symbol", Trial(
        [["x", family("real", "1", "3")]], [], ["all(n, 1, 3, x[n] == 0)"], "generalize", {"symbol": "n"},
        (statement([["x", family("real", "1", "3")], integer("n", "1", "3")], ["x[n] == 0"], ["x[n] == 0"]),)),
        "assumes more", {"x": {"1": "1", "2": "1", "3": "1"}}),
    Attack("a member outside the family", Trial([OVER], [], ["x[4] == 3"], "expand", [[["_", ["def", "x", "4"]]]]),
           "may lie outside", None, {"then": ["x[3] == x[2]+1"], "witness": [[["_", ["def", "x", "3"]]]]}),
    Attack("a recursion two steps back", Trial(
        [["x", family("real", "1", "3", first="0", next="x[n_-1]+1")]], [], ["1 == 1"], "expand", [[]]), "may lie outside",
        None, {"letters": [OVER]}),
    Attack("a recursion that refers to where it goes", Trial(
        [["x", family("real", "1", "3", first="0", next="x[n_+1]+1")]], [], ["1 == 0"], "expand",
        [[["_", ["def", "x", "2"]]]]), "one step back"),
    Attack("a definition by itself", Trial([real("x", value="x+1")], [], ["0 == 1"], "expand", [[["_", ["def", "x"]]]]),
           "not declared"),
    Attack("definitions in a circle", Trial([real("x", value="y+1"), real("y", value="x")], [], ["0 == 1"], "expand", [[]]),
           "not declared"),
    Attack("one member replaced twice", Trial(
        [["x", family("real", "1", "3")], ["z", family("real", "1", "3", override={"of": "x", "at": {"1": "0", "2-1": "1"}})]],
        [], ["0 == 1"], "expand", [[["_", ["def", "z", "1"]]]]), "twice"),
    Attack("a member that may be the replaced one", Trial(
        [integer("k", "1", "3"), ["x", family("real", "1", "3")],
         ["z", family("real", "1", "3", override={"of": "x", "at": {"k": "0"}})]], [], ["z[1] == x[1]"], "expand",
        [[["_", ["def", "z", "1"]]]]), "cannot decide", {"k": "1", "x": {"1": "1", "2": "1", "3": "1"}},
        {"then": ["z[k] == 0"], "witness": [[["_", ["def", "z", "k"]]]]}),
    Attack("an override of another range", Trial(
        [["x", family("real", "1", "3")], ["z", family("real", "1", "4", override={"of": "x", "at": {"3": "0"}})]], [],
        ["z[4] == 0"], "expand", [[["_", ["def", "z", "4"]]]]), "must have the range"),
    Attack("positive by declaration only", Trial(
        [real("x"), positive("y", value="x")], [], ["x > 0"], "order",
        [{"terms": [{"weight": "y"}], "equal": [["-_", ["def", "y"]]]}]),
        "not manifestly", None, {"letters": [positive("x"), positive("y", value="x")]}),
    Attack("the root of what may be negative", Trial(
        [real("x"), positive("y", root=["2", "x"])], [], ["x == y*y"], "expand", [[["-_", ["def", "y"]]]]),
        "manifestly positive radicand", None, {"letters": [positive("x"), positive("y", root=["2", "x"])]}),
    Attack("the root of degree 0", Trial(
        [integer("n", "0"), positive("x"), positive("y", root=["n", "x"])], [], ["y**n == x"], "expand",
        [[["_", ["def", "y"]]]]), "degree >= 1", None,
        {"letters": [integer("n", "1"), positive("x"), positive("y", root=["n", "x"])]}),
    *(Attack(f"declared otherwise: {key} = {value!r} of {kind}", Trial(
        [real("x"), ["y", {"kind": kind, **more, key: value}]], [], ["1 == 1"], "expand", [[]]), why)
      for kind, key, value, why, more in [
          ("positive", "root", "nx", "wrong form", {}), ("real", "over", "n1N", "wrong form", {"value": "1"}),
          ("matrix", "shape", "23", "wrong form", {}), ("matrix", "shape", ["2", 3], "wrong form", {}),
          ("real", "entry", "S1", "wrong form", {}), ("real", "value", 3, "wrong form", {}),
          ("diagonal", "positive", 1, "wrong form", {"size": "2"}),
          ("diagonal", "positive", "False", "wrong form", {"size": "2"}),
          ("real", "root", ["2", "x"], "has the fields", {}), ("real", "size", "2", "has the fields", {}),
          ("integer", "value", "3", "has the fields", {"min": "1"}), ("integer", "max", "3", "has the fields", {}),
          ("real", "first", "1", "twofold", {"over": ["n", "1", "2"]}), ("real", "next", "1", "twofold", {"first": "1"}),
          ("real", "value", "1", "twofold", {"over": ["n", "1", "2"], "first": "1", "next": "2"}),
          ("real", "override", {"of": "x"}, "wrong form", {"over": ["n", "1", "2"]}),
          ("real", "override", {"of": "x", "at": {}}, "wrong form", {"over": ["n", "1", "2"]}),
          ("opaque", "value", "1", "needs a kind", {}), (["real"], "value", "1", "needs a kind", {})]),
]  # fmt: skip

# ---- roots, variations
TWO = ["W", {"kind": "matrix", "over": ["n_", "1", "2"], "shape": ["2", "2"]}]
NORM = real("F", value="tr(W[1].T*W[1])+tr(W[2].T*W[2])")
LINE = {"of": "W", "at": {"l": "W[l]+t*H"}}
NORM_V = real("G", value="tr(V[1].T*V[1])+tr(V[2].T*V[2])")
VARIED = [TWO, NORM, integer("l", "1", "2"), matrix("H"), real("t"), ["V", {**TWO[1], "override": LINE}], NORM_V]
PART = {"objective": "F", "family": "W", "moved": {"W": "V", "F": "G"}, "direction": "H", "step": "t", "layer": "l"}
SLOPE = "G == F+2*t*tr(H.T*W[l])+t**2*tr(H.T*H)"


def still(letters: list, says: str = "G == F", here: tuple = (TWO, NORM), given: tuple = (), **more: object) -> Trial:
    """critical(F, W) for every W, from a premise that says that F does not move."""
    return Trial(list(here), [], ["critical(F, W)"], "stationary",
                 {**PART, "gradient": "0*W[l]", "fact": ["premise", 0, 0], **more},
                 (statement(letters, list(given), [says]), statement(list(here), [], ["all(l, 1, 2, 0 == 0)"])))  # fmt: skip


AB, ABS = [positive("a"), positive("b")], [positive("a"), positive("b"), positive("s")]
RISES, RISING = statement(ABS, [], ["s*diff(s**2-a, s) == 2*s**2"]), {"times": "2", "rising": "1", "power": "2", "falling": "0"}
WELL = "s+a*s**(-1)-b"
TURNS = statement(ABS, [], [f"s*diff({WELL}, s) == s**(-1)*(s**2-a)"])
TURN = {"times": "s**(-1)", "rising": "1", "power": "2", "falling": "a"}
UNIT = {"W": {k: [["1", "0"], ["0", "1"]] for k in "12"}}
AT_ZERO = {"given": ["all(l, 1, 2, W[l] == 0)"], "witness": {**PART, "gradient": "2*W[l]", "fact": ["premise", 0, 0]},
           "premises": (statement(VARIED, [], [SLOPE]), statement([TWO, NORM], ["all(l, 1, 2, W[l] == 0)"],
                                                                  ["all(l, 1, 2, 2*W[l] == 0)"]))}  # fmt: skip
FREE = [TWO, matrix("A")]
BILINEAR = real("F", value="tr(W[1].T*(W[1]-2*A))")
SUM = ["q", family("real", "0", "2", first="0", next="q[n_]+tr(W[n_+1])")]
LINEAR = [TWO, SUM, real("F", value="q[2]")]
ANALYSIS = [
    Attack("stationary: the variation has an integer without values", still([*VARIED, integer("z", "1", "0")]),
           "neither at hand nor defined", UNIT, AT_ZERO),
    Attack("stationary: a remainder that hides the slope in a letter of t",
           still([*VARIED, real("u", value="2*t*tr(H.T*W[l])")], "G == F+t*u+t**2*tr(H.T*H)"), "", UNIT),
    Attack("stationary: the slope has another sign", replace(
        still(VARIED, SLOPE), witness={**PART, "gradient": "-2*W[l]", "fact": ["premise", 0, 0]}), "linear coefficient", UNIT),
    Attack("stationary: another family moves", still(
        [TWO, ["U", TWO[1]], NORM, *VARIED[2:5], ["V", {**TWO[1], "override": {**LINE, "of": "U"}}], NORM_V],
        here=(TWO, ["U", TWO[1]], NORM)), "W[l] + t·H", {**UNIT, "U": UNIT["W"]}),
    Attack("stationary: the moved objective is another", still([*VARIED[:6], real("G", value="tr(W[1].T*W[1])")]),
           "another definition", UNIT),
    Attack("stationary: a letter that depends on the family stays behind", still(
        [*LINEAR, *VARIED[2:6], real("G", value="q[2]")], here=tuple(LINEAR)), "exactly the letters", UNIT),
    Attack("stationary: one layer in place of all", still([TWO, NORM, integer("l", "1", "1"), *VARIED[3:]]),
           "whole family", UNIT),
    Attack("stationary: the variation has a hypothesis", still(VARIED, given=("G == F",)), "without hypotheses", UNIT),
    Attack("stationary: an existential", replace(still(VARIED), **AT_ZERO, exists=[integer("z", "1", "0")]),
           "no existential", None, {"exists": None}),
    Attack("instance: what was fixed in critical(F, W) becomes W",
           uses(statement([*FREE, BILINEAR], ["W[1] == A"], ["critical(F, W)"]),
                [TWO, real("F", value="-tr(W[1].T*W[1])")], ["0 == 0"], ["critical(F, W)"], {"A": "W[1]"}),
           "depends on W", UNIT, {"letters": [*FREE, BILINEAR], "given": ["W[1] == A"], "witness": {"at": {}}}),
    Attack("instance: … with an objective that the source introduces", Trial(
        [TWO, real("F")], ["0 == 0"], ["critical(G, W)"], "instance", {"at": {"A": "W[1]"}, "fresh": {"F": "G"}},
        (statement(FREE, ["W[1] == A"], ["critical(F, W)"], [BILINEAR]),), exists=[real("G", value="-tr(W[1].T*W[1])")]),
        "depends on W", None,
        {"letters": [*FREE, real("F")], "given": ["W[1] == A"], "exists": [real("G", value="tr(W[1].T*(W[1]-2*A))")],
         "witness": {"fresh": {"F": "G"}}}),
    Attack("derivative along a letter that defines another", Trial(
        [real("s"), real("y", value="s*s")], [], ["diff(y, s) == 0"], "expand", [[]]), "defined through it", None,
        {"then": ["diff(s*s, s) == 2*s"]}),
    Attack("derivative of a fact", Trial(
        [real("s")], ["s == 1"], ["1 == 0"], "expand", [[["diff(_, s)", ["given", 0]]]]), "not declared", {"s": "1"}),
    Attack("roots: a count that is no number", Trial([integer("k", "0", "1")], [], ["roots(s-1, s, simple=k)"], "collect"),
           "literal counts"),
    Attack("monotone: no fact says which end is the higher", Trial(
        [positive("a"), positive("b")], [], ["b**2 >= a**2"], "monotone",
        {"function": "s**2", "variable": "s", "low": "a", "high": "b", "fact": ["given", 0]},
        (statement([positive("a"), positive("b"), positive("s")], [], ["2*s >= 0"]),)), "no such fact",
        {"a": "2", "b": "1"}, {"given": ["b >= a"]}),
    Attack("monotone: the slope is known from 1 on only", Trial(
        AB, ["b >= a"], ["b**2-2*b >= a**2-2*a"], "monotone",
        {"function": "s**2-2*s", "variable": "s", "low": "a", "high": "b", "fact": ["given", 0]},
        (statement(ABS, ["s-a >= 0", "a >= 1"], ["2*s-2 >= 0"]),)), "assumes more", {"a": "1/2", "b": "1"},
        {"given": ["b >= a", "a >= 1"]}),
    Attack("monotone: strict with a slope that may vanish", Trial(
        AB, ["b > a"], ["b**2 > a**2"], "monotone",
        {"function": "s**2", "variable": "s", "low": "a", "high": "b", "fact": ["given", 0]},
        (statement(ABS, [], ["2*s >= 0"]),)), "strict slope", None, {"then": ["b**2 >= a**2"]}),
    Attack("shape: an increasing function without root", Trial(
        AB, [], ["roots(s**2-a, s)"], "shape", RISING, (RISES, statement(AB, [], ["a > 0"]))), "gives (1, 0)",
        {"a": "1", "b": "1"}, {"then": ["roots(s**2-a, s, simple=1)"]}),
    Attack("shape: the sign at the turn is shown elsewhere", Trial(
        AB, [], [f"roots({WELL}, s)"], "shape", TURN, (TURNS, statement(ABS, ["s**2-a == 0", "b == 1"], [f"{WELL} > 0"]))),
        "assumes more", {"a": "1", "b": "3"}),
    Attack("shape: roots beyond another place than the turn", Trial(
        AB, ["b**2 > 4*a"], [f"roots({WELL}, s, simple=1, where=s-1)"], "shape", TURN,
        (TURNS, statement(ABS, ["b**2 > 4*a", "s**2-a == 0"], [f"-({WELL}) > 0"]))), "gives None",
        {"a": "6", "b": "5"}, {"then": [f"roots({WELL}, s, simple=1, where=s**2-a)"]}),
    Attack("instance: critical in a family with more members", uses(
        statement([TWO, NORM], ["critical(F, W)"], ["W[2] == 0"]),
        [["U", family("matrix", "1", "3", shape=["2", "2"])], real("F", value="tr(U[1].T*U[1])+tr(U[2].T*U[2])")],
        ["critical(F, U)"], ["U[2] == 0"], {"W": "U"}), "another range"),
]  # fmt: skip

# ---- existentials, lemmas
SIGNED = [[n, {**s, "positive": True} if n == "D" else s] for n, s in NEUMANN["exists"]]
SAME = {n: n for n, _ in NEUMANN["exists"]}
SVD_WITNESS = {"lemma": "thin SVD", "fresh": {n: n for n, _ in SVD["exists"]}}
SHIFTED = [*HOLDER["letters"][:3], ["P", {**HOLDER["letters"][3][1], "next": "2*V[n+1]*P[n]"}], HOLDER["letters"][4]]
EXISTS = [
    Attack("lemma: a diagonal without sign becomes positive (none exists for M = 0)", Trial(
        NEUMANN["letters"], NEUMANN["given"], NEUMANN["then"], "lemma", {"lemma": "von Neumann", "fresh": SAME},
        exists=SIGNED), "not the letter that the source gives", None, {"exists": NEUMANN["exists"]}),
    Attack("lemma: the rank becomes at least 1 (M = 0)", Trial(
        SVD["letters"], [], SVD["then"], "lemma", SVD_WITNESS, exists=[integer("r", "1"), *SVD["exists"][1:]]),
        "not the letter that the source gives", None, {"exists": SVD["exists"]}),
    Attack("lemma: the rank becomes a dimension", Trial(
        SVD["letters"], [], SVD["then"], "lemma", SVD_WITNESS, exists=[["r", DIMENSION], *SVD["exists"][1:]]),
        "not the letter that the source gives"),
    Attack("lemma: U = V", Trial(
        [integer("m"), matrix("M", "m", "m")], [], ["M == U*S*U.T"], "lemma",
        {"lemma": "thin SVD", "at": {"n": "m"}, "fresh": {"r": "r", "U": "U", "S": "S", "V": "U"}},
        exists=[integer("r", "0"), matrix("U", "m", "r"), diagonal("S", "r")]), "fresh letters"),
    Attack("lemma: an integer at hand in place of the rank", Trial(
        [*SVD["letters"], integer("k", "0")], [], ["M == U*S*V.T"], "lemma",
        {"lemma": "thin SVD", "fresh": {"r": "k", "U": "U", "S": "S", "V": "V"}},
        exists=[matrix("U", "m", "k"), diagonal("S", "k"), matrix("V", "n", "k")]), "fresh letters"),
    Attack("lemma: a hypothesis is not there", Trial(
        NEUMANN["letters"], NEUMANN["given"][:1], NEUMANN["then"], "lemma", {"lemma": "von Neumann", "fresh": SAME},
        exists=NEUMANN["exists"]), "given 1", None, {"given": NEUMANN["given"]}),
    Attack("lemma: the product is another", Trial(
        SHIFTED, [], HOLDER["then"], "lemma", {"lemma": "Schatten-Hölder", "fresh": {n: n for n, _ in HOLDER["exists"]}},
        exists=HOLDER["exists"]), "another definition", None, {"letters": HOLDER["letters"]}),
    Attack("exists: a letter that nothing gives", Trial([real("x")], [], ["0 == 0"], "exists", {}, exists=[positive("z")]),
           "fresh letters"),
    Attack("exists: a positive letter of a value that may be 0", Trial(
        [real("x")], [], ["x == x"], "exists", {"terms": {"z": "x"}}, exists=[positive("z")]), "is positive"),
    Attack("exists: … of a value that nothing gives", Trial(
        [real("x")], ["x > 0"], ["z == x+1"], "exists", {"terms": {"z": "x"}}, exists=[positive("z")]), "neither given",
        None, {"then": ["z > 0"]}),
    Attack("exists: the value depends on what it is", Trial(
        [real("x")], [], ["z == z+1"], "exists", {"terms": {"z": "z+1"}}, exists=[real("z")]), "not declared"),
    Attack("exists: an integer by a value", Trial([real("x")], [], ["0 == 0"], "exists", {"terms": {"z": "1"}},
                                                  exists=[integer("z", "1", "0")]), "scalar without definition"),
    Attack("exists: an integer without values", Trial(
        [], [], ["1 == 1"], "exists", {"target": 0}, (statement([integer("z", "1", "0")], [], ["1 == 1"]),),
        exists=[integer("z", "1", "0")]), "neither a letter at hand nor defined"),
    Attack("exists: what a letter without values proves", Trial(
        [], [], ["0 > 1"], "exists", {"target": 0}, (statement([integer("z", "1", "0")], [], ["0 > 1"]),)),
        "neither a letter at hand nor defined", {}),
    Attack("exists: the target assumes more", Trial(
        [real("x")], [], ["x == 0"], "exists", {"target": 0}, (statement([real("x")], ["x == 0"], ["x == 0"]),)),
        "assumes more", {"x": "1"}, {"given": ["x == 0"]}),
    Attack("exists: a fresh letter gets the name of a letter", Trial(
        [real("x")], [], ["x == 1"], "exists", {"source": 0}, (statement([], [], ["x == 1"], [real("x")]),)),
        "other letters", {"x": "0"}),
    Attack("exists: … in the target", Trial(
        [real("x")], [], ["x == 1"], "exists", {"target": 0}, (statement([], [], ["x == 1"], [real("x")]),)),
        "declared twice", {"x": "0"}),
    Attack("exists: another declaration of the letter", Trial(
        [real("x")], [], ["x > 0"], "exists", {"target": 0}, (statement([positive("x")], [], ["x > 0"]),)), "neither",
        {"x": "-1"}, {"letters": [positive("x")]}),
    Attack("a premise of other letters, used as it stands", Trial(
        [real("x")], [], ["x > 0"], "order", [{"terms": [{"facts": [["premise", 0, 0]]}]}],
        (statement([positive("x")], [], ["x > 0"]),)), "needs the rule instance", {"x": "-1"}, {"letters": [positive("x")]}),
    Attack("a premise with an integer without values, used as it stands", Trial(
        [], [], ["0 > 1"], "collect", None, (statement([integer("z", "1", "0")], [], ["0 > 1"]),)), "conclusion 0", {}),
    Attack("a premise that is an existential, used as it stands", Trial(
        [real("z")], [], ["z == 1"], "expand", [[["_", ["premise", 0, 0]]]], (statement([], [], ["z == 1"], [real("z")]),)),
        "existential", {"z": "0"}),
]  # fmt: skip

# ---- induction, cases, contraposition, expressions that vanish
HARMONIC = [integer("N"), integer("n", "1", "N")]
RULES = [
    Attack("induct: another letter is declared through n", Trial(
        [integer("n", "0"), real("y", value="n")], [], ["y == 0"], "induct", {"symbol": "n"},
        (statement([real("y", value="0")], [], ["y == 0"]),
         statement([integer("n", "0"), real("y", value="n")], ["y == 0"], ["y == 0"]))), "through n", {"n": "1"}),
    Attack("induct: the step stops early", Trial(
        [integer("n", "0", "5")], [], ["3 >= n"], "induct", {"symbol": "n"},
        (statement([], [], ["3 >= 0"]), statement([integer("n", "0", "2")], ["3 >= n"], ["3 >= n+1"]))), "too early",
        {"n": "5"}, {"letters": [integer("n", "0", "3")]}),
    Attack("induct: a step that begins later", Trial(
        [integer("n", "0")], [], ["n*n >= 2*n"], "induct", {"symbol": "n"},
        (statement([], [], ["0*0 >= 2*0"]), statement([integer("n", "2")], ["n*n >= 2*n"], ["(n+1)*(n+1) >= 2*(n+1)"]))),
        "another range", {"n": "1"}),
    Attack("induct: downwards without an end", Trial(
        [integer("n", "0")], [], ["n == 0"], "induct", {"symbol": "n", "direction": "down"},
        (statement([], [], ["0 == 0"]), statement([integer("n", "0")], ["n+1 == 0"], ["n == 0"]))), "upper end", {"n": "1"}),
    Attack("cases: the case above is missing", Trial(
        HARMONIC, [], ["1 >= n"], "cases", {"symbol": "n", "at": "1", "parts": {"at": 0}},
        (statement([integer("N")], [], ["1 >= 1"]),)), "above is missing", {"N": "2", "n": "2"},
        {"letters": [integer("N"), integer("n", "1", "1")]}),
    Attack("cases: the place depends on the integer", Trial(
        HARMONIC, [], ["1 >= n"], "cases", {"symbol": "n", "at": "n+1", "parts": {"at": 0, "below": 0}},
        (statement([integer("N")], [], ["1 >= 1"]),)), "does not depend", {"N": "2", "n": "2"}),
    Attack("cases: another side", Trial(
        [real("x")], [], ["x > -1"], "cases", {"on": "x"},
        (statement([real("x")], ["x >= 0"], ["x > -1"]), statement([real("x")], ["x > 0"], ["x > -1"]))), "assumes more",
        {"x": "-2"}, {"then": ["x**2 >= 0"], "premises": (
            statement([real("x")], ["x >= 0"], ["x**2 >= 0"]), statement([real("x")], ["-x > 0"], ["x**2 >= 0"]))}),
    Attack("contrapose: the negation of > is >=", Trial(
        [real("x")], ["x*x >= 0"], ["x > 0"], "contrapose", {"given": 0},
        (statement([real("x")], ["-x > 0"], ["-x*x > 0"]),)), "assumes more", {"x": "-1"}),
    Attack("an expression that does not vanish", Trial(
        [real("x")], ["x == 1"], ["1 == 0"], "expand", [[["_+1", ["given", 0]]]]),
        "does not vanish", {"x": "1"}, {"then": ["x-1 == 0"], "witness": [[["_", ["given", 0]]]]}),
    Attack("a comparison used as an equation", Trial([real("x")], ["x >= 0"], ["x == 0"], "expand", [[["_", ["given", 0]]]]),
           "no equation", {"x": "1"}, {"given": ["x == 0"]}),
    Attack("order: an indefinite weight", Trial(
        [real("x"), real("y")], ["y >= 0"], ["x*y >= 0"], "order", [{"terms": [{"weight": "x", "facts": [["given", 0]]}]}]),
        "visibly non-negative", {"x": "-1", "y": "1"}, {"letters": [positive("x"), real("y")]}),
    Attack("order: strict from what may be 0", Trial(
        [real("x"), real("y")], ["y > 0"], ["x*x*y > 0"], "order", [{"terms": [{"facts": [["given", 0]], "square": "x"}]}]),
        "strictly positive", {"x": "0", "y": "1"}, {"then": ["x*x*y >= 0"]}),
    Attack("definite: a weight that may be 0", Trial(
        [real("w"), real("x")], ["w*w*x*x == 0"], ["x == 0"], "definite",
        [{"fact": ["given", 0], "terms": [["w*w", "x"]], "matrix": 0}]), "visibly positive", {"w": "0", "x": "1"},
        {"letters": [positive("w"), real("x")]}),
    Attack("definite: a trace that is no Gram trace", Trial(
        [matrix("A")], ["tr(A*A) == 0"], ["A == 0"], "definite", [{"fact": ["given", 0], "terms": [["1", "A"]], "matrix": 0}]),
        "does not say", {"A": [["0", "1"], ["0", "0"]]}, {"given": ["tr(A.T*A) == 0"]}),
    Attack("bernstein: a letter without an upper bound", Trial(
        [real("x")], ["x >= 0"], ["2-x >= 0"], "bernstein", [{"bounds": {"x": [["given", 0], ["given", 0]]}, "tree": "leaf"}]),
        "does not bound", {"x": "3"}, {"given": ["x >= 0", "2-x >= 0"], "witness": [
            {"bounds": {"x": [["given", 0], ["given", 1]]}, "tree": "leaf"}]}),
    Attack("bernstein: a cut outside the box", Trial(
        [real("x")], ["x >= 0", "2-x >= 0"], ["1-x >= 0"], "bernstein",
        [{"bounds": {"x": [["given", 0], ["given", 1]]}, "tree": {"cut": "x", "at": "3", "low": "leaf", "high": "leaf"}}]),
        "lies outside", {"x": "2"}),
    Attack("bernstein: strict where it vanishes", Trial(
        [real("x")], ["x >= 0", "1-x >= 0"], ["x > 0"], "bernstein",
        [{"bounds": {"x": [["given", 0], ["given", 1]]}, "tree": "leaf"}]), "0 where the comparison is strict", {"x": "0"},
        {"then": ["x >= 0"]}),
    Attack("objective: no definition", Trial([real("x")], [], ["x == 1"], "objective"), "no definition", {"x": "0"},
           {"letters": [real("x", value="1")]}),
]  # fmt: skip

ATTACKS = [*SIZES, *POWER, *BINDERS, *ANALYSIS, *EXISTS, *RULES]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)
def test_refused(attack: Attack) -> None:
    reason = attack.trial.check()
    assert reason and attack.why in reason


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.model is not None], ids=lambda a: a.name)
def test_false(attack: Attack) -> None:
    t = attack.trial
    result = evaluate(statement(t.letters, t.given, t.then), attack.model or {})
    assert all(result.given) and False in result.then


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.honest], ids=lambda a: a.name)
def test_honest_neighbour(attack: Attack) -> None:
    assert not replace(attack.trial, **(attack.honest or {})).check()
