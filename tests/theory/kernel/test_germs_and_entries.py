"""Attacks on the rules germ and entrywise: every premise is true, every conclusion false in the model beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest

from tests.theory.kernel.bench import Trial, diagonal, family, integer, matrix, positive, real, statement
from tests.theory.kernel.test_attacks import S_OF, Attack, uses
from theory.kernel import analysis
from theory.kernel.budget import Fault
from theory.kernel.statement import contains, declarations_of
from theory.models.model import Model, evaluate

W = ["W", family("matrix", "1", "2", shape=["1", "1"])]
V = ["V", family("matrix", "1", "2", shape=["1", "1"], override={"of": "W", "at": {"1": "W[1]+t"}})]
ZERO = ["W[1] == 0", "W[2] == 0"]
NOUGHT = {"W": {"1": [["0"]], "2": [["0"]]}}
WITNESS = {"objective": "F", "family": "W", "moved": {"W": "V", "F": "G"}, "variable": "t", "place": "0", "order": 2}


def value(text: str) -> list[list]:
    """F as a function of W, and G as the same one of V."""
    return [real("F", value=text), real("G", value=text.replace("W[", "V["))]


def germ(text: str, says: str, fact: str = "0 > -2", then: str = "strict_saddle(F, W)", given: tuple[str, ...] = (),
         moved: tuple[list, ...] = (), **witness: object) -> Trial:
    """W is that kind of point of F = ``text``, from a premise about V that ``says`` something; ``moved`` are its letters from
    t on, if they are not the plain ones."""
    here, there = value(text)
    more = list(moved) or [real("t"), V, there]
    return Trial([W, here], [*ZERO, "critical(F, W)", *given], [then], "germ", {**WITNESS, **witness},
                 (statement([W, here, *more], [*ZERO, *given], [says]), statement([W, here], [], [fact])))


SADDLE = "W[2]**2-W[1]**2"
BOWL = "W[2]**2+W[1]**2"
HIDDEN = [W, real("c", value="2*W[1]**2"), real("F", value="c-W[1]**2")]
SHIFT = ["V", {**V[1], "override": {"of": "W", "at": {"1": "W[1]+(e-s)"}}}]
CUBIC = [real("e"), ["V", {**V[1], "override": {"of": "W", "at": {"1": "W[1]+e"}}}]]
HONEST = germ(SADDLE, "G == F-t**2")
FREE = [W, real("x"), real("F", value="W[2]**2+W[1]*(2*x-W[1])")]

ATTACKS = [
    Attack("the moved objective is another one",
           germ(BOWL, "G == F-t**2", moved=(real("t"), V, real("G", value=f"{BOWL}-t**2"))), "another definition", NOUGHT,
           {"letters": HONEST.letters, "premises": HONEST.premises}),
    Attack("a letter that moves with the family stays behind", Trial(
        HIDDEN, [*ZERO, "critical(F, W)"], ["strict_saddle(F, W)"], "germ", WITNESS,
        (statement([*HIDDEN, real("t"), V, real("G", value="c-V[1]**2")], ZERO, ["G == F-t**2"]),
         statement(HIDDEN, [], ["0 > -2"]))), "exactly the letters", NOUGHT),
    Attack("the step is hidden in a letter", germ(
        BOWL, "G == F-t**2+u", moved=(real("t"), V, value(BOWL)[1], real("u", value="2*t**2"))), "defined through it", NOUGHT),
    Attack("the step is hidden in a hypothesis", Trial(
        [W, value(BOWL)[0]], [*ZERO, "critical(F, W)"], ["strict_saddle(F, W)"], "germ", WITNESS,
        (statement([W, value(BOWL)[0], real("t"), V, value(BOWL)[1]], [*ZERO, "t == 0"], ["G == F-t**2"]),
         statement([W, value(BOWL)[0]], [], ["0 > -2"]))), "nothing but facts", NOUGHT),
    Attack("the step has one value only", germ(
        BOWL, "G == F-t**2", moved=(real("t", value="0"), V, value(BOWL)[1])), "then the free scalar", NOUGHT),
    Attack("an integer without values", germ(
        BOWL, "G == F-t**2", moved=(real("t"), integer("z", "1", "0"), V, value(BOWL)[1])), "then defined ones", NOUGHT),
    Attack("a second free letter", germ(
        BOWL, "G == F-t**2", moved=(real("t"), real("u"), V, value(BOWL)[1]), given=("0 == 1",)), "then defined ones"),
    Attack("the sign is unknown", germ(SADDLE.replace("-", "+"), "G == F+t**2", fact="2 > 0"), "has the sign", NOUGHT),
    Attack("the sign of something else", germ(BOWL, "G == F+t**2", fact="0 > -2"), "has the sign", NOUGHT),
    Attack("critical is said of another function", Trial(
        [W, real("K", value="W[1]*0"), value("W[2]-W[1]**2")[0]], [*ZERO, "critical(K, W)"], ["strict_saddle(F, W)"], "germ",
        WITNESS, (statement([W, real("K", value="W[1]*0"), value("W[2]-W[1]**2")[0], real("t"), V, value("W[2]-W[1]**2")[1]],
                            ZERO, ["G == F-t**2"]),
                  statement([W, real("K", value="W[1]*0"), value("W[2]-W[1]**2")[0]], [], ["0 > -2"]))),
        "among the facts", NOUGHT),
    Attack("a cubic is no strict saddle", germ("W[2]**2+W[1]**3", "G == F+t**3", fact="6 > 0", order=3), "in order 2", NOUGHT,
           {"then": ["saddle(F, W)"]}),
    Attack("an even order is no saddle", germ("-W[2]**2-W[1]**4", "G == F-t**4", fact="0 > -24", then="saddle(F, W)", order=4),
           "odd order", None),
    Attack("a lower order is not zero", germ("W[2]**2+W[1]**2+W[1]**3", "G == F+t**2+t**3", fact="6 > 0", then="saddle(F, W)",
                                            order=3), "order 2 is 0", NOUGHT),
    Attack("the curve is no line", germ(
        BOWL, "G == F+t**4", fact="0 > -2", moved=(real("t"), ["V", {**V[1], "override": {
            "of": "W", "at": {"1": "W[1]+t**2"}}}], value(BOWL)[1])), "linear in e", NOUGHT),
    Attack("the direction turns with the step", germ(
        BOWL, "G == F+t**4", moved=(real("t"), real("u", value="t"), ["V", {**V[1], "override": {
            "of": "W", "at": {"1": "W[1]+t*u"}}}], value(BOWL)[1])), "linear in e", NOUGHT),
    Attack("the line does not pass through W", germ(
        "W[2]**2+W[1]**2-W[1]**3", "G == F+(t+1)**2-(t+1)**3", fact="0 > -4", moved=(real("t"), ["V", {
            **V[1], "override": {"of": "W", "at": {"1": "W[1]+t+1"}}}], value("W[2]**2+W[1]**2-W[1]**3")[1])),
        "the family at e = s", NOUGHT),
    Attack("the place is another one", germ(
        "W[2]**2+W[1]**2-W[1]**3", "G == F+t**2-t**3", fact="0 > -4", place="1"), "the family at e = s", NOUGHT),
    Attack("a positive step at a place that may be negative", Trial(
        [W, real("s"), value(SADDLE)[0]], [*ZERO, "critical(F, W)"], ["strict_saddle(F, W)"], "germ",
        {**WITNESS, "variable": "e", "place": "s"},
        (statement([W, real("s"), value(SADDLE)[0], positive("e"), SHIFT, value(SADDLE)[1]], ZERO, ["G == F-(e-s)**2"]),
         statement([W, real("s"), value(SADDLE)[0]], [], ["0 > -2"]))), "visibly positive"),
    Attack("the line belongs to another family", Trial(
        [W, ["U", W[1]], value(BOWL)[0]], [*ZERO, "critical(F, W)"], ["strict_saddle(F, W)"], "germ", WITNESS,
        (statement([W, ["U", W[1]], value(BOWL)[0], real("t"), ["V", {**V[1], "override": {"of": "U", "at": {"1": "U[1]+t"}}}],
                    value(BOWL)[1]], ZERO, ["G == V[1]**2+V[2]**2"]),
         statement([W, ["U", W[1]], value(BOWL)[0]], [], ["0 > -2"]))), "form of the family"),
    Attack("the moved family has more members", germ(
        SADDLE, "G == F-t**2", moved=(real("t"), ["V", family("matrix", "1", "3", shape=["1", "1"], value="0*I(1)+t")],
                                      value(SADDLE)[1])), "form of the family"),
    Attack("an existential", replace(HONEST, exists=[integer("z", "1", "0")]), "one conclusion", None, {"exists": None}),
    Attack("what was fixed becomes W", uses(
        statement(FREE, ["W[1] == x", "W[2] == 0"], ["strict_saddle(F, W)"]), [W, value(BOWL)[0]], [*ZERO, "0 == 0"],
        ["strict_saddle(F, W)"], {"x": "W[1]"}), "depends on W", NOUGHT,
        {"letters": FREE, "given": ["W[1] == x", "W[2] == 0"], "witness": {"at": {}}}),
]  # fmt: skip


ATTACKS += [
    Attack("entrywise: diagonals of two sizes", Trial(
        [*S_OF, diagonal("T", "1")], [], ["tr(S*T) >= 0"], "entrywise", {"vector": "u", "entries": {"s": "S", "t": "T"}},
        (statement([*S_OF, diagonal("T", "1"), matrix("u", "r", "1"), positive("s"), positive("t")],
                   ["S*u == s*u", "T*u == t*u"], ["s*t >= 0"]),)), "one size"),
    Attack("entrywise: the sum of what holds for numbers >= 1", Trial(
        S_OF[:2], [], ["tr(S) - r >= 0"], "entrywise", {"vector": "u", "entries": {"s": "S"}},
        (statement([*S_OF[:2], matrix("u", "r", "1"), positive("s")], ["S*u == s*u", "s >= 1"], ["s - 1 >= 0"]),)),
        "assumes more", {"r": "1", "S": [["1/2"]]}),
    Attack("entrywise: a vector that is no unit vector", Trial(
        S_OF[:2], [], ["tr(S) - 2*r >= 0"], "entrywise", {"vector": "u", "entries": {"s": "S"}},
        (statement([*S_OF[:2], matrix("u", "r", "1"), positive("s")], ["u == 0", "S*u == s*u"], ["s - 2 >= 0"]),)),
        "assumes more", {"r": "1", "S": [["1"]]}),
    Attack("entrywise: a positive number for a diagonal without sign", Trial(
        [S_OF[0], diagonal("S", "r", False)], [], ["tr(S) >= 0"], "entrywise", {"vector": "u", "entries": {"s": "S"}},
        (statement([S_OF[0], diagonal("S", "r", False), matrix("u", "r", "1"), positive("s")], ["S*u == s*u"], ["s >= 0"]),)),
        "no free number", {"r": "1", "S": [["-1"]]}, {"letters": S_OF[:2], "premises": (statement(
            [*S_OF[:2], matrix("u", "r", "1"), positive("s")], ["S*u == s*u"], ["s >= 0"]),)}),
    Attack("entrywise: the constant is counted once", Trial(
        S_OF[:2], [], ["tr(S) + 1 >= 0"], "entrywise", {"vector": "u", "entries": {"s": "S"}},
        (statement([*S_OF[:2], matrix("u", "r", "1"), positive("s")], [], ["s + 1 >= 0"]),)), "not the trace", None,
        {"then": ["tr(S) + r >= 0"]}),
    Attack("entrywise: a product of traces is no trace of a product", Trial(
        [S_OF[0], diagonal("S", "r", False)], [], ["tr(S)*tr(S) - r*tr(S) >= 0"], "entrywise",
        {"vector": "u", "entries": {"s": "S"}},
        (statement([S_OF[0], diagonal("S", "r", False), matrix("u", "r", "1"), real("s")], [], ["s*s >= 0"]),)),
        "not the trace", {"r": "2", "S": [["1/2", "0"], ["0", "1/2"]]}),
]  # fmt: skip


def test_the_honest_ones():
    assert HONEST.check() == ""
    cubic = germ("W[2]**2+W[1]**3", "G == F+e**3", fact="6 > 0", then="saddle(F, W)",
                 moved=(*CUBIC, value("W[2]**2+W[1]**3")[1]), order=3, variable="e")  # fmt: skip
    assert cubic.check() == ""


TRUTHS = {
    "strict_saddle": {"W[2]**2-W[1]**2": True, "W[1]*W[2]": True, "W[2]**2+W[1]**2": False, "W[2]**2-W[1]**4": False,
                      "W[1]+W[1]*W[2]": False, "-W[1]**2": True},
    "saddle": {"W[2]**2-W[1]**2": True, "W[2]**2+W[1]**3": True, "W[2]**2+W[1]**2": False, "-W[1]**2-W[2]**2": False,
               "W[1]**3+W[2]": False, "(W[1]-W[2])**3+(W[1]+W[2])**2": True},
    "local_minimum": {"W[2]**2+W[1]**2": True, "W[2]**2+W[1]**2*(3-W[1])": True, "W[2]**2-W[1]**2": False, "-W[1]**2": False,
                      "W[2]**2+W[1]**3": False, "W[1]+W[2]**2": False, "W[1]*W[2]": False},
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TRUTHS.items() for text in texts])
def test_models_tell_the_kind_of_a_point(kind, text):
    """By hand: quadratic forms and cubes whose kind at 0 is plain."""
    said = statement([W, value(text)[0]], [], [f"{kind}(F, W)"])
    assert evaluate(said, NOUGHT).then == [TRUTHS[kind][text]]


UNDECIDED = ("W[2]**2-W[1]**4", "W[2]**2+W[1]**4", "W[1]**5+W[2]**2")


@pytest.mark.parametrize("text", UNDECIDED)
def test_models_say_what_they_cannot_tell(text):
    said = statement([W, value(text)[0]], [], ["saddle(F, W)"])
    with pytest.raises(Fault, match="do not decide saddle"):
        evaluate(said, NOUGHT)


# ---- random germs: what is accepted must be true
class Draw:
    """F of degree at most 4 around a critical point at a random place, a line through it, or beside it, and what is known."""

    def __init__(self, seed: int):
        rng = Random(seed)
        self.at, self.z = (rng.randint(-2, 2), rng.randint(-2, 2)), (rng.choice((1, 1, 2, -1)), rng.choice((0, 1, -1)))
        x, y = (f"(W[{k}]-({place}))" for k, place in zip((1, 2), self.at, strict=True))
        powers = [f"{x}**2", f"{x}*{y}", f"{y}**2", f"{x}**3", f"{y}**3", f"{x}**2*{y}", f"{x}**4+{y}**4"]
        slope = rng.choice((0, 0, 0, 0, 0, 1))
        self.text = "+".join([*(f"({rng.choice((0, 0, 1, -1, 2))})*{p}" for p in powers), f"{slope}*{x}"])
        self.order, self.then = rng.choice(((2, "strict_saddle"), (2, "strict_saddle"), (2, "strict_saddle"), (3, "saddle"),
                                            (3, "saddle"), (2, "saddle"), (3, "strict_saddle")))  # fmt: skip
        self.place, self.offset = rng.choice((0, 0, 1, -2)), rng.choice((0, 0, 1))
        self.bend, self.kind = rng.choice(("", "", "", "+t**2")), rng.choice(("real", "real", "positive"))

    def trial(self) -> Trial:
        """The certificate: its premise is F at the moved point, written out, and its facts are true."""
        here = real("F", value=self.text)
        shift = [f"W[{k}]+(t-({self.place}))*({z}){self.bend}+({self.offset})" for k, z in zip((1, 2), self.z, strict=True)]
        there = dict(zip(("W[1]", "W[2]"), (s.replace(f"W[{k}]", f"({p})") for k, p, s in zip(
            (1, 2), self.at, shift, strict=True)), strict=True))  # fmt: skip
        moved = ["V", family("matrix", "1", "2", shape=["1", "1"], override={"of": "W", "at": {"1": shift[0], "2": shift[1]}})]
        along = re.sub(r"W\[\d\]", lambda m: f"({there[m[0]]})", self.text)
        given = [f"W[{k}] == {place}" for k, place in zip((1, 2), self.at, strict=True)]
        premise = statement([W, here, ["t", {"kind": self.kind}], moved, real("G", value=self.text.replace("W[", "V["))], given,
                            [f"G == {along}"])  # fmt: skip
        return Trial([W, here], [*given, "critical(F, W)"], [f"{self.then}(F, W)"], "germ",
                     {**WITNESS, "place": str(self.place), "order": self.order},
                     (premise, statement([W, here], [], [self.sign(along)])))  # fmt: skip

    def sign(self, along: str) -> str:
        """The sign of the derivative of this order, in numbers."""
        letters = declarations_of([["t", {"kind": "real"}]])
        rate = "diff(" * self.order + along + ", t)" * self.order
        value = Model(letters, {"t": str(self.place)}).evaluate(rate)
        return f"{value} > 0" if value > 0 else f"0 >= {value}" if value == 0 else f"0 > {value}"

    def false(self) -> bool | None:
        """Whether the conclusion is false where the givens hold; None where they do not, or nothing decides."""
        model = {"W": {"1": [[str(self.at[0])]], "2": [[str(self.at[1])]]}}
        try:
            result = evaluate(statement([W, real("F", value=self.text)], ["critical(F, W)"], [f"{self.then}(F, W)"]), model)
        except Fault:
            return None
        return not result.then[0] if result.given[0] else None


def campaign(count: int, enough: int = 10**9) -> tuple[int, int]:
    """(accepted and decided, false of them); it ends with ``enough`` false ones."""
    decided = false = 0
    for seed in range(count):
        if false >= enough:
            break
        draw = Draw(seed)
        answer = draw.false()
        if answer is not None and not draw.trial().check():
            decided, false = decided + 1, false + answer
    return decided, false


@pytest.mark.parametrize(("count", "least"), [(50, 1), pytest.param(1000, 30, marks=pytest.mark.full)])
def test_random_germs_that_are_accepted_are_true(count, least):
    decided, false = campaign(count)
    assert decided >= least and false == 0


HOLES = {
    "the line may be any curve": (analysis, "_line", lambda *given: None),
    "the sign is not asked": (analysis, "contains", lambda known, wanted, env: wanted.kind == ">" or contains(
        known, wanted, env)),
    "lower orders are not asked": (analysis, "contains", lambda known, wanted, env: wanted.kind == "==" or contains(
        known, wanted, env)),
    "an even order will do": (analysis, "range", lambda *ends: range(*ends) if len(ends) == 2 else (2, 3, 4)),
}  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize("hole", HOLES)
def test_the_campaign_finds_each_hole(hole, monkeypatch):
    monkeypatch.setattr(*HOLES[hole], raising=False)
    assert campaign(2000, enough=1)[1] > 0
