"""The scalar steps of the convergence proofs, each unsatisfiable when negated, by z3 and by cvc5.

Letters are scaled: s = √η σ_r(X_0), S = √η σ_1(X_0), y = √η ‖Y_0‖, w = √f_0, so that η w is the drift unit. The
implications on their own; what they compose to is said in words by the derivation. Source: arXiv:2305.06927 v2 for
`paper_horizon` (reconstructed); the horizon-free theorem and its sharpened form are ours.
"""

from __future__ import annotations

from typing import Any

from theory.agd.letters import positive, real
from theory.prove.derivation import Book


def implied(book: Book, letters: list, given: list[str], then: list[str], **scene: Any) -> str:
    """One certificate: every conclusion from all the givens and the definitions of the letters."""
    defined = [["def", name] for name, spec in letters if "value" in spec]
    facts = [["given", i] for i in range(len(given))] + defined
    return book.add("smt", letters, given, then, [{"facts": facts} for _ in then], **scene)


def band(book: Book) -> str:
    """λ in [g, U] with g + U ≤ 2: |1 − λ| ≤ 1 − g."""
    return implied(book, [real("g"), real("U"), real("lam")], ["lam >= g", "U >= lam", "2 >= g + U"],
                   ["1 - g >= 1 - lam", "1 - g >= lam - 1", "(1-g)**2 >= (1-lam)**2"], g="1/4", U="3/2", lam="1")  # fmt: skip


def paper_factor(book: Book) -> str:
    """(1 − x)² ≤ 1 − x on [0, 1]: the exact factor is never worse than the paper's."""
    return implied(book, [real("z")], ["z >= 0", "1 >= z"], ["1 - z >= (1-z)**2"], z="1/3")


def length(book: Book) -> str:
    """0 ≤ b ≤ ca, c < 1: a² − b² ≤ (a − b)²(1 + c)/(1 − c); and c is attained: at b = ca both sides agree."""
    letters = [real("a"), real("b"), positive("q")]
    return implied(book, letters, ["1 > q", "b >= 0", "q*a >= b"], ["(a-b)**2*(1+q) >= (a**2-b**2)*(1-q)"],
                   a="3", b="1", q="1/2")  # fmt: skip


def paper_horizon(book: Book) -> str:
    """(scaled drift)² ≤ 2τ, τ = tη²f_0: 32τ ≤ 1 keeps norms from 3/4 below 1, 8τ ≤ s² keeps σ_r above s/2."""
    letters = [positive("s"), positive("x0"), positive("tau"), positive("D")]
    return implied(book, letters, ["2*tau >= D**2", "1 >= 32*tau", "s**2 >= 8*tau", "3 >= 4*x0"],
                   ["1 >= x0 + D", "s >= 2*D", "4*(s-D)**2 >= s**2"], s="1/4", x0="1/2", tau="1/200", D="1/20")  # fmt: skip


FREE = [positive("s"), positive("S"), positive("y"), positive("eta"), positive("w")]
SMALL = ["3 >= 4*S", "1 >= 2*s", "S >= s", "s**2 >= 8*eta*w"]
UNIT = {"s": "1/4", "S": "1/2", "y": "1/64", "eta": "1/20", "w": "1/10"}


def horizon_free(book: Book) -> str:
    """S, y ≤ 3/4, s ≤ 1/2, η√f_0 ≤ s²/8 meet every hypothesis of the horizon-free theorem with D_X = D_Y = s/2."""
    letters = [*FREE, positive("g", "1/4*s**2"), real("cX", "1-1/2*(S+1/2*s)**2"), real("cY", "1-1/2*(y+1/2*s)**2")]
    then = ["2 - (S+1/2*s)**2 >= g", "(s-1/2*s)**2 >= g", "1 > g", "cX > 0", "cY > 0",
            "g*(1/2*s)**2*cY >= (eta*w)**2*(2-g)", "g*(1/2*s)**2*cX >= (eta*w)**2*(2-g)"]  # fmt: skip
    return implied(book, letters, [*SMALL, "3 >= 4*y"], then, **UNIT)


def sharpened(book: Book) -> str:
    """S ≤ 3/4, s ≤ 1/2, y ≤ s/12, η√f_0 ≤ s²/8 meet the sharpened hypotheses with D_X = s/16, D_Y = 453s/2000, and
    the rate is g = (15s/16)² ≥ (7/8)s²."""
    letters = [*FREE, positive("g", "225/256*s**2"), positive("DX", "1/16*s"), positive("DY", "453/2000*s"),
               real("cX", "1-1/2*(S+1/16*s)**2"), real("cY", "1-1/2*(y+453/2000*s)**2")]  # fmt: skip
    then = ["2 - (S+DX)**2 >= g", "(s-DX)**2 >= g", "1 > g", "cX > 0", "cY > 0", "8*g >= 7*s**2",
            "g**2*DX**2 >= 2*(eta*w)**2*(y+DY)**2", "g*DY**2*cX >= (eta*w)**2*(2-g)"]  # fmt: skip
    return implied(book, letters, [*SMALL, "s >= 12*y"], then, **UNIT)


def still_y(book: Book) -> str:
    """Y_0 = 0, S ≤ 3/4, s ≤ 1/2, η√f_0 ≤ s²/5 meet the sharpened hypotheses with D_X = s/4, D_Y = 49s/100 and the rate
    g = (9/16)s²: a step 8/5 times larger."""
    letters = [positive("s"), positive("S"), positive("eta"), positive("w"), positive("g", "9/16*s**2"),
               positive("DX", "1/4*s"), positive("DY", "49/100*s"), real("cX", "1-1/2*(S+1/4*s)**2"),
               real("cY", "1-1/2*(49/100*s)**2")]  # fmt: skip
    given = ["3 >= 4*S", "1 >= 2*s", "S >= s", "s**2 >= 5*eta*w"]
    then = ["2 - (S+DX)**2 >= g", "(s-DX)**2 >= g", "1 > g", "cX > 0", "cY > 0",
            "g**2*DX**2 >= 2*(eta*w)**2*DY**2", "g*DY**2*cX >= (eta*w)**2*(2-g)"]  # fmt: skip
    return implied(book, letters, given, then, **{k: v for k, v in UNIT.items() if k != "y"})
