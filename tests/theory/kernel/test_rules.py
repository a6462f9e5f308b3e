"""For every rule: a smallest true certificate that is accepted; false or unjustified neighbours that are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.theory.kernel.bench import Trial, diagonal, family, integer, matrix, positive, real, statement
from tests.theory.kernel.test_false_certificates import FALSE as ONCE_ACCEPTED
from theory.kernel.check import RULES

A = [["1", "2"], ["3", "5"]]
X, Y, N = positive("x"), positive("y"), integer("n", "0")
SUM_TO = ["G", family("real", "0", "N", first="0", next="G[n_]+2*n_+1")]
QUADRATIC = [["V", family("matrix", "1", "1", shape=["2", "2"])], matrix("Y"), real("E",
             value="tr((V[1]-Y).T*(V[1]-Y))")]
VARIED = [real("t"), integer("l", "1", "1"), matrix("H"), ["V1", family("matrix", "1", "1", shape=["2", "2"],
          override={"of": "V", "at": {"l": "V[l]+t*H"}})], real("E1", value="tr((V1[1]-Y).T*(V1[1]-Y))")]  # fmt: skip
SLOPE = statement([*QUADRATIC, *VARIED], [], ["E1 == E + t*tr(H.T*(2*V[l]-2*Y)) + t**2*tr(H.T*H)"])
EDGE = {"rename": {"V": "V1", "E": "E1"}, "objective": "E", "family": "V", "direction": "H", "step": "t", "layer": "l",
        "gradient": "2*V[l]-2*Y"}  # fmt: skip
RISING = {"times": "s", "rising": "2", "power": "1", "falling": "0"}
SVD = {"lemma": "thin SVD", "set": {"m": "m", "n": "n"}, "terms": {"M": "M"},
       "fresh": {"r": "r", "U": "U", "S": "S", "V": "V"}}  # fmt: skip
SVD_LETTERS = [integer("m"), integer("n"), matrix("M", "m", "n")]
SVD_FRESH = [integer("r", "0"), matrix("U", "m", "r"), diagonal("S", "r"), matrix("V", "n", "r")]
SVD_THEN = ["M == U*S*V.T", "U.T*U == I(r)", "V.T*V == I(r)"]
SVD_MODEL = {"m": "2", "n": "2", "M": A}

BOX_X = {"x": [["given", 0], ["given", 1]]}
BOX_XY = {**BOX_X, "y": [["given", 2], ["given", 3]]}
HALVES = {"cut": "x", "at": "1/2", "low": "leaf", "high": "leaf"}
TRUE = {
    "objective": Trial([real("x"), real("F", value="x**2+1")], [], ["F == x**2+1"], "objective", model={"x": "2"}),
    "expand": Trial([matrix("U"), matrix("V")], ["U.T*U == I(2)"], ["V.T*U.T*U*V == V.T*V"], "expand",
                    [[["V.T*_*V", ["given", 0]]]], model={"U": [["3/5", "-4/5"], ["4/5", "3/5"]], "V": A}),
    "definite": Trial([matrix("U"), matrix("V")], ["tr((U-V).T*(U-V)) == 0"], ["U == V"], "definite",
                      [{"matrix": "U-V", "fact": ["given", 0]}], model={"U": A, "V": A}),
    "order": Trial([real("x"), Y], [], ["x**2 + y > 0"], "order", [{"terms": [{"square": "x"}, {"weight": "y"}]}],
                   model={"x": "2", "y": "3"}),
    "power": Trial([X, Y], ["x**3 > y**3"], ["x > y"], "power", [{"x": "x", "y": "y", "n": "3", "fact": ["given", 0]}],
                   model={"x": "2", "y": "1"}),
    "entry": Trial([integer("r"), integer("i", "1", "r"), diagonal("S", "r"), positive("s", entry=["S", "i"])],
                   ["S**2 == 4*I(r)"], ["s**2 == 4"], "entry", [{"fact": ["given", 0], "entries": ["s"]}],
                   model={"r": "1", "i": "1", "S": [["2"]]}),
    "stationary": Trial(QUADRATIC, ["critical(E, V)"], ["2*V[1] - 2*Y == 0"], "stationary", {**EDGE, "at": ["1"]},
                        ((SLOPE, {}),), {"V": {"1": A}, "Y": A}),
    "induct": Trial([integer("N", "0"), SUM_TO, integer("n", "0", "N")], [], ["G[n] == n**2"], "induct",
    {"symbol": "n"},
                    ((statement([integer("N", "0"), SUM_TO], [], ["G[0] == 0**2"]), {}),
                     (statement([integer("N", "0"), SUM_TO, integer("n", "0", "N-1")], ["G[n] == n**2"],
                                ["G[n+1] == (n+1)**2"]), {})), {"N": "3", "n": "2"}),
    "cases": Trial([integer("n", "1", "2"), X], [], ["x**n > 0"], "cases",
                   {"symbol": "n", "at": "1", "parts": {"at": 0, "above": 1}},
                   ((statement([X], [], ["x**1 > 0"]), {}),
                    (statement([integer("n", "2", "2"), X], [], ["x**n > 0"]), {})), {"n": "2", "x": "3"}),
    "split": Trial([real("x"), real("y")], ["y >= x", "x + y >= 0"], ["y >= 0"], "split", {"on": "x"},
                   ((statement([real("x"), real("y")], ["y >= x", "x >= 0"], ["y >= 0"]), {}),
                    (statement([real("x"), real("y")], ["x + y >= 0", "0 > x"], ["y >= 0"]), {})),
                   {"x": "1", "y": "2"}),
    "collect": Trial([X], ["x > 1"], ["x > 1", "x**2 > 1"], "collect", None,
                     ((statement([X], ["x > 1"], ["x**2 > 1"]), {}),), {"x": "2"}),
    "contrapose": Trial([X, Y], ["x > 1"], ["y > 2"], "contrapose", {"given": 0},
                        ((statement([X, Y], ["2 >= y"], ["1 >= x"]), {}),), {"x": "2", "y": "3"}),
    "compose": Trial(SVD_LETTERS, [], ["M*M.T == U*S**2*U.T", "U.T*U == I(r)"], "compose", None,
                     ((statement(SVD_LETTERS, [], SVD_THEN, SVD_FRESH), {}),
                      (statement([*SVD_LETTERS, *SVD_FRESH], SVD_THEN, ["M*M.T == U*S**2*U.T"]), {})),
                     SVD_MODEL, SVD_FRESH),
    "close": Trial(SVD_LETTERS, [], ["tr(M.T*M) >= 0"], "close", None,
                   ((statement(SVD_LETTERS, [], [*SVD_THEN, "tr(M.T*M) >= 0"], SVD_FRESH), {}),), SVD_MODEL),
    "named": Trial([X], ["x > 1"], ["z == x - 1"], "named", None, ((statement([X], ["x > 1"], ["x - 1 > 0"]), {}),),
                   {"x": "2"}, [positive("z")]),
    "forget": Trial([X, Y], ["x > y"], ["x**2 > y**2"], "forget", None,
                    ((statement([X, positive("r", root=["2", "x"]), Y, real("e", value="r-y")], ["x > y"],
                                ["x**2 > y**2"]), {}),),
                    {"x": "2", "y": "1"}),
    "lemma": Trial(SVD_LETTERS, [], SVD_THEN, "lemma", SVD, (), SVD_MODEL, SVD_FRESH),
    "monotone": Trial([X, Y], ["y > x"], ["y**2 - y - x**2 + x > 0"], "monotone",
                      {"function": "s**2 - s", "variable": "s", "low": "x", "high": "y", "fact": ["given", 0]},
                      ((statement([X, Y, positive("s")], [], ["diff(s**2 - s, s) > 0"]), {}),), {"x": "2", "y": "3"}),
    "shape": Trial([X], [], ["roots(s**2 - x, s, simple=1)"], "shape", RISING,
                   ((statement([X, positive("s")], [], ["s*diff(s**2 - x, s) == s*(2*s - 0)"]), {}),
                    (statement([X], [], ["x > 0"]), {})), {"x": "2"}),
    "bernstein": Trial([real("x"), real("y")], ["x >= 0", "1 - x >= 0", "y + 1 >= 0", "2 - y >= 0"],
                       ["x*x - x + 1/4 >= 0", "(x*x + 1)*(y + 1) >= 0"], "bernstein",
                       [{"bounds": BOX_X, "tree": HALVES}, {"bounds": BOX_XY, "tree": "leaf"}], model={"x": "1/3", "y": "1/2"}),
    "sturm": Trial([real("z")], [], ["roots((s-1)**2*(s-2)*(s+3), s, simple=1, double=1)"], "sturm", model={"z": "1"}),
}  # fmt: skip


def changed(rule: str, **fields: object) -> Trial:
    return replace(TRUE[rule], **fields)


def witnessed(rule: str, **fields: object) -> Trial:
    witness = TRUE[rule].witness
    new = [{**witness[0], **fields}] if isinstance(witness, list) else {**witness, **fields}
    return changed(rule, witness=new)


def premise(rule: str, k: int, use: dict | None = None, **fields: object) -> Trial:
    premises = list(TRUE[rule].premises)
    premises[k] = ({**premises[k][0], **fields}, use or premises[k][1])
    return changed(rule, premises=tuple(premises))


FALSE = {
    "objective": [changed("objective", then=["F == x**2+2"], model={"x": "2"}), changed("objective", given=["x > 1"]),
                  changed("objective", then=["x == x"]), changed("objective", then=["F >= x**2+1"])],
    "expand": [changed("expand", witness=[[["V.T*_*U", ["given", 0]]]]), changed("expand", witness=[[]]),
               changed("expand", witness=[[["V.T*_*V + V.T*V - V.T*V*2", ["given", 0]]]]),
               changed("expand", witness=[[["V.T*_*V", ["given", 1]]]]), changed("expand", given=["U*U.T == I(2)"]),
               changed("expand", then=["V.T*U.T*U*V >= V.T*V"]), changed("expand", witness=[])],
    "definite": [witnessed("definite", matrix="U+V"), changed("definite", then=["U == -1*V"]),
                 changed("definite", given=["tr((U-V)*(U-V)) == 0"]), changed("definite", given=["tr(U-V) == 0"])],
    "order": [changed("order", then=["x**2 > 0"], witness=[{"terms": [{"square": "x"}]}]),
              changed("order", witness=[{"terms": [{"weight": "x"}, {"weight": "y"}]}], then=["x + y > 0"]),
              changed("order", witness=[{"terms": [{"square": "x"}, {"weight": "-y"}]}], then=["x**2 - y >= 0"]),
              changed("order", then=["x**2 + y == 0"]),
              Trial([real("x"), real("y")], ["x == y"], ["x > 0"], "order", [{"terms": [{"facts": [["given", 0]]}]}],
                    model={"x": "1", "y": "1"}),
              Trial([real("x")], [], ["x**3 >= 0"], "order", [{"terms": [{"weight": "x**3"}]}], model={"x": "1"}),
              Trial([integer("L", "2")], [], ["L - 2 > 0"], "order", [{"terms": [{"weight": "L-2"}]}],
              model={"L": "3"}),
              Trial([integer("n", "0")], [], ["n > 0"], "order", [{"terms": [{"weight": "n"}]}], model={"n": "1"})],
    "power": [witnessed("power", n="0"), witnessed("power", n="-1"), witnessed("power", n="2"),
              changed("power", letters=[real("x"), real("y")], given=["x**2 > y**2"],
                      witness=[{"x": "x", "y": "y", "n": "2", "fact": ["given", 0]}]),
              changed("power", given=["x**3 >= y**3"]), changed("power", then=["y > x"], model={"x": "2", "y": "1"}),
              Trial([X, Y], ["x**(-1) > y**(-1)"], ["x > y"], "power",
                    [{"x": "x", "y": "y", "n": "-1", "fact": ["given", 0]}], model={"x": "1", "y": "2"}),
              Trial([X, Y, N], ["x**n == y**n"], ["x == y"], "power",
                    [{"x": "x", "y": "y", "n": "n", "fact": ["given", 0]}], model={"x": "1", "y": "1", "n": "1"})],
    "entry": [changed("entry", then=["s == 2"]), witnessed("entry", entries=[]),
              changed("entry", letters=[integer("r"), integer("i", "0", "r"), *TRUE["entry"].letters[2:]]),
              changed("entry", letters=[*TRUE["entry"].letters[:3], integer("j", "1", "r"),
                                        positive("s", entry=["S", "i"]), positive("q", entry=["S", "j"])],
                      given=["S**2 == 4*I(r)"], then=["s*q == 4"],
                      witness=[{"fact": ["given", 0], "entries": ["s", "q"]}],
                      model={"r": "1", "i": "1", "j": "1", "S": [["2"]]})],
    "stationary": [witnessed("stationary", gradient="2*V[l]-Y"), changed("stationary", given=[]),
                   changed("stationary", then=["2*V[1] - Y == 0"]), witnessed("stationary", at=["2"]),
                   premise("stationary", 0, then=["E1 == E + t*tr(H.T*(2*V[l]-2*Y)) + t*tr(H.T*H)"]),
                   premise("stationary", 0, then=["E1 >= E + t*tr(H.T*(2*V[l]-2*Y)) + t**2*tr(H.T*H)"]),
                   premise("stationary", 0, given=["t == 1"]), premise("stationary", 0, {"set": {"l": "1"}}),
                   premise("stationary", 0, letters=[*QUADRATIC, VARIED[1], matrix("H", value="Y"), VARIED[0],
                   *VARIED[3:]])],
    "induct": [premise("induct", 0, then=["G[0] == 1"]), premise("induct", 1, then=["G[n+1] == (n+1)**2+n-n+0*n",
               "1 == 1"]),
               premise("induct", 1, letters=[integer("N", "0"), SUM_TO, integer("n", "0", "N-2")]),
               premise("induct", 1, letters=[integer("N", "0"), SUM_TO, integer("n", "1", "N-1")]),
               premise("induct", 1, given=["G[n] == n**2", "n >= 1"]), premise("induct", 1,
               given=["G[n+1] == (n+1)**2"]),
               changed("induct", given=["n >= 1"]), witnessed("induct", direction="down"),
               changed("induct", letters=[*TRUE["induct"].letters, real("x", value="n")]),
               changed("induct", premises=TRUE["induct"].premises[::-1])],
    "cases": [witnessed("cases", parts={"at": 0}), witnessed("cases", parts={"above": 1}), witnessed("cases", at="2"),
              premise("cases", 1, letters=[integer("n", "3", "3"), X]), premise("cases", 1, given=["x > 1"]),
              changed("cases", letters=[integer("n", "0", "2"), X]), changed("cases", letters=[integer("n", "1",
              "3"), X])],
    "split": [witnessed("split", on="y"), premise("split", 0, given=["y >= x", "x >= 1"]),
              changed("split", premises=TRUE["split"].premises[:1]), changed("split", given=["y >= x"]),
              changed("split", premises=TRUE["split"].premises[::-1]), changed("split", then=["y > 0"])],
    "collect": [changed("collect", then=["x > 1", "x**3 > 1"]), changed("collect", given=[]),
                changed("collect", letters=[real("x")], given=["x**2 > 1"], then=["x > 1"])],
    "contrapose": [changed("contrapose", then=["y >= 2"]), witnessed("contrapose", given=1),
                   premise("contrapose", 0, given=["2 > y"]), premise("contrapose", 0, given=["2 >= y", "x > 5"]),
                   changed("contrapose", given=["x >= 1"])],
    "compose": [changed("compose", then=["M*M.T == U*S*U.T"]), changed("compose", given=["m >= 1"]),
                changed("compose", exists=SVD_FRESH[:3]),
                changed("compose", exists=[*SVD_FRESH[:2], diagonal("S", "r", False), SVD_FRESH[3]]),
                premise("compose", 1, given=[*SVD_THEN, "U == V"]),
                premise("compose", 1, letters=[*SVD_LETTERS, *SVD_FRESH, integer("k", "1", "0")]),
                premise("compose", 1, letters=[*SVD_LETTERS, *SVD_FRESH, real("k")])],
    "close": [changed("close", then=["tr(M.T*M) > 0"]), changed("close", given=["m >= 1"]),
              changed("close", then=["U.T*U == I(r)"]), changed("close", then=SVD_THEN[:1], exists=SVD_FRESH),
              changed("close", letters=[*SVD_LETTERS, real("k")]), premise("close", 0, exists=[]),
              premise("close", 0, {"set": {"m": "n", "n": "m"}})],
    "named": [changed("named", exists=[real("z")]), changed("named", then=["z == x"]), changed("named", then=["z >= x - 1"]),
              changed("named", then=["z == z - x + 1"]), changed("named", then=["z**2 == x - 1"]), changed("named", given=[]),
              changed("named", exists=[positive("z", value="x")]), premise("named", 0, then=["x - 1 >= 0"]),
              premise("named", 0, {"rename": {"x": "x"}}),
              changed("named", exists=[positive("z"), positive("v")]), changed("named", then=["z == x - 1", "z == 2"])],
    "forget": [changed("forget", then=["x**2 > 2*y**2"]), changed("forget", given=[]), changed("forget", given=["y > x"]),
               premise("forget", 0, letters=[X, positive("r"), Y, real("e", value="r-y")]),
               premise("forget", 0, letters=[X, integer("k", "1", "0"), Y]), premise("forget", 0, letters=[Y, X]),
               premise("forget", 0, letters=[X, real("y")]), changed("forget", letters=[X, Y, real("k")]),
               premise("forget", 0, exists=[real("v")])],
    "lemma": [changed("lemma", then=["M == U*S*V", *SVD_THEN[1:]]), changed("lemma", then=SVD_THEN[:1]),
              changed("lemma", exists=[integer("r", "1"), *SVD_FRESH[1:]]),
              changed("lemma", exists=[*SVD_FRESH[:2], diagonal("S", "r", False), SVD_FRESH[3]]),
              changed("lemma", exists=[SVD_FRESH[0], matrix("U", "m", "m"), *SVD_FRESH[2:]]),
              changed("lemma", letters=[integer("m", "0"), *SVD_LETTERS[1:]]), witnessed("lemma", lemma="fat SVD"),
              witnessed("lemma", terms={"M": "M.T"}), witnessed("lemma", set={"m": "n", "n": "m"}),
              witnessed("lemma", fresh={**SVD["fresh"], "V": "M"}), witnessed("lemma", set={"m": "r", "n": "n"})],
    "monotone": [changed("monotone", then=["y**2 - y - x**2 + x >= 1"]), changed("monotone", given=["y >= x"]),
                 witnessed("monotone", low="y", high="x"), witnessed("monotone", function="s**2 + s"),
                 witnessed("monotone", times="s-1"), premise("monotone", 0, then=["diff(s**2 - s, s) >= 0"]),
                 premise("monotone", 0, given=["s > 1"]), witnessed("monotone", fact=["given", 1]),
                 premise("monotone", 0, letters=[X, Y, positive("s"), positive("z")])],
    "shape": [changed("shape", then=["roots(s**2 - x, s, simple=2)"]),
              changed("shape", then=["roots(s**2 + x, s, simple=1)"]),
              witnessed("shape", power="0"), witnessed("shape", times="-s"), witnessed("shape", falling="1"),
              premise("shape", 1, then=["0 > x"]), premise("shape", 1, given=["x > 1"]),
              premise("shape", 0, then=["s*diff(s**2 - x, s) == s*(3*s - 0)"]),
              changed("shape", then=["roots(s**2 - x, s, simple=1, where=s - x)"]), changed("shape",
              letters=[real("x")])],
    "bernstein": [
        changed("bernstein", witness=[{"bounds": BOX_X, "tree": "leaf"}, {"bounds": BOX_XY, "tree": "leaf"}]),
        changed("bernstein", then=["x*x - x + 1/4 > 0", "(x*x + 1)*(y + 1) >= 0"]),
        changed("bernstein", then=["x*x - x + 1/5 >= 0", "(x*x + 1)*(y + 1) >= 0"]),
        changed("bernstein", then=["x*x - x + 1/4 >= 0", "(x*x + 1)*(y + 1) == 0"]),
        changed("bernstein", then=["x*x - x + 1/4 >= 0", "x - y + 5/4 >= 0"]),
        changed("bernstein", then=["x*x - x + 1/4 >= 0", "x*y*z**2 >= 0"]),
        changed("bernstein", given=["x >= 0", "1 - x >= 0", "y + 1 >= 0", "3 - y >= 0"],
                then=["x*x - x + 1/4 >= 0", "(x*x + 1)*(2 - y) >= 0"]),
        changed("bernstein", given=["x >= 0", "1 - x > 0", "y + x >= 0", "2 - y >= 0"]),
        changed("bernstein", witness=[{"bounds": {"x": [["given", 1], ["given", 0]]}, "tree": HALVES},
                                      {"bounds": BOX_XY, "tree": "leaf"}]),
        changed("bernstein", witness=[{"bounds": BOX_X, "tree": {**HALVES, "at": "1"}}, {"bounds": BOX_XY, "tree": "leaf"}]),
        changed("bernstein", witness=[{"bounds": BOX_X, "tree": {**HALVES, "cut": "y"}}, {"bounds": BOX_XY, "tree": "leaf"}]),
        changed("bernstein", witness=[{"bounds": BOX_X, "tree": {"cut": "x", "at": "1/2", "low": "leaf"}},
                                      {"bounds": BOX_XY, "tree": "leaf"}]),
    ],
    "sturm": [changed("sturm", then=["roots((s-1)**2*(s-2)*(s+3), s, simple=2)"]),
              changed("sturm", then=["roots((s-1)**3, s, double=1)"]),
              changed("sturm", then=["roots(s - z, s, simple=1)"]),
              changed("sturm", then=["roots(s - 1, s, simple=1, where=s - 2)"]),
              changed("sturm", then=["roots(0*s, s, simple=0)"])],
}  # fmt: skip


def test_every_rule_has_a_row():
    assert set(TRUE) == set(FALSE) == set(RULES)


@pytest.mark.parametrize("rule", TRUE)
def test_the_smallest_true_certificate_is_accepted(rule):
    assert TRUE[rule].check() == ""


NEIGHBOURS = [pytest.param(trial, id=f"{rule}-{k}") for rule, rows in FALSE.items() for k, trial in enumerate(rows)]
HOLES = [pytest.param(trial, id=name) for name, trial in ONCE_ACCEPTED.items()]


@pytest.mark.parametrize("trial", NEIGHBOURS)
def test_neighbours_are_refused(trial):
    assert trial.check()


@pytest.mark.parametrize("trial", NEIGHBOURS + HOLES)
def test_the_rule_alone_refuses(trial, monkeypatch):
    """Without the model in the way: soundness must not lean on one evaluation."""
    monkeypatch.setattr("theory.kernel.check.check_model", lambda statement, values: None)
    assert trial.check()
