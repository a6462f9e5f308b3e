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
# # Certify your run
#
# Alternating gradient descent on $\tfrac12\|XY^\top-A\|_F^2$. The published theorem asks for a tiny step and a horizon; your
# run uses a step near $1/\sigma_1$. But the hypotheses of the horizon-free theorem speak about the
# current iterate only, so they can be tested *at any iterate*: where they hold, the rest of the run is bounded. That is a
# [point certificate](../docs/glossary.md); [more](../docs/certify.md).

# %%
# %matplotlib inline
import torch

from numerics.problems import Factorization
from proofs_check.bridge.audit.agd import certify_point
from proofs_check.bridge.run_against_prediction import measure
from proofs_check.report.certificate_plot import plot_certificate
from proofs_check.verify.discovery import standing
from theory.agd.bounds import IterationBounds

# %% [markdown]
# ## What the theorems promise before the run

# %%
bounds = IterationBounds(condition=10, rank=3, columns=6, tau="1/2", nu="1/100", epsilon="1/1000000")
print(bounds)

# %% [markdown]
# ## What is known about this run
#
# The shaded region begins where the certificate fires, in ball arithmetic. What lies outside the columns of $A$ and the
# rounding of every sweep are part of the bound; the sentence says which claim gives it, and whether that claim is proved.
# The dashed line is the local rate $\max|(1-\eta\lambda_i)(1-\eta\mu_j)|$.

# %%
result = measure("Factorization", {"condition": 10}, "AlternatingGradientDescent", {"step": 0.8, "columns": 6},
                 steps=400, seed=0, certify=True, standing=standing)  # fmt: skip
print(result["certificate"]["sentence"])
plot_certificate(result)

# %% [markdown]
# A worse condition number: the certificate comes later, and with a smaller rate.

# %%
harder = measure("Factorization", {"condition": 30}, "AlternatingGradientDescent", {"step": 0.8, "columns": 6},
                 steps=1500, seed=0, certify=True, standing=standing)  # fmt: skip
print(harder["certificate"]["sentence"])
plot_certificate(harder)

# %% [markdown]
# ## A point of your own
#
# `certify_point` takes any matrix and any pair of factors. It answers with a rate and radii, or with the inequality that fails.

# %%
A = torch.diag(torch.tensor([2.0, 1.0, 0.5], dtype=torch.float64))
root = A.sqrt()
for moved in (0.9, 0.99, 0.999):
    print(f"Y = {moved}·√A:", certify_point(Factorization(A), root, moved * root, step=0.4))

# %% [markdown]
# ## Why does it fire only near the end?
#
# The radii must hold the rest of the path. Its length is bounded by $\eta\sqrt f\,\sqrt{(2-g)/g}$, so the residual must be
# small compared with $g$, about $\eta$ times the square of the least singular value of $X$. `saddleproof experiment
# agd-slack` compares all counts with runs.
