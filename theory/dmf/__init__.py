"""Regularized deep matrix factorization (arXiv:2506.20344): the landscape and the derivations behind it.

Here live the objective (`problem`), the critical orbits (`landscape`), their curvature (`hessian`), how both are written
(`output`), the derivations (`proofs`) and exact models of their letters (`scenes`). May come in: statements about this
objective. What another paper needs as well goes to `theory.exact` or `theory.prove`.
"""

from theory.dmf.landscape.landscape import Landscape
from theory.dmf.problem import Objective

__all__ = ["Landscape", "Objective"]
