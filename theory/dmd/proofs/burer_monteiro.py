"""Burer–Monteiro descent in the blocks of the target: YYᵀ in a basis of range and kernel of A after one step.

Y₊ = Y − η(YYᵀ − A)Y, the gradient step of ¼‖YYᵀ − A‖². Source: ours (the order: arXiv:2310.01769, abstract); reconstructed.
"""

from __future__ import annotations

from random import Random

from theory.dmd.problem import Objective
from theory.dmd.scenes import steps
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, matrix, positive

LETTERS = [
    *dimensions("m", "q", "n", "r"), positive("eta"), matrix("U", "m", "q"), matrix("V", "m", "n"), diagonal("Lam", "q"),
    matrix("A", "m", "m", "U*Lam*U.T"), matrix("Y", "m", "r"), matrix("Y1", "m", "r", "Y-eta*(Y*Y.T-A)*Y"),
    matrix("M", "q", "q", "U.T*Y*Y.T*U"), matrix("N", "q", "n", "U.T*Y*Y.T*V"), matrix("K", "n", "n", "V.T*Y*Y.T*V"),
]  # fmt: skip
GIVEN = ["U.T*U == I(q)", "V.T*V == I(n)", "U.T*V == 0", "U*U.T + V*V.T == I(m)"]
GROW, SHRINK = "(I(q)+eta*(Lam-M))", "(I(n)-eta*K)"
KERNEL = f"{SHRINK}*K*{SHRINK} - eta*({SHRINK}*N.T*N + N.T*N*{SHRINK}) + eta**2*N.T*M*N"
MIXED = f"{GROW}*N*{SHRINK} - eta*({GROW}*M*N + N*K*{SHRINK}) + eta**2*N*N.T*N"
RANGE = f"{GROW}*M*{GROW} - eta*({GROW}*N*N.T + N*N.T*{GROW}) + eta**2*N*K*N.T"


def burer_monteiro_tail() -> Derivation:
    """The kernel block moves by K ↦ K(I − ηK)² up to squares of the mixed block, which is a factor of its own successor."""
    book = Book(scene=steps.random_blocks(Random(5), Objective()))
    above = book.expand(LETTERS, GIVEN, f"U.T*Y1 == {GROW}*U.T*Y - eta*N*V.T*Y",
                        ["def Y1", "def A", "def M", "def N", GIVEN[0]], None, [["eta*U.T*Y*Y.T*_*Y", GIVEN[3]]])  # fmt: skip
    below = book.expand(LETTERS, GIVEN, f"V.T*Y1 == {SHRINK}*V.T*Y - eta*N.T*U.T*Y",
                        ["def Y1", "def A", "def K", "def N", GIVEN[2]], None, [["eta*V.T*Y*Y.T*_*Y", GIVEN[3]]])  # fmt: skip
    facts, rules = {"above": above, "below": below}, [("above", "U.T*Y1"), ("below", "V.T*Y1"), "def M", "def N", "def K"]
    kernel = book.expand(LETTERS, GIVEN, f"V.T*Y1*Y1.T*V == {KERNEL}", rules, facts)
    mixed = book.expand(LETTERS, GIVEN, f"U.T*Y1*Y1.T*V == {MIXED}", rules, facts)
    inside = book.expand(LETTERS, GIVEN, f"U.T*Y1*Y1.T*U == {RANGE}", rules, facts)
    book.scene = {"eta": "1/3", "x": "5/4"}
    slow = book.order([positive("eta"), positive("x")], ["1 - eta*x >= 0"], "x >= x*(1-eta*x)**2*(1+2*eta*x)",
                      [{"weight": "eta**2*x**3"}, {"weight": "2*eta**2*x**3", "facts": ["1 - eta*x >= 0"]}])  # fmt: skip
    return book.derivation(
        kernel,
        mixed,
        inside,
        slow,
        prose=(
            "In words, with M → Λ, N, K → 0 by hypothesis: in [2] every term has a factor N, so ‖N₊‖ ≤ (‖I − ηΛ‖ + "
            "o(1))‖N‖, and ‖N‖ = O(ρ^t) with ρ < 1 as η‖A‖ < 1. By [3] E = M − Λ becomes E − η(ΛE + EΛ) + o(‖E‖) + "
            "O(ρ^{2t}), with |1 − η(λ_i + λ_j)| < 1, so M − Λ vanishes exponentially too. By [1] K₊ = K(I − ηK)² + "
            "O(ρ^{2t}); x ↦ x(1 − ηx)² increases on [0, 1/(3η)], so by Weyl's inequality (Horn, Johnson, Matrix Analysis, "
            "2nd ed., Corollary 4.3.15) the i-th largest eigenvalue k of K obeys k₊ = k(1 − ηk)² + O(ρ^{2t}). By [4] 1/k "
            "grows by 2η a step at least, up to that error, so ‖YYᵀ − A‖₂ ≤ (1 + o(1))/(2ηt). The smallest eigenvalue of "
            "YᵀY, positive since Y_0 has rank r and η‖YYᵀ − A‖₂ < 1 at every step, is multiplied by (1 − η‖YYᵀ − A‖₂)² at "
            "least, so it stays above t^(−1−o(1)): the r non-zero eigenvalues of YYᵀ, which are those of M and K up to "
            "O(ρ^t), are not exponentially small, so exactly r − r_A eigenvalues of K are not. For these 1/k₊ − 1/k → 2η, "
            "so 1/(kt) → 2η (Stolz–Cesàro theorem), and ‖YYᵀ − A‖_F is the root of the sum of their squares up to O(ρ^t)."
        ),
    )
