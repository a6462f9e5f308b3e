"""The symmetries of F for any L ≥ 2: orthogonal Q_l in every space with Q_L Y = Y Q_0; and which of them leave a point in
closed form as it is.

Critical orbits are the orbits of this group: dmf-orbit-count, dmf-orbit-dimension, dmf-orbit-components.
Source: ours, for the orthogonal factors Q_l and blocks O_i of arXiv:2506.20344 v3, Theorem 1; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proofs_check.claims.dmf._models import OBJECTIVE, Sampler, derived, sampler, scene_of
from proofs_check.claims.dmf._sentences import OBJECTIVE as SETTING
from proofs_check.claims.dmf._sentences import numbered
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import counts as theorems
from theory.dmf.proofs.symmetry import CARRIED, COMMUTES, FIXED, FORM, KEEPS
from theory.dmf.scenes import symmetry as scenes

TURNS = r"; let $Q_l \in \mathbb{R}^{d_l\times d_l}$, $Q_l^\top Q_l = Q_lQ_l^\top = I_{d_l}$, for $0 \le l \le L$"
FRAMES = (
    r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $r \ge 0$, $\mu_1,\dots,\mu_L > 0$, $U_l \in \mathbb{R}^{d_l\times r}$ for $0 "
    r"\le l \le L$, $T$ a diagonal $r\times r$ matrix with positive diagonal, $W_l = \mu_l^{-1}U_lT^2U_{l-1}^\top$ for $1 "
    r"\le l \le L$, and $Q_l \in \mathbb{R}^{d_l\times d_l}$ with $Q_l^\top Q_l = I_{d_l}$ for $0 \le l \le L$"
)
INVARIANCE = (
    SETTING + TURNS + r", and $Q_LY = YQ_0$",
    r"Then $F(Q_1W_1Q_0^\top,\dots,Q_LW_LQ_{L-1}^\top) = F(W)$.",
)
STABILIZER = (
    FRAMES,
    r"If $U_l^\top U_l = I_r$, $Q_lQ_l^\top = I_{d_l}$ for $0 \le l \le L$ and $Q_lW_l = W_lQ_{l-1}$ for $1 \le l \le L$, "
    r"then $R = U_0^\top Q_0U_0$ has $Q_lU_l = U_lR$ for $0 \le l \le L$, $T^2R = RT^2$ and $R^\top R = I_r$.",
)
CONVERSE = (
    FRAMES,
    r"If $R \in \mathbb{R}^{r\times r}$ has $Q_lU_l = U_lR$ for $0 \le l \le L$, $T^2R = RT^2$ and $RR^\top = I_r$, then "
    r"$Q_lW_l = W_lQ_{l-1}$ for $1 \le l \le L$.",
)
CARRIED_OVER = (
    r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $r \ge 0$, $\mu_1,\dots,\mu_L > 0$, $Y \in \mathbb{R}^{d_L\times d_0}$, $U_l, X_l "
    r"\in \mathbb{R}^{d_l\times r}$ for $0 \le l \le L$, $T, M$ diagonal $r\times r$ matrices with positive diagonals, $W_l = "
    r"\mu_l^{-1}U_lT^2U_{l-1}^\top$ and $V_l = \mu_l^{-1}X_lT^2X_{l-1}^\top$ for $1 \le l \le L$, $YU_0 = U_LM$, $YX_0 = "
    r"X_LM$, and "
    r"$Q_l \in \mathbb{R}^{d_l\times d_l}$ for $0 \le l \le L$",
    r"If $Q_LY = YQ_0$ and $Q_lU_l = X_l$ for $0 \le l \le L-1$, then $Q_LU_L = X_L$ and $V_l = Q_lW_lQ_{l-1}^\top$ for $1 "
    r"\le l \le L$.",
)
WHOLE, KEPT, TWO = f"{OBJECTIVE} Q", "L d W mu r U T Q", "L d Y mu r W U V X T M Q"


def broken(names: str, scene: Callable[..., dict], options: dict[str, Any] | None = None, **changes: Any) -> Sampler:
    """The models of a goal, some letters changed."""
    return sampler(names, scene_of(scene, **(options or {})), **changes)


def loose(model: dict) -> dict:
    """W with another first factor."""
    return {**model["W"], "1": _numbers(model["W"]["1"])}


def still(model: dict, place: str = "1") -> dict:
    """Q with the identity in the first hidden layer, or elsewhere."""
    size = int(model["d"][place])
    return {**model["Q"], place: [[str(int(i == j)) for j in range(size)] for i in range(size)]}


def unrelated(model: dict) -> list:
    """A target that Q does not go with."""
    return _numbers(model["Y"])


def _numbers(rows: list) -> list:
    """1 + i + 2j in row i, column j."""
    return [[str(1 + i + 2 * j) for j, _ in enumerate(row)] for i, row in enumerate(rows)]


def untransposed(statement: dict) -> dict:
    """Q_l W_l Q_{l−1} for Q_l W_l Q_{l−1}ᵀ."""
    for name, letter in statement["letters"]:
        if name == "W1":
            letter["value"] = letter["value"].replace(".T", "")
    return statement


claim = Claim(
    id="dmf-orthogonal-symmetry",
    title="Symmetries of F: orthogonal Q_l with Q_LY = YQ_0, and which of them leave a closed form as it is, any L ≥ 2",
    sentence=numbered(INVARIANCE, STABILIZER, CONVERSE, CARRIED_OVER),
    source=Source("dmf", "Theorem 1, orthogonal factors Q_l and blocks O_i", "reconstructed", version="v3"),
    derivation=derived(theorems.orthogonal_symmetry),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(broken(WHOLE, scenes.turned), broken(KEPT, scenes.kept), broken(f"{KEPT} R", scenes.kept),
                 broken(TWO, scenes.carried)),
        trials=(8, 80),
    ),
    mutants=(
        Mutant(name="Q_{l−1} not transposed", fate="false", change=untransposed),
        Mutant(name="Rᵀ for R", fate="false", goal=1, change=(("U[k]*R", "U[k]*R.T"),)),
        Mutant(name="R is the identity", fate="false", goal=1, change=(("T**2*R == R*T**2", "R == I(r)"),)),
        Mutant(name="Q_{l−1}ᵀ for Q_{l−1}", fate="false", goal=2, change=(("W[k]*Q[k-1]", "W[k]*Q[k-1].T"),)),
        Mutant(name="carried to the inverse", fate="false", goal=3, change=(("Q[k]*W[k]*Q[k-1].T", "Q[k].T*W[k]*Q[k-1]"),)),
    ),
    sharpness=(
        Sharpness(given=KEEPS, sampler=broken(WHOLE, scenes.turned, Y=unrelated)),
        Sharpness(given=FIXED, goal=1, sampler=broken(KEPT, scenes.kept, Q=still)),
        Sharpness(given=FORM, goal=2, sampler=broken(f"{KEPT} R", scenes.kept, W=loose)),
        Sharpness(given=COMMUTES, goal=2, sampler=broken(f"{KEPT} R", scenes.kept, {"mix": True})),
        Sharpness(given=KEEPS, goal=3, sampler=broken(TWO, scenes.carried, Q=lambda m: still(m, str(m["L"])))),
        Sharpness(given=CARRIED, goal=3, sampler=broken(TWO, scenes.carried, Q=still)),
    ),
)  # fmt: skip
