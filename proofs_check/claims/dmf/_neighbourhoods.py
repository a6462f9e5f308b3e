"""What headlines about neighbourhoods of critical orbits share: where the Hessian is nondegenerate and minimal, and Taylor's
formula at the nearest point of an orbit. Each step that is not formal is a whole proof in words.
"""

from __future__ import annotations

from proofs_check.claims.dmf._hessian_words import ORBITS, SPANNED, TANGENT
from proofs_check.claims.dmf._oracle import hunt, inertia, mismatch, orbit_dimension
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.claims.dmf.nullity import changed
from proofs_check.probes.probe import Counterexample
from proofs_check.verify.claim import Mutant
from proofs_check.verify.parts import Part

DRAW = exact_points()
IS_TANGENT = Part(
    says=r"The kernel of $\nabla^2F(p)$ is the tangent space of $C$ at $p$, for each $p \in C$, and $C$ is all of the critical "
    r"set near $C$.",
    goals=("dmf-hessian-spectrum [1]–[11]", "dmf-critical-iff-closed-form [1]–[2]", "dmf-root-counts [1]–[8]"),
    words=SPANNED + TANGENT + "; C has none of these. " + ORBITS.words,
)
IS_MINIMAL = Part(
    says=r"$\nabla^2F(p) \succeq 0$ for each $p \in C$.",
    goals=("dmf-hessian-spectrum [1]–[11]", "dmf-root-order [1]"),
    words="By 1 the vectors of [3]–[11] span, so every κ there is to be ≥ 0. [3], [6]: 0 or 2; [8]–[10]: 1. [4]: s > z gives "
    "y ≥ w, by dmf-root-order [1] for L ≥ 3, since both modes are '+', and by √λ y = s² + λ for L = 2. [5]: L(t + 1) and 2 + "
    "L(t − 1) with t = s^(2L−2)/λ > (L−2)/L at a '+' mode. [7]: no inactive c exceeds y. [11], which is only there if r < "
    "d_1: 1 ∓ c λ^(−1/2) > 0",
)
TAYLOR = (
    "G acts by isometries, so ∇²F has one spectrum along C. C is compact: a W near C has a nearest point p ∈ C, and n = W − p "
    "is orthogonal to the tangent space of C at p, the kernel of H = ∇²F(p). F is a polynomial, so by Taylor's formula, with "
    "one constant near C, ∇F(W) = Hn + O(‖n‖²) and F(W) = F(p) + ½nᵀHn + O(‖n‖³). "
)
"""F near an orbit whose tangent space is the kernel."""
APART = (
    "for a unit eigenvector v orthogonal to the tangent space dist(p + δv, C) = δ + o(δ): the nearest point is p + τ + o(δ) "
    "with τ tangent, and ‖δv − τ‖ ≥ δ"
)
"""How far p + δv is from C."""


def degenerate(point: ExactPoint) -> bool:
    """Whether the Hessian has a null vector that is not tangent to the orbit."""
    return inertia(point)[1] > orbit_dimension(point)


def isolated(point: ExactPoint) -> Counterexample | None:
    """Against "critical points are isolated": an orbit of positive dimension."""
    return mismatch(point, "dimension of its orbit", orbit_dimension(point), 0)


def tangent_alone(point: ExactPoint) -> Counterexample | None:
    """Against "every orbit is nondegenerate"."""
    return mismatch(point, "degenerate", degenerate(point), False)


def kernel_mutants(clause: int) -> tuple[Mutant, ...]:
    """Planted errors of the clause about the kernel: each of the two exceptions forgotten."""
    return (
        Mutant(name=f"clause {clause}: also with '0' modes, L ≥ 3", fate="false", search=hunt(DRAW, changed(doubles="0"))),
        Mutant(name=f"clause {clause}: also with inactive values at √λ, L = 2", fate="false",
               search=hunt(DRAW, changed(spare=False))),
    )  # fmt: skip


def no_descent(point: ExactPoint, applies: bool) -> Counterexample | None:
    """Against "∇²F ⪰ 0" where one hypothesis is dropped: a negative eigenvalue."""
    return mismatch(point, "negative eigenvalues", inertia(point)[0], 0) if applies else None


def lower_allowed(point: ExactPoint) -> Counterexample | None:
    """'−' modes, with nothing inactive above an active value."""
    above = any(z > point.value(k) for z in point.inactive for k in point.active)
    return no_descent(point, point.layers > 2 and "-" in point.active.values() and not above)


def larger_allowed(point: ExactPoint) -> Counterexample | None:
    """'+' modes alone, and an inactive value above an active one."""
    above = any(z > point.value(k) for z in point.inactive for k in point.active)
    return no_descent(point, set(point.active.values()) == {"+"} and above)


def minimal_mutants(clause: int) -> tuple[Mutant, ...]:
    """Planted errors of the clause that the Hessian is positive semidefinite."""
    return (
        Mutant(name=f"clause {clause}: '−' modes allowed", fate="false", search=hunt(DRAW, lower_allowed)),
        Mutant(name=f"clause {clause}: larger inactive values allowed", fate="false", search=hunt(DRAW, larger_allowed)),
    )
