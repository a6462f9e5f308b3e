"""The discrete iteration of direction-magnitude decomposition: its clock, descent, the sharp constant at rank two.

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from theory.dmd.proofs import descent as derive_descent
from theory.dmd.proofs import discrete_clock as derive_clock
from theory.dmd.proofs.derivation import new_book
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import real


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


def sharp_constant() -> Derivation:
    """r_A = 2: every coefficient a^i b^j of N is ≥ 0 on the box, for c = 1 − h/2, h ≥ 1/2, and for c = (8 − h)/(8 + 4h),
    h ≤ 1/2."""
    from theory.dmd import sharp_constant as sharp

    book, goals = Book(), []
    letters = [real(name) for name in sharp.LETTERS]
    for case, (low, high) in sharp.CASES.items():
        box = ((Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1)), (low, high))
        bounds = {name: _between(name, *ends) for name, ends in zip(sharp.LETTERS, box, strict=True)}
        given = [atom for ends in bounds.values() for atom in ends]
        found = sorted(sharp.coefficients(case).items())
        middle = (low + high) / 2 + Fraction(1, 16)
        for _, polynomial in found:
            witness = {"bounds": bounds, "tree": sharp.bisection(polynomial, box, 400)}
            goals.append(
                book.add(
                    "bernstein",
                    letters,
                    given,
                    f"{sharp.text_of(polynomial)} >= 0",
                    [witness],
                    rho="1/3",
                    l="2/5",
                    h=str(middle),
                )
            )
    return book.derivation(
        *goals,
        prose=(
            "In words: for W = S⁻¹ − I = [[a, w], [w, b]], w² = ρab, Λ = diag(1, l) and the step of dmd-discrete-clock "
            "with L = √h Λ, V = tr S⁻¹ − 2: V − V₊ − 2ch tr Λ²D = h δ³ p/Δ² in the notation of the sentence, δ = det(I + "
            "W) > 0, p a polynomial of 1,230 terms before w² = ρab, by exact polynomial arithmetic "
            "(theory.dmd.sharp_constant.numerator, anchored on the recursion). The statements [1]–[68] are the 34 "
            "coefficients of a^i b^j in p for each of the two ranges of h, c's denominator 8 + 4h > 0 multiplied out; a, "
            "b ≥ 0, so p ≥ 0. That c = 1 − h/2 cannot be larger is known from r_A = 1, in words; c = (8 − h)/(8 + 4h) is "
            "not said to be sharp."
        ),
    )


def _between(name: str, low: Fraction, high: Fraction) -> list[str]:
    """low ≤ name ≤ high, as two hypotheses."""
    return [f"{name} {'+' if low < 0 else '-'} {abs(low)} >= 0", f"{high} - {name} >= 0"]
