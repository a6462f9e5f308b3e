"""Regularized deep matrix factorization (arXiv:2506.20344): the landscape and the derivations behind it."""

from theory.dmf.landscape.landscape import Landscape
from theory.dmf.problem import Objective

__all__ = ["Landscape", "Objective"]
