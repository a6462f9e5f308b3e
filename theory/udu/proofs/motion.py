"""How columns move: drift of one step, rates along the flow, and what the ball takes away along all iterates."""

from __future__ import annotations

from fractions import Fraction

from theory.prove.derivation import Book, Derivation
from theory.prove.letters import family, matrix, positive, real
from theory.udu.proofs.letters import SIZES, SYMMETRIC_GRADIENT, book_of


def drift() -> Derivation:
    """One free step changes ‖u‖² − 2λ² by 4η²λ²‖Gu‖² − 2η²(uᵀGu)²."""
    book = book_of("random_point")
    letters = [
        ["n", {"kind": "dimension"}],
        positive("eta"),
        real("lam"),
        *SYMMETRIC_GRADIENT,
        matrix("u", "n", "1"),
        matrix("u1", "n", "1", "u-2*eta*lam*G*u"),
        real("lam1", "lam-eta*tr(u.T*G*u)"),
    ]
    goal = book.expand(
        letters,
        [],
        "tr(u1.T*u1) - 2*lam1**2 == tr(u.T*u) - 2*lam**2 + 4*eta**2*lam**2*tr(u.T*G*G*u) - 2*eta**2*tr(u.T*G*u)**2",
        ["def u1", "def lam1", "def G"],
    )
    return book.derivation(goal)


def flow_laws() -> Derivation:
    """The right sides of u' = −2λGu − νu, λ' = −uᵀGu at one point: the rates of balance and of growth of a column."""
    book = book_of("random_point")
    letters = [
        ["n", {"kind": "dimension"}],
        real("nu"),
        real("lam"),
        *SYMMETRIC_GRADIENT,
        matrix("u", "n", "1"),
        matrix("du", "n", "1", "-2*lam*G*u-nu*u"),
        real("dlam", "-tr(u.T*G*u)"),
    ]
    moves = ["def du", "def dlam"]
    balance = book.expand(letters, [], "2*tr(u.T*du) - 4*lam*dlam == -2*nu*tr(u.T*u)", [*moves, "def G"])
    growth = book.expand(
        [*letters, real("rho")],
        ["tr(u.T*G*u) == -rho*tr(u.T*u)"],
        "2*tr(u.T*du) == (4*lam*rho - 2*nu)*tr(u.T*u)",
        [*moves, "tr(u.T*G*u) == -rho*tr(u.T*u)"],
        **_rayleigh(book.scene),
    )
    return book.derivation(
        balance,
        growth,
        prose=(
            "In words: along the flow the left sides are d/dt(‖u_j‖² − 2λ_j²) [1] and d/dt‖u_j‖² =: p_j' [2]. So d/dt(‖u_j‖² "
            "− 2λ_j²) = −2ν‖u_j‖² (across clipping too, where λ_j' λ_j = 0), p_j'/p_j = 4λ_jρ_j − 2ν (replicator dynamics "
            "with fitness 4λ_jρ_j on the sphere), and for two columns with a common ρ: (ln p_j/p_k)' = 4ρ(λ_j − λ_k), (λ_j − "
            "λ_k)' = ρ(p_j − p_k): the larger one wins. Summed over the columns and integrated, the first is ∫ν = (‖D_T‖² − "
            "‖D_0‖²)/α² − (‖U_T‖² − ‖U_0‖²)/(2α²) where ν > 0 only on ‖U‖ = α."
        ),
    )


def _rayleigh(scene: dict) -> dict:
    """n = 1: ρ = −G."""
    g = 2 * Fraction(scene["K"][0][0])
    return {"n": "1", "K": [scene["K"][0][:1]], "u": [scene["u"][0][:1]], "rho": str(-g)}


def suppression() -> Derivation:
    """Σ_t (c_t² − 1)‖U_{t+1}‖² = 2(‖D_T‖² − ‖D_0‖²) − (‖U_T‖² − ‖U_0‖²) + Σ_t (4η²‖G_tU_tD_t‖² − 2η²‖q_t‖² + 2‖N_t‖²)."""
    book = book_of("random_path")
    return book.derivation(suppression_identity(book)[2])


def suppression_identity(book: Book) -> tuple[list, list[str], str]:
    """Letters, the equations of the step, and the certificate of `suppression`."""
    step = [
        "all(j, 0, T-1, c[j]*U[j+1] == U[j] - 2*eta*G[j]*U[j]*D[j])",
        "all(j, 0, T-1, D[j+1] == D[j] - eta*Q[j] + N[j])",
        "all(j, 0, T-1, tr(D[j]*Q[j]) == tr(D[j]*U[j].T*G[j]*U[j]))",
        "all(j, 0, T-1, tr(D[j+1]*N[j]) == 0)",
    ]
    scaled, clipped, paired, apart = step
    letters = [
        *SIZES,
        positive("eta"),
        ["T", {"kind": "integer", "min": "1"}],
        family("U", "matrix", "0", "T", shape=["n", "r"]),
        ["D", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T"]}],
        family("K", "matrix", "0", "T-1", shape=["n", "n"]),
        family("G", "matrix", "0", "T-1", shape=["n", "n"], value="K[n_]+K[n_].T"),
        ["Q", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T-1"]}],
        ["N", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T-1"]}],
        family("c", "positive", "0", "T-1"),
        family(
            "S",
            "real",
            "0",
            "T",
            first="0",
            next="S[n_] + (c[n_]**2-1)*tr(U[n_+1].T*U[n_+1]) - 4*eta**2*tr((G[n_]*U[n_]*D[n_]).T*(G[n_]*U[n_]*D[n_]))"
            " + 2*eta**2*tr(Q[n_]*Q[n_]) - 2*tr(N[n_]*N[n_])",
        ),
    ]
    then = "S[k] == 2*(tr(D[k]*D[k]) - tr(D[0]*D[0])) - (tr(U[k].T*U[k]) - tr(U[0].T*U[0]))"
    goal = book.induct(
        letters,
        step,
        then,
        ("k", "0", "T"),
        ["def S[0]"],
        ["def S[k+1]", ("induction", "S[k]"), "def G[k]"],
        hints=[
            ["c[k]*tr(_.T*U[k+1])", (scaled, "k")],
            ["tr(_.T*(U[k]-2*eta*G[k]*U[k]*D[k]))", (scaled, "k")],
            ["-2*tr(_*(D[k+1]-N[k]))", (clipped, "k")],
            ["-2*tr(_*(D[k]-eta*Q[k]))", (clipped, "k")],
            ["-4*_", (apart, "k")],
            ["4*eta*_", (paired, "k")],
        ],
        k=0,
    )
    return letters, step, goal


def two_sided_suppression() -> Derivation:
    """U D Vᵀ, a ball on each side: Σ_t (c_t² − 1)‖U_{t+1}‖² = Δ‖D‖² − Δ‖U‖² + Σ_t (η²‖G_tV_tD_t‖² − η²‖q_t‖² + ‖N_t‖²), and
    the same for V with its own factors e_t."""
    book = book_of("random_two_sided_path")
    shared = [
        "all(j, 0, T-1, D[j+1] == D[j] - eta*Q[j] + N[j])",
        "all(j, 0, T-1, tr(D[j]*Q[j]) == tr(D[j]*U[j].T*G[j]*V[j]))",
        "all(j, 0, T-1, tr(D[j+1]*N[j]) == 0)",
    ]
    clipped, paired, apart = shared
    push = {"U": "G[{0}]*V[{0}]*D[{0}]", "V": "G[{0}].T*U[{0}]*D[{0}]"}
    scaled = {s: f"all(j, 0, T-1, {b}[j]*{s}[j+1] == {s}[j] - eta*{push[s].format('j')})" for s, b in (("U", "c"), ("V", "e"))}
    letters = [
        *SIZES, ["m", {"kind": "dimension"}], positive("eta"), ["T", {"kind": "integer", "min": "1"}],
        family("U", "matrix", "0", "T", shape=["n", "r"]), family("V", "matrix", "0", "T", shape=["m", "r"]),
        ["D", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T"]}],
        family("G", "matrix", "0", "T-1", shape=["n", "m"]),
        ["Q", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T-1"]}],
        ["N", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T-1"]}],
        family("c", "positive", "0", "T-1"), family("e", "positive", "0", "T-1"),
    ]  # fmt: skip
    for side, ball, total in (("U", "c", "S"), ("V", "e", "P")):
        moved = push[side].format("n_")
        letters.append(family(total, "real", "0", "T", first="0", next=(
            f"{total}[n_] + ({ball}[n_]**2-1)*tr({side}[n_+1].T*{side}[n_+1]) - eta**2*tr(({moved}).T*({moved}))"
            " + eta**2*tr(Q[n_]*Q[n_]) - tr(N[n_]*N[n_])")))  # fmt: skip
    given, goals, laws = [*scaled.values(), *shared], [], []
    for side, ball, total in (("U", "c", "S"), ("V", "e", "P")):
        laws.append(f"{total}[k] == tr(D[k]*D[k]) - tr(D[0]*D[0]) - (tr({side}[k].T*{side}[k]) - tr({side}[0].T*{side}[0]))")
        step, moved = scaled[side], push[side].format("k")
        goals.append(book.induct(
            letters, given, laws[-1], ("k", "0", "T"), [f"def {total}[0]"], [f"def {total}[k+1]", ("induction", f"{total}[k]")],
            hints=[[f"{ball}[k]*tr(_.T*{side}[k+1])", (step, "k")], [f"tr(_.T*({side}[k]-eta*{moved}))", (step, "k")],
                   ["-tr(_*(D[k+1]-N[k]))", (clipped, "k")], ["-tr(_*(D[k]-eta*Q[k]))", (clipped, "k")],
                   ["-2*_", (apart, "k")], ["2*eta*_", (paired, "k")]], k=0))  # fmt: skip
    whole = [*letters, ["k", {"kind": "integer", "min": "0", "max": "T"}]]
    return book.derivation(book.add("collect", whole, given, laws, None, goals))
