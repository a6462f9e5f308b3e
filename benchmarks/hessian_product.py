"""A Hessian product at 3 layers of 20 × 20: against a loop-free reference by hand, and against torch.func."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import torch
from torch import Tensor

from benchmarks.timing import Figure, best_in_turn
from numerics.problems import DeepFactorization

RIDGE = 0.1
Triple = tuple[Tensor, Tensor, Tensor]


def figures(seed: int) -> list[Figure]:
    """One product, everything computed anew; and one product with ``linearize``."""
    generator = torch.Generator().manual_seed(seed)

    def draw() -> Tensor:
        return torch.randn(20, 20, generator=generator, dtype=torch.float64) / 4

    Y, W, V = draw(), (draw(), draw(), draw()), (draw(), draw(), draw())
    problem = DeepFactorization(Y, (RIDGE,) * 3)
    apply = problem.linearize(W)

    def loss(W1: Tensor, W2: Tensor, W3: Tensor) -> Tensor:
        return (W3 @ W2 @ W1 - Y).square().sum() + RIDGE * sum(w.square().sum() for w in (W1, W2, W3))  # type: ignore[no-any-return]

    gradient = torch.func.grad(loss, argnums=(0, 1, 2))

    def automatic() -> object:
        return torch.func.jvp(gradient, W, V)[1]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for got in (problem.hessian_product(W, V), apply(V), automatic()):
            for a, b in zip(got, by_hand(W, V, Y), strict=True):  # type: ignore[call-overload]
                assert torch.allclose(a, b, rtol=1e-11, atol=1e-12), "all must compute the same thing"
        fresh, hand, func, reused = best_in_turn(
            [
                _many(lambda: problem.hessian_product(W, V), 100),
                _many(lambda: by_hand(W, V, Y), 100),
                _many(automatic, 100),
                _many(lambda: apply(V), 100),
            ],
            9,
        )
    return [
        Figure("Hessian product over the reference by hand", fresh / hand, "×", "≤ 1.5 ×", fresh / hand <= 1.5),
        Figure("the same, point linearized once", reused / hand, "×", "≤ 1.5 ×", reused / hand <= 1.5),
        Figure("torch.func over Hessian product", func / fresh, "×", "≥ 15 ×", func / fresh >= 15),
    ]


def by_hand(W: Triple, V: Triple, Y: Tensor) -> Triple:
    """The product rule for three layers, nothing shared with the package."""
    (W1, W2, W3), (V1, V2, V3) = W, V
    B, dB = W2 @ W1, V2 @ W1 + W2 @ V1
    R, dR = W3 @ B - Y, V3 @ B + W3 @ dB
    E, dE = W3.T @ R, V3.T @ R + W3.T @ dR
    return (
        2 * (V2.T @ E + W2.T @ dE) + 2 * RIDGE * V1,
        2 * (dE @ W1.T + E @ V1.T) + 2 * RIDGE * V2,
        2 * (dR @ B.T + R @ dB.T) + 2 * RIDGE * V3,
    )


def _many(function: Callable[[], object], times: int) -> Callable[[], object]:
    return lambda: [function() for _ in range(times)]
