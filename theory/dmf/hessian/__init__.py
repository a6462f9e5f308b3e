"""Hessian spectra at critical orbits, in closed form: widths, weights, modes in, eigenvalues with multiplicities out."""
