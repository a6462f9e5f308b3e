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
# # From a matrix to a table
#
# Real data, from the package that carries them to the table of a paper, and to the question where a run ended. A linear
# network learns to draw: the label of a digit goes in, 8 × 8 pixels come out. The pictures are the *Optical Recognition of
# Handwritten Digits* of the UCI repository (E. Alpaydin and C. Kaynak, 1998, CC BY 4.0), as scikit-learn ships them, which
# `pip install 'saddleproof[notebooks]'` brings along.

# %%
# %matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
import torch
from sklearn.datasets import load_digits

from numerics.threads import one_thread
from proofs_check.bridge.locate import locate, ridge_of_weight_decay
from proofs_check.explore import Landscape
from proofs_check.report.landscape import landscape_text
from theory.dmf.landscape.barriers import Barriers

digits = load_digits()
images = digits.data / 16
images -= images.mean(0)
print(f"{len(images)} pictures of {images.shape[1]} pixels, {len(set(digits.target))} labels")

# %% [markdown]
# ## The matrix
#
# One input for each label, scaled so that $\mathbb E\,xx^\top = I$: the unit vector of the label over the root of its share of
# the data. Then the mean squared error of a linear map $W$ is $\|W - Y\|_F^2$ plus a constant, with
# $Y = \mathbb E\,yx^\top$: its columns are the mean pictures, times the roots of the shares. So training a linear network with
# weight decay is descent on $F$.

# %%
share = np.bincount(digits.target) / len(images)
inputs = np.eye(10)[digits.target] / np.sqrt(share[digits.target])[:, None]
Y = images.T @ inputs / len(images)
constant = (images**2).sum(1).mean() - (Y**2).sum()
print("Y is", " × ".join(map(str, Y.shape)), "with singular values", *np.linalg.svd(Y, compute_uv=False).round(3))

W = np.random.default_rng(0).normal(size=Y.shape) / 10
direct = ((inputs @ W.T - images) ** 2).sum(1).mean()
print(f"mean squared error at a random W: {direct:.12f}; ‖W − Y‖² + constant: {((W - Y) ** 2).sum() + constant:.12f}")

# %% [markdown]
# ## The landscape
#
# Three layers, 10 → 6 → 6 → 64, with weight decay. The matrix is float64; its singular values are taken with their proved
# error, and nothing here depends on that error: no line says *undecided*.

# %%
landscape = Landscape(widths=(10, 6, 6, 64), matrix=Y, ridge="1/10")
print(landscape)

# %% [markdown]
# Which orbits are minima? One for each number of learned modes, the strongest first.

# %%
for level in Barriers(landscape).levels:
    print(landscape.orbit(level.orbit))
landscape.plot("levels")

# %% [markdown]
# ## The table of the paper
#
# In booktabs, orbits in short: $\mathbf{5}^{+}$ is the first five modes at their upper roots; `width="column"` makes one for a
# column. `landscape.table()` is the whole list in pandas.

# %%
print("".join(landscape_text(landscape, "latex", limit=8, digits=5)))

# %%
table = landscape.table()
table[table["index"] == 0]

# %% [markdown]
# ## Where does gradient descent end?
#
# The network itself, on the pictures, by `torch.optim.SGD` with all data at each step. Its weight decay $\mu$ adds $\mu W$
# to the gradient, so $\lambda = \mu/2$.

# %%
weight_decay = 0.2
assert ridge_of_weight_decay(weight_decay) == 0.1
x, y = torch.tensor(inputs), torch.tensor(images)


@one_thread
def train(scale: float, steps: int) -> torch.nn.Sequential:
    """The network after training from random weights of this size; the matrices are small, so on one thread."""
    torch.manual_seed(1)
    layers = [torch.nn.Linear(a, b, bias=False, dtype=torch.float64) for a, b in ((10, 6), (6, 6), (6, 64))]
    net = torch.nn.Sequential(*layers)
    for layer in layers:
        torch.nn.init.normal_(layer.weight, std=scale)
    descent = torch.optim.SGD(net.parameters(), lr=0.02, weight_decay=weight_decay)
    for _ in range(steps):
        descent.zero_grad()
        (net(x) - y).square().sum(1).mean().backward()
        descent.step()
    return net


ends = {scale: train(scale, 1500) for scale in (0.1, 0.3)}
for scale, net in ends.items():
    print(f"weights of size {scale}:", locate(net, Y, ridge="1/10"), sep="\n", end="\n\n")

# %% [markdown]
# Both end at a local minimizer that is not global: a mode that starts too small dies, and a barrier stands before the next
# level. What the networks draw, beside the columns of $Y$: every mode that was not learned is missing.

# %%
labels = torch.eye(10, dtype=torch.float64)
rows = {"Y": Y, **{f"weights {scale}": net(labels).mT.detach() for scale, net in ends.items()}}
figure, axes = plt.subplots(len(rows), 10, figsize=(6.8, 2.3), layout="constrained")
for (name, drawn), row in zip(rows.items(), axes, strict=True):
    for digit, axis in enumerate(row):
        axis.imshow(drawn[:, digit].reshape(8, 8), cmap="gray_r", vmin=-0.25, vmax=0.25)
        axis.set(xticks=[], yticks=[])
    row[0].set_ylabel(name, rotation=0, ha="right", va="center", fontsize=8)
plt.show()
