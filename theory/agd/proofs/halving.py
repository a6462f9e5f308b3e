"""Powers without a logarithm: 2^J (1 − g)^k ≤ 1 as soon as kg ≥ J.

It follows from the inequality of weighted means with whole weights, for u ≥ 0 and Ju < 1,

    (1 + ku)^J (1 − Ju)^k ≤ 1,

which holds by induction over k, because (1 − Ju)(1 + u)^J ≤ 1. So ln(1/ε)/g sweeps may be counted as log₂(1/ε)/g, with no exp
and no ln in the statement. Source: ours (elementary).
"""

from __future__ import annotations

from theory.agd.proofs.horizon_free import shrinks
from theory.prove.derivation import Book
from theory.prove.formulas import at, use
from theory.prove.letters import family, integer, positive

FACTOR = positive("f", "1+u")
STEPS = family("t", "positive", "0", "N", first="1", next="t[n_]+u")
"""t_k = 1 + ku."""
WEIGHTS = "p + J*u == 1"
MEANS = "1 >= t[k]**J*p**k"
HALVED = "1 >= two**J*p**k"
ENOUGH = "k*g >= J"


def bernoulli(book: Book) -> str:
    """(1 − ju)(1 + u)^j ≤ 1 for every j ≥ 0: from j to j + 1 it falls by (j + 1)u²(1 + u)^j."""
    letters, then = [positive("u"), FACTOR], "1 >= f**j - j*u*f**j"
    base = book.order(letters, [], "1 >= 1", [], u="1/5")
    step = book.order(
        [*letters, integer("j", "0")], [then], "1 >= f**(j+1) - (j+1)*u*f**(j+1)",
        [{"facts": [then]}, {"weight": "(j+1)*u**2*f**j"}], [], [], [["-f**j*(1-(j+1)*u)*_", "def f"]],
        u="1/5", j=2)  # fmt: skip
    return book.add("induct", [*letters, integer("j", "0")], [], then, {"symbol": "j"}, [base, step], u="1/5", j=2)


def means(book: Book) -> str:
    """p + Ju = 1 gives (1 + ku)^J p^k ≤ 1 for 0 ≤ k ≤ N."""
    book.scene = {**book.scene, "J": 2, "N": 3, "k": 1, "u": "1/5", "p": "3/5"}
    letters = [positive("u"), positive("p"), integer("J", "1"), integer("N", "1"), FACTOR, STEPS]
    late, more = [*letters, integer("k", "0", "N-1")], [WEIGHTS, MEANS]
    grown = book.order(
        late, more, "t[k]*f >= t[k+1]", [{"weight": "k*u**2"}], ["def t[k+1]", "def f", ("linear", "t[k]")],
        {"linear": linear(book)})  # fmt: skip
    powers = book.add("power", late, more, "t[k]**J*f**J >= t[k+1]**J",
                      [{"x": "t[k]*f", "y": "t[k+1]", "n": "J", "fact": "grown"}], {"grown": grown})  # fmt: skip
    cap = book.order(
        late, more, "1 >= p*f**J", [{"facts": ["bernoulli"]}], [], {"bernoulli": use(bernoulli(book), j="J")},
        [["-f**J*_", WEIGHTS]])  # fmt: skip
    step = book.order(
        late, more, at(MEANS, k="k+1"),
        [{"facts": [MEANS]}, {"weight": "t[k]**J*p**k", "facts": ["cap"]}, {"weight": "p**(k+1)", "facts": ["powers"]}],
        [], {"cap": cap, "powers": powers})  # fmt: skip
    one = book.add("power", letters, [WEIGHTS], "t[0]**J == 1", [{"x": "t[0]", "y": "1", "n": "J", "fact": "def t[0]"}])
    base = book.order(letters, [WEIGHTS], at(MEANS, k="0"), [], [], {"one": one}, [["-_", "one"]])
    return book.add("induct", [*letters, integer("k", "0", "N")], [WEIGHTS], MEANS, {"symbol": "k"}, [base, step])


def linear(book: Book) -> str:
    """t_k = 1 + ku."""
    letters = [positive("u"), integer("N", "1"), STEPS]
    return book.induct(letters, [], "t[k] == 1 + k*u", ("k", "0", "N"), ["def t[0]"], ["def t[k+1]", ("induction", "t[k]")])


def halving(book: Book) -> str:
    """p + g = 1 and kg ≥ J ≥ 0 give 2^J p^k ≤ 1: `means` with u = g/J, where t_k ≥ 2; for J = 0 it is p^k ≤ 1."""
    weighted = means(book)
    book.scene = {**book.scene, "J": 2, "N": 6, "k": 6, "g": "2/5", "p": "3/5"}
    letters = [positive("p"), positive("g"), positive("two", "2"), integer("N", "1"), integer("k", "0", "N")]
    given = ["p + g == 1", ENOUGH]
    some = [*letters, integer("J", "1")]
    inner = [*some, positive("u", "g*J**(-1)"), FACTOR, STEPS]
    weights = book.expand(inner, given, WEIGHTS, ["def u"], [], [["_", given[0]]])
    twice = book.order(
        inner, given, "t[k] >= two", [{"weight": "J**(-1)", "facts": [ENOUGH]}], [("linear", "t[k]"), "def u", "def two"],
        {"linear": linear(book)})  # fmt: skip
    powers = book.add("power", inner, given, "t[k]**J >= two**J", [{"x": "t[k]", "y": "two", "n": "J", "fact": "twice"}],
                      {"twice": twice})  # fmt: skip
    held = book.order(
        inner, given, HALVED, [{"facts": ["means"]}, {"weight": "p**k", "facts": ["powers"]}], [],
        {"weights": weights, "means": weighted, "powers": powers})  # fmt: skip
    above = book.add("forget", some, given, HALVED, None, [held])
    none = book.order(letters, [given[0], "k*g >= 0"], "1 >= two**0*p**k", [{"facts": ["shrinks"]}], [],
                      {"shrinks": use(shrinks(book), T="N")})  # fmt: skip
    return book.cases([*letters, integer("J", "0")], given, HALVED, ("J", "0"), {"at": none, "above": above})
