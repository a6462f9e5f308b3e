"""What headlines about the classes of critical points share: the setting, and the four classes in the order in which they are
decided. Each step that is not formal is a whole proof in words.
"""

from __future__ import annotations

from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.verify.parts import Part

SETTING = (
    OBJECTIVE
    + r". Let $W$ be critical; by Theorem 1 it has the closed form with active modes $(s_i, y_i)$, $1 \le i \le r$. Call a "
    r"mode '+', '0' or '−' where $Ls_i^{2L-2}$ is larger than, equal to or smaller than $(L-2)\lambda$; inactive are the "
    r"other $\min(d_0, d_L) - r$ singular values of $Y$, with multiplicity; $d_{\min} = \min_l d_l$; $y_\ast$ is as in "
    r"Theorem 1, and $y_g > 0$ with $y_g^{2L-2} = (L-1)^{2L-2}(L-2)^{2-L}\lambda$ for $L \ge 3$. A strict saddle is a "
    r"critical point through which a line passes along which the second derivative of $F$ is negative; a non-strict saddle "
    r"is a critical point that is neither a strict saddle nor a local minimizer."
)
"""Critical points, their modes and the thresholds."""
BOUND = (
    "dmf-minimality [1], with both T and D decreasing (tr T^L D is largest then, by rearrangement), is F(V) ≥ ‖Y‖_F² + Σ_i "
    "g_{y_i}(x_i) for every V, x_1 ≥ x_2 ≥ … the L-th roots of the singular values of √λ V_L⋯V_1, 0 beyond d_min, y_1 ≥ y_2 "
    "≥ … those of Y, and g_y(x) = x^(2L)/λ − 2y x^L/√λ + L x². "
)
ATTAINED = (
    "F(W) is ‖Y‖_F² plus the wells of its modes (dmf-gain), each larger s at a larger y (dmf-root-order [1]), and no inactive "
    "value is larger: V = W gives equality. "
)
STRICT = Part(
    says=r"If $L \ge 3$ and some mode is '−', or some inactive value exceeds an active one, or $L = 2$, $r < d_1$ and some "
    r"inactive value exceeds $\sqrt\lambda$, then $W$ is a strict saddle.",
    goals=("dmf-strict-saddle-lower-root [1]", "dmf-strict-saddle-inactive [1]", "dmf-strict-saddle-spare-unit [1]"),
)
TWO_LAYERS = Part(
    says=r"Otherwise, if $L = 2$, then $W$ is a global minimizer.",
    goals=("dmf-global-two-layers [1]", "dmf-minimality [1]", "dmf-gain [1]"),
    words="Formal where no inactive value exceeds √λ. Else r = d_1 = d_min. " + BOUND + "Here g_y(x) = (u − y + √λ)² − (y − "
    "√λ)², u = x²/√λ, so F(V) ≥ ‖Y‖_F² − Σ_{i ≤ r} (y_i − √λ)², and y_1, …, y_r are the active values: by dmf-gain this is "
    "F(W)",
)
DOUBLE = Part(
    says=r"Otherwise, if $L \ge 3$ and some mode is '0', then $W$ is a non-strict saddle.",
    goals=("dmf-saddle-double-root [1]", "dmf-minimality [1]–[4]", "dmf-gain [1]", "dmf-root-order [1]"),
    words="By the first goal W is no local minimizer. " + BOUND + ATTAINED + "Near W each x_i is Lipschitz in V if x_i(W) > "
    "0, and g_y has at a '0' mode s the Taylor series g_y(s) + O((x − s)³), at a '+' mode a minimum right of s_−; other x_i "
    "are near 0, where g_y ≥ 0. So F(V) ≥ F(W) − C‖V − W‖³, and no second derivative is negative",
)
LOCAL = Part(
    says=r"Otherwise, if $L \ge 3$, then $W$ is a local minimizer.",
    goals=("dmf-origin-minimizer [1]", "dmf-minimality [1]–[4]", "dmf-gain [1]", "dmf-root-order [1]",
           "dmf-root-counts [1]–[5]"),
    words="r = 0 is the first goal. Else all modes are '+'. " + BOUND + ATTAINED + "By continuity of singular values, for V "
    "near W each x_i, i ≤ r, exceeds s_−(y_i), where the well is at least g_{y_i}(s_i), and every other x_i is below "
    "s_−(y_i), or y_i ≤ y*, where it is at least 0 (trivially if y_i = 0)",
)
CLASSES = (STRICT, TWO_LAYERS, DOUBLE, LOCAL)
"""The clauses, in the order of decision."""
