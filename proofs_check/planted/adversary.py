"""The adversary: random exact models of any statement, drawn from its declarations and fitted to its hypotheses.

Letters get small rationals (zero, ties and negative ones among them), matrices of many structures (zero, rank one,
skew, nilpotent, diagonal, orthonormal columns where a hypothesis asks for them). Equations are met by solving for a
letter in which they are affine, comparisons by drawing again. No claim, no derivation and no checker is asked.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.planted.draws import exact_root, orthonormal, structured_matrix
from proofs_check.planted.solving import Slot, fitted
from proofs_check.probes.evaluator import Reading, Scene, Values, definition, plain
from proofs_check.probes.exact import UNDECIDED, Grid, Undecidable, sign_of
from proofs_check.probes.statement import Statement

SMALL = (0, 0, 1, 1, -1, 2, -2, 3, -3, 5, Fraction(1, 2), Fraction(-1, 2), Fraction(2, 3), Fraction(-5, 4), Fraction(7, 3))
POSITIVE = (1, 1, 1, 2, 2, 3, 4, 5, 7, Fraction(1, 2), Fraction(1, 3), Fraction(1, 4), Fraction(3, 2), Fraction(9, 4))
PASSES = 8
"""Letters that are solved for before a draw is given up; each member of a family is one more."""


class Adversary:
    """Draws models of one statement.

    >>> square = Adversary({"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x*x >= x"]})
    >>> square.witness(Random(1), 100) is not None
    True
    """

    def __init__(self, statement: Statement):
        self.reading = Reading(statement)
        self.level, self.zeros = 2, 0.0
        self.bases: dict[tuple[str, int | None, int], tuple[Grid, int]] = {}
        self.orthonormal = _orthonormal_letters(self.reading.given + self.reading.then * bool(self.reading.fresh))
        self.groups = _orthogonal_groups(self.reading.given + self.reading.then * bool(self.reading.fresh), self.orthonormal)
        self.heavy = len(self.reading.given) > 3 and any("over" in s and "shape" in s for s in self.reading.specs.values())
        self.room = 1 if self.groups else 0  # so that letters orthogonal to one another fit side by side
        self.narrow = {column for name in self.orthonormal for column in self._columns(name)}
        self.degrees = [spec["root"][0] for spec in self.reading.specs.values() if "root" in spec]

    def values(self, rng: Random) -> Values | None:
        """One model that meets every declaration and every hypothesis, or None when this draw could not be fitted."""
        try:
            values = self.draw(rng)
            return fitted(self.reading, values, self.reading.given, rng, self.redrawn, self._passes(values))
        except (*UNDECIDED, RecursionError, TypeError, IndexError, OverflowError):
            return None

    def model(self, rng: Random, tries: int = 20) -> dict[str, Any] | None:
        """As :meth:`values`, in JSON, after several tries."""
        for _ in range(tries):
            values = self.values(rng)
            if values is not None:
                return plain_model(values)
        return None

    def completed(
        self, values: Values, rng: Random, atoms: list[str], fixed: frozenset[str] = frozenset(), zeros: float | None = None
    ) -> Values | None:
        """Other values with every atom met, the ``fixed`` letters as they are; letters without a value are drawn
        (matrices vanish with frequency ``zeros``).
        """
        try:
            drawn = self.draw(rng, values, zeros)
            return fitted(self.reading, drawn, atoms, rng, self.redrawn, self._passes(drawn), fixed)
        except (*UNDECIDED, RecursionError, TypeError, IndexError, OverflowError):
            return None

    def witness(self, rng: Random, trials: int) -> dict[str, Any] | None:
        """A model of the hypotheses where a conclusion is false, or None."""
        return next(self.witnesses(rng, trials), None)

    def witnesses(self, rng: Random, trials: int) -> Iterator[dict[str, Any]]:
        """Models of the hypotheses where a conclusion is false."""
        for _ in range(trials):
            values = self.values(rng)
            if values is None:
                continue
            scene = Scene(self.reading, values)
            try:
                if any(not scene.holds(atom) for atom in self.reading.then):
                    yield plain_model(values)
            except (*UNDECIDED, RecursionError):
                continue

    # -------------------------------------------------------------------------------------------------- drawing

    def draw(self, rng: Random, start: Values | None = None, zeros: float | None = None) -> Values:
        """Random values for the free letters that ``start`` leaves out, in order of declaration."""
        scene = Scene(self.reading, dict(start or {}))
        self.bases = {}
        self.level = rng.choice((1, 1, 2, 2, 3))  # the largest size of this draw
        self.zeros = rng.choice((0, 0, 0, 0.6)) if zeros is None else zeros  # how often its matrices vanish
        for name, spec in self.reading.specs.items():
            if name in scene.values or (name in self.reading.fresh and start is None):
                continue
            if definition(spec) is None:
                scene.values[name] = self._family(scene, name, spec, rng)
            elif definition(spec) == "root":
                scene.values[name] = exact_root(scene.evaluate(spec["root"][1]), scene.integer(spec["root"][0]))
        return scene.values

    def redrawn(self, scene: Scene, slot: Slot, rng: Random) -> Any:
        """Another random value for one letter or one member of a family."""
        return self._member(scene, slot[0], self.reading.specs[slot[0]], slot[1], rng)

    def _family(self, scene: Scene, name: str, spec: dict[str, Any], rng: Random) -> Any:
        if "over" not in spec:
            return self._member(scene, name, spec, None, rng)
        places = scene.places(name)
        if len(places) > 24:
            raise Undecidable("the family is too long for a random model")
        equal = rng.random() < 0.2 and spec["kind"] in ("real", "positive", "dimension")
        first = self._member(scene, name, spec, places[0], rng) if equal and places else None
        return {place: first if equal else self._member(scene, name, spec, place, rng) for place in places}

    def _member(self, scene: Scene, name: str, spec: dict[str, Any], place: int | None, rng: Random) -> Any:
        match spec["kind"]:
            case "integer":
                low = scene.integer(spec["min"])
                high = scene.integer(spec["max"]) if "max" in spec else low + 1
                if high < low:
                    raise Undecidable(f"{name} has an empty range")
                if name in self.narrow:
                    return min(high, low + rng.choice((0, 0, 1)))
                if "max" not in spec and self.heavy:
                    return low + rng.randint(0, 2)
                if "max" not in spec:
                    return low + (rng.randint(4, 8) if rng.random() < 0.1 else rng.randint(0, 4))
                return rng.choice((low, high, rng.randint(low, high)))
            case "dimension":
                if name in self.narrow:
                    return 1 + (self.level > 2)
                return rng.randint(1 + bool(self.narrow and rng.random() < 0.7), self.level + bool(self.narrow)) + self.room
            case "real":
                return self._tied(scene, rng) or rng.choice(SMALL)
            case "positive":
                tied = self._tied(scene, rng)
                value = tied if tied is not None and sign_of(tied) > 0 else rng.choice(POSITIVE)
                return value ** rng.choice((1, 12)) if self.degrees and isinstance(value, int) and value < 4 else value
            case "diagonal":
                shape = scene.shape(name, place)
                pool = POSITIVE if spec.get("positive") else SMALL
                entries = [rng.choice(pool) for _ in range(shape[0])]
                entries = [entries[0]] * shape[0] if shape[0] and rng.random() < 0.25 else entries
                return Grid.of(shape, lambda i, j: entries[i] if i == j else 0)
        shape = scene.shape(name, place)
        if min(shape) < 0 or max(shape) > 8:
            raise Undecidable(f"{name} has no size that a random model can have")
        if name in self.orthonormal:
            return self._orthonormal(scene, name, place, shape, rng)
        return Grid.of(shape, lambda i, j: 0) if rng.random() < self.zeros else structured_matrix(rng, shape)

    @staticmethod
    def _passes(values: Values) -> int:
        return PASSES + sum(len(value) for value in values.values() if isinstance(value, dict))

    def _orthonormal(self, scene: Scene, name: str, place: int | None, shape: tuple[int, int], rng: Random) -> Grid:
        """Orthonormal columns; letters with a hypothesis XᵀZ = 0 at the same place take columns of one orthogonal matrix."""
        side, n = self.orthonormal[name], shape[0]
        group = self.groups.get(name)
        if side == "rows" or group is None:
            return orthonormal(rng, shape, side)
        where = place if place is not None or group[1] is None else scene.integer(group[1])
        key = (group[0], where, n)
        if key not in self.bases:
            self.bases[key] = (orthonormal(rng, (n, n)), 0)
        base, used = self.bases[key]
        if used + shape[1] > n:
            raise Undecidable("no more orthonormal columns")
        self.bases[key] = (base, used + shape[1])
        return Grid.of(shape, lambda i, j: base.rows[i][used + j])

    def _tied(self, scene: Scene, rng: Random) -> Any:
        """Now and then a value that another scalar has already."""
        if rng.random() > 0.2:
            return None
        same = [value for value in scene.values.values() if isinstance(value, (int, Fraction))]
        return rng.choice(same) if same else None

    def _columns(self, name: str) -> set[str]:
        spec = self.reading.specs.get(name, {})
        return {spec["shape"][1 if self.orthonormal[name] == "columns" else 0]} if "shape" in spec else set()


def random_model(statement: Statement, rng: Random) -> dict[str, Any] | None:
    """One random exact model of the hypotheses, in JSON; None where twenty draws could not be fitted.

    >>> plane = {"letters": [["x", {"kind": "real"}], ["y", {"kind": "real"}]], "given": ["2*x == y + 1"], "then": ["x == y"]}
    >>> model = random_model(plane, Random(0))
    >>> 2 * Fraction(model["x"]) == Fraction(model["y"]) + 1
    True
    """
    return Adversary(statement).model(rng)


def plain_model(values: Values) -> dict[str, Any]:
    """Values as the JSON of a model."""
    return {name: plain(value) for name, value in values.items()}


def _orthonormal_letters(given: list[str]) -> dict[str, str]:
    """Letters with a hypothesis XᵀX = I ("columns") or XXᵀ = I ("rows"), in ``all`` as well."""
    found: dict[str, str] = {}
    for node in (inner for text in given for inner in ast.walk(ast.parse(text, mode="eval"))):
        match node:
            case ast.Compare(left=ast.BinOp(left=a, op=ast.Mult(), right=b), ops=[ast.Eq()],
                             comparators=[ast.Call(func=ast.Name(id="I"))]):  # fmt: skip
                for turned, other, side in ((a, b, "columns"), (b, a, "rows")):
                    if isinstance(turned, ast.Attribute) and ast.dump(turned.value) == ast.dump(other):
                        name = other.value if isinstance(other, ast.Subscript) else other
                        if isinstance(name, ast.Name):
                            found[name.id] = side
    return found


def _orthogonal_groups(given: list[str], letters: dict[str, str]) -> dict[str, tuple[str, str | None]]:
    """Letter → (name of its group, index text of its place in the family that it is orthogonal to), for hypotheses
    XᵀZ = 0 between letters with orthonormal columns.
    """
    groups: dict[str, tuple[str, str | None]] = {}
    for node in (inner for text in given for inner in ast.walk(ast.parse(text, mode="eval"))):
        match node:
            case ast.Compare(left=ast.BinOp(left=ast.Attribute(value=a, attr="T"), op=ast.Mult(), right=b), ops=[ast.Eq()],
                             comparators=[ast.Constant(value=0)]):  # fmt: skip
                (one, at_one), (two, at_two) = _indexed(a), _indexed(b)
                if one in letters and two in letters and one != two:
                    group = groups.get(one, groups.get(two, (one, None)))[0]
                    groups[one] = groups.get(one, (group, at_two if at_one is None else None))
                    groups[two] = groups.get(two, (group, at_one if at_two is None else None))
    return groups


def _indexed(node: ast.expr) -> tuple[str, str | None]:
    match node:
        case ast.Name(id=name):
            return name, None
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            return name, ast.unparse(index)
    return "", None
