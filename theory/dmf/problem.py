"""Regularized deep matrix factorization: the objective.

    F(W) = fit · ‖W_L ⋯ W_1 − Y‖²_F + ridge · Σ_l λ_l ‖W_l‖²_F,      W_l ∈ R^{d_l × d_{l-1}},  Y ∈ R^{d_L × d_0}

Source: arXiv:2506.20344 v3, equation (1), with fit = ridge = 1 (stated).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Objective:
    """The two coefficients of F. Every derivation and prediction about DMF is a function of this object.

    Dividing F by ``fit`` gives the paper's objective with the effective weights ridge·λ_l/fit, which is what
    thresholds see; losses scale back by ``fit``.

    >>> Objective(fit="1/2", ridge=3).effective_ridge(2)
    Fraction(12, 1)
    """

    fit: Fraction = Fraction(1)
    ridge: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        for name in ("fit", "ridge"):
            value = Fraction(getattr(self, name))
            if value <= 0:
                raise ValueError(f"objective: {name} must be a positive rational, got {value}")
            object.__setattr__(self, name, value)

    def effective_ridge(self, weight: Fraction | int | str) -> Fraction:
        """ridge · weight / fit: the weight of the same layer when F is divided by ``fit``."""
        return self.ridge * Fraction(weight) / self.fit

    def __str__(self) -> str:
        return f"F(W) = {self.fit}·‖W_L⋯W_1 − Y‖² + {self.ridge}·Σ λ_l‖W_l‖²"
