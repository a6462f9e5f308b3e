"""Alternating gradient descent (arXiv:2305.06927): iteration bounds, the exact local spectrum, and the derivations."""

from theory.agd.bounds import IterationBounds, small_ball
from theory.agd.local_spectrum import LocalSpectrum, local_spectrum, scalar_stability
from theory.agd.problem import Objective

__all__ = ["IterationBounds", "LocalSpectrum", "Objective", "local_spectrum", "scalar_stability", "small_ball"]
