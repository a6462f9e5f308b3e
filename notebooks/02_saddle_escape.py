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
# # Leaving a saddle
#
# Theory gives, before any run: the loss of every plateau, the size of every singular value on it, and how fast a run leaves
# it. Here runs are drawn on top of these predictions (dashed).
#
# `1-2+` is the name of an [orbit](../docs/glossary.md), all critical points that have the first singular value at its lower
# root and the second at its upper root; [how to read it](../docs/orbits.md).

# %%
# %matplotlib inline
from proofs_check.bridge.escape import mode_fates
from proofs_check.explore import Landscape
from proofs_check.report.saddle_plots import plot_fates

# %% [markdown]
# ## One saddle, every direction
#
# `1-2+` has two unstable directions. Along `1·2` one mode turns into the other: both ways lead to `1+`. Along `1` the first
# mode alone moves: it grows to its upper root, the end is `1+2+`, or it dies, and the end is `2+`, a saddle again. Random
# mixtures follow the faster of the two.
#
# Change widths, spectrum or ridge in the next cell and run what follows again. Modes have roots where their singular value
# is at least y*, which `print(landscape)` tells: under a large ridge there is no `1-2+`.

# %%
landscape = Landscape(widths=(2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
print(landscape.orbit("1-2+").escape(mixtures=3))

# %% [markdown]
# ## One run
#
# `2+` has learned the second singular value and missed the first. Its only unstable direction turns the mode into the first
# one, and the run ends at `1+`. Every number of it has a name: `trace.time`, `trace.loss`, `trace.slope`,
# `trace.singular_values`, `trace.displacement`, `trace.distances(["1+"])`; `trace.table()` has them in columns, with pandas
# where that is installed.

# %%
trace = landscape.orbit("2+").trace()
print(f"measured rate {trace.measured_rate():.8f}, predicted {trace.rate:.8f}")
trace.plot(["2+", "1+", "O"])

# %%
trace

# %%
columns = trace.table(["1+"])
print(*columns, sep=", ")
near = columns["distance 1+"] < 1e-3
time, loss = columns["time"][near].min(), columns["loss"][near].max()
print(f"within 0.001 of 1+ from time {time:.2f} on, with a loss of {loss:.8f} at most")

# %% [markdown]
# Gradient descent with step $\eta$ leaves at the rate $\log(1+\eta|\mu|)/\eta$ per unit of step length, $\mu$ the negative
# eigenvalue, here for the faster direction of `1-2+`:

# %%
trace = landscape.orbit("1-2+").trace(method="gd")
print(f"measured rate {trace.measured_rate():.8f}, predicted {trace.rate:.8f}")
trace.plot()

# %% [markdown]
# ## Two layers: saddle to saddle
#
# From a tiny random start the singular values are learned one by one. Each plateau is an orbit of the closed form, with
# loss $\|Y\|^2 - \sum_{i\le r}(y_i-\lambda)^2$ where both weights are $\lambda$; all but the last are saddles.

# %%
two_layers = Landscape(widths=(3, 3, 3), spectrum=(3, 2, 1), ridge="3/10")
trace = two_layers.trace(until=12, count=300)
ranks = ["O", "1+", "1+2+", "1+2+3+"]
for (time, loss), name in zip(trace.plateaus(), ranks, strict=True):
    orbit = two_layers.orbit(name)
    print(f"plateau at time {time:5.2f}, loss {loss:.4f}; {name}: {orbit.kind}, loss {orbit.loss:.4f}")
trace.plot(ranks)

# %% [markdown]
# ## Three layers: a mode lives iff it starts above its lower root
#
# With weight decay and three layers a small start dies at the origin: `O` and `1+` have become minimizers, with barriers
# around them. A mode that starts just below its lower root shrinks to zero; just above, it reaches the upper root.

# %%
print(landscape.trace(scale=1e-2, until=8, count=40))
scales = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1.001, 1.01, 1.05, 1.1, 1.2, 1.5)
fates = mode_fates(landscape, 1, scales)
print(*(f"{scale} → {end}" for scale, end in fates), sep=", ")
plot_fates(fates, 1)
