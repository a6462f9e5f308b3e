"""The letters of the UDU derivations, as the kernel reads them. Only `leaf` speaks about the objective."""

from __future__ import annotations

from random import Random

from theory.prove.derivation import Book
from theory.prove.letters import diagonal, dimensions, matrix, positive, real
from theory.udu.problem import Objective
from theory.udu.scenes import points as models

SIZES = dimensions("n", "r")


def book_of(name: str, objective: Objective | None = None, **options: object) -> Book:
    """A book of certificates whose models come from the scene ``name``."""
    scene = getattr(models, name)(Random(3), objective or Objective(), **options)
    return Book(scene=scene)


def leaf(book: Book, objective: Objective) -> tuple[list, str]:
    """The letters of fit·‖UDUᵀ − A‖² with a symmetric A, and its certificate: F == fit·‖R‖²."""
    letters = [
        *SIZES,
        positive("c", str(objective.fit)),
        matrix("B", "n", "n"),
        matrix("A", "n", "n", "B+B.T"),
        matrix("U", "n", "r"),
        diagonal("D"),
        matrix("R", "n", "n", "U*D*U.T-A"),
        real("F", "c*tr(R.T*R)"),
    ]
    return letters, book.add("objective", letters, [], "F == c*tr(R.T*R)", None)


SYMMETRIC_GRADIENT = [matrix("K", "n", "n"), matrix("G", "n", "n", "K+K.T")]
"""Every symmetric matrix is K + Kᵀ; so is A = B + Bᵀ."""
