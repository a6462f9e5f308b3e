"""The enumeration of critical orbits adds up to a contractible space, for distinct values off the threshold.

Morse–Bott over Z/2 and the count on separate chains of width one (theory.dmf.landscape.morse). The eigenvectors and the root
counts are formal, Bott's inequalities and the topology of Stiefel manifolds are cited. The experiment computes both identities
exactly on random landscapes; its planted error is an enumeration with one orbit left out. Source: ours, behind
arXiv:2506.20344; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

from proofs_check.claims.dmf._hessian_words import ORBIT, ORBITS, SIGNS, SPANNED, TANGENT
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part

if TYPE_CHECKING:
    from theory.dmf import Landscape


def instance(rng: Random) -> Any:
    """L = 2 … 5, widths up to 4, unequal rational weights; None where a value is at the threshold."""
    from theory.dmf import Landscape

    layers = rng.randint(2, 5)
    widths = tuple(rng.randint(1, 4) for _ in range(layers + 1))
    weights = [Fraction(rng.randint(1, 6), rng.randint(2, 4)) for _ in range(layers)]
    pool = [Fraction(k, 8) for k in range(1, 48)]
    landscape = Landscape(widths, spectrum=rng.sample(pool, min(widths[0], widths[-1])), ridge=weights)
    return landscape if landscape.error_bound else None


def violation(landscape: Landscape) -> Counterexample | None:
    """All orbits against both certificates."""
    from theory.dmf.landscape.morse import certify

    found = certify(landscape)
    return _witness(landscape, found.holds, f"all orbits: {found}")


def planted(landscape: Landscape) -> Counterexample | None:
    """The orbit of lowest loss left out."""
    found = _incomplete(landscape)
    return _witness(landscape, found.holds, f"without the lowest orbit: {found}")


def _incomplete(landscape: Landscape) -> Any:
    from theory.dmf.landscape.morse import CriticalFamily, certify

    return certify(landscape, [CriticalFamily.of(orbit) for orbit in landscape.orbits()[1:]])


def _witness(landscape: Landscape, holds: bool, what: str) -> Counterexample | None:
    if holds:
        return None
    values = ", ".join(map(str, landscape.singular_values.values))
    weights = ", ".join(map(str, landscape.weights))
    text = f"widths {landscape.widths}, spectrum {values}, weights {weights}, {what}"
    return Counterexample(text, size=len(text))


def wrong_index(landscape: Landscape) -> Counterexample | None:
    """Against clause 2 with the number b of '−' modes for b(b+1)/2: Morse–Bott fails."""
    from theory.dmf.landscape.morse import CriticalFamily, certify

    families = [CriticalFamily.of(orbit) for orbit in landscape.orbits()]
    changed = [CriticalFamily(f.active, f.index - f.lower * (f.lower - 1) // 2) for f in families]
    found = certify(landscape, changed)
    return _witness(landscape, found.morse_bott, f"b for b(b+1)/2: {found}")


def _polynomials(landscape: Landscape) -> tuple[Any, Any, Any]:
    """M, the same with products of r spheres for St(r, d_l), and Q."""
    import flint

    from theory.dmf.landscape.morse import CriticalFamily, certify

    t, spheres = flint.fmpz_poly([0, 1]), flint.fmpz_poly([0])
    for family in (CriticalFamily.of(orbit) for orbit in landscape.orbits()):
        product = t**family.index
        for width in landscape.widths[1:-1]:
            product *= (1 + t ** (width - 1)) ** len(family.active)
        spheres += product
    found = certify(landscape)
    return flint.fmpz_poly(list(found.polynomial)), spheres, flint.fmpz_poly(list(found.quotient))


def spheres(landscape: Landscape) -> Counterexample | None:
    """Against clause 2 with r spheres for a Stiefel manifold: Morse–Bott fails."""
    import flint

    total = _polynomials(landscape)[1]
    quotient, rest = divmod(total - 1, flint.fmpz_poly([1, 1]))
    holds = rest == 0 and all(c >= 0 for c in quotient.coeffs())
    return _witness(landscape, holds, f"spheres: {total} − 1 is not (1 + t) times non-negative coefficients")


def perfect(landscape: Landscape) -> Counterexample | None:
    """Against clause 3 with M = 1."""
    total = _polynomials(landscape)[0]
    return _witness(landscape, total == 1, f"M(t) = {total}")


def twice(landscape: Landscape) -> Counterexample | None:
    """Against clause 3 with (1 + t)² for 1 + t."""
    quotient = _polynomials(landscape)[2]
    return _witness(landscape, quotient(-1) == 0, f"Q(t) = {quotient}, Q(−1) = {quotient(-1)}")


def incomplete(landscape: Landscape) -> Counterexample | None:
    """Against clause 4 with the orbit of lowest loss left out."""
    found = _incomplete(landscape)
    return _witness(landscape, found.fixed_points, f"without the lowest orbit: {found}")


def unsigned(landscape: Landscape) -> Counterexample | None:
    """Against clause 4 with the number of critical points: one chain at a value above the threshold has more."""
    above = [group for group in landscape.singular_values.groups if group.above_existence == 1]
    return _witness(landscape, not above, "a chain at the largest value has critical points beside 0")


def several(landscape: Landscape) -> Counterexample | None:
    """Against clause 1 with "one orbit": more are listed."""
    return _witness(landscape, len(landscape.orbits()) == 1, f"{len(landscape.orbits())} orbits")


def hunt(test: Callable[[Any], Counterexample | None]) -> Callable[[Random], Counterexample | None]:
    """A search for a landscape against a mutant."""

    def search(rng: Random) -> Counterexample | None:
        landscape = instance(rng)
        return None if landscape is None else test(landscape)

    return search


claim = Claim(
    id="dmf-morse-bott",
    title="The critical orbits add up to a contractible space, by Morse–Bott and on separate chains",
    source=Source("dmf", "topology of the landscape", "reconstructed"),
    sentence=OBJECTIVE + ". " + ORBIT + r". Let no singular value of $Y$ be $y_\ast$, where $y_\ast > 0$ is given by "
    r"$y_\ast^{2L-2} = (2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$ for $L \ge 3$, $y_\ast = \sqrt\lambda$ for $L = 2$, and let the "
    r"singular values above $y_\ast$ be distinct.",
    parts=(
        ORBITS,
        Part(
            says=r"An orbit with $r$ modes is diffeomorphic to $\prod_{l=1}^{L-1} \mathrm{St}(r,d_l)$, $\mathrm{St}(r,d) = "
            r"\{U \in \mathbb{R}^{d\times r} : U^\top U = I_r\}$; the kernel of $\nabla^2F$ is its tangent space, and "
            r"$\nabla^2F$ has $\tfrac12b(b+1) + p + n + e$ negative eigenvalues: $b$ modes are '−', $p$ pairs of a '+' mode "
            r"at $y$ and a '−' mode at $w$ have $y < w$, $n$ pairs of a mode and an inactive value have the mode's value "
            r"below the inactive one, and $e$ is, for $L = 2$, $d_1 - r$ for each inactive value above $\sqrt\lambda$, else "
            r"0.",
            goals=("dmf-hessian-spectrum [1]–[11]", "dmf-root-counts [1]–[8]", "dmf-root-order [1]–[2]"),
            words=SPANNED + TANGENT + "; there are none of these, as no value is y*" + SIGNS + ". The orbit: active values "
            "are simple singular values of Y, so the columns of U_0 and U_L are given up to a common sign; choosing it fixes "
            "both, and W gives U_l, by W_l U_{l−1} = λ_l^(−1/2) U_l S, smoothly, and is given by them; any hidden frames "
            "occur",
        ),
        Part(
            says=r"$\sum_C t^{i(C)} \prod_{l=1}^{L-1} \prod_{k=d_l-r}^{d_l-1} (1+t^k) = 1 + (1+t)Q(t)$, the sum over all "
            r"orbits, $i(C)$ the number of negative eigenvalues in 2, where $Q$ is a polynomial with coefficients $\ge 0$.",
            goals=("dmf-critical-iff-closed-form [1]–[2]",),
            cites=(
                "Morse–Bott inequalities over Z/2 (R. Bott, Nondegenerate critical manifolds, Annals of Mathematics 60, 1954)",
                "Poincaré polynomial of Stiefel manifolds over Z/2 (A. Hatcher, Algebraic Topology, 2002, section 3.D)",
            ),
            words="F(W) ≥ Σ λ_l‖W_l‖², so sublevel sets are compact; by 1 and 2 the critical set is a union of finitely many "
            "compact nondegenerate critical manifolds C. So Σ t^i(C) P_C(t) − P(t) = (1 + t)Q(t), Q ≥ 0, with the Poincaré "
            "polynomials over Z/2 of C and of the contractible space of all W, P = 1",
        ),
        Part(
            says=r"For $y_1, \dots, y_m > 0$, none of them $y_\ast$, the function $\sum_{i=1}^m \bigl((x_{1i}x_{2i}\cdots "
            r"x_{Li} - y_i)^2 + \sum_{l=1}^L \lambda_lx_{li}^2\bigr)$ of $x \in \mathbb{R}^{L\times m}$, which is $F - "
            r"\lVert Y\rVert_F^2 + \sum_{i=1}^m y_i^2$ where the factors are $m$ separate chains of width one, has finitely "
            r"many critical points, all nondegenerate, and $\sum (-1)^i = 1$ over them, $i$ the number of negative "
            r"eigenvalues.",
            goals=("dmf-critical-iff-closed-form [1]–[2]", "dmf-root-counts [1]–[8]", "dmf-hessian-spectrum [1]–[11]"),
            words="The sum is over separate variables, so it is enough to take m = 1, which is F at widths 1. By 1 and 2 "
            "there the critical points are 0, with i = 0, but i = 1 if L = 2 and y > √λ; and for each root 2^(L−1) of them, "
            "St(1, 1) being two points, with i = 0 at '+' and 1 at '−'. So the sum is 1 + 2^(L−1) − 2^(L−1) for L ≥ 3, y > "
            "y*; 1 for y < y*; −1 + 2 for L = 2, y > y*",
        ),
    ),
    expected=("steps proved",),
    probe=SearchProbe(instances=instance, violation=violation, planted=planted, trials=(400, 4000)),
    mutants=(
        Mutant(name="clause 1: one orbit", fate="false", search=hunt(several)),
        Mutant(name="clause 2: b for b(b+1)/2", fate="false", search=hunt(wrong_index)),
        Mutant(name="clause 2: spheres for Stiefel manifolds", fate="false", search=hunt(spheres)),
        Mutant(name="clause 3: M(t) = 1", fate="false", search=hunt(perfect)),
        Mutant(name="clause 3: (1 + t)² divides M(t) − 1", fate="false", search=hunt(twice)),
        Mutant(name="clause 4: the orbit of lowest loss left out", fate="false", search=hunt(incomplete)),
        Mutant(name="clause 4: counted without signs", fate="false", search=hunt(unsigned)),
    ),
)  # fmt: skip
