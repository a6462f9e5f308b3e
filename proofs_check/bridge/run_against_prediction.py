"""A concrete run beside its prediction: losses of predicted minima, local rates, and AGD's point certificate."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product
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
    standing: Callable[[str], str] = "claim {}".format,
    progress: Callable[[int, int], None] = lambda done, steps: None,
) -> dict[str, Any]:
    """Run once and return the fields that ``saddleproof run --format json`` prints.

    ``standing`` gives a claim that is cited its words: with `proofs_check.verify.discovery.standing` they say whether it is
    proved. ``progress`` is told (steps done, steps) now and then.
    """
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
        record |= watched(problem, solver, start)
    progress(0, steps)
    trajectory = run(problem, solver, start, steps, record, progress=lambda step, _: progress(step, steps))
    point, objective = solver.point(trajectory.state), solver.objective(problem)
    slope = points.squared_norm(points.with_batch_axis(objective.gradient(point))).sqrt()
    prediction, reason = predict(problem, solver, start, trajectory, standing)
    result = {
        "problem": str(problem),
        "solver": str(solver),
        "seed": seed,
        "ended": trajectory.ended,
        "index": trajectory.index,
        "reason": trajectory.reason,
        "steps": trajectory.steps,
        "loss": float(objective.loss(point)),
        "gradient_norm": float(slope),
        "floor": float(trajectory.floor),
        "prediction": prediction,
        "prediction_reason": reason,
        "trace": {"at": trajectory.at.tolist(), "loss": trajectory.loss.tolist()},
    }
    if certify:
        result["certificate"] = certified_from(problem, solver, start, trajectory, standing)
    return result


def predict(
    problem: Any, solver: Any, start: Any, trajectory: Any, standing: Callable[[str], str]
) -> tuple[dict[str, Any] | None, str | None]:
    """(prediction, None), or (None, why there is none: what the claim behind it asks for, and this run does not have)."""
    loss = trajectory.loss[: trajectory.steps + 1]
    if isinstance(problem, DeepFactorization):
        return nearest_minimum(problem, float(loss[-1])), None
    if isinstance(solver, AlternatingGradientDescent) and isinstance(problem, Factorization):
        point = solver.point(trajectory.state)
        if why := _not_factorized(problem.A, point.X @ point.Y.mT, point.X.shape[-1], trajectory.ended):
            return None, why
        rate = agd_rate(problem, solver, point, solver.point(start))
        claims = " and ".join(map(standing, ("agd-linearized-sweep", "agd-local-spectrum")))
        what = "residual factor per sweep of the slowest mode"
        return _rate(problem, loss, rate, what, f"max |(1 − ηλ_i)(1 − ημ_j)|: {claims}")
    scaled = isinstance(solver, ScaledDirectionMagnitude)
    if isinstance(solver, DirectionMagnitude) and isinstance(problem, SymmetricFactorization) and not scaled:
        values = torch.linalg.eigvalsh(problem.A)
        if float(values.min()) < -_resolution(problem.A) * float(values.abs().max()):
            return None, "the local rate is stated for a positive semidefinite A, and this one has a negative eigenvalue"
        state = trajectory.state
        if why := _not_factorized(problem.A, state.X @ state.Theta @ state.X.mT, state.X.shape[-1], trajectory.ended):
            return None, why
        rate, told = dmd_rate(problem, solver, state.X.shape[-1])
        what = "residual factor per step of the slowest mode"
        return _rate(problem, loss, rate, what, f"{told}: {standing('dmd-local-rates')}")
    return None, f"no prediction is known for {type(solver).__name__} on {type(problem).__name__}"


NEAR = 1e-3
"""‖product − A‖/‖A‖ below which a point is called an exact factorization, where the local rates are stated."""
RESOLVED = 1e4
"""Rounding units: singular values of A, and residuals, below so many of them relative to ‖A‖ are taken for rounding."""
FEWEST = 10
"""Steps from which a rate is measured at least."""


def _resolution(A: Tensor) -> float:
    return RESOLVED * torch.finfo(A.dtype).eps


def _not_factorized(A: Tensor, product: Tensor, columns: int, ended: str) -> str:
    """Why a rate at an exact factorization says nothing of this run (empty when it does)."""
    if ended == "diverged":
        return "the run diverged, and the local rate is stated at an exact factorization of A"
    if not bool(A.any()):
        return "the local rate is stated for a target that is not zero"
    rank = _rank(A)
    if columns < rank:
        return (f"the local rate is stated at an exact factorization of A, and {columns} column{'s' * (columns != 1)} cannot "
                f"reach a target of rank {rank}")  # fmt: skip
    left = float(torch.linalg.norm(product.reshape(A.shape) - A) / torch.linalg.norm(A))
    if not left <= NEAR:
        return f"the local rate is stated at an exact factorization of A, and this run ended at {left:.2g} of ‖A‖ away from one"
    return ""


def nearest_minimum(problem: DeepFactorization, loss: float) -> dict[str, Any]:
    """The predicted local minimum with the loss nearest to the measured one, from ``theory.dmf``."""
    from theory.dmf import Landscape
    from theory.dmf.landscape.barriers import Barriers

    spectrum = [_exactly(y) for y in torch.linalg.svdvals(problem.Y).tolist()]
    ridge = [_exactly(r) for r in (problem.ridge / problem.fit).tolist()]
    landscape: Any = Landscape(widths=problem.widths, spectrum=spectrum, ridge=ridge)  # type: ignore[arg-type]
    minima = [level.loss * problem.fit for level in Barriers(landscape).levels]
    nearest = min(minima, key=lambda value: abs(value - loss))
    what = f"loss of the nearest of {len(minima)} predicted minima"
    return {"quantity": what, "predicted": nearest, "measured": loss, "source": "theory.dmf.Landscape"}


def dmd_rate(problem: SymmetricFactorization, solver: Any, columns: int) -> tuple[float, str]:
    """(rate, formula): the largest factor of a mode of the residual at XΘXᵀ = A ⪰ 0, per step of direction-magnitude descent.

    With η and μ the steps of X and Θ for f = ¼‖·‖²: 1 − ηλ_j² where X turns out of its span, which an X of n columns
    cannot, and 1 − μ/2 for Θ (off the diagonal less).

    >>> A = torch.diag(torch.tensor([1.0, 0.5, 0.0], dtype=torch.float64))
    >>> dmd_rate(SymmetricFactorization(A), DirectionMagnitude(step=1.0, magnitude_step=2.0), 2)
    (0.75, 'max |1 − ηλ_j²|')
    """
    unit = 4 * problem.scale
    values = torch.linalg.eigvalsh(problem.A)
    seen = values[values > _resolution(problem.A) * values.max()]
    turns = (1 - float(solver.step) * unit * seen**2).abs().max() if columns < problem.shape[0] else torch.zeros(())
    magnitudes = abs(1 - float(solver.magnitude_step) * unit / 2)
    if magnitudes > 8 * torch.finfo(values.dtype).eps:
        return max(float(turns), magnitudes), "max of |1 − ηλ_j²| and |1 − μ/2|"
    return float(turns), "max |1 − ηλ_j²|"


def agd_rate(problem: Factorization, solver: Any, point: Any, start: Any) -> float:
    """max |(1 − ηλ_i)(1 − ημ_j)| at ``point`` over the modes that a run from ``start`` can reach: λ the r largest eigenvalues
    of XXᵀ where X_0 lies in col(A), else all m; μ the r largest of YYᵀ where Y_0 lies in row(A), else all n.

    The start decides: a part outside shrinks on the way, and is still the last to go.
    """
    step, rank = float(solver.step) * 2 * problem.scale, _rank(problem.A)
    U, _, Vh = torch.linalg.svd(problem.A, full_matrices=False)
    inside, along = _within(start.X, U[:, :rank]), _within(start.Y, Vh[:rank].mT)
    lam, mu = torch.linalg.svdvals(point.X).square(), torch.linalg.svdvals(point.Y).square()
    lam = lam[:rank] if inside else _padded(lam, problem.shape[0])
    mu = mu[:rank] if along else _padded(mu, problem.shape[1])
    modes = ((1 - step * lam)[:, None] * (1 - step * mu)[None, :]).abs()
    rounding = 1e-24 * torch.maximum(lam.max(), mu.max())  # of a squared singular value that is 0, with room
    reachable = (lam[:, None] + mu[None, :]) > rounding
    return float(modes[reachable].max())


def _within(factor: Tensor, frame: Tensor) -> bool:
    """Whether the columns of ``factor`` lie in the span of the orthonormal ``frame``, up to rounding."""
    outside = torch.linalg.matrix_norm(factor - frame @ (frame.mT @ factor))
    return bool(outside <= 1e-9 * torch.linalg.matrix_norm(factor))


def watched(problem: Factorization, solver: Any, start: Any) -> dict[str, Any]:
    """Recorders of the data of the theorem in floats (`theory.agd.perturbed_run.Point`); none where d < rank A."""
    from proofs_check.bridge.audit.agd import counted_columns

    frame, _ = counted_columns(problem, solver.point(start)[0].shape[-1])
    if frame is None:
        return {}
    root, rank = math.sqrt(float(solver.step)), frame.shape[1]
    last: list[Any] = [None, {}]

    def values(point: Any) -> dict[str, Tensor]:
        if last[0] is not point:
            X, Y = (part.nan_to_num(BIG).clamp(-BIG, BIG) for part in point)
            inner, left = frame.mT @ X, torch.linalg.svdvals(Y)
            within = torch.linalg.svdvals(inner)
            a = (inner @ Y.mT - frame.mT @ problem.A).flatten(1).norm(dim=1)
            low = left[:, -1] if Y.shape[-2] >= Y.shape[-1] else torch.zeros_like(a)
            last[:] = point, {"s": root * within[:, rank - 1], "S": root * within[:, 0], "y": root * left[:, 0], "f": a**2 / 2,
                              "low": root * low, "off": root * (X - frame @ inner).flatten(1).norm(dim=1),
                              "size_x": root * X.flatten(1).norm(dim=1), "size_y": root * Y.flatten(1).norm(dim=1)}  # fmt: skip
        return last[1]

    return {name: (lambda _, point, name=name: values(point)[name]) for name in WATCHED}


BIG = 1e100
"""Entries of a diverging run are cut here; such a point is never near a certificate."""
WATCHED = ("s", "S", "y", "f", "low", "off", "size_x", "size_y")


def certified_from(
    problem: Factorization, solver: Any, start: Any, trajectory: Any, standing: Callable[[str], str] = "claim {}".format
) -> dict[str, Any]:
    """The first iterate from which a bound on the rest of this run holds, numbers in balls. Candidates are found in float64; at
    each of them the run is repeated up to that step and the point certificate decides (`proofs_check.bridge.audit.agd`)."""
    from proofs_check.bridge.audit.agd import certify_point, counted_columns

    if problem.A.dtype != torch.float64:
        raise ValueError(f"certify must go with float64, got {problem.A.dtype}")
    step, found = float(solver.step), None
    _, why = counted_columns(problem, solver.point(start)[0].shape[-1])
    if why or trajectory.ended == "diverged":
        return {"fires_at": None, "holds": False, "sentence": why or "no certificate: the run diverged"}
    for t in candidates(problem, step, trajectory)[:MOST_CANDIDATES]:
        X, Y = solver.point(run(problem, solver, start, t).state if t else start)
        found = certify_point(problem, X, Y, step, later=trajectory.steps - t)
        if found.fires:
            c: Any = found.found
            place = f"from sweep {t} on, for this run in float64 and with numbers in balls"
            sentence = f"{place}, the bound of {standing('agd-perturbed-run')} applies: {c}; {found.counted}"
            return {"fires_at": t, "holds": True, **vars(c), "rank": found.rank,
                    "outside": {"point": found.off, "target": found.tail}, "sentence": sentence}  # fmt: skip
    X, Y = solver.point(trajectory.state)
    last = certify_point(problem, X, Y, step, later=1) if found is None else found
    ending = f" before its last point; {last.counted}" if last.fires else f"; at the end, {last}"
    return {"fires_at": None, "holds": False, "sentence": f"did not fire along this run{ending}"}


MOST_CANDIDATES = 25
"""Iterates at which balls are tried before the certificate is said not to fire."""


def candidates(problem: Factorization, step: float, trajectory: Any) -> list[int]:
    """Steps at which either form of the point certificate holds in float64 for some drift D_X = θs and the rest of the run.

    Formulas: `theory.agd.perturbed_run`; here in floats and batched, to find where a proof is worth trying.
    """
    from proofs_check.bridge.audit.agd import counted_columns
    from theory.agd.perturbed_run import FORMS, Point, attempt

    if not all(name in trajectory.traces for name in WATCHED):
        return []
    stop = int(trajectory.steps)
    data = {name: trajectory[name][: stop + 1, None] for name in WATCHED}
    frame, _ = counted_columns(problem, 10**9)
    assert frame is not None
    A, like = problem.A, data["s"][:1]
    tail = float((A - frame @ (frame.mT @ A)).norm())
    unit = 2.0**-53 * (sum(problem.shape) + 64)
    theta, found = torch.logspace(-3, math.log10(0.99), 60, dtype=like.dtype)[None, :], []
    for low in range(0, stop, CHUNK):
        rows = {name: value[low : min(low + CHUNK, stop)] for name, value in data.items()}
        point = Point(step=step + 0 * rows["s"], tail=step * tail, size_a=step * float(A.norm()), unit=unit, **rows)
        left = stop - torch.arange(low, low + len(rows["s"]), dtype=like.dtype)[:, None]
        enough = torch.maximum(left, 40 / rows["s"].clamp_min(1e-6) ** 2)
        holds = torch.zeros(len(left), dtype=torch.bool)
        for form, horizon in product(FORMS, (left, enough)):
            needs: Any = attempt(point, form, theta * rows["s"], horizon).needs  # type: ignore[arg-type]
            holds |= torch.stack([one <= other + 0 * theta for _, one, other in needs]).all(0).any(1)
        found += [low + int(t) for t in holds.nonzero()[:, 0]]
        if len(found) >= MOST_CANDIDATES:
            break
    return found


CHUNK = 2000
"""Steps that are judged at once."""


def _rate(
    problem: Factorization, loss: Tensor, predicted: float, quantity: str, source: str
) -> tuple[dict[str, Any] | None, str | None]:
    """The measured factor by which √f shrinks: over the last steps whose residual lies between what rounding, or singular
    values that count as rounding, leave and `NEAR`, where the rate is stated."""
    size, values = float(torch.linalg.norm(problem.A)), torch.linalg.svdvals(problem.A)
    unresolved = float(values[_rank(problem.A) :].square().sum())
    low = problem.scale * max((_resolution(problem.A) * size) ** 2, 100 * unresolved)
    above, far = (loss > low).nonzero(), (loss > problem.scale * (NEAR * size) ** 2).nonzero()
    last, begun = int(above[-1]) if len(above) else 0, int(far[-1]) + 1 if len(far) else 0
    if last - begun < FEWEST:
        return None, (f"too few steps to measure a rate: the residual was between {NEAR:g} of ‖A‖ and rounding for "
                      f"{max(0, last - begun + 1)} (predicted: {predicted:.6g})")  # fmt: skip
    first = max(last - max(10, last // 4), begun)
    measured = float((loss[last] / loss[first]) ** (1 / (2 * (last - first))))
    return {"quantity": quantity, "predicted": predicted, "measured": measured, "source": source, "over": [first, last]}, None


def _rank(A: Tensor) -> int:
    """The singular values of A that are not taken for rounding."""
    values = torch.linalg.svdvals(A)
    return int((values > _resolution(A) * values.max()).sum())


def _padded(values: Tensor, size: int) -> Tensor:
    return torch.cat([values, values.new_zeros(max(size - len(values), 0))])


def _exactly(value: float) -> Any:
    from fractions import Fraction

    return Fraction(value)
