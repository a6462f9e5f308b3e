"""What headlines about the Hessian at a critical point share: orbits and their modes, why the formal eigenvectors are all,
which of their values are zero, and which are negative. Each step that is not formal is a whole proof in words.
"""

from __future__ import annotations

from proofs_check.verify.parts import Part

ORBIT = (
    r"Let $G$ be the group of all $(Q_0,\dots,Q_L)$ of orthogonal matrices with $Q_LY = YQ_0$, which acts by $W_l \mapsto "
    r"Q_lW_lQ_{l-1}^\top$ and keeps $F$; an orbit is a set $GW$ with $\nabla F(W) = 0$, its modes $(s_i,y_i)$, $1 \le i \le "
    r"r$, are those of Theorem 1, and a mode is '+', '0' or '−' where $Ls_i^{2L-2}$ is larger than, equal to or smaller "
    r"than $(L-2)\lambda$; inactive are the other $\min(d_0,d_L) - r$ singular values of $Y$, with multiplicity"
)
"""The setting: orbits, and their modes."""
NONDEGENERATE = (
    r". Let $C$ be an orbit without '0' modes if $L \ge 3$, and, if $L = 2$, with $r = d_1$ or no inactive value equal to "
    r"$\sqrt\lambda$"
)
"""An orbit whose tangent space is the kernel of the Hessian."""
MINIMAL = (
    r". Let $C$ be an orbit all of whose modes are '+' (or that has none) and of which no inactive value exceeds an active "
    r"one, and, if $L = 2$, with $r = d_1$ or every inactive value below $\sqrt\lambda$"
)
"""A nondegenerate orbit of local minimizers."""
ORBITS = Part(
    says=r"There are finitely many orbits; they are compact submanifolds without common points, so near an orbit $C$ the "
    r"critical points are those of $C$.",
    goals=("dmf-critical-iff-closed-form [1]–[2]", "dmf-root-counts [1]–[8]"),
    words="G is compact and keeps F, so its orbits are compact submanifolds, and they consist of critical points. By the goals "
    "a critical point is given by frames U_l, S and M with Y U_0 = U_L M, Yᵀ U_L = U_0 M, r ≤ d_min, and each s by its y up "
    "to the choice among at most two roots. Two critical points with as many modes at each (y, s) lie in one orbit: permute "
    "columns so that S and M agree; Y maps the complement of the range of U_0 to that of U_L and has the same remaining "
    "singular values there for both points, so singular value decompositions of the two restrictions give orthogonal Q_0, "
    "Q_L that map frame to frame, with Q_L Y = Y Q_0; for 0 < l < L complete both frames to orthonormal bases. So the orbits "
    "are as many as such choices",
)
SPANNED = (
    "By [1], with the induction noted there, K(Z) is the derivative of ∇F along Z; in the factors V_l = √λ_l W_l, K_l(Z) = "
    "2λ_l κ Z_l is an eigenvector of the Hessian for 2κ. The eigenvectors of [3]–[11] span: take bases, in layer 0 < l < L "
    "the columns of U_l and unit vectors h beside them, in layers 0 and L the columns of U_0 and U_L and singular pairs (v, "
    "w, c) of the rest of Y, unpaired vectors with partner 0 and c = 0; by [2] and the closed form they are as the goals "
    "ask. Each entry of Z_l lies in one block. Two modes, 2L entries: sums and differences over ε = ±1 of [3], m < L, and of "
    "[4] (s > z) or [5] (s = z) are L vectors at u vᵀ and L at v uᵀ; each time L − 1 of them, independent, are orthogonal to "
    "a vector with positive entries, ((z/s)^l) or ((s/z)^l), and the last has positive entries. One mode with itself, L "
    "entries: [3] with ε = −1 and [5] with ε = 1 at v = u, alike. A mode and a spare unit, 2 entries: [6]. A mode and an "
    "outer pair, 2 entries, or 1 if unpaired: [7]. The rest: [8]–[10] for L ≥ 3 entry by entry, [11] for L = 2 in pairs, κ = "
    "1 where unpaired"
)
"""Why the formal eigenvectors are all."""
TANGENT = (
    ". κ = 0 in these blocks: for two modes L − 1 times by [3], once more by [4] where y = w, s > z, or by [5] where both are "
    "'0' modes; for a '0' mode with itself once by [5]; for a mode and a spare unit once by [6]; for a mode and "
    "an outer pair once by [7] where c = y; else only in [11] where c = √λ. All other κ of [3]–[11] are not 0, as y, w, s, z > "
    "0. The tangent space of the orbit, {A_l W_l − W_l A_{l−1}} with A_l skew and A_L Y = Y A_0, lies in the kernel and splits "
    "along the blocks: for two modes the turns α_l(u_l v_lᵀ − v_l u_lᵀ) with α_0 = α_L, both 0 where y ≠ w, give L − 1 "
    "dimensions, L where y = w and s > z; for a mode and a spare unit 1; for a mode and an outer pair 1 where c = y, else 0; "
    "no other block is moved. So in each block the kernel is tangent but for the '0' modes and c = √λ, which are counted"
)
"""Which part of the kernel is tangent."""
KERNEL = Part(
    says=r"At each point of an orbit the kernel of $\nabla^2F$ is its tangent space and, for $L \ge 3$, $\tfrac12z(z+1)$ more "
    r"dimensions, $z$ the number of '0' modes; for $L = 2$, $d_1 - r$ more for each inactive value equal to $\sqrt\lambda$.",
    goals=("dmf-hessian-spectrum [1]–[11]",),
    words=SPANNED + TANGENT,
)
SIGNS = (
    ". The signs of κ, with t = s^(2L−2)/λ: [3], [6], [8]–[10]: none is negative. [5]: L(t − 1) + 2 for ε = 1, negative at a "
    "'−' mode, so once for each of them and for each pair with s = z, and L(t + 1) for ε = −1. [4], s > z: the sign of y − w "
    "for ε = 1, and + for ε = −1. If both are '−', y < w by dmf-root-order [2], as equal values have one '−' root; if both "
    "are '+' or '0', y ≥ w by [1] there, or √λ y = s² + λ for L = 2; if one is '−', it has the smaller root, z. [7]: the "
    "sign of y − c for ε = 1. [11]: that of √λ − c for ε = 1"
)
"""Which eigenvalues are negative."""
BASIS = Part(
    says=r"In $V_l = \sqrt{\lambda_l}\,W_l$ the directions $Z \ne 0$ of dmf-hessian-spectrum [3] to [11], at the modes of $W$ "
    r"as chains, at unit vectors beside the $U_l$, $0 < l < L$, and at singular pairs of what $Y$ has beside $U_0$ and $U_L$, "
    r"where unpaired vectors have partner 0 and $c = 0$, are eigenvectors of $\nabla^2F(W)$ and span all directions.",
    goals=("dmf-hessian-spectrum [1]–[11]",),
    words=SPANNED,
)
INDEX = Part(
    says=r"$\nabla^2F(W)$ has $\tfrac12b(b+1) + p + n + e$ negative eigenvalues: $b$ modes are '−'; $p$ pairs of a '+' or "
    r"'0' mode at $y$ and a '−' mode at $w$ have $y < w$; $n$ pairs of a mode and an inactive value have the mode's value "
    r"below the inactive one; $e$ is, for $L = 2$, $d_1 - r$ for each inactive value above $\sqrt\lambda$, else 0.",
    goals=("dmf-hessian-spectrum [1]–[11]", "dmf-root-counts [1]–[8]", "dmf-root-order [1]–[2]"),
    words="By 1 the negative κ of [3]–[11] are to be counted; the inertia is the same in V and in W" + SIGNS,
)
