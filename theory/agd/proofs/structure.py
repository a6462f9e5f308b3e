"""What the residual identity gives at once: the local linearization, one-sweep starts, frozen X, and the reduction of size.

h = 2·fit·η throughout. Source: ours, from the residual identity (arXiv:2305.06927 v2, proof chain); reconstructed.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.prove.chain import Chain
from theory.prove.derivation import Book

H = "2*c*eta"


def linearized(book: Book, objective: Objective) -> list[str]:
    """At XYᵀ = A the differential dR = dX Yᵀ + X dYᵀ of a sweep becomes (I − hXXᵀ) dR (I − hYYᵀ), and a tangent
    (dX, dY) with dR = 0 does not move; simultaneous descent: dR − hXXᵀdR − h dR YYᵀ."""
    tangent = [
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
    letters = [*x.SIZES, x.coefficient(objective), x.STEP, x.matrix("X", "m", "d"), x.matrix("Y", "n", "d"), *tangent]
    rules = [(["def", n], n) for n in ("dR1", "eR1", "dY1", "eY1", "dRh", "dX1", "dR")]
    then = [f"dR1 == (I(m)-{H}*X*X.T)*dR*(I(n)-{H}*Y*Y.T)", f"eR1 == dR - {H}*X*X.T*dR - {H}*dR*Y*Y.T"]
    moved = book.expand(letters, [], then, rules)
    still = book.expand(
        letters,
        ["dX*Y.T == -1*X*dY.T"],
        ["dX1 == dX", "dY1 == dY"],
        [
            (["given", 0], "dX*Y.T"),
            (["def", "dY1"], "dY1"),
            (["def", "dRh"], "dRh"),
            (["def", "dX1"], "dX1"),
            (["def", "dR"], "dR"),
        ],
    )
    return [moved, still]


def one_sweep(book: Book, objective: Objective) -> str:
    """hX₊X₊ᵀ the identity on the columns of A and X (an orthonormal basis of col(A)/√h, say): R₊ = 0 after this sweep."""
    letters = x.sweep(objective)
    given = [f"{H}*X1*X1.T*A == A", f"{H}*X1*X1.T*X == X"]
    half = book.expand(
        letters,
        [],
        f"Rh == R*(I(n)-{H}*Y*Y.T)",
        [(["def", "Rh"], "Rh"), (["def", "X1"], "X1"), (["def", "GX"], "GX"), (["def", "R"], "R")],
    )
    full = book.expand(
        letters,
        [],
        f"R1 == (I(m)-{H}*X1*X1.T)*Rh",
        [(["def", "R1"], "R1"), (["def", "Y1"], "Y1"), (["def", "GY1"], "GY1"), (["def", "Rh"], "Rh")],
    )
    kept = book.expand(
        letters,
        given,
        f"{H}*X1*X1.T*R == R",
        [(["def", "R"], "R"), (["given", 0], "c*eta*X1*X1.T*A"), (["given", 1], "c*eta*X1*X1.T*X")],
    )
    return book.expand(
        letters,
        given,
        "R1 == 0",
        [(["premise", 1, 0], "R1"), (["premise", 0, 0], "Rh"), (["premise", 2, 0], "c*eta*X1*X1.T*R")],
        [half, full, kept],
    )


def orthonormal_start(book: Book, objective: Objective, general: str) -> str:
    """X = sE with EᵀE = I, hs² = 1, EEᵀA = A, and RY = 0 (Y = 0, say): then X₊ = X, hX₊X₊ᵀ = EEᵀ, and `one_sweep` (``general``)
    gives R₊ = 0."""
    letters = [*x.sweep(objective), x.matrix("E", "m", "d"), x.positive("s")]
    given = ["E.T*E == I(d)", "E*E.T*A == A", f"{H}*s**2 == 1", "X == s*E", "R*Y == 0"]
    frame, span, scale, start, still = (["given", k] for k in range(5))
    opened = [(["def", "X1"], "X1"), (["def", "GX"], "GX"), (still, "R*Y"), (start, "X")]
    same = book.expand(letters, given, "X1 == s*E", opened)
    known = [(["premise", 0, 0], "X1"), (start, "X"), (frame, "E.T*E")]
    reach = book.expand(letters, given, f"{H}*X1*X1.T*A == A", known, [same], [["_*E*E.T*A", scale], ["_", span]])
    inside = book.expand(letters, given, f"{H}*X1*X1.T*X == X", known, [same], [["s*E*_", scale]])
    return book.expand(letters, given, "R1 == 0", [], [reach, inside, general], [["_", ["premise", 2, 0]]])


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
    given, then = [f"all(j, 0, T-1, Y[j+1] == Y[j] - {H}*R[j].T*X)"], "R[k] == B[k]*R[0]"
    base = book.expand(letters, given, then.replace("k", "0"), [(["def", "B", "0"], "B[0]")])
    step = book.expand(
        [*letters, x.integer("k", "0", "T-1")],
        [*given, then],
        "R[k+1] == B[k+1]*R[0]",
        [(["def", "B", "k+1"], "B[k+1]"), (["def", "R", "k+1"], "R[k+1]"), (["given", 0, "k"], "Y[k+1]")],
        [],
        [[f"(I(m)-{H}*X*X.T)*_", ["given", 1]], ["-1*_", ["def", "R", "k"]]],
        k=0,
    )
    return book.add("induct", [*letters, x.integer("k", "0", "T")], given, then, {"symbol": "k"}, [base, step])


def carried(
    book: Book, letters: list, frames: list[str], target: str, starts: list[str], laws: list[str]
) -> tuple[str, list[str], list]:
    """Starts X_0 = …a_0…, Y_0 = …b_0… in orthonormal frames that the sweep carries along: the same for every k, by
    induction. Returns the certificate, its hypotheses and the rules for what does not depend on k."""
    given = [*frames, target, *starts, *x.MOVES, *laws]
    then, size, first_move = [s.replace("[0]", "[k]") for s in starts], len(given), len(frames) + 3
    fixed = [(["given", i], text.split(" == ")[0]) for i, text in enumerate([*frames, target])]
    rules = [
        *((["def", n, "k"], f"{n}[k]") for n in ("GX", "R", "GY", "Rh")),
        (["given", size], "X[k]"),
        (["given", size + 1], "Y[k]"),
        *reversed(fixed),
    ]
    inner, more = [*letters, x.integer("k", "0", "T-1")], [*given, *then]
    steps: list[str] = []
    for i, (name, small) in enumerate((("X", "a"), ("Y", "b"))):
        moves = [(["given", first_move + i, "k"], f"{name}[k+1]"), (["given", first_move + 2 + i, "k"], f"{small}[k+1]")]
        known = [(["premise", 0, 0], "X[k+1]")] if steps else []
        steps.append(book.expand(inner, more, then[i].replace("[k]", "[k+1]"), [*moves, *known, *rules], list(steps)))
    base = book.add("collect", letters, given, starts, None, [])
    last = book.add("collect", inner, more, [t.replace("[k]", "[k+1]") for t in then], None, steps)
    whole = [*letters, x.integer("k", "0", "T")]
    return book.add("induct", whole, given, then, {"symbol": "k"}, [base, last]), given, list(reversed(fixed))


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
    frames = ["U.T*U == I(r)", "V.T*V == I(p)"]
    held, given, rules = carried(book, letters, frames, "A == U*S*V.T", ["X[0] == U*a[0]", "Y[0] == V*b[0]"], laws)
    whole = [*letters, x.integer("k", "0", "T")]
    loss = book.expand(
        whole,
        given,
        "F[k] == c*tr((a[k]*b[k].T-S).T*(a[k]*b[k].T-S))",
        [
            (["def", "F", "k"], "F[k]"),
            (["def", "R", "k"], "R[k]"),
            (["premise", 0, 0], "X[k]"),
            (["premise", 0, 1], "Y[k]"),
            *rules,
        ],
        [held],
    )
    return [held, loss]


def initial_norms(book: Book) -> str:
    """D = Cν/9, C ≥ 4, η ≤ 9/(4Cνσ_1) and ‖VᵀΦ_1‖, ‖Φ_2‖ ≤ 3: S = ‖VᵀΦ_1‖/C and y = ηDσ_1‖Φ_2‖ are at most 3/4, and
    ‖X_0Y_0ᵀ‖_F ≤ (9D/C)‖A‖_F = ν‖A‖_F."""
    letters = [x.positive(n) for n in ("C", "nu", "eta", "sigma", "phi1", "phi2")]
    letters += [x.positive("D", "1/9*C*nu"), x.positive("S", "phi1*C**(-1)"), x.positive("y", "eta*D*sigma*phi2")]
    frame, _, step, *norms = given = ["C >= 4", "1 > nu", "9 >= 4*C*nu*sigma*eta", "3 >= phi1", "3 >= phi2"]
    scene = {"C": "8", "nu": "1/2", "eta": "1/4", "sigma": "2", "phi1": "2", "phi2": "5/2"}
    steps = Chain(book, letters, given, [(["def", name], name) for name in ("D", "S", "y")], scene=scene)
    steps.prove("3 >= 4*S", ("3*C**(-1)", frame), ("4*C**(-1)", norms[0]))
    steps.prove("3 >= 4*y", ("4/9*C*nu*sigma*eta", norms[1]), ("1/3", step))
    steps.prove("nu >= D*phi1*phi2*C**(-1)", ("1/3*nu", norms[0]), ("1/9*nu*phi1", norms[1]))
    return steps.collect("3 >= 4*S", "3 >= 4*y", "nu >= D*phi1*phi2*C**(-1)")


def norm_thresholds(book: Book) -> str:
    """r ≤ d ≤ n, as 0 < ρ ≤ δ ≤ ν for their roots: √d + 2√r ≤ 3√d and √n + 2√d ≤ 3√n."""
    letters, given = [x.positive("rootr"), x.positive("rootd"), x.positive("rootn")], ["rootd >= rootr", "rootn >= rootd"]
    book.scene = {**book.scene, "rootr": "1", "rootd": "2", "rootn": "3"}
    then = ["3*rootd >= rootd + 2*rootr", "3*rootn >= rootn + 2*rootd"]
    facts = [[{"weight": "2", "facts": [["given", i]]}] for i in range(2)]
    steps = [book.order(letters, given, atom, fact) for atom, fact in zip(then, facts, strict=True)]
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
    hints = [["U*S*_*S*U.T", ["given", 0]], ["phi**2*U*_*U.T", ["given", 1]]]
    gap = book.expand(letters, given, then, [(["def", "X"], "X")], [], hints)
    inside = book.expand(letters, given, "U*U.T*X == X", [(["def", "X"], "X"), (["given", 2], "U.T*U")])
    squares = book.expand(letters, given, "U*U.T*U*U.T == U*U.T", [(["given", 2], "U.T*U")])
    return book.add("collect", letters, given, [then, "U*U.T*X == X", "U*U.T*U*U.T == U*U.T"], None, [gap, inside, squares])
