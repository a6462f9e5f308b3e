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
# # Truly low rank
#
# UDU factorization keeps $\|U\|_F \le \alpha$ and $D \ge 0$ by projection after every step. At the end the ball is *inactive*
# (Proposition 1), yet the trailing singular values are zero to machine precision. Here you see why, how low they get,
# and what to do when a run is stuck. Words: [glossary](../docs/glossary.md); in full: [truly low rank](../docs/low-rank.md).

# %%
# %matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
import torch

from numerics.networks import UDVLinear, check_homogeneity, project_after_steps, prune
from numerics.problems import SymmetricFactorization
from numerics.solvers import UDU
from numerics.threads import one_thread
from proofs_check.bridge.audit.udu import audit
from proofs_check.bridge.completion import MODES, Completion, run_bm, run_udu
from theory.udu.fixed_points import fixed_points
from theory.udu.window import critical_radius, suppression_bound, trap_depth

# %% [markdown]
# ## 1. Completion: 450 of 900 entries, a truth of rank 3
#
# Same start, same step; Burer–Monteiro has no ball. The matrices are small, so both run on
# [one thread](../docs/notebooks.md#threads).

# %%
data = Completion(seed=1, size=30, entries=450)
udu, bm = (one_thread(descent)(data, 40_000, step=0.02) for descent in (run_udu, run_bm))
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
for name, end, mark in (("UDU", udu, "o"), ("Burer–Monteiro", bm, "s")):
    left.semilogy(range(1, 13), torch.linalg.svdvals(end["X"])[:12], mark, label=f"{name}: error {data.error(end['X']):.1e}")
    right.semilogy(*zip(*end["history"], strict=True), label=name)
left.set(xlabel="k", ylabel="singular value of X", title="spectra at the end")
right.set(xlabel="step", ylabel="relative error", title="error over all entries")
left.legend(frameon=False)
plt.show()

# %% [markdown]
# ## 2. Where the exponent comes from
#
# Every column is multiplied by $e^{-E}$, $E = \sum_t \ln c_t$ with $c_t$ what the projection divides by; so a trailing
# $\lambda_j\|u_j\|^2$ carries $e^{-2E}$. Growing $D$ is what costs: $E = (\|D_T\|^2 - \|D_0\|^2)/\alpha^2 - \dots$, and
# $\|D\| \ge \|X\|_{S_{2/3}}/\alpha^2$. The discrete identity is exact.

# %%
print(f"E measured {udu['E']:.2f}, flow identity {udu['flow']:.2f}, lower bound {suppression_bound(MODES):.2f}")
print(f"exact discrete identity: {udu['left']:.12f} = {udu['right']:.12f}")
print(f"largest trailing λ‖u‖² {udu['trailing']:.1e};  zeros of D: {udu['zeros']} (columns of U vanish, not D)")

# %% [markdown]
# ## 3. All fixed points of the solvable model
#
# $f = \frac12\|X - A\|^2$ with eigenvalues 3, 2, −1: a minimizer, strict saddles, and *dead* minima, from which
# nothing leads away.

# %%
for point in fixed_points(("3", "2", "-1"), 2):
    print(f"learnt {point.active!s:8} dead {point.dead}  loss {float(point.value):4.1f}  {point.kind:14} index {point.index}")

# %% [markdown]
# ## 4. The window of $\alpha$, and the auditor
#
# Above $\alpha_c$ the ball never acts; far below, the second mode sinks under the smallest number of the format. The
# auditor says what happened to a run.

# %%
radii = np.linspace(0.34, 2.0, 120)
figure, axes = plt.subplots(figsize=(6, 3.6), layout="constrained")
depths = np.array([trap_depth((2, 1), radius) for radius in radii])
axes.semilogy(radii, np.where(depths > 0.5, depths, np.nan), label="depth of the second mode, μ = (2, 1)")
axes.axhline(744, color="C3", ls=":", label="float64 underflow")
axes.axhline(103, color="C1", ls=":", label="float32 underflow")
axes.axvline(critical_radius((2, 1)), color="0.5", ls="--", label=f"α_c = {critical_radius((2, 1)):.3f}")
axes.set(xlabel="α", ylabel="powers of e")
axes.legend(frameon=False, loc="lower right")
plt.show()


# %%
def start(size: float) -> tuple[torch.Tensor, torch.Tensor]:
    return size * torch.eye(2, dtype=torch.float64), torch.ones(2, dtype=torch.float64)


target = SymmetricFactorization(torch.diag(torch.tensor([2.0, 1.0], dtype=torch.float64)), scale=0.5)
for solver in (UDU(step=0.02), UDU(step=0.01, radius=3.0), UDU(step=0.2)):
    print(audit(target, solver, start(0.1), steps=4000 if solver.step == 0.2 else 20_000), "\n")

# %% [markdown]
# ## 5. A network layer
#
# `UDVLinear` is projected after the step of any optimiser. Does Proposition 1 apply to your network? The homogeneity check
# says which layer breaks it, or that weight decay does. Then prune without retraining.

# %%
torch.manual_seed(0)
layer = UDVLinear(20, 6, hidden=16, dtype=torch.float64)
x = torch.randn(400, 20, dtype=torch.float64)
y = x @ torch.randn(20, 2, dtype=torch.float64) @ torch.randn(2, 6, dtype=torch.float64) / 10
optimizer = project_after_steps(torch.optim.SGD(layer.parameters(), lr=1.0), layer)


@one_thread
def train(steps: int) -> None:
    for _ in range(steps):
        optimizer.zero_grad()
        (layer(x) - y).square().mean().backward()
        optimizer.step()


train(3000)
small = prune(layer, fraction=0.999999)
print("singular values:", " ".join(f"{value:.1e}" for value in layer.singular_values()[:6]))
print(f"pruned to {small.hidden} units: loss {float((small(x) - y).square().mean().detach()):.2e} "
      f"(whole layer {float((layer(x) - y).square().mean().detach()):.2e})")
print(check_homogeneity(layer, ("inner", "outer"), "magnitudes", x))
print(check_homogeneity(layer, ("inner", "outer"), "magnitudes", x, optimizer=torch.optim.AdamW(layer.parameters())))
