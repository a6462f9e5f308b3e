"""How much the ball must have taken away when some columns hold X: the suppression identity, with ‖U‖ ≤ α and c_t ≥ 1."""

from __future__ import annotations

from random import Random

from theory.prove.derivation import Derivation
from theory.prove.formulas import at
from theory.prove.letters import family, integer, positive
from theory.udu.problem import Objective
from theory.udu.proofs.letters import book_of
from theory.udu.proofs.magnitudes import minimal_magnitudes
from theory.udu.proofs.motion import suppression_identity
from theory.udu.scenes import points as models

BALL, INSIDE = "all(j, 0, T-1, c[j] >= 1)", "all(j, 0, T, alpha**2 >= tr(U[j].T*U[j]))"


def suppression_bound() -> Derivation:
    """α²Σ_t(c_t² − 1) + 2η²Σ_t‖Q_t‖² ≥ 2(‖D_T‖² − ‖D_0‖²) − α² + ‖U_0‖², for any columns that take the step."""
    book = book_of("random_path")
    letters, step, identity = suppression_identity(book)
    book.scene = models.random_path(Random(3), Objective(), radius=True)
    letters = [*letters, positive("alpha"), family("E", "real", "0", "T", first="0", next="E[n_]+c[n_]**2-1"),
               family("P", "real", "0", "T", first="0", next="P[n_]+tr(Q[n_]*Q[n_])")]  # fmt: skip
    grown, given = "alpha**2*E[k] + 2*eta**2*P[k] >= S[k]", [BALL, INSIDE]
    base = book.order(letters, given, at(grown, k="0"), [], ["def E[0]", "def P[0]", "def S[0]"])
    rise = book.order(
        [*letters, integer("k", "0", "T-1")], [*given, grown], at(grown, k="k+1"),
        [{"facts": [grown]}, {"weight": "c[k]+1", "facts": [(BALL, "k"), (INSIDE, "k+1")]},
         {"weight": "4*eta**2", "gram": "G[k]*U[k]*D[k]"}, {"weight": "2", "gram": "N[k]"}],
        ["def E[k+1]", "def P[k+1]", "def S[k+1]"], k=0)  # fmt: skip
    above = book.add("induct", [*letters, integer("k", "0", "T")], given, grown, {"symbol": "k"}, [base, rise], k=1)
    goal = book.order(
        letters, [*step, *given],
        "alpha**2*E[T] + 2*eta**2*P[T] >= 2*(tr(D[T]*D[T]) - tr(D[0]*D[0])) - alpha**2 + tr(U[0].T*U[0])",
        [{"facts": ["above"]}, {"facts": [(INSIDE, "T")]}], [],
        {"above": {"cert": above, "set": {"k": "T"}}, "identity": {"cert": identity, "set": {"k": "T"}}},
        [["_", "identity"]])  # fmt: skip
    mine, smallest = book.derivation(goal), minimal_magnitudes()
    return Derivation(tuple({c.id: c for c in (*mine.certificates, *smallest.certificates)}.values()),
                      (*mine.goals, *smallest.goals), _PROSE)  # fmt: skip


_PROSE = (
    "In words: [1] is about any k of the r columns, which take the step with the factors c_t = max(1, ‖Ū_t‖/α) of all of them "
    "and have ‖U_t‖ ≤ α. Let them hold X = U_TD_TU_Tᵀ ≠ 0 at T, singular values μ_i: [2] with W_3 = U_T, W_2 = D_T, W_1 = "
    "U_Tᵀ, T³ = diag(μ_i), p_l² = g/‖W_l‖² and g³ the product of the ‖W_l‖² says (Σ μ_i^(2/3))³ ≤ ‖U_T‖⁴‖D_T‖² ≤ α⁴‖D_T‖². "
    "Put into [1] and divided by 2α², with D_0 = λ_0I: ½Σ_t(c_t² − 1) + (η/α)²Σ_t‖Q_t‖² ≥ (‖X‖²_{S2/3}/α⁴ − kλ_0²)/α² − ½ + "
    "‖U_0‖²/(2α²). For the flow, ball switched on and off or not: udu-flow-laws-in-time, summed over the k columns, says "
    "2∫ν‖U‖² = 2(‖D_T‖² − ‖D_0‖²) − ‖U_T‖² + ‖U_0‖², and clipping, where λ_j = 0, changes no λ_j²; ‖U‖ ≤ α puts α²∫ν in "
    "place of ∫ν‖U‖² and −α² of −‖U_T‖², so ∫ν ≥ the same right side."
)
