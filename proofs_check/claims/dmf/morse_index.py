"""Morse index of a critical point, strict inequalities throughout, b the number of active '−':

    b(b+1)/2 + #{(i '+' or '0', j '−'): y_i < y_j} + #{(i active, k inactive): y_k > y_i}
    + [L = 2] (d_1 − r) #{k inactive: y_k > √λ}

The formal steps give the whole spectrum and the signs of its values; each is probed in its own claim. Here the count is
compared with exact Hessians of rational points. Source: arXiv:2506.20344 v3, strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from proofs_check.claims.dmf._models import derived
from proofs_check.claims.dmf._oracle import hunt, inertia, mismatch
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def predicted(
    point: ExactPoint,
    ties: bool = False,
    pairs: bool = True,
    reach: bool = False,
    spare: bool = True,
    equal: bool = False,
    distinct: bool = False,
) -> int:
    """The formula. Variants: ``distinct`` counts inactive values in place of positions, ``ties`` counts y_k = y_i,
    ``equal`` '+' and '−' of one value, ``pairs`` off drops the pairs of roots, ``spare`` off the spare units, ``reach`` lets
    them count for every L."""
    lower = [k for k, root in point.active.items() if root == "-"]
    index = len(lower) * (len(lower) + 1) // 2
    inactive = sorted(set(point.inactive)) if distinct else point.inactive
    for i, root in point.active.items():
        y = point.value(i)
        index += sum(z > y or (ties and z == y) for z in inactive)
        if pairs and root != "-":
            index += sum(point.value(j) > y or (equal and point.value(j) == y) for j in lower)
    if spare and (point.layers == 2 or reach):
        index += (point.widths[1] - point.rank) * sum(z**2 > prod(point.ridge) for z in inactive)
    return index


def violation(point: ExactPoint) -> Counterexample | None:
    measured = inertia(point)[0]
    return mismatch(point, "index", (measured, measured), (predicted(point), point.orbit.index))


def changed(**variant: bool) -> Callable[[ExactPoint], Counterexample | None]:
    return lambda point: mismatch(point, "index", inertia(point)[0], predicted(point, **variant))


DRAW = exact_points()

claim = Claim(
    id="dmf-morse-index",
    title="Morse index of every critical point",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; $P_l = "
        r"W_l\cdots W_1$, $A_l = W_L\cdots W_{l+1}$ (so $P_0 = I_{d_0}$, $A_L = I_{d_L}$) and $R = P_L - Y$. For "
        r"directions $Z_l \in \mathbb{R}^{d_l\times d_{l-1}}$, $1 \le l \le L$, let $P_l'$, $A_l'$ be the "
        r"derivatives at $t = 0$ of the same products $P_l(t)$, $A_l(t)$ of $W_l(t) = W_l + tZ_l$, and $K_l(Z) = "
        r"2(A_l'^\top RP_{l-1}^\top + A_l^\top P_L'P_{l-1}^\top + A_l^\top RP_{l-1}'^\top) + 2\lambda_lZ_l$. Call "
        r"$(u, s, y)$ with $u_l \in \mathbb{R}^{d_l}$ for $0 \le l \le L$, $s > 0$, $y \in \mathbb{R}$ a chain if "
        r"$\sqrt{\lambda_l}\,W_lu_{l-1} = su_l$ and $\sqrt{\lambda_l}\,W_l^\top u_l = su_{l-1}$ for $1 \le l \le "
        r"L$, $Yu_0 = yu_L$, $Y^\top u_L = yu_0$ and $\sqrt\lambda\,y = \lambda s^{2-L} + s^L$; call $(v, w, c)$ "
        r"with $v \in \mathbb{R}^{d_0}$, $w \in \mathbb{R}^{d_L}$, $c \in \mathbb{R}$ an outer pair if $W_1v = 0$, "
        r"$W_L^\top w = 0$, $Yv = cw$ and $Y^\top w = cv$. [1] Let $\tilde P_l$, $\tilde A_l$ be the polynomial "
        r"remainders in $P_l(t) = P_l + tP_l' + t^2\tilde P_l$, $A_l(t) = A_l + tA_l' + t^2\tilde A_l$. Then for "
        r"$1 \le l \le L$, all $H \in \mathbb{R}^{d_l\times d_{l-1}}$ and real $t$, $e$: with $W(t)+eH$ denoting "
        r"$W(t)$ with $eH$ added in layer $l$, $F(W(t)+eH) = F(W(t)) + e\,\mathrm{tr}\bigl(H^\top(2A_l^\top "
        r"RP_{l-1}^\top + 2\lambda_lW_l + tK_l(Z) + t^2N)\bigr) + e^2\bigl(\lVert A_l(t)HP_{l-1}(t)\rVert_F^2 + "
        r"\lambda_l\lVert H\rVert_F^2\bigr)$, where, with $\hat A = A_l' + t\tilde A_l$, $\hat P = P_L' + t\tilde "
        r"P_L$, $\check P = P_{l-1}' + t\tilde P_{l-1}$, $N = 2\bigl(\tilde A_l^\top RP_{l-1}^\top + "
        r"A_l^\top\tilde P_LP_{l-1}^\top + A_l^\top R\tilde P_{l-1}^\top + \hat A^\top\hat PP_{l-1}^\top + \hat "
        r"A^\top R\check P^\top + A_l^\top\hat P\check P^\top + t\hat A^\top\hat P\check P^\top\bigr)$. [2] Let $r "
        r"\ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ and $u_l \in \mathbb{R}^{d_l}$ with $U_l^\top U_l = I_r$, "
        r"$\lVert u_l\rVert = 1$, $U_l^\top u_l = 0$ for $0 \le l \le L$, $S$ a diagonal $r\times r$ matrix with "
        r"positive diagonal, $s > 0$, $\mu_1,\dots,\mu_L > 0$, $W_l = \mu_l^{-1}(U_lSU_{l-1}^\top + "
        r"s\,u_lu_{l-1}^\top)$ for $1 \le l \le L$, and $g \in \mathbb{R}^{d_0}$ with $U_0^\top g = 0$, $u_0^\top "
        r"g = 0$. Then $\mu_lW_lu_{l-1} = su_l$ and $\mu_lW_l^\top u_l = su_{l-1}$ for $1 \le l \le L$, and $W_1g "
        r"= 0$. [3] Let $(u, s, y)$ and $(v, z, w)$ be chains, $\varepsilon = \pm1$, $1 \le m < L$, $Z_m = "
        r"\lambda_m^{-1/2}(\tfrac{z}{s}u_mv_{m-1}^\top - \varepsilon v_mu_{m-1}^\top)$, $Z_{m+1} = "
        r"\lambda_{m+1}^{-1/2}(-u_{m+1}v_m^\top + \varepsilon\tfrac{z}{s}v_{m+1}u_m^\top)$ and $Z_l = 0$ "
        r"otherwise. Then $K_l(Z) = 2\lambda_l(1-\varepsilon)Z_l$ for $1 \le l \le L$. [4] Let $(u, s, y)$ and "
        r"$(v, z, w)$ be chains with $s > z$, $\varepsilon = \pm1$ and $Z_l = "
        r"\lambda_l^{-1/2}(z^{l-1}s^{L-l}u_lv_{l-1}^\top + \varepsilon s^{l-1}z^{L-l}v_lu_{l-1}^\top)$ for $1 \le "
        r"l \le L$. Then $K_l(Z) = 2\lambda_l\,\frac{(y-\varepsilon w)(s^L+\varepsilon "
        r"z^L)}{\sqrt\lambda\,(s^2-z^2)}\,Z_l$ for $1 \le l \le L$. [5] Let $(u, s, y)$ and $(v, s, y)$ be chains "
        r"(same $s$, $y$), $\varepsilon = \pm1$ and $Z_l = \lambda_l^{-1/2}(u_lv_{l-1}^\top + \varepsilon "
        r"v_lu_{l-1}^\top)$ for $1 \le l \le L$. Then $K_l(Z) = 2\lambda_l\bigl(1 + L\tfrac{s^{2L-2}}{\lambda} - "
        r"\varepsilon(L-1)\bigr)Z_l$ for $1 \le l \le L$. [6] Let $(u, s, y)$ be a chain, $\varepsilon = \pm1$, $1 "
        r"\le m < L$, $h \in \mathbb{R}^{d_m}$ with $W_m^\top h = 0$, $W_{m+1}h = 0$, $Z_m = "
        r"\lambda_m^{-1/2}hu_{m-1}^\top$, $Z_{m+1} = \varepsilon\lambda_{m+1}^{-1/2}u_{m+1}h^\top$ and $Z_l = 0$ "
        r"otherwise. Then $K_l(Z) = 2\lambda_l(1-\varepsilon)Z_l$ for $1 \le l \le L$. [7] Let $(u, s, y)$ be a "
        r"chain, $(v, w, c)$ an outer pair, $\varepsilon = \pm1$, $Z_1 = \lambda_1^{-1/2}u_1v^\top$, $Z_L = "
        r"\varepsilon\lambda_L^{-1/2}wu_{L-1}^\top$ and $Z_l = 0$ otherwise. Then $K_l(Z) = "
        r"2\lambda_l\lambda^{-1/2}s^{L-2}(y-\varepsilon c)Z_l$ for $1 \le l \le L$. [8] Let $L \ge 3$, $\mu > 0$, "
        r"$2 \le m \le L-1$, $h \in \mathbb{R}^{d_m}$, $g \in \mathbb{R}^{d_{m-1}}$ with $W_{m+1}h = 0$, "
        r"$W_{m-1}^\top g = 0$, $Z_m = \mu^{-1}hg^\top$ and $Z_l = 0$ otherwise. Then $K_l(Z) = 2\lambda_lZ_l$ for "
        r"$1 \le l \le L$. [9] Let $L \ge 3$, $\mu > 0$, $(v, w, c)$ an outer pair, $h \in \mathbb{R}^{d_1}$ with "
        r"$W_2h = 0$, $Z_1 = \mu^{-1}hv^\top$ and $Z_l = 0$ otherwise. Then $K_l(Z) = 2\lambda_lZ_l$ for $1 \le l "
        r"\le L$. [10] Let $L \ge 3$, $\mu > 0$, $(v, w, c)$ an outer pair, $g \in \mathbb{R}^{d_{L-1}}$ with "
        r"$W_{L-1}^\top g = 0$, $Z_L = \mu^{-1}wg^\top$ and $Z_l = 0$ otherwise. Then $K_l(Z) = 2\lambda_lZ_l$ for "
        r"$1 \le l \le L$. [11] Let $L = 2$, $(v, w, c)$ an outer pair, $h \in \mathbb{R}^{d_1}$ with $W_1^\top h "
        r"= 0$, $W_2h = 0$, $\varepsilon = \pm1$, $Z_1 = \lambda_1^{-1/2}hv^\top$ and $Z_2 = "
        r"\varepsilon\lambda_2^{-1/2}wh^\top$. Then $K_l(Z) = 2\lambda_l(1 - \varepsilon c\lambda^{-1/2})Z_l$ for "
        r"$l = 1, 2$. [12] Let $L \ge 3$, $q > 0$ and $e, f, v, w > 0$ with $qv = e^L + q^2e^{2-L}$ and $qw = f^L "
        r"+ q^2f^{2-L}$. If $Le^{2L-2} \ge (L-2)q^2$ and $f \ge e$, then $w \ge v$. [13] Let $L \ge 3$, $q > 0$ "
        r"and $e, f, v, w > 0$ with $qv = e^L + q^2e^{2-L}$ and $qw = f^L + q^2f^{2-L}$. If $Lf^{2L-2} \le "
        r"(L-2)q^2$ and $f \ge e$, then $v \ge w$. [14] Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = "
        r"\lambda_1\cdots\lambda_L$, $y > 0$, and let $y_\ast > 0$ be given by $y_\ast^{2L-2} = "
        r"(2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$. If $y > y_\ast$, then $s \mapsto s^L + \lambda s^{2-L} - "
        r"\sqrt\lambda\,y$ has exactly one root in $\{s > 0 : Ls^{2L-2} < (L-2)\lambda\}$, and it is simple. [15] "
        r"Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $y > 0$, and let "
        r"$y_\ast > 0$ be given by $y_\ast^{2L-2} = (2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$. If $y > y_\ast$, then "
        r"$s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has exactly one root in $\{s > 0 : Ls^{2L-2} > "
        r"(L-2)\lambda\}$, and it is simple."
    ),
    source=Source("dmf", "Theorem 2, strict saddles", "reconstructed", version="v3"),
    derivation=derived("morse_index"),
    expected=("steps proved",),
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(pairs=False), trials=(300, 3000)),
    mutants=(
        Mutant(name="ties count (y_k ≥ y_i)", fate="false", search=hunt(DRAW, changed(ties=True))),
        Mutant(name="'+' and '-' of one value count", fate="false", search=hunt(DRAW, changed(equal=True))),
        Mutant(name="distinct values counted", fate="false", search=hunt(DRAW, changed(distinct=True))),
        Mutant(name="pairs of roots forgotten", fate="false", search=hunt(DRAW, changed(pairs=False))),
        Mutant(name="spare units forgotten at L = 2", fate="false", search=hunt(DRAW, changed(spare=False))),
        Mutant(name="spare units count at L ≥ 3 too", fate="false", search=hunt(DRAW, changed(reach=True))),
    ),
)
