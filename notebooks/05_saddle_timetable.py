# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The saddle timetable
#
# Direction-magnitude decomposition (DMD; never dynamic mode decomposition here) minimizes
# $\tfrac14\|X\Theta X^\top - A\|_F^2$ over orthonormal $X$. Its runs pass one *degenerate* saddle after the other. Before a
# run we can say at which loss the plateaus lie and, from the law of a random start, when they are left. Words:
# [glossary](../docs/glossary.md); in full: [the timetable](../docs/timetable.md).

# %%
# %matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
import torch

from numerics.reduction import AlignmentRecursion, draw_alignment
from numerics.threads import one_thread
from proofs_check.experiments import dmd_plateaus
from proofs_check.experiments.experiment import Settings
from theory.dmd.critical_points import critical_points
from theory.dmd.timetable import Timetable, exit_iterations, scalar_constant

# %% [markdown]
# ## 1. The saddles
#
# For $A \succeq 0$ the best rank-$l$ approximations have **no negative curvature**: the usual escape law does not apply.

# %%
for point in critical_points(("4", "2", "1"), 3, 8):
    print(
        f"learnt {point.active!s:10} loss {float(point.value):5.2f}  {point.kind:18} index {point.index}  nullity "
        f"{point.nullity}"
    )

# %% [markdown]
# ## 2. A timetable, and the runs
#
# $m = 100$, $r = 12$, $\lambda = (1, \tfrac12, \tfrac14)$. The solver runs on the matrix itself, from Haar starts; exits are
# told by the law of the start beforehand and, sharper, by the Cholesky factor of each run's own start.

# %%
table = Timetable(100, 12, (1.0, 0.5, 0.25))
for row in table.to_json()["timetable"]:
    print(
        f"eigenpair {row['position']}: plateau {row['plateau']:.5f} after it, left after "
        f"{row['quantiles']['0.1']:.0f} / {row['quantiles']['0.5']:.0f} / {row['quantiles']['0.9']:.0f} steps (10, 50, 90 %)"
    )
outcome = dmd_plateaus.experiment.run(Settings())
print("\n".join(outcome.answer))
dmd_plateaus.draw(outcome)

# %% [markdown]
# ## 3. $1/\delta^2$, not $\log(1/\delta)$
#
# Steps until a component with initial cosine $\delta$ is learnt.

# %%
deltas = np.logspace(-3, -0.5, 11)
steps = [exit_iterations(1 / delta**2 - 1, 0.25) for delta in deltas]
figure, axes = plt.subplots(figsize=(5.6, 3.4), layout="constrained")
axes.loglog(deltas, steps, "o", label="exact recursion, h = 1/4")
axes.loglog(deltas, 1 / (2 * 0.25 * deltas**2), label="1/(2hδ²)")
axes.loglog(deltas, np.log(1 / deltas) / 0.25, ":", label="log(1/δ)/h")
axes.set(xlabel="initial cosine δ", ylabel="steps")
axes.legend(frameon=False)
plt.show()

# %% [markdown]
# ## 4. The clock
#
# $V = \operatorname{tr} S^{-1} - r_A$ falls by at least $2c\,\eta\operatorname{tr}(\Lambda^2 D)$ a step, for every start, any
# signs, every $0 < h < 2$: no probability, no $\kappa^4$. Below: $V$ of ten runs in $m = 10^6$ dimensions beside the count
# promised for each.

# %%
recursion = AlignmentRecursion([1.0, -0.7, 0.4])
W = draw_alignment(10**6, 50, 3, generator=torch.Generator().manual_seed(1), batch=10)
start, path, advance = recursion.potential(W), [], one_thread(recursion.advance)
while bool((recursion.potential(W) > 1e-6).any()):
    path.append(recursion.potential(W).numpy())
    W = advance(W, 2000)
path = np.array(path)
promised = (start - 1e-6 + torch.log(start / 1e-6)) / (2 * 0.25 * 0.4**2)
figure, axes = plt.subplots(figsize=(5.6, 3.4), layout="constrained")
axes.loglog(2000 * np.arange(1, len(path) + 1), path, color="C0", lw=1)
axes.plot(promised.numpy(), np.full(10, 1e-6), "v", color="C3", label="promised: V ≤ 1e-6")
axes.set(xlabel="step", ylabel="V", ylim=(1e-7, 1e6))
axes.legend(frameon=False)
plt.show()
print(f"c(1) = {scalar_constant(1.0)} is sharp for rank one; 1/4 is what is proved for every rank at h = 1")
