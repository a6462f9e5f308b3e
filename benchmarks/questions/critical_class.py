"""The class of a critical point: the theorem, a dense Hessian, Lanczos methods of three libraries.

Three points a size: a global minimizer, a local one of lower rank, a strict saddle. Ours answers with the class, index and
nullity; a peer is asked less: whether there is negative curvature, below −1e-6 of the largest eigenvalue. What has not
converged has failed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from benchmarks.harness.question import Case, Contender, Goal, NoAnswer, Question
from benchmarks.harness.results import Outcome
from benchmarks.landscape_audit import Independent, Problem
from benchmarks.questions._network import Chain, datum, squares

LEAST, TINY, MOST_DENSE = 1000, 1e-6, 4000
HUGE = 10_000


def cases(quick: bool) -> Sequence[Case]:
    """Three layers of n × n by number of parameters, and 10⁹ for ours alone."""
    sizes = (2, 3, 4) if quick else (2, 6, 20, 58)
    found = [Case(f"{3 * n * n:,} parameters", 3.0 * n * n, {"n": n}) for n in sizes]
    return found if quick else [*found, Case("10⁹ parameters", None, {"n": HUGE})]


def spectrum(n: int) -> list[Fraction]:
    """Above both thresholds at ridge 1 (y* = 1.75…, y_g = 2), at most four values, each repeated: few kinds of blocks."""
    values = [Fraction(13, 2), Fraction(5), Fraction(7, 2), Fraction(5, 2)][: min(n, 4)]
    return sorted((values[k % len(values)] for k in range(n)), reverse=True)


def codes(n: int) -> np.ndarray:
    """All modes at '+' (1); the last one idle (0); the last one at '-' (2)."""
    rows = np.ones((3, n), dtype=np.int8)
    rows[1, -1], rows[2, -1] = 0, 2
    return rows


def _landscape(values: list[Fraction]) -> Any:
    from theory.dmf import Landscape

    return Landscape((len(values),) * 4, spectrum=values, ridge=1)


def _classes(landscape: Any, rows: np.ndarray) -> list[tuple[str, int, int]]:
    """Class, index and nullity of rows of codes; no loss is asked for."""
    from theory.dmf.landscape.classification import KINDS

    columns = landscape.classifier.columns(rows)
    numbers = zip(*(column.tolist() for column in (columns.kind, columns.index, columns.nullity)), strict=True)
    return [(KINDS[kind], index, nullity) for kind, index, nullity in numbers]


def _cold(case: Case, seed: int) -> Callable[[], Any]:
    from theory.dmf.landscape.thresholds import _threshold

    if case["n"] == HUGE:
        return _huge
    values, rows = spectrum(case["n"]), codes(case["n"])

    def anew() -> Any:
        _threshold.cache_clear()
        return _classes(_landscape(values), rows)

    return anew


def _warm(case: Case, seed: int) -> Callable[[], Any]:
    landscape, rows = _landscape(spectrum(case["n"])), codes(case["n"])
    return lambda: _classes(landscape, rows)


def _huge() -> Any:
    from theory.dmf import Landscape

    values = [f"{3000 + HUGE - k}/1000" for k in range(HUGE)]
    orbit = Landscape((HUGE,) * 11, spectrum=values, ridge=1).orbits(limit=1)[0]
    summary = orbit.hessian_summary()
    return {"kind": orbit.kind, "parameters": summary.parameters, "index": summary.index, "smallest": summary.smallest}


def factors(n: int, seed: int) -> tuple[np.ndarray, list[list[np.ndarray]]]:
    """(Y, the three points), rounded to floats as a training run would leave them."""
    landscape = _landscape(spectrum(n))
    orbits = landscape.block(codes(n)).orbits()
    return np.asarray(landscape.target), [orbit.representative(seed + k) for k, orbit in enumerate(orbits)]


def _located(case: Case, seed: int) -> Callable[[], Any]:
    from proofs_check.bridge.locate import Locator

    Y, points = factors(case["n"], seed)
    values = spectrum(case["n"])

    def classes() -> Any:
        where = Locator(Y, (1, 1, 1), spectrum=values)
        found = [where.locate(point).orbit for point in points]
        if any(orbit is None for orbit in found):
            raise NoAnswer("an orbit was not named")
        return [(orbit.kind, orbit.index, orbit.nullity) for orbit in found]

    return classes


def _at_points(lowest: Callable[[Tensor, tuple[Tensor, ...]], tuple[float, float]]) -> Callable[[Case, int], Callable[[], Any]]:
    """A peer: ``lowest(Y, W)`` gives the smallest and the largest eigenvalue."""

    def make(case: Case, seed: int) -> Callable[[], Any]:
        Y, points = factors(case["n"], seed)
        given = [tuple(map(torch.from_numpy, point)) for point in points]

        def curved() -> list[bool]:
            pairs = [lowest(torch.from_numpy(Y), point) for point in given]
            return [low < -TINY * high for low, high in pairs]

        return curved

    return make


def _dense(Y: Tensor, W: tuple[Tensor, ...]) -> tuple[float, float]:
    n = len(Y)

    def loss(flat: Tensor) -> Tensor:
        first, second, third = flat.reshape(3, n, n)
        return (third @ second @ first - Y).square().sum() + flat.square().sum()

    values = torch.linalg.eigvalsh(torch.func.hessian(loss)(torch.stack(W).reshape(-1)))
    return float(values[0]), float(values[-1])


def _curvlinops(Y: Tensor, W: tuple[Tensor, ...]) -> tuple[float, float]:
    from curvlinops import HessianLinearOperator
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    net = Chain(W, 1.0)
    loss = torch.nn.MSELoss(reduction="sum")
    operator = HessianLinearOperator(net, loss, list(net.parameters()), [datum(W, Y)], check_deterministic=False).to_scipy()
    v0 = np.random.default_rng(0).standard_normal(operator.shape[0])
    try:
        low, high = (eigsh(operator, k=1, which=which, v0=v0, tol=1e-8, return_eigenvectors=False)[0] for which in ("SA", "LA"))
    except ArpackNoConvergence as error:
        raise NoAnswer(f"ARPACK: {error}") from None
    return float(low), float(high)


def _eigenthings(Y: Tensor, W: tuple[Tensor, ...]) -> tuple[float, float]:
    from hessian_eigenthings import HessianOperator, lanczos, supervised_loss

    net = Chain(W, 1.0)
    operator = HessianOperator(net, [datum(W, Y)], supervised_loss(squares))
    size = sum(p.numel() for p in net.parameters())
    steps = min(size - 1, 300)
    low, high = (lanczos(operator, k=1, max_iter=steps, tol=1e-8, which=which, seed=0) for which in ("SA", "LA"))
    bound = TINY * float(high.eigenvalues[0])
    if float(low.residuals[0]) > bound:
        raise NoAnswer(f"residual {float(low.residuals[0]):.1e} after {steps} steps")
    return float(low.eigenvalues[0]), float(high.eigenvalues[0])


def _pyhessian(Y: Tensor, W: tuple[Tensor, ...]) -> tuple[float, float]:
    from pyhessian import hessian

    net = Chain(W, 1.0)
    steps = min(3 * Y.numel() - 1, 100)
    torch.manual_seed(0)
    values, _ = hessian(net, squares, data=datum(W, Y), cuda=False).density(iter=steps, n_v=1)
    ritz = np.array(values[0])
    return float(ritz.min()), float(ritz.max())


@lru_cache(maxsize=8)
def expected(n: int) -> list[tuple[str, int, int]]:
    """By the second route of the landscape audit: the blocks of the Hessian at a diagonal point, in mpmath."""
    truth = Independent(Problem("class", (n,) * 4, (Fraction(1),) * 3, tuple(map(str, spectrum(n)))), 40)
    values = spectrum(n)
    distinct = list(dict.fromkeys(values))
    found = []
    for row in codes(n):
        counts = []
        for value in distinct:
            here = [int(code) for code, y in zip(row, values, strict=True) if y == value]
            counts.append((here.count(1), 0, here.count(2)))
        index, nullity = truth.inertia(tuple(counts))
        kind = "strict saddle" if index else ("global minimizer" if all(row == 1) else "local minimizer")
        found.append((kind, index, nullity))
    return found


def fault(case: Case, seed: int, answer: Any) -> str:
    """Ours: class, index, nullity of each; a peer: whether there is negative curvature. 10⁹: the size and the class."""
    if case["n"] == HUGE:
        right = {"kind": "global minimizer", "parameters": 10**9, "index": 0, "smallest": 0.0}
        return "" if answer == right else f"{answer}, not {right}"
    right = expected(case["n"])
    if isinstance(answer[0], bool):
        curved = [kind == "strict saddle" for kind, _, _ in right]
        wrong = sum(a != b for a, b in zip(answer, curved, strict=True))
    else:
        wrong = sum(tuple(a) != b for a, b in zip(answer, right, strict=True))
    return f"{wrong} wrong of 3 classes" if wrong else ""


def goals(outcome: Outcome) -> list[Goal]:
    """No wrong class, and at 1,200 parameters the fastest right peer over ours, cold and warm."""
    ours = [m for c in outcome.cases for n in NAMES if (m := outcome.of(n, c.name))]
    wrong = [m for m in ours if not m.fine]
    told = "; ".join(f"{m.contender}, {m.case}: {m.status}, {m.reason}" for m in wrong)
    found = [Goal("0 wrong classes", told or "0", not wrong, f"{told}.")]
    name = "1,200 parameters"
    for mine in (NAMES[0], NAMES[1]):
        pair = outcome.fastest_peer(mine, name)
        if pair is not None:
            peer, ratio = pair
            figure = f"{'≥ ' if ratio.at_least else ''}{ratio.median:,.0f} × {peer}"
            text = f"≥ {LEAST:,} × at 1,200 parameters, {mine.split(', ')[1]}"
            found.append(Goal(text, figure, ratio.median >= LEAST, slow=(mine, name)))
    return found


NAMES = ("saddleproof, cold", "saddleproof, warm", "saddleproof, from the factors")


def _small(case: Case) -> bool:
    return case["n"] != HUGE


def _quietly(make: Callable[[Case, int], Callable[[], Any]]) -> Callable[[Case, int], Callable[[], Any]]:
    def quiet(case: Case, seed: int) -> Callable[[], Any]:
        warnings.simplefilter("ignore")
        return make(case, seed)

    return quiet


def _peers() -> Iterator[Contender]:
    for name, lowest, needs, note in (
        ("dense Hessian", _dense, (), "torch.func.hessian and eigvalsh"),
        ("curvlinops + eigsh", _curvlinops, ("curvlinops",), "smallest and largest eigenvalue by ARPACK, tolerance 1e-8"),
        ("hessian-eigenthings", _eigenthings, ("hessian-eigenthings",), "Lanczos, at most 300 steps, its residual asked"),
        ("PyHessian", _pyhessian, ("PyHessian",), "100 Lanczos steps of its density; it says nothing of convergence"),
    ):
        yield Contender(name, _quietly(_at_points(lowest)), needs=needs, note=note, only=_small)


question = Question(
    name="critical_class",
    title="The class of a critical point",
    asked="""‖W₃W₂W₁ − Y‖² + Σ‖W_l‖² with square factors: three critical points, each a minimizer or a strict
        saddle? Cold: the problem new each time; warm: the landscape at hand. Both are given the point as an orbit; "from
        the factors" is given floats, as the peers are, and finds the orbit first. For 10⁹ parameters (ten layers of 10⁴ ×
        10⁴) ours is timed from nothing to class, index, nullity and extreme eigenvalues.""",
    cases=cases,
    contenders=(
        Contender(NAMES[0], _cold, ours=True),
        Contender(NAMES[1], _warm, ours=True, only=_small),
        Contender(NAMES[2], _located, ours=True, only=lambda case: case["n"] <= 20, note="`saddleproof locate`"),
        *_peers(),
    ),
    fault=fault,
    goals=goals,
    against=NAMES[0],
    size="the number of parameters",
    limit=8,
)
