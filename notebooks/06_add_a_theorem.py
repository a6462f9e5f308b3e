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
# # Add a theorem
#
# From a sentence to a claim that anybody can re-check. A *claim* is a statement with its proof, an experiment and planted
# errors ([glossary](../docs/glossary.md)); `verify` judges it. The same by hand, step by step: [a theorem of your
# own](../docs/own-theorem.md).

# %%
import os
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.check.answer import check
from proofs_check.cli import main
from proofs_check.public import Theorem

room = TemporaryDirectory()  # this notebook leaves nothing behind
os.chdir(room.name)
os.environ["SADDLEPROOF_HOME"] = "home"


def saddleproof(line: str) -> None:
    """What this line does in a terminal."""
    main(shlex.split(line))


# %% [markdown]
# ## 1. The sentence
#
# *Balanced factors*: if $X^\top X = Y^\top Y$, then $\|XY^\top\|_F = \|X^\top X\|_F$. Both are
# matrices of any sizes that fit. As one writes it:

# %%
print(check("||X Y^T||^2 = ||X^T X||^2", "X^T X = Y^T Y"))

# %% [markdown]
# *Proved* is said of certificates that the kernel read from disk, in a process of its own, and for all sizes at once.
#
# ## 2. Is the hypothesis needed? Can more be said?
#
# Without balance the sentence is false, and the counterexample is exact:

# %%
answer = check("||X Y^T||^2 = ||X^T X||^2")
print(answer)
print(answer.witness)

# %% [markdown]
# A stronger sentence: $\|XY^\top\|_F \ge \|X\|_F^2$. It holds for vectors; with two columns it is false:

# %%
stronger = "||X Y^T||^2 >= (||X||^2)^2"
answer = check(stronger, "X^T X = Y^T Y")
print(answer)
print(answer.witness)
print(check("||x y^T||^2 >= (||x||^2)^2", "x: m x 1, y: n x 1, x^T x = y^T y"))

# %% [markdown]
# ## 3. A claim
#
# `new --statement` writes the file. A hypothesis with a name can be dropped by the experiment, to show that it is needed.

# %%
given = "--given 'balanced: X^T X = Y^T Y' --claims mine"
saddleproof(f"new own-product --statement '||X Y^T||^2 = ||X^T X||^2' {given}")
print(Path("mine/own_product.py").read_text())

# %% [markdown]
# Every part of it can be replaced by one of your own. What its `Theorem` offers:

# %%
theorem = Theorem("||X Y^T||^2 = ||X^T X||^2", hypotheses={"balanced": "X^T X = Y^T Y"})
print("a model that the experiment uses:", theorem.models[0])
print("hypothesis, as the kernel reads it:", theorem.given("balanced"))
for true, planted in theorem.false_edits():
    print("planted error:", true, "→", planted)

# %% [markdown]
# The stronger sentence is a claim as well: one that expects to be refuted.

# %%
saddleproof(f"new too-much --statement '{stronger}' {given}")

# %% [markdown]
# ## 4. Its place in `verify`
#
# Each claim file runs in a process of its own. The columns count accepted steps, trials of the experiment, and planted
# errors that fell ([verdicts](../docs/verdicts.md)).

# %%
saddleproof("verify --claims mine")

# %%
saddleproof("show own-product --claims mine --proof")

# %% [markdown]
# The certificates are yours to hand on; the kernel alone reads them again:

# %%
saddleproof("recheck home/certificates")

# %% [markdown]
# ## Next
#
# `pytest --saddleproof mine` makes each claim a test. A
# theorem about the critical points of an objective, or one that no prover finds: [from a statement to a
# claim](../docs/package-of-claims.md), [a derivation by hand](../docs/own-theorem.md).

# %%
os.chdir("/")
room.cleanup()
