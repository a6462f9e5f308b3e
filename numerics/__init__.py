"""Floating point: batch-first problems and solvers in torch."""
