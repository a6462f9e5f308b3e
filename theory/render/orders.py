"""Orderings and inverses said as such.

``A + K*K.T == B`` with a matrix K that is met nowhere else says A ⪯ B: among the hypotheses for every K (of any width), in
a conclusion for some K. ``X*J == I(n)`` and ``J*X == I(n)`` say that X is invertible and J = X⁻¹.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from theory.render.reading import read
from theory.render.shapes import Shapes
from theory.render.tree import ZERO, Math, letter, number, plus, power, simplified, times, transpose

Table = dict[str, dict[str, Any]]
DEFINED = {"value", "first", "last", "override", "root", "entry"}


@dataclass
class Said:
    """What was said otherwise: the atoms as they are now (with the places of those they stand for), the letters that went,
    the inverses to be put."""

    atoms: list[tuple[Math, tuple[int, ...]]]
    gone: set[str] = field(default_factory=set)
    inverses: dict[str, Math] = field(default_factory=dict)


class _Candidate(NamedTuple):
    place: int
    ordering: Math
    witness: str
    width: str


def said(atoms: list[Math], free: Iterable[str], table: Table, everywhere: Iterable[Math]) -> Said:
    """The atoms with orderings and invertibility in place of their witnesses among the letters ``free``.

    ``table``: all declarations; ``everywhere``: all trees of the statement, these atoms included: a witness that occurs
    elsewhere stays, and so does one whose width means something else too.
    """
    uses = Counter(node.value for tree in everywhere for node in tree.walk() if node.kind == "letter")
    found = Said([(atom, (k,)) for k, atom in enumerate(atoms)])
    names = {name for name in free if not DEFINED & set(table[name])}
    _inverses(found, names, table)
    candidates = [c for k, (atom, _) in enumerate(found.atoms) if (c := _ordering(k, atom, names, table, uses)) is not None]
    while candidates != (kept := [c for c in candidates if _any_width(c, candidates, names, table, uses)]):
        candidates = kept
    for c in candidates:
        found.atoms[c.place] = c.ordering, found.atoms[c.place][1]
        found.gone |= {c.witness} | ({c.width} & names)
    found.gone -= {c.width for c in candidates if _square(table[c.witness])}
    return found


def _inverses(found: Said, names: set[str], table: Table) -> None:
    for name in (name for name in reversed(table) if name in names):
        spec = table[name]
        if spec["kind"] not in ("matrix", "diagonal") or "over" in spec or not _square(spec):
            continue
        places = [(k, x) for k, (atom, _) in enumerate(found.atoms) if (x := _inverted(atom, letter(name))) is not None]
        others = {x for _, x in places}
        taken = {name, *found.inverses}
        if len(others) != 1 or any(n.kind == "letter" and n.value in taken for x in others for n in x.walk()):
            continue
        (x,) = others
        if spec["kind"] == "matrix" and len(places) != 2:
            continue
        origin = tuple(i for k, _ in places for i in found.atoms[k][1])
        found.atoms[places[0][0]] = Math("invertible", (x,)), origin
        for k, _ in reversed(places[1:]):
            del found.atoms[k]
        found.inverses[name] = power(x, number(-1))


def _square(spec: dict[str, Any]) -> bool:
    return "size" in spec or spec["shape"][0] == spec["shape"][1]


def _inverted(atom: Math, J: Math) -> Math | None:
    """X where the atom is X J = I or J X = I."""
    if atom.kind != "rel" or atom.value != "=" or atom.args[1].kind != "I" or atom.args[0].kind != "times":
        return None
    factors = list(atom.args[0].args)
    if factors.count(J) != 1 or J not in (factors[0], factors[-1]):
        return None
    factors.remove(J)
    return times(*factors)


def _ordering(place: int, atom: Math, names: set[str], table: Table, uses: Counter[str]) -> _Candidate | None:
    """A ⪯ B and the witness, where the atom is A + K Kᵀ = B with a K that is met in this term only."""
    inner = atom.args[2] if atom.kind == "all" else atom
    if inner.kind != "rel" or inner.value != "=":
        return None
    sides = [list(side.args) if side.kind == "plus" else [side] for side in inner.args]
    for side, terms in enumerate(sides):
        for term in terms:
            gram = _gram(term, atom, names, table)
            if gram is None or uses[gram[0]] != (1 if term.kind == "power" else 2):
                continue
            if table[gram[0]]["kind"] == "diagonal" and not _all_diagonal(inner, table):
                continue
            terms.remove(term)
            low, high = plus(*sides[side]), plus(*sides[1 - side])
            up, down = ("succeq", "preceq") if Shapes(table)(term) else (">=", "<=")
            ordering = Math("rel", (high, low), up) if low == ZERO else Math("rel", (low, high), down)
            whole = Math("all", (*atom.args[:2], ordering), atom.value) if atom.kind == "all" else ordering
            return _Candidate(place, whole, *gram)
    return None


def _gram(term: Math, atom: Math, names: set[str], table: Table) -> tuple[str, str] | None:
    """The free letter K and its width where the term is K Kᵀ or Kᵀ K (or K² of a diagonal); K_j under "for all j"."""
    if term.kind == "power" and term.args[1] == number(2):
        term = Math("times", (term.args[0], term.args[0]))
    if term.kind != "times" or len(term.args) != 2:
        return None
    a, b = term.args
    K = a.args[0] if a.kind == "T" else a
    if K.kind != "letter" or K.value not in names:
        return None
    spec = table[K.value]
    if "path" in spec:
        return None
    if spec["kind"] == "diagonal":
        width, matching = spec["size"], a == b
    elif spec["kind"] == "matrix":
        width, matching = spec["shape"][0 if a.kind == "T" else 1], transpose(a) == b
    else:
        return None
    family = "over" in spec
    if not matching or family != (atom.kind == "all"):
        return None
    if family and (K.args[0] != letter(atom.value) or not _covers(atom, spec)):
        return None
    return K.value, width


def _covers(atom: Math, spec: dict[str, Any]) -> bool:
    return [simplified(end) for end in atom.args[:2]] == [simplified(read(end)) for end in spec["over"][1:]]


def _all_diagonal(inner: Math, table: Table) -> bool:
    names = {node.value for node in inner.walk() if node.kind == "letter"}
    return all(table[name]["kind"] != "matrix" for name in names if name in table)


def _any_width(c: _Candidate, candidates: list[_Candidate], names: set[str], table: Table, uses: Counter[str]) -> bool:
    """Whether the witness is square, or as wide as one likes: its width is an integer that says nothing else."""
    if _square(table[c.witness]):
        return True
    spec = table.get(c.width, {})
    if c.width not in names or spec["kind"] not in ("integer", "dimension") or {"over", "max"} & set(spec) or uses[c.width]:
        return False
    if spec["kind"] == "integer" and spec["min"] not in ("0", "1"):
        return False
    witnesses = {other.witness for other in candidates if other.width == c.width}
    word = re.compile(rf"\b{re.escape(c.width)}\b")
    texts = [str(value) for name, other in table.items() if name not in witnesses for value in other.values()]
    rows = [e for name in witnesses for e in table[name].get("shape", ())]
    return not any(map(word.search, texts)) and sum(bool(word.search(e)) for e in rows) == len(witnesses)
