"""Direction-magnitude decomposition (DMD; never dynamic mode decomposition here): the objective.

    f(X, Θ) = fit · ‖X Θ Xᵀ − A‖²_F,      XᵀX = I (m × r),  Θ symmetric r × r,  A = U Λ Uᵀ symmetric of rank r_A

Source: arXiv:2606.31390, abstract; the form through notes on arXiv:2510.01175, fit = 1/4 (stated second hand).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Objective:
    """The coefficient of f; derivations from the objective are functions of it.

    >>> print(Objective())
    f(X, Θ) = 1/4·‖X Θ Xᵀ − A‖²
    """

    fit: Fraction = Fraction(1, 4)

    def __post_init__(self) -> None:
        fit = Fraction(self.fit)
        if fit <= 0:
            raise ValueError(f"objective: fit must be a positive rational, got {fit}")
        object.__setattr__(self, "fit", fit)

    def __str__(self) -> str:
        return f"f(X, Θ) = {self.fit}·‖X Θ Xᵀ − A‖²"
