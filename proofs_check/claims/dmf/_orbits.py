"""What three claims about critical orbits share: the group that makes them, which of it leaves a point as it is, and planted
errors of both.

Exact dimensions come from infinitesimal symmetries of rational points (`_oracle`), which know none of the formulas here.
"""

from __future__ import annotations

from collections.abc import Callable

import flint

from proofs_check.claims.dmf._oracle import exact, hunt, loss, mismatch, symmetry_dimensions
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.probe import Counterexample
from proofs_check.verify.claim import Mutant
from proofs_check.verify.parts import Part

DRAW = exact_points(parameters=40)
SYMMETRY = "dmf-orthogonal-symmetry"
SETTING = (
    OBJECTIVE
    + r". Let $G$ be the group of all $Q = (Q_0,\dots,Q_L)$ with orthogonal $Q_l \in \mathbb{R}^{d_l\times d_l}$ and $Q_LY = "
    r"YQ_0$, acting by $(Q\cdot W)_l = Q_lW_lQ_{l-1}^\top$ for $1 \le l \le L$; a critical orbit is the set of all $Q\cdot W$, "
    r"$Q \in G$, for one critical point $W$. By Theorem 1 $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ with $U_l^\top U_l = I_r$, "
    r"$YU_0 = U_LM$ and $Y^\top U_L = U_0M$, and $S = T^2$ with a positive diagonal $T$; $(S_{ii}, M_{ii})$, $1 \le i \le "
    r"r$, are its active modes. For the distinct "
    r"positive singular values $y_g$ of $Y$, of multiplicity $n_g$, let $c_g$ be the number of active modes with $M_{ii} = "
    r"y_g$, $b_g$ the number of these with $LS_{ii}^{2L-2} < (L-2)\lambda$, and $a_g = c_g - b_g$; let $k_0 = d_0 - "
    r"\mathrm{rank}\,Y$ and $k_L = d_L - \mathrm{rank}\,Y$."
)
INVARIANT = Part(says=r"$F(Q\cdot W) = F(W)$ for every $W$, critical or not, and every $Q \in G$.", goals=(f"{SYMMETRY} [1]",))
FIXING = Part(
    says=r"$Q \in G$ leaves a critical point $W$ as it is if and only if there is an orthogonal $r\times r$ matrix $R$ with "
    r"$RT^2 = T^2R$ and $Q_lU_l = U_lR$ for $0 \le l \le L$.",
    goals=(f"{SYMMETRY} [2]–[3]",),
)
GROUPS = Part(
    says=r"$G$ is isomorphic to $O(k_0)\times O(k_L)\times\prod_{0<l<L}O(d_l)\times\prod_gO(n_g)$, and the subgroup that "
    r"leaves $W$ as it is to $O(k_0)\times O(k_L)\times\prod_{0<l<L}O(d_l-r)\times\prod_g(O(a_g)\times O(b_g)\times "
    r"O(n_g-c_g))$.",
    goals=(f"{SYMMETRY} [2]–[4]", "dmf-root-counts [1]–[8]", "dmf-zero-values-stay-inactive [1]"),
    words="Q_LY = YQ_0 makes Q_0 commute with YᵀY, so it maps ker Y and every eigenspace E_g of the value y_g² to itself, "
    "freely, and Q_L is determined on the range of Y (Q_LYx = YQ_0x, an isometry) and free on ker Yᵀ: that is G. In the "
    "clause before, R mixes modes of equal S_ii only; equal S_ii have equal M_ii, and modes of one y_g have equal S_ii if "
    "and only if both are among the a_g or both among the b_g, since one root lies on either side of the turn: R is any "
    "element of Π_g O(a_g) × O(b_g). Given R, Q_l is fixed on the range of U_l and free beside it, an O(d_l − r) for 0 < l < "
    "L; Q_0 is fixed on the c_g columns of U_0 in E_g and free beside them, an O(n_g − c_g), and on ker Y, where no mode is "
    "active. Then Q_LU_L = U_LR holds by itself, by [4] of dmf-orthogonal-symmetry with X_l = U_lR, where YX_0 = X_LM since "
    "M is a function of S and commutes with R.",
)
SAME_TYPE = Part(
    says=r"Two critical points lie in one orbit if and only if they have the same $a_g$ and the same $b_g$ for every $g$.",
    goals=(f"{SYMMETRY} [4]", "dmf-critical-iff-closed-form [1]–[2]", "dmf-root-counts [1]–[8]"),
    words="A linear invertible map that keeps F keeps critical points. If W′ = Q·W, then √λ_1W_1 and √λ_1W′_1 have the same "
    "singular values S_ii, and S_ii determines M_ii, by the equation of the roots, and the side of the turn. Conversely let "
    "a_g, b_g agree. The modes can be numbered so that S′ = S, M′ = M: the equation for y_g has one root on either side of "
    "the turn. For 0 < l < L some orthogonal Q_l has Q_lU_l = U′_l (extend both frames to bases). The columns of U_0 and "
    "U′_0 for y_g are orthonormal in the eigenspace E_g of YᵀY, so some orthogonal Q_0 maps every E_g and ker Y to itself "
    "and has Q_0U_0 = U′_0; let Q_LYx = YQ_0x, and on ker Yᵀ let Q_L be the identity. Then Q·W = W′ by [4] of "
    "dmf-orthogonal-symmetry.",
)


def groups(point: ExactPoint) -> list[tuple[int, int, int]]:
    """(n_g, a_g, b_g) of the distinct positive values."""
    found = []
    for y in sorted({y for y in point.spectrum if y}):
        roots = [root for k, root in point.active.items() if point.value(k) == y]
        found.append((point.spectrum.count(y), len(roots) - roots.count("-"), roots.count("-")))
    return found


def kernels(point: ExactPoint) -> tuple[int, int]:
    """(k_0, k_L): dimensions of ker Y and ker Yᵀ."""
    rank = sum(map(bool, point.spectrum))
    return point.widths[0] - rank, point.widths[-1] - rank


def turns(size: int) -> int:
    """The dimension of O(size)."""
    return size * (size - 1) // 2


def group_dimension(point: ExactPoint, beside: bool = True) -> int:
    """dim G by its factors; ``beside`` off forgets ker Y and ker Yᵀ."""
    total = sum(map(turns, point.widths[1:-1])) + sum(turns(n) for n, _, _ in groups(point))
    return total + beside * sum(map(turns, kernels(point)))


def stabilizer_dimension(point: ExactPoint, split: bool = True, whole: bool = False) -> int:
    """The dimension of what fixes the point; ``split`` off has O(c_g) for O(a_g) × O(b_g), ``whole`` all of O(r)."""
    total = sum(turns(d - point.rank) for d in point.widths[1:-1]) + sum(map(turns, kernels(point)))
    for n, a, b in groups(point):
        total += turns(n - a - b) + (0 if whole else turns(a) + turns(b) if split else turns(a + b))
    return total + whole * turns(point.rank)


def group_violation(point: ExactPoint) -> Counterexample | None:
    """Dimensions of G and of what fixes the point, ranks of exact linear equations, against the factors."""
    told = group_dimension(point), stabilizer_dimension(point)
    return mismatch(point, "dim G, dim of the stabilizer", symmetry_dimensions(point), told)


def _changed(measured: int, predicted: Callable[[ExactPoint], int]) -> Callable[[ExactPoint], Counterexample | None]:
    return lambda point: mismatch(point, "dimension", symmetry_dimensions(point)[measured], predicted(point))


def one_side_turned(point: ExactPoint) -> Counterexample | None:
    """F where the first coordinate of the input space alone changes its sign: Q_0 does not go with Y."""
    factors = [exact(w) for w in point.factors]
    here = loss(point, factors)
    first = factors[0]
    factors[0] = flint.fmpq_mat([[-first[i, j] if j == 0 else first[i, j] for j in range(first.ncols())]
                                 for i in range(first.nrows())])  # fmt: skip
    there = loss(point, factors)
    return None if here == there else Counterexample(f"{point}: F = {here}, and {there} after x_1 ↦ −x_1", size=point.size)


def identity_alone(point: ExactPoint) -> Counterexample | None:
    """Against R = I: all Q_l = −I leave W as it is."""
    if not point.rank:
        return None
    return Counterexample(f"{point}: Q_l = −I for all l leaves W as it is, with R = −I", size=point.size)


def planted(number: int, part: Part) -> tuple[Mutant, ...]:
    """The planted errors of a shared clause, as clause ``number`` of a headline."""

    def errors(**tests: Callable[[ExactPoint], Counterexample | None]) -> tuple[Mutant, ...]:
        return tuple(Mutant(name=f"clause {number}: {name.replace('_', ' ')}", fate="false", search=hunt(DRAW, test))
                     for name, test in tests.items())  # fmt: skip

    if part is INVARIANT:
        return errors(whether_Q_goes_with_Y_or_not=one_side_turned)
    if part is FIXING:
        return errors(R_is_the_identity=identity_alone,
                      R_need_not_commute_with_S=_changed(1, lambda point: stabilizer_dimension(point, whole=True)))  # fmt: skip
    return errors(kernels_of_Y_forgotten=_changed(0, lambda point: group_dimension(point, beside=False)),
                  a_and_b_not_separated=_changed(1, lambda point: stabilizer_dimension(point, split=False)))  # fmt: skip

