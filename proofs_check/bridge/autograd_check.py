"""Derived formulas against automatic differentiation, at random points in float64.

The objective is evaluated from the user's text as the kernel reads it; the formulas as they are printed in Python. Allowed is
what rounding can do: ε times the operations times the size of the formula with all signs made positive (and the condition of
inverses). The comparison shows its power first: formulas with one coefficient changed must be told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import torch
from torch import Tensor

from proofs_check.bridge.random_points import Point, defined, evaluate, random_point, size_of
from theory.statements.derivatives.derive import Derived
from theory.statements.derivatives.objective import Objective, Variable
from theory.statements.derivatives.taylor import solved_letters
from theory.statements.derivatives.terms import Term, add, mul, num, split

EPSILON = torch.finfo(torch.float64).eps
PLANTED = Fraction(1, 10**6)
"""Relative change of a coefficient that must be seen."""


@dataclass(frozen=True)
class Comparison:
    """``error``: the largest |formula − autograd| over what rounding allows, at most 1 where they agree; ``planted``: (found,
    tried); ``compared``: numbers of points and formulas."""

    error: float
    planted: tuple[int, int]
    points: int
    formulas: int

    @property
    def agrees(self) -> bool:
        """Whether all differences are rounding, and every planted error was seen."""
        return self.error <= 1 and self.planted[0] == self.planted[1]

    def to_json(self) -> dict[str, Any]:
        """The field ``check``."""
        return {"agrees": self.agrees, "error": self.error, "planted": list(self.planted), "points": self.points,
                "formulas": self.formulas}  # fmt: skip


def compare(found: Derived, points: int = 4, seed: int = 0) -> Comparison:
    """Gradient, Hessian product and Hessian form of a derivation against autograd.

    >>> from theory.statements.derivatives.derive import derive
    >>> compare(derive("1/2*||X*Y^T - A||^2", ["X", "Y"])).agrees
    True
    """
    generator = torch.Generator().manual_seed(seed)
    worst, seen, tried, formulas = 0.0, 0, 0, 0
    for k in range(points):
        point = random_point(found.objective, generator)
        truth = Truth(found.objective, point, generator)
        pairs = truth.pairs(found)
        formulas = len(pairs)
        for term, expected, variable in pairs:
            worst = max(worst, truth.excess(term, expected, variable))
            for wrong in planted(term) if k == 0 else ():
                if truth.excess(wrong, truth.value(term, expected, variable), variable) > 1:  # it changes something
                    tried += 1
                    seen += truth.excess(wrong, expected, variable) > 1
    return Comparison(worst, (seen, tried), points, formulas)


def planted(term: Term) -> list[Term]:
    """The term with one coefficient changed by one part in a million, for each summand.

    >>> from theory.statements.derivatives.terms import letter
    >>> len(planted(add(letter("x"), letter("y"))))
    2
    """
    parts = term.args if term.op == "sum" else () if term.zero else (term,)
    changed = []
    for k, part in enumerate(parts):
        c, rest = split(part)
        changed.append(add(*parts[:k], mul(num(c * (1 + PLANTED)), rest), *parts[k + 1 :]))
    return changed


class Truth:
    """Autograd at one point, along one random direction."""

    def __init__(self, objective: Objective, point: Point, generator: torch.Generator):
        self.objective, self.point = objective, point
        self.names = [v.name for v in objective.variables]
        self.directions = {v.name: self._direction(v, generator) for v in objective.variables}
        self.gradient, self.product = self._derivatives(self._value, point.values, self.directions)
        sizes = {n: x.abs() for n, x in self.directions.items()}
        self.slack, self.second_slack = self._derivatives(self._without_signs, point.values, sizes)
        self.values = dict(point.values) | {v.direction: self.directions[v.name] for v in objective.variables}

    def _derivatives(self, function: Callable, values: Mapping[str, Tensor],
                     directions: Mapping[str, Tensor]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:  # fmt: skip
        """Gradient of a function, and its Hessian applied to the directions, by variable."""
        leaves = {n: values[n].detach().clone().requires_grad_() for n in self.names}
        slopes = self._slopes(function(leaves), leaves)
        along = sum(((slopes[n] * directions[n]).sum() for n in self.names), torch.zeros((), dtype=torch.float64))
        return {n: g.detach() for n, g in slopes.items()}, {n: g.detach() for n, g in self._slopes(along, leaves).items()}

    @staticmethod
    def _slopes(value: Tensor, leaves: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The gradient, 0 in what the value does not depend on."""
        if not value.requires_grad:
            return {n: torch.zeros_like(x) for n, x in leaves.items()}
        found = torch.autograd.grad(value, list(leaves.values()), create_graph=True, allow_unused=True)
        return {n: torch.zeros_like(x) if g is None else g for (n, x), g in zip(leaves.items(), found, strict=True)}

    def _without_signs(self, moved: Mapping[str, Tensor]) -> Tensor:
        """The objective with all signs made positive, those in the derivatives of norms and inverses too: its derivatives bound
        the rounding of those of the objective, also where they cancel, as in x/x."""
        values = {n: x.abs() for n, x in {**self.point.values, **moved}.items()}
        solved = solved_letters(self.objective)
        for name, _ in self.objective.letters:
            if name in solved:
                kind, text = solved[name]
                values[name] = majorant(kind, values[name], evaluate(text, values, self.point.sizes, signs=False))
        return evaluate(self.objective.value, values, self.point.sizes, signs=False)

    def _direction(self, v: Variable, generator: torch.Generator) -> Tensor:
        drawn = torch.randn(self.point.values[v.name].shape, dtype=torch.float64, generator=generator)
        return project(v.kind, drawn)

    def _value(self, moved: Mapping[str, Tensor]) -> Tensor:
        """The objective, with what depends on the variables computed anew."""
        values, objective = {**self.point.values, **moved}, self.objective
        solved = solved_letters(objective)
        for name, _ in objective.letters:  # all of them: what depends on the variables is not asked of the derivation
            if name in solved:
                values[name] = defined(solved[name], values, self.point.sizes)
        return evaluate(objective.value, values, self.point.sizes)

    def pairs(self, found: Derived) -> list[tuple[Term, Tensor, Variable | None]]:
        """(formula, what autograd says, the variable whose shape and kind it has)."""
        result: list[tuple[Term, Tensor, Variable | None]] = []
        for v in self.objective.variables:
            result.append((found.gradient[v.name], project(v.kind, self.gradient[v.name]), v))
            result.append((found.product[v.name], project(v.kind, self.product[v.name]), v))
        form = sum(((self.product[n] * self.directions[n]).sum() for n in self.names), torch.zeros((), dtype=torch.float64))
        return [*result, (found.second, form, None)]

    def value(self, term: Term, expected: Tensor, variable: Variable | None) -> Tensor:
        """The formula as it is printed in Python, among the directions of its variable; a 0 in the shape that is expected."""
        value = run_python(self.objective, term, self.values, self.point.sizes)
        return project(variable.kind, value.expand(expected.shape)) if variable else value

    def excess(self, term: Term, expected: Tensor, variable: Variable | None) -> float:
        """|formula − expected| over what rounding allows."""
        value = self.value(term, expected, variable)
        if value.shape != expected.shape:
            return float("inf")
        steps = sum(1 for _ in term.walk()) + sum(self.point.sizes.values()) + 20
        scale = float(absolute(self.objective, term, self.values, self.point.sizes).max())
        if variable:
            scale = max(scale, float(self.slack[variable.name].max()), float(self.second_slack[variable.name].max()))
        else:
            scale = max(scale, sum(float((x * self.directions[n].abs()).sum()) for n, x in self.second_slack.items()))
        allowed = 8 * EPSILON * steps * scale * self._condition()
        gap = float((value - expected).abs().max())
        return 0.0 if gap == 0 else gap / allowed if allowed else float("inf")

    def _condition(self) -> float:
        worst = 1.0
        for name, known in self.objective.hidden.items():
            if known.kind == "inverse":
                worst *= float(torch.linalg.cond(self.values[name])) ** 3
        return worst


def majorant(kind: str, size: Tensor, of: Tensor) -> Tensor:
    """A norm, reciprocal or inverse of the absolute value ``size``, whose derivatives of order 1 and 2 are made positive.

    >>> x = torch.tensor(2.0, requires_grad=True)
    >>> (slope,) = torch.autograd.grad(majorant("reciprocal", torch.tensor(0.5), x), x)
    >>> float(slope)
    0.25
    """
    gap = of - of.detach()
    if kind == "norm":
        square = of.square().sum()
        return 2 * size - (size.square() - (square - square.detach())).sqrt()
    if kind == "reciprocal" or of.dim() == 0:
        return size / (1 - size * gap)
    step = size @ gap @ size
    return size + step + step @ gap @ size


def project(kind: str, value: Tensor) -> Tensor:
    """Onto the directions of a kind of variable: symmetric, skew, diagonal.

    >>> project("diagonal", torch.ones(2, 2)).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    if kind == "symmetric":
        return (value + value.mT) / 2
    if kind == "skew":
        return (value - value.mT) / 2
    return torch.diag(torch.diagonal(value)) if kind == "diagonal" else value


def helpers(sizes: Mapping[str, int]) -> dict[str, Callable]:
    """The functions of printed formulas: tr, sq, norm, inv, eye."""
    return {"tr": lambda M: M.diagonal().sum(), "sq": lambda M: M.square().sum(), "norm": lambda M: M.square().sum().sqrt(),
            "inv": torch.linalg.inv, "eye": lambda n: torch.eye(int(n), dtype=torch.float64)}  # fmt: skip


def run_python(objective: Objective, term: Term, values: Mapping[str, Tensor], sizes: Mapping[str, int]) -> Tensor:
    """The value of the formula as it is printed in Python."""
    text = objective.writer("python")(term)
    value = eval(text, {"__builtins__": {}, **helpers(sizes)}, dict(values))
    return torch.as_tensor(value, dtype=torch.float64)


def absolute(objective: Objective, term: Term, values: Mapping[str, Tensor], sizes: Mapping[str, int]) -> Tensor:
    """The formula with every entry and every coefficient made positive: what its rounding errors are proportional to."""

    def of(t: Term) -> Tensor:
        if t.op == "num":
            return torch.tensor(abs(float(t.value)), dtype=torch.float64)
        if t.op == "name":
            return values[t.value].abs()
        if t.op == "I":
            return torch.eye(size_of(t.value, sizes), dtype=torch.float64)
        if t.op == "raw":
            return evaluate(t.value, values, sizes).abs()
        args = [of(a) for a in t.args]
        if t.op == "sum":
            return torch.stack([a.expand(max((x.shape for x in args), key=len)) for a in args]).sum(0)
        if t.op == "prod":
            result = torch.tensor(abs(float(t.value)), dtype=torch.float64)
            for a in args:
                result = result @ a if result.dim() and a.dim() else result * a
            return result
        (a,) = args
        return {"T": lambda: a.mT, "tr": lambda: a.diagonal().sum(), "square": lambda: a.square().sum(),
                "pow": lambda: a**t.value}[t.op]()  # fmt: skip

    return of(term)
