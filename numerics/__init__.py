"""Floating point: batch-first problems and solvers in torch, runs, curvature, sweeps.

Here live `problems`, `solvers`, what runs a solver and keeps its trace (`run`, `trajectory`, `checkpoint`), curvature
and searches for critical points. May come in: torch and numpy. Never `theory` (but
`theory.storage`, which holds no mathematics) or sympy: a measurement must not know what is predicted; the two meet in
`proofs_check`.
"""

from numerics.run import run
from numerics.trajectory import Stopping, Trajectory

__all__ = ["Stopping", "Trajectory", "run"]
