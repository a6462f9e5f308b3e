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
# # Your first landscape
#
# Deep matrix factorization fits a matrix $Y$ by a product of $L$ factors, with weight decay on each:
#
# $$F(W_1,\dots,W_L) = \|W_L\cdots W_1 - Y\|_F^2 + \sum_l \lambda_l \|W_l\|_F^2 .$$
#
# It is not convex. Yet **every** critical point is known in closed form: choose some singular values of $Y$, put each at an
# upper root `+` or a lower root `-` of one scalar equation, and leave the others at zero. `1+2-` means: first value at its
# upper root, second at its lower root. `O` is the origin.
#
# $F$ does not change when hidden layers are rotated, so critical points come in families. All points with the same values
# at the same roots are one [orbit](../docs/glossary.md); loss, Hessian spectrum and class are the same on all of it, so one
# row describes it. An orbit may be in several connected pieces, its [components](../docs/glossary.md).

# %%
# %matplotlib inline
import numpy as np

from numerics.curvature import hessian_spectrum
from proofs_check.bridge.orbit_points import aligned_point, aligned_problem
from proofs_check.bridge.saddle_graph import saddle_graph
from proofs_check.explore import Landscape
from proofs_check.report.saddle_plots import plot_barriers, plot_saddle_graph
from theory.dmf.landscape.barriers import Barriers
from theory.dmf.landscape.morse import certify

# %% [markdown]
# ## Three layers, two singular values
#
# Numbers are exact: `"11/5"` stays a rational, so thresholds are decided, not estimated.

# %%
landscape = Landscape(widths=(2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
print(landscape)
for orbit in landscape.orbits():
    print(orbit)

# %% [markdown]
# *Error bound* in the last line of the summary: near the critical points, the distance to them is at most a constant times
# $\|\nabla F\|$, so a small gradient says that you are close ([glossary](../docs/glossary.md)).
#
# Nine orbits. Three are local minimizers, and two of these are *spurious*: weight decay with three layers makes the origin
# a trap. Is the list complete? Topology says what the orbits must add up to.

# %%
print(certify(landscape))

# %% [markdown]
# An orbit is asked for by its name. The whole Hessian spectrum at a saddle, with multiplicities, in closed form, beside a
# dense numerical Hessian:

# %%
saddle = landscape.orbit("1-2+")
print("closed form:", [(round(value, 6), times) for value, times in saddle.hessian()])
print("numerical:  ", hessian_spectrum(aligned_problem(landscape), aligned_point(saddle))[0].numpy().round(6) + 0.0)

# %% [markdown]
# ## How high are the walls?
#
# Between neighbouring levels (none, one, two modes learned) stands a barrier whose height is exact. No path, however
# clever, gets across lower; a run that has less loss to spend stays where it is.

# %%
barriers = Barriers(landscape)
print(barriers)
plot_barriers(barriers)

# %% [markdown]
# ## Where does each saddle lead?
#
# Gradient flows are started along every unstable direction of every saddle; where they come to rest is recognized from
# its singular values. Full lines are derived and met by a flow, dashed ones derived only, dotted ones met only.

# %%
graph = saddle_graph(landscape)
print(graph)
plot_saddle_graph(graph)

# %% [markdown]
# ## Your own matrix
#
# Put yours here. A float matrix comes with the proved error of its singular values; what that leaves open would be printed
# as undecided.

# %%
rng = np.random.default_rng(0)
Y = 1.5 * rng.normal(size=(4, 3))
mine = Landscape(widths=(3, 3, 3, 4), matrix=Y, ridge="1/2")
print(mine)
for orbit in mine.orbits():
    print(orbit)

# %%
plot_barriers(Barriers(mine))

# %% [markdown]
# With two layers there are no spurious minima and no barriers, for any $Y$ and any weights: the local minimizers of the
# next line have one rank, that of the global ones.

# %%
print(Landscape(widths=(3, 3, 4), matrix=Y, ridge="1/2"))

# %% [markdown]
# A landscape on its own as the last line of a cell is a page to explore, with a slider over the ridge. Next: [leave a
# saddle](02_saddle_escape.ipynb).
