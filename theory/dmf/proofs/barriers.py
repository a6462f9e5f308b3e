"""The height of the barriers between levels, from the lower bound of F by scalar wells. No Hessian, no genericity."""

from __future__ import annotations

from theory.dmf.problem import Objective
from theory.dmf.proofs import minima as derive_minima
from theory.dmf.proofs.letters import base
from theory.dmf.scenes.points import generic
from theory.prove.derivation import Book, Derivation

PROSE = derive_minima.ORDERED + (
    "Let a path lead from level r − 1 to level r ≤ d_min, y_r > y*. The r-th decreasing singular value s_r^L of q P is "
    "continuous, 0 at the start and s_+(y_r)^L > s_-(y_r)^L at the end, so somewhere s_r = s_-(y_r). Since s_- falls in y "
    "(at the lower root of y_r the polynomial of a larger y is not positive, so that root lies between its two), s_i ≥ s_r ≥ "
    "s_-(y_i) for i < r, hence g(s_i) ≥ g(s_+(y_i)) [2]; and s_k ≤ s_r ≤ s_-(y_k) for k > r with y_k > y*, hence g(s_k) ≥ 0 "
    "[3], as for every s_k if y_k ≤ y* ([3] and [4] with e at the turn). By the bound [1] F ≥ F(+^{r−1}, −_r) there. The path "
    "that moves the r-th mode alone along its balanced chain has its maximum at s_-(y_r) and attains this height."
)


def barrier_heights(objective: Objective) -> Derivation:
    """F ≥ Σ wells for every W (citing Schatten–Hölder and von Neumann), and the wells on both sides of the lower root."""
    book = Book(scene=generic(objective))
    root = book.add("objective", base(objective), [], "F == a*tr((P[L]-Y).T*(P[L]-Y))+Reg[L]", None)
    bound, wells = derive_minima.lower_bound(book, objective, root), derive_minima.wells(book, objective)
    return book.derivation(bound, *wells.values(), prose=PROSE)
