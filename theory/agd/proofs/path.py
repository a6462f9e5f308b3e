"""Along the iterates, by induction: column invariance, telescoped gradients, drift. Any sizes, any horizon T.

Source: arXiv:2305.06927 v2, proof chain (column space start stated second hand, the rest reconstructed).
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.prove.derivation import Book
from theory.prove.formulas import at

MEANS = ["def GX[k]", "def GY[k]", "def Rh[k]", "def R[k]"]
CAP_Y = "all(j, 0, T-1, 2*c*eta*Y[j].T*Y[j] + KY[j]*KY[j].T == I(d))"
CAP_X = "all(j, 0, T-1, 2*c*eta*X[j+1].T*X[j+1] + KX[j]*KX[j].T == I(d))"
CAPS = [CAP_Y, CAP_X]
GAPS = [x.integer("e", "1"), x.family("KY", "matrix", "0", "T-1", shape=["d", "e"]),
        x.family("KX", "matrix", "0", "T-1", shape=["d", "e"])]  # fmt: skip
SPENT = ["Q", {"kind": "real", "over": ["n_", "0", "T"], "first": "0", "next": "Q[n_]+tr(GX[n_].T*GX[n_])+tr(GY[n_].T*GY[n_])"}]


def column_invariance(book: Book, objective: Objective) -> list[str]:
    """X_0 = AΦ_0 gives X_k = AΦ_k, Φ_{k+1} = Φ_k − 2cη(Φ_kY_kᵀ − I)Y_k, and R_k = A(Φ_kY_kᵀ − I)."""
    phi = ["Phi", {"kind": "matrix", "over": ["n_", "0", "T"], "shape": ["n", "d"], "first": "Phi0",
                   "next": "Phi[n_]-2*c*eta*(Phi[n_]*Y[n_].T-I(n))*Y[n_]"}]  # fmt: skip
    letters = [*x.path(objective), x.matrix("Phi0", "n", "d"), phi]
    given = ["X[0] == A*Phi0", *x.MOVES]
    goal = book.induct(
        letters,
        given,
        "X[k] == A*Phi[k]",
        ("k", "0", "T"),
        ["X[0] == A*Phi0", "def Phi[0]"],
        [((x.MOVE_X, "k"), "X[k+1]"), *MEANS, "def Phi[k+1]", ("induction", "X[k]")],
        k=0,
    )
    inside = [*letters, x.integer("k", "0", "T")]
    residual = book.expand(inside, given, "R[k] == A*(Phi[k]*Y[k].T-I(n))", ["def R[k]", ("goal", "X[k]")], {"goal": goal})
    return [goal, residual]


def telescope(book: Book, objective: Objective) -> str:
    """With 2cη‖Y_j‖², 2cη‖X_{j+1}‖² ≤ 1 for all j < T: F_k + (η/2) Σ_{j<k} (‖∇_X‖² + ‖∇_Y‖²) ≤ F_0."""
    letters, given, then = [*x.path(objective), *GAPS, SPENT], [*x.MOVES, *CAPS], "F[0] >= F[k] + 1/2*eta*Q[k]"
    base = book.order(letters, given, at(then, k="0"), [], ["def Q[0]"])
    inner = [*letters, x.integer("k", "0", "T-1")]
    half = book.expand(
        inner, given, "c*tr(Rh[k].T*Rh[k]) == F[k] - eta*tr(GX[k].T*GX[k]) + c*eta**2*tr(Y[k]*GX[k].T*GX[k]*Y[k].T)",
        ["def F[k]", "def Rh[k]", ((x.MOVE_X, "k"), "X[k+1]"), *MEANS], k=0)  # fmt: skip
    full = book.expand(
        inner, given,
        "F[k+1] == c*tr(Rh[k].T*Rh[k]) - eta*tr(GY[k].T*GY[k]) + c*eta**2*tr(X[k+1]*GY[k].T*GY[k]*X[k+1].T)",
        ["def F[k+1]", "def R[k+1]", ((x.MOVE_Y, "k"), "Y[k+1]"),
         "def GY[k]", "def Rh[k]"], k=0)  # fmt: skip
    step = book.order(
        inner, [*given, then], at(then, k="k+1"),
        [{"facts": [then]}, {"weight": "1/2*eta", "gram": "GX[k]*KY[k]"},
         {"weight": "1/2*eta", "gram": "GY[k]*KX[k]"}],
        ["def Q[k+1]"], {"half": half, "full": full},
        [["-_", "full"], ["-_", "half"], ["-1/2*eta*tr(GX[k]*_*GX[k].T)", (CAP_Y, "k")],
         ["-1/2*eta*tr(GY[k]*_*GY[k].T)", (CAP_X, "k")]], k=0)  # fmt: skip
    return book.add("induct", [*letters, x.integer("k", "0", "T")], given, then, {"symbol": "k"}, [base, step])


def drift(book: Book, objective: Objective) -> str:
    """‖X_k − X_0‖² + ‖Y_k − Y_0‖² ≤ k η² Σ_{j<k} (‖∇_X‖² + ‖∇_Y‖²) for 1 ≤ k ≤ T; no cap is needed."""
    letters, given = [*x.path(objective), SPENT], list(x.MOVES)
    then = "k*eta**2*Q[k] >= tr((X[k]-X[0]).T*(X[k]-X[0])) + tr((Y[k]-Y[0]).T*(Y[k]-Y[0]))"
    start = ["def Q[1]", "def Q[0]", ((x.MOVE_X, "0"), "X[1]"), ((x.MOVE_Y, "0"), "Y[1]")]
    base = book.order(letters, given, at(then, k="1"), [], start)
    step = book.order(
        [*letters, x.integer("k", "1", "T-1")], [*given, then], at(then, k="k+1"),
        [{"weight": "1 + k**(-1)", "facts": [then]},
         {"weight": "k**(-1)", "gram": "X[k]-X[0] + k*eta*GX[k]"}, {"weight": "k**(-1)", "gram": "Y[k]-Y[0] + k*eta*GY[k]"}],
        ["def Q[k+1]", ((x.MOVE_X, "k"), "X[k+1]"), ((x.MOVE_Y, "k"), "Y[k+1]")], None, None, k=1)  # fmt: skip
    return book.add("induct", [*letters, x.integer("k", "1", "T")], given, then, {"symbol": "k"}, [base, step])


def drift_bound(book: Book, objective: Objective, spent: str, moved: str) -> str:
    """The two together: ‖X_k − X_0‖² + ‖Y_k − Y_0‖² ≤ 2kη(F_0 − F_k) for 1 ≤ k ≤ T."""
    letters, given = [*x.path(objective), *GAPS, SPENT, x.integer("k", "1", "T")], [*x.MOVES, *CAPS]
    then = "2*k*eta*(F[0]-F[k]) >= tr((X[k]-X[0]).T*(X[k]-X[0])) + tr((Y[k]-Y[0]).T*(Y[k]-Y[0]))"
    terms: list[dict] = [{"facts": ["moved"]}, {"weight": "2*k*eta", "facts": ["spent"]}]
    return book.order(letters, given, then, terms, [], {"spent": spent, "moved": moved})
