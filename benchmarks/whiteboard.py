"""Sixty statements and more, true and false, with where they come from: what `saddleproof check` is measured on.

Sources: HJ = Horn, Johnson, Matrix Analysis (2nd ed.); BV = Boyd, Vandenberghe, Convex Optimization; N = Nesterov, Lectures on
Convex Optimization; P = Penrose, A generalized inverse for matrices (1955); MC = Petersen, Pedersen, The Matrix Cookbook; W =
whiteboard: folklore, checked by hand.
"""

from __future__ import annotations

TRUE: list[tuple[str, str, str]] = [
    ("tr(AB) = tr(BA)", "A: m x n, B: n x m", "HJ 1.2"),
    ("‖A + B‖² + ‖A − B‖² = 2‖A‖² + 2‖B‖²", "", "HJ 5.1, parallelogram"),
    ("tr(XᵀY)² ≤ tr(XᵀX)·tr(YᵀY)", "", "HJ 5.1.4, Cauchy-Schwarz"),
    ("G G^T = I |- ||X Y^T - A||^2 - ||(X G)(Y G)^T - A||^2 = 0", "", "W, invariance of a factorization"),
    ("UᵀU = I ⊢ ‖U Uᵀ A‖² ≤ ‖A‖²", "", "HJ 2.1"),
    ("A ⪰ 0, B ⪰ 0 ⊢ tr(AB) ≥ 0", "", "HJ 7.5"),
    ("(I + X)(I - X) = (I - X)(I + X)", "", "HJ 1.1"),
    ("AXA = A, XAX = X, (AX)ᵀ = AX, (XA)ᵀ = XA, AYA = A, YAY = Y, (AY)ᵀ = AY, (YA)ᵀ = YA ⊢ X = Y", "", "P, Theorem 1"),
    (r"A \succeq 0 \vdash \operatorname{tr}(A^2) \le \operatorname{tr}(A)^2", "", "HJ 7.1"),
    ("P² = P, Pᵀ = P, Q² = Q, Qᵀ = Q, PQ = QP ⊢ (PQ)² = PQ", "", "HJ 1.1"),
    ("‖AB‖² ≤ ‖A‖²·‖B‖²", "", "HJ 5.6"),
    ("(I + UV)⁻¹ = I − U(I + VU)⁻¹V", "", "HJ 0.7.4, Woodbury"),
    ("A ⪰ 0, B = Bᵀ ⊢ tr(ABAB) ≥ 0", "", "HJ 7.6"),
    (r"\|A - B\|_F^2 = \|A\|_F^2 - 2\langle A, B\rangle + \|B\|_F^2", "", "HJ 5.1"),
    ("||A + B|| <= ||A|| + ||B||", "", "HJ 5.1"),
    ("tr(A)^2 <= n*tr(A@A)", "A: n x n symmetric", "HJ 5.1"),
    ("A >= 0 |- B A B.T >= 0", "", "HJ 7.1.8"),
    ("A ≻ 0 ⊢ A⁻¹ ≻ 0", "", "HJ 7.1"),
    ("‖P X‖ ≤ ‖X‖", "P: projection", "HJ 2.1"),
    ("A A' = A' A, A^2 = 0 |- A = 0", "", "HJ 2.5"),
    ("2<A, B> <= t||A||^2 + (1/t)||B||^2", "t > 0", "BV 3.3, Young"),
    ("(A + B)(A + B)^T ⪯ 2A A^T + 2B B^T", "", "W"),
    ("x^T A x = 0", "A: skew, x: vector", "HJ 4.1"),
    ("inv(A').T = inv(A)", "A: n x n", "HJ 0.5"),
    ("(xᵀA y)² ≤ (xᵀA x)(yᵀA y)", "A: psd, x, y: vector", "HJ 7.1"),
    ("x + y = 1, x >= 0, y >= 0 |- x*y <= 1/4", "", "BV 3.1"),
    ("‖x − y‖² ≤ 2‖x − z‖² + 2‖y − z‖²", "x, y, z: vector", "W"),
    (r"\|x - s g\|^2 = \|x\|^2 - 2 s \langle g, x\rangle + s^2 \|g\|^2", "x, g: vector", "N 2.1, a gradient step"),
    ("A ⪰ B, B ⪰ C ⊢ A ⪰ C", "", "HJ 7.7"),
    ("‖X‖² = r", "X: m x r orthonormal", "HJ 2.1"),
    ("(AB)⁻¹ = B⁻¹A⁻¹", "A, B: n x n", "HJ 0.5"),
    ("tr(A^2) <= ||A||^2", "A: n x n", "HJ 2.5"),
    ("<g, x> >= m||x||^2 |- ||g||^2 >= m^2 ||x||^2", "m > 0, g, x: vector", "N 2.1, strong convexity bounds the gradient"),
    ("<g, x> >= (1/L)||g||^2 |- ||x - (1/L) g||^2 <= ||x||^2", "L: positive, g, x: vector", "N 2.1, a step 1/L contracts"),
    ("A B = I, C A = I |- B = C", "", "HJ 0.5"),
    ("tr(ABAB) <= tr(A^2 B^2)", "A, B: symmetric", "MC 10"),
]
"""(statement, where, source): all true."""

FALSE: list[tuple[str, str, str]] = [
    ("tr(ABC) = tr(ACB)", "", "HJ 1.2, cyclic only"),
    ("‖AB‖ = ‖BA‖", "", "HJ 5.6"),
    ("A = Aᵀ, B = Bᵀ ⊢ tr(ABAB) ≥ 0", "", "HJ 7.6"),
    ("UᵀU = I ⊢ UUᵀ = I", "", "HJ 2.1; true for square U"),
    ("(AB)ᵀ = AᵀBᵀ", "", "HJ 0.2"),
    ("A ⪰ 0, B ⪰ 0 ⊢ AB + BA ⪰ 0", "", "HJ 7.7"),
    ("tr(A)² ≤ tr(A²)", "", "HJ 1.2"),
    ("‖A + B‖² ≤ ‖A‖² + ‖B‖²", "", "HJ 5.1"),
    ("AB = 0 ⊢ BA = 0", "", "HJ 0.2"),
    ("XᵀX = YᵀY ⊢ X = Y", "", "HJ 7.3"),
    ("tr(AᵀB)² ≤ tr(AAᵀB Bᵀ)", "A, B: 2 x 2", "W"),
    ("A ⪰ B, B ⪰ 0 ⊢ A² ⪰ B²", "", "HJ 7.7"),
    ("(A + B)⁻¹ = A⁻¹ + B⁻¹", "", "HJ 0.7"),
    ("A^2 = A |- A.T = A", "", "HJ 1.1; true for normal A"),
    ("A^2 = 0 |- A = 0", "", "HJ 2.5; true for normal A"),
    ("tr(AB) = tr(A) tr(B)", "", "HJ 1.2"),
    ("A B = A C |- B = C", "", "HJ 0.5; true for invertible A"),
    ("A A' = A' A", "A: n x n", "HJ 2.5"),
    ("tr(A) >= 0 |- A >= 0", "A: symmetric", "HJ 7.1"),
    ("(A + B)^2 = A^2 + 2AB + B^2", "", "HJ 0.2; true for commuting A, B"),
    ("tr(A^2) >= 0", "A: n x n", "HJ 1.2; true for symmetric A"),
    ("||A||^2 <= tr(A)^2", "A: symmetric", "HJ 7.1; true for A ⪰ 0"),
    ("(AB)^T = AB", "A, B: symmetric", "HJ 4.1; true for commuting A, B"),
    ("x^2 >= x", "", "W"),
    ("(PQ)^2 = PQ", "P, Q: projection", "HJ 1.1; true for commuting P, Q"),
    ("A ⪰ 0 ⊢ A ≻ 0", "", "HJ 7.1"),
    ("||A B||^2 = ||A||^2 ||B||^2", "", "HJ 5.6"),
    (r"U^\top U = I \implies \|U^\top A\|_F^2 = \|A\|_F^2", "", "HJ 2.1; true for square U"),
    ("tr(ABAB) = tr(A^2 B^2)", "A, B: symmetric", "MC 10"),
    ("<g, x> >= 0 |- ||x - g||^2 <= ||x||^2", "g, x: vector", "N 2.1, a step too long"),
    ("||A + B||^2 <= (1 + t)||A||^2 + ||B||^2", "t > 0", "W"),
]
"""(statement, where, source): all false."""
