"""The AGD theorem, statement by statement: each function takes the objective and returns certificates.

Source: arXiv:2305.06927 v2 (objective, column space start and step cap stated second hand; the rest reconstructed). With
F = fit·‖XYᵀ − A‖² every gradient step η acts as 2·fit·η on the paper's objective; fit = 1/2 gives the paper's formulas.

>>> print(residual_identity(Objective()))
3 certificates, 1 goals
"""

from __future__ import annotations

from collections.abc import Callable

from theory.agd.problem import Objective
from theory.agd.proofs import aligned as derive_aligned
from theory.agd.proofs import aligned_rate as derive_aligned_rate
from theory.agd.proofs import along as derive_along
from theory.agd.proofs import corollaries as derive_corollaries
from theory.agd.proofs import count as derive_count
from theory.agd.proofs import crossover as derive_crossover
from theory.agd.proofs import halving as derive_halving
from theory.agd.proofs import horizon_free as derive_horizon_free
from theory.agd.proofs import inequality as derive_inequality
from theory.agd.proofs import main as derive_main
from theory.agd.proofs import path as derive_path
from theory.agd.proofs import perturbed as derive_perturbed
from theory.agd.proofs import rates as derive_rates
from theory.agd.proofs import scalar as derive_scalar
from theory.agd.proofs import small_ball as derive_small_ball
from theory.agd.proofs import start as derive_start
from theory.agd.proofs import step as derive_step
from theory.agd.proofs import structure as derive_structure
from theory.agd.scenes import points as scenes
from theory.agd.scenes import structure as models_structure
from theory.prove.derivation import Book, Derivation


def gradients(objective: Objective) -> Derivation:
    """F(X+tH, Y) = F + t·tr Hᵀ(2cRY) + t²c‖HYᵀ‖² and F(X, Y+tJ) = F + t·tr Jᵀ(2cRᵀX) + t²c‖XJᵀ‖²."""
    book = Book(scene=_scene(scenes.random_point, objective))
    root = derive_step.objective_leaf(book, objective)
    return book.derivation(
        derive_step.gradient_x(book, objective, root), derive_step.gradient_y(book, objective, root),
        prose="The linear coefficients along every direction of one block are the two gradients of F = fit·‖R‖_F², "
              "2·fit·R·Y [1] and 2·fit·Rᵀ·X [2]; here fit = 1/2.")  # fmt: skip


def residual_identity(objective: Objective) -> Derivation:
    """R₊ = (I − 2cηX₊X₊ᵀ) R (I − 2cηYYᵀ) for one sweep, all sizes."""
    book = Book(scene=_scene(scenes.random_point, objective))
    return book.derivation(derive_step.residual_identity(book, objective))


def half_step_decrease(objective: Objective) -> Derivation:
    """F − F½ = η‖∇_X‖² − cη²‖∇_XYᵀ‖² and F½ − F₊ = η‖∇_Y‖² − cη²‖X₊∇_Yᵀ‖², exactly."""
    book = Book(scene=_scene(scenes.random_point, objective))
    root = derive_step.objective_leaf(book, objective)
    steps = [derive_step.half_decrease(book, objective, root), derive_step.second_decrease(book, objective)]
    return book.derivation(_together(book, steps))


def block_smoothness(objective: Objective) -> Derivation:
    """‖∇_X F(X+H, Y) − ∇_X F(X, Y)‖ ≤ 2c‖Y‖²‖H‖."""
    book = Book(scene=_scene(scenes.random_smooth, objective))
    return book.derivation(derive_step.smoothness(book, objective))


def descent(objective: Objective) -> Derivation:
    """2cη‖Y‖² ≤ 1 and 2cη‖X₊‖² ≤ 1: each half step decreases F by at least (η/2)·‖gradient‖²."""
    book = Book(scene=_scene(scenes.random_capped, objective))
    root = derive_step.objective_leaf(book, objective)
    half, full = derive_step.half_decrease(book, objective, root), derive_step.second_decrease(book, objective)
    return book.derivation(_together(book, derive_step.descent(book, objective, half, full)))


def column_invariance(objective: Objective) -> Derivation:
    """X_0 = AΦ_0 ⊢ X_k = AΦ_k and R_k = A(Φ_kY_kᵀ − I) along all iterates, by induction."""
    book = Book(scene=_scene(scenes.random_path, objective, steps=2))
    return book.derivation(_together(book, derive_path.column_invariance(book, objective)))


def telescoped_drift(objective: Objective) -> Derivation:
    """‖X_k − X_0‖² + ‖Y_k − Y_0‖² ≤ 2kη(F_0 − F_k) while 2cη‖Y_j‖², 2cη‖X_{j+1}‖² ≤ 1."""
    book = Book(scene=_scene(scenes.random_path, objective, capped=True, steps=2))
    spent, moved = derive_path.telescope(book, objective), derive_path.drift(book, objective)
    return book.derivation(derive_path.drift_bound(book, objective, spent, moved))


def polyak_lojasiewicz(objective: Objective) -> Derivation:
    """XXᵀ ⪰ σ²P, PX = X, PA = A: ‖∇_Y F‖² ≥ 4cσ²F; the gap is 4c²‖KᵀR‖²; equality only if XXᵀR = σ²R."""
    book = Book(scene=_scene(scenes.random_spectral, objective))
    inside = derive_inequality.residual_inside(book, objective)
    bound = derive_inequality.polyak(book, objective, inside)
    gap = derive_inequality.polyak_gap(book, objective, inside)
    book.scene = _scene(scenes.random_spectral, objective, equal=True)
    return book.derivation(bound, gap, derive_inequality.equality(book, objective, gap), prose=(
        "The inequality [1], its exact gap [2] and what equality forces [3], where σ²P is below XXᵀ; for P the projector on a "
        "space that holds the columns of X and A, σ² may be the least eigenvalue of XXᵀ there."))  # fmt: skip


def exact_contraction(objective: Objective) -> Derivation:
    """F₊ ≤ p²F, p = max |1 − 2cησ²| over the spectrum of X₊ on col(A), if 2cη‖Y‖² ≤ 2."""
    book = Book(scene=_scene(scenes.random_band, objective))
    identity = derive_step.residual_identity(book, objective)
    return book.derivation(derive_inequality.contraction(book, objective, identity))


def contraction_factors() -> Derivation:
    """|1 − λ| ≤ 1 − g on [g, 2 − g], and (1 − x)² ≤ 1 − x on [0, 1]."""
    book = Book()
    return book.derivation(derive_scalar.band(book), derive_scalar.paper_factor(book), prose=(
        "In words: with λ over the spectrum of ηX₊X₊ᵀ in [g, 2 − g] the factor is max |1 − λ|² ≤ (1 − g)² by [1], and for 0 "
        "≤ g ≤ 1 this is ≤ 1 − g, the paper's, by [2]."))  # fmt: skip


def length_lemma() -> Derivation:
    """a² − b² ≤ (a − b)²(1 + q)/(1 − q) for 0 ≤ b ≤ qa: one step of `path_length`."""
    book = Book()
    return book.derivation(derive_scalar.length(book))


def path_length() -> Derivation:
    """The length lemma, and its sum Σ√(f_t − f_{t+1}) ≤ √((1 + q)/(1 − q))·√f_0."""
    book = Book()
    return book.derivation(derive_scalar.length(book), derive_scalar.path_length(book), prose=(
        "[2] is [1] with a = √F_t, b = √F_{t+1}, its square roots added up: w_t = √F_t, l_t = √(F_t − F_{t+1}). That a "
        "geometric sequence attains it is words."))  # fmt: skip


def paper_horizon() -> Derivation:
    """Up to t = min(1/32, s²/8)/(η²f_0) the scaled norms stay below 1 and σ_r above s/2."""
    book = Book()
    return book.derivation(derive_scalar.paper_horizon(book), prose=(
        "[1] is about four numbers. In words: with D the scaled drift (D² ≤ 2tη²F_0, agd-telescoped-drift), x_0 the "
        "scaled norm and s the scaled σ_r(X_0), by Weyl's inequality it keeps η‖X_t‖₂², η‖Y_t‖₂² ≤ 1 and ησ_r(X_t)² ≥ "
        "s²/4 up to the horizon."))  # fmt: skip


def horizon_free_corollary() -> Derivation:
    """S, y ≤ 3/4, s ≤ 1/2, η√f_0 ≤ s²/8 meet the hypotheses of the horizon-free theorem."""
    book = Book()
    return book.derivation(derive_scalar.horizon_free(book), prose=(
        "[1] says that the scalar hypotheses of agd-horizon-free hold; with them F_t ≤ (1 − s²/4)^(2t) F_0 for every t, "
        "which is agd-horizon-free-closed-form."))  # fmt: skip


def sharpened_corollary() -> Derivation:
    """S ≤ 3/4, s ≤ 1/2, y ≤ s/12, η√f_0 ≤ s²/8 meet the sharpened hypotheses with rate (15s/16)²."""
    book = Book()
    return book.derivation(derive_scalar.sharpened(book), prose=(
        "[1] says that the scalar hypotheses of agd-sharpened hold; with them F_t ≤ (1 − (15s/16)²)^(2t) F_0 for every "
        "t, which is agd-sharpened-closed-form."))  # fmt: skip


def larger_step() -> Derivation:
    """Y_0 = 0, S ≤ 3/4, s ≤ 1/2, η√f_0 ≤ s²/5: the sharpened hypotheses with rate (9/16)s²."""
    book = Book()
    return book.derivation(derive_scalar.still_y(book), prose=(
        "[1] says that the scalar hypotheses of agd-sharpened hold at y = 0; in words, with Y_0 = 0 and F_0 > 0 that "
        "theorem then gives F_t ≤ (1 − (9/16)s²)^(2t) F_0 for every t."))  # fmt: skip


def horizon_free(objective: Objective) -> Derivation:
    """F_k ≤ p^(2k)F_0 and √h‖X_k − X_0‖ ≤ D_X, √h‖Y_k − Y_0‖ ≤ D_Y for every k, cites Weyl."""
    book = Book(scene=_horizon(objective))
    return book.derivation(derive_horizon_free.horizon_free(book, objective))


def sharpened(objective: Objective) -> Derivation:
    """The same with the X condition η√(2f_0)(y + D_Y) ≤ g·D_X: X moves only because Y is there."""
    book = Book(scene=_horizon(objective, sharp=True))
    return book.derivation(derive_horizon_free.sharpened(book, objective))


def horizon_free_closed_form(objective: Objective) -> Derivation:
    """S, y ≤ 3/4, s ≤ 1/2, h√f_0 ≤ s²/8: F_k ≤ (1 − s²/4)^(2k) F_0 for every k."""
    book = Book(scene=_horizon(objective))
    general = derive_horizon_free.horizon_free(book, objective)
    book.scene = _horizon(objective, closed=True)
    return book.derivation(derive_corollaries.horizon_free(book, objective, general))


def sharpened_closed_form(objective: Objective) -> Derivation:
    """S ≤ 3/4, s ≤ 1/2, y ≤ s/12, h√f_0 ≤ s²/8: F_k ≤ (1 − (15s/16)²)^(2k) F_0 for every k."""
    book = Book(scene=_horizon(objective, sharp=True))
    general = derive_horizon_free.sharpened(book, objective)
    book.scene = _horizon(objective, sharp=True, closed=True)
    return book.derivation(derive_corollaries.sharpened(book, objective, general))


def main_theorem(objective: Objective) -> Derivation:
    """Up to the paper's horizon F_k ≤ p^(2k)F_0 and ‖X_k − X_0‖² + ‖Y_k − Y_0‖² ≤ 2kη(F_0 − F_k); cites Weyl."""
    from random import Random

    from theory.agd.scenes.horizon import main_scene

    book = Book(scene=main_scene(Random(11), objective))
    return book.derivation(derive_main.main_theorem(book, objective))


def along_the_iterates(objective: Objective) -> Derivation:
    """η‖∇_Y F‖² ≥ 2gF and η-Lipschitz block gradients at every iterate up to the horizon of the main theorem; cites Weyl."""
    from random import Random

    from theory.agd.scenes.horizon import along_scene, main_scene

    book = Book(scene=main_scene(Random(11), objective))
    drift = derive_main.main_theorem(book, objective)
    book.scene = along_scene(Random(11), objective)
    return book.derivation(derive_along.along(book, objective, drift))


def start(objective: Objective) -> Derivation:
    """A = USVᵀ, X_0 = aAΦ_1, Y_0 = bΦ_2: the hypotheses of the convergence theorems, with exact gaps."""
    from random import Random

    from theory.agd.scenes.start import random_start

    book = Book(scene=random_start(Random(11), objective))
    return book.derivation(derive_start.start(book, objective))


def aligned_start(objective: Objective) -> Derivation:
    """Order κ: an aligned run splits into modes, and each mode converges at rate 1 − 7α/8 after a logarithmic phase."""
    from random import Random

    from theory.agd.scenes import aligned as models_aligned

    book = Book(scene=models_aligned.growing())
    held = derive_aligned.invariant(book)
    goals = [derive_aligned_rate.small_start(book, held), derive_aligned_rate.large_start(book, held)]
    book.scene = models_aligned.random_aligned(Random(11), objective)
    return book.derivation(held, *goals, derive_aligned_rate.modes(book, objective), prose=(
        "In words: entry i of the diagonal iterates of [4], times √h, h = 2·fit·η for F = fit·‖XYᵀ − A‖_F² (here fit = "
        "1/2, h = η), is the scalar mode of [1]–[3] with α = hσ_i. If 0 < hσ_i ≤ 1/4, 0 < hx_i² ≤ 1/2, 0 ≤ y_i ≤ x_i and "
        "x_iy_i ≤ σ_i at the start, the mode has |x_iy_i − σ_i| ≤ εσ_i after N_i + k_i sweeps, N_i the first phase of "
        "[2] and (1 − 7α_i/8)^{k_i} ≤ 2ε, or, where [3] applies, after k_i with (1 − α_i)^{k_i} ≤ ε. Over the modes of A "
        "this is a number of sweeps of order κ, where the paper has κ²."))  # fmt: skip


def linearized_sweep(objective: Objective) -> Derivation:
    """dR ↦ (I − hXXᵀ) dR (I − hYYᵀ) at a solution, identity on the fibre; simultaneous descent beside it."""
    book = Book(scene=_scene(models_structure.random_tangent, objective))
    moved, still = derive_structure.linearized(book, objective)
    return book.derivation(moved, still, prose=(
        "In words: at XYᵀ = A these are the differentials of the two half steps; a linear map that intertwines with R ↦ (I − "
        "hXXᵀ)R(I − hYYᵀ) [1] and is the identity on the kernel of the differential of XYᵀ [2] has the eigenvalues (1 − "
        "hλ_i)(1 − hμ_j) over the range of that differential, and 1 on the rest."))  # fmt: skip


def one_sweep_start(objective: Objective) -> Derivation:
    """X = E/√h with orthonormal columns, EEᵀA = A, and RY = 0: R₊ = 0, since hX₊X₊ᵀ is the identity on col(A) and X."""
    book = Book(scene=_scene(models_structure.random_frame, objective))
    general = derive_structure.one_sweep(book, objective)
    book.scene = _scene(models_structure.random_orthonormal, objective)
    return book.derivation(derive_structure.orthonormal_start(book, objective, general))


def lazy_limit(objective: Objective) -> Derivation:
    """X frozen: R_k = (I − hXXᵀ)^k R_0."""
    book = Book(scene=_scene(models_structure.random_frozen, objective))
    return book.derivation(derive_structure.frozen(book, objective))


def reduction(objective: Objective) -> Derivation:
    """AGD from X_0 = U x_0, Y_0 = V y_0 on A = U S Vᵀ is AGD on the small matrix S."""
    book = Book(scene=_scene(models_structure.random_reduced, objective))
    return book.derivation(_together(book, derive_structure.reduced(book, objective)))


def initial_norms() -> Derivation:
    """C ≥ 4, D = Cν/9, η ≤ 9/(4Cνσ_1), Gaussian norms at most 3: S, y ≤ 3/4 and ‖X_0Y_0ᵀ‖ ≤ ν‖A‖."""
    book = Book()
    return book.derivation(derive_structure.initial_norms(book), derive_structure.norm_thresholds(book), prose=(
        "In words: for X_0 = AΦ_1/(√η Cσ_1), Y_0 = √η Dσ_1Φ_2 and ‖AΦ_1‖₂ ≤ σ_1‖VᵀΦ_1‖₂ the three numbers of [1] bound "
        "√η‖X_0‖₂, √η‖Y_0‖₂ and ‖X_0Y_0ᵀ‖_F/‖A‖_F. For r ≤ d ≤ n both norms are at most 3 with probability at least 1 − "
        "e^(−r/2) − e^(−d/2): Davidson–Szarek, P(‖G‖₂ > √p + √q + t) ≤ e^(−t²/2) for G p×q, with t = √r for √d·VᵀΦ_1 and "
        "t = √d for √n·Φ_2; √d + 2√r ≤ 3√d and √n + 2√d ≤ 3√n is [2]. For d > n it fails "
        "(agd-norm-failure-term)."))  # fmt: skip


def initial_scale() -> Derivation:
    """σ_r(X_0) ≥ σ_r(A)·σ_r(VᵀΦ) up to the scale of the start, as an exact Gram gap."""
    book = Book(scene=_scene(models_structure.random_scale, Objective()))
    return book.derivation(derive_structure.initial_scale(book))


def count(objective: Objective) -> Derivation:
    """2^J (1 − g)^k ≤ 1 for kg ≥ J; from the paper's start F_k ≤ (1 − s²/4)^(2k) F_0, and F_k ≤ fit·ε‖A‖² once ks² ≥ 2J,
    2^J ε ≥ (1 + ν)²; cites Weyl."""
    from random import Random

    from theory.agd.scenes.start import random_run, random_start

    book = Book()
    halved = derive_halving.halving(book)
    book.scene = _horizon(objective)
    general = derive_horizon_free.horizon_free(book, objective)
    book.scene = _horizon(objective, closed=True)
    closed = derive_corollaries.horizon_free(book, objective, general)
    book.scene = random_start(Random(11), objective)
    start = derive_start.start(book, objective)
    book.scene = random_run(Random(11), objective)
    falls = derive_count.decay(book, objective, closed, start)
    return book.derivation(halved, falls, derive_count.count(book, objective, falls, halved), prose=(
        "[3] says all of it, for any step that the start allows and any ε; [2] is its rate, without ε, and [1] its count, "
        "about two numbers p and g = 1 − p alone."))  # fmt: skip


def best_rates(objective: Objective) -> Derivation:
    """The best steps of AGD and of simultaneous descent near a solution: differential, eigenvectors, contraction, end
    points."""
    from theory.agd.scenes import rates as models_rates

    book = Book(scene=_scene(models_rates.random_solution, objective))
    goals = [derive_rates.differential(book, objective)]
    book.scene = _scene(models_rates.random_modes, objective)
    goals.append(derive_rates.eigenvectors(book, objective))
    book.scene = _scene(models_rates.random_best, objective)
    side = derive_rates.one_side(book, objective)
    goals.append(derive_rates.alternating(book, objective, side))
    book.scene = _scene(models_rates.random_best, objective, share=2)
    goals.append(derive_rates.simultaneous(book, objective, side))
    return book.derivation(*goals, derive_rates.best_step(book), prose=(
        "In words: by [1] (Ẋ, Ẏ) ↦ (Ẋ₊, Ẏ₊) is the differential of a sweep at XYᵀ = A. It is the identity where Ṙ = 0 "
        "(agd-linearized-sweep), along the solutions, so the local rate is the spectral radius of what it makes of Ṙ. At a "
        "balanced minimizer with m = n = r, XXᵀ = (AAᵀ)^(1/2) and YYᵀ = (AᵀA)^(1/2) have the eigenvalues σ_1 ≥ … ≥ σ_r, all "
        "in [σ_r, σ_1]: the rate of AGD at η = 2/(σ_1 + σ_r) is at most p² by [3], that of simultaneous descent at η = 1/(σ_1 "
        "+ σ_r) at most p by [4], p = (κ − 1)/(κ + 1). Conversely, [2] with the singular vectors of σ_1, and with those of "
        "σ_r, has Ṙ ≠ 0 (or the eigenvalue 1 for uvᵀ itself) and the eigenvalues (1 − ησ_1)² and (1 − ησ_r)², for "
        "simultaneous descent 1 − 2ησ_1 and 1 − 2ησ_r. So [5], with h = η and M the rate, or with h = 2η and M its square, "
        "makes p² and p the least rates, and every other step worse, by its last term."))  # fmt: skip


def crossover() -> Derivation:
    """x_k² − y_k² drifts by at most α²(1 + α)/(1 − α/2)² along all sweeps of one mode, and r_{k+1} = (1 − x_{k+1}²)(1 −
    y_k²)r_k."""
    from theory.agd.scenes import aligned as models_aligned

    book = Book(scene=models_aligned.growing())
    return book.derivation(derive_crossover.kept(book, derive_aligned.invariant(book)), prose=(
        "In words: let y_0 = 0, so r_0 = α. By agd-aligned-start r_k → 0: by its third statement if x_0² ≥ α, else by its "
        "second, whose N exists, as (1 + 9α/28)^(2N) grows beyond every bound. x_k and y_k do not fall by [1] and are bounded "
        "(14x_k² ≤ 11, 14y_k² ≤ 5), so they converge: λ = lim x_k², μ = lim y_k², λμ = α² as α − x_ky_k → 0. In the limit the "
        "drifts of [1] say λ − μ − x_0² ≤ (1 + α)α²/(1 − α/2)² and x_0² − (λ − μ) ≤ α²/(1 − α/2), which is less. r_k > 0 for "
        "every k, since the factor in [1] is positive, and r_{k+1}/r_k → (1 − λ)(1 − μ): the rate is −log[(1 − λ)(1 − "
        "μ)]."))  # fmt: skip


def small_ball_constant() -> Derivation:
    """d^(d/2) ≤ (r−1)^((r−1)/2)(√d + √(r−1))^k, and the bound √(e/(2πk))·(√e·τ)^k from it and textbook facts about Γ and e."""
    book = Book()
    means = derive_small_ball.geometric(book)
    return book.derivation(means, derive_small_ball.wide(book, means), derive_small_ball.narrow(book),
                           derive_small_ball.mild(book), prose=(
        "In words: d = n + k, r = n + 1, a = √d, b = √n, z = √d − √n, α = √(d+1), β = √r, q = √e, w = √(2πk), h = √2, G1 = "
        "Γ((d+1)/2), G2 = Γ(r/2), G3 = Γ(k+1). [1] is ours. [2] for r ≥ 2 and [3] for r = 1 are the statement, with √d ρ = "
        "τz, under these textbook facts. Binet's first formula (Whittaker, Watson, A course of modern analysis, 4th ed., § "
        "12.31) is log Γ(x) = (x − 1/2)log x − x + log(2π)/2 + μ(x) with μ(x) = ∫ (1/2 − 1/t + 1/(e^t − 1))e^(−xt)/t dt over "
        "t > 0, whose bracket is positive: μ is positive and falls. μ > 0 at k gives Γ(k+1) = kΓ(k) ≥ √(2πk)(k/e)^k; that μ "
        "falls from r/2 to (d+1)/2 gives Γ((d+1)/2)/Γ(r/2) ≤ ((d+1)/2)^(d/2)(r/2)^(−n/2)e^(−k/2), which is the hypothesis "
        "about h^k. The last one is (1 + 1/d)^d ≤ e. [4] says φ ≥ (1 − 1/√2)τ, u = √((r−1)/d)."))  # fmt: skip


def perturbed_run(objective: Objective) -> Derivation:
    """One sweep with errors, split by a projector, and the sums of the proof of `theory.agd.perturbed_run`."""
    from theory.agd.scenes import perturbed as models_perturbed

    book = Book(scene=_scene(models_perturbed.random_sweep, objective))
    split = derive_perturbed.sweep(book, objective)
    book.scene = derive_perturbed.SCENE
    goals = [derive_perturbed.outside(book), derive_perturbed.pushed(book), derive_perturbed.path(book)]
    return book.derivation(split, *goals, prose=(
        "These are the steps of the theorem of theory.agd.perturbed_run, under whose conditions for 0 ≤ k ≤ K: ‖PX_k − PX_0‖ "
        "≤ D_X, ‖Y_k − Y_0‖ ≤ D_Y and 2f_k ≤ ((1 − g)^k a + min(ω/g, Ω))² + ((1 − h)^k qy′ + by′ + t)². In words, in units of "
        "the step (2·fit·η = 1) and by induction over the sweeps up to K, with ‖e_j‖, ‖e′_j‖ ≤ ε, q_j = ‖Z_j‖, a_j = ‖R_j‖ "
        "(Frobenius norms; ‖·‖₂ the largest singular value). The radii hold at j = 0; suppose that they hold up to k. (1) "
        "‖Y_j‖₂ ≤ y′ and σ_d(Y_j) ≥ (l − D_Y)₊ by Weyl's inequality, so ‖I − Y_jᵀY_j‖₂ ≤ 1 − h, and by the third identity of "
        "[1] q_{j+1} ≤ (1 − h)q_j + ty′ + ε. [2] with c = ty′ + ε gives q_j ≤ (1 − h)^j q + s_j c, s_j ≤ s_K ≤ 2K/(1 + Kh) = "
        "N, so q_j ≤ (1 − h)^j q + b ≤ q̄. The B of [1] has ‖B_j‖ ≤ δ_j = ε + (q_{j+1}y′ + t)q_{j+1} ≤ δ, and by [3], with "
        "q_{j+1} for q_j, Σ ‖B_j‖ ≤ Δ. (2) u_j = ‖R_j(I − Y_jY_jᵀ)‖ has a_j² − u_j² = 2‖R_jY_j‖² − ‖R_jY_jY_jᵀ‖² ≥ "
        "2c_Y‖R_jY_j‖². For j < k, X_{j+1} is inside its radius, g ≤ the eigenvalues of PX_{j+1}X_{j+1}ᵀP on the range of P ≤ "
        "2 − g (Weyl), and by [1] a_{j+1} ≤ (1 − g)(u_j + εy′) + S′‖B_j‖ ≤ (1 − g)u_j + ω_j, ω_j = εy′ + S′‖B_j‖, Σ ω_j ≤ Ω. "
        "[4] with r = 2c_Y, l_j = ‖R_jY_j‖, M = L/√(2c_Y), gives Σ_{j<k} ‖R_jY_j‖ ≤ M(a_0 − a_k + Ω); the move of sweep k has "
        "‖R_kY_k‖ ≤ a_k/√(2c_Y) ≤ Ma_k, and by the first identity ‖PX_{k+1} − PX_0‖ ≤ M(a + Ω) + Kε ≤ D_X. In the sharpened "
        "form ‖R_jY_j‖ ≤ y′a_j and the second sum of [4], with a_k ≥ ga_k, give y′(a + Ω)/g + Kε. (g = 1 is the limit of "
        "smaller ones.) (3) Now X_{k+1} is inside. With X = X_{k+1}, w_j = ‖R½‖, v_j = ‖(I − PXXᵀP)R½‖ ≤ (1 − g)w_j: "
        "2c_X‖R½ᵀPX‖² ≤ w_j² − v_j² ≤ L²(w_j − v_j)² (agd-length-lemma), and w_j − v_j ≤ a_j − a_{j+1} + ω_j telescopes; by "
        "the fourth identity ‖Y_{k+1} − Y_0‖ ≤ L(a + Ω)/√(2c_X) + Δ ≤ D_Y. (4) [2] with g for h and c = ω, or with the sum of "
        "the ω_j for s_kc: a_k ≤ (1 − g)^k a + min(ω/g, Ω), and the last identity of [1] with ‖Z_kY_kᵀ − E‖ ≤ q_ky′ + t is "
        "the bound."))  # fmt: skip


def _horizon(objective: Objective, sharp: bool = False, closed: bool = False) -> dict:
    from random import Random

    from theory.agd.scenes.horizon import corollary_scene, horizon_scene

    return (corollary_scene if closed else horizon_scene)(Random(11), objective, sharp)


def _together(book: Book, steps: list[str]) -> str:
    """One statement with the conclusions of several that have the same letters and hypotheses."""
    first = book.statements[steps[0]].json
    then = [atom for step in steps for atom in book.statements[step].json["then"]]
    return book.add("collect", first["letters"], first["given"], then, None, list(steps))


def _scene(make: Callable, objective: Objective, **options: object) -> dict:
    from random import Random

    return make(Random(11), objective, **options)
