"""Attacks on paths and the rules about time: every premise is true, every conclusion false in the model beside it; and the
product rule of the kernel against derivatives of rational functions."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from tests.theory.kernel.bench import Trial, family, integer, matrix, positive, real, statement
from tests.theory.kernel.test_attacks import Attack, uses
from theory.kernel import flow
from theory.kernel.budget import Fault
from theory.kernel.letters import parse
from theory.kernel.statement import Atom, contains, declarations_of
from theory.models.courses import Course
from theory.models.model import MOMENT, Model, evaluate
from theory.models.numbers import Matrix
from theory.prove.text import poly_text


def path(name: str, time: str = "T", kind: str = "real", **more: object) -> list:
    """A letter that moves in time."""
    return [name, {"kind": kind, "path": time, **more}]


T, S, X, Y, P = positive("T"), positive("S"), path("x"), path("y"), path("p", kind="positive")
SQUARE = path("X", kind="matrix", shape=["2", "2"])
GROWS = path("E", kind="positive", grows=["t", "c"])
LINE = statement([T, X], ["moves(x, t, 1)"], ["x[T] == x[0] + T"])
STAYS = statement([T, X], ["during(t, x[t] >= 0)"], ["x[T] >= 0"])
UNIQUE = statement([T, real("c"), GROWS, path("F", kind="positive")], ["moves(F, t, c*F[t])", "F[0] == 1"], ["F[T] == E[T]"])
NOWHERE = {"T": "1", "x": "-1"}


def flows(letters: list, given: list, then: str, function: str, **witness: object) -> Trial:
    return Trial([T, *letters], given, [then], "flow", {"function": function, "moment": "t", **witness})


def now(letters: list, given: list, then: str, names: dict, fresh: list, assumed: list, known: str) -> Trial:
    return Trial([T, *letters], given, [then], "pointwise", {"now": names},
                 (statement([T, *letters, *fresh], assumed, [known]),))  # fmt: skip


def said(then: str, letters: list | None = None, given: tuple = (), witness: object = None, rule: str = "collect") -> Trial:
    """A statement with this conclusion."""
    return Trial(letters or [T, X], list(given), [then], rule, witness)


RISES = ["moves(x, t, y[t])", "during(t, y[t] >= 0)"]
W = ["W", family("matrix", "1", "1", shape=["1", "1"])]
VARIED = [T, W, path("E", kind="positive", grows=["t", "W[1]"]), real("F", value="E[T]")]
FIXED = [T, W, P, real("F", value="p[T]")]
STEADY = [*VARIED, ["V", W[1]], real("G", value="E[T]")]
COUNTED = [T, integer("n", "0"), path("E", kind="positive", grows=["t", "n"])]
POINT = {"objective": "F", "family": "W", "moved": {"W": "V", "F": "G"}}
ATTACKS = [
    Attack("near: growth stands still while W moves", Trial(
        VARIED, [], ["local_minimum(F, W)"], "near", POINT, (statement(STEADY, [], ["G >= F"]),)),
        "exactly the letters"),
    Attack("near: growth by W where V is meant", Trial(
        VARIED, [], ["local_minimum(F, W)"], "near", {**POINT, "moved": {"W": "V", "E": "E1", "F": "G"}},
        (statement([*VARIED, STEADY[4], path("E1", kind="positive", grows=["t", "W[1]"]), real("G", value="E1[T]")],
                   [], ["G >= F"]),)), "another definition"),
    Attack("instance: a path that is fixed becomes one that moves with W", uses(
        statement(FIXED, [], ["critical(F, W)"]), VARIED, [], ["critical(F, W)"], {"p": "E"}), "depends on W"),
    Attack("instance: a number that is fixed becomes growth that moves with W", uses(
        statement([W, real("c"), real("F", value="c")], [], ["critical(F, W)"]), VARIED, [],
        ["critical(F, W)"], {"c": "E[T]"}), "depends on W"),
    Attack("induction over the rate of growth", Trial(
        COUNTED, [], ["E[T] == 1"], "induct", {"symbol": "n"},
        (statement([T], [], ["1 == 1"]), statement(COUNTED, ["E[T] == 1"], ["E[T] == 1"]))), "declared through n",
        {"T": {"rate": "1/s", "from": "1", "to": "2"}, "n": "1", "E": "s"}),
    Attack("how another path moves", flows([X, Y], ["moves(x, t, 0)"], "y[T] == y[0]", "y[t]"), "nothing says how y moves",
           {"T": "1", "x": "1", "y": "s"}, {"then": ["x[T] == x[0]"], "witness": {"function": "x[t]", "moment": "t"}}),
    Attack("a sign at the ends only", flows([X, Y], [RISES[0], "y[0] >= 0", "y[T] >= 0"], "x[T] >= x[0]", "x[t]"),
           "at each moment", {"T": "1", "x": "s**3/3-s**2/2", "y": "s**2-s"}, {"given": RISES}),
    Attack("a sign of the path, not of its rate", flows([X, Y], [RISES[0], "during(t, x[t] >= 0)"], "x[T] >= x[0]", "x[t]"),
           "at each moment", {"T": "1", "x": "2-s", "y": "-1"}, {"given": RISES}),
    Attack("a falling path rises", flows([X, Y], ["moves(x, t, -y[t])", RISES[1]], "x[T] >= x[0]", "x[t]"), "at each moment",
           {"T": "1", "x": "-s", "y": "1"}, {"given": RISES}),
    Attack("the change at all moments is strict", flows([X, Y], [RISES[0], "during(t, y[t] > 0)"], "during(t, x[t] > x[0])",
                                                       "x[t]"), "there is no change",
           {"T": "1", "x": "s", "y": "1"}, {"then": ["x[T] > x[0]"]}),
    Attack("strict from a rate that is not", flows([X, Y], RISES, "x[T] > x[0]", "x[t]"), "at each moment",
           {"T": "1", "x": "2", "y": "0"}, {"then": ["x[T] >= x[0]"]}),
    Attack("the time is forgotten", flows([X], ["moves(x, t, 1)"], "x[T] - x[0] == 1", "x[t]", rate="1"),
           "not about the change", {"T": "2", "x": "s"}, {"then": ["x[T] - x[0] == T"]}),
    Attack("a rate that is right at the end only", flows([X, Y], [RISES[0]], "x[T] - x[0] == y[T]*T", "x[t]", rate="y[T]"),
           "at each moment", {"T": "1", "x": "s**2", "y": "2*s"},
           {"given": [RISES[0], "during(t, y[t] - y[T] == 0)"]}),
    Attack("a rate at all moments", flows([X], ["moves(x, t, 1)"], "during(t, x[t] - x[0] == T)", "x[t]", rate="1"),
           "only a rate of 0", {"T": "2", "x": "s"}, {"then": ["x[T] - x[0] == T"]}),
    Attack("a product has not the product of the rates", flows(
        [X, Y], ["moves(x, t, 1)", "moves(y, t, 1)"], "x[T]*y[T] - x[0]*y[0] == T", "x[t]*y[t]", rate="1"), "at each moment",
        {"T": "2", "x": "s", "y": "s"}, {"given": ["moves(x, t, 1)", "moves(y, t, 1)", "during(t, x[t] + y[t] - 1 == 0)"]}),
    Attack("matrices do not commute", flows([matrix("A"), SQUARE], ["moves(X, t, A)", "during(t, 2*X[t]*A == 0)"],
                                            "X[T]*X[T] == X[0]*X[0]", "X[t]*X[t]"), "at each moment",
           {"T": "1", "A": [["0", "1"], ["0", "0"]], "X": [["0", "1+s"], ["0", "1"]]},
           {"given": ["moves(X, t, A)", "during(t, 2*tr(X[t]*A) == 0)"], "then": ["tr(X[T]*X[T]) == tr(X[0]*X[0])"],
            "witness": {"function": "tr(X[t]*X[t])", "moment": "t"}}),
    Attack("the transpose moves as the matrix", flows(
        [matrix("A"), SQUARE], ["moves(X, t, A)"], "X[T].T - X[0].T == T*A", "X[t].T", rate="A"), "at each moment",
           {"T": "1", "A": [["0", "1"], ["0", "0"]], "X": [["1", "s"], ["0", "1"]]},
           {"then": ["X[T].T - X[0].T == T*A.T"], "witness": {"function": "X[t].T", "moment": "t", "rate": "A.T"}}),
    Attack("the exponent is lost", flows([P], ["moves(p, t, -1*p[t])"], "p[T]**(-2) - p[0]**(-2) == 0", "p[t]**(-2)"),
           "at each moment", {"T": {"rate": "1/s", "from": "1", "to": "2"}, "p": "1/s"},
           {"given": ["moves(p, t, 0)"]}),
    Attack("division by a path without sign", said("during(t, x[t]**(-1) == 1)"), "positive scalars",
           None, {"letters": [T, path("x", kind="positive")], "given": ["during(t, x[t]**(-1) == 1)"]}),
    Attack("never 0 is not said", Trial([T, X], ["during(t, x[t]**2 >= 0)", "x[0] > 0"], ["during(t, x[t] > 0)"], "unbroken",
                                        {"function": "x[t]", "moment": "t"}), "never 0", {"T": "1", "x": "1-2*s"},
           {"given": ["during(t, x[t]**2 > 0)", "x[0] > 0"]}),
    Attack("not 0 at the ends", Trial([T, X], ["x[0]**2 > 0", "x[T]**2 > 0", "x[0] > 0"], ["during(t, x[t] > 0)"], "unbroken",
                                      {"function": "x[t]", "moment": "t"}), "never 0", {"T": "2", "x": "(1-s)**2"},
           {"given": ["during(t, x[t]**2 > 0)", "x[0] > 0"]}),
    Attack("the sign of another path at the start", Trial(
        [T, X, Y], ["during(t, x[t]**2 > 0)", "y[0] > 0"], ["during(t, x[t] > 0)"], "unbroken",
        {"function": "x[t]", "moment": "t"}), "at the start", {"T": "1", "x": "-1", "y": "1"},
        {"given": ["during(t, x[t]**2 > 0)", "x[0] > 0"]}),
    Attack("what holds at the end holds all the time", now([X], ["x[T] >= 1"], "during(t, x[t] >= 1)", {"x": "z"}, [real("z")],
                                                           ["z >= 1"], "z >= 1"), "assumes more", {"T": "1", "x": "s"},
           {"given": ["during(t, x[t] >= 1)"]}),
    Attack("what holds of one path holds of another", now(
        [X, Y], ["during(t, x[t] >= 1)"], "during(t, y[t] >= 1)", {"y": "z"}, [real("z")], ["z >= 1"], "z >= 1"),
        "assumes more", {"T": "1", "x": "1", "y": "0"}, {"given": ["during(t, y[t] >= 1)"]}),
    Attack("one letter for two paths", now([X, Y], ["during(t, x[t] >= 1)"], "during(t, y[t] >= 1)", {"x": "z", "y": "z"},
                                           [real("z")], ["z >= 1"], "z >= 1"), "must have these letters",
           {"T": "1", "x": "1", "y": "0"}),
    Attack("a letter at hand for a path", now([real("a"), X], ["a >= 1"], "during(t, x[t] >= 1)", {"x": "a"}, [], ["a >= 1"],
                                              "a >= 1"), "must have these letters", {"T": "1", "a": "1", "x": "0"}),
    Attack("a positive letter for a path without sign", now([X], [], "during(t, x[t] > 0)", {"x": "z"}, [positive("z")], [],
                                                            "z > 0"), "must have these letters", NOWHERE,
           {"letters": [T, path("x", kind="positive")],
            "premises": (statement([T, path("x", kind="positive"), positive("z")], [], ["z > 0"]),)}),
    Attack("a letter of another size", now([SQUARE], [], "during(t, X[t]*X[t] == tr(X[t])*X[t])", {"X": "Z"},
                                           [matrix("Z", "1", "1")], [], "Z*Z == tr(Z)*Z"), "must have these letters",
           {"T": "1", "X": [["1", "0"], ["0", "1"]]},
           {"letters": [T, path("X", kind="matrix", shape=["1", "1"])], "premises": (statement(
               [T, path("X", kind="matrix", shape=["1", "1"]), matrix("Z", "1", "1")], [], ["Z*Z == tr(Z)*Z"]),)}),
    Attack("a constant stands for a path", now([real("a"), X], ["a >= 0"], "during(t, x[t] >= 0)", {"a": "z"}, [real("z")],
                                               ["a >= 0"], "a >= 0"), "some paths", {"T": "1", "a": "0", "x": "-1"}),
    Attack("two times in one formula", said("during(t, x[t] == y[t])", [T, S, X, path("y", "S")]), "different times"),
    Attack("a path moves in another time", said("moves(x, t, y[t])", [T, S, X, path("y", "S")]), "different times"),
    Attack("paths of two times in one moment", Trial(
        [T, S, X, path("y", "S")], [], ["during(t, x[t] >= 0)"], "pointwise", {"now": {"x": "z", "y": "w"}},
        (statement([T, S, X, path("y", "S"), real("z"), real("w")], [], ["z >= 0"]),)), "of one time"),
    Attack("a time that may be negative", said("x[T] == x[0]", [real("T"), X]), "free positive letter", None,
           {"letters": [T, X], "given": ["x[T] == x[0]"]}),
    Attack("a time with a value", said("x[T] == x[0]", [positive("T", value="2"), X]), "free positive letter"),
    Attack("a path whose time is a path", said("x[0] == 0", [T, P, path("x", "p")]), "free positive letter"),
    Attack("a path between the ends", said("x[1] == x[0]", [T, X]), "at a bound moment only"),
    Attack("a path at an integer", said("all(n, 0, 1, x[n] >= 0)"), "at a bound moment only"),
    Attack("a path without place", said("x >= 0"), "x is a family"),
    Attack("the moment is a number", said("during(t, x[t] >= t)"), "the moment is no number"),
    Attack("the moment is a size", said("during(t, tr(I(t)) >= 1)"), "the moment is no number"),
    Attack("the moment is an exponent", said("during(t, p[t]**t >= 0)", [T, P]), "the moment is no number"),
    Attack("the moment is called like the time", said("during(T, x[T] >= 0)"), "already a letter"),
    Attack("a moment inside a quantifier", said("all(n, 0, 1, during(t, x[t] >= 0))"), "inside another binder"),
    Attack("a quantifier inside a moment", said("during(t, all(n, 0, 1, n >= 0))"), "inside another binder"),
    Attack("a derivative along the time", said("diff(x[T], T) == 0"), "defined through it"),
    Attack("growth by itself", said("E[0] == 1", [T, path("E", kind="positive", grows=["t", "E[t]"])]), "E is not declared"),
    Attack("growth by a matrix", said("E[0] == 1", [T, matrix("A"), path("E", kind="positive", grows=["t", "A"])]), "a scalar"),
    Attack("growth of a path without sign", said("E[0] == 1", [T, path("E", grows=["t", "1"])]), "has the fields"),
    Attack("growth in another time", said("E[0] == 1", [T, S, X, path("E", "S", "positive", grows=["t", "x[t]"])]),
           "its own time"),
    Attack("a path with a value", said("x[0] == 0", [T, path("x", value="0")]), "another definition"),
    Attack("a path over a range", said("x[0] == 0", [T, path("x", over=["n", "0", "1"])]), "another definition"),
    Attack("a path of no time", said("x[0] == 0", [T, path("x", "")]), "is not declared"),
    Attack("some members of a path replaced", said("z[0] == 1", [T, X, ["z", family(
        "real", "0", "1", override={"of": "x", "at": {"0": "1"}})]]), "must have the range"),
    Attack("a path is varied", said("critical(F, X)", [T, SQUARE, real("F", value="tr(X[0])")]), "a free family W"),
    Attack("critical along a path", said("during(t, critical(F, X))", [T, SQUARE, real("F", value="tr(X[0])")]),
           "a free family W"),
    Attack("an unknown path moves", said("moves(T, t, 1)"), "needs a path"),
    Attack("a matrix moves by a number", said("moves(X, t, 1)", [T, SQUARE]), "another shape", None,
           {"given": ["moves(X, t, 0)"], "then": ["moves(X, t, 0*X[t])"]}),
    Attack("instance: a moment that is not bound", uses(
        statement([real("c")], [], ["c == c"]), [T, X], [], ["x[0] == x[0]"], {"c": "x[t]"}), "at a bound moment only"),
    Attack("instance: twice the time", uses(LINE, [T, X], ["moves(x, t, 1)"], ["x[T] == x[0] + 2*T"], {"T": "2*T"}),
           "free positive letter", {"T": "1", "x": "s"}, {"then": ["x[T] == x[0] + T"], "witness": {"at": {}}}),
    Attack("instance: another time", uses(STAYS, [T, S, path("x", "S")], ["during(t, x[t] >= 0)"], ["x[S] >= 0"], {}),
           "another time", None, {"witness": {"at": {"T": "S"}}}),
    Attack("instance: a constant in place of a path", uses(STAYS, [T, real("a"), X], ["during(t, x[t] >= 0)"], ["a >= 0"],
                                                           {"x": "a"}), "another kind",
           {"T": "1", "a": "-1", "x": "1"}, {"then": ["x[T] >= 0"], "witness": {"at": {}}}),
    Attack("instance: two members in place of a path", uses(
        statement([T, X], ["x[0] == 0", "x[T] == 0"], ["x[0]*x[T] == 0"]), [T, ["x", family("real", "0", "1")]], ["x[0] == 0"],
        ["x[0]*x[1] == 0"], {}), "another kind"),
    Attack("instance: a path in place of two members", uses(
        statement([["x", family("real", "0", "1")]], [], ["x[0] == x[0]"]), [T, X], [], ["x[0] == x[0]"], {}), "another kind"),
    Attack("instance: a path without sign in place of a positive one", uses(
        statement([T, P], [], ["p[T] > 0"]), [T, X], [], ["x[T] > 0"], {"p": "x"}), "another kind", NOWHERE,
        {"letters": [T, path("x", kind="positive")]}),
    Attack("instance: another growth", uses(
        UNIQUE, [T, real("c"), path("E", kind="positive", grows=["t", "2*c"]), path("F", kind="positive")], UNIQUE["given"],
        UNIQUE["then"], {}), "another definition",
        {"T": {"rate": "1/s", "from": "1", "to": "2"}, "c": "1", "E": "s**2", "F": "s"}, {"letters": UNIQUE["letters"]}),
    Attack("instance: the path that moves is another one", uses(
        LINE, [T, X, Y], ["moves(x, t, 1)"], ["y[T] == y[0] + T"], {"x": "y"}), "given 0", {"T": "1", "x": "s", "y": "1"},
        {"given": ["moves(y, t, 1)"]}),
    Attack("instance: it moves otherwise", uses(LINE, [T, X], ["moves(x, t, 2)"], ["x[T] == x[0] + T"], {}), "given 0",
           {"T": "1", "x": "2*s"}, {"given": ["moves(x, t, 1)"]}),
    Attack("induction over the time", Trial([T, X], [], ["x[T] >= 0"], "induct", {"symbol": "T"}, (
        statement([real("x")], [], ["0 >= 0"]),) * 2), "over an integer", NOWHERE),
    Attack("cases at a moment", Trial([T, X], [], ["x[T] >= 0"], "cases", {"on": "x[t]"}, (
        statement([T, X], [], ["x[T] >= 0"]),) * 2),
           "at a bound moment only", NOWHERE),
    Attack("cases, one for all moments", Trial([T, X], [], ["x[T] >= 0"], "cases", {"on": "x[0]"}, (
        statement([T, X], ["during(t, x[t] >= 0)"], ["x[T] >= 0"]), statement([T, X], ["0 > x[0]"], ["x[T] >= 0"]))),
        "assumes more", NOWHERE),
    Attack("contrapose what holds all the time", Trial(
        [T, X], ["during(t, x[t] > 0)"], ["x[T] >= 0"], "contrapose", {"given": 0}, (
            statement([T, X], ["0 > x[T]"], ["x[0] > 0"]),)), "only comparisons are negated"),
    Attack("all moments are told apart by their atoms", said("during(t, y[t] >= 0)", [T, X, Y], ("during(t, x[t] >= 0)",)),
           "neither given", {"T": "1", "x": "1", "y": "-1"}, {"then": ["during(q, x[q] >= 0)"]}),
    Attack("and so is how paths move", said("moves(x, t, 2)", given=("moves(x, t, 1)",)), "neither given", {"T": "1", "x": "s"},
           {"then": ["moves(x, q, 1)"]}),
    Attack("an end is not all the time", said("during(t, x[T] >= 0)", given=("during(t, x[t] >= 0)",)), "neither given", None,
           {"then": ["during(t, x[t] >= 0)"]}),
    Attack("a fact at another time", said("x[0] >= 0", [T, S, X], ("during(t, x[t] >= 0)",), [{"terms": [
        {"facts": [["given", 0, "S"]]}]}], "order"), "at 0 and at its end", None,
        {"witness": [{"terms": [{"facts": [["given", 0, "0"]]}]}]}),
    Attack("a path that need not exist is forgotten", Trial([T], [], ["T == 1"], "exists", {"target": 0}, (
        statement([T, X], ["moves(x, t, 1)", "x[T] == x[0] + 1"], ["T == 1"]),)), "neither a letter at hand nor defined",
           {"T": "2"}),
    Attack("growth in a time that is not at hand is forgotten", Trial([T], [], ["T == T"], "exists", {"target": 0}, (
        statement([S, path("E", "S", "positive", grows=["t", "1"])], [], ["E[0] == E[0]"]),)), "neither a letter at hand"),
    Attack("a fresh path of another sign", Trial(
        [T, real("c")], [], ["moves(x, t, c*x[t])", "x[0] == 1"], "instance", {"at": {}, "fresh": {"F": "x"}},
        (statement([T, real("c")], [], ["moves(F, t, c*F[t])", "F[0] == 1"], [path("F", kind="positive")]),), None, [X]),
        "another kind", None, {"exists": [path("x", kind="positive")]}),
    Attack("a fresh path in another time", Trial(
        [T, S, real("c")], [], ["moves(x, t, c*x[t])"], "instance", {"at": {}, "fresh": {"F": "x"}},
        (statement([T, S, real("c")], [], ["moves(F, t, c*F[t])"], [path("F")]),), None, [path("x", "S")]),
        "another time", None, {"exists": [X]}),
    Attack("a constant is given as a path", Trial(
        [T, X], [], ["z == x[T]"], "exists", {"target": 0, "terms": {"z": "x[t]"}},
        (statement([T, X], [], ["x[T] == x[T]"]),), None, [real("z")]), "at a bound moment only", None,
        {"witness": {"target": 0, "terms": {"z": "x[T]"}}}),
    Attack("a fact of all moments is no fact", said("x[0] >= 0", [T, X], ("during(t, x[t] >= 0)",), [{"terms": [
        {"facts": [["given", 0]]}]}], "order"), "no comparison"),
]  # fmt: skip


# ---- the product rule, against rational functions
LETTERS = [T, X, Y, P, SQUARE, path("B", kind="matrix", shape=["2", "2"]), matrix("A"), integer("n", "1", "3"),
           *(path(f"d{name}", kind="matrix" if name in "XB" else "real", **({"shape": ["2", "2"]} if name in "XB" else {}))
             for name in "xypXB")]  # fmt: skip
VALUES = {"T": {"time": "s+s**2", "from": "0", "to": "1"}, "x": "1-s", "y": "s**2+1/(2+s)", "p": "1+s", "n": "2",
          "X": [["s", "1"], ["2-s", "s**2"]], "B": [["1", "s"], ["0", "3"]], "A": [["1", "2"], ["0", "-1"]]}  # fmt: skip


def drawn(rng: Random, depth: int = 2) -> str:
    """A random scalar in paths and constants."""
    if not depth:
        return rng.choice(("x[t]", "y[t]", "p[t]**(-2)", "p[t]**n", "p[t]**(-n)", "x[0]", "y[T]", "2"))
    factors = ("X[t]", "X[t].T", "B[t]", "B[t].T", "A", "X[0]", "X[t]*X[t]")
    word = "*".join(rng.choice(factors) for _ in range(rng.randint(1, 3)))
    a, b = drawn(rng, depth - 1), drawn(rng, depth - 1)
    return rng.choice((f"({a})*({b})", f"({a})-({b})", f"tr({word})*({a})", f"tr(({a})*{word})+({b})", f"({a})**2"))


def moved() -> Model:
    """The model with the derivative of each path beside it."""
    letters = declarations_of(LETTERS)
    model, rate = Model(letters, VALUES), Course.read("1+2*s").inverse()
    values = dict(VALUES)
    for name in "xypXB":
        here = model.get(name)
        values[f"d{name}"] = [[str(e.slope * rate) for e in row] for row in here.rows] if isinstance(here, Matrix) else str(
            here.slope * rate)  # fmt: skip
    return Model(letters, values)


@pytest.mark.parametrize(("count", "seed"), [(40, 5), pytest.param(600, 6, marks=pytest.mark.full)])
def test_the_product_rule_is_the_derivative(count: int, seed: int) -> None:
    """Left: `derivative` on words, evaluated. Right: the quotient rule for the function of s that the words evaluate to."""
    model, rng, moving = moved(), Random(seed), 0
    inner = model.letters.binding("t", "moment")
    fields = {name: inner.poly(f"d{name}[t]") for name in "xypXB"}
    for _ in range(count):
        text = drawn(rng)
        slope = flow.derivative(inner.poly(text), fields)
        told = model._walk(parse(poly_text(slope).replace("#", "t")), {"t": MOMENT})
        function = model._walk(parse(text), {"t": MOMENT}) + Course(()) * 1
        seen = function.slope * Course.read("1+2*s").inverse()
        assert (seen + told * Fraction(-1)).num == (), text
        moving += bool(seen.num)
    assert moving > count // 2


# ---- random flows: what is accepted must be true
def random_trial(rng: Random) -> tuple[Trial, dict]:
    """Polynomial paths, how they move (seldom wrongly), a function, and a conclusion that may be false."""
    a, b, c = (rng.choice((-1, 0, 1, 2)) for _ in range(3))
    values = {"T": rng.choice(("1", "2")), "x": f"{a}+({b})*s", "y": f"{c}+({a})*s+({b})*s**2", "k": str(b), "m": str(a)}
    given = ["moves(x, t, k)", rng.choice(("moves(y, t, m+2*(x[t]-m))", "moves(y, t, m+2*k*x[t])", "moves(y, t, x[t])"))]
    function = rng.choice(("x[t]", "y[t]", "x[t]*y[t]", "x[t]**2", "y[t]-x[t]**2", "y[t]-x[t]"))
    rate, relation = rng.choice(("0", "0", "k", "m", "2*k", "1")), rng.choice(("==", ">=", ">"))
    letters = declarations_of([T, real("k"), real("m"), X, Y])
    fields = {name: Atom.read(text, letters).polys[0] for name, text in zip("xy", given, strict=True)}
    slope = poly_text(flow.derivative(letters.binding("t", "moment").poly(function), fields)).replace("#", "t")
    given.append(f"during(t, {slope} - ({rate}) {relation} 0)" if rng.random() < 0.9 else f"during(t, x[t] {relation} 0)")
    ends = [function.replace("[t]", place) for place in ("[T]", "[0]")]
    then = rng.choice((f"{ends[0]} - ({ends[1]}) - ({rate})*T {relation} 0",) * 3 + (
        f"during(t, {function} - ({ends[1]}) {relation} 0)", f"{ends[0]} - ({ends[1]}) {relation} 0"))  # fmt: skip
    trial = Trial([T, real("k"), real("m"), X, Y], given, [then], "flow", {"function": function, "moment": "t", "rate": rate})
    return trial, values


def campaign(count: int, seed: int, enough: int = 10**9) -> tuple[int, int]:
    """(accepted and decided, false of them); it ends with ``enough`` false ones."""
    rng, decided, false = Random(seed), 0, 0
    for _ in range(count):
        trial, values = random_trial(rng)
        try:
            result = evaluate(statement(trial.letters, trial.given, trial.then), values)
        except Fault:
            continue
        if all(result.given) and not trial.check():
            decided, false = decided + 1, false + (not result.then[0])
            if false >= enough:
                break
    return decided, false


@pytest.mark.parametrize(("count", "least"), [(150, 10), pytest.param(4000, 300, marks=pytest.mark.full)])
def test_random_flows_that_are_accepted_are_true(count: int, least: int) -> None:
    decided, false = campaign(count, 1)
    assert decided >= least and false == 0


def _loose(known: list[Atom], wanted: Atom, env: object) -> bool:
    return wanted.kind == "during" or contains(known, wanted, env)  # type: ignore[arg-type]


def _forgetful(g, fields):  # type: ignore[no-untyped-def]
    return DERIVATIVE(g, {**fields, "x": fields["x"].scale(0)} if "x" in fields else fields)


DERIVATIVE = flow.derivative
HOLES = {"the rate is not asked": ("contains", _loose), "one path stands still": ("derivative", _forgetful)}


@pytest.mark.full
@pytest.mark.parametrize("hole", HOLES)
def test_the_campaign_finds_each_hole(hole: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, *HOLES[hole])
    assert campaign(2000, 1, enough=1)[1] > 0
