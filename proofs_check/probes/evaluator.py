"""The second opinion: exact truth of a statement in a model, read from its JSON alone.

Nothing here uses the checker's reading of an expression: each text is compiled to a closure over exact numbers, zero
values and empty matrices included. Conventions: x⁰ = 1, an empty sum is 0, ``all`` over an empty range holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from proofs_check.probes import paths
from proofs_check.probes.derivatives import Lines
from proofs_check.probes.exact import Grid, Surd, Undecidable, add, is_zero, multiply, number, power, sign_of
from proofs_check.probes.expressions import compiled_atom, expression, names_in, texts_of, whole
from proofs_check.probes.statement import Statement
from theory.models import second_order
from theory.models.courses import Clock, Course

Values = dict[str, Any]
"""Values by letter: numbers, :class:`~proofs_check.probes.exact.Grid`, families as dicts by index."""

SCALARS = ("integer", "dimension", "real", "positive")
DEFINITIONS = ("value", "first", "last", "override", "root", "entry", "grows")


class Reading:
    """A statement compiled once and evaluated in many models.

    >>> square = Reading({"letters": [["x", {"kind": "real"}]], "given": ["x > 1"], "then": ["x*x > x"]})
    >>> square.truth({"x": "3/2"}), square.truth({"x": "0"})
    (([True], [True]), ([False], [False]))
    """

    def __init__(self, statement: Statement):
        self.statement = statement
        self.fresh = [name for name, _ in statement.get("exists", [])]
        self.specs: dict[str, dict[str, Any]] = dict(statement["letters"] + statement.get("exists", []))
        self.given = list(statement.get("given", []))
        self.then = list(statement["then"])

    def free(self, name: str) -> bool:
        """Whether a model gives this letter a value (roots and what grows too: they are checked against their definition)."""
        return definition(self.specs[name]) in (None, "root", "grows")

    def truth(self, model: dict[str, Any]) -> tuple[list[bool], list[bool | None]]:
        """Truth of hypotheses and conclusions (None: letters that exist have no value in the model).

        Raises Undecidable where the model does not respect the declarations or something cannot be computed.
        """
        return self.judged(Scene(self, self.parsed(model)))

    def judged(self, scene: Scene) -> tuple[list[bool], list[bool | None]]:
        """As :meth:`truth`, for values already parsed."""
        scene.respect()
        known = all(name in scene.values or not self.free(name) for name in self.fresh)
        given = [scene.holds(atom) for atom in self.given]
        return given, [scene.holds(atom) if known else None for atom in self.then]

    def parsed(self, model: dict[str, Any]) -> Values:
        """JSON values of the declared letters as exact numbers and matrices."""
        return {name: self._parsed(name, model[name]) for name in self.specs if name in model and self.free(name)}

    def _parsed(self, name: str, value: Any) -> Any:
        if "path" in self.specs[name] or (isinstance(value, dict) and "over" not in self.specs[name]):
            return paths.course(value) if "path" in self.specs[name] else Clock.read(value)
        if "over" in self.specs[name]:
            if not isinstance(value, dict):
                raise Undecidable(f"{name} is a family: an object by index is needed")
            return {int(index): self._member(name, member) for index, member in value.items()}
        return self._member(name, value)

    def _member(self, name: str, value: Any) -> Any:
        if self.specs[name]["kind"] in SCALARS:
            return number(value)
        rows = tuple(tuple(number(entry) for entry in row) for row in value)
        return Grid(rows, (len(rows), len(rows[0]) if rows else 0))

    @lru_cache(maxsize=4096)  # noqa: B019 (a reading lives as long as its statement is judged)
    def depends(self, text_or_name: str) -> frozenset[str]:
        """Every letter that a text reaches, through definitions too."""
        reached: set[str] = set()
        todo = [text_or_name]
        while todo:
            for name in names_in(todo.pop()) & set(self.specs) - reached:
                reached.add(name)
                todo += list(texts_of(self.specs[name]))
        return frozenset(reached)

    @lru_cache(maxsize=512)  # noqa: B019
    def dependents(self, name: str) -> frozenset[str]:
        """The letter, and every letter that is defined through it."""
        return frozenset([name, *(other for other in self.specs if any(name in self.depends(text) for text in
                                                                       texts_of(self.specs[other])))])  # fmt: skip


def plain(value: Any) -> Any:
    """The JSON of a value.

    >>> plain({1: Grid(((1, number("1/2")),), (1, 2))})
    {'1': [['1', '1/2']]}
    """
    if isinstance(value, Clock | Course):
        return value.spelled if isinstance(value, Clock) else str(value)
    if isinstance(value, dict):
        return {str(index): plain(member) for index, member in value.items()}
    if isinstance(value, Grid):
        return [[plain(entry) for entry in row] for row in value.rows]
    return [str(value.a), str(value.b), str(value.d)] if isinstance(value, Surd) else str(value)


def definition(spec: dict[str, Any]) -> str | None:
    """How a declaration defines its letter; None if it is free."""
    return next((kind for kind in DEFINITIONS if kind in spec), None)


_KNOWN: dict[str, list[Any]] = {}
"""First variations, and what kind of point it was, by declarations and values."""


class Scene:
    """Values for the letters of one statement, and what is computed from them."""

    __slots__ = ("gaps", "known", "reading", "values")

    def __init__(self, reading: Reading, values: Values):
        self.reading, self.values = reading, values
        self.known: dict[tuple[str, int | None], Any] = {}
        self.gaps: dict[str, list[Any] | None] = {}

    def get(self, name: str, index: int | None = None) -> Any:
        """The value of a letter, or of one member of a family."""
        key = (name, index)
        if key not in self.known:
            self.known[key] = self._compute(name, index)
        return self.known[key]

    def _compute(self, name: str, index: int | None) -> Any:
        if name in self.values:
            value = self.values[name]
            if index is None:
                return paths.length(name, value) if isinstance(value, Clock) else value
            if index not in value:
                raise Undecidable(f"the model has no value for {name}[{index}]")
            return value[index]
        if name not in self.reading.specs or self.reading.free(name):
            raise Undecidable(f"the model has no value for {name}")
        return self._defined(self.reading.specs[name], name, index)

    def _defined(self, spec: dict[str, Any], name: str, index: int | None) -> Any:
        kind = definition(spec)
        bound = {spec["over"][0]: index} if index is not None else {}
        if kind == "entry":
            place = self.integer(spec["entry"][1]) - 1
            return self.get(spec["entry"][0]).rows[place][place]
        if kind == "value":
            return self.evaluate(spec["value"], bound)
        if kind == "override":
            for place, value in spec["override"]["at"].items():
                if self.integer(place) == index:
                    return self.evaluate(value)
            return self.get(spec["override"]["of"], index)
        low, high = self.ends(spec)
        if index is None or not low <= index <= high:
            raise Undecidable(f"{name}[{index}] lies outside its range")
        if index == (low if kind == "first" else high):
            return self.evaluate(spec[kind or ""])
        back = index - 1 if kind == "first" else index
        return self.evaluate(spec["next" if kind == "first" else "previous"], {spec["over"][0]: back})

    def ends(self, spec: dict[str, Any]) -> tuple[int, int]:
        """First and last index of a family."""
        return self.integer(spec["over"][1]), self.integer(spec["over"][2])

    def places(self, name: str) -> list[int | None]:
        """The indices of a family; [None] for a single letter."""
        spec = self.reading.specs[name]
        if "over" not in spec:
            return [None]
        low, high = self.ends(spec)
        return list(range(low, high + 1))

    def shape(self, name: str, index: int | None) -> tuple[int, int]:
        """Rows and columns that a matrix or diagonal letter must have."""
        spec = self.reading.specs[name]
        texts = [spec["size"]] * 2 if spec["kind"] == "diagonal" else spec["shape"]
        bound = {spec["over"][0]: index} if index is not None else {}
        return self.integer(texts[0], bound), self.integer(texts[1], bound)

    def integer(self, text: Any, bound: dict[str, Any] | None = None) -> int:
        """An expression that must be an integer here."""
        return whole(self.evaluate(str(text), bound))

    def evaluate(self, text: str, bound: dict[str, Any] | None = None) -> Any:
        """The value of an expression."""
        return expression(text)(self, bound or {})

    def holds(self, atom: str, bound: dict[str, Any] | None = None) -> bool:
        """Whether an atom is true here."""
        return compiled_atom(atom).holds(self, bound or {})

    def residuals(self, atom: str) -> list[Any] | None:
        """Numbers that are all zero exactly if an equation, a quantified equation or ``critical`` holds; else None."""
        if atom not in self.gaps:
            self.gaps[atom] = compiled_atom(atom).residuals(self, {})
        return self.gaps[atom]

    def moved(self, name: str, index: int | None, value: Any) -> Scene:
        """The same values but one."""
        new = value if index is None else {**self.values[name], index: value}
        scene = Scene(self.reading, {**self.values, name: new})
        touched = self.reading.dependents(name)
        scene.known = {key: known for key, known in self.known.items() if key[0] not in touched}
        return scene

    def variation(self, objective: str, family: str) -> list[Any]:
        """Partial derivatives of the objective along every entry of every member of the family.

        The neighbours of a statement are asked in the same models, so what was computed is kept.
        """
        return self._kept("partials", objective, family, lambda: second_order.partials(*self.along(objective, family)))

    def point(self, kind: str, objective: str, family: str) -> bool:
        """Whether the family is a point of that kind of the objective; Undecidable where third derivatives do not tell."""
        found = self._kept(kind, objective, family, lambda: second_order.KINDS[kind](*self.along(objective, family)))
        if found is None:
            raise Undecidable(f"derivatives up to the third do not decide {kind}({objective}, {family})")
        return bool(found)

    def _kept(self, what: str, objective: str, family: str, make: Callable[[], Any]) -> Any:
        key = repr((what, objective, family, self.reading.specs, self.values))
        if key not in _KNOWN:
            if len(_KNOWN) > 200:
                _KNOWN.clear()
            _KNOWN[key] = make()
        return _KNOWN[key]

    def along(self, objective: str, family: str) -> tuple[second_order.Along, int]:
        """Derivatives of the objective along lines in the entries of the family, and the number of entries; Undecidable where
        something moves along of which a model has only the present value: a root, or what grows."""
        for name in sorted(self.reading.depends(objective) & self.reading.dependents(family)):
            if name != family and self.reading.free(name):
                raise Undecidable(f"a model does not say how {name} varies with {family}")
        lines = Lines(self, objective, family)
        return lines, lines.size

    def respect(self) -> None:
        """Undecidable unless every value has the kind, range and shape that its letter declares."""
        for name, spec in self.reading.specs.items():
            if isinstance(value := self.values.get(name), Clock) and value.length is None and spec["kind"] == "positive":
                continue
            if self.reading.free(name) and (name in self.values or name not in self.reading.fresh):
                for place in self.places(name):
                    label = name if place is None else f"{name}[{place}]"
                    if not self._respected(name, spec, place, self.get(name, place)):
                        raise Undecidable(f"{label} does not have its declared kind, range or shape")

    def _respected(self, name: str, spec: dict[str, Any], place: int | None, value: Any) -> bool:
        kind = spec["kind"]
        if "path" in spec:
            return paths.respected(self, name, spec, value)
        if kind in SCALARS and isinstance(value, (Grid, dict)):
            return False
        if kind == "integer":
            return (isinstance(value, int) and value >= self.integer(spec["min"])
                    and ("max" not in spec or value <= self.integer(spec["max"])))  # fmt: skip
        if kind == "dimension":
            return isinstance(value, int) and value >= 1
        if kind == "real":
            return True
        if kind == "positive":
            if sign_of(value) <= 0:
                return False
            return "root" not in spec or is_zero(add(power(value, self.integer(spec["root"][0])),
                                                     multiply(-1, self.evaluate(spec["root"][1]))))  # fmt: skip
        if not isinstance(value, Grid) or value.shape != self.shape(name, place):
            return bool(isinstance(value, Grid) and not value.rows and 0 in self.shape(name, place))
        if kind == "diagonal":
            entries = [(i == j, x) for i, row in enumerate(value.rows) for j, x in enumerate(row)]
            return all(sign_of(x) > 0 if same and spec.get("positive") else same or is_zero(x) for same, x in entries)
        return True
