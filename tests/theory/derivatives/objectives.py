"""Objectives of matrix factorization and its neighbours, with what is known of their symmetries.

The invariances are those of the literature or follow by hand: Ge–Jin–Zheng 2017 (balancing leaves the orthogonal group),
Du–Hu–Lee 2018 and Arora et al. 2018 (XᵀX − YᵀY and W_lW_lᵀ − W_{l+1}ᵀW_{l+1} under gradient flow), Baldi–Hornik 1989
(autoencoder), Salimans–Kingma 2016 (weight normalisation: ‖v‖ is free), Kunin et al. 2021 (rescaling and conservation).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from theory.statements.derivatives.derive import Derived, derive


@dataclass(frozen=True)
class Known:
    """``invariances``: (group, the variables that move, sorted); ``conserved``: how many quantities."""

    text: str
    variables: str
    where: str
    invariances: tuple[tuple[str, str], ...]
    conserved: int


GL, O, DIAGONAL, SCALING = "general linear", "orthogonal", "diagonal", "scaling"

OBJECTIVES = {
    "plain": Known("1/2*||X*Y^T - A||^2", "X,Y", "X: m x r", ((GL, "X,Y"),), 1),
    "balancing": Known("1/2*||X*Y^T - A||^2 + 1/8*||X^T*X - Y^T*Y||^2", "X,Y", "X: m x r", ((O, "X,Y"),), 0),
    "symmetric": Known("||Y*Y^T - A||^2", "Y", "Y: m x r, A: symmetric", ((O, "Y"),), 0),
    "sensing": Known("(<A_1, X*Y^T> - b_1)^2 + (<A_2, X*Y^T> - b_2)^2", "X,Y", "X: m x r, b_1: real, b_2: real",
                     ((GL, "X,Y"),), 1),
    "UDU": Known("1/2*||U*D*U^T - A||^2", "U,D", "U: m x r, D: diagonal, A: symmetric", ((DIAGONAL, "D,U"),), 1),
    "UDV": Known("1/2*||U*D*V^T - A||^2", "U,D,V", "U: m x r, D: diagonal", ((DIAGONAL, "D,U"), (DIAGONAL, "U,V")), 2),
    "weight normalisation": Known("1/2*||g/||v||*A*v - b||^2", "v,g", "v: vector, b: vector, g: real", ((SCALING, "v"),), 1),
    "autoencoder": Known("||W_2*W_1*X - X||^2", "W_1,W_2", "X: n x k, W_1: p x n", ((GL, "W_1,W_2"),), 1),
    "PCA": Known("-tr(U^T*C*U) + lambda*tr((U^T*U - I)^2)", "U", "C: symmetric, U: n x r, lambda > 0", ((O, "U"),), 0),
    "Procrustes": Known("||X*Q - Y||^2", "Q", "Q: orthogonal, X: m x n", (), 0),
    "low rank plus sparse": Known("1/2*||X*Y^T + S - A||^2 + lambda/2*(||X||^2 + ||Y||^2) + mu/2*||S||^2", "X,Y,S",
                                  "X: m x r, lambda > 0, mu > 0", ((O, "X,Y"),), 0),
    "deep, three layers": Known("||W_3*W_2*W_1 - Y||^2", "W_1,W_2,W_3", "W_1: d1 x d0, W_2: d2 x d1, W_3: d3 x d2",
                                ((GL, "W_1,W_2"), (GL, "W_2,W_3")), 2),
    "deep, four layers, ridge": Known("||W_4*W_3*W_2*W_1 - Y||^2 + c*(||W_1||^2 + ||W_2||^2 + ||W_3||^2 + ||W_4||^2)",
                                      "W_1,W_2,W_3,W_4", "W_1: d1 x d0, W_2: d2 x d1, W_3: d3 x d2, W_4: d4 x d3, c > 0",
                                      ((O, "W_1,W_2"), (O, "W_2,W_3"), (O, "W_3,W_4")), 0),
    "completion, rows and columns": Known("1/2*||P*(X*Y^T - A)*Q||^2", "X,Y", "X: m x r, P: m x m diagonal, Q: n x n diagonal",
                                          ((GL, "X,Y"),), 1),
    "phase retrieval": Known("(x^T*B_1*x - y_1)^2 + (x^T*B_2*x - y_2)^2", "x",
                             "x: vector, B_1: symmetric, B_2: symmetric, y_1: real, y_2: real", (), 0),
    "Rayleigh quotient": Known("tr(X^T*A*X)/||X||^2", "X", "X: n x r", ((O, "X"), (SCALING, "X")), 1),
    "log-free covariance": Known("tr(S*X^-1) + ||X||^2", "X", "X: n x n, S: symmetric", (), 0),
}  # fmt: skip


@lru_cache
def derived(name: str) -> Derived:
    """What is derived of one of them; nobody changes it."""
    known = OBJECTIVES[name]
    return derive(known.text, known.variables.split(","), known.where)
