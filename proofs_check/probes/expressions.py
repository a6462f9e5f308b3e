"""Texts of a statement, compiled: an expression to a closure over exact numbers, an atom to its truth in a scene.

Read by themselves, with nothing of the checker's. A scene (`proofs_check.probes.evaluator.Scene`) gives letters their values;
bound variables come beside it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from proofs_check.probes import paths
from proofs_check.probes.exact import Grid, Laurent, Tangent, Undecidable, add, is_zero, multiply, power, sign_of, subtract
from theory.models import second_order
from theory.models.numbers import positive_roots

Scene = Any
Code = Callable[[Scene, dict[str, Any]], Any]
"""The value of an expression in a scene, under bound variables."""
MOST = 400
"""Largest exponent that is computed."""


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
            inside = {**bound, self.moment: "moment"}
            if hasattr(self, "path"):
                return paths.moves(scene, self.path, self.speed(scene, inside))
            return self._always(scene, inside)
        s, f, options = self.roots
        wanted = [whole(options[key](scene, bound)) if key in options else 0 for key in ("simple", "double")]
        where = self._polynomial(options["where"], s, scene, bound) if "where" in options else None
        return positive_roots(self._polynomial(f, s, scene, bound), where) == (*wanted, 0)

    def _always(self, scene: Scene, bound: dict[str, Any]) -> bool:
        signs = paths.signs(scene, self.during.gap(scene, bound), self.node, self.moment)
        return signs <= {ast.Eq: {0}, ast.Gt: {1}, ast.GtE: {0, 1}}[self.during.relation]

    def residuals(self, scene: Scene, bound: dict[str, Any]) -> list[Any] | None:
        """See `proofs_check.probes.evaluator.Scene.residuals`."""
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
        return subtract(left(scene, bound), right(scene, bound))

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
                paths.read_at(scene, name, index, bound)
                if "path" in scene.reading.specs.get(name, {})
                else scene.get(name, whole(at(scene, bound)))
            )
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
        return lambda scene, bound: subtract(left(scene, bound), right(scene, bound))
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
        if s not in bound and any(s in scene.reading.depends(name) for name in names_in(text) & set(scene.reading.specs) - {s}):
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
def names_in(text: str) -> frozenset[str]:
    """The letters and bound variables of an expression.

    >>> sorted(names_in("tr(A.T*B) + k"))
    ['A', 'B', 'k', 'tr']
    """
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
