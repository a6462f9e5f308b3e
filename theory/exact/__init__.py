"""Exact numbers and matrices: rational input, algebraic numbers, eigenvalues and singular values with proved errors.

Rationals, balls (python-flint) and integer polynomials come in, the same go out; `balls` is the one way from a rational
to a ball, `matrices`, `gram` and `random_matrices` are what models are built of. Imports `models` for its numbers. May
come in: what two papers need, or one paper needs that is no part of its theorems. Never an objective.
"""
