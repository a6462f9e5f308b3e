"""The gain of a mode under another objective, F = ½‖P − Y‖² + 3Σ λ_l‖W_l‖²: derived anew from it. (That F
has the landscape of the weights 6λ_l with losses halved is only searched here, and the unscaled landscape is contradicted.)

Experiment: the formal statement at exact points, and critical points of `numerics` with fit = ½ and
ridges 3λ_l against the predicted orbits. Source: ours; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmf._landscapes import clusters_of, small_landscape, stranger
from proofs_check.claims.dmf._models import MODE, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

HALF, THREE = Fraction(1, 2), Fraction(3)


def derivation() -> Any:
    """The gain of a mode for this objective."""
    from theory.dmf.problem import Objective
    from theory.dmf.proofs.derivation import gain

    return gain(Objective(HALF, THREE))


def scene(rng: Random, **options: Any) -> dict:
    """A closed-form point of this objective."""
    from theory.dmf.problem import Objective
    from theory.dmf.scenes.points import random_point

    return random_point(rng, Objective(HALF, THREE), 2, 3, whole=True, **options)


@dataclass(frozen=True)
class Search:
    """What was found for this objective, the right prediction and the one that overlooks the coefficients."""

    right: Any
    unscaled: Any
    clusters: tuple


def draw(rng: Random) -> Search:
    """A small landscape of fit ½ and ridge × 3, the same data without the coefficients, and the zeros of ∇F that a search
    finds.
    """
    from theory.dmf import Landscape

    right = small_landscape(rng, objective=("1/2", "3"))
    unscaled = Landscape(right.widths, spectrum=right.spectrum, ridge=right.ridge)
    return Search(right, unscaled, clusters_of(right, rng.getrandbits(31)))


def outside(search: Search, prediction: Any) -> Counterexample | None:
    """A zero of ∇F that is none of the predicted orbits, else None."""
    found = stranger(prediction, search.clusters)
    if found is None:
        return None
    text = f"{prediction.summary().splitlines()[0]}, fit 1/2, ridge × 3: a critical point with {found} is none of its orbits"
    return Counterexample(text, kind=Refutation.STATISTICAL, size=sum(prediction.widths))


LEVEL = "q[L]*y == q[L]**2*s**(2-L) + s**L"

claim = Claim(
    id="dmf-changed-objective",
    title="The gain of a mode against F without it under another objective: fit 1/2 and ridge 3, any L ≥ 2",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times d_0}$, "
        r"$W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \tfrac12\lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + 3\sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $q = \prod_{l=1}^L (6\lambda_l)^{1/2}$; let $r "
        r"\ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal "
        r"$r\times r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix; let $u_l \in "
        r"\mathbb{R}^{d_l}$ with $\lVert u_l\rVert = 1$ and $U_l^\top u_l = 0$ for $0 \le l \le L$, $s > 0$, $y \in "
        r"\mathbb{R}$, and suppose $W_l = (6\lambda_l)^{-1/2}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ for $1 \le l "
        r"\le L$, $YU_0 = U_LM$, $Y^\top U_L = U_0M$, $Yu_0 = y\,u_L$, $Y^\top u_L = y\,u_0$ and $q\,y = "
        r"q^2\,s^{2-L} + s^L$; let $W^\circ_l = W_l - s(6\lambda_l)^{-1/2}u_lu_{l-1}^\top$ for $1 \le l \le L$. Then "
        r"$F(W^\circ) = \tfrac12\bigl(q^{-2}\mathrm{tr}(S^{2L}) - 2q^{-1}\mathrm{tr}(S^LM) + L\,\mathrm{tr}(S^2) + "
        r"\lVert Y\rVert_F^2\bigr)$ and $F(W^\circ) - F(W) = \tfrac12s^2\bigl(\tfrac{s^{2L-2}}{q^2} - (L-2)\bigr)$."
    ),
    source=Source("dmf", "objective (1) with coefficients", "reconstructed", version="v3"),
    derivation=derivation,
    expected=("proved",),
    probe=Together(
        (
            StatementProbe(sampler=sampler(MODE, scene), trials=(6, 60)),
            SearchProbe(
                instances=draw,
                violation=lambda search: outside(search, search.right),
                planted=lambda search: outside(search, search.unscaled),
                trials=(6, 40),
            ),
        )
    ),
    mutants=(Mutant(name="the gain without fit", fate="false", change=(("F1 - F == a*s**2", "F1 - F == s**2"),)),),
    sharpness=(Sharpness(given=LEVEL, sampler=sampler(MODE, lambda rng: scene(rng, value=Fraction(19, 3)))),),
)
