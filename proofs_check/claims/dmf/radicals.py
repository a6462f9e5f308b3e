"""Roots in radicals for L = 2, 3, 4: square root, Ferrari and Vieta.

The identities behind them are formal, which root is real, positive and larger is in words; the formulas are compared at 40
digits with enclosures by interval Newton. Source: classical formulas for equation (10) of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from random import Random

from proofs_check.claims.dmf._models import derived
from proofs_check.claims.dmf._sentences import numbered
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import counts as theorems
from theory.dmf.proofs.radicals import LEAST, RESOLVENT, SIDE, cardano_scene, ferrari_scene

Instance = tuple[int, Fraction]


def draw(rng: Random) -> Instance:
    """L = 2, 3, 4, η between 0.1 and 12, often near the threshold 1, 1.7548, 1.8899."""
    layers = rng.choice((2, 3, 4))
    near = {2: Fraction(1), 3: Fraction(17548, 10000), 4: Fraction(18899, 10000)}[layers]
    return layers, rng.choice((near + Fraction(rng.randint(-50, 50), 5000), Fraction(rng.randint(1, 120), 10)))


def violation(instance: Instance, exchanged: bool = False) -> Counterexample | None:
    """Number and values of the positive roots; ``exchanged`` expects them in decreasing order."""
    import flint
    import mpmath

    from theory.dmf.landscape.radicals import radical_roots
    from theory.dmf.landscape.roots import Mode, available_roots
    from theory.dmf.landscape.thresholds import existence_threshold

    layers, eta = instance
    kinds = available_roots(layers, existence_threshold(layers, Fraction(1)).compare(eta))
    modes = [Mode(layers, Fraction(1), eta, kind) for kind in (kinds if exchanged else reversed(kinds))]
    found = radical_roots(layers, str(eta), 45)
    wrong = len(found) != len(modes)
    for value, mode in zip(found, modes, strict=False):
        with flint.ctx.workprec(256):
            wrong |= bool(abs(flint.arb(mpmath.nstr(value, 45)) - mode.x(200).sqrt()) > flint.arb("1e-38"))
    return Counterexample(f"L = {layers}, η = {eta}: {found}", size=layers) if wrong else None


def exchanged(instance: Instance) -> Counterexample | None:
    """The planted error: '+' below '−'."""
    return violation(instance, exchanged=True)


def surd(square: Fraction) -> bool:
    """Whether the square root is irrational: a model of the kernel names a field by an integer that is no square."""
    n = square.numerator * square.denominator
    return isqrt(n) ** 2 != n


def resolvent(rng: Random, product: Fraction = Fraction(1, 3)) -> dict:
    """u and v with this product."""
    while True:
        u = Fraction(rng.randint(1, 6), rng.randint(1, 6))
        if surd(8 * (u**3 + (product / u) ** 3)):
            return cardano_scene(u, product / u)


def quartic(rng: Random, **changes: str) -> dict:
    """A solution (m, a, η) of the resolvent and any s."""
    while True:
        p = Fraction(rng.randint(1, 6), rng.randint(2, 12))
        if p < 1 and surd(p + 1 / p):
            scene = ferrari_scene(p, Fraction(rng.randint(-6, 6), rng.randint(1, 4)))
            return {**scene, **{name: value for name, value in changes.items()}}


def without_s(rng: Random, **changes: str) -> dict:
    """The same without s, mostly with 3m² ≥ 4."""
    scene = quartic(rng, **changes)
    return {name: value for name, value in scene.items() if name != "s"}


def cubic(rng: Random) -> dict:
    """h, c and what they give."""
    h, c = Fraction(rng.randint(1, 6), rng.randint(1, 4)), Fraction(rng.randint(-5, 5), 6)
    return {"eta": str(3 * h * h), "h": str(h), "c": str(c), "z": str(2 * h * c)}


CARDANO = (
    r"Let $\eta, u, v > 0$ and $\rho \in \mathbb{R}$ with $u^3 = \tfrac{\eta^2}{16} + \rho$, $v^3 = \tfrac{\eta^2}{16} - "
    r"\rho$ and $\rho^2 = \tfrac{\eta^4}{256} - \tfrac1{27}$",
    r"Then $m = u + v$ satisfies $m^3 = m + \tfrac{\eta^2}8$ and $3m^2 \ge 4$.",
)
FERRARI = (
    r"Let $\eta, m, a > 0$ with $m^3 = m + \tfrac{\eta^2}8$ and $a^2 = 2m$",
    r"Then $4(s^4 - \eta s + 1) = \bigl(s^2 + as + m + \tfrac{\eta}{2a}\bigr)\bigl((2s-a)^2 - (\tfrac{2\eta}a - 2m)\bigr)$ for "
    r"every real $s$.",
)
BETWEEN = (FERRARI[0], r"If $3m^2 \ge 4$, then $\tfrac{2\eta}a - 2m \ge 0$ and $a^2 > \tfrac{2\eta}a - 2m$.")
VIETA = (
    r"Let $\eta, h > 0$ and $c, z \in \mathbb{R}$ with $\eta = 3h^2$ and $z = 2hc$",
    r"Then $z^3 - \eta z + 1 = 2h^3(4c^3 - 3c + \tfrac12h^{-3})$.",
)

claim = Claim(
    id="dmf-radicals",
    title="Roots in radicals for L = 2, 3, 4: the identities of Cardano, Ferrari and Vieta",
    source=Source("dmf", "roots of equation (10)", "reconstructed", version="v3"),
    sentence=numbered(CARDANO, FERRARI, BETWEEN, VIETA),
    derivation=derived(theorems.radicals),
    expected=("steps proved",),
    without_objective="scalar lemma about the equation of the roots in units of λ",
    probe=Together(
        (
            StatementProbe(sampler=(resolvent, quartic, without_s, cubic), trials=(20, 200)),
            SearchProbe(instances=draw, violation=violation, planted=exchanged, trials=(120, 1000)),
        )
    ),
    mutants=(
        Mutant(name="η²/4 for η²/8", fate="false", goal=0, change=(("1/8*eta**2", "1/4*eta**2"),)),
        Mutant(name="η/a for η/(2a)", fate="false", goal=1, change=(("1/2*eta*a**(-1)", "eta*a**(-1)"),)),
        Mutant(name="a/2 above the root", fate="false", goal=2, change=(("a**2 >", "1/4*a**2 >"),)),
        Mutant(name="η = 4h² in the triple angle", fate="false", goal=3, change=(("1/2*h**(-3)", "h**(-3)"),)),
    ),
    sharpness=(
        Sharpness(given="rho**2 == 1/256*eta**4 - 1/27", sampler=lambda rng: resolvent(rng, Fraction(1, 2))),
        Sharpness(given=RESOLVENT, goal=1, sampler=lambda rng: quartic(rng, eta="1")),
        Sharpness(given=SIDE, goal=1, sampler=lambda rng: quartic(rng, a="1")),
        Sharpness(given=LEAST, goal=2, sampler=without_s),
    ),
)
