"""Closed-form conditions under which the horizon-free theorems hold, composed with them: no letter is left to choose.

horizon-free  S, y ≤ 3/4, s ≤ 1/2, h√f_0 ≤ s²/8:            F_k ≤ (1 − s²/4)^(2k) F_0,       radii s/2 and s/2
sharpened     S ≤ 3/4, s ≤ 1/2, y ≤ s/12, h√f_0 ≤ s²/8:     F_k ≤ (1 − (15s/16)²)^(2k) F_0,  radii s/16 and 453s/2000

for every k, with f = F/(2·fit), h = 2·fit·η and s, S, y scaled by √h. Source: ours; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass

from theory.agd.problem import Objective
from theory.agd.proofs import horizon_free as theorem
from theory.agd.proofs import letters as x
from theory.agd.proofs import scalar as derive_scalar
from theory.agd.proofs.invariants import BASE, Sweep, letters
from theory.prove.derivation import Book
from theory.prove.formulas import use

BUDGET = "2*c*eta**2*F[0]"
"""(h√f_0)²: what the scalar conditions call z."""


@dataclass(frozen=True)
class Choice:
    """Radii and rate as multiples of s, and the conditions on s, S, y; ``spend`` bounds z = (h√f_0)² by s⁴/64."""

    dx: str
    dy: str
    g: str
    small: tuple[str, ...]
    budgets: tuple[str, ...]


SPEND = "s**4 >= 128*c*eta**2*F[0]"
PLAIN = Choice("1/2*s", "1/2*s", "1/4*s**2", ("3 >= 4*S", "3 >= 4*y", "1 >= 2*s", "S >= s", "y >= 0"),
               ("g*cY*DX**2 >= z*(2-g)", "g*cX*DY**2 >= z*(2-g)"))  # fmt: skip
SHARP = Choice("1/16*s", "453/2000*s", "225/256*s**2", ("3 >= 4*S", "s >= 12*y", "1 >= 2*s", "S >= s", "y >= 0"),
               ("g**2*DX**2 >= 2*z*(y+DY)**2", "g*cX*DY**2 >= z*(2-g)"))  # fmt: skip
CLEAR = {"cX": "1-1/2*(S+DX)**2", "cY": "1-1/2*(y+DY)**2", "uY": "y+DY", "p": "1-g"}


def horizon_free(book: Book, objective: Objective, general: str) -> str:
    """The closed form of the horizon-free theorem (``general``: its certificate)."""
    return _compose(book, objective, PLAIN, general, [theorem.BUDGET_X, theorem.BUDGET_Y])


def sharpened(book: Book, objective: Objective, general: str) -> str:
    """The closed form of the sharpened theorem."""
    return _compose(book, objective, SHARP, general, [theorem.BUDGET_X2, theorem.BUDGET_Y])


SCALARS = ["cX > 0", "cY > 0", "y + DY > 0", "1 - g > 0", "S >= 0", "s >= DX", "(s-DX)**2 >= g", "2 - g >= (S+DX)**2"]
"""What `_scalars` concludes, before the budgets."""


def _scalars(book: Book, choice: Choice) -> str:
    """Every hypothesis of the theorem about scalars, from the closed-form conditions."""
    own = [x.positive("s"), x.real("S"), x.real("y"), x.positive("DX", choice.dx), x.positive("DY", choice.dy),
           x.positive("g", choice.g), x.real("z"), x.real("cX", CLEAR["cX"]), x.real("cY", CLEAR["cY"])]  # fmt: skip
    given = [*choice.small, "z >= 0", "s**4 >= 64*z"]
    steps = derive_scalar.chain(book, own, given, s="1/4", S="1/2", y="1/64", z="1/100000")
    steps.prove("S >= 0", ("1", "S >= s"), ("s",))
    if choice is PLAIN:
        derive_scalar.plain(steps, "DX", "DY", "z", *choice.budgets)
        rate, norm, floor = "1/16", "1", "1/2"
    else:
        derive_scalar.sharp(steps, "z", *choice.budgets)
        rate, norm, floor = "225/1024", "25/32", "1423/2048"
    derive_scalar.signs(steps, rate, floor)
    steps.prove("y + DY > 0", ("1", "y >= 0"), ("DY",))
    steps.prove("1 - g > 0", ("1", "1 > g"))
    steps.prove("s >= DX", (f"s-{choice.dx}",))
    steps.prove("(s-DX)**2 >= g")
    steps.prove("2 - g >= (S+DX)**2", ("1", f"({norm})**2 >= (S+DX)**2"), ("1", f"{rate} >= g"), (f"2-({norm})**2-{rate}",))
    return steps.collect(*SCALARS, *choice.budgets)


def _compose(book: Book, objective: Objective, choice: Choice, general: str, budgets: list[str]) -> str:
    chosen = {"DX": choice.dx, "DY": choice.dy, "g": choice.g}
    base = [x.positive(a[0], chosen[a[0]]) if a[0] in chosen else a for a in letters(objective, [])
            if a[0] not in (*CLEAR, "q", *theorem.TOOLS)]  # fmt: skip
    base = [*base, x.integer("k", "0", "T"), x.real("z", BUDGET), x.real("c_X", CLEAR["cX"]), x.real("c_Y", CLEAR["cY"])]
    given = [*BASE[:6], *choice.small, SPEND, *BASE[16:]]
    here = Sweep(book, base, given)
    budget = [
        here.order("z >= 0", [{"weight": "2*c**2*eta**2", "gram": "R[0]"}], ["def z", "def F[0]"]),
        here.order("s**4 >= 64*z", [{"facts": [SPEND]}], ["def z"]),
    ]
    scalars = use(_scalars(book, choice), {"cX": "c_X", "cY": "c_Y"})
    positive = {"cX": "c_X", "cY": "c_Y", "uY": CLEAR["uY"], "p": CLEAR["p"]}
    signs = book.add("collect", base, given, [f"{e} > 0" for e in positive.values()], None, [*budget, scalars])
    opened = [here]
    for name, value in NAMED.items():
        now = opened[-1]
        opened.append(Sweep(book, [*now.letters, x.positive(name)], [*now.given, f"{name} == {value}"]))
    found = _instance(opened[-1], budget, scalars, general, budgets)
    then = theorem.THEN
    for outer, (name, value) in zip(reversed(opened[1:-1]), reversed(list(NAMED.items())[1:]), strict=True):
        some, fresh = _some(outer, signs, name, value), [x.positive(name)]
        held = book.add("compose", outer.letters, outer.given, then, None, [some, found], exists=fresh)
        found = book.add("close", outer.letters, outer.given, then, None, [held])
    some = _some(here, signs, "p", NAMED["p"])
    return book.add("compose", base, given, [f"p == {NAMED['p']}", *then], None, [some, found], exists=[x.positive("p")])


NAMED = {"p": "1-g", "uY": "y+DY", "cX": "c_X", "cY": "c_Y"}
"""Positive numbers of the theorem and their values here."""


def _some(outer: Sweep, signs: str, name: str, value: str) -> str:
    """∃ name > 0 of this value, in the letters of ``outer``."""
    sign = outer.book.add("collect", outer.letters, outer.given, f"{value} > 0", None, [signs])
    return outer.book.add("named", outer.letters, outer.given, f"{name} == {value}", None, [sign], exists=[x.positive(name)])


def _instance(full: Sweep, budget: list, scalars: dict, general: str, budgets: list[str]) -> str:
    """The theorem's hypotheses one by one, then its conclusions."""
    sweep = Sweep(full.book, [*full.letters, x.positive("q", "1+p")], full.given)
    named = {n: (f"{n} == {v}", n) for n, v in NAMED.items()}
    clear = ["def c_X", "def c_Y", "def q", "def z"]
    known = {"z >= 0": budget[0], "s**4 >= 64*z": budget[1], "scalars": scalars}
    stated = [*SCALARS[:-1], "q >= (S+DX)**2", *budgets]
    given = [a for a in sweep.book.statements[general].json["given"] if a not in full.given]
    facts = []
    for atom in given:
        if "==" in atom:
            facts.append(sweep.expand(atom, [*named.values(), *clear]))
            continue
        facts.append(sweep.order(atom, [{"facts": [f"scalars.{stated.index(atom)}"]}], [*named.values(), *clear], known))
    found = sweep.book.add("collect", sweep.letters, sweep.given, theorem.THEN, None, [*facts, general])
    return sweep.book.add("forget", full.letters, full.given, theorem.THEN, None, [found])
