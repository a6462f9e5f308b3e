"""Rows and columns of a tree. What is 1 × 1 is a scalar and may stand anywhere in a product, so such words are kept apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from theory.render.reading import read
from theory.render.tree import ONE, Math, put, simplified, times, trace, transpose

Shape = tuple[Math, Math]


class Shapes:
    """The shapes of trees in the letters of ``table``; ``known``: what to put for letters that are not shown.

    >>> letters = {"u": {"kind": "matrix", "shape": ["n", "1"]}, "A": {"kind": "matrix", "shape": ["m", "n"]}}
    >>> shape = Shapes(letters)
    >>> [end.value for end in shape(read("A.T"))], shape(read("u.T*u")), shape(read("A*u"))[1] == ONE
    (['n', 'm'], None, True)
    """

    def __init__(self, table: dict[str, dict[str, Any]], known: Callable[[Math], Math] = lambda tree: tree):
        self.table, self.known = table, known

    def __call__(self, node: Math) -> Shape | None:
        """Rows and columns; None of a scalar."""
        found = self._shape(node)
        return None if found == (ONE, ONE) else found

    def _shape(self, node: Math) -> Shape | None:
        match node.kind:
            case "letter":
                return self._member(node.value, node.args[0] if node.args else None)
            case "chain":
                ends = [self._member(node.value, index) for index in node.args]
                return (ends[0][0], ends[1][1]) if ends[0] and ends[1] else None
            case "I":
                return node.args[0], node.args[0]
            case "T":
                found = self(node.args[0])
                return found and (found[1], found[0])
            case "times":
                rest = [found for factor in self.words(node).rest if (found := self(factor))]
                return (rest[0][0], rest[-1][1]) if rest else None
            case "plus":
                return next((found for part in node.args if (found := self(part))), None)
            case "neg" | "power" | "diff":
                return self(node.args[0])
            case "sum":
                return self(node.args[2])
        return None

    def _member(self, name: str, index: Math | None) -> Shape | None:
        spec = self.table.get(name, {"kind": ""})
        if spec["kind"] not in ("matrix", "diagonal"):
            return None
        here = {spec["over"][0]: index} if index is not None and "over" in spec else {}
        rows, columns = (self.known(simplified(put(read(end), here))) for end in spec.get("shape", [spec.get("size")] * 2))
        return simplified(rows), simplified(columns)

    def words(self, product: Math) -> Words:
        """The factors of a product by what they are part of; no power of what is not square."""
        found = Words([], [], [])
        open_: list[tuple[Shape, list[Math]]] = []
        for factor in (part for whole in product.args for part in self._unpowered(whole)):
            here = self(factor)
            if here is None:
                found.scalars.append(factor)
                continue
            word = [factor]
            while open_ and open_[-1][0][1] == here[0]:
                before, factors = open_.pop()
                here, word = (before[0], here[1]), factors + word
            if here == (ONE, ONE):
                found.inside.append(Math("word", tuple(word)))
            else:
                open_.append((here, word))
        found.rest.extend(factor for _, word in open_ for factor in word)
        return found

    def _unpowered(self, factor: Math) -> list[Math]:
        """u, u for u² of a column, which stands in (uᵀ u) u."""
        if factor.kind == "power" and (found := self(factor.args[0])) and found[0] != found[1]:
            return [factor.args[0]] * int(factor.args[1].value)
        return [factor]


class Words(NamedTuple):
    """The factors of a product: scalars, 1 × 1 words such as uᵀ u in A uᵀ u B, and the rest."""

    scalars: list[Math]
    inside: list[Math]
    rest: list[Math]


def in_order(node: Math, shape: Shapes) -> Math:
    """A product or trace in which each factor fits to the next: 1 × 1 words stand in front, and identities only where no
    other matrix says their size.

    >>> shape = Shapes({name: {"kind": "matrix", "shape": ["n", "1" if name == "u" else "n"]} for name in "uA"})
    >>> [factor.kind for factor in in_order(read("tr(u.T*u*A.T*A)"), shape).args]
    ['word', 'norm2']
    """
    if node.kind == "times":
        words = shape.words(node)
        if words.inside and words.rest:
            node = times(*words.scalars, *words.inside, *words.rest)
        return _without_identities(node, shape)
    if node.kind == "inner" and shape(node.args[0]) != shape(node.args[1]):
        node = Math("tr", (in_order(times(transpose(node.args[0]), node.args[1]), shape),))
    if node.kind == "tr" and node.args[0].kind == "times":
        factors = node.args[0].args
        inside = [factor for factor in factors if factor.kind == "word"]
        return times(*inside, trace(times(*(factor for factor in factors if factor.kind != "word")))) if inside else node
    return node


def _without_identities(product: Math, shape: Shapes) -> Math:
    """The product without the identities that stand beside a matrix of as many rows or columns."""
    kept = list(product.args)
    for identity in [factor for factor in kept if factor.kind == "I"]:
        place = kept.index(identity)
        left, right = (next((found for factor in side if (found := shape(factor))), None)
                       for side in (reversed(kept[:place]), kept[place + 1 :]))  # fmt: skip
        if (left and left[1] == identity.args[0]) or (right and right[0] == identity.args[0]):
            del kept[place]
    return times(*kept)
