"""Derivations behind counts: the symmetries whose orbits the critical points form, two layers at full rank, and radicals.

>>> from theory.dmf.problem import Objective
>>> print(radicals(Objective()))
15 certificates, 4 goals
"""

from __future__ import annotations

from theory.dmf.problem import Objective
from theory.dmf.proofs import autoencoder as derive_autoencoder
from theory.dmf.proofs import radicals as derive_radicals
from theory.dmf.proofs import symmetry as derive_symmetry
from theory.dmf.proofs.letters import base
from theory.dmf.scenes.points import generic
from theory.prove.derivation import Book, Derivation


def orthogonal_symmetry(objective: Objective) -> Derivation:
    """F(Q_lW_lQ_{l−1}ᵀ) = F(W) where Q_L Y = Y Q_0, and Q fixes a closed form iff Q_lU_l = U_lR with RS = SR."""
    book = Book(scene=generic(objective))
    root = book.add("objective", base(objective), [], "F == a*tr((P[L]-Y).T*(P[L]-Y))+Reg[L]", None)
    return book.derivation(
        derive_symmetry.invariance(book, objective, root),
        derive_symmetry.stabilizer(book, objective),
        derive_symmetry.stabilizes(book, objective),
        derive_symmetry.carries(book, objective),
        prose=(
            "By [1] the orthogonal Q with Q_L Y = Y Q_0 are symmetries of F. A symmetry leaves W as it is if and only if it "
            "acts on all frames by one orthogonal R that commutes with S = T² [2], [3]. It carries a closed form to another "
            "with the same S and M if it carries the frames, the last of which it carries by itself [4]."
        ),
    )


def autoencoder(objective: Objective) -> Derivation:
    """Two layers, one ridge λ: symmetries without it and with it, and the second-order term at full rank, in squares."""
    book = Book()
    without, turned = derive_autoencoder.invariances(book, objective)
    return book.derivation(without, turned, derive_autoencoder.second_order(book, objective), prose=_AUTOENCODER)


def radicals(objective: Objective) -> Derivation:
    """Cardano, Ferrari and Vieta for s^(2L−2) − ηs^(L−2) + 1, L = 3, 4."""
    book = Book()
    resolvent = derive_radicals.cardano(book)
    return book.derivation(resolvent, *derive_radicals.ferrari(book), derive_radicals.vieta(book), prose=_RADICALS)


_AUTOENCODER = (
    "Let d_1 = r, λ ≥ 0, and let r singular values y_1 … y_r > λ of Y be active, none of the other min(d_0, d_2) − r values "
    "z_k equal to one of them. By the singular value decomposition Y is as in [3] with M = diag(y_i), N = diag(z_k), and by "
    "[3] (SVᵀ, US) is critical. For λ > 0 the critical points with these active values are (GSVᵀ, USGᵀ), G orthogonal "
    "(dmf-every-critical-point); for λ = 0 take all (GSVᵀ, USG⁻¹), G invertible. By [2], [1] they have index and nullity of "
    "(SVᵀ, US), since (Z_1, Z_2) ↦ (GZ_1, Z_2G⁻¹) is linear and invertible. The three frames on either side are orthonormal "
    "bases, so A, B, B_i, C, D, D_j are coordinates of all (Z_1, Z_2), and so are A, C, E, H, B_i, D_j. In these the t²-term "
    "of [3], half the Hessian, is ‖CS + SA‖² + λ‖A − Cᵀ‖² + ½ Σ_ik (y_i − z_k)E_ik² + ½ Σ_ik (y_i + z_k)H_ik² + Σ y_i(B_i)² "
    "+ Σ y_i(D_j)². By Sylvester's law of inertia (Horn, Johnson, Matrix Analysis, Theorem 4.5.8) the index is #{(i, k): z_k "
    "> y_i}, whatever λ ≥ 0, and the nullity is the dimension of the zeros of the first two terms, which are ≥ 0 and "
    "independent of the others. λ = 0: C = −SAS⁻¹, A free, so r². λ > 0: C = Aᵀ and SA + (SA)ᵀ = 0, SA any skew matrix, so "
    "r(r − 1)/2."
)
_RADICALS = (
    "In units of λ the equation of the roots is s^L + s^(2−L) = η, that is s^(2L−2) − ηs^(L−2) + 1 = 0 "
    "(dmf-scalar-equation). L = 2: s = √(η − 1), for η > 1. L = 3: there is no root for 27η⁴ < 256 (dmf-root-counts, as y*⁴ "
    "= 256/27). Else ρ = √(η⁴/256 − 1/27) is real, η²/16 ± ρ > 0, and their real cube roots u, v give by [1] a root m = u + "
    "v of the resolvent with 3m² ≥ 4. With a = √(2m) the first factor of [2] is positive for s > 0, so s > 0 is a root "
    "exactly for (2s − a)² = 2η/a − 2m, and by [3] both s = (a ± √(2η/a − 2m))/2 are real and positive. L = 4: s = √z where "
    "z³ − ηz + 1 = 0; with h = √(η/3), z = 2hc this says by [4] 4c³ − 3c = −½h⁻³ = −(3/(2η))√(3/η) =: C. There is no root "
    "for 4η³ < 27 (dmf-root-counts). Else −1 ≤ C < 0, φ = arccos C lies in (π/2, π], and by 4cos³θ − 3cos θ = cos 3θ the "
    "three solutions, with multiplicity, are c_k = cos((φ − 2πk)/3), k = 0, 1, 2: c_0 in [½, √3/2), c_1 in (0, ½], c_2 < 0. "
    "So the positive z are z_1 ≤ z_0. In each case the smaller root is '−' and the larger '+', one on each side of the turn "
    "(dmf-root-counts), or both are the double root."
)
