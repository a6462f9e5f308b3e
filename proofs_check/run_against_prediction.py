"""A concrete run beside its prediction: losses of predicted minima, local rates, and AGD's point certificate."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from numerics import points, run
from numerics.problems import DeepFactorization, Factorization, SymmetricFactorization
from numerics.randomness import Seeds
from numerics.solvers import AlternatingGradientDescent, DirectionMagnitude, ScaledDirectionMagnitude
from numerics.sweep.instances import build_problem, known_name
from numerics.sweep.plan import SOLVERS


def measure(
    problem_name: str,
    problem_parameters: dict[str, Any],
    solver_name: str,
    solver_parameters: dict[str, Any],
    *,
    steps: int,
    seed: int,
    certify: bool = False,
) -> dict[str, Any]:
    """Run once and return the fields that ``saddleproof run --format json`` prints."""
    problem = build_problem(problem_name, problem_parameters)
    maker = SOLVERS[known_name(solver_name, SOLVERS, "solver", "a known solver")]
    fields = list(maker.__dataclass_fields__)
    for name in solver_parameters:
        known_name(name, fields, f"solver.{name}", f"among {', '.join(fields)}")
    solver = maker(**solver_parameters).resolved(problem)
    if certify and not (isinstance(solver, AlternatingGradientDescent) and isinstance(problem, Factorization)):
        raise ValueError("certify must go with Factorization and AlternatingGradientDescent")
    start = points.without_batch_axis(solver.start(problem, 1, Seeds(torch.tensor([seed]))))
    record: dict[str, Any] = {"loss": "loss"}
    if certify:
        record |= {"s": smallest_scale, "S": _largest_scale, "y": _largest_other}
    trajectory = run(problem, solver, start, steps, record)
    point, objective = solver.point(trajectory.state), solver.objective(problem)
    slope = points.squared_norm(points.with_batch_axis(objective.gradient(point))).sqrt()
    prediction, reason = predict(problem, solver, point, trajectory.loss[: trajectory.steps + 1])
    result = {
        "problem": str(problem),
        "solver": str(solver),
        "seed": seed,
        "ended": trajectory.ended,
        "steps": trajectory.steps,
        "loss": float(objective.loss(point)),
        "gradient_norm": float(slope),
        "prediction": prediction,
        "prediction_reason": reason,
        "trace": {"at": trajectory.at.tolist(), "loss": trajectory.loss.tolist()},
    }
    if certify:
        result["certificate"] = certified_from(problem, solver, start, trajectory)
    return result


def predict(problem: Any, solver: Any, point: Any, loss: Tensor) -> tuple[dict[str, Any] | None, str | None]:
    """(prediction, None), or (None, why there is none)."""
    if isinstance(problem, DeepFactorization):
        return nearest_minimum(problem, float(loss[-1])), None
    if isinstance(solver, AlternatingGradientDescent) and isinstance(problem, Factorization):
        rate = agd_rate(problem, solver, point)
        return _rate(loss, rate, "residual factor per sweep", "spec page agd, 3.2: eigenvalues (1 − ηλ_i)(1 − ημ_j)")
    scaled = isinstance(solver, ScaledDirectionMagnitude)
    if isinstance(solver, DirectionMagnitude) and isinstance(problem, SymmetricFactorization) and not scaled:
        values = torch.linalg.eigvalsh(problem.A).abs()
        smallest = float(values[values > 1e-10 * values.max()].min())
        rate = abs(1 - float(solver.step) * (4 * problem.scale) * smallest**2)  # type: ignore[arg-type]
        return _rate(loss, rate, "residual factor per step", "spec page dmd, T5.5: 1 − ηλ_min²")
    return None, f"no prediction is known for {type(solver).__name__} on {type(problem).__name__}"


def nearest_minimum(problem: DeepFactorization, loss: float) -> dict[str, Any]:
    """The predicted local minimum with the loss nearest to the measured one, from ``theory.dmf``."""
    from theory.dmf import Landscape

    spectrum = [_exactly(y) for y in torch.linalg.svdvals(problem.Y).tolist()]
    ridge = [_exactly(r) for r in (problem.ridge / problem.fit).tolist()]
    landscape: Any = Landscape(widths=problem.widths, spectrum=spectrum, ridge=ridge)  # type: ignore[arg-type]
    minima = [float(o.loss) * problem.fit for o in landscape.orbits() if "minimizer" in str(o.kind)]
    nearest = min(minima, key=lambda value: abs(value - loss))
    what = f"loss of the nearest of {len(minima)} predicted minima"
    return {"quantity": what, "predicted": nearest, "measured": loss, "source": "theory.dmf.Landscape"}


def agd_rate(problem: Factorization, solver: Any, point: Any) -> float:
    """max |(1 − ηλ_i)(1 − ημ_j)| over the modes that a run can reach: λ the r largest eigenvalues of XXᵀ, and μ all
    n eigenvalues of YYᵀ unless Y stays in row(A)."""
    step, rank = float(solver.step) * 2 * problem.scale, _rank(problem)
    U, _, Vh = torch.linalg.svd(problem.A, full_matrices=False)
    inside = bool(torch.linalg.matrix_norm(point.X - U[:, :rank] @ (U[:, :rank].mT @ point.X)) < 1e-9)
    along = bool(torch.linalg.matrix_norm(point.Y - Vh[:rank].mT @ (Vh[:rank] @ point.Y)) < 1e-9)
    lam, mu = torch.linalg.svdvals(point.X).square(), torch.linalg.svdvals(point.Y).square()
    lam = lam[:rank] if inside else _padded(lam, problem.shape[0])
    mu = mu[:rank] if along else _padded(mu, problem.shape[1])
    modes = ((1 - step * lam)[:, None] * (1 - step * mu)[None, :]).abs()
    reachable = (lam[:, None] + mu[None, :]) > 1e-12
    return float(modes[reachable].max())


def smallest_scale(problem: Factorization, point: Any) -> Tensor:
    """σ_r(X), r = rank A."""
    return torch.linalg.svdvals(point.X)[..., _rank(problem) - 1]


def certified_from(problem: Factorization, solver: Any, start: Any, trajectory: Any) -> dict[str, Any]:
    """The first iterate from which convergence is proved in balls. Candidates are found in float64; at each of them the
    run is repeated up to that step and the point certificate decides (`proofs_check.audit.agd`)."""
    from proofs_check.audit.agd import certify_point

    step, found = float(solver.step), None
    for t in candidates(step, *(trajectory[name] for name in ("s", "S", "y", "loss")))[:MOST_CANDIDATES]:
        point = solver.point(run(problem, solver, start, t).state if t else start)
        found = certify_point(problem, point.X, point.Y, step)
        if found.fires:
            c: Any = found.found
            sentence = f"proved from sweep {t} on, in balls: {c}"
            moved = {"point_moved": found.point_moved, "target_moved": found.target_moved}
            return {"fires_at": t, "proved": True, "form": c.form, "rate": c.rate, "radius_x": c.radius_x,
                    "radius_y": c.radius_y, "loss": c.loss, **moved, "sentence": sentence}  # fmt: skip
    end = solver.point(trajectory.state)
    last = certify_point(problem, end.X, end.Y, step) if found is None else found
    return {"fires_at": None, "proved": False, "sentence": f"did not fire along this run; at the end, {last}"}


MOST_CANDIDATES = 25
"""Iterates at which balls are tried before the certificate is said not to fire."""


def candidates(step: float, s: Tensor, S: Tensor, y: Tensor, loss: Tensor) -> list[int]:
    """Steps at which either form of the point certificate holds in float64 for some drift D_X = θs, in order.

    Formulas: `theory.agd.point_certificate`; here in floats and batched, to find where a proof is worth trying.
    """
    scale = math.sqrt(step)
    theta = torch.logspace(-3, math.log10(0.99), 200, dtype=s.dtype)[None, :]
    s, S, y, f = (scale * s)[:, None], (scale * S)[:, None], (scale * y)[:, None], loss[:, None]
    drift = theta * s
    g = torch.minimum((s - drift) ** 2, 2 - (S + drift) ** 2)
    safe = g.clamp_min(1e-300)
    c_x = 1 - (S + drift) ** 2 / 2
    pull = step * f.sqrt() * ((2 - safe) / safe).sqrt()
    other = pull / c_x.clamp_min(1e-300).sqrt()
    c_y = 1 - (y + other) ** 2 / 2
    pushed = step * (2 * f).sqrt() * (y + other) <= g * drift
    follows = pull <= drift * c_y.clamp_min(0).sqrt()
    holds = (g > 0) & (c_x > 0) & (c_y > 0) & (pushed | follows)
    return [int(t) for t in holds.any(1).nonzero()[:, 0]]


def _largest_scale(problem: Factorization, point: Any) -> Tensor:
    return torch.linalg.matrix_norm(point.X, 2)


def _largest_other(problem: Factorization, point: Any) -> Tensor:
    return torch.linalg.matrix_norm(point.Y, 2)


def _rate(loss: Tensor, predicted: float, quantity: str, source: str) -> tuple[dict[str, Any] | None, str | None]:
    """The measured factor by which √f shrinks, from the last stretch above rounding."""
    floor = max(1e-24 * float(loss[0]), 1e-28)
    usable = (loss > floor).nonzero()[:, 0]
    if len(usable) < 10:
        return None, "the run is too short to measure a rate"
    last = int(usable[-1])
    first = max(last - max(10, last // 4), 0)
    measured = float((loss[last] / loss[first]) ** (1 / (2 * (last - first))))
    return {"quantity": quantity, "predicted": predicted, "measured": measured, "source": source}, None


def _rank(problem: Factorization) -> int:
    values = torch.linalg.svdvals(problem.A)
    return int((values > 1e-10 * values.max()).sum())


def _padded(values: Tensor, size: int) -> Tensor:
    return torch.cat([values, values.new_zeros(max(size - len(values), 0))])


def _exactly(value: float) -> Any:
    from fractions import Fraction

    return Fraction(value)
