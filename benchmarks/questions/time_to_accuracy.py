"""Time to a relative error of 1e-8 and 1e-12 on 500 × 400 of rank 10 and condition number κ, everybody from the same start.

A contender returns the factors X (m × r), Y (n × r) of its answer; their error ‖XYᵀ − A‖/‖A‖ is computed here. Peers are
written as their papers and packages have them, with the largest steps that their theory allows; ours are `run` with the
defaults of the solver.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch

from benchmarks.harness.question import Case, Contender, Goal, NoAnswer, Question
from benchmarks.harness.results import Outcome
from numerics import Stopping, run
from numerics.problems import Factorization
from numerics.solvers import AlternatingGradientDescent, AlternatingLeastSquares, ScaledGradientDescent

MOST, RANK = 1.5, 10
Pair = tuple[np.ndarray, np.ndarray]


def cases(quick: bool) -> Sequence[Case]:
    """κ = 10, 10³, 10⁵ and both accuracies; κ = 10 and 1e-8 at twice and four times the size too."""
    rows = 60 if quick else 500
    grid = [(rows, kappa, goal) for kappa in ((10.0, 1e3) if quick else (10.0, 1e3, 1e5))
            for goal in ((1e-8,) if quick else (1e-8, 1e-12))]  # fmt: skip
    found = []
    for m, kappa, goal in (*grid, (2 * rows, 10.0, 1e-8), (4 * rows, 10.0, 1e-8)):
        size = float(m) if (kappa, goal) == grid[0][1:] else None
        larger = "" if m == rows else f", {m} × {4 * m // 5}"
        name = f"κ = {kappa:.0e}, {goal:.0e}".replace("e+0", "e") + larger
        options = {"shape": (m, 4 * m // 5), "kappa": kappa, "goal": goal, "grown": m > rows}
        found.append(Case(name, size, {**options, "steps": 2000 if quick else 10**7}))
    return found


@lru_cache(maxsize=8)
def data(shape: tuple[int, int], kappa: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(A, X₀, Y₀): singular values in geometric progression from 1 to 1/κ, Gaussian starts of size 1/√columns·½."""
    rng = np.random.default_rng(seed)
    m, n = shape
    U, V = (np.linalg.qr(rng.standard_normal((size, RANK)))[0] for size in shape)
    A = (U * np.geomspace(1, 1 / kappa, RANK)) @ V.T
    return A, 0.5 * rng.standard_normal((m, RANK)) / m**0.5, 0.5 * rng.standard_normal((n, RANK)) / n**0.5


def _given(case: Case, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return data(tuple(case["shape"]), case["kappa"], seed)


def error(A: np.ndarray, X: np.ndarray, Y: np.ndarray) -> float:
    """‖XYᵀ − A‖/‖A‖."""
    return float(np.linalg.norm(X @ Y.T - A) / np.linalg.norm(A))


def _asked(case: Case) -> bool:
    """Of the size that is asked for; the larger ones are there for the growth of ours."""
    return not case["grown"]


def _solver(solver: Any, every: int = 16) -> Callable[[Case, int], Callable[[], Any]]:
    def make(case: Case, seed: int) -> Callable[[], Any]:
        A, X, Y = map(torch.from_numpy, _given(case, seed))
        problem = Factorization(A)
        loss = 0.5 * (0.5 * case["goal"]) ** 2 * float(A.square().sum())
        stop = Stopping(loss=loss, every=every, cycles=False, curvature=False)

        def factors() -> Pair:
            found = run(problem, solver, (X, Y), case["steps"], (), at="log", stop=stop)
            if found.ended != "converged":
                raise NoAnswer(f"{found.ended} after {found.steps:,} steps")
            return found.state.X.numpy(), found.state.Y.numpy()

        return factors

    return make


def _svd(case: Case, seed: int) -> Callable[[], Any]:
    A, _, _ = _given(case, seed)

    def factors() -> Pair:
        U, s, V = np.linalg.svd(A, full_matrices=False)
        return U[:, :RANK] * s[:RANK], V[:RANK].T

    return factors


def _svds(case: Case, seed: int) -> Callable[[], Any]:
    from scipy.sparse.linalg import svds

    A, _, _ = _given(case, seed)

    def factors() -> Pair:
        U, s, V = svds(A, k=RANK, rng=0)
        return U * s, V.T

    return factors


def _als(case: Case, seed: int) -> Callable[[], Any]:
    A, _, Y0 = _given(case, seed)

    def factors() -> Pair:
        Y = Y0
        while True:
            Q, _ = np.linalg.qr(Y)
            X = A @ Q
            P, _ = np.linalg.qr(X)
            Y = A.T @ P
            if error(A, P, Y) <= 0.5 * case["goal"]:
                return P, Y

    return factors


def _scaled(case: Case, seed: int) -> Callable[[], Any]:
    A, X0, Y0 = _given(case, seed)

    def factors() -> Pair:
        X, Y = X0, Y0
        for t in range(case["steps"]):
            if t % 16 == 0 and error(A, X, Y) <= 0.5 * case["goal"]:
                return X, Y
            R = X @ Y.T - A
            X, Y = (
                X - 0.5 * np.linalg.solve(Y.T @ Y, (R @ Y).T).T,
                Y - 0.5 * np.linalg.solve(X.T @ X, (R.T @ X).T).T,
            )
            if not np.isfinite(X).all():
                raise NoAnswer(f"diverged at step {t}")
        raise NoAnswer(f"not there after {case['steps']:,} steps")

    return factors


def _lbfgs(case: Case, seed: int) -> Callable[[], Any]:
    from scipy.optimize import minimize

    A, X0, Y0 = _given(case, seed)
    m = len(A)
    scale = 0.5 * case["goal"] * np.linalg.norm(A)

    def split(flat: np.ndarray) -> Pair:
        return flat[: m * RANK].reshape(m, RANK), flat[m * RANK :].reshape(-1, RANK)

    def value(flat: np.ndarray) -> tuple[float, np.ndarray]:
        X, Y = split(flat)
        R = X @ Y.T - A
        square = float((R * R).sum())
        if square**0.5 <= scale:
            raise Reached(X.copy(), Y.copy())
        return 0.5 * square, np.concatenate([(R @ Y).ravel(), (R.T @ X).ravel()])

    def factors() -> Pair:
        flat = np.concatenate([X0.ravel(), Y0.ravel()])
        options = {"maxiter": 10**6, "maxfun": 10**6, "maxcor": 20, "ftol": 0, "gtol": 0}
        return split(minimize(value, flat, jac=True, method="L-BFGS-B", options=options).x)

    return _until_reached(factors)


class Reached(Exception):
    """Raised by a peer's cost function at factors that are as good as asked: X and Y."""


def _until_reached(factors: Callable[[], Pair]) -> Callable[[], Pair]:
    """A peer that would only stop by its own rules, stopped where the goal is met."""

    def stopped() -> Pair:
        try:
            return factors()
        except Reached as reached:
            return reached.args[0], reached.args[1]

    return stopped


def _pymanopt_cg(case: Case, seed: int) -> Callable[[], Any]:
    import pymanopt
    from pymanopt.manifolds import FixedRankEmbedded
    from pymanopt.optimizers import ConjugateGradient

    A, X0, Y0 = _given(case, seed)
    manifold, scale = FixedRankEmbedded(*A.shape, RANK), 0.5 * case["goal"] * np.linalg.norm(A)

    @pymanopt.function.numpy(manifold)
    def cost(u: Any, s: Any, vt: Any) -> float:
        misfit = float(np.linalg.norm((u * s) @ vt - A))
        if misfit <= scale:
            raise Reached(np.asarray(u) * s, np.asarray(vt).T)
        return 0.5 * misfit**2

    @pymanopt.function.numpy(manifold)
    def gradient(u: Any, s: Any, vt: Any) -> Any:
        R = (u * s) @ vt - A
        return R @ (vt.T * s), np.einsum("ia,ia->a", u, R @ vt.T), (u * s).T @ R

    problem = pymanopt.Problem(manifold, cost, euclidean_gradient=gradient)
    Q, R1 = np.linalg.qr(X0)
    P, R2 = np.linalg.qr(Y0)
    a, s, b = np.linalg.svd(R1 @ R2.T)
    start = type(manifold.random_point())(Q @ a, s, b @ P.T)
    optimizer = ConjugateGradient(min_gradient_norm=0.1 * case["goal"] / case["kappa"], **BUDGET)

    def factors() -> Pair:
        u, s, vt = optimizer.run(problem, initial_point=start).point
        return np.asarray(u) * s, np.asarray(vt).T

    return _until_reached(factors)


BUDGET = {"max_iterations": 10**5, "max_time": 60, "verbosity": 0, "min_step_size": 1e-20}


def _pymanopt_tr(case: Case, seed: int) -> Callable[[], Any]:
    import pymanopt
    from pymanopt.manifolds import Euclidean, Product, Stiefel
    from pymanopt.optimizers import TrustRegions

    A, X0, Y0 = _given(case, seed)
    manifold = Product([Stiefel(len(A), RANK), Euclidean(A.shape[1], RANK)])
    scale = 0.5 * case["goal"] * np.linalg.norm(A)

    @pymanopt.function.numpy(manifold)
    def cost(X: Any, Y: Any) -> float:
        misfit = float(np.linalg.norm(X @ Y.T - A))
        if misfit <= scale:
            raise Reached(np.asarray(X), np.asarray(Y))
        return 0.5 * misfit**2

    @pymanopt.function.numpy(manifold)
    def gradient(X: Any, Y: Any) -> Any:
        R = X @ Y.T - A
        return R @ Y, R.T @ X

    @pymanopt.function.numpy(manifold)
    def hessian(X: Any, Y: Any, dX: Any, dY: Any) -> Any:
        R, dR = X @ Y.T - A, dX @ Y.T + X @ dY.T
        return dR @ Y + R @ dY, dR.T @ X + R.T @ dX

    problem = pymanopt.Problem(manifold, cost, euclidean_gradient=gradient, euclidean_hessian=hessian)
    Q, R = np.linalg.qr(X0)
    optimizer = TrustRegions(min_gradient_norm=0.1 * case["goal"] / case["kappa"], **BUDGET)

    def factors() -> Pair:
        X, Y = optimizer.run(problem, initial_point=[Q, Y0 @ R.T]).point
        return np.asarray(X), np.asarray(Y)

    return _until_reached(factors)


def _geoopt(case: Case, seed: int) -> Callable[[], Any]:
    import geoopt

    A, X0, Y0 = map(torch.from_numpy, _given(case, seed))
    scale = 0.5 * case["goal"] * float(torch.linalg.matrix_norm(A))

    def factors() -> Pair:
        Q, R = torch.linalg.qr(X0)
        X = geoopt.ManifoldParameter(Q.contiguous(), manifold=geoopt.EuclideanStiefel())
        Y = torch.nn.Parameter((Y0 @ R.T).contiguous())
        optimizer = geoopt.optim.RiemannianSGD([X, Y], lr=0.5, momentum=0.9, stabilize=50)
        while True:
            optimizer.zero_grad()
            loss = 0.5 * (X @ Y.T - A).square().sum()
            if (2 * float(loss.detach())) ** 0.5 <= scale:
                return X.detach().numpy(), Y.detach().numpy()
            if not bool(torch.isfinite(loss)):
                raise NoAnswer("diverged")
            loss.backward()
            optimizer.step()

    return factors


def fault(case: Case, seed: int, answer: Any) -> str:
    """The error of the factors that came back."""
    reached = error(_given(case, seed)[0], *answer)
    return "" if reached <= case["goal"] else f"stopped at a relative error of {reached:.1e}"


OURS = ("ours, ALS", "ours, ScaledGD", "ours, AGD")


def goals(outcome: Outcome) -> list[Goal]:
    """Our best over the best peer that is no direct SVD, in every case; every loss named."""
    found, losses = [], []
    for case in outcome.cases:
        mine = [(r.median, name) for name in OURS if (r := outcome.seconds(name, case.name))]
        theirs = [(r.median, n) for n in outcome.peers(case.name) if n not in LIMITS and (r := outcome.seconds(n, case.name))]
        if theirs and not mine:
            found.append((math.inf, case.name, OURS[0], min(theirs)[1]))
            losses.append(f"{min(theirs)[1]} at {case.name}, where none of ours answered")
        elif theirs:
            found.append((min(mine)[0] / min(theirs)[0], case.name, min(mine)[1], min(theirs)[1]))
            losses += [f"{min(theirs)[1]} by {min(mine)[0] / min(theirs)[0]:.1f} at {case.name}"] * (
                min(mine)[0] > min(theirs)[0]
            )
    if not found:
        return []
    worst, where, mine_name, peer = max(found)
    text = f"our best ≤ {MOST:g} × the best peer, everywhere"
    figure = f"{worst:.2f} × {peer} at {where}" if math.isfinite(worst) else f"none of ours answered at {where}"
    return [Goal(text, figure, worst <= MOST, f"Lost to {'; '.join(losses)}.", slow=(mine_name, where))]


LIMITS = ("numpy SVD", "scipy svds")


def _quietly(make: Callable[[Case, int], Callable[[], Any]]) -> Callable[[Case, int], Callable[[], Any]]:
    def quiet(case: Case, seed: int) -> Callable[[], Any]:
        warnings.simplefilter("ignore")
        return make(case, seed)

    return quiet


question = Question(
    name="time_to_accuracy",
    title="Time to a relative error of 1e-8 and 1e-12",
    asked="""½‖XYᵀ − A‖², A 500 × 400 of rank 10 with singular values in geometric progression from 1 to 1/κ, from
        one Gaussian start; until ‖XYᵀ − A‖ ≤ error·‖A‖, checked on the factors that come back. Direct decompositions are
        the limit, not peers: they need no start.""",
    cases=cases,
    contenders=(
        Contender(OURS[0], _solver(AlternatingLeastSquares(), every=1), ours=True),
        Contender(OURS[1], _solver(ScaledGradientDescent()), ours=True),
        Contender(OURS[2], _solver(AlternatingGradientDescent()), ours=True, note="with the step of its theory"),
        Contender("numpy SVD", _svd, note="limit, all singular values"),
        Contender("scipy svds", _svds, needs=("scipy",), note="limit, ARPACK, the ten largest"),
        Contender("ALS, numpy", _als, note="a QR a half-sweep"),
        Contender("ScaledGD, numpy", _scaled, note="step ½, as Tong, Ma and Chi have it"),
        Contender("L-BFGS, scipy", _lbfgs, needs=("scipy",), only=_asked),
        Contender(
            "pymanopt TR",
            _quietly(_pymanopt_tr),
            needs=("pymanopt",),
            note="Stiefel × Euclidean, with the Hessian",
            only=_asked,
        ),
        Contender("pymanopt CG", _quietly(_pymanopt_cg), needs=("pymanopt",), note="FixedRankEmbedded", only=_asked),
        Contender(
            "geoopt",
            _geoopt,
            needs=("geoopt",),
            note="Stiefel × Euclidean, Riemannian SGD with momentum 0.9, rate ½",
            only=_asked,
        ),
    ),
    fault=fault,
    goals=goals,
    against=OURS[0],
    size="the number of rows",
    limit=8,
)
