"""Hessian spectra at critical orbits, in closed form.

Widths, weights and the modes of an orbit come in; eigenvalues with multiplicities go out, all of them (`spectrum`) or
the extremes, the index and the nullity (`summary`). Equal eigenvalues are merged because they are equal, never because
floats are close. May come in: curvature. Of the landscape only its modes and roots are known here.
"""
