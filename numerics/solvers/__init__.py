"""The solvers: one file a method, one protocol (``numerics.solvers.base``).

A problem, a start and step sizes come in; the next point goes out, one step at a time. Each file names its paper and
checks its parameters. Imports `problems`. May come in: another method. What repeats steps is `numerics.run`.
"""

from numerics.solvers.alternating_gradient_descent import AlternatingGradientDescent
from numerics.solvers.alternating_least_squares import AlternatingLeastSquares
from numerics.solvers.base import Solver
from numerics.solvers.direction_magnitude import DirectionMagnitude, ScaledDirectionMagnitude
from numerics.solvers.gradient_descent import GradientDescent
from numerics.solvers.gradient_flow import GradientFlow
from numerics.solvers.nesterov import Nesterov
from numerics.solvers.perturbed_gradient_descent import PerturbedGradientDescent
from numerics.solvers.preconditioned_gradient_descent import PreconditionedGradientDescent
from numerics.solvers.recursive_direction_magnitude import RecursiveDirectionMagnitude
from numerics.solvers.scaled_gradient_descent import ScaledGradientDescent
from numerics.solvers.two_sided_direction_magnitude import TwoSidedDirectionMagnitude
from numerics.solvers.udu import UDU
from numerics.solvers.udv import UDV

__all__ = [
    "UDU",
    "UDV",
    "AlternatingGradientDescent",
    "AlternatingLeastSquares",
    "DirectionMagnitude",
    "GradientDescent",
    "GradientFlow",
    "Nesterov",
    "PerturbedGradientDescent",
    "PreconditionedGradientDescent",
    "RecursiveDirectionMagnitude",
    "ScaledDirectionMagnitude",
    "ScaledGradientDescent",
    "Solver",
    "TwoSidedDirectionMagnitude",
]
