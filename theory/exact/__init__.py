"""Exact numbers and matrices: rational input, algebraic numbers, eigenvalues and singular values with proved errors.

Rationals, balls (python-flint) and integer polynomials come in, the same go out. No paper is known here; the papers
import this package, never each other.
"""
