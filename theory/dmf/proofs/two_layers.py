"""Two layers: a critical point at which no singular value of Y is left over that exceeds √λ is a global minimizer.

With R = Y − W_2 W_1 and RᵀR + K Kᵀ = λ·I, F(V) − F(W) is a sum of squares for every V, exactly: the convex certificate of
the nuclear norm, written in the factors.
"""

from __future__ import annotations

from random import Random

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.gradient import RENAME, Gradient
from theory.dmf.proofs.points import CLOSED_FORM, SCALED, VALUE, segments
from theory.dmf.proofs.saddles import closed_form_letters
from theory.dmf.scenes.saddles import contracted
from theory.prove.derivation import Book
from theory.prove.formulas import redeclared, renamed, unfold, use
from theory.prove.letters import family

LEAST = "F1 >= F"
OTHERS = [family("W1", "matrix", "1", "L", shape=["d[n_]", "d[n_-1]"]),
          *redeclared([x.PRODUCT, x.REGULARIZER, x.OBJECTIVE], **RENAME)]
"""F at any other factors."""
CONTRACTED = "(Y-P[2]).T*(Y-P[2]) + K*K.T == q[2]**2*I(d[0])"
REST = f"(Y-U[L]*{VALUE}*U[0].T)"
REST_CONTRACTED = renamed(f"{REST}.T*{REST} + K*K.T == q[L]**2*I(d[0])", L="2")


def global_minimizer(book: Book, objective: Objective, root: str, steps: Gradient, critical: str) -> str:
    """L = 2: the closed form, where what Y has beside the active pairs is at most √λ in norm, minimizes F."""
    least = _certified(book, objective, root, steps)
    book.scene = _scene(objective)
    letters = x.fixed([*closed_form_letters(objective), x.matrix("K", "d[0]", "d[0]"), *OTHERS], 2)
    given = [*(renamed(atom, L="2") for atom in CLOSED_FORM), REST_CONTRACTED]
    orthonormal = given[0]
    pairs = [(given[3], "Y*U[0]"), (given[4], "Y.T*U[2]")]
    apart = "(I(d[0])-U[0]*U[0].T)*K"
    rest = book.expand(
        letters, given, renamed(CONTRACTED, K=f"({apart})"),
        [("product", "q[2]*P[2]"), (REST_CONTRACTED, "K*K.T"), *pairs,
         *(((orthonormal, n), f"U[{n}].T*U[{n}]") for n in ("0", "2"))],
        {"product": use(segments(book).head_whole, L="2", n="2")})
    return book.add("order", letters, given, LEAST, [{"terms": [{"facts": ["least"]}]}],
                    {"least": {"cert": least, "set": {"K": apart}}, "rest": rest, "critical": use(critical, L="2")})


def _certified(book: Book, objective: Objective, root: str, steps: Gradient) -> str:
    """L = 2: a critical point with RᵀR + K Kᵀ = λ·I minimizes F."""
    book.scene = _scene(objective, residual=True)
    letters = x.fixed([*x.base(objective), x.SCALES, x.SCALE_PRODUCT, x.matrix("K", "d[0]", "d[0]"), *OTHERS], 2)
    scaled = renamed(SCALED, L="2")
    given, opened = [scaled, "critical(F, W)", CONTRACTED], [*letters, *x.fixed([x.TAIL], 2)]
    rules: list = [("moved root", "F1"), ("root", "F"), (CONTRACTED, "K*K.T")]
    for k in ("2", "1"):
        rules += [*unfold("P1 P Reg1 Reg q", k), ((scaled, k), f"b*lam[{k}]")]
    rules += [*unfold("P1 P Reg1 Reg q", "0"), "def A[1]", "def A[2]"]
    least = book.order(
        opened, given, LEAST,
        [{"weight": "a", "gram": "P1[2]-P[2]"}, {"weight": "a", "gram": "mu[2]*W1[2]-mu[2]**(-1)*(Y-P[2])*W1[1].T"},
         {"weight": "a*mu[2]**(-2)", "gram": "K.T*W1[1].T"}],
        rules,
        {"moved root": use(root, RENAME, L="2"), "root": use(root, L="2"), "first": use(steps.stationary, L="2", l="1"),
         "second": use(steps.stationary, L="2", l="2")},
        [["-1/2*tr(W[1].T*_)", "first"], ["-1/2*tr(W[2].T*_)", "second"]])
    return book.add("forget", letters, given, LEAST, None, [least])


def _scene(objective: Objective, residual: bool = False) -> dict:
    scene = contracted(Random(30), objective, residual)
    return {**scene, "W1": scene["V"]}
