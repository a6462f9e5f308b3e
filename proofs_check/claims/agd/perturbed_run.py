"""The horizon-free theorem for runs as they are: X partly outside the columns, a target with a tail, errors in every sweep.

It is what ``run --certify`` rests on. Formal: how a sweep with errors splits, exactly, and every sum of the induction; in
words: the norms that feed these sums (Weyl's inequality, the triangle). The theorem with all its constants is written out in
`theory.agd.perturbed_run`; without outside part, tail and errors it is `agd-horizon-free` and `agd-sharpened`, which the kernel
proves. Runs that push are measured against it besides. Source: ours; reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import perturbed as scenes


def draw(rng: Random) -> Any:
    """A run whose errors push, with its certificate; None if no certificate exists."""
    import numpy as np

    from proofs_check.claims.agd._pushed_runs import pushed

    return pushed(np.random.default_rng(rng.getrandbits(48)))


def leaves(run: Any, **change: float) -> Counterexample | None:
    """The run leaves its certificate (with fields times the numbers given)."""
    from proofs_check.claims.agd._pushed_runs import broken

    if not broken([run], **change):
        return None
    return Counterexample(f"a pushed run with {run.found} leaves it", size=len(run.f))


def without_tail(run: Any) -> Counterexample | None:
    """Planted: the floor of the part outside the columns is forgotten."""
    return leaves(run, off_floor=0.0)


claim = Claim(
    id="agd-perturbed-run",
    title="What is outside the columns, a tail of the target and rounding stand in the bound",
    sentence=(
        r"[1] Let $\eta > 0$, $U \in \mathbb{R}^{m\times r}$ with $U^\top U = I_r$, $P = UU^\top$, "
        r"$X, E_X \in \mathbb{R}^{m\times d}$, $Y, E_Y \in \mathbb{R}^{n\times d}$, $A \in \mathbb{R}^{m\times n}$, $X_+ = X "
        r"- \eta(XY^\top-A)Y + E_X$ and $Y_+ = Y - \eta(X_+Y^\top-A)^\top X_+ + E_Y$; write $R = P(XY^\top-A)$, $R_h = "
        r"P(X_+Y^\top-A)$, $R_+ = P(X_+Y_+^\top-A)$, $Z = X - PX$, $Z_+ = X_+ - PX_+$, $E = A - PA$, $B = E_Y - "
        r"\eta(Z_+Y^\top-E)^\top Z_+$. Then $PX_+ = PX - \eta RY + PE_X$, $R_h = R(I-\eta YY^\top) + PE_XY^\top$, $Z_+ = "
        r"Z(I-\eta Y^\top Y) + \eta EY + E_X - PE_X$, $Y_+ = Y - \eta R_h^\top PX_+ + B$, $R_+ = (I-\eta PX_+X_+^\top P)R_h + "
        r"PX_+B^\top$ and $\lVert XY^\top-A\rVert_F^2 = \lVert R\rVert_F^2 + \lVert ZY^\top-E\rVert_F^2$. [2] Let $0 \le h "
        r"\le 1$, $s_k = \sum_{j<k}(1-h)^j$ and real $q_0,\dots,q_K$ with $q_{j+1} \le (1-h)q_j + c$. Then $q_k \le "
        r"(1-h)^kq_0 + s_kc$, $(1+kh)s_k \le 2k$ and $hs_k \le 1$ for $0 \le k \le K$. [3] Let $0 \le h \le 1$, $y, t \ge 0$, "
        r"and for $0 \le j < K$: $0 \le q_j \le (1-h)^jq + b$ and $\delta_j \le \varepsilon + (yq_j+t)q_j$. Then "
        r"$\sum_{j<k}\delta_j \le k\varepsilon + 2y(s_kq^2+kb^2) + t(s_kq+kb)$ for $0 \le k \le K$. [4] Let $p, g, r, M > 0$ "
        r"with $p + g = 1$ and $grM^2 = 1 + p$, and let real $a_0,\dots,a_K$, $u_j$, $\omega_j$, $l_j$ satisfy for $0 \le j < "
        r"K$: $0 \le u_j \le a_j$, $a_{j+1} \le pu_j + \omega_j$ and $rl_j^2 \le a_j^2-u_j^2$. Then for $0 \le k \le K$: "
        r"$\sum_{j<k}l_j \le M(a_0 - a_k + \sum_{j<k}\omega_j)$ and $g\sum_{j<k}a_j \le a_0 - a_k + \sum_{j<k}\omega_j$."
    ),
    source=Source("agd", "perturbed horizon-free theorem (ours)", "reconstructed"),
    derivation=derived(theorems.perturbed_run),
    expected=("steps proved",),
    without_objective="the sweep is defined in the statement; the gradients are those of `agd-gradients`",
    probe=Together((
        StatementProbe(
            sampler=(sampler("m n d r U A X Y ex ey eta", scenes.random_sweep), scenes.random_outside, scenes.random_pushed,
                     scenes.random_path),
            trials=(10, 100),
        ),
        SearchProbe(instances=draw, violation=leaves, planted=without_tail, trials=(80, 400)),
    )),
    mutants=(
        Mutant(name="no part of Z in Y", fate="false",
               change=(("Y1 == Y - 2*c*eta*Rh.T*P*X1 + B", "Y1 == Y - 2*c*eta*Rh.T*P*X1 + ey"),)),
        Mutant(name="half of the sum of powers", fate="false", goal=1, change=(("2*k >= ", "k >= "),)),
        Mutant(name="pushes without the factor 2", fate="false", goal=2, change=(("2*y*(", "y*("),)),
        Mutant(name="path without errors", fate="false", goal=3, change=(("M*(a[0]-a[k]+Om[k])", "M*(a[0]-a[k])"),)),
        Mutant(name="half of M", fate="false", goal=3, change=(("M*(a[0]-a[k]+Om[k])", "1/2*M*(a[0]-a[k]+Om[k])"),)),
    ),
)  # fmt: skip
