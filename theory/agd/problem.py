"""Matrix factorization by alternating gradient descent: the objective.

    F(X, Y) = fit · ‖XYᵀ − A‖²_F,      X ∈ R^{m×d},  Y ∈ R^{n×d},  A ∈ R^{m×n}

Source: arXiv:2305.06927 v2, objective with fit = 1/2 (stated, second hand).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Objective:
    """The coefficient of F. Every derivation about AGD is a function of this object: a gradient step of length η on F
    is one of length 2·fit·η on the paper's objective.

    >>> print(Objective())
    F(X, Y) = 1/2·‖XYᵀ − A‖²
    """

    fit: Fraction = Fraction(1, 2)

    def __post_init__(self) -> None:
        fit = Fraction(self.fit)
        if fit <= 0:
            raise ValueError(f"objective: fit must be a positive rational, got {fit}")
        object.__setattr__(self, "fit", fit)

    def __str__(self) -> str:
        return f"F(X, Y) = {self.fit}·‖XYᵀ − A‖²"
