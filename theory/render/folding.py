"""A statement read and folded: what stays to be declared, defined, assumed and concluded, as trees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from theory.kernel.statement import POINTS
from theory.render.closed import Closed, closed_form
from theory.render.names import Symbol, symbols
from theory.render.orders import DEFINED, Table, said
from theory.render.reading import read
from theory.render.shapes import Shapes, in_order
from theory.render.tree import ONE, ZERO, Math, letter, plus, put, simplified, tidy, transpose

BOUND = {"L": "lkji", "T": "tjki", "": "jikl"}
"""Names for a bound index, by the letter where its range ends."""


MENTIONING = ("shape", "size", "over", "min", "max", "path", "grows")
"""Fields of a declaration that mention letters without defining anything that is shown elsewhere."""

LARGEST = 200
"""Nodes of a closed form that is still put where its letter stands."""


@dataclass
class Definition:
    """``name`` is defined: by ``value`` (a tree; for a family in the variable ``var``), by a recursion ``start``/``step``,
    by ``places`` that differ from the family ``other``, or as an entry or root (a tree in ``value``); ``index``: at this
    index only."""

    name: str
    value: Math | None = None
    var: str = ""
    ends: tuple[Math, Math] | None = None
    start: tuple[Math, Math] | None = None
    step: tuple[Math, Math] | None = None
    places: tuple[tuple[Math, Math], ...] = ()
    other: str = ""
    index: Math | None = None

    def trees(self) -> Iterator[Math]:
        """All right-hand sides."""
        yield from (tree for tree in (self.value, self.start and self.start[1], self.step and self.step[1]) if tree)
        yield from (tree for _, tree in self.places)


@dataclass
class Folded:
    """The parts of a statement that are printed. ``sources``: for each hypothesis and conclusion, the atoms it stands for."""

    table: Table
    free: list[str]
    fresh: list[str]
    where: list[Definition] = field(default_factory=list)
    given: list[tuple[Math, tuple[int, ...]]] = field(default_factory=list)
    then: list[tuple[Math, tuple[int, ...]]] = field(default_factory=list)
    families: dict[str, str] = field(default_factory=dict)
    """The bound index of each family."""
    symmetric: set[str] = field(default_factory=set)
    """Letters that are any symmetric matrix."""


def folded(statement: dict[str, Any]) -> Folded:
    """The statement with recursion letters, constants, orderings and inverses said as a reader writes them.

    >>> f = folded({"letters": [["c", {"kind": "positive", "value": "1/2"}], ["x", {"kind": "real"}]], "then": ["2*c*x == x"]})
    >>> f.then[0][0].args[0].value, f.free
    ('x', ['x'])
    """
    return _Folding(statement).result()


class _Folding:
    def __init__(self, statement: dict[str, Any]):
        self.letters = [tuple(item) for item in statement["letters"]]
        self.more = [tuple(item) for item in statement.get("exists", [])]
        self.table: Table = dict([*self.letters, *self.more])
        looks = symbols(self.table, {name for name, spec in self.table.items() if "over" in spec}).values()
        self.taken = {*self.table, *(look.base for look in looks if look == Symbol(look.base))}
        self.inline: dict[str, Closed] = {}
        self.values: dict[str, Math] = {}
        self.shape = Shapes(self.table, self._put)
        self.definitions: dict[str, Definition] = {}
        self.families: dict[str, str] = {}
        self.given = [read(text) for text in statement.get("given", [])]
        self.then = [read(text) for text in statement["then"]]

    def result(self) -> Folded:
        """All steps, in order."""
        uses = self._uses()
        for name, spec in self.table.items():
            if "over" in spec:
                self.families[name] = self._bound(spec)
            if DEFINED & set(spec):
                self._define(name, spec, uses)
        given, then = ([self._put(self._renamed(atom)) for atom in atoms] for atoms in (self.given, self.then))
        everywhere = self._everywhere(given, then)
        if single := self._single(everywhere):
            say = partial(_alone, single)
            given, then = (list(map(say, atoms)) for atoms in (given, then))
            self.definitions = {n: _changed(d, say) for n, d in self.definitions.items() if n not in single.values()}
            everywhere = self._everywhere(given, then)
        assumed = said(given, [n for n, _ in self.letters], self.table, everywhere)
        shown = said(then, [n for n, _ in self.more], self.table, everywhere)
        self.values = {**assumed.inverses, **shown.inverses}
        gone = assumed.gone | shown.gone | set(self.values)
        atoms = [[(put(atom, self.values), origin) for atom, origin in part.atoms] for part in (assumed, shown)]
        trees = [atom for part in atoms for atom, _ in part]
        where = self._needed(trees)
        halves = self._symmetric(everywhere)
        where = [d for d in where if d.name not in halves.values()]
        alike = halves | single
        free = [alike.get(n, n) for n, s in self.letters if not DEFINED & set(s) and n not in gone]
        fresh = [n for n, s in self.more if not DEFINED & set(s) and n not in gone]
        met = self._met([*free, *fresh], trees, where)
        free, fresh = ([n for n in names if n in met] for names in (free, fresh))
        return Folded(self.table, free, fresh, where, atoms[0], atoms[1], self.families, set(halves.values()))

    def _everywhere(self, *atoms: list[Math]) -> list[Math]:
        """All trees: these atoms, and what defines letters."""
        return [*(atom for part in atoms for atom in part), *(tree for d in self.definitions.values() for tree in d.trees())]

    def _single(self, everywhere: list[Math]) -> dict[str, str]:
        """Free families P of a single member that is met as such, or as the point of a function, with the letter X = P_1."""
        found: dict[str, str] = {}
        mine = dict(self.letters)
        for name, d in self.definitions.items():
            member = d.value
            if member is None or member.kind != "letter" or not member.args or d.ends or name not in mine:
                continue
            family = member.value
            spec = mine.get(family, {"over": ["", "0", "1"]})
            ends = {simplified(read(end)) for end in spec["over"][1:]}
            same = all(spec.get(key) == mine[name].get(key) for key in ("kind", "shape", "size", "positive"))
            if family in found or DEFINED & set(spec) or ends != {member.args[0]} or not same:
                continue
            nodes = [node for tree in everywhere for node in tree.walk() if family in _named(node)]
            others = {d.other for d in self.definitions.values()}
            if family not in others and all(node == member or node.kind in POINTS for node in nodes):
                found[family] = name
        return found

    def _met(self, names: list[str], atoms: list[Math], where: list[Definition]) -> set[str]:
        """Those of the letters that something shown mentions. A letter that may have no value stays: it says something by
        itself."""
        places = [end for d in where for end in (*(d.ends or ()), *(place for place, _ in d.places), d.index) if end]
        trees = [*atoms, *places, *(tree for d in where for tree in d.trees())]
        met = {name for tree in trees for node in tree.walk() for name in _named(node)}
        met |= {name for name in names if "max" in self.table[name]}
        while True:
            specs = [self.table[name] for name in names if name in met]
            texts = " ".join(str(spec.get(key)) for spec in specs for key in MENTIONING)
            more = {name for name in names if re.search(rf"\b{re.escape(name)}\b", texts)} - met
            if not more:
                return met
            met |= more

    def _symmetric(self, everywhere: list[Math]) -> dict[str, str]:
        """Letters B that are met in a definition A = B + Bᵀ only, with that A: it is any symmetric matrix."""
        found = {}
        free = {name for name, spec in self.letters if not DEFINED & set(spec)}
        nodes = [node for tree in everywhere for node in tree.walk()]
        for name, d in self.definitions.items():
            half = d.value.args[0] if d.value is not None and d.value.kind == "plus" else None
            if half is None or half.kind != "letter" or half.value not in free or "value" not in self.table[name]:
                continue
            spec = self.table[half.value]
            same = d.value == plus(half, transpose(half)) and half.args == ((letter(d.var),) if d.var else ())
            here = spec.get("over", ["", "", ""])[1:] == self.table[name].get("over", ["", "", ""])[1:]
            met = sum(half.value in _named(node) for node in nodes)
            if same and here and met == 2 and spec["kind"] == "matrix" and name in dict(self.letters):
                found[half.value] = name
        return found

    def _uses(self) -> dict[str, int]:
        """How often each letter is written, in atoms and definitions."""
        found: dict[str, int] = {}
        texts = [str(v) for s in self.table.values() for k in ("value", "next", "previous", "override", "root", "first", "last")
                 for v in _texts(s.get(k))]  # fmt: skip
        for tree in [*self.given, *self.then, *map(read, texts)]:
            for node in tree.walk():
                for name in _named(node):
                    found[name] = found.get(name, 0) + 1
        return found

    def _bounds(self, spec: dict[str, Any]) -> str:
        """Names for the index of a family or a sum that are no letters, best first."""
        high = "".join(c for c in spec["over"][2] if c.isalpha())
        return self._unused(BOUND.get(high[:1] if high else "L", BOUND[""]))

    def _unused(self, best: str) -> str:
        """Single letters that no letter of the statement is, or looks like."""
        names = [*best, *"ijklnpqstuvxyzabcdefghmorwABCDEFGHJKMNOPQRSTUVXYZ"]
        return "".join(n for n in dict.fromkeys(names) if n not in self.taken)

    def _bound(self, spec: dict[str, Any]) -> str:
        return self._bounds(spec)[:1] or "n_"

    def _put(self, tree: Math) -> Math:
        """The tree with constants and closed forms in place of their letters."""

        def change(node: Math) -> Math:
            if node.kind == "letter" and node.value in self.inline:
                return self.inline[node.value](node.args[0] if node.args else ONE)
            node = in_order(tidy(node), self.shape)
            if node.kind == "power" and node.args[1] == ZERO:
                size = self.shape(node.args[0])
                return Math("I", size[:1]) if size else ONE
            return node

        return tree.map(change)

    def _renamed(self, atom: Math) -> Math:
        """An atom with a bound variable that people write, and that no letter looks like."""
        if atom.kind == "all" and (atom.value.endswith("_") or atom.value in self.taken):
            name = self._bound({"over": [atom.value, "0", "T"]})
            return Math("all", (*atom.args[:2], put(atom.args[2], {atom.value: letter(name)})), name)
        if atom.kind == "during" and (atom.value.endswith("_") or atom.value in self.taken):
            name = self._unused("tsyx")[:1] or "t_"
            return Math("during", (put(atom.args[0], {atom.value: letter(name)}),), name)
        if atom.kind == "roots" and atom.value[0].rstrip("_") in self.taken:
            variable, *counts = atom.value
            name = self._unused("stxyz")[:1] or "s_"
            return Math("roots", tuple(put(part, {variable: letter(name)}) for part in atom.args), (name, *counts))
        return atom

    def _define(self, name: str, spec: dict[str, Any], uses: dict[str, int]) -> None:
        found = self._definition(name, spec)
        if found.value is not None and "value" in spec and self._plain(found.value, "over" in spec):
            value = found.value
            self.inline[name] = lambda index: value
            return
        closed = closed_form(name, spec, self._put, self._bounds(spec)) if "over" in spec else None
        if closed is not None:
            var = letter(found.var)
            form = closed(var)
            often = any(node.kind == "prod" for node in form.walk()) and uses.get(name, 0) - _own(spec, name) > 1
            if not often and sum(1 for _ in form.walk()) <= LARGEST:
                self.inline[name] = closed
                return
            found = Definition(name, form, found.var, found.ends)
        self.definitions[name] = found

    def _plain(self, value: Math, family: bool) -> bool:
        """A number, or a linear expression in integers: put where the letter stands."""
        if value.kind == "number" or family:
            return value.kind == "number"
        terms = value.args if value.kind == "plus" else (value,)
        linear = all(_linear(term) for term in terms)
        return linear and all(self.table[n.value]["kind"] == "integer" for n in value.walk() if n.kind == "letter")

    def _definition(self, name: str, spec: dict[str, Any]) -> Definition:
        var, ends = self.families.get(name, ""), None
        here: dict[str, Math] = {}
        if "over" in spec:
            ends = (simplified(read(spec["over"][1])), simplified(read(spec["over"][2])))
            here = {spec["over"][0]: letter(var)}

        def tree(text: str) -> Math:
            return self._put(put(read(text), here))

        found = Definition(name, var=var, ends=ends)
        if "value" in spec:
            found.value = tree(spec["value"])
        elif "root" in spec:
            found.value = Math("root", (tree(spec["root"][1]), simplified(tree(spec["root"][0]))))
        elif "entry" in spec:
            found.value = Math("entry", (simplified(tree(spec["entry"][1])),), spec["entry"][0])
        elif "override" in spec:
            found.other = spec["override"]["of"]
            found.places = tuple((simplified(read(p)), self._put(read(v))) for p, v in spec["override"]["at"].items())
            found.value = self._put(letter(found.other, letter(var)))
        elif ends is not None:
            up = "first" in spec
            to = simplified(plus(letter(var), ONE)) if up else letter(var)
            found.start = (ends[0 if up else 1], tree(spec["first" if up else "last"]))
            found.step = (to, tree(spec["next" if up else "previous"]))
        return found

    def _needed(self, atoms: list[Math]) -> list[Definition]:
        """The definitions that a reader needs, in order, with what was said otherwise put in."""
        wanted, todo = set(), [*atoms]
        while todo:
            for node in todo.pop().walk():
                for name in _named(node):
                    if name in self.definitions and name not in wanted:
                        wanted.add(name)
                        todo += self.definitions[name].trees()
        found = [d for name, d in self.definitions.items() if name in wanted]
        return [self._at_use(_changed(d, partial(put, values=self.values)), atoms, found) for d in found]

    def _at_use(self, d: Definition, atoms: list[Math], found: list[Definition]) -> Definition:
        """A closed product, at the only index where it is met."""
        if d.value is None or d.value.kind != "prod" or d.ends is None:
            return d
        trees = [*atoms, *(tree for other in found if other is not d for tree in other.trees())]
        indices = {node.args[0] for tree in trees for node in tree.walk() if node.kind == "letter" and node.value == d.name}
        if len(indices) != 1:
            return d
        (index,) = indices
        if any(n.kind == "letter" and n.value not in self.table for n in index.walk()):
            return d
        closed = closed_form(d.name, self.table[d.name], self._put, self._bounds(self.table[d.name]))
        assert closed is not None
        return Definition(d.name, put(closed(index), self.values), index=index)


def _named(node: Math) -> tuple[str, ...]:
    """The letters that a node names."""
    if node.kind in POINTS:
        return tuple(node.value)
    if node.kind == "diff":
        return (node.value[0],)
    return (node.value,) if node.kind in ("letter", "chain", "entry") else ()


def _own(spec: dict[str, Any], name: str) -> int:
    texts = [spec.get("next", ""), spec.get("previous", "")]
    return sum(n.kind == "letter" and n.value == name for text in texts if text for n in read(text).walk())


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, dict):
        return list(value["at"].values())
    return [value[1]] if isinstance(value, list) else [value]


def _linear(term: Math) -> bool:
    inner = term.args[0] if term.kind == "neg" else term
    if inner.kind == "times" and len(inner.args) == 2 and inner.args[0].kind == "number":
        inner = inner.args[1]
    return inner.kind in ("number", "letter") and not inner.args


def _alone(single: dict[str, str], tree: Math) -> Math:
    """The tree with X for the only member of a family: ∇_X F = 0 for ∇_{P_l} F = 0 at 1 ≤ l ≤ 1."""

    def change(node: Math) -> Math:
        if node.kind == "letter" and node.args and node.value in single:
            return letter(single[node.value])
        if node.kind not in POINTS or node.value[1] not in single:
            return node
        function, point = node.value[0], single[node.value[1]]
        if node.kind == "critical":
            return Math("rel", (Math("gradient", (letter(function), letter(point))), ZERO), "=")
        return Math(node.kind, (), (function, point))

    return tree.map(change)


def _changed(d: Definition, change: Callable[[Math], Math]) -> Definition:
    """The definition with its right-hand sides changed."""
    pair = lambda p: p and (p[0], change(p[1]))  # noqa: E731
    return replace(d, value=d.value and change(d.value), start=pair(d.start), step=pair(d.step),
                   places=tuple((a, change(b)) for a, b in d.places))  # fmt: skip
