"""Exact values of all members of families, few members and small sizes first: witnesses against a statement, and models for it.

Members are drawn from the pools of their shape, sieved by their kind and by the hypotheses about one member alone; a
hypothesis that
gives a member (x_{k+1} = F(x_k), V_l = Q_l W_l) computes it, one that bounds a number is met with equality half of the
time, and
members are copies, multiples and transposes of their neighbours now and then. The parsed text decides.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from proofs_check.check.families_endless import goes_on
from proofs_check.check.families_givens import Given, givens
from proofs_check.check.pools import NUMBERS, matrices
from theory.kernel.integers import Int
from theory.statements.declarations import Declaration
from theory.statements.families.ranging import Claim, FamilyReading
from theory.statements.families.values import FamilyScene, integer_at, member_is_of_kind
from theory.statements.numbers import Undefined
from theory.statements.values import is_of_kind, scale, transpose

ROUND = 60
"""Draws at one choice of counts and sizes before the next choice has its turn."""
FACTORS = tuple(map(Fraction, ("1", "-1", "1/2", "2", "0", "1/3", "-1/2", "3/4")))


@dataclass
class FamilyWitness:
    """A scene in which a statement fails, and the values of the indices where it does."""

    scene: FamilyScene
    at: dict[str, int] = field(default_factory=dict)

    def shown(self) -> tuple[dict[str, Any], dict[str, int]]:
        """Values by letter and member (W_1, …), and counts, sizes and indices."""
        values: dict[str, Any] = {}
        for name, value in self.scene.values.items():
            if isinstance(value, dict):
                values |= {f"{name}_{place}": member for place, member in value.items()}
            else:
                values[name] = value
        sizes = {name if isinstance(name, str) else f"{name[0]}_{name[1]}": n for name, n in self.scene.integers.items()}
        return values, sizes | self.at


class FamilySearch:
    """Draws scenes for one reading.

    >>> from theory.statements.families.reading import read_families
    >>> search = FamilySearch(read_families("prod(W) prod(W)^T = I", "W: family of L matrices, W_l: n x n"))
    >>> search.refutation(2.0).scene.integers["L"]
    1
    """

    def __init__(self, reading: FamilyReading, seed: int = 0):
        self.reading, self.rng = reading, Random(seed)
        self.given = [g for claim in reading.hypotheses for g in givens(reading, claim)]
        self.pools: dict[Any, list] = {}
        self.about: dict[str, list[Claim]] = {}
        for claim in reading.hypotheses:
            if len(names := spoken_of(reading, claim)) == 1:
                self.about.setdefault(min(names), []).append(claim)

    def refutation(self, seconds: float) -> FamilyWitness | None:
        """A witness against the statement, or None in that time."""
        for scene in self.scenes(seconds, [c for c in self.choices() if c]):
            at = scene.refutes()
            if at is not None and goes_on(scene):
                return FamilyWitness(scene, at)
        return None

    def examples(self, seconds: float, *, zeros: bool = False) -> Iterator[FamilyScene]:
        """Scenes that meet hypotheses and conclusions, without zeros unless they are allowed, with several members."""
        choices = sorted(
            self.choices(),
            key=lambda c: (
                abs(sum(c.get(n, 2) for n in self.counts()) - 2 * len(self.counts())),
                sum(abs(n - 2) for k, n in c.items() if k not in self.counts()),
            ),
        )
        for scene in self.scenes(seconds, choices, nonzero=not zeros):
            try:
                if scene.meets_hypotheses() and scene.failing(self.reading.conclusions) is None:
                    yield scene
            except Undefined:
                continue

    def scenes(self, seconds: float, choices: list[dict], nonzero: bool = False) -> Iterator[FamilyScene]:
        """Drawn scenes, a round for each choice of counts and sizes in turn."""
        until = time.perf_counter() + seconds
        while choices:
            for choice in choices:
                for _ in range(ROUND):
                    if time.perf_counter() > until:
                        return
                    try:
                        yield self.draw(choice, nonzero)
                    except Undefined:
                        continue

    # ------------------------------------------------------------------------------------------------- counts, sizes

    def counts(self) -> list[str]:
        """Letters that count members, and other integers."""
        return list(self.reading.integers)

    def choices(self) -> list[dict[Any, int]]:
        """Counts and sizes: small sums first."""
        found = []
        for counts in product(*(range(least, least + 3) for least in self.reading.integers.values())):
            integers: dict[Any, int] = dict(zip(self.reading.integers, counts, strict=True))
            names = self._sizes(integers)
            tops = (1, 2, 3) if len(names) <= 2 else (1, 2)
            for sizes in list(product(tops, repeat=len(names)))[:81]:
                found.append(integers | dict(zip(names, sizes, strict=True)))
        return sorted(found, key=lambda c: sum(c.values()))[:400]

    def _sizes(self, integers: dict[Any, int]) -> list[Any]:
        """Sizes by name, (name, place) or id of the root."""
        shapes = self.reading.shapes
        names: list[Any] = [n for n in shapes.sizes if n.isidentifier() and n not in integers]
        for name, (low, high) in self.reading.sizes.items():
            names += [(name, place) for place in range(integer_at(low, integers), integer_at(high, integers) + 1)]
        open_ones = [*shapes.letters.values(), *shapes.open_shapes.values(), *(n.shape for n in self.reading.nodes())]
        names += list(dict.fromkeys(id(s.root()) for shape in open_ones for s in shape or () if s.root().value is None))
        return names

    # ------------------------------------------------------------------------------------------------------- drawing

    def draw(self, choice: dict[Any, int], nonzero: bool = False) -> FamilyScene:
        """One scene; Undefined where a hypothesis computes something that does not exist."""
        integers = {k: n for k, n in choice.items() if not isinstance(k, int)}
        scene = FamilyScene(self.reading, integers, {}, {k: n for k, n in choice.items() if isinstance(k, int)})
        computed = {g.name for g in self.given if g.sign == 0}
        for name in self.reading.shapes.letters:
            if name not in integers and name not in computed:
                scene.values[name] = self._chosen(self._letter_pool(name, scene), nonzero)
        for name, family in self.reading.families.items():
            scene.values[name] = {}
            places = range(integer_at(family.low, integers), integer_at(family.high or Int.of(0), integers) + 1)
            for place in places:
                if not self._computes(name, place, scene):
                    scene.values[name][place] = self._member(name, place, scene, nonzero)
        self._compute(scene)
        return scene

    def _chosen(self, pool: list, nonzero: bool) -> Any:
        if not pool:
            raise Undefined("nothing of this kind is in the pool")
        for _ in range(6):
            value = pool[int(len(pool) * self.rng.random() ** self.rng.choice((1.0, 2.5)))]
            if not nonzero or (any(any(row) for row in value) if isinstance(value, tuple) else value != 0):
                return value
        return value

    def _letter_pool(self, name: str, scene: FamilyScene) -> list:
        shape = self.reading.shapes.letters[name]
        d = self.reading.declared.get(name) or Declaration(name, frozenset(), None, None, 0)
        sizes = None if shape is None else (scene.size(shape[0], scene.integers), scene.size(shape[1], scene.integers))
        key = (name, sizes)
        if key not in self.pools:
            pool: list[Any] = list(NUMBERS) if sizes is None else list(matrices(sizes))
            pool = [v for v in pool if is_of_kind(d, v)]
            self.pools[key] = [v for v in pool if self._alone(name, v, None, scene)]
        return self.pools[key]

    def _alone(self, name: str, value: Any, place: int | None, scene: FamilyScene) -> bool:
        """Whether the hypotheses that speak of this value alone hold."""
        small = FamilyScene(self.reading, scene.integers, {name: value if place is None else {place: value}}, scene.roots)
        for claim in self.about.get(name, ()):
            for places in scene.places(claim):
                try:
                    if not small.holds(claim, places):
                        return False
                except (Undefined, KeyError):
                    continue
        return True

    def _member(self, name: str, place: int, scene: FamilyScene, nonzero: bool) -> Any:
        family, members = self.reading.families[name], scene.values[name]
        sizes = None
        if not family.scalar:
            shape = self.reading.shapes.member_shape(family, Int.of(place))
            assert shape is not None
            sizes = scene.size(shape[0], scene.integers), scene.size(shape[1], scene.integers)
        bound = self._bounded(name, place, scene)
        if bound is not None:
            return bound
        key = (name, place, sizes, *sorted((k, v) for k, v in scene.integers.items() if isinstance(k, str)))
        if key not in self.pools:
            pool = self._of_kind(family.kinds, sizes)
            self.pools[key] = [v for v in pool if self._alone(name, v, place, scene)]
        if place - 1 in members and self.rng.random() < 0.5:
            value = self._neighbour(members[place - 1], sizes)
            if value is not None and member_is_of_kind(family.kinds, value):
                return value
        return self._chosen(self.pools[key], nonzero)

    def _of_kind(self, kinds: frozenset[str], sizes: tuple[int, int] | None) -> list:
        """The values of a shape that are of these kinds."""
        key = (kinds, sizes)
        if key not in self.pools:
            pool: list[Any] = list(NUMBERS) if sizes is None else list(matrices(sizes))
            self.pools[key] = [v for v in pool if member_is_of_kind(kinds, v)][:400]
        return self.pools[key]

    def _neighbour(self, before: Any, sizes: tuple[int, int] | None) -> Any:
        if sizes is None:
            return before * self.rng.choice(FACTORS) if self.rng.random() < 0.7 else before + self.rng.choice(FACTORS)
        turned = transpose(before)
        kinds = [v for v in (before, before, scale(self.rng.choice(FACTORS), before), turned) if (len(v), len(v[0])) == sizes]
        return self.rng.choice(kinds) if kinds else None

    def _bounded(self, name: str, place: int, scene: FamilyScene) -> Any:
        """A number that a hypothesis bounds: at the bound, or a little inside."""
        for given in self.given:
            if given.name != name or given.sign == 0 or given.shift is None or self.rng.random() < 0.15:
                continue
            here = self._here(given, place, scene)
            if here is None:
                continue
            try:
                value = scene.of(given.value, here)
            except (Undefined, KeyError):
                continue
            slack = self.rng.choice((Fraction(0), Fraction(0), Fraction(1, 2), Fraction(1)))
            return value + given.sign * slack if not isinstance(value, tuple) else None
        return None

    def _here(self, given: Given, place: int, scene: FamilyScene) -> dict | None:
        """The indices at which a hypothesis speaks of this member; None if it does not."""
        if not given.claim.ranges:
            return dict(scene.integers) if given.shift is not None and given.shift == place else None
        ((variable, (low, high)),) = given.claim.ranges.items()
        assert given.shift is not None
        index = place - integer_at(given.shift, scene.integers)
        inside = integer_at(low, scene.integers) <= index <= integer_at(high, scene.integers)
        return {**scene.integers, variable: index} if inside else None

    def _computes(self, name: str, place: int, scene: FamilyScene) -> bool:
        return any(g.name == name and g.sign == 0 and self._here(g, place, scene) is not None for g in self.given)

    def _compute(self, scene: FamilyScene) -> None:
        """What hypotheses give, in the order in which it can be computed."""
        equations = [g for g in self.given if g.sign == 0]
        for _ in range(len(equations) + 1):
            missing = False
            for given in equations:
                for places in scene.places(given.claim):
                    missing |= not self._one(given, {**scene.integers, **places}, places, scene)
            if not missing:
                return
        raise Undefined("the hypotheses compute in a circle")

    @staticmethod
    def _one(given: Given, here: dict, places: dict, scene: FamilyScene) -> bool:
        if given.shift is None:
            if given.name not in scene.values:
                try:
                    scene.values[given.name] = scene.of(given.value, here)
                except (Undefined, KeyError):
                    return False
            return True
        place = integer_at(given.shift, scene.integers) + (next(iter(places.values())) if places else 0)
        members = scene.values[given.name]
        if place in members:
            return True
        try:
            members[place] = scene.of(given.value, here)
        except (Undefined, KeyError):
            return False
        return True


def spoken_of(reading: FamilyReading, claim: Claim) -> set[str]:
    """Letters and families of a relation.

    >>> from theory.statements.families.reading import read_families
    >>> reading = read_families("a_l >= 0 |- c >= 0", "a: family of L numbers, c: real")
    >>> spoken_of(reading, reading.hypotheses[0])
    {'a'}
    """
    nodes = list(claim.relation.walk())
    families = {n.value[0] for n in nodes if n.op in ("member", "segment")}
    return families | {n.value for n in nodes if n.op == "name" and n.value in reading.shapes.letters}
