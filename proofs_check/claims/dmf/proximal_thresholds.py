"""The formula for y_g is that of a known proximal threshold: the half threshold (54^(1/3)/4) μ^(2/3), μ = 4 λ^(1/4), for L =
4, and the two-thirds threshold (2/3)(3μ³)^(1/4), μ = 3 λ^(1/3), for L = 3 (λ the product of the weights).

Source: Xu, Chang, Xu and Zhang (half thresholding) and Cao, Sun and Xu (two-thirds), constants from background knowledge;
reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmf._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems


def half(rng: Random) -> dict:
    """r = 4 k³ makes both roots rational."""
    k = rng.randint(1, 9)
    return {"r": str(4 * k**3), "th": str(6 * k**2), "yg": str(6 * k**2)}


def two_thirds(rng: Random) -> dict:
    """r = k⁴."""
    k = rng.randint(1, 9)
    return {"r": str(k**4), "th": str(2 * k**3), "yg": str(2 * k**3)}


claim = Claim(
    id="dmf-proximal-thresholds",
    title="The closed forms of y_g and of the half (L = 4) and two-thirds (L = 3) thresholds agree",
    sentence=(
        r"[1] Let $r > 0$, $\mu = 4r$, $\theta > 0$ with $\theta^3 = \tfrac{27}{32}\mu^2$ and $y_g > 0$ with $y_g^6 = "
        r"\tfrac{729}{4}r^4$. Then $\theta = y_g$. [2] Let $r > 0$, $\mu = 3r$, $\theta > 0$ with $\theta^4 = "
        r"\tfrac{16}{27}\mu^3$ and $y_g > 0$ with $y_g^4 = 16r^3$. Then $\theta = y_g$."
    ),
    source=Source("dmf", "link to scalar thresholding", "reconstructed", version="v3"),
    derivation=derived(theorems.proximal_thresholds),
    expected=("steps proved",),
    without_objective="scalar lemma about the two closed forms of a threshold",
    probe=StatementProbe(sampler=(half, two_thirds), trials=(9, 40)),
    mutants=(
        Mutant(name="half threshold doubled", fate="false", change=(("th == yg", "2*th == yg"),)),
        Mutant(name="two-thirds threshold doubled", fate="false", goal=1, change=(("th == yg", "2*th == yg"),)),
    ),
)
