"""What a hypothesis with forall says without it, where that is the same: coefficients that vanish, matrices that are ⪰ 0.

xᵀMx >= 0 for all x: M + Mᵀ ⪰ 0; xᵀMx = 0: M + Mᵀ = 0; tr(XM) = 0, MX = 0, XᵀM = 0, xᵀMy = 0: M = 0; at² + bt + c >= 0 for all
numbers t: [[a, b/2], [b/2, c]] ⪰ 0.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.statement import Statement
from theory.kernel.words import Poly
from theory.prove.text import poly_text
from theory.statements.elaborate import elaborate
from theory.statements.grammar import parse
from theory.statements.quantifiers import Quantified
from theory.statements.reading import Reading
from theory.statements.shapes import Shapes, Size
from theory.statements.tokens import Tokenizer
from theory.statements.tree import Node, Relation, StatementError, number

FREE = {"matrix", "vector", "real", "square"}
"""Kinds that restrict nothing."""


def forms(reading: Reading, base: Reading, q: Quantified) -> list[Relation]:
    """Relations that say what the forall says, in the kernel's words; [] where none are seen. ``base``: the letters outside."""
    if any((d := reading.declared.get(name)) is not None and (d.kinds - FREE or d.bound) for name in q.letters):
        return []
    found: list[Relation] = []
    for relation in q.relations:
        gap = _gap(reading, base, q, relation)
        form = _all_letters(reading, base, q, relation, gap) if gap is not None else []
        if not form:
            return []
        found += form
    return found


def never(reading: Reading, base: Reading, q: Quantified) -> Relation | None:
    """A strict relation that fails where the bound letters are 0, and so contradicts the forall in front of it."""
    for relation in q.relations:
        gap = _gap(reading, base, q, relation) if relation.op in (">", "≻") else None
        if gap is not None and all(gap[2] & Poly({m: c}, gap[0].shape).mentions() for m, c in gap[0].terms.items()):
            return relation
    return None


def _gap(reading: Reading, base: Reading, q: Quantified, relation: Relation) -> tuple[Poly, str, set[str]] | None:
    """The difference, its kind, and the kernel's names of the bound letters; None where new letters would be needed."""
    bound = {name: reading.bound[name] for name in q.letters}
    kinds = {name: reading.declared[name] for name in q.letters if name in reading.declared}
    declared = {**{k: d for k, d in base.declared.items() if d.scalar}, **kinds}
    wide = replace(base, conclusions=[relation], hypotheses=[], declared=declared)
    wide.shapes = Shapes(declared, {**base.shapes.letters, **bound}, base.shapes.sizes, base.shapes.integers)
    try:
        elaborated = elaborate(wide)
        statement = Statement(elaborated.json)
    except (StatementError, Fault, KeyError):
        return None
    gap = statement.then[0]
    invented = {name for name, _ in elaborated.json["letters"]} - set(elaborated.letters.values()) - set(
        elaborated.unnamed.values())  # fmt: skip
    if invented or elaborated.computed or len(statement.then) != 1:
        return None
    if any(user != kernel for user, kernel in elaborated.letters.items()):
        return None
    return gap.difference, gap.kind, set(q.letters)


def _all_letters(reading: Reading, base: Reading, q: Quantified, relation: Relation,
                 found: tuple[Poly, str, set[str]]) -> list[Relation]:  # fmt: skip
    gap, kind, names = found
    scalars = [name for name in q.letters if reading.bound[name] is None]
    if scalars:
        return _number(base, scalars[0], relation, gap, kind) if len(q.letters) == 1 else []
    form, at = gap, list(q.letters)
    for name in reversed(at):
        following = _form(form, name, kind)
        if following is None:
            return []
        form = following
    if form.shape is None or form.mentions() & names or (len(at) > 1 and kind != "=="):
        return []
    shape = reading.bound[at[0]]
    assert shape is not None
    raw = _raw(base, form, relation.at, (shape[0], shape[0]))
    return [Relation("=" if kind == "==" else "⪰", raw, number(0), relation.at)]


def _number(base: Reading, name: str, relation: Relation, gap: Poly, kind: str) -> list[Relation]:
    """A polynomial of degree 2 in a number, or an equation of any degree."""
    parts = gap.by_power(name)
    if any(name in p.mentions() for p in parts.values()) or any(e.constant is None or e.constant < 0 for e in parts):
        return []
    if kind == "==":
        shape = relation.left.shape
        return [Relation("=", _raw(base, p, relation.at, shape), number(0), relation.at) for p in parts.values()]
    if kind != ">=" or gap.shape is not None or any((e.constant or 0) > 2 for e in parts):
        return []
    c, b, a = (parts.get(Int.of(k), Poly({})) for k in (0, 1, 2))
    entries = [_raw(base, p, relation.at, None) if p.terms else number(0) for p in (a, b.scale(Fraction(1, 2)), c)]
    if not all(p.terms for p in (a, c)) and not b.terms:
        return [Relation(">=", e, number(0), relation.at) for e in (entries[0], entries[2]) if not e.zero]
    block = Node("block", (entries[0], entries[1], entries[1], entries[2]), (2, 2), relation.at)
    one = Size(1)
    shapes = Shapes({})
    shapes.of(block)
    for side in (*block.value.heights, *block.value.widths):
        shapes.unify(side, one)
    return [Relation("⪰", block, number(0), relation.at)]


def _raw(base: Reading, value: Poly, at: int, shape: Any) -> Node:
    """A polynomial in the letters outside as an expression that has values; in the kernel's words where I stands in it."""
    text = re.sub(r"(?<![\w*])1\*", "", poly_text(value))
    old = base.shapes
    try:
        node = parse(Tokenizer({*old.letters, *old.sizes}).read(text), text, "sum")
        if not any(n.op == "identity" for n in node.walk()):
            Shapes(old.declared, dict(old.letters), old.sizes, old.integers, old.trail, text).of(node)
            return node
    except StatementError:
        pass  # a name of the kernel that the language reads otherwise
    return Node("raw", (), text, at, shape=shape)


def degree_two(gap: Poly, name: str) -> bool:
    """Whether the letter occurs twice in every monomial.

    >>> degree_two(Poly.number(1), "x")
    False
    """
    return all(sum(f.name == name for w in (m[2], *m[1]) for f in w) == 2 for m in gap.terms)


def _form(gap: Poly, name: str, kind: str) -> Poly | None:
    """M + Mᵀ of xᵀMx; of equations M of tr(XM), of MX, and of XᵀM; None for another polynomial."""
    for value in (gap, gap.transpose) if gap.shape is not None else (gap,):
        parts = [_part(value.shape, m, c, name, kind) for m, c in value.terms.items()]
        known = [p for p in parts if p is not None]
        if known and len(known) == len(parts) and all(p[0] == known[0][0] and p[1].shape == known[0][1].shape for p in known):
            return Poly.sum(p[1] for p in known)
    return None


def _part(shape: Any, monomial: tuple, c: Fraction, name: str, kind: str) -> tuple[int, Poly] | None:
    """How often the letter occurs in a monomial, and what stands beside it."""
    powers, traces, word = monomial
    mine = [t for t in traces if any(f.name == name for f in t)]
    if any(b[0] == name for b, _ in powers):
        return None
    if shape is not None:
        last = word[-1] if word else None
        if kind != "==" or mine or last is None or last.name != name or last.transposed or last.exponent != 1 or any(
                f.name == name for f in word[:-1]):  # fmt: skip
            return None
        return 1, Poly({(powers, traces, word[:-1]): c}, (shape[0], last.rows))
    if word or len(mine) != 1:
        return None
    others, trace = list(traces), mine[0]
    others.remove(trace)
    places = [k for k, f in enumerate(trace) if f.name == name]
    if any(trace[k].exponent != 1 for k in places):
        return None
    if len(places) == 1 and kind == "==":
        k = places[0]
        letter, rest = trace[k], trace[k + 1 :] + trace[:k]
        part = Poly({(powers, tuple(others), rest): c}, (letter.columns, letter.rows))
        return 1, part.transpose if letter.transposed else part
    if len(places) == 2 and kind in ("==", ">="):
        for k in places:
            following = trace[(k + 1) % len(trace)]
            if not trace[k].transposed and following.transposed and following.name == name and trace[k].columns == 1:
                turned = trace[k + 1 :] + trace[: k + 1]
                part = Poly({(powers, tuple(others), turned[1:-1]): c}, (trace[k].rows, trace[k].rows))
                return 2, part + part.transpose
    return None
