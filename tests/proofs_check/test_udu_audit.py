"""The UDU auditor names the cause of six constructed runs, and its parts are right by hand."""

from __future__ import annotations

import pytest
import torch

from numerics.problems import MatrixCompletion, SymmetricFactorization
from numerics.solvers import UDU
from proofs_check.bridge.audit.udu import audit, classify_columns, gradient_matrix, kkt_certificate

EYE, ONE = torch.eye(2, dtype=torch.float64), torch.ones(2, dtype=torch.float64)


def problem(*mu: float) -> SymmetricFactorization:
    return SymmetricFactorization(torch.diag(torch.tensor(mu, dtype=torch.float64)), scale=0.5)


def column(*values: float) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64)[:, None]


RUNS = {
    "optimal": (problem(2, 1), UDU(step=0.02), (0.1 * EYE, ONE), 20_000),
    "dead column": (problem(1, -2), UDU(step=0.01, radius=3.0), (column(0.2, 2.0), 0.3 * ONE[:1]), 20_000),
    "underflow trap": (problem(2, 1), UDU(step=5e-3, radius=0.3), (torch.diag(torch.tensor([0.3, 5e-324], dtype=torch.float64)),
                                                                torch.tensor([2 / 0.09, 1.0], dtype=torch.float64)), 20_000),
    "cycle": (problem(2, 1), UDU(step=0.2), (0.1 * EYE, ONE), 3000),
    "ball never active": (problem(2, 1), UDU(step=0.01, radius=3.0), (0.1 * EYE, ONE), 20_000),
    "not converged": (problem(2, 1), UDU(step=0.01), (0.1 * EYE, ONE), 300),
    "overflow": (problem(2, 1), UDU(step=50.0, radius=1e50), (10 * EYE, 10 * ONE), 200),
    "saddle": (problem(2, 1), UDU(step=0.02), (torch.diag(torch.tensor([0.1, 1e-16])).double(), ONE), 20_000),
}  # fmt: skip


@pytest.mark.parametrize("cause", RUNS)
def test_the_cause_is_named(cause: str) -> None:
    """Six of the issue, an overflow, and a saddle that a run has not left yet."""
    target, solver, start, steps = RUNS[cause]
    found = audit(target, solver, start, steps, tolerance=1e-6 if cause == "saddle" else 1e-10)
    assert found.cause == cause, str(found)
    if cause != "overflow":
        assert found.identity < 1e-12  # the exact suppression identity holds whatever happened
        assert cause in ("optimal", "not converged") or found.advice


def test_columns_by_hand() -> None:
    """One of each kind: G = diag(1, −1)."""
    U = torch.tensor([[1.0, 1.0, 0.0, 1e-9, 0.0], [0.0, 0.0, 1.0, 0.0, 0.0]], dtype=torch.float64)
    lam = torch.tensor([1.0, 0.0, 0.0, 1.0, 1.0], dtype=torch.float64)
    G = torch.diag(torch.tensor([1.0, -1.0], dtype=torch.float64))
    assert classify_columns(U, lam, G) == ["active", "dead", "idle", "free", "underflowed"]


def test_gradient_of_sampled_entries_against_autograd() -> None:
    """G of ½Σ_Ω(X_ij − b_ij)², symmetrised."""
    generator = torch.Generator().manual_seed(0)
    A = torch.randn(4, 4, generator=generator, dtype=torch.float64)
    A = A + A.mT
    mask = torch.rand(4, 4, generator=generator) < 0.6
    mask = mask | mask.mT
    target = MatrixCompletion.from_mask(A, mask, symmetric=True)
    U, lam = (
        torch.randn(4, 2, generator=generator, dtype=torch.float64),
        torch.rand(2, generator=generator, dtype=torch.float64),
    )
    X = ((U * lam) @ U.mT).requires_grad_()
    value = ((X - A)[mask] ** 2).sum() / 2
    (slope,) = torch.autograd.grad(value, X)
    assert torch.allclose(gradient_matrix(target, U, lam), (slope + slope.mT) / 2, atol=1e-12)


def test_certificate_at_a_fixed_point_that_is_not_optimal() -> None:
    """X = 2e_1e_1ᵀ for A = diag(2, 1): GX = 0 and min eig G = −1."""
    found = kkt_certificate(problem(2, 1), column(1.0, 0.0), 2 * ONE[:1])
    assert (found.smallest, found.residual, found.optimal) == (-1.0, 0.0, False)


def test_a_batch_is_refused() -> None:
    with pytest.raises(ValueError, match="one run at a time"):
        audit(problem(2, 1), UDU(step=0.01), (EYE[None], ONE[None]))
