"""The second variation of fit·‖UDUᵀ − A‖² in both blocks, and its normal form at the points over an X with A X = X².

Over X = V S² Vᵀ, columns of V eigenvectors of A, the points with D = L² > 0 are U = V S O L⁻¹ with O Oᵀ = I: `inertia` finds
coordinates for every one of them in which the second variation is the same form. Where the columns lie along eigenvectors,
U = V S Tᵀ with orthonormal T, orthonormal coordinates do: `spectrum`. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, integer, matrix, positive, real
from theory.udu.problem import Objective
from theory.udu.proofs.letters import SIZES, book_of, leaf
from theory.udu.scenes import landscape as models


def second_variation(objective: Objective) -> Derivation:
    """Both blocks moved: the coefficient of t² is fit‖dX‖² + tr G(HDHᵀ + 2HEUᵀ), dX = HDUᵀ + UDHᵀ + UEUᵀ."""
    book = book_of("random_point", objective)
    return book.derivation(expansion(book, objective))


def expansion(book: Book, objective: Objective) -> str:
    """The certificate of `second_variation`."""
    letters, root = leaf(book, objective)
    first = "(H*D*U.T+U*D*H.T+U*E*U.T)"
    second, third = "(H*D*H.T+H*E*U.T+U*E*H.T)", "(H*E*H.T)"
    here = [
        *letters,
        matrix("H", "n", "r"),
        diagonal("E"),
        real("t"),
        matrix("R1", "n", "n", "(U+t*H)*(D+t*E)*(U+t*H).T-A"),
        real("F1", "c*tr(R1.T*R1)"),
    ]
    return book.expand(
        here,
        [],
        f"F1 == F + t*2*c*tr(R*{first}) + t**2*(c*tr({first}.T*{first}) + tr(2*c*R*(H*D*H.T+2*H*E*U.T)))"
        f" + t**3*2*c*(tr({first}*{second}) + tr(R*{third})) + t**4*c*(tr({second}*{second}) + 2*tr({first}*{third}))"
        f" + t**5*2*c*tr({second}*{third}) + t**6*c*tr({third}*{third})",
        ["def F1", ("root", "F"), "def R1", "def R", "def A"],
        {"root": root},
    )


BEYOND = "t**3*2*c*(tr(M*N)+tr(R*Q)) + t**4*c*(tr(N*N)+2*tr(M*Q)) + t**5*2*c*tr(N*Q) + t**6*c*tr(Q*Q)"
"""The terms of third and higher order, M, N, Q the coefficients of t, t², t³ in (U + tH)(D + tE)(U + tH)ᵀ."""


def inertia(objective: Objective) -> Derivation:
    """Any point over V S² Vᵀ with D = L²: the second variation is fit‖YS + SYᵀ‖² + 2fit(‖ZS‖² + tr R(ZZᵀ + KKᵀ))."""
    book = book_of("random_point", objective)
    taylor = expansion(book, objective)
    book.scene = models.over_a_product(Random(3), objective)
    before = [matrix("O", "k", "r"), diagonal("L", positive=True), matrix("U", "n", "r", "V*S*O*L**(-1)")]
    moves = "((V*(Y-1/2*S*O*L**(-2)*E*O.T)+Z)*O+K)*L**(-1)"
    letters = _letters(objective, before, "L**2", "Y*S+S*Y.T", moves, [])
    given = ["V.T*V == I(k)", "O*O.T == I(k)", "A*V == V*S**2", "V.T*Z == 0", "K*O.T == 0"]
    product, frame, eigen, normal, spare = given
    gap = "V*S**2*V.T - A"
    reduced = book.expand(letters, given, f"R == {gap}", ["def R", "def U", frame])
    first = book.expand(letters, given, "M == V*W*V.T + Z*S*V.T + V*S*Z.T",
                        ["def M", "def W", "def H", "def U", spare, frame])  # fmt: skip
    flat = _flat(book, letters, given, reduced, [product, eigen])
    size = book.expand(letters, given, "tr(M.T*M) == tr(W.T*W) + 2*tr(Z*S**2*Z.T)", [("first", "M"), product, normal],
                       {"first": first})  # fmt: skip
    bend = book.expand(letters, given, "tr(R*H*L**2*H.T) == tr(R*(Z*Z.T+K*K.T))",
                       ["def H", ("flat", "R*V"), ("flat.1", "V.T*R"), spare, frame], {"flat": flat})  # fmt: skip
    form = "c*tr(W.T*W) + 2*c*tr(Z*S**2*Z.T) + 2*c*tr(R*(Z*Z.T+K*K.T))"
    moved = {"cert": taylor, "set": {"D": "L*L"}}
    return _composed(book, letters, given, gap, form, [reduced, first, flat, size, bend], moved, _INERTIA)


def spectrum(objective: Objective) -> Derivation:
    """Columns along eigenvectors, any λ_j > 0: fit‖W‖² + 2fit(‖ZCS‖² + tr R(ZCZᵀ + KDKᵀ)), W = YCS + SCYᵀ + JS²."""
    book = book_of("random_point", objective)
    taylor = expansion(book, objective)
    book.scene = models.over_eigenvectors(Random(3), objective)
    before = [diagonal("C", "k", positive=True), matrix("T", "r", "k"), diagonal("D"), matrix("U", "n", "r", "V*S*T.T")]
    letters = _letters(objective, before, "D", "Y*C*S+S*C*Y.T+J*S**2", "(V*Y+Z)*T.T+K", [diagonal("J", "k")])
    given = ["V.T*V == I(k)", "T.T*T == I(k)", "D*T == T*C", "E*T == T*J", "A*V == V*C*S**2", "V.T*Z == 0", "K*T == 0"]
    product, frame, along, turned, eigen, normal, spare = given
    gap = "V*C*S**2*V.T - A"
    reduced = book.expand(letters, given, f"R == {gap}", ["def R", "def U", along, frame])
    first = book.expand(letters, given, "M == V*W*V.T + Z*C*S*V.T + V*C*S*Z.T",
                        ["def M", "def W", "def H", "def U", along, turned, spare, frame])  # fmt: skip
    flat = _flat(book, letters, given, reduced, [product, eigen])
    size = book.expand(letters, given, "tr(M.T*M) == tr(W.T*W) + 2*tr(Z*C**2*S**2*Z.T)", [("first", "M"), product, normal],
                       {"first": first})  # fmt: skip
    bend = book.expand(letters, given, "tr(R*H*D*H.T) == tr(R*(Z*C*Z.T+K*D*K.T))",
                       ["def H", ("flat", "R*V"), ("flat.1", "V.T*R"), along, spare, frame], {"flat": flat})  # fmt: skip
    form = "c*tr(W.T*W) + 2*c*tr(Z*C**2*S**2*Z.T) + 2*c*tr(R*(Z*C*Z.T+K*D*K.T))"
    return _composed(book, letters, given, gap, form, [reduced, first, flat, size, bend], {"cert": taylor}, _SPECTRUM)


def _letters(objective: Objective, before: list, magnitudes: str, width: str, moves: str, more: list) -> list:
    """A, the point and F; coordinates Y, Z, K, E of a direction (H, E), W the symmetric part; F1 at U + tH, D + tE."""
    return [
        *SIZES, integer("k", "0"), positive("c", str(objective.fit)), matrix("B", "n", "n"), matrix("A", "n", "n", "B+B.T"),
        matrix("V", "n", "k"), diagonal("S", "k", positive=True), *before,
        matrix("R", "n", "n", f"U*{magnitudes}*U.T-A"), real("F", "c*tr(R.T*R)"),
        matrix("Y", "k", "k"), matrix("Z", "n", "k"), matrix("K", "n", "r"), diagonal("E"), *more,
        matrix("W", "k", "k", width), matrix("H", "n", "r", moves), real("t"),
        matrix("R1", "n", "n", f"(U+t*H)*({magnitudes}+t*E)*(U+t*H).T-A"), real("F1", "c*tr(R1.T*R1)"),
        matrix("M", "n", "n", f"H*{magnitudes}*U.T+U*{magnitudes}*H.T+U*E*U.T"),
        matrix("N", "n", "n", f"H*{magnitudes}*H.T+H*E*U.T+U*E*H.T"), matrix("Q", "n", "n", "H*E*H.T"),
    ]  # fmt: skip


def _flat(book: Book, letters: list, given: list[str], reduced: str, rules: list[str]) -> str:
    """R V = 0 and Vᵀ R = 0."""
    right = book.expand(letters, given, "R*V == 0", [("reduced", "R"), *rules], {"reduced": reduced})
    symmetric = book.expand(letters, given, "R.T == R", ["def R", "def A"])
    left = book.expand(letters, given, "V.T*R == 0", [], {"right": right, "symmetric": symmetric},
                       [["_.T", "right"], ["-V.T*_", "symmetric"]])  # fmt: skip
    return book.add("collect", letters, given, ["R*V == 0", "V.T*R == 0"], None, [right, left])


def _composed(book: Book, letters: list, given: list[str], gap: str, form: str, steps: list[str], taylor: dict,
              prose: str) -> Derivation:  # fmt: skip
    """F1 = F + t²·form + higher orders, from the exact expansion and what its first two coefficients reduce to."""
    reduced, first, flat, size, bend = steps
    slope = book.expand(letters, given, "tr(R*M) == 0", [("first", "M"), ("flat", "R*V"), ("flat.1", "V.T*R")],
                        {"first": first, "flat": flat})  # fmt: skip
    cross = book.expand(letters, given, "tr(R*H*E*U.T) == 0", ["def U", ("flat.1", "V.T*R")], {"flat": flat})
    then = [f"F1 == F + t**2*({form}) + {BEYOND}", f"R == {gap}"]
    whole = book.expand(letters, given, then[0], ["def M", "def N", "def Q"],
                        {"taylor": taylor, "slope": slope, "size": size, "bend": bend, "cross": cross},
                        [["_", "taylor"], ["2*c*t*_", "slope"], ["c*t**2*_", "size"], ["2*c*t**2*_", "bend"],
                         ["4*c*t**2*_", "cross"]])  # fmt: skip
    return book.derivation(book.add("collect", letters, given, then, None, [whole, reduced]), prose=prose)


_INERTIA = (
    "In words: let X = V S² Vᵀ with orthonormal eigenvectors V of A, A V = V S², and D = L² > 0. U D Uᵀ = X makes the range "
    "of U that of V, so UL = VSO with O Oᵀ = I; and (H, E) ↦ (Y, Z, K, E) of [1] is linear and bijective: HL = (V(Y − …) + "
    "Z)O + K splits HL by the ranges of V and of Oᵀ. So in these coordinates the Hessian at every point over X is twice the "
    "form of [1], in which neither O nor L occurs; on the complement of V, where R = −A, it is diagonal in eigenvectors e_k, "
    "Ae_k = μ_ke_k. By Sylvester's law of inertia (Horn, Johnson, Matrix Analysis, 2nd ed., Theorem 4.5.8) index and nullity "
    "are those of the form. ‖YS + SYᵀ‖²: entries y_ijs_j + s_iy_ji for i ≤ j, so |I|(|I| + 1)/2 positive directions and "
    "|I|(|I| − 1)/2 zeros. E: r zeros. Z: μ_j − μ_k for j ∈ I, k ∉ I (times ‖z‖²). K, r − |I| dimensions a row: −μ_k for k ∉ "
    "I, and 0 on V. Hence index Σ_{k∉I}(#{j ∈ I: μ_j < μ_k} + (r − |I|)[μ_k > 0]) and nullity r + |I|(|I| − 1)/2 + |I|(r − "
    "|I|) + Σ_{k∉I}(#{j ∈ I: μ_j = μ_k} + (r − |I|)[μ_k = 0]), the sum in front being r|I| + r − |I|(|I| + 1)/2."
)
_SPECTRUM = (
    "In words: let the columns of the learnt eigenvalues lie along orthonormal eigenvectors V, ‖u_j‖ = s_j, λ_j the entries "
    "of C, μ_j = λ_js_j²; T places them among the r columns, the others are 0. (Y, Z, K) are orthonormal coordinates of H = "
    "(VY + Z)Tᵀ + K, so with fit = 1/2 the Hessian is ‖W‖² + 2‖ZCS‖² + 2 tr R(ZCZᵀ + KDKᵀ), twice the coefficient of t² in "
    "[1], and R = 0 on V, −A beside it. W has the entries y_ijλ_js_j + λ_is_iy_ji off the diagonal, each of them twice: one "
    "direction of (y_ij, y_ji) has 2(λ_j²s_j² + λ_i²s_i²) = 2(λ_iμ_i + λ_jμ_j), the other 0; and 2λ_is_iy_ii + s_i²E_i on it: "
    "4λ_i²s_i² + s_i⁴ = 4λ_iμ_i + ‖u_i‖⁴, and 0. Z, column j along e_k: 2λ_j²s_j² − 2λ_jμ_k = 2λ_j(μ_j − μ_k). K, column l "
    "along e_k: −2λ_lμ_k, and 0 along V. The magnitudes of empty columns occur nowhere: 0. Inside the ball the step is the "
    "identity minus η times the gradient, so its eigenvalues are 1 − ηh."
)
