"""0 ≤ b ≤ qa, 0 < q < 1: a² − b² ≤ (a − b)²(1 + q)/(1 − q). A path whose √f contracts by q a step has length Σ√(f_t − f_{t+1})
≤ √((1 + q)/(1 − q))·√f_0. In words: a geometric sequence attains it. Source: ours; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems


def near(rng: Random) -> dict[str, str]:
    """0 ≤ b ≤ qa, half of the time with equality."""
    q, a = Fraction(rng.randint(1, 9), 10), Fraction(rng.randint(1, 9), rng.randint(1, 4))
    share = rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    return {"q": str(q), "a": str(a), "b": str(share * q * a)}


def expanding(rng: Random) -> dict[str, str]:
    """q > 1."""
    q, a = 1 + Fraction(rng.randint(1, 9), 5), Fraction(rng.randint(1, 9), rng.randint(1, 4))
    return {"q": str(q), "a": str(a), "b": str(q * a * Fraction(rng.randint(1, 9), 10))}


def path(rng: Random) -> dict[str, Any]:
    """Two steps by the factor 3/5 or by 5/13, whose lengths are rational; q above them, M² = (1 + q)/(1 − q) rational."""
    share = rng.choice([("3/5", "4/5"), ("5/13", "12/13")])
    factor, leg = map(Fraction, share)
    root = rng.choice([Fraction(2), Fraction(3), Fraction(5, 2)])
    q, first = (root**2 - 1) / (root**2 + 1), Fraction(rng.randint(1, 9), rng.randint(1, 4))
    w = [first, first * factor, first * factor**2]
    return {"q": str(q), "g": str(1 - q), "M": str(root), "T": 2, "k": rng.randint(0, 2),
            "w": {str(j): str(v) for j, v in enumerate(w)}, "l": {str(j): str(leg * w[j]) for j in range(2)}}  # fmt: skip


claim = Claim(
    id="agd-length-lemma",
    title="Length of a path whose √F contracts by 0 < q < 1 a step",
    sentence=(
        r"[1] Let $a, b$ be real and $0 < q < 1$. If $0 \le b \le qa$, then $(a^2-b^2)(1-q) \le (a-b)^2(1+q)$. [2] "
        r"Let $0 < q < 1$, $T \ge 1$, $M > 0$ with $M^2 = \tfrac{1+q}{1-q}$, and let $w_0,\dots,w_T \ge 0$ and "
        r"real $l_0,\dots,l_{T-1}$ satisfy $w_{j+1} \le qw_j$ and $l_j^2 = w_j^2 - w_{j+1}^2$ for $0 \le j < T$. "
        r"Then $l_0 + \dots + l_{k-1} \le Mw_0$ for $0 \le k \le T$."
    ),
    source=Source("agd", "horizon-free theorem, length lemma (ours)", "reconstructed"),
    derivation=derived(theorems.path_length, about_objective=False),
    expected=("steps proved",),
    without_objective="scalar lemma about the length of a contracting path",
    probe=StatementProbe(sampler=(near, path)),
    mutants=(
        Mutant(name="constant a hundredth smaller", fate="false", change=(("(a-b)**2*(1+q)", "99/100*(a-b)**2*(1+q)"),)),
        Mutant(name="half the length", fate="false", goal=1, change=(("M*w[0] >= L[k]", "1/2*M*w[0] >= L[k]"),)),
    ),
    sharpness=(Sharpness(given="1 > q", sampler=expanding),),
)
