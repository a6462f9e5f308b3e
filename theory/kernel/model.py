"""Models: exact values for the letters of a statement, and its truth in them.

Evaluation walks the text of the statement and never uses the normal forms, so it is a second reading of the same words.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from theory.kernel.integers import Fault, Int, replace
from theory.kernel.letters import Letter, Letters, parse
from theory.kernel.numbers import Dual, Matrix, Number, Surd, minus, positive_roots, power, sign, slope
from theory.kernel.statement import RELATIONS, Statement


class Model:
    """Values by letter (JSON: rationals as text, [a, b, d] for a + b√d, lists of rows, families as objects)."""

    def __init__(self, letters: Letters, values: dict):
        self.letters, self.values = letters, dict(values)
        self.cache: dict[tuple[str, int | None], Number] = {}

    def replaced(self, name: str, value: object, fixed: set[str]) -> Model:
        """The model with another value for one letter; ``fixed`` letters do not depend on it and keep theirs."""
        moved = Model(self.letters, {**self.values, name: _Ready(value)})
        moved.cache = {key: known for key, known in self.cache.items() if key[0] in fixed}
        return moved

    def get(self, name: str, index: int | None = None) -> Number:
        key = (name, index)
        if key not in self.cache:
            self.cache[key] = self._compute(name, index)
        return self.cache[key]

    def _compute(self, name: str, index: int | None) -> Number:
        stored = self.values.get(name)
        if isinstance(stored, _Ready):
            return stored.value if index is None else stored.value[index]
        letter = self.letters[name]
        if letter.definition in (None, "root"):
            if stored is None or (index is not None and str(index) not in stored):
                raise Fault(f"the model has no value for {name}" + (f"[{index}]" if index is not None else ""))
            return _read(letter, stored if index is None else stored[str(index)])
        return self._defined(letter, index)

    def _defined(self, letter: Letter, index: int | None) -> Number:
        spec, kind, name = letter.spec, letter.definition, letter.name
        if kind == "entry":
            i = int(self.get(spec["entry"][1])) - 1
            return self.get(spec["entry"][0]).rows[i][i]
        if kind == "value":
            return self.evaluate(spec["value"], {letter.variable: index} if index is not None else {})
        if kind == "override":
            for place, value in spec["override"]["at"].items():
                if self.integer(place) == index:
                    return self.evaluate(value)
            return self.get(spec["override"]["of"], index)
        low, high = self.integer(spec["over"][1]), self.integer(spec["over"][2])
        if index is None or not low <= index <= high:
            raise Fault(f"{name}[{index}] lies outside its range")
        if index == (low if kind == "first" else high):
            return self.evaluate(spec[kind])
        back = index - 1 if kind == "first" else index
        return self.evaluate(spec["next" if kind == "first" else "previous"], {letter.variable: back})

    def integer(self, text: str | Int) -> int:
        if isinstance(text, Int):
            total = 0
            for m, c in text.terms:
                for s in m:
                    c *= int(self.get(s) if isinstance(s, str) else self.get(s[0], self.integer(s[1])))
                total += c
            return total
        value = self.evaluate(str(text))
        if not isinstance(value, Fraction) or value.denominator != 1:
            raise Fault(f"{text} is no integer in the model")
        return int(value)

    def evaluate(self, text: str, bound: dict[str, int] | None = None) -> Number:
        return self._walk(parse(text), {k: Fraction(v) for k, v in (bound or {}).items()})

    def _walk(self, node: ast.expr, bound: dict) -> Number:
        match node:
            case ast.Constant(value=int(n)):
                return Fraction(n)
            case ast.Name(id=name):
                return bound[name] if name in bound else self.get(name)
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                return self.get(name, int(self._walk(index, bound)))
            case ast.Attribute(value=a, attr="T"):
                return self._walk(a, bound).T
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
                return x + y if isinstance(op, ast.Add) else x + minus(y) if isinstance(op, ast.Sub) else x * y
            case ast.Call(func=ast.Name(id="tr"), args=[a]):
                return self._walk(a, bound).trace()
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
                gap = self._walk(a, bound) + minus(self._walk(b, bound))
                if isinstance(gap, Matrix):
                    return gap.is_zero()
                return {"==": sign(gap) == 0, ">": sign(gap) > 0, ">=": sign(gap) >= 0}[RELATIONS[type(op)]]
            case ast.Call(func=ast.Name(id="all"), args=[ast.Name(id=n), low, high, inner]):
                ends = [int(self._walk(e, bound)) for e in (low, high)]
                return all(self.holds(inner, {**bound, n: Fraction(k)}) for k in range(ends[0], ends[1] + 1))
            case ast.Call(func=ast.Name(id="critical"), args=[ast.Name(id=f), ast.Name(id=w)]):
                return all(sign(s) == 0 for s in self._variation(f, w))
            case ast.Call(func=ast.Name(id="roots"), args=[f, ast.Name(id=s)], keywords=keywords):
                return self._roots(f, s, {k.arg: k.value for k in keywords})
        raise Fault(f"cannot evaluate {ast.unparse(node)!r}")

    def _variation(self, f: str, w: str) -> Iterator[Number]:
        """The partial derivatives of f along every entry of every member of the family w."""
        letter = self.letters[w]
        low, high = self.integer(letter.low), self.integer(letter.high)
        members = {k: self.get(w, k) for k in range(low, high + 1)}
        fixed = {n for n in self.letters.table if n != w and w not in self.letters.depends(n)}
        for k, m in members.items():
            for i in range(m.shape[0]):
                for j in range(m.shape[1]):
                    rows = [list(r) for r in m.rows]
                    rows[i][j] = Dual(rows[i][j], Fraction(1), 0)  # below the levels of diff
                    moved = {**members, k: Matrix(tuple(map(tuple, rows)))}
                    yield slope(self.replaced(w, moved, fixed).get(f), 0)

    def _roots(self, f: ast.expr, s: str, options: dict) -> bool:
        wanted = [int(self._walk(options[k], {})) if k in options else 0 for k in ("simple", "double")]
        where = self._polynomial(options["where"], s) if "where" in options else None
        return positive_roots(self._polynomial(f, s), where) == (*wanted, 0)

    def _polynomial(self, f: ast.expr, s: str) -> list:
        """Coefficients of f in s, from the lowest power upwards (a positive power of s is divided out)."""
        coefficients: dict[int, Number] = {}
        for (powers, traces, word), c in self.letters.with_scalar(s, "positive")._read(f).terms.items():
            e = self.integer(dict(powers).get((s, None), Int.of(0)))
            rest: Number = c
            for (name, index), n in powers:
                if name != s:
                    value = self.get(name, None if index is None else self.integer(index))
                    rest = rest * power(value, self.integer(n))
            if traces or word:
                raise Fault("a function with traces has no root count in a model")
            coefficients[e] = coefficients.get(e, Fraction(0)) + rest
        return [coefficients.get(k, Fraction(0)) for k in range(min(coefficients), max(coefficients) + 1)]


class _Ready:
    """A value already computed (not JSON)."""

    def __init__(self, value: Number):
        self.value = value


def _read(letter: Letter, value: Any) -> Number:
    if letter.kind in ("integer", "dimension"):
        number = Surd.read(value)
        if not isinstance(number, Fraction) or number.denominator != 1:
            raise Fault(f"{letter.name} must be an integer in the model")
        return number
    if letter.shape is None:
        return Surd.read(value)
    if not isinstance(value, list) or not value or any(
            not isinstance(r, list) or len(r) != len(value[0]) for r in value):  # fmt: skip
        raise Fault(f"{letter.name} must be a list of rows in the model")
    return Matrix(tuple(tuple(Surd.read(x) for x in r) for r in value))


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
    """Kind, range, shape and genericity of one letter."""
    if letter.kind == "integer":
        value = int(model.get(letter.name))
        if value < model.integer(letter.low) or (letter.high is not None and value > model.integer(letter.high)):
            raise Fault(f"{letter.name} = {value} lies outside its range in the model")
        return
    places = range(model.integer(letter.low), model.integer(letter.high) + 1) if letter.family else [None]
    for place in places:
        value = model.get(letter.name, place)
        label = letter.name if place is None else f"{letter.name}[{place}]"
        if letter.shape is not None:
            at = {letter.variable: Int.of(place)} if place is not None else {}
            shape = tuple(model.integer(replace(e, at, {})) for e in letter.shape)
            if not isinstance(value, Matrix) or value.shape != shape:
                raise Fault(f"{label} has the wrong shape in the model")
        if letter.definition is None:
            if (value.is_zero() if isinstance(value, Matrix) else sign(value) == 0):
                raise Fault(f"{label} is zero in the model: not generic")
            if letter.kind in ("positive", "dimension") and sign(value) <= 0:
                raise Fault(f"{label} must be positive in the model")
        if letter.kind == "diagonal":
            rows = value.rows
            off = any(sign(x) for i, r in enumerate(rows) for j, x in enumerate(r) if i != j)
            if off or (letter.invertible and any(sign(rows[i][i]) <= 0 for i in range(len(rows)))):
                raise Fault(f"{label} must be diagonal (and positive, if declared so) in the model")
        if letter.definition == "root":
            n, radicand = letter.spec["root"]
            gap = power(value, model.integer(n)) + minus(model.evaluate(radicand))
            if sign(value) <= 0 or sign(gap) != 0:
                raise Fault(f"{label} is not the positive root that it is defined as")


def check_model(statement: Statement, values: dict) -> None:
    """Fault unless the model satisfies every hypothesis (exactly) and every conclusion that can be evaluated."""
    free = {n for n, x in statement.inner.table.items() if x.definition in (None, "root")}
    if not set(values) <= free:
        raise Fault(f"the model gives values to {', '.join(sorted(set(values) - free))}: undeclared or defined")
    result = evaluate(statement, values)
    for k, ok in enumerate(result.given):
        if not ok:
            raise Fault(f"given {k} fails in the model")
    for k, verdict in enumerate(result.then):
        if verdict is False:
            raise Fault(f"conclusion {k} is false in the model")

