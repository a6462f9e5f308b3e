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

# %%
# %matplotlib inline
from proofs_check.bridge.escape import escape, escape_trace, mode_fates, small_start_trace
from proofs_check.report.saddle_plots import plot_escape, plot_fates
from theory.dmf import Landscape

# %% [markdown]
# ## One saddle, every direction
#
# `2+` has learned the second singular value and missed the first. Its only unstable direction rotates the mode.

# %%
landscape = Landscape(widths=(2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
print(escape(landscape, "1-2+", mixtures=3))

# %%
trace = escape_trace(landscape, "2+")
print(f"measured rate {trace.measured_rate():.8f}, predicted {trace.rate:.8f}")
plot_escape(trace, levels=["2+", "1+"], distances=["2+", "1+", "O"])

# %% [markdown]
# Gradient descent with step $\eta$ leaves at the rate $\log(1+\eta|\mu|)/\eta$ per unit of step length:

# %%
trace = escape_trace(landscape, "1-2+", method="gd")
print(f"measured rate {trace.measured_rate():.8f}, predicted {trace.rate:.8f}")
plot_escape(trace, levels=["1-2+", "1+"], distances=["1-2+", "1+"])

# %% [markdown]
# ## Two layers: saddle to saddle
#
# From a tiny random start the singular values are learned one by one. Each plateau is a saddle of the closed form, with
# loss $\|Y\|^2 - \sum_{i\le r}(y_i-\lambda_0)^2$.

# %%
two_layers = Landscape(widths=(3, 3, 3), spectrum=(3, 2, 1), ridge="3/10")
trace = small_start_trace(two_layers, until=12, count=300)
for time, loss in trace.plateaus():
    print(f"plateau at time {time:5.2f}, loss {loss:.4f}")
ranks = ["O", "1+", "1+2+", "1+2+3+"]
plot_escape(trace, levels=ranks, distances=ranks)

# %% [markdown]
# ## Three layers: a mode lives iff it starts above its lower root
#
# With weight decay and three layers the same tiny start dies at the origin: the saddles in between have become minimizers
# with barriers around them. A mode that starts just below its lower root shrinks to zero; just above, it reaches the upper
# root.

# %%
print(small_start_trace(landscape, scale=1e-2, until=8, count=40))
scales = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1.001, 1.01, 1.05, 1.1, 1.2, 1.5)
plot_fates(mode_fates(landscape, 1, scales), 1)
