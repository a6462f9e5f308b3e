"""Derived formulas of L layers against automatic differentiation, for several numbers of layers, in float64.

The objective and the formulas are evaluated from the texts that the kernel certified, their families member by member.
Allowed is what
rounding can do: ε times the operations times the value with all signs made positive. A formula with one summand changed by
one part in
a million must be told apart.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from proofs_check.bridge.autograd_check import EPSILON, Comparison
from theory.kernel.letters import parse
from theory.statements.families.derived import FamilyDerived
from theory.statements.families.objective import FamilyObjective

LAYERS = (2, 3, 5)
CHANGE = "1000001/1000000"


class Values:
    """Tensors and integers by letter, families as {place: tensor}; letters that are defined are computed. ``signs``: False
    makes all
    of them positive, and every difference a sum.

    >>> values = Values([["x", {"kind": "real", "over": ["n_", "0", "3"], "first": "1", "next": "2*x[n_]"}]], {})
    >>> float(values.of("x[3] - 1"))
    7.0
    """

    def __init__(self, letters: list, values: Mapping[str, Any], signs: bool = True):
        self.specs, self.values, self.signs = dict(letters), dict(values), signs
        self.cache: dict[tuple[str, int | None], Any] = {}
        self.operations = 0

    def of(self, text: str, bound: Mapping[str, int] | None = None) -> Tensor:
        """The value of a text."""
        return torch.as_tensor(self._walk(parse(text), dict(bound or {})), dtype=torch.float64)

    def integer(self, text: str, bound: Mapping[str, int] | None = None) -> int:
        """The value of an index or a size: signs count there."""
        signs, self.signs = self.signs, True
        try:
            return int(self._walk(parse(text), dict(bound or {})))
        finally:
            self.signs = signs

    def get(self, name: str, place: int | None = None) -> Any:
        """A letter, or a member."""
        key = (name, place)
        if key not in self.cache:
            self.cache[key] = self._made(name, place)
        return self.cache[key]

    def _made(self, name: str, place: int | None) -> Any:
        if name in self.values:
            value = self.values[name] if place is None else self.values[name][place]
            return value.abs() if isinstance(value, Tensor) and not self.signs else value
        spec = self.specs[name]
        if place is None:
            return self._walk(parse(spec["value"]), {})
        if "value" in spec:
            return self._walk(parse(spec["value"]), {"n_": place})
        up = "first" in spec
        start = self.integer(spec["over"][1 if up else 2])
        if place == start:
            return self._walk(parse(spec["first" if up else "last"]), {})
        return self._walk(parse(spec["next" if up else "previous"]), {"n_": place - 1 if up else place})

    def _walk(self, node: ast.expr, bound: dict[str, int]) -> Any:
        match node:
            case ast.Constant(value=n):
                return n
            case ast.Name(id=name):
                return bound[name] if name in bound else self.get(name)
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                return self.get(name, self.integer(ast.unparse(index), bound))
            case ast.Attribute(value=a):
                value = self._walk(a, bound)
                return value.mT if isinstance(value, Tensor) and value.ndim == 2 else value
            case ast.UnaryOp(operand=a):
                value = self._walk(a, bound)
                return -value if self.signs else value
            case ast.Call(func=ast.Name(id="I"), args=[a]):
                return torch.eye(self.integer(ast.unparse(a), bound), dtype=torch.float64)
            case ast.Call(args=[a]):
                value = self._walk(a, bound)
                return torch.trace(value) if isinstance(value, Tensor) and value.ndim == 2 else value
            case ast.BinOp(left=a, op=op, right=b):
                return self._binary(op, self._walk(a, bound), self._walk(b, bound))
        raise ValueError(f"no value of {ast.unparse(node)}")

    def _binary(self, op: ast.operator, x: Any, y: Any) -> Any:
        self.operations += max(x.numel() if isinstance(x, Tensor) else 1, y.numel() if isinstance(y, Tensor) else 1)
        x, y = (_plain(v, other) for v, other in ((x, y), (y, x)))
        match op:
            case ast.Add():
                return x + y
            case ast.Sub():
                return x - y if self.signs else x + y
            case ast.Div():
                return x / y
            case ast.Pow():
                return x ** int(y) if not (isinstance(x, Tensor) and x.ndim == 2) else torch.linalg.matrix_power(x, int(y))
        both = isinstance(x, Tensor) and isinstance(y, Tensor) and x.ndim == y.ndim == 2
        return x @ y if both else x * y


def _plain(x: Any, other: Any) -> Any:
    """A 1 x 1 matrix beside something of another shape is a number."""
    if not isinstance(x, Tensor) or x.ndim != 2 or x.numel() != 1:
        return x
    fits = isinstance(other, Tensor) and other.ndim == 2 and 1 in other.shape
    return x if fits else x.reshape(())


def compare_families(found: FamilyDerived, layers: tuple[int, ...] = LAYERS, seed: int = 0) -> Comparison:
    """Gradient in every layer, and Hessian form, at one random point for each number of layers.

    >>> from theory.statements.families.derived import derive_family
    >>> found = derive_family("1/2*||W_L ⋯ W_1 - Y||^2", ["W"], "W: family of L matrices, W_l: d_l x d_{l-1}")
    >>> compare_families(found).agrees
    True
    """
    generator = torch.Generator().manual_seed(seed)
    worst, seen, tried, formulas = 0.0, 0, 0, 0
    for count in layers:
        here = _Point(found, count, generator)
        pairs = here.pairs()
        formulas += len(pairs)
        for text, bound, expected in pairs:
            worst = max(worst, here.excess(text, bound, expected))
            for wrong in here.planted(text, bound):
                if here.excess(wrong, bound, here.exact.of(text, bound)) > 1:
                    tried += 1
                    seen += here.excess(wrong, bound, expected) > 1
    return Comparison(worst, (seen, tried), len(layers), formulas)


class _Point:
    def __init__(self, found: FamilyDerived, count: int, generator: torch.Generator):
        self.found, self.o, self.count, self.generator = (
            found,
            found.objective,
            max(count, self._least(found.objective)),
            generator,
        )
        o = self.o
        self.letters = [*o.base, *([o.tail()] if o.product else []), *o.slopes(), *found.form_letters]
        self.values: dict[str, Any] = {}
        for name, spec in o.base:
            if not {"first", "last", "value"} & set(spec):
                self.values[name] = self._drawn(spec)
        self.values[o.name("Z")] = self._drawn(dict(o.base)[o.family])
        self.exact, self.positive = (Values(self.letters, self.values, signs) for signs in (True, False))

    @staticmethod
    def _least(o: FamilyObjective) -> int:
        return int(dict(o.base)[o.count]["min"])

    def _drawn(self, spec: dict) -> Any:
        values = Values(self.o.base, self.values)
        if "over" in spec:
            low, high = (values.integer(e) for e in spec["over"][1:])
            return {k: self._one(spec, values, {"n_": k}) for k in range(low, high + 1)}
        return self._one(spec, values, {})

    def _one(self, spec: dict, values: Values, bound: dict) -> Any:
        if spec["kind"] == "integer":
            return self.count
        if spec["kind"] == "dimension":
            return int(torch.randint(1, 4, (), generator=self.generator))
        if "shape" in spec:
            sides = [values.integer(e, bound) for e in spec["shape"]]
            return torch.randn(sides, generator=self.generator, dtype=torch.float64)
        if "size" in spec:
            return torch.diag(torch.rand(values.integer(spec["size"]), generator=self.generator, dtype=torch.float64) + 0.5)
        number = torch.randn((), generator=self.generator, dtype=torch.float64)
        return number.abs() + 0.1 if spec["kind"] == "positive" else number

    def pairs(self) -> list[tuple[str, dict[str, int], Tensor]]:
        """(formula, its layer, what autograd gives)."""
        o, w = self.o, self.o.family
        leaves = {k: x.clone().requires_grad_() for k, x in self.values[w].items()}
        value = Values(o.base, {**self.values, w: leaves}).of(o.expression)
        slopes = torch.autograd.grad(value, list(leaves.values()), create_graph=True)
        z = self.values[o.name("Z")]
        along = sum((g * z[k]).sum() for k, g in zip(leaves, slopes, strict=True))
        turned = (
            torch.autograd.grad(along, list(leaves.values()), allow_unused=True)
            if along.requires_grad
            else [None] * len(leaves)
        )
        second = sum(((h * z[k]).sum() for k, h in zip(leaves, turned, strict=True) if h is not None), torch.zeros(()).double())
        layer = o.name("l")
        found = [(o.gradient(), {layer: k}, g.detach()) for k, g in zip(leaves, slopes, strict=True)]
        return [*found, (self.found.form, {}, second.detach())]

    def planted(self, text: str, bound: dict) -> list[str]:
        """The formula with one of its summands changed."""
        parts = self.o.gradient_parts() if bound else [text]
        return [" + ".join(f"{CHANGE}*({p})" if i == k else p for i, p in enumerate(parts)) for k in range(len(parts))]

    def excess(self, text: str, bound: dict[str, int], expected: Tensor) -> float:
        """The largest difference, over what rounding allows."""
        value = self.exact.of(text, bound)
        size = self.positive.of(text, bound)
        allowed = EPSILON * (64 + self.exact.operations) * (size.abs().max() + expected.abs().max()) + 1e-300
        return float((value.reshape(-1) - expected.reshape(-1)).abs().max() / allowed)
