"""An objective of the layers of a family, taken apart: F = φ(W_L ⋯ W_1, sums over the data) + Σ_l c·B_l(W_l).

φ and B are polynomials: each is differentiated as an objective of one matrix by `theory.statements.derivatives.calculus`,
and the chain
rule puts the products around it: ∇_{W_l} F = (W_L ⋯ W_{l+1})ᵀ ∇φ (W_{l-1} ⋯ W_1)ᵀ + c·∇B_l(W_l).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from theory.kernel.letters import Letters
from theory.kernel.statement import declarations_of
from theory.prove.formulas import at
from theory.prove.letters import integer, matrix, real
from theory.prove.text import integer_text
from theory.statements.derivatives.calculus import gradient, jet
from theory.statements.derivatives.terms import Shape, Term, add, inner, letter, mul, negative, num, parse_term
from theory.statements.derivatives.writing import Writer
from theory.statements.families.indices import index_of
from theory.statements.families.reading import read_family_objective
from theory.statements.families.stating import Stated, state
from theory.statements.families.writing import MEMBER, tail
from theory.statements.tree import StatementError

LAYERS = "the layers occur in W_L ⋯ W_1, and one at a time in sums over the layers: no two neighbours in a term, none by itself"
NORMS = "odd powers of norms, inverses and divisions by what moves are not known of families"


@dataclass(frozen=True)
class Running:
    """A sum Σ_n of the objective. ``name``: its letter; ``summand``: kernel text in n_+1; ``weight``: the text of its
    coefficient;
    ``index``: what the user called the index; ``layers``: whether it runs over the layers, else over data and the product;
    ``high``, ``low``: of its members; ``term``: the summand in flat letters, ``slope`` its gradient in W, or in P."""

    name: str
    summand: str
    weight: Term
    layers: bool
    low: str
    high: str
    term: Term
    slope: Term
    index: str = "i"


@dataclass
class FamilyObjective:
    """``base``: letters of F in the kernel, without F; ``family`` W, ``product`` P (""  if there is none), ``count`` L."""

    text: str
    where: str
    stated: Stated
    family: str
    count: str
    product: str
    base: list
    expression: str
    outer: Term
    sums: list[Running] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """Names of the letters of the derivation: A (the product from above), F, H, Z (directions), l, t, and others."""

    def name(self, role: str) -> str:
        """A name for a letter of the derivation that the objective does not have."""
        if role not in self.names:
            taken = {*dict(self.base), *self.names.values(), *self.stated.indices, "n_"}
            shown = role
            while shown in taken or f"{shown}1" in taken:
                shown += "_"
            self.names[role] = shown
        return self.names[role]

    @property
    def env(self) -> Letters:
        """The letters of F."""
        return declarations_of(self.base)

    @property
    def shape(self) -> tuple[str, str]:
        """Rows and columns of W[n_]."""
        rows, columns = dict(self.base)[self.family]["shape"]
        return rows, columns

    def term_shape(self) -> Shape:
        """Rows and columns of W[n_+1], as its flat letter has them."""
        return _flat_shape(dict(self.base)[self.family])

    def shape_at(self, place: str) -> list[str]:
        """Rows and columns of a member."""
        return [at(side, n_=place) for side in self.shape]

    def value(self) -> list:
        """The letter F."""
        return real(self.name("F"), self.expression)

    def tail(self) -> list:
        """The letter A: A[n] = W_L ⋯ W_{n+1}."""
        top = self.shape_at(self.count)
        rows, columns = self.shape_at("n_+1")
        return tail(self.name("A"), self.family, (rows, columns), (top[0], top[1]), "0", self.count, True)

    def layer(self, high: str = "") -> list:
        """The letter l."""
        return integer(self.name("l"), "1", high or self.count)

    def direction(self) -> list:
        """The letter H, a direction in layer l."""
        return matrix(self.name("H"), *self.shape_at(self.name("l")))

    def slopes(self) -> list:
        """For each sum over data the family C with C[n] = Σ_{i ≤ n} of the gradients of its summands in P."""
        found = []
        for s in self.sums:
            if not s.layers and not s.slope.zero:
                text = self.placed(s.slope, "n_+1")
                zero = self.placed(s.slope, str(int(s.low) + 1))
                shape = dict(self.base)[self.product]["shape"]
                found.append(
                    [
                        self.name(f"C_{s.name}"),
                        {
                            "kind": "matrix",
                            "over": ["n_", s.low, s.high],
                            "shape": [at(shape[0], n_=self.count), shape[1]],
                            "first": f"0*({zero})",
                            "next": f"{self.name(f'C_{s.name}')}[n_] + {text}",
                        },
                    ]
                )
                # fmt: skip
        return found

    def placed(self, term: Term, place: str) -> str:
        """A term in flat letters at a place: W becomes W[place], data with members likewise, P becomes P[L]."""
        writer = Writer()
        for name, spec in self.base:
            if name == self.product:
                writer.shown[name] = f"{name}[{self.count}]", 4
            elif "over" in spec and spec["kind"] != "dimension":
                writer.shown[name] = f"{name}[@]", 4
        before = index_of(f"{place}-1")
        assert before is not None
        return at(writer(term), n_=integer_text(before)).replace("[@]", f"[{place}]")

    def around(self) -> str:
        """∇φ: the gradient in the product, sums over data included; "" if there is no product."""
        if not self.product:
            return ""
        parts = [gradient(self.outer, {}).get(self.product, num(0))]
        shape = parts[0].shape or self.product_shape()
        for s in self.sums:
            if not s.layers and not s.slope.zero:
                parts.append(mul(s.weight, letter(self.name(f"C_{s.name}"), shape)))
        total = add(*parts)
        writer = Writer()
        writer.shown[self.product] = f"{self.product}[{self.count}]", 4
        for s in self.sums:
            writer.shown[self.name(f"C_{s.name}")] = f"{self.name(f'C_{s.name}')}[{s.high}]", 4
        return "" if total.zero else writer(total)

    def product_shape(self) -> Shape:
        """Of W_L ⋯ W_1."""
        rows, columns = dict(self.base)[self.product]["shape"]
        return at(rows, n_=self.count), columns

    def gradient(self, place: str = "") -> str:
        """The gradient in W[place], for the kernel; in layer l without a place."""
        return " + ".join(self.gradient_parts(place)) or f"0*{self.family}[{place or self.name('l')}]"

    def gradient_parts(self, place: str = "") -> list[str]:
        """Its summands: through the product, and one for each sum over the layers."""
        place = place or self.name("l")
        parts, before = [], at(f"{self.product}[k-1]", k=place) if self.product else ""
        if around := self.around():
            parts.append(f"{self.name('A')}[{place}].T*({around})*{before}.T")
        for s in self.sums:
            if s.layers and not s.slope.zero:
                parts.append(self.placed(mul(s.weight, s.slope), place))
        return parts

    def moving(self) -> list[str]:
        """Letters that depend on W, in their order."""
        return [n for n, _ in self.base if self.family in self.env.depends(n)]


def read_objective_of_families(text: str, variables: list[str], where: str = "") -> FamilyObjective:
    """The objective of a text in the layers of one family; StatementError with a place for what cannot be taken apart.

    >>> found = read_objective_of_families("1/2*||W_L ⋯ W_1 - Y||^2", ["W"], "W: family of L matrices, W_l: d_l x d_{l-1}")
    >>> found.gradient()
    'A[l].T*(P[L] - Y)*P[l-1].T'
    """
    reading = read_family_objective(text, where)
    if len(variables) != 1 or variables[0] not in reading.families:
        known = ", ".join(n for n, f in reading.families.items() if not f.scalar)
        raise StatementError(f"an objective of layers is differentiated in one family: --in {known or 'W'}", text, 0)
    if reading.objective is None or reading.objective.shape is not None:
        raise StatementError("an objective is a number: a norm or a trace is missing", text, 0)
    stated = state(reading)
    family = variables[0]
    if stated.norms or stated.inverses or stated.factors or reading.families[family].kinds - {"matrix", "square"}:
        raise StatementError(f"{NORMS}; layers are free matrices", text, 0)
    return _taken_apart(text, where, stated, family)


def _taken_apart(text: str, where: str, stated: Stated, family: str) -> FamilyObjective:
    letters, specs = stated.json["letters"], dict(stated.json["letters"])
    low, count = specs[family]["over"][1:]
    if low != "1" or specs.get(count, {}).get("kind") != "integer":
        raise StatementError(f"the layers are {family}_1, …, {family}_L, for a letter L", text, 0)
    if stated.json["given"]:
        raise StatementError("hypotheses beside the kinds of letters are not known in an objective of layers", where or text, 0)
    products = [n for n, (f, way) in stated.products.items() if f == family]
    if len(products) > 1 or any(stated.products[n][1] != "up" or not specs[n]["next"].startswith(family) for n in products):
        raise StatementError(f"one product of all layers is known, {family}_L ⋯ {family}_1", text, 0)
    product = products[0] if products else ""
    if product and specs[product]["over"][1] != "0":
        raise StatementError(f"one product of all layers is known, {family}_L ⋯ {family}_1", text, 0)
    found = FamilyObjective(text, where, stated, family, count, product, letters, stated.expression, num(0))
    _read_terms(found, specs)
    return found


def _read_terms(found: FamilyObjective, specs: dict[str, dict]) -> None:
    text = found.expression
    shapes: dict[str, Shape] = {}
    for name, spec in specs.items():
        if spec["kind"] != "dimension":
            shapes[name] = _flat_shape(spec)
    if found.product:
        shapes[found.product] = found.product_shape()
    sums = [n for n in specs if n in found.moving() and n != found.product]
    for name in sums:
        if specs[name].get("first") != "0" or "shape" in specs[name]:
            raise StatementError(LAYERS, found.text, 0)
        if specs[name]["over"][1] != "0":
            raise StatementError("sums in an objective of layers begin at 1, as sum_{l=1}^{L}", found.text, 0)
    flat = _flattened(text, {found.product: found.count, **{n: specs[n]["over"][2] for n in sums}}, found)
    term = parse_term(flat, shapes, {})
    weights = gradient(term, {})
    for name in sums:
        weight = weights.get(name, num(0))
        if weight.names() & {found.product, *sums, found.family}:
            raise StatementError("a sum over an index stands in the objective with a constant before it", found.text, 0)
        found.sums.append(_running(found, name, specs, weight, shapes))
        term = add(term, negative(mul(weight, letter(name))))
    if found.family in term.names():
        raise StatementError(LAYERS, found.text, 0)
    found.outer = term


def _flat_shape(spec: dict) -> Shape:
    if "shape" in spec:
        rows, columns = (at(s, n_="n_+1") if "over" in spec else s for s in spec["shape"])
        return None if (rows, columns) == ("1", "1") else (rows, columns)
    return (spec["size"], spec["size"]) if "size" in spec else None


def _flattened(text: str, tops: dict[str, str], found: FamilyObjective) -> str:
    """Members at their only place as letters without one."""

    def put(match: re.Match) -> str:
        if tops.get(match[1]) != match[2]:
            raise StatementError(LAYERS, found.text, 0)
        return match[1]

    return MEMBER.sub(lambda m: m[0] if _is_size(m, text) else put(m), text)


def _is_size(match: re.Match, text: str) -> bool:
    return text[: match.start()].endswith("I(")


def _running(found: FamilyObjective, name: str, specs: dict[str, Any], weight: Term, shapes: dict) -> Running:
    spec = specs[name]
    summand = spec["next"].removeprefix(f"{name}[n_] + ")
    of_layers = f"{found.family}[" in summand
    if of_layers and found.product and f"{found.product}[" in summand:
        raise StatementError("a summand has one layer, or the whole product", found.text, 0)
    tops = {n: "n_+1" for n, s in specs.items() if "over" in s} | ({found.product: found.count} if found.product else {})
    flat = _flattened(summand, tops, found)
    term = parse_term(flat.strip(), shapes, {})
    variable = found.family if of_layers else found.product
    slope = gradient(term, {}).get(variable, num(0))
    index = next((n.value[0] for n in found.stated.reading.nodes() if n.op == "sum"), "i")
    return Running(name, summand, weight, of_layers, spec["over"][1], spec["over"][2], term, slope, index)


def second_form(found: FamilyObjective) -> tuple[Term, dict[str, Term]]:
    """The Hessian form along Z in all layers: of the outer part in P, DP and EP, where P(W + tZ) = P + t·DP + t²·EP + …;
    and for
    each sum over the layers that of its summand in W and Z."""
    parts: dict[str, Term] = {}
    total = num(0)
    if found.product:
        shape = found.product_shape()
        dp, ep = letter("DP", shape), letter("EP", shape)
        curved = jet(found.outer, {found.product: dp}, {}).second
        slope = gradient(found.outer, {}).get(found.product, num(0))
        total = add(curved, mul(num(2), inner(slope, ep))) if not slope.zero else curved
    for s in found.sums:
        rows, columns = found.shape_at("n_+1")
        if s.layers:
            parts[s.name] = jet(s.term, {found.family: letter("Z", (rows, columns))}, {}).second
        else:
            shape = found.product_shape()
            curved = jet(s.term, {found.product: letter("DP", shape)}, {}).second
            parts[s.name] = add(curved, mul(num(2), inner(s.slope, letter("EP", shape)))) if not s.slope.zero else curved
    return total, parts
