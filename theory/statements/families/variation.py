"""Certificates of the gradient in one layer, of critical points, and of the Hessian form along directions in all layers."""

from __future__ import annotations

import re
from typing import Any

from theory.kernel.integers import Int
from theory.kernel.statement import declarations_of
from theory.kernel.words import Poly
from theory.prove.derivation import Book
from theory.prove.formulas import at, redeclared, unfold, use
from theory.prove.letters import real
from theory.prove.text import poly_text
from theory.statements.derivatives.terms import Term, letter, mul
from theory.statements.derivatives.writing import Writer
from theory.statements.families.objective import FamilyObjective, Running, second_form


class Variation:
    """The certificates of one objective in a book: ``root`` F is what it is, ``split`` W_L⋯W_1 = A_n P_n."""

    def __init__(self, book: Book, objective: FamilyObjective):
        self.book, self.o = book, objective
        o = objective
        self.F, self.A, self.H, self.l, self.t = (o.name(role) for role in "FAHlt")
        self.n = o.name("n")
        self.again = {name: f"{name}1" for name in (o.family, *o.moving(), self.F, self.A)}
        self.whole = [*o.base, o.value()]
        self.root = book.add("objective", self.whole, [], f"{self.F} == {o.expression}", None)
        self.split = self._split() if o.product else ""

    def _split(self) -> str:
        """P_L = A_n P_n, downwards from A_L = I."""
        o, n = self.o, self.n
        p, a, top = o.product, self.A, o.count
        rules = [("induction", f"{p}[{top}]"), f"def {p}[{n}+1]", f"def {a}[{n}]"]
        letters = [x for x in o.base if x[0] not in {s.name for s in o.sums}]
        return self.book.induct(
            [*letters, o.tail()], [], f"{p}[{top}] == {a}[{n}]*{p}[{n}]", (n, "0", top), [f"def {a}[{top}]"], rules, down=True
        )

    # ------------------------------------------------------------------------------------------------------ one layer

    def moved_letters(self, definition: dict) -> list:
        """W1, P1, the sums and F1 at moved layers; A1 where there is a product."""
        o = self.o
        low, high = dict(o.base)[o.family]["over"][1:]
        layers = [self.again[o.family], {"kind": "matrix", "over": ["n_", low, high], "shape": list(o.shape), **definition}]
        later = [x for x in self.whole if x[0] in self.again and x[0] != o.family]
        return [layers, *redeclared([*later, *([o.tail()] if o.product else [])], **self.again)]

    def gradient(self) -> str:
        """F(W + tH in layer l) = F + t·tr(HᵀG_l) + t²(…), for all l, H, t."""
        o, t = self.o, self.t
        letters = [
            *self.whole,
            o.layer(),
            o.direction(),
            real(t),
            *([o.tail()] if o.product else []),
            *o.slopes(),
            *self.moved_letters({"override": {"of": o.family, "at": {self.l: f"{o.family}[{self.l}]+{t}*{self.H}"}}}),
        ]
        rules: list = []
        premises: dict[str, Any] = {}
        changes: dict[str, str] = {}
        if o.product:
            premises["product"] = self._product(letters)
            rules.append(("product", f"{self.again[o.product]}[{o.count}]"))
            changes[o.product] = f"({o.product}[{o.count}] + {t}*{self.A}[{self.l}]*{self.H}*{o.product}[{self.l}-1])"
        for s in o.sums:
            cert, change, more = self._layer_sum(letters, s) if s.layers else self._data_sum(letters, s, premises["product"])
            letters += more
            premises[s.name], changes[s.name] = use(cert, **placed(self.n, s.high)), f"({s.name}[{s.high}] + {change})"
            rules.append((s.name, f"{self.again[s.name]}[{s.high}]"))
        moved = self._put(o.expression, changes)
        rest = self._remainder(letters, moved, 2)
        then = f"{self.again[self.F]} == {self.F} + {t}*tr({self.H}.T*({o.gradient()}))" + (
            f" + {t}**2*({rest})" if rest != "0" else ""
        )
        rules = [("root", self.F), ("moved root", self.again[self.F]), *rules]
        premises |= {"root": self.root, "moved root": use(self.root, self._renaming())}
        for s in o.sums:
            if not s.layers and not s.slope.zero:
                premises[f"slope {s.name}"] = use(self._data_slope(letters, s), **placed(self.n, s.high))
                rules.append((f"slope {s.name}", f"e1_{s.name}[{s.high}]"))
        return self.book.expand(letters, [], then, rules, premises)

    def _renaming(self) -> dict[str, str]:
        return {k: v for k, v in self.again.items() if k != self.A}

    def _put(self, text: str, changes: dict[str, str]) -> str:
        for name, change in changes.items():
            high = self.o.count if name == self.o.product else next(s.high for s in self.o.sums if s.name == name)
            text = text.replace(f"{name}[{high}]", change)
        return text

    def _remainder(self, letters: list, moved: str, order: int) -> str:
        """The coefficients of t^order and above, divided by t^order."""
        parts = declarations_of(letters).poly(moved).by_power(self.t)
        return poly_text(
            Poly.sum([part * Poly.power(self.t, None, e - order) for e, part in parts.items() if (e.constant or 0) >= order])
        )

    def _product(self, letters: list) -> str:
        """P1_L = P_L + t A_l H P_{l-1}."""
        o, book, l, n = self.o, self.book, self.l, self.n
        p, a, w = o.product, self.A, o.family
        p1, a1, w1 = (self.again[x] for x in (p, a, w))
        before = book.induct(
            letters,
            [],
            f"{p1}[{n}] == {p}[{n}]",
            (n, "0", f"{l}-1"),
            unfold(f"{p1} {p}", "0"),
            [*unfold(f"{p1} {p} {w1}", f"{n}+1"), ("induction", f"{p1}[{n}]")],
            until=f"{l}-2",
            **placed(n, 0),
        )
        after = book.induct(
            letters,
            [],
            f"{a1}[{n}] == {a}[{n}]",
            (n, l, o.count),
            unfold(f"{a1} {a}", o.count),
            [*unfold(f"{a1} {a}", n), f"def {w1}[{n}+1]", ("induction", f"{a1}[{n}+1]")],
            down=True,
            **placed(n, 2),
        )
        return book.expand(
            letters,
            [],
            f"{p1}[{o.count}] == {p}[{o.count}] + {self.t}*{a}[{l}]*{self.H}*{p}[{l}-1]",
            [
                ("moved split", f"{p1}[{o.count}]"),
                ("after", f"{a1}[{l}]"),
                *unfold(f"{p1} {w1}", l),
                ("before", f"{p1}[{l}-1]"),
                ("split", f"{p}[{o.count}]"),
                f"def {p}[{l}]",
            ],
            {
                "moved split": use(self.split, {x: self.again[x] for x in (w, p, a)}, **placed(n, l)),
                "after": use(after, **placed(n, l)),
                "before": use(before, **placed(n, f"{l}-1")),
                "split": use(self.split, **placed(n, l)),
            },
        )

    def _layer_sum(self, letters: list, s: Running) -> tuple[str, str, list]:
        """s1_n = s_n + (B(W_l + tH) − B(W_l)) for n ≥ l."""
        o, book, l, n, w = self.o, self.book, self.l, self.n, self.o.family
        name, moved = s.name, self.again[s.name]
        here = o.placed(s.term, l)
        there = here.replace(f"{w}[{l}]", f"({w}[{l}]+{self.t}*{self.H})")
        change = poly_text(declarations_of(letters).poly(f"({there}) - ({here})"))
        step = [*unfold(f"{moved} {name} {self.again[w]}", f"{n}+1"), ("induction", f"{moved}[{n}]")]
        below = book.induct(
            letters,
            [],
            f"{moved}[{n}] == {name}[{n}]",
            (n, "0", f"{l}-1"),
            unfold(f"{moved} {name}", "0"),
            step,
            until=f"{l}-2",
            **placed(n, 0),
        )
        then = f"{moved}[{n}] == {name}[{n}] + {change}"
        first = book.expand(
            letters,
            [],
            f"{moved}[{l}] == {name}[{l}] + {change}",
            [*unfold(f"{moved} {name} {self.again[w]}", l), ("below", f"{moved}[{l}-1]")],
            {"below": use(below, **placed(n, f"{l}-1"))},
        )
        return book.induct(letters, [], then, (n, l, s.high), first, step, **placed(n, 2)), f"({change})", []

    def _data_sum(self, letters: list, s: Running, product: str) -> tuple[str, str, list]:
        """s1_n = s_n + Σ_k t^k e_k[n], where e_k sums the coefficients of the summands at P + t·D."""
        o, n = self.o, self.n
        d = f"({o.product}[{o.count}] + {self.t}*{self.A}[{self.l}]*{self.H}*{o.product}[{self.l}-1])"
        return running_expansion(self, letters, s, d, {"product": (product, f"{self.again[o.product]}[{o.count}]")}, n)

    def _data_slope(self, letters: list, s: Running) -> str:
        """e_1[n] = tr(Hᵀ A_lᵀ C_n P_{l-1}ᵀ)."""
        n, c = self.n, self.o.name(f"C_{s.name}")
        then = f"e1_{s.name}[{n}] == tr({self.H}.T*{self.A}[{self.l}].T*{c}[{n}]*{self.o.product}[{self.l}-1].T)"
        return self.book.induct(
            letters,
            [],
            then,
            (n, s.low, s.high),
            unfold(f"e1_{s.name} {c}", s.low),
            [*unfold(f"e1_{s.name} {c}", f"{n}+1"), ("induction", f"e1_{s.name}[{n}]")],
        )

    # ------------------------------------------------------------------------------------------------ critical points

    def stationary(self, variation: str, scene: dict) -> tuple[str, str]:
        """critical(F, W) ⊢ G_l = 0 for all l, and back."""
        o, g = self.o, self.o.gradient()
        letters = [*self.whole, *([o.tail()] if o.product else []), *o.slopes()]
        moved = {k: v for k, v in self._renaming().items()}
        witness = {
            "rename": moved,
            "objective": self.F,
            "family": o.family,
            "direction": self.H,
            "step": self.t,
            "layer": self.l,
            "gradient": g,
        }
        before, self.book.scene = self.book.scene, scene
        try:
            zero = self.book.add(
                "stationary",
                [*letters, o.layer()],
                [f"critical({self.F}, {o.family})"],
                f"{g} == 0",
                {**witness, "at": [self.l]},
                [variation],
            )
            bound = self.l + "_"
            every = f"all({bound}, 1, {o.count}, {at(g, **{self.l: bound})} == 0)"
            back = self.book.add(
                "stationary",
                letters,
                [every],
                f"critical({self.F}, {o.family})",
                {**witness, "fact": ["given", 0]},
                [variation],
            )
        finally:
            self.book.scene = before
        return zero, back

    # --------------------------------------------------------------------------------------------------- all layers

    def hessian(self) -> tuple[str, str, list]:
        """F(W + tZ) = F + t·(…) + t²/2·(form) + t³(…), with Z in all layers: (certificate, the form, its letters)."""
        o, t = self.o, self.t
        z = o.name("Z")
        low, high = dict(o.base)[o.family]["over"][1:]
        direction = [z, {"kind": "matrix", "over": ["n_", low, high], "shape": list(o.shape)}]
        letters = [*self.whole, direction, real(t), *self.moved_letters({"value": f"{o.family}[n_]+{t}*{z}[n_]"})]
        letters = [x for x in letters if x[0] != self.again[self.A]]
        rules: list = []
        premises: dict[str, Any] = {}
        changes: dict[str, str] = {}
        shown: list = []
        if o.product:
            series = self._series(z)
            letters, shown = [*letters, *series], series[:2]
            premises["product"] = use(self._expanded_product(letters), **placed(self.n, o.count))
            rules.append(("product", f"{self.again[o.product]}[{o.count}]"))
            changes[o.product] = (
                "("
                + " + ".join(
                    f"{t}**{k}*{name}[{o.count}]" if k else f"{name}[{o.count}]"
                    for k, name in enumerate((o.product, *(x[0] for x in series)))
                )
                + ")"
            )
        for s in o.sums:
            if s.layers:
                moved = o.placed(s.term, "n_").replace(f"{o.family}[n_]", f"({o.family}[n_]+{t}*{z}[n_])")
                cert, change, more = running_expansion(self, letters, s, moved, {}, self.n)
            else:
                cert, change, more = running_expansion(
                    self,
                    letters,
                    s,
                    changes[o.product],
                    {"product": (premises["product"], f"{self.again[o.product]}[{o.count}]")},
                    self.n,
                )
            letters += more
            premises[s.name], changes[s.name] = use(cert, **placed(self.n, s.high)), f"({s.name}[{s.high}] + {change})"
            rules.append((s.name, f"{self.again[s.name]}[{s.high}]"))
        return self._second(letters, rules, premises, changes, z, shown)

    def _second(self, letters: list, rules: list, premises: dict, changes: dict, z: str, shown: list) -> tuple[str, str, list]:
        o, t = self.o, self.t
        parts = declarations_of(letters).poly(self._put(o.expression, changes)).by_power(t)
        linear = poly_text(parts.get(Int.of(1), Poly({})))
        form, more, hints = self._form(z, letters)
        letters = [*letters, *more]
        for s in o.sums:
            cert = self._doubled(letters, s, z, [x[0] for x in more])
            if cert:
                premises[f"double {s.name}"] = use(cert, **placed(self.n, s.high))
                rules.append((f"double {s.name}", f"e2_{s.name}[{s.high}]"))
        rest = self._remainder(letters, self._put(o.expression, changes), 3)
        then = f"{self.again[self.F]} == {self.F} + {t}*({linear}) + {t}**2*(1/2*({form}))" + (
            f" + {t}**3*({rest})" if rest != "0" else ""
        )
        premises |= {"root": self.root, "moved root": use(self.root, self._renaming())}
        page = self.book.expand(
            letters, [], then, [("root", self.F), ("moved root", self.again[self.F]), *rules], premises, hints
        )
        return page, form, [*shown, *more]

    def _series(self, z: str) -> list:
        """DP, EP, RP: P(W + tZ) = P + t·DP + t²·EP + t³·RP."""
        o, w = self.o, self.o.family
        spec = dict(o.base)[o.product]
        d, e, r = (o.name(x) for x in ("DP", "EP", "RP"))
        zero = "0*" + spec["first"]
        steps = [
            f"{w}[n_+1]*{d}[n_] + {z}[n_+1]*{o.product}[n_]",
            f"{w}[n_+1]*{e}[n_] + {z}[n_+1]*{d}[n_]",
            f"{w}[n_+1]*{r}[n_] + {z}[n_+1]*{e}[n_] + {self.t}*{z}[n_+1]*{r}[n_]",
        ]
        return [[name, {**spec, "first": zero, "next": step}] for name, step in zip((d, e, r), steps, strict=True)]

    def _expanded_product(self, letters: list) -> str:
        o, n, t = self.o, self.n, self.t
        p, p1, w1 = o.product, self.again[o.product], self.again[o.family]
        d, e, r = (o.name(x) for x in ("DP", "EP", "RP"))
        then = f"{p1}[{n}] == {p}[{n}] + {t}*{d}[{n}] + {t}**2*{e}[{n}] + {t}**3*{r}[{n}]"
        names = f"{p1} {p} {d} {e} {r}"
        return self.book.induct(
            letters,
            [],
            then,
            (n, "0", o.count),
            unfold(names, "0"),
            [*unfold(f"{names} {w1}", f"{n}+1"), ("induction", f"{p1}[{n}]")],
        )

    def _form(self, z: str, letters: list) -> tuple[str, list, list]:
        """The Hessian form as kernel text, with a running sum for each sum of the objective."""
        o = self.o
        outer, inside = second_form(o)
        writer = Writer()
        if o.product:
            for role, name in (("DP", o.name("DP")), ("EP", o.name("EP")), (o.product, o.product)):
                writer.shown[role] = f"{name}[{o.count}]", 4
        parts = [] if outer.zero else [writer(outer)]
        more = []
        for s in o.sums:
            part = inside[s.name]
            if part.zero:
                continue
            name = o.name(f"D2{s.name}")
            more.append(
                [
                    name,
                    {
                        "kind": "real",
                        "over": ["n_", s.low, s.high],
                        "first": "0",
                        "next": f"{name}[n_] + {self._second_at(s, part, z, 'n_+1')}",
                    },
                ]
            )
            writer.shown[name] = f"{name}[{s.high}]", 4
            parts.append(writer(mul(s.weight, letter(name)), 1))
        return " + ".join(parts).replace("+ -", "- ") or "0", more, []

    def _second_at(self, s: Running, part: Term, z: str, place: str) -> str:
        o = self.o
        text = o.placed(part, place)
        if s.layers:
            return _word(text, "Z", f"{z}[{place}]")
        for role in ("DP", "EP"):
            text = _word(text, role, f"{o.name(role)}[{o.count}]")
        return text

    def _doubled(self, letters: list, s: Running, z: str, more: list[str]) -> str:
        """e_2[n] = ½ D2s[n]."""
        name, n = self.o.name(f"D2{s.name}"), self.n
        if name not in more:
            return ""
        if all(x[0] != f"e2_{s.name}" for x in letters):
            return ""
        return self.book.induct(
            letters,
            [],
            f"e2_{s.name}[{n}] == 1/2*{name}[{n}]",
            (n, s.low, s.high),
            unfold(f"e2_{s.name} {name}", s.low),
            [*unfold(f"e2_{s.name} {name}", f"{n}+1"), ("induction", f"e2_{s.name}[{n}]")],
        )


def placed(name: str, value: Any) -> dict[str, Any]:
    """An integer letter at a place, as an argument of `Book` and `use`.

    >>> placed("n", "L")
    {'n': 'L'}
    """
    return {name: value}


def _word(text: str, name: str, value: str) -> str:
    return re.sub(rf"\b{name}\b(?!\[)", lambda _: value, text)


def running_expansion(
    v: Variation, letters: list, s: Running, moved: str, given: dict[str, Any], n: str
) -> tuple[str, str, list]:
    """s1_n = s_n + Σ_k t^k e_k[n] by induction, with families e_k of coefficients: (certificate, Σ_k t^k e_k at the end, them).

    ``moved``: what the product becomes, or the summand of a sum over the layers in n_."""
    o, t = v.o, v.t
    here = o.placed(s.term, "n_+1")
    there = at(moved, n_="n_+1") if s.layers else here.replace(f"{o.product}[{o.count}]", moved)
    env = declarations_of([*letters, ["n_", {"kind": "integer", "min": s.low, "max": f"{s.high}-1"}]])
    parts = env.poly(there).by_power(t)
    more: list[list[Any]] = []
    for e, part in sorted(parts.items(), key=lambda item: item[0].constant or 0):
        if e.constant and not part.is_zero():
            name = f"e{e.constant}_{s.name}"
            more.append(
                [name, {"kind": "real", "over": ["n_", s.low, s.high], "first": "0", "next": f"{name}[n_] + {poly_text(part)}"}]
            )
    letters = [*letters, *more]
    at_n, at_end = (" + ".join(f"{t}**{x[0][1:].split('_')[0]}*{x[0]}[{place}]" for x in more) or "0" for place in (n, s.high))
    first, name = v.again[s.name], s.name
    names = " ".join([first, name, *(x[0] for x in more)])
    rules = [
        *unfold(names, f"{n}+1"),
        ("induction", f"{first}[{n}]"),
        *([f"def {v.again[o.family]}[{n}+1]"] if s.layers else []),
        *((label, lead) for label, (_, lead) in given.items()),
    ]
    page = v.book.induct(
        letters,
        [],
        f"{first}[{n}] == {name}[{n}] + {at_n}",
        (n, s.low, s.high),
        unfold(names, s.low),
        rules,
        {label: cert for label, (cert, _) in given.items()},
    )
    return page, f"({at_end})", more
