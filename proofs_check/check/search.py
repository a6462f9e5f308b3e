"""Exact counterexamples: structured matrices, smallest sizes first, sieved in floats and decided exactly.

Every letter has a pool of exact values of its shape, reduced to those that meet its declaration and the hypotheses about it
alone; a letter that a hypothesis gives (X = …) is computed. Combinations are drawn, looked at in floats, and what looks like
a witness is evaluated exactly from the parsed text (`theory.statements.values`): only that refutes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import product
from random import Random
from typing import Any

import numpy as np

from proofs_check.check.batch import Batch
from proofs_check.check.pools import NUMBERS, matrices
from theory.statements.decide import meets_hypotheses, refutes
from theory.statements.declarations import Declaration
from theory.statements.numbers import Undefined
from theory.statements.reading import Reading
from theory.statements.shapes import Size, sides_of
from theory.statements.tree import Node, Relation
from theory.statements.values import Scene, is_of_kind

SAMPLES = 6000
CLOSE = 1e-9


@dataclass
class Witness:
    """Exact values of the user's letters; ``sizes`` of those names that stand for sizes; ``roots``: all sizes, by id."""

    values: dict[str, Any]
    sizes: dict[str, int] = field(default_factory=dict)
    roots: dict[int, int] = field(default_factory=dict)


class Search:
    """Draws values for the letters of one reading.

    >>> from theory.statements.reading import read
    >>> from theory.statements.values import multiply
    >>> found = Search(read("A*B = B*A")).refutation(2.0).values
    >>> multiply(found["A"], found["B"]) == multiply(found["B"], found["A"])
    False
    """

    def __init__(self, reading: Reading, seed: int = 0):
        self.reading, self.rng = reading, Random(seed)
        self.letters = reading.shapes.letters
        self.given_by = self._definitions()
        self.free = [n for n in self.letters if n not in self.given_by]

    def refutation(self, seconds: float) -> Witness | None:
        """A witness against the statement, or None in that time."""
        until = time.perf_counter() + seconds
        for sizes in self.size_choices():
            if time.perf_counter() > until:
                return None
            for values in self.drawn(sizes, wanted="against"):
                named = self.named(sizes)
                if self._scene(values, sizes, wanted="against"):
                    return Witness(values, named, dict(sizes))
                if time.perf_counter() > until:
                    return None
        return None

    def examples(self, seconds: float, most: int = 2000, wanted: str = "for") -> Iterator[Witness]:
        """Exact values without zeros that meet hypotheses and conclusions; "met": all is defined, the hypotheses
        hold, and zeros count."""
        until, count = time.perf_counter() + seconds, 0
        for sizes in self.size_choices():
            for values in self.drawn(sizes, wanted=wanted):
                if time.perf_counter() > until or count >= most:
                    return
                named = self.named(sizes)
                if self._scene(values, sizes, wanted=wanted):
                    count += 1
                    yield Witness(values, named, dict(sizes))

    def _scene(self, values: dict[str, Any], sizes: dict[int, int], wanted: str) -> bool:
        try:
            scene = Scene(self.reading, values, self.named(sizes), sizes)
            if wanted == "against":
                return refutes(scene)
            return meets_hypotheses(scene) and (all([scene.holds(r) for r in self.reading.conclusions]) or wanted == "met")
        except Undefined:
            return False

    # ------------------------------------------------------------------------------------------------------ sizes

    def roots(self) -> list[Size]:
        """Sizes that are not numbers, each once."""
        found: dict[int, Size] = {}
        for shape in self.letters.values():
            for side in shape or ():
                found |= {id(leaf): leaf for leaf in side.leaves() if not isinstance(leaf.value, int)}
        for relation in self.reading.relations():
            for node in relation.walk():
                for side in (*(node.shape or ()), *sides_of(node)):
                    found |= {id(leaf): leaf for leaf in side.leaves() if not isinstance(leaf.value, int)}
        for size in self.reading.shapes.sizes.values():
            found |= {id(leaf): leaf for leaf in size.leaves() if not isinstance(leaf.value, int)}
        return list(found.values())

    def size_choices(self) -> list[dict[int, int]]:
        """Sizes by id of the root: small sums first, 3 at most."""
        roots = self.roots()
        top = 3 if len(roots) <= 3 else 2
        choices = sorted(product(range(1, top + 1), repeat=len(roots)), key=lambda c: (sum(c), max(c, default=0)))
        return [dict(zip(map(id, roots), c, strict=True)) for c in choices[:64]]

    def named(self, sizes: dict[int, int]) -> dict[str, int]:
        """The sizes that have names."""
        return {name: sizes[id(s.root())] for name, s in self.reading.shapes.sizes.items() if id(s.root()) in sizes}

    def shape(self, name: str, sizes: dict[int, int]) -> tuple[int, int] | None:
        """The shape of a letter at these sizes."""
        shape = self.letters[name]
        if shape is None:
            return None
        return shape[0].number(sizes), shape[1].number(sizes)

    # ---------------------------------------------------------------------------------------------------- drawing

    def drawn(self, sizes: dict[int, int], wanted: str) -> Iterator[dict[str, Any]]:
        """Values that meet the hypotheses in floats ("met"), and fail ("against") or meet ("for") the conclusions."""
        pools = [self.pool(name, sizes) for name in self.free]
        if wanted == "for":  # a model has no letter that vanishes
            pools = [[v for v in pool if (any(any(row) for row in v) if isinstance(v, tuple) else v)] for pool in pools]
        if not all(pools):
            return
        total = 1
        for pool in pools:
            total *= len(pool)
        for index in self._indices([len(p) for p in pools], total):
            arrays = {name: _array(pool, index[:, k]) for k, (name, pool) in enumerate(zip(self.free, pools, strict=True))}
            count = len(index)
            if not arrays:
                arrays = {"": np.zeros(count)}
            for good in self._sieve(arrays, sizes, wanted):
                values = {name: pool[index[good, k]] for k, (name, pool) in enumerate(zip(self.free, pools, strict=True))}
                try:
                    yield self.completed(values, sizes)
                except Undefined:
                    continue

    def _indices(self, lengths: list[int], total: int) -> Iterator[np.ndarray]:
        """Index tuples: all of them, simple ones first, or samples."""
        if total <= SAMPLES:
            grid = np.array(list(product(*(range(n) for n in lengths))), dtype=int).reshape(total, len(lengths))
            yield grid[np.argsort(grid.sum(1), kind="stable")]
            return
        draw = np.random.default_rng(self.rng.randrange(2**31))
        for power in (3.0, 1.0):
            index = np.stack([(n * draw.random(SAMPLES) ** power).astype(int) for n in lengths], axis=1)
            yield index[np.argsort(index.sum(1), kind="stable")]

    def _sieve(self, arrays: dict[str, np.ndarray], sizes: dict[int, int], wanted: str) -> list[int]:
        with np.errstate(all="ignore"):
            try:
                values = dict(arrays)
                for name, node in self.given_by.items():
                    values[name] = Batch(self.reading, values, sizes, np).of(node)
                batch = Batch(self.reading, values, sizes, np)
                good = np.ones(len(next(iter(values.values()))), dtype=bool)
                for relation in self.reading.hypotheses:
                    good &= batch.gap(relation) > _least(relation)
                fails = np.full_like(good, any(q.kind == "exists" for q in self.reading.quantified))
                for relation in self.reading.conclusions:
                    fails |= ~(batch.gap(relation) > _least(relation))
            except (np.linalg.LinAlgError, ValueError):
                return self._one_by_one(arrays, sizes, wanted)
        quantified = bool(self.reading.quantified)
        if wanted == "against" or (wanted == "for" and not quantified):
            good &= fails if wanted == "against" else ~fails
        return np.flatnonzero(good)[: 30 if wanted == "against" and not quantified else 250].tolist()

    def _one_by_one(self, arrays: dict[str, np.ndarray], sizes: dict[int, int], wanted: str) -> list[int]:
        """Where an inverse does not exist for some of the samples: those where it does."""
        found: list[int] = []
        count = len(next(iter(arrays.values())))
        for k in range(min(count, 1500)):
            one = {name: a[k : k + 1] for name, a in arrays.items()}
            with np.errstate(all="ignore"):
                try:
                    values = dict(one)
                    for name, node in self.given_by.items():
                        values[name] = Batch(self.reading, values, sizes, np).of(node)
                    batch = Batch(self.reading, values, sizes, np)
                    good = all(batch.gap(r)[0] > -CLOSE for r in self.reading.hypotheses)
                    fails = any(not batch.gap(r)[0] > _least(r) for r in self.reading.conclusions)
                except np.linalg.LinAlgError:
                    continue
            if good and (wanted == "met" or self.reading.quantified or fails == (wanted == "against")):
                found.append(k)
                if len(found) >= 10:
                    break
        return found

    def completed(self, values: dict[str, Any], sizes: dict[int, int]) -> dict[str, Any]:
        """The letters that hypotheses give, exactly."""
        values = dict(values)
        for name, node in self.given_by.items():
            partial = Scene.__new__(Scene)
            partial.reading, partial.values, partial.sizes = self.reading, values, dict(sizes)
            values[name] = _shaped(partial.of(node), self.shape(name, sizes))
        return {name: values[name] for name in self.letters}

    def pool(self, name: str, sizes: dict[int, int]) -> list[Any]:
        """Exact values for one letter that meet what is said about it alone."""
        declared, shape = self.reading.declared.get(name), self.shape(name, sizes)
        size = self.reading.shapes.sizes.get(name)
        if shape is None and size is not None:
            pool: list[Any] = [Fraction(sizes[id(size.root())])]
        elif shape is None:
            pool = list(NUMBERS)
            if declared is not None and "integer" in declared.kinds and declared.bound:
                low = declared.bound[1] + (declared.bound[0] == ">")
                pool = [low + k for k in range(4)]
            elif self.rng.random() < 0.5:
                pool += [Fraction(k, 7) for k in range(-14, 15)]
        else:
            pool = list(matrices(shape) if declared is None else _of_kind(declared.kinds, declared.bound, shape))
        if declared is not None and shape is None:
            pool = [v for v in pool if is_of_kind(declared, v)]
        alone = [r for r in self.reading.hypotheses if _names(r) == {name} and not _has_sizes(r, self.reading)]
        if alone and pool:
            array = _array(pool, np.arange(len(pool)))
            with np.errstate(all="ignore"):
                try:
                    batch = Batch(self.reading, {name: array}, sizes, np)
                    keep = np.ones(len(pool), dtype=bool)
                    for relation in alone:
                        keep &= batch.gap(relation) > _least(relation)
                    pool = [v for v, k in zip(pool, keep, strict=True) if k]
                except np.linalg.LinAlgError:
                    pass  # a singular inverse somewhere in the batch: the pool stays whole, and is sieved exactly later
        return pool

    def _definitions(self) -> dict[str, Node]:
        """Letters that an equation gives by letters that are not given themselves."""
        found: dict[str, Node] = {}
        for relation in self.reading.hypotheses:
            for left, right in ((relation.left, relation.right), (relation.right, relation.left)):
                if relation.op != "=" or left.op != "name" or left.value in found or left.value not in self.letters:
                    continue
                inside = {n.value for n in right.walk() if n.op == "name"}
                used = {n.value for node in found.values() for n in node.walk() if n.op == "name"}
                if left.value in inside or inside & set(found) or left.value in used or not inside & set(self.letters):
                    continue
                declared = self.reading.declared.get(left.value)
                if declared is not None and declared.kinds - {"matrix", "real", "square"}:
                    continue
                found[left.value] = right
                break
        return found


@lru_cache(maxsize=64)
def _of_kind(kinds: frozenset[str], bound: tuple[str, Fraction] | None, shape: tuple[int, int]) -> tuple[Any, ...]:
    """The matrices of a shape that are what a declaration says: several searches ask for them."""
    declared = Declaration("", kinds, None, bound, 0)
    return tuple(v for v in matrices(shape) if is_of_kind(declared, v))


def _least(relation: Relation) -> float:
    """Above this a gap counts as one that holds; for a strict relation a tie does not."""
    return CLOSE if relation.op in (">", "≻") else -CLOSE


def _names(relation: Relation) -> set[str]:
    return {n.value for n in relation.walk() if n.op == "name"}


def _has_sizes(relation: Relation, reading: Reading) -> bool:
    return any(n.op == "name" and n.value not in reading.shapes.letters for n in relation.walk())


def _array(pool: list[Any], index: np.ndarray) -> np.ndarray:
    return np.array(pool, dtype=float)[index]


def _shaped(value: Any, shape: tuple[int, int] | None) -> Any:
    if shape is None:
        return value[0][0] if isinstance(value, tuple) else value
    return value if isinstance(value, tuple) else ((value,),)
