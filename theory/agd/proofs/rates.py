"""The best steps near a solution: the differential of a sweep, its eigenvectors, and how far it contracts Ṙ = ẊYᵀ + XẎᵀ.

h = 2·fit·η, σ_r ≤ σ_1 bounds of the spectra of XXᵀ and YYᵀ, p = (σ_1 − σ_r)/(σ_1 + σ_r). At h(σ_1 + σ_r) = 2 a sweep of AGD has
‖Ṙ₊‖ ≤ p²‖Ṙ‖; simultaneous descent at half that step ‖Ṙ₊‖ ≤ p‖Ṙ‖. Eigenvectors u of XXᵀ and v of YYᵀ give eigenvectors of the
differential, and no step makes both end points of the spectrum smaller. Source: ours; reconstructed.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.agd.proofs.structure import TANGENT, H, intertwined
from theory.prove.derivation import Book
from theory.prove.formulas import use

SOLVED = "X*Y.T == A"
POINT = [x.matrix("X", "m", "d"), x.matrix("Y", "n", "d")]
SPAN = [x.positive("low"), x.positive("w"), x.positive("top", "low+w")]
"""σ_r, σ_1 − σ_r and σ_1."""


def differential(book: Book, objective: Objective) -> str:
    """At XYᵀ = A the sweep of (X + tẊ, Y + tẎ) is (X + tẊ₊ + t²B, Y + tẎ₊ + t²C), B and C polynomials in t."""
    moved = [
        x.real("t"),
        x.matrix("Xt", "m", "d", "X+t*dX"),
        x.matrix("Yt", "n", "d", "Y+t*dY"),
        x.matrix("Xs", "m", "d", f"Xt-{H}*(Xt*Yt.T-A)*Yt"),
        x.matrix("Rs", "m", "n", "Xs*Yt.T-A"),
        x.matrix("Ys", "n", "d", f"Yt-{H}*Rs.T*Xs"),
        x.matrix("B", "m", "d", f"-{H}*(dR*dY+dX*dY.T*Y+t*dX*dY.T*dY)"),
        x.matrix("BR", "m", "n", "dX1*dY.T+B*Y.T+t*B*dY.T"),
        x.matrix("C", "n", "d", f"-{H}*(dRh.T*(dX1+t*B)+BR.T*(X+t*dX1+t**2*B))"),
    ]
    swept = [a for a in TANGENT if a[0] in ("dX", "dY", "dR", "dX1", "dRh", "dY1")]
    letters = [*x.SIZES, x.coefficient(objective), x.STEP, x.matrix("A", "m", "n"), *POINT, *swept, *moved]
    first = book.expand(
        letters, [SOLVED], "Xs == X + t*dX1 + t**2*B",
        ["def Xs", "def Xt", "def Yt", "def B", "def dX1", "def dR", (SOLVED, "A")])  # fmt: skip
    half = book.expand(
        letters, [SOLVED], "Rs == t*dRh + t**2*BR",
        ["def Rs", "def Yt", ("first", "Xs"), "def BR", "def dRh", (SOLVED, "A")], {"first": first})  # fmt: skip
    second = book.expand(
        letters, [SOLVED], "Ys == Y + t*dY1 + t**2*C",
        ["def Ys", "def Yt", ("half", "Rs"), ("first", "Xs"), "def C", "def dY1"], {"first": first, "half": half})  # fmt: skip
    then = ["Xs == X + t*dX1 + t**2*B", "Ys == Y + t*dY1 + t**2*C"]
    return book.add("collect", letters, [SOLVED], then, None, [first, second])


def eigenvectors(book: Book, objective: Objective) -> str:
    """XXᵀu = λu, YYᵀv = μv: (uvᵀY, (1 − hμ)vuᵀX) is an eigenvector of the differential of AGD, of (1 − hλ)(1 − hμ); (uvᵀY,
    vuᵀX) one of simultaneous descent, of 1 − h(λ + μ). Both have a multiple of uvᵀ for Ṙ."""
    swept = [a for a in TANGENT if a[0] in ("dR", "dX1", "dRh", "dY1")]
    letters = [
        *x.SIZES, x.coefficient(objective), x.STEP, *POINT, x.matrix("u", "m", "1"), x.matrix("v", "n", "1"), x.real("lam"),
        x.real("mu"), x.matrix("dX", "m", "d", "u*v.T*Y"), x.matrix("dY", "n", "d", f"(1-{H}*mu)*v*u.T*X"), *swept,
        x.matrix("eY", "n", "d", "v*u.T*X"), x.matrix("eR", "m", "n", "dX*Y.T+X*eY.T"),
        x.matrix("eX1", "m", "d", f"dX-{H}*eR*Y"), x.matrix("eY1", "n", "d", f"eY-{H}*eR.T*X"),
    ]  # fmt: skip
    left, right = given = ["X*X.T*u == lam*u", "Y*Y.T*v == mu*v"]
    both = f"(1-{H}*lam)*(1-{H}*mu)"
    then = [f"dX1 == {both}*dX", f"dY1 == {both}*dY", f"dR == (lam+mu-{H}*lam*mu)*u*v.T",
            f"eX1 == (1-{H}*(lam+mu))*dX", f"eY1 == (1-{H}*(lam+mu))*eY", "eR == (lam+mu)*u*v.T"]  # fmt: skip
    names = ("dX1", "dY1", "dRh", "dR", "eX1", "eY1", "eR", "dX", "dY", "eY")
    return book.expand(letters, given, then, [*(f"def {n}" for n in names), (left, "X*X.T*u"), (right, "Y*Y.T*v")])


def gaps(factor: str, size: str) -> tuple[list, list[str]]:
    """σ_r I ⪯ FFᵀ ⪯ σ_1 I as Gram gaps: letters and hypotheses."""
    names = {"K": f"K{factor}", "J": f"J{factor}"}
    letters = [a for n in names.values() for a in (x.integer(f"e{n}", "1"), x.matrix(n, size, f"e{n}"))]
    gram = f"{factor}*{factor}.T"
    return letters, [f"{gram} == K{factor}*K{factor}.T + low*I({size})", f"{gram} + J{factor}*J{factor}.T == top*I({size})"]


BEST, HALF, RATIO = "c*eta*(top+low) == 1", "2*c*eta*(top+low) == 1", "p*(top+low) == top - low"
"""h(σ_1 + σ_r) = 2, and = 1; what p is."""


def one_side(book: Book, objective: Objective) -> str:
    """‖(I − hXXᵀ)Q‖ ≤ p‖Q‖ at h(σ_1 + σ_r) = 2. With a = XXᵀ − σ_r, b = σ_1 − XXᵀ: p² − (1 − hXXᵀ)² = h²ab and (σ_1 − σ_r)ab =
    aba + bab."""
    own, (floor, cap) = gaps("X", "m")
    letters = [*x.SIZES, x.coefficient(objective), x.STEP, *SPAN, x.positive("p", "c*eta*w"), POINT[0], *own,
               x.matrix("Q", "m", "n")]  # fmt: skip
    given = [floor, cap, BEST]
    scale = book.expand(letters, given, "c*eta*w == 1 - 2*c*eta*low", ["def top"], [], [["_", BEST]])
    weight = "4*c**2*eta**2*w**(-1)"
    left = f"((I(m)-{H}*X*X.T)*Q)"
    return book.order(
        letters, given, f"p**2*tr(Q.T*Q) >= tr({left}.T*{left})",
        [{"weight": weight, "gram": "JX.T*KX*KX.T*Q"}, {"weight": weight, "gram": "KX.T*JX*JX.T*Q"}],
        [(floor, "KX*KX.T"), (cap, "JX*JX.T"), "def top", "def p", ("scale", "c*eta*w")], {"scale": scale})  # fmt: skip


def alternating(book: Book, objective: Objective, side: str) -> str:
    """‖Ṙ₊‖ ≤ p²‖Ṙ‖ for AGD at h(σ_1 + σ_r) = 2: `one_side` (``side``) on the right, then on the left."""
    known, given = spectra(objective, BEST)
    letters, right = [*known, x.positive("p", "c*eta*w")], f"(I(n)-{H}*Y*Y.T)"
    moved = intertwined(book, objective)
    found = book.order(
        letters, given, "p**4*tr(dR.T*dR) >= tr(dR1.T*dR1)", [{"weight": "p**2", "facts": ["right"]}, {"facts": ["left"]}],
        [("moved", "dR1")], {"right": use(side, ACROSS), "left": use(side, {"Q": f"dR*{right}"}), "moved": moved})  # fmt: skip
    return _with_ratio(book, letters, given, found)


def simultaneous(book: Book, objective: Objective, side: str) -> str:
    """‖Ṙ₊‖ ≤ p‖Ṙ‖ for simultaneous descent at h(σ_1 + σ_r) = 1: half of the two sides at twice the step."""
    known, given = spectra(objective, HALF)
    letters = [*known, x.positive("p", "2*c*eta*w")]
    moved, twice = intertwined(book, objective), {"eta": "2*eta"}
    found = book.order(
        letters, given, "p**2*tr(dR.T*dR) >= tr(eR1.T*eR1)",
        [{"weight": "1/2", "facts": ["right"]}, {"weight": "1/2", "facts": ["left"]},
         {"weight": "4*c**2*eta**2", "gram": "X*X.T*dR-dR*Y*Y.T"}],
        [("moved.1", "eR1")],
        {"right": use(side, {**ACROSS, **twice}), "left": use(side, {"Q": "dR", **twice}), "moved": moved})  # fmt: skip
    return _with_ratio(book, letters, given, found)


ACROSS = {"m": "n", "n": "m", "X": "Y", "KX": "KY", "JX": "JY", "eKX": "eKY", "eJX": "eJY", "Q": "dR.T"}
"""`one_side` for Y and the transposed Ṙ."""


def spectra(objective: Objective, step: str) -> tuple[list, list[str]]:
    """Letters and hypotheses: σ_rI ⪯ XXᵀ, YYᵀ ⪯ σ_1I, and the step."""
    (left, low), (right, high) = gaps("X", "m"), gaps("Y", "n")
    letters = [*x.SIZES, x.coefficient(objective), x.STEP, *SPAN, *POINT, *left, *right, *TANGENT]
    return letters, [*low, *high, step]


def _with_ratio(book: Book, letters: list, given: list[str], found: str) -> str:
    """The contraction, and p = (σ_1 − σ_r)/(σ_1 + σ_r)."""
    ratio = book.expand(letters, given, RATIO, ["def p", "def top"], [], [["w*_", given[-1]]])
    then = [*book.statements[found].json["then"], RATIO]
    return book.add("collect", letters, given, then, None, [found, ratio])


def best_step(book: Book) -> str:
    """M ≥ (1 − hσ_r)², (1 − hσ_1)² gives (σ_1 + σ_r)²M ≥ (σ_1 − σ_r)² + σ_1σ_r(h(σ_1 + σ_r) − 2)²: the mean of the two with the
    weights σ_1 and σ_r."""
    letters, ends = [*SPAN, x.positive("h"), x.real("M")], ["M >= (1-h*low)**2", "M >= (1-h*top)**2"]
    book.scene = {**book.scene, "low": "1", "w": "2", "h": "1/3", "M": "3"}
    return book.order(
        letters, ends, "(top+low)**2*M >= (top-low)**2 + low*top*(h*(top+low)-2)**2",
        [{"weight": "top*(top+low)", "facts": [ends[0]]}, {"weight": "low*(top+low)", "facts": [ends[1]]}], ["def top"],
    )  # fmt: skip
