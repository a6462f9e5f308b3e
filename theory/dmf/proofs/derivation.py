"""The DMF theorem, statement by statement: each function takes the objective and returns certificates.

Source: arXiv:2506.20344 v3 (objective (1) and the form of all critical points (8) stated; the rest reconstructed).

>>> from theory.dmf.problem import Objective
>>> print(gradient(Objective()))
25 certificates, 1 goals
"""

from __future__ import annotations

from collections.abc import Callable

from theory.dmf.problem import Objective
from theory.dmf.proofs import degenerate as derive_degenerate
from theory.dmf.proofs import directions as derive_directions
from theory.dmf.proofs import gradient as derive_gradient
from theory.dmf.proofs import hessian as derive_hessian
from theory.dmf.proofs import hessian_blocks as derive_hessian_blocks
from theory.dmf.proofs import hessian_entries as derive_hessian_entries
from theory.dmf.proofs import hessian_hidden as derive_hessian_hidden
from theory.dmf.proofs import hessian_outer as derive_hessian_outer
from theory.dmf.proofs import hessian_outside as derive_hessian_outside
from theory.dmf.proofs import links as derive_links
from theory.dmf.proofs import minima as derive_minima
from theory.dmf.proofs import origin as derive_origin
from theory.dmf.proofs import origin_minimum as derive_origin_minimum
from theory.dmf.proofs import points as derive_points
from theory.dmf.proofs import roots as derive_roots
from theory.dmf.proofs import saddles as derive_saddles
from theory.dmf.proofs import schatten as derive_schatten
from theory.dmf.proofs import thresholds as derive_thresholds
from theory.dmf.proofs import two_layers as derive_two_layers
from theory.dmf.proofs.gradient import Gradient
from theory.dmf.proofs.letters import base
from theory.dmf.scenes.points import generic
from theory.prove.derivation import Book, Derivation


def _begin(objective: Objective) -> tuple[Book, Gradient]:
    book = Book()
    return book, derive_gradient.gradient(book, objective)


def _objective(objective: Objective) -> tuple[Book, str]:
    book = Book(scene=generic(objective))
    return book, book.add("objective", base(objective), [], "F == a*tr((P[L]-Y).T*(P[L]-Y))+Reg[L]", None)


def gradient(objective: Objective) -> Derivation:
    """F(…, W_l + tH, …) = F + t·tr Hᵀ(2 fit A_lᵀ(P − Y)B_lᵀ + 2 ridge λ_l W_l) + t²(…), for every L ≥ 2 and layer l."""
    book, steps = _begin(objective)
    return book.derivation(steps.variation)


def balancedness(objective: Objective) -> Derivation:
    """At every critical point λ_l W_l W_lᵀ = λ_{l+1} W_{l+1}ᵀ W_{l+1}."""
    book, steps = _begin(objective)
    return book.derivation(steps.balance)


def closed_form_is_critical(objective: Objective) -> Derivation:
    """W_l = μ_l⁻¹ U_l S U_{l−1}ᵀ over paired singular triples with the root equation is critical."""
    book, steps = _begin(objective)
    return book.derivation(derive_points.closed_form_is_critical(book, objective, steps))


def every_critical_point_has_the_closed_form(objective: Objective) -> Derivation:
    """The converse, citing the thin SVD."""
    book, steps = _begin(objective)
    return book.derivation(derive_points.every_critical_point_has_it(book, objective, steps))


def critical_iff_closed_form(objective: Objective) -> Derivation:
    """Both directions, with one and the same closed form."""
    book, steps = _begin(objective)
    return book.derivation(
        derive_points.closed_form_suffices(book, objective, steps),
        derive_points.every_critical_point_has_it(book, objective, steps),
        prose="The conclusions of [2] are the hypotheses of [1], so W is critical if and only if it has this form.",
    )


def one_pairing_is_necessary(objective: Objective) -> Derivation:
    """The converse with Y U_0 = U_L m(S) alone: entailed by the whole one."""
    book, steps = _begin(objective)
    return book.derivation(derive_points.one_pairing(book, objective, steps))


def scalar_equation(objective: Objective) -> Derivation:
    """q y = q² σ^(2−L) + σ^L for each active pair."""
    book, steps = _begin(objective)
    return book.derivation(derive_points.scalar_equation(book, objective, steps))


def root_counts(objective: Objective) -> Derivation:
    """L ≥ 3: two, one double, no positive root; one on each side of the turn. L = 2: one or none."""
    book, steps = _begin(objective)
    equation = derive_points.scalar_equation(book, objective, steps)
    three, two = derive_roots.root_counts(book, objective), derive_roots.root_count_two_layers(book, objective)
    return book.derivation(
        *three.values(),
        *two.values(),
        equation,
        prose=(
            "L ≥ 3, y > 0: above y* two simple roots [1], one on each side of the turning point [2], [3]; at y* one double "
            "root [4]; below none [5]. L = 2: one above [6], none at or below [7]. Together that is the count for every L ≥ 2 "
            "and y > 0. [8] says where the function comes from: at a critical point in closed form each active (s, y) is a "
            "root."
        ),
    )


def existence_threshold(objective: Objective) -> Derivation:
    """y* as a positive root of a monomial, and the same decision by integer powers of rationals, L ≥ 3."""
    book, steps = _begin(objective)
    equation = derive_points.scalar_equation(book, objective, steps)
    counts, tests = derive_roots.counts_by_sign_test(book, objective), derive_roots.sign_tests(book, objective)
    return book.derivation(
        *tests.values(),
        derive_roots.equality_test(book, objective),
        *counts.values(),
        equation,
        prose=(
            "L ≥ 3, y > 0: L^L (L−2)^(L−2) y^(2L−2) is above, below or at (2L−2)^(2L−2) Πλ. So is y to y* [1], [2], [3], "
            "and there are two simple roots [4], none [5], one double root [6]. [7] says where the function comes from: "
            "at a critical point in closed form each active (s, y) is a root."
        ),
    )


def global_threshold(objective: Objective) -> Derivation:
    """L ≥ 3: a '+' mode lowers F exactly for y > y_g; y_g in closed form and as a rational test."""
    book, root = _objective(objective)
    beats, tests = derive_thresholds.beats_zero(book, objective, root), derive_roots.sign_tests(book, objective, "yg")
    return book.derivation(
        *beats,
        *tests.values(),
        prose=(
            "L ≥ 3, a mode at its '+' root: without it F is larger if y > y_g [1], and not larger if y ≤ y_g [2]. [3] and [4] "
            "decide y > y_g and y < y_g by rational numbers, without a root."
        ),
    )


def lower_root_direction(objective: Objective) -> Derivation:
    """A '−' root has a direction of negative curvature: the radial curve of its own mode."""
    book, root = _objective(objective)
    return book.derivation(derive_directions.radial(book, objective, root))


def inactive_direction(objective: Objective) -> Derivation:
    """An inactive y_k above an active y_i gives a direction of negative curvature, whatever the widths."""
    book, root = _objective(objective)
    return book.derivation(derive_directions.rotation(book, objective, root))


def spare_unit_direction(objective: Objective) -> Derivation:
    """L = 2: a spare hidden unit and an inactive y_k above √λ give a direction of negative curvature."""
    book, root = _objective(objective)
    return book.derivation(derive_directions.spare_unit(book, objective, root))


def double_root_inflection(objective: Objective) -> Derivation:
    """A double root is a cubic inflection along its mode."""
    book, root = _objective(objective)
    return book.derivation(derive_directions.inflection(book, objective, root))


def _kind_of_point(step: Callable[[Book, Objective, str, str], str]) -> Callable[[Objective], Derivation]:
    def derive(objective: Objective) -> Derivation:
        book, steps = _begin(objective)
        critical = derive_points.closed_form_suffices(book, objective, steps)
        return book.derivation(step(book, objective, steps.objective, critical))

    derive.__doc__ = step.__doc__
    return derive


lower_root_is_strict_saddle = _kind_of_point(derive_saddles.lower_root)
inactive_above_is_strict_saddle = _kind_of_point(derive_saddles.inactive_above)
spare_unit_is_strict_saddle = _kind_of_point(derive_saddles.spare_unit)
double_root_is_saddle = _kind_of_point(derive_saddles.double_root)


def contracted_is_global_minimizer(objective: Objective) -> Derivation:
    """L = 2: the closed form, with nothing of Y beside the active pairs that exceeds √λ, is a global minimizer."""
    book, steps = _begin(objective)
    critical = derive_points.closed_form_suffices(book, objective, steps)
    return book.derivation(derive_two_layers.global_minimizer(book, objective, steps.objective, steps, critical))


def origin_is_global_minimizer(objective: Objective) -> Derivation:
    """L ≥ 3: F(W) ≥ fit·‖Y‖² = F(0) for every W if no singular value of Y exceeds y_g."""
    book, root = _objective(objective)
    return book.derivation(derive_origin.origin_is_global(book, objective, root))


def origin_is_local_minimizer(objective: Objective) -> Derivation:
    """L ≥ 3: F(W) ≥ fit·‖Y‖² = F(0) for every W in an explicit neighbourhood of the origin."""
    book, root = _objective(objective)
    return book.derivation(derive_origin.origin_is_local(book, objective, root))


def zero_is_local_minimizer(objective: Objective) -> Derivation:
    """L ≥ 3: W = 0 is a local minimizer of F, for every Y."""
    book, root = _objective(objective)
    return book.derivation(derive_origin_minimum.origin_is_minimum(book, objective, root))


def minimality(objective: Objective) -> Derivation:
    """F bounded below by scalar wells (L ≥ 2, citing Schatten–Hölder and von Neumann), and the wells (L ≥ 3)."""
    book, root = _objective(objective)
    bound = derive_minima.lower_bound(book, objective, root)
    wells = derive_minima.wells(book, objective)
    return book.derivation(bound, *wells.values(), prose=derive_minima.ORDERED + _MINIMALITY)


def schatten_penalty(objective: Objective) -> Derivation:
    """The ridge over all factors of a product: bounded below by its Schatten-2/L quasi-norm, and attained."""
    book, root = _objective(objective)
    return book.derivation(
        *derive_schatten.schatten_penalty(book, objective, root),
        prose=(
            "In [1] T^L holds the positive singular values p_i of W_L⋯W_1 times q = √(Πλ), so tr T² = (Πλ)^(1/L) Σ "
            "p_i^(2/L) and [1] is the bound Σ λ_l‖W_l‖² ≥ L (Πλ)^(1/L) Σ p_i^(2/L). By [2] factors over frames attain it "
            "at q P = U_L S^L U_0ᵀ; that every P of rank r ≤ d_min is of this form (singular value decomposition, any "
            "frames U_1 … U_{L−1} of r columns) is said in words."
        ),
    )



_MINIMALITY = (
    "That is [1] for every L ≥ 2. The rest is for L ≥ 3. A point whose active modes are the top r, all on '+' roots, has "
    "F(W*) = ‖Y‖_F² + Σ_{i ≤ r} g_{y_i}(s_+(y_i)) (dmf-gain). So F(W) ≥ F(W*) whenever s_i ≥ s_−(y_i) for i ≤ r [2] and "
    "s_k ≤ s_−(y_k) for k > r [3]; where y_k ≤ y* no condition is needed ([3] and [4] with e at the turn; y_k = 0 is "
    "trivial). This set contains a neighbourhood because singular values are continuous."
)


def threshold_ratio(objective: Objective) -> Derivation:
    """4^(L−1) y_g^(2L−2) = L^L y*^(2L−2), L ≥ 3."""
    book = Book()
    return book.derivation(derive_thresholds.ratio(book, objective))


def gain(objective: Objective) -> Derivation:
    """A mode at its root lowers F by fit·s²(t − (L − 2)), t = s^(2L−2)/q², against F without the mode; any L ≥ 2."""
    book, root = _objective(objective)
    return book.derivation(derive_thresholds.gain(book, objective, root))


def equal_weights(objective: Objective) -> Derivation:
    """All μ_l = s, L ≥ 3: s is a root for y = 1 + s²; at the turn if (L − 2)s² = L, of gain zero if (L − 2)s² = 1."""
    book = Book()
    return book.derivation(
        *derive_thresholds.equal_weights(book),
        prose=(
            "With widths 1, all W_l = 1 is a mode s = μ_l of weights λ_l = s²; by [1] it is a root for y = 1 + s². [2] "
            "at λ_l = L/(L − 2) it is at the turn, so the double root, and y = (2L − 2)/(L − 2) is y*; [3] at λ_l = 1/(L "
            "− 2) its gain s²(t − (L − 2)) is zero, and y = (L − 1)/(L − 2) is y_g. What a root, the turn and the gain "
            "mean is said in words (dmf-root-counts, dmf-gain)."
        ),
    )


def thresholds_at_two_layers(objective: Objective) -> Derivation:
    """L = 2: one root above y* = √(effective weight product), none at or below; g′ = 0 < g″ and g = −(y − q)² at a root."""
    book = Book()
    counts = derive_roots.root_count_two_layers(book, objective)
    return book.derivation(
        *counts.values(),
        derive_thresholds.two_layers(book),
        prose=(
            "A root exists above √λ only [1], [2], the value of the general formula for y* with 0^0 = 1. By [3] with q = √λ "
            "the scalar function of its mode has g′ = 0 < g″ there and the value −(y − √λ)² < 0: in words, it is of the kind "
            "'+', and it lowers F as soon as it exists (y_g = y*)."
        ),
    )


def root_order(objective: Objective) -> Derivation:
    """L ≥ 3: right of the turn a larger root belongs to a larger y, left of it to a smaller y."""
    book = Book()
    return book.derivation(
        *derive_thresholds.root_order(book, objective),
        prose=(
            "By contraposition a larger y has the larger root among roots right of the turn or on it [1], and the smaller root "
            "among those left of it or on it [2]."
        ),
    )


def active_values_are_positive(objective: Objective) -> Derivation:
    """At a critical point in closed form every active y is at least 2σ > 0."""
    book, steps = _begin(objective)
    return book.derivation(derive_thresholds.active_values_are_positive(book, objective, steps))


def global_minimizers(objective: Objective) -> Derivation:
    """L ≥ 3: the bound by wells, each well's minimum, and the sign of the gain at a '+' root against y_g."""
    book, root = _objective(objective)
    bound, wells = derive_minima.lower_bound(book, objective, root), derive_minima.wells(book, objective)
    beats = derive_roots.upper_root_beats_zero(book, objective)
    return book.derivation(
        bound,
        *wells.values(),
        *beats.values(),
        derive_thresholds.gain(book, objective, root),
        prose=derive_minima.ORDERED
        + (
            "That is [1]. A well is at least g(s_+) right of s_− [2] and at least 0 left of it [3], or everywhere if y ≤ "
            "y* ([3] and [4] with e at the turn); g(s_+) = −s²(t − (L − 2)), the gain of [7], is negative exactly for y "
            "> y_g ([5], [6]). So a well has its minimum at s_+ if y ≥ y_g and at 0 if y ≤ y_g (nowhere else, by strict "
            "monotonicity), and at most d_min wells are summed. Hence a global minimizer has '+' roots at values y ≥ y_g "
            "only, and no room is left at an inactive y > y_g: r = d_min or every inactive y ≤ y_g. min F = ‖Y‖_F² − "
            "Σ_{i ≤ d_min, y_i > y_g} s_i²(t_i − (L − 2))."
        ),
    )



def kl_orders(objective: Objective) -> Derivation:
    """F and ∇F along the kernel: one mode at a double root (L ≥ 3), several modes at one (L = 3), y = y* at L = 2."""
    book, root = _objective(objective)
    slope = derive_degenerate.gradient_at_modes(book, objective)
    return book.derivation(
        derive_degenerate.one_double_root(book, objective, root, slope),
        derive_degenerate.double_roots_apart(book, objective, root),
        derive_degenerate.two_layers(book, objective, root, slope),
        prose=(
            "By Taylor's formula at s, [1] gives F − F_0 the exact order 3 in e − s and ∇F the exact order 2, for every L ≥ 3: "
            "the kernel modulo the orbit is this one direction if one mode is at a double root. With m ≥ 2 modes at one double "
            "root it holds the symmetric m × m matrices; at L = 3, with no other mode, along N with N² = I, tr N = 0 [2] gives "
            "the exact orders 4 and 2 in t. At L = 2, y = √λ, [3] gives the orders 4 and 3 in s. So along these curves "
            "|F − F_0|^θ ≤ C‖∇F‖ with θ = 2/3, 1/2 and 3/4, and with no smaller θ."
        ),
    )


def hessian(objective: Objective) -> Derivation:
    """The coefficient of e·t in F(W + tZ + eH in layer l) is tr Hᵀ H_l(Z), H_l explicit; any L ≥ 2 and layer l."""
    book, steps = _begin(objective)
    return book.derivation(derive_hessian.second_order(book, objective, steps.variation))


def _spectrum(book: Book, objective: Objective) -> tuple[str, ...]:
    variation = derive_gradient.gradient(book, objective).variation
    second = derive_hessian.second_order(book, objective, variation)
    modes = derive_hessian.modes_of_closed_form(book, objective)
    book.scene = derive_hessian.chains(objective)
    parts = derive_hessian.chain(book)
    between = derive_hessian.between(book, objective, parts)
    rests = derive_hessian.residual(book, objective, parts)
    blocks = derive_hessian_blocks
    return (
        second,
        modes,
        blocks.hidden_rotations(book, objective, between),
        blocks.central(book, objective, between),
        blocks.central_equal(book, objective, between),
        derive_hessian_hidden.spare_hidden(book, objective, parts, rests),
        derive_hessian_outer.outer_rotation(book, objective, parts),
        *derive_hessian_entries.spare_entries(book, objective).values(),
        derive_hessian_outside.two_layers(book, objective),
    )


def hessian_spectrum(objective: Objective) -> Derivation:
    """Eigenvectors of the Hessian along chains of singular vectors, block by block, L symbolic."""
    book = Book()
    return book.derivation(*_spectrum(book, objective), prose=_SPECTRUM)


def imbalance(objective: Objective) -> Derivation:
    """The gradient, and how W_lW_lᵀ − W_{l+1}ᵀW_{l+1} changes along −∇F, at every W."""
    book, steps = _begin(objective)
    return book.derivation(
        steps.variation,
        *derive_links.imbalance(book, objective),
        prose=(
            "Along W' = −∇F, with ∇F from [1], the left side of [2] and [3] is the derivative of D_l = W_lW_lᵀ − "
            "W_{l+1}ᵀW_{l+1}. By [2] it is −4(λ_l W_lW_lᵀ − λ_{l+1} W_{l+1}ᵀW_{l+1}); where λ_l = λ_{l+1} it is −4λ_l "
            "D_l [3], a linear equation, so D_l(t) = e^(−4λ_l t) D_l(0), whatever Y and the widths are."
        ),
    )


def proximal_thresholds(objective: Objective) -> Derivation:
    """The closed form of y_g is that of the half threshold (L = 4) and the two-thirds threshold (L = 3)."""
    book = Book()
    return book.derivation(
        derive_links.half_threshold(book),
        derive_links.two_thirds_threshold(book),
        prose=(
            "Put in by hand: y_g^(2L−2) = (L−1)^(2L−2) Πλ/(L−2)^(L−2) (dmf-global-threshold) is 3^6 r^4/4 for L = 4, Πλ "
            "= r^4 [1], and 16 r³ for L = 3, Πλ = r³ [2]; the penalty of one singular value p is μ p^(2/L), μ = L "
            "(Πλ)^(1/L) (dmf-schatten-penalty); and θ is the threshold of the literature for this penalty."
        ),
    )


_SPECTRUM = (
    "[1] makes K the Hessian of F, and [3]–[11] say K_l(Z) = 2λ_l·value·Z_l: where Z is not 0, value is an eigenvalue of "
    "half the Hessian in the scaled factors V_l = √λ_l W_l. The chains are the modes of a closed form [2] with its root "
    "equation. In words: for orthonormal modes the eigenvectors are, for a pair {i, j}, the 2(L−1) vectors of [3] "
    "(values 0 and 2) and the two of [4] (μ_− at ε = 1, μ_+ at ε = −1; [5] for equal roots of one value), independent "
    "because the former are a staircase orthogonal to the latter; for i alone the L of them in [3], [5] that do not "
    "vanish at v = u; r(d_l−r) pairs (0, 2) [6] for spare hidden units; r(d_Y−r) pairs and r|d_0−d_L| single values 1 + "
    "t [7] for what Y has outside; the entries outside both frames [8]–[11]. Together r²L + r Σ 2(d_l−r) + … = Σ d_l "
    "d_(l−1) of them, so this is the whole spectrum. For unequal weights the W-Hessian is the V-Hessian between two "
    "factors diag(√λ), which keeps index and nullity. "
)
