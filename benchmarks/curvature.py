"""Signs of the lowest curvatures: 500 operators with known spectra, against what is called converged.

``python -m benchmarks.curvature [--seed S] [--count N]``. H = PᵀWᵀDWP with W a Hadamard matrix over √N (entries ±1/√N,
exact for N a power of 4), P a permutation with signs and D the spectrum: the eigenvalues are known exactly, and rounding
enters as in any Hessian product. Spreads are 1e0 … 1e12, with clusters, negative, tiny and zero eigenvalues at the bottom.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from numerics.lanczos import Eigenpairs, Unconverged, extreme_eigenpairs

SIZES = (16, 64, 256)
KINDS = ("positive", "one negative", "negative cluster", "straddling cluster", "cluster at the top", "zeros")


@dataclass
class Count:
    """What came of the operators of one kind of question; products are shares of the full basis, summed."""

    asked: int = 0
    wrong: int = 0
    undecided: int = 0
    unconverged: int = 0
    products: float = 0.0
    stopped_early: int = 0

    def row(self, name: str) -> str:
        """A line of the table."""
        n = self.asked
        cells = (n, self.wrong, f"{self.undecided / n:.1%}", f"{self.unconverged / n:.1%}")
        return f"| {name} | {' | '.join(map(str, cells))} | {self.stopped_early / n:.1%} | {self.products / n:.2f} |"


def spectrum(size: int, exponent: float, kind: str, generator: torch.Generator) -> Tensor:
    """Increasing eigenvalues in float64: largest magnitude 1, the rest down to 10^(−exponent)."""
    draw = torch.rand(size, generator=generator, dtype=torch.float64)
    values = 10 ** (-exponent * draw)
    values[-1], smallest = 1.0, 10**-exponent
    values[0] = smallest
    close = 1 + 1e-6 * torch.randn(4, generator=generator, dtype=torch.float64)
    if kind == "one negative":
        values[0] = -smallest
    elif kind == "negative cluster":
        values[:4] = -smallest * close
    elif kind == "straddling cluster":
        values[:4] = smallest * torch.tensor([-1.0, 1.0, 1.0, 2.0], dtype=torch.float64) * close
    elif kind == "cluster at the top":
        values[0], values[4:8] = -smallest, close
    elif kind == "zeros":
        values[:3] = 0.0
    return values.sort()[0]


def hadamard_operator(values: Tensor, dtype: torch.dtype, generator: torch.Generator) -> Callable[[Tensor], Tensor]:
    """v ↦ PᵀWᵀDWPv in ``dtype``."""
    size = len(values)
    W = torch.ones(1, 1, dtype=dtype)
    while len(W) < size:
        W = torch.cat([torch.cat([W, W], 1), torch.cat([W, -W], 1)], 0)
    W = W[:, torch.randperm(size, generator=generator)]
    W = W * (1 - 2 * torch.randint(2, (size,), generator=generator)).to(dtype) / size**0.5
    D = values.to(dtype)[:, None]
    return lambda block: W.T @ (D * (W @ block))


def count_signs(seed: int, count: int, dtype: torch.dtype, asked: str, k: int) -> Count:
    """Ask for the ``k`` lowest of ``count`` operators and compare the signs that are said to be decided."""
    generator, result = torch.Generator().manual_seed(seed), Count()
    for i in range(count):
        size, kind = SIZES[i % 3], KINDS[i // 3 % len(KINDS)]
        values = spectrum(size, 12 * float(torch.rand(1, generator=generator)), kind, generator)
        operator = hadamard_operator(values, dtype, generator)
        result.asked += 1
        try:
            found = _ask(operator, size, dtype, asked, k, generator)
        except Unconverged:
            result.unconverged += 1
            result.products += 1
            continue
        truth = values.to(dtype)[:k].sign().to(torch.int64)
        result.wrong += int(((found.signs != 0) & (found.signs != truth)).any())
        result.undecided += int((found.signs == 0).any())
        result.products += found.products / size
        result.stopped_early += found.products < size
    return result


def _ask(
    operator: Callable[[Tensor], Tensor], size: int, dtype: torch.dtype, asked: str, k: int, generator: torch.Generator
) -> Eigenpairs:
    def start(columns: int) -> Tensor:
        return torch.randn(size, columns, generator=generator, dtype=dtype)

    return extreme_eigenpairs(operator, start, k, torch.zeros(size, 0, dtype=dtype), 1e-9, 20_000, asked)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=500)
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(
        "| question | operators | wrong signs | sign undecided | Unconverged | stopped before the full basis | products / N |"
    )
    print("|---|---|---|---|---|---|---|")
    for dtype in (torch.float64, torch.float32):
        for asked, k in (("sign", 1), ("accuracy", 1), ("accuracy", 3)):
            done = count_signs(options.seed, options.count, dtype, asked, k)
            print(done.row(f"{asked} of {k}, {str(dtype).removeprefix('torch.')}"), flush=True)


if __name__ == "__main__":
    main()
