"""Exact reductions: huge runs as tiny ones, with the same losses.

A problem and the law of its start come in; a small run with the same trace goes out, or an alignment that moves by its
own recursion. Imports `problems`. May come in: reductions that are equalities. Approximations do not belong here.
"""

from numerics.reduction.alignment import AlignmentRecursion, AlignmentTrajectory, alignment_of, draw_alignment
from numerics.reduction.alternating import draw_reduced_start, reduce_alternating
from numerics.reduction.symmetric import draw_reduced_factor, reduce_symmetric

__all__ = [
    "AlignmentRecursion",
    "AlignmentTrajectory",
    "alignment_of",
    "draw_alignment",
    "draw_reduced_factor",
    "draw_reduced_start",
    "reduce_alternating",
    "reduce_symmetric",
]
