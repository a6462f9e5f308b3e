"""What every solver is: a frozen record of its constants, with ``start`` and ``update``.

A state is a small named tuple of tensors whose first axis is the batch. ``run`` adds and removes that axis for
single runs. Nothing is remembered between updates but the state.
"""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from typing import Any, ClassVar, Self

import torch
from torch import Tensor

from numerics import points
from numerics.ending import Constraint
from numerics.models import Bilinear, BurerMonteiro, Parametrization
from numerics.problems.deep_factorization import DeepFactorization, DeepPoint
from numerics.randomness import Randomness, normal
from numerics.tensors import require, require_floating, whole


@dataclasses.dataclass(frozen=True)
class Solver(ABC):
    """``step`` is the step length, a number or one per batch member (batch,); None takes the solver's own rule.

    Subclasses are keyword-only frozen dataclasses. Parameters in ``derived`` may be None and then follow the problem, so that
    runs on data s·A and loss c·F are the same run in other units; the rule of ``name`` is ``default_name``. Every parameter is
    looked at when the record is made: ValueError, with its name and what is allowed.
    """

    derived: ClassVar[tuple[str, ...]] = ("step",)
    step: float | Tensor | None = None

    def __post_init__(self) -> None:
        require_length(self.step, "step")
        columns = getattr(self, "columns", None)
        if columns is not None:
            whole(columns, "columns")

    @abstractmethod
    def parametrization(self, problem: Any) -> Parametrization | None:
        """How this solver writes the matrix; None for deep factorization. ValueError where it makes no sense."""

    @abstractmethod
    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """The method's own random start, without (batch None) or with a batch axis."""

    @abstractmethod
    def update(self, problem: Any, state: Any) -> Any:
        """One step; every tensor of ``state`` has a batch axis."""

    @abstractmethod
    def default_step(self, problem: Any) -> float | Tensor:
        """The step that None stands for; its docstring gives the source."""

    def objective(self, problem: Any) -> Any:
        """Value, gradient and Hessian product in this solver's coordinates."""
        model = self.parametrization(problem)
        if model is None:
            return problem
        if isinstance(problem, DeepFactorization):
            raise refuse(self, problem, f"{model.formula} has no layers")
        return model.objective(problem)

    def state(self, problem: Any, point: Any) -> Any:
        """The state at a point (a plain tuple of tensors with batch axis); solvers with memory add it here."""
        return self.as_point(problem, point)

    def point(self, state: Any) -> Any:
        """The factors inside a state."""
        return state

    def movement(self, problem: Any, old: Any, new: Any) -> Tensor:
        """‖point(new) − point(old)‖ in ``units``, (batch,): what the stopping rule watches."""
        difference = points.tree_map(torch.sub, self.point(new), self.point(old))
        return points.squared_norm(points.in_units(difference, self.units())).sqrt()

    def units(self) -> tuple[float | Tensor, ...] | None:
        """The natural size of every tensor of a point, where these differ (directions beside magnitudes); else None."""
        return None

    def finished(self, problem: Any, state: Any) -> Tensor:
        """Whether the method has nothing left to do once it stands still, (batch,): stages and waits are not ends."""
        first = next(points.leaves(self.point(state)))
        return torch.ones(len(first), dtype=torch.bool, device=first.device)

    def judged(self, problem: Any, state: Any) -> tuple[Tensor, Tensor]:
        """Where the method itself says that its gradient is small enough; where nothing is left to find: two (batch,)."""
        first = next(points.leaves(self.point(state)))
        no = torch.zeros(len(first), dtype=torch.bool, device=first.device)
        return no, no

    def constraints(self) -> tuple[Constraint, ...]:
        """What the points obey, for the second-order conditions."""
        return ()

    def project(self, point: Any) -> Any:
        """The nearest point that obeys the constraints."""
        return point

    def as_point(self, problem: Any, values: Any) -> Any:
        """A plain tuple as this parametrization's named tuple, checked against the problem."""
        objective = self.objective(problem)
        return DeepPoint(problem.factors(values)) if objective is problem else objective.check(values)

    def resolved(self, problem: Any) -> Self:
        """This solver with its defaults put in; refuses problems where the solver makes no sense."""
        missing = [name for name in self.derived if getattr(self, name) is None]
        if not missing:
            return self
        self.objective(problem)
        return self._with(problem, missing)

    def measured(self, problem: Any) -> Self:
        """``resolved``, with the ``unit`` of endings put in where the method has one: what `numerics.run` works with."""
        solver = self.resolved(problem)
        return solver._with(problem, ["unit"]) if getattr(solver, "unit", 1.0) is None else solver

    def _with(self, problem: Any, names: list[str]) -> Self:
        values = {name: getattr(self, f"default_{name}")(problem) for name in names}
        plain = {n: v if isinstance(v, Tensor) and v.dim() else float(v) for n, v in values.items()}
        return dataclasses.replace(self, **plain)

    def length(self, like: Tensor, name: str = "step") -> Any:
        """The step, or the parameter ``name``, shaped to multiply ``like``."""
        value = getattr(self, name)
        assert value is not None, "use resolved(problem) first"
        return points.rows(value, like)

    def fitting(self, like: Tensor) -> Self:
        """This solver with its tensors (a step per member) in the precision and on the device of ``like``; ValueError where
        their number is not that of the members."""
        changed = {}
        for name, value in ((f.name, getattr(self, f.name)) for f in dataclasses.fields(self)):
            if isinstance(value, Tensor):
                if value.dim() > 0 and len(value) != len(like):
                    raise ValueError(f"{name} must be one number or one per member ({len(like)}), got {len(value)}")
                changed[name] = value.to(device=like.device, dtype=like.dtype.to_real())
        return dataclasses.replace(self, **changed) if changed else self

    def select(self, index: Tensor) -> Self:
        """This solver for the batch members ``index``."""
        changed = {
            f.name: getattr(self, f.name)[index]
            for f in dataclasses.fields(self)
            if isinstance(getattr(self, f.name), Tensor) and getattr(self, f.name).dim() > 0
        }
        return dataclasses.replace(self, **changed) if changed else self

    def __str__(self) -> str:
        shown = [f"{f.name}={getattr(self, f.name)}" for f in dataclasses.fields(self) if f.init]
        return f"{type(self).__name__}({', '.join(shown)})"


def require_length(value: Any, name: str) -> None:
    """Refuse step lengths that are not positive and finite: None, a number, or a tensor with one per member."""
    if value is None:
        return
    if isinstance(value, Tensor):
        require_floating(value, name, real="it is a length")
        require(value.dim() <= 1 and value.numel() > 0, f"{name} must be a number or (batch,), got shape {tuple(value.shape)}")
        fine = torch.isfinite(value) & (value > 0)
        bad = value[~fine].tolist()
        require(not bad, f"{name} must be {'finite' if bad[:1] == [float('inf')] else 'positive'}, got {(bad or [0])[0]:g}")
        return
    number = isinstance(value, int | float) and not isinstance(value, bool)
    require(number, f"{name} must be a number or a tensor (batch,), got {value!r}"[:160])
    require(value > 0, f"{name} must be positive, got {value:g}")
    require(value < float("inf"), f"{name} must be finite, got {value:g}")


@dataclasses.dataclass(frozen=True)
class FactorSolver(Solver):
    """A solver that runs on Y Yᵀ for symmetric problems, on X Yᵀ for others and on the factors of deep ones.

    ``columns`` is the number of columns of the factors, min(m, n) by default. The start is Gaussian with entries of
    standard deviation ``scale``/√columns; by default scale is a tenth of ``factor_size``, √‖A‖ for two factors.
    """

    columns: int | None = None
    scale: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_length(self.scale, "scale")

    def parametrization(self, problem: Any) -> Parametrization | None:
        """Burer–Monteiro, bilinear or deep."""
        if isinstance(problem, DeepFactorization):
            return None
        return BurerMonteiro() if problem.symmetric else Bilinear()

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """Gaussian factors."""
        return self.state_of_start(problem, gaussian_point(self, problem, batch, generator))

    def state_of_start(self, problem: Any, point: Any) -> Any:
        """The state at a start that may lack the batch axis."""
        if next(points.leaves(point)).dim() > 2:
            return self.state(problem, point)
        return points.without_batch_axis(self.state(problem, points.with_batch_axis(point)))

    def default_step(self, problem: Any) -> float | Tensor:
        """½ of the largest stable step of simultaneous gradient descent at a balanced minimizer.

        Bilinear: stable below 1/(c·σ₁); Burer–Monteiro: below 1/(2c·σ₁), c = 2·scale. Deep: half of
        1/(2·fit·L·‖Y‖^{2−2/L} + 2·max ridge), the inverse of the top Hessian eigenvalue's scale there.
        """
        if isinstance(problem, DeepFactorization):
            norm = torch.linalg.matrix_norm(problem.Y, 2)
            stiff = 2 * problem.fit * problem.layers * norm ** (2 - 2 / problem.layers)
            return 0.5 / (stiff + 2 * problem.ridge.amax(-1))
        return 1 / ((4 if problem.symmetric else 2) * 2 * problem.scale * nonzero(problem.target_norm()))


def nonzero(norm: Tensor) -> Tensor:
    """The norm, 1 where it is zero: with nothing to find every step will do."""
    return torch.where(norm > 0, norm, torch.ones_like(norm))


def factor_size(problem: Any) -> Tensor:
    """The natural size of a factor: √unit of M = X Yᵀ or Y Yᵀ, unit^{1/L} of W_L⋯W_1; a scalar or (batch,)."""
    return problem.unit() ** (1 / problem.layers if isinstance(problem, DeepFactorization) else 0.5)


def gaussian_point(solver: Any, problem: Any, batch: int | None, source: Randomness | None) -> Any:
    """Independent Gaussian factors of standard deviation scale/√columns (deep: scale/√fan-in)."""
    scale: Any = 0.1 * factor_size(problem) if solver.scale is None else solver.scale
    if isinstance(scale, Tensor) and scale.dim() and batch is None:
        scale = scale.amax()
    if isinstance(problem, DeepFactorization):
        widths = problem.widths
        draws = [
            normal(source, batch, (widths[l + 1], widths[l]), problem.Y.dtype, problem.Y.device, stream=l)
            for l in range(problem.layers)
        ]
        return DeepPoint(tuple(w * points.rows(scale / widths[l] ** 0.5, w) for l, w in enumerate(draws)))
    columns = solver.columns or min(problem.shape)
    dtype, device = problem.factor_dtype, problem.device
    left = normal(source, batch, (problem.shape[0], columns), dtype, device)
    deviation = points.rows(scale / columns**0.5, left)
    left = deviation * left
    if problem.symmetric:
        return solver.parametrization(problem).point((left,))
    right = deviation * normal(source, batch, (problem.shape[1], columns), dtype, device, stream=1)
    return solver.parametrization(problem).point((left, right))


def refuse(solver: Solver, problem: Any, why: str) -> ValueError:
    """The error for a solver on a problem where it makes no sense."""
    return ValueError(f"{type(solver).__name__} does not run on {type(problem).__name__}: {why}")
