"""Statements without quantifiers that imply one with them: what the provers and the kernel get.

A hypothesis forall x: xᵀMx >= 0 says M + Mᵀ ⪰ 0, and forall X: tr(XM) = 0 says M = 0: such forms take its place. Otherwise it
is used at some values: those behind ``with``, or letters, their products, inverses and transposes, 0 and I that fit. A
conclusion exists K needs one value; candidates that exact values of the other letters refute are not tried. Every variant
implies the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import product

from theory.kernel.budget import Fault
from theory.statements.algebra import put_in_place
from theory.statements.elaborate import Elaborated, elaborate
from theory.statements.forms import forms, never
from theory.statements.instances import block_rows, candidate_text, chosen, instances, kinds_of
from theory.statements.reading import Reading, read
from theory.statements.shapes import Shape, Shapes, Size
from theory.statements.spoken import spoken
from theory.statements.tree import Node, Relation, StatementError, number
from theory.statements.values import Scene


@dataclass
class Variant:
    """``elaborated``: without quantifiers; ``exists``: the kernel's letters that stand for bound ones; ``said``: how it came
    about."""

    elaborated: Elaborated
    exists: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def without_quantified(reading: Reading) -> Reading:
    """The reading without its quantified parts; 0 = 0 where nothing else is concluded."""
    then = reading.conclusions or [Relation("=", number(0), number(0))]
    return replace(reading, conclusions=then, quantified=[], bound={})


def variants(first: Reading, scenes: Iterable[Scene] = ()) -> Iterator[Variant]:
    """The statements to try, the likeliest first; ``scenes``: exact values that meet the hypotheses.

    >>> found = next(variants(read("(forall x: vector, x^T A x >= 0) |- A + A^T ⪰ 0")))
    >>> found.elaborated.json["given"]
    ['A + A.T == K_1*K_1.T']
    >>> next(variants(read("A ⪰ 0 |- exists K: A = K K^T"))).elaborated.json["letters"][-1]
    ['K', {'kind': 'matrix', 'shape': ['n', 'n'], 'value': 'K_A'}]
    """
    known = list(scenes)
    given = [q for q in first.quantified if q.kind == "forall"]
    there = [q for q in first.quantified if q.kind == "exists"]
    choices = [chosen(first, q, known) for q in there]
    seen: set[str] = set()
    for many in (0, 1, 2) if given and not all(q.values for q in given) else (0,):
        for values in product(*choices):
            try:
                found = _variant(first.text, first.where, values, many)
            except (ValueError, Fault, KeyError):  # a value that has no blocks where they are wanted, or another shape
                continue
            if str(found.elaborated.json) not in seen:
                seen.add(str(found.elaborated.json))
                yield found


def _variant(text: str, where: str, wanted: tuple[dict[str, Node], ...], many: int) -> Variant:
    """One variant, from a reading of its own: shapes are settled by what is put in."""
    reading = read(text, where)
    parts = [*reading.quantified]
    base = without_quantified(reading)
    old = reading.shapes
    declared = dict(reading.declared)
    shapes = Shapes(declared, dict(old.letters), old.sizes, old.integers, old.trail, text)
    hypotheses, said = list(base.hypotheses), []
    values: dict[str, Node] = {}
    conclusions = list(reading.conclusions)
    for q, at in zip([q for q in parts if q.kind == "exists"], wanted, strict=True):
        for name, node in at.items():
            value = copy_of(node)
            shape = reading.bound[name]
            found = value.shape = _shape_of(reading, shapes, value)
            if value.zero:
                value = Node("0", (), None, shape=shape)
            elif not shapes.fit(shape, found):
                raise StatementError("of another shape", text, 0)
            values[name] = value
            shapes.letters[name] = shape
            declared.pop(name, None)
            said.append(f"shown with {name} = {candidate_text(value)}")
        conclusions += [*q.relations, *kinds_of(reading, q)]
    for name in [n for n in values if _in_blocks(shapes.letters[n])]:
        value = values.pop(name)
        del shapes.letters[name]
        conclusions = [put_in_place(r, name, value) for r in conclusions]
    stripped = replace(reading, declared=declared, conclusions=conclusions or base.conclusions, quantified=[], bound={},
                       shapes=shapes)  # fmt: skip
    for q in [q for q in parts if q.kind == "forall"]:
        form = [] if q.values else forms(reading, stripped, q)
        hypotheses += form
        said += [f"forall {', '.join(q.letters)}: {' and '.join(map(spoken, q.relations))} says "
                 f"{' and '.join(map(spoken, form))}"] if form else []  # fmt: skip
        if not form:
            for at in instances(reading, q, stripped, many):
                for relation in q.relations:
                    put = relation
                    for name, node in at.items():
                        put = put_in_place(put, name, copy_of(node))
                    mark = len(shapes.trail)
                    try:
                        shapes.relation(put, text)
                    except StatementError:
                        while len(shapes.trail) > mark:
                            shapes.trail.pop()[0].parent = None
                        continue
                    if spoken(put.left) != spoken(put.right):
                        hypotheses.append(put)
                said.append(f"used at {', '.join(f'{n} = {candidate_text(v)}' for n, v in at.items())}")
    final = replace(stripped, hypotheses=hypotheses)
    elaborated = elaborate(final, values)
    elaborated.reading = reading
    names = [elaborated.letters[n] for n in values]
    return Variant(elaborated, names, said)


def understood(reading: Reading) -> tuple[Elaborated, list[str], list[str]]:
    """The statement without its quantified parts, for the letters that it has; and these parts in the kernel's words.

    >>> elaborated, given, then = understood(read("(forall x: vector, x^T A x >= 0) |- exists t: real, t = tr(A)"))
    >>> given, then
    (['forall x: matrix n x 1: x.T*A*x >= 0'], ['exists t: real: t == tr(A)'])
    """
    base = without_quantified(reading)
    elaborated = elaborate(base)
    for q in reading.quantified:
        if q.kind == "forall" and (relation := never(reading, base, q)) is not None:
            source = reading.text if q.source == "text" else reading.where
            raise StatementError("where the letters of this forall are 0, it says 0 > 0: write >= 0, or declare pd", source,
                                 relation.at)  # fmt: skip
    lines: dict[str, list[str]] = {"forall": [], "exists": []}
    for q in reading.quantified:
        letters = ", ".join(f"{name}: {_shape_words(elaborated, reading, name)}" for name in q.letters)
        lines[q.kind].append(f"{q.kind} {letters}: {' and '.join(map(spoken, q.relations))}")
    return elaborated, lines["forall"], lines["exists"]


def _shape_words(elaborated: Elaborated, reading: Reading, name: str) -> str:
    shape, d = reading.bound[name], reading.declared.get(name)
    kinds = sorted((d.kinds if d else frozenset()) - {"matrix", "vector", "real", "square"})
    bound = f" {d.bound[0]} {d.bound[1]}" if d and d.bound else ""
    if shape is None:
        return " ".join([*kinds, "real"]) + bound
    sides = [" + ".join(str(leaf.value) if isinstance(leaf.value, int) else elaborated.letters.get(str(leaf.value), "") or
                        elaborated.unnamed.get(id(leaf), "any") for leaf in side.leaves()) for side in shape]  # fmt: skip
    return " ".join([*kinds, "matrix", *(f"({s})" if " " in s else s for s in (sides[0],)), "x", sides[1]]) + bound


def _shape_of(reading: Reading, shapes: Shapes, value: Node) -> Shape:
    if value.op == "factor":
        return shapes.letters[value.value]
    if value.op == "strip":
        rows = block_rows(reading)[value.value[0]]
        return rows[value.value[1]], Size(parts=tuple(rows))
    return shapes.of(value)


def _in_blocks(shape: Shape) -> bool:
    return any(side.root().parts for side in shape or ())


def copy_of(node: Node) -> Node:
    """A node without the shapes that it has.

    >>> copy_of(number(1)).value
    Fraction(1, 1)
    """
    fresh = copy(node)
    fresh.args = tuple(copy_of(a) for a in node.args)
    if fresh.op == "block":
        fresh.value = (fresh.value[0], fresh.value[1])
    return fresh
