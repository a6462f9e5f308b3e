"""Recursive direction-magnitude decomposition: one eigenpair after the other, by deflation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from numerics.ending import Constraint
from numerics.models import DirectionMagnitudes, DirectionPoint, Parametrization
from numerics.problems.factorization import SymmetricFactorization, shared_product
from numerics.randomness import Randomness, Seeds, counter_normal, normal
from numerics.solvers.base import Solver, refuse, require_length
from numerics.stiefel import polar, require_columns
from numerics.tensors import choice, share

MODES = ("fixed", "adaptive")


class RecursiveState(NamedTuple):
    """Found directions X (batch, n, r) and magnitudes (batch, r), zero where not yet found; the current direction x
    (batch, n) and its ``image`` R_j x; the stage (batch,) 0 … r; ‖R_j‖₂ of the stage (batch,); and the seed of later stages
    (batch,)."""

    X: Tensor
    magnitudes: Tensor
    x: Tensor
    image: Tensor
    stage: Tensor
    norm: Tensor
    seed: Tensor


@dataclass(frozen=True, kw_only=True)
class RecursiveDirectionMagnitude(Solver):
    """Stage j on R_j = A − Σ θ_i x_i x_iᴴ: x ← normalise(x + η b(R x − b x)), b = xᴴ R x, until
    ‖R x − b x‖ ≤ tolerance·|b|, or 4nε‖A‖ (ε the rounding unit), below which it is rounding; then θ_j = b, R_{j+1} = R_j − b x
    xᵀ, and a new random direction.

    This is direction-magnitude descent with one column on R_j. ``mode`` fixed, the default: η = step/‖R_j‖₂²; adaptive: η =
    step/b², which for step = 1 is exactly power iteration and no longer a descent with a step of its own. A step costs one
    product with A, also the one that begins a stage; fixed mode takes ‖R_j‖₂ besides, once a stage. A stage also ends, and no
    further one begins, when ‖R_j‖₂ ≤ tolerance·unit or 4nε·unit, with ``unit`` = ‖A‖₂ by default; ``tolerance`` is in (0, 1).
    Every later start is drawn from the member's own seed.
    Source: only increments of rank one were seen of arXiv:2606.31390; start, stopping and steps are ours (reconstructed).

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.diag(torch.tensor([3.0, 1.0], dtype=torch.float64)))
    >>> x = torch.tensor([[[0.6], [0.8]]], dtype=torch.float64)
    >>> solver = RecursiveDirectionMagnitude(columns=1, mode="adaptive")
    >>> X, Theta = solver.point(solver.update(problem, solver.state(problem, (x, x.mT @ problem.A @ x))))
    >>> round(float(X[0, 0, 0] / X[0, 1, 0]), 12)                         # one power step: (1.8, 0.8)
    2.25
    """

    derived = ("step", "unit")
    mode: str = "fixed"
    columns: int | None = None
    tolerance: float = 1e-9
    unit: float | Tensor | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        share(self.tolerance, "tolerance")
        require_length(self.unit, "unit")
        choice(self.mode, "mode", MODES)

    def parametrization(self, problem: Any) -> Parametrization:
        """X Θ Xᵀ with diagonal Θ."""
        if not isinstance(problem, SymmetricFactorization):
            raise refuse(self, problem, "deflation needs the matrix A itself")
        return DirectionMagnitudes()

    def default_step(self, problem: Any) -> float | Tensor:
        """1, for every problem."""
        return 1.0

    def default_unit(self, problem: Any) -> float | Tensor:
        """‖A‖₂."""
        return problem.unit()

    def units(self) -> tuple[float | Tensor, ...] | None:
        """(1, unit)."""
        return None if self.unit is None else (1.0, self.unit)

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """A random unit direction; the seed of the later stages is drawn with it."""
        self.parametrization(problem)
        n, columns = problem.shape[0], self.columns or 1
        count = 1 if batch is None else batch
        x = normal(generator, count, (n,), problem.factor_dtype, problem.device)
        if isinstance(generator, Seeds):
            seed = generator.values.to(problem.device)
        else:
            assert generator is not None
            seed = torch.randint(2**62, (count,), generator=generator, device=generator.device).to(problem.device)
        state = self._fresh(problem, x / torch.linalg.vector_norm(x, dim=-1, keepdim=True), columns, seed)
        return state if batch is not None else type(state)(*(leaf[0] for leaf in state))

    def state(self, problem: Any, point: Any) -> Any:
        """From (X, Theta): the first column of X is the current direction, nothing is found yet."""
        if isinstance(point, RecursiveState):
            return point
        X, _ = self.as_point(problem, point)
        if not bool((torch.linalg.vector_norm(X[..., 0], dim=-1) > 0).all()):
            raise ValueError("X must have a first column that is not zero: it is the direction to start from")
        seed = torch.arange(len(X), device=X.device)
        return self._fresh(problem, X[..., 0], self.columns or X.shape[-1], seed)

    def point(self, state: Any) -> Any:
        """The found pairs, with the current direction and its Rayleigh quotient in the next free column."""
        return DirectionPoint(state.X, torch.diag_embed(state.magnitudes).to(state.X.dtype))

    def finished(self, problem: Any, state: Any) -> Tensor:
        """All columns found, or nothing left of A. A stage that ends, a direction in the kernel of R: not finished."""
        return (state.stage >= state.X.shape[-1]) | (state.norm <= self._floor(problem, state.norm, self.tolerance))

    def movement(self, problem: Any, old: Any, new: Any) -> Tensor:
        """As usual, but infinite where a stage has just ended: the next one has not moved yet."""
        moved = super().movement(problem, old, new)
        return torch.where((new.stage != old.stage) & ~self.finished(problem, new), torch.inf, moved)

    def judged(self, problem: Any, state: Any) -> tuple[Tensor, Tensor]:
        """That a pair is found is decided by the stage's own tolerance; with ‖R‖₂ below it A is found, whatever the columns."""
        left = state.norm <= self._floor(problem, state.norm, self.tolerance)
        return torch.ones_like(left), left

    def constraints(self) -> tuple[Constraint, ...]:
        """Orthonormal X, Hermitian Θ: pairs that are not the best ones are a saddle of XΘXᵀ."""
        return (Constraint("orthonormal", 0), Constraint("hermitian", 1))

    def project(self, point: Any) -> Any:
        """The polar factor of X, the Hermitian part of Θ."""
        return DirectionPoint(polar(point[0]), (point[1] + point[1].mH) / 2)

    def update(self, problem: Any, state: Any) -> Any:
        """One step of every member, each in its own stage: one product with A a member."""
        solver = self.resolved(problem)
        b = _inner(state.x, state.image)
        error = state.image - b[:, None] * state.x
        live = solver._live(problem, state)
        met = torch.maximum(self.tolerance * b.abs(), solver._floor(problem, state.norm, 0.0))
        done = live & (torch.linalg.vector_norm(error, dim=-1) <= met) & (b != 0)
        eta = solver.length(b) / (state.norm if self.mode == "fixed" else b).square()
        moved = state.x + (eta * b)[:, None] * error
        moved = moved / torch.linalg.vector_norm(moved, dim=-1, keepdim=True)
        state = state._replace(x=torch.where((live & ~done)[:, None], moved, state.x), stage=state.stage + done)
        if bool(done.any()):
            state = self._begin_stages(problem, state, done)
        columns = torch.arange(state.X.shape[-1], device=state.X.device)
        theta = state.magnitudes * (columns < state.stage[:, None])
        image = _deflated(problem.A, state.X, theta, state.x)
        slot = ((columns == state.stage[:, None]) & solver._live(problem, state)[:, None]).to(state.magnitudes.dtype)
        X = state.X * (1 - slot)[:, None, :] + state.x[:, :, None] * slot[:, None, :]
        magnitudes = state.magnitudes * (1 - slot) + _inner(state.x, image)[:, None] * slot
        return state._replace(X=X, magnitudes=magnitudes, image=image)

    def _live(self, problem: Any, state: RecursiveState) -> Tensor:
        """Members with columns to find and something left of A, (batch,)."""
        return (state.stage < state.X.shape[-1]) & (state.norm > self._floor(problem, state.norm, self.tolerance))

    def _fresh(self, problem: Any, x: Tensor, columns: int, seed: Tensor) -> RecursiveState:
        require_columns(columns, x.shape[-1])
        image = shared_product(problem.A, x[..., None])[..., 0]
        b = _inner(x, image)
        X, magnitudes = x.new_zeros(*x.shape, columns), b.new_zeros(len(x), columns)
        X[..., 0], magnitudes[:, 0] = x, b
        stage = torch.zeros(len(x), dtype=torch.int64, device=x.device)
        return RecursiveState(X, magnitudes, x, image, stage, problem.target_norm().expand(len(x)).clone(), seed)

    def _begin_stages(self, problem: Any, state: RecursiveState, done: Tensor) -> RecursiveState:
        """New directions and new ‖R_j‖₂ for the members that just finished a stage."""
        parts = (2,) if state.x.is_complex() else ()
        draw = counter_normal(state.seed, state.stage + 1000, (state.X.shape[1], *parts))
        draw = (torch.view_as_complex(draw) if parts else draw).to(state.x.dtype)
        draw = draw / torch.linalg.vector_norm(draw, dim=-1, keepdim=True)
        R = problem.A - (state.X * state.magnitudes[:, None, :]) @ state.X.mH
        norm = torch.where(done, torch.linalg.matrix_norm(R, 2), state.norm)
        return state._replace(x=torch.where(done[:, None], draw, state.x), norm=norm)

    def _floor(self, problem: Any, norm: Tensor, tolerance: float) -> Tensor:
        """tolerance·‖A‖, at least what rounding leaves of zero in A x: 4nε‖A‖; shaped like ``norm``."""
        rounding = 4 * problem.shape[0] * torch.finfo(norm.dtype).eps
        return max(tolerance, rounding) * self.resolved(problem).length(norm, "unit") * torch.ones_like(norm)


def _deflated(A: Tensor, X: Tensor, theta: Tensor, x: Tensor) -> Tensor:
    """A x − Σ θ_i x_i (x_iᴴ x)."""
    inner = theta * (X.mH @ x[..., None])[..., 0]
    return (A @ x[..., None])[..., 0] - (X @ inner[..., None])[..., 0]


def _inner(x: Tensor, y: Tensor) -> Tensor:
    """Re xᴴy, (batch,)."""
    return (x.conj() * y).real.sum(-1)
