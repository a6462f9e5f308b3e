"""Sums with products of matrices, and sizes of large ones, in one pass over memory."""

from __future__ import annotations

import torch
from torch import Tensor


def plus_product(C: Tensor, A: Tensor, B: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
    """beta·C + alpha·A B for matrices and batches of them; fused where A and B are both plain, or batches of one size.

    >>> one = torch.eye(2)
    >>> plus_product(one, one[None], one[None], beta=-1, alpha=3)
    tensor([[[2., 0.],
             [0., 2.]]])
    """
    if A.dim() == B.dim() == C.dim() == 2:
        return torch.addmm(C, A, B, beta=beta, alpha=alpha)
    if A.dim() == B.dim() == 3 and len(A) == len(B):
        return torch.baddbmm(C, A, B, beta=beta, alpha=alpha)
    return beta * C + alpha * (A @ B)


def squared_size(r: Tensor, dims: int) -> Tensor:
    """Σ|r|² over the last ``dims`` axes; of a single member without a copy, which for a large one costs more than the sum.

    >>> squared_size(torch.tensor([[3.0, 4.0]]), 2), squared_size(torch.tensor([[3.0], [4.0]]), 1)
    (tensor(25.), tensor([ 9., 16.]))
    """
    lead = r.shape[: r.dim() - dims]
    if lead.numel() == 1:
        flat = r.reshape(-1)
        return torch.vdot(flat, flat).real.reshape(lead)
    return (r.abs().square() if r.is_complex() else r.square()).sum(tuple(range(-dims, 0)))
