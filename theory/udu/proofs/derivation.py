"""UDU, statement by statement: certificates from the objective, or for a general f from its gradient letter G.

For a smooth f of X = U D Uᵀ with symmetrised gradient G at X the chain rule gives ∇_U F = 2GUD and ∂F/∂λ_j = u_jᵀGu_j =: −q_j;
``gradients`` derives both from the objective ½‖X − A‖². Source: arXiv:2501.16322 (objective (4) and step (5) stated second
hand; Lemma 1 and Proposition 1 reconstructed).

>>> print(exclusion())
4 certificates, 2 goals
"""

from __future__ import annotations

from theory.prove.derivation import Derivation
from theory.prove.letters import diagonal, matrix, real
from theory.udu.problem import Objective
from theory.udu.proofs.bound import suppression_bound
from theory.udu.proofs.columns import dead_columns, empty_column, idle_columns, optimality
from theory.udu.proofs.exclusion import exclusion, two_sided_exclusion, weight_decay
from theory.udu.proofs.flows import death_region, laws_in_time, no_death, rates, scalar_flow
from theory.udu.proofs.hessian import inertia, second_variation, spectrum
from theory.udu.proofs.letters import book_of, leaf
from theory.udu.proofs.limits import one_column, window
from theory.udu.proofs.magnitudes import minimal_magnitudes, product_is_critical
from theory.udu.proofs.monteiro import burer_monteiro
from theory.udu.proofs.motion import drift, flow_laws, suppression, two_sided_suppression
from theory.udu.proofs.variants import exclusion_variants

__all__ = [
    "burer_monteiro",
    "dead_columns",
    "death_region",
    "drift",
    "empty_column",
    "exclusion",
    "exclusion_variants",
    "flow_laws",
    "gradients",
    "idle_columns",
    "inertia",
    "laws_in_time",
    "minimal_magnitudes",
    "no_death",
    "one_column",
    "optimality",
    "product_is_critical",
    "rates",
    "scalar_flow",
    "second_variation",
    "spectrum",
    "suppression",
    "suppression_bound",
    "two_sided_exclusion",
    "two_sided_suppression",
    "weight_decay",
    "window",
]


def gradients(objective: Objective) -> Derivation:
    """F(U + tH, D) and F(U, D + tE) to first order: 2GUD and UᵀGU, G = 2·fit·(UDUᵀ − A)."""
    book = book_of("random_point", objective)
    letters, root = leaf(book, objective)
    goals = []
    for direction, moved, linear, second in (
        (
            matrix("H", "n", "r"),
            "(U+t*H)*D*(U+t*H).T-A",
            "2*tr(H.T*2*c*R*U*D)",
            "c*tr((H*D*U.T+U*D*H.T).T*(H*D*U.T+U*D*H.T)) + 2*c*tr(R*H*D*H.T) + 2*c*t*tr((H*D*U.T+U*D*H.T)*H*D*H.T)"
            " + c*t**2*tr(H*D*H.T*H*D*H.T)",
        ),
        (diagonal("E"), "U*(D+t*E)*U.T-A", "tr(E*U.T*2*c*R*U)", "c*tr(E*U.T*U*E*U.T*U)"),
    ):
        here = [*letters, direction, real("t"), matrix("R1", "n", "n", moved), real("F1", "c*tr(R1.T*R1)")]
        goals.append(
            book.expand(
                here,
                [],
                f"F1 == F + t*{linear} + t**2*({second})",
                [
                    "def F1",
                    ("root", "F"),
                    "def R1",
                    "def R",
                    "def A",
                ],
                {"root": root},
            )
        )
    return book.derivation(
        *goals,
        prose="The coefficients of t in every direction H [1] and every diagonal E [2] are the gradients 2GUD and "
              "diag(UᵀGU) for the symmetric G = 2·fit·(UDUᵀ − A), F = fit·‖UDUᵀ − A‖_F² (here fit = 1/2); for a general "
              "f of X = UDUᵀ the chain rule gives the same, in words.",
    )
