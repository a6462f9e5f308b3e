"""The clock in time: V(T) ≤ W(V_0 e^(V_0 − 2λ_min²T)) and f(T) ≤ V_0/(4T) along the flow.

Formal: from a rate of V (and of f) at every moment to the ends, with exp(V − V_0 + 2ct) as the solution of H' = (2c − w)H.
For matrices: tr S⁻¹ falls by ∫2tr(Λ²D). In words: V from that, and f (dmd-clock). Source: ours, for arXiv:2606.31390;
reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import derivation as theorems
from theory.dmd.scenes import in_time

claim = Claim(
    id="dmd-clock-in-time",
    title="The clock in time: V_T exp(V_T − V_0 + 2cT) ≤ V_0, 4T f_T ≤ V_0 − V_T; and tr S⁻¹ falls by ∫2tr Λ²D",
    sentence=(
        r"Let $T, c > 0$. [1] Let $V: [0,T] \to (0,\infty)$ be differentiable, $w: [0,T] \to \mathbb{R}$ continuous, $\dot "
        r"V = -w$, $(1+V)w \ge 2cV$ and $H(t) = \exp\int_0^t(2c-w)$. Then $V(T)H(T) \le V(0)$. [2] Let $V, f: [0,T] \to "
        r"\mathbb{R}$ be differentiable, $w, g: [0,T] \to \mathbb{R}$ continuous, $\dot V = -w$, $\dot f = -g$, $g \ge 0$ "
        r"and $w \ge 4f$. Then $4Tf(T) \le V(0) - V(T)$. [3] Let $q \ge 1$, $\Lambda$ a real diagonal $q\times q$ matrix, "
        r"$K, J, W: [0,T] \to \mathbb{R}^{q\times q}$ continuous with $KJ = JK = I_q$ and $W = J^\top J$, so that $W = "
        r"S^{-1}$ for $S = KK^\top$; let $D = I_q - S$, $W$ and $N: [0,T] \to \mathbb{R}$ be differentiable, $\dot W = "
        r"-W(D\Lambda S\Lambda S + S\Lambda S\Lambda D)W$ and $\dot N = 2\,\mathrm{tr}(\Lambda^2D)$. Then "
        r"$\mathrm{tr}\,W(0) - \mathrm{tr}\,W(T) \ge N(T) - N(0)$."
    ),
    source=Source("dmd", "T6 (a)-(d)", "reconstructed"),
    derivation=derived(theorems.clock_in_time),
    expected=("steps proved",),
    without_objective="about functions of time with these rates; `dmd-clock` has the rates of the flow",
    probe=StatementProbe(
        sampler=(
            sampler("T c V w H", in_time.potential),
            sampler("T V f w g", in_time.objective),
            sampler("q Lam T K J W N", in_time.alignment),
        ),
        trials=(10, 100),
    ),
    mutants=(
        Mutant(name="V(T)H(T)² for V(T)H(T)", fate="false", goal=0, change=(("V[T]*H[T]", "V[T]*H[T]**2"),)),
        Mutant(name="40 for 4", fate="false", goal=1, change=(("4*f[T]*T", "40*f[T]*T"),)),
        Mutant(name="twice the fall", fate="false", goal=2, change=((">= N[T] - N[0]", ">= 2*N[T] - 2*N[0]"),)),
    ),
)
