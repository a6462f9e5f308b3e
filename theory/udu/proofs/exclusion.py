"""No fixed point has an active ball: one ball, a ball on each side, and what weight decay changes."""

from __future__ import annotations

from random import Random

from theory.prove.derivation import Derivation
from theory.prove.letters import diagonal, matrix, positive, real
from theory.udu.problem import Objective
from theory.udu.proofs.letters import SIZES, book_of
from theory.udu.scenes import points as models

ACTIVE = "U - 2*eta*G*U*D == c*U"

CLIPPED = ["D == D - eta*Q + N", "tr(D*N) == 0"]
"""D is left by the clipped step max(D − ηQ, 0) = D − ηQ + N: the clipped part N vanishes where the result is not 0."""


def exclusion() -> Derivation:
    """A fixed point has an inactive ball: (c − 1)‖u_j‖² = 0 for every column, c = 1 and GUD = 0 for U ≠ 0."""
    book = book_of("random_column")
    column = [SIZES[0], positive("eta"), positive("c"), real("lam"), matrix("G", "n", "n"), matrix("u", "n", "1")]
    one = book.expand(
        column,
        ["u - 2*eta*lam*G*u == c*u", "lam*u.T*G*u == 0"],
        "(c-1)*tr(u.T*u) == 0",
        [],
        None,
        [["-tr(u.T*_)", "u - 2*eta*lam*G*u == c*u"], ["-2*eta*tr(_)", "lam*u.T*G*u == 0"]],
    )
    book.scene = models.random_fixed(Random(3), Objective(), idle=True)
    letters = [
        *SIZES,
        positive("eta"),
        positive("c"),
        positive("a"),
        matrix("G", "n", "n"),
        matrix("U", "n", "r"),
        *(diagonal(name) for name in ("D", "Q", "N")),
    ]
    given = [ACTIVE, *CLIPPED, "tr(D*Q) == tr(D*U.T*G*U)", "tr(U.T*U) == a"]
    whole = book.expand(letters, given, "c == 1", [], None, _inactive("2*eta", "c", "U", "a", given))
    flat = book.expand(
        letters,
        given,
        "G*U*D == 0",
        [],
        {"whole": whole},
        [["-1/2*eta**(-1)*_", ACTIVE], ["-1/2*eta**(-1)*_*U", "whole"]],
    )
    both = book.add("collect", letters, given, ["c == 1", "G*U*D == 0"], None, [whole, flat])
    return book.derivation(one, both, prose=_EXCLUSION)


def _inactive(rate: str, ball: str, factor: str, size: str, given: list[str]) -> list:
    """c − 1 from the hypotheses: the step of the factor, the two of `CLIPPED`, tr DQ, and ‖factor‖² = size."""
    step, clipped, apart, paired, norm = given
    return [
        [f"-{size}**(-1)*tr({factor}.T*_)", step],
        [f"-{rate}*eta**(-1)*{size}**(-1)*tr(D*_)", clipped],
        [f"-{rate}*eta**(-1)*{size}**(-1)*_", apart],
        [f"{rate}*{size}**(-1)*_", paired],
        [f"(1-{ball})*{size}**(-1)*_", norm],
    ]


_EXCLUSION = (
    "In words: the step with the ball ‖U‖ ≤ α leaves U where U − 2ηGUD = cU, c = max(1, ‖Ū‖/α), and leaves D where max(λ_j − "
    "ηq_j, 0) = λ_j, q_j = u_jᵀGu_j, for every j: with Q = diag(q) and the clipped part N this is D = D − ηQ + N, λ_jN_j = 0, "
    "and tr DQ = tr DUᵀGU. An active ball has ‖U‖ = α > 0 and c > 1, against [2]; column by column, with λ_jq_j = 0, [1] is "
    "the same. So a fixed point with U ≠ 0 has GUD = 0 by [2] (trivial for U = 0), and q_j ≥ 0 where λ_j = 0; conversely such "
    "a point is left by the step (in words, by substitution). Nothing bounds D from above in this; with a bound Λ a column at "
    "λ_j = Λ needs only q_j ≤ 0."
)


def two_sided_exclusion() -> Derivation:
    """U D Vᵀ with a ball on each side: the factor of U is 1 for U ≠ 0, the factor of V is 1 for V ≠ 0."""
    book = book_of("random_two_sided", idle=True)
    goals = []
    for ball, size, factor, step in (("c", "a", "U", "U - eta*G*V*D == c*U"), ("e", "b", "V", "V - eta*G.T*U*D == e*V")):
        letters = [
            *SIZES,
            ["m", {"kind": "dimension"}],
            positive("eta"),
            positive(ball),
            positive(size),
            matrix("G", "n", "m"),
            matrix("U", "n", "r"),
            matrix("V", "m", "r"),
            *(diagonal(name) for name in ("D", "Q", "N")),
        ]
        given = [step, *CLIPPED, "tr(D*Q) == tr(D*U.T*G*V)", f"tr({factor}.T*{factor}) == {size}"]
        goals.append(book.expand(letters, given, f"{ball} == 1", [], None, _inactive("eta", ball, factor, size, given)))
    return book.derivation(
        *goals,
        prose=(
            "In words: a fixed point of the step on d has D = D − ηQ + N, Q = diag(u_jᵀGv_j), N the clipped part with d_jN_j "
            "= 0 (N = 0 where d is free). The ball on U is excluded by [1], the ball on V by [2], whatever the other does, so "
            "any combination of balls is. With one ball a column the same holds for the column (r = 1)."
        ),
    )


def weight_decay() -> Derivation:
    """Decay w_U on U and w_D on D: (w_U + (c − 1)/η)‖U‖² = 2 w_D‖D‖² at a fixed point."""
    book = book_of("random_decay")
    letters = [
        *SIZES,
        positive("eta"),
        positive("c"),
        real("wU"),
        real("wD"),
        matrix("G", "n", "n"),
        matrix("U", "n", "r"),
        diagonal("D"),
    ]
    given = ["U - eta*(2*G*U*D + wU*U) == c*U", "tr(D*U.T*G*U) + wD*tr(D*D) == 0"]
    goal = book.expand(
        letters,
        given,
        "(eta*wU + c - 1)*tr(U.T*U) == 2*eta*wD*tr(D*D)",
        [],
        None,
        [["-tr(U.T*_)", "U - eta*(2*G*U*D + wU*U) == c*U"], ["-2*eta*_", "tr(D*U.T*G*U) + wD*tr(D*D) == 0"]],
    )
    return book.derivation(
        goal,
        prose=(
            "In words: a fixed point of the step on D ≥ 0 has λ_j(u_jᵀGu_j + w_D λ_j) = 0 for every j, the second hypothesis "
            "summed. So, by [1], for w_D = 0 ≤ w_U a fixed point has U = 0 or an inactive ball, and for w_D > 0 on the sphere "
            "‖U‖ = α the ball is active (c > 1) iff 2w_D‖D‖² > w_U α²."
        ),
    )
