"""Orders along the kernel at double roots: by hand, and against autograd."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
import torch

from proofs_check.claims.dmf._degenerate import Direction, _mixed, directions, loss_along, order, slope_along
from proofs_check.claims.dmf._points import _matrices
from tests.marks import but
from theory.dmf import Objective
from theory.dmf.proofs.derivation import double_root_inflection, kl_orders, lower_root_direction, minimality


def pair(signs: tuple[int, int]) -> Direction:
    """L = 3, λ_l = 3, Y = diag(4, 4), W_l = diag(1 + δ, 1 ± δ)."""
    one, ones = Fraction(1), [Fraction(1)] * 3
    spectrum, modes = [Fraction(4)] * 2, [(1, "0", one), (2, "0", one)]
    factors, target = _matrices(Random(0), (2, 2, 2, 2), ones, spectrum, modes)
    mix = [[Fraction(signs[0]), Fraction(0)], [Fraction(0), Fraction(signs[1])]]
    return Direction((2, 2, 2, 2), (one,) * 3, one, tuple(spectrum), factors, target, _mixed(factors, ones, range(2), mix), mix)


def test_two_modes_moved_apart_by_hand() -> None:
    """F = f(1 + δ) + f(1 − δ), f(s) = s⁶ − 8s³ + 9s² + 16: even powers double, odd ones drop out: 36 + 30δ⁴ + 2δ⁶."""
    coefficients = loss_along(pair((1, -1)))
    assert coefficients == [36, 0, 0, 0, 30, 0, 2]
    assert (order([Fraction(0), *coefficients[1:]]), order(slope_along(pair((1, -1))))) == (4, 4)


def test_two_modes_moved_together_by_hand() -> None:
    """2f(1 + δ): f‴(1)/3 = 24, f⁗(1)/12 = 30, f⁵(1)/60 = 12, f⁶/360 = 2."""
    assert loss_along(pair((1, 1))) == [36, 0, 0, 24, 30, 12, 2]


@pytest.mark.parametrize("seed", range(6))
def test_gradients_agree_with_autograd(seed: int) -> None:
    """‖∇F‖² at δ = ½ from its polynomial, and by torch from the definition of F; relative 1e-10 in float64."""
    point, step = directions()(Random(seed)), Fraction(1, 2)
    factors = [
        torch.tensor([[float(a + step * b) for a, b in zip(r, s, strict=True)] for r, s in zip(w, z, strict=True)],
                     dtype=torch.float64, requires_grad=True)
        for w, z in zip(point.factors, point.step, strict=True)
    ]  # fmt: skip
    product = factors[0]
    for factor in factors[1:]:
        product = factor @ product
    target = torch.tensor([[float(x) for x in row] for row in point.target], dtype=torch.float64)
    weights = [float(point.weight / r**2) for r in point.ratios]
    loss = ((product - target) ** 2).sum() + sum(c * (w**2).sum() for c, w in zip(weights, factors, strict=True))
    loss.backward()
    slope = sum(float((w.grad**2).sum()) for w in factors if w.grad is not None)
    for coefficients, value in ((loss_along(point), float(loss.detach())), (slope_along(point), slope)):
        told = float(sum(c * step**k for k, c in enumerate(coefficients)))
        assert abs(told - value) <= 1e-10 * abs(value)


@pytest.mark.parametrize("derive", but([kl_orders, lower_root_direction, double_root_inflection, minimality], [kl_orders]))
def test_the_derivations_follow_another_objective(derive) -> None:  # type: ignore[no-untyped-def]
    """fit 1/2, ridge 3: derived again, with the coefficients of that objective in every goal that has them."""
    found = derive(Objective("1/2", 3))
    for goal in found.goals:
        letters = dict(map(tuple, found[goal].statement["letters"]))
        assert (letters["a"]["value"], letters["b"]["value"]) == ("1/2", "3")
