"""Alternating gradient descent (arXiv:2305.06927): iteration bounds, the exact local spectrum, and the derivations.

Here live the objective (`problem`), the bounds as numbers with enclosures (`bounds`, `enclosures`, `perturbed_run`,
`point_certificate`), the derivations (`proofs`) and exact models of their letters (`scenes`). May come in: statements
about this iteration. What another paper needs as well goes to `theory.exact` or `theory.prove`.
"""

from theory.agd.bounds import IterationBounds, small_ball
from theory.agd.local_spectrum import LocalSpectrum, local_spectrum, scalar_stability
from theory.agd.problem import Objective
from theory.agd.truncated_spectrum import truncated_spectrum

__all__ = [
    "IterationBounds",
    "LocalSpectrum",
    "Objective",
    "local_spectrum",
    "scalar_stability",
    "small_ball",
    "truncated_spectrum",
]
