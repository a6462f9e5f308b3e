"""Steps that differ from the plain one in one line, and still leave no fixed point with an active ball.

All of it rests on one number: where Σ λ_j u_jᵀGu_j = 0, a step of U along the gradient moves U across, never outward.
Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, matrix, positive, real
from theory.udu.problem import Objective
from theory.udu.proofs.letters import SIZES
from theory.udu.scenes import variants as models

ACTIVE = "U - 2*eta*G*U*D == c*U"
REST = "tr(D*U.T*G*U) == 0"
NORM = "tr(U.T*U) == a"
STEPS = ["D == D - P*Q + N", "D*N == 0", "tr(D*Q) == tr(D*U.T*G*U)"]
LETTERS = [*SIZES, positive("eta"), positive("c"), positive("a"), matrix("G", "n", "n"), matrix("U", "n", "r"), diagonal("D")]


def free_magnitudes(book: Book) -> str:
    """Σ λ_jq_j = 0 and U ≠ 0 left up to the factor c by the step on U: c = 1 and GUD = 0."""
    given = [ACTIVE, REST, NORM]
    ball = book.expand(LETTERS, given, "c == 1", [], None, [
        ["-a**(-1)*tr(U.T*_)", ACTIVE], ["-2*eta*a**(-1)*_", REST], ["(1-c)*a**(-1)*_", NORM]])  # fmt: skip
    return book.add("collect", LETTERS, given, ["c == 1", "G*U*D == 0"], None, [ball, _flat(book, LETTERS, given, ball)])


def exclusion_variants() -> Derivation:
    """Free D, other steps for D, a bound d_min ≥ 0 on D, any direction for U, a semidefinite preconditioner on U."""
    book = _book(models.random_steps)
    free = free_magnitudes(book)
    stepped = [*LETTERS, diagonal("P", positive=True), diagonal("Q"), diagonal("N")]
    given = [ACTIVE, *STEPS, NORM]
    rest = book.expand(stepped, given, REST, [], None, [
        ["-_", STEPS[2]], ["tr(D*P**(-1)*_)", STEPS[0]], ["tr(P**(-1)*_)", STEPS[1]]])  # fmt: skip
    steps = book.add("collect", stepped, given, ["c == 1", "G*U*D == 0"], None, [rest, free])
    direction = _direction(book)
    return book.derivation(free, steps, _bounded(book), direction, _preconditioned(book, direction), prose=_PROSE)


def _bounded(book: Book) -> str:
    """λ_j ≥ b ≥ 0: Σ (λ_j − b)q_j = 0 and Σ q_j ≥ 0, so (1 − c)‖U‖² = 2ηb Σ q_j ≥ 0."""
    book.scene = models.random_bounded(Random(3), Objective())
    letters, low, pressed = [*LETTERS, real("b")], "tr(D*U.T*G*U) == b*tr(U.T*G*U)", "tr(U.T*G*U) >= 0"
    given = [ACTIVE, low, pressed, "b >= 0", "c >= 1", NORM]
    below = book.order(letters, given, "1 >= c", [{"weight": "2*eta*a**(-1)", "facts": ["b >= 0", pressed]}], [], None, [
        ["a**(-1)*tr(U.T*_)", ACTIVE], ["2*eta*a**(-1)*_", low], ["(c-1)*a**(-1)*_", NORM]])  # fmt: skip
    square = book.order(letters, given, "0 >= (c-1)**2", [{"facts": ["below", "c >= 1"]}], [], {"below": below})
    ball = book.add("definite", letters, given, "c == 1", [{"fact": "square", "terms": [["1", "c-1"]], "matrix": 0}],
                    {"square": square})  # fmt: skip
    return book.add("collect", letters, given, ["c == 1", "G*U*D == 0"], None, [ball, _flat(book, letters, given, ball)])


def _direction(book: Book) -> str:
    """Whatever direction S the step on U takes: if it leaves U up to a factor, S is orthogonal to GUD."""
    book.scene = models.random_direction(Random(3), Objective())
    letters = [*SIZES, positive("eta"), positive("c"), matrix("G", "n", "n"), matrix("U", "n", "r"), diagonal("D"),
               matrix("S", "n", "r")]  # fmt: skip
    step = "U - eta*S == c*U"
    return book.expand(letters, [step, REST], "tr(S.T*G*U*D) == 0", [], None, [
        ["-eta**(-1)*tr(_.T*G*U*D)", step], ["(1-c)*eta**(-1)*_", REST]])  # fmt: skip


def _preconditioned(book: Book, direction: str) -> str:
    """S = 2KKᵀGUD: ‖KᵀGUD‖² = 0, so S = 0 and c = 1."""
    book.scene = models.random_preconditioned(Random(3), Objective())
    letters = [*LETTERS, *dimensions("p"), matrix("K", "n", "p")]
    step = "U - 2*eta*K*K.T*G*U*D == c*U"
    given = [step, REST, NORM]
    flat = book.add("definite", letters, given, "K.T*G*U*D == 0",
                    [{"fact": "descent", "terms": [["2", "K.T*G*U*D"]], "matrix": 0}],
                    {"descent": {"cert": direction, "set": {"S": "2*K*K.T*G*U*D"}}})  # fmt: skip
    ball = book.expand(letters, given, "c == 1", [], {"flat": flat}, [
        ["-a**(-1)*tr(U.T*_)", step], ["-2*eta*a**(-1)*tr(U.T*K*_)", "flat"], ["(1-c)*a**(-1)*_", NORM]])  # fmt: skip
    return book.add("collect", letters, given, ["c == 1", "K.T*G*U*D == 0"], None, [ball, flat])


def _flat(book: Book, letters: list, given: list[str], ball: str) -> str:
    return book.expand(letters, given, "G*U*D == 0", [], {"ball": ball}, [
        ["-1/2*eta**(-1)*_", ACTIVE], ["-1/2*eta**(-1)*_*U", "ball"]])  # fmt: skip


def _book(scene: object) -> Book:
    return Book(scene=scene(Random(3), Objective()))  # type: ignore[operator]


_PROSE = (
    "In words: q_j = u_jᵀGu_j. Free D is left where all q_j = 0: [1]. Steps p_j > 0 for D leave it where max(λ_j − p_jq_j, 0) "
    "= λ_j, that is D = D − PQ + N with the clipped part N, λ_jN_j = 0: [2]. A bound λ_j ≥ b ≥ 0 leaves D where q_j ≥ 0 and "
    "(λ_j − b)q_j = 0 for every j, summed in [3]; the factor of the ball is c ≥ 1. On the sphere ‖U‖ = α the factor c = "
    "‖Ū‖/α > 0 may be below 1 too: [1], [2] and [5] hold for every c > 0, but [3] does not. In Gauss–Seidel order a point is "
    "left by both halves of the step, which therefore see one X: the equations are those of [2]. For a rule S = s(g), g = "
    "2GUD, with s(0) = 0 and ⟨g, s(g)⟩ > 0 for g ≠ 0, such as signs of entries or positive weights on them, [4] gives g = 0, "
    "so S = 0 and c = 1 for U ≠ 0; where g is multiplied by a semidefinite KKᵀ, [5] says so, and GUD = 0 if K has rank n."
)
