"""Runs to be located, and judges that share no code with `locate`: numpy's roots, frames by QR and Adam, autograd Hessians."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
import torch
from torch import Tensor

HADAMARD = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]) / 2


@dataclass(frozen=True)
class Run:
    """One gradient descent, from random factors of a given scale."""

    widths: tuple[int, ...]
    Y: Tensor
    ridge: tuple[float, ...]
    step: float
    path: list[list[Tensor]]


PROBLEMS: dict[str, tuple[tuple[int, ...], tuple[float, ...], tuple[float, ...], float]] = {
    "two layers, tall": ((3, 4, 5), (5, 3, 1.5), (0.4, 0.4), 1e-6),
    "two layers, wide, unequal ridges": ((4, 3, 3), (4, 2.5, 1), (0.2, 0.7), 1e-5),
    "two layers, narrow": ((4, 2, 3), (5, 3, 2), (0.3, 0.3), 1e-7),
    "two layers, ties": ((4, 4, 4), (3, 3, 1.5, 1.5), (0.3, 0.3), 1e-6),
    "two layers, ties, unequal ridges": ((4, 5, 4), (4, 2, 2, 0.25), (0.2, 0.5), 1e-8),
    "three layers": ((3, 3, 3, 3), (6, 3, 1), (0.02, 0.02, 0.02), 0.1),
    "three layers, tall, unequal ridges": ((2, 3, 4, 3), (6, 3), (0.02, 0.05, 0.01), 0.1),
    "three layers, narrow": ((3, 2, 2, 4), (6, 3, 1), (0.05, 0.05, 0.05), 0.2),
    "three layers, ties": ((4, 3, 3, 4), (4, 4, 2, 2), (0.03, 0.03, 0.03), 0.1),
    "four layers": ((2, 3, 2, 3, 2), (6, 3), (0.02, 0.02, 0.02, 0.02), 0.25),
}
"""Widths, singular values, ridges, scale of the start. Tied values come with Hadamard vectors: Y is exact."""


def run(name: str, seed: int) -> Run:
    """The run of a named problem until ‖∇F‖ ≤ 1e-8, or 1500 steps."""
    widths, spectrum, ridge, scale = PROBLEMS[name]
    return descent(widths, spectrum, ridge, scale, np.random.default_rng([seed, len(name)]), hadamard="ties" in name)


def descent(
    widths: tuple[int, ...], spectrum: tuple[float, ...], ridge: tuple[float, ...], scale: float, rng: np.random.Generator,
    hadamard: bool = False,
) -> Run:  # fmt: skip
    """Gradient descent from normal factors of this scale; Y has random singular vectors, or those of Hadamard, exact."""
    if hadamard:
        left, right = HADAMARD, HADAMARD[[1, 0, 3, 2]].T
    else:
        left, right = (np.linalg.qr(rng.standard_normal((d, d)))[0] for d in (widths[-1], widths[0]))
    middle = np.zeros((widths[-1], widths[0]))
    np.fill_diagonal(middle, spectrum)
    Y = torch.tensor(left @ middle @ right.T)
    W = [torch.tensor(scale * rng.standard_normal((b, a))) for a, b in pairwise(widths)]
    step = 0.04 / max(spectrum)
    path = [W]
    for _ in range(1500):
        slopes = gradient(W, Y, ridge)
        if float(sum(s.square().sum() for s in slopes)) < 1e-16:
            break
        W = [w - step * s for w, s in zip(W, slopes, strict=True)]
        path.append(W)
    return Run(widths, Y, ridge, step, path)


def drawn(seed: int) -> tuple[Run, tuple[float, ...], int]:
    """A problem, a run of it and where it is stopped, all at random: two to four layers, bottlenecks, ties, ridges from tiny
    to above every threshold, unequal or not. (run, singular values, step)"""
    rng = np.random.default_rng([seed, 77])
    layers = int(rng.choice([2, 3, 4]))
    tied = bool(rng.random() < 0.3)
    ends = (4, 4) if tied else tuple(rng.integers(1, 5, 2).tolist())
    hidden = rng.integers(1, 5, layers - 1).tolist()
    widths = (ends[0], *hidden, ends[1])
    values = np.sort(np.round(rng.uniform(0.5, 6, min(ends)), 2))[::-1]
    if tied:
        values[1] = values[0]
        if rng.random() < 0.5:
            values[3] = values[2]
        values = np.round(2 * values) / 2
    size = float(rng.choice([1e-6, 1e-3, 0.02, 0.1, 0.4, 1.0]))
    ridge = np.full(layers, size) if rng.random() < 0.5 else size * rng.uniform(0.3, 3, layers)
    scale = float(rng.choice([1e-6, 1e-2, 0.3, 0.6])) if layers == 2 else float(rng.choice([0.1, 0.3, 0.6]))
    spectrum = tuple(float(value) for value in values)
    found = descent(widths, spectrum, tuple(np.round(ridge, 8).tolist()), scale, rng, hadamard=tied)
    losses = [float(loss(W, found.Y, found.ridge)) for W in found.path]
    left = next(k for k, value in enumerate(losses) if value - losses[-1] <= 0.01 * (losses[0] - losses[-1]))
    return found, spectrum, int(rng.integers(left + 1))


def loss(W: list[Tensor], Y: Tensor, ridge: tuple[float, ...]) -> Tensor:
    """F, written out."""
    product_ = W[0]
    for w in W[1:]:
        product_ = w @ product_
    return (product_ - Y).square().sum() + sum(c * w.square().sum() for c, w in zip(ridge, W, strict=True))


def gradient(W: list[Tensor], Y: Tensor, ridge: tuple[float, ...]) -> list[Tensor]:
    """∇F by autograd."""
    leaves = [w.detach().clone().requires_grad_() for w in W]
    return list(torch.autograd.grad(loss(leaves, Y, ridge), leaves))


def hessian(W: list[Tensor], Y: Tensor, ridge: tuple[float, ...]) -> Tensor:
    """∇²F by autograd twice, in the entries of W_1, W_2, … row by row."""
    shapes = [w.shape for w in W]

    def flat(x: Tensor) -> Tensor:
        parts = x.split([s.numel() for s in shapes])
        return loss([part.reshape(s) for part, s in zip(parts, shapes, strict=True)], Y, ridge)

    return torch.autograd.functional.hessian(flat, torch.cat([w.flatten() for w in W]))  # type: ignore[no-untyped-call]


def settle(W: list[Tensor], Y: Tensor, ridge: tuple[float, ...]) -> list[Tensor]:
    """A critical point close by: Gauss–Newton steps for ∇F = 0 with autograd's Hessian, damped."""
    x, shapes = torch.cat([w.flatten() for w in W]), [w.shape for w in W]

    def split(x: Tensor) -> list[Tensor]:
        return [part.reshape(s) for part, s in zip(x.split([s.numel() for s in shapes]), shapes, strict=True)]

    for _ in range(60):
        slope = torch.cat([g.flatten() for g in gradient(split(x), Y, ridge)])
        H = hessian(split(x), Y, ridge)
        damping = float(slope.norm()) * 1e-1
        x = x - torch.linalg.solve(H @ H + (damping**2 + 1e-14) * torch.eye(len(x), dtype=x.dtype), H @ slope)
    return split(x)


def roots(y: float, ridge: tuple[float, ...]) -> dict[str, float]:
    """σ of '+' and '-' at the singular value y: positive roots of σ^(2L−2) − √λ·y·σ^(L−2) + λ, by numpy and Newton, in the
    unit λ^(1/(2L−2)): for small ridges '-' is many orders smaller than '+'."""
    layers, weight = len(ridge), float(np.prod(ridge))
    unit = weight ** (1 / (2 * layers - 2))
    coefficients = np.zeros(2 * layers - 1)
    coefficients[0], coefficients[-1] = 1.0, 1.0
    coefficients[2 * layers - 2 - (layers - 2)] -= y * unit ** (layers - 2) / weight**0.5
    real = sorted(z.real for z in np.roots(coefficients) if abs(z.imag) < 1e-7 * abs(z) and z.real > 0)
    slope = np.polyder(coefficients)
    for _ in range(3):
        real = [s - np.polyval(coefficients, s) / np.polyval(slope, s) for s in real]
    found = [float(unit * s) for s in real]
    return {} if not found else {"+": found[-1]} if layers == 2 else {"+": found[-1], "-": found[0]}


def name_of(Z: list[Tensor], spectrum: tuple[float, ...], ridge: tuple[float, ...]) -> str:
    """The orbit of a critical point, from the singular values of √λ_1·W_1; positions inside ties: '+' first."""
    options = [(p, sign, size) for p, y in enumerate(spectrum, 1) for sign, size in roots(y, ridge).items()]
    least = 0.5 * min((size for _, _, size in options), default=0.0)
    sizes = [s for s in (ridge[0] ** 0.5 * torch.linalg.svdvals(Z[0])).tolist() if s > max(min(least, 1e-6), 1e-13)]
    taken: dict[int, str] = {}
    for size in sorted(sizes, reverse=True):
        p, sign, best = min((o for o in options if o[0] not in taken), key=lambda o: abs(o[2] - size))
        assert abs(best - size) < 1e-6 * (1 + size), "no root fits: not a critical point"
        taken[p] = sign
    return label(taken, spectrum)


def label(taken: dict[int, str], spectrum: tuple[float, ...]) -> str:
    """Like ``1+2-``: inside equal values '+' takes the first positions."""
    text = ""
    for value in sorted(set(spectrum), reverse=True):
        positions = [p for p, y in enumerate(spectrum, 1) if y == value]
        signs = sorted(taken[p] for p in positions if p in taken)
        text += "".join(f"{p}{sign}" for p, sign in zip(positions, signs, strict=False))
    return text or "O"


def brute_distances(r: Run, W: list[Tensor], spectrum: tuple[float, ...], turns: int = 300) -> dict[str, float]:
    """Distance to every orbit by Adam over frames (QR of free matrices), all orbits in one batch.

    Starts: the outer frames carried inwards by the run's own layers, from either end, with and without noise."""
    choices, starts = list(_assignments(r, spectrum)), 4
    rank, count, layers = min(r.widths), len(spectrum), len(r.ridge)
    names = [label(dict(chosen), spectrum) for chosen in choices for _ in range(starts)]
    sigma = torch.zeros(len(names), rank, dtype=torch.float64)
    columns = torch.zeros(len(names), rank, dtype=torch.long)
    for row, chosen in enumerate(c for c in choices for _ in range(starts)):
        idle = [p for p in range(count) if p + 1 not in dict(chosen)]
        used = [p - 1 for p, _ in chosen]
        columns[row] = torch.tensor((used + idle)[:rank])
        sizes = [roots(spectrum[p - 1], r.ridge)[sign] for p, sign in chosen]
        sigma[row, : len(used)] = torch.tensor(sizes, dtype=torch.float64)
    left, _, right = torch.linalg.svd(r.Y)
    first, last = right.T[:, :count], left[:, :count]
    blocks = [[p for p, y in enumerate(spectrum) if y == value] for value in sorted(set(spectrum), reverse=True)]
    blocks = [block for block in blocks if len(block) > 1]
    generator = torch.Generator().manual_seed(0)
    noise = torch.tensor([0.0, 0.0, 0.2, 1.0], dtype=torch.float64).repeat(len(choices))[:, None, None]
    upwards = torch.tensor([True, False, True, False]).repeat(len(choices))[:, None, None]

    def free(matrix: Tensor) -> Tensor:
        scaled = matrix / matrix.abs().amax((1, 2), keepdim=True)
        kick = torch.randn(scaled.shape, generator=generator, dtype=torch.float64)
        return (scaled + (noise + 1e-3) * kick).requires_grad_()

    gram = (W[0] @ first).T @ (W[0] @ first) + (W[-1].T @ last).T @ (W[-1].T @ last)
    turned = []
    for block in blocks:
        vectors = torch.linalg.eigh(gram[block][:, block])[1].flip(1)
        turned.append(free(vectors.repeat(len(names), 1, 1)))
    rotation = _rotations(len(names), count, blocks, turned).detach()
    picked = rotation.gather(2, columns[:, None, :].expand(-1, count, -1))
    up, down = [first @ picked], [last @ picked]
    for l in range(layers - 1):
        up.append(W[l] @ up[-1])
        down.insert(0, W[layers - 1 - l].T @ down[0])
    hidden = [free(torch.where(upwards, up[l], down[l - 1])) for l in range(1, layers)]
    optimizer = torch.optim.Adam([*hidden, *turned], lr=0.1)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 1e-3 ** (1 / turns))
    best = torch.full((len(names),), torch.inf, dtype=torch.float64)
    for _ in range(turns):
        rotation = _rotations(len(names), count, blocks, turned)
        picked = rotation.gather(2, columns[:, None, :].expand(-1, count, -1))
        frames = [first @ picked, *(_frame(h) for h in hidden), last @ picked]
        square = torch.zeros(len(names), dtype=torch.float64)
        for l, weight in enumerate(r.ridge):
            model = weight**-0.5 * (frames[l + 1] * sigma[:, None, :]) @ frames[l].mT
            square = square + (W[l] - model).square().sum((1, 2))
        best = torch.minimum(best, square.detach())
        optimizer.zero_grad()
        square.sum().backward()
        optimizer.step()
        schedule.step()
    found: dict[str, float] = {}
    for name, distance in zip(names, best.sqrt().tolist(), strict=True):
        found[name] = min(distance, found.get(name, np.inf))
    return found


def _frame(matrix: Tensor) -> Tensor:
    """Gram–Schmidt: the frame whose columns have positive products with those of the matrix."""
    q, upper = torch.linalg.qr(matrix)
    return q * upper.diagonal(dim1=-2, dim2=-1).sign()[:, None, :]


def _rotations(batch: int, count: int, blocks: list[list[int]], turned: list[Tensor]) -> Tensor:
    rotation = torch.eye(count, dtype=torch.float64).repeat(batch, 1, 1)
    for block, matrix in zip(blocks, turned, strict=True):
        rotation[:, block[0] : block[-1] + 1, block[0] : block[-1] + 1] = _frame(matrix)
    return rotation


def _assignments(r: Run, spectrum: tuple[float, ...]) -> Iterator[tuple[tuple[int, str], ...]]:
    """Every choice of active positions and roots, one for each label."""
    seen = set()
    options = [["", *roots(y, r.ridge)] for y in spectrum]
    for signs in product(*options):
        chosen = tuple((p, sign) for p, sign in enumerate(signs, 1) if sign)
        name = label(dict(chosen), spectrum)
        if len(chosen) <= min(r.widths) and name not in seen:
            seen.add(name)
            yield chosen
