"""The paper's theorem from A, start, step and sketches to T = O(κ² log 1/ε) with probability 1 − δ, and the two sharper forms.

The deterministic part is formal from the start to the count, with a whole number of halvings for the logarithm; ln is words;
the probability cites Davidson–Szarek and has an explicit small-ball bound. Source: arXiv:2305.06927 v2, main theorem and
corollary (objective, form of the start and step cap stated second hand; reconstructed).
"""

from __future__ import annotations

from proofs_check.claims.agd import _theorem as runs
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.instance import Instance
from proofs_check.verify.parts import Part

claim = Claim(
    id="agd-theorem",
    title="Alternating gradient descent from the sketched start: κ² log(1/ε) sweeps with probability 1 − δ",
    source=Source("agd", "main theorem and corollary", "reconstructed", version="v2"),
    sentence=(
        r"Let $A = U\Sigma V^\top \in \mathbb{R}^{m\times n}$ have rank $r$, singular values $\sigma_1 \ge \cdots \ge "
        r"\sigma_r > 0$ and $\kappa = \sigma_1/\sigma_r$; let $r \le d \le n$, $C \ge 4$, $0 < \nu < 1$, $D = \tfrac19C\nu$, "
        r"$\eta > 0$ with $4C\nu\sigma_1\eta \le 9$; let $\Phi_1, \Phi_2 \in \mathbb{R}^{n\times d}$ have independent "
        r"entries, $N(0,1/d)$ and $N(0,1/n)$; $X_0 = A\Phi_1/(\sqrt\eta\,C\sigma_1)$, $Y_0 = \sqrt\eta\,D\sigma_1\Phi_2$, "
        r"and for $k \ge 0$: $X_{k+1} = X_k - \eta (X_kY_k^\top - A)Y_k$, $Y_{k+1} = Y_k - \eta (X_{k+1}Y_k^\top - A)^\top "
        r"X_{k+1}$, $F_k = \tfrac12\lVert X_kY_k^\top - A\rVert_F^2$. Write $G = V^\top\Phi_1$ and, for $\varphi > 0$, $s = "
        r"\varphi/(C\kappa)$, $S = 3/C$, $y = 3\eta D\sigma_1$."
    ),
    parts=(
        Part(
            says=r"If $\sigma_r(G) \ge \varphi$, $\lVert G\rVert \le 3$ and $\lVert\Phi_2\rVert \le 3$, then $UU^\top A = "
            r"A$, $UU^\top X_0 = X_0$, $\eta X_0X_0^\top \succeq s^2UU^\top$, $\eta X_0^\top X_0 \preceq S^2I_d$, $\eta "
            r"Y_0^\top Y_0 \preceq y^2I_d$, $S \le \tfrac34$, $y \le \tfrac34$ and $F_0 \le \tfrac12(1+\nu)^2\lVert "
            r"A\rVert_F^2$.",
            goals=("agd-start [1]", "agd-initial-norms [1]"),
        ),
        Part(
            says=r"If the three matrix inequalities of 1 hold with some $s, S, y$, $0 < D_X \le s$, $D_Y > 0$, $0 < g < 1$, $g "
            r"\le (s-D_X)^2$, $g \le 2-(S+D_X)^2$, $(S+D_X)^2 \le 1$, $(y+D_Y)^2 \le 1$ and $2\eta^2TF_0 \le D_X^2, D_Y^2$, "
            r"then $F_k \le (1-g)^{2k}F_0$ and $\lVert X_k-X_0\rVert_F^2 + \lVert Y_k-Y_0\rVert_F^2 \le 2k\eta(F_0-F_k)$ for "
            r"$k \le T$.",
            goals=("agd-main-theorem [1]",),
        ),
        Part(
            says=r"Under the hypotheses of 2, for $k \le T$: $\eta\lVert\nabla_YF(X_k,Y_k)\rVert_F^2 \ge 2gF_k$ "
            r"(Polyak–Łojasiewicz), and $\nabla_XF(\cdot,Y_k)$ and $\nabla_YF(X_k,\cdot)$ are Lipschitz with constant "
            r"$1/\eta$ around the iterate (smoothness).",
            goals=("agd-along-the-iterates [1]",),
        ),
        Part(
            says=r"If the three matrix inequalities of 1 hold with $s \le S \le \tfrac34$, $y \le \tfrac34$, $s \le \tfrac12$, "
            r"and $64\eta^2F_0 \le s^4$, then $F_k \le (1-\tfrac14s^2)^{2k}F_0$ for every $k$, without a horizon.",
            goals=("agd-horizon-free-closed-form [1]",),
        ),
        Part(
            says=r"If moreover $12y \le s$, then $F_k \le (1-\tfrac{225}{256}s^2)^{2k}F_0$ for every $k$.",
            goals=("agd-sharpened-closed-form [1]",),
        ),
        Part(
            says=r"If $\Phi_1, \Phi_2$ are as in 1 and $\varphi \le 2$, every step with $32\eta^2(1+\nu)^2\lVert A\rVert_F^2 "
            r"\le s^4$ has $F_k \le (1-\tfrac14s^2)^{2k}F_0$ for every $k$.",
            goals=("agd-count [2]",),
        ),
        Part(
            says=r"Such a step meets the hypotheses of 2 and 3 with $D_X = D_Y = s/2$, $g = s^2/4$ up to the paper's horizon "
            r"$T \le s^2/(8\eta^2F_0)$.",
            goals=("agd-start [1]", "agd-paper-horizon [1]"),
            words="s ≤ 2/C ≤ 1/2 and s ≤ S; a gap that 1 gives as a sum of two squares KKᵀ + LLᵀ is the one square that 2 asks "
            "for, of the matrix (K L); the numbers of 2 are those of agd-paper-horizon",
        ),
        Part(
            says=r"If $\Phi_1, \Phi_2$ are as in 1, $\varphi \le 2$ and the step is one as in 6, then $F_T \le "
            r"\tfrac12\varepsilon\lVert A\rVert_F^2$ for every $T \ge 2C^2\varphi^{-2}\kappa^2J$, $\varepsilon > 0$, where "
            r"$J \ge 0$ is whole and $2^J \ge (1+\nu)^2/\varepsilon$.",
            goals=("agd-count [3]",),
        ),
        Part(
            says=r"So for $0 < \varepsilon < 1$ also for every $T \ge 2C^2\varphi^{-2}\kappa^2\log((1+\nu)^2/\varepsilon)$.",
            goals=("agd-count [2]",),
            words="by 6 with 1 − x ≤ e^(−x): (1 − s²/4)^(2T) ≤ e^(−s²T/2) ≤ ε/(1 + ν)², and s² = φ²/(C²κ²)",
        ),
        Part(
            says=r"With probability at least $1 - e^{-r/2} - e^{-d/2}$: $\lVert G\rVert \le 3$ and $\lVert\Phi_2\rVert \le "
            r"3$.",
            goals=("agd-initial-norms [2]",),
            cites=("Davidson–Szarek (Local operator theory, random matrices and Banach spaces, 2001, Theorem II.13)",),
        ),
        Part(
            says=r"With $k = d-r+1$, for every $\tau > 0$ and $\varphi = \tau(1-\sqrt{(r-1)/d})$: $P(\sigma_r(G) < \varphi) "
            r"\le \sqrt{e/(2\pi k)}\,(\sqrt e\,\tau)^k$; so 8 and 9 hold with probability at least $1-\delta$, $\delta = "
            r"e^{-r/2} + e^{-d/2} + \sqrt{e/(2\pi k)}\,(\sqrt e\,\tau)^k$.",
            goals=("agd-small-ball-constant [2]–[3]",),
            cites=(
                "joint density of Wishart eigenvalues (Muirhead, Aspects of multivariate statistical theory, Section 3.2)",
                "Binet's first formula for log Γ (Whittaker, Watson, A course of modern analysis, 4th ed., § 12.31)",
            ),
            words="in the joint density of the eigenvalues of dGGᵀ replace λ_i − λ by λ_i, λ the smallest, and integrate the "
            "others over all positive numbers: the density of λ is at most cλ^(k/2−1)e^(−λ/2), c = "
            "2^(k/2−1)Γ((d+1)/2)/(Γ(r/2)Γ(k)) the quotient of the normalizing constants for (r, d) and (r − 1, d + 1); with "
            "e^(−λ/2) ≤ 1 its integral to dφ² is at most 2^(k/2)Γ((d+1)/2)/(Γ(r/2)Γ(k+1))·(√d φ)^k, and that this is at most "
            "the right side is agd-small-ball-constant, whose hypotheses Binet's formula gives",
            measured=("agd-small-ball",),
        ),
        Part(
            says=r"If $d \ge 2r$, then $\varphi \ge (1-\tfrac1{\sqrt2})\tau$: with mild over-parameterisation the constants "
            r"of 8 and 9 are at most $2C^2(1-\tfrac1{\sqrt2})^{-2}\tau^{-2}$, free of $m$, $n$, $r$ and $d$.",
            goals=("agd-small-ball-constant [4]",),
        ),
    ),
    at=Instance(keys=runs.KEYS, apply=runs.at),
    expected=("steps proved",),
    subject="probability",
    probe=SearchProbe(
        instances=runs.draw,
        violation=runs.everything,
        planted=lambda run: runs.rate_fails(run, 2 * run.s**2),
        trials=(40, 200),
    ),
    mutants=(
        Mutant(name="clause 1: twice the floor of X_0", fate="false", search=runs.hunt(lambda run: runs.start_fails(run, 2))),
        Mutant(name="clause 2: rate 2s² for s²/4", fate="false",
               search=runs.hunt(lambda run: runs.rate_fails(run, 2 * run.s**2), still=True)),
        Mutant(name="clause 3: PL with 16g", fate="false", search=runs.hunt(lambda run: runs.inequality_fails(run, 16))),
        Mutant(name="clause 3: Lipschitz constant 1/(100η)", fate="false",
               search=runs.hunt(lambda run: runs.inequality_fails(run, lipschitz=0.01))),
        Mutant(name="clause 4: 2s² for s²/4", fate="false",
               search=runs.hunt(lambda run: runs.rate_fails(run, 2 * run.s**2), still=True)),
        Mutant(name="clause 5: 2s² for (15s/16)²", fate="false",
               search=runs.hunt(lambda run: runs.sharpened(run, 2.0), still=True)),
        Mutant(name="clause 6: 2s² for s²/4", fate="false",
               search=runs.hunt(lambda run: runs.rate_fails(run, 2 * run.s**2), still=True)),
        Mutant(name="clause 7: PL with 16g", fate="false", search=runs.hunt(lambda run: runs.inequality_fails(run, 16))),
        Mutant(name="clause 8: a tenth of the sweeps", fate="false",
               search=runs.hunt(lambda run: runs.halving_fails(run, 0.1), still=True)),
        Mutant(name="clause 9: a tenth of the sweeps", fate="false",
               search=runs.hunt(lambda run: runs.count_fails(run, 0.1), still=True)),
        Mutant(name="clause 10: d > n", fate="false", search=runs.too_wide),
        Mutant(name="clause 11: the power 2k", fate="false", search=runs.too_rare),
        Mutant(name="clause 12: d ≥ r is enough", fate="false", search=runs.not_absolute),
    ),
)  # fmt: skip
