"""Malformed texts about families: one line and a caret each, never a traceback. That each is malformed is seen by hand."""

from __future__ import annotations

import pytest

from theory.statements.families.reading import is_about_families, read_families
from theory.statements.families.stating import state
from theory.statements.tree import StatementError

W = "W: family of L matrices, W_l: d_l x d_{l-1}"
N = "W: family of L matrices, W_l: n x n"
X = "x: sequence of vectors"
F = "f: sequence of numbers"

MALFORMED = [
    # an index of a letter that is no family: once read as one letter "u_k", the same for all k
    ("x_{k+1} = x_k + u_k |- x_2 - x_1 = x_1 - x_0", "x: sequence of numbers", "what u is was not said"),
    ("x_{k+1} = λ_k x_k |- x_2 x_0 = x_1^2", "x: sequence of numbers", "what lambda is was not said"),
    ("x_{k+1} = B_k x_k |- x_2 = B_k x_1", X, "what B is was not said"),
    ("sum_l a_l u_l = u_l sum_l a_l", "a: family of L numbers", "what u is was not said"),
    ("x_{k+1} = u_{k+1} |- x_2 = x_1", "x: sequence of numbers", "what u is was not said"),
    ("W_L ⋯ W_1 = Y_L", N, "what Y is was not said"),
    # sizes of a family at a letter
    ("Y^T Y ⪰ 0", f"{W}, Y: d_k x d_0", "its index is a number or a count"),
    ("||Y|| >= 0", f"{W}, Y: d_7 x d_0", "outside|no size d_7"),
    # declarations
    ("W_l = I", "W: family of matrices, W_l: n x n", "number of members"),
    ("W_l = I", "W: family of L matrices", "the shape of W_l is not declared"),
    ("W_l = I", "W: family of L", "number of members"),
    ("W_l = I", "W: family", "number of members"),
    ("W_l = I", "V: family of L matrices, V_l: n x n, W_l: n x n", "how many members has W"),
    ("W_l = I", f"{N}, W: n x n", "declared twice"),
    ("W_l = I", f"{N}, W: family of L numbers", "declared twice"),
    ("W_l = I", f"{N}, W_l: m x m", "declared twice"),
    ("W_l = I", "W: family of L matrices, W_l: d_l x d_{l-1} blue", "not blue"),
    ("W_l = I", "W: family of L matrices, W_l: m x n symmetric", "is square"),
    ("a_l > 0", "a: family of L positive matrices", "entrywise or definite"),
    ("a_l > 0", "a: family of L numbers, a_l: n x n", "a number or a matrix"),
    ("W_l = I", "W: family of 0 matrices, W_l: n x n", "at least one member"),
    ("W_l = I", "W: family of L matrices, W_l: 9 x 9", "1, …, 8"),
    ("W_l = I", "W: family of L matrices, W_l: d_{l/2} x n", "no sum of integers"),
    ("W_l = I", f"{N}, L: n x n", "it is an integer"),
    ("W_l = I", f"{N}, l: real", "an index, and a letter too"),
    ("x_k = 0", "x: sequence", "what are the members"),
    ("W_l = 0", f"{N}, W_1: m x n", "W_1 is a member of W"),
    # words of statements without families
    ("forall x: vector, x^T W_l x >= 0", N, "quantifiers over letters"),
    ("exists K: n x n, K K^T = W_1 W_1^T", N, "quantifiers over letters"),
    (r"W_1 = I |- \exists B: n x n, B = W_L", N, "quantifiers over letters"),
    ("(∀ X ∈ ℝ^n: X^T W_l X = 0) ⊢ W_1 = 0", N, "quantifiers over letters"),
    ("W_l = I", f"{N}, forall x: vector, x^T x >= 0", "quantifiers over letters"),
    ("forall l, W_l = I |- prod(W) = I", N, "behind the relation"),
    ("[[W_l, 0], [0, W_l]] ⪰ 0", N, "block matrices"),
    ("sum_l tr([W_l, 0; 0, W_l]) = 0", N, "block matrices"),
    ("‖[W_1; W_L]‖^2 = 1", N, "block matrices"),
    (r"\begin{pmatrix} W_1 & 0 \\ 0 & W_L \end{pmatrix} = I", N, "block matrices"),
    ("W_l = 0 |- A + A ⪰ 0, B + B ⪰ 0", f"{N}, A: p x p, B: q x q", "of different sizes"),
    # members
    ("W = I", N, "is a family"),
    ("W_ll = I", N, "in braces"),
    ("W_{l/2} = I", N, "no sum of integers"),
    ("W_{2*l} = I", N, "one letter and an integer"),
    ("W_{l+k} = I", N, "one letter and an integer"),
    ("W_0 = I", N, "no member 0"),
    ("W_{L+1} = I", N, "no member L+1"),
    ("W_l 2 = I", N, "a number right after an operand"),
    ("W_l W_{l+1} = I", W, "does not fit"),
    ("W_l = Y", W, "no index of its own"),
    ("W_k W_j = I |- W_l = I", N, "one index, not"),
    # products
    ("W_1 ⋯ W_L = I", W, "do not chain"),
    ("W_L ⋯ V_1 = I", f"{N}, V: family of L matrices, V_l: n x n", "one family"),
    ("W_j ⋯ W_i = I", N, "which way"),
    ("⋯ W_1 = I", N, "between the first and the last factor"),
    ("W_L ⋯ = I", N, "a member is expected|is expected"),
    ("W_L ⋯ W_L = I", N, "two different ends"),
    ("prod(Y) = I", N, "the name of a family"),
    ("prod(x) = x_0", "x: sequence of n x n matrices", "is a sequence"),
    ("prod_l W_l = I", N, "written out"),
    ("W_1^T ⋯ W_L^T = I", N, "between the first and the last factor|is expected|cannot read"),
    # sums
    ("sum W_l = I", N, "over which index"),
    ("a_1 + ⋯ + a_L = 1", "a: family of L numbers", "with its index"),
    ("sum_l = 1", "a: family of L numbers", "nothing is summed"),
    ("sum_l - a_l = 1", "a: family of L numbers", "begins with a sign"),
    ("sum_{l=1} a_l = 1", "a: family of L numbers", "two ends"),
    ("sum_{l=0}^{L} a_l = 1", "a: family of L numbers", "a summand does not exist"),
    ("sum_{l=1}^{L+1} a_l = 1", "a: family of L numbers", "a summand does not exist"),
    ("sum_l a_l sum_l a_l = 1", "a: family of L numbers", "rename one"),
    ("sum_k f_k = 1", F, "the range of this sum"),
    ("sum_L a_L = 1", "a: family of L numbers", "rename one"),
    ("sum_l a_k = a_k", "a: family of L numbers", "range of this sum|an index from outside"),
    ("sum_{ll} a_l = 1", "a: family of L numbers", "index of a sum is a letter"),
    ("sum_l d_l = 1", W, "range of this sum|is not declared"),
    # ranges
    ("W_l = I for all k", N, "does not occur"),
    ("W_l = I for l = 0..L", N, "begins at 1"),
    ("W_l = I for l = 1..L+1", N, "ends at L"),
    ("W_{l+1} = W_l for l <= L", N, "ends at L-1"),
    ("for all l W_l = I", N, "stands behind its relation"),
    ("W_{l+1} = I", N, "from which l on"),
    ("W_{l-1} = I", N, "from which l on"),
    ("f_k >= 0, k >= 1", F, "an index elsewhere"),
    ("sum_{k=1}^{n} k = n |- W_l = I", N, "an index, and a size too"),
    ("W_l = I for all l, for l = 1..2", N, "quantified twice"),
    ("W_l = I for all l in some set", N, "stands behind its relation"),
    ("f_I = 0", F, "cannot be an index"),
    ("IW = W", N, "is a family"),
    # powers, norms, the rest
    ("x_k = (A + x_k)^k x_0", f"{X}, A: n x n, x_k: n x 1", "cannot be added|only square"),
    ("f_k = (1 + f_k)^k", F, "the base of a power with an index"),
    ("f_k = q^(k/2)", f"{F}, q > 0", "an exponent is an expression in integers|an exponent"),
    ("f_k = 1/f_k", F, "declared > 0"),
    ("f_k >= x_k", f"{F}, {X}", "cannot be compared"),
    ("f_{k+1} <= f_k |- ", F, "nothing is stated|at the end"),
    ("f_k <= 1 |- f_k <= 2 |- f_k <= 3", F, "one turnstile"),
    ("W_l ≻ 0", "W: family of L matrices, W_l: n x n symmetric", "say ⪰"),
    ("||W_l||_2 <= 1", N, "spectral norm"),
    ("W_l(x) = 0", f"{N}, x: vector", "a function|does not fit|cannot be compared|shape"),
]


@pytest.mark.parametrize(("text", "where", "said"), MALFORMED, ids=[t for t, _, _ in MALFORMED])
def test_one_line_and_a_caret(text: str, where: str, said: str) -> None:
    assert is_about_families(text, where)
    with pytest.raises(StatementError) as caught:
        state(read_families(text, where))
    shown = caught.value.shown().splitlines()
    assert len(shown) == 3 and shown[2].strip() == "^" and shown[1].strip(" …")
    assert any(part in shown[0] for part in said.split("|")), shown[0]
    assert caught.value.text in (text, where)
    assert 0 <= caught.value.at <= len(caught.value.text)


def test_there_are_enough_of_them() -> None:
    assert len({(t, w) for t, w, _ in MALFORMED}) >= 60
