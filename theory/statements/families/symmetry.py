"""Certificates of what neighbouring layers have in common: invariance, conserved quantities of gradient flow, balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from theory.kernel.budget import Fault
from theory.prove.formulas import unfold, use
from theory.prove.letters import matrix
from theory.prove.rewrite import NotFound
from theory.statements.derivatives.terms import mul
from theory.statements.families.objective import FamilyObjective
from theory.statements.families.variation import Variation, placed

ELEMENTS = {
    "orthogonal": ("Q^T*Q = Q*Q^T = I", [["3/5", "-4/5"], ["4/5", "3/5"]], None),
    "general linear": ("G invertible", [["2", "1"], ["1", "1"]], [["1", "-1"], ["-1", "2"]]),
}


@dataclass(frozen=True)
class Invariance:
    """F is unchanged by W_l → G W_l, W_{l+1} → W_{l+1} G⁻¹ for every l < L and every G of the group."""

    group: str
    page: str


def invariance(v: Variation) -> Invariance | None:
    """Under all invertible matrices, or else under the orthogonal ones; None where neither is certified."""
    groups = ["orthogonal"] if any(s.layers for s in v.o.sums) else ["general linear", "orthogonal"]
    for group in groups:
        try:
            return Invariance(group, _certified(v, group))
        except (Fault, NotFound):
            continue
    return None


def _certified(v: Variation, group: str) -> str:
    o, book, l, w = v.o, v.book, v.l, v.o.family
    g, j = o.name("G"), o.name("J")
    side = o.shape_at(l)[0]
    linear = group == "general linear"
    back = j if linear else f"{g}.T"
    given = [f"{back}*{g} == I({side})", f"{g}*{back} == I({side})"]
    moved = {"override": {"of": w, "at": {l: f"{g}*{w}[{l}]", f"{l}+1": f"{w}[{l}+1]*{back}"}}}
    letters = [
        *v.whole,
        o.layer(f"{o.count}-1"),
        matrix(g, side, side),
        *([matrix(j, side, side)] if linear else []),
        *[x for x in v.moved_letters(moved) if x[0] != v.again[v.A]],
    ]
    before, (_, element, inverse) = book.scene, ELEMENTS[group]
    book.scene = {**before, g: element, j: inverse}
    try:
        return _whole(v, letters, given, (f"{back}*{g}", given[0]))
    finally:
        book.scene = before


def _whole(v: Variation, letters: list, given: list[str], frame: tuple[str, str]) -> str:
    o, book, n = v.o, v.book, v.n
    rules: list = []
    premises: dict[str, Any] = {}
    lead, fact = frame
    if o.product:
        premises["product"] = use(_product(v, letters, given, (fact, lead)), **placed(n, o.count))
        rules.append(("product", f"{v.again[o.product]}[{o.count}]"))
    for s in o.sums:
        moved = v.again[s.name]
        if s.layers:
            page = _sum(v, letters, given, s.name, (fact, lead))
        else:
            page = book.induct(
                letters,
                given,
                f"{moved}[{n}] == {s.name}[{n}]",
                (n, s.low, s.high),
                unfold(f"{moved} {s.name}", s.low),
                [*unfold(f"{moved} {s.name}", f"{n}+1"), ("induction", f"{moved}[{n}]"), rules[0]],
                {"product": premises["product"]},
            )
        premises[s.name] = use(page, **placed(n, s.high))
        rules.append((s.name, f"{moved}[{s.high}]"))
    premises |= {"root": v.root, "moved root": use(v.root, v._renaming())}
    return book.expand(
        letters, given, f"{v.again[v.F]} == {v.F}", [("root", v.F), ("moved root", v.again[v.F]), *rules], premises
    )


def _product(v: Variation, letters: list, given: list[str], frame: tuple[str, str]) -> str:
    """P1_n = P_n for n ≥ l+1."""
    o, book, l, n = v.o, v.book, v.l, v.n
    p, p1, w1, g = o.product, v.again[v.o.product], v.again[v.o.family], v.o.name("G")
    below = book.induct(
        letters,
        given,
        f"{p1}[{n}] == {p}[{n}]",
        (n, "0", f"{l}-1"),
        unfold(f"{p1} {p}", "0"),
        [*unfold(f"{p1} {p} {w1}", f"{n}+1"), ("induction", f"{p1}[{n}]")],
        until=f"{l}-2",
        **placed(n, 0),
    )
    here = book.expand(
        letters,
        given,
        f"{p1}[{l}] == {g}*{p}[{l}]",
        [*unfold(f"{p1} {w1}", l), ("below", f"{p1}[{l}-1]"), f"def {p}[{l}]"],
        {"below": use(below, **placed(n, f"{l}-1"))},
    )
    first = book.expand(
        letters,
        given,
        f"{p1}[{l}+1] == {p}[{l}+1]",
        [*unfold(f"{p1} {w1} {p}", f"{l}+1"), ("here", f"{p1}[{l}]"), frame],
        {"here": here},
    )
    return book.induct(
        letters,
        given,
        f"{p1}[{n}] == {p}[{n}]",
        (n, f"{l}+1", o.count),
        first,
        [*unfold(f"{p1} {p} {w1}", f"{n}+1"), ("induction", f"{p1}[{n}]")],
        **placed(n, 3),
    )


def _sum(v: Variation, letters: list, given: list[str], name: str, frame: tuple[str, str]) -> str:
    """The sums over layers are equal from l+1 on."""
    book, l, n, moved, w1 = v.book, v.l, v.n, v.again[name], v.again[v.o.family]
    s = next(s for s in v.o.sums if s.name == name)
    step = [*unfold(f"{moved} {name} {w1}", f"{n}+1"), ("induction", f"{moved}[{n}]")]
    then = f"{moved}[{n}] == {name}[{n}]"
    below = book.induct(
        letters, given, then, (n, "0", f"{l}-1"), unfold(f"{moved} {name}", "0"), step, until=f"{l}-2", **placed(n, 0)
    )
    here = book.expand(
        letters,
        given,
        f"{moved}[{l}] == {name}[{l}]",
        [*unfold(f"{moved} {name} {w1}", l), ("below", f"{moved}[{l}-1]"), frame],
        {"below": use(below, **placed(n, f"{l}-1"))},
    )
    first = book.expand(
        letters,
        given,
        f"{moved}[{l}+1] == {name}[{l}+1]",
        [*unfold(f"{moved} {name} {w1}", f"{l}+1"), ("here", f"{moved}[{l}]"), frame],
        {"here": here},
    )
    return book.induct(letters, given, then, (n, f"{l}+1", s.high), first, step, **placed(n, 3))


def conserved(v: Variation) -> str:
    """W_{l+1}ᵀW_{l+1} − W_l W_lᵀ has the derivative 0 along W' = −∇F: its certificate."""
    o, l, w = v.o, v.l, v.o.family
    lower, upper = f"({o.gradient(l)})", f"({o.gradient(f'{l}+1')})"
    slope = f"-({upper}.T*{w}[{l}+1] + {w}[{l}+1].T*{upper}) + {lower}*{w}[{l}].T + {w}[{l}]*{lower}.T"
    return v.book.expand(_neighbours(v), [], f"{slope} == 0", _definitions(v))


def balance(v: Variation) -> tuple[str, str, str]:
    """W_{l+1}ᵀ∇_{l+1}F − ∇_lF W_lᵀ is the same of the sums over layers alone, so that this vanishes at critical points:
    (certificate,
    the two sides that are equal there)."""
    o, l, w = v.o, v.l, v.o.family
    sides = []
    for place, form in ((f"{l}+1", f"{w}[{l}+1].T*({{}})"), (l, f"({{}})*{w}[{l}].T")):
        parts = [o.placed(mul(s.weight, s.slope), place) for s in o.sums if s.layers and not s.slope.zero]
        sides.append(form.format(" + ".join(parts)))
    upper, lower = f"{w}[{l}+1].T*({o.gradient(f'{l}+1')})", f"({o.gradient(l)})*{w}[{l}].T"
    page = v.book.expand(_neighbours(v), [], f"{upper} - {lower} == {sides[0]} - {sides[1]}", _definitions(v))
    return page, sides[0], sides[1]


def _neighbours(v: Variation) -> list:
    o = v.o
    return [*v.whole, *([o.tail()] if o.product else []), *o.slopes(), o.layer(f"{o.count}-1")]


def _definitions(v: Variation) -> list[str]:
    return [f"def {v.o.product}[{v.l}]", f"def {v.A}[{v.l}]"] if v.o.product else []


def element_of(group: str, o: FamilyObjective) -> tuple[str, dict[str, str]]:
    """What an element is, and how it acts, in the language."""
    w, letter = o.family, "Q" if group == "orthogonal" else "G"
    back = f"{letter}^T" if group == "orthogonal" else f"inv({letter})"
    return ELEMENTS[group][0], {f"{w}_l": f"{letter}*{w}_l", f"{w}_{{l+1}}": f"{w}_{{l+1}}*{back}"}
