"""Both roots as Lagrange–Bürmann series with an a priori remainder bound, for every L ≥ 3 and every η above the threshold.

s_+^L and s_−^(2−L) equal η − Σ c_n with positive terms; after N terms the rest is at most c_{N+1}/(1 − (η*/η)^(1+q)). That the
roots exist is formal, Lagrange's theorem is cited, the rest proved in words. Compared with enclosures by interval Newton, also
close to the threshold, where the bound is needed.
Source: ours (Lagrange inversion of equation (10) of arXiv:2506.20344 v3; the bound by convexity of ln c_n); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part


@dataclass(frozen=True)
class Instance:
    """L, η above η* (y at λ = 1), the root '+' or '-', and the number of terms summed."""

    layers: int
    eta: Fraction
    root: str
    terms: int

    @property
    def power(self) -> Fraction:
        """p: q = (L − 2)/L at '+', 1/q at '−'."""
        q = Fraction(self.layers - 2, self.layers)
        return q if self.root == "+" else 1 / q

    @property
    def size(self) -> float:
        """Orders witnesses."""
        return self.layers + self.terms


def draw(rng: Random) -> Instance:
    """L up to 9; η/η* from 1.0005 to 5."""
    from theory.dmf.landscape.thresholds import existence_threshold

    layers = rng.randint(3, 9)
    near = Fraction(float(existence_threshold(layers, Fraction(1)))).limit_denominator(10**6)
    factor = rng.choice((Fraction(rng.randint(5, 100), 10000), Fraction(rng.randint(1, 40), 10)))
    return Instance(layers, near * (1 + factor), rng.choice("+-"), rng.randint(0, 120))


def value(instance: Instance) -> Any:
    """s_+^L or s_−^(2−L), enclosed by interval Newton."""
    import flint

    from theory.dmf.landscape.roots import Mode, Root

    root = Root(instance.root)
    with flint.ctx.workprec(400):
        x = Mode(instance.layers, Fraction(1), instance.eta, root).x(300)
        power = flint.fmpq(instance.layers, 2) if root is Root.UPPER else flint.fmpq(2 - instance.layers, 2)
        return x ** flint.arb(power)


def compared(instance: Instance, bound: str) -> Counterexample | None:
    """``bound``: the full one; "half" of it; "next" keeps the next term only; "none" takes the partial sum for the value."""
    import flint

    from theory.dmf.landscape.roots import Root
    from theory.dmf.landscape.series import coefficient, partial_sum

    total, rest = partial_sum(instance.layers, instance.eta, Root(instance.root), instance.terms, 200)
    if bound != "full":
        whole = {"half": rest / 2, "next": coefficient(instance.power, instance.terms + 1, instance.eta), "none": flint.arb(0)}
        rest = whole[bound]
    with flint.ctx.workprec(400):
        gap = total - value(instance)
    if not (gap < 0 or gap > rest):
        return None
    text = f"L = {instance.layers}, η = {instance.eta}, '{instance.root}', {instance.terms} terms: rest {gap} against {rest}"
    return Counterexample(text, size=instance.size)


def variant(bound: str) -> Any:
    """The comparison with that bound, as the search calls it."""
    return lambda instance: compared(instance, bound)


def other_exponent(instance: Instance) -> Counterexample | None:
    """Against x = η − x^(−1/p) for x = η − x^(−p)."""
    import flint

    with flint.ctx.workprec(400):
        x, p = value(instance), instance.power
        gap = x + x ** flint.arb(flint.fmpq(-p.denominator, p.numerator)) - flint.arb(flint.fmpq(instance.eta.numerator,
                                                                                                 instance.eta.denominator))
    if gap.contains(0):
        return None
    return Counterexample(f"{instance}: x + x^(−1/p) − η = {gap}", size=instance.size)


def far_from(instance: Instance, swapped: bool) -> Counterexample | None:
    """Against the series with 1/p for p (``swapped``), or with (np)_n for (np)_{n−1}: its partial sum lies beyond the value by
    more than the remainder bound of the true one."""
    import flint

    from theory.dmf.landscape.roots import Root
    from theory.dmf.landscape.series import coefficient, partial_sum

    total, rest = partial_sum(instance.layers, instance.eta, Root(instance.root), instance.terms, 200)
    with flint.ctx.workprec(400):
        for n in range(1, instance.terms + 1):
            true = coefficient(instance.power, n, instance.eta)
            factor = flint.arb(flint.fmpq(instance.power.numerator * n, instance.power.denominator)) + n - 1
            total += true - (coefficient(1 / instance.power, n, instance.eta) if swapped else true * factor)
        gap = total - value(instance)
    if not (gap < 0 or gap > rest):
        return None
    return Counterexample(f"{instance}: rest {gap} against {rest}", size=instance.size)


claim = Claim(
    id="dmf-lagrange-series",
    title="Series of both roots for every L ≥ 3, with a remainder bound",
    source=Source("dmf", "roots of equation (10)", "reconstructed", version="v3"),
    sentence=r"Let $L \ge 3$, $q = L^{-1}(L-2)$, let $\eta_\ast > 0$ be given by $\eta_\ast^{2L-2} = "
    r"(2L-2)^{2L-2}L^{-L}(L-2)^{2-L}$, and let $\eta > \eta_\ast$; for $p > 0$ and $n \ge 1$ let $c_n(p) = (n!)^{-1} "
    r"np(np+1)\cdots(np+n-2)\,\eta^{1-n(1+p)}$, where the product has $n - 1$ factors. (The equation of the roots in $y = "
    r"\lambda^{1/(2L-2)}\eta$ is this one for $\lambda^{-1/(2L-2)}s$.)",
    parts=(
        Part(
            says=r"The equation $s^L + s^{2-L} = \eta$ has exactly two solutions $s_+ > s_- > 0$. Here $x = s_+^L$ is the "
            r"larger positive solution of $x = \eta - x^{-q}$, and $x = s_-^{2-L}$ the larger one of $x = \eta - x^{-1/q}$.",
            goals=("dmf-root-counts [1]–[3]",),
            words="λ = 1 in the goals. s ↦ s^L and s ↦ s^(2−L) map s > 0 onto itself, one rising, one falling, and turn the "
            "equation into the two others, as (s^L)^(−q) = s^(2−L) and (s^(2−L))^(−1/q) = s^L",
        ),
        Part(
            says=r"$s_+^L = \eta - \sum_{n=1}^\infty c_n(q)$ and $s_-^{2-L} = \eta - \sum_{n=1}^\infty c_n(1/q)$, where both "
            r"series converge.",
            cites=("Lagrange inversion theorem (E. T. Whittaker and G. N. Watson, A Course of Modern Analysis, section 7.32)",),
            words="Let p be q or 1/q, w = η^(−1−p) and x = η(1 − v): by 1, v is the smaller solution in (0, 1) of h(v) = w, "
            "h(v) = v(1 − v)^p. h increases up to v = 1/(1 + p), where it is w* = p^p(1 + p)^(−1−p) = η*^(−1−p), and 0 < w < "
            "w*. By Lagrange's theorem v = Σ a_n w^n near w = 0 with a_n = np(np + 1)⋯(np + n − 2)/n!, the coefficients of "
            "(d/du)^(n−1)(1 − u)^(−np)/n! at u = 0; a_{n+1}/a_n → 1/w* by Stirling's formula. The inverse of h on [0, w*) "
            "and the sum of the series are analytic there and agree near 0, so everywhere, and η a_n w^n = c_n(p)",
        ),
        Part(
            says=r"For every $N \ge 0$, with $p = q$ for $s_+^L$ and $p = 1/q$ for $s_-^{2-L}$: what remains after $N$ "
            r"terms, $\sum_{n=N+1}^\infty c_n(p)$, is at least $0$ and at most $c_{N+1}(p)\bigl(1 - "
            r"(\eta_\ast\eta^{-1})^{1+p}\bigr)^{-1}$.",
            words="c_n > 0, and n ↦ ln c_n is convex, so c_{n+1}/c_n increases to its limit w/w* = (η*/η)^(1+p): a geometric "
            "series. Convex: with P = 1 + p, c_n = Γ(nP − 1)/(Γ(np)Γ(n + 1)) η^(1−nP), and by (ln Γ)″(z) = ∫ t e^(−zt)/(1 − "
            "e^(−t)) dt over t > 0 the second derivative of ln c_n in n is ∫ t e^(−nt)[e^(t/P) + 1/(e^(t/P) − 1) − "
            "1/(e^(t/p) − 1) − 1/(e^t − 1)] dt. As 1/u − 1/2 ≤ 1/(e^u − 1) ≤ 1/u, the bracket is at least e^(t/P) + P/t − "
            "1/2 − p/t − 1/t ≥ 1/2",
        ),
    ),
    expected=("steps proved",),
    probe=SearchProbe(instances=draw, violation=variant("full"), planted=variant("next"), trials=(150, 1500)),
    mutants=(
        Mutant(name="clause 1: q and 1/q exchanged", fate="false", search=hunt(draw, other_exponent)),
        Mutant(name="clause 2: one factor more in c_n", fate="false", search=hunt(draw, lambda found: far_from(found, False))),
        Mutant(name="clause 2: q and 1/q exchanged", fate="false", search=hunt(draw, lambda found: far_from(found, True))),
        Mutant(name="clause 3: only the next term", fate="false", search=hunt(draw, variant("next"))),
        Mutant(name="clause 3: half the bound", fate="false", search=hunt(draw, variant("half"))),
        Mutant(name="clause 3: no remainder", fate="false", search=hunt(draw, variant("none"))),
    ),
)  # fmt: skip
