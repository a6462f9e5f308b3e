"""Attacks on the rule near: every premise is true, every conclusion false in the model beside it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from tests.theory.kernel.bench import Trial, family, integer, real, statement
from tests.theory.kernel.test_attacks import Attack, uses
from theory.kernel import near as rule
from theory.kernel.budget import Fault
from theory.models.model import evaluate

W = ["W", family("matrix", "1", "2", shape=["1", "1"])]
V = ["V", W[1]]
ZERO = ["W[1] == 0", "W[2] == 0"]
NOUGHT = {"W": {"1": [["0"]], "2": [["0"]]}}
WITNESS = {"objective": "F", "family": "W", "moved": {"W": "V", "F": "G"}, "radius": "1"}


def ball(radius: str = "1", gap: str = "V[k]-W[k]") -> str:
    return f"all(k, 1, 2, {radius} - tr(({gap}).T*({gap})) >= 0)"


def value(text: str) -> list[list]:
    """F as a function of W, and G as the same one of V."""
    return [real("F", value=text), real("G", value=text.replace("W[", "V["))]


def near(text: str, says: str = "G >= F", within: tuple[str, ...] = (ball(),), facts: tuple[str, ...] = (),
         more: tuple[list, ...] = (), moving: list | None = None, hand: tuple[list, ...] = (), **witness: object) -> Trial:
    """W is a local minimizer of F = ``text``, from a premise that ``says`` something of V ``within`` something; ``moving`` are
    its letters from V on, if they are not the plain ones, ``hand`` further letters at hand with ``facts``."""
    here, there = value(text)
    letters, given = [W, *hand, here], [*ZERO, *facts]
    return Trial(letters, given, ["local_minimum(F, W)"], "near", {**WITNESS, **witness},
                 (statement([*letters, *(moving or [V, there]), *more], [*given, *within], [says]),))


HILL, BOWL, CUBE = "W[2]**2-W[1]**2", "W[2]**2+W[1]**2", "W[2]**2+W[1]**3"
WELL = "W[2]**2+W[1]**2*(3-W[1])"
HONEST = near(WELL)
X = real("x")
HIDDEN = [W, real("c", value="2*W[1]**2"), real("F", value="W[1]**2-c")]
TWO = [W, ["U", W[1]], real("F", value="W[1]**2-U[1]**2")]
BOTH = [W, real("K", value=BOWL), real("F", value=HILL)]
SUMS = [W, real("S", **{k: v for k, v in family("real", "0", "2", first="0", next="S[n_]-W[n_+1]**2").items() if k != "kind"}),
        real("F", value="S[2]")]  # fmt: skip
FREE = [W, X, real("F", value="W[2]**2+W[1]**2-2*x*W[1]-2*x**2")]
WITH_V = [W, real("F", value=CUBE), V]
HALF = ("V[1] >= 0", "V[2] == 0")

ATTACKS = [
    Attack("the moved objective is another one", near(HILL, moving=[V, real("G", value=BOWL.replace("W", "V"))]),
           "another definition", NOUGHT, {"letters": HONEST.letters, "premises": HONEST.premises}),
    Attack("the moved objective keeps a member of W", near(HILL, moving=[V, real("G", value="V[2]**2-W[1]**2")]),
           "another definition", NOUGHT),
    Attack("a letter that moves with the family stays behind", Trial(
        HIDDEN, ZERO, ["local_minimum(F, W)"], "near", WITNESS,
        (statement([*HIDDEN, V, real("G", value="V[1]**2-c")], [*ZERO, ball()], ["G >= F"]),)), "exactly the letters", NOUGHT),
    Attack("a recursion that runs otherwise", Trial(
        SUMS, ZERO, ["local_minimum(F, W)"], "near", {**WITNESS, "moved": {"W": "V", "S": "T", "F": "G"}},
        (statement([*SUMS, V, real("T", over=["n_", "0", "2"], first="0", next="T[n_]+V[n_+1]**2"), real("G", value="T[2]")],
                   ZERO, ["G >= F"]),)), "another definition", NOUGHT),
    Attack("V is bound to W", near(HILL, within=("V[1] == W[1]",)), "may assume facts", NOUGHT),
    Attack("V is bound to W in every member", near(HILL, within=("all(k, 1, 2, V[k] - W[k] == 0)",)), "may assume facts",
           NOUGHT),
    Attack("one side of W", near(CUBE, within=(ball(), "V[1] >= 0")), "may assume facts", NOUGHT),
    Attack("one side of W, hidden in a letter", near(
        CUBE, within=(ball(), "u >= 0"), more=(real("u", value="V[1]**3"),)), "may assume facts", NOUGHT),
    Attack("a ball around another place", near(CUBE, within=(ball(gap="V[k]-W[k]-1"),)), "may assume facts", NOUGHT),
    Attack("a ball around another family", near(
        CUBE, within=(ball(gap="V[k]-U[k]"),), hand=(["U", W[1]],), facts=("U[1] == 2", "U[2] == 0")), "may assume facts",
        {**NOUGHT, "U": {"1": [["2"]], "2": [["0"]]}}),
    Attack("radius zero", near(HILL, within=(ball("0"),), radius="0"), "visibly positive", NOUGHT),
    Attack("a negative radius", near(HILL, within=(ball("-1"),), radius="-1"), "visibly positive", NOUGHT),
    Attack("a radius that may be zero", near(HILL, within=(ball("x"),), facts=("0 >= x",), hand=(X,), radius="x"),
           "visibly positive", {**NOUGHT, "x": "0"}),
    Attack("a radius of which a fact says that it is at least zero", near(
        HILL, within=(ball("x"),), facts=("x >= 0", "0 >= x"), hand=(X,), radius="x"), "visibly positive",
        {**NOUGHT, "x": "0"}),
    Attack("a square as radius", near(HILL, within=(ball("x**2"),), facts=("x == 0",), hand=(X,), radius="x**2"),
           "visibly positive", {**NOUGHT, "x": "0"}),
    Attack("a radius that depends on V", near(
        CUBE, within=("all(k, 1, 2, tr(V[1]) - tr((V[k]-W[k]).T*(V[k]-W[k])) >= 0)",), radius="tr(V[1])"), "V", NOUGHT),
    Attack("V is positive", near(CUBE, moving=[
        ["V", {"kind": "diagonal", "size": "1", "positive": True, "over": ["n_", "1", "2"]}],
        real("G", value="V[2]**2+V[1]**3")]), "free family", NOUGHT),
    Attack("V has a value", near(HILL, moving=[["V", {**W[1], "value": "W[n_]"}], value(HILL)[1]]), "free family", NOUGHT),
    Attack("V is W with one member replaced", near(
        HILL, moving=[["V", {**W[1], "override": {"of": "W", "at": {"1": "W[2]"}}}], value(HILL)[1]]), "free family", NOUGHT),
    Attack("V has members that W has not", near(
        HILL, moving=[["V", family("matrix", "1", "z", shape=["1", "1"])], value(HILL)[1]], hand=(integer("z", "2", "2"),),
        within=("V[1] == 0",)), "free family", {**NOUGHT, "z": "2"}),
    Attack("V is a letter at hand, of which something is known", Trial(
        WITH_V, [*ZERO, *HALF], ["local_minimum(F, W)"], "near", WITNESS,
        (statement([*WITH_V, value(CUBE)[1]], [*ZERO, *HALF], ["G >= F"]),)), "free family",
        {**NOUGHT, "V": {"1": [["1"]], "2": [["0"]]}}),
    Attack("an integer without values", near(HILL, more=(integer("z", "1", "0"),)), "then defined ones", NOUGHT),
    Attack("an integer without values, before V", near(HILL, moving=[integer("z", "1", "0"), V, value(HILL)[1]]),
           "then defined ones", NOUGHT),
    Attack("a second free letter", near(HILL, says="G >= F", within=(ball(), "y >= 1", "0 >= y"), more=(real("y"),)),
           "then defined ones", NOUGHT),
    Attack("an existential", replace(HONEST, exists=[integer("z", "1", "0")]), "one conclusion", None, {"exists": None}),
    Attack("the other way round", near("-W[2]**2-W[1]**2", says="F >= G"), "concludes something else", NOUGHT),
    Attack("a little less", near(HILL, says="G >= F - 1"), "concludes something else", NOUGHT),
    Attack("a square more", near(HILL, says="G + V[1]**2 >= F"), "concludes something else", NOUGHT),
    Attack("the premise is about another function", Trial(
        BOTH, ZERO, ["local_minimum(F, W)"], "near", {**WITNESS, "objective": "K", "moved": {"W": "V", "K": "G"}},
        (statement([*BOTH, V, real("G", value=BOWL.replace("W", "V"))], ZERO, ["G >= K"]),)), "of this F and W", NOUGHT),
    Attack("the moved function is another one of V", Trial(
        BOTH, ZERO, ["local_minimum(F, W)"], "near", WITNESS,
        (statement([*BOTH, V, real("G", value=BOWL.replace("W", "V"))], ZERO, ["G >= F"]),)), "another definition", NOUGHT),
    Attack("the conclusion is about another family", Trial(
        TWO, [*ZERO, "U[1] == 0"], ["local_minimum(F, U)"], "near", {**WITNESS, "family": "U", "moved": {"U": "V", "F": "G"}},
        (statement([*TWO, V, real("G", value="V[1]**2-U[1]**2")], [*ZERO, "U[1] == 0"], ["G >= F"]),)), "another definition",
        {**NOUGHT, "U": NOUGHT["W"]}),
    Attack("nothing moves", near(HILL, says="F >= F", moved={"W": "V", "F": "F"}), "another definition", NOUGHT),
    Attack("W in place of W", near(HILL, says="F >= F", moved={"W": "W", "F": "F"}), "free family", NOUGHT),
    Attack("the objective is not among what moves", near(HILL, says="F >= F", moved={"W": "V"}), "exactly the letters", NOUGHT),
    Attack("what was fixed becomes W", uses(
        statement(FREE, ["W[1] == x", "W[2] == 0"], ["local_minimum(F, W)"]), [W, real("F", value="W[2]**2-3*W[1]**2")],
        [*ZERO, "0 == 0"], ["local_minimum(F, W)"], {"x": "W[1]"}), "depends on W", NOUGHT,
        {"letters": FREE, "given": ["W[1] == x", "W[2] == 0"], "witness": {"at": {}}}),
]  # fmt: skip


def test_the_honest_ones():
    """A well that is none further out; a smaller radius, by a fact; no radius at all; a ball in one member alone."""
    assert HONEST.check() == ""
    assert near(WELL, within=(ball("x"),), facts=("x > 0", "1 >= x"), hand=(X,), radius="x").check() == ""
    assert near(BOWL, within=()).check() == ""
    one = near(WELL, within=("all(k, 1, 1, 1 - tr((V[k]-W[k]).T*(V[k]-W[k])) >= 0)",))
    assert one.check() == "" and replace(one, witness={**one.witness, "radius": "2"}).check() != ""


@pytest.mark.parametrize("text", ["W[2]**2+W[1]**4", "W[2]**2-W[1]**4", "W[2]**2"])
def test_models_say_what_they_cannot_tell(text):
    with pytest.raises(Fault, match="do not decide local_minimum"):
        evaluate(statement([W, value(text)[0]], [], ["local_minimum(F, W)"]), NOUGHT)


# ---- random neighbourhoods: what is accepted must be true
class Draw:
    """F = Σ a x² + b x³ in x = W_k − place_k, and a premise about V with one flaw at most; whether it is true is known."""

    def __init__(self, seed: int):
        rng = Random(seed)
        self.at = [rng.randint(-2, 2) for _ in "xy"]
        self.terms = [(rng.choice((-1, 0, 1, 2, 3)), rng.choice((-1, 0, 1))) for _ in "xy"]
        self.flaw = rng.choice(("", "", "half", "point", "other", "reversed", "beside"))
        self.reach = Fraction(1, rng.choice((1, 2, 3)))

    def text(self, letter: str, terms: list[tuple[int, int]]) -> str:
        parts = [(f"({letter}[{k}]-({p}))", a, b) for k, p, (a, b) in zip((1, 2), self.at, terms, strict=True)]
        return "+".join(f"({a})*{x}**2+({b})*{x}**3" for x, a, b in parts)

    @property
    def true(self) -> bool:
        """Whether the premise is true, by a sufficient condition: a ≥ |b|·reach, and so on."""
        r = self.reach
        if self.flaw in ("point", "other"):
            return True
        if self.flaw == "reversed":
            return all(-a >= abs(b) * r for a, b in self.terms)
        if self.flaw in ("half", "beside"):
            return all(a >= 0 and (b >= 0 or a >= 2 * r) for a, b in self.terms)
        return all(a >= abs(b) * r for a, b in self.terms)

    def trial(self) -> Trial:
        """The certificate."""
        rho, here = str(self.reach**2), real("F", value=self.text("W", self.terms))
        there = [(abs(a), 0) for a, _ in self.terms] if self.flaw == "other" else self.terms
        given = [f"W[{k}] == {p}" for k, p in zip((1, 2), self.at, strict=True)]
        within = {"half": [ball(rho), *(f"V[{k}] >= W[{k}]" for k in (1, 2))], "point": ["all(k, 1, 2, V[k] - W[k] == 0)"],
                  "beside": [ball(rho, f"V[k]-W[k]-{self.reach}")]}.get(self.flaw, [ball(rho)])  # fmt: skip
        premise = statement([W, here, V, real("G", value=self.text("V", there))], [*given, *within],
                            ["F >= G" if self.flaw == "reversed" else "G >= F"])  # fmt: skip
        return Trial([W, here], given, ["local_minimum(F, W)"], "near", {**WITNESS, "radius": rho}, (premise,))

    def false(self) -> bool | None:
        """Whether the conclusion is false; None where nothing decides."""
        model = {"W": {str(k): [[str(p)]] for k, p in zip((1, 2), self.at, strict=True)}}
        said = statement([W, real("F", value=self.text("W", self.terms))], [], ["local_minimum(F, W)"])
        try:
            return not evaluate(said, model).then[0]
        except Fault:
            return None


def campaign(count: int, enough: int = 10**9) -> tuple[int, int]:
    """(accepted and decided, false of them); it ends with ``enough`` false ones."""
    decided = false = 0
    for seed in range(count):
        if false >= enough:
            break
        draw = Draw(seed)
        answer = draw.false() if draw.true else None
        if answer is not None and not draw.trial().check():
            decided, false = decided + 1, false + answer
    return decided, false


@pytest.mark.parametrize(("count", "least"), [(60, 1), pytest.param(1000, 40, marks=pytest.mark.full)])
def test_random_neighbourhoods_that_are_accepted_are_true(count, least):
    decided, false = campaign(count)
    assert decided >= least and false == 0


HOLES = {
    "V may be restricted": ("contains", lambda known, wanted, env: True),
    "the moved objective may be any": ("moved_alike", lambda *given: None),
    "anything may be concluded": ("says", lambda *given: None),
}


@pytest.mark.parametrize("hole", HOLES)
def test_the_campaign_finds_each_hole(hole, monkeypatch):
    monkeypatch.setattr(rule, *HOLES[hole])
    assert campaign(2000, enough=1)[1] > 0
