"""Models: exact values for the letters of a statement, and its truth in them.

Evaluation walks the text of the statement and never uses the normal forms, so it is a second reading of the same words.
"""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.integers import BOUND, Int
from theory.kernel.letters import Letter, Letters, parse
from theory.kernel.statement import POINTS, RELATIONS, Statement
from theory.models import second_order
from theory.models.courses import Clock, Course
from theory.models.numbers import LARGEST, Dual, Matrix, Number, Surd, minus, positive_roots, power, sign, slope, weighed

_KNOWN: dict[str, bool] = {}
"""What kind of point W was of F, by declarations and values."""

FREE = (None, "root", "grows")
"""Definitions of letters to which a model gives a value; a root, and what grows, are checked against theirs."""

MOMENT = "moment"
"""What the variable of `during` and `moves` stands for."""

RANGE = 400
"""Members that a family or a quantifier may have in a model."""


class Model:
    """Values by letter (JSON: rationals as text, [a, b, d] for a + b√d, lists of rows, families as objects)."""

    def __init__(self, letters: Letters, values: dict):
        self.letters, self.values = letters, dict(values)
        self.cache: dict[tuple[str, int | None], Number] = {}
        self.clocks: dict[str, Clock] = {}

    def replaced(self, name: str, value: object, fixed: set[str]) -> Model:
        """The model with another value for one letter; ``fixed`` letters do not depend on it and keep theirs."""
        moved = Model(self.letters, {**self.values, name: _Ready(value)})
        moved.cache = {key: known for key, known in self.cache.items() if key[0] in fixed}
        return moved

    def get(self, name: str, index: int | None = None) -> Number:
        """The value of a letter or of a member, computed once; Fault where there is none, or the index is out of range."""
        key = (name, index)
        if key not in self.cache:
            self.cache[key] = self._compute(name, index)
        return self.cache[key]

    def _compute(self, name: str, index: int | None) -> Number:
        stored = self.values.get(name)
        if isinstance(stored, _Ready):
            return stored.value if index is None else stored.value[index]
        letter = self.letters[name]
        if letter.path and index is None:
            return _course(letter, stored)
        if isinstance(stored, dict) and _may_be_time(letter):
            length = Clock.read(stored).length
            if length is None:
                raise Fault(f"{name} has no exact value in the model")
            return length
        if letter.definition in FREE:
            if stored is None or (index is not None and str(index) not in stored):
                raise Fault(f"the model has no value for {name}" + (f"[{index}]" if index is not None else ""))
            value = _read(letter, stored if index is None else stored[str(index)])
            if isinstance(value, Matrix) and not value.rows:
                value = Matrix((), self.size(letter, index)[1])
            return _plain(value)
        if index is not None and letter.high is not None and not (
                self.integer(letter.low) <= index <= self.integer(letter.high)):  # fmt: skip
            raise Fault(f"{name}[{index}] lies outside its range")
        return _plain(self._defined(letter, index))

    def _defined(self, letter: Letter, index: int | None) -> Number:
        spec, kind, name = letter.spec, letter.definition, letter.name
        if kind == "entry":
            i = self.integer(spec["entry"][1]) - 1
            diagonal = self.get(spec["entry"][0])
            return diagonal.rows[i][i] if isinstance(diagonal, Matrix) else diagonal
        if kind == "value":
            return self.evaluate(spec["value"], {spec["over"][0]: index} if index is not None else {})
        if kind == "override":
            for place, value in spec["override"]["at"].items():
                if self.integer(place) == index:
                    return self.evaluate(value)
            return self.get(spec["override"]["of"], index)
        low, high = self.integer(spec["over"][1]), self.integer(spec["over"][2])
        if index is None:
            raise Fault(f"{name} needs an index")
        if index == (low if kind == "first" else high):
            return self.evaluate(spec[kind])
        back = index - 1 if kind == "first" else index
        return self.evaluate(spec["next" if kind == "first" else "previous"], {spec["over"][0]: back})

    def places(self, letter: Letter) -> list[int | None]:
        """The indices of a family; [None] for another letter."""
        if not letter.family or letter.high is None:
            return [None]
        return list(_range(self.integer(letter.low), self.integer(letter.high)))

    def size(self, letter: Letter, index: int | None) -> tuple[int, int]:
        """(rows, columns) of a matrix letter, of a member of a family, in this model."""
        assert letter.size is not None
        bound = {} if index is None else {BOUND: index}
        rows, columns = (self.integer(e, bound) for e in letter.size)
        return rows, columns

    def integer(self, text: str | Int, bound: dict[str, int] | None = None) -> int:
        """The value of an integer expression, read or as text; Fault if it is no integer in the model."""
        if isinstance(text, Int):
            total = 0
            for m, c in text.terms:
                for s in m:
                    if isinstance(s, str):
                        c *= bound[s] if bound and s in bound else int(self.get(s))
                    else:
                        c *= int(self.get(s[0], self.integer(s[1], bound)))
                total += c
            return total
        value = self.evaluate(str(text))
        if not isinstance(value, Fraction) or value.denominator != 1:
            raise Fault(f"{text} is no integer in the model")
        return int(value)

    def evaluate(self, text: str, bound: dict[str, int] | None = None) -> Number:
        """The value of a term; ``bound`` gives that of bound variables. Fault where it has none."""
        return self._walk(parse(text), {k: Fraction(v) for k, v in (bound or {}).items()})

    def _walk(self, node: ast.expr, bound: dict) -> Number:
        """The value of a term. A 1 × 1 matrix and a number are the same thing."""
        return _plain(self._step(node, bound))

    def clock(self, path: str) -> Clock:
        """The time of a path."""
        time = self.letters[path].path
        if time not in self.clocks:
            self.clocks[time] = Clock.read(self.values.get(time))
        return self.clocks[time]

    def timed(self, letter: Letter) -> bool:
        """Whether the letter is a time that the model does not bound: it is positive, and has no value."""
        stored = self.values.get(letter.name)
        return _may_be_time(letter) and isinstance(stored, dict) and Clock.read(stored).length is None

    def _read_at(self, name: str, place: ast.expr, bound: dict) -> Number:
        """A path at the moment, at 0 or at its time."""
        value, clock, named = self.get(name), self.clock(name), isinstance(place, ast.Name)
        if isinstance(place, ast.Name) and bound.get(place.id) == MOMENT:
            return value
        if ast.unparse(place) not in ("0", self.letters[name].path):
            raise Fault(f"{name} has values at 0 and at its time, not at {ast.unparse(place)}")
        if isinstance(value, Matrix):
            return Matrix(tuple(tuple(clock.end(x, named) for x in row) for row in value.rows), value.width)
        return clock.end(value, named)

    def _step(self, node: ast.expr, bound: dict) -> Number:
        match node:
            case ast.Constant(value=int(n)):
                return Fraction(n)
            case ast.Name(id=name):
                return bound[name] if name in bound else self.get(name)
            case ast.Subscript(value=ast.Name(id=name), slice=place) if self.letters[name].path:
                return self._read_at(name, place, bound)
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                return self.get(name, int(self._walk(index, bound)))
            case ast.Attribute(value=a, attr="T"):
                value = self._walk(a, bound)
                return value.T if isinstance(value, Matrix) else value
            case ast.UnaryOp(operand=a):
                return minus(self._walk(a, bound))
            case ast.BinOp(left=a, op=op, right=b):
                x, y = self._walk(a, bound), self._walk(b, bound)
                if isinstance(op, ast.Pow):
                    if not isinstance(y, Fraction) or y.denominator != 1:
                        raise Fault("an exponent must be an integer in the model")
                    return power(x, int(y))
                if isinstance(op, ast.Div):
                    return x * (1 / y)
                if isinstance(op, ast.Mult):
                    return weighed(x * y)
                return _sum(x, y if isinstance(op, ast.Add) else minus(y))
            case ast.Call(func=ast.Name(id="tr"), args=[a]):
                value = self._walk(a, bound)
                return value.trace() if isinstance(value, Matrix) else value
            case ast.Call(func=ast.Name(id="I"), args=[a]):
                return Matrix.identity(int(self._walk(a, bound)))
            case ast.Call(func=ast.Name(id="diff"), args=[a, ast.Name(id=s)]):
                x = bound[s] if s in bound else self.get(s)
                level = bound.get("#level", 0) + 1
                return slope(self._walk(a, {**bound, s: Dual(x, Fraction(1), level), "#level": level}), level)
        raise Fault(f"cannot evaluate {ast.unparse(node)!r}")

    def holds(self, text: str | ast.expr, bound: dict | None = None) -> bool:
        """Whether an atom is true in this model."""
        node, bound = parse(text) if isinstance(text, str) else text, bound or {}
        match node:
            case ast.Compare(left=a, ops=[op], comparators=[b]):
                gap = _plain(_sum(self._walk(a, bound), minus(self._walk(b, bound))))
                if isinstance(gap, Matrix):
                    return gap.is_zero()
                return {"==": sign(gap) == 0, ">": sign(gap) > 0, ">=": sign(gap) >= 0}[RELATIONS[type(op)]]
            case ast.Call(func=ast.Name(id="all"), args=[ast.Name(id=n), low, high, inner]):
                ends = [int(self._walk(e, bound)) for e in (low, high)]
                return all(self.holds(inner, {**bound, n: Fraction(k)}) for k in _range(*ends))
            case ast.Call(func=ast.Name(id="during"), args=[ast.Name(id=t), ast.Compare(left=a, ops=[op], comparators=[b])]):
                return self._during(t, a, op, b, bound)
            case ast.Call(func=ast.Name(id="moves"), args=[ast.Name(id=x), ast.Name(id=t), e]):
                return self._moves(x, self._walk(e, {**bound, t: MOMENT}))
            case ast.Call(func=ast.Name(id=kind), args=[ast.Name(id=f), ast.Name(id=w)]) if kind in POINTS:
                return self._point(kind, f, w)
            case ast.Call(func=ast.Name(id="roots"), args=[f, ast.Name(id=s)], keywords=keywords):
                return self._roots(f, s, {k.arg: k.value for k in keywords})
        raise Fault(f"cannot evaluate {ast.unparse(node)!r}")

    def _during(self, t: str, left: ast.expr, op: ast.cmpop, right: ast.expr, bound: dict) -> bool:
        """Whether the relation holds at all moments of the paths that are read at t; they have one time."""
        here, inner = {**bound, t: MOMENT}, self.letters.binding(t, "moment")
        gap = _plain(_sum(self._walk(left, here), minus(self._walk(right, here))))
        parts = [x for row in gap.rows for x in row] if isinstance(gap, Matrix) else [gap]
        clock = next((self.clock(x) for x in sorted(inner.paths(inner.value(left) - inner.value(right)))), None)
        parts = [x if clock or not isinstance(x, Course) else x.at(Fraction(0)) for x in parts]  # without paths: constant
        signs = (clock.signs(x) if clock and isinstance(x, Course) else {sign(x)} for x in parts)
        return set().union(*signs) <= {"==": {0}, ">": {1}, ">=": {0, 1}}[RELATIONS[type(op)]]

    def _moves(self, name: str, speed: Number) -> bool:
        """Whether dx/ds = speed · dt/ds, identically."""
        here, rate = self.get(name), self.clock(name).rate
        slopes = here.rows if isinstance(here, Matrix) else ((here,),)
        speeds = speed.rows if isinstance(speed, Matrix) else ((speed,),)
        if len(slopes) * len(slopes[0] if slopes else ()) != 1 and not isinstance(speed, Matrix):  # the number 0
            speeds = tuple(tuple(speed for _ in row) for row in slopes)
        return all(not (x.slope + rate * v * Fraction(-1)).num
                   for r, s in zip(slopes, speeds, strict=True) for x, v in zip(r, s, strict=True))  # fmt: skip

    def _point(self, kind: str, f: str, w: str) -> bool:
        """Whether w is a point of that kind; the same letters with the same values are asked many times."""
        seen = {f, w, *self.letters.depends(f, w)}
        facts = [(n, x.spec, self.values.get(n)) for n, x in self.letters.table.items() if n in seen]
        if any(isinstance(value, _Ready) for _, _, value in facts):
            return self._decided(kind, f, w)
        key = json.dumps([kind, f, w, facts])
        if key not in _KNOWN:
            if len(_KNOWN) > 500:
                _KNOWN.clear()
            _KNOWN[key] = self._decided(kind, f, w)
        return _KNOWN[key]

    def _decided(self, kind: str, f: str, w: str) -> bool:
        for name in sorted({f, *self.letters.depends(f)} & self.letters.moving(w)):
            if self.letters[name].definition in FREE and name != w:
                raise Fault(f"a model does not say how {name} varies with {w}")
        found = second_order.KINDS[kind](*self.along(f, w))
        if found is None:
            raise Fault(f"derivatives up to the third do not decide {kind}({f}, {w}) in the model")
        return found

    def along(self, f: str, w: str) -> tuple[second_order.Along, int]:
        """Derivatives of f along lines in the entries of the family w, see `theory.models.second_order`; and their number."""
        members = {k: self.get(w, k) for k in self.places(self.letters[w]) if k is not None}
        grids = {k: m if isinstance(m, Matrix) else Matrix(((m,),)) for k, m in members.items()}
        places = [(k, i, j) for k, m in grids.items() for i in range(m.shape[0]) for j in range(m.shape[1])]
        fixed = set(self.letters.table) - self.letters.moving(w)

        def along(*directions: list) -> Number:
            moved = {k: [list(row) for row in m.rows] for k, m in grids.items()}
            for level, direction in enumerate(directions, 1 - len(directions)):  # below the levels of diff
                for (k, i, j), change in zip(places, direction, strict=True):
                    if sign(change):
                        moved[k][i][j] = Dual(moved[k][i][j], change, level)
            family = {k: _plain(Matrix(tuple(map(tuple, rows)), grids[k].width)) for k, rows in moved.items()}
            value = self.replaced(w, family, fixed).get(f)
            for level in range(0, -len(directions), -1):
                value = slope(value, level)
            return value

        return along, len(places)

    def _roots(self, f: ast.expr, s: str, options: dict) -> bool:
        wanted = [int(self._walk(options[k], {})) if k in options else 0 for k in ("simple", "double")]
        where = self._polynomial(options["where"], s) if "where" in options else None
        return positive_roots(self._polynomial(f, s), where) == (*wanted, 0)

    def _polynomial(self, f: ast.expr, s: str) -> list:
        """Coefficients of f in s, from the lowest power upwards (a positive power of s is divided out)."""
        coefficients: dict[int, Number] = {}
        for (powers, traces, word), c in self.letters.binding(s, "positive").value(f).terms.items():
            e = self.integer(dict(powers).get((BOUND, None), Int.of(0)))
            rest: Number = c
            for (name, index), n in powers:
                if name != BOUND:
                    path = self.letters[name].path
                    value = self.clock(name).end(self.get(name), index != 0) if path else self.get(
                        name, None if index is None else self.integer(index))  # fmt: skip
                    rest = rest * power(value, self.integer(n))
            if traces or word:
                raise Fault("a function with traces has no root count in a model")
            coefficients[e] = coefficients.get(e, Fraction(0)) + rest
        if not coefficients or max(coefficients) - min(coefficients) > RANGE:
            raise Fault(f"a function of a model is not zero, and its degree at most {RANGE}")
        return [coefficients.get(k, Fraction(0)) for k in range(min(coefficients), max(coefficients) + 1)]


def _may_be_time(letter: Letter) -> bool:
    """Whether the letter may be the time of a path, and have a clock for its value."""
    return letter.kind == "positive" and letter.definition is None and not letter.family


def _plain(value: Number) -> Number:
    return value.rows[0][0] if isinstance(value, Matrix) and value.shape == (1, 1) else value


def _range(low: int, high: int) -> range:
    if high - low >= RANGE:
        raise Fault(f"a family or quantifier of a model has at most {RANGE} members")
    return range(low, high + 1)


def _sum(x: Number, y: Number) -> Number:
    """x + y; a literal zero fits every size (and nothing else is added to a matrix)."""
    if isinstance(x, Matrix) != isinstance(y, Matrix):
        matrix, other = (x, y) if isinstance(x, Matrix) else (y, x)
        if isinstance(other, Dual) or sign(other) != 0:
            raise Fault("shapes of a model do not fit")
        return matrix
    return x + y


class _Ready:
    """A value already computed (not JSON)."""

    def __init__(self, value: Number):
        self.value = value


def _read(letter: Letter, value: Any) -> Number:
    if letter.size is None:
        number = Surd.read(value)
        if letter.kind in ("integer", "dimension") and (not isinstance(number, Fraction) or number.denominator != 1):
            raise Fault(f"{letter.name} must be an integer in the model")
        return number
    if not isinstance(value, list) or len(value) > LARGEST or any(
            not isinstance(r, list) or len(r) != len(value[0]) or len(r) > LARGEST for r in value):  # fmt: skip
        raise Fault(f"{letter.name} must be a list of rows in the model, at most {LARGEST} x {LARGEST}")
    return Matrix(tuple(tuple(Surd.read(x) for x in r) for r in value))


def _course(letter: Letter, value: Any) -> Number:
    """The path that a model spells: a function of s, or rows of them."""
    if value is None:
        raise Fault(f"the model has no value for {letter.name}")
    if letter.size is None:
        return Course.read(value)
    if not isinstance(value, list) or len(value) > LARGEST or any(
            not isinstance(r, list) or len(r) != len(value[0]) or len(r) > LARGEST for r in value):  # fmt: skip
        raise Fault(f"{letter.name} must be a list of rows in the model, at most {LARGEST} x {LARGEST}")
    return Matrix(tuple(tuple(map(Course.read, r)) for r in value))


def _respected_path(model: Model, letter: Letter) -> None:
    """No pole, the shape, the sign; and a path that grows starts at 1 and has its derivative."""
    value, clock = model.get(letter.name), model.clock(letter.name)
    entries = [x for row in value.rows for x in row] if isinstance(value, Matrix) else [value]
    if letter.size is not None and (value.shape if isinstance(value, Matrix) else (1, 1)) != model.size(letter, None):
        raise Fault(f"{letter.name} has the wrong shape in the model")
    signs = [clock.signs(x) for x in entries]
    if letter.kind == "positive" and signs != [{1}]:
        raise Fault(f"{letter.name} must be positive all the time in the model")
    if letter.definition == "grows":
        t, growth = letter.spec["grows"]
        speed = model._walk(parse(growth), {t: MOMENT}) * value
        if clock.end(value, False) != 1 or not model._moves(letter.name, speed):
            raise Fault(f"{letter.name} does not grow in the model as it is defined")


@dataclass(frozen=True)
class Evaluation:
    """Truth of the givens and of the conclusions in one model (None: it has no values for the letters that exist)."""

    given: list[bool]
    then: list[bool | None]


def evaluate(statement: dict | Statement, values: dict) -> Evaluation:
    """Evaluate a statement in a model, exactly. Raises Fault if the model does not respect the declarations.

    >>> s = {"letters": [["x", {"kind": "real"}]], "given": ["x > 1"], "then": ["x*x > x"]}
    >>> evaluate(s, {"x": "3/2"})
    Evaluation(given=[True], then=[True])
    """
    statement = statement if isinstance(statement, Statement) else Statement(statement)
    model = Model(statement.inner, values)
    for name, letter in statement.inner.table.items():
        if name not in statement.fresh or name in values:
            _respects(model, letter)
    known = all(n in values or statement.inner[n].definition for n in statement.fresh)
    return Evaluation([model.holds(a) for a in statement.json.get("given", [])],
                      [model.holds(a) if known else None for a in statement.json["then"]])  # fmt: skip


def _respects(model: Model, letter: Letter) -> None:
    """Kind, range, shape and sign of one letter."""
    if letter.path:
        _respected_path(model, letter)
        return
    if model.timed(letter):
        return
    for place in model.places(letter):
        value = model.get(letter.name, place)
        label = letter.name if place is None else f"{letter.name}[{place}]"
        if letter.number:
            if value < model.integer(letter.low) or (letter.high is not None and value > model.integer(letter.high)):
                raise Fault(f"{label} = {value} lies outside its range in the model")
            continue
        if letter.size is not None:
            shape = value.shape if isinstance(value, Matrix) else (1, 1)
            if shape != model.size(letter, place):
                raise Fault(f"{label} has the wrong shape in the model")
        if letter.kind in ("positive", "dimension") and sign(value) <= 0:
            raise Fault(f"{label} must be positive in the model")
        if letter.kind == "diagonal":
            rows = value.rows if isinstance(value, Matrix) else ((value,),)
            off = any(sign(x) for i, r in enumerate(rows) for j, x in enumerate(r) if i != j)
            if off or (letter.invertible and any(sign(rows[i][i]) <= 0 for i in range(len(rows)))):
                raise Fault(f"{label} must be diagonal (and positive, if declared so) in the model")
        if letter.definition == "root":
            n, radicand = letter.spec["root"]
            gap = power(value, model.integer(n)) + minus(model.evaluate(radicand))
            if sign(value) <= 0 or sign(gap) != 0:
                raise Fault(f"{label} is not the positive root that it is defined as")


def generic(statement: Statement, values: dict) -> str:
    """'' if no free letter of the model is zero (so that nothing holds only because something vanished), else which. A letter
    of which a hypothesis says in so many words that it is zero may be.
    """
    model, stated = Model(statement.letters, values), _stated_zero(statement)
    for name, letter in statement.letters.table.items():
        if letter.definition is not None or letter.number or name in stated or model.timed(letter):
            continue
        for place in model.places(letter):
            value = model.get(name, place)
            if letter.path:
                entries = [x for row in value.rows for x in row] if isinstance(value, Matrix) else [value]
                if not any(x.num for x in entries):
                    return name
                continue
            if value.is_zero() if isinstance(value, Matrix) else sign(value) == 0:
                return name if place is None else f"{name}[{place}]"
    return ""


def _stated_zero(statement: Statement) -> set[str]:
    """The letters X with a hypothesis ``X == 0``, and the families with ``all(k, low, high, X[k] == 0)`` for all members."""
    found, letters = set(), statement.letters
    for text in statement.json.get("given", []):
        match parse(text):
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=0)]):
                found.add(name)
            case ast.Call(func=ast.Name(id="all"), args=[ast.Name(id=k), low, high, ast.Compare(
                    left=ast.Subscript(value=ast.Name(id=name), slice=ast.Name(id=at)), ops=[ast.Eq()],
                    comparators=[ast.Constant(value=0)])]):  # fmt: skip
                ends = [letters.integer(ast.unparse(end)) for end in (low, high)]
                if k == at and ends == [letters[name].low, letters[name].high]:
                    found.add(name)
    return found


def check_model(statement: Statement, values: dict) -> None:
    """Fault unless the model is generic and satisfies every hypothesis (exactly) and every conclusion that can be
    evaluated, and no quantifier of a conclusion runs over nothing."""
    free = {n for n, x in statement.inner.table.items() if x.definition in FREE}
    if not set(values) <= free:
        raise Fault(f"the model gives values to {', '.join(sorted(set(values) - free))}: undeclared or defined")
    result = evaluate(statement, values)
    zero = generic(statement, values)
    if zero:
        raise Fault(f"{zero} is zero in the model: not generic")
    for k, ok in enumerate(result.given):
        if not ok:
            raise Fault(f"given {k} fails in the model")
    for k, verdict in enumerate(result.then):
        if verdict is False:
            raise Fault(f"conclusion {k} is false in the model")
        atom = statement.then[k]
        if verdict is not None and atom.kind == "all":
            low, high = (Model(statement.inner, values).integer(e) for e in atom.numbers)
            if high < low:
                raise Fault(f"conclusion {k} quantifies over nothing in the model")
