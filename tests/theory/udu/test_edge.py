"""On the edge of the death region a column lives for ever and learns nothing: λ > 0 for all times, and X → 0.

Independent origin: at a point λ = 0, uᵀAu = 0 the flow is linearized by hand, with the rates ρ² + ‖u‖⁴ρ = 4‖Au‖²; starts that
come closer to the edge by a factor stay there longer by its logarithm over the positive rate.
"""

from __future__ import annotations

from math import log, sqrt

import pytest

STEP, U = 5e-3, (0.5, 1.5)


def run(lam: float) -> tuple[str, float]:
    """A = diag(1, −1), u(0) = (1/2, 3/2): "dies" where λ reaches 0, "learns" where X_11 > 1/2; and the time until then."""
    (x, y), t = U, 0.0
    while lam > 0 and lam * x * x < 0.5:
        size, pull = x * x + y * y, x * x - y * y
        x, y, lam, t = (
            x + 2 * STEP * lam * (1 - lam * size) * x, y - 2 * STEP * lam * (1 + lam * size) * y,
            lam + STEP * (pull - lam * size**2), t + STEP)  # fmt: skip
    return ("dies" if lam <= 0 else "learns"), t


def test_the_nearer_to_the_edge_the_longer_a_column_stays_at_zero() -> None:
    low, high = 0.1, 2.0
    assert (run(low)[0], run(high)[0]) == ("dies", "learns")
    for _ in range(44):
        middle = (low + high) / 2
        low, high = (middle, high) if run(middle)[0] == "dies" else (low, middle)
    balance = U[0] ** 2 + U[1] ** 2 - 2 * high**2  # ‖u‖² at λ = 0
    rate = (sqrt(balance**4 + 16 * balance) - balance**2) / 2
    near, far = run(high + 1e-9), run(high + 1e-3)
    assert run(low)[0] == "dies" and near[0] == far[0] == "learns" and balance > 0
    assert near[1] - far[1] == pytest.approx(log(1e6) / rate, rel=0.02)
