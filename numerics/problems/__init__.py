"""The problems: one file each. A loss with its measurements, batch first.

Data come in (targets, sensors, masks), a problem with loss, gradient and residual goes out; `least_squares` and
`validation` are shared. Imports the models of points (`numerics.models`) and nothing above. May come in: another
objective. Its solver goes to `numerics.solvers`, its theorems to `theory`.
"""

from numerics.problems.deep_factorization import DeepFactorization, DeepPoint
from numerics.problems.factorization import Factorization, SymmetricFactorization
from numerics.problems.fourier_ptychography import FourierPtychography
from numerics.problems.matrix_completion import MatrixCompletion
from numerics.problems.matrix_sensing import GaussianSensors, MatrixSensing, StoredSensors
from numerics.problems.phase_retrieval import PhaseRetrieval

__all__ = [
    "DeepFactorization",
    "DeepPoint",
    "Factorization",
    "FourierPtychography",
    "GaussianSensors",
    "MatrixCompletion",
    "MatrixSensing",
    "PhaseRetrieval",
    "StoredSensors",
    "SymmetricFactorization",
]
