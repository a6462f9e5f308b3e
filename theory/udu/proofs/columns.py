"""Single columns beside the others: idle (λ = 0, u = 0), empty (u = 0, λ > 0), dead (λ = 0, u ≠ 0); and when X is optimal.

For f = fit·‖X − A‖², G = 2·fit·(X − A) at X = UDUᵀ. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from theory.prove.derivation import Derivation
from theory.prove.letters import dimensions, matrix, positive, real
from theory.udu.problem import Objective
from theory.udu.proofs.letters import book_of, leaf

GRADIENT = "2*c*R"


def idle_columns(objective: Objective) -> Derivation:
    """An idle column beside any others, moved by (t v, t w): F + t³w·vᵀGv + fit·t⁶w²‖v‖⁴, nothing below the third order."""
    book = book_of("random_point", objective)
    letters, root = leaf(book, objective)
    moved = [matrix("v", "n", "1"), real("w"), real("t"),
             matrix("R1", "n", "n", "U*D*U.T+(t*w)*(t*v)*(t*v).T-A"), real("F1", "c*tr(R1.T*R1)")]  # fmt: skip
    then = f"F1 == F + t**3*w*tr(v.T*{GRADIENT}*v) + c*t**6*w**2*tr(v.T*v)**2"
    goal = book.expand([*letters, *moved], [], then, ["def F1", ("root", "F"), "def R1", "def R", "def A"], {"root": root})
    return book.derivation(goal)


def optimality(objective: Objective) -> Derivation:
    """At RUD = 0: G ⪰ 0 makes X a minimizer over Z ⪰ 0, and a direction with vᵀGv < 0 lowers f inside X + s vvᵀ."""
    book = book_of("random_optimal", objective)
    letters, root = leaf(book, objective)
    flat = "R*U*D == 0"
    other = [*dimensions("p", "q"), matrix("K", "n", "p"), matrix("W", "n", "q"),
             matrix("R1", "n", "n", "W*W.T-A"), real("F1", "c*tr(R1.T*R1)")]  # fmt: skip
    above = book.order(
        [*letters, *other], [flat, "R == K*K.T"], "F1 >= F",
        [{"weight": "c", "gram": "W*W.T-U*D*U.T"}, {"weight": "2*c", "gram": "K.T*W"}],
        ["def F1", ("root", "F"), "def R1", "def R", "def A"], {"root": root},
        [["2*c*tr(W.T*_*W)", "R == K*K.T"], ["-2*c*tr(_*U.T)", flat]])  # fmt: skip
    along = [matrix("v", "n", "1"), positive("s"), matrix("R1", "n", "n", "U*D*U.T+s*v*v.T-A"), real("F1", "c*tr(R1.T*R1)")]
    book.scene = book_of("random_improvable", objective).scene
    below = book.order(
        [*letters, *along], [flat, "s*tr(v.T*v)**2 == -tr(v.T*R*v)", "-tr(v.T*R*v) > 0"], "F > F1",
        [{"weight": "c*s", "facts": ["-tr(v.T*R*v) > 0"]}],
        ["def F1", ("root", "F"), "def R1", "def R", "def A"], {"root": root},
        [["-c*s*_", "s*tr(v.T*v)**2 == -tr(v.T*R*v)"]])  # fmt: skip
    return book.derivation(above, below, prose=(
        "In words: a fixed point has GUD = 0 (udu-exclusion). If G = 2·fit·(X − A) ⪰ 0, then f(Z) ≥ f(X) for every Z ⪰ 0 [1]; "
        "if not, some v has vᵀGv < 0, and X + s vvᵀ ⪰ 0 with s = −vᵀRv/‖v‖⁴ is lower [2]."))  # fmt: skip


def empty_column(objective: Objective) -> Derivation:
    """The step of an empty column, u = t v at λ > 0: (I − 2ηλG)tv + O(t³); not expanding along v gives vᵀGv ≥ ηλ‖Gv‖²."""
    book = book_of("random_calm", objective)
    letters, root = leaf(book, objective)
    moved = [positive("eta"), positive("lam"), real("t"), matrix("v", "n", "1"), matrix("G", "n", "n", GRADIENT),
             matrix("G1", "n", "n", "2*c*(U*D*U.T+lam*(t*v)*(t*v).T-A)"),
             matrix("u1", "n", "1", "t*v-2*eta*lam*G1*(t*v)")]  # fmt: skip
    calm = "tr(v.T*v) >= tr((v-2*eta*lam*G*v).T*(v-2*eta*lam*G*v))"
    step = book.expand(
        [*letters, *moved], [calm], "u1 == t*(v - 2*eta*lam*G*v) - 4*c*eta*lam**2*t**3*v*v.T*v",
        ["def u1", "def G1", "def G", "def R"], [root])  # fmt: skip
    curved = book.order(
        [*letters, *moved], [calm], "tr(v.T*G*v) >= eta*lam*tr((G*v).T*(G*v))",
        [{"weight": "1/4*eta**(-1)*lam**(-1)", "facts": [calm]}], ["def G", "def R", "def A"], [root])  # fmt: skip
    then = ["u1 == t*(v - 2*eta*lam*G*v) - 4*c*eta*lam**2*t**3*v*v.T*v", "tr(v.T*G*v) >= eta*lam*tr((G*v).T*(G*v))"]
    return book.derivation(book.add("collect", [*letters, *moved], [calm], then, None, [step, curved]))


def dead_columns(objective: Objective) -> Derivation:
    """X = 0: F(U, D) − F(U_0, 0) = tr(D UᵀG(0)U) + fit·‖UDUᵀ‖², so F does not fall while tr(D UᵀG(0)U) ≥ 0."""
    book = book_of("random_dead", objective)
    letters, root = leaf(book, objective)
    none, cost = real("F0", "c*tr(A*A)"), "-2*c*tr(D*U.T*A*U) >= 0"
    goal = book.order([*letters, none], [cost], "F >= F0", [{"facts": [cost]}, {"weight": "c", "gram": "U*D*U.T"}],
                      [("root", "F"), "def R", "def F0", "def A"], {"root": root})  # fmt: skip
    return book.derivation(goal, prose=(
        "In words: let u_jᵀG(0)u_j > 0 for all columns of U_0, G(0) = −2·fit·A. By continuity it holds near U_0, so there and "
        "for all λ ≥ 0 the hypothesis of [1] holds: F(U, D) ≥ F(U_0, 0), a local minimum of the constrained F, whatever the "
        "other eigenvalues of G(0)."))  # fmt: skip
