"""UDU factorization: the objective.

    F(U, D) = fit · ‖U D Uᵀ − A‖²_F,      U ∈ R^{n×r}, ‖U‖_F ≤ α,  D ∈ R^{r×r} diagonal, D ≥ 0,  A ∈ R^{n×n} symmetric

Statements about a general smooth f of U D Uᵀ take its gradient G at U D Uᵀ as a symmetric letter instead.
Source: arXiv:2501.16322, equation (4) with the identity as measurement, fit = 1/2 (stated, second hand).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Objective:
    """The coefficient of F; derivations from the objective are functions of it.

    >>> print(Objective())
    F(U, D) = 1/2·‖U D Uᵀ − A‖²
    """

    fit: Fraction = Fraction(1, 2)

    def __post_init__(self) -> None:
        fit = Fraction(self.fit)
        if fit <= 0:
            raise ValueError(f"objective: fit must be a positive rational, got {fit}")
        object.__setattr__(self, "fit", fit)

    def __str__(self) -> str:
        return f"F(U, D) = {self.fit}·‖U D Uᵀ − A‖²"
