"""The changed steps of `udu-exclusion-variants`, all in one batch: ½‖X − A‖², n = 3, two columns, ‖A‖ = 4, α = 1.

Each is run from the same starts as it is, and with D boxed from above at 1, where the ball stays active.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any

VARIANTS = ("lower bound", "free D", "steps", "order", "sphere", "rows", "entries")
"""λ_j ≥ 1/4; λ_j of any sign; a step of D three times as long; U before D; ‖U‖ = 1; positive weights on the rows of U's
gradient, and on its entries."""
RUNS, STEP, STEPS, BOX = 60, 6e-3, 6000, 1.0


@lru_cache(maxsize=32)
def ends(seed: int) -> dict[tuple[str, bool], tuple[int, int]]:
    """(variant, boxed) → how many of the 60 runs came to rest, and how many of these with a factor c ≠ 1."""
    import numpy as np

    rng = np.random.default_rng(seed)
    cells = list(product(VARIANTS, (False, True)))
    names = np.repeat([name for name, _ in cells], RUNS)
    high = np.where(np.repeat([boxed for _, boxed in cells], RUNS), BOX, np.inf)
    low = np.where(names == "lower bound", 0.25, np.where(names == "free D", -np.inf, 0.0))
    pace, sphere = np.where(names == "steps", 3 * STEP, STEP), names == "sphere"
    late = slice(2 * RUNS * VARIANTS.index("order"), 2 * RUNS * (VARIANTS.index("order") + 1))
    target = rng.standard_normal((RUNS, 3, 3))
    target = target + target.swapaxes(1, 2)
    target *= (4 / np.linalg.norm(target, 2, axis=(1, 2)))[:, None, None]
    A = np.tile(target.transpose(1, 2, 0), len(cells))
    U = np.tile(0.2 * rng.standard_normal((3, 2, RUNS)), len(cells))
    lam = np.clip(np.tile(0.3 + rng.random((2, RUNS)), len(cells)), low, high)
    weights = np.where(names == "entries", 0.3 + rng.random(U.shape), 1.0)
    weights = np.where(names == "rows", weights[:, :1] * 0 + 0.3 + rng.random((3, 1, names.size)), weights)
    moved = factor = np.ones(names.size)
    for t in range(STEPS):
        GU = _force(U, lam, A)
        bar = U - 2 * STEP * weights * lam * GU
        size = np.sqrt((bar**2).sum((0, 1)))
        factor = np.where(sphere, size, np.maximum(size, 1))
        after, q = bar / factor, (U * GU).sum(0)
        q[:, late] = (after[..., late] * _force(after[..., late], lam[:, late], A[..., late])).sum(0)
        following = np.clip(lam - pace * q, low, high)
        moved = np.sqrt(((after - U) ** 2).sum((0, 1))) + np.sqrt(((following - lam) ** 2).sum(0))
        U, lam = after, following
        if t % 200 == 0 and (moved < 1e-12).all():
            break
    rest, active = (moved < 1e-10).reshape(-1, RUNS), (np.abs(factor - 1) > 1e-6).reshape(-1, RUNS)
    return {cell: (int(rest[k].sum()), int((rest[k] & active[k]).sum())) for k, cell in enumerate(cells)}


def _force(U: Any, lam: Any, A: Any) -> Any:
    """GU with G = U diag(λ) Uᵀ − A; the runs are the last axis."""
    import numpy as np

    return np.einsum("ijb,jkb->ikb", np.einsum("ikb,jkb->ijb", U * lam, U) - A, U)
