"""Where columns end under the flow u' = −2λGu, λ' = −uᵀGu, G = X − A: the algebra in it, for one column, and for aligned ones.

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from theory.prove.derivation import Book, Derivation
from theory.prove.letters import dimensions, matrix, positive, real
from theory.udu.problem import Objective
from theory.udu.scenes import stationary as models


def one_column() -> Derivation:
    """Along an eigenvector: (vᵀu)' = 2λ(μ − λ‖u‖²)vᵀu; at a point with Gu = 0, (μ − λ‖u‖²)vᵀu = 0; and uᵀu' = 2λλ'."""
    book = Book(scene=models.random_eigenvector(Random(3), Objective()))
    point = [*dimensions("n"), matrix("B", "n", "n"), matrix("A", "n", "n", "B+B.T"), real("lam"), matrix("u", "n", "1"),
             matrix("G", "n", "n", "lam*u*u.T-A")]  # fmt: skip
    moving = [*point, matrix("du", "n", "1", "-2*lam*G*u"), real("dlam", "-tr(u.T*G*u)")]
    eigen, along = "A*v == mu*v", [real("mu"), matrix("v", "n", "1")]
    growth = book.expand([*moving, *along], [eigen], "tr(v.T*du) == 2*lam*(mu - lam*tr(u.T*u))*tr(v.T*u)",
                         ["def du", "def G", "def A"], None, [["2*lam*tr(u.T*_)", eigen]])  # fmt: skip
    balance = book.expand(moving, [], "tr(u.T*du) == 2*lam*dlam", ["def du", "def dlam"])
    book.scene = models.random_eigenvector(Random(3), Objective(), rest=True)
    ends = book.expand([*point, *along], [eigen, "G*u == 0"], "(mu - lam*tr(u.T*u))*tr(v.T*u) == 0", ["def G", "def A"], None,
                       [["-tr(v.T*_)", "G*u == 0"], ["-tr(u.T*_)", eigen]])  # fmt: skip
    return book.derivation(growth, ends, balance, prose=_ONE_COLUMN)


def window() -> Derivation:
    """Aligned columns: g = λu² − μ has g' = −(u⁴ + 4λ²u²)g; the limit λu² = μ with u² − 2λ² = ε² − 2l_0² solves a cubic."""
    book = Book(scene=models.random_mode(Random(3), Objective()))
    letters = [real("mu"), real("lam"), real("u"), real("g", "lam*u**2-mu"), real("du", "-2*lam*g*u"),
               real("dlam", "-g*u**2")]  # fmt: skip
    rate = book.expand(letters, [], "dlam*u**2 + 2*lam*u*du == -g*(u**4 + 4*lam**2*u**2)", ["def dlam", "def du"])
    book.scene = models.random_limit(Random(3), Objective())
    given = ["lam*p == mu", "p - 2*lam**2 == w - 2*b**2"]
    cubic = book.expand([positive(name) for name in ("lam", "p", "mu", "w", "b")], given, "2*lam**3 + (w - 2*b**2)*lam == mu",
                        [], None, [["_", given[0]], ["-lam*_", given[1]]])  # fmt: skip
    return book.derivation(rate, cubic, prose=_WINDOW)


_ONE_COLUMN = (
    "In words: let f = ½‖X − A‖², X = λuuᵀ, λ(0) > 0; where λ is 0, λ' = max(−uᵀGu, 0). F falls along this gradient flow, so "
    "λ‖u‖² = ‖X‖ stays bounded, and ‖u‖² − 2λ² does not change while λ > 0 [3], so (u, λ) stays bounded. If λ reaches 0 at a "
    "time T, then λ'(T) = uᵀAu ≤ 0, and the point rests, X = 0. Else the flow is one of a polynomial for all times, and a "
    "bounded one has a limit (u*, λ*) (Łojasiewicz, Sur les trajectoires du gradient d'une fonction analytique, 1984), with "
    "λ*Gu* = 0 and u*ᵀGu* = 0. If λ* = 0, X → 0. Let λ* > 0, so Gu* = 0. By [1] each vᵀu, Av = μv, keeps its sign or its "
    "zero; by [2] u* has components only where μ = λ*‖u*‖². Let μ_1 be the largest eigenvalue with vᵀu(0) ≠ 0 for a v of it. "
    "If u* ≠ 0, that eigenvalue μ = λ*‖u*‖² > 0 is at most μ_1, and if it were less, or u* = 0 < μ_1, then by [1] (ln |vᵀu|)' "
    "→ 2λ*(μ_1 − λ*‖u*‖²) > 0, against vᵀu → 0. So X → μ_1eeᵀ, e the unit vector of the projection of u(0) on that eigenspace "
    "(all its components grow by one factor), if μ_1 > 0; else u* = 0 and X → 0. If all μ with vᵀu(0) ≠ 0 are positive, λ* > "
    "0: where λ is small beside them, λ' = uᵀAu − λ‖u‖⁴ ≥ (m − λ‖u‖²)‖u‖² ≥ 0 with the least of them, m. If all are negative, "
    "−m the largest, λ' ≤ −m‖u‖²: for b = ‖u(0)‖² − 2λ(0)² > 0 it is ≤ −mb until λ = 0, and b < 0 gives λ² ≥ −b/2, so u → 0."
)
_WINDOW = (
    "In words: A = diag(μ_i) with μ_i > 0, one column a mode, u_i = ε e_i, λ_i = l_0, l_0ε² < μ_i. While the ball is inactive "
    "the columns stay aligned, u_i a number, g_i = λ_iu_i² − μ_i < 0, and u_i² and λ_i increase; by [1] g_i' = −(u_i⁴ + "
    "4λ_i²u_i²)g_i, whose factor is at least its value at the start, so g_i < 0 for all times and g_i → 0. u_i² − 2λ_i² = ε² "
    "− 2l_0² does not change, since u_iu_i' = 2λ_iλ_i', so p_i = u_i² increases, and never reaches its limit, where by [2] "
    "with w = ε², b = l_0 the limit of λ_i is the root of 2λ³ + (ε² − 2l_0²)λ = μ_i with λ > 0 (one: p = μ_i/λ turns the "
    "balance into p − 2μ_i²/p² = ε² − 2l_0², whose left side increases in p). So ‖U‖² = Σp_i increases to α_ε² = Σμ_i/λ_i "
    "without reaching it: the ball ‖U‖ ≤ α is never active iff α ≥ α_ε. As ε → 0, p_i and so α_ε fall to those of 2λ³ − "
    "2l_0²λ = μ_i."
)
