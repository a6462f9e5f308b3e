"""What the main theorem uses inside its induction, as conclusions: along its iterates F satisfies a Polyak–Łojasiewicz
inequality, and both block gradients are 1/η-Lipschitz.

Under the hypotheses of agd-main-theorem, for every k ≤ T. Source: arXiv:2305.06927 v2, PL and smoothness along the iterates;
reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived, over, wide
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import horizon as scenes

FREE = "DX DY p g q uY cX cY"


def directed(draw: Any) -> Any:
    """The models of ``draw`` with a direction in each block."""

    def model(rng: Random) -> dict[str, Any]:
        found = draw(rng)
        rows = {"Z": found["m"], "V": found["n"]}
        return {**found, **{name: _small(rng, int(size), int(found["d"])) for name, size in rows.items()}}

    return model


def _small(rng: Random, rows: int, columns: int) -> list[list[str]]:
    return [[str(Fraction(rng.choice([-1, 1]) * rng.randint(1, 4), 2)) for _ in range(columns)] for _ in range(rows)]


claim = Claim(
    id="agd-along-the-iterates",
    title="Along the iterates, up to the horizon: Polyak–Łojasiewicz in Y, and block gradients that are 1/η-Lipschitz",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in "
        r"\mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta (X_jY_j^\top - "
        r"A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; write $F(X,Y) = "
        r"\tfrac12\lVert XY^\top - A\rVert_F^2$ and $F_k = F(X_k,Y_k)$. Let $r \ge 1$, $U \in \mathbb{R}^{m\times r}$ with "
        r"$U^\top U = I_r$, $UU^\top A = A$, $UU^\top X_0 = X_0$, and let $s > 0$, $S, y \ge 0$ satisfy $\eta X_0X_0^\top "
        r"\succeq s^2UU^\top$, $\eta X_0^\top X_0 \preceq S^2I_d$, $\eta Y_0^\top Y_0 \preceq y^2I_d$. Suppose $0 < D_X \le "
        r"s$, $D_Y > 0$, $0 < g < 1$, $g \le (s-D_X)^2$, $g \le 2-(S+D_X)^2$, $(S+D_X)^2 \le 1$, $(y+D_Y)^2 \le 1$, "
        r"$2\eta^2TF_0 \le D_X^2$ and $2\eta^2TF_0 \le D_Y^2$. Then for $0 \le k \le T$: $\eta\lVert\nabla_Y "
        r"F(X_k,Y_k)\rVert_F^2 \ge 2gF_k$, and for every $Z \in \mathbb{R}^{m\times d}$ and $V \in \mathbb{R}^{n\times d}$: "
        r"$\eta\lVert\nabla_X F(X_k+Z,Y_k) - \nabla_X F(X_k,Y_k)\rVert_F \le \lVert Z\rVert_F$ and $\eta\lVert\nabla_Y "
        r"F(X_k,Y_k+V) - \nabla_Y F(X_k,Y_k)\rVert_F \le \lVert V\rVert_F$."
    ),
    source=Source("agd", "PL and smoothness along the iterates", "reconstructed", version="v2"),
    derivation=derived(theorems.along_the_iterates),
    expected=("proved",),
    without_objective="F and the iterates are defined in the statement; the gradients are those of `agd-gradients`",
    probe=StatementProbe(sampler=directed(wide(FREE, scenes.main_scene, "main", free=True, without="w")), trials=(12, 120)),
    mutants=(
        Mutant(name="twice the PL constant", fate="open", change=(("2*g*F[k]", "4*g*F[k]"),)),
        Mutant(name="PL constant eight times as large", fate="false", change=(("2*g*F[k]", "16*g*F[k]"),)),
        Mutant(name="S for s", fate="false", change=(("(s-DX)**2 >= g", "(S-DX)**2 >= g"),)),
        Mutant(name="a thousandth of the Lipschitz constant in X, where Y is small", fate="false",
               change=(("eta**2*tr((GZ", "1000000*eta**2*tr((GZ"),)),
        Mutant(name="a tenth of the Lipschitz constant in Y", fate="false",
               change=(("eta**2*tr((GV", "100*eta**2*tr((GV"),)),
    ),
    sharpness=(Sharpness(given="U*U.T*A == A", sampler=directed(over(FREE, "main", "column", without="w"))),),
)  # fmt: skip
