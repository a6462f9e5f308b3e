"""The point certificate against the scalar theorem by hand, its enclosures against mpmath at 40 digits, and its refusals."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from flint import arb, ctx

from theory.agd.enclosures import enclose
from theory.agd.point_certificate import Point, PointCertificate, Refusal, certify


def sample(seed: int, m: int = 7, n: int = 5, r: int = 2, d: int = 3) -> tuple:
    """(columns counted, A of full rank, X, Y, step): nothing lies in the columns exactly."""
    rng = np.random.default_rng(seed)
    return *(rng.standard_normal(shape) for shape in ((m, r), (m, n), (m, d), (n, d))), 0.3


@pytest.mark.parametrize("seed", range(5))
def test_balls_hold_the_data_of_the_theorem(seed):
    """Every number at 60 digits by mpmath: a QR of the columns, singular values, Frobenius norms; from the same floats."""
    basis, A, x, y, step = sample(seed)
    point = enclose(basis, A, x, y, step)
    with mpmath.workdps(60), ctx.workprec(256):
        B, a, X, Y = (mpmath.matrix(v.tolist()) for v in (basis, A, x, y))
        Q = mpmath.qr(B, mode="skinny")[0]
        root, eta = mpmath.sqrt(mpmath.mpf(step)), mpmath.mpf(step)
        PX, PA = Q * (Q.T * X), Q * (Q.T * a)
        sigma = sorted(mpmath.svd_r(Q.T * X, compute_uv=False), reverse=True)
        other = sorted(mpmath.svd_r(Y, compute_uv=False), reverse=True)
        f = sum(v**2 for v in PX * Y.T - PA) / 2
        norm = lambda v: mpmath.sqrt(sum(e**2 for e in v))  # noqa: E731
        rows = [(point.s, root * sigma[1], 1), (point.S, root * sigma[0], -1), (point.y, root * other[0], -1),
                (point.low, root * other[-1], 1), (point.off, root * norm(X - PX), -1), (point.tail, eta * norm(a - PA), -1),
                (point.size_x, root * norm(X), -1), (point.size_y, root * norm(Y), -1),
                (point.size_a, eta * norm(a), -1)]  # fmt: skip
        for ball, value, side in rows:
            exact = arb(mpmath.nstr(value, 58)) * (1 + side * arb("1e-40"))
            assert side * (exact - ball) > 0 and abs(float((exact - ball) / exact)) < 1e-9
        assert point.f.overlaps(arb(mpmath.nstr(f, 58)) + arb(0, 1e-50))
        assert float(point.unit) > 2.0**-53 * (7 + 5 + 2 * 3)


def test_a_scalar_point_by_hand():
    """A = 1, X = Y = 1 − δ, η = ½: s = S = y = √½(1 − δ), g = (s − D)², and the residual shrinks as it must."""
    delta = 1e-3
    one = np.array([[1 - delta]])
    point = enclose(np.eye(1), np.eye(1), one, one, 0.5)
    found = certify(point)
    assert isinstance(found, Refusal)  # one sweep is too short a horizon for a hundredfold fall
    found = certify(point, (50,))
    assert isinstance(found, PointCertificate) and found.horizon == 50
    x = y = 1 - delta
    for k in range(1, 40):
        x = x - 0.5 * (x * y - 1) * y
        y = y - 0.5 * (x * y - 1) * x
        assert (x * y - 1) ** 2 / 2 <= found.bound(k) and found.bound(k) <= (1 - found.rate) ** (2 * k) * found.loss + 1e-16
        assert 0.5**0.5 * abs(x - (1 - delta)) <= found.radius_x and 0.5**0.5 * abs(y - (1 - delta)) <= found.radius_y
    assert found.rate > 0.4  # the local rate at x² = ½·1 is 1 − ηx²: g ≈ ½
    with pytest.raises(ValueError, match="k must be in 0 … 50, got 51"):
        found.bound(51)


def test_an_exact_point_has_no_horizon_and_the_words_of_the_theorem():
    """Without rounding, tail and outside part the certificate is that of the claims of the kernel, for every k."""
    found = certify(Point(arb("0.1"), arb("0.5"), arb("0.6"), arb("0.01"), arb("0.001")))
    assert isinstance(found, PointCertificate) and found.horizon is None and "for every k" in str(found)
    assert found.column_floor == found.off == found.off_floor == 0


def test_a_wide_ball_is_refused():
    """The same numbers with a radius that does not decide: a certificate must not appear."""
    good = Point(arb("0.1"), arb("0.5"), arb("0.6"), arb("0.01"), arb("0.001"))
    assert isinstance(certify(good), PointCertificate)
    assert isinstance(certify(Point(good.step, arb("0.5", "0.5"), good.S, good.y, good.f)), Refusal)


def test_the_best_rate_is_chosen_and_sweeps_follow():
    found = certify(Point(arb("0.1"), arb("0.5"), arb("0.6"), arb("0.001"), arb("1e-9")))
    assert isinstance(found, PointCertificate) and 0.24 < found.rate < 0.25
    assert found.bound(found.sweeps(1e-15)) <= 1e-15 < found.bound(found.sweeps(1e-15) - 1)
    with pytest.raises(ValueError, match="epsilon must be positive"):
        found.sweeps(0)


def test_bad_input_is_named():
    basis, A, x, y, step = sample(1)
    with pytest.raises(ValueError, match="shapes must be"):
        enclose(basis, A.T, x, y, step)
    with pytest.raises(ValueError, match="must be finite"):
        enclose(basis, A, x * np.nan, y, step)
    with pytest.raises(ValueError, match="rank of the target"):
        enclose(basis, A, np.zeros_like(x), y, step)
    with pytest.raises(ValueError, match="at least 2 columns, the rank counted, got 1"):
        enclose(basis, A, x[:, :1], y[:, :1], step)
