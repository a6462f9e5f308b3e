"""The point certificate against the scalar theorem by hand, its enclosures against mpmath at 40 digits, and its refusals."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from flint import arb

from theory.agd.enclosures import enclose
from theory.agd.point_certificate import Point, PointCertificate, Refusal, certify


def sample(seed: int, m: int = 7, n: int = 5, r: int = 2, d: int = 3) -> tuple:
    rng = np.random.default_rng(seed)
    return *(rng.standard_normal(shape) for shape in ((m, r), (n, r), (r, d), (n, d))), 0.3


@pytest.mark.parametrize("seed", range(5))
def test_balls_hold_the_singular_values(seed):
    """Singular values and f at 40 digits by mpmath, from the same float matrices."""
    basis, right, psi, y, step = sample(seed)
    point = enclose(basis, right, psi, y, step)
    with mpmath.workdps(40):
        x, root = mpmath.matrix(basis.tolist()) * mpmath.matrix(psi.tolist()), mpmath.sqrt(step)
        sigma = sorted(mpmath.svd_r(x, compute_uv=False), reverse=True)
        top = max(mpmath.svd_r(mpmath.matrix(y.tolist()), compute_uv=False))
        gap = x * mpmath.matrix(y.T.tolist()) - mpmath.matrix(basis.tolist()) * mpmath.matrix(right.T.tolist())
        f = sum(v**2 for v in gap) / 2
        for ball, value, side in ((point.s, root * sigma[1], 1), (point.S, root * sigma[0], -1), (point.y, root * top, -1)):
            exact = arb(mpmath.nstr(value, 38))
            assert side * (exact - ball) > 0 and abs(float((exact - ball) / exact)) < 1e-9
        assert point.f.overlaps(arb(mpmath.nstr(f, 38)) + arb(0, 1e-30))


def test_a_scalar_point_by_hand():
    """A = 1, X = Y = 1 − δ, η = ½: s = S = y = √½(1 − δ), g = (s − D)², and the residual shrinks as it must."""
    delta = 1e-3
    point = enclose(np.eye(1), np.eye(1), np.array([[1 - delta]]), np.array([[1 - delta]]), 0.5)
    found = certify(point)
    assert isinstance(found, PointCertificate)
    x = y = 1 - delta
    for k in range(1, 40):
        x = x - 0.5 * (x * y - 1) * y
        y = y - 0.5 * (x * y - 1) * x
        assert (x * y - 1) ** 2 / 2 <= (1 - found.rate) ** (2 * k) * found.loss + 1e-30
        assert 0.5**0.5 * abs(x - (1 - delta)) <= found.radius_x and 0.5**0.5 * abs(y - (1 - delta)) <= found.radius_y
    assert found.rate > 0.4  # the local rate at x² = ½·1 is 1 − ηx²: g ≈ ½


def test_a_wide_ball_is_refused():
    """The same numbers with a radius that does not decide: a certificate must not appear."""
    good = Point(arb("0.1"), arb("0.5"), arb("0.6"), arb("0.01"), arb("0.001"))
    assert isinstance(certify(good), PointCertificate)
    assert isinstance(certify(Point(good.step, arb("0.5", "0.5"), good.S, good.y, good.f)), Refusal)


def test_the_best_rate_is_chosen_and_sweeps_follow():
    found = certify(Point(arb("0.1"), arb("0.5"), arb("0.6"), arb("0.001"), arb("1e-9")))
    assert isinstance(found, PointCertificate) and 0.24 < found.rate < 0.25
    assert found.loss * (1 - found.rate) ** (2 * found.sweeps(1e-15)) <= 1e-15
    with pytest.raises(ValueError, match="epsilon must be positive"):
        found.sweeps(0)


def test_bad_input_is_named():
    basis, right, psi, y, step = sample(1)
    with pytest.raises(ValueError, match="shapes must be"):
        enclose(basis, right, psi.T, y, step)
    with pytest.raises(ValueError, match="must be finite"):
        enclose(basis, right, psi * np.nan, y, step)
    with pytest.raises(ValueError, match="rank of the target"):
        enclose(basis, right, np.zeros_like(psi), y, step)
