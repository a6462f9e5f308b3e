"""Small-step UDU runs on ½‖X − A‖², A diagonal, with the quantities of the balance law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass
class Path:
    """End of a run: U, λ, E = Σ ln c, the largest c, the smallest λ on the way, and steps."""

    U: np.ndarray
    lam: np.ndarray
    suppression: float
    largest: float
    smallest: float
    steps: int


def run(mu: list[float], U: np.ndarray, lam: np.ndarray, step: float, steps: int, radius: float = float("inf"),
        linear: bool = False, tolerance: float = 0.0) -> Path:  # fmt: skip
    """Projected steps; ``linear`` takes G = −A throughout (f = −⟨A, X⟩)."""
    import numpy as np

    A, logs, largest, smallest = np.diag(mu).astype(float), 0.0, 1.0, float(lam.min())
    t = 0
    for t in range(steps):  # noqa: B007
        G = -A if linear else (U * lam) @ U.T - A
        product = G @ U
        bar, q = U - 2 * step * product * lam, (U * product).sum(0)
        c = max(1.0, float(np.linalg.norm(bar)) / radius)
        after, moved = bar / c, np.maximum(lam - step * q, 0)
        logs, largest, smallest = logs + float(np.log(c)), max(largest, c), min(smallest, float(moved.min()))
        done = np.abs(after - U).max() + np.abs(moved - lam).max() < tolerance
        U, lam = after, moved
        if done:
            break
    return Path(U, lam, logs, largest, smallest, t + 1)
