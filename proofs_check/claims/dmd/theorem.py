"""Direction-magnitude descent in one place: critical points with their types, the recursion of the alignment, the clock from
any start, descent, local rate, and how long a random start takes.

Source: arXiv:2606.31390 v1 (abstract; statements ours), arXiv:2510.01175 through notes; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmd import _theorem as runs
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.instance import Instance
from proofs_check.verify.parts import Part

claim = Claim(
    id="dmd-theorem",
    title="Direction-magnitude descent: critical points, clock, rate and burn-in",
    source=Source("dmd", "critical points, clock, rate and burn-in", "reconstructed"),
    sentence=(
        r"Let $A \in \mathbb{R}^{m\times m}$ be symmetric with the non-zero eigenvalues $\lambda_1,\dots,\lambda_{r_A}$, $A "
        r"= U\Lambda U^\top$, $U^\top U = I$; for $X \in \mathbb{R}^{m\times r}$ with $X^\top X = I_r$ let $B = X^\top AX$, "
        r"$f(X,\Theta) = \tfrac14\lVert X\Theta X^\top - A\rVert_F^2$ and $f(X) = f(X,B)$, $S = U^\top XX^\top U$, $D = I - "
        r"S$, $G = -(I_m-XX^\top)AXB$, $\eta > 0$, $h = \eta\lVert A\rVert^2$, and let $X_+$ have orthonormal columns with "
        r"$X_+X_+^\top = (X-\eta G)(I_r+\eta^2G^\top G)^{-1}(X-\eta G)^\top$ (polar or QR retraction); for $r \ge r_A$ and "
        r"invertible $S$, $V = \mathrm{tr}\,S^{-1} - r_A$."
    ),
    parts=(
        Part(
            says=r"If the gradients of $f$ in $\Theta$ and, along $X^\top X = I_r$, in $X$ vanish, then $\Theta = B$, $AXB = "
            r"XB^2$ and $f = \tfrac14(\lVert A\rVert_F^2 - \lVert B\rVert_F^2)$.",
            goals=("dmd-critical-magnitudes [1]–[2]",),
        ),
        Part(
            says=r"Critical are exactly the points with $\Theta = B$ and $XX^\top = PP^\top + NN^\top$, the columns of $P$ "
            r"and $N$ orthonormal, $AP = P\Lambda_J$ for a set $J$ of non-zero eigenvalues and $N^\top AN = 0$; there $f = "
            r"\tfrac14\sum_i\lambda_i^2$, summed over the eigenvalues outside $J$, and $J$ occurs iff $r - |J| \le (m-r_A) "
            r"+ \min(p',q')$, $p'$ and $q'$ the numbers of positive and of negative eigenvalues outside $J$.",
            goals=("dmd-critical-points [1]–[4]",),
            words="B = Q₁Λ_JQ₁ᵀ by the spectral theorem; a space N where the form of A vanishes, orthogonal to the "
            "eigenvectors of J, meets the span of the positive and that of the negative ones in 0, and kernel vectors and "
            "pairs (√μ u + √λ v)/√(λ + μ) fill that dimension",
        ),
        Part(
            says=r"If $XX^\top = PP^\top + ww^\top$ with eigenvectors $P$, $AP = P\Lambda_P$, and $w = \gamma n + \sigma u$, "
            r"$\gamma^2+\sigma^2 = 1$, $An = 0$, $Au = \lambda u$, all orthonormal, then $f(X) = \tfrac14(\lVert A\rVert_F^2 "
            r"- \lVert\Lambda_P\rVert_F^2 - \sigma^4\lambda^2)$: saddles with a kernel column are left at fourth order.",
            goals=("dmd-top-saddles [1]",),
        ),
        Part(
            says=r"At a critical point over $J$ with $AN = 0$ for the columns $N$ outside $J$ the Hessian has the "
            r"eigenvalues $\lambda_j(\lambda_j-\lambda_i)$, $\lambda_j^2$, $0$, $\tfrac12$ and "
            r"$\tfrac12(1+(\theta_p-\theta_q)^2)$, for $\lambda_j$ in $J$ and $\lambda_i$ outside; the local minimizers are "
            r"the sets of the $p$ largest positive eigenvalues and the $q$ negative ones of largest $|\lambda_i|$, $p+q = "
            r"\min(r,r_A)$ (distinct $|\lambda_i|$).",
            goals=("dmd-hessian-spectra [1]–[3]", "dmd-local-minima [1]–[2]"),
            words="the second variation is a sum over entries of K and pairs of columns; every other critical point is "
            "left along a curve on which f falls; at these sets the second variation is positive across the orbit of O(r), "
            "so they are minimizers (Morse–Bott lemma), and for r ≥ r_A they have f = 0",
            measured=("dmd-hessian-spectra", "dmd-local-minima"),
        ),
        Part(
            says=r"$S_+ = TQT^\top$ with $T = I+\eta D\Lambda S\Lambda$ and $Q(I+\eta^2\Lambda S\Lambda D\Lambda S\Lambda S) "
            r"= S$, and $f(X) = \tfrac14(2\,\mathrm{tr}(\Lambda^2D) - \mathrm{tr}(\Lambda D\Lambda D))$: $m$ and $r$ enter "
            r"through $S_0$ only.",
            goals=("dmd-recursion [1]–[3]",),
        ),
        Part(
            says=r"If $h < 2$, then $V - V_+ \ge \eta\,(2-h)/(1+h)\cdot\,\mathrm{tr}(\Lambda^2D)$, for eigenvalues of any "
            r"signs and every start with invertible $S$.",
            goals=("dmd-discrete-clock [6]",),
            words="the goal at L = √ηΛ and d = 1, by 5: its square roots exist, since S, I − S, hI − LSL, Y = (D + "
            "(LSL)⁻¹)⁻¹ and hI − Y are positive semidefinite",
        ),
        Part(
            says=r"So $V_T \le \epsilon$ after $T = (V_0-\epsilon+\log(V_0/\epsilon))/(2\eta c\lambda_{\min}^2)$ steps, $c = "
            r"(2-h)/(2(1+h))$, $\lambda_{\min} = \min|\lambda_i|$.",
            goals=("dmd-discrete-clock [6]",),
            words="tr Λ²D ≥ λ_min² tr D, tr D = Σ u/(1 + u) ≥ V/(1 + V) for the eigenvalues u of S⁻¹ − I, and V − V₊ + "
            "ln(V/V₊) is at least (1 + 1/V)(V − V₊)",
            measured=("dmd-discrete-clock-runs",),
        ),
        Part(
            says=r"If $\lVert A\rVert \le 1$, $\eta < \sqrt2$ and $B$ is diagonal, then $f(X) - f(X_+) \ge "
            r"\eta(1-\eta)\lVert G\rVert_F^2$ for every orthonormal $X_+$ whose span holds $X-\eta G$.",
            goals=("dmd-descent [4]",),
        ),
        Part(
            says=r"Near a critical point over $J$ with $AN = 0$ a step multiplies the component of column $j \in J$ along an "
            r"eigenvector $i$ outside $J$ by $1-\eta\lambda_j(\lambda_j-\lambda_i)$, and along the kernel by "
            r"$1-\eta\lambda_j^2$.",
            goals=("dmd-local-rates [1]–[3]",),
            words="K₊ = VᵀX⁰(FᵀX⁰)⁻¹ in the coordinate K of the span of F + VK, and what the goals leave is of third order "
            "in K",
            measured=("dmd-local-rates",),
        ),
        Part(
            says=r"For Haar distributed $X_0$, $r_A \le r < m$, and the Cholesky factor $S_0 = LL^\top$ the numbers $u_j = "
            r"L_{jj}^{-2}-1$ are independent, $u_j(r-j+1)/(m-r)$ distributed as $F(m-r, r-j+1)$, $1 \le j \le r_A$.",
            words="S_0 has the law of T⁻¹G₁G₁ᵀT⁻ᵀ, G = [G₁, G₂] Gaussian of r_A rows and r + (m − r) columns, GGᵀ = TTᵀ, "
            "G₁G₁ᵀ = T₁T₁ᵀ with lower triangular T, T₁, so L = T⁻¹T₁; T_jj² and (T₁)_jj² are the squared lengths of row j "
            "of G across the rows before it and of row j of G₁ across those before it, and given these rows the second "
            "space, of dimension r − j + 1, lies in the first, of dimension m − j + 1: L_jj² is Beta((r−j+1)/2, (m−r)/2), "
            "whatever the rows before are",
            measured=("dmd-law-of-the-start",),
        ),
        Part(
            says=r"If moreover $r > r_A+1$, then $\mathrm{E}\,V_0 = r_A(m-r)/(r-r_A-1)$; so for $0 < \delta < 1$, with "
            r"probability at least $1-\delta$ the bound of 7 holds with $V_0 = r_A(m-r)/(\delta(r-r_A-1))$: the burn-in.",
            cites=("mean of an inverse Wishart matrix (Muirhead, Aspects of multivariate statistical theory, Section 3.2)",),
            words="S_0 is similar to W(W + W')⁻¹ with independent Wishart matrices of r and m − r degrees of freedom, tr "
            "S_0⁻¹ − r_A = tr W⁻¹W', E W' = (m − r)I, E W⁻¹ = I/(r − r_A − 1); then Markov's inequality, and T of 7 "
            "increases with V_0",
            measured=("dmd-law-of-the-start",),
        ),
    ),
    at=Instance(keys=runs.KEYS, apply=runs.at),
    expected=("steps proved",),
    probe=SearchProbe(
        instances=runs.draw,
        violation=runs.everything,
        planted=lambda run: runs.clock_fails(run, 3),
        trials=(40, 200),
    ),
    mutants=(
        Mutant(name="clause 1: every frame", fate="false", search=runs.hunt(lambda run: runs.critical_fails(run, mixed=True))),
        Mutant(name="clause 2: a column halfway between two directions", fate="false",
               search=runs.hunt(lambda run: runs.critical_fails(run, mixed=True))),
        Mutant(name="clause 3: sin² for sin⁴", fate="false", search=runs.hunt(lambda run: runs.turned(run, 2))),
        Mutant(name="clause 4: every set J is a minimizer", fate="false", search=runs.curved),
        Mutant(name="clause 5: η for η² in Q", fate="false", search=runs.hunt(lambda run: runs.recursion_fails(run, 1))),
        Mutant(name="clause 6: three times the fall", fate="false", search=runs.hunt(lambda run: runs.clock_fails(run, 3))),
        Mutant(name="clause 7: a quarter of the steps", fate="false",
               search=runs.hunt(lambda run: runs.count_fails(run, 0.25))),
        Mutant(name="clause 8: ten times the fall", fate="false",
               search=runs.hunt(lambda run: runs.descent_fails(run, 10), most=1.0)),
        Mutant(name="clause 9: λ_j² for λ_j(λ_j − λ_i)", fate="false", search=runs.faster),
        Mutant(name="clause 9: columns N with AN ≠ 0", fate="false", search=runs.isotropic),
        Mutant(name="clause 10: half the mean of u_j", fate="false", search=runs.luckier(2)),
        Mutant(name="clause 11: r − r_A for r − r_A − 1", fate="false", search=runs.luckier(8 / 7)),
    ),
)  # fmt: skip
