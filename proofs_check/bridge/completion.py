"""Completion of a symmetric matrix: UDU with both sides of its exact suppression identity, and Burer–Monteiro beside it.

The steps are those of `numerics.solvers` (tests compare them), written out for one instance or a batch of instances, each with
entries of its own, so that a UDU step adds up, with c_t = max(1, ‖Ū_t‖/α), G the symmetrised gradient and q = −diag(UᵀGU),

    Σ (c_t² − 1)‖U_{t+1}‖² = 2Δ‖D‖² − Δ‖U‖² + Σ [4η²‖GUD‖² − 2η²‖q‖² + 2‖negative part of λ̄‖²],

which holds for any step, clipping and pattern of the ball; for small steps E = Σ ln c_t is (Δ‖D‖² − Δ‖U‖²/2)/α². Source: ours,
for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

MODES = (1.0, 2.0, 3.0)
SCALE, STEP = 1e-2, 0.1

Progress = Callable[[int], Any]


class Completion:
    """f(X) = ½ Σ_Ω (X_ij − b_ij)² with G its symmetrised gradient, as dense arrays: what both methods share.

    The truth is Q diag(modes) Qᵀ with Q uniform, Ω has ``entries`` of the size² ordered pairs, and b is the truth there plus
    ``noise``·‖b‖ times a standard normal an entry. U_0 is Gaussian with ‖U_0‖_F = ``start``. With a list of seeds every array
    has a batch axis in front, and ``noise`` may be a list too; an instance depends on its own seed and noise only.
    Raises ValueError if there are not as many noises as seeds.

    >>> one, both = Completion(1, 6, 20), Completion([0, 1], 6, 20)
    >>> tuple(both.A.shape), torch.equal(one.start, both.start[1])
    ((2, 6, 6), True)
    """

    def __init__(
        self,
        seed: int | Sequence[int],
        size: int,
        entries: int,
        *,
        modes: Sequence[float] = MODES,
        start: float = SCALE,
        noise: float | Sequence[float] = 0.0,
    ) -> None:
        seeds = [seed] if isinstance(seed, int) else seed
        noises = noise if isinstance(noise, Sequence) else [noise] * len(seeds)
        if len(noises) != len(seeds):
            raise ValueError(f"noise must be one number or one a seed ({len(seeds)}), got {len(noises)}")
        drawn = [_instance(s, size, entries, modes, start, by) for s, by in zip(seeds, noises, strict=True)]
        parts = [torch.stack(part) for part in zip(*drawn, strict=True)]
        self.A, self.mask, self.seen, self.start = (part[0] for part in parts) if isinstance(seed, int) else parts
        self.rank = len(modes)
        self.weight = (self.mask + self.mask.mT) / 2
        self.minus = -(self.seen + self.seen.mT) / 2

    def gradient(self, X: Tensor) -> Tensor:
        """(R + Rᵀ)/2, n × n, with R = X − b on the entries that were seen; X symmetric."""
        return torch.addcmul(self.minus, self.weight, X)

    def error(self, X: Tensor) -> Tensor:
        """‖X − A‖/‖A‖ over all entries, A the truth."""
        return _norm(X - self.A) / _norm(self.A)

    def residual(self, X: Tensor) -> Tensor:
        """‖X − b‖/‖b‖ over the entries that were seen."""
        return _norm(self.mask * X - self.seen) / _norm(self.seen)


def _instance(seed: int, size: int, entries: int, modes: Sequence[float], start: float, noise: float) -> tuple[Tensor, ...]:
    """Truth, mask, seen values (zeros elsewhere), and the start."""
    generator = torch.Generator().manual_seed(seed)
    Q = torch.linalg.qr(torch.randn(size, len(modes), generator=generator, dtype=torch.float64)).Q
    A = (Q * torch.tensor(modes, dtype=torch.float64)) @ Q.mT
    chosen = torch.randperm(size * size, generator=generator)[:entries]
    mask = torch.zeros(size * size, dtype=torch.float64)
    mask[chosen] = 1
    mask = mask.reshape(size, size)
    U = torch.randn(size, size, generator=generator, dtype=torch.float64)
    seen = mask * A
    if noise:
        draw = torch.randn(size, size, generator=generator, dtype=torch.float64)
        seen = seen + noise * _norm(seen) * mask * draw
    return A, mask, seen, U * (start / torch.linalg.matrix_norm(U))


def _norm(X: Tensor) -> Tensor:
    return torch.linalg.vector_norm(X, dim=(-2, -1))


def run_udu(
    data: Completion,
    steps: int,
    progress: Progress | None = None,
    step: float = STEP,
    radius: float | Tensor = 1.0,
    points: int = 200,
) -> dict[str, Any]:
    """Projected UDU from D_0 = I with both sides of the exact identity and E = Σ ln c on the way; ``radius`` may be a tensor
    (batch,).

    X is ``factor``·``factor``ᵀ; ``left`` and ``right`` are the two sides, ``size`` is 2‖D‖² + ‖U‖² at the end; ``history`` and
    ``residuals`` are (step, value) at about ``points`` steps. A member that is not finite any more is NaN.
    """
    U, lam = data.start.clone(), torch.ones_like(data.start[..., 0, :])
    first = (U.square().sum((-2, -1)), lam.square().sum(-1))
    left = right = logs = torch.zeros_like(first[0])
    history, residuals = [], []
    for t in range(steps):
        product = data.gradient((U * lam.unsqueeze(-2)) @ U.mT) @ U
        fall = product * (2 * step * lam).unsqueeze(-2)
        bar, q = U - fall, (U * product).sum(-2)
        size = _norm(bar)
        c = (size / radius).clamp_min(1)
        moved = lam - step * q
        following = moved.clamp_min(0)
        left = left + (c.square() - 1) * (size / c).square()
        right = right + _norm(fall).square() - 2 * step**2 * q.square().sum(-1)
        right = right + 2 * (following - moved).square().sum(-1)
        logs = logs + c.log()
        U, lam = bar / c[..., None, None], following
        if t % max(1, steps // points) == 0:
            X = (U * lam.unsqueeze(-2)) @ U.mT
            history.append((t, data.error(X)))
            residuals.append((t, data.residual(X)))
            if progress:
                progress(t)
    grown = (lam.square().sum(-1) - first[1], U.square().sum((-2, -1)) - first[0])
    size = 2 * lam.square().sum(-1) + U.square().sum((-2, -1))
    mass = (lam * U.square().sum(-2)).sort(descending=True).values
    return {
        "X": (U * lam.unsqueeze(-2)) @ U.mT,
        "factor": U * lam.sqrt().unsqueeze(-2),
        "history": history,
        "residuals": residuals,
        "E": logs,
        "flow": (grown[0] - grown[1] / 2) / radius**2,
        "left": left,
        "right": right + 2 * grown[0] - grown[1],
        "size": size,
        "zeros": (lam == 0).sum(-1),
        "trailing": mass[..., data.rank],
    }


def run_bm(
    data: Completion, steps: int, progress: Progress | None = None, step: float = STEP, points: int = 200
) -> dict[str, Any]:
    """U − 2ηGU from the same start, without a ball; the run ends early when no member is finite any more."""
    U = data.start.clone()
    history, residuals = [], []
    for t in range(steps):
        U = U - (2 * step) * (data.gradient(U @ U.mT) @ U)
        if t % max(1, steps // points) == 0:
            X = U @ U.mT
            history.append((t, data.error(X)))
            residuals.append((t, data.residual(X)))
            if progress:
                progress(t)
            if not bool(torch.isfinite(history[-1][1]).any()):
                break
    return {"X": U @ U.mT, "factor": U, "history": history, "residuals": residuals}


def completed(arm: Mapping[str, Any], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """What all seeds of an arm came to, run as one batch; the arm has method (UDU, or another name for Burer–Monteiro), n,
    modes, entries, noise, step, start, radius and steps.

    ``error`` over all entries, ``low`` σ_(r+1) of X, the first of its ``spectrum``, and ``residuals`` at ``steps``; of UDU also
    ``trailing`` (the largest λ‖u‖² after r), ``zeros`` of D, ``flow`` (E by the flow identity), ``ratio`` of Σ ln c to it, and
    the difference of both sides of the exact ``identity`` relative to 2‖D‖² + ‖U‖². A member that is not finite has None.
    """
    data = Completion(seeds, arm["n"], arm["entries"], modes=arm["modes"], start=arm["start"], noise=arm["noise"])
    if arm["method"] == "UDU":
        end = run_udu(data, arm["steps"], step=arm["step"], radius=arm["radius"], points=100)
    else:
        end = run_bm(data, arm["steps"], step=arm["step"], points=100)
    X = end["X"]
    finite = torch.isfinite(X).all(-1).all(-1)
    spectra = torch.linalg.svdvals(torch.where(finite[:, None, None], X, 0.0)).tolist()
    errors, told = data.error(X), []
    for k, (values, fine) in enumerate(zip(spectra, finite.tolist(), strict=True)):
        found: dict[str, Any] = {
            "error": float(errors[k]) if fine else None,
            "low": values[data.rank] if fine else None,
            "spectrum": values[:12],
            "steps": [t for t, _ in end["residuals"]],
            "residuals": [float(x[k]) for _, x in end["residuals"]],
        }
        if arm["method"] == "UDU":
            left, right, size, flow, logs = (float(end[name][k]) for name in ("left", "right", "size", "flow", "E"))
            found |= {"trailing": float(end["trailing"][k]), "zeros": int(end["zeros"][k]), "flow": flow}
            found |= {"ratio": logs / flow if flow else None, "identity": abs(left - right) / size}
        told.append(found)
    return told
