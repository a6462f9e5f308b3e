"""The discrete iteration of direction-magnitude decomposition: its clock and its descent.

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from theory.dmd.proofs import descent as derive_descent
from theory.dmd.proofs import discrete_clock as derive_clock
from theory.dmd.proofs.derivation import new_book
from theory.prove.derivation import Derivation


def discrete_clock() -> Derivation:
    """One step with L = √η Λ, ‖L‖² ≤ h < 2: W₊ = (I − Y)W(I − Y), and V − V₊ ≥ (2 − h)/(1 + hd)·tr(L²D) where D ≤ d."""
    book = new_book("random_clock")
    moved, split, half = derive_clock.moved(book), derive_clock.split(book), derive_clock.half(book)
    keeps, turns = derive_clock.keeps(book), derive_clock.turns(book)
    falls = derive_clock.falls(book, moved, half, keeps, turns)
    return book.derivation(
        moved,
        split,
        half,
        keeps,
        turns,
        falls,
        prose=(
            "In words: the step of dmd-recursion with L = √η Λ has T = I + Dn and S₊ = TQTᵀ, (I + SnDn)Q = S (its second goal "
            "transposed), so [6] is V − V₊ ≥ (2 − h)a tr L²D = 2c₁η tr Λ²D for V = tr S⁻¹ − r_A, with c₁ = (2 − h)/(2(1 + h)) "
            "at d = 1, where D ⪯ I needs no hypothesis. It chains S₊⁻¹ = I + (I − Y)W(I − Y) from [1], V − V₊ = 2tr WY − tr "
            "WY² [2] ≥ (2 − h)tr WY [3] ≥ (2 − h)a tr Wn [4] ≥ (2 − h)a tr L²D [5]. The Gram letters exist because W, D, I − "
            "D, n, hI − n, Y = (D + n⁻¹)⁻¹, hI − Y are positive semidefinite (n − Y = YDY + YDnDY). Singular Λ by continuity, "
            "in words."
        ),
    )


def descent() -> Derivation:
    """‖A‖ ≤ 1, η ≤ 1, exact Θ: f(X₊) ≤ f(X) − η(1 − η)‖G‖², ‖G‖² = tr KB², K = QᵀQ, Q = (I − XXᵀ)AX: three steps."""
    book = new_book("random_span")
    best, exact, falls = derive_descent.best(book), derive_descent.exact(book), derive_descent.falls(book)
    whole = derive_descent.whole_step(book, exact, falls)
    return book.derivation(
        best,
        exact,
        falls,
        whole,
        prose=(
            "In words: in [4] X₊ is any orthonormal basis whose span contains C = X + ηQB, the polar and the QR "
            "retraction of the step X − ηG with G = −(I − XXᵀ)AXB = −QB among them, X turned so that B is diagonal "
            "(which moves neither f nor f₊): 4f(X) − 4f(X₊) ≥ 4η(1 − η)‖G‖_F². It puts together 4f(X₊) ≤ ‖A − CBCᵀ‖_F² "
            "[1], the exact change [2] and its bound [3]. M = |B|; the Gram letters exist for ‖A‖₂ ≤ 1, η² < 2 since M³ "
            "± B³, I − M, I − M², I ± A and I − B² − QᵀQ = I − XᵀA²X are positive semidefinite. For ‖A‖₂ ≠ 1 scale: h = "
            "η‖A‖₂²."
        ),
    )
