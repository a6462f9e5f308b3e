"""The second opinion: exact truth of a statement in a model, read from its JSON alone.

Nothing here uses the checker's reading of an expression: each text is compiled to a closure over exact numbers, zero
values and empty matrices included. Conventions: x⁰ = 1, an empty sum is 0, ``all`` over an empty range holds.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from proofs_check.probes.exact import Grid, Laurent, Surd, Tangent, Undecidable, add, is_zero, multiply, power, sign_of
from proofs_check.probes.statement import Statement
from theory.models import second_order
from theory.models.between import Between
from theory.models.courses import Clock, Course
from theory.models.numbers import positive_roots

Values = dict[str, Any]
"""Values by letter: numbers, :class:`~proofs_check.probes.exact.Grid`, families as dicts by index."""

Code = Callable[["Scene", dict[str, Any]], Any]
SCALARS = ("integer", "dimension", "real", "positive")
DEFINITIONS = ("value", "first", "last", "override", "root", "entry", "grows")
MOST = 400
"""Largest exponent that is computed."""


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
            return course(value) if "path" in self.specs[name] else Clock.read(value)
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
            for name in _names(todo.pop()) & set(self.specs) - reached:
                reached.add(name)
                todo += list(texts_of(self.specs[name]))
        return frozenset(reached)

    @lru_cache(maxsize=512)  # noqa: B019
    def dependents(self, name: str) -> frozenset[str]:
        """The letter, and every letter that is defined through it."""
        return frozenset([name, *(other for other in self.specs if any(name in self.depends(text) for text in
                                                                       texts_of(self.specs[other])))])  # fmt: skip


def course(value: Any) -> Any:
    """A path from JSON: a function of s, or a grid of them."""
    if isinstance(value, list):
        rows = tuple(tuple(map(Course.read, row)) for row in value)
        return Grid(rows, (len(rows), len(rows[0]) if rows else 0))
    return Course.read(value)


def number(value: Any) -> Any:
    """An exact number from JSON: a rational as text or integer, or [a, b, d] for a + b√d.

    >>> number("4/6"), number(3), number("-2")
    (Fraction(2, 3), 3, -2)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, list):
        return Surd.read(value)
    try:
        rational = Fraction(value)
    except (TypeError, ValueError, ZeroDivisionError):
        raise Undecidable(f"not an exact number: {value!r}") from None
    return rational.numerator if rational.denominator == 1 else rational


def plain(value: Any) -> Any:
    """The JSON of a value.

    >>> plain({1: Grid(((1, Fraction(1, 2)),), (1, 2))})
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

    __slots__ = ("known", "reading", "values")

    def __init__(self, reading: Reading, values: Values):
        self.reading, self.values = reading, values
        self.known: dict[tuple[str, int | None], Any] = {}

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
                return self._length(name, value) if isinstance(value, Clock) else value
            if index not in value:
                raise Undecidable(f"the model has no value for {name}[{index}]")
            return value[index]
        if name not in self.reading.specs or self.reading.free(name):
            raise Undecidable(f"the model has no value for {name}")
        return self._defined(self.reading.specs[name], name, index)

    @staticmethod
    def _length(name: str, clock: Clock) -> Any:
        if clock.length is None:
            raise Undecidable(f"{name} has no exact value in the model")
        return clock.length if isinstance(clock.length, Between) else number(str(clock.length))

    def clock(self, path: str) -> Clock:
        """The time of a path."""
        value = self.values[self.reading.specs[path]["path"]]
        return value if isinstance(value, Clock) else Clock.read(str(value))

    def _course(self, path: str) -> Any:
        value = self.get(path)
        if not all(isinstance(x, Course) for row in (value.rows if isinstance(value, Grid) else ((value,),)) for x in row):
            raise Undecidable(f"{path} is a path, and has no value that moves")
        return value

    def read_at(self, path: str, place: ast.expr, bound: dict[str, Any]) -> Any:
        """A path at the bound moment, at 0 or at its time."""
        value, clock, named = self._course(path), self.clock(path), isinstance(place, ast.Name)
        if isinstance(place, ast.Name) and bound.get(place.id) == "moment":
            return value
        if ast.unparse(place) not in ("0", self.reading.specs[path]["path"]):
            raise Undecidable(f"{path} has values at 0 and at its time, not at {ast.unparse(place)}")
        grid = value if isinstance(value, Grid) else Grid(((value,),), (1, 1))
        ends = Grid.of(grid.shape, lambda i, j: number(str(clock.end(grid.rows[i][j], named))))
        return ends if isinstance(value, Grid) else ends.rows[0][0]

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
        return compiled_atom(atom).residuals(self, {})

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
        members = {place: self.get(family, place) for place in self.places(family) if place is not None}
        spots = [(place, i, j) for place, grid in members.items() for i, row in enumerate(grid.rows) for j in range(len(row))]

        def along(*directions: list[Any]) -> Any:
            rows = {place: [list(row) for row in grid.rows] for place, grid in members.items()}
            for level, direction in enumerate(directions, 1 - len(directions)):
                for (place, i, j), change in zip(spots, direction, strict=True):
                    if not is_zero(change):
                        rows[place][i][j] = Tangent(rows[place][i][j], change, level)
            moved = {place: Grid(tuple(map(tuple, rows[place])), grid.shape) for place, grid in members.items()}
            value = Scene(self.reading, {**self.values, family: moved}).get(objective)
            value = value.rows[0][0] if isinstance(value, Grid) else value
            for level in range(0, -len(directions), -1):
                value = slope(value, level)
            return value

        return along, len(spots)

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
            return self._path(name, spec, value)
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


    def _path(self, name: str, spec: dict[str, Any], value: Any) -> bool:
        """Shape, no pole, sign, and the growth that it is defined by."""
        grid, clock = value if isinstance(value, Grid) else Grid(((value,),), (1, 1)), self.clock(name)
        entries = [x for row in grid.rows for x in row]
        if not all(isinstance(x, Course) for x in entries) or (spec["kind"] == "matrix") != isinstance(value, Grid) or (
                spec["kind"] == "matrix" and grid.shape != self.shape(name, None)):  # fmt: skip
            return False
        signs = [clock.signs(x) for x in entries]
        if "grows" in spec:
            speed = multiply(self.evaluate(spec["grows"][1], {spec["grows"][0]: "moment"}), value)
            return signs == [{1}] and clock.end(value, False) == 1 and self.moves(name, speed)
        return spec["kind"] != "positive" or signs == [{1}]

    def moves(self, name: str, speed: Any) -> bool:
        """Whether the derivative of the path along its time is ``speed``, identically."""
        value, rate = self._course(name), self.clock(name).rate
        slope = Grid.of(value.shape, lambda i, j: value.rows[i][j].slope) if isinstance(value, Grid) else value.slope
        return is_zero(add(slope, multiply(-1, multiply(rate, speed))))


def whole(value: Any) -> int:
    """An integer value."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    if not isinstance(value, int):
        raise Undecidable(f"{value} is no integer")
    return value


def slope(value: Any, level: int) -> Any:
    """The derivative carried by a tangent of this level."""
    return value.slope if isinstance(value, Tangent) and value.level == level else 0


class Atom:
    """One compiled atom: its truth, and the numbers that vanish when it is an equation that holds."""

    def __init__(self, node: ast.expr):
        self.node = node
        match node:
            case ast.Compare(left=a, ops=[op], comparators=[b]) if isinstance(op, (ast.Eq, ast.Gt, ast.GtE)):
                self.sides, self.relation = (_compiled(a), _compiled(b)), type(op)
            case ast.Call(func=ast.Name(id="all"), args=[ast.Name(id=n), low, high, inner], keywords=[]):
                self.variable, self.ends, self.inner = n, (_compiled(low), _compiled(high)), Atom(inner)
            case ast.Call(func=ast.Name(id=kind), args=[ast.Name(id=f), ast.Name(id=w)], keywords=[]) if (
                    kind in second_order.KINDS):  # fmt: skip
                self.point = (kind, f, w)
            case ast.Call(func=ast.Name(id="during"), args=[ast.Name(id=t), ast.Compare() as inner], keywords=[]):
                self.moment, self.during = t, Atom(inner)
            case ast.Call(func=ast.Name(id="moves"), args=[ast.Name(id=x), ast.Name(id=t), e], keywords=[]):
                self.moment, self.path, self.speed = t, x, _compiled(e)
            case ast.Call(func=ast.Name(id="roots"), args=[f, ast.Name(id=s)], keywords=keywords):
                self.roots = (s, _compiled(f), {k.arg: _compiled(k.value) for k in keywords})
            case _:
                raise Undecidable(f"cannot evaluate {ast.unparse(node)!r}")

    def holds(self, scene: Scene, bound: dict[str, Any]) -> bool:
        """Truth in a scene."""
        if hasattr(self, "relation"):
            gap = self.gap(scene, bound)
            if self.relation is ast.Eq:
                return is_zero(gap)
            if isinstance(gap, Grid):  # the kernel compares numbers only, and one row and one column is a number
                ((gap,),) = gap.rows
            return sign_of(gap) > 0 if self.relation is ast.Gt else sign_of(gap) >= 0
        if hasattr(self, "inner"):
            return all(self.inner.holds(scene, inside) for inside in self._range(scene, bound))
        if hasattr(self, "point"):
            kind, objective, family = self.point
            if kind == "critical":
                return all(is_zero(partial) for partial in scene.variation(objective, family))
            return scene.point(kind, objective, family)
        if hasattr(self, "moment"):
            bound = {**bound, self.moment: "moment"}
            return scene.moves(self.path, self.speed(scene, bound)) if hasattr(self, "path") else self._always(scene, bound)
        s, f, options = self.roots
        wanted = [whole(options[key](scene, bound)) if key in options else 0 for key in ("simple", "double")]
        where = self._polynomial(options["where"], s, scene, bound) if "where" in options else None
        return positive_roots(self._polynomial(f, s, scene, bound), where) == (*wanted, 0)

    def _always(self, scene: Scene, bound: dict[str, Any]) -> bool:
        gap = self.during.gap(scene, bound)
        parts = [x for row in gap.rows for x in row] if isinstance(gap, Grid) else [gap]
        read = [n for n in ast.walk(self.node) if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Name)
                and n.slice.id == self.moment]  # fmt: skip
        paths = {scene.reading.specs[n.value.id]["path"]: n.value.id for n in read if isinstance(n.value, ast.Name)}
        if len(paths) > 1:
            raise Undecidable("paths of two times are read at one moment")
        clock = next((scene.clock(path) for path in paths.values()), None)
        signs = set().union(*(clock.signs(x) if clock and isinstance(x, Course) else {sign_of(x)} for x in parts))
        return signs <= {ast.Eq: {0}, ast.Gt: {1}, ast.GtE: {0, 1}}[self.during.relation]

    def residuals(self, scene: Scene, bound: dict[str, Any]) -> list[Any] | None:
        """See :meth:`Scene.residuals`."""
        if hasattr(self, "relation"):
            if self.relation is not ast.Eq:
                return None
            gap = self.gap(scene, bound)
            return [x for row in gap.rows for x in row] if isinstance(gap, Grid) else [gap]
        if hasattr(self, "inner"):
            parts = [self.inner.residuals(scene, inside) for inside in self._range(scene, bound)]
            return None if any(part is None for part in parts) else [x for part in parts for x in part or []]
        if hasattr(self, "point") and self.point[0] == "critical":
            return list(scene.variation(*self.point[1:]))
        return None

    def gap(self, scene: Scene, bound: dict[str, Any]) -> Any:
        """Left side minus right side of an equation or comparison."""
        left, right = self.sides
        return add(left(scene, bound), multiply(-1, right(scene, bound)))

    def _range(self, scene: Scene, bound: dict[str, Any]) -> Iterator[dict[str, Any]]:
        low, high = (whole(end(scene, bound)) for end in self.ends)
        return ({**bound, self.variable: place} for place in range(low, high + 1))

    @staticmethod
    def _polynomial(code: Code, s: str, scene: Scene, bound: dict[str, Any]) -> list[Any]:
        value = code(scene, {**bound, s: Laurent({1: 1})})
        return (value if isinstance(value, Laurent) else Laurent({0: value})).coefficients()


@lru_cache(maxsize=20000)
def compiled_atom(text: str) -> Atom:
    """The atom that a text denotes."""
    return Atom(ast.parse(text.strip(), mode="eval").body)


@lru_cache(maxsize=20000)
def expression(text: str) -> Code:
    """The closure that a text denotes."""
    return _compiled(ast.parse(text.strip(), mode="eval").body)


def _compiled(node: ast.expr) -> Code:
    match node:
        case ast.Constant(value=int(n)):
            return lambda scene, bound: n
        case ast.Name(id=name):
            return lambda scene, bound: bound[name] if name in bound else scene.get(name)
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            at = _compiled(index)
            return lambda scene, bound: (
                scene.read_at(name, index, bound) if "path" in scene.reading.specs.get(name, {})
                else scene.get(name, whole(at(scene, bound))))
        case ast.Attribute(value=inner, attr="T"):
            turned = _compiled(inner)
            return lambda scene, bound: _transposed(turned(scene, bound))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            operand = _compiled(inner)
            return lambda scene, bound: multiply(-1, operand(scene, bound))
        case ast.BinOp(left=a, op=op, right=b):
            return _operation(op, _compiled(a), _compiled(b))
        case ast.Call(func=ast.Name(id="tr"), args=[inner]):
            traced = _compiled(inner)
            return lambda scene, bound: _trace(traced(scene, bound))
        case ast.Call(func=ast.Name(id="I"), args=[inner]):
            size = _compiled(inner)
            return lambda scene, bound: Grid.identity(whole(size(scene, bound)))
        case ast.Call(func=ast.Name(id="diff"), args=[inner, ast.Name(id=s)]):
            return _derivative(_compiled(inner), ast.unparse(inner), s)
    raise Undecidable(f"cannot evaluate {ast.unparse(node)!r}")


def _operation(op: ast.operator, left: Code, right: Code) -> Code:
    if isinstance(op, ast.Add):
        return lambda scene, bound: add(left(scene, bound), right(scene, bound))
    if isinstance(op, ast.Sub):
        return lambda scene, bound: add(left(scene, bound), multiply(-1, right(scene, bound)))
    if isinstance(op, ast.Mult):
        return lambda scene, bound: multiply(left(scene, bound), right(scene, bound))
    if isinstance(op, ast.Div):
        return lambda scene, bound: multiply(left(scene, bound), power(right(scene, bound), -1))
    if isinstance(op, ast.Pow):
        return lambda scene, bound: power(left(scene, bound), _exponent(right(scene, bound)))
    raise Undecidable("only + - * / ** are evaluated")


def _exponent(value: Any) -> int:
    n = whole(value)
    if abs(n) > MOST:
        raise Undecidable(f"the exponent {n} is beyond {MOST}")
    return n


def _derivative(inner: Code, text: str, s: str) -> Code:
    def derivative(scene: Scene, bound: dict[str, Any]) -> Any:
        if s not in bound and any(s in scene.reading.depends(name) for name in _names(text) & set(scene.reading.specs) - {s}):
            raise Undecidable(f"diff along {s}: a letter of the expression is defined through it")
        level = bound.get("#level", 0) + 1
        here = bound[s] if s in bound else scene.get(s)
        return slope(inner(scene, {**bound, s: Tangent(here, 1, level), "#level": level}), level)

    return derivative


def _transposed(value: Any) -> Any:
    return value.transposed() if isinstance(value, Grid) else value


def _trace(value: Any) -> Any:
    if not isinstance(value, Grid) or value.shape[0] != value.shape[1]:
        raise Undecidable("a trace needs a square matrix")
    return value.trace()


@lru_cache(maxsize=20000)
def _names(text: str) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(ast.parse(text.strip(), mode="eval")) if isinstance(node, ast.Name))


def texts_of(spec: Any) -> Iterator[str]:
    """Texts of a declaration that may mention letters.

    >>> list(texts_of({"kind": "real", "value": "x + y"}))
    ['x + y']
    """
    for key, value in spec.items():
        if key == "override":
            yield value["of"]
            yield from [text for pair in value["at"].items() for text in map(str, pair)]
        elif key not in ("kind", "positive"):
            yield from map(str, value if isinstance(value, list) else [value])


def readable(statement: Statement) -> bool:
    """Whether the kernel reads the statement at all: what it does not read is no planted error.

    >>> readable({"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x + y == 0"]})
    False
    """
    from theory.kernel.integers import Fault
    from theory.kernel.statement import Statement as Parsed

    try:
        Parsed(statement)
    except (Fault, TypeError, ValueError, KeyError, AttributeError, IndexError):
        return False
    return True
