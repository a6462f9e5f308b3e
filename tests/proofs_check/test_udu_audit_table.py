"""Runs of UDU that were constructed to end in one way, and the cause that the auditor must name.

f = ½‖X − A‖² unless said. Expected causes come from the construction, by hand: G = X − A, a fixed point has GUD = 0 and
uᵀGu ≥ 0 where λ = 0, X_I is optimal iff I is all positive eigenvalues and the best of rank r iff it is the r largest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
import torch
from torch import Tensor

from numerics.problems import MatrixCompletion, SymmetricFactorization
from numerics.solvers import UDU, UDV
from proofs_check.bridge.audit.udu import CAUSES, audit
from theory.udu.window import trap_depth

F32, F64, C128 = torch.float32, torch.float64, torch.complex128
TURN = torch.linalg.qr(torch.randn(3, 3, generator=torch.Generator().manual_seed(0), dtype=F64)).Q
PHASES = torch.linalg.qr(torch.randn(3, 3, generator=torch.Generator().manual_seed(1), dtype=C128)).Q


class Run(NamedTuple):
    """A: its eigenvalues, or a problem; U by its columns, λ; the cause; where the expectation is from."""

    A: Any
    columns: Sequence[Sequence[float]]
    magnitudes: Sequence[float]
    cause: str
    origin: str
    solver: UDU = UDU(step=0.05)
    steps: int = 4000
    tolerance: float = 1e-10
    dtype: torch.dtype = F64
    frame: Tensor | None = None


def completion(*values: float) -> MatrixCompletion:
    """Every entry of a diagonal matrix is seen: f is that of factorization, but the auditor does not know."""
    A = torch.diag(torch.tensor(values, dtype=F64))
    return MatrixCompletion.from_mask(A, torch.ones_like(A, dtype=torch.bool), symmetric=True)


def unit(n: int, *places: int, size: float = 1.0) -> list[list[float]]:
    """The unit vectors with these numbers (from 1)."""
    return [[size * float(i == place - 1) for i in range(n)] for place in places]


SMALL, WIDE = unit(2, 1, 2, size=0.1), UDU(step=0.05, radius=3.0)

RUNS = {
    # optimal
    "both modes, ball active": Run((2, 1), SMALL, (1, 1), "optimal", "α = 1 < α_c(1, 2) = 1.53"),
    "both modes, ball idle": Run((2, 1), SMALL, (1, 1), "ball never active", "α = 3 > α_c", WIDE),
    "on the sphere with c = 1": Run((4,), [[1]], (4,), "ball never active", "spec 2.4: u = 1, λ = 4 is fixed with c = 1"),
    "nothing to learn": Run((-1, -2), unit(2, 1, 2, size=0.3), (1, 1), "ball never active", "A ⪯ 0: X = 0"),
    "A = 0": Run((0, 0), [[0, 0]], (1,), "ball never active", "G = 0 at U = 0, which is optimal"),
    "turned": Run((2, 1, -1), [[0.1, 0.2, 0], [0, 0.1, 0.2]], (1, 1), "optimal", "as the first, in another basis", frame=TURN),
    "float32": Run((2, 1), SMALL, (1, 1), "optimal", "as the first", dtype=F32),
    "complex": Run((2, 1, -1), [[0.1, 0.2, 0], [0, 0.1, 0.2]], (1, 1), "optimal", "as the first", dtype=C128, frame=PHASES),
    "columnwise": Run((2, 1), SMALL, (1, 1), "optimal", "μ_1 = 2: λ_1 > 1 needs ‖u_1‖ ≥ 1 on its way",
                      UDU(step=0.05, columnwise=True, radius=0.8)),
    "columnwise, balls idle": Run((2, 1), SMALL, (1, 1), "ball never active", "α = 3 each",
                                  UDU(step=0.05, columnwise=True, radius=3.0)),
    # fewer columns than positive eigenvalues
    "two columns for three": Run((4, 3, 1), unit(3, 1, 2, size=0.1), (1, 1), "rank-limited", "the audit's case: X_{1,2}", WIDE),
    "one column for two": Run((2, 1), [[0.1, 0.1]], (1,), "rank-limited", "X_{1}, α_c = 1.2 < 3", WIDE),
    "one column, a negative value too": Run((3, 2, -1), [[0.1, 0.1, 0.1]], (1,), "rank-limited", "X_{1}", WIDE),
    "one column, ball active": Run((2, 1), [[0.1, 0.1]], (1,), "rank-limited", "X_{1}, α = 1"),
    "one column, turned": Run((3, 2, -1), [[0.1, 0.1, 0.1]], (1,), "rank-limited", "X_{1}", WIDE, frame=TURN),
    "one column, float32": Run((2, 1), [[0.1, 0.1]], (1,), "rank-limited", "X_{1}", WIDE, dtype=F32),
    "one column, complex": Run((3, 2, -1), [[0.1, 0.1, 0.1]], (1,), "rank-limited", "X_{1}", WIDE, dtype=C128, frame=PHASES),
    "one column, columnwise": Run((2, 1), [[0.1, 0.1]], (1,), "rank-limited", "X_{1}", UDU(step=0.05, columnwise=True)),
    "one column, by entries": Run(completion(2, 1), [[0.1, 0.1]], (1,), "rank-limited", "X_{1}, by the Hessian", WIDE),
    "many columns, by entries": Run(completion(*range(30, 9, -1)), unit(21, *range(1, 21)), range(30, 10, -1), "cannot tell",
                                    "X_{1..20} is fixed; 440 numbers, no Hessian", UDU(step=1e-3, radius=9.0)),
    # starts that cannot leave
    "on the second axis": Run((2, 1), [[0, 0.1]], (1,), "invariant line", "spec 4.7: u_1 = 0"),
    "in the plane of 2 and 3": Run((3, 2, 1), unit(3, 2, 3, size=0.1), (1, 1), "invariant line", "row 1 of U stays 0", WIDE),
    "first and third": Run((4, 3, 1), unit(3, 1, 3, size=0.1), (1, 1), "invariant line", "row 2 of U stays 0", WIDE),
    "equal columns": Run((2, 1), [[0.3, 0.2], [0.3, 0.2]], (1, 1), "invariant line", "they have equal steps: rank 1", WIDE),
    "negated columns": Run((2, 1), [[0.3, 0.2], [-0.3, -0.2]], (1, 1), "invariant line", "as before, up to a sign", WIDE),
    "no part along the only positive": Run((-3, 1, 0), [[4e-4, 0, -2e-4], [8e-4, 0, -9e-4]], (0.1, 0.2), "invariant line",
                                           "row 2 of U stays 0; eigh rounds", WIDE),
    "one free column without a part": Run((2, 1), [[1, 0], [0, 0]], (2, 1), "invariant line", "u_2 = 0 is fixed; X_{1}", WIDE),
    "U = 0": Run((2, 1), [[0, 0], [0, 0]], (1, 1), "zero start", "∇_U = 2GUD = 0, ∇_λ = 0"),
    "U = 0, float32": Run((2, 1), [[0, 0]], (1,), "zero start", "as before", dtype=F32),
    "U = 0, complex": Run((2, 1), [[0, 0]], (1,), "zero start", "as before", dtype=C128),
    # saddles not yet left, and left never
    "a part of 1e-16": Run((2, 1), [[0.1, 0], [0, 1e-16]], (1, 1), "saddle", "it grows by 1 + 2ηλμ = 1.1 a step", WIDE,
                           tolerance=1e-6),
    "a part of 1e-310": Run((2, 1), [[1, 0], [0, 1e-310]], (2, 1), "saddle", "1e13 of the smallest number: it grows too", WIDE),
    "an active part of 1e-12": Run((2, 1), [[1e-12, 1]], (1,), "saddle", "X_{2}, h = 2λ(1 − 2) < 0", WIDE, tolerance=1e-8),
    "smallest numbers": Run((2, 1), [[1, 0], [0, 5e-324]], (2, 1), "underflow trap", "1.1 times it is rounded to it", WIDE),
    "smallest numbers, float32": Run((2, 1), [[1, 0], [0, 1.5e-45]], (2, 1), "underflow trap", "as before", WIDE, dtype=F32),
    # dead columns
    "death along the flow": Run((1, -2), [[0.2, 2]], (0.3,), "dead column", "spec 4.6: 2λ² = .18 < ‖u‖², |u_2| ≫ |u_1|",
                                UDU(step=0.01, radius=3.0)),
    "dead from the start": Run((1, -2), [[0, 1]], (0,), "dead column", "uᵀGu = 2 > 0 at X = 0"),
    "dead beside an active one": Run((2, 1, -1), unit(3, 1, 3), (2, 0), "dead column", "X_{1}, uᵀGu = 1 > 0 for u = e_3", WIDE),
    "one step too far": Run((1, -2), [[0.2, 0.9]], (1,), "overshoot", "2λ² = 2 > ‖u‖² = .85, λ̄ = 1 − .5·2.24 < 0",
                            UDU(step=0.5, radius=3.0)),
    "one step too far, complex": Run((1, -2), [[0.2, 0.9]], (1,), "overshoot", "as before", UDU(step=0.5, radius=3.0),
                                     dtype=C128),
    "λ = 0 and u = 0": Run((2, 1), [[1, 0], [0, 0]], (2, 0), "idle column", "∇_λ = uᵀGu = 0", WIDE),
    "λ = 0 and u in the kernel": Run((2, 0, 1), unit(3, 1, 2), (2, 0), "idle column", "G e_2 = 0", WIDE),
    # no rest
    "two-cycle": Run((2, 1), SMALL, (1, 1), "cycle", "η = .2 > 2/(4λμ + p²), on the sphere", UDU(step=0.2), 1500),
    "two-cycle, one number": Run((5,), [[1]], (6,), "cycle", "η > 2/(4λμ + p²) = 2/101; by a loop of two numbers", steps=600),
    "no cycle, one number": Run((5,), [[1]], (6,), "not converged", "no point comes back in such a loop", UDU(step=0.3), 600),
    "overflow": Run((2, 1), unit(2, 1, 2, size=10.0), (10, 10), "overflow", "η = 50 without a ball that matters",
                    UDU(step=50.0, radius=1e50), 200),
    "stopped early": Run((2, 1), SMALL, (1, 1), "not converged", "300 of some thousand steps", UDU(step=0.01), 300),
    "steps of nothing": Run((2, 1), SMALL, (1, 1), "not converged", "η = 1e-13: below the tolerance at once", UDU(step=1e-13)),
    "float32 steps of nothing": Run((2, 1), SMALL, (1, 1), "not converged", "η‖∇F‖ < 1e-7", UDU(step=1e-8), dtype=F32),
}  # fmt: skip


def start(run: Run) -> tuple[Any, tuple[Tensor, Tensor]]:
    U, lam = torch.tensor(run.columns, dtype=F64).mT, torch.tensor(run.magnitudes, dtype=F64)
    if isinstance(run.A, MatrixCompletion):
        return run.A, (U, lam)
    A = torch.diag(torch.tensor(run.A, dtype=F64))
    if run.frame is not None:
        A, U = (run.frame * torch.tensor(run.A)) @ run.frame.mH, run.frame @ U.to(run.frame.dtype)
        A = (A + A.mH) / 2
    real = run.dtype.to_real()
    return SymmetricFactorization(A.to(run.dtype), scale=0.5), (U.to(run.dtype), lam.to(real))


@pytest.mark.parametrize("name", RUNS)
def test_the_cause_is_the_constructed_one(name: str) -> None:
    """The exact suppression identity holds besides, whatever happened."""
    run = RUNS[name]
    problem, first = start(run)
    found = audit(problem, run.solver, first, run.steps, run.tolerance)
    assert found.cause == run.cause, f"{run.origin}: {found}"
    if run.cause != "overflow":
        assert found.identity < 1e5 * torch.finfo(run.dtype).eps
        assert run.cause == "optimal" or found.advice


def test_there_are_forty_and_every_cause_among_them() -> None:
    assert len(RUNS) >= 40
    assert {run.cause for run in RUNS.values()} == set(CAUSES)
    assert {run.dtype for run in RUNS.values()} >= {F32, F64, C128} and any(run.solver.columnwise for run in RUNS.values())


@pytest.mark.full
def test_a_run_that_sinks_below_float32_is_a_trap_and_in_float64_it_is_not() -> None:
    """spec 3.8: μ = (2, 1), α = .45: a depth beyond the 103 powers of e of float32, within the 744 of float64, where the second
    mode is learnt in the end."""
    assert 103 < trap_depth((2, 1), 0.45) < 744
    found = []
    for dtype in (F32, F64):
        problem = SymmetricFactorization(torch.diag(torch.tensor([2.0, 1.0], dtype=dtype)), scale=0.5)
        first = (0.1 * torch.eye(2, dtype=dtype), torch.ones(2, dtype=dtype))
        found.append(audit(problem, UDU(step=0.02, radius=0.45), first, 60_000))
    assert found[0].cause == "underflow trap" and [end.rank for end in found] == [1, 2]


def test_advice_is_about_what_went_wrong() -> None:
    """A step that kills a column: the step. A column that dies along the flow: D_0."""
    texts = {}
    for name in ("one step too far", "death along the flow"):
        problem, first = start(RUNS[name])
        texts[name] = audit(problem, RUNS[name].solver, first, RUNS[name].steps).advice
    assert "step" in texts["one step too far"] and "D_0" not in texts["one step too far"]
    assert "D_0" in texts["death along the flow"]


def test_the_wait_at_a_saddle_is_about_right() -> None:
    """As many steps more as are told, and a tenth more: out; and half as many are not enough."""
    problem, (U, lam) = start(RUNS["a part of 1e-16"])
    solver, said = UDU(step=0.05, radius=3.0), audit(problem, UDU(step=0.05, radius=3.0), (U, lam), tolerance=1e-6)
    wait = int(said.advice.split("about ")[1].split()[0].replace(",", ""))
    for share, out in ((0.5, False), (1.1, True)):
        point = (U, lam)
        for _ in range(said.steps + round(share * wait)):
            point = tuple(solver.update(problem, point))
        assert (float(point[0][1, 1].abs()) > 0.1) == out


def test_other_solvers_are_refused() -> None:
    problem, first = start(RUNS["U = 0"])
    with pytest.raises(ValueError, match="solver must be UDU, got UDV"):
        audit(problem, UDV(step=0.1), first)  # type: ignore[arg-type]
