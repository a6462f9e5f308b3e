"""For every rule a smallest true certificate, and neighbours that are refused; the pages of the rules show them."""

from __future__ import annotations

from dataclasses import replace

from tests.theory.kernel.bench import Trial, diagonal, family, integer, matrix, positive, real, statement

A = [["1", "2"], ["3", "5"]]
X, Y, N = positive("x"), positive("y"), integer("n", "0")
SUM_TO = ["G", family("real", "0", "N", first="0", next="G[n_]+2*n_+1")]
DOWN_FROM = ["D", family("real", "0", "N", last="0", previous="D[n_+1]+1")]
QUADRATIC = [["V", family("matrix", "1", "1", shape=["2", "2"])], matrix("Y"), real("E",
             value="tr((V[1]-Y).T*(V[1]-Y))")]
VARIED = [real("t"), integer("l", "1", "1"), matrix("H"), ["V1", family("matrix", "1", "1", shape=["2", "2"],
          override={"of": "V", "at": {"l": "V[l]+t*H"}})], real("E1", value="tr((V1[1]-Y).T*(V1[1]-Y))")]  # fmt: skip
SLOPE = statement([*QUADRATIC, *VARIED], [], ["E1 == E + t*tr(H.T*(2*V[l]-2*Y)) + t**2*tr(H.T*H)"])
AT_ONE = [["V1", family("matrix", "1", "1", shape=["2", "2"], override={"of": "V", "at": {"1": "V[1]+t*H"}})], VARIED[4]]
EDGE = {"moved": {"V": "V1", "E": "E1"}, "objective": "E", "family": "V", "direction": "H", "step": "t", "layer": "l",
        "gradient": "2*V[l]-2*Y"}  # fmt: skip
SPECTRA = [integer("r", "0"), diagonal("S", "r"), diagonal("D", "r", False), integer("N"), positive("y")]
SHIFTED = ["X", family("matrix", "1", "2", shape=["1", "1"])]
BOWL = [SHIFTED, real("B", value="(X[1]-1)*(X[2]-2)")]
ALONG = [real("t"), ["X1", family("matrix", "1", "2", shape=["1", "1"], value="X[n_]+t*(2*n_-3)")],
         real("B1", value="(X1[1]-1)*(X1[2]-2)")]  # fmt: skip
AT_CENTRE = ["X[1] == 1", "X[2] == 2", "critical(B, X)"]
FALLS = statement([*BOWL, *ALONG], AT_CENTRE[:2], ["B1 == B - t**2"])
LINE = {"objective": "B", "family": "X", "moved": {"X": "X1", "B": "B1"}, "variable": "t", "place": "0", "order": 2}
CUBE = [SHIFTED, real("B", value="(X[1]-1)**3+(X[2]-2)**2")]
TURN = [positive("e"), ["X1", family("matrix", "1", "2", shape=["1", "1"], override={"of": "X", "at": {"1": "X[1]+(e-3)"}})],
        real("B1", value="(X1[1]-1)**3+(X1[2]-2)**2")]  # fmt: skip
RISES = statement([*CUBE, *TURN], AT_CENTRE[:2], ["B1 == (e-3)**3"])
WELL = [SHIFTED, real("B", value="(X[1]-1)**2*(4-X[1])+(X[2]-2)**2")]
OTHER = [["X1", SHIFTED[1]], real("B1", value="(X1[1]-1)**2*(4-X1[1])+(X1[2]-2)**2")]
WITHIN = "all(k, 1, 2, 2 - tr((X1[k]-X[k]).T*(X1[k]-X[k])) >= 0)"
NEARBY = statement([*WELL, *OTHER], [*AT_CENTRE[:2], WITHIN], ["B1 >= B"])
AROUND = {"objective": "B", "family": "X", "moved": {"X": "X1", "B": "B1"}, "radius": "2"}
RISING = {"times": "s", "rising": "2", "power": "1", "falling": "0"}
SVD = {"lemma": "thin SVD", "at": {"m": "m", "n": "n", "M": "M"},
       "fresh": {"r": "r", "U": "U", "S": "S", "V": "V"}}  # fmt: skip
SVD_LETTERS = [integer("m"), integer("n"), matrix("M", "m", "n")]
SVD_FRESH = [integer("r", "0"), matrix("U", "m", "r"), diagonal("S", "r"), matrix("V", "n", "r")]
SVD_THEN = ["M == U*S*V.T", "U.T*U == I(r)", "V.T*V == I(r)"]
SVD_MODEL = {"m": "2", "n": "2", "M": A}
EMPTY = [integer("z", "1", "0")]
NEUMANN_LETTERS = [integer("m"), integer("n"), integer("r", "0"), matrix("A", "m", "r"), diagonal("T", "r"),
                   matrix("B", "n", "r"), matrix("M", "m", "n")]
NEUMANN_FRESH = [matrix("C", "m", "r"), diagonal("D", "r", False), matrix("E", "n", "r")]
NEUMANN = ["C.T*C == I(r)", "tr(T*D) >= tr(B*T*A.T*M)"]
SQUARES = statement([real("a"), real("b"), integer("n", "1", "5")], ["a >= b"], ["n*a >= n*b", "(a-b)**2 >= 0"])
GRADIENT = statement(QUADRATIC, ["V[1] == Y"], ["all(k, 1, 1, 2*V[k] - 2*Y == 0)"])

T = positive("T")
PATH = ["x", {"kind": "real", "path": "T"}]
TAIL = ["p", {"kind": "positive", "path": "T"}]
GROWTH = ["E", {"kind": "positive", "path": "T", "grows": ["t", "c"]}]

BOX_X = {"x": [["given", 0], ["given", 1]]}
BOX_XY = {**BOX_X, "y": [["given", 2], ["given", 3]]}
HALVES = {"cut": "x", "at": "1/2", "low": "leaf", "high": "leaf"}
TRUE = {
    "objective": Trial([real("x"), real("F", value="x**2+1")], [], ["F == x**2+1"], "objective", model={"x": "2"}),
    "expand": Trial([matrix("U"), matrix("V")], ["U.T*U == I(2)"], ["V.T*U.T*U*V == V.T*V"], "expand",
                    [[["V.T*_*V", ["given", 0]]]], model={"U": [["3/5", "-4/5"], ["4/5", "3/5"]], "V": A}),
    "definite": Trial([matrix("U"), matrix("V")], ["tr((U-V).T*(U-V)) == 0"], ["U == V"], "definite",
                      [{"terms": [["1", "U-V"]], "matrix": 0, "fact": ["given", 0]}], model={"U": A, "V": A}),
    "definite sum": Trial([matrix("U"), matrix("V"), Y], ["0 >= y*tr((U-V).T*(U-V)) + 2*tr((U*U-V*U).T*(U*U-V*U))"],
                          ["U*U == V*U"], "definite", [{"terms": [["y", "U-V"], ["2", "U*U-V*U"]], "matrix": 1,
                                                        "fact": ["given", 0]}], model={"U": A, "V": A, "y": "3"}),
    "definite square": Trial([matrix("U"), matrix("V")], ["(U-V).T*(U-V) == 0"], ["U == V"], "definite",
                             [{"terms": [["1", "U-V"]], "matrix": 0, "fact": ["given", 0]}], model={"U": A, "V": A}),
    "order": Trial([real("x"), Y], [], ["x**2 + y > 0"], "order", [{"terms": [{"square": "x"}, {"weight": "y"}]}],
                   model={"x": "2", "y": "3"}),
    "order of products": Trial([real("x"), real("y")], ["x > 1", "y > 1"], ["x*y > x + y - 1"], "order",
                               [{"terms": [{"facts": [["given", 0], ["given", 1]]}]}], model={"x": "2", "y": "3"}),
    "power": Trial([X, Y], ["x**3 > y**3"], ["x > y"], "power", [{"x": "x", "y": "y", "n": "3", "fact": ["given", 0]}],
                   model={"x": "2", "y": "1"}),
    "entry": Trial([integer("r"), integer("i", "1", "r"), diagonal("S", "r"), positive("s", entry=["S", "i"])],
                   ["S**2 == 4*I(r)"], ["s**2 == 4"], "entry", [{"fact": ["given", 0], "entries": ["s"]}],
                   model={"r": "1", "i": "1", "S": [["2"]]}),
    "entrywise": Trial(SPECTRA, ["all(k, 1, 1, k*y >= y)"], ["tr(S**N) + y*N*tr(D**2) + r >= 0"], "entrywise",
                       {"vector": "u", "entries": {"s": "S", "d": "D"}},
                       (statement([*SPECTRA, matrix("u", "r", "1"), positive("s"), real("d")],
                                  ["u.T*u == 1", "S*u == s*u", "D*u == d*u"], ["s**N + y*N*d**2 + 1 >= 0"]),),
                       {"r": "1", "S": [["2"]], "D": [["-1"]], "N": "3", "y": "2"}),
    "stationary": Trial(QUADRATIC, ["critical(E, V)"], ["2*V[1] - 2*Y == 0"], "stationary", {**EDGE, "at": ["1"]},
                        (SLOPE,), {"V": {"1": A}, "Y": A}),
    "stationary backwards": Trial(QUADRATIC, ["V[1] == Y"], ["critical(E, V)"], "stationary",
                                  {**EDGE, "fact": ["premise", 0, 0]}, (SLOPE, GRADIENT), {"V": {"1": A}, "Y": A}),
    "germ": Trial(BOWL, AT_CENTRE, ["strict_saddle(B, X)"], "germ", LINE, (FALLS, statement(BOWL, [], ["0 > -2"])),
                  {"X": {"1": [["1"]], "2": [["2"]]}}),
    "germ of odd order": Trial(CUBE, AT_CENTRE, ["saddle(B, X)"], "germ", {**LINE, "variable": "e", "place": "3", "order": 3},
                               (RISES, statement(CUBE, [], ["6 > 0"])), {"X": {"1": [["1"]], "2": [["2"]]}}),
    "near": Trial(WELL, AT_CENTRE[:2], ["local_minimum(B, X)"], "near", AROUND, (NEARBY,), {"X": {"1": [["1"]], "2": [["2"]]}}),
    "induct": Trial([integer("N", "0"), SUM_TO, integer("n", "0", "N")], [], ["G[n] == n**2"], "induct",
                    {"symbol": "n"},
                    (statement([integer("N", "0"), SUM_TO], [], ["G[0] == 0**2"]),
                     statement([integer("N", "0"), SUM_TO, integer("n", "0", "N-1")], ["G[n] == n**2"],
                               ["G[n+1] == (n+1)**2"])), {"N": "3", "n": "2"}),
    "induct downwards": Trial([integer("N", "0"), DOWN_FROM, integer("n", "0", "N")], [], ["D[n] == N - n"], "induct",
                              {"symbol": "n", "direction": "down"},
                              (statement([integer("N", "0"), DOWN_FROM], [], ["D[N] == N - N"]),
                               statement([integer("N", "0"), DOWN_FROM, integer("n", "0", "N-1")],
                                         ["D[n+1] == N - n - 1"], ["D[n] == N - n"])), {"N": "3", "n": "2"}),
    "cases": Trial([integer("n", "1", "2"), X], [], ["x**n > 0"], "cases",
                   {"symbol": "n", "at": "1", "parts": {"at": 0, "above": 1}},
                   (statement([X], [], ["x**1 > 0"]), statement([integer("n", "2", "2"), X], [], ["x**n > 0"])),
                   {"n": "2", "x": "3"}),
    "cases of a sign": Trial([real("x"), real("y")], ["y >= x", "x + y >= 0"], ["y >= 0"], "cases", {"on": "x"},
                             (statement([real("x"), real("y")], ["y >= x", "x >= 0"], ["y >= 0"]),
                              statement([real("x"), real("y")], ["x + y >= 0", "0 > x"], ["y >= 0"])),
                             {"x": "1", "y": "2"}),
    "collect": Trial([X], ["x > 1"], ["x > 1", "x**2 > 1"], "collect", None,
                     (statement([X], ["x > 1"], ["x**2 > 1"]),), {"x": "2"}),
    "contrapose": Trial([X, Y], ["x > 1"], ["y > 2"], "contrapose", {"given": 0},
                        (statement([X, Y], ["2 >= y"], ["1 >= x"]),), {"x": "2", "y": "3"}),
    "generalize": Trial([X], ["x > 1"], ["all(k, 1, 3, x**k > 1)"], "generalize", {"symbol": "n"},
                        (statement([X, integer("n", "1", "3")], ["x > 1"], ["x**n > 1"]),), {"x": "2"}),
    "instance": Trial([real("c"), positive("p")], ["c >= 0"], ["3*(c+p) >= 3*p"], "instance",
                      {"at": {"a": "c+p", "b": "p", "n": "3"}, "given": {"0": ["given", 0]}}, (SQUARES,),
                      {"c": "2", "p": "1"}),
    "instance of an existential": Trial(
        [integer("q"), matrix("K", "q", "q")], [], ["tr(K.T*K) >= 0", "K.T == E*C.T"], "instance",
        {"at": {"m": "q", "n": "q", "M": "K.T"}, "fresh": {"r": "r", "U": "E", "V": "C"}},
        (statement(SVD_LETTERS, [], ["M == U*V.T", "tr(M.T*M) >= 0"],
                   [integer("r", "0"), matrix("U", "m", "r"), matrix("V", "n", "r")]),), {"q": "2", "K": A},
        [integer("r", "0"), matrix("E", "q", "r"), matrix("C", "q", "r")]),
    "exists opened": Trial(SVD_LETTERS, [], ["M*M.T == U*S**2*U.T", "U.T*U == I(r)"], "exists", {"source": 0, "target": 1},
                           (statement(SVD_LETTERS, [], SVD_THEN, SVD_FRESH),
                            statement([*SVD_LETTERS, *SVD_FRESH], SVD_THEN, ["M*M.T == U*S**2*U.T"])),
                           SVD_MODEL, SVD_FRESH),
    "exists closed": Trial(SVD_LETTERS, [], ["tr(M.T*M) >= 0"], "exists", {"source": 0},
                           (statement(SVD_LETTERS, [], [*SVD_THEN, "tr(M.T*M) >= 0"], SVD_FRESH),), SVD_MODEL),
    "exists valued": Trial([X], ["x > 1"], ["z == x - 1"], "exists", {"target": 0, "terms": {"z": "x-1"}},
                           (statement([X], ["x > 1"], ["x - 1 > 0", "x - 1 == x - 1"]),), {"x": "2"}, [positive("z")]),
    "exists forgotten": Trial([X, Y], ["x > y"], ["x**2 > y**2"], "exists", {"target": 0},
                              (statement([X, positive("r", root=["2", "x"]), Y, real("e", value="r-y")], ["x > y"],
                                         ["x**2 > y**2"]),), {"x": "2", "y": "1"}),
    "lemma": Trial(SVD_LETTERS, [], SVD_THEN, "lemma", SVD, (), SVD_MODEL, SVD_FRESH),
    "monotone": Trial([X, Y], ["y > x"], ["y**2 - y - x**2 + x > 0"], "monotone",
                      {"function": "s**2 - s", "variable": "s", "low": "x", "high": "y", "fact": ["given", 0]},
                      (statement([X, Y, positive("s")], [], ["diff(s**2 - s, s) > 0"]),), {"x": "2", "y": "3"}),
    "shape": Trial([X], [], ["roots(s**2 - x, s, simple=1)"], "shape", RISING,
                   (statement([X, positive("s")], [], ["s*diff(s**2 - x, s) == s*(2*s - 0)"]),
                    statement([X], [], ["x > 0"])), {"x": "2"}),
    "pointwise": Trial([T, PATH], ["during(t, x[t] >= 1)"], ["during(t, x[t]**2 >= x[t])"], "pointwise", {"now": {"x": "z"}},
                       (statement([T, PATH, real("z")], ["z >= 1"], ["z**2 >= z"]),), {"T": "1", "x": "2+s"}),
    "flow": Trial([T, TAIL], ["moves(p, t, -4*p[t]**2)"], ["p[T]**(-1) - p[0]**(-1) == 4*T"], "flow",
                  {"function": "p[t]**(-1)", "moment": "t", "rate": "4"}, (), {"T": "2", "p": "1/(1+4*s)"}),
    "flow at all moments": Trial([T, PATH, TAIL], ["moves(x, t, p[t])", "during(t, p[t] >= 0)"], ["during(t, x[t] >= x[0])"],
                                 "flow", {"function": "x[t]", "moment": "t"}, (), {"T": "1", "x": "s+s**2", "p": "1+2*s"}),
    "flow of a definition": Trial([T, real("c"), GROWTH, TAIL], ["moves(p, t, c*p[t])"], ["p[T]*E[T]**(-1) == p[0]*E[0]**(-1)"],
                                  "flow", {"function": "p[t]*E[t]**(-1)", "moment": "t"}, (),
                                  {"T": {"rate": "1/s", "from": "1", "to": "3"}, "c": "2", "E": "s**2", "p": "5*s**2"}),
    "unbroken": Trial([T, PATH], ["during(t, x[t]**2 > 0)", "x[0] > 0"], ["during(t, x[t] > 0)"], "unbroken",
                      {"function": "x[t]", "moment": "t"}, (), {"T": "1", "x": "1+s"}),
    "bernstein": Trial([real("x"), real("y")], ["x >= 0", "1 - x >= 0", "y + 1 >= 0", "2 - y >= 0"],
                       ["x*x - x + 1/4 >= 0", "(x*x + 1)*(y + 1) >= 0"], "bernstein",
                       [{"bounds": BOX_X, "tree": HALVES}, {"bounds": BOX_XY, "tree": "leaf"}], model={"x": "1/3", "y": "1/2"}),
}  # fmt: skip


def changed(rule: str, **fields: object) -> Trial:
    return replace(TRUE[rule], **fields)


def witnessed(rule: str, **fields: object) -> Trial:
    witness = TRUE[rule].witness
    new = [{**witness[0], **fields}] if isinstance(witness, list) else {**witness, **fields}
    return changed(rule, witness=new)


def premise(rule: str, k: int, **fields: object) -> Trial:
    premises = list(TRUE[rule].premises)
    premises[k] = {**premises[k], **fields}
    return changed(rule, premises=tuple(premises))


FALSE = {
    "objective": [changed("objective", then=["F == x**2+2"], model={"x": "2"}), changed("objective", given=["x > 1"]),
                  changed("objective", then=["x == x"]), changed("objective", then=["F >= x**2+1"])],
    "expand": [changed("expand", witness=[[["V.T*_*U", ["given", 0]]]]), changed("expand", witness=[[]]),
               changed("expand", witness=[[["V.T*_*V + V.T*V - V.T*V*2", ["given", 0]]]]),
               changed("expand", witness=[[["V.T*_*V", ["given", 1]]]]), changed("expand", given=["U*U.T == I(2)"]),
               changed("expand", then=["V.T*U.T*U*V >= V.T*V"]), changed("expand", witness=[])],
    "definite": [witnessed("definite", terms=[["1", "U+V"]]), changed("definite", then=["U == -1*V"]),
                 changed("definite", given=["tr((U-V)*(U-V)) == 0"]), changed("definite", given=["tr(U-V) == 0"]),
                 changed("definite", given=["tr((U-V).T*(U-V)) >= 0"]), changed("definite", given=["I(2) == 2*I(2)"]),
                 witnessed("definite", terms=[["2", "U-V"]]), witnessed("definite", matrix=1)],
    "definite sum": [witnessed("definite sum", matrix=0),
                     changed("definite sum", letters=[matrix("U"), matrix("V"), real("y")]),
                     changed("definite sum", given=["0 >= y*tr((U-V).T*(U-V)) - 2*tr((U*U-V*U).T*(U*U-V*U))"],
                             witness=[{"terms": [["y", "U-V"], ["-2", "U*U-V*U"]], "matrix": 1, "fact": ["given", 0]}]),
                     changed("definite sum", given=["1 >= y*tr((U-V).T*(U-V)) + 2*tr((U*U-V*U).T*(U*U-V*U))"])],
    "definite square": [changed("definite square", given=["(U-V)*(U-V) == 0"]),
                        changed("definite square", given=["(U-V).T*(U-V) + U.T*U == 0"],
                                witness=[{"terms": [["1", "U-V"], ["1", "U"]], "matrix": 0, "fact": ["given", 0]}])],
    "order": [changed("order", then=["x**2 > 0"], witness=[{"terms": [{"square": "x"}]}]),
              changed("order", witness=[{"terms": [{"weight": "x"}, {"weight": "y"}]}], then=["x + y > 0"]),
              changed("order", witness=[{"terms": [{"square": "x"}, {"weight": "-y"}]}], then=["x**2 - y >= 0"]),
              changed("order", then=["x**2 + y == 0"]),
              Trial([real("x"), real("y")], ["x == y"], ["x > 0"], "order", [{"terms": [{"facts": [["given", 0]]}]}],
                    model={"x": "1", "y": "1"}),
              Trial([real("x")], [], ["x**3 >= 0"], "order", [{"terms": [{"weight": "x**3"}]}], model={"x": "1"}),
              Trial([integer("L", "2")], [], ["L - 2 > 0"], "order", [{"terms": [{"weight": "L-2"}]}],
              model={"L": "3"}),
              Trial([integer("n", "0")], [], ["n > 0"], "order", [{"terms": [{"weight": "n"}]}], model={"n": "1"}),
              Trial([real("x")], [], ["x >= 0"], "order", [{"terms": [{"weight": "x"}]}]),
              Trial([real("x")], ["x >= 1"], ["x > 1"], "order", [{"terms": [{"facts": [["given", 0]]}]}]),
              Trial([Y], ["y > 2"], ["1 > 3*y**(-1)"], "order",
                    [{"terms": [{"weight": "y**(-1)", "facts": [["given", 0]]}]}]),
              Trial([X, Y], ["x**(-1) > y**(-1)"], ["x > y"], "order",
                    [{"terms": [{"weight": "x*y", "facts": [["given", 0]]}]}]),
              Trial([matrix("M")], [], ["tr(M.T*M) > tr(M)"], "order", [{"terms": [{"gram": "M"}]}]),
              Trial([real("x"), Y], ["x*x*x*x*x + y > 3"], ["x > y"], "order", [{"terms": [{"facts": [["given", 0]]}]}]),
              Trial([real("x"), Y, integer("L", "2")], ["y**L > x"], ["x > y"], "order",
                    [{"terms": [{"facts": [["given", 0]]}]}])],
    "order of products": [changed("order of products", then=["x*y > x + y"]), changed("order of products", then=["x*y > 7/2"]),
                          changed("order of products", given=["x > 1", "y >= 1"]),
                          witnessed("order of products", terms=[{"facts": [["given", 0]]}])],
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
                   premise("stationary", 0, given=["t == 1"]),
                   premise("stationary", 0, letters=[*QUADRATIC, *VARIED[:3], *AT_ONE]),
                   premise("stationary", 0, letters=[*QUADRATIC, VARIED[1], matrix("H", value="Y"), VARIED[0],
                   *VARIED[3:]]),
                   witnessed("stationary", moved={"V": "V1"}), witnessed("stationary", moved={"V": "V", "E": "E1"})],
    "germ": [changed("germ", given=AT_CENTRE[:2]), changed("germ", then=["saddle(B, X)"]), witnessed("germ", order=3),
             witnessed("germ", place="1"), changed("germ", premises=(FALLS,)),
             changed("germ", premises=(FALLS, statement(BOWL, [], ["1 > 0"]))),
             premise("germ", 0, then=["B1 == B + t**2"]), premise("germ", 0, then=["B1 >= B - t**2"]),
             premise("germ", 0, given=[*AT_CENTRE[:2], "t == 1"]),
             premise("germ", 0, letters=[*BOWL, integer("z", "1", "0"), *ALONG]),
             premise("germ", 0, letters=[*BOWL, ALONG[0], ["X1", {**ALONG[1][1], "value": "X[n_]+t**2*(2*n_-3)"}], ALONG[2]])],
    "germ of odd order": [witnessed("germ of odd order", order=2), witnessed("germ of odd order", order=11),
                          changed("germ of odd order", then=["strict_saddle(B, X)"]),
                          premise("germ of odd order", 0, then=["B1 == (e-3)**3 + (e-3)"]),
                          witnessed("germ of odd order", place="2"), witnessed("germ of odd order", place="-3"),
                          premise("germ of odd order", 1, then=["5 > 0"])],
    "near": [
        changed("near", then=["saddle(B, X)"]), changed("near", given=AT_CENTRE[:1]), changed("near", premises=()),
        witnessed("near", radius="1"), witnessed("near", radius="3"), witnessed("near", radius="X[1]"),
        witnessed("near", radius="X[1]*X[2].T-3"), witnessed("near", moved={"X": "X1"}), witnessed("near", objective="X"),
        premise("near", 0, then=["B1 == B"]), premise("near", 0, then=["B1 > B"]), premise("near", 0, then=["B1 >= 2*B"]),
        premise("near", 0, given=[*AT_CENTRE[:2], WITHIN, "X1[1] == 1"]),
        premise("near", 0, given=[*AT_CENTRE[:2], WITHIN.replace(">=", ">")]),
        premise("near", 0, given=[*AT_CENTRE[:2], WITHIN.replace("1, 2, 2", "0, 2, 2")]),
        premise("near", 0, letters=[*WELL, integer("z", "1", "0"), *OTHER]),
        premise("near", 0, letters=[*WELL, ["X1", {**SHIFTED[1], "value": "X[n_]"}], OTHER[1]])],
    "entrywise": [
        changed("entrywise", then=["tr(S**N) + y*N*tr(D**2) + 1 >= 0"]), changed("entrywise", then=["tr(S**N) + r >= 0"]),
        changed("entrywise", then=["tr(S**N) + y*N*tr(D)**2 + r >= 0"]),
        premise("entrywise", 0, given=["u.T*u == 1", "S*u == s*u", "D*u == d*u", "s >= 1"]),
        premise("entrywise", 0, given=["u.T*u == r"]), premise("entrywise", 0, then=["s**N + y*N*d**2 + 1 > 0"]),
        premise("entrywise", 0, then=["s**N + y*N*d**2 + u.T*u >= 0"]), premise("entrywise", 0, given=["S*S*u == s*u"]),
        premise("entrywise", 0, letters=[*SPECTRA, matrix("u", "r", "1"), real("d"), positive("s")]),
        premise("entrywise", 0, letters=[*SPECTRA, matrix("u", "r", "1"), positive("s"), positive("d")]),
        premise("entrywise", 0, letters=[*SPECTRA, matrix("u", "r", "1"), positive("s"), real("d", value="1")]),
        premise("entrywise", 0, letters=[*SPECTRA, matrix("u", "r", "1"), positive("s"), real("d"), *EMPTY]),
        witnessed("entrywise", entries={"s": "S"}), witnessed("entrywise", entries={"s": "D", "d": "S"}),
        changed("entrywise", letters=[SPECTRA[0], SPECTRA[1], diagonal("D", "1", False), *SPECTRA[3:]])],
    "stationary backwards": [
        premise("stationary backwards", 1, then=["all(k, 1, 0, 2*V[k] - 2*Y == 0)"]),
        premise("stationary backwards", 1, then=["all(k, 1, 1, V[k] == 0)"]), changed("stationary backwards", given=[]),
        premise("stationary backwards", 1, then=["2*V[1] - 2*Y == 0"]), witnessed("stationary backwards", fact=["given", 0]),
        changed("stationary backwards", then=["critical(E, Z)"],
                letters=[*QUADRATIC, ["Z", family("matrix", "1", "1", shape=["2", "2"])]]),
        premise("stationary backwards", 0, then=["E1 == E + t*tr(H.T*(2*V[l]-2*Y)) + t**2*tr(H.T*H) + tr(V[1].T*V[1])"])],
    "induct": [premise("induct", 0, then=["G[0] == 1"]), premise("induct", 1, then=["G[n+1] == (n+1)**2 + n",
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
    "induct downwards": [witnessed("induct downwards", direction="up"), premise("induct downwards", 0, then=["D[N] == 1"]),
                         premise("induct downwards", 1, given=["D[n] == N - n"]),
                         premise("induct downwards", 1, letters=[integer("N", "0"), DOWN_FROM, integer("n", "1", "N-1")]),
                         premise("induct downwards", 0, then=["D[0] == N - 0"])],
    "cases of a sign": [witnessed("cases of a sign", on="y"), premise("cases of a sign", 0, given=["y >= x", "x >= 1"]),
                        changed("cases of a sign", premises=TRUE["cases of a sign"].premises[:1]),
                        changed("cases of a sign", given=["y >= x"]),
                        changed("cases of a sign", premises=TRUE["cases of a sign"].premises[::-1]),
                        changed("cases of a sign", then=["y > 0"]),
                        premise("cases of a sign", 1, given=["x + y >= 0", "-1 > x"])],
    "collect": [changed("collect", then=["x > 1", "x**3 > 1"]), changed("collect", given=[]),
                changed("collect", letters=[real("x")], given=["x**2 > 1"], then=["x > 1"])],
    "contrapose": [changed("contrapose", then=["y >= 2"]), witnessed("contrapose", given=1),
                   premise("contrapose", 0, given=["2 > y"]), premise("contrapose", 0, given=["2 >= y", "x > 5"]),
                   changed("contrapose", given=["x >= 1"])],
    "generalize": [
        changed("generalize", then=["all(k, 1, 4, x**k > 1)"]), changed("generalize", then=["all(k, 0, 3, x**k > 1)"]),
        changed("generalize", then=["all(k, 1, 3, x**k > 2)"]), changed("generalize", given=[]),
        changed("generalize", then=["all(k, 1, 3, x**(k+1) > 1)"]), changed("generalize", then=["x**2 > 1"]),
        premise("generalize", 0, given=["x > 1", "n >= 2"]), premise("generalize", 0, given=["x > 1", "x > 2"]),
        premise("generalize", 0, letters=[X, integer("n", "2", "3")]),
        premise("generalize", 0, letters=[X, integer("n", "1")]),
        premise("generalize", 0, letters=[integer("n", "1", "3"), X]),
        premise("generalize", 0, letters=[X, integer("k", "1", "3"), integer("n", "1", "3")]),
        changed("generalize", letters=[real("x")]), witnessed("generalize", symbol="x"), changed("generalize", premises=())],
    "instance": [
        changed("instance", then=["3*(c+p) >= 4*p"]), changed("instance", given=["c >= -1"]),
        changed("instance", given=["c >= -1"], witness={"at": {"a": "c+p", "b": "p", "n": "3"}}),
        witnessed("instance", at={"a": "c+p", "b": "p", "n": "6"}), witnessed("instance", at={"a": "c+p", "b": "p", "n": "c"}),
        witnessed("instance", at={"a": "c+p", "b": "p"}), witnessed("instance", at={"a": "p", "b": "c+p", "n": "3"}),
        witnessed("instance", at={"a": "c+p", "b": "p", "n": "3", "z": "1"}), changed("instance", premises=()),
        witnessed("instance", given={"0": ["premise", 0, 0]}), witnessed("instance", fresh={"a": "c"}),
        premise("instance", 0, letters=[positive("a"), real("b"), integer("n", "1", "5")]),
        premise("instance", 0, letters=[real("a"), real("b", value="a"), integer("n", "1", "5")]),
        premise("instance", 0, letters=[real("a"), matrix("b"), integer("n", "1", "5")], given=[], then=["n*a >= n*tr(b)"]),
        changed("instance", exists=[real("z")])],
    "instance of an existential": [
        changed("instance of an existential", then=["K == E*C.T"]),
        changed("instance of an existential", exists=[integer("r", "1"), *TRUE["instance of an existential"].exists[1:]]),
        changed("instance of an existential",
                exists=[integer("r", "0"), matrix("E", "q", "q"), matrix("C", "q", "r")], then=["tr(K.T*K) >= 0"]),
        changed("instance of an existential", exists=None, then=["tr(K.T*K) >= 0"]),
        changed("instance of an existential", exists=[integer("r", "0"), diagonal("E", "r", False), matrix("C", "q", "r")],
                then=["tr(K.T*K) >= 0"]),
        witnessed("instance of an existential", fresh={"r": "r", "U": "C", "V": "E"}),
        witnessed("instance of an existential", fresh={"r": "r", "U": "E", "V": "E"}),
        witnessed("instance of an existential", fresh={"r": "q", "U": "E", "V": "C"}),
        witnessed("instance of an existential", at={"m": "q", "n": "q", "M": "K"}),
        witnessed("instance of an existential", at={"m": "q", "n": "q+1", "M": "K.T"}),
        witnessed("instance of an existential", at={"m": "q", "n": "q", "M": "E*C.T"})],
    "exists opened": [
        changed("exists opened", then=["M*M.T == U*S*U.T"]), changed("exists opened", exists=[SVD_FRESH[0], *SVD_FRESH[:0:-1]]),
        changed("exists opened", exists=[*SVD_FRESH[:2], diagonal("S", "r", False), SVD_FRESH[3]]),
        changed("exists opened", exists=[*SVD_FRESH, real("k")]), witnessed("exists opened", source=None),
        witnessed("exists opened", target=None), witnessed("exists opened", source=1, target=0),
        witnessed("exists opened", target=2), witnessed("exists opened", source=True),
        premise("exists opened", 0, given=["m >= 3"]), premise("exists opened", 0, letters=SVD_LETTERS[:2], then=["r >= 0"]),
        premise("exists opened", 1, given=[*SVD_THEN, "U == V"]),
        premise("exists opened", 1, letters=[*SVD_LETTERS, *SVD_FRESH, integer("k", "1", "0")]),
        premise("exists opened", 1, letters=[*SVD_LETTERS, *SVD_FRESH, real("k")]),
        premise("exists opened", 1, letters=[*SVD_LETTERS, *SVD_FRESH[:2], diagonal("S", "r", False), SVD_FRESH[3]])],
    "exists closed": [
        changed("exists closed", then=["tr(M.T*M) > 0"]), changed("exists closed", then=["U.T*U == I(r)"]),
        changed("exists closed", then=SVD_THEN[:1], exists=SVD_FRESH[1:]),
        changed("exists closed", letters=[*SVD_LETTERS, real("k")]), premise("exists closed", 0, given=["m >= 2"]),
        premise("exists closed", 0, letters=[SVD_LETTERS[1], SVD_LETTERS[0], SVD_LETTERS[2]])],
    "exists valued": [
        changed("exists valued", then=["z == x"]), changed("exists valued", then=["z > x - 1"]),
        changed("exists valued", then=["z**2 == x - 1"]), changed("exists valued", given=[]),
        changed("exists valued", exists=[positive("z", value="x")]),
        changed("exists valued", given=["x >= 1"], premises=((statement([X], ["x >= 1"], ["x - 1 >= 0"]), {}),)),
        changed("exists valued", exists=[positive("z"), positive("v")]), witnessed("exists valued", terms={"z": "z"}),
        changed("exists valued", then=["z == x - 1", "z == 2"]), witnessed("exists valued", terms={"z": "x-2"}),
        witnessed("exists valued", terms={"x": "x-1"}), witnessed("exists valued", terms={}),
        changed("exists valued", exists=[integer("z", "0")]), changed("exists valued", exists=[["z", {"kind": "dimension"}]]),
        changed("exists valued", exists=[matrix("z", "1", "1")]), changed("exists valued", exists=[matrix("z")])],
    "exists forgotten": [
        changed("exists forgotten", then=["x**2 > 2*y**2"]), changed("exists forgotten", given=[]),
        changed("exists forgotten", given=["y > x"]),
        premise("exists forgotten", 0, letters=[X, positive("r"), Y, real("e", value="r-y")]),
        premise("exists forgotten", 0, letters=[X, integer("k", "1", "0"), Y]),
        premise("exists forgotten", 0, letters=[X, real("y")]), premise("exists forgotten", 0, letters=[positive("r"), X, Y]),
        changed("exists forgotten", exists=[positive("r")])],
    "lemma": [changed("lemma", then=["M == U*S*V", *SVD_THEN[1:]]), changed("lemma", then=["U*U.T == I(m)"]),
              changed("lemma", exists=[integer("r", "1"), *SVD_FRESH[1:]]),
              changed("lemma", exists=[*SVD_FRESH[:2], diagonal("S", "r", False), SVD_FRESH[3]]),
              changed("lemma", exists=[SVD_FRESH[0], matrix("U", "m", "m"), *SVD_FRESH[2:]]),
              changed("lemma", letters=[integer("m", "0"), *SVD_LETTERS[1:]]), witnessed("lemma", lemma="fat SVD"),
              witnessed("lemma", at={**SVD["at"], "M": "M.T"}), witnessed("lemma", at={"m": "n", "n": "m", "M": "M"}),
              witnessed("lemma", fresh={**SVD["fresh"], "V": "M"}), witnessed("lemma", at={"m": "r", "n": "n", "M": "M"}),
              witnessed("lemma", at={**SVD["at"], "V": "U"}), witnessed("lemma", set={"m": "m"}),
              changed("lemma", then=NEUMANN, letters=NEUMANN_LETTERS, exists=NEUMANN_FRESH, witness={
                  "lemma": "von Neumann", "at": {}, "fresh": {"C": "C", "D": "D", "E": "E"}}, given=["A.T*A == I(r)"])],
    "monotone": [changed("monotone", then=["y**2 - y - x**2 + x >= 1"]), changed("monotone", given=["y >= x"]),
                 witnessed("monotone", low="y", high="x"), witnessed("monotone", function="s**2 + s"),
                 witnessed("monotone", times="s-1"), premise("monotone", 0, then=["diff(s**2 - s, s) >= 0"]),
                 premise("monotone", 0, given=["s > 1"]), witnessed("monotone", fact=["given", 1]),
                 premise("monotone", 0, letters=[X, Y, positive("s"), positive("z")]),
                 premise("monotone", 0, letters=[X, positive("s"), Y]), premise("monotone", 0, exists=EMPTY)],
    "shape": [changed("shape", then=["roots(s**2 - x, s, simple=2)"]),
              changed("shape", then=["roots(s**2 + x, s, simple=1)"]),
              witnessed("shape", power="0"), witnessed("shape", times="-s"), witnessed("shape", falling="1"),
              premise("shape", 1, then=["0 > x"]), premise("shape", 1, given=["x > 1"]),
              premise("shape", 0, then=["s*diff(s**2 - x, s) == s*(3*s - 0)"]),
              changed("shape", then=["roots(s**2 - x, s, simple=1, where=s - x)"]), changed("shape",
              letters=[real("x")])],
    "pointwise": [
        changed("pointwise", then=["during(t, x[t]**2 > x[t])"]), changed("pointwise", then=["x[0]**2 >= x[0]"]),
        changed("pointwise", given=["x[0] >= 1", "x[T] >= 1"]), premise("pointwise", 0, given=["z >= 2"]),
        premise("pointwise", 0, letters=[T, PATH, positive("z")]),
        premise("pointwise", 0, letters=[T, PATH, real("z"), *EMPTY]),
        premise("pointwise", 0, given=["x[0] >= 1"], then=["x[0]**2 >= x[0]"]), witnessed("pointwise", now={}),
        witnessed("pointwise", now={"T": "z"}), witnessed("pointwise", now={"x": 1}), witnessed("pointwise", now={"x": "T"}),
        premise("pointwise", 0, exists=EMPTY), changed("pointwise", premises=())],
    "flow": [
        changed("flow", given=[]), changed("flow", given=["moves(p, t, -4*p[t])"]), witnessed("flow", rate="3"),
        changed("flow", then=["p[T]**(-1) - p[0]**(-1) == 4"]), changed("flow", then=["p[T]**(-1) - p[0]**(-1) > 4*T"]),
        changed("flow", then=["during(t, p[t]**(-1) - p[0]**(-1) == 4*T)"]), witnessed("flow", function="p[T]**(-1)"),
        witnessed("flow", function="p[t]"), witnessed("flow", moment="T"),
        changed("flow", then=["p[0]**(-1) == p[T]**(-1)+4*T"]),
        changed("flow", letters=[T, ["p", {"kind": "real", "path": "T"}]]),
        witnessed("flow", rate="p[t]"), witnessed("flow", rate="4*t")],
    "flow at all moments": [
        changed("flow at all moments", then=["during(t, x[t] > x[0])"]),
        changed("flow at all moments", then=["during(t, x[t] >= 0)"]),
        changed("flow at all moments", given=["moves(x, t, p[t])", "p[0] >= 0"]),
        changed("flow at all moments", given=["during(t, p[t] >= 0)"]), witnessed("flow at all moments", rate="1"),
        changed("flow at all moments", given=["moves(x, t, -p[t])", "during(t, p[t] >= 0)"])],
    "flow of a definition": [
        changed("flow of a definition", given=["moves(p, t, c*p[t]**2)"]), changed("flow of a definition", letters=[
            T, real("c"), ["E", {**GROWTH[1], "grows": ["t", "c+1"]}], TAIL]),
        changed("flow of a definition", then=["p[T]*E[T]**(-1) == p[0]"])],
    "unbroken": [
        changed("unbroken", given=["during(t, x[t]**2 >= 0)", "x[0] > 0"]),
        changed("unbroken", given=["during(t, x[t]**2 > 0)"]),
        changed("unbroken", given=["x[0]**2 > 0", "x[T]**2 > 0", "x[0] > 0"]),
        changed("unbroken", then=["during(t, x[t] > 1)"]),
        changed("unbroken", then=["x[T] > 0"]),
        witnessed("unbroken", function="x[t]**2"), witnessed("unbroken", function="x[0]")],
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
}  # fmt: skip
