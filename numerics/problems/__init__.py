"""The problems: one file each."""

from numerics.problems.deep_factorization import DeepFactorization, DeepPoint

__all__ = ["DeepFactorization", "DeepPoint"]
