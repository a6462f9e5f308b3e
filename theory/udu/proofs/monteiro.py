"""Burer–Monteiro and UDU rest at the same X: W ↦ (W/√s, sI), and back (U, D) ↦ U D^½ where D > 0."""

from __future__ import annotations

from random import Random

from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, matrix, positive
from theory.udu.problem import Objective
from theory.udu.proofs.letters import SIZES
from theory.udu.proofs.variants import free_magnitudes
from theory.udu.scenes import stationary as models


def burer_monteiro() -> Derivation:
    """GW = 0 and s = q² ≥ ‖W‖²/α²: (W/q, q²I) is left by the step; and back for D = S², with c = 1 on the way."""
    book = Book(scene=models.random_stationary(Random(3), Objective()))
    return book.derivation(_split(book), _joined(book), prose=_PROSE)


def _split(book: Book) -> str:
    letters = [*SIZES, positive("eta"), positive("alpha"), positive("q"), matrix("G", "n", "n"), matrix("W", "n", "r"),
               matrix("U", "n", "r", "q**(-1)*W")]  # fmt: skip
    flat, room = "G*W == 0", "q**2*alpha**2 >= tr(W.T*W)"
    given, then = [flat, room], ["U*(q**2*I(r))*U.T == W*W.T", "U - 2*eta*G*U*(q**2*I(r)) == U", "U.T*G*U == 0"]
    equal = [book.expand(letters, given, atom, ["def U", flat]) for atom in then]
    inside = book.order(letters, given, "alpha**2 >= tr(U.T*U)", [{"weight": "q**(-2)", "facts": [room]}], ["def U"])
    return book.add("collect", letters, given, [*then, "alpha**2 >= tr(U.T*U)"], None, [*equal, inside])


def _joined(book: Book) -> str:
    free = free_magnitudes(book)
    letters = [*SIZES, positive("eta"), positive("c"), positive("a"), matrix("G", "n", "n"), matrix("U", "n", "r"),
               diagonal("S", positive=True), matrix("W", "n", "r", "U*S")]  # fmt: skip
    given = ["U - 2*eta*G*U*S**2 == c*U", "tr(S**2*U.T*G*U) == 0", "tr(U.T*U) == a"]
    same = book.expand(letters, given, "W*W.T == U*S**2*U.T", ["def W"])
    flat = book.expand(letters, given, "G*W == 0", ["def W"], {"free": {"cert": free, "set": {"D": "S*S"}}},
                       [["_*S**(-1)", "free.1"]])  # fmt: skip
    return book.add("collect", letters, given, ["G*W == 0", "W*W.T == U*S**2*U.T"], None, [flat, same])


_PROSE = (
    "In words: f(WWᵀ) has the gradient 2GW in W, G the symmetric gradient of f at WWᵀ (chain rule), so W is stationary iff GW "
    "= 0. [1]: U = W/q has the same X with D = sI, s = q², lies in the ball iff s ≥ ‖W‖²/α², and is left by the step: Ū = U, "
    "so c = 1, and u_jᵀGu_j = 0 leaves λ_j = s. [2]: let D = S² > 0 be left by max(λ_j − ηq_j, 0): then q_j = 0 for every j, "
    "so Σ λ_jq_j = 0, and U ≠ 0 with the factor c of the ball gives GUD = 0 (c = 1 by the first goal of "
    "udu-exclusion-variants), so W = UD^½ is stationary at the same X; U = 0 is trivial."
)
