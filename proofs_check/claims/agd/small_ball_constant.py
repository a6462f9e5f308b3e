"""E(d, r, ρ) ≤ √(e/(2πk))·(√e·τ)^k for ρ = τ(1 − √((r−1)/d)), k = d − r + 1: C_1 = √e, and no term e^(−C_2 d).

In the simple form of E (incomplete gamma function replaced by its leading term). Formal: the inequality between d, r − 1 and k
that is ours, and how the bound follows from it and from textbook facts about Γ and e, which are its hypotheses. Besides, the
ratio of the two sides, which does not depend on τ, is enclosed in balls on random (r, d) up to d = 10,000. Source: ours, in
place of the unspecified constants of Rudelson–Vershynin; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems


def instance(rng: Random) -> tuple[int, int]:
    """(r, d) with 1 ≤ r ≤ d, often near d = r or far from it."""
    r = rng.choice([1, 2, 3, rng.randint(1, 100), rng.randint(1, 1000)])
    return r, rng.choice([r, r + 1, r + rng.randint(0, 50), r * rng.randint(1, 10)])


def _excess(case: tuple[int, int], squared_constant: str) -> Counterexample | None:
    """log of the simple form over √(e/(2πk))·(C τ)^k in balls; a counterexample if it is surely positive."""
    from flint import arb, ctx

    r, d = case
    before, ctx.prec = ctx.prec, 128
    try:
        k, root = d - r + 1, arb(d).sqrt() - arb(r - 1).sqrt()
        simple = arb(k) / 2 * arb(2).log() + (arb(d + 1) / 2).lgamma() - (arb(r) / 2).lgamma() - arb(k + 1).lgamma()
        simple += k * root.log()
        allowed = (arb(1).exp() / (2 * arb.pi() * k)).log() / 2 + arb(k) / 2 * arb(squared_constant).log()
        gap = simple - allowed
        if not gap > 0:
            return None
        return Counterexample(f"r = {r}, d = {d}: log ratio {float(gap):.4g} > 0", size=r + d)
    finally:
        ctx.prec = before


def above(case: tuple[int, int]) -> Counterexample | None:
    """Beyond C_1² = 2.7182818284590452 (below e)."""
    return _excess(case, "2.71828182845904523536028747135266249775724709")


def above_smaller(case: tuple[int, int]) -> Counterexample | None:
    """Planted: C_1² = 2.6 instead of e."""
    return _excess(case, "2.6")


def roots(rng: Random, over: bool = False) -> dict[str, Any]:
    """b² = n and (a + b)(a − b) = k in whole numbers; ``over``: k half of that."""
    b, z = rng.randint(1, 2), 2 * rng.randint(1, 2) if over else rng.randint(1, 3)
    return {"n": b * b, "k": z * (2 * b + z) // (2 if over else 1), "b": str(b), "z": str(z)}


def _values(rng: Random, n: int, k: int, a: Fraction, be: Fraction) -> dict[str, str]:
    """Numbers for Γ and e that meet their hypotheses, with equality half of the time."""
    tau, q, h, g1, g3 = (Fraction(rng.randint(2, 9), 4) for _ in range(5))
    slack = [rng.choice([Fraction(1), Fraction(rng.randint(2, 9), 10)]) for _ in range(2)]
    al = a * q if q < 1 else a * max(v for v in (Fraction(i, 50) for i in range(50, 150)) if v ** (n + k) <= q)
    w = g3 * q ** (2 * k) / Fraction(k) ** k * slack[0]
    g2 = g1 * h**k * be**n * q**k / al ** (n + k) / slack[1]
    return {name: str(v) for name, v in
            {"tau": tau, "q": q, "w": w, "h": h, "G1": g1, "G2": g2, "G3": g3, "al": al}.items()}  # fmt: skip


def wide(rng: Random) -> dict[str, Any]:
    """A model of [2]; √r at √n half of the time."""
    found = roots(rng)
    b, z = Fraction(found["b"]), Fraction(found["z"])
    be = b + rng.choice([Fraction(0), Fraction(rng.randint(1, 9), 8)])
    return {**found, **_values(rng, found["n"], found["k"], b + z, be), "be": str(be)}


def narrow(rng: Random) -> dict[str, Any]:
    """A model of [3]."""
    a = rng.randint(1, 3)
    return {"k": a * a, "a": str(a), **_values(rng, 0, a * a, Fraction(a), Fraction(1))}


def mild(rng: Random) -> dict[str, Any]:
    """A model of [4]: (r − 1)/d a square of a rational, d ≥ 2r."""
    (p, q), times = rng.choice([(1, 4), (1, 9), (4, 9), (9, 25), (1, 16)]), rng.randint(2, 4)
    r, d = p * times + 1, q * times
    u = Fraction(int(p**0.5), int(q**0.5))
    return {"r": r, "d": d, "tau": str(Fraction(rng.randint(1, 9), 4)), "u": str(u), "c": ["0", "1/2", "2"]}


claim = Claim(
    id="agd-small-ball-constant",
    title="The small-ball constant √e",
    sentence=(
        r"[1] Let $n, k \ge 1$ be whole and $b, z > 0$ with $b^2 = n$ and $z(2b+z) = k$, so that $a = b + z$ has $a^2 = n + "
        r"k$. Then $a^{n+k} \le b^n(a+b)^k$. [2] In this setting let $\tau, q, w, h, G_1, G_2, G_3, \alpha, \beta > 0$ "
        r"satisfy $G_3q^{2k} \ge wk^k$, $G_2\alpha^{n+k} \ge G_1h^k\beta^nq^k$, $\alpha^{n+k} \le q\,a^{n+k}$ and $\beta \ge "
        r"b$. Then $wh^kG_1\tau^kz^k \le q\,(q\tau)^kG_2G_3$. [3] Let $k \ge 1$ be whole, $a > 0$, $a^2 = k$, and $\tau, q, "
        r"w, h, G_1, G_2, G_3, \alpha > 0$ with $G_3q^{2k} \ge wk^k$, $G_2\alpha^k \ge G_1h^kq^k$ and $\alpha^k \le q\,a^k$. "
        r"Then $wh^kG_1\tau^ka^k \le q\,(q\tau)^kG_2G_3$. [4] Let $r \ge 1$ and $d \ge 2r$ be whole, $\tau > 0$, $c = "
        r"\sqrt{1/2}$ and $du^2 = r-1$. Then $\tau(1-u) \ge (1-c)\tau$."
    ),
    source=Source("agd", "failure probability, constants (ours)", "reconstructed"),
    derivation=derived(theorems.small_ball_constant, about_objective=False),
    expected=("steps proved",),
    without_objective="about Gamma functions and whole numbers",
    probe=Together((
        StatementProbe(sampler=(roots, wide, narrow, mild), trials=(20, 200)),
        SearchProbe(instances=instance, violation=above, planted=above_smaller, trials=(2000, 20000)),
    )),
    mutants=(
        Mutant(name="[1] halved", fate="false", change=(("b**n*v**k >=", "1/2*b**n*v**k >="),)),
        Mutant(name="[2] without √e", fate="false", goal=1, change=(("q*q**k*tau**k", "q**k*tau**k"),)),
        Mutant(name="[3] without √e", fate="false", goal=2, change=(("q*q**k*tau**k", "q**k*tau**k"),)),
        Mutant(name="[4] with 1/2 for 1/√2", fate="false", goal=3, change=(("tau*(1-c)", "tau*1/2"),)),
    ),
    sharpness=(Sharpness(given="z*v == k", sampler=lambda rng: roots(rng, over=True)),),
)  # fmt: skip
