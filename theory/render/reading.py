"""The kernel's texts read into trees. Reads what `theory.kernel.letters` reads; judges nothing."""

from __future__ import annotations

import ast
from fractions import Fraction
from functools import lru_cache

from theory.kernel.letters import parse
from theory.kernel.statement import POINTS
from theory.render.tree import ONE, Math, letter, neg, number, plus, power, simplified, times, trace, transpose

RELATIONS = {ast.Eq: "=", ast.Gt: ">", ast.GtE: ">="}


@lru_cache(maxsize=4096)
def read(text: str) -> Math:
    """The tree of an expression or atom. Raises `Fault` where the kernel would not read it either.

    >>> read("tr((X-Y).T*(X-Y)) >= 0").args[0].kind
    'norm2'
    """
    return _atom(parse(text))


def _atom(node: ast.expr) -> Math:
    match node:
        case ast.Compare(left=a, ops=[op], comparators=[b]) if type(op) in RELATIONS:
            return Math("rel", (_value(a), _value(b)), RELATIONS[type(op)])
        case ast.Call(func=ast.Name(id="all"), args=[ast.Name(id=n), low, high, inner]):
            return Math("all", (simplified(_value(low)), simplified(_value(high)), _atom(inner)), n)
        case ast.Call(func=ast.Name(id=kind), args=[ast.Name(id=f), ast.Name(id=w)]) if kind in POINTS:
            return Math(kind, (), (f, w))
        case ast.Call(func=ast.Name(id="during"), args=[ast.Name(id=t), inner]):
            return Math("during", (_atom(inner),), t)
        case ast.Call(func=ast.Name(id="moves"), args=[ast.Name(id=x), ast.Name(id=t), e]):
            slope = Math("diff", (letter(x, letter(t)),), (t, 1))
            return Math("during", (Math("rel", (slope, _value(e)), "="),), t)
        case ast.Call(func=ast.Name(id="roots"), args=[f, ast.Name(id=s)], keywords=keywords):
            options = {k.arg: k.value for k in keywords}
            counts = [_count(options[k]) if k in options else 0 for k in ("simple", "double")]
            where = (_value(options["where"]),) if "where" in options else ()
            return Math("roots", (_value(f), *where), (s, *counts))
    return _value(node)


def _count(node: ast.expr) -> int:
    return int(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, int) else 0


def _value(node: ast.expr) -> Math:
    match node:
        case ast.Constant(value=int(n)):
            return number(n)
        case ast.Name(id=name):
            return letter(name)
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            return letter(name, simplified(_value(index)))
        case ast.Attribute(value=a, attr="T"):
            return transpose(_value(a))
        case ast.UnaryOp(op=ast.USub(), operand=a):
            return neg(_value(a))
        case ast.BinOp(left=a, op=ast.Add(), right=b):
            return plus(_value(a), _value(b))
        case ast.BinOp(left=a, op=ast.Sub(), right=b):
            return plus(_value(a), neg(_value(b)))
        case ast.BinOp(left=a, op=ast.Mult(), right=b):
            return times(_value(a), _value(b))
        case ast.BinOp(left=a, op=ast.Div(), right=ast.Constant(value=int(n))) if n:
            return times(number(Fraction(1, n)), _value(a))
        case ast.BinOp(left=a, op=ast.Pow(), right=b):
            return power(_value(a), simplified(_value(b)))
        case ast.Call(func=ast.Name(id="tr"), args=[a]):
            return trace(_value(a))
        case ast.Call(func=ast.Name(id="I"), args=[a]):
            return ONE if (size := simplified(_value(a))) == ONE else Math("I", (size,))
        case ast.Call(func=ast.Name(id="diff"), args=[a, ast.Name(id=name)]):
            inner = _value(a)
            if inner.kind == "diff" and inner.value[0] == name:
                return Math("diff", inner.args, (name, inner.value[1] + 1))
            return Math("diff", (inner,), (name, 1))
    raise ValueError(f"no expression of the kernel: {ast.unparse(node)[:80]!r}")
