"""Steady descent: the plain loop written out, member by member, and a start that diverges beside one that does not."""

from __future__ import annotations

import torch

from numerics.descent import descend_steadily, gaussian_starts
from numerics.problems import DeepFactorization
from tests.numerics.instances import F64, generator


def test_steady_steps_are_the_plain_loop_with_each_members_step():
    problem = DeepFactorization(torch.diag(torch.tensor([3.0, 2.0], dtype=F64)), ridge=(0.7, 0.7, 0.7), hidden=(3, 2))
    start = gaussian_starts(problem, 4, 1.0, generator=generator(0))
    lengths = torch.tensor([0.01, 0.02, 0.004, 0.015], dtype=F64)
    found = descend_steadily(problem, start, step=lengths, steps=50, tolerance=0.0)
    assert found.steps == 50 and not bool(found.converged.any())
    for k, length in enumerate(lengths.tolist()):
        point = tuple(w[k].clone().requires_grad_() for w in start)
        for _ in range(50):
            slopes = torch.autograd.grad(problem.loss(point), point)
            point = tuple((w - length * g).detach().requires_grad_() for w, g in zip(point, slopes, strict=True))
        assert all(torch.allclose(w[k], v, rtol=1e-10, atol=1e-12) for w, v in zip(found.factors, point, strict=True))


def test_a_start_that_diverges_is_not_converged_and_leaves_the_others_alone():
    problem = DeepFactorization(torch.tensor([[3.0]], dtype=F64), ridge=(1.0, 1.0))
    start = (torch.tensor([0.5, 50.0], dtype=F64)[:, None, None],) * 2
    found = descend_steadily(problem, start, step=0.05, steps=2000, tolerance=1e-12)
    assert found.converged.tolist() == [True, False]
    assert abs(float(found.factors[0][0]) - 2**0.5) < 1e-9  # w² = 3 − 1 by hand
