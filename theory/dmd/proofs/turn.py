"""A column of a critical frame turned from the kernel of A to an eigenvector: f falls by the fourth power of the sine.

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from theory.dmd.problem import Objective
from theory.dmd.proofs.derivation import new_book
from theory.prove.derivation import Derivation
from theory.prove.letters import diagonal, dimensions, matrix, positive, real

EIGEN = ["A*P == P*Lam", "A*u == lam*u", "A*n == 0", "A*N == 0"]
FRAME = ["P.T*P == I(l)", "P.T*u == 0", "P.T*n == 0", "P.T*N == 0", "u.T*u == I(1)", "u.T*n == 0", "u.T*N == 0",
         "n.T*n == I(1)", "n.T*N == 0", "N.T*N == I(k)"]  # fmt: skip
COLUMNS = ["E.T*E == I(l)", "E.T*e == 0", "E.T*M == 0", "e.T*e == I(1)", "e.T*M == 0", "M.T*M == I(k)"]
CIRCLE = "co**2 + si**2 == 1"


def turned_column(objective: Objective) -> Derivation:
    """X = PEᵀ + (cos n + sin u)eᵀ + NMᵀ, Θ = XᵀAX, eigenvectors P and u, kernel vectors n and N: f = fit·(‖A‖² − tr Λ² −
    sin⁴λ²)."""
    book = new_book("random_turn", objective)
    letters = [
        *dimensions("m", "r"), ["l", {"kind": "integer", "min": "0"}], ["k", {"kind": "integer", "min": "0"}],
        positive("c", str(objective.fit)), matrix("B0", "m", "m"), matrix("A", "m", "m", "B0+B0.T"),
        matrix("P", "m", "l"), diagonal("Lam", "l"), matrix("u", "m", "1"), real("lam"), matrix("n", "m", "1"),
        matrix("N", "m", "k"), matrix("E", "r", "l"), matrix("e", "r", "1"), matrix("M", "r", "k"), real("co"), real("si"),
        matrix("X", "m", "r", "P*E.T+(co*n+si*u)*e.T+N*M.T"), matrix("T", "r", "r", "X.T*A*X"),
        matrix("R", "m", "m", "X*T*X.T-A"), real("f", "c*tr(R.T*R)"),
    ]  # fmt: skip
    given = [*EIGEN, *FRAME, *COLUMNS, CIRCLE]
    root = book.add("objective", letters, [], "f == c*tr(R.T*R)", None)
    turned = [*EIGEN, *FRAME, *COLUMNS]
    low = book.expand(letters, given, "T == E*Lam*E.T + si**2*lam*e*e.T", ["def T", "def X", *turned], [root])
    place = "(co*n+si*u)"
    then = f"X*T*X.T == P*Lam*P.T + si**2*lam*{place}*{place}.T"
    whole = book.expand(letters, given, then, [("low", "T"), "def X", *COLUMNS], {"low": low})
    pull = book.expand(letters, given, f"A*{place} == si*lam*u", EIGEN, [root])
    value = book.expand(
        letters, given, "f == c*(tr(A.T*A) - tr(Lam*Lam) - si**4*lam**2)",
        [("root", "f"), "def R", ("whole", "X*T*X.T"), *turned], {"root": root, "whole": whole, "pull": pull},
        [["c*si**4*lam**2*_*(co**2+si**2+1)", CIRCLE]])  # fmt: skip
    return book.derivation(value)
