"""What the residual identity gives at once: the local linearization, one-sweep starts, frozen X, and the reduction of size.

h = 2·fit·η throughout. Source: ours, from the residual identity (arXiv:2305.06927 v2, proof chain); reconstructed.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.prove.chain import Chain
from theory.prove.derivation import Book
from theory.prove.formulas import at

H = "2*c*eta"

TANGENT = [
    x.matrix("dX", "m", "d"),
    x.matrix("dY", "n", "d"),
    x.matrix("dR", "m", "n", "dX*Y.T+X*dY.T"),
    x.matrix("dX1", "m", "d", f"dX-{H}*dR*Y"),
    x.matrix("dRh", "m", "n", "dX1*Y.T+X*dY.T"),
    x.matrix("dY1", "n", "d", f"dY-{H}*dRh.T*X"),
    x.matrix("dR1", "m", "n", "dX1*Y.T+X*dY1.T"),
    x.matrix("eY1", "n", "d", f"dY-{H}*dR.T*X"),
    x.matrix("eR1", "m", "n", "dX1*Y.T+X*eY1.T"),
]
"""A tangent (dX, dY) at a solution, what a sweep makes of it, and (with e) what simultaneous descent does."""



def linearized(book: Book, objective: Objective) -> list[str]:
    """`intertwined`, and a tangent (dX, dY) with dR = 0 does not move."""
    still = book.expand(
        fibre(objective),
        ["dX*Y.T == -1*X*dY.T"],
        ["dX1 == dX", "dY1 == dY"],
        [
            "dX*Y.T == -1*X*dY.T",
            "def dY1",
            "def dRh",
            "def dX1",
            "def dR",
        ],
    )
    return [intertwined(book, objective), still]


def fibre(objective: Objective) -> list:
    """A point, a tangent and what the two methods make of it."""
    return [*x.SIZES, x.coefficient(objective), x.STEP, x.matrix("X", "m", "d"), x.matrix("Y", "n", "d"), *TANGENT]


def intertwined(book: Book, objective: Objective) -> str:
    """At XYᵀ = A the differential dR = dX Yᵀ + X dYᵀ of a sweep becomes (I − hXXᵀ) dR (I − hYYᵀ); simultaneous descent: dR −
    hXXᵀdR − h dR YYᵀ."""
    rules = [f"def {n}" for n in ("dR1", "eR1", "dY1", "eY1", "dRh", "dX1", "dR")]
    then = [f"dR1 == (I(m)-{H}*X*X.T)*dR*(I(n)-{H}*Y*Y.T)", f"eR1 == dR - {H}*X*X.T*dR - {H}*dR*Y*Y.T"]
    return book.expand(fibre(objective), [], then, rules)


def one_sweep(book: Book, objective: Objective) -> str:
    """hX₊X₊ᵀ the identity on the columns of A and X (an orthonormal basis of col(A)/√h, say): R₊ = 0 after this sweep."""
    letters = x.sweep(objective)
    given = [f"{H}*X1*X1.T*A == A", f"{H}*X1*X1.T*X == X"]
    half = book.expand(
        letters,
        [],
        f"Rh == R*(I(n)-{H}*Y*Y.T)",
        ["def Rh", "def X1", "def GX", "def R"],
    )
    full = book.expand(
        letters,
        [],
        f"R1 == (I(m)-{H}*X1*X1.T)*Rh",
        ["def R1", "def Y1", "def GY1", "def Rh"],
    )
    kept = book.expand(
        letters,
        given,
        f"{H}*X1*X1.T*R == R",
        ["def R", ("2*c*eta*X1*X1.T*A == A", "c*eta*X1*X1.T*A"), ("2*c*eta*X1*X1.T*X == X", "c*eta*X1*X1.T*X")],
    )
    return book.expand(
        letters,
        given,
        "R1 == 0",
        [("full", "R1"), ("half", "Rh"), ("kept", "c*eta*X1*X1.T*R")],
        {"half": half, "full": full, "kept": kept},
    )


def orthonormal_start(book: Book, objective: Objective, general: str) -> str:
    """X = sE with EᵀE = I, hs² = 1, EEᵀA = A, and RY = 0 (Y = 0, say): then X₊ = X, hX₊X₊ᵀ = EEᵀ, and `one_sweep` (``general``)
    gives R₊ = 0."""
    letters = [*x.sweep(objective), x.matrix("E", "m", "d"), x.positive("s")]
    given = ["E.T*E == I(d)", "E*E.T*A == A", f"{H}*s**2 == 1", "X == s*E", "R*Y == 0"]
    frame, span, scale, start, still = given
    opened = ["def X1", "def GX", (still, "R*Y"), (start, "X")]
    same = book.expand(letters, given, "X1 == s*E", opened)
    known = [("same", "X1"), (start, "X"), (frame, "E.T*E")]
    reach = book.expand(letters, given, f"{H}*X1*X1.T*A == A", known, {"same": same}, [["_*E*E.T*A", scale], ["_", span]])
    inside = book.expand(letters, given, f"{H}*X1*X1.T*X == X", known, {"same": same}, [["s*E*_", scale]])
    known_too = {"reach": reach, "inside": inside, "general": general}
    return book.expand(letters, given, "R1 == 0", [], known_too, [["_", "general"]])


def frozen(book: Book, objective: Objective) -> str:
    """X frozen (the lazy limit): Y_{k+1} = Y_k − hR_kᵀX is gradient descent on a least-squares problem and
    R_k = B_k R_0 with B_0 = I, B_{k+1} = (I − hXXᵀ)B_k."""
    letters = [
        *x.SIZES,
        x.coefficient(objective),
        x.STEP,
        x.integer("T", "1"),
        x.matrix("A", "m", "n"),
        x.matrix("X", "m", "d"),
        x.family("Y", "matrix", "0", "T", shape=["n", "d"]),
        x.family("R", "matrix", "0", "T", shape=["m", "n"], value="X*Y[n_].T-A"),
        [
            "B",
            {
                "kind": "matrix",
                "over": ["n_", "0", "T"],
                "shape": ["m", "m"],
                "first": "I(m)",
                "next": f"(I(m)-{H}*X*X.T)*B[n_]",
            },
        ],
    ]
    moves = f"all(j, 0, T-1, Y[j+1] == Y[j] - {H}*R[j].T*X)"
    return book.induct(
        letters,
        [moves],
        "R[k] == B[k]*R[0]",
        ("k", "0", "T"),
        ["def B[0]"],
        ["def B[k+1]", "def R[k+1]", ((moves, "k"), "Y[k+1]")],
        hints=[[f"(I(m)-{H}*X*X.T)*_", "induction"], ["-1*_", "def R[k]"]],
        k=0,
    )


def carried(book: Book, letters: list, frames: dict[str, str], then: list[str], laws: list[str]) -> tuple[str, list[str], list]:
    """X_k = …a_k…, Y_k = …b_k… (``then``) in orthonormal frames that the sweep carries along: from k = 0 for every k, by
    induction. ``frames``: what does not depend on k, {hypothesis: its left side}. Returns the certificate, its hypotheses and
    the rules of ``frames``."""
    starts, following = ([at(text, k=place) for text in then] for place in ("0", "k+1"))
    given = [*frames, *starts, *x.MOVES, *laws]
    fixed = list(reversed(frames.items()))
    rules = [*(f"def {n}[k]" for n in ("GX", "R", "GY", "Rh")), (then[0], "X[k]"), (then[1], "Y[k]"), *fixed]
    inner, more = [*letters, x.integer("k", "0", "T-1")], [*given, *then]
    new_x = book.expand(inner, more, following[0], [((x.MOVE_X, "k"), "X[k+1]"), ((laws[0], "k"), "a[k+1]"), *rules])
    new_y = book.expand(
        inner,
        more,
        following[1],
        [((x.MOVE_Y, "k"), "Y[k+1]"), ((laws[1], "k"), "b[k+1]"), ("new X", "X[k+1]"), *rules],
        {"new X": new_x},
    )
    base = book.add("collect", letters, given, starts, None, [])
    last = book.add("collect", inner, more, following, None, [new_x, new_y])
    whole = [*letters, x.integer("k", "0", "T")]
    return book.add("induct", whole, given, then, {"symbol": "k"}, [base, last]), given, fixed


def reduced(book: Book, objective: Objective) -> list[str]:
    """A = U S Vᵀ, X_0 = U x_0, Y_0 = V y_0 with orthonormal frames U, V: X_k = U x_k, Y_k = V y_k for the small
    iteration on S, and the losses agree."""
    small = [
        x.integer("r", "1"),
        x.integer("p", "1"),
        x.matrix("U", "m", "r"),
        x.matrix("V", "n", "p"),
        x.matrix("S", "r", "p"),
        x.family("a", "matrix", "0", "T", shape=["r", "d"]),
        x.family("b", "matrix", "0", "T", shape=["p", "d"]),
    ]
    letters = [*x.path(objective), *small]
    laws = [
        f"all(j, 0, T-1, a[j+1] == a[j] - {H}*(a[j]*b[j].T-S)*b[j])",
        f"all(j, 0, T-1, b[j+1] == b[j] - {H}*(a[j+1]*b[j].T-S).T*a[j+1])",
    ]
    frames = {"U.T*U == I(r)": "U.T*U", "V.T*V == I(p)": "V.T*V", "A == U*S*V.T": "A"}
    held, given, rules = carried(book, letters, frames, ["X[k] == U*a[k]", "Y[k] == V*b[k]"], laws)
    whole = [*letters, x.integer("k", "0", "T")]
    loss = book.expand(
        whole,
        given,
        "F[k] == c*tr((a[k]*b[k].T-S).T*(a[k]*b[k].T-S))",
        [
            "def F[k]",
            "def R[k]",
            ("held", "X[k]"),
            ("held.1", "Y[k]"),
            *rules,
        ],
        {"held": held},
    )
    return [held, loss]


def initial_norms(book: Book) -> str:
    """D = Cν/9, C ≥ 4, η ≤ 9/(4Cνσ_1) and ‖VᵀΦ_1‖, ‖Φ_2‖ ≤ 3: S = ‖VᵀΦ_1‖/C and y = ηDσ_1‖Φ_2‖ are at most 3/4, and
    ‖X_0Y_0ᵀ‖_F ≤ (9D/C)‖A‖_F = ν‖A‖_F."""
    letters = [x.positive(n) for n in ("C", "nu", "eta", "sigma", "phi1", "phi2")]
    letters += [x.positive("D", "1/9*C*nu"), x.positive("S", "phi1*C**(-1)"), x.positive("y", "eta*D*sigma*phi2")]
    frame, _, step, *norms = given = ["C >= 4", "1 > nu", "9 >= 4*C*nu*sigma*eta", "3 >= phi1", "3 >= phi2"]
    scene = {"C": "8", "nu": "1/2", "eta": "1/4", "sigma": "2", "phi1": "2", "phi2": "5/2"}
    steps = Chain(book, letters, given, ["def D", "def S", "def y"], scene=scene)
    steps.prove("3 >= 4*S", ("3*C**(-1)", frame), ("4*C**(-1)", norms[0]))
    steps.prove("3 >= 4*y", ("4/9*C*nu*sigma*eta", norms[1]), ("1/3", step))
    steps.prove("nu >= D*phi1*phi2*C**(-1)", ("1/3*nu", norms[0]), ("1/9*nu*phi1", norms[1]))
    return steps.collect("3 >= 4*S", "3 >= 4*y", "nu >= D*phi1*phi2*C**(-1)")


def norm_thresholds(book: Book) -> str:
    """r ≤ d ≤ n, as 0 < ρ ≤ δ ≤ ν for their roots: √d + 2√r ≤ 3√d and √n + 2√d ≤ 3√n."""
    letters, given = [x.positive("rootr"), x.positive("rootd"), x.positive("rootn")], ["rootd >= rootr", "rootn >= rootd"]
    book.scene = {**book.scene, "rootr": "1", "rootd": "2", "rootn": "3"}
    then = ["3*rootd >= rootd + 2*rootr", "3*rootn >= rootn + 2*rootd"]
    steps = [
        book.order(letters, given, atom, [{"weight": "2", "facts": [fact]}]) for atom, fact in zip(then, given, strict=True)
    ]
    return book.add("collect", letters, given, then, None, steps)


def initial_scale(book: Book) -> str:
    """X_0 = U S G with an orthonormal frame U, S² ⪰ σ², GGᵀ ⪰ φ²: X_0X_0ᵀ ⪰ φ²σ² UUᵀ, with its exact gap; so that UUᵀX_0 = X_0
    and φ²σ² bounds the least eigenvalue on the range of a projector, not of any Gram matrix."""
    letters = [
        *(x.integer(n, "1") for n in ("m", "r", "d", "eK", "eJ")),
        x.matrix("U", "m", "r"),
        ["S", {"kind": "diagonal", "size": "r"}],
        x.matrix("G", "r", "d"),
        x.matrix("K", "r", "eK"),
        x.matrix("J", "r", "eJ"),
        x.positive("phi"),
        x.positive("sigma"),
        x.matrix("X", "m", "d", "U*S*G"),
    ]
    given = ["G*G.T == K*K.T + phi**2*I(r)", "S*S == J*J.T + sigma**2*I(r)", "U.T*U == I(r)"]
    then = "X*X.T == U*S*K*K.T*S*U.T + phi**2*U*J*J.T*U.T + phi**2*sigma**2*U*U.T"
    hints = [["U*S*_*S*U.T", "G*G.T == K*K.T + phi**2*I(r)"], ["phi**2*U*_*U.T", "S*S == J*J.T + sigma**2*I(r)"]]
    gap = book.expand(letters, given, then, ["def X"], [], hints)
    inside = book.expand(letters, given, "U*U.T*X == X", ["def X", "U.T*U == I(r)"])
    squares = book.expand(letters, given, "U*U.T*U*U.T == U*U.T", ["U.T*U == I(r)"])
    return book.add("collect", letters, given, [then, "U*U.T*X == X", "U*U.T*U*U.T == U*U.T"], None, [gap, inside, squares])
