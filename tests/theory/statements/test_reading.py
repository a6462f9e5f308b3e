"""What becomes of hypotheses, kinds and orders: kernel statements written by hand beside the text; and what is refused.

Each refusal is something that two readers could read differently; a choice made silently would be a wrong verdict some day.
"""

from __future__ import annotations

from typing import Any

import pytest

from theory.statements.elaborate import elaborate
from theory.statements.reading import read
from theory.statements.tree import StatementError


def kernel(text: str, where: str = "") -> tuple[dict[str, Any], list[str], list[str]]:
    json = elaborate(read(text, where)).json
    return dict(json["letters"]), json["given"], json["then"]


READ = [
    ("A >= 0 |- tr(A) >= 0", "", [], ["tr(A) >= 0"]),
    ("A >= B |- tr(A) >= tr(B)", "", ["A - B == K_1*K_1.T"], ["tr(A) >= tr(B)"]),
    ("x >= y |- x + 1 > y", "", ["x >= y"], ["x + 1 > y"]),
    ("A ⪯ B |- A = B", "", ["B - A == K_1*K_1.T"], ["A == B"]),
    ("A ≻ 0 |- A = A", "", ["K_A*J_A == I(n)", "J_A*K_A == I(n)"], ["A == A"]),
    ("A = A |- A ⪰ B", "", ["A == A"], ["(A - B).T == A - B", "v.T*(A - B)*v >= 0"]),
    ("A = A |- A ≻ 0", "A: symmetric", ["A.T == A", "A == A", "v.T*v > 0"], ["A.T == A", "v.T*A*v > 0"]),
    ("A A^T ⪰ 0", "", [], ["v.T*(A*A.T)*v >= 0"]),
    ("‖x‖ <= 1", "x: vector", ["norm_x >= 0", "norm_x**2 == tr(x.T*x)"], ["1 >= norm_x"]),
    ("‖A‖² <= 1", "", [], ["1 >= tr(A.T*A)"]),
    ("‖A‖³ >= 0", "", ["norm_A >= 0", "norm_A**2 == tr(A.T*A)"], ["norm_A**3 >= 0"]),
    ("|x| >= x", "", ["norm_x >= 0", "norm_x**2 == tr(x.T*x)"], ["norm_x >= x"]),
    ("1/x = 1", "", ["x*rec_x == 1"], ["rec_x == 1"]),
    ("1/x = 1", "x > 0", [], ["x**(-1) == 1"]),
    ("x/2 = 1", "", [], ["1/2*x == 1"]),
    ("A^-1 B = C", "", ["A*A_inv == I(n)", "A_inv*A == I(n)"], ["A_inv*B == C"]),
    ("A^{-T} = A", "", ["A*A_inv == I(n)", "A_inv*A == I(n)"], ["A_inv.T == A"]),
    ("0 <= x <= 1 |- x^2 <= x", "", ["x >= 0", "1 >= x"], ["x >= x**2"]),
    ("A = B = C |- A = C", "", ["A == B", "B == C"], ["A == C"]),
    ("U^T U = I", "U: m x r orthonormal", ["U.T*U == I(r)"], ["U.T*U == I(r)"]),
    ("U U^T = I", "U: orthogonal", ["U.T*U == I(n)", "U*U.T == I(n)"], ["U*U.T == I(n)"]),
    ("P = P", "P: projection", ["P*P == P", "P.T == P"], ["P == P"]),
    ("A = 0", "A: skew", ["A.T == -A"], ["A == 0"]),
    ("A = 0", "A: normal", ["A*A.T == A.T*A"], ["A == 0"]),
    ("S = S", "S: diagonal >= 0", ["S == E_S*E_S"], ["S == S"]),
    ("S = S", "S: diagonal, S ≻ 0", ["S == E_S*E_S", "E_S*J_S == I(n)", "J_S*E_S == I(n)"], ["S == S"]),
    ("t = t", "t: positive >= 2", ["t >= 2"], ["t == t"]),
    ("t = t", "t: positive, t: real > 1/2", ["t > 1/2"], ["t == t"]),
    ("t = t", "t: positive >= 0", [], ["t == t"]),
    ("t = t", "t: nonnegative", ["t >= 0"], ["t == t"]),
    ("k = k", "k: positive integer", ["k >= 1"], ["k == k"]),
    ("k = k", "k: positive integer >= 0", ["k >= 1"], ["k == k"]),
    ("n = n", "n: dimension >= 2, A: n x n", ["n >= 2"], ["n == n"]),
    ("S^L = I", "S: diagonal > 0, L: integer >= 2", [], ["S**(L) == I(n)"]),
    ("s^L >= 0", "s > 0, L >= 2", [], ["s**(L) >= 0"]),
    ("n tr(A) = m", "A: n x n, m: real", [], ["n*tr(A) == m"]),
    ("λ A = A", "", [], ["lambda_*A == A"]),
    ("A' = B", "", [], ["A.T == B"]),
    ("XY = 0 and YX = 0 |- X = Y", "", ["X*Y == 0", "Y*X == 0"], ["X == Y"]),
    ("X_1 X_2 = X1", "", [], ["X_1*X_2 == X1"]),
    ("tr(A) I = A", "", [], ["tr(A)*I(n) == A"]),
    ("I_n = A", "", [], ["I(n) == A"]),
    ("I = A", "I: n x n", [], ["I_ == A"]),
    ("AB = 0", "AB: n x n", [], ["AB == 0"]),
    ("A T = B", "T: n x n", [], ["A*T == B"]),
    ("½‖X‖² >= 0", "", [], ["1/2*tr(X.T*X) >= 0"]),
    ("½(A + A^T) = B", "", [], ["1/2*(A + A.T) == B"]),
    ("⅓ x - ¾*y = -⅞", "", [], ["1/3*x - 3/4*y == -7/8"]),
    ("½² x = x/½", "", [], ["(1/2)**2*x == 2*x"]),
    ("t = t", "t: real > ½", ["t > 1/2"], ["t == t"]),
]


@pytest.mark.parametrize(("text", "where", "given", "then"), READ, ids=[f"{t} | {w}" for t, w, _, _ in READ])
def test_hypotheses_and_orders(text: str, where: str, given: list[str], then: list[str]) -> None:
    _, found_given, found_then = kernel(text, where)
    assert (found_given, found_then) == (given, then)


def test_a_semidefinite_letter_is_a_product_with_a_square_factor() -> None:
    """A ⪰ 0 iff A = KKᵀ for some K of the same size (HJ 7.2.7)."""
    letters, _, _ = kernel("A ⪰ 0 |- tr(A) >= 0")
    assert letters["A"] == {"kind": "matrix", "shape": ["n", "n"], "value": "K_A*K_A.T"}
    assert letters["K_A"] == {"kind": "matrix", "shape": ["n", "n"]}


@pytest.mark.parametrize(
    ("text", "where", "shapes"),
    [
        ("AB = BA", "", {"A": ["n", "n"], "B": ["n", "n"]}),
        ("ABC = D", "", {"A": ["n", "m"], "B": ["m", "p"], "C": ["p", "q"], "D": ["n", "q"]}),
        ("(AB)^T = C", "A: m x n", {"A": ["m", "n"], "B": ["n", "p"], "C": ["p", "m"]}),
        ("A x = b", "A: m x n, x, b: vector", {"A": ["m", "n"], "x": ["n", "1"], "b": ["m", "1"]}),
        ("<X, Y> = 0", "X: 2 x 3", {"X": ["2", "3"], "Y": ["2", "3"]}),
        ("x^T A y = 0", "A: m x n, x, y: vector", {"x": ["m", "1"], "y": ["n", "1"]}),
        ("X ∈ ℝ^{m×n}, Y ∈ R^{n x k} |- X Y = 0", "", {"X": ["m", "n"], "Y": ["n", "k"]}),
    ],
)
def test_shapes_come_out_of_the_formula(text: str, where: str, shapes: dict[str, list[str]]) -> None:
    letters, _, _ = kernel(text, where)
    assert {name: letters[name]["shape"] for name in shapes} == shapes


REFUSED = [
    ("1/2x = 1", "", "product without a sign behind a division"),
    ("a/b c = 1", "", "product without a sign behind a division"),
    ("1/t ||A||^2 >= 0", "t > 0", "product without a sign behind a division"),
    ("x^2^3 = 1", "", "power of a power"),
    ("A 2 = B", "", "number right after an operand"),
    ("|A| = 1", "", "determinant"),
    ("||A||_2 = 1", "", "spectral"),
    ("x^T y = 0", "", "not declared"),
    ("<x, y> = 0", "", "not declared"),
    ("‖x‖ = 1", "", "not declared"),
    ("ATA = B", "", "transpose"),
    ("A^T = B", "T: integer >= 1", "transpose, and T is declared"),
    ("AB = C", "AB: n x n, A: n x n, B: n x n", "so is each of"),
    ("f(x) = 1", "", "could be a function"),
    ("A[1] = 0", "", "could be an entry"),
    ("I(x) = A", "x: real", "could be a size or a product"),
    ("A + 1 = B", "", "multiple of I"),
    ("A >= 1", "", "cannot be compared"),
    ("M >= 1 |- 1/M <= 1", "", "declare M: real"),
    ("A >= 0", "A: n x n positive", "entrywise or definite"),
    ("A >= B", "A, B: m x n", "square"),
    ("x >= 0", "x: vector", "square"),
    ("x = 0", "x: vector >= 0", "compared with 0"),
    ("tr(x) = 0", "x: vector", "trace of something"),
    ("x^2 >= 0", "x: vector", "power of something"),
    ("x y = A", "x, y: vector", "does not fit"),
    ("x A = B", "x: vector", "does not fit"),
    ("x = y", "x: vector, y: real", "cannot be compared"),
    ("tr A = 0", "", "( is expected"),
    ("step x = 0", "", "unknown name step"),
    ("xyz = 0", "", "unknown name xyz"),
    ("n x = 1", "", "n is not declared"),
    ("A^* = B", "", "real"),
    ("A^{1/2} = B", "", "integer"),
    ("A^½ = B", "", "integer"),
    ("2½ x = 1", "", "number right after an operand"),
    ("x½ = 1", "", "number right after an operand"),
    ("A^L = B", "L: integer >= 1", "declared > 0"),
    ("s^L = 1", "L: integer >= 1", "declared > 0"),
    ("s^k = 1", "s > 0", "k is an exponent"),
    ("a < b > c |- a = c", "", "one direction"),
    ("A: n x n, A: m x m |- A = A", "", "declared twice"),
    ("A: real, A: symmetric |- A = A", "", "number and as a matrix"),
    ("A - -B = C", "", "expected"),
    ("AB_1 = C", "", "write *"),
    ("1e3 x = 1", "", "exponent notation"),
    ("A = B |- C = D |- E = F", "", "one turnstile"),
    ("A = B", "A = B |- C = D", "no turnstile"),
    ("A = B,, C = D", "", "before this comma"),
    ("Σ ⪰ 0, Λ ⪰ 0 |- ΣΛ ⪰ 0", "", "Sigma is not declared"),
    (r"\Sigma_1 = 0", "", "Sigma_1 is not declared"),
    ("a ⪰ 0, b ⪰ 0 |- a b ⪰ 0", "", "⪰ orders matrices"),
    ("A x = 0, tr(A) = 1 |- x = 0", "", "x is not declared"),
    ("A B(x - y) = 0, tr(A) = 1 |- x = y", "", "x is not declared"),
    ("0 ⪯ A, A ⪯ L I |- A² ⪯ L A", "", "say L: real"),
    ("L² I >= AᵀA |- ‖A x‖ <= L‖x‖", "x: vector", "say L: real"),
    ("tr(σ) = σ", "", "not declared"),
    ("x > 0 y > 0 |- x y > 0", "", "a comma is expected"),
    ("tr(I) = n", "A: n x n", "tied to no letter"),
    ("A ⪰ I |- tr(A) >= tr(I)", "", "tied to no letter"),
    ("x = x", "x: diagonal vector", "not both"),
    ("x = x", "x: vector, x: symmetric", "not both"),
    ("A = A", "A: psd, A: skew", "exclude"),
    ("A = A", "A: m x n, A: symmetric", "is square"),
]


@pytest.mark.parametrize(("text", "where", "said"), REFUSED, ids=[f"{t} | {w}" for t, w, _ in REFUSED])
def test_what_could_be_read_in_two_ways_is_refused(text: str, where: str, said: str) -> None:
    with pytest.raises(StatementError) as caught:
        elaborate(read(text, where))
    assert said in str(caught.value), caught.value.shown()
