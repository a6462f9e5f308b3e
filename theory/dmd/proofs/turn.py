"""A column of a critical frame turned from the kernel of A to an eigenvector: f falls by the fourth power of the sine.

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from theory.dmd.problem import Objective
from theory.dmd.proofs.derivation import new_book
from theory.prove.derivation import Derivation
from theory.prove.letters import diagonal, dimensions, matrix, positive, real

EIGEN = ["A*P == P*Lam", "A*u == lam*u", "A*n == 0"]
FRAME = ["P.T*P == I(l)", "P.T*u == 0", "P.T*n == 0", "u.T*u == I(1)", "u.T*n == 0", "n.T*n == I(1)"]
SPAN, CIRCLE = "X*X.T == P*P.T + (co*n+si*u)*(co*n+si*u).T", "co**2 + si**2 == 1"


def turned_column(objective: Objective) -> Derivation:
    """XXᵀ = PPᵀ + wwᵀ, w = cos n + sin u, Θ = XᵀAX, eigenvectors P, u, a kernel vector n: f = fit·(‖A‖² − tr Λ² − sin⁴λ²)."""
    book = new_book("random_turn", objective)
    letters = [
        *dimensions("m", "r"), ["l", {"kind": "integer", "min": "0"}],
        positive("c", str(objective.fit)), matrix("B0", "m", "m"), matrix("A", "m", "m", "B0+B0.T"),
        matrix("P", "m", "l"), diagonal("Lam", "l"), matrix("u", "m", "1"), real("lam"), matrix("n", "m", "1"),
        real("co"), real("si"), matrix("X", "m", "r"), matrix("T", "r", "r", "X.T*A*X"),
        matrix("R", "m", "m", "X*T*X.T-A"), real("f", "c*tr(R.T*R)"),
    ]  # fmt: skip
    given, place = [*EIGEN, *FRAME, SPAN, CIRCLE], "(co*n+si*u)"
    root = book.add("objective", letters, [], "f == c*tr(R.T*R)", None)
    whole = book.expand(
        letters, given, f"X*T*X.T == P*Lam*P.T + si**2*lam*{place}*{place}.T",
        ["def T", (SPAN, "X*X.T"), *EIGEN, *FRAME], [root])  # fmt: skip
    value = book.expand(
        letters, given, "f == c*(tr(A.T*A) - tr(Lam*Lam) - si**4*lam**2)",
        [("root", "f"), "def R", ("whole", "X*T*X.T"), *EIGEN, *FRAME], {"root": root, "whole": whole},
        [["c*si**4*lam**2*_*(co**2+si**2+1)", CIRCLE]])  # fmt: skip
    return book.derivation(value)
