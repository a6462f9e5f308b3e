"""The whole Hessian spectrum at every critical point, from explicit eigenvectors with L symbolic.

Two modes: 0 and 2 (L − 1 times each), μ_∓ = (y_i ∓ y_j)(p_i ± p_j)/(σ_i² − σ_j²), for equal roots 2 + L(t − 1) and L(t + 1); a
mode and a spare hidden unit: 0 and 2; a mode and what Y has outside: (σ^(L−2)/√λ)(y_i ∓ y_k), 1 + t; entries outside: 1 for
L ≥ 3, 1 ∓ y_k/√λ for L = 2 (V coordinates, half the Hessian). The closed-form lists of `landscape --hessian` are compared with
exact Hessians of rational points. Source: ours, for the points of arXiv:2506.20344 v3, Theorem 1; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf._models import MODE, OBJECTIVE, derived, hessian_scene, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

CHAINS = f"{OBJECTIVE} mu u s y v z w ep l"
LONE = f"{OBJECTIVE} mu u s y ep l"
OUTER = "v w c"

claim = Claim(
    id="dmf-hessian-spectrum",
    title="The whole Hessian spectrum at every critical point, any L ≥ 2",
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
        r"$l = 1, 2$."
    ),
    source=Source("dmf", "spectrum at the points of Theorem 1", "reconstructed", version="v3"),
    derivation=derived("hessian_spectrum"),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(
            sampler(f"{OBJECTIVE} l Z t H e", hessian_scene("random_second_order")),
            sampler(f"{MODE} g", hessian_scene("random_chains")),
            sampler(f"{CHAINS} m", hessian_scene("random_chains")),
            sampler(f"{CHAINS} gap", hessian_scene("random_chains")),
            sampler(f"{OBJECTIVE} mu u s y v ep l", hessian_scene("random_chains", equal=True)),
            sampler(f"{LONE} m h", hessian_scene("random_hidden")),
            sampler(f"{LONE} {OUTER}", hessian_scene("random_hidden")),
            sampler(f"{OBJECTIVE} mu l m h g", hessian_scene("random_hidden", least=3, first=2)),
            sampler(f"{OBJECTIVE} mu l h {OUTER}", hessian_scene("random_hidden", least=3, last=2)),
            sampler(f"{OBJECTIVE} mu l g {OUTER}", hessian_scene("random_hidden", least=3, first=3, last=0)),
            sampler(f"d W Y lam mu ep h {OUTER}", hessian_scene("random_hidden", most=2)),
        ),
        trials=(5, 50),
    ),
    mutants=(
        Mutant(name="hidden rotations not flat", fate="false", goal=2, change=(("(1-ep)", "(2-ep)"),)),
        Mutant(name="μ_± with their values of Y exchanged", fate="false", goal=3, change=(("(y-ep*w)", "(y+ep*w)"),)),
        Mutant(name="equal roots: L for L − 1", fate="false", goal=4, change=(("ep*(L-1)", "ep*L"),)),
        Mutant(name="spare units: 1 + ep", fate="false", goal=5, change=(("(1-ep)", "(1+ep)"),)),
        Mutant(name="outer rotations by σ in place of y", fate="false", goal=6, change=(("(y-ep*c)", "(s-ep*c)"),)),
        Mutant(name="L = 2: y_k without 1/√λ", fate="false", goal=10, change=(("*q[2]**(-1))", "*q[2])"),)),
    ),
    sharpness=(
        Sharpness(given="q[L]*y == q[L]**2*s**(2-L) + s**L", goal=3,
                  sampler=sampler(f"{CHAINS} gap", hessian_scene("random_chains", most=2, value=Fraction(19, 3)))),
        Sharpness(given="ep**2 == 1", goal=3,
                  sampler=sampler(f"{CHAINS} gap", hessian_scene("random_chains", most=2), ep=lambda scene: "3")),
        Sharpness(given="gap == s**2-z**2", goal=3,
                  sampler=sampler(f"{CHAINS} gap", hessian_scene("random_chains", most=2), gap=lambda scene: "29/7")),
        Sharpness(given="all(k, 1, L, a*mu[k]**2 == b*lam[k])", goal=6,
                  sampler=sampler(f"{LONE} {OUTER}", hessian_scene("random_hidden", most=2),
                                  lam=lambda scene: dict.fromkeys(scene["lam"], "29/7"))),
    ),
)  # fmt: skip
