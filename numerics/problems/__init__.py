"""The problems: one file each."""

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
