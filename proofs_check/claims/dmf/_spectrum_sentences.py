"""What the goals about the Hessian say, the same in three claims: what stands before them, and the eleven goals."""

from __future__ import annotations

from proofs_check.claims.dmf._sentences import OBJECTIVE, Piece

LEAD = OBJECTIVE + (
    r"; $P_l = W_l\cdots W_1$, $A_l = W_L\cdots W_{l+1}$ (so $P_0 = I_{d_0}$, $A_L = I_{d_L}$) and $R = P_L - Y$. For "
    r"directions $Z_l \in \mathbb{R}^{d_l\times d_{l-1}}$, $1 \le l \le L$, let $P_0' = 0$, $P_{k+1}' = W_{k+1}P_k' + "
    r"Z_{k+1}P_k$, $A_L' = 0$ and $A_k' = A_{k+1}'W_{k+1} + A_{k+1}Z_{k+1}$ for $0 \le k < L$ (formally $D_{P,k}$, "
    r"$D_{A,k}$; the derivatives at $t = 0$ of the same products $P_l(t)$, $A_l(t)$ of $W_l(t) = W_l + tZ_l$), and "
    r"$K_l(Z) = 2(A_l'^\top RP_{l-1}^\top + A_l^\top P_L'P_{l-1}^\top + A_l^\top RP_{l-1}'^\top) + 2\lambda_lZ_l$. Call "
    r"$(u, s, y)$ with $u_l \in \mathbb{R}^{d_l}$ for $0 \le l \le L$, $s > 0$, $y \in \mathbb{R}$ a chain if "
    r"$\sqrt{\lambda_l}\,W_lu_{l-1} = su_l$ and $\sqrt{\lambda_l}\,W_l^\top u_l = su_{l-1}$ for $1 \le l \le L$, $Yu_0 = "
    r"yu_L$, $Y^\top u_L = yu_0$ and $\sqrt\lambda\,y = \lambda s^{2-L} + s^L$; call $(v, w, c)$ with $v \in "
    r"\mathbb{R}^{d_0}$, $w \in \mathbb{R}^{d_L}$, $c \in \mathbb{R}$ an outer pair if $W_1v = 0$, $W_L^\top w = 0$, $Yv "
    r"= cw$ and $Y^\top w = cv$."
)
SPECTRUM: tuple[Piece, ...] = (
    (
        "",
        r"Let $t \in \mathbb{R}$, $\tilde P_0 = 0$, $\tilde P_{k+1} = W_{k+1}\tilde P_k + Z_{k+1}P_k' + tZ_{k+1}\tilde "
        r"P_k$, $\tilde A_L = 0$ and $\tilde A_k = \tilde A_{k+1}W_{k+1} + A_{k+1}'Z_{k+1} + t\tilde A_{k+1}Z_{k+1}$ for "
        r"$0 \le k < L$ (formally $R_{P,k}$, $R_{A,k}$): by induction, which is in no goal, $P_l(t) = P_l + tP_l' + "
        r"t^2\tilde P_l$ and $A_l(t) = A_l + tA_l' + t^2\tilde A_l$. Then for $1 \le l \le L$, all $H \in "
        r"\mathbb{R}^{d_l\times d_{l-1}}$ and real $e$: with $W(t)+eH$ denoting $W(t)$ with $eH$ added in layer $l$, "
        r"$F(W(t)+eH) = F(W(t)) + e\,\mathrm{tr}\bigl(H^\top(2A_l^\top RP_{l-1}^\top + 2\lambda_lW_l + tK_l(Z) + "
        r"t^2N)\bigr) + e^2\bigl(\lVert A_l(t)HP_{l-1}(t)\rVert_F^2 + \lambda_l\lVert H\rVert_F^2\bigr)$, where, with "
        r"$\hat A = A_l' + t\tilde A_l$, $\hat P = P_L' + t\tilde P_L$, $\check P = P_{l-1}' + t\tilde P_{l-1}$, $N = "
        r"2\bigl(\tilde A_l^\top RP_{l-1}^\top + A_l^\top\tilde P_LP_{l-1}^\top + A_l^\top R\tilde P_{l-1}^\top + \hat "
        r"A^\top\hat PP_{l-1}^\top + \hat A^\top R\check P^\top + A_l^\top\hat P\check P^\top + t\hat A^\top\hat P\check "
        r"P^\top\bigr)$.",
    ),
    (
        "",
        r"Let $r \ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ and $u_l \in \mathbb{R}^{d_l}$ with $U_l^\top U_l = I_r$, "
        r"$\lVert u_l\rVert = 1$, $U_l^\top u_l = 0$ for $0 \le l \le L$, $S$ a diagonal $r\times r$ matrix with "
        r"positive diagonal, $s > 0$, $\mu_1,\dots,\mu_L > 0$, $W_l = \mu_l^{-1}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ "
        r"for $1 \le l \le L$, and $g \in \mathbb{R}^{d_0}$ with $U_0^\top g = 0$, $u_0^\top g = 0$. Then "
        r"$\mu_lW_lu_{l-1} = su_l$ and $\mu_lW_l^\top u_l = su_{l-1}$ for $1 \le l \le L$, and $W_1g = 0$.",
    ),
    (
        "",
        r"Let $(u, s, y)$ and $(v, z, w)$ be chains, $\varepsilon = \pm1$, $1 \le m < L$, $Z_m = "
        r"\lambda_m^{-1/2}(\tfrac{z}{s}u_mv_{m-1}^\top - \varepsilon v_mu_{m-1}^\top)$, $Z_{m+1} = "
        r"\lambda_{m+1}^{-1/2}(-u_{m+1}v_m^\top + \varepsilon\tfrac{z}{s}v_{m+1}u_m^\top)$ and $Z_l = 0$ otherwise. Then "
        r"$K_l(Z) = 2\lambda_l(1-\varepsilon)Z_l$ for $1 \le l \le L$.",
    ),
    (
        "",
        r"Let $(u, s, y)$ and $(v, z, w)$ be chains with $s > z$, $\varepsilon = \pm1$ and $Z_l = "
        r"\lambda_l^{-1/2}(z^{l-1}s^{L-l}u_lv_{l-1}^\top + \varepsilon s^{l-1}z^{L-l}v_lu_{l-1}^\top)$ for $1 \le l \le "
        r"L$. Then $K_l(Z) = 2\lambda_l\,\frac{(y-\varepsilon w)(s^L+\varepsilon z^L)}{\sqrt\lambda\,(s^2-z^2)}\,Z_l$ "
        r"for $1 \le l \le L$.",
    ),
    (
        "",
        r"Let $(u, s, y)$ and $(v, s, y)$ be chains (same $s$, $y$), $\varepsilon = \pm1$ and $Z_l = "
        r"\lambda_l^{-1/2}(u_lv_{l-1}^\top + \varepsilon v_lu_{l-1}^\top)$ for $1 \le l \le L$. Then $K_l(Z) = "
        r"2\lambda_l\bigl(1 + L\tfrac{s^{2L-2}}{\lambda} - \varepsilon(L-1)\bigr)Z_l$ for $1 \le l \le L$.",
    ),
    (
        "",
        r"Let $(u, s, y)$ be a chain, $\varepsilon = \pm1$, $1 \le m < L$, $h \in \mathbb{R}^{d_m}$ with $W_m^\top h = "
        r"0$, $W_{m+1}h = 0$, $Z_m = \lambda_m^{-1/2}hu_{m-1}^\top$, $Z_{m+1} = "
        r"\varepsilon\lambda_{m+1}^{-1/2}u_{m+1}h^\top$ and $Z_l = 0$ otherwise. Then $K_l(Z) = "
        r"2\lambda_l(1-\varepsilon)Z_l$ for $1 \le l \le L$.",
    ),
    (
        "",
        r"Let $(u, s, y)$ be a chain, $(v, w, c)$ an outer pair, $\varepsilon = \pm1$, $Z_1 = "
        r"\lambda_1^{-1/2}u_1v^\top$, $Z_L = \varepsilon\lambda_L^{-1/2}wu_{L-1}^\top$ and $Z_l = 0$ otherwise. Then "
        r"$K_l(Z) = 2\lambda_l\lambda^{-1/2}s^{L-2}(y-\varepsilon c)Z_l$ for $1 \le l \le L$.",
    ),
    (
        "",
        r"Let $L \ge 3$, $\mu > 0$, $2 \le m \le L-1$, $h \in \mathbb{R}^{d_m}$, $g \in \mathbb{R}^{d_{m-1}}$ with "
        r"$W_{m+1}h = 0$, $W_{m-1}^\top g = 0$, $Z_m = \mu^{-1}hg^\top$ and $Z_l = 0$ otherwise. Then $K_l(Z) = "
        r"2\lambda_lZ_l$ for $1 \le l \le L$.",
    ),
    (
        "",
        r"Let $L \ge 3$, $\mu > 0$, $(v, w, c)$ an outer pair, $h \in \mathbb{R}^{d_1}$ with $W_2h = 0$, $Z_1 = "
        r"\mu^{-1}hv^\top$ and $Z_l = 0$ otherwise. Then $K_l(Z) = 2\lambda_lZ_l$ for $1 \le l \le L$.",
    ),
    (
        "",
        r"Let $L \ge 3$, $\mu > 0$, $(v, w, c)$ an outer pair, $g \in \mathbb{R}^{d_{L-1}}$ with $W_{L-1}^\top g = 0$, "
        r"$Z_L = \mu^{-1}wg^\top$ and $Z_l = 0$ otherwise. Then $K_l(Z) = 2\lambda_lZ_l$ for $1 \le l \le L$.",
    ),
    (
        "",
        r"Let $L = 2$, $(v, w, c)$ an outer pair, $h \in \mathbb{R}^{d_1}$ with $W_1^\top h = 0$, $W_2h = 0$, "
        r"$\varepsilon = \pm1$, $Z_1 = \lambda_1^{-1/2}hv^\top$ and $Z_2 = \varepsilon\lambda_2^{-1/2}wh^\top$. Then "
        r"$K_l(Z) = 2\lambda_l(1 - \varepsilon c\lambda^{-1/2})Z_l$ for $l = 1, 2$.",
    ),
)
"""Goals [1]–[11]."""
