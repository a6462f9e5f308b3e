"""Critical points over a split of the frame, both ways; and where they are left: a column outside the eigenvectors turned
away from the kernel, an eigenvector turned to a larger one.

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from random import Random

from theory.dmd.problem import Objective
from theory.dmd.proofs.derivation import ORTHONORMAL
from theory.dmd.scenes import frames
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, integer, matrix, positive, real

SPLIT = ["A*P == P*Lam", "P.T*P == I(a)", "N.T*N == I(b)", "P.T*N == 0", "N.T*A*N == 0", "X*X.T == P*P.T + N*N.T"]
GRADIENT = "4*c*(R*X*T - 1/2*X*(X.T*R*X*T + T*X.T*R*X)) == 0"
VALUE = "f == c*(tr(A*A) - tr(Lam*Lam))"


def critical_points(objective: Objective) -> Derivation:
    """Both gradients vanish iff XXᵀ = PPᵀ + NNᵀ with AP = PΛ and NᵀAN = 0 (and Θ = XᵀAX); there f = fit·(‖A‖² − ‖Λ‖²)."""
    book = Book(scene=frames.random_split(Random(5), objective, whole=True))
    split, value = _necessary(book, objective)
    gradient, same = _sufficient(book, objective)
    return book.derivation(
        split,
        value,
        gradient,
        same,
        prose=(
            "In words: the hypotheses of [1] and [2] say that both gradients of dmd-gradients vanish, B = XᵀAX = Q₁ΛQ₁ᵀ with "
            "the non-zero eigenvalues of B in Λ and [Q₁, Q₂] orthogonal, which exists by the spectral theorem for symmetric "
            "matrices (Horn, Johnson, Matrix Analysis, 2nd ed., Theorem 2.5.6). So the columns of P are a = |J| orthonormal "
            "eigenvectors of A of non-zero eigenvalues J, the r − a columns of N span a space orthogonal to them on which "
            "the form xᵀAx vanishes, and f = ¼Σ_{i∉J}λ_i² [2]; [3] and [4] are the converse, with Θ = XᵀAX, whose own "
            "gradient is 0. Which J occur: on the complement of P the form has p' positive, q' negative and m − r_A zero "
            "eigenvalues. A space N where it vanishes meets the span of the eigenvectors of positive eigenvalues, and that of "
            "the negative ones, in 0 alone, so r − a ≤ (m − r_A) + p' + q' − max(p', q') = (m − r_A) + min(p', q'). That many "
            "orthonormal columns exist: kernel vectors, and n = (√μ u + √λ v)/√(λ + μ) for pairs Au = λu, Av = −μv, λ, μ > 0, "
            "of orthonormal u, v, each used once."
        ),
    )


def _objective(objective: Objective, *more: list, magnitudes: list) -> list:
    return [
        *dimensions("m", "r"), *more, positive("c", str(objective.fit)), matrix("B0", "m", "m"),
        matrix("A", "m", "m", "B0+B0.T"), matrix("X", "m", "r"), *magnitudes, matrix("R", "m", "m", "X*T*X.T-A"),
        real("f", "c*tr(R.T*R)"),
    ]  # fmt: skip


def _necessary(book: Book, objective: Objective) -> tuple[str, str]:
    """From both gradients and B = Q1ΛQ1ᵀ: AP = PΛ, NᵀAN = 0 and the frame relations for P = XQ1, N = XQ2; the value."""
    letters = [
        *_objective(objective, integer("a", "0"), integer("b", "0"),
                    magnitudes=[matrix("T0", "r", "r"), matrix("T", "r", "r", "T0+T0.T")]),
        matrix("Q1", "r", "a"), matrix("Q2", "r", "b"), diagonal("Lam", "a"), diagonal("Li", "a"),
        matrix("P", "m", "a", "X*Q1"), matrix("N", "m", "b", "X*Q2"),
    ]  # fmt: skip
    within, spectral, whole = "2*c*(T - X.T*A*X) == 0", "X.T*A*X == Q1*Lam*Q1.T", "Q1*Q1.T + Q2*Q2.T == I(r)"
    inverse, turned = "Lam*Li == I(a)", ["Q1.T*Q1 == I(a)", "Q2.T*Q2 == I(b)", "Q1.T*Q2 == 0"]
    given = [ORTHONORMAL, within, GRADIENT, spectral, *turned, whole, inverse]
    root = book.add("objective", letters, [], "f == c*tr(R.T*R)", None)
    forced = book.expand(letters, given, "T == X.T*A*X", [], [root], [["1/2*c**(-1)*_", within]])
    invariant = book.expand(letters, given, "A*X*X.T*A*X == X*X.T*A*X*X.T*A*X", ["def R", ("forced", "T"), ORTHONORMAL],
                            {"forced": forced}, [["-1/4*c**(-1)*_", GRADIENT]])  # fmt: skip
    image = book.expand(letters, given, "A*X*Q1*Lam == X*Q1*Lam*Lam", [(spectral, "X.T*A*X"), turned[0]],
                        {"invariant": invariant}, [["_*Q1", "invariant"]])  # fmt: skip
    learnt = book.expand(letters, given, "A*P == P*Lam", ["def P"], {"image": image},
                         [["_*Li", "image"], ["-1*A*X*Q1*_", inverse], ["X*Q1*Lam*_", inverse]])  # fmt: skip
    rest = book.expand(letters, given, "N.T*A*N == 0", ["def N", (spectral, "X.T*A*X"), turned[2]])
    frame = book.expand(letters, given, ["P.T*P == I(a)", "N.T*N == I(b)", "P.T*N == 0"],
                        ["def P", "def N", ORTHONORMAL, *turned])  # fmt: skip
    span = book.expand(letters, given, "X*X.T == P*P.T + N*N.T", ["def P", "def N"], None, [["-1*X*_*X.T", whole]])
    split = book.add("collect", letters, given, SPLIT, None, [learnt, rest, frame, span])
    exact = book.expand(letters, given, "f == c*(tr(A*A) - tr(X.T*A*X*X.T*A*X))",
                        [("root", "f"), "def R", ("forced", "T"), ORTHONORMAL, "def A"],
                        {"root": root, "forced": forced})  # fmt: skip
    value = book.expand(letters, given, VALUE, [(spectral, "X.T*A*X"), turned[0]], {"exact": exact}, [["_", "exact"]])
    return split, value


def _sufficient(book: Book, objective: Objective) -> tuple[str, str]:
    """At such a split with Θ = XᵀAX the Riemannian gradient in X vanishes, and f has that value."""
    letters = [
        *_objective(objective, integer("a", "0"), integer("b", "0"), magnitudes=[matrix("T", "r", "r", "X.T*A*X")]),
        matrix("P", "m", "a"), diagonal("Lam", "a"), matrix("N", "m", "b"),
    ]  # fmt: skip
    given = [ORTHONORMAL, *SPLIT]
    learnt, *frame, isotropic, span = SPLIT
    root = book.add("objective", letters, [], "f == c*tr(R.T*R)", None)
    mirrored = book.expand(letters, given, "P.T*A == Lam*P.T", ["def A"], None, [["_.T", learnt]])
    kills = book.expand(letters, given, "N.T*A*X == 0", [(span, "X*X.T"), learnt, isotropic, *frame], None,
                        [["-1*N.T*A*X*_", ORTHONORMAL]])  # fmt: skip
    invariant = book.expand(letters, given, "A*X*X.T*A*X == X*X.T*A*X*X.T*A*X",
                            [("kills", "N.T*A*X"), (span, "X*X.T"), learnt, isotropic, *frame], {"kills": kills})  # fmt: skip
    gradient = book.expand(letters, given, GRADIENT, ["def R", "def T", ORTHONORMAL], {"invariant": invariant},
                           [["-4*c*_", "invariant"]])  # fmt: skip
    model = book.expand(letters, given, "X*T*X.T == P*Lam*P.T",
                        ["def T", (span, "X*X.T"), learnt, isotropic, ("mirrored", "P.T*A"), *frame],
                        {"mirrored": mirrored})  # fmt: skip
    value = book.expand(letters, given, VALUE,
                        [("root", "f"), "def R", ("model", "X*T*X.T"), learnt, ("mirrored", "P.T*A"), frame[0], "def A"],
                        {"root": root, "model": model, "mirrored": mirrored})  # fmt: skip
    return gradient, value


TURNED = ["A*P == P*Lam", "P.T*P == I(l)", "N.T*N == I(b)", "P.T*N == 0", "N.T*A*N == 0", "co**2 + si**2 == 1"]


def left_behind(objective: Objective) -> Derivation:
    """XXᵀ = PPᵀ + NNᵀ + wwᵀ with w turned from n to v, An = αv; and from an eigenvector to a larger one: how f falls."""
    book = Book(scene=frames.random_bend(Random(5), objective))
    bent = _bent(book, objective)
    book.scene = frames.random_swap(Random(5), objective)
    swapped = _swapped(book, objective)
    return book.derivation(
        bent,
        swapped,
        prose=(
            "In words: a local minimizer is critical, so Θ = B and X = [P, N] up to a rotation, with a = |J| "
            "(dmd-critical-points). No minimizer if a < min(r, r_A): if An ≠ 0 for a column n of N, [1] with αv = An, |v| "
            "= 1 (v is orthogonal to P and N, since PᵀAn = 0 and NᵀAn = 0) has 2γσα + σ²β ≠ 0 for small σ > 0; if AN = 0, "
            "take an eigenvector v of an eigenvalue β ≠ 0 outside J and α = 0: then σ²β ≠ 0. Either way points with a "
            "smaller f lie arbitrarily near (σ → 0, Θ = B). No minimizer if AN = 0, i ∉ J, j ∈ J with λ_iλ_j > 0, |λ_i| > "
            "|λ_j|: [2] with λ = λ_j, μ = λ_i. With a = min(r, r_A) there is no N with AN ≠ 0: for a = r no N at all, for "
            "a = r_A the rest is the kernel. What is left are a = min(r, r_A) and, by sign, the largest eigenvalues. They "
            "are minimizers: for r ≥ r_A they have f = 0. For a = r < r_A the second variation of dmd-hessian-spectra is "
            "Σ_{i,j}λ_j(λ_j − λ_i)K_ij² + ½Σ_p T_pp² + Σ_{p<q}(ω_pq(θ_q − θ_p) + τ_pq)², rows of the kernel with λ_i = 0: "
            "the first sum is positive for K ≠ 0, since |λ_j| > |λ_i| or the signs differ, and what is left vanishes "
            "exactly on the tangent space of the orbit (XO, OᵀΘO), τ_pq = ω_pq(θ_p − θ_q), along which f is constant. A "
            "critical manifold across which the second variation is positive definite consists of local minimizers "
            "(Morse–Bott lemma)."
        ),
    )


def _turn(objective: Objective, *more: list) -> list:
    sizes = [*dimensions("m", "r"), integer("l", "0"), integer("b", "0")]
    return [
        *sizes, positive("c", str(objective.fit)), matrix("B0", "m", "m"), matrix("A", "m", "m", "B0+B0.T"),
        matrix("P", "m", "l"), diagonal("Lam", "l"), matrix("N", "m", "b"), *more, matrix("X", "m", "r"),
        matrix("T", "r", "r", "X.T*A*X"),
        matrix("R", "m", "m", "X*T*X.T-A"), real("f", "c*tr(R.T*R)"),
    ]  # fmt: skip


def _exact(book: Book, letters: list, given: list[str], root: str) -> str:
    """f = c(‖A‖² − ‖XᵀAX‖²) for orthonormal X and Θ = XᵀAX."""
    return book.expand(letters, given, "f == c*(tr(A*A) - tr(X.T*A*X*X.T*A*X))",
                       [("root", "f"), "def R", "def T", ORTHONORMAL, "def A"], {"root": root})  # fmt: skip


def _bent(book: Book, objective: Objective) -> str:
    letters = _turn(objective, matrix("n", "m", "1"), matrix("v", "m", "1"), real("alpha"), real("beta", "v.T*A*v"), real("co"),
                    positive("si"), matrix("w", "m", "1", "co*n+si*v"))  # fmt: skip
    learnt, one, two, apart, isotropic, _ = TURNED
    image, columns = "A*n == alpha*v", ["n.T*n == I(1)", "v.T*v == I(1)", "n.T*v == 0"]
    across, aside = ["P.T*n == 0", "P.T*v == 0"], ["N.T*n == 0", "N.T*v == 0"]
    span = "X*X.T == P*P.T + N*N.T + w*w.T"
    given = [*TURNED, image, *columns, *across, *aside, span, ORTHONORMAL]
    root = book.add("objective", letters, [], "f == c*tr(R.T*R)", None)
    exact = _exact(book, letters, given, root)
    mirrored = book.expand(letters, given, "P.T*A == Lam*P.T", ["def A"], None, [["_.T", learnt]])
    reflected = book.expand(letters, given, "n.T*A == alpha*v.T", ["def A"], None, [["_.T", image]])
    off = book.expand(letters, given, "P.T*w == 0", ["def w", *across])
    form = book.expand(letters, given, "w.T*A*w == 2*co*si*alpha + si**2*beta",
                       ["def w", image, ("reflected", "n.T*A"), "def beta", *columns], {"reflected": reflected})  # fmt: skip
    below = book.order(
        letters, given, "c*(tr(A*A) - tr(Lam*Lam) - (w.T*A*w)**2) >= f", [{"weight": "2*c", "gram": "N.T*A*w"}],
        [("exact", "f"), (span, "X*X.T"), learnt, isotropic, ("mirrored", "P.T*A"), ("off", "P.T*w"), one, two, apart, "def A"],
        {"exact": exact, "mirrored": mirrored, "off": off})  # fmt: skip
    return book.order(letters, given, "c*(tr(A*A) - tr(Lam*Lam) - (2*co*si*alpha + si**2*beta)**2) >= f",
                      [{"facts": ["below"]}], [], {"below": below, "form": form},
                      [["c*_*(w.T*A*w + 2*co*si*alpha + si**2*beta)", "form"]])  # fmt: skip


def _swapped(book: Book, objective: Objective) -> str:
    letters = _turn(objective, matrix("p", "m", "1"), matrix("u", "m", "1"), real("lam"), real("mu"), real("co"),
                    positive("si"), matrix("w", "m", "1", "co*p+si*u"))  # fmt: skip
    learnt, one, two, apart, isotropic, circle = TURNED
    images, columns = ["A*p == lam*p", "A*u == mu*u"], ["p.T*p == I(1)", "u.T*u == I(1)", "p.T*u == 0"]
    across, aside = ["P.T*p == 0", "P.T*u == 0"], ["N.T*p == 0", "N.T*u == 0"]
    span, larger = "X*X.T == P*P.T + N*N.T + w*w.T", "lam*(mu-lam) > 0"
    given = [*TURNED, *images, *columns, *across, *aside, span, ORTHONORMAL, larger]
    root = book.add("objective", letters, [], "f == c*tr(R.T*R)", None)
    exact = _exact(book, letters, given, root)
    mirrored = book.expand(letters, given, "P.T*A == Lam*P.T", ["def A"], None, [["_.T", learnt]])
    off = book.expand(letters, given, "P.T*w == 0", ["def w", *across])
    gone = book.expand(letters, given, "N.T*A*w == 0", ["def w", *images, *aside])
    form = book.expand(letters, given, "w.T*A*w == lam + si**2*(mu-lam)", ["def w", *images, *columns, (circle, "co**2")])
    value = book.expand(
        letters, given, "f == c*(tr(A*A) - tr(Lam*Lam) - (lam + si**2*(mu-lam))**2)",
        [("exact", "f"), (span, "X*X.T"), learnt, isotropic, ("mirrored", "P.T*A"), ("off", "P.T*w"), ("gone", "N.T*A*w"), one,
         two, apart],
        {"exact": exact, "mirrored": mirrored, "off": off, "gone": gone, "form": form},
        [["-1*c*_*(w.T*A*w + lam + si**2*(mu-lam))", "form"]])  # fmt: skip
    return book.order(letters, given, "c*(tr(A*A) - tr(Lam*Lam) - lam**2) > f",
                      [{"weight": "2*c*si**2", "facts": [larger]}, {"weight": "c", "square": "si**2*(mu-lam)"}], [],
                      {"value": value}, [["-1*_", "value"]])  # fmt: skip
