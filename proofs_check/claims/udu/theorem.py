"""Lemma 1 and Proposition 1 in one place, with the list of cases and the converse, and beyond them: the solvable model,
optimality, empty, dead and idle columns.

Source: arXiv:2501.16322 v2, Lemma 1 and Proposition 1: that the statement is column by column is stated (second hand), the
cases are reconstructed; rank deficiency is ours.
"""

from __future__ import annotations

from proofs_check.claims.udu import _theorem as points
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.instance import Instance
from proofs_check.verify.parts import Part

FIXED = (
    "the goal's hypotheses are what a fixed point is: U₊ = U says Ū = cU; D₊ = max(D − ηQ, 0) = D says D = D − ηQ + N with a "
    "diagonal N ⪰ 0 and tr DN = 0; and a = ‖U‖_F² > 0"
)
"""From the step to the hypotheses of the goal."""

claim = Claim(
    id="udu-theorem",
    title="Lemma 1 and Proposition 1: all fixed points of the projected step, and what an empty column certifies",
    source=Source("udu", "Lemma 1, Proposition 1 and rank deficiency", "reconstructed", version="v2"),
    sentence=(
        r"Let $n, r \ge 1$, $\alpha, \eta > 0$, let $G$ map $X = UDU^\top$, $U \in \mathbb{R}^{n\times r}$, $D = "
        r"\mathrm{diag}(\lambda_1,\dots,\lambda_r) \succeq 0$, to a real $n\times n$ matrix (the gradient of $f$ in $X$), "
        r"and let the step take $(U,D)$ with $\lVert U\rVert_F \le \alpha$ to $U_+ = \bar U/c$, $\bar U = U - 2\eta GUD$, $c "
        r"= \max(1, \lVert\bar U\rVert_F/\alpha)$, $D_+ = \max(D - \eta Q, 0)$, $Q = \mathrm{diag}(u_1^\top "
        r"Gu_1,\dots,u_r^\top Gu_r)$. From clause (5) on, $A \in \mathbb{R}^{n\times n}$ is symmetric, $f(X) = \tfrac12\lVert "
        r"X - A\rVert_F^2$ and $G = X - A$."
    ),
    parts=(
        Part(
            says=r"(Proposition 1) A fixed point with $U \ne 0$ has $c = 1$: the ball is inactive.",
            goals=("udu-exclusion [2]",),
            words=FIXED,
        ),
        Part(says=r"(Lemma 1) A fixed point with $U \ne 0$ has $GUD = 0$.", goals=("udu-exclusion [2]",), words=FIXED),
        Part(
            says=r"Conversely, $(U,D)$ is a fixed point if $\lVert U\rVert_F \le \alpha$, $D \succeq 0$, $GUD = 0$ and "
            r"$u_j^\top Gu_j \ge 0$ for all $j$.",
            words="Ū = U, so c = 1; where λ_j > 0, λ_ju_jᵀGu_j = 0 leaves λ_j, and where λ_j = 0 the step max(−ηu_jᵀGu_j, 0) "
            "does",
        ),
        Part(
            says=r"(cases) So $(U,D)$ with $\lVert U\rVert_F \le \alpha$, $D \succeq 0$ is a fixed point if and only if for "
            r"every column: $\lambda_j > 0$ and $Gu_j = 0$; or $\lambda_j = 0$ and $u_j^\top Gu_j \ge 0$, $u_j$ otherwise "
            r"free.",
            goals=("udu-exclusion [2]",),
            words="2 and 3 column by column; at a fixed point with λ_j = 0 the step keeps 0 = max(−ηu_jᵀGu_j, 0), and U = 0 "
            "is trivial",
        ),
        Part(says=r"In the solvable model $GUD = 0$ gives $X^2 = AX = XA$.", goals=("udu-solvable-points [1]–[2]",)),
        Part(
            says=r"So $X = P_WAP_W$ with a subspace $W$ of the range of $U$, of dimension at most $r$, that $A$ maps into "
            r"itself and on which it is positive definite, and $f(X) = \tfrac12(\lVert A\rVert_F^2 - \lVert "
            r"P_WAP_W\rVert_F^2)$.",
            goals=("udu-solvable-points [3]",),
        ),
        Part(
            says=r"Every such $X$ occurs, for every $\alpha > 0$. For distinct eigenvalues: $X = \sum_{i\in I}\mu_ie_i"
            r"e_i^\top$ for a set $I$ of at most $r$ positive eigenvalues.",
            goals=("udu-burer-monteiro [1]",),
            words="W has orthonormal eigenvectors V of A, AV = VS²; with G = VS²Vᵀ − A and columns VS, and empty ones besides, "
            "the goal makes them as short as α asks; distinct eigenvalues leave no other invariant subspaces",
        ),
        Part(
            says=r"A point with $GUD = 0$ minimizes $f$ over $X \succeq 0$ if $G \succeq 0$, and only if: where $v^\top Gv < "
            r"0$ for some $v$, $X + s\,vv^\top$ with $s = -v^\top Gv/\lVert v\rVert^4$ is lower.",
            goals=("udu-kkt [1]–[2]",),
        ),
        Part(
            says=r"(rank deficiency) At a fixed point the step of an empty column, $u_j = 0$, $\lambda_j > 0$, moved to $u$ "
            r"is $u \mapsto (I - 2\eta\lambda_jG)u + O(\lVert u\rVert^3)$; if its linear part does not expand along $v$, then "
            r"$v^\top Gv \ge \eta\lambda_j\lVert Gv\rVert^2 \ge 0$. So if it expands along no $v$, then $G \succeq 0$.",
            goals=("udu-rank-deficiency [1]",),
            words="the goal is about the column of Ū; by GUD = 0 the other columns of Ū are those of U up to O(‖u‖²), so "
            "‖Ū‖² ≤ α² + O(‖u‖²) and c = 1 + O(‖u‖²)",
        ),
        Part(
            says=r"(dead columns) If $X = 0$, all $\lambda_j = 0$ and $u_j^\top G(0)u_j > 0$ for all $j$, then the point is "
            r"a local minimizer of $f(UDU^\top)$ over $D \succeq 0$, whatever the sign of $G(0)$ elsewhere.",
            goals=("udu-dead-columns [1]",),
            words="by continuity u_jᵀG(0)u_j ≥ 0 near the point, and D ⪰ 0 makes tr DUᵀG(0)U ≥ 0",
        ),
        Part(
            says=r"(idle columns) An empty column with $\lambda_j = 0$, moved to $(tv, tw)$, changes $f$ by $t^3w\,v^\top Gv "
            r"+ \tfrac12t^6w^2\lVert v\rVert^4$.",
            goals=("udu-idle-columns [1]",),
        ),
    ),
    at=Instance(keys=points.KEYS, apply=points.at),
    expected=("steps proved",),
    probe=SearchProbe(
        instances=points.draw,
        violation=points.everything,
        planted=lambda point: points.everything(point, optimal_always=True),
        trials=(100, 1000),
    ),
    mutants=(
        Mutant(name="clause 1: magnitudes bounded by 2", fate="false", search=points.boxed),
        Mutant(name="clause 2: GU = 0", fate="false", search=points.hunt(points.dead_moves)),
        Mutant(name="clause 3: without u_jᵀGu_j ≥ 0", fate="false", search=points.turned),
        Mutant(name="clause 4: λ_j = 0 forces Gu_j = 0", fate="false", search=points.hunt(points.dead_moves)),
        Mutant(name="clause 5: X² = 2AX", fate="false", search=points.hunt(points.twice)),
        Mutant(name="clause 6: of dimension r", fate="false", search=points.hunt(points.deficient)),
        Mutant(name="clause 7: negative eigenvalues too", fate="false", search=points.hunt(points.negative)),
        Mutant(name="clause 8: every fixed point is optimal", fate="false",
               search=points.hunt(lambda point: points.everything(point, optimal_always=True))),
        Mutant(name="clause 9: one direction is enough", fate="false", search=points.hunt(points.one_direction)),
        Mutant(name="clause 9: away from fixed points", fate="false", search=points.scaled),
        Mutant(name="clause 10: for every u_jᵀG(0)u_j", fate="false", search=points.hunt(points.falling)),
        Mutant(name="clause 11: of second order", fate="false",
               search=points.hunt(lambda point: points.falling(point, order=2))),
    ),
)  # fmt: skip
