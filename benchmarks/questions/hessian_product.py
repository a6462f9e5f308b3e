"""One Hessian product of a three-layer loss: ours, by hand, torch.func, torch.compile, curvlinops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from benchmarks.harness.question import Case, Contender, Goal, Question
from benchmarks.harness.results import Outcome
from benchmarks.questions._network import Chain, datum
from numerics.problems import DeepFactorization

RIDGE, MOST = 0.1, 1.5
Triple = tuple[Tensor, Tensor, Tensor]


def cases(quick: bool) -> Sequence[Case]:
    """Three layers of n × n in both precisions; the size is the number of parameters."""
    sizes = (8, 20) if quick else (20, 100, 300)
    return [
        Case(f"{n} × {n}, {dtype}", 3.0 * n * n if dtype == "float64" else None, {"n": n, "dtype": dtype})
        for dtype in ("float64", "float32")
        for n in sizes
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


def _drawn(case: Case, seed: int) -> tuple[Tensor, Triple, Triple]:
    generator, n = torch.Generator().manual_seed(seed), case["n"]

    def draw() -> Tensor:
        return (torch.randn(n, n, generator=generator, dtype=torch.float64) / n**0.5).to(getattr(torch, case["dtype"]))

    return draw(), (draw(), draw(), draw()), (draw(), draw(), draw())


def _ours(case: Case, seed: int) -> Callable[[], Any]:
    Y, W, V = _drawn(case, seed)
    problem = DeepFactorization(Y, (RIDGE,) * 3)
    return lambda: problem.hessian_product(W, V)


def _linearized(case: Case, seed: int) -> Callable[[], Any]:
    Y, W, V = _drawn(case, seed)
    apply = DeepFactorization(Y, (RIDGE,) * 3).linearize(W)
    return lambda: apply(V)


def _hand(case: Case, seed: int) -> Callable[[], Any]:
    Y, W, V = _drawn(case, seed)
    return lambda: by_hand(W, V, Y)


def _loss(Y: Tensor) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    def loss(W1: Tensor, W2: Tensor, W3: Tensor) -> Tensor:
        return (W3 @ W2 @ W1 - Y).square().sum() + RIDGE * sum(w.square().sum() for w in (W1, W2, W3))  # type: ignore[no-any-return]

    return loss


def _torch_func(case: Case, seed: int) -> Callable[[], Any]:
    Y, W, V = _drawn(case, seed)
    gradient = torch.func.grad(_loss(Y), argnums=(0, 1, 2))
    return lambda: torch.func.jvp(gradient, W, V)[1]


def _compiled(case: Case, seed: int) -> Callable[[], Any]:
    Y, W, V = _drawn(case, seed)
    compiled = torch.compile(by_hand)
    compiled(W, V, Y)
    return lambda: compiled(W, V, Y)


def _curvlinops(case: Case, seed: int) -> Callable[[], Any]:
    from curvlinops import HessianLinearOperator

    Y, W, V = _drawn(case, seed)
    net = Chain(W, RIDGE)
    loss = torch.nn.MSELoss(reduction="sum")
    operator = HessianLinearOperator(net, loss, list(net.parameters()), [datum(W, Y)], check_deterministic=False)
    return lambda: operator @ list(V)


@lru_cache(maxsize=16)
def _expected(n: int, dtype: str, seed: int) -> Triple:
    case = Case("", None, {"n": n, "dtype": "float64"})
    Y, W, V = (
        tuple(t.to(getattr(torch, dtype)).double() for t in part)
        if isinstance(part, tuple)
        else part.to(getattr(torch, dtype)).double()
        for part in _drawn(case, seed)
    )
    gradient = torch.func.grad(_loss(Y), argnums=(0, 1, 2))
    return torch.func.jvp(gradient, W, V)[1]


def fault(case: Case, seed: int, answer: Any) -> str:
    """Against torch.func in float64 at the same numbers: 1,000 rounding units of the largest entry."""
    expected = _expected(case["n"], case["dtype"], seed)
    unit = torch.finfo(getattr(torch, case["dtype"])).eps
    for got, right in zip(answer, expected, strict=True):
        error = float((got.double() - right).abs().max() / right.abs().max())
        if not error <= 1000 * unit:
            return f"relative error {error:.1e}"
    return ""


def goals(outcome: Outcome) -> list[Goal]:
    """Every size and precision counts; the worst is the figure."""
    found = [(c.name, r) for c in outcome.cases if (r := outcome.ratio("saddleproof", "by hand", c.name))]
    if not found:
        return []
    where, worst = max(found, key=lambda pair: pair[1].median)
    text, slow = f"≤ {MOST:g} × by hand, everywhere", ("saddleproof", where)
    needed = "fewer Python calls a product; for many products at one point `linearize` makes the checks once."
    return [Goal(text, f"{worst.median:.2f} × at {where}", worst.median <= MOST, slow=slow, needed=needed)]


question = Question(
    name="hessian_product",
    title="A Hessian-vector product",
    asked="""F(W) = ‖W₃W₂W₁ − Y‖² + λΣ‖W_l‖², one product ∇²F(W)[V] with the point new every time; "linearized":
        many products at one point. By hand: the product rule for three layers, written out without a loop, nothing checked.""",
    cases=cases,
    contenders=(
        Contender("saddleproof", _ours, ours=True),
        Contender("saddleproof, linearized", _linearized, ours=True),
        Contender("by hand", _hand),
        Contender("torch.func", _torch_func, note="jvp of grad"),
        Contender("torch.compile", _compiled, needs=("C compiler",), note="of the product by hand; compiling is not timed"),
        Contender("curvlinops", _curvlinops, needs=("curvlinops",)),
    ),
    fault=fault,
    goals=goals,
    against="saddleproof",
    size="the number of parameters",
    limit=10,
)
