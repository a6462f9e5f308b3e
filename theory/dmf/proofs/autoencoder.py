"""Two layers with one ridge λ, a linear autoencoder: F = fit·‖W_2 W_1 − Y‖² + ridge·λ(‖W_1‖² + ‖W_2‖²), λ = 0 included.

What leaves F as it is, without the ridge and with it; and F around a critical point of full rank r = d_1, exactly, in
coordinates that make its second-order term a sum of independent parts.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.scenes.symmetry import full_rank, gauge
from theory.prove.derivation import Book
from theory.prove.formulas import redeclared, use
from theory.prove.letters import diagonal, dimensions, integer, matrix, real

VALUE = "a*tr((W2*W1-Y).T*(W2*W1-Y)) + b*lam*(tr(W1.T*W1)+tr(W2.T*W2))"
MOVED = {"W1": "X1", "W2": "X2", "F": "F1"}
INVERSE, TURN = "J*G == I(r)", "G.T*G == I(r)"


def _letters(objective: Objective, sizes: list, rows: str, cols: str, ridge: str | None = None) -> list:
    """Sizes, coefficients, λ (perhaps of a given value), Y, the two factors and F."""
    return [*sizes, *x.coefficients(objective), real("lam", ridge), matrix("Y", rows, cols), matrix("W1", "r", cols),
            matrix("W2", rows, "r"), real("F", VALUE)]


def _again(rows: str, cols: str, first: str, second: str) -> list:
    """F at other factors: X1, X2, F1."""
    return [matrix("X1", "r", cols, first), matrix("X2", rows, "r", second), redeclared(real("F", VALUE), **MOVED)]


def _root(book: Book, letters: list) -> str:
    return book.add("objective", letters, [], f"F == {VALUE}", None)


def invariances(book: Book, objective: Objective) -> tuple[str, str]:
    """λ = 0, J G = I: F(G W_1, W_2 J) = F(W_1, W_2). Any λ, GᵀG = I: F(G W_1, W_2 Gᵀ) = F(W_1, W_2)."""

    def invariant(ridge: str | None, given: str, second: str, *more: str) -> str:
        base = _letters(objective, dimensions("m", "n", "r"), "m", "n", ridge)
        change = [matrix(name, "r", "r") for name in ("G", *("J" if "J" in second else ""))]
        letters, root = [*base, *change, *_again("m", "n", "G*W1", second)], _root(book, base)
        rules = [("moved root", "F1"), ("root", "F"), "def X1", "def X2", given, *more]
        return book.expand(letters, [given], "F1 == F", rules, {"moved root": use(root, MOVED), "root": root})

    book.scene = gauge(Random(2), objective)
    without = invariant("0", INVERSE, "W2*J", "def lam")
    book.scene = gauge(Random(2), objective, turn=True)
    return without, invariant(None, TURN, "W2*G.T")


ROWS, COLS = "r+k+j", "r+k+i"
SIZES = [integer("r", "1"), integer("k", "0"), integer("i", "0"), integer("j", "0")]
RIGHT = [matrix("V", COLS, "r"), matrix("Vk", COLS, "k"), matrix("Vi", COLS, "i")]
LEFT = [matrix("U", ROWS, "r"), matrix("Uk", ROWS, "k"), matrix("Uj", ROWS, "j")]
BLOCKS = [matrix("A", "r", "r"), matrix("B", "r", "k"), matrix("Bi", "r", "i"), matrix("C", "r", "r"), matrix("D", "k", "r"),
          matrix("Dj", "j", "r")]
SECOND = ("a*tr((C*S+S*A).T*(C*S+S*A)) + b*lam*tr((A-C.T).T*(A-C.T)) + 1/2*a*(tr(M*E*E.T) - tr(N*E.T*E))"
          " + 1/2*a*(tr(M*H*H.T) + tr(N*H.T*H)) + a*tr(M*Bi*Bi.T) + a*tr(M*Dj.T*Dj)")
SLOPE = "2*a*tr((W2*W1-Y).T*(Z2*W1+W2*Z1)) + 2*b*lam*(tr(W1.T*Z1)+tr(W2.T*Z2))"
BEND = ("a*tr((Z2*W1+W2*Z1).T*(Z2*W1+W2*Z1)) + 2*a*tr((W2*W1-Y).T*Z2*Z1)"
        " + b*lam*(tr(Z1.T*Z1)+tr(Z2.T*Z2))")
HIGHER = "2*a*t**3*tr((Z2*W1+W2*Z1).T*Z2*Z1) + a*t**4*tr((Z2*Z1).T*Z2*Z1)"


def _frames(names: tuple[str, str, str], sizes: tuple[str, str, str]) -> list[str]:
    """The three frames are orthonormal and orthogonal to each other."""
    unit = [f"{name}.T*{name} == I({size})" for name, size in zip(names, sizes, strict=True)]
    return [*unit, *(f"{names[p]}.T*{names[q]} == 0" for p, q in ((0, 1), (0, 2), (1, 2)))]


FRAMES = [*_frames(("V", "Vk", "Vi"), ("r", "k", "i")), *_frames(("U", "Uk", "Uj"), ("r", "k", "j"))]
POINT = ["Y == U*M*V.T + Uk*N*Vk.T", "W1 == S*V.T", "W2 == U*S", "a*M == a*S*S + b*lam*I(r)"]


def second_order(book: Book, objective: Objective) -> str:
    """F(W + tZ) − F(W) at W_1 = S Vᵀ, W_2 = U S, Z_1 = A Vᵀ + B V_kᵀ + B_i V_iᵀ, Z_2 = U C + U_k D + U_j D_j, exactly."""
    book.scene = full_rank(Random(5), objective, Fraction(1, 2))
    base = _letters(objective, SIZES, ROWS, COLS)
    directions = [matrix("Z1", "r", COLS, "A*V.T+B*Vk.T+Bi*Vi.T"), matrix("Z2", ROWS, "r", "U*C+Uk*D+Uj*Dj"),
                  matrix("E", "r", "k", "B+D.T"), matrix("H", "r", "k", "B-D.T"), real("t")]
    letters = [*base, *RIGHT, *LEFT, diagonal("S", positive=True), diagonal("M"), diagonal("N", "k"), *BLOCKS, *directions,
               *_again(ROWS, COLS, "W1+t*Z1", "W2+t*Z2")]
    given = [*FRAMES, *POINT]
    root, blocks = _root(book, base), ["def Z1", "def Z2", *POINT[:3], *FRAMES, (POINT[3], "a*M")]
    taylor = book.expand(
        letters, given, f"F1 == F + t*({SLOPE}) + t**2*({BEND}) + {HIGHER}",
        [("moved root", "F1"), ("root", "F"), "def X1", "def X2"], {"moved root": use(root, MOVED), "root": root})
    critical = book.expand(letters, given, f"{SLOPE} == 0", blocks)
    squares = book.expand(letters, given, f"{BEND} == {SECOND}", [*blocks, "def E", "def H"])
    return book.expand(letters, given, f"F1 == F + t**2*({SECOND}) + {HIGHER}", [],
                       {"taylor": taylor, "critical": critical, "squares": squares},
                       [["_", "taylor"], ["t*_", "critical"], ["t**2*_", "squares"]])
