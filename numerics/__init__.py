"""Floating point: batch-first problems and solvers in torch."""

from numerics.run import run
from numerics.trajectory import Stopping, Trajectory

__all__ = ["Stopping", "Trajectory", "run"]
