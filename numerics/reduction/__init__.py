"""Exact reductions: huge runs as tiny ones, with the same losses."""

from numerics.reduction.alignment import AlignmentRecursion, AlignmentTrajectory, alignment_of, draw_alignment
from numerics.reduction.alternating import draw_reduced_start, reduce_alternating

__all__ = [
    "AlignmentRecursion",
    "AlignmentTrajectory",
    "alignment_of",
    "draw_alignment",
    "draw_reduced_start",
    "reduce_alternating",
]
