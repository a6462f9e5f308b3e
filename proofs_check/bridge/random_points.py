"""Random points in float64 for the letters of an objective: sizes, data and variables of the declared kinds, and the letters
that equations define; and the value of a kernel text there, in torch, so that it can be differentiated."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from theory.statements.derivatives.objective import Objective
from theory.statements.derivatives.taylor import solved_letters

TRIES = 200
SIZES = (2, 3, 4, 5)


@dataclass
class Point:
    """Values by kernel letter: sizes as int, numbers as 0-dimensional tensors, matrices as tensors."""

    sizes: dict[str, int]
    values: dict[str, Tensor]


def random_point(objective: Objective, generator: torch.Generator) -> Point:
    """A point with generic values; ValueError where the hypotheses say more than kinds do.

    >>> from theory.statements.derivatives.objective import read_objective
    >>> point = random_point(read_objective("||U*U^T - A||^2", ["U"], "U: orthonormal"), torch.Generator().manual_seed(0))
    >>> U = point.values["U"]
    >>> bool(torch.allclose(U.mT @ U, torch.eye(U.shape[1], dtype=U.dtype)))
    True
    """
    for _ in range(TRIES):
        sizes = _sizes(objective, generator)
        try:
            values = _values(objective, sizes, generator)
        except torch.linalg.LinAlgError:  # a skew matrix of odd size
            continue
        if all(_holds(fact, values, sizes) for fact in objective.given):
            return Point(sizes, values)
    raise ValueError("no random point was found that satisfies the hypotheses, so nothing was compared")


def _values(objective: Objective, sizes: dict[str, int], generator: torch.Generator) -> dict[str, Tensor]:
    values: dict[str, Tensor] = {}
    solved = solved_letters(objective)
    for name, spec in objective.letters:
        if spec["kind"] in ("dimension", "integer"):
            values[name] = torch.tensor(float(sizes[name]), dtype=torch.float64)
        elif name in solved:
            values[name] = defined(solved[name], values, sizes)
        elif "value" in spec:
            values[name] = evaluate(spec["value"], values, sizes)
        else:
            values[name] = _draw(name, spec, objective.given, sizes, generator)
    return values


def _sizes(objective: Objective, generator: torch.Generator) -> dict[str, int]:
    """Different sizes, each at least 2, integers at their least value."""
    names = [n for n, s in objective.letters if s["kind"] == "dimension"]
    order = torch.randperm(max(len(names), len(SIZES)), generator=generator).tolist()
    found = {n: 2 + order[k] for k, n in enumerate(names)}
    return found | {n: int(s["min"]) for n, s in objective.letters if s["kind"] == "integer"}


def size_of(text: str, sizes: Mapping[str, int]) -> int:
    """The number that a size text says.

    >>> size_of("m", {"m": 3}), size_of("2", {})
    (3, 2)
    """
    return int(text) if text.isdigit() else sizes[text]


def _draw(name: str, spec: dict, given: list[str], sizes: dict[str, int], generator: torch.Generator) -> Tensor:
    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, dtype=torch.float64, generator=generator)

    if spec["kind"] in ("real", "positive"):
        value = normal()
        return value.abs() + 0.3 if spec["kind"] == "positive" or f"{name} >= 0" in given else value
    if spec["kind"] == "diagonal":
        entries = normal(size_of(spec["size"], sizes))
        squares = spec.get("positive") or any(re.match(rf"{name} == \w+\*\w+$", g) for g in given)
        return torch.diag(entries.abs() + 0.3 if squares else entries)
    rows, columns = (size_of(s, sizes) for s in spec["shape"])
    value = normal(rows, columns)
    facts = [g for g in given if re.search(rf"\b{name}\b", g)]
    if any(g == f"{name}.T == {name}" for g in facts):
        value = (value + value.mT) / 2
    if any(g == f"{name}.T == -{name}" for g in facts):
        value = (value - value.mT) / 2
    if any(re.match(rf"({name}\.T\*{name}|{name}\*{name}\.T) == I", g) for g in facts):
        value = torch.linalg.qr(value if rows >= columns else value.mT)[0]
        value = value if rows >= columns else value.mT
    if f"{name}*{name}.T == {name}.T*{name}" in facts:  # normal
        value = torch.eye(rows, dtype=torch.float64) + value - value.mT
    if f"{name}*{name} == {name}" in facts:
        frame = torch.linalg.qr(normal(rows, max(1, rows - 1)))[0]
        value = frame @ frame.mT
    return value.reshape(()) if value.numel() == 1 and rows == columns == 1 else value


def defined(how: tuple[str, str], values: Mapping[str, Tensor], sizes: Mapping[str, int]) -> Tensor:
    """The value of a letter that an equation defines: a norm, an inverse, a reciprocal."""
    kind, text = how
    value = evaluate(text, values, sizes)
    if kind == "norm":
        return value.square().sum().sqrt()
    return 1 / value if kind == "reciprocal" or value.dim() == 0 else torch.linalg.inv(value)


def evaluate(text: str, values: Mapping[str, Tensor], sizes: Mapping[str, int], signs: bool = True) -> Tensor:
    """The value of a text of the kernel; without ``signs`` every minus is read as a plus.

    >>> float(evaluate("tr(X.T*X)", {"X": torch.ones(2, 2)}, {}))
    4.0
    """
    return _value(ast.parse(text, mode="eval").body, values, sizes, signs)


def _value(node: ast.expr, values: Mapping[str, Tensor], sizes: Mapping[str, int], signs: bool) -> Tensor:
    def of(inner: ast.expr) -> Tensor:
        return _value(inner, values, sizes, signs)

    match node:
        case ast.Constant(value=n):
            return torch.tensor(float(str(n)), dtype=torch.float64)
        case ast.Name(id=name):
            return values[name]
        case ast.Attribute(value=a):
            return of(a).mT if of(a).dim() else of(a)
        case ast.UnaryOp(operand=a):
            return -of(a) if signs else of(a)
        case ast.Call(func=ast.Name(id="tr"), args=[a]):
            return of(a).diagonal().sum() if of(a).dim() else of(a)
        case ast.Call(func=ast.Name(id="I"), args=[a]):
            return torch.eye(size_of(ast.unparse(a), sizes), dtype=torch.float64)
        case ast.BinOp(left=a, op=op, right=b):
            return _operate(of(a), op if signs or not isinstance(op, ast.Sub) else ast.Add(), of(b))
    raise ValueError(f"cannot evaluate {ast.unparse(node)[:80]}")


def _operate(x: Tensor, op: ast.operator, y: Tensor) -> Tensor:
    if isinstance(op, ast.Mult):
        product = x @ y if x.dim() and y.dim() else x * y
        return product.reshape(()) if product.numel() == 1 else product
    if isinstance(op, ast.Pow):
        n = int(y)  # an exponent is an integer: of positive letters it may be negative
        if not x.dim():
            return x**n
        return torch.linalg.matrix_power(x, n)
    if isinstance(op, ast.Div):
        return x / y
    return x + y if isinstance(op, ast.Add) else x - y


def _holds(fact: str, values: Mapping[str, Tensor], sizes: Mapping[str, int]) -> bool:
    """Whether a hypothesis holds, up to rounding; a root of a diagonal is no letter of the objective and is not asked."""
    left, sign, right = re.split(r"\s(==|>=|>)\s", fact)
    gap = evaluate(left, values, sizes) - evaluate(right, values, sizes)
    if sign == "==":
        return bool(gap.abs().max() <= 1e-8) or bool(re.match(r"\w+ == E_\w+\*E_\w+$", fact))
    return bool(gap >= -1e-12) if sign == ">=" else bool(gap > 0)
