"""Statements about families: (text, hypotheses and declarations, index of the induction), true and false ones."""

W = "W: family of L matrices, W_l: d_l x d_{l-1}"
SQUARE = "W: family of L matrices, W_l: n x n"
BALANCED = "W_{l+1}ᵀW_{l+1} = W_l W_lᵀ"
TURNED = (f"{W}, V: family of L matrices, V_l: d_l x d_{{l-1}}, Q: family of L+1 matrices from 0, Q_l: d_l x d_l orthogonal, "
          "V_l = Q_l W_l Q_{l-1}^T")  # fmt: skip
VECTORS, NUMBERS = "x: sequence of vectors", "f: sequence of numbers"

TRUE = {
    # products over layers
    "balanced product": (f"{BALANCED} |- (W_L ⋯ W_1)(W_L ⋯ W_1)ᵀ = (W_L W_Lᵀ)^L", W, "l"),  # Arora, Cohen, Hazan 2018
    "balanced product, right": (f"{BALANCED} |- (W_L ⋯ W_1)ᵀ(W_L ⋯ W_1) = (W_1ᵀ W_1)^L", W, "l"),
    "orthonormal factors": ("W_lᵀ W_l = I |- prod(W)ᵀ prod(W) = I", W, "l"),
    "orthogonal factors": ("prod(W) prod(W)ᵀ = I", "W: family of L matrices, W_l: n x n orthogonal", ""),
    "product of turned layers": (r"prod(V) = Q_L prod(W) Q_0^\top", TURNED, "l"),
    "norms of turned layers": (r"\sum_{l=1}^{L} \|V_l\|^2 = \sum_{l=1}^{L} \|W_l\|^2", TURNED, "l"),
    "loss of turned layers": ("Q_0 = I, Q_L = I |- ||prod(V) - Y||^2 = ||prod(W) - Y||^2", TURNED, "l"),
    "split": (r"W_L \cdots W_1 = (W_L \cdots W_2) W_1", f"{W}, L >= 2", ""),
    "partial products": ("W_{k+1} ⋯ W_1 = W_{k+1} (W_k ⋯ W_1)", W, ""),
    "ascending product": ("(W_1 ⋯ W_L)ᵀ (W_1 ⋯ W_L) = I", "W: family of L matrices, W_l: d_{l-1} x d_l orthonormal", "l"),
    "norm of a product": ("||W_L ⋯ W_1|| <= prod_l ||W_l||", W, "l"),
    "commuting with all": ("B W_l = W_l B |- B prod(W) = prod(W) B", SQUARE, "l"),
    "fixed by all": ("W_l u = u |- prod(W) u = u", f"{SQUARE}, u: vector", "l"),
    "isometries": ("W_lᵀW_l = I |- ||W_L⋯W_1 u|| = ||u||", f"{W}, u: vector", "l"),
    "telescoping gauge": (
        "G_l W_l = V_l G_{l-1} |- G_L prod(W) = prod(V) G_0",
        f"{SQUARE}, V: family of L matrices, V_l: n x n, G: family of L+1 matrices from 0, G_l: n x n",
        "l",
    ),
    # iterates
    "contraction": ("||x_{k+1}|| <= q ||x_k|| |- ||x_k|| <= q^k ||x_0||", f"{VECTORS}, q > 0", "k"),
    "squared contraction": ("||x_{k+1}||² <= q ||x_k||² |- ||x_k||² <= q^k ||x_0||²", f"{VECTORS}, q: real, q >= 0", "k"),
    "linear iterates": ("x_{k+1} = A x_k |- x_k = A^k x_0", f"{VECTORS}, A: n x n, x_k: n x 1", "k"),
    "affine iterates": (
        "x_{k+1} = A x_k + b, c = A c + b |- x_k - c = A^k (x_0 - c)",
        f"{VECTORS}, A: n x n, x_k: n x 1, c: vector, b: vector",
        "k",
    ),
    "PL step": (
        "f_{k+1} - c <= (1 - m/b)*(f_k - c) |- f_k - c <= (1 - m/b)^k*(f_0 - c)",
        f"{NUMBERS}, c: real, m > 0, b > 0, m <= b",
        "k",
    ),
    "descent sums": (
        "f_{k+1} <= f_k - h*||x_k||^2, f_k >= c |- h*sum_{k=0}^{n-1} ||x_k||^2 <= f_0 - c",
        f"{NUMBERS}, {VECTORS}, h > 0, c: real",
        "n",
    ),
    "bounded operator": ("x_{k+1} = B x_k, q^2 I ⪰ B^T B |- ||x_k||^2 <= (q^2)^k ||x_0||^2", f"{VECTORS}, q > 0", "k"),
    "residual of the shape of the product": ("<W_L ⋯ W_1, Y>^2 <= ||W_L ⋯ W_1||^2 ||Y||^2", f"{W}, Y: d_L x d_0", ""),
    "monotone": ("f_{k+1} <= f_k |- f_k <= f_0", NUMBERS, "k"),
    "invariant": ("x_{k+1} = A x_k, AᵀA = I |- ||x_k||^2 = ||x_0||^2", f"{VECTORS}, A: n x n, x_k: n x 1", "k"),
    "orthogonal stays orthogonal": (
        "X_{k+1} = Q X_k |- X_k^T X_k = X_0^T X_0",
        "X: sequence of m x r matrices, Q: m x m orthogonal",
        "k",
    ),
    "error accumulates": (
        "e_{k+1} <= q e_k + b |- e_k <= q^k e_0 + b*sum_{j=0}^{k-1} q^j",
        "e: sequence of numbers, q > 0, b: real",
        "k",
    ),
    # sums
    "telescoping sum": ("sum_{k=0}^{n-1} (a_{k+1} - a_k) = a_n - a_0", "a: sequence of numbers", "n"),
    "sum of integers": ("sum_{k=1}^{n} k = n*(n+1)/2", "", "n"),
    "sum of odd numbers": ("sum_{k=1}^{n} (2*k - 1) = n^2", "", "n"),
    "sum of cubes": ("4*sum_{k=1}^{n} k^3 = n^2*(n+1)^2", "", "n"),
    "geometric sum": ("(1 - q)*sum_{k=0}^{n-1} q^k = 1 - q^n", "q: real", "n"),
    "sum is linear": ("sum_l (2*a_l + b_l) = 2*sum_l a_l + sum_l b_l", "a, b: family of L numbers", "l"),
    "sum of traces": ("tr(sum_l W_l) = sum_l tr(W_l)", SQUARE, "l"),
    "positive product": ("prod_l a_l > 0", "a: family of L positive numbers", ""),
    "product of products": ("prod_l (a_l*b_l) = (prod_l a_l)*(prod_l b_l)", "a, b: family of L numbers", "l"),
    "sum of squares": ("sum_l ||W_l||^2 >= 0", W, "l"),
    "triangle": ("||sum_l W_l|| <= sum_l ||W_l||", "W: family of L matrices, W_l: m x n", "l"),
    "increments": ("a_{k+1} <= a_k + b_k |- a_n <= a_0 + sum_{k=0}^{n-1} b_k", "a, b: sequence of numbers", "n"),
    "norms of balanced layers": (f"{BALANCED} |- ||W_l||^2 = ||W_1||^2", W, "l"),
    "gradient descent on a quadratic": (
        "x_{k+1} = x_k - h*(A x_k - b), A c = b |- x_k - c = (I - h*A)^k (x_0 - c)",
        f"{VECTORS}, A: n x n, x_k: n x 1, b: vector, c: vector, h: real",
        "k",
    ),
    "symmetry is kept": (
        "X_{k+1} = X_k - h*X_k*X_k^T*X_k, X_0^T = X_0 |- X_k^T = X_k",
        "X: sequence of n x n matrices, h: real",
        "k",
    ),
    "all members": ("||W_l||^2 >= 0", W, ""),
}

FALSE = {
    "balanced, without transpose": (f"{BALANCED} |- W_L ⋯ W_1 = (W_L W_Lᵀ)^L", SQUARE, "l"),
    "balanced, one power too many": (f"{BALANCED} |- prod(W) prod(W)ᵀ = (W_L W_Lᵀ)^(L+1)", W, "l"),
    "orthonormal columns, wrong side": ("W_lᵀ W_l = I |- prod(W) prod(W)ᵀ = I", W, "l"),
    "products commute": ("W_L ⋯ W_1 = W_1 ⋯ W_L", SQUARE, "l"),
    "transposed product": ("(W_L ⋯ W_1)ᵀ = W_L ⋯ W_1", "W: family of L matrices, W_l: n x n symmetric", "l"),
    "product of symmetric is psd": ("u^T prod(W) u >= 0", "W: family of L matrices, W_l: n x n psd, u: vector", ""),
    "norm of a product, equality": ("||W_L ⋯ W_1|| = prod_l ||W_l||", W, "l"),
    "sum below product": ("sum_l ||W_l||^2 <= ||W_L ⋯ W_1||^2", W, ""),
    "turned on one side": (
        "V_l = Q_l W_l |- prod(V) = Q_L prod(W)",
        f"{SQUARE}, V: family of L matrices, V_l: n x n, Q: family of L matrices, Q_l: n x n orthogonal",
        "l",
    ),
    "first order in the norm": ("sum_l ||2*W_l||^2 = 2*sum_l ||W_l||^2", W, ""),
    "contraction, one step early": ("||x_{k+1}|| <= q ||x_k|| |- ||x_k|| <= q^{k+1} ||x_0||", f"{VECTORS}, q > 0", "k"),
    "growth from decrease": ("f_{k+1} <= f_k |- f_k >= f_0", NUMBERS, "k"),
    "strict decrease": ("f_{k+1} <= f_k |- f_{k+1} < f_k", NUMBERS, "k"),
    "PL step without a bound": (
        "f_{k+1} - c <= (1 - m)*(f_k - c) |- f_k - c <= (1 - m)^k*(f_0 - c)",
        f"{NUMBERS}, c: real, m > 0",
        "k",
    ),
    "iterates commute": ("x_{k+1} = A x_k |- x_k = (A^T)^k x_0", f"{VECTORS}, A: n x n, x_k: n x 1", "k"),
    "last step does not vanish": ("f_{k+1} = f_k/2 |- f_k = 0", NUMBERS, ""),
    "descent sums, factor": (
        "f_{k+1} <= f_k - ||x_k||^2, f_k >= 0 |- 2*sum_{k=0}^{n-1} ||x_k||^2 <= f_0",
        f"{NUMBERS}, {VECTORS}",
        "n",
    ),
    "sum of squares of integers": ("sum_{k=1}^{n} k^2 = n*(n+1)/2", "", "n"),
    "geometric sum, index": ("(1 - q)*sum_{k=0}^{n} q^k = 1 - q^n", "q: real", "n"),
    "telescoping, index": ("sum_{k=0}^{n} (a_{k+1} - a_k) = a_n - a_0", "a: sequence of numbers", "n"),
    "product of sums": ("(sum_l a_l)*(sum_l b_l) = sum_l (a_l*b_l)", "a, b: family of L numbers", "l"),
    "sum of reciprocals": ("(sum_l a_l)*(sum_l 1/a_l) <= L^2", "a: family of L positive numbers", ""),
    "arithmetic above": ("prod_l a_l >= sum_l a_l", "a: family of L positive numbers", ""),
    "three layers": ("W_3 W_2 W_1 = W_1 W_2 W_3", "W: family of 3 matrices, W_l: n x n", ""),
    "all layers alike": ("W_l W_lᵀ = W_lᵀ W_l", SQUARE, ""),
}
